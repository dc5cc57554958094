package search

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dateline/retrieval"
)

// origins are the outlets, authors and sections of coverage that a question asks for, as the coverage writes them.
type origins struct {
	outlets, bylines, sections []string
	firm                       bool             // nothing else can be meant
	cuts                       []retrieval.Span // of the question: the words that name them
}

// naming is an outlet's name in a question.
type naming struct {
	retrieval.Span
	outlets []string
}

const marks = `['"“”‘’]*`

// What stands before an outlet that a question asks of, and what behind it. Elsewhere an outlet is what the question is about.
var (
	sourceLead = regexp.MustCompile(`(?i)(?:\b(?:according to|as per|per|(?:reported|published|covered|written|carried|printed|described|noted|stated) (?:by|in|on)|` +
		`(?:read|appear(?:s|ed)?) in|(?:articles?|reports?|stor(?:y|ies)|coverage|pieces?|posts?|reviews?|editorials?|columns?|news|headlines?|reporting)` +
		`(?: (?:by|from|in|of|on))?)\s+(?:(?:both|the|an?)\s+)*` + marks + `)$`)
	accordingLead = regexp.MustCompile(`(?i)\b(?:according to|as per|(?:as )?reported by)\s+(?:the\s+)?` + marks + `$`)
	sourceRest    = regexp.MustCompile(`(?i)^` + marks + `(?:['’]s)?\s+(?:newspaper\s+)?(?:articles?|reports?|reported|reporting|stor(?:y|ies)|coverage|` +
		`pieces?|posts?|reviews?|guides?|editorials?|columns?|wrote|writes?|publish(?:es|ed)?|covers?|covered)\b`)
	sayRest    = regexp.MustCompile(`(?i)^` + marks + `\s+(?:says?|said|claims?|suggests?|thinks?)\b`)
	auxiliary  = regexp.MustCompile(`(?i)\b(?:did|does|do|has|have)\s+$`)
	listed     = regexp.MustCompile(`(?i)^` + marks + `\s*(?:,\s*(?:and|or)?|and|or|&)\s*(?:the\s+)?` + marks + `$`)
	excluded   = regexp.MustCompile(`(?i)\b(?:not|except|other than|apart from|besides|unlike|without|than)\b[^,.;?]{0,24}$`)
	leadingThe = regexp.MustCompile(`(?i)^the\s+`)
	writtenBy  = regexp.MustCompile(`(?:\b(?:[Ww]ritten|[Aa]rticles?|[Pp]ieces?|[Ss]tor(?:y|ies)|[Rr]eports?|[Cc]olumns?|[Rr]eviews?|[Ee]ditorials?|[Rr]eported) by|\b(?:[Dd]id|[Dd]oes|[Hh]as))\s+((?:\p{Lu}[\pL.'’-]*\s*){2,4})`)
	writes     = regexp.MustCompile(`^\s*(?:wrote|writes?|written|reports?|reported)\b`)
	sectionOf  = regexp.MustCompile(`(?i)(?:\b(?:in|from|of|under)\s+(?:the\s+|its\s+|their\s+)?|\bthe\s+)((?:[\pL&/'’-]+\s+){1,4})(?:section|pages)\b`)
)

// originsOf finds whose coverage a question asks for, among the values that the coverage has.
func (c *coverage) originsOf(text string) origins {
	var o origins
	names := c.outletNames(text)
	for i := 0; i < len(names); {
		last := i
		for last+1 < len(names) && listed.MatchString(text[names[last].End:names[last+1].Start]) {
			last++
		}
		before, rest := text[:names[i].Start], text[names[last].End:]
		firm := sourceLead.MatchString(before) || sourceRest.MatchString(rest)
		if (firm || sayRest.MatchString(rest)) && !excluded.MatchString(before) {
			o.firm = o.firm || firm
			for _, n := range names[i : last+1] {
				o.outlets = append(o.outlets, n.outlets...)
			}
			cut := retrieval.Span{Start: names[i].Start, End: names[last].End}
			if at := accordingLead.FindStringIndex(before); at != nil {
				cut.Start = at[0]
			} else if behind := sourceRest.FindString(rest); behind != "" { // did the wire report
				cut.End += len(behind)
				if at := auxiliary.FindStringIndex(before); at != nil {
					cut.Start = at[0]
				}
			}
			if firm {
				o.cuts = append(o.cuts, cut)
			}
		}
		i = last + 1
	}
	o.outlets = unique(o.outlets)
	for _, m := range writtenBy.FindAllStringSubmatchIndex(text, -1) {
		name := strings.TrimSpace(text[m[2]:m[3]])
		if !strings.HasSuffix(strings.TrimSpace(text[m[0]:m[2]]), "by") && !writes.MatchString(text[m[3]:]) {
			continue
		}
		name = strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
		if c.authors[strings.ToLower(name)] == nil {
			continue
		}
		o.bylines, o.firm = []string{name}, true
		cut := retrieval.Span{Start: m[2], End: m[2] + len(name)}
		if verb := writes.FindString(text[m[3]:]); verb != "" {
			cut = retrieval.Span{Start: m[0], End: m[3] + len(verb)}
		}
		o.cuts = append(o.cuts, cut)
	}
	for _, m := range sectionOf.FindAllStringSubmatchIndex(text, -1) {
		words := strings.Fields(text[m[2]:m[3]])
		for len(words) > 0 && o.sections == nil {
			if o.sections = c.sectionsCalled(strings.Join(words, " ")); o.sections != nil {
				o.firm = true
				o.cuts = append(o.cuts, retrieval.Span{Start: m[0], End: m[1]})
			}
			words = words[1:]
		}
	}
	return o
}

// outletNames finds the outlets named in a question, in order and not overlapping, longer names first.
func (c *coverage) outletNames(text string) []naming {
	var found []naming
	lower := strings.ToLower(text)
	small := lower == text
	for _, called := range c.outlets {
		if !strings.Contains(lower, called.lower) {
			continue
		}
		name, outlets := called.name, called.outlets
		pattern := regexp.QuoteMeta(name)
		if small || strings.ContainsRune(name, ' ') {
			pattern = `(?i)` + pattern
		}
		for _, at := range wholeWords(pattern).FindAllStringSubmatchIndex(text, -1) {
			n := naming{Span: retrieval.Span{Start: at[2], End: at[3]}, outlets: outlets}
			if the := theBefore.FindStringIndex(text[:n.Start]); the != nil {
				n.Start = the[0]
			}
			found = append(found, n)
		}
	}
	slices.SortFunc(found, func(a, b naming) int {
		return cmp.Or(cmp.Compare(b.Len(), a.Len()), cmp.Compare(a.Start, b.Start))
	})
	var kept []naming
	for _, n := range found {
		if !slices.ContainsFunc(kept, func(k naming) bool { return n.Start < k.End && k.Start < n.End }) {
			kept = append(kept, n)
		}
	}
	slices.SortFunc(kept, func(a, b naming) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

var theBefore = regexp.MustCompile(`(?i)\bthe\s+$`)

func wholeWords(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\pL\pN])(` + pattern + `)(?:[^\pL\pN]|$)`)
}

var divisions = regexp.MustCompile(`\s+[-–—|]\s+|:\s+`)

// callings are the names that readers have for an outlet: the whole of it, what stands before a dash or bar, and both without
// "The" or a domain's ending.
func callings(outlet string) []string {
	var names []string
	for _, name := range []string{outlet, divisions.Split(outlet, 2)[0]} {
		name = leadingThe.ReplaceAllString(strings.TrimSpace(name), "")
		names = append(names, name, strings.TrimSuffix(name, ".com"))
		if name == strings.ToUpper(name[:min(len(name), 1)])+strings.ToLower(name[min(len(name), 1):]) && len(name) == 4 && len(divisions.Split(outlet, 2)) > 1 {
			names = append(names, strings.ToUpper(name)) // Cnbc | World Business News Leader
		}
	}
	return slices.DeleteFunc(unique(names), func(name string) bool { return len(name) < 2 })
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

var between = regexp.MustCompile(`\s*(?:[,;/|&]|\band\b)\s*`)

func isSection(section, name string) bool {
	return strings.EqualFold(section, name) ||
		slices.ContainsFunc(between.Split(section, -1), func(part string) bool { return strings.EqualFold(part, name) })
}
