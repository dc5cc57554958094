package embed

import (
	"context"
	_ "embed"
	"math"
	"strings"
	"sync"

	"dateline/retrieval/embed/internal/sif"
	"dateline/retrieval/embed/internal/table"
)

//go:generate go run ./internal/generate -o static.bin $PACKAGE

//go:embed static.bin
var raw string

// Dims is the number of components of Static's vectors.
const Dims = table.Dims

// identity names the table and the way from text to vector. A test holds both fast: whoever changes either counts it up,
// so that indexes made before are made again.
const identity = "static-glove6b-100d-v1"

// Static is the embedder that is compiled in. It is safe for concurrent use and holds no memory of its own: the table is
// read where the operating system maps the program's file.
type Static struct {
	table *table.Table
	law   sif.Law
}

// NewStatic opens the table. It takes microseconds, and nothing is decoded.
func NewStatic() *Static { return static() }

var static = sync.OnceValue(func() *Static {
	t, err := table.Open(raw)
	if err != nil {
		panic(err) // the program was built with a broken static.bin
	}
	return &Static{table: t, law: sif.Of(t.Len())}
})

// Identity names the table and the method; vectors of different identities do not compare.
func (s *Static) Identity() string { return identity }

// Embeds reports whether the table has the words of a language, told by its BCP 47 tag: of English alone. What names no
// language is taken for it.
func (s *Static) Embeds(tag string) bool {
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	return language == "" || language == "en"
}

// Embed returns a vector of Dims components and unit length for each text. Its only error is the context's.
func (s *Static) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		vectors[i] = s.Vector(text)
	}
	return vectors, nil
}

// Vector returns the text's vector, of Dims components and unit length. A text without letters and digits has a vector
// too, the same for all of them.
func (s *Static) Vector(text string) []float32 {
	v, _ := s.sum(text)
	return v
}

// Word returns the unit vector of one word as Vector does, or of the words that it stands for ("US", "cease-fire"). It
// returns false where the word is a number or unknown, so that its vector tells its spelling and not its meaning.
func (s *Static) Word(w string) ([]float32, bool) { return s.sum(w) }

// Weight is the word's weight in a text, from near 0 for "the" to 1 for what the table lacks; 0 where there is no word.
// A word that stands for several weighs what the rarest of them does.
func (s *Static) Weight(w string) float64 {
	weight := 0.0
	for p := range s.pieces(w) {
		weight = max(weight, s.weight(p))
	}
	return weight
}

// weight is SIF's for a word of the table, and its limit for a probability of 0 for all else.
func (s *Static) weight(p piece) float64 {
	if p.kind != known {
		return 1
	}
	return s.law.Weight(p.rank)
}

// sum adds the text's pieces, weighted, and normalises. It reports whether one of them is a word of the table.
func (s *Static) sum(text string) (vector []float32, anyKnown bool) {
	var sum [Dims]float32
	for p := range s.pieces(text) {
		weight := float32(s.weight(p))
		switch p.kind {
		case known:
			s.table.Add(&sum, p.rank, weight)
			anyKnown = true
		case number:
			addSigns(&sum, p.spelling, weight*numberLength*s.table.Typical())
		case unknown:
			addSpelling(&sum, p.spelling, weight*s.table.Typical())
		}
	}
	vector = make([]float32, Dims)
	if !unit(vector, sum[:]) {
		var fixed [Dims]float32
		addSigns(&fixed, "", 1)
		unit(vector, fixed[:])
	}
	return vector, anyKnown
}

// unit writes v, scaled to length 1, into dst. It reports false and writes nothing where v has no direction.
func unit(dst, v []float32) bool {
	square := 0.0
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	length := math.Sqrt(square)
	if !(length > 1e-20) || math.IsInf(length, 0) {
		return false
	}
	for i, x := range v {
		dst[i] = float32(float64(x) / length)
	}
	return true
}

// DenseWeight is how much the vectors' similarity weighs in a fused score beside the terms' 1: little, since the mean of a
// text's words says what it is about and not what it says.
func (s *Static) DenseWeight() float64 { return 0.2 }
