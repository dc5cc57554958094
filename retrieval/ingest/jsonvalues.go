package ingest

import (
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// texts are a value's strings that are not empty: its own or its items', and what @value holds.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		if strings.TrimSpace(v) != "" {
			return []string{v}
		}
	case []string:
		return v
	case []any:
		var all []string
		for _, item := range v {
			if _, nested := item.([]any); !nested {
				all = append(all, texts(item)...)
			}
		}
		return all
	case map[string]any:
		return texts(v["@value"])
	}
	return nil
}

// stampOf is a value's date: a text, or a number of seconds or milliseconds since 1970, which may stand in a text.
func stampOf(value any) string {
	text := first(value)
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || len(text) == len("20060102") || len(text) == len("20060102150405") {
		return text
	}
	if math.Abs(seconds) >= 1e11 {
		seconds /= 1000
	}
	if math.Abs(seconds) > 1e11 {
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

// valueNames are the names under which an object holds what it stands for.
var valueNames = []string{"value", "name", "title", "text", "rendered", "byline", "label", "@value", "city", "basic", "main", "original", "displayName", "fullName", "by", "primary_section", "$date", "$numberLong"}

// recordTexts are the strings of a value: its own, its items', those of the main one first, or those of an object that has
// its value or a name.
func recordTexts(value any) []string {
	switch v := value.(type) {
	case json.Number:
		return []string{v.String()}
	case []any:
		var all []string
		for _, item := range v {
			found := recordTexts(item)
			if object, ok := item.(map[string]any); ok && object["role"] == "main" {
				all = append(found, all...)
			} else {
				all = append(all, found...)
			}
		}
		return all
	case map[string]any:
		for _, name := range valueNames {
			if t := recordTexts(v[name]); len(t) > 0 {
				return t
			}
		}
		for _, names := range [][2]string{{"first_name", "last_name"}, {"firstName", "lastName"}, {"firstname", "lastname"}, {"givenName", "familyName"}} {
			if given, family := first(v[names[0]]), first(v[names[1]]); given != "" && family != "" {
				return []string{given + " " + family}
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

// bodyOf is the text of a value, as HTML or plain: of the parts in which an editor keeps it, or its longest.
func bodyOf(value any) string {
	if object, ok := value.(map[string]any); ok && object["blocks"] != nil {
		value = object["blocks"]
	}
	if parts, ok := value.([]any); ok && len(parts) > 0 {
		if object, ok := parts[0].(map[string]any); ok && partKind(object) != "" {
			var body strings.Builder
			writeParts(&body, parts)
			return body.String()
		}
	}
	return longest(value)
}

// partKind is what a part of a text says it is: of Arc's ANS, of Portable Text or of Editor.js.
func partKind(part map[string]any) string {
	return strings.ToLower(cmp.Or(first(part["_type"]), first(part["type"])))
}

// writeParts writes the parts of a text as HTML, what they are in its tags. What is no text of the article is left out.
func writeParts(body *strings.Builder, parts []any) {
	for _, p := range parts {
		part, ok := p.(map[string]any)
		if !ok {
			part = map[string]any{"type": "text", "content": p}
		}
		kind, inner := partKind(part), part
		if of, ok := part["data"].(map[string]any); ok {
			inner = of
		}
		text := cmp.Or(first(inner["content"]), first(inner["text"]), first(inner["value"]), first(inner["html"]))
		if children, ok := part["children"].([]any); ok {
			text = strings.Join(recordTexts(children), "")
		}
		switch kind {
		case "text", "paragraph", "block", "raw_html", "html", "quote", "blockquote", "pullquote", "list", "table":
			if text != "" {
				body.WriteString("<p>" + text + "</p>")
			}
			for _, name := range []string{"items", "content_elements"} {
				if nested, ok := inner[name].([]any); ok {
					writeParts(body, nested)
				}
			}
		case "header", "heading":
			body.WriteString("<h2>" + text + "</h2>")
		case "correction", "clarification", "editor_note", "editors_note":
			body.WriteString(`<p class="correction">` + text + "</p>")
		case "image", "figure":
			body.WriteString("<figure><figcaption>" + first(inner["caption"]) + "</figcaption></figure>")
		}
	}
}
