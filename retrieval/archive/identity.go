package archive

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/retrieval"
)

// register is the articles that a store holds.
type register struct {
	held    []retrieval.Article
	byID    map[string]*retrieval.Article
	byAlias map[string]*retrieval.Article
}

func newRegister(held []retrieval.Article) *register {
	r := &register{held: held, byID: make(map[string]*retrieval.Article, len(held)), byAlias: map[string]*retrieval.Article{}}
	for i := range held {
		h := &held[i]
		r.byID[h.ID] = h
		if h.Alias != "" {
			r.byAlias[h.Alias] = h
		}
	}
	return r
}

// of returns the article that is held of the one that comes with an ID, or nil.
func (r *register) of(given string) *retrieval.Article {
	if h, ok := r.byAlias[given]; ok {
		return h
	}
	return r.byID[given]
}

// identify gives articles the IDs by which the store holds them. An article that ingest names by its place is recognised
// at another one by its hash, once its old place is empty; it keeps its ID, so that what cites it still resolves, and takes
// the place's as its alias, by which it is recognised from then on. Where an article holds on to an ID that another now
// comes with, the newcomer gets one of its own, and theirs is its alias.
func (r *register) identify(articles []incoming) {
	given := make(map[string]bool, len(articles))
	for _, a := range articles {
		given[a.ID] = true
	}
	taken := make(map[string]bool, len(articles))
	name := func(a *incoming, id string) {
		if a.Alias = ""; id != a.ID {
			a.ID, a.Alias = id, a.ID
		}
		taken[id] = true
	}
	var rest []*incoming
	for i := range articles {
		a := &articles[i]
		if h, ok := r.byAlias[a.ID]; ok {
			name(a, h.ID)
		} else {
			rest = append(rest, a)
		}
	}
	rest = slices.DeleteFunc(rest, func(a *incoming) bool {
		if _, ok := r.byID[a.ID]; !ok || taken[a.ID] {
			return false
		}
		name(a, a.ID)
		return true
	})
	if len(rest) == 0 {
		return
	}
	gone := map[string][]string{} // IDs by hash, in the order of their paths
	var left []*retrieval.Article
	for i := range r.held {
		if h := &r.held[i]; !taken[h.ID] && h.Hash != "" {
			left = append(left, h)
		}
	}
	slices.SortFunc(left, func(a, b *retrieval.Article) int { return strings.Compare(a.Path, b.Path) })
	for _, h := range left {
		gone[h.Hash] = append(gone[h.Hash], h.ID)
	}
	for _, a := range rest {
		if ids := gone[a.Hash]; len(ids) > 0 {
			gone[a.Hash] = ids[1:]
			name(a, ids[0])
			continue
		}
		id := a.ID
		for n := 2; taken[id] || id != a.ID && given[id]; n++ {
			suffix := fmt.Sprintf("-%d", n)
			id = a.ID[:min(len(a.ID), retrieval.MaxArticleID-len(suffix))] + suffix
		}
		name(a, id)
	}
}

// A headline that takes its article back begins with the word in capitals, or with the word and a mark that sets it apart.
var retractedStart = regexp.MustCompile(`^[\[(]?(?:(RETRACTED|WITHDRAWN)\b|(?i:retracted|withdrawn)[\])]?:|[\[(](?i:retracted|withdrawn)[\])])`)

// retracted reports whether a headline says that its article is no more. In a headline all in capitals the word alone says
// nothing: withdrawn troops are news.
func retracted(headline string) bool {
	m := retractedStart.FindStringSubmatch(headline)
	if m == nil {
		return false
	}
	rest := headline[len(m[0]):]
	mark := strings.HasPrefix(strings.TrimLeft(rest, " "), "-") || strings.ContainsAny(firstLetters(rest), ":—–])") || strings.ContainsAny(m[0], ":])")
	return m[1] == "" || mark || rest == "" || strings.ContainsFunc(rest, unicode.IsLower)
}

// firstLetters is what stands before a text's first letter.
func firstLetters(s string) string {
	if i := strings.IndexFunc(s, unicode.IsLetter); i >= 0 {
		return s[:i]
	}
	return s
}

var correctionOf = regexp.MustCompile(`(?i)^(?:corrections?|clarifications?)(?: to| of)?\s*:\s*(.+)$`)

// link resolves what each article corrects, as its front matter or its headline says, to the ID of an article in the
// coverage, of its own audience before one for everyone. Among several of one headline it is the notice's own outlet's, then
// the newest that is no newer than the notice, then the first by ID.
func link(articles []incoming) {
	type name struct{ audience, name string }
	byName := map[name]int{}
	byHeadline := map[name][]int{}
	for i, a := range articles {
		byName[name{a.Audience, a.URL}], byName[name{a.Audience, a.Alias}] = i, i
		headline := name{a.Audience, bare(a.Headline)}
		byHeadline[headline] = append(byHeadline[headline], i)
	}
	for i, a := range articles {
		byName[name{a.Audience, a.ID}] = i
	}
	for i := range articles {
		a := &articles[i]
		reference := a.Corrects
		a.Corrects = ""
		if reference != "" {
			for _, n := range []name{{a.Audience, retrieval.OwnID(a.Audience, reference)}, {a.Audience, reference}, {"", reference}} {
				if at, ok := byName[n]; ok && at != i {
					a.Corrects = articles[at].ID
					break
				}
			}
			continue
		}
		m := correctionOf.FindStringSubmatch(a.Headline)
		if m == nil {
			continue
		}
		for _, audience := range slices.Compact([]string{a.Audience, ""}) {
			var best *incoming
			for _, at := range byHeadline[name{audience, bare(m[1])}] {
				if c := &articles[at]; at != i && (best == nil || likelier(a, c, best)) {
					best = c
				}
			}
			if best != nil {
				a.Corrects = best.ID
				break
			}
		}
	}
}

// likelier reports whether a notice corrects a rather than b, which have one headline.
func likelier(notice, a, b *incoming) bool {
	rank := func(c *incoming) (n int) {
		if c.Outlet == notice.Outlet {
			n += 2
		}
		if notice.Published.IsZero() || !c.Published.After(notice.Published) {
			n++
		}
		return n
	}
	return cmp.Or(cmp.Compare(rank(b), rank(a)), b.Published.Compare(a.Published), strings.Compare(a.ID, b.ID)) < 0
}

// bare is a headline without letter case, white space and the marks around it.
func bare(headline string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(headline, " .\"“”‘’'")), " "))
}
