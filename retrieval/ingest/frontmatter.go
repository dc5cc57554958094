package ingest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/adrg/frontmatter"
	"golang.org/x/text/language"

	"dateline/retrieval"
)

// maxFrontMatter is far above any real front matter, and keeps the parsers from deep nesting.
const maxFrontMatter = 64 << 10

// frontField is a field of front matter with its line, counted from the front matter's first.
type frontField struct {
	name  string
	line  int
	value any // nil, a string as it was written, []any of values, or []frontField; a fault is an error in its place
}

// frontMatter is one notation of it.
type frontMatter struct {
	delimiter string
	field     *regexp.Regexp // how a first line of it looks
	example   string
	parse     func(raw []byte) ([]frontField, error) // the error a *problem whose line counts from the front matter's first
}

var frontMatters = []frontMatter{
	{"---", regexp.MustCompile(`^[A-Za-z][\w -]*:(\s|$)`), `"headline: Ferry sinks"`, parseYAML},
	{"+++", regexp.MustCompile(`^\s*["']?[A-Za-z][\w.-]*["']?\s*=`), `headline = "Ferry sinks"`, parseTOML},
}

var validID = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9._-]{1,%d}$`, retrieval.MaxArticleID))

// takeFrontMatter reads YAML between two lines of ---, or TOML between two of +++, at the head of text into the draft and
// returns the rest. Fields that it does not know are ignored; a value that it cannot use is a problem with its line.
func takeFrontMatter(text string, d *draft) (body string, err error) {
	head := strings.TrimLeft(text, " \t\n\v\f")
	opening := 1 + strings.Count(text[:len(text)-len(head)], "\n")
	first, rest, _ := strings.Cut(head, "\n")
	at := slices.IndexFunc(frontMatters, func(m frontMatter) bool { return m.delimiter == strings.TrimSpace(first) })
	if at < 0 {
		return text, nil
	}
	m, found := frontMatters[at], false
	after, err := frontmatter.Parse(strings.NewReader(text), d, frontmatter.NewFormat(m.delimiter, m.delimiter, func(raw []byte, _ any) error {
		found = true
		return m.read(raw, opening, d)
	}))
	if err != nil {
		return "", err
	}
	if !found && m.field.MatchString(rest) {
		return "", &problem{opening, fmt.Sprintf("opens its front matter with %s and never closes it; add a line of %[1]s after the last field", m.delimiter)}
	}
	return string(after), nil
}

// read takes the fields over that begin on the line after opening.
func (m frontMatter) read(raw []byte, opening int, d *draft) error {
	if len(raw) > maxFrontMatter {
		return &problem{opening, fmt.Sprintf("has front matter of more than %d KB", maxFrontMatter>>10)}
	}
	fields, err := m.parse(raw)
	if err != nil {
		p := &problem{opening, "it must be lines such as " + m.example}
		if known, ok := errors.AsType[*problem](err); ok {
			p = &problem{opening + known.line, known.reason}
		}
		p.reason = "has malformed front matter: " + p.reason
		return p
	}
	for _, f := range fields {
		if err := d.set(f, opening+f.line); err != nil {
			if _, known := errors.AsType[*problem](err); known {
				return err
			}
			return &problem{opening + f.line, fmt.Sprintf("cannot use %s in its front matter: %v", f.name, err)}
		}
	}
	return nil
}

// set takes one field of front matter over into the draft: of those of Dateline, and of those that Hugo and Jekyll use
// beside them, which never take the place of the first.
func (d *draft) set(f frontField, line int) (err error) {
	switch plainName(f.name) {
	case "id":
		d.idLine = line
		if d.ID, err = scalar(f.value); err == nil && d.ID != "" && !validID.MatchString(d.ID) {
			err = fmt.Errorf("%q is not 1 to %d letters, digits, dots, hyphens or underscores", d.ID, retrieval.MaxArticleID)
		}
	case "headline":
		var headline string
		if headline, err = scalar(f.value); headline != "" {
			d.Headline = headline
		}
	case "title":
		err = firstOf(&d.Headline, f.value)
	case "outlet", "publication":
		err = firstOf(&d.Outlet, f.value)
	case "byline", "author", "authors":
		var names []string
		if names, err = list(f.value); d.Byline == "" {
			d.Byline = strings.TrimPrefix(strings.Join(names, ", "), "By ")
		}
	case "published":
		if word, _ := scalar(f.value); strings.EqualFold(word, "false") {
			return &problem{line, "is a draft (published: false in its front matter)"}
		} else if !strings.EqualFold(word, "true") {
			d.Published, err = date(f.value)
		}
	case "draft":
		var yes bool
		if yes, err = truth(f.value); yes {
			return &problem{line, "is a draft (draft: true in its front matter)"}
		}
	case "date", "publishdate", "pubdate":
		if d.Published.IsZero() {
			d.Published, err = date(f.value)
		}
	case "updated", "lastmod", "modified", "lastmodified", "lastmodifiedat":
		if d.Updated.IsZero() {
			d.Updated, err = date(f.value)
		}
	case "dateline":
		d.Dateline, err = scalar(f.value)
	case "section", "category", "categories":
		var names []string
		if names, err = list(f.value); err == nil && len(names) > 0 && d.Section == "" {
			d.Section = names[0]
		}
		d.labels(names)
	case "label", "type", "tags":
		names, _ := list(f.value)
		d.labels(names)
	case "language", "lang":
		if d.Language, err = scalar(f.value); err == nil && d.Language != "" {
			var tag language.Tag
			if tag, err = language.Parse(d.Language); err != nil {
				err = fmt.Errorf("%q is not a language code such as en or pt-BR", d.Language)
			}
			d.Language = tag.String()
		}
	case "url", "canonicalurl":
		var address string
		switch address, err = scalar(f.value); {
		case err != nil || address == "" || isPath(address):
		case !isAddress(address):
			err = fmt.Errorf("%q is not an address that begins with https:// or http://", address)
		default:
			d.URL = address
		}
	case "references":
		d.References, err = list(f.value)
	case "corrections":
		d.corrections, err = corrections(f.value)
	case "corrects":
		d.Corrects, err = scalar(f.value)
	case "retracted":
		var yes bool
		yes, err = truth(f.value)
		d.Retracted = d.Retracted || yes
	case "status":
		var word string
		word, err = scalar(f.value)
		d.Retracted = d.Retracted || slices.Contains([]string{"retracted", "withdrawn", "killed"}, strings.ToLower(word))
	}
	return err
}

// isPath reports whether an address is a path on its own site, as generators of sites use them: /2019/ferry/ or ferry.html.
func isPath(s string) bool {
	first, _, _ := strings.Cut(s, "/")
	return !strings.Contains(first, ".") && !strings.Contains(first, ":") || !strings.Contains(s, "/") && strings.HasSuffix(s, ".html")
}

// labels takes the first of some names over that stands for a label.
func (d *draft) labels(names []string) {
	for _, name := range names {
		if d.Label == "" {
			d.Label = labelOf(name)
		}
	}
}

func firstOf(field *string, value any) error {
	text, err := scalar(value)
	if *field == "" {
		*field = text
	}
	return err
}

// truth is a value of yes or no; none is no.
func truth(value any) (bool, error) {
	word, err := scalar(value)
	if err != nil || word == "" {
		return false, err
	}
	yes, err := strconv.ParseBool(strings.ToLower(word))
	if err != nil {
		return false, fmt.Errorf("%q is neither true nor false", word)
	}
	return yes, nil
}

// scalar is the text of a single value; none is "".
func scalar(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return tidy(v), nil
	case error:
		return "", v
	}
	return "", errors.New("it must be a single value")
}

// list is a list of single values or of fields with a name, or one of them. Empty ones are left out.
func list(value any) ([]string, error) {
	items, several := value.([]any)
	if !several {
		items = []any{value}
	}
	var texts []string
	for _, item := range items {
		if fields, ok := item.([]frontField); ok {
			if at := slices.IndexFunc(fields, func(f frontField) bool { return f.name == "name" }); at >= 0 {
				item = fields[at].value
			}
		}
		text, err := scalar(item)
		if err != nil {
			return nil, errors.New("it must be a value or a list of values")
		}
		if text != "" {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

func date(value any) (t time.Time, err error) {
	text, err := scalar(value)
	if err != nil || text == "" {
		return t, err
	}
	return parseDate(text)
}

// corrections are texts, or each a text and a date; a date is put before the text, which has no other place for it.
func corrections(value any) ([]string, error) {
	items, several := value.([]any)
	if !several {
		return list(value)
	}
	var texts []string
	for _, item := range items {
		fields, ok := item.([]frontField)
		if !ok {
			text, err := scalar(item)
			if err != nil {
				return nil, errors.New("each must be a text, or a text and a date")
			}
			texts = append(texts, text)
			continue
		}
		var text string
		var on time.Time
		for _, f := range fields {
			var err error
			switch f.name {
			case "text":
				text, err = scalar(f.value)
			case "date":
				on, err = date(f.value)
			}
			if err != nil {
				return nil, err
			}
		}
		if text == "" {
			return nil, errors.New("each needs a text")
		}
		if !on.IsZero() && !isCorrection(text) {
			text = fmt.Sprintf("Correction, %s: %s", on.Format("2 January 2006"), text)
		}
		texts = append(texts, text)
	}
	return texts, nil
}
