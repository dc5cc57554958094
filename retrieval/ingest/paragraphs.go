package ingest

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/retrieval"
)

// paragraph is a run of a page's text between two breaks, tidied, with what its place on the page makes of it.
type paragraph struct {
	text    string
	kind    retrieval.Kind // as its place says
	heading bool
	links   int  // in it
	linked  bool // it is nothing but links
	aside   bool // of the page rather than of the article: navigation, foot, forms
}

var blocks = func() map[atom.Atom]bool {
	set := map[atom.Atom]bool{}
	for _, a := range []atom.Atom{
		atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog,
		atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol,
		atom.P, atom.Pre, atom.Section, atom.Select, atom.Option, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead,
		atom.Tr, atom.Ul, atom.Time,
	} {
		set[a] = true
	}
	delete(set, atom.Time) // a time may stand within a sentence
	return set
}()

func isBlock(n *html.Node) bool { return n.Type == html.ElementNode && blocks[n.DataAtom] }

// What containers are called that hold no part of the story itself.
var (
	correctionClass = regexp.MustCompile(`(?i)(^|[\s_-])(corrections?|clarifications?|editors?-?note|editorial-?note)($|[\s_-])`)
	relatedClass    = regexp.MustCompile(`(?i)(^|[\s_-])(related|recommended|see-?also|also-?read|more-?on|read-?more|read-?next|relatedlinks|relatedstories|onward)($|[\s_-])`)
	captionClass    = regexp.MustCompile(`(?i)(^|[\s_-])(wp-caption-text|captions?|caption[_-]?(text|body))($|\s)`)
	creditClass     = regexp.MustCompile(`(?i)(^|[\s_-])(credits?|copyright|photographer|source|attribution)($|[\s_-])`)
)

// longestCaption is in bytes; an element that is named so and holds more holds the story too.
const longestCaption = 1000

// paragraphReader walks a page whose hidden parts are gone.
type paragraphReader struct {
	found []paragraph
	line  strings.Builder // the paragraph being gathered
	state paragraph       // what holds where the walk is
	fresh int             // line breaks since the last word
	links int             // in the paragraph being gathered
	plain bool            // it has a word outside of them
	link  int             // links around the walk
}

// paragraphsOf returns all paragraphs below a node in reading order: every word once, in one of them. A table of figures
// gives a paragraph a row; a table that only places things gives those of its cells.
func paragraphsOf(root *html.Node) []paragraph {
	r := &paragraphReader{state: paragraph{kind: retrieval.Body}}
	r.children(root)
	r.flush()
	return r.found
}

func (r *paragraphReader) children(parent *html.Node) {
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		switch n.Type {
		case html.TextNode:
			if strings.TrimSpace(n.Data) != "" {
				r.fresh = 0
				r.plain = r.plain || r.link == 0 && strings.ContainsFunc(n.Data, isLetter)
			}
			r.text(n)
		case html.ElementNode:
			r.element(n)
		}
	}
}

// text adds a text node; in preformatted text an empty line parts paragraphs.
func (r *paragraphReader) text(n *html.Node) {
	if n.Parent.DataAtom != atom.Pre {
		r.line.WriteString(n.Data)
		return
	}
	for i, p := range strings.Split(strings.ReplaceAll(n.Data, "\r\n", "\n"), "\n\n") {
		if i > 0 {
			r.flush()
		}
		r.line.WriteString(p)
	}
}

func (r *paragraphReader) element(n *html.Node) {
	if unseen[n.DataAtom] {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		r.line.WriteByte('\n')
		if r.fresh++; r.fresh == 2 || r.line.Len() <= longestByline && byline(tidy(r.line.String())) != "" {
			r.flush()
		}
		return
	case atom.A:
		r.links++
		r.link++
		defer func() { r.link-- }()
	case atom.Img:
		r.image(n)
		return
	case atom.Table:
		if isFigures(n) {
			r.flush()
			r.rows(n)
			return
		}
	}
	before := r.state
	r.enter(n)
	if r.state.kind == retrieval.Caption && creditClass.MatchString(attribute(n, "class")) {
		r.state = before
		return
	}
	parts := isBlock(n) || r.state.kind != before.kind
	if parts {
		within := r.state
		r.state = before // of what has been gathered
		r.flush()
		r.state = within
	}
	r.children(n)
	if parts {
		r.flush()
	}
	r.state = before
}

// enter changes what holds below an element.
func (r *paragraphReader) enter(n *html.Node) {
	names := attribute(n, "class") + " " + attribute(n, "id")
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.state.heading = true
	case atom.Nav, atom.Form, atom.Button, atom.Select, atom.Menu:
		r.state.aside = true
	case atom.Footer, atom.Header, atom.Aside:
		r.state.aside = r.state.aside || !inArticle(n)
	case atom.Figcaption, atom.Caption:
		r.state.kind = retrieval.Caption
	case atom.Html, atom.Body, atom.Article, atom.Main:
		return
	}
	switch {
	case correctionClass.MatchString(names):
		r.state.kind = retrieval.Correction
	case r.state.kind == retrieval.Body && captionClass.MatchString(names) && n.DataAtom != atom.Figure && isShort(n, longestCaption):
		r.state.kind = retrieval.Caption
	case r.state.kind == retrieval.Body && relatedClass.MatchString(names):
		r.state.kind = retrieval.RelatedHeadline
	}
}

// image adds an image's description as a caption, where it stands in a figure without one or in the article's text.
func (r *paragraphReader) image(n *html.Node) {
	alt := tidy(attribute(n, "alt"))
	if len(strings.Fields(alt)) < 4 || strings.HasPrefix(alt, "Portrait of ") || r.state.aside || r.state.kind != retrieval.Body {
		return
	}
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.A:
			return // to another story
		case atom.Figure:
			for inner := range p.Descendants() {
				if inner.DataAtom == atom.Figcaption {
					return
				}
			}
		}
	}
	if inArticle(n) {
		gathered := r.line.String()
		r.line.Reset()
		r.line.WriteString(alt)
		before := r.state
		r.state.kind = retrieval.Caption
		r.flush()
		r.state = before
		r.line.WriteString(gathered)
	}
}

// isFigures reports whether a table holds figures or names in cells rather than places the page: no cell holds a block
// or a longer text.
func isFigures(table *html.Node) bool {
	rows := 0
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Tr:
			rows++
		case atom.P, atom.Div, atom.Table, atom.Ul, atom.H1, atom.H2, atom.Img:
			if n != table {
				return false
			}
		case atom.Td:
			if len(strings.Fields(textOf(n))) > 15 {
				return false
			}
		}
	}
	return rows > 1
}

// rows adds a table's rows, their cells parted by a rule.
func (r *paragraphReader) rows(table *html.Node) {
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Caption:
			r.line.WriteString(textOf(n))
			r.flush()
		case atom.Tr:
			var cells []string
			for cell := n.FirstChild; cell != nil; cell = cell.NextSibling {
				if text := tidy(textOf(cell)); text != "" {
					cells = append(cells, text)
				}
			}
			r.line.WriteString(strings.Join(cells, " | "))
			r.flush()
		}
	}
}

// flush ends the paragraph being gathered.
func (r *paragraphReader) flush() {
	r.fresh = 0
	text := tidy(r.line.String())
	p := r.state
	p.text, p.links, p.linked = text, r.links, r.links > 0 && !r.plain
	r.line.Reset()
	r.links, r.plain = r.link, false
	if text == "" {
		return
	}
	r.found = append(r.found, p)
}
