package local

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dateline/retrieval"
)

// catalog is what a segment knows of its articles beside its indexes. Articles lie by published date, then ID, and their
// passages behind one another in reading order, so that a range of dates is a range of both.
//
// It is in three places. What is listed of the articles is in the process's own memory, for all of it is wanted again and
// again and outlives the files. Numbers and the passages' IDs lie in the memory of the file, in the machine's own byte
// order. Texts and records are read from their file when they are asked for: the system keeps what is read often, and
// nothing of it stays with the process.
type catalog struct {
	listed    string // records of articles
	sketches  []uint32
	published []time.Time

	listedAt, sketchAt []uint64 // where those of each begin in their file, and where the last ends; the first begins it
	lengths            [fields][]int32
	first              []uint32 // the passages of article i are first[i] up to first[i+1]
	owner              []uint32 // the article of each passage
	rows               []uint32 // the passage of each vector, rising
	ids                []byte   // of the passages
	idAt               []uint32
	articleIDs         idTable
	passageIDs         idTable

	rest, texts reel // of articles: their records but for what is listed, and their texts
	passages    reel // records
}

// articleCount is how many articles there are, passageCount how many passages.
func (c *catalog) articleCount() int { return len(c.first) - 1 }
func (c *catalog) passageCount() int { return len(c.owner) }

// article decodes what is listed of one. Its texts share the process's memory.
func (c *catalog) article(i int) retrieval.Article {
	a := decodeListed(c.listed[c.listedAt[i]:c.listedAt[i+1]])
	from, to := c.sketchAt[i]-c.sketchAt[0], c.sketchAt[i+1]-c.sketchAt[0]
	if a.Size = c.texts.size(i); from < to {
		a.Sketch = c.sketches[from/4 : to/4 : to/4]
	}
	return a
}

// articleID is that of an article by its place.
func (c *catalog) articleID(i int) string { return firstText(c.listed[c.listedAt[i]:c.listedAt[i+1]]) }

// whole decodes all of an article.
func (c *catalog) whole(i int) (retrieval.Article, error) {
	rest, err1 := c.rest.read(i, i+1)
	text, err2 := c.texts.read(i, i+1)
	a := c.article(i)
	if err := errors.Join(err1, err2); err != nil {
		return a, fmt.Errorf("read article %q: %w", a.ID, err)
	}
	decodeRest(textOf(rest), &a)
	a.Text = textOf(text)
	return a, nil
}

// piece is the article at a place, without its vectors.
func (c *catalog) piece(i int) (piece, error) {
	p := piece{
		id: c.articleID(i), published: c.published[i],
		listed: []byte(c.listed[c.listedAt[i]:c.listedAt[i+1]]), sketch: bytesOf(c.article(i).Sketch),
	}
	var err1, err2 error
	p.rest, err1 = c.rest.read(i, i+1)
	p.text, err2 = c.texts.read(i, i+1)
	errs := []error{err1, err2}
	for place := int(c.first[i]); place < int(c.first[i+1]); place++ {
		record, err := c.passages.read(place, place+1)
		errs = append(errs, err)
		p.passages = append(p.passages, record)
		p.passageIDs = append(p.passageIDs, c.passageID(place))
	}
	if err := errors.Join(errs...); err != nil {
		return p, fmt.Errorf("read article %q: %w", p.id, err)
	}
	return p, nil
}

// passageID is that of a passage by its place, in the memory of the file.
func (c *catalog) passageID(place int) string { return textOf(c.ids[c.idAt[place]:c.idAt[place+1]]) }

// passage decodes one.
func (c *catalog) passage(place int) (retrieval.Passage, error) {
	article := int(c.owner[place])
	p := retrieval.Passage{ID: strings.Clone(c.passageID(place)), ArticleID: c.articleID(article)}
	record, err := c.passages.read(place, place+1)
	if err == nil {
		decodePassage(textOf(record), &p)
		var text []byte
		text, err = c.texts.part(article, p.Span)
		p.Text = textOf(text)
	}
	if err != nil {
		err = fmt.Errorf("read passage %q: %w", p.ID, err)
	}
	return p, err
}

func (c *catalog) findArticle(id string) (place int, ok bool) {
	return c.articleIDs.find(id, c.articleID)
}

func (c *catalog) findPassage(id string) (place int, ok bool) {
	return c.passageIDs.find(id, c.passageID)
}

// reel is byte strings one behind another in a file.
type reel struct {
	file   io.ReaderAt
	starts []uint64 // where each begins in the file, and where the last ends
}

func (r reel) size(i int) int { return int(r.starts[i+1] - r.starts[i]) }

// read returns the strings from one up to another, as one, in memory of their own.
func (r reel) read(from, to int) ([]byte, error) { return r.at(r.starts[from], r.starts[to]) }

// part returns a part of a string.
func (r reel) part(i int, s retrieval.Span) ([]byte, error) {
	return r.at(r.starts[i]+uint64(s.Start), r.starts[i]+uint64(s.End))
}

func (r reel) at(from, to uint64) ([]byte, error) {
	b := make([]byte, to-from)
	if n, err := r.file.ReadAt(b, int64(from)); n < len(b) {
		return nil, err
	}
	return b, nil
}

// byteOrder is how a catalog ends. In another machine's order it reads as another number.
const byteOrder uint64 = 0x4441_5445_4c49_4e45

// catalogSections are where the strings of five reels begin, the passages' IDs, six lists and the lengths.
const catalogSections = 5 + 1 + 6 + int(fields)

// readCatalog reads what writeCatalog wrote, of which b is mapped.
func readCatalog(b []byte, articles io.ReaderAt) (c catalog, err error) {
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
	c.listedAt, c.sketchAt = numbersOf[uint64](next()), numbersOf[uint64](next())
	for _, r := range []*reel{&c.rest, &c.passages, &c.texts} {
		*r = reel{articles, numbersOf[uint64](next())}
	}
	c.ids = next()
	for _, numbers := range []*[]uint32{&c.idAt, &c.first, &c.owner, &c.rows, (*[]uint32)(&c.articleIDs), (*[]uint32)(&c.passageIDs)} {
		*numbers = numbersOf[uint32](next())
	}
	for f := range c.lengths {
		c.lengths[f] = numbersOf[int32](next())
	}
	n := len(c.first) - 1
	listed, err1 := reel{articles, c.listedAt}.read(0, n)
	sketches, err2 := reel{articles, c.sketchAt}.read(0, n)
	if err := errors.Join(err1, err2); err != nil {
		return c, err
	}
	c.listed, c.sketches = textOf(listed), numbersOf[uint32](sketches)
	return c, nil
}
