package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"dateline/bot/digest"
	"dateline/retrieval"
	"dateline/retrieval/ingest"
	"dateline/retrieval/measure"
	"dateline/retrieval/segment"
)

// summariesReport is what eval summaries --json prints.
type summariesReport struct {
	Items int `json:"items"`
	measure.Rouge
	Lead measure.Rouge `json:"lead"` // of the first words of the texts
	MS   struct {
		P50 float64 `json:"p50"`
		P95 float64 `json:"p95"`
	} `json:"ms"`
}

func (a *app) evalSummariesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "summaries DIR",
		Short: "Extractive summaries against reference summaries",
		Long: "Summarises each document of a folder's docs.jsonl without a model and compares the summary with the document's own\n" +
			"\"summaries\", by ROUGE-1, ROUGE-2 and ROUGE-L: runs of letters and digits in small letters, not stemmed; a summary, and\n" +
			"the first words of the text for comparison, are cut at the mean length of the references; averaged over references,\n" +
			"then over documents.",
		Example: "  dateline eval summaries path/to/set",
		Args:    onePath,
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := measure.Summaries(args[0])
			if err != nil {
				return err
			}
			report, err := evaluateSummaries(cmd.Context(), all)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.out, report)
			}
			fmt.Fprintf(a.out, "%d documents\n", report.Items)
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
			fmt.Fprintln(w, "\tROUGE-1 P\tR\tF\tROUGE-2 P\tR\tF\tROUGE-L P\tR\tF\t")
			for i, r := range []measure.Rouge{report.Rouge, report.Lead} {
				fmt.Fprintf(w, "%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t\n", []string{"summaries", "first words"}[i],
					r.One.P, r.One.R, r.One.F, r.Two.P, r.Two.R, r.Two.F, r.L.P, r.L.R, r.L.F)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "milliseconds %.1f at the median, %.1f at the 95th percentile\n", report.MS.P50, report.MS.P95)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func evaluateSummaries(ctx context.Context, all []measure.Summarised) (summariesReport, error) {
	report := summariesReport{Items: len(all)}
	var got, lead []measure.Rouge
	var ms []float64
	for _, d := range all {
		evidence, err := evidenceOf(ctx, d.Document)
		if err != nil {
			return report, err
		}
		start := time.Now()
		summary := digest.Read(ctx, d.Title, evidence).Extract(measure.MeanLength(d.Summaries))
		ms = append(ms, float64(time.Since(start).Microseconds())/1000)
		got = append(got, measure.RougeOf(summary, d.Summaries))
		lead = append(lead, measure.RougeOf(d.Lead(), d.Summaries))
	}
	report.Rouge, report.Lead = measure.MeanRouge(got), measure.MeanRouge(lead)
	slices.Sort(ms)
	if len(ms) > 0 {
		report.MS.P50, report.MS.P95 = ms[len(ms)/2], ms[len(ms)*95/100]
	}
	return report, ctx.Err()
}

// evidenceOf is a document's passages, read as coverage is.
func evidenceOf(ctx context.Context, d measure.Document) ([]retrieval.Evidence, error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("read document %q: %w", d.ID, err)
	}
	articles, skipped := ingest.ReadKept(ctx, ingest.Kept{URL: cmp.Or(d.URL, d.ID, d.Title), ContentType: "application/json", Body: raw}, nil)
	if len(articles) == 0 {
		return nil, fmt.Errorf("read document %q as an article: %v", d.ID, skipped)
	}
	var evidence []retrieval.Evidence
	for _, p := range segment.Passages(articles[0]) {
		evidence = append(evidence, retrieval.Evidence{N: len(evidence) + 1, Passage: p, Article: articles[0]})
	}
	return evidence, nil
}
