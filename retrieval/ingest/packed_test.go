package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func gzipped(t testing.TB, content io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.Copy(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped packs members, given as name and content in turn.
func zipped(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		m, err := w.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(m, members[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestPacked(t *testing.T) {
	bomb := zipped(t, "bomb.jsonl", `{"title":"Bomb","text":"`+strings.Repeat("a", 24<<20)+`"}`, "after.txt", boat)
	articles, skipped, err := Read(t.Context(), Folder{Name: "news", FS: fstest.MapFS{
		"a.md.gz":    {Data: gzipped(t, strings.NewReader("# Ferry saved\n\nThe boat is back."))},
		"b.jsonl.gz": {Data: gzipped(t, strings.NewReader(`{"title":"One","text":"The first boat is back."}`+"\n"+`{"title":"Two"}`))},
		"c.zip": {Data: zipped(t, "sub/", "", "sub/page.html", fixture(t, "harbour.html"), "sub/feed.rss", rss, "../evil.txt", boat, "/etc/evil.txt", boat, `..\evil.txt`, boat,
			"inner.zip", "PK", "x.txt.gz", "", "photo.jpg", "", "README.md", "not read", "__MACOSX/._a.txt", "not read", "empty.txt", "")},
		"d.zip":       {Data: bomb},
		"e.jsonl.gz":  {Data: gzipped(t, io.LimitReader(zeros{}, 24<<20))},
		"f.zip":       {Data: []byte("no zip")},
		"g.txt.gz":    {Data: []byte("This is no gzip.")},
		"h.tar.gz":    {Data: gzipped(t, strings.NewReader(""))},
		"i.zip.gz":    {Data: gzipped(t, strings.NewReader(""))},
		"j.txt.gz":    {Data: gzipped(t, strings.NewReader(boat))[:20]},
		"k.jsonl.zip": {Data: zipped(t, "k.jsonl", `{"title":"K","text":"The boat is back."}`)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range skipped {
		got = append(got, s.String())
	}
	want := []string{
		"news/b.jsonl.gz, item 2: holds no text beside its headline or front matter",
		"news/c.zip!/sub/feed.rss, item 3: has no text in the feed; its page would have to be fetched",
		"news/c.zip!/../evil.txt: has a name that leads out of its archive",
		"news/c.zip!//etc/evil.txt: has a name that leads out of its archive",
		`news/c.zip!/..\evil.txt: has a name that leads out of its archive`,
		"news/c.zip!/inner.zip: is an archive in an archive, which is not read; unpack it",
		"news/c.zip!/x.txt.gz: is an archive in an archive, which is not read; unpack it",
		"news/c.zip!/empty.txt: is empty",
		"news/c.zip: holds files that are not read: 1 file is in a format that Dateline does not read (.jpg: 1); it reads " + readable,
		"news/d.zip!/bomb.jsonl: grows to more than 200 times its size or 2 GB when it is unpacked",
		"news/e.jsonl.gz: grows to more than 200 times its size or 2 GB when it is unpacked",
		"news/f.zip: is not a zip file that can be read: zip: not a valid zip file",
		"news/g.txt.gz: is not gzip that can be read: gzip: invalid header",
		"news/h.tar.gz: is gzip of a format that is not read (.tar)",
		"news/i.zip.gz: is an archive in an archive, which is not read; unpack it",
		"news/j.txt.gz: cannot be read: unexpected EOF",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	var headlines []string
	for _, a := range articles {
		headlines = append(headlines, a.Path+": "+a.Headline)
	}
	wantRead := []string{"a.md.gz: Ferry saved", "b.jsonl.gz: One", "c.zip!/sub/page.html: Ferry saved after storm", "c.zip!/sub/feed.rss: Ferry saved & towed", "c.zip!/sub/feed.rss: Only a teaser", "k.jsonl.zip!/k.jsonl: K"}
	if diff := cmp.Diff(wantRead, headlines); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}
