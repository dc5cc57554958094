package ingest

import (
	"cmp"
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
	about []string // what the page says its article is called and where it is: its title, heading and address
}

var (
	wrapped  = regexp.MustCompile(`^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*;?\s*$`)
	trailing = regexp.MustCompile(`,(\s*[}\]])`)
	// What stands whole in a script that is broken elsewhere: texts, and the names of the first author and the publisher.
	wholeText = regexp.MustCompile(`"(headline|datePublished|dateModified|articleSection|inLanguage)"\s*:\s*"((?:[^"\\]|\\.)*)"\s*[,}\]]`)
	wholeName = regexp.MustCompile(`"(author|publisher)"\s*:\s*\[?\s*\{[^{}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"\s*[,}]`)
	typeName  = regexp.MustCompile(`"@type"\s*:\s*\[?\s*"(\w*(?:Article|Posting))"`)
)

// addScript adds the nodes of one script of type application/ld+json, mended where it is wrapped in a comment, has bare
// line breaks in its strings or a comma too many. Of what stays broken, the article's fields that stand whole are added.
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
			value = salvaged(mended)
		}
	}
	l.add(value, 0)
}

// salvaged is the node of the first article in a broken script, nil where none is told.
func salvaged(source string) any {
	kind := typeName.FindStringSubmatchIndex(source)
	if kind == nil {
		return nil
	}
	node := map[string]any{"@type": source[kind[2]:kind[3]]}
	for _, pattern := range []*regexp.Regexp{wholeText, wholeName} {
		for _, m := range pattern.FindAllStringSubmatch(source, -1) {
			var text string
			if node[m[1]] == nil && json.Unmarshal([]byte(`"`+m[2]+`"`), &text) == nil {
				node[m[1]] = text
			}
		}
	}
	return node
}

// unprefixed is a value with schema.org's names without their namespace.
func unprefixed(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = unprefixed(v[i])
		}
	case map[string]any:
		for name, inner := range v {
			v[name] = unprefixed(inner)
			if _, bare, found := strings.Cut(name, "schema.org/"); found || strings.HasPrefix(name, "schema:") {
				v[strings.TrimPrefix(cmp.Or(bare, name), "schema:")] = v[name]
			}
		}
	}
	return value
}

// add adds a value's nodes, those of @graph and of mainEntity among them.
func (l *linked) add(value any, depth int) {
	if depth == 0 {
		value = unprefixed(value)
	}
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
		for _, inner := range []string{"@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"} {
			l.add(v[inner], depth+1)
		}
	}
}

// article is the node of the article, nil where there is none, and the page's, which may say more of its dates. Of several
// articles it is the one that the page is about, where one can be told: pages declare those that they link to as well.
func (l *linked) article() (article, page map[string]any) {
	best := len(articleTypes)
	notArticle := slices.Index(articleTypes, "WebPage")
	for _, n := range l.nodes {
		for _, t := range typesOf(n) {
			rank := slices.Index(articleTypes, t)
			if rank < 0 {
				continue
			}
			if t == "WebPage" && page == nil {
				page = n
			}
			if rank < notArticle && l.isAbout(n) {
				rank -= len(articleTypes)
			}
			if rank < best {
				best, article = rank, n
			}
		}
	}
	return article, page
}

// isAbout reports whether a node has the page's address or headline.
func (l *linked) isAbout(n map[string]any) bool {
	for _, value := range []any{n["headline"], n["url"], n["mainEntityOfPage"], idOf(n["mainEntityOfPage"]), n["@id"]} {
		for _, text := range texts(value) {
			if text = squeeze(strings.ToLower(html.UnescapeString(text))); text != "" && slices.ContainsFunc(l.about, func(a string) bool { return squeeze(strings.ToLower(a)) == text }) {
				return true
			}
		}
	}
	return false
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

// lastly are the claims that give way to all that the page says itself: the names of organisations that wrote, and when a
// video beside the story was put up.
func (l *linked) lastly() []claim {
	article, _ := l.article()
	claims := []claim{{"byline", joined(l.names(article["author"])), "json-ld"}}
	for _, n := range l.nodes {
		if uploaded := texts(n["uploadDate"]); len(uploaded) > 0 && slices.Contains(typesOf(n), "VideoObject") {
			claims = append(claims, claim{"published", uploaded[0], "json-ld"})
		}
	}
	return claims
}

var homePage = regexp.MustCompile(`(?i)^(home( ?page)?|start(seite)?|front ?page|accueil|inicio|portada|início|strona główna|forside|hjem|hem|etusivu|главная|トップ|ホーム|首页|الرئيسية)$`)

// breadcrumb is the claim on the section of the last step before the article on the way from the front page.
func (l *linked) breadcrumb(headline string) []claim {
	var claims []claim
	for _, n := range l.nodes {
		steps, _ := n["itemListElement"].([]any)
		if !slices.Contains(typesOf(n), "BreadcrumbList") {
			continue
		}
		for _, step := range slices.Backward(steps) {
			at, _ := step.(map[string]any)
			where := append(l.names(at["name"]), l.names(at["item"])...)
			if len(where) == 0 || len(strings.Fields(where[0])) > 4 || homePage.MatchString(tidy(where[0])) || strings.HasPrefix(headline, tidy(where[0])) {
				continue
			}
			claims = append(claims, claim{"section", where[0], "json-ld"})
			break
		}
	}
	return claims
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

// body is the article's text where the node carries it, as HTML or plain: its own or that of a live blog's updates.
func (l *linked) body() string {
	article, _ := l.article()
	parts := texts(article["articleBody"])
	if len(parts) == 0 {
		updates, _ := article["liveBlogUpdate"].([]any)
		for _, u := range updates {
			if update, ok := u.(map[string]any); ok {
				parts = append(parts, texts(update["articleBody"])...)
			}
		}
	}
	return strings.Join(parts, "\n\n")
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
