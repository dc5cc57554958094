package local

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/sync/errgroup"

	"dateline/retrieval/analysis"
)

// segment is the articles of one commit, or of several merged, with their indexes. It never changes.
type segment struct {
	catalog
	vectors vectors
	terms   *terms
	outlets outlets
	apart   map[string]*roaring.Bitmap // the articles of each audience but everyone
	spoken  spoken
	entry   entry
	totals  [fields]int64 // of each field's lengths
	users   int           // snapshots that hold it
	unmap   []func()
}

const (
	catalogName = "catalog"
	vectorsName = "vectors"
	termsName   = "terms"
)

// buildSegment makes a segment of pieces, whose vectors are normalized. With a folder, all of it is on disk when
// buildSegment returns; with none it stays in memory.
func buildSegment(ctx context.Context, dir, identity string, dims int, pieces []piece) (*segment, error) {
	slices.SortFunc(pieces, func(a, b piece) int { return byDate(a.listed, b.listed) })
	d := draft{pieces: pieces}
	if dir == "" {
		return d.inMemory(ctx, identity, dims)
	}
	e := entry{Name: filepath.Base(dir), Articles: len(pieces)}
	for _, p := range pieces {
		e.Passages += len(p.passages)
	}
	group, within := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := writeVectors(filepath.Join(dir, vectorsName), pieces); err != nil {
			return fmt.Errorf("write vectors: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		if err := buildTerms(within, filepath.Join(dir, termsName), d.units(within)); err != nil {
			return fmt.Errorf("index terms: %w", err)
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := d.writeCatalog(filepath.Join(dir, catalogName)); err != nil { // with the lengths, which units notes
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	var err error
	if e.Files, err = seal(dir); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	return mapSegment(dir, identity, dims, e)
}

// openSegment opens a segment that the manifest names, once its files are as they were written.
func openSegment(dir, identity string, dims int, e entry) (*segment, error) {
	dir = filepath.Join(dir, segmentsName, e.Name)
	if err := e.check(dir); err != nil {
		return nil, err
	}
	return mapSegment(dir, identity, dims, e)
}

// mapSegment opens a segment's files as they are.
func mapSegment(dir, identity string, dims int, e entry) (_ *segment, err error) {
	s := &segment{entry: e}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if err := s.mapFiles(dir, identity, dims); err != nil {
		return nil, fmt.Errorf("read segment %s: %w", e.Name, err)
	}
	if s.terms, err = openTerms(filepath.Join(dir, termsName)); err != nil {
		return nil, fmt.Errorf("open terms of segment %s: %w", e.Name, err)
	}
	return s, nil
}

// mapFiles maps the catalog and the vectors.
func (s *segment) mapFiles(dir, identity string, dims int) error {
	b, unmap, err := mapFile(filepath.Join(dir, catalogName))
	if err != nil {
		return err
	}
	s.unmap = append(s.unmap, unmap)
	if s.catalog, err = readCatalog(b); err != nil {
		return err
	}
	if b, unmap, err = mapFile(filepath.Join(dir, vectorsName)); err != nil {
		return err
	}
	s.unmap = append(s.unmap, unmap)
	return s.link(identity, dims, numbersOf[float32](b))
}

// link works out what hangs together with the catalog.
func (s *segment) link(identity string, dims int, all []float32) (err error) {
	for f, lengths := range s.Lengths {
		for _, n := range lengths {
			s.totals[f] += int64(n)
		}
	}
	s.outlets = newOutlets(s.Articles)
	s.apart = newApart(s.Articles)
	s.spoken = newSpoken(s.Articles)
	s.vectors, err = newVectors(identity, dims, all, &s.catalog)
	return err
}

func (s *segment) close() {
	if s.terms != nil {
		s.terms.close()
	}
	for _, unmap := range s.unmap {
		unmap()
	}
}

// draft is a segment in the making.
type draft struct {
	pieces  []piece
	lengths [fields][]int32 // once its units are through
}

func (d *draft) inMemory(ctx context.Context, identity string, dims int) (_ *segment, err error) {
	s := &segment{}
	if s.terms, err = memoryTerms(d.units(ctx)); err != nil {
		return nil, fmt.Errorf("index terms: %w", err)
	}
	var b bytes.Buffer
	if err := writeCatalog(&b, d.pieces, &d.lengths); err != nil {
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	if s.catalog, err = readCatalog(b.Bytes()); err != nil {
		return nil, fmt.Errorf("read catalog: %w", err)
	}
	var all []float32
	for _, p := range d.pieces {
		all = append(all, slices.Concat(p.vectors...)...)
	}
	return s, s.link(identity, dims, all)
}

func (d *draft) writeCatalog(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := writeCatalog(f, d.pieces, &d.lengths); err != nil {
		return err
	}
	return f.Close()
}

// ahead is how many articles are analysed at most before bleve takes them: enough to keep every processor at it, and few
// beside what a segment holds.
const ahead = 64

// units analyses the segment's text for its term index, article by article, and notes the lengths. A passage's unit goes by
// its place, an article's by its own behind all the passages', and words come behind those. Where ctx ends, the units end early.
func (d *draft) units(ctx context.Context) iter.Seq2[int, analysis.Unit] {
	passages := 0
	for _, p := range d.pieces {
		passages += len(p.passages)
	}
	for f := range d.lengths {
		d.lengths[f] = make([]int32, len(d.pieces))
	}
	d.lengths[fieldBody] = make([]int32, passages)
	return func(yield func(int, analysis.Unit) bool) {
		var workers sync.WaitGroup
		defer workers.Wait()
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		analysed := make(chan chan []analysis.Unit, ahead)
		workers.Go(func() {
			defer close(analysed)
			for _, p := range d.pieces {
				one := make(chan []analysis.Unit, 1)
				select {
				case analysed <- one:
					workers.Go(func() { one <- analysis.Units(p.article()) })
				case <-ctx.Done():
					return
				}
			}
		})
		i, place, next := 0, 0, passages+len(d.pieces)
		words := map[string]bool{}
		for one := range analysed {
			units := <-one
			last := len(units) - 1
			for _, word := range units[last][fieldWords] {
				words[word] = true
			}
			units[last][fieldWords] = nil
			for _, u := range units[:last] {
				d.lengths[fieldBody][place] = int32(len(u[fieldBody]))
				if !yield(place, u) {
					return
				}
				place++
			}
			for f := fieldBody + 1; f < fields; f++ {
				d.lengths[f][i] = int32(len(units[last][f]))
			}
			if !yield(passages+i, units[last]) {
				return
			}
			if i++; len(words) >= wordsUnit || i == len(d.pieces) {
				if !yield(next, analysis.Unit{fieldWords: slices.Collect(maps.Keys(words))}) {
					return
				}
				clear(words)
				next++
			}
		}
	}
}
