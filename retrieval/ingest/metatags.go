package ingest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
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
	{"citation_journal_title", "outlet"}, {"dc.publisher", "outlet"}, {"dcterms.publisher", "outlet"}, {"publisher", "outlet"}, {"source", "outlet"},
	{"parsely-title", "headline"}, {"sailthru.title", "headline"}, {"citation_title", "headline"}, {"dc.title", "headline"}, {"dcterms.title", "headline"},
	{"hdl", "headline"}, {"headline", "headline"}, {"twitter:title", "headline"}, {"title", "headline"},
	{"parsely-author", "byline"}, {"sailthru.author", "byline"}, {"citation_author", "byline"}, {"dc.creator", "byline"}, {"dcterms.creator", "byline"},
	{writtenBy, "byline"}, {"byl", "byline"}, {"byline", "byline"}, {"author", "byline"}, {"article.author", "byline"}, {"authors", "byline"},
	{"parsely-pub-date", "published"}, {"sailthru.date", "published"}, {"citation_publication_date", "published"}, {"citation_date", "published"},
	{"dcterms.issued", "published"}, {"dc.date.issued", "published"}, {"dcterms.created", "published"}, {"dc.date.created", "published"},
	{"article.published", "published"}, {"originalpublicationdate", "published"}, {"pubdate", "published"}, {"publish-date", "published"},
	{"publish_date", "published"}, {"publication_date", "published"}, {"publication-date", "published"}, {"publishdate", "published"},
	{"published_date", "published"}, {"published_time_telegram", "published"}, {"ptime", "published"}, {"dc.date", "published"}, {"dcterms.date", "published"},
	{"date", "published"}, {"dat", "published"},
	{"dcterms.modified", "updated"}, {"dc.date.modified", "updated"}, {"article.updated", "updated"}, {"lastmod", "updated"}, {"last-modified", "updated"},
	{"last_updated_date", "updated"}, {"utime", "updated"},
	{"parsely-section", "section"}, {"article.section", "section"}, {"og:section", "section"}, {filedUnder, "section"}, {"section", "section"}, {"cms.section", "section"}, {"dc.subject", "section"},
	{"parsely-link", "url"}, {"twitter:url", "url"},
	{"content-language", "language"}, {"dc.language", "language"}, {"dcterms.language", "language"}, {"language", "language"},
}

// The names that metas gives to what tags twitter:label1 or 2 say is the author or the section.
const (
	writtenBy  = "twitter:written by"
	filedUnder = "twitter:filed under"
)

// metas are a page's meta tags: values by name, in their order, with what Parse.ly keeps in a tag as JSON under the names
// that it has as tags.
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
	for _, n := range []string{"1", "2"} {
		label, value := found["twitter:label"+n], found["twitter:data"+n]
		switch {
		case len(label) == 0 || len(value) == 0:
		case isAuthorLabel.MatchString(label[0]):
			found[writtenBy] = value
		case strings.EqualFold(label[0], "Filed under"):
			first, _, _ := strings.Cut(value[0], ",")
			found[filedUnder] = []string{first}
		}
	}
	for _, content := range found["parsely-page"] {
		var page map[string]any
		if json.Unmarshal([]byte(content), &page) != nil {
			continue
		}
		for name, key := range map[string]string{"parsely-title": "title", "parsely-author": "author", "parsely-pub-date": "pub_date", "parsely-section": "section", "parsely-link": "link"} {
			found[name] = append(found[name], recordTexts(page[key])...)
		}
		found["parsely-author"] = append(found["parsely-author"], recordTexts(page["authors"])...)
	}
	return found
}

var isAuthorLabel = regexp.MustCompile(`(?i)^(written|posted)? ?(by|author)s?$|^(autor|auteur|verfasst von|escrito por|écrit par|scritto da)\b`) //nolint:misspell // Spanish

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

// metaEnds are how the names of tags end that systems make up on their own: cXenseParse:author.
var metaEnds = map[string]string{
	"author": "byline", "byline": "byline", "publishtime": "published", "publishdate": "published", "pubdate": "published", "datepublished": "published",
	"datemodified": "updated", "modifiedtime": "updated", "section": "section",
}

// madeUpClaims are what tags say that are on no list, in the order of their names.
func madeUpClaims(found map[string][]string) []claim {
	var claims []claim
	for _, name := range slices.Sorted(maps.Keys(found)) {
		end := strings.NewReplacer("_", "", "-", "").Replace(name[strings.LastIndexAny(name, ":.")+1:])
		if field := metaEnds[end]; field != "" {
			claims = append(claims, claim{field, joined(found[name]), "meta"})
		}
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
