package weaviate

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"strconv"
	"strings"

	"dateline/retrieval/analysis"
)

// How many units hold a term is counted by the server, which reads every one that it counts. So of more than a server should
// read for a question, holders are counted among a share, drawn by their IDs in lots, and the rest estimated; a term that few
// of a share hold is counted among more, at last among all. A share's count is within an eighth of the whole, mostly, which
// moves an idf by that much at most; and who sees a part counts as though that were all.
const (
	allLots       = 1000
	countThrough  = 10_000 // units that hold any term or none
	fewestHolders = 64     // of a share
	moreLots      = 20     // times as many, where there are fewer
)

// lotOf is the lot that a passage or article draws, by its ID.
func lotOf(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % allLots)
}

// counted is a term whose holders are counted, in a kind of unit and in the articles of some languages.
type counted struct {
	unit analysis.Field
	term string
	in   uint64
}

// counting is what is being counted, among the units of so many lots.
type counting struct {
	counted
	lots int
}

// mostCounted bounds the terms whose counts are kept.
const mostCounted = 100_000

// search asks what finds candidates together with how many units hold the query's terms, as far as that is not known yet. It
// returns what was found, by the names that it was asked under, and the counts, by the first field of what is scored as one.
func (v *view) search(ctx context.Context, s *shelf, query []analysis.Wanted, asked string, units ...analysis.Field) (map[string][]found, map[analysis.Field][]int, error) {
	var found map[string][]found
	known := map[counted]int{}
	var open []counting
	v.mu.Lock()
	for _, unit := range units {
		for _, w := range query {
			c := counted{unit, w.Term, w.In}
			if n, ok := v.holders[c]; ok {
				known[c] = n
			} else {
				open = append(open, counting{c, min(allLots, 1+allLots*v.through/max(1, v.units[unit]))})
			}
		}
	}
	v.mu.Unlock()
	for asked != "" || len(open) > 0 {
		got, counts, err := v.count(ctx, s, open, asked)
		if err != nil {
			return nil, nil, err
		}
		if asked != "" {
			asked, found = "", got
		}
		var still []counting
		for i, c := range open {
			if n := counts[i]; c.lots == allLots || n >= fewestHolders {
				known[c.counted] = min(n*allLots/c.lots, v.units[c.unit]) // what a writer left may be there too
				continue
			}
			c.lots = min(allLots, moreLots*c.lots)
			still = append(still, c)
		}
		open = still
	}
	v.mu.Lock()
	if len(v.holders) > mostCounted {
		clear(v.holders)
	}
	maps.Copy(v.holders, known)
	v.mu.Unlock()
	counts := map[analysis.Field][]int{}
	for _, unit := range units {
		for _, w := range query {
			counts[unit] = append(counts[unit], known[counted{unit, w.Term, w.In}])
		}
	}
	return found, counts, nil
}

// count asks for counts and for what finds candidates, in one request.
func (v *view) count(ctx context.Context, s *shelf, open []counting, asked string) (map[string][]found, []int, error) {
	var q strings.Builder
	if asked != "" {
		q.WriteString("Get{" + asked + "}")
	}
	if len(open) > 0 {
		q.WriteString("Aggregate{")
		for i, c := range open {
			fmt.Fprintf(&q, "n%d:%s(where:%v){meta{count}}", i, s.class(c.unit), v.holding(c))
		}
		q.WriteString("}")
	}
	var answer struct {
		Get       map[string][]found
		Aggregate map[string][]struct{ Meta struct{ Count int } }
	}
	if err := s.query(ctx, "{"+q.String()+"}", &answer); err != nil {
		return nil, nil, err
	}
	counts := make([]int, len(open))
	for i := range open {
		of := answer.Aggregate["n"+strconv.Itoa(i)]
		if len(of) != 1 {
			return nil, nil, fmt.Errorf("DATELINE_STORE: Weaviate does not say how many hold %q", open[i].term)
		}
		counts[i] = of[0].Meta.Count
	}
	return answer.Get, counts, nil
}

// class is the collection of the units that a field is of.
func (s *shelf) class(f analysis.Field) string {
	if f == analysis.Body {
		return s.of.passages
	}
	return s.of.articles
}

// holding is the filter for the units that hold a term.
func (v *view) holding(c counting) where {
	has := map[analysis.Field]where{
		analysis.Body: equals(pBody, c.term), analysis.Context: equals(pContext, c.term),
		analysis.Article: either(equals(pText, c.term), equals(pBy, c.term)),
	}[c.unit]
	through := append(v.stored(), has)
	if c.lots < allLots {
		through = append(through, number(pLot, "LessThan", uint64(c.lots)))
	}
	if c.in != 1<<len(v.languages)-1 {
		var in []string
		for n, l := range v.languages {
			if c.in>>n&1 == 1 {
				in = append(in, languageKey(l))
			}
		}
		through = append(through, anyOf(pLanguage, in))
	}
	return all(through...)
}
