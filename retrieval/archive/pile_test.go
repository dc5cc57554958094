package archive_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/archive"
)

// endless is coverage of many articles that nobody holds: it makes each as it is asked for.
type endless struct{ n, bytes int }

func (e endless) Articles(context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		for i := range e.n {
			if !yield(at(fmt.Sprintf("%06d", i), fmt.Sprintf("Report %d. ", i)+strings.Repeat("The ferry is back. ", e.bytes/19)), nil) {
				return
			}
		}
	}
}

// What is read waits on the disk, not in memory.
func TestReadingIsNotHeld(t *testing.T) {
	peak := func(n int) uint64 {
		s := archive.NewSpool(t.TempDir())
		defer s.Close()
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		before := memory.HeapAlloc
		most, seen := uint64(0), 0
		for a, err := range (endless{n, 20_000}).Articles(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Add(a); err != nil {
				t.Fatal(err)
			}
		}
		for a, err := range s.All() {
			if err != nil || len(a.Blocks) != 1 {
				t.Fatalf("%+v (%v)", a.ID, err)
			}
			if seen++; seen%500 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&memory)
				most = max(most, memory.HeapAlloc-min(before, memory.HeapAlloc))
			}
		}
		if seen != n {
			t.Errorf("%d articles came back of %d", seen, n)
		}
		return most
	}
	if most := peak(2_000); most > 8<<20 {
		t.Errorf("%d MB are held of 40 MB", most>>20)
	}
}
