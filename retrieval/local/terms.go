package local

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// field is one text by which a unit is found. Passages have a body; articles have all others, of which the context speaks
// for each of their passages.
type field int

const (
	fieldBody     field = iota // a passage's own text
	fieldContext               // an article's headline and lede
	fieldArticle               // an article's headline and its passages, related headlines apart
	fieldHeadline              // an article's headline once more
	fieldOutlet                // its outlet's name
	fields
)

var fieldNames = [fields]string{"body", "context", "article", "headline", "outlet"}

// unit is a passage or an article as the term index takes it: the terms of each field.
type unit [fields][]string

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

// batchUnits bounds the memory that analysing for bleve takes.
const batchUnits = 1000

// buildTerms writes the term index of units to a new folder. Units that end early with ctx make none, for bleve cannot
// build of nothing.
func buildTerms(ctx context.Context, path string, units iter.Seq2[int, unit]) error {
	m, err := newMapping()
	if err != nil {
		return err
	}
	builder, err := bleve.NewBuilder(path, m, map[string]any{"buildPathPrefix": path, "batchSize": batchUnits})
	if err != nil {
		return err
	}
	for n, u := range units {
		if err := u.addTo(builder, n); err != nil {
			return err // what is half built goes with the segment's folder
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return builder.Close()
}

// memoryTerms makes the same index without a folder.
func memoryTerms(units iter.Seq2[int, unit]) (*terms, error) {
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

func fill(idx bleve.Index, units iter.Seq2[int, unit]) error {
	batch := idx.NewBatch()
	for n, u := range units {
		if err := u.addTo(batch, n); err != nil {
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

// addTo adds the unit by its number to what bleve builds.
func (u unit) addTo(index interface{ Index(string, any) error }, n int) error {
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

// postings visits every unit whose field holds the term, with how often.
func (t *terms) postings(ctx context.Context, f field, term string, visit func(unit int, frequency float64)) (err error) {
	postings, err := t.reader.TermFieldReader(ctx, []byte(term), fieldNames[f], true, false, false)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := postings.Close(); err == nil {
			err = cerr
		}
	}()
	var posting index.TermFieldDoc
	for {
		p, err := postings.Next(posting.Reset())
		if err != nil || p == nil {
			return err
		}
		visit(int(t.units[p.ID.Value()]), float64(p.Freq))
	}
}

func (t *terms) close() {
	if t.reader != nil {
		t.reader.Close()
	}
	t.index.Close()
}
