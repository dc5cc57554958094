// Package retrieval is the vocabulary of finding: articles go in, numbered evidence comes out.
//
// The road through it:
//
//	ingest ──> Article ── segment ──> Passage ── Store (vectors + terms)
//	                                               │
//	Query ── search (filters, fusion, wire copies) ──> Result (numbered Evidence, Confidence)
//
// Nothing here, nor in any package below it, imports bot.
package retrieval

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Span is a half-open range of byte offsets [Start, End) into a text that its owner names.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// In returns the part of text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Kind tells what part of an article a block or passage is, so that it can be shown as what it is.
type Kind string

// The kinds of text that an article carries.
const (
	Body            Kind = "body"
	Caption         Kind = "caption"
	Correction      Kind = "correction"
	RelatedHeadline Kind = "related headline"
	Instruction     Kind = "instruction" // speaks to a machine or its reader instead of reporting; never evidence
)

// Block is one paragraph, caption, correction, related headline or instruction: a span of the article's Text.
type Block struct {
	Span
	Kind Kind `json:"kind"`
}

// Article is one piece of coverage. Empty strings and zero times mean unknown; nothing is guessed.
type Article struct {
	ID         string    `json:"id"` // from the front matter, else the URL, else the path; at most MaxArticleID bytes
	Headline   string    `json:"headline"`
	Outlet     string    `json:"outlet,omitempty"`
	Byline     string    `json:"byline,omitempty"`
	Dateline   string    `json:"dateline,omitempty"`
	Section    string    `json:"section,omitempty"`
	Label      string    `json:"label,omitempty"` // what it says it is beside news: opinion, editorial, analysis, review, letter, live, sponsored or satire
	Language   string    `json:"language,omitempty"`
	URL        string    `json:"url,omitempty"`
	Path       string    `json:"path,omitempty"` // where it was read from, relative to its coverage folder
	Published  time.Time `json:"published,omitzero"`
	Updated    time.Time `json:"updated,omitzero"`
	References []string  `json:"references,omitempty"` // the addresses behind its facts
	Text       string    `json:"text"`                 // all quotable text; blocks are separated by blank lines
	Blocks     []Block   `json:"blocks"`               // in reading order, instructions last, not overlapping
	Sketch     Sketch    `json:"sketch,omitempty"`     // of the body, for telling wire copies
	Origin     Origin    `json:"origin,omitempty"`     // where what is known of it was found
	Hash       string    `json:"hash"`                 // of everything read and what was made of it, so that a change is noticed
	Retracted  bool      `json:"retracted,omitempty"`  // withdrawn by its outlet: kept, and never evidence
	Corrects   string    `json:"corrects,omitempty"`   // of a correction notice: the ID of the article that it corrects; as read, an ID or a URL
	Former     []string  `json:"former,omitempty"`     // hashes of its versions before, newest last, at most MaxFormer
	Alias      string    `json:"alias,omitempty"`      // the ID that its place now gives it, where it keeps another from before it moved
	Audience   string    `json:"-"`                    // who alone may see it; "" is everyone
	Size       int       `json:"size,omitempty"`       // of its Text in bytes, as a Store gives it, also where it leaves out the Text
}

// Listed is the article as a Store lists it: without what only a reader of the whole article wants, which may be long.
func (a Article) Listed() Article {
	a.Text, a.Blocks, a.References, a.Origin = "", nil, nil, nil
	return a
}

// MaxArticleID and the fixed length of a passage's ID leave room for an action in Discord's 100-character custom_id.
const (
	MaxArticleID = 64
	PassageIDLen = 12
)

// OwnID is the ID of what is for one audience alone, by the ID that it would have for everyone: what several add is an
// article of each. "" is everyone.
func OwnID(audience, id string) string {
	if audience == "" || id == "" {
		return id
	}
	sum := sha256.Sum256([]byte(audience + "\x00" + id))
	mark := "-" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:ownMark])
	return id[:min(len(id), MaxArticleID-len(mark))] + mark
}

// ownMark is 60 bits: enough that nobody finds the ID of another's article.
const ownMark = 12

// MaxFormer is how many former versions an article remembers.
const MaxFormer = 16

// Origin tells where each known field of an article was found, by the field's name in JSON: "front matter", "json-ld",
// "open graph", "meta", "microdata", "microformat", "time", "page", "feed", "sitemap", "address" (at which it was fetched),
// "json", "text" (read from or told by the words themselves) or "library" (guessed by the HTML extractor).
type Origin map[string]string

// Lede is the article's first body paragraph, or "" where it has none.
func (a *Article) Lede() string {
	for _, b := range a.Blocks {
		if b.Kind == Body {
			return b.In(a.Text)
		}
	}
	return ""
}

var betweenAuthors = regexp.MustCompile(`\s*(?:[,;/|&]|\band\b)\s*`)

// Authors are the people whom the article's byline names.
func (a *Article) Authors() []string {
	byline := strings.TrimSpace(a.Byline)
	if byline == "" {
		return nil
	}
	if len(byline) > 3 && strings.EqualFold(byline[:3], "by ") {
		byline = byline[3:]
	}
	return betweenAuthors.Split(byline, -1)
}

// Passage is a run of whole sentences of one article: what is indexed, cited and quoted.
type Passage struct {
	ID        string `json:"id"` // PassageIDLen lower-case characters, from the article's ID and the text
	ArticleID string `json:"article_id"`
	Kind      Kind   `json:"kind"`
	Span      Span   `json:"span"`      // in the article's Text
	Text      string `json:"text"`      // Span.In(article.Text)
	Sentences []Span `json:"sentences"` // in Text, in order, not overlapping
	Paragraph int    `json:"paragraph"` // of its first sentence: 1 is the article's first block
}

// Filter narrows a search. The zero Filter lets everything through.
type Filter struct {
	Since    time.Time `json:"since,omitzero"` // published on or after
	Until    time.Time `json:"until,omitzero"` // published before (exclusive)
	Outlets  []string  `json:"outlets,omitempty"`
	Articles []string  `json:"articles,omitempty"` // article IDs

	// Search knows these, stores do not: of any of these authors, and in any of these sections or under any of these labels.
	Bylines  []string `json:"bylines,omitempty"`
	Sections []string `json:"sections,omitempty"`
}

// IsZero reports whether the filter lets everything through.
func (f Filter) IsZero() bool {
	return f.Since.IsZero() && f.Until.IsZero() && len(f.Outlets)+len(f.Articles)+len(f.Bylines)+len(f.Sections) == 0
}

// Query is what search is asked. Audience is who asks: it finds what is for everyone and what is for it alone, the zero one
// what is for everyone. K bounds the evidence; zero means search's default. Marked asks for passages of kind
// Instruction and of retracted articles too, for an operator to see; they must never reach a prompt or an answer.
type Query struct {
	Text     string `json:"text"`
	Filter   Filter `json:"filter,omitzero"`
	Audience string `json:"-"`
	K        int    `json:"k,omitempty"`
	Marked   bool   `json:"marked,omitempty"`
}

// Hit is one passage or article found by one index. Scores of one list compare; scores of two lists do not.
type Hit struct {
	ID    string
	Score float64
}

// Scores are the parts of a fused score, each normalised to 0..1 within its query.
type Scores struct {
	Terms  float64 `json:"terms"`
	Vector float64 `json:"vector"`
}

// Evidence is a passage that search found, fused, collapsed and numbered from 1 in order of score; the
// newest relevant first where the question asks for the latest.
type Evidence struct {
	N             int
	Passage       Passage
	Article       Article
	AlsoCarriedBy []string // outlets that carried the same story
	Score         float64
	Scores        Scores
}

// Reading is what a search took from the question's own words beside its topic. The zero Reading took nothing.
type Reading struct {
	Filter   Filter            `json:"filter,omitzero"` // dates and outlets, beside the query's own
	Bylines  []string          `json:"bylines,omitempty"`
	Sections []string          `json:"sections,omitempty"`
	Newest   bool              `json:"newest,omitempty"`  // the newest first among what is relevant
	Spelled  map[string]string `json:"spelled,omitempty"` // words that the coverage does not hold, and what they are read as
	Shown    string            `json:"shown,omitempty"`   // all this in words: "published 12–19 Sept 2016, from Dateline sample wire"
	Relaxed  string            `json:"relaxed,omitempty"` // where it left nothing and was set aside: the sentence that says so
}

// Spell is a question with the misspelt words as they are read.
func (r Reading) Spell(question string) string {
	if len(r.Spelled) == 0 {
		return question
	}
	var words []string
	for _, w := range slices.Sorted(maps.Keys(r.Spelled)) {
		words = append(words, regexp.QuoteMeta(w))
	}
	return regexp.MustCompile(`\b(?:`+strings.Join(words, "|")+`)\b`).ReplaceAllStringFunc(question, func(w string) string { return r.Spelled[w] })
}

// Result is what search returns for a query.
type Result struct {
	Query           Query
	Read            Reading
	Evidence        []Evidence
	Confidence      float64   // 0..1, that the evidence answers the query; 0 for a Marked one, which is no question
	CoverageThrough time.Time // newest published date of all coverage, zero where none is known
}

// TermScore is what one term of a text gives to the BM25 of a passage and its article.
type TermScore struct {
	Term    string  `json:"term"`    // as the index knows it
	IDF     float64 `json:"idf"`     // how rare it is among passages
	Passage float64 `json:"passage"` // to the passage's score, by its own words
	Context float64 `json:"context"` // to the same, by its article's headline and lede
	Article float64 `json:"article"` // to the article's score
}

// Unit is what a term search ranks.
type Unit int

// Term searches rank passages or whole articles.
const (
	Passages Unit = iota
	Articles
)

// Entry is one article as a Store takes it: its passages and their vectors, one for one, all of one length and unit norm. A
// passage that the embedder has no words for, such as one in another language, has a nil vector.
type Entry struct {
	Article  Article
	Passages []Passage
	Vectors  [][]float32
}

// Change is one commit: the articles deleted first, then those put, replacing any of the same ID.
type Change struct {
	Put    []Entry
	Delete []string // article IDs; unknown ones are ignored
}

// Embedder turns texts into vectors of unit length, one a text, in order. Identity names the model and its dimension; a
// different identity means that vectors do not compare.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
	Identity() string
}

// Store keeps articles with their passages, terms and vectors, which commit together.
//
// A store shows the articles that are for everyone; [Store.For] is how an audience sees its own beside them. What one does
// not see is to them as though it were not there, in scores too, which are counted without it.
//
// Hits come in order of falling score, ties broken by ID; k above what there is returns what there is.
type Store interface {
	// For is the same store as an audience sees it; "" is everyone.
	For(audience string) Store
	// Whole is the same store with the articles of all audiences, for what keeps it in step. It is for nobody's eyes.
	Whole() Store
	// Apply commits the whole change or none of it.
	Apply(ctx context.Context, change Change) error
	// Terms ranks passages or articles by BM25.
	Terms(ctx context.Context, text string, unit Unit, f Filter, k int) ([]Hit, error)
	// Nearest ranks passages by cosine similarity to a vector of unit length; those without a vector are never found. A
	// vector of another length is an error.
	Nearest(ctx context.Context, vector []float32, f Filter, k int) ([]Hit, error)
	// Passages returns the passages with these IDs, in the order asked; unknown ones are left out.
	Passages(ctx context.Context, ids []string) ([]Passage, error)
	// Vectors returns the vectors of the passages with these IDs, in the order asked; nil for unknown ones and for those
	// that have none.
	Vectors(ctx context.Context, ids []string) ([][]float32, error)
	// ArticlePassages returns an article's passages in reading order.
	ArticlePassages(ctx context.Context, articleID string) ([]Passage, error)
	// Article returns all of one article; ok is false where none has this ID.
	Article(ctx context.Context, id string) (a Article, ok bool, err error)
	// Articles lists every article, as [Article.Listed] has it, by published date (unknown first), then ID; so the last is
	// the newest. All callers share the list: it must not be changed. Asking again costs nothing until the next commit.
	Articles(ctx context.Context) ([]Article, error)
	// ArticlesByID returns, by their IDs, those articles among these that there are, as Articles lists them. They too are
	// shared and must not be changed.
	ArticlesByID(ctx context.Context, ids []string) (map[string]*Article, error)
}

// What an index that lasts cannot be opened for.
var (
	ErrNoIndex = errors.New("does not exist")
	ErrLocked  = errors.New("is being written by another process")
)
