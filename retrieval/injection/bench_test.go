package injection_test

import (
	"strings"
	"testing"

	"dateline/retrieval/ingest"
	"dateline/retrieval/injection"
	"dateline/seeds"
)

func BenchmarkFind(b *testing.B) {
	articles, _, err := ingest.Read(b.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, a := range articles {
		size += len(a.Text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, a := range articles {
			injection.Find(strings.Split(a.Text, "\n\n"), a.Headline)
		}
	}
}
