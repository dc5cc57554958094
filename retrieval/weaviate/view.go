package weaviate

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
)

// view is a snapshot as an audience sees it: without what is for others, in counts and means too.
type view struct {
	*snapshot
	audience string
	whole    bool // sees everything

	list      []retrieval.Article
	outlets   []string                   // of what it sees, each once
	languages []*analysis.Language       // likewise, by code
	units     [analysis.Fields]int       // how many there are to find by each field
	means     [][analysis.Fields]float64 // the lengths of fields, by language

	through int // so many units are counted through, see countThrough

	mu      sync.Mutex
	holders map[counted]int
}

func newView(s *snapshot, audience string, whole bool) *view {
	v := &view{snapshot: s, audience: audience, whole: whole, list: s.articles, through: countThrough, holders: map[counted]int{}}
	type tally struct {
		articles, passages int
		lengths            [analysis.Fields]int
	}
	tallies := map[string]*tally{} // by the language's tag
	outlets := map[string]bool{}
	if !whole {
		v.list = make([]retrieval.Article, 0, len(s.articles))
	}
	for i := range s.articles {
		if !v.sees(i) {
			continue
		}
		a, r := &s.articles[i], &s.rows[i]
		if !whole {
			v.list = append(v.list, *a)
		}
		t := tallies[a.Language]
		if t == nil {
			t = &tally{}
			tallies[a.Language] = t
		}
		outlets[a.Outlet] = true
		t.articles++
		t.passages += int(r.passages)
		for f, n := range r.lengths {
			t.lengths[f] += int(n)
		}
	}
	v.outlets = slices.Sorted(maps.Keys(outlets))
	sums := map[*analysis.Language]tally{}
	for tag, t := range tallies {
		l := analysis.Of(tag)
		sum := sums[l]
		sum.articles += t.articles
		sum.passages += t.passages
		for f, n := range t.lengths {
			sum.lengths[f] += n
		}
		sums[l] = sum
		v.languages = append(v.languages, l)
	}
	slices.SortFunc(v.languages, func(a, b *analysis.Language) int { return strings.Compare(a.Code(), b.Code()) })
	v.languages = slices.Compact(v.languages)
	for _, l := range v.languages {
		sum := sums[l]
		var means [analysis.Fields]float64
		for f, n := range sum.lengths {
			units := sum.articles
			if analysis.Field(f) == analysis.Body {
				units = sum.passages
			}
			means[f] = float64(n) / float64(max(1, units))
			v.units[f] += units
		}
		v.means = append(v.means, means)
	}
	return v
}

// sees reports whether an article is for the audience.
func (v *view) sees(place int) bool {
	of := v.articles[place].Audience
	return v.whole || of == "" || of == v.audience
}

// find finds an article that it sees by its ID.
func (v *view) find(id string) (place int, ok bool) {
	place, ok = v.snapshot.find(id)
	return place, ok && v.sees(place)
}

// holds finds the article that something stored is of, if that is of the state.
func (v *view) holds(article string, edition uint64) (place int, ok bool) {
	place, ok = v.find(article)
	return place, ok && v.rows[place].edition == edition
}

// language is which of the languages an article is in.
func (v *view) language(place int) int {
	if len(v.languages) == 1 {
		return 0
	}
	return slices.Index(v.languages, analysis.Of(v.articles[place].Language))
}

// mostNamed bounds the versions that a query names as dead; what is found of others is told by the snapshot alone.
const mostNamed = 100

// stored is what the server's own filter keeps out of what is not of the state.
func (v *view) stored() []where {
	through := []where{number(pEdition, "LessThanEqual", v.Edition)}
	if n := len(v.Dead); n > 0 {
		var versions []string
		for _, d := range v.Dead[max(0, n-mostNamed):] {
			versions = append(versions, versionOf(d.Article, d.Edition))
		}
		through = append(through, noneOf(pVersion, versions))
	}
	if !v.whole {
		through = append(through, anyOf(pAudience, []string{audienceKey(""), audienceKey(v.audience)}))
	}
	return through
}

// filter is the server's filter for what of the state a filter lets through; some is false where that is nothing.
func (v *view) filter(f retrieval.Filter) (w where, some bool) {
	through := v.stored()
	if !f.Since.IsZero() {
		through = append(through, date(pPublished, "GreaterThanEqual", f.Since))
	}
	if !f.Until.IsZero() {
		through = append(through, date(pPublished, "LessThan", f.Until))
	}
	if len(f.Outlets) > 0 {
		var called []string
		for _, o := range v.outlets {
			if slices.ContainsFunc(f.Outlets, func(name string) bool { return strings.EqualFold(name, o) }) {
				called = append(called, o)
			}
		}
		if len(called) == 0 {
			return where{}, false
		}
		through = append(through, anyOf(pOutlet, called))
	}
	if len(f.Articles) > 0 {
		var known []string
		for _, id := range f.Articles {
			if place, ok := v.find(id); ok && v.lets(f, place) {
				known = append(known, id)
			}
		}
		if len(known) == 0 {
			return where{}, false
		}
		through = append(through, anyOf(pArticle, known))
	}
	return all(through...), true
}

// lets reports whether a filter lets an article through, named articles aside.
func (v *view) lets(f retrieval.Filter, place int) bool {
	a := &v.articles[place]
	if a.Published.IsZero() && !(f.Since.IsZero() && f.Until.IsZero()) {
		return false
	}
	return !(a.Published.Before(f.Since)) && (f.Until.IsZero() || a.Published.Before(f.Until)) &&
		(len(f.Outlets) == 0 || slices.ContainsFunc(f.Outlets, func(o string) bool { return strings.EqualFold(o, a.Outlet) }))
}
