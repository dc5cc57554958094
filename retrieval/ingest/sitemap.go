package ingest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// Listed is an address that a feed or a sitemap lists, of an article or of another sitemap, and what is said of it there.
// What is not said is empty.
type Listed struct {
	URL       string    `json:"url,omitempty"`
	By        string    `json:"by,omitempty"` // feed or sitemap
	IsSitemap bool      `json:"is_sitemap,omitempty"`
	Modified  time.Time `json:"modified,omitzero"`
	Headline  string    `json:"headline,omitempty"` // this and what follows by feeds and news sitemaps alone
	Outlet    string    `json:"outlet,omitempty"`
	Byline    string    `json:"byline,omitempty"` // by feeds alone, as the section
	Section   string    `json:"section,omitempty"`
	Language  string    `json:"language,omitempty"`
	Published time.Time `json:"published,omitzero"`
}

// mostListed is how many addresses the protocol of sitemaps.org allows in one file.
const mostListed = 50_000

// Sitemap reads a sitemap, a news sitemap or an index of sitemaps, for a fetcher to follow: the addresses of http and
// https in their order, at most 50,000. What it cannot read further is an error beside what it found.
func Sitemap(k Kept) (listed []Listed, err error) {
	tokens := xml.NewDecoder(bytes.NewReader(k.listing()))
	tokens.Strict = false
	tokens.CharsetReader = charset.NewReaderLabel
	root := ""
	for len(listed) < mostListed {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return listed, fmt.Errorf("read sitemap: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if root == "" {
			if root = start.Name.Local; root != "urlset" && root != "sitemapindex" {
				return nil, fmt.Errorf("read sitemap: its root is <%s>, not <urlset> or <sitemapindex>", shorten(root, 40))
			}
			continue
		}
		if start.Name.Local != "url" && start.Name.Local != "sitemap" {
			continue
		}
		var entry struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
			News    struct {
				Publication struct {
					Name     string `xml:"name"`
					Language string `xml:"language"`
				} `xml:"publication"`
				Date  string `xml:"publication_date"`
				Title string `xml:"title"`
			} `xml:"news"`
		}
		if err := tokens.DecodeElement(&entry, &start); err != nil {
			return listed, fmt.Errorf("read sitemap: %w", err)
		}
		l := Listed{
			URL: strings.TrimSpace(entry.Loc), By: "sitemap", IsSitemap: start.Name.Local == "sitemap", Headline: tidy(entry.News.Title),
			Outlet: tidy(entry.News.Publication.Name), Language: languageTag(entry.News.Publication.Language),
		}
		l.Modified, _ = parseStamp(entry.Lastmod)
		l.Published, _ = parseStamp(entry.News.Date)
		if isAddress(l.URL) {
			listed = append(listed, l)
		}
	}
	if root == "" {
		return nil, errors.New("read sitemap: it is empty")
	}
	return listed, nil
}
