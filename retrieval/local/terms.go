package local

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dateline/retrieval"

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

	fieldWords = fields // words as they are written, of many articles, for misspelt ones to be told by

)

var fieldNames = [fields + 1]string{"body", "context", "article", "headline", "outlet", "words"}

// unit is a passage or an article as the term index takes it: the terms of each field. Words have units of their own, of as
// many articles as fit, since they are looked up and not counted.
type unit [fields + 1][]string

// unitsOf returns the units of an article's passages and then its own.
func unitsOf(a retrieval.Article, passages []retrieval.Passage) []unit {
	l := languageOf(a.Language)
	words := map[string]bool{}
	read := func(text string) []string { return l.read(text, l, words) }
	headline := read(a.Headline)
	var own unit
	own[fieldContext] = slices.Concat(headline, l.analyze(a.Lede(), l))
	own[fieldArticle] = slices.Clone(headline)
	own[fieldHeadline] = headline
	own[fieldOutlet] = read(a.Outlet)
	var units []unit
	for _, p := range passages {
		terms := read(p.Text)
		units = append(units, unit{fieldBody: terms})
		if p.Kind != retrieval.RelatedHeadline && p.Kind != retrieval.Instruction {
			own[fieldArticle] = append(own[fieldArticle], terms...)
		}
	}
	own[fieldWords] = slices.Collect(maps.Keys(words))
	return append(units, own)
}

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

// posting is a unit whose field holds a term, and how often.
type posting struct{ unit, frequency uint32 }

// postings appends those of a term to a list. They are read where bleve keeps them, segment by segment, and not through
// its reader, which writes each anew: that saves a tenth to a fifth of a search.
func (t *terms) postings(f field, term string, list []posting) ([]posting, error) {
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
