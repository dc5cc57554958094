package ingest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	a := readOne(t, "ferry.md", fixture(t, "ferry.md"))
	want := []string{
		"body: The harbour council voted 7 to 2 on Monday to keep the night ferry running & sailing through the winter.",
		"caption: Passengers wait beside the last boat.",
		"body: The boat will sail every 40 minutes.",
		"body: It will sail until 3 a.m.",
		"body: The council also heard that:",
		"body: the cost is 2.4 million crowns a year;",
		"body: two members doubt that figure.",
		"body: Year | Trips",
		"body: 2018 | 9,100",
		"correction: Correction: The boat sails every 40 minutes.",
		"correction: Correction, 4 September 2019: The vote was 7 to 2, not 8 to 1.",
	}
	if diff := cmp.Diff(want, blocksOf(a)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	got := map[string]string{
		"headline": a.Headline, "outlet": a.Outlet, "byline": a.Byline, "dateline": a.Dateline, "section": a.Section, "language": a.Language,
		"url": a.URL, "published": a.Published.Format(time.RFC3339), "updated": a.Updated.Format(time.RFC3339), "references": strings.Join(a.References, " "),
		"path": a.Path,
	}
	if diff := cmp.Diff(map[string]string{
		"headline": "Night ferry saved: council votes 7 to 2", "outlet": "Example Wire", "byline": "Jane Doe, John Roe", "dateline": "PORT LIND, Norland",
		"section": "Harbours", "language": "en", "url": "https://example.org/2019/09/night-ferry-saved.html#comments",
		"published": "2019-09-03T00:00:00Z", "updated": "2019-09-04T08:30:00Z", "references": "https://example.org/minutes https://example.org/report",
		"path": "ferry.md",
	}, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestMarkdownHeadline(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		blocks           []string
	}{
		{"first heading", "# Ferry *saved*\n\nThe boat is back.", "Ferry saved", []string{"body: The boat is back."}},
		{"front matter first", "---\ntitle: Ferry is saved\n---\n# Ferry saved\n\nThe boat is back.", "Ferry is saved", []string{"body: The boat is back."}},
		{"headline before title", "---\ntitle: A\nheadline: B\n---\nThe boat is back.", "B", []string{"body: The boat is back."}},
		{"first line", "Ferry saved\n\nThe boat is back.", "Ferry saved", []string{"body: The boat is back."}},
		{"first sentence stays in the body", "The boat is back.\n\nShe left.", "The boat is back.", []string{"body: The boat is back.", "body: She left."}},
		{"picture first", "![A boat](a.jpg)\n\nFerry saved\n\nThe boat is back.", "Ferry saved", []string{"caption: A boat", "body: The boat is back."}},
		{"rule at the head", "---\n\nFerry saved\n\nThe boat is back.", "Ferry saved", []string{"body: The boat is back."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := readOne(t, "a.md", c.text)
			if a.Headline != c.want {
				t.Errorf("headline %q, want %q", a.Headline, c.want)
			}
			if diff := cmp.Diff(c.blocks, blocksOf(a)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("---\nid: x\npublished: 2019-09-03\ncorrections: [a]\n---\n# T\n\nA *b* ![c](d) `e`\n\n> q\n\n- l\n\n| a |\n|---|\n| b |")
	f.Add("---\nheadline: [a\n---\nx")
	f.Add("---\nheadline: a\n\nx &#27; &amp; <br> <b>y</b>")
	f.Fuzz(func(t *testing.T, text string) { fuzzOne(t, "a.md", text) })
}
