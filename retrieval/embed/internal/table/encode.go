package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Encode writes the table of words, in order of frequency, and their vectors. Each vector is rounded to int8 with a scale
// of its own; typical is what Table.Typical returns.
func Encode(words []string, vectors [][]float32, typical float32) ([]byte, error) {
	if len(words) == 0 || len(words) != len(vectors) {
		return nil, fmt.Errorf("encode word vectors: %d words and %d vectors; want as many of each, and at least one", len(words), len(vectors))
	}
	largest := float32(0)
	for i, v := range vectors {
		if len(v) != Dims {
			return nil, fmt.Errorf("encode vector of %q: %d components, want %d", words[i], len(v), Dims)
		}
		largest = max(largest, peak(v))
	}
	if !(largest > 0) || math.IsInf(float64(largest), 0) {
		return nil, errors.New("encode word vectors: every vector is zero, or one is not finite")
	}
	step := largest / 127 / math.MaxUint16

	text, blocks, ranks, err := frontCode(words)
	if err != nil {
		return nil, err
	}
	out := []byte(magic)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(words)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(step))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(typical))
	scales := make([]uint16, len(words))
	for i, v := range vectors {
		// Rounded up, so that the largest component still fits an int8.
		scales[i] = uint16(min(math.Ceil(float64(peak(v)/127/step)), math.MaxUint16))
		for _, x := range v {
			q := 0.0
			if scales[i] > 0 {
				q = math.RoundToEven(float64(x / (step * float32(scales[i]))))
			}
			out = append(out, byte(int8(max(-127, min(q, 127)))))
		}
	}
	for _, s := range scales {
		out = binary.LittleEndian.AppendUint16(out, s)
	}
	for _, r := range ranks {
		out = binary.LittleEndian.AppendUint32(out, r)
	}
	for _, b := range blocks {
		out = binary.LittleEndian.AppendUint32(out, b)
	}
	return append(out, text...), nil
}

// frontCode returns the words' text in byte order, where each block of it begins, and the ranks in that order.
func frontCode(words []string) (text []byte, blocks, ranks []uint32, err error) {
	ranks = make([]uint32, len(words))
	for i := range ranks {
		ranks[i] = uint32(i)
	}
	slices.SortFunc(ranks, func(a, b uint32) int {
		if words[a] < words[b] {
			return -1
		}
		return 1
	})
	before := ""
	for i, r := range ranks {
		w := words[r]
		if w == "" || len(w) > maxWord || (i > 0 && w == before) {
			return nil, nil, nil, fmt.Errorf("encode word %q: empty, repeated or longer than %d bytes", w, maxWord)
		}
		shared := 0
		if i%blockLen == 0 {
			blocks = append(blocks, uint32(len(text)))
		} else {
			for shared < min(len(w), len(before)) && w[shared] == before[shared] {
				shared++
			}
		}
		text = append(append(text, byte(shared), byte(len(w)-shared)), w[shared:]...)
		before = w
	}
	return text, blocks, ranks, nil
}

// peak is the largest absolute component.
func peak(v []float32) float32 {
	p := float32(0)
	for _, x := range v {
		if x != x {
			return float32(math.Inf(1))
		}
		p = max(p, x, -x)
	}
	return p
}
