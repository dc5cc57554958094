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
	Halves           halves                    `json:"auc_halves"`
	BalancedAccuracy float64                   `json:"balanced_accuracy"`
	Threshold        float64                   `json:"threshold"`
	Confusion        map[string]map[string]int `json:"confusion"`
}

// halves are the AUC of either half of the claims, as [measure.Claim.Hash] splits them; 0 where a half has no claim of both
// kinds. Of a file that grounding was fitted on, only the odd half is unseen.
type halves struct {
	Even float64 `json:"even"`
	Odd  float64 `json:"odd"`
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
			fmt.Fprintf(a.out, "half by half, split by claim: %.3f even (which grounding was fitted on, if this is a file it was fitted on), %.3f odd (unseen)\n", report.Halves.Even, report.Halves.Odd)
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
	report.Halves = halves{Even: half(items, scores, right, 0), Odd: half(items, scores, right, 1)}
	report.BalancedAccuracy = (kept.value() + dropped.value()) / 2
	return report
}

// half is the AUC of the claims whose hash is even (0) or odd (1).
func half(items []measure.Claim, scores []float64, right []bool, side uint32) float64 {
	var some []float64
	var of []bool
	both := map[bool]bool{}
	for i, item := range items {
		if item.Hash()%2 == side {
			some, of = append(some, scores[i]), append(of, right[i])
			both[right[i]] = true
		}
	}
	if len(both) < 2 {
		return 0
	}
	return measure.AUC(some, of)
}
