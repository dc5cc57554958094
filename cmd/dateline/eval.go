package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/local"
	"dateline/retrieval/measure"
	"dateline/retrieval/search"
)

func (a *app) evalCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "eval retrieval|answers|grounding|summaries PATH",
		Short:   "Measure retrieval, answers, grounding or summaries on a judged set",
		Example: "  dateline eval retrieval path/to/set",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.evalRetrievalCommand(), a.evalAnswersCommand(), a.evalGroundingCommand(), a.evalSummariesCommand())
	return cmd
}

// onePath takes exactly one file or folder.
func onePath(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{fmt.Errorf("eval %s wants one path; for instance: %s", cmd.Name(), cmd.Example[2:])}
	}
	if _, err := os.Stat(args[0]); err != nil {
		return fmt.Errorf("find what to measure: %w; %s --help says what it reads", err, cmd.CommandPath())
	}
	return nil
}

// retrievalReport is what eval retrieval --json prints.
type retrievalReport struct {
	Dataset   string                 `json:"dataset"`
	Documents int                    `json:"documents"`
	Queries   int                    `json:"queries"`
	Runs      map[string]measure.Run `json:"runs"`
}

func (a *app) evalRetrievalCommand() *cobra.Command {
	var asJSON, pooled bool
	cmd := &cobra.Command{
		Use:   "retrieval DIR",
		Short: "nDCG, MAP, MRR and recall of terms, vectors and both fused",
		Long: "Indexes a folder with docs.jsonl, queries.jsonl and qrels.tsv (or in BEIR's layout) in memory and ranks its documents.\n" +
			"Averages run over the queries with at least one right document. With --pooled only the documents that a query's\n" +
			"judgements list are ranked for it, those graded 0 included, and only queries not marked as unclean count.",
		Example: "  dateline eval retrieval path/to/set",
		Args:    onePath,
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := measure.Load(args[0])
			if err != nil {
				return err
			}
			s, err := a.settings()
			if err != nil {
				return err
			}
			r, err := newRooms(cmd.Context(), s, a.errOut)
			if err != nil {
				return err
			}
			report, err := evalRetrieval(cmd.Context(), r, set, pooled)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.out, report)
			}
			return a.printRetrieval(report)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&pooled, "pooled", false, "rank each query's judged documents alone")
	return cmd
}

// deepest is how far a ranking is looked at: recall@100 is the deepest measure.
const deepest = 100

func evalRetrieval(ctx context.Context, r *rooms, set *measure.Set, pooled bool) (retrievalReport, error) {
	report := retrievalReport{Dataset: set.Name, Documents: len(set.Documents), Runs: map[string]measure.Run{}}
	_, s, err := r.inMemory(ctx, set)
	if err != nil {
		return report, err
	}
	ranks := map[string]func(context.Context, string, retrieval.Filter, int) ([]search.Ranked, error){
		"terms": s.RankTerms, "vectors": s.RankVectors, "fused": s.RankRead,
	}
	if pooled {
		ranks["fused"] = s.RankAnswers
	}
	for name, rank := range ranks {
		keep := func(q measure.Query) bool { return !pooled || q.Clean == nil || *q.Clean }
		run, n, err := measure.Evaluate(ctx, set, keep, func(ctx context.Context, q measure.Query) ([]string, error) {
			var f retrieval.Filter
			if pooled {
				for id := range set.Grades[q.ID] {
					f.Articles = append(f.Articles, id)
				}
				slices.Sort(f.Articles)
			}
			ranked, err := rank(ctx, q.Text, f, 3*deepest)
			return articlesOf(ranked), err
		})
		if err != nil {
			return report, err
		}
		report.Queries, report.Runs[name] = n, run
	}
	return report, nil
}

// inMemory puts a set's documents into a store in memory.
func (r *rooms) inMemory(ctx context.Context, set *measure.Set) (*local.Store, *search.Search, error) {
	store := local.NewMemory(r.embedder.Identity())
	articles := make([]retrieval.Article, len(set.Documents))
	for i, d := range set.Documents {
		articles[i] = d.Article()
	}
	if _, err := archive.Sync(ctx, store, r.embedder, articles, nil); err != nil {
		return nil, nil, fmt.Errorf("index %s: %w", set.Name, err)
	}
	return store, search.New(store, r.embedder, r.ranker), nil
}

// articlesOf is the ranking of articles by their best passage.
func articlesOf(ranked []search.Ranked) []string {
	var ids []string
	seen := map[string]bool{}
	for _, r := range ranked {
		if !seen[r.Passage.ArticleID] {
			seen[r.Passage.ArticleID] = true
			ids = append(ids, r.Passage.ArticleID)
		}
	}
	return ids
}

func (a *app) printRetrieval(r retrievalReport) error {
	fmt.Fprintf(a.out, "%s: %d documents, %d queries\n", filepath.ToSlash(r.Dataset), r.Documents, r.Queries)
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tnDCG@10\tMAP\tMRR\trecall@10\trecall@100\tms/query\t")
	for _, name := range []string{"terms", "vectors", "fused"} {
		m := r.Runs[name]
		fmt.Fprintf(w, "%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.1f\t\n", name, m.NDCG10, m.MAP, m.MRR, m.Recall10, m.Recall100, m.MillisecondsPerQuery)
	}
	return w.Flush()
}
