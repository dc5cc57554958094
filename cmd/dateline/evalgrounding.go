package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dateline/bot/ground"
	"dateline/retrieval/embed"
	"dateline/retrieval/measure"
)

// groundingReport is what eval grounding --json prints. Confusion counts items by label and by what grounding said.
type groundingReport struct {
	Items            int                       `json:"items"`
	AUC              float64                   `json:"auc"`
	BalancedAccuracy float64                   `json:"balanced_accuracy"`
	Threshold        float64                   `json:"threshold"`
	Confusion        map[string]map[string]int `json:"confusion"`
}

func (a *app) evalGroundingCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "grounding FILE",
		Short:   "How well grounding tells supported claims from others",
		Example: "  dateline eval grounding path/to/claims.jsonl",
		Args:    onePath,
		RunE: func(cmd *cobra.Command, args []string) error {
			items, err := measure.Claims(args[0])
			if err != nil {
				return err
			}
			report := evaluateGrounding(items)
			if asJSON {
				return printJSON(a.out, report)
			}
			fmt.Fprintf(a.out, "%d claims, AUC %.3f, balanced accuracy %.3f at threshold %.2f\n", report.Items, report.AUC, report.BalancedAccuracy, report.Threshold)
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
			fmt.Fprintln(w, "label\tkept\tdropped\t")
			for _, label := range measure.Labels {
				fmt.Fprintf(w, "%s\t%d\t%d\t\n", label, report.Confusion[label]["kept"], report.Confusion[label]["dropped"])
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func evaluateGrounding(items []measure.Claim) groundingReport {
	grounder := ground.New(embed.NewStatic())
	report := groundingReport{Items: len(items), Threshold: ground.Threshold, Confusion: map[string]map[string]int{}}
	scores := make([]float64, len(items))
	right := make([]bool, len(items))
	var kept, dropped share
	for i, item := range items {
		scores[i] = grounder.Support(item.Claim, item.Evidence)
		right[i] = item.Label == measure.Labels[0]
		says := "dropped"
		if scores[i] >= ground.Threshold {
			says = "kept"
		}
		if report.Confusion[item.Label] == nil {
			report.Confusion[item.Label] = map[string]int{}
		}
		report.Confusion[item.Label][says]++
		if right[i] {
			kept.add(says == "kept")
		} else {
			dropped.add(says == "dropped")
		}
	}
	report.AUC = measure.AUC(scores, right)
	report.BalancedAccuracy = (kept.value() + dropped.value()) / 2
	return report
}
