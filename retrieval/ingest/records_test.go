package ingest

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
)

const plainBody = "The last ferry of the island came back to port.\\n\\nForty people were on board, the coast guard said."

// read reads one file and fails on anything that is skipped.
func read(t *testing.T, name, content string) []retrieval.Article {
	t.Helper()
	articles, skipped, err := Read(t.Context(), Folder{Name: "news", FS: fstest.MapFS{name: {Data: []byte(content)}}})
	if err != nil || len(skipped) > 0 {
		t.Fatalf("Read %s: %v, skipped %v", name, err, skipped)
	}
	return articles
}

// facts is what a reader is told of an article.
func facts(a retrieval.Article) string {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	return strings.Join([]string{a.Headline, a.Byline, day(a.Published), day(a.Updated), a.Outlet, a.Section, a.Label, a.Language, a.URL}, "; ")
}

func TestRecords(t *testing.T) {
	for _, c := range []struct{ name, file, object, want string }{
		{"schema.org", "a.json", `{"@context":"https://schema.org","@type":"OpinionNewsArticle","headline":"Let it run","author":[{"@type":"Person","name":"Jane Doe"}],"publisher":{"name":"Example Wire"},"datePublished":"2019-03-04T10:00:00+01:00","dateModified":"2019-03-05","articleSection":["Harbours"],"inLanguage":"en","url":"https://wire.example/run","articleBody":"` + plainBody + `"}`,
			"Let it run; Jane Doe; 2019-03-04T09:00:00Z; 2019-03-05T00:00:00Z; Example Wire; Harbours; opinion; en; https://wire.example/run"},
		{"ninjs 1.3", "a.json", `{"uri":"http://wire.example/1","type":"text","versioncreated":"2019-03-04T12:00:00Z","contentcreated":"2019-03-04T10:00:00Z","byline":"By Jane Doe","headline":"Ferry saved","language":"en","infosource":[{"name":"Example Wire"}],"subject":[{"name":"Harbours","rel":"about"}],"genre":[{"name":"Analysis"}],"body_xhtml":"<p>The last ferry of the island came back to port.</p><p>Forty people were on board, the coast guard said.</p>"}`,
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; 2019-03-04T12:00:00Z; Example Wire; ; analysis; en; http://wire.example/1"},
		{"ninjs 2", "a.json", `{"uri":"urn:newsml:wire.example:1","versioncreated":"2019-03-04T12:00:00Z","pubstatus":"usable","headlines":[{"role":"main","value":"Ferry saved"},{"role":"short","value":"Saved"}],"by":"By Jane Doe and John Roe","language":"en-GB","bodies":[{"role":"main","contenttype":"text/html","value":"<p>The last ferry of the island came back to port.</p><p>Forty people were on board, the coast guard said.</p>"}]}`,
			"Ferry saved; Jane Doe and John Roe; 2019-03-04T12:00:00Z; ; ; ; ; en-GB; "},
		{"plain names", "a.json", `{"id":17,"title":"Ferry saved","text":"` + plainBody + `","author":"Jane Doe","date":"2019-03-04","source":{"id":null,"name":"Example Wire"},"link":"https://wire.example/1","category":"Comment"}`,
			"Ferry saved; Jane Doe; 2019-03-04T00:00:00Z; ; Example Wire; Comment; opinion; en; https://wire.example/1"},
		{"seconds since 1970", "a.json", `{"Title":"Ferry saved","Content":"` + plainBody + `","Published_At":1551693600,"updatedAt":1551697200000}`,
			"Ferry saved; ; 2019-03-04T10:00:00Z; 2019-03-04T11:00:00Z; ; ; ; en; "},
		{"a line each", "a.jsonl", `{"headline":"Ferry saved","body":"` + plainBody + `","byline":["Jane Doe","John Roe"],"published":"2019-03-04"}`,
			"Ferry saved; Jane Doe, John Roe; 2019-03-04T00:00:00Z; ; ; ; ; en; "},
		{"JSON Feed", "feed.json", `{"version":"https://jsonfeed.org/version/1.1","title":"Example Wire","language":"en","authors":[{"name":"Jane Doe"}],"items":[{"id":"1","url":"https://wire.example/1","title":"Ferry saved","content_html":"<p>The last ferry of the island came back to port.</p><p>Forty people were on board, the coast guard said.</p>","date_published":"2019-03-04T10:00:00Z","authors":[{"name":"John Roe"}],"tags":["Harbours"]}]}`,
			"Ferry saved; John Roe; 2019-03-04T10:00:00Z; ; Example Wire; Harbours; ; en; https://wire.example/1"},
		{"unusable values stay unknown", "a.json", `{"title":"Ferry saved","body":"` + plainBody + `","date":"soon","author":"admin","url":"/ferry","source":"https://wire.example","language":"???"}`,
			"Ferry saved; ; ; ; ; ; ; en; "},
	} {
		t.Run(c.name, func(t *testing.T) {
			articles := read(t, c.file, c.object)
			if len(articles) != 1 {
				t.Fatalf("%d articles", len(articles))
			}
			a := articles[0]
			if got := facts(a); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if want := "The last ferry of the island came back to port.\n\nForty people were on board, the coast guard said."; a.Text != want {
				t.Errorf("text %q", a.Text)
			}
			if a.Origin["headline"] == "" || a.Origin["headline"] == "text" {
				t.Errorf("origin %v", a.Origin)
			}
		})
	}
}

func TestRecordsOfOneFile(t *testing.T) {
	one, two := `{"title":"One","text":"The first boat is back."}`, `{"title":"Two","text":"The second boat is back."}`
	for name, file := range map[string]string{
		"array.json": "[" + one + ",\n" + two + "]", "stream.json": one + "\n" + two, "wrapped.json": `{"status":"ok","articles":[` + one + "," + two + "]}",
		"lines.jsonl": one + "\r\n\n" + two, "lines.ndjson": "\ufeff" + one + "\n" + two + "\n", "deep.json": `{"response":{"docs":[` + one + "," + two + "]}}",
	} {
		articles := read(t, name, file)
		if len(articles) != 2 || articles[0].Headline != "One" || articles[1].Headline != "Two" || articles[0].ID == articles[1].ID {
			t.Errorf("%s: %+v", name, articles)
		}
	}
}

func TestRecordsSkipped(t *testing.T) {
	files := fstest.MapFS{}
	for name, content := range map[string]string{
		"a.jsonl":     `{"title":"One","text":"The first boat is back."}` + "\n{broken\n" + `{"title":"Three"}` + "\n[1]\n" + `{"title":"Five","text":"The fifth boat is back."}`,
		"b.json":      `[{"title":"One","text":"Another boat is back.","id":"x"}, {"title":"Two","text":"The second boat is back.","id":"x"}, `,
		"c.json":      "",
		"d.json":      "not json",
		"e.json":      `{"title":"One"} trailing`,
		"f.json":      `"a string"`,
		"long.ndjson": `{"title":"Long","text":"` + strings.Repeat("a", maxFile) + `"}` + "\n" + `{"title":"Short","text":"The boat is back."}`,
	} {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	articles, skipped, err := Read(t.Context(), Folder{Name: "news", FS: files})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range skipped {
		got = append(got, s.String())
	}
	want := []string{
		"news/a.jsonl, item 2: is not JSON that can be read: invalid character 'b' looking for beginning of object key string",
		"news/a.jsonl, item 3: holds no text beside its headline or front matter",
		"news/a.jsonl, item 4: is JSON, but no object with fields such as headline and body",
		`news/b.json, item 2: has the ID "x" of news/b.json, item 1, which was read first; give one of the two another id`,
		"news/b.json, item 3: is not JSON that can be read: unexpected EOF",
		"news/c.json: is empty",
		"news/d.json: is not JSON that can be read: invalid character 'o' in literal null (expecting 'u')",
		"news/e.json, item 1: holds no text beside its headline or front matter",
		"news/e.json, item 2: is not JSON that can be read: invalid character 'a' in literal true (expecting 'u')",
		"news/f.json, item 1: is JSON, but no object with fields such as headline and body",
		"news/long.ndjson, item 1: is larger than 8 MB",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	if len(articles) != 4 {
		t.Errorf("%d articles, want 4", len(articles))
	}
}

func TestFieldMap(t *testing.T) {
	fsys := fstest.MapFS{"a.json": {Data: []byte(`{"titel":"Fähre gerettet","artikel":{"inhalt":"<p>Das Boot ist zurück im Hafen.</p>"},"autorin":"Jana Beispiel","am":"2019-03-04"}`)}}
	articles, _, err := Read(t.Context(), Folder{FS: fsys, Fields: FieldMap{"headline": "titel", "body": "artikel.inhalt", "byline": "autorin", "published": "am"}})
	if err != nil || len(articles) != 1 {
		t.Fatalf("%v, %d articles", err, len(articles))
	}
	if a := articles[0]; a.Headline != "Fähre gerettet" || a.Byline != "Jana Beispiel" || a.Text != "Das Boot ist zurück im Hafen." || a.Published.Year() != 2019 {
		t.Errorf("%+v", a)
	}
}

func TestRecordsRetracted(t *testing.T) {
	a := read(t, "a.json", `{"headline":"Ferry lost","body_text":"The ferry is lost.","pubstatus":"canceled","versioncreated":"2019-03-04T10:00:00Z"}`)[0]
	if !a.Retracted {
		t.Error("a cancelled item of ninjs is not retracted")
	}
}
