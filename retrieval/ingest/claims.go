package ingest

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"dateline/retrieval"
)

// claim is what one place says of one field of an article, by the field's name in JSON.
type claim struct{ field, value, origin string }

// accept takes the claims over in turn: of several on one field the first that can be used. What cannot be used is
// unknown.
func (d *draft) accept(claims ...claim) {
	for _, c := range claims {
		if d.known(c.field) {
			continue
		}
		value := tidy(html.UnescapeString(c.value))
		if value == "" {
			continue
		}
		switch c.field {
		case "headline":
			if len(value) <= 2*longestHeadline {
				d.Headline = value
			}
		case "outlet":
			if !isAddress(value) && len(value) <= longestHeadline {
				d.Outlet = strings.TrimPrefix(value, "@")
			}
		case "byline":
			d.Byline = names(value)
		case "dateline":
			d.Dateline = value
		case "section":
			if !isAddress(value) && len(value) <= longestHeadline {
				d.Section = value
			}
		case "label":
			d.Label = value
		case "language":
			d.Language = languageTag(value)
		case "url":
			if isAddress(value) {
				d.URL = value
			}
		case "published":
			d.Published, _ = parseStamp(value)
		case "updated":
			d.Updated, _ = parseStamp(value)
		}
		if d.known(c.field) {
			d.note(c.field, c.origin)
		}
	}
}

// fields are those whose origin is kept.
var fields = []string{"id", "headline", "outlet", "byline", "dateline", "section", "label", "language", "url", "published", "updated"}

// known reports whether the draft has a value for a field.
func (d *draft) known(field string) bool {
	switch field {
	case "id":
		return d.ID != ""
	case "headline":
		return d.Headline != ""
	case "outlet":
		return d.Outlet != ""
	case "byline":
		return d.Byline != ""
	case "dateline":
		return d.Dateline != ""
	case "section":
		return d.Section != ""
	case "label":
		return d.Label != ""
	case "language":
		return d.Language != ""
	case "url":
		return d.URL != ""
	case "published":
		return !d.Published.IsZero()
	case "updated":
		return !d.Updated.IsZero()
	}
	return true
}

func (d *draft) note(field, origin string) {
	if d.Origin == nil {
		d.Origin = retrieval.Origin{}
	}
	d.Origin[field] = origin
}

// noteAll notes the origin of every known field that has none yet.
func (d *draft) noteAll(origin string) {
	for _, field := range fields {
		if d.known(field) && d.Origin[field] == "" {
			d.note(field, origin)
		}
	}
}

// isAddress reports whether s is a whole address of the web.
func isAddress(s string) bool {
	parsed, err := url.Parse(s)
	return err == nil && parsed.Host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https")
}

// languageTag is the tag of a declared language, such as "en_GB", or "".
func languageTag(s string) string {
	tag, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(strings.SplitN(s, ",", 2)[0]), "_", "-"))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

const longestByline = 300 // bytes; a longer one is no list of names

var (
	byPrefix   = regexp.MustCompile(`^(?i:by|written by|reported by|story by|from|von|par|por|door|av|af|texto de|di)[: ]\s*(\p{Lu}.*)$`)
	email      = regexp.MustCompile(`\(?\S+@\S+\.\w+\)?`)
	noNames    = []string{"admin", "administrator", "webmaster", "unknown", "none", "null", "n/a", "undefined", "author", "anonymous", "guest", "default", "user"}
	afterNames = regexp.MustCompile(`(?i)\s*(?:[|•·]| [-–—] |\bfollow\b|\b(?:published|updated|posted)\b).*$`)
)

// names is what a declared byline says of who wrote: without "By", addresses and the outlet behind a rule; "" where it is
// no name of anybody.
func names(s string) string {
	if m := byPrefix.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	s = email.ReplaceAllString(s, "")
	if cut := afterNames.FindStringIndex(s); cut != nil && cut[0] > 0 {
		s = s[:cut[0]]
	}
	s = strings.Trim(tidy(s), " ,;@/")
	if isAddress(s) || len(s) > longestByline || slices.Contains(noNames, strings.ToLower(s)) || endsSentence(s) && len(strings.Fields(s)) > 8 ||
		!strings.ContainsFunc(s, isLetter) {
		return ""
	}
	return s
}

// joined is a list of names as one byline, each once.
func joined(people []string) string {
	var kept []string
	for _, p := range people {
		p = names(tidy(html.UnescapeString(p)))
		if p != "" && !slices.ContainsFunc(kept, func(k string) bool { return strings.EqualFold(k, p) }) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

// siteRules part a page's title from the name of its site.
var siteRules = []string{" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / "}

// withoutSite takes the outlet's name, and a section beside it, off the ends of a title: "Ferry saved - Harbours | Example
// Wire" is "Ferry saved" where the outlet is Example Wire or where shown, the headline on the page, says so.
func withoutSite(title, outlet, shown string) string {
	title = tidy(title)
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
