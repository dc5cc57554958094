// Package measure says how good a ranking, a verdict on claims or a summary is: recall at k, mean reciprocal rank, mean average
// precision and nDCG, AUC, and ROUGE, over judged sets laid out as BEIR's are.
package measure

import (
	"cmp"
	"math"
	"slices"
)

// Metrics are averages over queries that have at least one right document.
type Metrics struct {
	NDCG10    float64 `json:"ndcg@10"`
	MAP       float64 `json:"map"`
	MRR       float64 `json:"mrr"`
	Recall10  float64 `json:"recall@10"`
	Recall100 float64 `json:"recall@100"`
}

// Of measures one ranking of distinct document IDs, best first, against its grades (above 0 is right). The gain of nDCG
// is the grade itself and its discount log2(rank+1) (Järvelin and Kekäläinen 2002), as trec_eval computes it.
func Of(ranking []string, grades map[string]int) Metrics {
	var m Metrics
	right := 0
	var gains []float64
	for _, g := range grades {
		if g > 0 {
			right++
			gains = append(gains, float64(g))
		}
	}
	if right == 0 {
		return m
	}
	found, dcg := 0, 0.0
	for i, id := range ranking {
		g := grades[id]
		if g <= 0 {
			continue
		}
		found++
		rank := float64(i + 1)
		m.MAP += float64(found) / rank
		if found == 1 {
			m.MRR = 1 / rank
		}
		if i < 10 {
			dcg += float64(g) / math.Log2(rank+1)
			m.Recall10++
		}
		if i < 100 {
			m.Recall100++
		}
	}
	m.NDCG10 = dcg / idealDCG(gains)
	m.MAP /= float64(right)
	m.Recall10 /= float64(right)
	m.Recall100 /= float64(right)
	return m
}

// Mean averages metrics; no metrics have the mean 0.
func Mean(all []Metrics) Metrics {
	var sum Metrics
	for _, m := range all {
		sum.NDCG10 += m.NDCG10
		sum.MAP += m.MAP
		sum.MRR += m.MRR
		sum.Recall10 += m.Recall10
		sum.Recall100 += m.Recall100
	}
	n := math.Max(1, float64(len(all)))
	return Metrics{sum.NDCG10 / n, sum.MAP / n, sum.MRR / n, sum.Recall10 / n, sum.Recall100 / n}
}

func idealDCG(gains []float64) float64 {
	slices.Sort(gains)
	slices.Reverse(gains)
	ideal := 0.0
	for i, g := range gains[:min(10, len(gains))] {
		ideal += g / math.Log2(float64(i)+2)
	}
	return ideal
}

// AUC is the probability that a right item scores above a wrong one, ties counting half (Mann and Whitney 1947); 0.5
// where either kind is missing.
func AUC(scores []float64, right []bool) float64 {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(scores[a], scores[b]) })
	rights, sum := 0.0, 0.0
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && scores[order[to]] == scores[order[from]] {
			to++
		}
		rank := float64(from+1+to) / 2 // the mean rank of the tied
		for _, i := range order[from:to] {
			if right[i] {
				rights++
				sum += rank
			}
		}
		from = to
	}
	wrongs := float64(len(order)) - rights
	if rights == 0 || wrongs == 0 {
		return 0.5
	}
	return (sum - rights*(rights+1)/2) / (rights * wrongs)
}
