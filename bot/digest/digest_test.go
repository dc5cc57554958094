package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
	"dateline/retrieval/goldentest"
	"dateline/retrieval/measure"
)

var lengths = []string{bot.Brief, bot.Standard, bot.Detailed}

// shown is a summary as a reader meets it: headings, parts, each sentence with its date.
func shown(drafts []bot.Draft, evidence []retrieval.Evidence) string {
	var b strings.Builder
	heading, part := "", ""
	for _, d := range drafts {
		if d.Heading != heading && d.Heading != "" {
			fmt.Fprintf(&b, "## %s\n", d.Heading)
		}
		if d.Part != part && d.Part != "" {
			fmt.Fprintf(&b, "-- %s\n", d.Part)
		}
		heading, part = d.Heading, d.Part
		told := ""
		if !d.Told.IsZero() {
			told = ", by which it counts"
		}
		fmt.Fprintf(&b, "%s (%s%s)\n", d.Text, bot.Day{Time: evidence[d.Markers[0]-1].Article.Published}, told)
	}
	return b.String()
}

// aleppo is the evidence of a topic: the articles that are about it.
func aleppo(t testing.TB) []retrieval.Evidence {
	var about []retrieval.Article
	for _, a := range seedArticles(t) {
		if strings.Contains(a.Headline+a.Lede(), "Aleppo") {
			about = append(about, a)
		}
	}
	return evidenceOf(about...)
}

func TestGoldenSummaries(t *testing.T) {
	articles := seedArticles(t)
	kerry := articles[slices.IndexFunc(articles, func(a retrieval.Article) bool { return a.ID == "kerry-warns-russia" })]
	of := func(has func(retrieval.Article) bool) []retrieval.Evidence {
		return evidenceOf(slices.DeleteFunc(slices.Clone(articles), func(a retrieval.Article) bool { return !has(a) })...)
	}
	for name, tt := range map[string]struct {
		topic    string
		evidence []retrieval.Evidence
	}{
		"article.golden": {kerry.Headline, evidenceOf(kerry)},
		"topic.golden":   {"Aleppo", aleppo(t)},
		"period.golden":  {"", of(func(a retrieval.Article) bool { return a.Published.Month() == time.September })},
		"outlet.golden":  {"", of(func(a retrieval.Article) bool { return a.Outlet == "Dateline sample desk" })},
	} {
		var b strings.Builder
		for _, length := range lengths {
			coverage := digest.Read(t.Context(), tt.topic, tt.evidence)
			drafts := coverage.Summary(length)
			fmt.Fprintf(&b, "==== %s\n%s", length, shown(drafts, tt.evidence))
			if left := coverage.Untold(drafts); left.Stories > 0 {
				fmt.Fprintf(&b, "-- %d stories of %d articles more: %s\n", left.Stories, left.Articles, strings.Join(left.Headlines, "; "))
			}
			b.WriteByte('\n')
		}
		goldentest.Compare(t, name, b.String())
	}
}

// Words and sentences that a length allows, the asides apart.
var allowed = map[string]struct{ sentences, words, sections int }{
	bot.Brief: {3, 110, 1}, bot.Standard: {9, 250, 1}, bot.Detailed: {40, 8 * 120, 20},
}

// hold holds a summary to what every one keeps to.
func hold(t *testing.T, name, length string, drafts []bot.Draft, evidence []retrieval.Evidence) {
	t.Helper()
	var words, sentences int
	var headings []string
	said := map[string]bool{}
	var last retrieval.Evidence
	var part, heading string
	at := 0
	for i, d := range drafts {
		e := evidence[slices.IndexFunc(evidence, func(e retrieval.Evidence) bool { return e.N == d.Markers[0] })]
		if d.Kind != bot.Quote || len(d.Markers) != 1 || !isWhole(e.Passage, d.Text) {
			t.Errorf("%s, %s: not letter for letter: %+v", name, length, d)
		}
		if e.Passage.Kind != retrieval.Body {
			t.Errorf("%s, %s: summarises a %s: %q", name, length, e.Passage.Kind, d.Text)
		}
		if said[d.Text] && d.Part != bot.Differing {
			t.Errorf("%s, %s: says again: %q", name, length, d.Text)
		}
		said[d.Text] = true
		if strings.HasSuffix(d.Text, "?") {
			t.Errorf("%s, %s: asks %q", name, length, d.Text)
		}
		place := e.Passage.Span.Start + strings.Index(e.Passage.Text, d.Text)
		if i > 0 && d.Part == part && d.Heading == heading && d.Part != bot.Differing {
			if e.Article.Published.Before(last.Article.Published) || e.Article.ID == last.Article.ID && place < at {
				t.Errorf("%s, %s: out of order: %q", name, length, d.Text)
			}
		}
		if d.Part == "" || d.Part == bot.KeyPoint {
			sentences++
			words += len(strings.Fields(d.Text))
		}
		if d.Heading != "" && d.Heading != heading {
			if slices.Contains(headings, d.Heading) {
				t.Errorf("%s, %s: two sections are called %q", name, length, d.Heading)
			}
			headings = append(headings, d.Heading)
			if !slices.ContainsFunc(evidence, func(e retrieval.Evidence) bool {
				return e.Article.Headline == d.Heading || strings.Contains(strings.ToLower(e.Passage.Text), strings.ToLower(d.Heading))
			}) {
				t.Errorf("%s, %s: %q is not in the coverage", name, length, d.Heading)
			}
			if first, _ := utf8.DecodeRuneInString(d.Heading); unicode.IsLower(first) {
				t.Errorf("%s, %s: %q is in small letters", name, length, d.Heading)
			}
		}
		last, part, heading, at = e, d.Part, d.Heading, place
	}
	may := allowed[length]
	if sentences == 0 || sentences > may.sentences || sentences > may.sections && words > may.words*5/4 {
		t.Errorf("%s, %s: %d sentences of %d words", name, length, sentences, words)
	}
	if (length == bot.Detailed) != (len(headings) > 0) {
		t.Errorf("%s, %s: sections %q", name, length, headings)
	}
}

// isWhole tells whether a text is sentences of a passage, one or several that stand together.
func isWhole(p retrieval.Passage, text string) bool {
	return slices.ContainsFunc(p.Sentences, func(s retrieval.Span) bool {
		return strings.HasPrefix(p.Text[s.Start:], text) && slices.ContainsFunc(p.Sentences, func(last retrieval.Span) bool { return last.End == s.Start+len(text) })
	})
}

func TestSummariesOfSeeds(t *testing.T) {
	articles := seedArticles(t)
	ledes, names := 0, 0.0
	for _, length := range lengths {
		for _, a := range articles {
			evidence := evidenceOf(a)
			drafts := digest.Read(t.Context(), a.Headline, evidence).Summary(length)
			hold(t, a.ID, length, drafts, evidence)
			if length != bot.Brief {
				continue
			}
			if strings.Contains(a.Lede(), drafts[0].Text) {
				ledes++
			}
			var text []string
			for _, d := range drafts {
				text = append(text, d.Text)
			}
			names += measure.RougeN(measure.Tokens(strings.Join(text, " ")), measure.Tokens(a.Headline), 1).R
		}
		all := evidenceOf(articles...)
		hold(t, "all", length, digest.Read(t.Context(), "", all).Summary(length), all)
		topic := aleppo(t)
		hold(t, "topic", length, digest.Read(t.Context(), "Aleppo", topic).Summary(length), topic)
	}
	if ledes*10 < len(articles)*9 {
		t.Errorf("%d of %d brief summaries begin with the lede, want 9 in 10", ledes, len(articles))
	}
	if share := names / float64(len(articles)); share < 0.6 {
		t.Errorf("brief summaries hold %.2f of the headlines' words, want 0.6", share)
	}
}

// The same evidence in another order, or asked for twice, makes the same summary.
func TestSummaryDependsOnTheEvidenceAlone(t *testing.T) {
	for name, evidence := range map[string][]retrieval.Evidence{"Aleppo": aleppo(t), "": evidenceOf(seedArticles(t)...), "one": evidenceOf(seedArticles(t)[0])} {
		turned := slices.Clone(evidence)
		slices.Reverse(turned)
		c := digest.Read(t.Context(), name, evidence)
		for _, length := range lengths {
			want := shown(c.Summary(length), evidence)
			c.Asides()
			c.Headings()
			if got := shown(c.Summary(length), evidence); got != want {
				t.Errorf("%s, asked for again:\n%s", length, got)
			}
			if got := shown(digest.Read(t.Context(), name, turned).Summary(length), evidence); got != want {
				t.Errorf("%s, turned round:\n%s\nwant\n%s", length, got, want)
			}
		}
	}
}

func TestSummaryOfNothing(t *testing.T) {
	captions := article("a", 4, "Sample desk", "Ferry is back", "The ferry is back in Kettle Island on Monday, a picture shows.")
	captions.Blocks[0].Kind = retrieval.Caption
	for _, length := range lengths {
		for _, evidence := range [][]retrieval.Evidence{nil, evidenceOf(captions)} {
			if got := digest.Read(t.Context(), "", evidence).Summary(length); len(got) > 0 {
				t.Errorf("%s of %d passages: %v", length, len(evidence), got)
			}
		}
	}
}

// What is no English, or no sentence by any rule, or cannot stand alone, is summarised all the same.
func TestSummaryOfWhatThereIs(t *testing.T) {
	for name, text := range map[string]string{
		"German":  "Die Fähre nach Kettle Island fährt seit Montag wieder. Der Hafen teilte mit, dass die Reparatur vier Wochen gedauert hat. Die Fahrgäste freuen sich sehr.",
		"Chinese": "克里给拉夫罗夫打了电话。他警告了他。他们没有谈其他事情。",
		"leaning": "He said on Monday that he would not go. But she had already left the town by then.",
		"unknown": "It is not known who set fire to the paper mill at Low Weir.",
		"a list":  "ferry back\n\nmill closed\n\nbridge green",
	} {
		evidence := evidenceOf(article("a", 4, "Sample desk", "", strings.Split(text, "\n\n")...))
		for _, length := range lengths {
			got := digest.Read(t.Context(), "", evidence).Summary(length)
			if len(got) == 0 || got[0].Part != "" {
				t.Errorf("%s, %s: %+v", name, length, got)
			} else if name == "unknown" && length == bot.Detailed && got[0].Heading != "Paper mill" {
				t.Errorf("%s is headed %q", name, got[0].Heading)
			}
		}
	}
}

func FuzzSummary(f *testing.F) {
	a := seedArticles(f)[0]
	f.Add(a.Text, a.Lede(), "Aleppo")
	f.Add("A \"b\nc. D?\n\n\n\xff “ E.", "Image: X.\n\nHe said it. It is not known who did.", "\x00")
	f.Fuzz(func(t *testing.T, one, two, topic string) {
		split := func(text string) (paragraphs []string) {
			for _, p := range strings.Split(strings.ToValidUTF8(text, ""), "\n\n") {
				if p = strings.Join(strings.Fields(p), " "); p != "" {
					paragraphs = append(paragraphs, p)
				}
			}
			return paragraphs
		}
		evidence := evidenceOf(article("a", 4, "Sample desk", "One", split(one)...), article("b", 4, "Sample wire", topic, split(two)...))
		for _, length := range lengths {
			said := map[string]bool{}
			for _, d := range digest.Read(t.Context(), topic, evidence).Summary(length) {
				if !isWhole(evidence[d.Markers[0]-1].Passage, d.Text) || said[fmt.Sprint(d.Text, d.Markers)] && d.Part != bot.Differing { // which may repeat the news
					t.Errorf("%s: %+v", length, d)
				}
				said[fmt.Sprint(d.Text, d.Markers)] = true
			}
		}
	})
}
