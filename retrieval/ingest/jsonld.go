package ingest

import (
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
)

// articleTypes of schema.org, the likeliest first.
var articleTypes = []string{
	"NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle",
	"AskPublicNewsArticle", "LiveBlogPosting", "AdvertiserContentArticle", "SatiricalArticle", "Report", "Article", "BlogPosting",
	"SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Review", "WebPage", "ItemPage", "CreativeWork",
}

// mostLinked bounds the linked nodes that are looked at.
const mostLinked = 10_000

// linked is the schema.org nodes of one page or file.
type linked struct {
	nodes []map[string]any
	byID  map[string]map[string]any
}

var (
	wrapped  = regexp.MustCompile(`^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*;?\s*$`)
	trailing = regexp.MustCompile(`,(\s*[}\]])`)
)

// addScript adds the nodes of one script of type application/ld+json, mended where it is wrapped in a comment, has bare
// line breaks in its strings or a comma too many. What stays broken is left out.
func (l *linked) addScript(source string) {
	var value any
	if json.Unmarshal([]byte(source), &value) != nil {
		mended := wrapped.ReplaceAllString(source, "")
		mended = strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, mended)
		mended = trailing.ReplaceAllString(strings.TrimRight(strings.TrimSpace(mended), ";"), "$1")
		if json.Unmarshal([]byte(mended), &value) != nil && json.Unmarshal([]byte(html.UnescapeString(mended)), &value) != nil {
			return
		}
	}
	l.add(value, 0)
}

// add adds a value's nodes, those of @graph and of mainEntity among them.
func (l *linked) add(value any, depth int) {
	if depth > 8 || len(l.nodes) >= mostLinked {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			l.add(item, depth+1)
		}
	case map[string]any:
		l.nodes = append(l.nodes, v)
		if id, _ := v["@id"].(string); id != "" && len(v) > 1 {
			if l.byID == nil {
				l.byID = map[string]map[string]any{}
			}
			if _, taken := l.byID[id]; !taken {
				l.byID[id] = v
			}
		}
		for _, inner := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			l.add(v[inner], depth+1)
		}
	}
}

// article is the node of the article, nil where there is none, and the page's, which may say more of its dates.
func (l *linked) article() (article, page map[string]any) {
	best := len(articleTypes)
	for _, n := range l.nodes {
		for _, t := range typesOf(n) {
			rank := slices.Index(articleTypes, t)
			if rank < 0 {
				continue
			}
			if t == "WebPage" && page == nil {
				page = n
			}
			if rank < best {
				best, article = rank, n
			}
		}
	}
	return article, page
}

// typesOf are a node's types without their namespace.
func typesOf(n map[string]any) []string {
	var types []string
	for _, t := range texts(n["@type"]) {
		types = append(types, t[strings.LastIndexAny(t, "/:")+1:])
	}
	return types
}

// claims are what the page's nodes say of the article.
func (l *linked) claims() []claim {
	article, page := l.article()
	if article == nil {
		return nil
	}
	const origin = "json-ld"
	var claims []claim
	say := func(field string, values ...any) {
		for _, v := range values {
			if t := texts(v); len(t) > 0 {
				claims = append(claims, claim{field, t[0], origin})
			}
		}
	}
	outlet := append(l.names(article["publisher"]), l.names(article["sourceOrganization"])...)
	if len(outlet) > 0 {
		say("outlet", outlet[0])
	}
	say("headline", article["headline"])
	if slices.ContainsFunc(typesOf(article), func(t string) bool { return strings.HasSuffix(t, "Article") }) {
		say("headline", article["name"])
	}
	say("byline", joined(l.names(people(article["author"]))), joined(l.names(people(article["creator"]))))
	say("dateline", article["dateline"])
	say("published", article["datePublished"], page["datePublished"], article["dateCreated"])
	say("updated", article["dateModified"], page["dateModified"])
	say("section", article["articleSection"])
	say("language", l.language(article["inLanguage"]), l.language(page["inLanguage"]))
	say("url", article["url"], article["mainEntityOfPage"], idOf(article["mainEntityOfPage"]), article["@id"], page["url"])
	for _, t := range typesOf(article) {
		say("label", labelTypes[t])
	}
	return claims
}

// organisations are the claims on the byline of organisations, which give way to any person named on the page.
func (l *linked) organisations() []claim {
	article, _ := l.article()
	return []claim{{"byline", joined(l.names(article["author"])), "json-ld"}}
}

// people leaves the organisations out of an author or several.
func people(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for _, t := range typesOf(v) {
			if strings.HasSuffix(t, "Organization") {
				return nil
			}
		}
	case []any:
		var kept []any
		for _, item := range v {
			if p := people(item); p != nil {
				kept = append(kept, p)
			}
		}
		return kept
	}
	return value
}

// body is the article's text where the node carries it, as HTML or plain.
func (l *linked) body() string {
	article, _ := l.article()
	body, _ := article["articleBody"].(string)
	return body
}

// corrections are the notices that the node carries.
func (l *linked) corrections() []string {
	article, _ := l.article()
	var found []string
	values, ok := article["correction"].([]any)
	if !ok {
		values = []any{article["correction"]}
	}
	for _, v := range values {
		if node, ok := v.(map[string]any); ok {
			v = node["text"]
		}
		for _, text := range texts(v) {
			if text = tidy(html.UnescapeString(text)); strings.Contains(text, " ") && !isAddress(text) {
				found = append(found, text)
			}
		}
	}
	return found
}

// names are those of people or organisations: strings, nodes, references to nodes, or lists of them.
func (l *linked) names(value any) []string {
	switch v := value.(type) {
	case string:
		if !isAddress(v) {
			return []string{v}
		}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, l.names(item)...)
		}
		return all
	case map[string]any:
		if n := texts(v["name"]); len(n) > 0 {
			return n
		}
		if id, _ := v["@id"].(string); id != "" {
			if referred := l.byID[id]; referred != nil {
				return texts(referred["name"])
			}
		}
		given, family := texts(v["givenName"]), texts(v["familyName"])
		if len(given) > 0 && len(family) > 0 {
			return []string{given[0] + " " + family[0]}
		}
	}
	return nil
}

func (l *linked) language(value any) any {
	if node, ok := value.(map[string]any); ok {
		if code := node["alternateName"]; code != nil {
			return code
		}
		return node["name"]
	}
	return value
}

func idOf(value any) any {
	node, _ := value.(map[string]any)
	return node["@id"]
}

// texts are a value's strings that are not empty: its own or its items', and what @value holds.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		if strings.TrimSpace(v) != "" {
			return []string{v}
		}
	case []string:
		return v
	case []any:
		var all []string
		for _, item := range v {
			if _, nested := item.([]any); !nested {
				all = append(all, texts(item)...)
			}
		}
		return all
	case map[string]any:
		return texts(v["@value"])
	}
	return nil
}
