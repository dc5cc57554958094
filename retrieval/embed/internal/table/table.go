// Package table is the one file format of the embedded word vectors: written once by the generator, and read in place
// from the bytes that go:embed maps, so that opening it costs a header and a lookup touches a few pages.
//
// All numbers are little-endian. The sections follow each other without gaps:
//
//	magic    8 bytes
//	header   uint32 words, uint32 bytes of text, float32 step of the scales, float32 typical length of a rare word
//	vectors  Dims int8 a word, in order of rank, so that the frequent words of any text lie together
//	scales   uint16 a word, in order of rank: a component is its int8 × scale × step
//	ranks    uint32 a word, in the words' byte order
//	blocks   uint32 a block of 16 words: where in the text it begins
//	text     the words in byte order, front-coded within a block: bytes shared with the word before (1 byte), bytes
//	         that follow (1 byte), those bytes
package table

import (
	"fmt"
	"math"
)

// Dims is the number of components of a vector.
const Dims = 100

const (
	magic     = "DLVECT01"
	headerLen = len(magic) + 4*4
	blockLen  = 16  // words
	maxWord   = 255 // bytes
)

// Table is a table of words and vectors, read in place. It is safe for concurrent use.
type Table struct {
	words   int
	step    float32
	typical float32
	vectors string
	scales  string
	ranks   string
	blocks  string
	text    string
}

// Open checks the header and the sizes of raw and keeps it. Nothing is decoded.
func Open(raw string) (*Table, error) {
	if len(raw) < headerLen || raw[:len(magic)] != magic {
		return nil, fmt.Errorf("open word vectors: not a table of this version (want %q at the start); generate it again", magic)
	}
	words, text := int(u32(raw, len(magic))), int(u32(raw, len(magic)+4))
	blocks := (words + blockLen - 1) / blockLen
	want := headerLen + words*(Dims+2+4) + blocks*4 + text
	if len(raw) != want {
		return nil, fmt.Errorf("open word vectors: %d bytes where the header tells of %d; generate the table again", len(raw), want)
	}
	t := &Table{
		words:   words,
		step:    math.Float32frombits(u32(raw, len(magic)+8)),
		typical: math.Float32frombits(u32(raw, len(magic)+12)),
	}
	rest := raw[headerLen:]
	cut := func(n int) (section string) {
		section, rest = rest[:n], rest[n:]
		return section
	}
	t.vectors, t.scales = cut(words*Dims), cut(words*2)
	t.ranks, t.blocks, t.text = cut(words*4), cut(blocks*4), rest
	return t, nil
}

// Len is the number of words.
func (t *Table) Len() int { return t.words }

// Typical is the length of a rare word's vector: the scale of a vector that is made up for a word not in the table.
func (t *Table) Typical() float32 { return t.typical }

// Rank is the word's place in the order of frequency, from 0; false where the table does not have the word.
func (t *Table) Rank(word string) (int, bool) {
	lo, hi := 0, len(t.blocks)/4 // the block sought begins at or before word
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.head(mid) <= word {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0, false
	}
	block := lo - 1
	at := int(u32(t.blocks, block*4))
	var buf [maxWord]byte
	for i := block * blockLen; i < min((block+1)*blockLen, t.words); i++ {
		shared, n := int(t.text[at]), int(t.text[at+1])
		copy(buf[shared:], t.text[at+2:at+2+n])
		at += 2 + n
		if string(buf[:shared+n]) == word {
			return int(u32(t.ranks, i*4)), true
		}
	}
	return 0, false
}

// Add adds weight times the vector of the word of that rank to sum.
func (t *Table) Add(sum *[Dims]float32, rank int, weight float32) {
	weight *= t.step * float32(u16(t.scales, rank*2))
	row := t.vectors[rank*Dims : (rank+1)*Dims]
	for i := range sum {
		sum[i] += weight * float32(int8(row[i]))
	}
}

// head is the first word of a block.
func (t *Table) head(block int) string {
	at := int(u32(t.blocks, block*4))
	return t.text[at+2 : at+2+int(t.text[at+1])]
}

func u16(s string, at int) uint16 {
	return uint16(s[at]) | uint16(s[at+1])<<8
}

func u32(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}
