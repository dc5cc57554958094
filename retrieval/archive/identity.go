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

// identify returns the articles under the IDs by which the store holds them, and those held by ID. An article that ingest
// names by its place is recognised at another one by its hash, once its old place is empty; it keeps its ID, so that what
// cites it still resolves, and takes the place's as its alias, by which it is recognised from then on. Where an article
// holds on to an ID that another now comes with, the newcomer gets one of its own, and theirs is its alias.
func identify(held, articles []retrieval.Article) (named []retrieval.Article, byID map[string]retrieval.Article) {
	byID = make(map[string]retrieval.Article, len(held))
	byAlias := map[string]string{}
	for _, h := range held {
		byID[h.ID] = h
		if h.Alias != "" {
			byAlias[h.Alias] = h.ID
		}
	}
	given := make(map[string]bool, len(articles))
	for _, a := range articles {
		given[a.ID] = true
	}
	named = slices.Clone(articles)
	taken := make(map[string]bool, len(articles))
	name := func(i int, id string) {
		if named[i].Alias = ""; id != articles[i].ID {
			named[i].ID, named[i].Alias = id, articles[i].ID
		}
		taken[id] = true
	}
	var rest []int
	for i, a := range articles {
		if id, ok := byAlias[a.ID]; ok {
			name(i, id)
		} else {
			rest = append(rest, i)
		}
	}
	rest = slices.DeleteFunc(rest, func(i int) bool {
		known := named[i].ID
		if _, ok := byID[known]; !ok || taken[known] {
			return false
		}
		name(i, known)
		return true
	})
	gone := map[string][]string{} // IDs by hash
	for _, h := range slices.SortedFunc(slices.Values(held), func(a, b retrieval.Article) int { return strings.Compare(a.Path, b.Path) }) {
		if !taken[h.ID] && h.Hash != "" {
			gone[h.Hash] = append(gone[h.Hash], h.ID)
		}
	}
	for _, i := range rest {
		a := articles[i]
		if ids := gone[a.Hash]; len(ids) > 0 {
			gone[a.Hash] = ids[1:]
			name(i, ids[0])
			continue
		}
		id := a.ID
		for n := 2; taken[id] || id != a.ID && given[id]; n++ {
			suffix := fmt.Sprintf("-%d", n)
			id = a.ID[:min(len(a.ID), retrieval.MaxArticleID-len(suffix))] + suffix
		}
		name(i, id)
	}
	return named, byID
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
// coverage. Among several of one headline it is the notice's own outlet's, then the newest that is no newer than the
// notice, then the first by ID.
func link(articles []retrieval.Article) {
	byName := map[string]int{}
	byHeadline := map[string][]int{}
	for i, a := range articles {
		byName[a.URL], byName[a.Alias] = i, i
		headline := bare(a.Headline)
		byHeadline[headline] = append(byHeadline[headline], i)
	}
	for i, a := range articles {
		byName[a.ID] = i
	}
	for i := range articles {
		a := &articles[i]
		reference := a.Corrects
		a.Corrects = ""
		if reference != "" {
			if at, ok := byName[reference]; ok && at != i {
				a.Corrects = articles[at].ID
			}
			continue
		}
		m := correctionOf.FindStringSubmatch(a.Headline)
		if m == nil {
			continue
		}
		var best *retrieval.Article
		for _, at := range byHeadline[bare(m[1])] {
			if c := &articles[at]; at != i && (best == nil || likelier(a, c, best)) {
				best = c
			}
		}
		if best != nil {
			a.Corrects = best.ID
		}
	}
}

// likelier reports whether a notice corrects a rather than b, which have one headline.
func likelier(notice, a, b *retrieval.Article) bool {
	rank := func(c *retrieval.Article) (n int) {
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
