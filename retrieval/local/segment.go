package local

import (
	"context"
	"encoding/gob"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dateline/retrieval"

	"github.com/philippgille/chromem-go"
	"golang.org/x/sync/errgroup"
)

// catalog is what a segment knows of its articles beside its indexes; on disk, a gob of it.
type catalog struct {
	Articles []retrieval.Article
	Passages []retrieval.Passage // in the order of the articles, then of reading; on disk without Text, which Span repeats
	Lengths  [fields][]int32     // terms in each field: the body by passage, the others by article
}

// segment is the articles of one commit, or of several merged, with their indexes. It never changes.
type segment struct {
	catalog
	entry   entry
	first   []int          // Passages[first[i]:first[i+1]] are those of Articles[i]
	owner   []int          // the article of each passage
	article map[string]int // by ID
	passage map[string]int // by ID
	terms   *terms
	vectors *chromem.Collection
	users   int // snapshots that hold it
}

const (
	catalogName = "catalog"
	vectorsName = "vectors"
	termsName   = "terms"
)

// buildSegment makes a segment of entries, whose vectors are normalized. With a folder, all of
// it is on disk when buildSegment returns; with none it stays in memory.
func buildSegment(ctx context.Context, dir, identity string, entries []retrieval.Entry) (*segment, error) {
	s := &segment{}
	var vectors [][]float32
	for _, e := range entries {
		s.Articles = append(s.Articles, e.Article)
		s.Passages = append(s.Passages, e.Passages...)
		vectors = append(vectors, e.Vectors...)
	}
	s.link()
	db, collection, err := newVectors(ctx, identity, s.Passages, vectors)
	if err != nil {
		return nil, fmt.Errorf("collect vectors: %w", err)
	}
	s.vectors = collection
	if dir == "" {
		if s.terms, err = memoryTerms(s.units(ctx)); err != nil {
			return nil, fmt.Errorf("index terms: %w", err)
		}
		return s, nil
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := db.ExportToFile(filepath.Join(dir, vectorsName), false, ""); err != nil {
			return fmt.Errorf("write vectors: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		if err := buildTerms(ctx, filepath.Join(dir, termsName), s.units(ctx)); err != nil {
			return fmt.Errorf("index terms: %w", err)
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := s.writeCatalog(filepath.Join(dir, catalogName)); err != nil { // with the lengths, which units notes
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	s.entry = entry{Name: filepath.Base(dir), Articles: len(s.Articles), Passages: len(s.Passages)}
	if s.entry.Files, err = seal(dir); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	if s.terms, err = openTerms(filepath.Join(dir, termsName)); err != nil {
		return nil, fmt.Errorf("open terms: %w", err)
	}
	return s, nil
}

// openSegment opens a segment that the manifest names.
func openSegment(dir, identity string, e entry) (s *segment, err error) {
	dir = filepath.Join(dir, segmentsName, e.Name)
	if err := e.check(dir); err != nil {
		return nil, err
	}
	s = &segment{entry: e}
	if err := s.readCatalog(filepath.Join(dir, catalogName)); err != nil {
		return nil, fmt.Errorf("read catalog of segment %s: %w", e.Name, err)
	}
	if s.vectors, err = readVectors(filepath.Join(dir, vectorsName), identity); err != nil {
		return nil, fmt.Errorf("read vectors of segment %s: %w", e.Name, err)
	}
	if s.terms, err = openTerms(filepath.Join(dir, termsName)); err != nil {
		return nil, fmt.Errorf("open terms of segment %s: %w", e.Name, err)
	}
	return s, nil
}

func (c catalog) writeCatalog(path string) error {
	c.Passages = slices.Clone(c.Passages)
	for i := range c.Passages {
		c.Passages[i].Text = ""
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := gob.NewEncoder(f).Encode(c); err != nil {
		return err
	}
	return f.Close()
}

func (s *segment) readCatalog(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := gob.NewDecoder(f).Decode(&s.catalog); err != nil {
		return err
	}
	s.link()
	for i := range s.Passages {
		p := &s.Passages[i]
		p.Text = p.Span.In(s.Articles[s.owner[i]].Text)
	}
	return nil
}

// link works out how articles and passages hang together.
func (s *segment) link() {
	s.article = make(map[string]int, len(s.Articles))
	s.passage = make(map[string]int, len(s.Passages))
	s.owner = make([]int, len(s.Passages))
	s.first = make([]int, len(s.Articles)+1)
	next := 0
	for i, a := range s.Articles {
		s.article[a.ID] = i
		s.first[i] = next
		for ; next < len(s.Passages) && s.Passages[next].ArticleID == a.ID; next++ {
			s.owner[next] = i
			s.passage[s.Passages[next].ID] = next
		}
	}
	s.first[len(s.Articles)] = next
}

func (s *segment) close() { s.terms.close() }

// ahead is how many articles are analysed at most before bleve takes them: enough to keep every processor at it, and few
// beside what a segment holds.
const ahead = 64

// units analyses the segment's text for its term index, article by article, and notes the lengths. A passage's unit goes by
// its place, an article's by its own behind all the passages'. Where ctx ends, the units end early.
func (s *segment) units(ctx context.Context) iter.Seq2[int, unit] {
	passages, articles := len(s.Passages), len(s.Articles)
	for f := range s.Lengths {
		s.Lengths[f] = make([]int32, articles)
	}
	s.Lengths[fieldBody] = make([]int32, passages)
	return func(yield func(int, unit) bool) {
		var workers sync.WaitGroup
		defer workers.Wait()
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		analysed := make(chan chan []unit, ahead)
		workers.Go(func() {
			defer close(analysed)
			for i := range s.Articles {
				one := make(chan []unit, 1)
				select {
				case analysed <- one:
					workers.Go(func() { one <- s.analyze(i) })
				case <-ctx.Done():
					return
				}
			}
		})
		i := 0
		for one := range analysed {
			units := <-one
			last := len(units) - 1
			for j, u := range units[:last] {
				place := s.first[i] + j
				s.Lengths[fieldBody][place] = int32(len(u[fieldBody]))
				if !yield(place, u) {
					return
				}
			}
			for f := fieldBody + 1; f < fields; f++ {
				s.Lengths[f][i] = int32(len(units[last][f]))
			}
			if !yield(passages+i, units[last]) {
				return
			}
			i++
		}
	}
}

// analyze returns the units of an article's passages and then its own.
func (s *segment) analyze(i int) []unit {
	a := &s.Articles[i]
	headline := analyze(a.Headline)
	var own unit
	own[fieldContext] = slices.Concat(headline, analyze(a.Lede()))
	own[fieldArticle] = slices.Clone(headline)
	own[fieldHeadline] = headline
	own[fieldOutlet] = analyze(a.Outlet)
	var units []unit
	for _, p := range s.Passages[s.first[i]:s.first[i+1]] {
		terms := analyze(p.Text)
		units = append(units, unit{fieldBody: terms})
		if p.Kind != retrieval.RelatedHeadline && p.Kind != retrieval.Instruction {
			own[fieldArticle] = append(own[fieldArticle], terms...)
		}
	}
	return append(units, own)
}
