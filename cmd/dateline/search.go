package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/terminal"
	"dateline/retrieval"
)

// found is what search --json prints.
type found struct {
	Query    string            `json:"query"`
	Read     retrieval.Reading `json:"read,omitzero"` // dates, outlets, authors and sections taken from the query
	Evidence []piece           `json:"evidence"`
}

type piece struct {
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

func (a *app) searchCommand() *cobra.Command {
	var window desk.Window
	var asJSON bool
	var k int
	cmd := &cobra.Command{
		Use:     "search QUERY",
		Short:   "The evidence alone, with scores and why",
		Example: `  dateline search "ceasefire in Aleppo" -k 5`,
		Args:    words("a query"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if k < 1 {
				return usageError{fmt.Errorf("-k is %d; write how many passages you want, 1 or more", k)}
			}
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			result, err := o.desk.Find(cmd.Context(), strings.Join(args, " "), window, k)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.out, newFound(result))
			}
			a.printEvidence(result)
			return nil
		},
	}
	cmd.Flags().IntVarP(&k, "k", "k", 8, "how many passages at most")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	windowFlags(cmd, &window)
	return cmd
}

func newFound(r retrieval.Result) found {
	f := found{Query: r.Query.Text, Read: r.Read, Evidence: []piece{}}
	for _, e := range r.Evidence {
		f.Evidence = append(f.Evidence, piece{
			N: e.N, ArticleID: e.Article.ID, PassageID: e.Passage.ID, Headline: e.Article.Headline, Outlet: e.Article.Outlet,
			Published: bot.Day{Time: e.Article.Published}, Kind: e.Passage.Kind, Label: e.Article.Label, Language: e.Article.Language, Origin: e.Article.Origin, Retracted: e.Article.Retracted, Text: e.Passage.Text,
			AlsoCarriedBy: e.AlsoCarriedBy, Score: e.Score, Scores: e.Scores,
		})
	}
	return f
}

func (a *app) printEvidence(r retrieval.Result) {
	if r.Read.Relaxed != "" {
		fmt.Fprintln(a.out, r.Read.Relaxed)
	}
	if shown := r.Read.Shown; shown != "" {
		fmt.Fprintln(a.out, strings.ToUpper(shown[:1])+shown[1:]+":")
	}
	if len(r.Evidence) == 0 {
		fmt.Fprintln(a.out, "Nothing in the coverage matches.")
	}
	for _, e := range r.Evidence {
		s := bot.NewSource(e.N, e)
		particulars := s.Particulars()
		if e.Article.Retracted {
			particulars = append(particulars, "retracted")
		}
		fmt.Fprintf(a.out, "[%d] %.3f (terms %.3f, vector %.3f) %s · %s\n", e.N, e.Score, e.Scores.Terms, e.Scores.Vector,
			cmp.Or(s.Headline, s.ArticleID), strings.Join(particulars, " · "))
		fmt.Fprintf(a.out, "    %s\n", terminal.Shorten(s.Text, 300))
	}
}
