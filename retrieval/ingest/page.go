package ingest

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"dateline/retrieval"
)

// readPage makes a draft of a web page: its metadata as it declares them, its main text as go-trafilatura finds it, and
// from around it captions, corrections and the headlines of related stories. What a reader of the page cannot see never
// becomes text.
func readPage(raw []byte) (*draft, error) { return readPageSent(raw, "", nil) }

// readPageSent is readPage of a page that was sent with a type, which may name its encoding, and of which others say what it
// may not say itself.
func readPageSent(raw []byte, contentType string, others []claim) (*draft, error) {
	root, err := parseSent(raw, contentType)
	if err != nil {
		return nil, err
	}
	nodes := &linked{}
	for n := range root.Descendants() {
		if isLinked(n) {
			nodes.addScript(n.FirstChild.Data)
		}
	}
	tags := metas(root)
	dropHidden(root)
	d := &draft{}
	m := readMarkup(root)
	names, lastly := d.acceptPage(nodes, tags, m)
	d.corrections = nodes.corrections()
	d.accept(others...)

	all := paragraphsOf(root)
	var guess guess
	if size(all) <= longestGuess {
		if guess, err = mainText(root, d.URL); err != nil {
			return nil, err
		}
	}
	d.acceptGuess(guess, names)
	if d.Label == "live" || m.live {
		guess.blocks = nil // the extractor leaves most updates of a live blog out
	}
	main, above := inPlace(all, guess.blocks)
	if said := fragment(nodes.body()); size(said) > 2*size(main) && covers(said, main) {
		main = said // the page shows a teaser and declares the whole
	}
	for _, p := range above {
		d.takeHead(p.text)
	}
	d.addParagraphs(main)
	d.accept(lastly...)
	d.needHeadline()
	d.noteAll("text")
	return d, nil
}

// longestGuess is the bytes of text above which a page is read without the extractor, which takes a second a megabyte:
// its sentences are then its text. An article of a hundred thousand words stays far below.
const longestGuess = 2 << 20

// acceptPage takes over what a page declares of its article, the most exact convention first. It returns the names of the
// page's site, and the claims that give way to all that is said by anything else.
func (d *draft) acceptPage(nodes *linked, tags map[string][]string, m *markup) (names siteNames, lastly []claim) {
	shown := m.headline()
	nodes.about = append([]string{m.canonical, shown}, append(tags["og:url"], tags["og:title"]...)...)
	claims := []claim{{"url", m.canonical, "page"}}
	claims = append(claims, nodes.claims()...)
	claims = append(claims, metaClaims(tags, openGraph, "open graph")...)
	claims = append(claims, metaClaims(tags, metaTags, "meta")...)
	claims = append(claims, m.microdata...)
	claims = append(claims, m.microformat...)
	claims = append(claims, m.times...)
	claims = append(claims, m.page...)
	claims = append(claims, metaClaims(tags, []metaField{{"og:locale", "language"}}, "open graph")...) // many a theme's default
	claims = append(claims, madeUpClaims(tags)...)
	claims = append(claims, nodes.breadcrumb(shown)...)
	claims = append(claims, claim{"outlet", siteInTitle(m.title, shown), "page"})
	for _, c := range claims {
		if c.field == "outlet" {
			d.accept(c)
			names = append(names, tidy(html.UnescapeString(c.value)))
		}
	}
	lastly = nodes.lastly()
	if bare := withoutSite(m.title, d.Outlet, ""); len(strings.Fields(bare)) > 2 && strings.HasSuffix(shown, " "+bare) {
		shown = bare // the heading begins with a kicker
	}
	for _, c := range append(claims, claim{"headline", shown, "page"}, claim{"headline", m.title, "page"}) {
		switch c.field {
		case "headline":
			c.value = html.UnescapeString(c.value)
			c.value = withoutSite(c.value, d.Outlet, shown)
			for _, site := range names {
				c.value = withoutSite(c.value, site, shown)
			}
			if names.hold(c.value) {
				continue // the page's title is the site's name
			}
		case "byline":
			people := names.without(c.value)
			if people == "" {
				lastly = append(lastly, c) // the site is named as the one who wrote
				continue
			}
			c.value = people
		case "section":
			c.value = sectionName(c.value)
		}
		d.accept(c)
	}
	d.needLabel()
	return names, lastly
}

// acceptGuess takes over what the library guessed and nothing declared. A site's name that it made of the address is no
// outlet's, and a site is nobody who wrote.
func (d *draft) acceptGuess(g guess, names siteNames) {
	d.accept(claim{"headline", withoutSite(g.headline, d.Outlet, ""), "library"}, claim{"byline", names.without(g.byline), "library"})
	if g.outlet != "" && !strings.Contains(strings.ToLower(d.URL), squeezeName(g.outlet)) && !strings.Contains(g.outlet, ".") {
		d.accept(claim{"outlet", g.outlet, "library"})
	}
}

// isLinked reports whether an element is a script of schema.org nodes.
func isLinked(n *html.Node) bool {
	return n.DataAtom == atom.Script && strings.HasPrefix(strings.ToLower(strings.TrimSpace(attribute(n, "type"))), "application/ld+json") && n.FirstChild != nil
}

// decodePage turns a page's bytes into UTF-8 as browsers do, by mark, type, declaration or their look. A text that is UTF-8
// through and through is believed to be, whatever it declares: pages are saved in another encoding than they came in.
func decodePage(raw []byte, contentType string) (string, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return "", &problem{0, "is empty"}
	}
	encoding, name, certain := charset.DetermineEncoding(raw, contentType)
	if !certain && name == "windows-1252" && !utf8.Valid(raw) && !hasMultibyte(raw) && !isBinary(raw) { // what is said where nothing is declared
		if text, found := told(raw); found {
			return text, nil
		}
	}
	sevenBit := strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "hz-") || strings.HasPrefix(name, "utf-16")
	if nul := []byte{0}; !sevenBit && bytes.Count(raw, nul)*100 < len(raw) {
		raw = bytes.ReplaceAll(raw, nul, nil) // browsers pass over them
	}
	if !sevenBit && isBinary(raw) {
		return "", &problem{0, "is binary, not a page"}
	}
	switch {
	case utf8.Valid(raw) && !sevenBit:
		return string(bytes.TrimPrefix(raw, []byte{0xEF, 0xBB, 0xBF})), nil
	case name == "utf-8" && !hasMultibyte(raw):
		encoding = charmap.Windows1252 // declared, and not so
	}
	text, err := encoding.NewDecoder().Bytes(raw)
	if err != nil {
		return "", &problem{0, fmt.Sprintf("cannot be decoded as %s: %v", name, err)}
	}
	if isBinary(text) {
		return "", &problem{0, "is binary, not a page"}
	}
	return strings.ToValidUTF8(string(text), "\uFFFD"), nil
}

// hasMultibyte reports whether raw has a character that UTF-8 writes in several bytes.
func hasMultibyte(raw []byte) bool {
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if n > 1 && r != utf8.RuneError {
			return true
		}
		raw = raw[n:]
	}
	return false
}

// No page of news comes near these; the time of parsing grows with the square of the depth.
const (
	deepestPage = 500
	mostTags    = 150_000
)

// parsePage parses a page unless it is built to be too deep or too large.
func parsePage(source string) (*html.Node, error) {
	depth, deepest, tags := 0, 0, 0
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.EndTagToken {
			continue
		}
		tags++
		name, _ := tokens.TagName()
		switch tag := atom.Lookup(name); {
		case mayStayOpen[tag]:
		case kind == html.StartTagToken:
			depth++
			deepest = max(deepest, depth)
		default:
			depth = max(0, depth-1)
		}
	}
	switch {
	case deepest > deepestPage:
		return nil, &problem{0, fmt.Sprintf("nests its elements more than %d deep, as no page of news does", deepestPage)}
	case tags > mostTags:
		return nil, &problem{0, fmt.Sprintf("has more than %d tags, as no page of news does", mostTags)}
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, &problem{0, fmt.Sprintf("cannot be parsed as HTML: %v", err)}
	}
	return root, nil
}

// mayStayOpen are void elements and those whose end the parser supplies.
var mayStayOpen = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true, atom.Param: true, atom.P: true, atom.Li: true,
	atom.Td: true, atom.Tr: true, atom.Th: true, atom.Dd: true, atom.Dt: true, atom.Option: true, atom.Tbody: true, atom.Thead: true,
}

// fragment is the paragraphs of a body as another format carries it: HTML, or plain text with a paragraph a line.
func fragment(body string) []paragraph {
	if body = strings.TrimSpace(body); body == "" {
		return nil
	}
	if looksLikeHTML(body) {
		root, err := parsePage(body)
		if err != nil {
			return nil
		}
		dropHidden(root)
		return paragraphsOf(root)
	}
	var plain []paragraph
	parts := strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n")
	if len(parts) == 1 {
		parts = strings.Split(parts[0], "\n")
	}
	for _, p := range parts {
		if p = tidy(html.UnescapeString(p)); p != "" {
			plain = append(plain, paragraph{text: p, kind: retrieval.Body})
		}
	}
	return plain
}

var markupTag = regexp.MustCompile(`(?i)</?(p|br|div|h[1-6]|ul|ol|li|a|em|strong|b|i|img|blockquote|span|figure|table|section|article)(\s[^<>]*)?/?>`)

func looksLikeHTML(s string) bool { return markupTag.MatchString(s) }

// size is the bytes of some paragraphs.
func size(all []paragraph) (n int) {
	for _, p := range all {
		n += len(p.text)
	}
	return n
}

// covers reports whether the words of every part stand in the whole.
func covers(whole, parts []paragraph) bool {
	var words strings.Builder
	for _, p := range whole {
		words.WriteString(squeeze(p.text))
	}
	for _, p := range parts {
		if !strings.Contains(words.String(), strings.TrimRight(squeeze(p.text), ".…")) {
			return false
		}
	}
	return true
}
