package compose

import (
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// article makes an article of paragraphs.
func article(id, headline string, paragraphs ...string) retrieval.Article {
	a := retrieval.Article{
		ID: id, Headline: headline, Outlet: "Sample desk", Published: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC),
		Text: strings.Join(paragraphs, "\n\n"),
	}
	at := 0
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
		at += len(p) + len("\n\n")
	}
	return a
}

// evidenceOf numbers the passages of articles.
func evidenceOf(articles ...retrieval.Article) []retrieval.Evidence {
	var all []retrieval.Evidence
	for _, a := range articles {
		for _, p := range segment.Passages(a) {
			all = append(all, retrieval.Evidence{N: len(all) + 1, Passage: p, Article: a})
		}
	}
	return all
}

func kerry() retrieval.Article {
	return article("kerry", "Kerry warns Russia over Aleppo",
		"U.S. Secretary of State John Kerry threatened on Wednesday to suspend cooperation with Russia on Syria unless the bombing of Aleppo stopped.",
		"Kerry told Foreign Minister Sergei Lavrov by telephone that the United States was preparing to suspend the talks, spokesman John Kirby said. “The burden remains on Russia to stop this assault,” Kirby said.",
		"About 250,000 people are trapped in the east of the city.")
}

func convoy() retrieval.Article {
	a := article("convoy", "Aid convoy is hit near Aleppo", "An aid convoy of 31 trucks was attacked on 19 September at Urum al-Kubra, and about 20 people died.")
	a.Outlet, a.Published = "", time.Time{}
	return a
}
