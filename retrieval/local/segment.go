package local

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// segment is the articles of one commit, or of several merged, with their indexes. It never changes.
type segment struct {
	catalog
	vectors vectors
	terms   *terms
	outlets outlets
	apart   outlets // the articles of each audience but everyone
	spoken  spoken
	entry   entry
	totals  [fields]int64 // of each field's lengths
	users   int           // snapshots that hold it
	closers []func()
}

const (
	catalogName  = "catalog"
	articlesName = "articles"
	vectorsName  = "vectors"
)

// buildSegment makes a segment of pieces, which are in order and whose vectors are normalized. With a folder, all of it is on
// disk when buildSegment returns; with none it stays in memory.
func buildSegment(ctx context.Context, dir, identity string, dims int, pieces []piece) (*segment, error) {
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
		t, err := d.terms(within)
		if err == nil {
			err = t.write(dir)
		}
		if err != nil {
			return fmt.Errorf("index terms: %w", err)
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := d.writeCatalog(dir); err != nil { // with the lengths, which terms notes
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
	if s.terms, err = openTerms(dir); err != nil {
		return nil, fmt.Errorf("open terms of segment %s: %w", e.Name, err)
	}
	return s, nil
}

// mapFiles opens the catalog and the vectors.
func (s *segment) mapFiles(dir, identity string, dims int) error {
	articles, err := os.Open(filepath.Join(dir, articlesName))
	if err != nil {
		return err
	}
	s.closers = append(s.closers, func() { articles.Close() })
	b, unmap, err := mapFile(filepath.Join(dir, catalogName))
	if err != nil {
		return err
	}
	s.closers = append(s.closers, unmap)
	if s.catalog, err = readCatalog(b, articles); err != nil {
		return err
	}
	if b, unmap, err = mapFile(filepath.Join(dir, vectorsName)); err != nil {
		return err
	}
	s.closers = append(s.closers, unmap)
	return s.link(identity, dims, numbersOf[float32](b))
}

// link works out what hangs together with the catalog.
func (s *segment) link(identity string, dims int, all []float32) (err error) {
	for f, lengths := range s.lengths {
		for _, n := range lengths {
			s.totals[f] += int64(n)
		}
	}
	s.outlets, s.apart = outlets{}, outlets{}
	tags := make([]string, s.articleCount())
	for i := range tags {
		a := s.article(i)
		tags[i] = a.Language
		s.published = append(s.published, a.Published)
		s.outlets.add(a.Outlet, i)
		if a.Audience != "" {
			s.apart.add(a.Audience, i)
		}
	}
	s.spoken = newSpoken(tags)
	s.vectors, err = newVectors(identity, dims, all, &s.catalog)
	return err
}

func (s *segment) close() {
	if s.terms != nil {
		s.terms.close()
	}
	for _, do := range s.closers {
		do()
	}
}
