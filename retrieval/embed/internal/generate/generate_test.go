package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval/embed/internal/sif"
	"dateline/retrieval/embed/internal/table"
)

const fixture = "testdata/package"

// TestRun makes a table from a small package and finds in it the words worth keeping, in order, with their vectors.
func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "static.bin")
	var out, errs bytes.Buffer
	if err := run([]string{"-o", path, "-words", "13", fixture}, &out, &errs); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "13 of 24 words") {
		t.Errorf("said %q", out.String())
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tab, err := table.Open(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"the", "of", "said", "minister", "government", "truce", "ceasefire", "cease-fire", "aleppo", "f-16",
		"g20", "mid-1990s", "banana"}
	if tab.Len() != len(want) {
		t.Errorf("%d words, want %d", tab.Len(), len(want))
	}
	vector := make(map[string][]float32)
	for i, w := range want {
		if rank, ok := tab.Rank(w); !ok || rank != i {
			t.Errorf("Rank(%q) = %d, %v, want %d", w, rank, ok, i)
		}
		var v [table.Dims]float32
		tab.Add(&v, i, 1)
		vector[w] = v[:]
	}

	// The table is what whitening returned, but for rounding.
	all, err := readPackage(fixture)
	if err != nil {
		t.Fatal(err)
	}
	words, vectors := choose(all, 13)
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if typical := whiten(vectors); typical != tab.Typical() {
		t.Errorf("typical length %v, in the table %v", typical, tab.Typical())
	}
	for i, w := range words {
		if c := cosine(vectors[i], vector[w]); c < 0.9999 {
			t.Errorf("%q: cosine %.6f with what was written", w, c)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	write := func(json string) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, packageFile), []byte(json), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for name, c := range map[string]struct {
		dir, want string
	}{
		"no package":         {t.TempDir(), packageFile},
		"not JSON":           {write("words"), "invalid character"},
		"not an object":      {write("[]"), "object"},
		"no words":           {write("{}"), `"words"`},
		"a word unexplained": {write(`{"words":["truce"],"vectors":{}}`), `"truce" has no vector`},
		"a short vector":     {write(`{"words":["truce"],"vectors":{"truce":[1,2]}}`), "2 numbers"},
		"cut short":          {write(`{"words":["truce"],"vectors":{"truce":[1,`), "truce"},
		"only punctuation":   {write(`{"words":[","],"vectors":{",":[` + strings.Repeat("1,", 99) + `1]}}`), "no word worth keeping"},
	} {
		out := filepath.Join(t.TempDir(), "static.bin")
		err := run([]string{"-o", out, c.dir}, &bytes.Buffer{}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: a table was written", name)
		}
	}
	if err := run(nil, &bytes.Buffer{}, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "NOTICE.md") {
		t.Errorf("without an argument: %v", err)
	}
}

func TestWorth(t *testing.T) {
	for word, want := range map[string]bool{
		"aleppo": true, "cease-fire": true, "al-assad": true, "t-shirt": true, "h1n1": true, "f-16": true, "g20": true,
		"mid-1990s": true, "mp3": true,
		"a": false, ",": false, "--": false, "anti-": false, "euro483": false, "update1": false, "cac40000": false,
		"2016": false, "oly-2004-gymnastics": false, "consumers--edge": false, "'": false,
	} {
		if got := worth(word); got != want {
			t.Errorf("worth(%q) = %v, want %v", word, got, want)
		}
	}
}

// TestWhiten checks that texts have equal variance along what is left and none along what was removed.
func TestWhiten(t *testing.T) {
	all, err := readPackage(fixture)
	if err != nil {
		t.Fatal(err)
	}
	_, vectors := choose(all, 100)
	whiten(vectors)
	law, d := sif.Of(len(vectors)), table.Dims
	moment, mean := make([]float64, d*d), make([]float64, d)
	for rank, v := range vectors {
		p, w := law.Probability(rank), law.Weight(rank)
		for i := range d {
			mean[i] += p * w * float64(v[i])
			for j := range d {
				moment[i*d+j] += p * w * w * float64(v[i]) * float64(v[j]) / bag
			}
		}
	}
	for i := range d {
		for j := range d {
			moment[i*d+j] += (1 - 1.0/bag) * mean[i] * mean[j]
		}
	}
	values, _ := eigen(moment, d)
	left := len(vectors) - common
	if got := values[left-1] / values[0]; math.Abs(got-1) > 1e-3 {
		t.Errorf("the directions left have variances from 1 to %.4f", got)
	}
	if got := values[left] / values[0]; got > 1e-6 {
		t.Errorf("a direction that should be gone has the variance %.2g of the rest", got)
	}
}

func TestEigen(t *testing.T) {
	values, axes := eigen([]float64{2, 1, 0, 1, 2, 0, 0, 0, 5}, 3)
	if want := []float64{5, 3, 1}; !slices.EqualFunc(values, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
		t.Errorf("values %v, want %v", values, want)
	}
	if x := math.Abs(axes[1][0]); math.Abs(x-math.Sqrt(0.5)) > 1e-9 || math.Abs(axes[1][0]-axes[1][1]) > 1e-9 {
		t.Errorf("second axis %v, want (1,1,0)/√2 up to its sign", axes[1])
	}
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}
