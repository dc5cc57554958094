package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/adrg/frontmatter"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"golang.org/x/text/language"

	"dateline/retrieval"
)

// maxFrontMatter is far above any real front matter, and keeps the parser from deep nesting.
const maxFrontMatter = 64 << 10

var (
	yamlField = regexp.MustCompile(`^[A-Za-z][\w -]*:(\s|$)`)
	// yamlPosition counts lines from the front matter's first, not from the file's.
	yamlPosition = regexp.MustCompile(` at \[\d+:\d+\]`)
	validID      = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9._-]{1,%d}$`, retrieval.MaxArticleID))
)

// takeFrontMatter reads YAML between two lines of --- at the head of text into the draft and returns the rest. Fields
// that it does not know are ignored; a value that it cannot use is a problem with its line.
func takeFrontMatter(text string, d *draft) (body string, err error) {
	head := strings.TrimLeft(text, " \t\n\v\f")
	opening := 1 + strings.Count(text[:len(text)-len(head)], "\n")
	first, rest, _ := strings.Cut(head, "\n")
	if strings.TrimSpace(first) == "+++" {
		return "", &problem{opening, "has front matter in TOML (+++); write it in YAML, between two lines of ---"}
	}
	found := false
	unmarshal := func(raw []byte, _ any) error {
		found = true
		return readFields(raw, opening, d)
	}
	after, err := frontmatter.Parse(strings.NewReader(text), d, frontmatter.NewFormat("---", "---", unmarshal))
	if err != nil {
		return "", err
	}
	if !found && strings.TrimSpace(first) == "---" && yamlField.MatchString(rest) {
		return "", &problem{opening, "opens its front matter with --- and never closes it; add a line of --- after the last field"}
	}
	return string(after), nil
}

// readFields reads YAML that begins on the line after opening.
func readFields(raw []byte, opening int, d *draft) error {
	if len(raw) > maxFrontMatter {
		return &problem{opening, fmt.Sprintf("has front matter of more than %d KB", maxFrontMatter>>10)}
	}
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		p := &problem{opening, fmt.Sprintf("has malformed front matter: %v", err)}
		if y, ok := errors.AsType[yaml.Error](err); ok {
			p.reason = "has malformed front matter: " + yamlPosition.ReplaceAllString(y.GetMessage(), "")
			if token := y.GetToken(); token != nil {
				p.line = opening + token.Position.Line
			}
		}
		return p
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil
	}
	var fields []*ast.MappingValueNode
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		fields = body.Values
	case *ast.MappingValueNode:
		fields = []*ast.MappingValueNode{body}
	case *ast.CommentGroupNode, *ast.NullNode:
	default:
		return &problem{opening, `has malformed front matter: it must be lines such as "headline: Ferry sinks"`}
	}
	for _, f := range fields {
		name := f.Key.GetToken().Value
		line := opening + f.Key.GetToken().Position.Line
		if err := d.set(name, f.Value, line); err != nil {
			return &problem{line, fmt.Sprintf("cannot use %s in its front matter: %v", name, err)}
		}
	}
	return nil
}

// set takes one field of front matter over into the draft.
func (d *draft) set(name string, value ast.Node, line int) (err error) {
	switch strings.ToLower(name) {
	case "id":
		d.idLine = line
		if d.ID, err = scalar(value); err == nil && d.ID != "" && !validID.MatchString(d.ID) {
			err = fmt.Errorf("%q is not 1 to %d letters, digits, dots, hyphens or underscores", d.ID, retrieval.MaxArticleID)
		}
	case "headline":
		var headline string
		if headline, err = scalar(value); headline != "" {
			d.Headline = headline
		}
	case "title":
		if d.Headline == "" {
			d.Headline, err = scalar(value)
		}
	case "outlet":
		d.Outlet, err = scalar(value)
	case "byline", "author", "authors":
		var names []string
		names, err = list(value)
		d.Byline = strings.TrimPrefix(strings.Join(names, ", "), "By ")
	case "published", "date":
		d.Published, err = date(value)
	case "updated":
		d.Updated, err = date(value)
	case "dateline":
		d.Dateline, err = scalar(value)
	case "section":
		d.Section, err = scalar(value)
	case "language":
		if d.Language, err = scalar(value); err == nil && d.Language != "" {
			var tag language.Tag
			if tag, err = language.Parse(d.Language); err != nil {
				err = fmt.Errorf("%q is not a language code such as en or pt-BR", d.Language)
			}
			d.Language = tag.String()
		}
	case "url":
		if d.URL, err = scalar(value); err == nil && d.URL != "" {
			var address *url.URL
			if address, err = url.Parse(d.URL); err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
				err = fmt.Errorf("%q is not an address that begins with https:// or http://", d.URL)
			}
		}
	case "references":
		d.References, err = list(value)
	case "corrections":
		d.corrections, err = corrections(value)
	case "corrects":
		d.Corrects, err = scalar(value)
	case "retracted":
		var word string
		if word, err = scalar(value); err == nil && word != "" {
			var yes bool
			if yes, err = strconv.ParseBool(strings.ToLower(word)); err != nil {
				err = fmt.Errorf("%q is neither true nor false", word)
			}
			d.Retracted = d.Retracted || yes
		}
	case "status":
		var word string
		word, err = scalar(value)
		d.Retracted = d.Retracted || slices.Contains([]string{"retracted", "withdrawn", "killed"}, strings.ToLower(word))
	}
	return err
}

// scalar is the text of a single value as it was written; null is "".
func scalar(node ast.Node) (string, error) {
	switch n := node.(type) {
	case nil, *ast.NullNode:
		return "", nil
	case *ast.StringNode:
		return tidy(n.Value), nil
	case *ast.LiteralNode:
		return tidy(n.Value.Value), nil
	case *ast.TagNode:
		return scalar(n.Value)
	case *ast.AnchorNode:
		return scalar(n.Value)
	case *ast.AliasNode:
		return "", fmt.Errorf("an alias (*) is not read; write the value out")
	case ast.ScalarNode:
		return tidy(n.GetToken().Value), nil
	}
	return "", fmt.Errorf("it must be a single value")
}

// list is a sequence of single values, or one of them. Empty ones are left out.
func list(node ast.Node) ([]string, error) {
	items := []ast.Node{node}
	if sequence, ok := node.(*ast.SequenceNode); ok {
		items = sequence.Values
	}
	var texts []string
	for _, item := range items {
		text, err := scalar(item)
		if err != nil {
			return nil, fmt.Errorf("it must be a value or a list of values")
		}
		if text != "" {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

func date(node ast.Node) (t time.Time, err error) {
	text, err := scalar(node)
	if err != nil || text == "" {
		return t, err
	}
	return parseDate(text)
}

// corrections are texts, or mappings of text and date; a date is put before the text, which has no other place for it.
func corrections(node ast.Node) ([]string, error) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		return list(node)
	}
	var texts []string
	for _, item := range sequence.Values {
		fields, ok := item.(*ast.MappingNode)
		if !ok {
			text, err := scalar(item)
			if err != nil {
				return nil, fmt.Errorf("each must be a text, or a text and a date")
			}
			texts = append(texts, text)
			continue
		}
		var text string
		var on time.Time
		for _, f := range fields.Values {
			var err error
			switch f.Key.GetToken().Value {
			case "text":
				text, err = scalar(f.Value)
			case "date":
				on, err = date(f.Value)
			}
			if err != nil {
				return nil, err
			}
		}
		if text == "" {
			return nil, fmt.Errorf("each needs a text")
		}
		if !on.IsZero() && !isCorrection(text) {
			text = fmt.Sprintf("Correction, %s: %s", on.Format("2 January 2006"), text)
		}
		texts = append(texts, text)
	}
	return texts, nil
}
