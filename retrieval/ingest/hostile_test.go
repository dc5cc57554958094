package ingest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostile are files that a corpus must survive, each made anew for its number.
var hostile = []struct {
	name string
	make func(t testing.TB, rng *rand.Rand) string
}{
	{"good.html", func(t testing.TB, rng *rand.Rand) string {
		return fmt.Sprintf("<title>Ferry %d saved</title><article><h1>Ferry %d saved</h1><p>%s</p></article>", rng.Int(), rng.Int(), strings.Join(bodies["BODY"], "</p><p>"))
	}},
	{"good.txt", func(_ testing.TB, rng *rand.Rand) string {
		return fmt.Sprintf("Ferry %d saved\n\nThe boat is back.", rng.Int())
	}},
	{"broken-utf8.html", func(_ testing.TB, rng *rand.Rand) string {
		return "<meta charset=utf-8><p>Caf\xe9 \xff\xfe \xc3 boats \xed\xa0\x80 are back.</p>" + strings.Repeat("\xe9", rng.IntN(99))
	}},
	{"broken-utf8.txt", func(testing.TB, *rand.Rand) string { return "Caf\xe9\n\nThe boats are back." }},
	{"utf16.html", func(testing.TB, *rand.Rand) string { return "\xff\xfe<\x00p\x00>\x00H\x00i\x00.\x00" }},
	{"odd-utf16.html", func(testing.TB, *rand.Rand) string { return "\xfe\xff\x00<\x00p\x00>\x00" }},
	{"declared.html", func(testing.TB, *rand.Rand) string {
		return `<meta charset="iso-2022-jp"><p>` + "\x1b$B%U%'\x1b(B" + `</p>`
	}},
	{"empty.html", func(testing.TB, *rand.Rand) string { return "" }},
	{"blank.json", func(testing.TB, *rand.Rand) string { return " \n\t" }},
	{"binary.html", random(20_000)},
	{"binary.json", random(5_000)},
	{"binary.zip", random(5_000)},
	{"binary.gz", random(5_000)},
	{"binary.xml", random(5_000)},
	{"nested.html", repeated("<div>", 100_000)},
	{"tables.html", repeated("<table><tr><td>", 30_000)},
	{"bold.html", repeated("<b><i><u>word ", 20_000)},
	{"misnested.html", repeated("<a><p><b></a>word</p>", 20_000)},
	{"lists.html", repeated("<ul><li>word", 20_000)},
	{"svg.html", repeated("<svg><g><foreignObject><math>", 20_000)},
	{"forms.html", repeated("<form><select><option>word<button>", 5_000)},
	{"brs.html", repeated("word<br>", 20_000)},
	{"paragraphs.html", repeated("<p>A word and another word.", 3_000)},
	{"spans.html", repeated("<span>word</span> ", 8_000)},
	{"links.html", repeated("<a href=x>word</a> ", 8_000)},
	{"divs.html", repeated("<div class=story>A word, and another one.</div>", 2_000)},
	{"comments.html", repeated("<!-- - -->", 100_000)},
	{"open-comment.html", func(testing.TB, *rand.Rand) string {
		return "<p>The boat is back.</p><!--" + strings.Repeat("-", 1<<20)
	}},
	{"attributes.html", func(testing.TB, *rand.Rand) string {
		return "<p" + strings.Repeat(" a=b", 200_000) + ">The boat is back.</p>"
	}},
	{"long-word.html", func(testing.TB, *rand.Rand) string { return "<p>" + strings.Repeat("boat", 1<<20) + "</p>" }},
	{"entities.html", repeated("&amp;&notanentity;&#x110000;", 10_000)},
	{"spaces.html", func(testing.TB, *rand.Rand) string {
		return "<h1>By " + strings.Repeat(" ", 1<<20) + "</h1><p>The boat is back.</p>"
	}},
	{"style.html", func(testing.TB, *rand.Rand) string {
		return `<p style="` + strings.Repeat("left: -1;", 20_000) + `">The boat is back.</p>`
	}},
	{"linked.html", func(testing.TB, *rand.Rand) string {
		return `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 9_000) + `</script><p>The boat is back.</p>`
	}},
	{"deep.json", repeated("[", 1<<20)},
	{"deeper.jsonl", repeated(`{"text":`, 100_000)},
	{"numbers.json", func(testing.TB, *rand.Rand) string {
		return `{"title":"Boat","text":"The boat is back.","date":1e999,"updated":-99999999999999999999}`
	}},
	{"types.json", func(testing.TB, *rand.Rand) string {
		return `{"title":{"a":[[[]]]},"text":[1,null,{"value":["The boat is back."]}],"author":{"name":{"name":"x"}},"@type":[[]],"@graph":{"@graph":{}}}`
	}},
	{"laughs.xml", func(testing.TB, *rand.Rand) string {
		var b strings.Builder
		b.WriteString(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "lol">`)
		for i := range 30 {
			fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
		}
		return b.String() + `]><rss><channel><item><title>&a30;</title><description>&a30;</description></item></channel></rss>`
	}},
	{"external.xml", func(testing.TB, *rand.Rand) string {
		return `<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><rss><channel><item><title>Boat</title><description>The boat is back.</description></item></channel></rss>`
	}},
	{"deep.rss", repeated("<rss><channel><item>", 50_000)},
	{"cut.atom", func(testing.TB, *rand.Rand) string { return atomFeed[:len(atomFeed)/2] }},
	{"slip.zip", func(t testing.TB, rng *rand.Rand) string {
		return string(zipped(t, "../../etc/boat.txt", boat, `C:\boat.txt`, boat, "ok.txt", fmt.Sprintf("Boat %d\n\nIt is back.", rng.Int())))
	}},
	{"bomb.zip", func(t testing.TB, _ *rand.Rand) string {
		return string(zipped(t, "a.txt", strings.Repeat("a", 20<<20), "b.jsonl", strings.Repeat("a", 20<<20)))
	}},
	{"bomb.txt.gz", func(t testing.TB, _ *rand.Rand) string {
		return string(gzipped(t, strings.NewReader(strings.Repeat("a", 20<<20))))
	}},
	{"1970.json", dated("1970-01-01T00:00:00Z")},
	{"2199.json", dated("2199-12-31T23:59:59Z")},
	{"9999.json", dated("9999-12-31")},
	{"twice.json", func(testing.TB, *rand.Rand) string { return `{"id":"one","title":"Boat","text":"The boat is back."}` }},
	{"quadratic.md", repeated("![[[](", 6_000)},
	{"front.md", func(testing.TB, *rand.Rand) string { return "---\n" + strings.Repeat("a: &a [", 5_000) }},
}

func random(n int) func(testing.TB, *rand.Rand) string {
	return func(_ testing.TB, rng *rand.Rand) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		return string(b)
	}
}

// repeated is s up to n times: n times where chance says nothing.
func repeated(s string, n int) func(testing.TB, *rand.Rand) string {
	return func(_ testing.TB, rng *rand.Rand) string { return strings.Repeat(s, n/(1+rng.IntN(20))) }
}

func dated(day string) func(testing.TB, *rand.Rand) string {
	return func(_ testing.TB, rng *rand.Rand) string {
		return fmt.Sprintf(`{"title":"Boat %d","text":"The boat is back.","date":%q}`, rng.Int(), day)
	}
}

// hostileFiles is how many files the corpus has, each kind twice, unless HOSTILE_FILES says another number: 10000 take minutes.
var hostileFiles = 2 * len(hostile)

// enlarge appends text to a file until it has so many bytes.
func enlarge(t *testing.T, path string, size int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := strings.Repeat("The boat is back. ", 1<<16)
	for n := 0; n < size; n += len(text) {
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHostileCorpus(t *testing.T) {
	n := hostileFiles
	if given := os.Getenv("HOSTILE_FILES"); given != "" {
		var err error
		if n, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 2))
	var names []string
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	for i := range n {
		h := hostile[i%len(hostile)]
		write(fmt.Sprintf("%05d-%s", i, h.name), h.make(t, rng))
	}
	write("large.html", "<p>The boat is back. ")
	enlarge(t, filepath.Join(dir, "large.html"), 50<<20)
	for link, to := range map[string]string{"loop.html": "loop.html", "up": "..", "self": "."} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Logf("no links here: %v", err)
		} else if filepath.Ext(link) != "" {
			names = append(names, link)
		}
	}

	start := time.Now()
	c := NewCoverage("", Folder{FS: os.DirFS(dir)})
	articles, told := 0, map[string]bool{}
	for a, err := range c.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		articles++
		file, _, _ := strings.Cut(a.Path, "!/")
		told[file] = true
		for _, b := range a.Blocks {
			if b.In(a.Text) == "" || b.In(a.Text) != strings.TrimSpace(b.In(a.Text)) {
				t.Fatalf("%s: a block is %q", a.Path, b.In(a.Text))
			}
		}
	}
	took := time.Since(start)
	for _, s := range c.Skipped() {
		file, _, _ := strings.Cut(s.Path, "!/")
		told[file] = true
		if s.Reason == "" {
			t.Errorf("%s is skipped without a reason", s.Path)
		}
	}
	for _, name := range names {
		if !told[name] {
			t.Errorf("%s is neither an article nor skipped", name)
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d files: %d articles, %d skipped, %v, %d MB from the system", len(names), articles, len(c.Skipped()), took.Round(time.Millisecond), memory.Sys>>20)
	if memory.Sys > 1<<30 {
		t.Errorf("%d MB were taken from the system, more than 1 GB", memory.Sys>>20)
	}
}
