package weaviate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/analysis"
)

// Terms ranks passages or articles by BM25, weighted by field. Text without any term of the index, such as stop words
// alone, finds nothing. Outlets of the filter match whatever their case. At most 10,000 hits are found.
//
// The server's own BM25 chooses candidates, more than are asked for; what they score is worked out here, from how often each
// holds the terms, how many hold them that the audience sees, and how long all of those are.
func (s *Store) Terms(ctx context.Context, text string, unit retrieval.Unit, f retrieval.Filter, k int) ([]retrieval.Hit, error) {
	v, err := s.now()
	if err != nil {
		return nil, err
	}
	if k = min(k, v.units[analysis.Body]+v.units[analysis.Article], mostHits); k <= 0 {
		return nil, ctx.Err()
	}
	query := analysis.Ask(text, v.languages)
	through, some := v.filter(f)
	if len(query) == 0 || !some {
		return nil, ctx.Err()
	}
	rank := v.rankPassages
	if unit == retrieval.Articles {
		rank = v.rankArticles
	}
	hits, err := widen(k, candidates(k), func(n int) (round, error) { return rank(ctx, s.shelf, query, f, through, n) })
	if err != nil {
		return nil, fmt.Errorf("search terms: %w", err)
	}
	return hits, ctx.Err()
}

// mostHits is how many objects a server returns at most, where it is not told otherwise.
const mostHits = 10_000

// mostFresh bounds what is asked for of what a server has in memory: for some minutes after more was written, not all of it is found
// by its words.
const mostFresh = 3000

// candidates are as many as hold the k best with near certainty; testCandidates says how near.
func candidates(k int) int { return k + 100 }

// round is what came of asking the server for candidates.
type round struct {
	hits   []retrieval.Hit
	scores []float64 // the server's, of all candidates, in falling order
}

// widen asks for n candidates, and for more while what they leave out may be among the k best: where too few were of the state,
// or the server's score did not fall between the k-th and the last.
func widen(k, n int, ask func(n int) (round, error)) ([]retrieval.Hit, error) {
	for {
		n = min(n, mostHits)
		b, err := ask(n)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(b.hits, func(x, y retrieval.Hit) int {
			return cmp.Or(cmp.Compare(y.Score, x.Score), strings.Compare(x.ID, y.ID))
		})
		all := len(b.scores) < n
		clear := len(b.hits) >= k && len(b.scores) >= k && b.scores[k-1] > b.scores[len(b.scores)-1]
		if all || clear || n == mostHits {
			return b.hits[:min(k, len(b.hits))], nil
		}
		n *= 4
	}
}

// tally counts how often a text of terms holds each of a query's.
func tally(query []analysis.Wanted, terms string) (frequencies []int, length int) {
	frequencies = make([]int, len(query))
	for term := range strings.FieldsSeq(terms) {
		length++
		if i, ok := slices.BinarySearchFunc(query, term, func(w analysis.Wanted, term string) int { return strings.Compare(w.Term, term) }); ok {
			frequencies[i]++
		}
	}
	return frequencies, length
}

// field is how often one field of a unit holds each term of a query, and how long it is.
type field struct {
	frequencies []int
	length      int
}

// gains is what each term of a query gives to the BM25 of a unit: the parts' fields come in their order.
func (v *view) gains(query []analysis.Wanted, parts []analysis.Part, holders []int, place int, fields ...field) []float64 {
	gains := make([]float64, len(query))
	l := v.language(place)
	units := float64(v.units[parts[0].Field])
	for t, w := range query {
		if w.In>>l&1 == 0 {
			continue
		}
		weighed := 0.0
		for i, p := range parts {
			if n := fields[i].frequencies[t]; n > 0 {
				weighed += p.Frequency(float64(n), float64(fields[i].length)/v.means[l][p.Field])
			}
		}
		if weighed > 0 {
			gains[t] = analysis.Gain(analysis.IDF(units, float64(holders[t])), weighed)
		}
	}
	return gains
}

func sum(gains []float64) (sum float64) {
	for _, g := range gains {
		sum += g
	}
	return sum
}

// bm25 is a query of the n best by the server's own BM25 over one property, under the names old and fresh with a suffix. Over
// several properties the server adds up what is among the best of each, and so leaves out much of what is best in all.
//
// In what it has not brought to its disk yet, Weaviate 1.35 finds the first by age and not the best: it bounds from above what a
// block of postings can score, to leave out those that cannot be among the n best, and that bound is 0 for those in memory
// (addDataToTerm in adapters/repos/db/lsmkv/bucket.go). So what may still be there is asked for apart, all of it, with
// fields of its own.
func (v *view) bm25(s *shelf, suffix, class string, query []analysis.Wanted, n int, through where, fields, freshFields, property string) string {
	terms := make([]string, len(query))
	for i, w := range query {
		terms[i] = w.Term
	}
	one := func(name string, n int, through where, fields string) string {
		arguments := fmt.Sprintf("limit:%d,where:%v,bm25:{query:%s,properties:[%q]}", n, through, literal(strings.Join(terms, " ")), property)
		return " " + name + suffix + ":" + selection(class, arguments, fields)
	}
	settled := v.settled(s.clock())
	if settled == v.Edition {
		return one("old", n, through, fields)
	}
	fresh := one("fresh", mostFresh, all(through, number(pEdition, "GreaterThan", settled)), freshFields)
	if settled == 0 {
		return fresh
	}
	return one("old", n, all(through, number(pEdition, "LessThanEqual", settled)), fields) + fresh
}

// rankPassages scores passages by their body and, for less, by their article's context.
func (v *view) rankPassages(ctx context.Context, s *shelf, query []analysis.Wanted, f retrieval.Filter, through where, n int) (b round, err error) {
	few := fmt.Sprintf("%s %s %s _additional{score}", pPassage, pArticle, pEdition)
	texts := " " + pBody + " " + pContext
	asked := v.bm25(s, "ByBody", s.of.passages, query, n, through, few+texts, few, pBody) + v.bm25(s, "ByContext", s.of.passages, query, n, through, few+texts, few, pContext)
	got, counts, err := v.search(ctx, s, query, asked, analysis.Body, analysis.Context)
	if err != nil {
		return b, err
	}
	b.scores = scoresOf(got["oldByBody"])
	candidates := slices.Concat(got["oldByBody"], got["oldByContext"])
	var ids []string
	for _, fresh := range [][]found{got["freshByBody"], got["freshByContext"]} {
		for _, c := range fresh[:min(n, len(fresh))] {
			ids = append(ids, c.Passage)
		}
	}
	fresh, err := s.passages(ctx, v, ids, texts)
	if err != nil {
		return b, err
	}
	candidates = slices.AppendSeq(candidates, maps.Values(fresh))
	known := map[string]bool{}
	for _, c := range candidates {
		place, ok := v.holds(c.Article, c.Edition)
		if !ok || known[c.Passage] || !v.lets(f, place) {
			continue
		}
		known[c.Passage] = true
		body, context := v.passageGains(query, counts, place, c)
		if score := sum(body) + analysis.PassageContextWeight*sum(context); score > 0 {
			b.hits = append(b.hits, retrieval.Hit{ID: c.Passage, Score: score})
		}
	}
	return b, nil
}

// passageGains are those of a passage's body and of its article's context.
func (v *view) passageGains(query []analysis.Wanted, counts map[analysis.Field][]int, place int, c found) (body, context []float64) {
	of, length := tally(query, c.Body)
	body = v.gains(query, analysis.BodyParts, counts[analysis.Body], place, field{of, length})
	of, length = tally(query, c.Context)
	return body, v.gains(query, analysis.ContextParts, counts[analysis.Context], place, field{of, length})
}

// rankArticles scores articles by their text, headline and outlet. An article's text is long, so the server is asked how often
// it holds the terms; the others are known here.
func (v *view) rankArticles(ctx context.Context, s *shelf, query []analysis.Wanted, f retrieval.Filter, through where, n int) (b round, err error) {
	fields := fmt.Sprintf("%s %s _additional{score explainScore}", pArticle, pEdition)
	asked := v.bm25(s, "ByText", s.of.articles, query, n, through, fields, fields, pText)
	if v.namesOutlet(query) {
		asked += v.bm25(s, "ByOutlet", s.of.articles, query, n, through, fields, fields, pBy)
	}
	got, counts, err := v.search(ctx, s, query, asked, analysis.Article)
	if err != nil {
		return b, err
	}
	b.scores = scoresOf(got["oldByText"])
	known := map[string]bool{}
	add := func(c found, frequencies []int) {
		place, ok := v.holds(c.Article, c.Edition)
		if !ok || known[c.Article] || !v.lets(f, place) {
			return
		}
		known[c.Article] = true
		if score := sum(v.articleGains(query, counts, place, frequencies)); score > 0 {
			b.hits = append(b.hits, retrieval.Hit{ID: c.Article, Score: score})
		}
	}
	for _, c := range slices.Concat(got["oldByText"], got["freshByText"]) {
		add(c, c.frequencies(query))
	}
	for _, c := range slices.Concat(got["oldByOutlet"], got["freshByOutlet"]) {
		add(c, make([]int, len(query)))
	}
	return b, nil
}

// articleGains are those of an article whose text holds the terms so often.
func (v *view) articleGains(query []analysis.Wanted, counts map[analysis.Field][]int, place int, frequencies []int) []float64 {
	a, r := &v.articles[place], &v.rows[place]
	l := analysis.Of(a.Language)
	headline, _ := tally(query, strings.Join(l.Terms(a.Headline, l), " "))
	outlet, _ := tally(query, strings.Join(l.Terms(a.Outlet, l), " "))
	return v.gains(query, analysis.ArticleParts, counts[analysis.Article], place,
		field{frequencies, int(r.lengths[analysis.Article])},
		field{headline, int(r.lengths[analysis.Headline])},
		field{outlet, int(r.lengths[analysis.Outlet])})
}

// namesOutlet reports whether a term of the query is of an outlet's name.
func (v *view) namesOutlet(query []analysis.Wanted) bool {
	for _, l := range v.languages {
		for _, o := range v.outlets {
			of, _ := tally(query, strings.Join(l.Terms(o, l), " "))
			if slices.Max(of) > 0 {
				return true
			}
		}
	}
	return false
}

// scoresOf are the server's.
func scoresOf(hits []found) []float64 {
	scores := make([]float64, len(hits))
	for i, f := range hits {
		scores[i], _ = strconv.ParseFloat(f.Additional.Score, 64)
	}
	return scores
}

// frequencies reads how often the terms are in the one property that was searched, as the server explains its score.
func (f found) frequencies(query []analysis.Wanted) []int {
	of := make([]int, len(query))
	for i, w := range query {
		_, rest, ok := strings.Cut(f.Additional.ExplainScore, "BM25F_"+w.Term+"_frequency:")
		if ok {
			count, _, _ := strings.Cut(rest, ",")
			of[i], _ = strconv.Atoi(strings.TrimSpace(count))
		}
	}
	return of
}
