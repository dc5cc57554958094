package speech_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/ingest"
	"dateline/retrieval/speech"
	"dateline/seeds"
)

var update = flag.Bool("update", false, "write the golden files anew")

func read(tb testing.TB, folder ingest.Folder) []retrieval.Article {
	tb.Helper()
	articles, _, err := ingest.Read(tb.Context(), folder)
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortFunc(articles, func(a, b retrieval.Article) int { return cmp.Compare(a.ID, b.ID) })
	return articles
}

func seedArticles(tb testing.TB) []retrieval.Article {
	return read(tb, ingest.Folder{Name: "seeds", FS: seeds.FS})
}

// TestSeeds holds who said what in the articles that ship; every line of the golden file was judged by hand.
func TestSeeds(t *testing.T) {
	var got strings.Builder
	for _, a := range seedArticles(t) {
		fmt.Fprintf(&got, "== %s\n", a.ID)
		for _, u := range speech.In(a) {
			first := strings.Fields(u.Parts[0].In(a.Text))
			fmt.Fprintf(&got, "%d “%s”: %s\n", u.Outer[0].Start, strings.Join(first[:min(len(first), 4)], " "), said(u))
			for _, more := range []struct{ what, is string }{
				{"role", u.Speaker.Role}, {"to", u.To}, {"where", u.Where}, {"when", u.When.Norm}, {"why", u.Why},
			} {
				if more.is != "" {
					fmt.Fprintf(&got, "\t%s: %s\n", more.what, more.is)
				}
			}
		}
	}
	const path = "testdata/seeds.txt"
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// TestCoverage holds who said what in an article as it comes from the web, by the bytes at which the quotations start.
func TestCoverage(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "coverage")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the coverage is not there")
	}
	var got []string
	for _, a := range read(t, ingest.Folder{Name: "coverage", FS: os.DirFS(dir)}) {
		for _, u := range speech.In(a) {
			got = append(got, fmt.Sprint(u.Outer[0].Start, " ", said(u), " to ", u.To, " ", u.Where))
		}
	}
	want := []string{
		"755 John Kirby to  ",
		"794 John Kirby to  ",
		"1391 John F. Kerry via John Kirby to Sergey Lavrov ",
		"1505 John F. Kerry via John Kirby to Sergey Lavrov ",
		"1638 John Kirby to  ",
		"1867 John Kirby to  ",
		"2113 John Kirby to  ",
		"3476 (the reporter) to  during a visit to Cartagena, Colombia",
		"3543 John F. Kerry to  ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestWikinews holds that nobody is named in two dozen stories but who was judged by hand to speak.
func TestWikinews(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "eval", "wikinews", "docs.jsonl"))
	if err != nil {
		t.Skip("the set is not there")
	}
	defer file.Close()
	var got []string
	quotations, terms := 0, 0
	for lines := json.NewDecoder(file); lines.More(); {
		var d struct{ ID, Text, Date string }
		if err := lines.Decode(&d); err != nil {
			t.Fatal(err)
		}
		a := article(strings.ReplaceAll(d.Text, "\n", "\n\n"))
		if a.Published, err = time.Parse(time.DateOnly, d.Date); err != nil {
			t.Fatal(err)
		}
		for _, u := range speech.In(a) {
			switch quotations++; {
			case u.Scare:
				terms++
			case !u.Speaker.IsZero():
				got = append(got, fmt.Sprintf("%s %d %s", d.ID, u.Outer[0].Start, said(u)))
			}
		}
	}
	const path = "testdata/wikinews.txt"
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(got, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	judged := strings.Split(strings.TrimSpace(string(want)), "\n")
	for _, g := range got {
		if !slices.Contains(judged, g) {
			t.Errorf("%s is not judged to be so", g)
		}
	}
	t.Logf("%d utterances: %d told, %d terms", quotations, len(got), terms)
	if len(got) < len(judged) {
		t.Errorf("%d utterances are told, of %d that were", len(got), len(judged))
	}
}
