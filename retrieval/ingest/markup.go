package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// itemprops are schema.org's properties as microdata or RDFa, and Drupal's of Dublin Core.
var itemprops = map[string]string{
	"headline": "headline", "datePublished": "published", "dateCreated": "published", "dateModified": "updated", "author": "byline", "publisher": "outlet",
	"articleSection": "section", "inLanguage": "language", "dateline": "dateline",
	"dc:created": "published",
}

// microclasses are those of hAtom, hNews and h-entry.
var microclasses = map[string]string{
	"entry-title": "headline", "p-name": "headline", "published": "published", "dt-published": "published", "updated": "updated",
	"dt-updated": "updated", "source-org": "outlet", "p-author": "byline", "dateline": "dateline", "p-category": "section",
}

// bylineClass and dateClass are what the element with a byline or a date of publication is called where no convention
// is followed.
var (
	bylineClass  = regexp.MustCompile(`(?i)(^|[\s_-])((?:story|article|news)?by|(?:story|article|news)?byline|(?:story|article)?author|authors|authorline|contributor|writer|submitted|autor|auteur|firma|signature)s?([_-]{1,2}(name|names|line|link|info|text))?($|\s)`) //nolint:misspell // Spanish
	dateClass    = regexp.MustCompile(`(?i)(^|[\s_-])((?:story|article|news)?date|dates|dateline|datetime|timestamp|created|pub-?date|pubdate|published|posted|publish(ed)?[_-]?(on|date|time)|article-date|post-date|entry-date|datum|fecha)($|[\s_-])`)
	sectionClass = regexp.MustCompile(`(?i)(^|[\s_-])((section|category)[_-]?(name|label|title|link)|(story|article|post|entry|field|page|blog)[_-](section|categor(y|ies)|rubric|channel|kicker|tag)|primary[_-]?(theme|section|category)|eyebrow|rubric|slug)($|\s)`)
	updateWord   = regexp.MustCompile(`(?i)updat|modif|revis|aktualis|mis à jour|actualiz|aggiorna|atualiz|bijgewerkt`)
	liveClass    = regexp.MustCompile(`(?i)(^|[\s_-])live-?blog($|[\s_-])`)
	otherStory   = regexp.MustCompile(`(?i)(^|[\s_-])(related|recommend\w*|comments?|teaser|sidebar|promo|newsletter|most-read|trending|popular|widget|more-stories|card|cards)($|[\s_-])`)
)

// markup reads a page's visible structure for what it says of the article.
type markup struct {
	microdata, microformat, times, page []claim
	title, canonical                    string
	headings                            []string // of the first level
	live                                bool     // it is built as a live blog
}

// readMarkup walks the elements of a page that are of the article: not of other stories, comments or navigation.
func readMarkup(root *html.Node) *markup {
	m := &markup{}
	m.walk(root)
	return m
}

func (m *markup) walk(parent *html.Node) {
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		if n.Type != html.ElementNode {
			continue
		}
		if isHeading(n) && isLabel(tidy(textOf(n))) {
			return // what stands beside it are other stories
		}
		names := attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "data-testid")
		switch n.DataAtom {
		case atom.Html:
			m.page = append(m.page, claim{"language", attribute(n, "lang"), "page"}, claim{"language", attribute(n, "xml:lang"), "page"})
		case atom.Title:
			if m.title == "" && n.FirstChild != nil {
				m.title = tidy(n.FirstChild.Data)
			}
			continue
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") && m.canonical == "" {
				m.canonical = strings.TrimSpace(attribute(n, "href"))
			}
		case atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Svg:
			if n.DataAtom != atom.Footer || !inArticle(n) {
				continue
			}
		case atom.H1:
			m.headings = append(m.headings, tidy(textOf(n)))
		}
		m.live = m.live || liveClass.MatchString(names)
		if otherStory.MatchString(names) && n.DataAtom != atom.Body && n.DataAtom != atom.Html {
			continue
		}
		m.element(n, names)
		m.walk(n)
	}
}

// element takes down what one element says by its microdata, its class or its kind.
func (m *markup) element(n *html.Node, names string) {
	properties := attribute(n, "itemprop") + " " + attribute(n, "property")
	if n.DataAtom != atom.A && n.DataAtom != atom.Link {
		properties += " " + attribute(n, "rel") // RDFa, of a thing that has properties itself
	}
	for prop := range strings.FieldsSeq(properties) {
		if field := itemprops[strings.TrimPrefix(prop, "schema:")]; field != "" {
			m.microdata = append(m.microdata, claim{field, propertyValue(n, field), "microdata"})
		}
	}
	classes := strings.Fields(attribute(n, "class"))
	for _, class := range classes {
		if field := microclasses[class]; field != "" {
			m.microformat = append(m.microformat, claim{field, propertyValue(n, field), "microformat"})
		}
		if class == "fn" && inside(n, "author", "vcard") && !inside(n, "source-org") {
			m.microformat = append(m.microformat, claim{"byline", textOf(n), "microformat"})
		}
	}
	if n.DataAtom == atom.A {
		for rel := range strings.FieldsSeq(attribute(n, "rel")) {
			if field := map[string]string{"author": "byline", "category": "section"}[rel]; field != "" {
				m.page = append(m.page, claim{field, textOf(n), "page"})
			}
		}
	}
	short := func() string {
		if !isShort(n, longestByline) {
			return ""
		}
		return tidy(textOf(n))
	}
	switch {
	case n.DataAtom == atom.Time, n.DataAtom == 0 && hasAttribute(n, "datetime"): // relative-time and other custom elements
		value := attribute(n, "datetime")
		if _, ok := parseStamp(value); !ok {
			value = textOf(n)
		}
		field := "published"
		if !hasAttribute(n, "pubdate") && updateWord.MatchString(names+" "+attribute(n, "itemprop")+" "+textBefore(n)) {
			field = "updated"
		}
		m.times = append(m.times, claim{field, value, "time"})
	case bylineClass.MatchString(names):
		if text := short(); byPrefix.MatchString(text) || isName(text) {
			m.page = append(m.page, claim{"byline", text, "page"})
		}
	case dateClass.MatchString(names):
		if text := short(); len(strings.Fields(text)) <= 24 {
			m.page = append(m.page, datesIn(text)...)
		}
	case sectionClass.MatchString(names):
		if text := short(); text != "" && len(strings.Fields(text)) <= 4 {
			m.page = append(m.page, claim{"section", text, "page"})
		}
	}
}

// propertyValue is what an element of microdata or a microformat holds for a field.
func propertyValue(n *html.Node, field string) string {
	if field == "byline" || field == "outlet" {
		for inner := range n.Descendants() {
			if inner.Type == html.ElementNode && (attribute(inner, "itemprop") == "name" || attribute(inner, "property") == "name" || attribute(inner, "property") == "schema:name" || slices.Contains(strings.Fields(attribute(inner, "class")), "fn")) {
				n = inner
				break
			}
		}
	}
	if content := attribute(n, "content"); content != "" {
		return content
	}
	if field == "published" || field == "updated" {
		for _, key := range []string{"datetime", "title"} {
			if value := attribute(n, key); value != "" {
				if _, ok := parseStamp(value); ok {
					return value
				}
			}
		}
	}
	return textOf(n)
}

// datesIn are the days in a short text such as "Published 28 September 2016 · Updated 29 September 2016".
func datesIn(text string) []claim {
	field := "published"
	at := updateWord.FindStringIndex(text)
	if at == nil {
		return []claim{{field, text, "page"}}
	}
	if before := text[:at[0]]; strings.TrimSpace(before) != "" {
		return []claim{{"published", before, "page"}, {"updated", text[at[0]:], "page"}}
	}
	return []claim{{"updated", text, "page"}}
}

// isName reports whether a text is one to five words that begin with capitals: the form of a name.
func isName(text string) bool {
	words := strings.Fields(text)
	return (len(words) >= 2 || isEastAsianName.MatchString(text)) && len(words) <= 8 && byline("By "+text) != ""
}

var isEastAsianName = regexp.MustCompile(`^[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]{2,6}$`)

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// headline is the heading of the first level that the title repeats, or else the only one or the first of two words and
// more.
func (m *markup) headline() string {
	first := ""
	for _, h := range m.headings {
		if len(strings.Fields(h)) < 2 && !strings.ContainsFunc(h, isIdeograph) {
			continue
		}
		if strings.Contains(strings.ToLower(m.title), strings.ToLower(h)) {
			return h
		}
		if first == "" {
			first = h
		}
	}
	return first
}

// isIdeograph reports whether r is of a script that does not part words by spaces.
func isIdeograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// inside reports whether an element or one above it has one of the classes.
func inside(n *html.Node, classes ...string) bool {
	for ; n != nil; n = n.Parent {
		for class := range strings.FieldsSeq(attribute(n, "class")) {
			if slices.Contains(classes, class) {
				return true
			}
		}
	}
	return false
}

func inArticle(n *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return true
		}
	}
	return false
}

// textOf is all text below a node, blocks parted by spaces.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode && (d.Parent == nil || !unseen[d.Parent.DataAtom]):
			b.WriteString(d.Data)
		case isBlock(d):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// isShort reports whether an element has at most limit bytes of text.
func isShort(n *html.Node, limit int) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			if limit -= len(strings.TrimSpace(d.Data)); limit < 0 {
				return false
			}
		}
	}
	return true
}

// textBefore is the text directly before an element, which may be a label such as "Updated".
func textBefore(n *html.Node) string {
	for p := n.PrevSibling; p != nil; p = p.PrevSibling {
		text := p.Data
		if p.Type == html.ElementNode {
			if p.DataAtom == atom.Time {
				return ""
			}
			text = textOf(p)
		}
		if text = strings.TrimSpace(text); text != "" {
			return text[max(0, len(text)-40):]
		}
	}
	return ""
}
