package ingest

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"dateline/retrieval"
)

// claim is what one place says of one field of an article, by the field's name in JSON.
type claim struct{ field, value, origin string }

// field is one of those whose origin is kept: where a draft has it, as a text or a time, and what becomes of a claim on it,
// "" where the claim cannot be used.
type field struct {
	name string
	text func(d *draft) *string
	time func(d *draft) *time.Time
	read func(value string) string // of a text; nil takes it as it is
}

var fields = []field{
	{name: "id", text: func(d *draft) *string { return &d.ID }, read: func(s string) string { return validID.FindString(s) }},
	{name: "headline", text: func(d *draft) *string { return &d.Headline }, read: func(s string) string { return upTo(2*longestHeadline, s) }},
	{name: "outlet", text: func(d *draft) *string { return &d.Outlet }, read: func(s string) string { return strings.TrimPrefix(name(s), "@") }},
	{name: "byline", text: func(d *draft) *string { return &d.Byline }, read: names},
	{name: "dateline", text: func(d *draft) *string { return &d.Dateline }, read: name},
	{name: "section", text: func(d *draft) *string { return &d.Section }, read: name},
	{name: "label", text: func(d *draft) *string { return &d.Label }},
	{name: "language", text: func(d *draft) *string { return &d.Language }, read: languageTag},
	{name: "url", text: func(d *draft) *string { return &d.URL }, read: address},
	{name: "published", time: func(d *draft) *time.Time { return &d.Published }},
	{name: "updated", time: func(d *draft) *time.Time { return &d.Updated }},
}

// accept takes the claims over in turn: of several on one field the first that can be used. What cannot be used is
// unknown.
func (d *draft) accept(claims ...claim) {
	for _, c := range claims {
		at := slices.IndexFunc(fields, func(f field) bool { return f.name == c.field })
		value := tidy(html.UnescapeString(c.value))
		if at < 0 || value == "" || fields[at].known(d) {
			continue
		}
		switch f := fields[at]; {
		case f.time != nil:
			*f.time(d), _ = parseStamp(value)
		case f.read != nil:
			*f.text(d) = f.read(value)
		default:
			*f.text(d) = value
		}
		if fields[at].known(d) {
			d.note(c.field, c.origin)
		}
	}
}

// known reports whether the draft has a value for the field.
func (f field) known(d *draft) bool {
	if f.time != nil {
		return !f.time(d).IsZero()
	}
	return *f.text(d) != ""
}

func (d *draft) note(field, origin string) {
	if d.Origin == nil {
		d.Origin = retrieval.Origin{}
	}
	d.Origin[field] = origin
}

// noteAll notes the origin of every known field that has none yet.
func (d *draft) noteAll(origin string) {
	for _, f := range fields {
		if f.known(d) && d.Origin[f.name] == "" {
			d.note(f.name, origin)
		}
	}
}

func upTo(limit int, s string) string {
	if len(s) > limit {
		return ""
	}
	return s
}

// name is the name of a thing: no address, no number and nothing long.
func name(s string) string {
	if isAddress(s) || !strings.ContainsFunc(s, unicode.IsLetter) {
		return ""
	}
	return upTo(longestHeadline, s)
}

func address(s string) string {
	if !isAddress(s) {
		return ""
	}
	return s
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
	byPrefix = regexp.MustCompile(`^(?i:(?:words |text |story |report |reported |written |posted |submitted |article |analysis |opinion |column )?by|from|von|par|por|door|av|af|texto de|di|de|przez|od)[: ]\s*([\p{Lu}\p{Lo}].*)$` +
		`|^(?i:autor(?:in|es|a|e|ka|zy)?|auteurs?|autore|autrice|författare|forfatter|tekst|texto|testo|author|reporter|автор|текст|كتبت?|بقلم|كتابة)\s*[:：]\s*(\p{L}.*)$` + //nolint:misspell // Spanish
		`|^(?:بقلم|كتبت?|記者|记者|文・写真|文|撰文|作者)\s*[:：／/ ]?\s*(\p{Lo}.*)$`)
	host       = regexp.MustCompile(`^(?i)(https?://)?(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}/?$`)
	email      = regexp.MustCompile(`\(?\S+@\S+\.\w+\)?`)
	noNames    = []string{"admin", "administrator", "webmaster", "unknown", "none", "null", "n/a", "undefined", "author", "anonymous", "guest", "default", "user"}
	afterNames = regexp.MustCompile(`(?i)\s*(?:[|•·]| [-–—] |\bfollow\b|\b(?:published|updated|posted)\b).*$`)
	withAgency = regexp.MustCompile(`(?:, | \(| / |/)(?:for )?(?:the )?` + agency + `\)?$`)
)

// names is what a declared byline says of who wrote: without "By", addresses and the outlet behind a rule; "" where it is
// no name of anybody.
func names(s string) string {
	if m := byPrefix.FindStringSubmatch(s); m != nil {
		s = m[1] + m[2] + m[3]
	}
	if who, when := cutDay(s); when != "" {
		s = who
	}
	s = email.ReplaceAllString(s, "")
	if cut := afterNames.FindStringIndex(s); cut != nil && cut[0] > 0 {
		s = s[:cut[0]]
	}
	if cut := withAgency.FindStringIndex(s); cut != nil && cut[0] > 0 {
		s = s[:cut[0]]
	}
	s = strings.Trim(tidy(s), " ,;@/")
	if isAddress(s) || host.MatchString(s) || len(s) > longestByline || slices.Contains(noNames, strings.ToLower(s)) || endsSentence(s) && len(strings.Fields(s)) > 8 ||
		!strings.ContainsFunc(s, unicode.IsLetter) {
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
