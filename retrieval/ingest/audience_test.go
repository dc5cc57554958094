package ingest

import (
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"dateline/retrieval"
)

// Folders that come and go leave what is remembered of the others as it is, and being gone or empty is no error of theirs.
func TestOptionalFolders(t *testing.T) {
	d := newDesk(t)
	d.write("a.txt", short("One."))
	news := Folder{Name: "news", FS: os.DirFS(d.dir)}
	added := func(name, audience, text string) Folder {
		file := &fstest.MapFile{Data: []byte(short(text)), ModTime: longAgo}
		return Folder{Name: name, FS: fstest.MapFS{"x.txt": file}, Audience: audience, Optional: true}
	}
	oaks, elms := added("oaks", "oaks", "Two."), added("elms", "elms", "Three.")
	gone := Folder{Name: "gone", FS: os.DirFS(d.path("nowhere")), Optional: true}
	for _, step := range []struct {
		folders []Folder
		read    []string // whose files are read; the others are remembered
	}{
		{[]Folder{news}, []string{""}},
		{[]Folder{news, oaks}, []string{"oaks"}},
		{[]Folder{news, elms, gone, oaks}, []string{"elms"}},
		{[]Folder{news, {Name: "empty", FS: fstest.MapFS{}, Optional: true}, oaks}, nil},
		{[]Folder{news, oaks, elms}, []string{"elms"}}, // which was away
		{[]Folder{news, oaks, elms}, nil},
		{[]Folder{news, {Name: "oaks", FS: oaks.FS, Audience: "ash", Optional: true}}, []string{"ash"}},
	} {
		c := NewCoverage(d.kept, step.folders...)
		var read []string
		seen := map[string]bool{}
		for a, err := range c.Articles(t.Context()) {
			d.ok(err)
			if seen[a.ID] {
				t.Errorf("two articles have the ID %s", a.ID)
			}
			seen[a.ID] = true
			if a.Text != "" {
				read = append(read, a.Audience)
			}
		}
		if !slices.Equal(read, step.read) {
			t.Errorf("of %d folders read those of %q, want %q", len(step.folders), read, step.read)
		}
		d.ok(c.Remember())
	}
}

func TestOwnArticles(t *testing.T) {
	files := fstest.MapFS{"x.md": {Data: []byte("---\nid: ferry\ncorrects: mill\n---\n# Ferry saved\n\nThe ferry was saved.\n")}}
	all, _, err := Read(t.Context(), Folder{FS: files}, Folder{FS: files, Audience: "oaks"}, Folder{FS: files, Audience: "elms"})
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	for i, audience := range []string{"", "oaks", "elms"} {
		a := all[i]
		if a.Audience != audience || a.ID != retrieval.OwnID(audience, "ferry") || a.Corrects != "mill" || a.Hash == all[(i+1)%3].Hash {
			t.Errorf("%q has %+v", audience, a)
		}
	}
}
