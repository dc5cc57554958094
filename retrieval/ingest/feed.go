package ingest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	extensions "github.com/mmcdole/gofeed/extensions"
	"golang.org/x/net/html/charset"
)

// Far above any feed, which is held in memory whole: one of 60 MB and as many elements takes half a gigabyte.
const (
	deepestXML   = 100
	mostElements = 500_000
	mostItems    = mostElements / 5 // of a JSON Feed
)

var crowded = &problem{0, "is a feed of more parts than can be read at once; write its articles as JSON, one a line, in a file .jsonl, or in several files"}

// readXML reads a feed by its root element. A page in XHTML is read as one; a sitemap holds addresses and no articles.
func readXML(ctx context.Context, in input, each func(item)) error {
	raw, err := in.all(maxValue)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return &problem{0, "is empty"}
	}
	raw = xmlInUTF8(raw)
	root, err := rootOf(raw)
	if err != nil {
		return err
	}
	switch strings.ToLower(root) {
	case "rss", "rdf", "feed":
		return readFeed(ctx, in, raw, each)
	case "html":
		d, err := readPage(raw)
		each(item{path: in.path, draft: d, raw: raw, err: err})
		return nil
	case "urlset", "sitemapindex":
		return &problem{0, "is a sitemap, which holds the addresses of articles and not the articles"}
	}
	return &problem{0, fmt.Sprintf("is XML with the root <%s>, which is neither RSS nor Atom", shorten(root, 40))}
}

var xmlEncoding = regexp.MustCompile(`^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["']([^"'>]*)["']`)

// xmlInUTF8 is an XML text without its declared encoding, where it is UTF-8 all the same, in units of two or four bytes, or
// in another encoding in spite of what it declares. What is in the encoding that it declares stays as it is.
func xmlInUTF8(raw []byte) []byte {
	declared := xmlEncoding.FindSubmatch(raw)
	is8 := declared == nil || strings.EqualFold(string(declared[2]), "utf-8")
	switch {
	case wideEncoding(raw) != nil, bytes.HasPrefix(raw, []byte(utf8Mark)), utf8.Valid(raw) && !bytes.ContainsRune(raw, '\x1b'), is8:
		if text, err := toUTF8(raw); err == nil {
			raw = []byte(text)
		} else {
			raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
		}
	default:
		return raw
	}
	return xmlEncoding.ReplaceAll(raw, []byte("$1"))
}

// rootOf is the name of the root element of an XML text that is neither too deep nor declares entities.
func rootOf(raw []byte) (root string, err error) {
	tokens := xml.NewDecoder(bytes.NewReader(raw))
	tokens.Strict = false
	tokens.CharsetReader = charset.NewReaderLabel
	depth, elements := 0, 0
	for {
		token, err := tokens.RawToken()
		switch {
		case errors.Is(err, io.EOF) && root != "", err != nil && root != "":
			return root, nil // what is broken further on is the feed reader's to forgive
		case err != nil:
			return "", &problem{0, fmt.Sprintf("is not XML that can be read: %v", err)}
		}
		switch t := token.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("<!ENTITY")) {
				return "", &problem{0, "declares entities of its own, as no feed has to and attacks do"}
			}
		case xml.StartElement:
			root = cmp.Or(root, t.Name.Local)
			if depth++; depth > deepestXML {
				return "", &problem{0, fmt.Sprintf("nests its elements more than %d deep, as no feed does", deepestXML)}
			}
			if elements++; elements > mostElements && root != "urlset" && root != "sitemapindex" {
				return "", crowded
			}
		case xml.EndElement:
			depth--
		}
	}
}

// isJSONFeed reports whether a JSON object is a feed of https://jsonfeed.org.
func isJSONFeed(raw []byte) bool {
	var feed struct {
		Version string          `json:"version"`
		Items   json.RawMessage `json:"items"`
	}
	return json.Unmarshal(raw, &feed) == nil && strings.Contains(feed.Version, "jsonfeed.org/version/") && len(feed.Items) > 0
}

// isCrowded reports whether a JSON Feed has too many items.
func isCrowded(raw []byte) bool {
	var feed struct{ Items []struct{} }
	return json.Unmarshal(raw, &feed) == nil && len(feed.Items) > mostItems
}

// readFeed hands on the items of an RSS, Atom or JSON feed, in its order.
func readFeed(ctx context.Context, in input, raw []byte, each func(item)) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &problem{0, fmt.Sprintf("is a feed that the feed reader fails on: %v", cause)}
		}
	}()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(raw))
	switch {
	case err != nil:
		return &problem{0, fmt.Sprintf("is not a feed that can be read: %v", err)}
	case len(feed.Items) == 0:
		return &problem{0, "is a feed without items"}
	}
	for i, entry := range feed.Items {
		if err := ctx.Err(); err != nil {
			return err
		}
		found := item{path: in.path, n: i + 1}
		if found.raw, found.err = json.Marshal(entry); found.err == nil {
			found.draft, found.err = newEntry(feed, entry)
		}
		each(found)
	}
	return nil
}

// newEntry makes a draft of a feed's item: of its full text, or else of its description.
func newEntry(feed *gofeed.Feed, entry *gofeed.Item) (*draft, error) {
	const origin = "feed"
	d := &draft{place: "#" + cmp.Or(entry.GUID, entry.Title)}
	body := entry.Content
	if strings.TrimSpace(body) == "" {
		body = entry.Description
	}
	if strings.TrimSpace(body) == "" {
		return nil, &problem{0, "has no text in the feed; its page would have to be fetched"}
	}
	var people []string
	for _, p := range entry.Authors {
		if p != nil {
			people = append(people, cmp.Or(p.Name, p.Email))
		}
	}
	outlet := feed.Title
	for _, core := range []*extensions.DublinCoreExtension{feed.DublinCoreExt, entry.DublinCoreExt} {
		if core != nil && len(core.Publisher) > 0 {
			outlet = core.Publisher[0]
		}
	}
	if core := entry.DublinCoreExt; core != nil && len(core.Language) > 0 {
		d.accept(claim{"language", core.Language[0], origin})
	}
	d.accept(
		claim{"headline", plainText(entry.Title), origin}, claim{"byline", joined(people), origin},
		claim{"published", entry.Published, origin}, claim{"updated", entry.Updated, origin},
		claim{"outlet", plainText(outlet), origin}, claim{"url", entry.Link, origin}, claim{"url", entry.GUID, origin},
		claim{"language", feed.Language, origin},
	)
	for _, category := range entry.Categories {
		d.accept(claim{"section", plainText(category), origin}, claim{"label", labelOf(plainText(category)), origin})
	}
	d.needLabel()
	d.addParagraphs(fragment(body))
	d.needHeadline()
	return d, nil
}

// plainText is a title's words where it carries tags.
func plainText(s string) string {
	if looksLikeHTML(s) {
		var words []string
		for _, p := range fragment(s) {
			words = append(words, p.text)
		}
		return strings.Join(words, " ")
	}
	return s
}
