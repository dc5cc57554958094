package local

import (
	"slices"

	"dateline/retrieval/analysis"

	index "github.com/blevesearch/bleve_index_api"
	bleve "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// gathering is the units of a segment on their way into its term index: their terms by numbers, for most come many times.
type gathering struct {
	terms              []string
	numbers            map[string]uint32
	at                 []int // by number, where counts has it, plus one; zero between fields
	counts             []count
	passages, articles []gathered
}

// count is a term, by its number, and how often a field holds it.
type count struct {
	term  uint32
	times int32
}

// gathered is a unit.
type gathered [fields + 1][]count

func (g *gathering) gather(u analysis.Unit) gathered {
	if g.numbers == nil {
		g.numbers = map[string]uint32{}
	}
	var all gathered
	for f, terms := range u {
		g.counts = g.counts[:0]
		for _, term := range terms {
			n, ok := g.numbers[term]
			if !ok {
				n = uint32(len(g.terms))
				g.numbers[term] = n
				g.terms, g.at = append(g.terms, term), append(g.at, 0)
			}
			if g.at[n] == 0 {
				g.counts = append(g.counts, count{term: n})
				g.at[n] = len(g.counts)
			}
			g.counts[g.at[n]-1].times++
		}
		for _, c := range g.counts {
			g.at[c.term] = 0
		}
		all[f] = slices.Clone(g.counts)
	}
	return all
}

// invert makes a segment of bleve's of units. bleve's own analysis is left out: it is handed counted terms.
func (g *gathering) invert(units []gathered) (bleve.Segment, error) {
	shared := &[fields + 1]counted{}
	for f := range shared {
		shared[f] = counted{name: fieldNames[f], all: g.terms, frequencies: index.TokenFrequencies{}}
	}
	documents := make([]index.Document, len(units))
	for i := range units {
		documents[i] = &document{&units[i], shared}
	}
	made, _, err := new(zap.ZapPlugin).New(documents)
	return made, err
}

// document is a unit as bleve sees it. Its counts are put before bleve in memory that all documents share: bleve takes one
// after another and keeps nothing of a document once it is at the next.
type document struct {
	unit   *gathered
	fields *[fields + 1]counted
}

func (d *document) VisitFields(visit index.FieldVisitor) {
	visit(noID{})
	for f, counts := range d.unit {
		if len(counts) > 0 {
			field := &d.fields[f]
			field.counts, field.done = counts, false
			visit(field)
		}
	}
}

func (d *document) ID() string                                 { return "" }
func (d *document) Size() int                                  { return 0 }
func (d *document) VisitComposite(index.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                         { return false }
func (d *document) NumPlainTextBytes() uint64                  { return 0 }
func (d *document) AddIDField()                                {}
func (d *document) StoredFieldsBytes() uint64                  { return 0 }
func (d *document) Indexed() bool                              { return true }

// counted is a field of a unit, with how often it holds each of its terms.
type counted struct {
	name        string
	all         []string // terms by number
	counts      []count
	done        bool
	frequencies index.TokenFrequencies
	memory      []index.TokenFreq
}

func (c *counted) AnalyzedTokenFrequencies() index.TokenFrequencies {
	if c.done {
		return c.frequencies
	}
	c.done = true
	clear(c.frequencies)
	if len(c.memory) < len(c.counts) {
		c.memory = make([]index.TokenFreq, len(c.counts))
	}
	for i, n := range c.counts {
		f := &c.memory[i]
		f.SetFrequency(int(n.times))
		c.frequencies[c.all[n.term]] = f
	}
	return c.frequencies
}

func (c *counted) Name() string                        { return c.name }
func (c *counted) Value() []byte                       { return nil }
func (c *counted) ArrayPositions() []uint64            { return nil }
func (c *counted) EncodedFieldType() byte              { return 't' }
func (c *counted) Analyze()                            {}
func (c *counted) Options() index.FieldIndexingOptions { return index.IndexField }
func (c *counted) AnalyzedLength() int                 { return 0 } // which nobody asks bleve for
func (c *counted) NumPlainTextBytes() uint64           { return 0 }

// noID stands where bleve wants a document's ID.
type noID struct{}

func (noID) Name() string                                     { return "_id" }
func (noID) Value() []byte                                    { return nil }
func (noID) ArrayPositions() []uint64                         { return nil }
func (noID) EncodedFieldType() byte                           { return 't' }
func (noID) Analyze()                                         {}
func (noID) Options() index.FieldIndexingOptions              { return index.IndexField | index.StoreField }
func (noID) AnalyzedLength() int                              { return 0 }
func (noID) AnalyzedTokenFrequencies() index.TokenFrequencies { return nil }
func (noID) NumPlainTextBytes() uint64                        { return 0 }
