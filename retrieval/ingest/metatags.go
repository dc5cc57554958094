package ingest

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metaField is a meta tag by its name, property or http-equiv, lower-case, and the field that it speaks of.
type metaField struct{ name, field string }

// openGraph are the tags of ogp.me and of its article namespace.
var openGraph = []metaField{
	{"og:site_name", "outlet"}, {"og:title", "headline"}, {"article:author", "byline"}, {"og:article:author", "byline"},
	{"article:published_time", "published"}, {"og:article:published_time", "published"}, {"article:published", "published"},
	{"article:modified_time", "updated"}, {"og:article:modified_time", "updated"}, {"og:updated_time", "updated"}, {"article:modified", "updated"},
	{"article:section", "section"}, {"og:article:section", "section"}, {"og:url", "url"},
}

// metaTags are those of Dublin Core, Highwire Press (citation_), Parse.ly, Sailthru, and customs of the trade, the most
// exact of each field first.
var metaTags = []metaField{
	{"citation_journal_title", "outlet"}, {"dc.publisher", "outlet"}, {"dcterms.publisher", "outlet"}, {"publisher", "outlet"},
	{"parsely-title", "headline"}, {"sailthru.title", "headline"}, {"citation_title", "headline"}, {"dc.title", "headline"}, {"dcterms.title", "headline"},
	{"hdl", "headline"}, {"headline", "headline"}, {"twitter:title", "headline"}, {"title", "headline"},
	{"parsely-author", "byline"}, {"sailthru.author", "byline"}, {"citation_author", "byline"}, {"dc.creator", "byline"}, {"dcterms.creator", "byline"},
	{"byl", "byline"}, {"byline", "byline"}, {"author", "byline"}, {"article.author", "byline"}, {"authors", "byline"},
	{"parsely-pub-date", "published"}, {"sailthru.date", "published"}, {"citation_publication_date", "published"}, {"citation_date", "published"},
	{"dcterms.issued", "published"}, {"dc.date.issued", "published"}, {"dcterms.created", "published"}, {"dc.date.created", "published"},
	{"article.published", "published"}, {"originalpublicationdate", "published"}, {"pubdate", "published"}, {"publish-date", "published"},
	{"publish_date", "published"}, {"publication_date", "published"}, {"publication-date", "published"}, {"publishdate", "published"},
	{"published_date", "published"}, {"published_time_telegram", "published"}, {"ptime", "published"}, {"dc.date", "published"}, {"dcterms.date", "published"},
	{"date", "published"}, {"dat", "published"},
	{"dcterms.modified", "updated"}, {"dc.date.modified", "updated"}, {"article.updated", "updated"}, {"lastmod", "updated"}, {"last-modified", "updated"},
	{"last_updated_date", "updated"}, {"utime", "updated"},
	{"parsely-section", "section"}, {"article.section", "section"}, {"section", "section"}, {"cms.section", "section"}, {"dc.subject", "section"},
	{"parsely-link", "url"}, {"twitter:url", "url"},
	{"content-language", "language"}, {"dc.language", "language"}, {"dcterms.language", "language"}, {"language", "language"},
}

// metas are a page's meta tags: values by name, in their order.
func metas(root *html.Node) map[string][]string {
	found := map[string][]string{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		content := strings.TrimSpace(attribute(n, "content"))
		if content == "" {
			continue
		}
		for _, key := range []string{"property", "name", "http-equiv"} {
			if name := strings.ToLower(strings.TrimSpace(attribute(n, key))); name != "" {
				name = strings.Replace(strings.Replace(name, "dc:", "dc.", 1), "dcterms:", "dcterms.", 1)
				found[name] = append(found[name], content)
			}
		}
	}
	return found
}

// metaClaims are what the tags say, in the order of the list.
func metaClaims(found map[string][]string, list []metaField, origin string) []claim {
	var claims []claim
	for _, m := range list {
		values := found[m.name]
		if len(values) == 0 {
			continue
		}
		value := values[0]
		if m.field == "byline" {
			value = joined(values)
		}
		claims = append(claims, claim{m.field, value, origin})
	}
	return claims
}

// attribute is an attribute's value, or "".
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// hasAttribute reports whether an element carries an attribute, empty or not.
func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
