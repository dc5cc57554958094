package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"dateline/bot/memory"
	"dateline/retrieval/ingest"
)

// Status is how an addition fares.
type Status struct {
	ID       string
	Address  string // as it may be shown, or the file's name
	Kind     string // what an address turned out to be: one of ingest's, "" before that is known; File of a file
	By       string
	At       time.Time
	Articles int
	Newest   time.Time // published date of the newest, zero where none is known
	State    string
	Reason   string // why it is in that state, a sentence; "" where all is well
	Silent   string // "https://… silent for 3 days"; "" where it is not
}

// Status tells how the additions of a guild fare, oldest first; "" is of what is shared.
func (l *Library) Status(ctx context.Context, guild string) ([]Status, error) {
	all, err := l.Records.Additions(ctx, guild)
	if err != nil {
		return nil, err
	}
	statuses := make([]Status, len(all))
	for i, a := range all {
		n, err := l.weigh(ctx, a)
		if err != nil {
			return nil, err
		}
		s := Status{ID: a.ID, Address: a.Address, Kind: File, By: a.By, At: a.At, Articles: n.articles, Newest: n.newest, State: a.State, Reason: a.Reason}
		if a.Kind == Address {
			m := l.mirror(a)
			s.Address, s.Kind, s.Silent = m.String(), m.Told(l.Log), m.Silent(l.now(), l.Patience, l.Log)
		}
		statuses[i] = s
	}
	return statuses, nil
}

// count is what lies in an addition's folder.
type count struct {
	articles int
	bytes    int64
	newest   time.Time
	skipped  []string // sentences about what could not be read
}

// mostSkipped bounds the sentences that are kept.
const mostSkipped = 20

// weigh counts what lies in an addition's folder. It is remembered until that changes.
func (l *Library) weigh(ctx context.Context, a memory.Addition) (count, error) {
	l.mu.Lock()
	n, known := l.counts[a.ID]
	l.mu.Unlock()
	if known {
		return n, nil
	}
	dir := l.dir(a)
	n, err := read(ctx, ingest.Folder{FS: os.DirFS(dir), Fields: l.Fields, Optional: true})
	if err != nil {
		return n, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[a.ID] == nil { // nobody changes it meanwhile
		l.counts[a.ID] = n
	}
	return n, nil
}

// read reads a folder for counting.
func read(ctx context.Context, f ingest.Folder) (n count, err error) {
	c := ingest.NewCoverage("", f)
	for a, err := range c.Articles(ctx) {
		if errors.Is(err, ingest.ErrEmpty) {
			break
		}
		if err != nil {
			return n, err
		}
		n.articles++
		if a.Published.After(n.newest) {
			n.newest = a.Published
		}
	}
	for _, s := range c.Skipped() {
		if len(n.skipped) < mostSkipped {
			n.skipped = append(n.skipped, s.String())
		}
	}
	err = fs.WalkDir(f.FS, ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // gone meanwhile
		}
		if at, err := d.Info(); err == nil {
			n.bytes += at.Size()
		}
		return nil
	})
	return n, err
}

// fits refuses what, in an addition's place, makes too many articles or too many bytes of its guild's additions together.
func (l *Library) fits(ctx context.Context, a memory.Addition, sum count) error {
	all, err := l.Records.Additions(ctx, a.Guild)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID == a.ID {
			continue
		}
		n, err := l.weigh(ctx, other)
		if err != nil {
			return err
		}
		sum.articles += n.articles
		sum.bytes += n.bytes
	}
	switch most := l.limits(a.Guild); {
	case sum.articles > most.Articles:
		return &Refused{Why: TooMuch, N: most.Articles}
	case sum.bytes > most.Bytes:
		return &Refused{Why: TooHeavy, N: int(most.Bytes >> 20)}
	}
	return nil
}
