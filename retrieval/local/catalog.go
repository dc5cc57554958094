package local

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dateline/retrieval"
)

// catalog is what a segment knows of its articles beside its indexes. Articles lie by published date, then ID, and their
// passages behind one another in reading order, so that a range of dates is a range of both. All but the articles' list
// lies in the memory of the file, in the machine's own byte order; it is read on demand.
type catalog struct {
	Articles []retrieval.Article // as listed, and not in the file's memory
	Lengths  [fields][]int32     // terms in each field: the body by passage, the others by article

	records    strip    // of articles
	texts      strip    // of articles
	passages   strip    // records
	first      []uint32 // the passages of article i are first[i] up to first[i+1]
	owner      []uint32 // the article of each passage
	articleIDs idTable
	passageIDs idTable
	rows       []uint32 // the passage of each vector, rising
}

// piece is one article on its way into a segment, its passages in reading order.
type piece struct {
	listed   *retrieval.Article
	record   []byte
	text     []byte
	passages [][]byte    // records
	vectors  [][]float32 // one a passage, nil where it has none
}

func newPiece(e retrieval.Entry) (piece, error) {
	e.Article.Size = len(e.Article.Text)
	listed := e.Article.Listed()
	record, err := encodeArticle(&e.Article)
	p := piece{listed: &listed, record: record, text: []byte(e.Article.Text), vectors: e.Vectors}
	for i := range e.Passages {
		p.passages = append(p.passages, encodePassage(&e.Passages[i]))
	}
	return p, err
}

// article decodes the piece, in its own memory.
func (p piece) article() (retrieval.Article, []retrieval.Passage) {
	a := decodeArticle(textOf(p.record), textOf(p.text))
	passages := make([]retrieval.Passage, len(p.passages))
	for i, record := range p.passages {
		passages[i] = decodePassage(textOf(record), a.ID, a.Text)
	}
	return a, passages
}

// piece is the article at a place, without its vectors, in the memory of the file.
func (c *catalog) piece(i int) piece {
	p := piece{listed: &c.Articles[i], record: c.records.at(i), text: c.texts.at(i)}
	for j := c.first[i]; j < c.first[i+1]; j++ {
		p.passages = append(p.passages, c.passages.at(int(j)))
	}
	return p
}

// passageCount is how many passages there are.
func (c *catalog) passageCount() int { return len(c.owner) }

// passageID is that of a passage by its place, in the memory of the file.
func (c *catalog) passageID(place int) string { return passageID(textOf(c.passages.at(place))) }

// passage decodes one, in memory of its own.
func (c *catalog) passage(place int) retrieval.Passage {
	article := int(c.owner[place])
	p := decodePassage(string(c.passages.at(place)), c.Articles[article].ID, textOf(c.texts.at(article)))
	p.Text = strings.Clone(p.Text)
	return p
}

// whole decodes an article, in memory of its own.
func (c *catalog) whole(i int) retrieval.Article {
	return decodeArticle(string(c.records.at(i)), string(c.texts.at(i)))
}

func (c *catalog) findArticle(id string) (place int, ok bool) {
	return c.articleIDs.find(id, func(place int) string { return c.Articles[place].ID })
}

func (c *catalog) findPassage(id string) (place int, ok bool) {
	return c.passageIDs.find(id, c.passageID)
}

// strip is byte strings one behind another; starts holds where each begins, and where the last ends.
type strip struct {
	all    []byte
	starts []uint64
}

func (s strip) at(i int) []byte { return s.all[s.starts[i]:s.starts[i+1]] }

// byteOrder is how a catalog ends. In another machine's order it reads as another number.
const byteOrder uint64 = 0x4441_5445_4c49_4e45

// writeCatalog writes sections, each at a multiple of eight bytes, and then where each begins and ends. The order is that of
// readCatalog.
func writeCatalog(w io.Writer, pieces []piece, lengths *[fields][]int32) error {
	out := sheet{w: bufio.NewWriterSize(w, 1<<16)}
	var articleIDs, passageIDs []string
	first, owner, rows := []uint32{0}, []uint32{}, []uint32{}
	for i, p := range pieces {
		articleIDs = append(articleIDs, p.listed.ID)
		for j, record := range p.passages {
			if p.vectors[j] != nil {
				rows = append(rows, uint32(len(owner)))
			}
			owner = append(owner, uint32(i))
			passageIDs = append(passageIDs, passageID(textOf(record)))
		}
		first = append(first, uint32(len(owner)))
	}
	out.strip(func(yield func([]byte)) {
		for _, p := range pieces {
			yield(p.record)
		}
	})
	out.strip(func(yield func([]byte)) {
		for _, p := range pieces {
			yield(p.text)
		}
	})
	out.strip(func(yield func([]byte)) {
		for _, p := range pieces {
			for _, record := range p.passages {
				yield(record)
			}
		}
	})
	for _, numbers := range [][]uint32{first, owner, newIDTable(articleIDs), newIDTable(passageIDs), rows} {
		out.section(bytesOf(numbers))
	}
	for _, numbers := range lengths {
		out.section(bytesOf(numbers))
	}
	return out.end()
}

// sheet writes sections until the first error.
type sheet struct {
	w        *bufio.Writer
	at       uint64
	sections []uint64 // where each begins and ends
	err      error
}

func (s *sheet) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.at += uint64(len(b))
	}
}

func (s *sheet) begin() {
	s.write(make([]byte, -s.at&7))
	s.sections = append(s.sections, s.at)
}

func (s *sheet) section(b []byte) {
	s.begin()
	s.write(b)
	s.sections = append(s.sections, s.at)
}

func (s *sheet) strip(each func(yield func([]byte))) {
	s.begin()
	from := s.at
	starts := []uint64{0}
	each(func(b []byte) {
		s.write(b)
		starts = append(starts, s.at-from)
	})
	s.sections = append(s.sections, s.at)
	s.section(bytesOf(starts))
}

func (s *sheet) end() error {
	s.write(make([]byte, -s.at&7))
	s.write(bytesOf(append(s.sections, byteOrder)))
	return errors.Join(s.err, s.w.Flush())
}

// catalogSections are those of three strips, two each, of five lists and of the lengths.
const catalogSections = 3*2 + 5 + int(fields)

// readCatalog reads what writeCatalog wrote, and lists the articles.
func readCatalog(b []byte) (c catalog, err error) {
	const end = 8 * (2*catalogSections + 1)
	if len(b) < end || len(b)%8 != 0 {
		return c, fmt.Errorf("a catalog of %d bytes is cut short", len(b))
	}
	sections := numbersOf[uint64](b[len(b)-end:])
	if sections[2*catalogSections] != byteOrder {
		return c, errors.New("the catalog was written by a machine of another byte order")
	}
	next := func() []byte {
		section := b[sections[0]:sections[1]]
		sections = sections[2:]
		return section
	}
	for _, s := range []*strip{&c.records, &c.texts, &c.passages} {
		*s = strip{next(), numbersOf[uint64](next())}
	}
	for _, numbers := range []*[]uint32{&c.first, &c.owner, (*[]uint32)(&c.articleIDs), (*[]uint32)(&c.passageIDs), &c.rows} {
		*numbers = numbersOf[uint32](next())
	}
	for f := range c.Lengths {
		c.Lengths[f] = numbersOf[int32](next())
	}
	c.Articles = slices.Grow(c.Articles, len(c.first)-1)
	for i := range len(c.first) - 1 {
		d := decoder(textOf(c.records.at(i)))
		c.Articles = append(c.Articles, decodeListed(strings.Clone(d.text()), len(c.texts.at(i))))
	}
	return c, nil
}
