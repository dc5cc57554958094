package archive

import (
	"iter"
	"path/filepath"
	"testing"

	"dateline/retrieval"
)

// CommitEvery makes commits of so few passages until the test ends, so that a small coverage takes several.
func CommitEvery(tb testing.TB, passages int) {
	commit, together := commitPassages, batch
	commitPassages, batch = passages, 1
	if tb != nil {
		tb.Cleanup(func() { commitPassages, batch = commit, together })
	}
}

// Spool is where articles wait.
type Spool = spool

// NewSpool makes one in a folder.
func NewSpool(dir string) *Spool { return &spool{path: filepath.Join(dir, spoolName)} }

// Add, All and Close are what a Sync does with it.
func (s *spool) Add(a retrieval.Article) error            { return s.add(a) }
func (s *spool) All() iter.Seq2[retrieval.Article, error] { return s.all() }
func (s *spool) Close()                                   { s.close() }
