package ingest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// FuzzFormats reads bytes as each format: nothing panics, the blocks are sound spans of the text, a date is within its
// years, and the same bytes give the same articles.
func FuzzFormats(f *testing.F) {
	all, _ := pages(f)
	for _, name := range []string{"yoast.html", "hnews.html", "table-1998.html", "broken-jsonld.html", "windows-1252.html"} {
		f.Add(byte(0), all[name])
	}
	f.Add(byte(0), []byte(`<div hidden>x</div><figure><img alt="a b c d"><figcaption>c<span class=credit>d</span></figure><div class=related><a>A b c d</a></div><p>By A B<br>4 March 2019<br><br>Boat.`))
	f.Add(byte(1), []byte(`[{"@type":"NewsArticle","headline":"Boat","articleBody":"<p>It is back.</p>","author":{"name":"A B"},"datePublished":"2019-03-04"}]`))
	f.Add(byte(1), []byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_text":"It is back."}]}`))
	f.Add(byte(1), []byte(`{"headlines":[{"value":"Boat"}],"bodies":[{"value":"It is back."}],"versioncreated":1551693600}`))
	f.Add(byte(2), []byte("{\"title\":\"Boat\",\"text\":\"It is back.\"}\n{}\n\n[1]"))
	f.Add(byte(3), []byte(rss))
	f.Add(byte(3), []byte(atomFeed))
	f.Add(byte(3), []byte(rdf))
	f.Add(byte(4), zipped(f, "a.txt", boat, "../b.txt", boat, "c.json", `{"text":"It is back."}`))
	extensions := []string{"html", "json", "jsonl", "xml", "zip"}
	f.Fuzz(func(t *testing.T, kind byte, raw []byte) {
		name := "a." + extensions[int(kind)%len(extensions)]
		fsys := fstest.MapFS{name: {Data: raw}}
		articles, skipped, _ := Read(t.Context(), Folder{FS: fsys})
		for _, a := range articles {
			at := 0
			for _, b := range a.Blocks {
				if b.Start < at || b.End <= b.Start || b.End > len(a.Text) || tidy(b.In(a.Text)) != b.In(a.Text) {
					t.Fatalf("block %v of %q is not sound", b, a.Text)
				}
				at = b.End
			}
			if a.ID == "" || len(a.Blocks) == 0 || !a.Published.IsZero() && !inYears(a.Published) {
				t.Fatalf("ID %q, %d blocks, published %v", a.ID, len(a.Blocks), a.Published)
			}
			for _, f := range fields {
				if d := (&draft{Article: a}); a.Origin[f.name] != "" && !f.known(d) {
					t.Fatalf("%s is unknown and has an origin", f.name)
				}
			}
		}
		for _, s := range skipped {
			if s.Reason == "" || !strings.HasPrefix(s.Path, name) && s.Path != "." {
				t.Fatalf("skipped %+v", s)
			}
		}
		again, _, _ := Read(t.Context(), Folder{FS: fsys})
		if diff := cmp.Diff(articles, again); diff != "" {
			t.Fatalf("read again it differs:\n%s", diff)
		}
		_, _ = Sitemap(Kept{Body: raw})
	})
}
