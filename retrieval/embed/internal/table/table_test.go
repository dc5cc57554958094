package table_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/retrieval/embed/internal/table"
)

// made returns n distinct words and vectors of very different lengths.
func made(n int) ([]string, [][]float32) {
	r := rand.New(rand.NewPCG(1, 2))
	words, vectors := make([]string, n), make([][]float32, n)
	for i := range words {
		words[i] = fmt.Sprintf("%s%d", strings.Repeat("ab", i%4), (i*7919)%n)
		vectors[i] = make([]float32, table.Dims)
		length := math.Exp(r.NormFloat64())
		for d := range vectors[i] {
			vectors[i][d] = float32(length * r.NormFloat64())
		}
	}
	return words, vectors
}

func TestRoundTrip(t *testing.T) {
	for _, n := range []int{1, 15, 16, 17, 1000} {
		words, vectors := made(n)
		raw, err := table.Encode(words, vectors, 2.5)
		if err != nil {
			t.Fatal(err)
		}
		tab, err := table.Open(string(raw))
		if err != nil {
			t.Fatal(err)
		}
		if tab.Len() != n || tab.Typical() != 2.5 {
			t.Errorf("Len, Typical = %d, %v, want %d, 2.5", tab.Len(), tab.Typical(), n)
		}
		for i, w := range words {
			rank, ok := tab.Rank(w)
			if !ok || rank != i {
				t.Fatalf("%d words: Rank(%q) = %d, %v, want %d", n, w, rank, ok, i)
			}
			var got [table.Dims]float32
			tab.Add(&got, rank, 2)
			if c := cosine(got[:], vectors[i]); c < 0.9995 {
				t.Errorf("%q came back with cosine %.6f", w, c)
			}
		}
		for _, w := range []string{"", "a", "zz", "ab", words[0] + "x", words[n-1] + "\x00", strings.Repeat("ab", 200)} {
			if rank, ok := tab.Rank(w); ok {
				t.Errorf("Rank(%q) = %d, want none", w, rank)
			}
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	words, vectors := made(20)
	nan := make([]float32, table.Dims)
	nan[3] = float32(math.NaN())
	for name, c := range map[string]struct {
		words   []string
		vectors [][]float32
		want    string
	}{
		"nothing":        {nil, nil, "at least one"},
		"a word more":    {words, vectors[1:], "20 words and 19 vectors"},
		"a short vector": {words[:1], [][]float32{{1, 2}}, "2 components"},
		"a word twice":   {[]string{"a", "a"}, vectors[:2], `"a"`},
		"an empty word":  {[]string{""}, vectors[:1], `""`},
		"a long word":    {[]string{strings.Repeat("a", 256)}, vectors[:1], "longer"},
		"all zero":       {words[:1], [][]float32{make([]float32, table.Dims)}, "zero"},
		"not a number":   {words[:1], [][]float32{nan}, "finite"},
	} {
		if _, err := table.Encode(c.words, c.vectors, 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	words, vectors := made(40)
	raw, err := table.Encode(words, vectors, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"empty": "", "short": string(raw[:10]), "cut": string(raw[:len(raw)-1]), "longer": string(raw) + "x", "foreign": "x" + string(raw[1:]),
	} {
		if _, err := table.Open(s); err == nil {
			t.Errorf("%s: opened", name)
		}
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
