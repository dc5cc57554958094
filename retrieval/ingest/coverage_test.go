package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
)

// desk is a folder of coverage on disk, and what is remembered of it.
type desk struct {
	t        *testing.T
	dir      string
	kept     string
	coverage *Coverage
	files    int // read in the last pass
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, dir: t.TempDir(), kept: filepath.Join(t.TempDir(), "FILES")}
	d.restart(Folder{})
	return d
}

// restart has another process begin.
func (d *desk) restart(f Folder) {
	f.Name, f.FS = "news", os.DirFS(d.dir)
	d.coverage = NewCoverage(d.kept, f)
	d.coverage.Progress = func(read, _ int) { d.files = read }
}

var longAgo = time.Now().Add(-time.Hour).Truncate(time.Second)

// write writes a file that was long ago.
func (d *desk) write(name, text string) {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	d.ok(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, longAgo, longAgo))
}

func (d *desk) ok(errs ...error) {
	d.t.Helper()
	if err := errors.Join(errs...); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

// pass looks at everything: "path: text", or "path: as it was"; and what is skipped.
func (d *desk) pass() (articles, skipped []string) {
	d.t.Helper()
	d.files = 0
	for a, err := range d.coverage.Articles(d.t.Context()) {
		d.ok(err)
		text := a.Text
		if a.Headline == "" {
			text = "as it was"
		}
		articles = append(articles, a.Path+": "+text)
	}
	for _, s := range d.coverage.Skipped() {
		skipped = append(skipped, filepath.ToSlash(s.String()))
	}
	return articles, skipped
}

func (d *desk) remember() {
	d.t.Helper()
	d.ok(d.coverage.Remember())
}

func (d *desk) wants(step string, articles ...string) {
	d.t.Helper()
	got, _ := d.pass()
	if diff := cmp.Diff(articles, got); diff != "" {
		d.t.Errorf("%s (-want +got):\n%s", step, diff)
	}
}

// short is an article whose text is one line; texts of one length make files of one size.
func short(text string) string { return "Ferry saved\n\n" + text }

func TestCoverageReadsOnlyWhatChanged(t *testing.T) {
	d := newDesk(t)
	d.write("a.txt", short("One."))
	d.write("b.txt", short("Two."))
	d.write("c.txt", "")
	d.write("sub/d.txt", short("Four."))
	all := []string{"a.txt: One.", "b.txt: Two.", "sub/d.txt: Four."}
	known := []string{"a.txt: as it was", "b.txt: as it was", "sub/d.txt: as it was"}
	empty := []string{"news/c.txt: is empty"}
	linked, reads := known, 0
	if at, err := os.Stat(d.path("a.txt")); err == nil && changed(at) != 0 { // to rename a file is to change it
		linked, reads = []string{all[0], known[1], known[2]}, 1
	}
	for _, step := range []struct {
		name     string
		do       func()
		articles []string
		files    int
		skipped  []string
		not      bool // remembered
	}{
		{name: "first", articles: all, files: 4, skipped: empty, not: true},
		{name: "not remembered", articles: all, files: 4, skipped: empty},
		{name: "as it was", articles: known, skipped: empty},
		{name: "another process", do: func() { d.restart(Folder{}) }, articles: known, skipped: empty},
		{name: "another size", do: func() { d.write("a.txt", short("Longer.")) },
			articles: []string{"a.txt: Longer.", known[1], known[2]}, files: 1, skipped: empty},
		{name: "another time", do: func() {
			d.write("a.txt", short("Shorter"))
			d.ok(os.Chtimes(d.path("a.txt"), longAgo, longAgo.Add(time.Second)))
		}, articles: []string{"a.txt: Shorter", known[1], known[2]}, files: 1, skipped: empty},
		{name: "an older time", do: func() {
			d.write("a.txt", short("Elderly"))
			d.ok(os.Chtimes(d.path("a.txt"), longAgo, longAgo.Add(-time.Hour)))
		}, articles: []string{"a.txt: Elderly", known[1], known[2]}, files: 1, skipped: empty},
		{name: "deleted", do: func() { d.ok(os.Remove(d.path("a.txt"))) }, articles: known[1:], skipped: empty},
		{name: "back", do: func() { d.write("a.txt", short("One.")) }, articles: []string{all[0], known[1], known[2]}, files: 1, skipped: empty},
		{name: "a link in its place", do: func() {
			d.ok(os.Rename(d.path("a.txt"), d.path("a.old")))
			if err := os.Symlink("a.old", d.path("a.txt")); err != nil {
				d.ok(os.Rename(d.path("a.old"), d.path("a.txt"))) // where there are none
			}
		}, articles: linked, files: reads, skipped: append(slices.Clone(empty), "news: 1 file is in a format that Dateline does not read (.old: 1); it reads "+readable)},
		{name: "the folder renamed", do: func() {
			d.ok(os.RemoveAll(d.path("a.old")), os.Remove(d.path("a.txt")), os.Rename(d.path("sub"), d.path("new")))
		}, articles: []string{"b.txt: as it was", "new/d.txt: Four."}, files: 1, skipped: empty},
		{name: "mended", do: func() { d.write("c.txt", short("Three.")) },
			articles: []string{"b.txt: as it was", "c.txt: Three.", "new/d.txt: as it was"}, files: 1},
		{name: "forgotten", do: func() { d.coverage.Forget() }, articles: []string{"b.txt: Two.", "c.txt: Three.", "new/d.txt: Four."}, files: 3},
		{name: "and remembered", do: func() { d.restart(Folder{}) }, articles: []string{"b.txt: as it was", "c.txt: as it was", "new/d.txt: as it was"}},
		{name: "another field map", do: func() { d.restart(Folder{Fields: FieldMap{"body": "story"}}) },
			articles: []string{"b.txt: Two.", "c.txt: Three.", "new/d.txt: Four."}, files: 3},
	} {
		if step.do != nil {
			step.do()
		}
		articles, skipped := d.pass()
		if diff := cmp.Diff(step.articles, articles); diff != "" {
			t.Errorf("%s: articles (-want +got):\n%s", step.name, diff)
		}
		if diff := cmp.Diff(step.skipped, skipped); diff != "" {
			t.Errorf("%s: skipped (-want +got):\n%s", step.name, diff)
		}
		if d.files != step.files {
			t.Errorf("%s: %d files were read, want %d", step.name, d.files, step.files)
		}
		if !step.not {
			d.remember()
		}
	}
}

// A file that is written again within its file system's clock tick has the size and the time that it had.
func TestCoverageDistrustsYoungFiles(t *testing.T) {
	d := newDesk(t)
	now := time.Now()
	again := func(text string, at time.Time) {
		t.Helper()
		d.ok(os.WriteFile(d.path("a.txt"), []byte(short(text)), 0o600), os.Chtimes(d.path("a.txt"), at, at))
	}
	again("One.", now)
	d.wants("first", "a.txt: One.")
	d.remember()
	again("Two.", now)
	d.wants("again at once", "a.txt: Two.")
	d.remember()
	d.restart(Folder{})
	again("Six.", now)
	d.wants("for another process", "a.txt: Six.")
	tomorrow := now.Add(24 * time.Hour) // a clock that is ahead
	again("Ten.", tomorrow)
	d.wants("from tomorrow", "a.txt: Ten.")
	d.remember()
	again("Two.", tomorrow)
	d.wants("from tomorrow again", "a.txt: Two.")
}

// Exports give a file the time of its article: a correction of the same length leaves size, time and inode as they were.
func TestCoverageNoticesTimesSetBack(t *testing.T) {
	d := newDesk(t)
	d.write("a.txt", short("One."))
	if at, err := os.Stat(d.path("a.txt")); err != nil || changed(at) == 0 {
		t.Skip("files have no time of change here")
	}
	d.wants("first", "a.txt: One.")
	d.remember()
	d.write("a.txt", short("Two."))
	d.wants("its time set back", "a.txt: Two.")
	d.remember()
	d.wants("as it was", "a.txt: as it was")
}

// Exports give all files one time: those of one size that change places are told by their inodes.
func TestCoverageNoticesSwaps(t *testing.T) {
	d := newDesk(t)
	d.write("a.txt", short("One."))
	d.write("b.txt", short("Two."))
	if at, err := os.Stat(d.path("a.txt")); err != nil || inode(at) == 0 {
		t.Skip("files have no numbers here")
	}
	d.wants("first", "a.txt: One.", "b.txt: Two.")
	d.remember()
	d.ok(os.Rename(d.path("a.txt"), d.path("x")), os.Rename(d.path("b.txt"), d.path("a.txt")), os.Rename(d.path("x"), d.path("b.txt")))
	d.wants("swapped", "a.txt: Two.", "b.txt: One.")
	d.remember()
	d.write("c", short("Six."))
	d.ok(os.Rename(d.path("c"), d.path("a.txt")))
	d.wants("replaced", "a.txt: Six.", "b.txt: as it was")
}

// Who has an ID first depends on other files: whoever comes too late is read again each time.
func TestCoverageTellsTwinsAnew(t *testing.T) {
	d := newDesk(t)
	twin := func(headline string) string {
		return "---\nheadline: " + headline + "\nid: ferry\n---\n" + headline + " text."
	}
	d.write("b.md", twin("B"))
	d.write("c.md", twin("C"))
	for range 2 {
		articles, skipped := d.pass()
		if len(articles) != 1 || len(skipped) != 1 || !strings.HasPrefix(skipped[0], `news/c.md, line 3: has the ID "ferry" of news/b.md`) || d.files == 0 {
			t.Errorf("articles %v, skipped %v", articles, skipped)
		}
		d.remember()
	}
	d.write("a.md", twin("A")) // b.md is as it was, and too late now
	articles, skipped := d.pass()
	if want := []string{"a.md: A text."}; !slices.Equal(articles, want) || len(skipped) != 2 || !strings.HasPrefix(skipped[0], `news/b.md, line 3: has the ID "ferry" of news/a.md`) {
		t.Errorf("articles %v, skipped %v", articles, skipped)
	}
	d.remember()
	d.ok(os.Remove(d.path("a.md")))
	d.wants("the first is gone", "b.md: B text.")
}

// What the system did not let be read is tried again; that does not show in the file's time.
func TestCoverageTriesAgain(t *testing.T) {
	d := newDesk(t)
	d.write("a.txt", short("One."))
	d.write("b.txt", short("Two."))
	refused := locked{fstest.MapFS{}, "a.txt"}
	for _, name := range []string{"a.txt", "b.txt"} {
		refused.MapFS[name] = &fstest.MapFile{Data: []byte(short(name)), ModTime: longAgo}
	}
	c := NewCoverage(d.kept, Folder{Name: "news", FS: refused})
	for range 2 {
		n := 0
		for _, err := range c.Articles(t.Context()) {
			d.ok(err)
			n++
		}
		if len(c.Skipped()) != 1 || n != 1 {
			t.Errorf("%d articles, skipped %v", n, c.Skipped())
		}
		d.ok(c.Remember())
		c = NewCoverage(d.kept, Folder{Name: "news", FS: refused})
	}
	c = NewCoverage(d.kept, Folder{Name: "news", FS: refused.MapFS})
	var read []string
	for a, err := range c.Articles(t.Context()) {
		d.ok(err)
		read = append(read, a.Headline)
	}
	if want := []string{"Ferry saved", ""}; !slices.Equal(read, want) || len(c.Skipped()) != 0 {
		t.Errorf("headlines %q, want %q; skipped %v", read, want, c.Skipped())
	}
}

// What is remembered holds several articles a file, and members of archives, as they were read.
func TestCoverageRemembersAllOfAFile(t *testing.T) {
	d := newDesk(t)
	d.write("a.jsonl", `{"title":"One","text":"One."}`+"\n{\n"+`{"id":"two","title":"Two","text":"Two.","corrects":"one"}`)
	d.write("b.zip", string(zipped(t, "x/c.txt", short("Six."), "d.txt", "", "e.pdf", "%PDF")))
	type article struct{ ID, Path, Hash, Corrects string }
	var passes [2][]article
	var skipped [2][]Skipped
	for i := range passes {
		for a, err := range d.coverage.Articles(t.Context()) {
			d.ok(err)
			passes[i] = append(passes[i], article{a.ID, a.Path, a.Hash, a.Corrects})
		}
		skipped[i] = d.coverage.Skipped()
		d.remember()
		d.restart(Folder{})
	}
	if diff := cmp.Diff(passes[0], passes[1]); diff != "" || len(passes[0]) != 3 {
		t.Errorf("%d articles (-read +remembered):\n%s", len(passes[0]), diff)
	}
	if diff := cmp.Diff(skipped[0], skipped[1]); diff != "" || len(skipped[0]) != 3 {
		t.Errorf("%d skipped (-read +remembered):\n%s", len(skipped[0]), diff)
	}
}

// A ledger that is damaged, cut, of another build, of other folders or no ledger is as none.
func TestLedgerThatCannotBeUsed(t *testing.T) {
	for name, spoil := range map[string]func(raw []byte) []byte{
		"cut":            func(raw []byte) []byte { return raw[:len(raw)/2] },
		"empty":          func([]byte) []byte { return nil },
		"no ledger":      func([]byte) []byte { return []byte("Ferry saved") },
		"another byte":   func(raw []byte) []byte { raw[len(raw)/2]++; return raw },
		"another build":  func(raw []byte) []byte { return rewritten(t, raw, func(l *ledger) { l.Program = "1-00000000" }) },
		"an unknown one": func(raw []byte) []byte { return rewritten(t, raw, func(l *ledger) { l.Program = "" }) },
		"more folders": func(raw []byte) []byte {
			return rewritten(t, raw, func(l *ledger) { l.Sheets = append(l.Sheets, &sheet{}) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.write("a.txt", short("One."))
			d.wants("first", "a.txt: One.")
			d.remember()
			raw, err := os.ReadFile(d.kept)
			d.ok(err, os.WriteFile(d.kept, spoil(raw), 0o600))
			d.restart(Folder{})
			d.wants("spoilt", "a.txt: One.")
			d.remember()
			d.restart(Folder{})
			d.wants("made anew", "a.txt: as it was")
		})
	}
}

// rewritten is a ledger with a change, and whole.
func rewritten(t *testing.T, raw []byte, change func(*ledger)) []byte {
	path := filepath.Join(t.TempDir(), "FILES")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	l := loadLedger(path, make([]Folder, 1))
	change(l)
	if err := l.write(path); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// The ledger is written where something has changed alone, and what a writer left that was killed is removed.
func TestLedgerIsWrittenOnce(t *testing.T) {
	d := newDesk(t)
	d.write("a.txt", short("One."))
	d.pass()
	d.ok(os.WriteFile(d.kept+"123", []byte("cut"), 0o600))
	d.remember()
	if left, _ := filepath.Glob(d.kept + "?*"); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	d.ok(os.Chtimes(d.kept, longAgo, longAgo))
	d.restart(Folder{})
	d.pass()
	d.remember()
	at, err := os.Stat(d.kept)
	if d.ok(err); !at.ModTime().Equal(longAgo) {
		t.Error("it was written though nothing had changed")
	}
	d.coverage = NewCoverage(filepath.Join(d.dir, "nowhere", "FILES"), Folder{FS: os.DirFS(d.dir)})
	d.pass()
	if err := d.coverage.Remember(); err == nil {
		t.Error("a ledger that cannot be written is no error")
	}
}

// Whoever leaves in the middle, or whose context ends there, leaves nothing running and remembers nothing.
func TestCoverageIsLeft(t *testing.T) {
	d := newDesk(t)
	var lines strings.Builder
	for i := range 500 {
		fmt.Fprintf(&lines, `{"title":"Ferry %d","text":"It is back."}`+"\n", i)
		d.write(fmt.Sprintf("%03d.txt", i), short(fmt.Sprint(i)))
	}
	d.write("000.jsonl", lines.String())
	for _, err := range d.coverage.Articles(t.Context()) {
		d.ok(err)
		break
	}
	d.remember()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range d.coverage.Articles(ctx) {
		cancel()
		last = err
	}
	if d.remember(); !errors.Is(last, context.Canceled) {
		t.Errorf("the last error is %v", last)
	}
	if _, err := os.Stat(d.kept); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a pass was remembered (%v)", err)
	}
}

// Files are read at once and come in order all the same.
func TestCoverageKeepsOrder(t *testing.T) {
	contents := map[string]string{}
	for i := range 300 {
		name := fmt.Sprintf("%03d.txt", i)
		contents[name] = short(strings.Repeat(name+" ", 1+i%7*30))
		if i%10 == 0 {
			contents[fmt.Sprintf("%03d.jsonl", i)] = strings.Repeat(`{"title":"`+name+`","text":"It is back."}`+"\n{}\n", 1)
		}
	}
	var first []retrieval.Article
	for range 3 {
		articles, skipped, err := Read(t.Context(), Folder{FS: files(contents)})
		if err != nil || len(articles) != 330 || len(skipped) != 30 {
			t.Fatalf("%d articles, %d skipped, %v", len(articles), len(skipped), err)
		}
		if first == nil {
			first = articles
		}
		if !slices.EqualFunc(first, articles, func(a, b retrieval.Article) bool { return a.ID == b.ID && a.Hash == b.Hash }) {
			t.Fatal("another order, or other articles")
		}
	}
	paths := slices.Sorted(maps.Keys(contents))
	if !slices.IsSortedFunc(first, func(a, b retrieval.Article) int {
		return slices.Index(paths, a.Path) - slices.Index(paths, b.Path)
	}) {
		t.Error("not in the order of the paths")
	}
}

// A single file of any format is coverage, of which its neighbours are no part, and is remembered like those of a folder.
func TestCoverageOfOneFile(t *testing.T) {
	for name, text := range map[string]string{
		"export.jsonl": `{"title":"One","text":"The first boat is back."}` + "\n" + `{"title":"Two","text":"The second boat is back."}`,
		"archive.zip":  string(zipped(t, "one.txt", "One\n\nThe first boat is back.", "sub/two.md", "# Two\n\nThe second boat is back.")),
		"feed.xml.gz": string(gzipped(t, strings.NewReader("<rss><channel><item><title>One</title><description>The first boat is back.</description></item>"+
			"<item><title>Two</title><description>The second boat is back.</description></item></channel></rss>"))),
		"kept.http": "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n" + `{"title":"One","text":"The first boat is back."}` + "\n" + `{"title":"Two","text":"The second boat is back."}`,
		".one.json": `[{"title":"One","text":"The first boat is back."},{"title":"Two","text":"The second boat is back."}]`,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.write(name, text)
			d.write("neighbour.txt", "Three\n\nThe third boat is back.")
			d.restart(Folder{File: name})
			for _, files := range []int{1, 0} {
				d.files = 0
				var hashes []string
				for a, err := range d.coverage.Articles(t.Context()) {
					d.ok(err)
					hashes = append(hashes, a.Hash)
				}
				d.ok(d.coverage.Remember())
				if len(hashes) != 2 || len(d.coverage.Skipped()) > 0 || d.files != files {
					t.Errorf("%d articles of %d files, skipped %v; want 2 of %d", len(hashes), d.files, d.coverage.Skipped(), files)
				}
			}
		})
	}
	for name, want := range map[string]string{
		"photo.jpg":  `the coverage file "news/photo.jpg" holds no article`,
		"absent.txt": `the coverage file "news/absent.txt" does not exist`,
	} {
		_, skipped, err := Read(t.Context(), Folder{Name: "news", File: name, FS: fstest.MapFS{"photo.jpg": {}}})
		if err == nil || !strings.HasPrefix(filepath.ToSlash(err.Error()), want) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "photo.jpg" && (len(skipped) != 1 || filepath.ToSlash(skipped[0].Path) != "news/photo.jpg") {
			t.Errorf("skipped %v", skipped)
		}
	}
}
