package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FieldMap names, by our field (headline, body, byline, published, updated, outlet, section, label, language, dateline,
// url, id), the field of a JSON object that holds it, with a dot between the names on the way: {"body": "story.text"}.
type FieldMap map[string]string

// recordNames are the usual names of our fields in a JSON object, in lower case without hyphens or underscores: those of
// schema.org, of IPTC ninjs 1.3 to 3, of JSON Feed, and of exports.
var recordNames = map[string][]string{
	"id":        {"id", "guid", "uri", "articleid", "identifier"},
	"headline":  {"headline", "title", "headlines", "name"},
	"byline":    {"byline", "by", "bylines", "authors", "author", "creator", "writer"},
	"published": {"published", "datepublished", "publishedat", "publishedon", "publishedtime", "pubdate", "publicationdate", "publishdate", "firstpublished", "contentcreated", "firstcreated", "date", "timestamp", "versioncreated"},
	"updated":   {"updated", "datemodified", "updatedat", "modified", "modifiedat", "lastmodified", "dateupdated", "versioncreated"},
	"outlet":    {"outlet", "publisher", "source", "sourcename", "publication", "newspaper", "infosources", "infosource", "site", "sitename"},
	"section":   {"section", "articlesection", "category", "categories", "desk"},
	"label":     {"label", "genre", "genres", "subject", "subjects", "type"},
	"language":  {"language", "lang", "inlanguage"},
	"dateline":  {"dateline", "located"},
	"url":       {"url", "link", "canonicalurl", "weburl", "permalink", "href", "uri"},
	"body":      {"articlebody", "body", "bodies", "bodyxhtml", "bodyhtml", "bodytext", "contenthtml", "content", "contenttext", "text", "fulltext", "article"},
}

// readLines reads JSON with an object a line.
func readLines(ctx context.Context, in input, each func(item)) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLongLine) {
			return cannotRead(err)
		}
		if trimmed := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))); len(trimmed) > 0 {
			found, problem := newItem(in, n, trimmed)
			if problem != nil {
				found = item{path: in.path, n: n, err: problem}
			}
			each(found)
		} else if errors.Is(err, errLongLine) {
			each(item{path: in.path, n: n, err: &problem{0, fmt.Sprintf("is larger than %d MB", maxFile>>20)}})
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

var errLongLine = errors.New("the line is too long")

// readLine reads to the next line break. Of a line above maxFile bytes, nothing is returned.
func readLine(lines *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := lines.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxFile; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && err == nil:
			return nil, errLongLine
		}
		return line, err
	}
}

// readJSON reads a file with one object, an array of them, an object that wraps an array, a JSON Feed, or objects one
// behind the other.
func readJSON(ctx context.Context, in input, each func(item)) error {
	limited := &allowance{Reader: in, left: maxValue}
	buffered := bufio.NewReader(limited)
	if mark, _ := buffered.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = buffered.Discard(3)
	}
	values := json.NewDecoder(buffered)
	n, array := 0, false
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n == 0 && !array && firstByte(buffered) == '[' {
			array = true
			if _, err := values.Token(); err != nil {
				return notJSON(err)
			}
		}
		if array && !values.More() {
			if end, err := values.Token(); err != nil || end != json.Delim(']') {
				each(item{path: in.path, n: n + 1, err: notJSON(cmp.Or(err, io.ErrUnexpectedEOF))})
				return nil
			}
			array = false
		}
		var raw json.RawMessage
		limited.left = maxValue
		err := values.Decode(&raw)
		if array && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			return &problem{0, "is empty"}
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && n == 0:
			return notJSON(err)
		case err != nil:
			each(item{path: in.path, n: n + 1, err: notJSON(err)})
			return nil
		}
		if !array && n == 0 && isJSONFeed(raw) {
			return readFeed(ctx, in, raw, each)
		}
		parts := [][]byte{raw}
		if inner := wrappedItems(raw); !array && inner != nil {
			parts = inner
		}
		for _, part := range parts {
			n++
			found, err := newItem(in, n, part)
			if err != nil {
				found = item{path: in.path, n: n, err: err}
			}
			each(found)
		}
	}
}

// allowance is a reader of at most left bytes more, an error above them.
type allowance struct {
	io.Reader
	left int
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, tooLarge(maxValue)
	}
	n, err := a.Reader.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}

func firstByte(r *bufio.Reader) byte {
	for n := 1; n <= 512; n++ {
		head, err := r.Peek(n)
		if err != nil {
			return 0
		}
		if last := head[n-1]; last > ' ' {
			return last
		}
	}
	return 0
}

func notJSON(err error) error {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	return &problem{0, fmt.Sprintf("is not JSON that can be read: %v", err)}
}

// wrappedItems are the objects of an array in an object that has no text of its own, as an answer of an API wraps them.
func wrappedItems(raw []byte) [][]byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	for name := range fields {
		if slices.Contains(recordNames["body"], plainName(name)) || slices.Contains(recordNames["headline"], plainName(name)) {
			return nil
		}
	}
	for _, name := range []string{"articles", "items", "results", "stories", "posts", "docs", "data", "value", "response"} {
		var objects []json.RawMessage
		if json.Unmarshal(fields[name], &objects) == nil && len(objects) > 0 && bytes.HasPrefix(bytes.TrimSpace(objects[0]), []byte("{")) {
			var parts [][]byte
			for _, o := range objects {
				parts = append(parts, o)
			}
			return parts
		}
		if inner := wrappedItems(fields[name]); inner != nil {
			return inner
		}
	}
	return nil
}

// newItem makes an item of one JSON object.
func newItem(in input, n int, raw []byte) (item, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return item{}, &problem{0, "is JSON, but no object with fields such as headline and body"}
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
	d, body := newRecord(fields, in.fields)
	d.addParagraphs(fragment(body))
	d.needHeadline()
	d.noteAll("json")
	return item{path: in.path, n: n, draft: d, raw: raw}, nil
}

// newRecord reads an object's fields: as the map says, as schema.org declares them, and by their usual names.
func newRecord(fields map[string]any, named FieldMap) (d *draft, body string) {
	d = &draft{}
	plain := map[string]any{}
	for name, value := range fields { // of two names that are one but for their case, the first in order
		if _, taken := plain[plainName(name)]; !taken || name < plainName(name) {
			plain[plainName(name)] = value
		}
	}
	for field, path := range named {
		d.record(field, at(fields, path))
	}
	if value := at(fields, named["body"]); named["body"] != "" {
		body = longest(value)
	}
	if fields["@type"] != nil || fields["@graph"] != nil {
		nodes := &linked{}
		nodes.add(fields, 0)
		d.accept(append(nodes.claims(), nodes.organisations()...)...)
		d.corrections = nodes.corrections()
		if body == "" {
			body = nodes.body()
		}
	}
	for _, field := range append(slices.Clone(fieldsOf), "label") {
		for _, name := range recordNames[field] {
			d.record(field, plain[name])
		}
	}
	if body == "" {
		for _, name := range recordNames["body"] {
			if body = longest(plain[name]); strings.TrimSpace(body) != "" {
				break
			}
		}
	}
	if retracted, _ := plain["retracted"].(bool); retracted || slices.Contains([]string{"canceled", "retracted", "withdrawn"}, first(plain["pubstatus"])) {
		d.Retracted = true
	}
	if d.corrections == nil {
		d.corrections = slices.Concat(recordTexts(plain["correction"]), recordTexts(plain["corrections"]))
	}
	d.dropSameUpdate()
	d.needLabel()
	return d, body
}

// dropSameUpdate forgets an update at the moment of publication, which formats write where there has been none.
func (d *draft) dropSameUpdate() {
	if d.Updated.Equal(d.Published) {
		d.Updated = time.Time{}
		delete(d.Origin, "updated")
	}
}

// fieldsOf are fields but for the label, which only some values of its names stand for.
var fieldsOf = slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return f == "label" })

// record takes a value over as one of our fields.
func (d *draft) record(field string, value any) {
	if value == nil {
		return
	}
	const origin = "json"
	switch field {
	case "id":
		if id := first(value); d.ID == "" && validID.MatchString(id) {
			d.ID = id
			d.note("id", origin)
		}
	case "byline":
		d.accept(claim{field, joined(recordTexts(value)), origin})
	case "label":
		for _, name := range recordTexts(value) {
			d.accept(claim{field, labelOf(name), origin})
		}
	case "published", "updated":
		if n, ok := value.(json.Number); ok {
			value = epoch(n)
		}
		d.accept(claim{field, first(value), origin})
	default:
		d.accept(claim{field, first(value), origin})
	}
}

// epoch is a number of seconds or milliseconds since 1970 as a date, or "".
func epoch(n json.Number) string {
	seconds, err := strconv.ParseFloat(n.String(), 64)
	if len(n) == len("20060102") && !strings.Contains(n.String(), ".") {
		return n.String()
	}
	if math.Abs(seconds) >= 1e11 {
		seconds /= 1000
	}
	if err != nil || math.Abs(seconds) > 1e11 {
		return ""
	}
	return time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)
}

func plainName(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

// at is the value at a path of names parted by dots, or nil. A name with a dot in it is found too.
func at(fields map[string]any, path string) any {
	if value, ok := fields[path]; ok {
		return value
	}
	head, rest, nested := strings.Cut(path, ".")
	if inner, ok := fields[head].(map[string]any); ok && nested {
		return at(inner, rest)
	}
	return nil
}

// recordTexts are the strings of a value: its own, its items', or those of an object that has its value or a name.
func recordTexts(value any) []string {
	switch v := value.(type) {
	case json.Number:
		return []string{v.String()}
	case []any:
		var all []string
		for _, item := range v {
			if _, nested := item.([]any); !nested {
				all = append(all, recordTexts(item)...)
			}
		}
		return all
	case map[string]any:
		for _, name := range []string{"value", "name", "title", "text", "rendered", "byline", "label", "@value", "city"} {
			if t := texts(v[name]); len(t) > 0 {
				return t
			}
		}
		return nil
	}
	return texts(value)
}

func first(value any) string {
	if t := recordTexts(value); len(t) > 0 {
		return t[0]
	}
	return ""
}

// longest is the longest of a value's strings: bodies come in several renditions of one text. Several that are
// paragraphs of one text are plain strings, and are joined.
func longest(value any) string {
	all := recordTexts(value)
	if list, ok := value.([]any); ok && len(list) > 0 {
		if _, plain := list[0].(string); plain {
			return strings.Join(all, "\n\n")
		}
	}
	best := ""
	for _, t := range all {
		if len(t) > len(best) {
			best = t
		}
	}
	return best
}
