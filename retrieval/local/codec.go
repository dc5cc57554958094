package local

import (
	"encoding/binary"
	"maps"
	"slices"
	"sync"
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

// How a time is written.
const (
	noTime = iota
	inUTC
	inZone
)

// time keeps the zone, as offset alone.
func (e *encoder) time(t time.Time) {
	_, offset := t.Zone()
	switch {
	case t.IsZero():
		e.number(noTime)
		return
	case t.Location() == time.UTC:
		e.number(inUTC)
	default:
		e.number(inZone)
		e.number(offset)
	}
	*e = binary.AppendVarint(*e, t.Unix())
	e.number(t.Nanosecond())
}

// decoder reads a record. What it returns shares the record's memory. It trusts the record, which a checksum vouches for.
type decoder string

func (d *decoder) number() int { return int(d.varint()) }

func (d *decoder) varint() int64 {
	n, at := uint64(0), 0
	for shift := 0; ; shift += 7 {
		b := (*d)[at]
		at++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	*d = (*d)[at:]
	return int64(n>>1) ^ -int64(n&1)
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

func (d *decoder) time() time.Time {
	zone := time.UTC
	switch d.number() {
	case noTime:
		return time.Time{}
	case inZone:
		zone = zoneOf(d.number())
	}
	seconds := d.varint()
	return time.Unix(seconds, d.varint()).In(zone)
}

var zones sync.Map // *time.Location by offset in seconds east of UTC

// zoneOf is the same for all times of an offset.
func zoneOf(offset int) *time.Location {
	if zone, ok := zones.Load(offset); ok {
		return zone.(*time.Location)
	}
	zone, _ := zones.LoadOrStore(offset, time.FixedZone("", offset))
	return zone.(*time.Location)
}

// encodeListed writes what is listed of an article but its sketch, which lies by itself.
func encodeListed(a *retrieval.Article) []byte {
	var e encoder
	for _, s := range []string{a.ID, a.Headline, a.Outlet, a.Byline, a.Dateline, a.Section, a.Label, a.Language, a.URL, a.Path, a.Hash, a.Corrects, a.Alias, a.Audience} {
		e.text(s)
	}
	e.time(a.Published)
	e.time(a.Updated)
	if a.Retracted {
		e.number(1)
	} else {
		e.number(0)
	}
	e.texts(a.Former)
	return e
}

// decodeListed reads what encodeListed wrote.
func decodeListed(listed string) (a retrieval.Article) {
	d := decoder(listed)
	for _, s := range []*string{&a.ID, &a.Headline, &a.Outlet, &a.Byline, &a.Dateline, &a.Section, &a.Label, &a.Language, &a.URL, &a.Path, &a.Hash, &a.Corrects, &a.Alias, &a.Audience} {
		*s = d.text()
	}
	a.Published, a.Updated = d.time(), d.time()
	a.Retracted = d.number() == 1
	a.Former = d.texts()
	return a
}

// firstText is the text with which a record begins: its ID.
func firstText(record string) string {
	d := decoder(record)
	return d.text()
}

// encodeRest writes what else is known of an article than its text.
func encodeRest(a *retrieval.Article) []byte {
	var e encoder
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
	return e
}

// decodeRest reads what encodeRest wrote.
func decodeRest(rest string, a *retrieval.Article) {
	d := decoder(rest)
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
}

// encodePassage writes a passage without its text, which its span repeats, its own ID and its article's.
func encodePassage(p *retrieval.Passage) []byte {
	var e encoder
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

// decodePassage reads what encodePassage wrote.
func decodePassage(record string, p *retrieval.Passage) {
	d := decoder(record)
	p.Kind = retrieval.Kind(d.text())
	p.Span.Start = d.number()
	p.Span.End = p.Span.Start + d.number()
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
}
