package weaviate

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"time"
)

// commit is a committed state as it came to be from the one before. It is written once, after all that it makes visible, and
// never changed: what is not of a commit's state does not exist.
type commit struct {
	Ordinal  uint64    `json:"ordinal"` // commits are numbered from 1 on
	Edition  uint64    `json:"edition"` // that what it puts is of; editions rise, and none is used twice
	At       time.Time `json:"at"`
	Dims     int       `json:"dims"` // of every vector; 0 while there is none
	Put      []string  `json:"put,omitempty"`
	Delete   []string  `json:"delete,omitempty"` // articles that there were
	Articles int       `json:"articles"`         // in the state
	Sum      uint64    `json:"sum,string"`       // of their versions, see sumOf
	Recent   []stamp   `json:"recent,omitempty"`
	Dead     []dead    `json:"dead,omitempty"`
	Void     []uint64  `json:"void,omitempty"`
}

// dead is a version of an article that was replaced or deleted and may still be stored: readers of a former state may
// still ask for it.
type dead struct {
	Article string    `json:"article"`
	Edition uint64    `json:"edition"`
	At      time.Time `json:"at"`
}

// stamp is an edition that was committed lately.
type stamp struct {
	Edition uint64    `json:"edition"`
	At      time.Time `json:"at"`
}

// settles is how long it takes at most until a server has brought to its disk what it was given, where it is not told otherwise:
// it does so after a minute.
const settles = 2 * time.Minute

// recent is the stamps that are not older than that.
func (c commit) recent(at time.Time) (recent []stamp) {
	for _, s := range slices.Concat(c.Recent, []stamp{{c.Edition, c.At}}) {
		if c.Ordinal > 0 && at.Sub(s.At) < settles {
			recent = append(recent, s)
		}
	}
	return recent
}

// settled is the last edition before the first that a server may not have brought to its disk.
func (c commit) settled(at time.Time) uint64 {
	settled := c.Edition
	for _, s := range c.recent(at) {
		settled = min(settled, s.Edition-1)
	}
	return settled
}

// mostVoid bounds the editions that are remembered as cut off. What was written of one is deleted by the next writer; a node
// that was down meanwhile may bring it back, and is in step again long before as many writers have come and gone.
const mostVoid = 64

// void adds an edition that was begun and may have been cut off: nothing of it was ever committed.
func void(known []uint64, edition uint64) []uint64 {
	known = append(slices.Clone(known), edition)
	return known[max(0, len(known)-mostVoid):]
}

// unused is an edition that was never begun.
func (c commit) unused() uint64 {
	return max(c.Edition, slices.Max(slices.Concat(c.Void, []uint64{0}))) + 1
}

// commits reports whether an article that is stored in an edition may be one of the state's.
func (c commit) commits(edition uint64) bool {
	return edition <= c.Edition && !slices.Contains(c.Void, edition)
}

// sumOf is a number by which lists of versions are told apart, whatever their order: all those of a list, by exclusive or.
func sumOf(article string, edition uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(versionOf(article, edition)))
	return h.Sum64()
}

// Where commits lie, and how soon none needs them: who looks at the index looks each second, and who did not for so long reads
// it anew.
const (
	commitKind = "commit"
	keptFor    = 7 * 24 * time.Hour
)

func (c *client) objectPath(class string, kind, id string, n uint64) string {
	return fmt.Sprintf("/objects/%s/%s?consistency_level=QUORUM", class, idOf(kind, id, n))
}

// read reads what a property of an object holds as JSON; ok is false where there is no such object. A majority of its
// replicas is asked, so that what a majority has written is found.
func (c *client) read(ctx context.Context, path, property string, into any) (ok bool, err error) {
	var o struct{ Properties map[string]any }
	if ok, err = c.get(ctx, path, &o); err != nil || !ok {
		return false, err
	}
	record, _ := o.Properties[property].(string)
	if err := json.Unmarshal([]byte(record), into); err != nil {
		return false, fmt.Errorf("DATELINE_STORE: what Weaviate holds at %s cannot be read: %w", path, err)
	}
	return true, nil
}

// head finds the last commit; its ordinal is 0 where there is none yet.
func (c *client) head(ctx context.Context, of collections) (commit, error) {
	var found struct {
		Get map[string][]struct{ Ordinal uint64 }
	}
	q := fmt.Sprintf("{Get{%s(limit:1,where:%v,sort:[{path:[%q],order:desc}]){%s}}}", of.commits, number(pOrdinal, "GreaterThan", 0), pOrdinal, pOrdinal)
	if err := c.query(ctx, q, &found); err != nil {
		return commit{}, err
	}
	var last commit
	for _, hint := range found.Get[of.commits] { // of one node, which may have missed some
		if _, err := c.commit(ctx, of, hint.Ordinal, &last); err != nil {
			return commit{}, err
		}
	}
	for {
		var next commit
		if ok, err := c.commit(ctx, of, last.Ordinal+1, &next); err != nil || !ok {
			return last, err
		}
		last = next
	}
}

// commit reads the commit of an ordinal, if there is one.
func (c *client) commit(ctx context.Context, of collections, ordinal uint64, into *commit) (ok bool, err error) {
	return c.read(ctx, c.objectPath(of.commits, commitKind, "", ordinal), pRecord, into)
}

// flip makes a commit the last one.
func (c *client) flip(ctx context.Context, of collections, made commit) error {
	record, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return c.put(ctx, object{
		Class: of.commits, ID: idOf(commitKind, "", made.Ordinal),
		Properties: map[string]any{pOrdinal: made.Ordinal, pAt: made.At.Format(time.RFC3339Nano), pRecord: string(record)},
	})
}
