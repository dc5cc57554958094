package weaviate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"dateline/retrieval/analysis"
)

// layout is the version of all that lies in the collections. With the embedder's identity it is part of their names, so that
// an index of another layout or embedder is made beside the former one, which answers until nobody asks it any more.
const layout = 1

// collections are the names of an index's four.
type collections struct{ passages, articles, words, commits string }

func (a Address) collections(identity string) collections {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s", layout, identity))
	name := "Dateline_" + a.Name + "_" + hex.EncodeToString(sum[:5])
	return collections{name + "_Passages", name + "_Articles", name + "_Words", name + "_Commits"}
}

// class is a collection as the server describes it, as far as it matters.
type class struct {
	Class           string         `json:"class"`
	Description     string         `json:"description"`
	Vectorizer      string         `json:"vectorizer"`
	VectorIndexType string         `json:"vectorIndexType"`
	VectorIndex     map[string]any `json:"vectorIndexConfig"`
	Inverted        map[string]any `json:"invertedIndexConfig"`
	Replication     map[string]any `json:"replicationConfig"`
	Sharding        map[string]any `json:"shardingConfig,omitempty"`
	Properties      []property     `json:"properties"`
}

type property struct {
	Name         string   `json:"name"`
	DataType     []string `json:"dataType"`
	Tokenization string   `json:"tokenization,omitempty"`
	Filterable   bool     `json:"indexFilterable"`
	Searchable   bool     `json:"indexSearchable"`
	Rangeable    bool     `json:"indexRangeFilters"`
}

// Kinds of properties: names that are compared whole, terms as we analysed them, one text that is only kept, and what has an order.
func name(n string) property {
	return property{Name: n, DataType: []string{"text"}, Tokenization: "field", Filterable: true}
}

func terms(n string) property {
	return property{Name: n, DataType: []string{"text"}, Tokenization: "whitespace", Searchable: true}
}

func kept(n string) property {
	return property{Name: n, DataType: []string{"text"}, Tokenization: "field"}
}

func ordered(n, of string) property {
	return property{Name: n, DataType: []string{of}, Rangeable: true}
}

// Properties of passages and of articles, by which both are filtered.
const (
	pArticle   = "article"  // its ID
	pEdition   = "edition"  // that it was put in
	pVersion   = "version"  // the two as one
	pAudience  = "audience" // see audienceKey
	pOutlet    = "outlet"
	pLanguage  = "language"  // code of its analysis.Language, see languageKey
	pPublished = "published" // absent where unknown
	pLot       = "lot"       // see lotOf
)

var filtered = []property{
	name(pArticle), ordered(pEdition, "int"), name(pVersion), name(pAudience), name(pOutlet), name(pLanguage), ordered(pPublished, "date"), ordered(pLot, "int"),
}

// Those of passages: a passage's ID and itself, and the terms that it is found by.
const (
	pPassage = "passage"
	pBody    = "body"
	pContext = "context" // also of articles
	pRecord  = "record"  // JSON, also of articles and commits; words with blanks between them
)

// Those of articles alone.
const (
	pText   = "text"   // terms of the whole
	pBy     = "by"     // terms of the outlet's name
	pListed = "listed" // JSON
)

// Those of commits, and of the lease beside them.
const (
	pOrdinal = "ordinal"
	pAt      = "at"
)

// description is what a collection is said to be, between what it holds and whose vectors those are.
const description = " of Dateline's index %q: "

// classes are the collections of an index as they are made.
func (c collections) classes(a Address, identity string) []class {
	made := func(of, what string, properties ...property) class {
		return class{
			Class: of, Description: what + fmt.Sprintf(description, a.Name) + identity,
			Vectorizer: "none", VectorIndexType: "hnsw", VectorIndex: map[string]any{"skip": true},
			Inverted: map[string]any{
				"bm25": map[string]any{"k1": analysis.K1, "b": analysis.B}, "stopwords": map[string]any{"preset": "none"},
			},
			Replication: map[string]any{"factor": a.Replication, "asyncEnabled": a.Replication > 1, "deletionStrategy": "TimeBasedResolution"},
			Properties:  properties,
		}
	}
	passages := made(c.passages, "Passages", append(filtered[:len(filtered):len(filtered)], name(pPassage), terms(pBody), terms(pContext), kept(pRecord))...)
	passages.VectorIndex = map[string]any{"distance": "dot"} // of vectors of length 1, which cosine would divide by theirs once more
	articles := made(c.articles, "Articles", append(filtered[:len(filtered):len(filtered)], terms(pText), terms(pBy), terms(pContext), kept(pListed), kept(pRecord))...)
	words := made(c.words, "Words", kept(pRecord))
	commits := made(c.commits, "Commits", ordered(pOrdinal, "int"), ordered(pAt, "date"), kept(pRecord))
	words.Sharding, commits.Sharding = map[string]any{"desiredCount": 1}, map[string]any{"desiredCount": 1}
	return []class{passages, articles, words, commits}
}

// describe reads a collection's description; ok is false where there is none.
func (c *client) describe(ctx context.Context, name string) (found class, ok bool, err error) {
	ok, err = c.get(ctx, "/schema/"+name, &found)
	return found, ok, err
}

// create makes the collections that are missing, and checks those that are there.
func (c *client) create(ctx context.Context, of collections, identity string) error {
	for _, wanted := range of.classes(c.address, identity) {
		found, ok, err := c.describe(ctx, wanted.Class)
		var said []byte
		if err == nil && !ok {
			_, said, err = c.do(ctx, request{method: http.MethodPost, path: "/schema", body: wanted, patience: c.writing, answers: []int{http.StatusUnprocessableEntity}})
			if err == nil { // also where another was faster
				found, ok, err = c.describe(ctx, wanted.Class)
			}
		}
		if err == nil && !ok {
			err = fmt.Errorf("DATELINE_STORE: Weaviate does not make the collection %s: %s", wanted.Class, messageOf(said))
		}
		if err == nil {
			err = wanted.check(found)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// check compares a collection with how it should be.
func (c class) check(found class) error {
	differ := func(what string) error {
		return fmt.Errorf("DATELINE_STORE: the collection %s in Weaviate is not as Dateline makes it: %s differs; delete it there, or name another index behind the address", c.Class, what)
	}
	if found.Vectorizer != c.Vectorizer {
		return differ("its vectorizer")
	}
	if distance := c.VectorIndex["distance"]; distance != nil && found.VectorIndex["distance"] != distance {
		return differ("its measure of distance")
	}
	held := map[string]property{}
	for _, p := range found.Properties {
		held[p.Name] = p
	}
	for _, p := range c.Properties {
		h, ok := held[p.Name]
		if !ok || strings.Join(h.DataType, " ") != strings.Join(p.DataType, " ") || h.Tokenization != p.Tokenization ||
			h.Filterable != p.Filterable || h.Searchable != p.Searchable || h.Rangeable != p.Rangeable {
			return differ(fmt.Sprintf("its property %q", p.Name))
		}
	}
	return nil
}
