package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

func TestArticle(t *testing.T) {
	s := New(Config{Desk: deskOf(t, harbour), Log: logOf(t)})
	page := open(t, s, http.StatusOK, "/article/lock")
	text := page.text()
	for _, want := range []string{
		"Lock at Oakmere opens", "Oakmere Post", "Orla Finch", "2 May 2021", "updated 3 May 2021", "analysis", "also carried by Quay Wire",
		"Correction on the lock", "An earlier version gave the time as seven minutes.", "The old lock stays as a monument.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if h := page.named("h1"); len(h) != 1 || textOf(h[0]) != "Lock at Oakmere opens" {
		t.Errorf("%d headlines", len(h))
	}
	if out := page.all(func(n *html.Node) bool { return attribute(n, "href") == "https://post.example/lock" }); len(out) == 0 {
		t.Error("nothing leads to the article's own address")
	}
	if marks := page.named("mark"); len(marks) != 0 {
		t.Errorf("%d marks, though nothing is cited", len(marks))
	}
	if text := open(t, s, http.StatusOK, "/article/gone").text(); !strings.Contains(text, "Retracted by its outlet") {
		t.Errorf("a retracted article is shown as:\n%s", text)
	}
	if text := open(t, s, http.StatusOK, "/article/notice").text(); !strings.Contains(text, "Corrects Lock at Oakmere opens") {
		t.Errorf("a correction is shown as:\n%s", text)
	}
	for _, nowhere := range []string{"/article/Lock%20at%20Oakmere", "/article/none", "/article/", "/passage/none", "/static/", "/static/../web.go", "/templates"} {
		if code := get(t, s, nowhere).Code; code != http.StatusNotFound && code/100 != 3 {
			t.Errorf("%s: %d", nowhere, code)
		}
	}
}

// passageWith is the passage of an article that holds some words, and where they stand in it.
func passageWith(t *testing.T, d *desk.Desk, article, words string) (p retrieval.Passage, at retrieval.Span) {
	t.Helper()
	passages, err := d.Store.ArticlePassages(t.Context(), article)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range passages {
		if i := strings.Index(p.Text, words); i >= 0 {
			return p, retrieval.Span{Start: i, End: i + len(words)}
		}
	}
	t.Fatalf("no passage of %s holds %q", article, words)
	return p, at
}

func marked(d document) string {
	var b strings.Builder
	for _, m := range d.named("mark") {
		b.WriteString(textOf(m))
	}
	return b.String()
}

func TestCitedWordsAreMarked(t *testing.T) {
	d := deskOf(t, harbour)
	s := New(Config{Desk: d, Log: logOf(t)})
	for _, words := range []string{"“We waited nine years for this.”", "café on the quay", "The lock at Oakmere opened", "free coffee.\n\nBarges pass it"} {
		p, at := passageWith(t, d, "lock", words)
		page := open(t, s, http.StatusOK, strings.TrimSuffix(bot.ArticlePath("lock", p.ID, at), "#cited"))
		if got, want := marked(page), strings.ReplaceAll(words, "\n\n", ""); got != want {
			t.Errorf("marked is %q, want %q", got, want)
		}
		if first := page.all(func(n *html.Node) bool { return attribute(n, "id") == "cited" }); len(first) != 1 || first[0].Data != "mark" {
			t.Errorf("%q: the fragment leads to %d places", words, len(first))
		}
		leads := get(t, s, fmt.Sprintf("/passage/%s?q=%d-%d", p.ID, at.Start, at.End))
		if got, want := leads.Header().Get("Location"), bot.ArticlePath("lock", p.ID, at); got != want {
			t.Errorf("a passage leads to %q, want %q", got, want)
		}
	}

	p, at := passageWith(t, d, "lock", "é on")
	for _, q := range []string{"", "x", "5", "-1-4", "9-3", fmt.Sprintf("%d-%d", at.Start+1, at.End), "0-99999", "1-1"} {
		page := open(t, s, http.StatusOK, "/article/lock?p="+p.ID+"&q="+q)
		if got := marked(page); got != "" {
			t.Errorf("q=%s marks %q", q, got)
		}
		if first := page.all(func(n *html.Node) bool { return attribute(n, "id") == "cited" }); len(first) != 1 || first[0].Data != "p" {
			t.Errorf("q=%s: the fragment leads to %d places", q, len(first))
		}
	}
	for _, lost := range []string{"none", passageOf(t, d, "copy")} {
		if text := open(t, s, http.StatusOK, "/article/lock?p="+lost+"&q=0-5").text(); !strings.Contains(text, "no longer in this article") {
			t.Errorf("a passage that the article does not have is not said to be gone:\n%s", text)
		}
	}
}

func passageOf(t *testing.T, d *desk.Desk, article string) string {
	t.Helper()
	passages, err := d.Store.ArticlePassages(t.Context(), article)
	if err != nil {
		t.Fatal(err)
	}
	return passages[0].ID
}

// Where articles may not be shown as a whole, the cited passage and its neighbours are, as they are beside an answer.
func TestExcerpts(t *testing.T) {
	var paragraphs []string
	for _, word := range strings.Fields("Alder Birch Cedar Elder Hazel Larch") {
		paragraphs = append(paragraphs, strings.Repeat(word+" stands in the first row of the old garden. ", 12))
	}
	long := fstest.MapFS{"long.md": file("id: long\nheadline: Long\nurl: https://post.example/long", paragraphs...)}
	d := deskOf(t, long)
	p, at := passageWith(t, d, "long", "Cedar stands")
	address := fmt.Sprintf("/article/long?p=%s&q=%d-%d", p.ID, at.Start, at.End)
	for _, v := range []struct {
		site    *Site
		address string
	}{
		{New(Config{Desk: d, Log: logOf(t), Excerpts: true}), address},
		{New(Config{Desk: d, Log: logOf(t)}), address + "&part=passage"},
	} {
		page := open(t, v.site, http.StatusOK, v.address)
		text := page.text()
		for word, want := range map[string]bool{"Alder": false, "Birch": true, "Cedar": true, "Elder": true, "Larch": false} {
			if strings.Contains(text, word) != want {
				t.Errorf("%s: %s is shown: %t, want %t", v.address, word, !want, want)
			}
		}
		if marked(page) != "Cedar stands" {
			t.Errorf("%s: marked is %q", v.address, marked(page))
		}
	}
	bare := open(t, New(Config{Desk: d, Log: logOf(t), Excerpts: true}), http.StatusOK, "/article/long")
	if text := bare.text(); strings.Contains(text, "stands") || !strings.Contains(text, "read it at its outlet") {
		t.Errorf("without a passage an excerpt is:\n%s", text)
	}
}

// No door hands out more of an article than its cited sentences with their neighbours, or a few passages to who searches.
func TestExcerptsAtEveryDoor(t *testing.T) {
	var paragraphs []string
	for _, word := range strings.Fields("Alder Birch Cedar Elder Hazel Larch Maple Olive Poplar Rowan") {
		paragraphs = append(paragraphs, strings.Repeat(word+" stands in the first row of the old garden near the gate of the town. ", 12))
	}
	d := deskOf(t, fstest.MapFS{"long.md": file("id: long\nheadline: The old garden\nurl: https://post.example/long", paragraphs...)})
	whole := len(strings.Join(paragraphs, ""))
	for address, most := range map[string]int{
		"/api/search?query=garden&article=long&k=100": whole / 3, "/search?query=garden&article=long": whole / 3,
		"/api/ask?question=Where+does+the+Cedar+stand%3F": whole / 3, "/api/summary?article=long&length=detailed": whole / 3,
		"/api/check?claim=Cedar+stands+in+the+first+row.": whole / 3, "/?question=Where+does+the+Cedar+stand%3F": whole / 3,
	} {
		excerpts, all := New(Config{Desk: d, Log: logOf(t), Excerpts: true}), New(Config{Desk: d, Log: logOf(t)})
		some := strings.Count(fromHere(t, excerpts, http.MethodGet, address, "").Body.String(), "stands in the first row") * whole / (12 * len(paragraphs))
		if some > most {
			t.Errorf("%s hands out %d of %d bytes", address, some, whole)
		}
		if shown := strings.Count(fromHere(t, all, http.MethodGet, address, "").Body.String(), "stands in the first row"); shown == 0 {
			t.Errorf("%s shows nothing without excerpts", address)
		}
	}
}

// What an article says is text, whatever it is.
func TestHostileArticle(t *testing.T) {
	evil := `<script>alert(1)</script><img src=x onerror=alert(2)> "><b onclick=alert(3)>lock</b> {{.}} </mark></p>`
	d := deskWith(t, hostile("evil", "The lock "+evil, "The lock at Oakmere opened on Sunday 2 May 2021 "+evil+" and the harbour office counted forty barges."))
	shown := &tampered{Desk: d}
	s := New(Config{Desk: shown, Log: logOf(t)})
	for _, address := range []string{
		"/article/evil", "/article/evil?p=" + passageOf(t, d, "evil") + "&q=0-40",
		"/?question=When+did+the+lock+at+Oakmere+open%3F", "/search?query=lock+Oakmere", "/coverage",
		"/?question=" + "%3Cscript%3Ealert(4)%3C/script%3E+lock&since=%22%3E%3Cscript%3E", "/timeline?topic=lock+Oakmere",
	} {
		answer := get(t, s, address)
		root, err := html.Parse(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range (document{root}).all(func(*html.Node) bool { return true }) {
			if n.Data == "script" && !strings.HasPrefix(attribute(n, "src"), "/static/") || n.Data == "img" || n.Data == "b" {
				t.Errorf("%s: there is a %s", address, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
					t.Errorf("%s: %s has %s=%q", address, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

// hostile is an article as no reader of files makes it.
func hostile(id, headline, text string) retrieval.Article {
	return retrieval.Article{
		ID: id, Headline: headline, Outlet: headline, Byline: headline, Text: text, Hash: id,
		Blocks: []retrieval.Block{{Span: retrieval.Span{End: len(text)}, Kind: retrieval.Body}},
	}
}

// tampered gives an article an address that is a script.
type tampered struct{ *desk.Desk }

func (d *tampered) Article(ctx context.Context, name string) (desk.Card, error) {
	card, err := d.Desk.Article(ctx, name)
	card.URL = "javascript:alert(5)"
	return card, err
}

func FuzzParagraphs(f *testing.F) {
	f.Add("One.\n\nTwo two.\n\nThree.", 3, 20, "4-9")
	f.Add("é\n\nü", 0, 6, "1-3")
	f.Fuzz(func(t *testing.T, text string, start, end int, q string) {
		a := retrieval.Article{ID: "a", Text: text}
		at := 0
		for block := range strings.SplitSeq(text, "\n\n") {
			if block != "" {
				a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(block)}, Kind: retrieval.Body})
			}
			at += len(block) + 2
		}
		if start < 0 || end > len(text) || start >= end {
			return
		}
		passage, words, ok := citedIn(a, bot.Source{ArticleID: "a", Text: text[start:end]}, spanOf(q))
		if !ok || passage.In(text) != text[start:end] || words.Len() > 0 && (words.Start < passage.Start || words.End > passage.End) {
			t.Fatalf("the passage is at %v and the words at %v of %q", passage, words, text)
		}
		told, _ := paragraphs(a, passage, words)
		var marked, want strings.Builder
		for i, p := range told {
			var whole strings.Builder
			for _, run := range p.Parts {
				whole.WriteString(run.Text)
				if run.Marked {
					marked.WriteString(run.Text)
				}
			}
			b := a.Blocks[i]
			if whole.String() != b.In(text) {
				t.Errorf("paragraph %d is %q, want %q", i, whole.String(), b.In(text))
			}
			if from, to := max(b.Start, words.Start), min(b.End, words.End); from < to {
				want.WriteString(text[from:to])
			}
		}
		if marked.String() != want.String() {
			t.Errorf("marked is %q, want %q", marked.String(), want.String())
		}
	})
}
