package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dateline/retrieval/analysis"
)

// draft is a segment in the making.
type draft struct {
	pieces  []piece
	lengths [fields][]int32 // once its terms are indexed
}

func (d *draft) inMemory(ctx context.Context, identity string, dims int) (_ *segment, err error) {
	s := &segment{}
	if s.terms, err = d.terms(ctx); err != nil {
		return nil, fmt.Errorf("index terms: %w", err)
	}
	var mapped, demanded bytes.Buffer
	if err := writeCatalog(&mapped, &demanded, d.pieces, &d.lengths); err != nil {
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	if s.catalog, err = readCatalog(mapped.Bytes(), bytes.NewReader(demanded.Bytes())); err != nil {
		return nil, fmt.Errorf("read catalog: %w", err)
	}
	var all []float32
	for _, p := range d.pieces {
		all = append(all, slices.Concat(p.vectors...)...)
	}
	return s, s.link(identity, dims, all)
}

func (d *draft) writeCatalog(dir string) error {
	mapped, err := os.Create(filepath.Join(dir, catalogName))
	if err != nil {
		return err
	}
	defer mapped.Close()
	demanded, err := os.Create(filepath.Join(dir, articlesName))
	if err != nil {
		return err
	}
	defer demanded.Close()
	return errors.Join(writeCatalog(mapped, demanded, d.pieces, &d.lengths), mapped.Close(), demanded.Close())
}

// ahead is how many articles are analysed at most before they are gathered: enough to keep every processor at it.
const ahead = 64

// terms analyses the segment's text, article by article, indexes its terms in memory, and notes the lengths.
func (d *draft) terms(ctx context.Context) (*terms, error) {
	var g gathering
	words, wordUnits := map[string]bool{}, []gathered(nil)
	for units := range d.units(ctx) {
		last := len(units) - 1
		for _, word := range units[last][fieldWords] {
			words[word] = true
		}
		units[last][fieldWords] = nil
		for _, u := range units[:last] {
			d.lengths[fieldBody] = append(d.lengths[fieldBody], int32(len(u[fieldBody])))
			g.passages = append(g.passages, g.gather(u))
		}
		for f := fieldBody + 1; f < fields; f++ {
			d.lengths[f] = append(d.lengths[f], int32(len(units[last][f])))
		}
		g.articles = append(g.articles, g.gather(units[last]))
		if len(words) >= wordsUnit || len(g.articles) == len(d.pieces) {
			wordUnits = append(wordUnits, g.gather(analysis.Unit{fieldWords: slices.Collect(maps.Keys(words))}))
			clear(words)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.articles = append(g.articles, wordUnits...)
	return g.index()
}

// units analyses the articles, each into the units of its passages and its own behind them. Where ctx ends, so do they.
func (d *draft) units(ctx context.Context) iter.Seq[[]analysis.Unit] {
	return func(yield func([]analysis.Unit) bool) {
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
		for one := range analysed {
			if !yield(<-one) {
				return
			}
		}
	}
}
