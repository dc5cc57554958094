package bot

import (
	"fmt"
	"strings"

	"dateline/retrieval"
)

// Source is a passage that an answer cites, numbered as its markers are.
type Source struct {
	N             int            `json:"n"`
	ArticleID     string         `json:"article_id"`
	Headline      string         `json:"headline"`
	Outlet        string         `json:"outlet"`
	Byline        string         `json:"byline"`
	Published     Day            `json:"published"`
	URL           string         `json:"url"`
	PassageID     string         `json:"passage_id"`
	Text          string         `json:"text"`
	Kind          retrieval.Kind `json:"kind"`
	Paragraph     int            `json:"paragraph"`                // the first that is cited
	LastParagraph int            `json:"last_paragraph,omitempty"` // that is cited, where it is another
	Version       string         `json:"version,omitempty"`        // of the article, as evidence: its hash
	AlsoCarriedBy []string       `json:"also_carried_by,omitempty"`

	Label       string   `json:"label,omitempty"`        // what it is beside news: opinion, analysis, ...; correction for a notice
	Updated     Day      `json:"updated,omitzero"`       // where later than the day that it was published
	Corrected   bool     `json:"corrected,omitempty"`    // the article was corrected, within itself or by a notice
	CorrectedOn Day      `json:"corrected_on,omitzero"`  // by a notice of this day
	CorrectedBy []string `json:"corrected_by,omitempty"` // the IDs of the notices that correct it, oldest first
}

// Correction labels a notice that corrects another article.
const Correction = "correction"

// NewSource makes the source that a piece of evidence is shown as, numbered n. Whether its article was corrected is for
// the desk to find.
func NewSource(n int, e retrieval.Evidence) Source {
	s := Source{
		N: n, ArticleID: e.Article.ID, Headline: e.Article.Headline, Outlet: e.Article.Outlet, Byline: e.Article.Byline,
		Published: Day{e.Article.Published}, URL: e.Article.URL, PassageID: e.Passage.ID, Text: e.Passage.Text,
		Kind: e.Passage.Kind, Paragraph: e.Passage.Paragraph, AlsoCarriedBy: e.AlsoCarriedBy, Label: e.Article.Label, Version: e.Article.Hash,
	}
	if updated := (Day{e.Article.Updated}); !updated.IsZero() && updated.String() != s.Published.String() {
		s.Updated = updated
	}
	if e.Article.Corrects != "" {
		s.Label = Correction
	}
	return s
}

// cite widens the paragraphs that the source names by those of a span of its passage, which begins in paragraph first.
func (s *Source) cite(span retrieval.Span, first int) {
	from := first + strings.Count(s.Text[:span.Start], "\n\n")
	to := from + strings.Count(span.In(s.Text), "\n\n")
	from, to = min(from, s.Paragraph), max(to, s.Paragraph, s.LastParagraph)
	s.Paragraph, s.LastParagraph = from, 0
	if to > from {
		s.LastParagraph = to
	}
}

// Particular is one thing that a source line says after the headline.
type Particular struct {
	Key  string // outlet, byline, label, published, updated, corrected, corrected_on, paragraph, paragraphs, kind or also_carried_by
	Text string // as it stands in the coverage, where it does
	Day  Day
	N    int
	To   int // of several paragraphs, the last
}

// Parts are what a source line says after the headline, in order: outlet, byline, what it is beside news, its dates, place
// in the article, and who else carried it. What is unknown is left out, but for the date, which is said to be unknown.
func (s Source) Parts() []Particular {
	var all []Particular
	for _, known := range []Particular{{Key: "outlet", Text: s.Outlet}, {Key: "byline", Text: s.Byline}, {Key: "label", Text: s.Label}} {
		if known.Text != "" {
			all = append(all, known)
		}
	}
	all = append(all, Particular{Key: "published", Day: s.Published})
	switch {
	case s.Kind == retrieval.Correction: // says so itself
	case s.Corrected && !s.CorrectedOn.IsZero():
		all = append(all, Particular{Key: "corrected_on", Day: s.CorrectedOn})
	case s.Corrected:
		all = append(all, Particular{Key: "corrected"})
	case !s.Updated.IsZero():
		all = append(all, Particular{Key: "updated", Day: s.Updated})
	}
	switch {
	case s.Kind == retrieval.Body && s.LastParagraph > 0:
		all = append(all, Particular{Key: "paragraphs", N: s.Paragraph, To: s.LastParagraph})
	case s.Kind == retrieval.Body:
		all = append(all, Particular{Key: "paragraph", N: s.Paragraph})
	case string(s.Kind) != s.Label:
		all = append(all, Particular{Key: "kind", Text: string(s.Kind)})
	}
	if len(s.AlsoCarriedBy) > 0 {
		all = append(all, Particular{Key: "also_carried_by", Text: strings.Join(s.AlsoCarriedBy, ", ")})
	}
	return all
}

// String is the particular in English.
func (p Particular) String() string {
	switch p.Key {
	case "published":
		return p.Day.String()
	case "corrected_on":
		return "corrected " + p.Day.String()
	case "updated":
		return "updated " + p.Day.String()
	case "corrected":
		return "corrected"
	case "paragraph":
		return fmt.Sprintf("paragraph %d", p.N)
	case "paragraphs":
		return fmt.Sprintf("paragraphs %d–%d", p.N, p.To)
	case "also_carried_by":
		return "also carried by " + p.Text
	}
	return p.Text
}

// Particulars are the Parts in English.
func (s Source) Particulars() []string {
	var parts []string
	for _, p := range s.Parts() {
		parts = append(parts, p.String())
	}
	return parts
}
