// Package mirror keeps the coverage behind an address of the web in a folder, which is then read like any other: a file an
// article, as it was fetched. It fetches with retrieval/fetch and tells what came with retrieval/ingest; gofrs/flock keeps
// two processes from fetching the same address at once.
//
// An address may be of an article, a feed, a sitemap, a site's front page, or a file of JSON or zip. It is told by what
// comes. A feed's items with their whole text are kept as they are; of the others the page is fetched, and what the feed
// says of it is kept with it. What rolls off a feed or leaves the web stays in the mirror.
//
// Every article is one file .http.gz (ingest.Kept), whatever it came as, so that a page takes the place of its feed's teaser
// in one rename. Beside them lies what is remembered from look to look (memory.go), hidden. A look that is cut off anywhere
// leaves whole files, and the next goes on from there; a memory that is lost costs fetching again and no more.
package mirror

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// Web is where looks fetch from: a [fetch.Fetcher].
type Web interface {
	Get(ctx context.Context, address string, have fetch.Validators) (fetch.Page, error)
	Sitemaps(ctx context.Context, address string) ([]string, error)
}

// Options say how a mirror is kept in step.
type Options struct {
	Web    Web
	Every  time.Duration    // between two looks
	Pages  int              // new ones fetched in a look, at most; 0 is DefaultPages
	Anew   bool             // look now, whatever is due
	Fields ingest.FieldMap  // of JSON
	Now    func() time.Time // nil is time.Now
	Log    *slog.Logger
	Say    func(sentence string) // told what takes time, before it does

	eager bool // somebody waits: while there is nothing to be read, what failed before is tried again at once
}

// DefaultPages is how many new pages a look fetches: at a page a second, some three minutes.
const DefaultPages = 200

func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// Mirror is the folder of one address.
type Mirror struct {
	Address string
	Dir     string
}

// New is the mirror of an address under a folder that is never emptied by itself. It makes nothing yet.
func New(state, address string) Mirror {
	sum := sha256.Sum256([]byte(address))
	return Mirror{Address: address, Dir: filepath.Join(state, "coverage", hex.EncodeToString(sum[:8]))}
}

// Report is what a look came to. Articles are counted.
type Report struct {
	Kind    string // what the address is: one of ingest's
	Busy    bool   // another process was looking, so this one did not
	New     int
	Changed int
	Unread  int // pages that hold no article
	Failed  int // pages that could not be fetched, and are tried again
	Gone    int // pages that are no more; their articles stay
	Waiting int // pages for the next looks
	// Warnings are sentences about what could not be fetched or used.
	Warnings []string
}

// Stirred reports whether there are articles to be read anew.
func (r Report) Stirred() bool { return r.New+r.Changed > 0 }

// String counts what there is of each kind: "12 new, 1 changed".
func (r Report) String() string {
	var parts []string
	for _, kind := range []struct {
		n    int
		name string
	}{{r.New, "new"}, {r.Changed, "changed"}, {r.Gone, "gone from the web and kept"}, {r.Unread, "without an article"}, {r.Failed, "not fetched"}, {r.Waiting, "for the next looks"}} {
		if kind.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", kind.n, kind.name))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing new")
}

// Due reports whether it is time for a look. An empty mirror is always due.
func (m Mirror) Due(o Options) bool {
	return m.Holds() == 0 || !o.now().Before(m.recall(o.Log).Next)
}

// Holds is how many files of articles there are.
func (m Mirror) Holds() int {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), extension) && !strings.HasPrefix(e.Name(), ".") {
			n++
		}
	}
	return n
}

// Told is what the address was told to be at the last look: one of ingest's, "" before the first.
func (m Mirror) Told(log *slog.Logger) string { return m.recall(log).root().Kind }

// lockLook is how often it is tried whether another process is done.
const lockLook = 200 * time.Millisecond

// Look fetches what is due. What cannot be fetched is among the report's warnings; the error is of the folder, or ctx's. Where
// another process looks, this one does not, unless there is nothing to be read yet: then it waits for the other.
func (m Mirror) Look(ctx context.Context, o Options) (r Report, err error) {
	if err := os.MkdirAll(m.Dir, 0o700); err != nil {
		return r, m.unusable(err)
	}
	lock := flock.New(filepath.Join(m.Dir, ".lock"))
	ok, err := lock.TryLock()
	switch {
	case err != nil:
		return r, m.unusable(err)
	case !ok && m.Holds() > 0:
		return Report{Busy: true}, nil
	case !ok:
		o.Say(fmt.Sprintf("Another process is fetching %s; waiting for it.", m))
		if _, err := lock.TryLockContext(ctx, lockLook); err != nil {
			return r, fmt.Errorf("wait for another process that fetches %s: %w", m, err)
		}
	}
	defer func() { _ = lock.Unlock() }()
	if !ok && !m.Due(o) {
		return Report{Busy: true}, nil
	}
	m.sweep()
	l := &look{Mirror: m, Options: o, memory: m.recall(o.Log), isFirst: m.Holds() == 0}
	if l.isFirst && (o.eager || l.brought()) {
		l.memory = m.empty()
	}
	err = l.run(ctx)
	if failed := l.save(); err == nil {
		err = failed
	}
	return l.report, err
}

// String is the address as messages may show it.
func (m Mirror) String() string { return fetch.Shown(m.Address) }

func (m Mirror) unusable(err error) error {
	return fmt.Errorf("the folder for what is fetched, %s, cannot be used: %w; name another with DATELINE_STATE", m.Dir, err)
}

// Silent says that the address is gone, or for how long nothing new has come of it where that is longer than patience, as
// [fetch.Source.Silent] does; "" too where it is no feed, sitemap or site.
func (m Mirror) Silent(now time.Time, patience time.Duration, log *slog.Logger) string {
	memory := m.recall(log)
	whole := memory.root().Source
	whole.Stirred = time.Time{}
	for _, s := range memory.Sources {
		if (s.Kind == ingest.IsFeed || s.Kind == ingest.IsSitemap) && s.Stirred.After(whole.Stirred) {
			whole.Stirred = s.Stirred
		}
	}
	whole.Address = m.Address
	return whole.Silent(now, patience)
}
