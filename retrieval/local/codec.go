package local

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"dateline/retrieval"
)

// encoder writes a record: numbers as varints, texts behind their length.
type encoder []byte

func (e *encoder) number(n int) { *e = binary.AppendVarint(*e, int64(n)) }

func (e *encoder) text(s string) {
	e.number(len(s))
	*e = append(*e, s...)
}

func (e *encoder) texts(list []string) {
	e.number(len(list))
	for _, s := range list {
		e.text(s)
	}
}

// time keeps the zone, as offset alone.
func (e *encoder) time(t time.Time) error {
	if t.IsZero() {
		e.number(0)
		return nil
	}
	b, err := t.MarshalBinary()
	e.text(string(b))
	return err
}

// decoder reads a record. What it returns shares the record's memory. It trusts the record, which a checksum vouches for.
type decoder string

func (d *decoder) number() int {
	n, at := int64(0), 0
	for shift := 0; ; shift += 7 {
		b := (*d)[at]
		at++
		n |= int64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	*d = (*d)[at:]
	return int(n>>1 ^ -(n & 1))
}

func (d *decoder) text() string {
	n := d.number()
	s := (*d)[:n]
	*d = (*d)[n:]
	return string(s)
}

func (d *decoder) texts() []string {
	n := d.number()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.text()
	}
	return list
}

func (d *decoder) time() (t time.Time) {
	if b := d.text(); b != "" {
		if err := t.UnmarshalBinary([]byte(b)); err != nil {
			return time.Time{}
		}
	}
	return t
}

// encodeArticle writes an article without its text: what is listed of it, behind its length, and then the rest.
func encodeArticle(a *retrieval.Article) ([]byte, error) {
	var listed, e encoder
	for _, s := range []string{a.ID, a.Headline, a.Outlet, a.Byline, a.Dateline, a.Section, a.Label, a.Language, a.URL, a.Path, a.Hash, a.Corrects, a.Alias, a.Audience} {
		listed.text(s)
	}
	for _, t := range []time.Time{a.Published, a.Updated} {
		if err := listed.time(t); err != nil {
			return nil, err
		}
	}
	if a.Retracted {
		listed.number(1)
	} else {
		listed.number(0)
	}
	listed.texts(a.Former)
	listed.number(len(a.Sketch))
	for _, h := range a.Sketch {
		listed = binary.LittleEndian.AppendUint32(listed, h)
	}
	e.text(string(listed))
	e.texts(a.References)
	e.number(len(a.Origin))
	for _, field := range slices.Sorted(maps.Keys(a.Origin)) {
		e.text(field)
		e.text(a.Origin[field])
	}
	e.number(len(a.Blocks))
	for _, b := range a.Blocks {
		e.text(string(b.Kind))
		e.number(b.Start)
		e.number(b.End)
	}
	return e, nil
}

// decodeListed reads what encodeArticle wrote as listed, of an article whose text is of so many bytes.
func decodeListed(listed string, size int) retrieval.Article {
	d := decoder(listed)
	a := retrieval.Article{Size: size}
	for _, s := range []*string{&a.ID, &a.Headline, &a.Outlet, &a.Byline, &a.Dateline, &a.Section, &a.Label, &a.Language, &a.URL, &a.Path, &a.Hash, &a.Corrects, &a.Alias, &a.Audience} {
		*s = d.text()
	}
	a.Published, a.Updated = d.time(), d.time()
	a.Retracted = d.number() == 1
	a.Former = d.texts()
	if n := d.number(); n > 0 {
		a.Sketch = make(retrieval.Sketch, n)
		for i := range a.Sketch {
			a.Sketch[i] = binary.LittleEndian.Uint32([]byte(d[4*i : 4*i+4]))
		}
	}
	return a
}

// decodeArticle reads all of an article.
func decodeArticle(record, text string) retrieval.Article {
	d := decoder(record)
	a := decodeListed(d.text(), len(text))
	a.Text = text
	a.References = d.texts()
	if n := d.number(); n > 0 {
		a.Origin = make(retrieval.Origin, n)
		for range n {
			field := d.text()
			a.Origin[field] = d.text()
		}
	}
	if n := d.number(); n > 0 {
		a.Blocks = make([]retrieval.Block, n)
		for i := range a.Blocks {
			b := &a.Blocks[i]
			b.Kind = retrieval.Kind(d.text())
			b.Start, b.End = d.number(), d.number()
		}
	}
	return a
}

// encodePassage writes a passage without its text, which its span repeats, and its article's ID.
func encodePassage(p *retrieval.Passage) []byte {
	var e encoder
	e.text(p.ID)
	e.text(string(p.Kind))
	e.number(p.Span.Start)
	e.number(p.Span.Len())
	e.number(p.Paragraph)
	e.number(len(p.Sentences))
	last := 0
	for _, s := range p.Sentences {
		e.number(s.Start - last)
		e.number(s.Len())
		last = s.End
	}
	return e
}

// decodePassage reads a passage of an article, whose whole text is given.
func decodePassage(record, article, text string) retrieval.Passage {
	d := decoder(record)
	p := retrieval.Passage{ID: d.text(), ArticleID: article, Kind: retrieval.Kind(d.text())}
	p.Span.Start = d.number()
	p.Span.End = p.Span.Start + d.number()
	p.Text = p.Span.In(text)
	p.Paragraph = d.number()
	if n := d.number(); n > 0 {
		p.Sentences = make([]retrieval.Span, n)
		last := 0
		for i := range p.Sentences {
			s := &p.Sentences[i]
			s.Start = last + d.number()
			s.End = s.Start + d.number()
			last = s.End
		}
	}
	return p
}

// passageID reads the ID alone.
func passageID(record string) string {
	d := decoder(record)
	return d.text()
}
