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
	"dateline/retrieval/search"
)

// found is what search --json prints.
type found struct {
	desk.Found
	Evidence []piece             `json:"evidence"`
	Explain  *search.Explanation `json:"explain,omitempty"` // with --explain
}

type piece struct {
	desk.Piece
	Explain *search.Reason `json:"explain,omitempty"` // with --explain
}

func (a *app) searchCommand() *cobra.Command {
	var window desk.Window
	var asJSON, explain bool
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
			var why *search.Explanation
			if explain {
				explained, e, err := o.search.Explain(cmd.Context(), result.Query)
				if err != nil {
					return err
				}
				result, why = explained, &e
			}
			if asJSON {
				return printJSON(a.out, newFound(result, why))
			}
			a.printEvidence(result, why)
			return nil
		},
	}
	cmd.Flags().IntVarP(&k, "k", "k", 8, "how many passages at most")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&explain, "explain", false, "say what every score is made of")
	windowFlags(cmd, &window)
	return cmd
}

func newFound(r retrieval.Result, why *search.Explanation) found {
	f := found{Found: desk.NewFound(r), Evidence: []piece{}, Explain: why}
	for i, p := range f.Found.Evidence {
		one := piece{Piece: p}
		if why != nil {
			one.Explain = &why.Reasons[i]
		}
		f.Evidence = append(f.Evidence, one)
	}
	return f
}

func (a *app) printEvidence(r retrieval.Result, why *search.Explanation) {
	if r.Read.Relaxed != "" {
		fmt.Fprintln(a.out, r.Read.Relaxed)
	}
	if shown := r.Read.Shown; shown != "" {
		fmt.Fprintln(a.out, strings.ToUpper(shown[:1])+shown[1:]+":")
	}
	if len(r.Evidence) == 0 {
		fmt.Fprintln(a.out, "Nothing in the coverage matches.")
	}
	for i, e := range r.Evidence {
		s := bot.NewSource(e.N, e)
		particulars := s.Particulars()
		if e.Article.Retracted {
			particulars = append(particulars, "retracted")
		}
		fmt.Fprintf(a.out, "[%d] %.3f (terms %.3f, vector %.3f) %s · %s\n", e.N, e.Score, e.Scores.Terms, e.Scores.Vector,
			cmp.Or(s.Headline, s.ArticleID), strings.Join(particulars, " · "))
		fmt.Fprintf(a.out, "    %s\n", terminal.Shorten(s.Text, 300))
		if why != nil {
			printReason(a.out, e, why.Reasons[i])
		}
	}
	if why != nil {
		printExplanation(a.out, why)
	}
}
