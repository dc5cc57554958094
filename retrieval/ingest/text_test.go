package ingest

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
)

// readOne reads a single file and fails where it cannot be read.
func readOne(t *testing.T, name, content string) retrieval.Article {
	t.Helper()
	articles, skipped, err := Read(t.Context(), Folder{FS: fstest.MapFS{name: {Data: []byte(content)}}})
	if err != nil || len(articles) != 1 {
		t.Fatalf("Read: %d articles, skipped %v, error %v", len(articles), skipped, err)
	}
	sound(t, articles[0])
	return articles[0]
}

// blocksOf lists an article's blocks as "kind: text".
func blocksOf(a retrieval.Article) []string {
	var all []string
	for _, b := range a.Blocks {
		all = append(all, string(b.Kind)+": "+b.In(a.Text))
	}
	return all
}

// sound fails unless the blocks are what [retrieval.Article] says and joined by blank lines into all of the text.
func sound(t *testing.T, a retrieval.Article) {
	t.Helper()
	var texts []string
	at := 0
	for i, b := range a.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > len(a.Text) {
			t.Fatalf("block %d %v overlaps, is empty or leaves the text", i, b)
		}
		at = b.End
		texts = append(texts, b.In(a.Text))
		if text := b.In(a.Text); text != tidy(text) {
			t.Fatalf("block %d %q is not tidy", i, text)
		}
	}
	if joined := strings.Join(texts, "\n\n"); joined != a.Text {
		t.Fatalf("the blocks join to %q, the text is %q", joined, a.Text)
	}
	if a.ID == "" || len(a.ID) > retrieval.MaxArticleID || a.Headline == "" || len(a.Hash) != 64 || len(a.Blocks) == 0 {
		t.Fatalf("ID %q, headline %q, hash %q or blocks are missing", a.ID, a.Headline, a.Hash)
	}
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestTextAsScraped(t *testing.T) {
	a := readOne(t, "harbour.txt", fixture(t, "harbour.txt"))
	want := []string{
		"caption: Passengers wait beside the last boat on Monday night.",
		"body: The harbour council voted 7 to 2 on Monday to keep the night ferry running through the winter, after a month of protests by nurses and bakers who work late.",
		"body: The mayor, a former captain, called the vote “a good night for people who start work when others go to bed.” She said the boat would sail every 40 minutes until 3 a.m.",
		"caption: The crew of the night ferry before the vote.",
		"body: A report to the council put the cost at 2.4 million crowns a year. Two members said the figure was too low.",
		"correction: Correction: An earlier version of this article said the vote was 8 to 1.",
		"related headline: Storm closes the northern lighthouse for repairs",
		"related headline: Why is the price of herring falling?",
		"related headline: ‘We rebuilt it by hand’: the island that saved its school",
	}
	if diff := cmp.Diff(want, blocksOf(a)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	got := []string{a.Headline, a.Byline, a.Dateline, a.Published.Format(time.DateOnly), a.Outlet, a.URL}
	if diff := cmp.Diff([]string{"Harbour council votes to keep night ferry", "Jane Doe and John Roe", "PORT LIND, Norland", "2019-09-03", "", ""}, got); diff != "" {
		t.Errorf("headline, byline, dateline, date, outlet, address (-want +got):\n%s", diff)
	}
}

func TestTextLayouts(t *testing.T) {
	const lede = "The harbour council voted on Monday to keep the night ferry running through the whole winter, the mayor said."
	for _, c := range []struct {
		name, text, headline string
		want                 []string
	}{
		{"hard-wrapped", fixture(t, "wrapped.txt"), "Lighthouse keeper retires after 40 years", []string{
			"body: The keeper of the northern lighthouse will hand over the keys on Friday, the coast office said. No one has held the post for longer.",
			`body: "I will miss the fog. I will not miss the stairs," the keeper said. The light has been automatic since 1998, and visitors outnumber ships.`,
		}},
		{"one paragraph a line", "Ferry saved\n" + lede + "\n" + lede[:60] + ".", "Ferry saved", []string{"body: " + lede, "body: " + lede[:60] + "."}},
		{"windows lines", "Ferry saved\r\n\r\n" + lede + "\r\n", "Ferry saved", []string{"body: " + lede}},
		{"one line", "The ferry sank at noon.", "The ferry sank at noon.", []string{"body: The ferry sank at noon."}},
		{"no headline", lede + "\n\nShe left.", "The harbour council voted on Monday to keep the night ferry running through the whole winter, the…",
			[]string{"body: " + lede, "body: She left."}},
		{"headline twice", "Ferry saved\nFERRY SAVED\n\n" + lede, "Ferry saved", []string{"body: " + lede}},
		{"headline after navigation", "Skip to content\nMenu\nFerry saved\n\n" + lede, "Ferry saved", []string{"body: " + lede}},
		{"front matter", "---\nheadline: Ferry is saved\n---\n" + lede, "Ferry is saved", []string{"body: " + lede}},
		{"caption written twice in a line", "Ferry saved\n\nThe last boat. The last boat.\n\n" + lede, "Ferry saved", []string{"caption: The last boat.", "body: " + lede}},
		{"caption with its credit behind it", "Ferry saved\n\nThe last boat leaves. (Reuters)\n\n" + lede, "Ferry saved", []string{"caption: The last boat leaves.", "body: " + lede}},
		{"bracket in the body", "Ferry saved\n\n" + lede + "\n\nShe spoke to the news agency (AP)", "Ferry saved", []string{"body: " + lede, "body: She spoke to the news agency (AP)"}},
		{"last sentence without its stop", "Ferry saved\n\n" + lede + "\n\nThe talks go on in Lind on Monday", "Ferry saved", []string{"body: " + lede, "body: The talks go on in Lind on Monday"}},
		{"one headline behind a promotion", "Ferry saved\n\n" + lede + "\n\nFollow us on Twitter\n\nHerring is cheap again", "Ferry saved", []string{"body: " + lede, "related headline: Herring is cheap again"}},
		{"one headline behind a gap", "Ferry saved\n\n" + lede + "\n\n\nHerring is cheap again", "Ferry saved", []string{"body: " + lede, "related headline: Herring is cheap again"}},
		{"headlines under a label in the middle", "Ferry saved\n\n" + lede + "\n\nRELATED\n\nHerring is cheap again\n\n" + lede[:60] + ".", "Ferry saved",
			[]string{"body: " + lede, "related headline: Herring is cheap again", "body: " + lede[:60] + "."}},
		{"update behind the headlines", "Ferry saved\n\n" + lede + "\n\nALSO\n\nHerring is cheap again\n\nThis article was updated at noon.", "Ferry saved",
			[]string{"body: " + lede, "related headline: Herring is cheap again", "body: This article was updated at noon."}},
		{"nothing but short lines", "Ferry saved\n\nThe boats are back\n\nThe crews are happy", "Ferry saved", []string{"body: The boats are back", "body: The crews are happy"}},
		{"desk credit", "Ferry saved\n\n" + lede + "\n\n(Reporting by Jane Doe; Editing by John Roe)", "Ferry saved", []string{"body: " + lede}},
		{"rule of stars", "Ferry saved\n\n* * *\n\n" + lede, "Ferry saved", []string{"body: " + lede}},
		{"terminal escapes", "Ferry saved\n\nThe \x1b[31mferry\x1b[0m is safe\u202e.", "Ferry saved", []string{"body: The [31mferry[0m is safe."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := readOne(t, "a.txt", c.text)
			if a.Headline != c.headline {
				t.Errorf("headline %q, want %q", a.Headline, c.headline)
			}
			if diff := cmp.Diff(c.want, blocksOf(a)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if !a.Published.IsZero() || a.Byline != "" || a.Outlet != "" {
				t.Errorf("published %v, byline %q, outlet %q: none of them stands in the text", a.Published, a.Byline, a.Outlet)
			}
		})
	}
}

func TestSharedCoverage(t *testing.T) {
	const folder = "../../../shared/coverage"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the shared coverage is absent")
	}
	articles, skipped, err := Read(context.Background(), Folder{Name: folder, FS: os.DirFS(folder)})
	if err != nil || len(articles) != 1 || len(skipped) != 0 {
		t.Fatalf("Read: %d articles, skipped %v, error %v", len(articles), skipped, err)
	}
	a := articles[0]
	sound(t, a)
	kinds := map[retrieval.Kind]int{}
	for _, b := range a.Blocks {
		kinds[b.Kind]++
	}
	if diff := cmp.Diff(map[retrieval.Kind]int{retrieval.Caption: 1, retrieval.Body: 17, retrieval.RelatedHeadline: 3}, kinds); diff != "" {
		t.Errorf("blocks by kind (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(a.Headline, "Kerry warns") || !strings.HasPrefix(a.Lede(), "Secretary of State John F. Kerry") {
		t.Errorf("headline %q, lede %q", a.Headline, a.Lede())
	}
	for _, boilerplate := range []string{"Getty", "Twitter", "@"} {
		if strings.Contains(a.Text, boilerplate) {
			t.Errorf("the text still has %q", boilerplate)
		}
	}
	if !a.Published.IsZero() || a.Outlet != "" || a.Byline != "" {
		t.Errorf("published %v, outlet %q, byline %q: the text tells none of them", a.Published, a.Outlet, a.Byline)
	}
}

func FuzzText(f *testing.F) {
	f.Add("Ferry saved\nBy Jane Doe\n\nA boat.\nA boat.\n(AP)\n\nLIND, Norland — The boat is back.\n\nALSO\n\nHerring is cheap again")
	f.Add("the keeper of the\nlight will go on\nFriday.\n\nPhoto: Reuters")
	f.Add("\xef\xbb\xbf---\nid: x\n---\n\u202e.\u00a0a a")
	f.Fuzz(func(t *testing.T, text string) { fuzzOne(t, "a.txt", text) })
}

func fuzzOne(t *testing.T, name, content string) {
	articles, skipped, err := Read(t.Context(), Folder{FS: fstest.MapFS{name: {Data: []byte(content)}}})
	if len(articles)+len(skipped) != 1 || (err == nil) != (len(articles) == 1) {
		t.Fatalf("%d articles, skipped %v, error %v: a file is either read or skipped", len(articles), skipped, err)
	}
	for _, a := range articles {
		sound(t, a)
	}
	for _, s := range skipped {
		if s.Line < 0 || s.Line > 1+strings.Count(content, "\n")+strings.Count(content, "\r") {
			t.Fatalf("%v: there is no such line", s)
		}
	}
}
