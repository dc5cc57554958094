package archive

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/retrieval"
)

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

// corrected is the headline of what a notice corrects, as its own says it; "" where that is no notice's.
func corrected(headline string) string {
	if !strings.ContainsRune(headline, ':') { // as in most
		return ""
	}
	m := correctionOf.FindStringSubmatch(headline)
	if m == nil {
		return ""
	}
	return bare(m[1])
}

// calling is what an article may be called by in a notice: an ID, an alias or an address, or the bare headline.
type calling struct {
	audience, name string
	headline       bool
}

// callings are those of an article.
func callings(a *retrieval.Article) []calling {
	return []calling{{a.Audience, a.ID, false}, {a.Audience, a.Alias, false}, {a.Audience, a.URL, false}, {a.Audience, bare(a.Headline), true}}
}

// notice is an article that corrects another, perhaps.
type notice struct {
	*retrieval.Article
	calls []calling // what it may mean, the likeliest first
}

// noticeOf is that of an article whose front matter says what it corrects, or "", or whose headline does.
func noticeOf(a *retrieval.Article, reference string) notice {
	n := notice{Article: a}
	if reference != "" {
		n.calls = []calling{{a.Audience, retrieval.OwnID(a.Audience, reference), false}, {a.Audience, reference, false}, {"", reference, false}}
	} else if headline := corrected(a.Headline); headline != "" {
		n.calls = slices.Compact([]calling{{a.Audience, headline, true}, {"", headline, true}})
	}
	return n
}

// link resolves what each notice corrects, as its front matter or its headline says, to the ID of an article in the coverage,
// of its own audience before one for everyone. Among several of one name it is the one of that ID, then the last by ID; among
// several of one headline the notice's own outlet's, then the newest that is no newer than the notice, then the first by ID.
func (p *plan) link() {
	p.unsettle()
	var notices []notice
	called := map[calling][]*retrieval.Article{}
	for i := range p.all {
		a := &p.all[i].Article
		if n := noticeOf(a, a.Corrects); len(n.calls) > 0 {
			notices = append(notices, n)
			for _, c := range n.calls {
				called[c] = nil
			}
		}
		a.Corrects = ""
	}
	if len(notices) == 0 {
		return
	}
	for a := range p.coverage() {
		for _, c := range callings(a) {
			if of, ok := called[c]; ok {
				called[c] = append(of, a)
			}
		}
	}
	for _, n := range notices {
		n.Corrects = n.target(called)
	}
}

// unsettle has those notices looked into again that were seen as they were, but call by name what comes or goes.
func (p *plan) unsettle() {
	perhaps := slices.AppendSeq(p.held.notices, maps.Keys(p.corrects))
	if len(perhaps) == 0 {
		return
	}
	slices.Sort(perhaps)
	moving := map[calling]bool{}
	for i := range p.all {
		for _, c := range callings(&p.all[i].Article) {
			moving[c] = true
		}
	}
	for i := range p.held.held {
		if !p.held.seen[i] {
			for _, c := range callings(&p.held.held[i]) {
				moving[c] = true
			}
		}
	}
	for _, i := range slices.Compact(perhaps) {
		h := &p.held.held[i]
		n := noticeOf(h, p.corrects[i])
		if p.held.seen[i] && slices.ContainsFunc(n.calls, func(c calling) bool { return moving[c] }) {
			in := incoming{Article: *h}
			in.Corrects, in.Sketch = p.corrects[i], nil
			p.all = append(p.all, in)
			p.held.seen[i] = false
		}
	}
}

// target is the ID of what a notice corrects, "" where that is nothing.
func (n notice) target(called map[calling][]*retrieval.Article) string {
	for _, c := range n.calls {
		var best *retrieval.Article
		for _, a := range called[c] {
			if a != n.Article && (best == nil || n.means(c, a, best)) {
				best = a
			}
		}
		if best != nil {
			return best.ID
		}
	}
	return ""
}

// means reports whether a notice that calls two articles alike means a rather than b.
func (n notice) means(c calling, a, b *retrieval.Article) bool {
	if !c.headline {
		return a.ID == c.name || b.ID != c.name && a.ID > b.ID
	}
	rank := func(a *retrieval.Article) (rank int) {
		if a.Outlet == n.Outlet {
			rank += 2
		}
		if n.Published.IsZero() || !a.Published.After(n.Published) {
			rank++
		}
		return rank
	}
	return cmp.Or(cmp.Compare(rank(b), rank(a)), b.Published.Compare(a.Published), strings.Compare(a.ID, b.ID)) < 0
}

// bare is a headline without letter case, white space and the marks around it.
func bare(headline string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(headline, " .\"“”‘’'")), " "))
}
