package desk

import (
	"dateline/bot"
	"dateline/retrieval"
)

// Found is the evidence for a query as other programs read it.
type Found struct {
	Query    string            `json:"query"`
	Read     retrieval.Reading `json:"read,omitzero"` // dates, outlets, authors and sections taken from the query
	Evidence []Piece           `json:"evidence"`
}

// Piece is one passage of it.
type Piece struct {
	N             int              `json:"n"`
	ArticleID     string           `json:"article_id"`
	PassageID     string           `json:"passage_id"`
	Headline      string           `json:"headline"`
	Outlet        string           `json:"outlet"`
	Published     bot.Day          `json:"published"`
	Kind          retrieval.Kind   `json:"kind"`
	Retracted     bool             `json:"retracted,omitempty"`
	Label         string           `json:"label,omitempty"`
	Language      string           `json:"language,omitempty"`
	Origin        retrieval.Origin `json:"origin,omitempty"`
	Text          string           `json:"text"`
	AlsoCarriedBy []string         `json:"also_carried_by,omitempty"`
	Score         float64          `json:"score"`
	Scores        retrieval.Scores `json:"scores"`
}

// NewFound is what a search found.
func NewFound(r retrieval.Result) Found {
	f := Found{Query: r.Query.Text, Read: r.Read, Evidence: []Piece{}}
	for _, e := range r.Evidence {
		f.Evidence = append(f.Evidence, Piece{
			N: e.N, ArticleID: e.Article.ID, PassageID: e.Passage.ID, Headline: e.Article.Headline, Outlet: e.Article.Outlet,
			Published: bot.Day{Time: e.Article.Published}, Kind: e.Passage.Kind, Label: e.Article.Label, Language: e.Article.Language,
			Origin: e.Article.Origin, Retracted: e.Article.Retracted, Text: e.Passage.Text,
			AlsoCarriedBy: e.AlsoCarriedBy, Score: e.Score, Scores: e.Scores,
		})
	}
	return f
}
