package archive

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"dateline/retrieval"
)

// pile is where whole articles wait until all are known.
type pile interface {
	add(a retrieval.Article) error
	// all yields them in order.
	all() iter.Seq2[retrieval.Article, error]
}

// nothing is a pile for who wants to know only whether there is anything to wait.
type nothing struct{}

var errNews = errors.New("an article is news")

func (nothing) add(retrieval.Article) error { return errNews }

func (nothing) all() iter.Seq2[retrieval.Article, error] { return nil }

// list is a pile in memory.
type list []retrieval.Article

func (l *list) add(a retrieval.Article) error {
	*l = append(*l, a)
	return nil
}

func (l *list) all() iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		for a := range slices.Values(*l) {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// spool is a pile in a file, which is made when the first article comes.
type spool struct {
	path string
	file *os.File
	out  *bufio.Writer
	gob  *gob.Encoder
}

func (s *spool) add(a retrieval.Article) (err error) {
	if s.file == nil {
		if s.file, err = os.OpenFile(s.path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
			return fmt.Errorf("make a file for what is read: %w", err)
		}
		os.Remove(s.path) // it stays while it is open, and whoever is killed leaves nothing; Windows waits for close
		s.out = bufio.NewWriterSize(s.file, 1<<20)
		s.gob = gob.NewEncoder(s.out)
	}
	if err := s.gob.Encode(a); err != nil {
		return fmt.Errorf("put aside what is read: %w", err)
	}
	return nil
}

func (s *spool) all() iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		if s.file == nil {
			return
		}
		err := s.out.Flush()
		if err == nil {
			_, err = s.file.Seek(0, io.SeekStart)
		}
		if err != nil {
			yield(retrieval.Article{}, fmt.Errorf("put aside what is read: %w", err))
			return
		}
		for in := gob.NewDecoder(bufio.NewReaderSize(s.file, 1<<20)); ; {
			var a retrieval.Article
			if err = in.Decode(&a); errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				err = fmt.Errorf("take up what was read: %w", err)
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.path)
	}
}
