package archive

import "testing"

// CommitEvery makes commits of so few passages until the test ends, so that a small coverage takes several.
func CommitEvery(tb testing.TB, passages int) {
	commit, together := commitPassages, batch
	commitPassages, batch = passages, 1
	if tb != nil {
		tb.Cleanup(func() { commitPassages, batch = commit, together })
	}
}
