package local

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"dateline/retrieval/analysis"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// The fields of a text index, those of the words behind the others'.
const (
	fieldBody     = analysis.Body
	fieldContext  = analysis.Context
	fieldArticle  = analysis.Article
	fieldHeadline = analysis.Headline
	fieldOutlet   = analysis.Outlet
	fields        = analysis.Fields
	fieldWords    = analysis.Words
)

var fieldNames = [fields + 1]string{"body", "context", "article", "headline", "outlet", "words"}

// terms is the term index of one segment: a bleve index of its units. bleve keeps the postings; analysis and scoring are
// ours, for the reasons in the package comment.
type terms struct {
	index  bleve.Index
	reader index.IndexReader
	units  []uint32 // by bleve's numbers, which are in no order, the unit's own
}

// boltTimeout bounds the wait for bleve's own lock, which nothing should hold: an index is opened only once it is built.
const boltTimeout = "5s"

// newMapping keeps terms as they come, and nothing but their frequencies.
func newMapping() (mapping.IndexMapping, error) {
	const terms = "terms"
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(terms, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping())
	for _, name := range fieldNames {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = terms, false, false, false, false
		m.DefaultMapping.AddFieldMappingsAt(name, f)
	}
	return m, nil
}

// wordsUnit bounds the words of one unit.
const wordsUnit = 20_000

// batchUnits bounds the memory that analysing for bleve takes.
const batchUnits = 1000

// buildTerms writes the term index of units to a new folder. Units that end early with ctx make none, for bleve cannot
// build of nothing.
func buildTerms(ctx context.Context, path string, units iter.Seq2[int, analysis.Unit]) error {
	m, err := newMapping()
	if err != nil {
		return err
	}
	builder, err := bleve.NewBuilder(path, m, map[string]any{"buildPathPrefix": path, "batchSize": batchUnits})
	if err != nil {
		return err
	}
	for n, u := range units {
		if err := addUnit(builder, n, u); err != nil {
			return err // what is half built goes with the segment's folder
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return builder.Close()
}

// memoryTerms makes the same index without a folder.
func memoryTerms(units iter.Seq2[int, analysis.Unit]) (*terms, error) {
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	idx, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	if err := fill(idx, units); err != nil {
		idx.Close()
		return nil, err
	}
	return newTerms(idx)
}

func fill(idx bleve.Index, units iter.Seq2[int, analysis.Unit]) error {
	batch := idx.NewBatch()
	for n, u := range units {
		if err := addUnit(batch, n, u); err != nil {
			return err
		}
		if batch.Size() == batchUnits {
			if err := idx.Batch(batch); err != nil {
				return err
			}
			batch = idx.NewBatch()
		}
	}
	return idx.Batch(batch)
}

// addUnit adds a unit by its number to what bleve builds.
func addUnit(index interface{ Index(string, any) error }, n int, u analysis.Unit) error {
	texts := map[string]any{}
	for f, terms := range u {
		if len(terms) > 0 {
			texts[fieldNames[f]] = strings.Join(terms, " ")
		}
	}
	return index.Index(strconv.Itoa(n), texts)
}

// openTerms opens a term index for reading; any number of readers may.
func openTerms(path string) (*terms, error) {
	idx, err := bleve.OpenUsing(path, map[string]any{"read_only": true, "bolt_timeout": boltTimeout})
	if err != nil {
		return nil, err
	}
	return newTerms(idx)
}

func newTerms(idx bleve.Index) (_ *terms, err error) {
	t := &terms{index: idx}
	defer func() {
		if err != nil {
			t.close()
		}
	}()
	inner, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	if t.reader, err = inner.Reader(); err != nil {
		return nil, err
	}
	count, err := t.reader.DocCount()
	if err != nil {
		return nil, err
	}
	t.units = make([]uint32, count)
	for n := range t.units {
		id, err := t.reader.ExternalID(index.NewIndexInternalID(nil, uint64(n)))
		if err != nil {
			return nil, err
		}
		u, err := strconv.ParseUint(id, 10, 32)
		if err != nil || u >= count {
			return nil, fmt.Errorf("term index holds a unit %q of %d", id, count)
		}
		t.units[n] = uint32(u)
	}
	return t, nil
}

// posting is a unit whose field holds a term, and how often.
type posting struct{ unit, frequency uint32 }

// postings appends those of a term to a list. They are read where bleve keeps them, segment by segment, and not through
// its reader, which writes each anew: that saves a tenth to a fifth of a search.
func (t *terms) postings(f analysis.Field, term string, list []posting) ([]posting, error) {
	units := t.units
	for _, s := range t.reader.(*scorch.IndexSnapshot).Segments() {
		dictionary, err := s.Segment().Dictionary(fieldNames[f])
		if err != nil {
			return list, err
		}
		held, err := dictionary.PostingsList([]byte(term), nil, nil)
		if err != nil {
			return list, err
		}
		list = slices.Grow(list, int(held.Count()))
		for all := held.Iterator(true, false, false, nil); ; {
			p, err := all.Next()
			if err != nil {
				return list, err
			}
			if p == nil {
				break
			}
			list = append(list, posting{units[p.Number()], uint32(p.Frequency())})
		}
		units = units[s.FullSize():]
	}
	return list, nil
}

func (t *terms) close() {
	if t.reader != nil {
		t.reader.Close()
	}
	t.index.Close()
}
