package local

import (
	"context"
	"encoding/gob"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

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
	units, err := s.units(ctx)
	if err != nil {
		return nil, err
	}
	db, collection, err := newVectors(ctx, identity, s.Passages, vectors)
	if err != nil {
		return nil, fmt.Errorf("collect vectors: %w", err)
	}
	s.vectors = collection
	if dir == "" {
		if s.terms, err = memoryTerms(ctx, units); err != nil {
			return nil, fmt.Errorf("index terms: %w", err)
		}
		return s, nil
	}
	if err := s.writeCatalog(filepath.Join(dir, catalogName)); err != nil {
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	if err := db.ExportToFile(filepath.Join(dir, vectorsName), false, ""); err != nil {
		return nil, fmt.Errorf("write vectors: %w", err)
	}
	if err := buildTerms(ctx, filepath.Join(dir, termsName), units); err != nil {
		return nil, fmt.Errorf("index terms: %w", err)
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

// units analyses the segment's text for its term index, passages first, then articles, and notes the lengths.
func (s *segment) units(ctx context.Context) ([]unit, error) {
	passages := len(s.Passages)
	units := make([]unit, passages+len(s.Articles))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, a := range s.Articles {
		group.Go(func() error {
			headline := analyze(a.Headline)
			article := &units[passages+i]
			article[fieldContext] = slices.Concat(headline, analyze(a.Lede()))
			article[fieldArticle] = headline
			for j := s.first[i]; j < s.first[i+1]; j++ {
				terms := analyze(s.Passages[j].Text)
				units[j][fieldBody] = terms
				if s.Passages[j].Kind != retrieval.RelatedHeadline {
					article[fieldArticle] = append(article[fieldArticle], terms...)
				}
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i, u := range units {
		if i < passages {
			s.Lengths[fieldBody] = append(s.Lengths[fieldBody], int32(len(u[fieldBody])))
		} else {
			s.Lengths[fieldContext] = append(s.Lengths[fieldContext], int32(len(u[fieldContext])))
			s.Lengths[fieldArticle] = append(s.Lengths[fieldArticle], int32(len(u[fieldArticle])))
		}
	}
	return units, nil
}
