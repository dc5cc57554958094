package weaviate

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/analysis"

	"github.com/google/uuid"
)

// object is what a collection holds one of.
type object struct {
	Class      string         `json:"class"`
	ID         uuid.UUID      `json:"id"`
	Properties map[string]any `json:"properties"`
	Vector     []float32      `json:"vector,omitempty"`
}

// namespace is that of the UUIDs, which are made of what they name (version 5), so that putting something twice puts it once.
var namespace = uuid.NewSHA1(uuid.NameSpaceDNS, []byte("dateline"))

// idOf names an object by its kind and by what tells it from others of the kind.
func idOf(kind, id string, n uint64) uuid.UUID {
	return uuid.NewSHA1(namespace, []byte(kind+"\x00"+id+"\x00"+strconv.FormatUint(n, 10)))
}

// versionOf is an article as it was put in an edition.
func versionOf(article string, edition uint64) string {
	return article + "@" + strconv.FormatUint(edition, 10)
}

// listing is what of an article is in memory.
type listing struct {
	Article  retrieval.Article    `json:"article"` // as listed
	Audience string               `json:"audience,omitempty"`
	Size     int                  `json:"-"`
	First    string               `json:"first,omitempty"` // the ID of the passage that opens it
	Passages int32                `json:"passages"`
	Marked   int32                `json:"marked,omitempty"` // passages that are instructions
	Lengths  [analysis.Fields]int `json:"lengths"`          // in terms; of the body, all passages together
	edition  uint64
}

// whole is an article with its passages, whose texts are spans of its own.
type whole struct {
	Article  retrieval.Article `json:"article"`
	Audience string            `json:"audience,omitempty"`
	Passages []passageRecord   `json:"passages"`
}

// passageRecord is a passage without what its article knows.
type passageRecord struct {
	ID        string           `json:"id"`
	Kind      retrieval.Kind   `json:"kind"`
	Span      retrieval.Span   `json:"span"`
	Sentences []retrieval.Span `json:"sentences"`
	Paragraph int              `json:"paragraph"`
}

func (w whole) article() retrieval.Article {
	a := w.Article
	a.Audience, a.Size = w.Audience, len(a.Text)
	return a
}

func (w whole) passages() []retrieval.Passage {
	var passages []retrieval.Passage
	for _, p := range w.Passages {
		passages = append(passages, retrieval.Passage{
			ID: p.ID, ArticleID: w.Article.ID, Kind: p.Kind, Span: p.Span, Text: p.Span.In(w.Article.Text), Sentences: p.Sentences, Paragraph: p.Paragraph,
		})
	}
	return passages
}

// edit makes of an entry what is stored of it in an edition, the article last, what of it is in memory, and its words.
func (c collections) edit(e retrieval.Entry, edition uint64) (l listing, objects []object, words []string, err error) {
	a := e.Article
	a.Size = len(a.Text)
	if !utf8.ValidString(a.Text) {
		return l, nil, nil, fmt.Errorf("put article %q: its text is not all UTF-8", a.ID)
	}
	units := analysis.Units(a, e.Passages)
	own := units[len(e.Passages)]
	l = listing{Article: a.Listed(), Audience: a.Audience, Passages: int32(len(e.Passages)), edition: edition}
	for f := range l.Lengths {
		l.Lengths[f] = len(own[f])
	}
	w := whole{Article: a, Audience: a.Audience}
	w.Article.Size = 0 // it is that of the text
	joined := func(terms []string) string { return strings.Join(terms, " ") }
	for i, p := range e.Passages {
		if i == 0 {
			l.First = p.ID
		}
		if p.Kind == retrieval.Instruction {
			l.Marked++
		}
		body := units[i][analysis.Body]
		l.Lengths[analysis.Body] += len(body)
		w.Passages = append(w.Passages, passageRecord{p.ID, p.Kind, p.Span, p.Sentences, p.Paragraph})
		o := object{c.passages, idOf("passage", p.ID, edition), filters(a, edition, p.ID), e.Vectors[i]}
		o.Properties[pPassage], o.Properties[pBody], o.Properties[pContext] = p.ID, joined(body), joined(own[analysis.Context])
		if o.Properties[pRecord], err = text(p); err != nil {
			return l, nil, nil, err
		}
		objects = append(objects, o)
	}
	o := object{Class: c.articles, ID: idOf("article", a.ID, edition), Properties: filters(a, edition, a.ID)}
	o.Properties[pText], o.Properties[pBy], o.Properties[pContext] = joined(own[analysis.Article]), joined(own[analysis.Outlet]), joined(own[analysis.Context])
	if o.Properties[pListed], err = text(l); err == nil {
		o.Properties[pRecord], err = text(w)
	}
	return l, append(objects, o), own[analysis.Words], err
}

// text is a value as JSON.
func text(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// filters are the properties by which articles and passages are filtered.
func filters(a retrieval.Article, edition uint64, id string) map[string]any {
	p := map[string]any{
		pArticle: a.ID, pEdition: edition, pVersion: versionOf(a.ID, edition), pAudience: audienceKey(a.Audience),
		pOutlet: a.Outlet, pLanguage: languageKey(analysis.Of(a.Language)), pLot: lotOf(id),
	}
	if !a.Published.IsZero() {
		p[pPublished] = a.Published.Format(time.RFC3339Nano)
	}
	return p
}

// audienceKey and languageKey are never empty, for the server finds nothing by an empty text.
func audienceKey(audience string) string { return "for " + audience }

func languageKey(l *analysis.Language) string { return "in " + l.Code() }
