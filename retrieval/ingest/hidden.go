package ingest

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen elements never show their text.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Textarea: true, atom.Iframe: true,
	atom.Object: true, atom.Noembed: true, atom.Noframes: true, atom.Title: true, atom.Head: true,
}

var (
	hiddenStyle = regexp.MustCompile(`(?i)(^|[;\s])(display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0?\.?0*\s*(;|!|$)|font-size\s*:\s*0[a-z%]*\s*(;|!|$)|` +
		`(text-indent|left|right|top)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](px)?[\s,]|clip-path\s*:\s*inset\(\s*(50|100)%)`)
	hiddenClass = map[string]bool{
		"sr-only": true, "visually-hidden": true, "visuallyhidden": true, "screen-reader-text": true, "screen-reader-only": true,
		"u-visually-hidden": true, "hidden": true, "hide": true, "d-none": true, "is-hidden": true,
	}
)

// foreign are the containers of what readers wrote below an article.
var foreign = map[string]bool{
	"comments": true, "comment-list": true, "commentlist": true, "comments-area": true, "comment-respond": true, "disqus_thread": true,
}

// isForeign reports whether an element holds readers' comments, or is a teaser of another story: a card with a heading
// that links to it.
func isForeign(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Article, atom.Main:
		return false
	}
	names := attribute(n, "class") + " " + attribute(n, "id")
	for name := range strings.FieldsSeq(strings.ToLower(names)) {
		if foreign[name] {
			return true
		}
	}
	const longestTeaser = 400 // bytes
	if !teaserClass.MatchString(names) || !isShort(n, longestTeaser) {
		return false
	}
	for h := range n.Descendants() {
		if h.DataAtom == atom.H2 || h.DataAtom == atom.H3 || h.DataAtom == atom.H4 {
			if h.Parent.DataAtom == atom.A || h.FirstChild != nil && h.FirstChild.DataAtom == atom.A {
				return true
			}
		}
	}
	return false
}

var teaserClass = regexp.MustCompile(`(?i)(^|[\s_-])(cards?|teasers?|promos?)($|[\s_-])`)

// dropHidden takes everything that a reader of the page does not see out of it: comments, scripts and their like, elements
// that are hidden by attribute, style or the usual classes; and with it what is foreign to the article. The page's root and body stay: pages that fade in begin hidden.
func dropHidden(root *html.Node) {
	var gone []*html.Node
	var walk func(*html.Node)
	walk = func(parent *html.Node) {
		for n := parent.FirstChild; n != nil; n = n.NextSibling {
			if n.Type == html.CommentNode || n.Type == html.ElementNode && (isHidden(n) || isForeign(n)) {
				gone = append(gone, n)
				continue
			}
			walk(n)
		}
	}
	walk(root)
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
}

func isHidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Head, atom.Title, atom.Meta:
		return false
	case atom.Input:
		return true
	}
	if unseen[n.DataAtom] || hasAttribute(n, "hidden") || strings.EqualFold(attribute(n, "aria-hidden"), "true") || hiddenStyle.MatchString(attribute(n, "style")) {
		return true
	}
	for class := range strings.FieldsSeq(attribute(n, "class")) {
		if hiddenClass[strings.ToLower(class)] {
			return true
		}
	}
	return false
}
