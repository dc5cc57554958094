package measure_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/measure"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func nearly(a, b measure.Metrics) bool {
	return near(a.NDCG10, b.NDCG10) && near(a.MAP, b.MAP) && near(a.MRR, b.MRR) && near(a.Recall10, b.Recall10) && near(a.Recall100, b.Recall100)
}

// ranking is distinct documents, those given at the ranks given.
func ranking(n int, at map[int]string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("wrong%d", i+1)
		if id, ok := at[i+1]; ok {
			all[i] = id
		}
	}
	return all
}

// Computed by hand; log2(3) = 1.584962500721156.
func TestOf(t *testing.T) {
	const log3 = 1.584962500721156
	for name, tt := range map[string]struct {
		ranking []string
		grades  map[string]int
		want    measure.Metrics
	}{
		"perfect": {
			[]string{"a", "b"}, map[string]int{"a": 1, "b": 1},
			measure.Metrics{NDCG10: 1, MAP: 1, MRR: 1, Recall10: 1, Recall100: 1},
		},
		"right ones at 1 and 3, one missing": {
			[]string{"a", "x", "b", "y"}, map[string]int{"a": 1, "b": 1, "c": 1},
			measure.Metrics{NDCG10: (1 + 0.5) / (1 + 1/log3 + 0.5), MAP: (1 + 2.0/3) / 3, MRR: 1, Recall10: 2.0 / 3, Recall100: 2.0 / 3},
		},
		"at rank 3 alone": {
			[]string{"x", "y", "a"}, map[string]int{"a": 1},
			measure.Metrics{NDCG10: 0.5, MAP: 1.0 / 3, MRR: 1.0 / 3, Recall10: 1, Recall100: 1},
		},
		"grades are gains": {
			[]string{"a", "b"}, map[string]int{"a": 1, "b": 2},
			measure.Metrics{NDCG10: (1 + 2/log3) / (2 + 1/log3), MAP: 1, MRR: 1, Recall10: 1, Recall100: 1},
		},
		"judged wrong": {
			[]string{"x", "a"}, map[string]int{"x": 0, "z": -1, "a": 1},
			measure.Metrics{NDCG10: 1 / log3, MAP: 0.5, MRR: 0.5, Recall10: 1, Recall100: 1},
		},
		"at rank 11": {
			ranking(20, map[int]string{11: "a"}), map[string]int{"a": 1},
			measure.Metrics{MAP: 1.0 / 11, MRR: 1.0 / 11, Recall100: 1},
		},
		"at rank 101": {
			ranking(101, map[int]string{101: "a"}), map[string]int{"a": 1},
			measure.Metrics{MAP: 1.0 / 101, MRR: 1.0 / 101},
		},
		"twelve right ones, ten found": {
			[]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
			map[string]int{"0": 1, "1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "8": 1, "9": 1, "10": 1, "11": 1},
			measure.Metrics{NDCG10: 1, MAP: 10.0 / 12, MRR: 1, Recall10: 10.0 / 12, Recall100: 10.0 / 12},
		},
		"nothing found":    {nil, map[string]int{"a": 1}, measure.Metrics{}},
		"nothing is right": {[]string{"a"}, map[string]int{"a": 0}, measure.Metrics{}},
		"nothing judged":   {[]string{"a"}, nil, measure.Metrics{}},
	} {
		if got := measure.Of(tt.ranking, tt.grades); !nearly(got, tt.want) {
			t.Errorf("%s\n got %+v\nwant %+v", name, got, tt.want)
		}
	}
}

func TestMean(t *testing.T) {
	got := measure.Mean([]measure.Metrics{{NDCG10: 1, MAP: 1, MRR: 1, Recall10: 1, Recall100: 1}, {NDCG10: 0.5, Recall100: 1}})
	if want := (measure.Metrics{NDCG10: 0.75, MAP: 0.5, MRR: 0.5, Recall10: 0.5, Recall100: 1}); !nearly(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := measure.Mean(nil); got != (measure.Metrics{}) {
		t.Errorf("of nothing %+v", got)
	}
}

func TestAUC(t *testing.T) {
	for name, tt := range map[string]struct {
		scores []float64
		right  []bool
		want   float64
	}{
		"all right above all wrong": {[]float64{0.9, 0.8, 0.2, 0.1}, []bool{true, true, false, false}, 1},
		"the other way":             {[]float64{0.1, 0.9}, []bool{true, false}, 0},
		"one of four pairs wrong":   {[]float64{4, 2, 3, 1}, []bool{true, true, false, false}, 0.75},
		"all tied":                  {[]float64{1, 1, 1}, []bool{true, false, true}, 0.5},
		"one tie in two pairs":      {[]float64{2, 1, 1}, []bool{true, true, false}, 0.75},
		"ties within one kind":      {[]float64{2, 2, 1, 1}, []bool{true, true, false, false}, 1},
		"no wrong one":              {[]float64{2, 1}, []bool{true, true}, 0.5},
		"nothing":                   {nil, nil, 0.5},
	} {
		if got := measure.AUC(tt.scores, tt.right); !near(got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

// A score that is no number ranks below all others and does not hang the measurement.
func TestAUCOfNaN(t *testing.T) {
	if got := measure.AUC([]float64{math.NaN(), 1}, []bool{false, true}); got != 1 {
		t.Errorf("got %v", got)
	}
}

func TestEvaluate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := &measure.Set{
			Queries: []measure.Query{{ID: "1"}, {ID: "2"}, {ID: "unjudged"}, {ID: "none right"}, {ID: "left out"}},
			Grades: map[string]map[string]int{
				"1": {"a": 1}, "2": {"b": 1}, "none right": {"a": 0}, "left out": {"a": 1},
			},
		}
		var asked []string
		rank := func(_ context.Context, q measure.Query) ([]string, error) {
			asked = append(asked, q.ID)
			time.Sleep(3 * time.Millisecond)
			return []string{"a", "b"}, nil
		}
		run, n, err := measure.Evaluate(t.Context(), set, func(q measure.Query) bool { return q.ID != "left out" }, rank)
		if err != nil || n != 2 || !slices.Equal(asked, []string{"1", "2"}) {
			t.Fatalf("%d queries, asked %q, error %v", n, asked, err)
		}
		if run.MRR != 0.75 || run.MillisecondsPerQuery != 3 {
			t.Errorf("run %+v", run)
		}
		broken := errors.New("index closed")
		_, _, err = measure.Evaluate(t.Context(), set, func(measure.Query) bool { return true },
			func(context.Context, measure.Query) ([]string, error) { return nil, broken })
		if !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
	})
}
