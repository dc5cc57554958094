package local

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"dateline/retrieval/analysis"

	zap "github.com/blevesearch/zapx/v17"
	"golang.org/x/sync/errgroup"

	bleve "github.com/blevesearch/scorch_segment_api/v2"
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

// wordsUnit bounds the words of one unit. Words have units of their own, of as many articles as fit, since they are looked up
// and not counted.
const wordsUnit = 20_000

// terms is the term index of one segment: two of bleve's segments, one of passages and one of articles, in which a unit's
// number is its place. Words have numbers behind the articles'. bleve keeps the postings; analysis and scoring are ours, for
// the reasons in the package comment.
type terms struct{ passages, articles bleve.Segment }

const (
	passageTermsName = "passage-terms"
	articleTermsName = "article-terms"
)

// of is where a field is indexed.
func (t *terms) of(f analysis.Field) bleve.Segment {
	if f == fieldBody {
		return t.passages
	}
	return t.articles
}

// index makes the term index of what was gathered, in memory.
func (g *gathering) index() (*terms, error) {
	var t terms
	var group errgroup.Group
	group.Go(func() (err error) {
		t.passages, err = g.invert(g.passages)
		return err
	})
	group.Go(func() (err error) {
		t.articles, err = g.invert(g.articles)
		return err
	})
	return &t, group.Wait()
}

// write writes an index in memory into a folder.
func (t *terms) write(dir string) error {
	for name, s := range map[string]bleve.Segment{passageTermsName: t.passages, articleTermsName: t.articles} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		_, err = s.(io.WriterTo).WriteTo(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// openTerms opens a term index for reading; any number of readers may.
func openTerms(dir string) (_ *terms, err error) {
	var t terms
	if t.passages, err = new(zap.ZapPlugin).Open(filepath.Join(dir, passageTermsName)); err != nil {
		return nil, err
	}
	if t.articles, err = new(zap.ZapPlugin).Open(filepath.Join(dir, articleTermsName)); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return &t, nil
}

// posting is a unit, by its place, whose field holds a term, and how often.
type posting struct{ place, frequency uint32 }

// postingsOf appends those of a list to another.
func postingsOf(held bleve.PostingsList, list []posting) ([]posting, error) {
	list = slices.Grow(list, int(held.Count()))
	for all := held.Iterator(true, false, false, nil); ; {
		p, err := all.Next()
		if err != nil || p == nil {
			return list, err
		}
		list = append(list, posting{uint32(p.Number()), uint32(p.Frequency())})
	}
}

// held is where a field holds a term.
func (t *terms) held(f analysis.Field, term string) (bleve.PostingsList, error) {
	dictionary, err := t.of(f).Dictionary(fieldNames[f])
	if err != nil {
		return nil, err
	}
	return dictionary.PostingsList([]byte(term), nil, nil)
}

func (t *terms) close() error {
	var errs []error
	for _, s := range []bleve.Segment{t.passages, t.articles} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}
