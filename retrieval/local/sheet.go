package local

import (
	"bufio"
	"errors"
	"io"
	"time"

	"dateline/retrieval"
)

// piece is one article on its way into a segment, its passages in reading order.
type piece struct {
	id                         string
	published                  time.Time
	listed, sketch, rest, text []byte
	passageIDs                 []string
	passages                   [][]byte    // records
	vectors                    [][]float32 // one a passage, nil where it has none
}

func newPiece(e retrieval.Entry) piece {
	a := &e.Article
	p := piece{
		id: a.ID, published: a.Published, listed: encodeListed(a), sketch: bytesOf(a.Sketch), rest: encodeRest(a), text: []byte(a.Text), vectors: e.Vectors,
	}
	for i := range e.Passages {
		p.passageIDs = append(p.passageIDs, e.Passages[i].ID)
		p.passages = append(p.passages, encodePassage(&e.Passages[i]))
	}
	return p
}

// article decodes what of the piece has terms.
func (p piece) article() (retrieval.Article, []retrieval.Passage) {
	a := decodeListed(textOf(p.listed))
	decodeRest(textOf(p.rest), &a)
	a.Text = textOf(p.text)
	passages := make([]retrieval.Passage, len(p.passages))
	for i, record := range p.passages {
		decodePassage(textOf(record), &passages[i])
		passages[i].Text = passages[i].Span.In(a.Text)
	}
	return a, passages
}

// writeCatalog writes the two files of a catalog, of which one is read on demand and the other is mapped: sections, each at a
// multiple of eight bytes, and then where each begins and ends. The order is that of readCatalog.
func writeCatalog(mapped, demanded io.Writer, pieces []piece, lengths *[fields][]int32) error {
	out, reels := newSheet(mapped), newSheet(demanded)
	each := func(of func(p *piece) []byte) {
		starts := []uint64{reels.at}
		for i := range pieces {
			reels.write(of(&pieces[i]))
			starts = append(starts, reels.at)
		}
		out.section(bytesOf(starts))
	}
	each(func(p *piece) []byte { return p.listed })
	reels.align()
	each(func(p *piece) []byte { return p.sketch })
	each(func(p *piece) []byte { return p.rest })
	starts := []uint64{reels.at}
	var articleIDs, passageIDs []string
	first, owner, rows := []uint32{0}, []uint32{}, []uint32{}
	for i, p := range pieces {
		articleIDs = append(articleIDs, p.id)
		passageIDs = append(passageIDs, p.passageIDs...)
		for j, record := range p.passages {
			reels.write(record)
			starts = append(starts, reels.at)
			if p.vectors[j] != nil {
				rows = append(rows, uint32(len(owner)))
			}
			owner = append(owner, uint32(i))
		}
		first = append(first, uint32(len(owner)))
	}
	out.section(bytesOf(starts))
	each(func(p *piece) []byte { return p.text })
	out.begin()
	idAt, from := []uint32{0}, out.at
	for _, id := range passageIDs {
		out.write([]byte(id))
		idAt = append(idAt, uint32(out.at-from))
	}
	out.end()
	for _, numbers := range [][]uint32{idAt, first, owner, rows, newIDTable(articleIDs), newIDTable(passageIDs)} {
		out.section(bytesOf(numbers))
	}
	for _, numbers := range lengths {
		out.section(bytesOf(numbers))
	}
	out.align()
	out.write(bytesOf(append(out.sections, byteOrder)))
	return errors.Join(out.flush(), reels.flush())
}

// sheet writes until the first error.
type sheet struct {
	w        *bufio.Writer
	at       uint64
	sections []uint64 // where each begins and ends
	err      error
}

func newSheet(w io.Writer) *sheet { return &sheet{w: bufio.NewWriterSize(w, 1<<16)} }

func (s *sheet) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.at += uint64(len(b))
	}
}

func (s *sheet) align() { s.write(make([]byte, -s.at&7)) }

func (s *sheet) begin() {
	s.align()
	s.sections = append(s.sections, s.at)
}

func (s *sheet) end() { s.sections = append(s.sections, s.at) }

func (s *sheet) section(b []byte) {
	s.begin()
	s.write(b)
	s.end()
}

func (s *sheet) flush() error { return errors.Join(s.err, s.w.Flush()) }
