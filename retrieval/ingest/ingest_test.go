package ingest

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func files(contents map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, content := range contents {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fsys
}

const boat = "Ferry saved\n\nThe boat is back.\n"

// TestReadSkips has every fault in one folder: each is told in a sentence, and the rest is read.
func TestReadSkips(t *testing.T) {
	long := strings.Repeat("[", longestParagraph+1)
	fsys := files(map[string]string{
		"good.txt":             boat,
		"sub/good.md":          "# Ferry saved\n\nThe boat is back.",
		"sub/upper.MARKDOWN":   "# Ferry saved\n\nThe boat is back.",
		"bom.txt":              "\xef\xbb\xbf" + boat,
		"a-empty.txt":          "",
		"a-blank.md":           " \n\n\t",
		"b-binary.txt":         "Ferry\x00saved",
		"b-controls.txt":       strings.Repeat("\x01\x02", 30) + boat,
		"b-utf16.txt":          "\xff\xfeF\x00\x00\xd8",
		"c-broken.txt":         "Ferry saved\n\nThe café, the crêperie and the caf\xe9 are open.",
		"d-open.md":            "---\nheadline: Ferry saved\n\nThe boat is back.",
		"d-list.md":            "---\n- Ferry\n---\nThe boat is back.",
		"d-syntax.md":          "\n---\noutlet: Example Wire\nheadline: Ferry: saved\n---\nThe boat is back.",
		"d-toml.md":            "+++\ntitle = \"Ferry\"\n= soon\n+++\nThe boat is back.",
		"d-twice.md":           "---\nheadline: A\nheadline: B\n---\nThe boat is back.",
		"e-date.md":            "---\nheadline: A\npublished: yesterday\n---\nThe boat is back.",
		"e-id.md":              "---\nid: ferry 1\n---\nThe boat is back.",
		"e-language.md":        "---\nlanguage: English tongue\n---\nThe boat is back.",
		"e-outlet.md":          "---\noutlet: [a, b]\n---\nThe boat is back.",
		"e-url.md":             "---\nurl: example.org\n---\nThe boat is back.",
		"f-no-text.md":         "---\nheadline: A\n---\n",
		"f-nested.md":          long,
		"g-large.txt":          strings.Repeat("The boat is back. ", maxFile/18+1),
		"h-one.md":             "---\nid: ferry-1\n---\nThe boat is back.",
		"h-two.md":             "---\nheadline: A\nid: ferry-1\n---\nThe boat left.",
		"i-table.csv":          "a,b",
		"i-page.pdf":           "%PDF",
		"sub/j-page.pdf":       "%PDF",
		"README.md":            "How to use this folder.",
		"LICENSE":              "All of it is free.",
		".hidden.txt":          boat,
		".git/config":          "x",
		"sub/.ignored/old.txt": boat,
	})
	fsys["z-pipe.txt"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	fsys["z-locked.txt"] = &fstest.MapFile{Data: []byte(boat)}
	articles, skipped, err := Read(t.Context(), Folder{Name: "news", FS: locked{fsys, "z-locked.txt"}})
	if err != nil {
		t.Fatal(err)
	}
	var paths, reasons []string
	for _, a := range articles {
		sound(t, a)
		paths = append(paths, a.Path)
		if a.Headline != "Ferry saved" && a.ID != "ferry-1" {
			t.Errorf("%s: headline %q", a.Path, a.Headline)
		}
	}
	for _, s := range skipped {
		reasons = append(reasons, strings.ReplaceAll(s.String(), `\`, "/"))
	}
	if diff := cmp.Diff([]string{"bom.txt", "good.txt", "h-one.md", "sub/good.md", "sub/upper.MARKDOWN"}, paths); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	want := []string{
		"news/a-blank.md: is empty",
		"news/a-empty.txt: is empty",
		"news/b-binary.txt: is binary, not text",
		"news/b-controls.txt: is binary, not text",
		"news/b-utf16.txt: is binary, not text",
		"news/c-broken.txt, line 3: is UTF-8 with a byte that is none; save it as UTF-8 again",
		`news/d-list.md, line 1: has malformed front matter: it must be lines such as "headline: Ferry sinks"`,
		"news/d-open.md, line 1: opens its front matter with --- and never closes it; add a line of --- after the last field",
		"news/d-syntax.md, line 4: has malformed front matter: mapping value is not allowed in this context",
		"news/d-toml.md, line 3: has malformed front matter: invalid character at start of key: U+003D '='",
		`news/d-twice.md, line 3: has malformed front matter: mapping key "headline" already defined`,
		`news/e-date.md, line 3: cannot use published in its front matter: "yesterday" is not a date that can be read; write it as 2016-09-28`,
		`news/e-id.md, line 2: cannot use id in its front matter: "ferry 1" is not 1 to 64 letters, digits, dots, hyphens or underscores`,
		`news/e-language.md, line 2: cannot use language in its front matter: "English tongue" is not a language code such as en or pt-BR`,
		"news/e-outlet.md, line 2: cannot use outlet in its front matter: it must be a single value",
		`news/e-url.md, line 2: cannot use url in its front matter: "example.org" is not an address that begins with https:// or http://`,
		"news/f-nested.md: has a paragraph of more than 32 KB; leave a blank line between paragraphs",
		"news/f-no-text.md: holds no text beside its headline or front matter",
		"news/g-large.txt: is larger than 8 MB; one file holds one article",
		`news/h-two.md, line 3: has the ID "ferry-1" of news/h-one.md, which was read first; give one of the two another id`,
		"news/z-locked.txt: cannot be read: permission denied",
		"news/z-pipe.txt: is not an ordinary file",
		"news: 3 files are in formats that Dateline does not read (.csv: 1, .pdf: 2); it reads " + readable,
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

// locked is a file system one of whose files may not be opened.
type locked struct {
	fstest.MapFS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func (l locked) Stat(name string) (fs.FileInfo, error) { return l.MapFS.Stat(name) }

func TestReadFolderErrors(t *testing.T) {
	missing := Folder{Name: "nowhere", FS: absent{}}
	empty := Folder{Name: "empty", FS: fstest.MapFS{}}
	foreign := Folder{Name: "pages", FS: files(map[string]string{"a.pdf": "%PDF"})}
	for _, c := range []struct {
		folder Folder
		is     error
		want   string
	}{
		{missing, fs.ErrNotExist, `the coverage folder "nowhere" does not exist; name a folder of ` + readable},
		{empty, ErrEmpty, `the coverage folder "empty" holds no article in ` + readable},
		{foreign, ErrEmpty, `the coverage folder "pages" holds no article in ` + readable},
	} {
		_, _, err := Read(t.Context(), c.folder)
		if !errors.Is(err, c.is) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("Read(%s) = %v, want %q", c.folder.Name, err, c.want)
		}
	}
	if _, skipped, _ := Read(t.Context(), foreign); len(skipped) != 1 {
		t.Errorf("skipped %v, want the .pdf counted", skipped)
	}
}

type absent struct{}

func (absent) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Read(ctx, Folder{FS: files(map[string]string{"a.txt": boat})}); !errors.Is(err, context.Canceled) {
		t.Errorf("Read with a cancelled context = %v", err)
	}
}

func TestReadSeveralFolders(t *testing.T) {
	a, b := files(map[string]string{"a.txt": boat}), files(map[string]string{"a.txt": boat, "b.txt": boat})
	articles, skipped, err := Read(t.Context(), Folder{Name: "one", FS: a}, Folder{Name: "two", FS: b})
	if err != nil || len(articles) != 2 || len(skipped) != 1 || !strings.Contains(skipped[0].Reason, "one") {
		t.Errorf("Read: %d articles, skipped %v, error %v; want the second a.txt skipped and the first named", len(articles), skipped, err)
	}
}

func TestIDs(t *testing.T) {
	read := func(name, front string) string {
		return readOne(t, name, "---\nheadline: A\n"+front+"\n---\nThe boat is back.").ID
	}
	if got := read("a.md", "id: WHO_2016.9-x"); got != "WHO_2016.9-x" {
		t.Errorf("the ID of the front matter became %q", got)
	}
	byAddress := read("a.md", "url: https://example.org/2019/Night-Ferry.html#top")
	if !strings.HasPrefix(byAddress, "night-ferry-") || read("b.md", "url: https://EXAMPLE.org/2019/Night-Ferry.html") != byAddress {
		t.Errorf("the ID of an address is %q: it should be readable and not depend on the path, the fragment or the host's case", byAddress)
	}
	if a, b := read("x/Ferry saved!.md", ""), read("y/Ferry saved!.md", ""); a == b || !strings.HasPrefix(a, "ferry-saved-") {
		t.Errorf("the IDs of two paths are %q and %q", a, b)
	}
	if got := read("船.md", ""); !strings.HasPrefix(got, "article-") {
		t.Errorf("the ID of a name without Latin letters is %q", got)
	}
}

func TestHashAndSketch(t *testing.T) {
	a, b := readOne(t, "a.txt", fixture(t, "harbour.txt")), readOne(t, "b.txt", fixture(t, "harbour.txt")+"\n")
	if a.Hash == b.Hash {
		t.Error("a change of the file does not show in its hash")
	}
	if !a.Sketch.SameStory(b.Sketch) {
		t.Error("the same story is not known by its sketch")
	}
}
