package local

import (
	"dateline/retrieval/analysis"

	index "github.com/blevesearch/bleve_index_api"
	bleve "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// gathering is the units of a segment on their way into its term index: their terms by numbers, for most come many times.
type gathering struct {
	terms              []string
	numbers            map[string]uint32
	passages, articles []gathered
}

// gathered is a unit.
type gathered [fields + 1][]uint32

func (g *gathering) gather(u analysis.Unit) gathered {
	if g.numbers == nil {
		g.numbers = map[string]uint32{}
	}
	var all gathered
	for f, terms := range u {
		if len(terms) == 0 {
			continue
		}
		all[f] = make([]uint32, len(terms))
		for i, term := range terms {
			n, ok := g.numbers[term]
			if !ok {
				n = uint32(len(g.terms))
				g.numbers[term] = n
				g.terms = append(g.terms, term)
			}
			all[f][i] = n
		}
	}
	return all
}

// invert makes a segment of bleve's of units. bleve's own analysis is left out: it is handed counted terms.
func (g *gathering) invert(units []gathered) (bleve.Segment, error) {
	counts := &[fields + 1]counted{}
	for f := range counts {
		counts[f] = counted{name: fieldNames[f], all: g.terms, frequencies: index.TokenFrequencies{}}
	}
	documents := make([]index.Document, len(units))
	for i := range units {
		documents[i] = &document{&units[i], counts}
	}
	made, _, err := new(zap.ZapPlugin).New(documents)
	return made, err
}

// document is a unit as bleve sees it. Its fields are counted anew each time that bleve visits them, in memory that all
// documents share: bleve takes one after another and keeps nothing of a document once it is at the next.
type document struct {
	unit   *gathered
	counts *[fields + 1]counted
}

func (d *document) VisitFields(visit index.FieldVisitor) {
	visit(noID{})
	for f, terms := range d.unit {
		if len(terms) > 0 {
			counts := &d.counts[f]
			counts.terms, counts.done = terms, false
			visit(counts)
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
	terms       []uint32
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
	if len(c.memory) < len(c.terms) {
		c.memory = make([]index.TokenFreq, len(c.terms))
	}
	for _, n := range c.terms {
		f := c.frequencies[c.all[n]]
		if f == nil {
			f = &c.memory[len(c.frequencies)]
			f.SetFrequency(0)
			c.frequencies[c.all[n]] = f
		}
		f.SetFrequency(f.Frequency() + 1)
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
