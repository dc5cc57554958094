package ingest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What comes from an address of the web.
const (
	IsArticles = "articles" // one or several, to be kept as they are
	IsFeed     = "feed"
	IsSitemap  = "sitemap" // or an index of sitemaps
	IsSite     = "site"    // a page that shows articles of a site and is none
)

// Tell says what came from an address, by what it is rather than by its name or type.
func Tell(k Kept) string {
	start := bytes.TrimLeft(k.listing(), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("{")) && isJSONFeed(start):
		return IsFeed
	case !bytes.HasPrefix(start, []byte("<")):
		return IsArticles
	}
	root, err := rootOf(start)
	switch name := strings.ToLower(root); {
	case err == nil && (name == "rss" || name == "rdf" || name == "feed"):
		return IsFeed
	case err == nil && (name == "urlset" || name == "sitemapindex"):
		return IsSitemap
	case strings.Contains(k.ContentType, "html") && !isArticle(k):
		return IsSite
	}
	return IsArticles
}

// isArticle reports whether a page is one article: because it declares to be, or else because it is more text than links.
// A site's front page is none, whatever it declares.
func isArticle(k Kept) bool {
	if isFrontPage(k.URL) {
		return false
	}
	root, err := parseSent(k.Body, k.ContentType)
	if err != nil {
		return true // whose reader says what is wrong with it
	}
	tags, nodes := metas(root), &linked{}
	prose, linking := 0, 0
	for n := range root.Descendants() {
		switch {
		case isLinked(n):
			nodes.addScript(n.FirstChild.Data)
		case n.DataAtom == atom.A:
			linking += len(textOf(n))
		case n.DataAtom == atom.P:
			if text := textOf(n); len(text) > 80 {
				prose += len(text)
			}
		}
	}
	node, _ := nodes.article()
	for _, t := range typesOf(node) {
		if strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "Report" || t == "Review" {
			return true
		}
	}
	for _, t := range tags["og:type"] {
		return strings.Contains(strings.ToLower(t), "article")
	}
	return len(tags["article:published_time"]) > 0 || prose > 1000 && prose > linking
}

// FeedsOf are the feeds that a page names as alternates of its site, but for those of comments, at most 10.
func FeedsOf(k Kept) (feeds []string) {
	root, err := parseSent(k.Body, k.ContentType)
	base, wrong := url.Parse(k.URL)
	if err != nil || wrong != nil {
		return nil
	}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Link || len(feeds) == 10 {
			continue
		}
		kind, _, _ := strings.Cut(strings.ToLower(attribute(n, "type")), ";")
		isFeed := kind == "application/rss+xml" || kind == "application/atom+xml" || kind == "application/feed+json"
		about := strings.ToLower(attribute(n, "title") + " " + attribute(n, "href"))
		isComments := strings.Contains(about, "comment") || strings.Contains(about, "kommentar") || strings.Contains(about, "comentario")
		if !isFeed || isComments || !strings.Contains(" "+strings.ToLower(attribute(n, "rel"))+" ", " alternate ") {
			continue
		}
		if at, err := base.Parse(strings.TrimSpace(attribute(n, "href"))); err == nil && isAddress(at.String()) {
			feeds = append(feeds, at.String())
		}
	}
	return feeds
}

// parseSent parses a page in the encoding that it was sent with.
func parseSent(raw []byte, contentType string) (*html.Node, error) {
	source, err := decodePage(raw, contentType)
	if err != nil {
		return nil, err
	}
	return parsePage(source)
}

// FeedItem is an item of a feed, for a fetcher to follow.
type FeedItem struct {
	Listed        // URL is "" where it has no page
	ID     string // its GUID, or else its URL
	Text   []byte // a JSON Feed of this item alone, nil where it has no text
	Whole  bool   // the text seems to be the whole article's
}

// Feed reads the items of an RSS, Atom or JSON feed, in its order, and how long it asks to be left alone, 0 where it does not.
func Feed(k Kept) (items []FeedItem, ttl time.Duration, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("is a feed that the feed reader fails on: %v", cause)
		}
	}()
	raw := k.listing()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(raw))
	if err != nil {
		return nil, 0, fmt.Errorf("is not a feed that can be read: %w", err)
	}
	base, err := url.Parse(k.URL)
	if err != nil {
		return nil, 0, errors.New("has an address that is not well formed")
	}
	for _, entry := range feed.Items {
		if entry.Link == "" && isAddress(entry.GUID) {
			entry.Link = entry.GUID
		}
		if whole, err := base.Parse(strings.TrimSpace(entry.Link)); err == nil && entry.Link != "" {
			entry.Link = withoutCampaign(whole)
		}
		items = append(items, newFeedItem(feed, entry))
	}
	if m := ttlOf.FindSubmatch(raw[:min(len(raw), 64<<10)]); m != nil {
		minutes, _ := strconv.Atoi(string(m[1]))
		ttl = time.Duration(minutes) * time.Minute
	}
	return items, ttl, nil
}

// withoutCampaign is an address without what only tells its site where a reader comes from, and without its fragment.
func withoutCampaign(u *url.URL) string {
	clean := *u
	clean.Fragment, clean.RawFragment = "", ""
	if clean.RawQuery != "" {
		pairs := slices.DeleteFunc(strings.Split(clean.RawQuery, "&"), func(pair string) bool { return strings.HasPrefix(strings.ToLower(pair), "utm_") })
		clean.RawQuery = strings.Join(pairs, "&")
	}
	return clean.String()
}

// ttlOf is RSS's ttl, in minutes; gofeed's common form of feeds leaves it out.
var ttlOf = regexp.MustCompile(`<ttl>\s*(\d{1,5})\s*</ttl>`)

func newFeedItem(feed *gofeed.Feed, entry *gofeed.Item) FeedItem {
	found := FeedItem{ID: cmp.Or(entry.GUID, entry.Link)}
	d, err := newEntry(feed, entry)
	if err == nil {
		found.Listed = Listed{
			URL: d.URL, Headline: d.Headline, Outlet: d.Outlet, Byline: d.Byline, Section: d.Section, Language: d.Language,
			Published: d.Published, Modified: d.Updated,
		}
		body := cmp.Or(strings.TrimSpace(entry.Content), entry.Description)
		found.Whole = isWhole(body, body == entry.Description)
		found.Text = oneItem(feed, entry, d.Outlet, body)
	} else {
		d = &draft{}
		d.accept(claim{"url", entry.Link, "feed"}, claim{"url", entry.GUID, "feed"}, claim{"published", entry.Published, "feed"}, claim{"outlet", plainText(feed.Title), "feed"})
		found.Listed = Listed{URL: d.URL, Headline: tidy(plainText(entry.Title)), Outlet: d.Outlet, Published: d.Published}
	}
	found.By = "feed"
	return found
}

// Lengths in bytes from which on an item's text may be the whole article's. Few teasers are longer.
const (
	leastContent     = 400
	leastDescription = 1200
)

// cutOff is how a teaser ends.
var cutOff = regexp.MustCompile(`(?i)(…|\.\.\.|\[…\]|\[\.\.\.\]|(read|see|learn) more|read the (full|rest).{0,40}|continue reading.{0,80}|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|leggi tutto)[\s»→>.\])]*$`)

// isWhole guesses whether an item's text is the article and no teaser of it.
func isWhole(body string, isDescription bool) bool {
	all := fragment(body)
	least := leastContent
	if isDescription {
		least = leastDescription
	}
	return size(all) >= least && !cutOff.MatchString(all[len(all)-1].text)
}

// oneItem is a JSON Feed (https://jsonfeed.org/version/1.1) of one item, with what we read of feeds.
func oneItem(feed *gofeed.Feed, entry *gofeed.Item, outlet, body string) []byte {
	type author struct {
		Name string `json:"name"`
	}
	type jsonItem struct {
		ID        string   `json:"id"`
		URL       string   `json:"url,omitempty"`
		Title     string   `json:"title,omitempty"`
		HTML      string   `json:"content_html"`
		Published string   `json:"date_published,omitempty"`
		Modified  string   `json:"date_modified,omitempty"`
		Authors   []author `json:"authors,omitempty"`
		Tags      []string `json:"tags,omitempty"`
	}
	kept := jsonItem{
		ID: cmp.Or(entry.GUID, entry.Link, entry.Title), URL: entry.Link, Title: entry.Title, HTML: body, Published: entry.Published,
		Modified: entry.Updated, Tags: entry.Categories,
	}
	for _, p := range entry.Authors {
		if p != nil {
			kept.Authors = append(kept.Authors, author{cmp.Or(p.Name, p.Email)})
		}
	}
	language := feed.Language
	if core := entry.DublinCoreExt; core != nil && len(core.Language) > 0 {
		language = core.Language[0]
	}
	raw, err := json.Marshal(struct {
		Version  string     `json:"version"`
		Title    string     `json:"title"`
		Language string     `json:"language,omitempty"`
		Items    []jsonItem `json:"items"`
	}{"https://jsonfeed.org/version/1.1", outlet, language, []jsonItem{kept}})
	if err != nil {
		return nil
	}
	return raw
}
