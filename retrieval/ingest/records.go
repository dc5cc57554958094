package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// FieldMap names, by our field (headline, body, byline, published, updated, outlet, section, label, language, dateline,
// url, id), the field of a JSON object that holds it, with a dot between the names on the way: {"body": "story.text"}.
type FieldMap map[string]string

// recordNames are the usual names of our fields in a JSON object, in lower case without hyphens or underscores, the most
// exact first: those of schema.org, of IPTC ninjs 1.3 to 3, of JSON Feed, and of the exports and answers of publishing
// systems (WordPress's REST, Arc's ANS, Brightspot, the Guardian's Content API, the New York Times's archive).
var recordNames = map[string][]string{
	"id":        {"id", "guid", "uri", "articleid", "identifier"},
	"headline":  {"headline", "title", "headlines", "webtitle", "name"},
	"byline":    {"byline", "by", "bylines", "authors", "author", "credits", "creator", "writer"},
	"published": {"published", "datepublished", "publishedat", "publishedon", "publishedtime", "displaydate", "firstpublishdate", "firstpublishedat", "webpublicationdate", "pubdate", "publicationdate", "publishdate", "firstpublished", "contentcreated", "firstcreated", "dategmt", "date", "timestamp", "versioncreated"},
	"updated":   {"updated", "datemodified", "updatedat", "modifiedgmt", "modified", "modifiedat", "lastmodified", "lastupdateddate", "updatedate", "dateupdated", "versioncreated"},
	"outlet":    {"outlet", "publisher", "source", "sourcename", "publication", "newspaper", "infosources", "infosource", "distributor", "site", "sitename"},
	"section":   {"section", "articlesection", "sectionname", "primarysection", "taxonomy", "category", "categories", "desk"},
	"label":     {"label", "genre", "genres", "subject", "subjects", "type", "typeofmaterial", "categories", "tags"},
	"language":  {"language", "lang", "inlanguage", "locale"},
	"dateline":  {"dateline", "located"},
	"url":       {"url", "link", "canonicalurl", "weburl", "permalink", "href", "uri"},
	"body":      {"articlebody", "body", "bodies", "bodyxhtml", "bodyhtml", "bodytext", "contentelements", "contenthtml", "content", "contenttext", "blocks", "text", "fulltext", "article", "paragraphs"},
}

// envelopes are the names of objects within an object that hold an article's fields in its place.
var envelopes = []string{"source", "fields", "attributes", "article", "post", "story", "node"}

// newItem makes an item of one JSON object.
func newItem(in input, n int, raw []byte) (item, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return item{}, &problem{0, "is JSON, but no object with fields such as headline and body"}
	}
	if !utf8.Valid(raw) {
		return item{}, &problem{0, "is not UTF-8, as JSON has to be; save it as UTF-8"}
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var fields map[string]any
	if err := decoder.Decode(&fields); err != nil {
		return item{}, notJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return item{}, &problem{0, "is not JSON that can be read: something follows the object"}
	}
	d, body, err := newRecord(fields, in.fields)
	if err != nil {
		return item{}, err
	}
	d.addParagraphs(fragment(body))
	d.needHeadline()
	d.noteAll("json")
	return item{path: in.path, n: n, draft: d, raw: raw}, nil
}

// newRecord reads an object's fields: as the map says, as schema.org declares them, and by their usual names.
func newRecord(object map[string]any, named FieldMap) (d *draft, body string, err error) {
	d = &draft{}
	for field, path := range named {
		d.record(field, at(object, path))
	}
	if named["body"] != "" {
		body = bodyOf(at(object, named["body"]))
	}
	plain := plainFields(object)
	if status := strings.ToLower(first(plain["status"])); slices.Contains(unpublished, status) {
		return nil, "", &problem{0, "is not published (its status is " + status + ")"}
	}
	if nodes := linkedIn(object); len(nodes.nodes) > 0 {
		d.accept(append(nodes.claims(), nodes.lastly()...)...)
		d.corrections = nodes.corrections()
		if body == "" {
			body = nodes.body()
		}
	}
	for _, f := range fields {
		for _, name := range recordNames[f.name] {
			d.record(f.name, plain[name])
		}
	}
	for _, name := range recordNames["body"] {
		if strings.TrimSpace(body) != "" {
			break
		}
		body = bodyOf(plain[name])
	}
	if retracted, _ := plain["retracted"].(bool); retracted || slices.Contains([]string{"canceled", "cancelled", "retracted", "withdrawn"}, strings.ToLower(first(plain["pubstatus"]))) {
		d.Retracted = true
	}
	if d.corrections == nil {
		for _, name := range []string{"correction", "corrections", "clarification", "editorsnote"} {
			d.corrections = append(d.corrections, recordTexts(plain[name])...)
		}
	}
	d.needLabel()
	return d, body, nil
}

// unpublished are the states in which publishing systems keep what no reader has seen.
var unpublished = []string{"draft", "auto-draft", "pending", "private", "future", "trash"}

// plainFields are an object's fields by their plain names, of two that are one but for their spelling the first in order,
// and those of an envelope in it or of what WordPress embeds.
func plainFields(fields map[string]any) map[string]any {
	plain := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if key := plainName(name); plain[key] == nil {
			plain[key] = fields[name]
		}
	}
	for _, name := range envelopes {
		if inner, ok := plain[name].(map[string]any); ok && hasArticle(inner) {
			delete(plain, name)
			for key, value := range plainFields(inner) {
				if plain[key] == nil {
					plain[key] = value
				}
			}
		}
	}
	if embedded, ok := plain["embedded"].(map[string]any); ok { // author and terms are numbers outside of it
		plain["author"] = embedded["author"]
		plain["categories"] = embedded["wp:term"]
	}
	return plain
}

// hasArticle reports whether an object has a text by its usual names, and a headline.
func hasArticle(fields map[string]any) bool {
	text, title := false, false
	for name := range fields {
		text = text || slices.Contains(recordNames["body"], plainName(name))
		title = title || slices.Contains(recordNames["headline"], plainName(name))
	}
	return text && title
}

// linkedIn are the schema.org nodes that an object is, or that WordPress's Yoast adds to it.
func linkedIn(fields map[string]any) *linked {
	nodes := &linked{}
	if fields["@type"] != nil || fields["@graph"] != nil {
		nodes.add(fields, 0)
	}
	nodes.add(at(fields, "yoast_head_json.schema"), 0)
	return nodes
}

// record takes a value over as one of our fields.
func (d *draft) record(field string, value any) {
	const origin = "json"
	switch field {
	case "byline":
		d.accept(claim{field, joined(recordTexts(value)), origin})
	case "label":
		for _, name := range recordTexts(value) {
			d.accept(claim{field, labelOf(name), origin})
		}
	case "published", "updated":
		d.accept(claim{field, stampOf(value), origin})
	default:
		d.accept(claim{field, first(value), origin})
	}
}
