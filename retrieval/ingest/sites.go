package ingest

import (
	"cmp"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// siteRules part a page's title from the name of its site.
var siteRules = []string{" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / "}

// withoutSite takes the outlet's name, and a section beside it, off the ends of a title: "Ferry saved - Harbours | Example
// Wire" is "Ferry saved" where the outlet is Example Wire or where shown, the headline on the page, says so.
func withoutSite(title, outlet, shown string) string {
	title = tidy(title)
	for _, rule := range []string{"-", "_", "|", "–", "—", ":", "：", "｜"} { // without spaces, as where words have none
		if cut := strings.TrimSuffix(title, rule+outlet); outlet != "" && cut != "" && cut != title {
			title = strings.TrimSpace(cut)
		}
	}
	for _, rule := range siteRules {
		if head, rest, found := strings.Cut(title, rule); found && strings.EqualFold(head, outlet) && rest != "" {
			title = rest
		}
	}
	whole := title
	for range 3 {
		cut, rule := -1, ""
		for _, r := range siteRules {
			if i := strings.LastIndex(title, r); i > cut {
				cut, rule = i, r
			}
		}
		if cut <= 0 {
			break
		}
		tail := title[cut+len(rule):]
		switch {
		case sameSite(tail, outlet), shown != "" && strings.HasPrefix(whole, shown) && cut >= len(shown):
			title = title[:cut]
		case title != whole && len(strings.Fields(tail)) <= 3 && len(strings.Fields(title[:cut])) >= 3: // the section before the site
			title = title[:cut]
		case outlet == "" && shown == "" && rule == " | " && len(strings.Fields(tail)) <= 4 && len(strings.Fields(title[:cut])) >= 3:
			title = title[:cut]
		default:
			return title
		}
	}
	return title
}

// sameSite reports whether two names are of one site: "Example Wire" and "examplewire.com", "The Example Wire" and
// "Example Wire News".
func sameSite(a, b string) bool {
	a, b = squeezeName(a), squeezeName(b)
	return a != "" && b != "" && (a == b || min(len(a), len(b)) >= 5 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)))
}

var siteEnds = regexp.MustCompile(`^(the |www\.)|\.(com|org|net|co\.uk|co|de|fr|es|it|news)$`)

func squeezeName(s string) string {
	s = siteEnds.ReplaceAllString(strings.ToLower(strings.TrimSpace(s)), "")
	return strings.Map(func(r rune) rune {
		if isLetter(r) {
			return r
		}
		return -1
	}, s)
}

// siteInTitle is what stands behind the shown heading, or before it, in a page's title: its site's name, as a rule.
func siteInTitle(title, shown string) string {
	rest, found := strings.CutPrefix(title, shown)
	if !found {
		rest, found = strings.CutSuffix(title, shown)
	}
	if !found || shown == "" {
		return ""
	}
	site := ""
	for _, rule := range siteRules {
		if head, tail, found := strings.Cut(" "+rest+" ", rule); found {
			site = cmp.Or(strings.TrimSpace(tail[strings.LastIndex(tail, rule)+1:]), strings.TrimSpace(head))
		}
	}
	site = strings.Trim(site, "|-–—·•:»«/ ")
	if first, _ := utf8.DecodeRuneInString(site); unicode.IsLower(first) || len(strings.Fields(site)) > 5 || labelOf(site) != "" {
		return ""
	}
	return name(site)
}

// siteNames are those that a page gives its site: by its publisher, its tags, its title.
type siteNames []string

// hold reports whether a name is one of the site's.
func (n siteNames) hold(name string) bool {
	return slices.ContainsFunc(n, func(site string) bool { return sameSite(name, site) })
}

// forSite is the end of a byline that may name the site: Jane Doe for Example Wire, Jane Doe (Example Wire).
var forSite = regexp.MustCompile(`(?i)^(.+?)(?: for | at | of |\s*[(/]\s*|\s+[|–—-]\s+)([^()/]+)\)?$`)

// without is a byline without the names of the site in it, and what stands behind them: "" where nobody is left.
func (n siteNames) without(byline string) string {
	var people []string
	for _, part := range strings.Split(names(tidy(html.UnescapeString(byline))), ", ") {
		if m := forSite.FindStringSubmatch(part); m != nil && n.hold(m[2]) {
			part = m[1]
		}
		ofSite := slices.ContainsFunc(n, func(site string) bool {
			return site != "" && len(part) > len(site) && strings.EqualFold(part[:len(site)], site)
		})
		if !ofSite && !n.hold(part) { // Jane Doe, Example Wire staff
			people = append(people, part)
		}
	}
	return strings.Join(people, ", ")
}

// sectionName is a section as readers know it, where a page names it by its place: "news/us-politics".
func sectionName(s string) string {
	if s != strings.ToLower(s) || strings.ContainsAny(s, " :") || !strings.ContainsFunc(s, unicode.IsLetter) {
		return s
	}
	s = strings.Trim(s, "/")
	s = strings.ReplaceAll(s[strings.LastIndex(s, "/")+1:], "-", " ")
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}
