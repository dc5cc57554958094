package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// figures holds every figure of a claim to stand in a source or its headline, counting the same thing, bounded from the same
// side, added or not.
func figures(claim *reading, cited []*source) string {
	for _, f := range claim.figures {
		if slices.ContainsFunc(claim.dates, func(t mention.Date) bool { return t.Span.Start < f.Span.End && f.Span.Start < t.Span.End }) {
			continue
		}
		why := fmt.Sprintf("figure %s is not in %s", f.Span.In(claim.text), called(cited))
		held := false
		for _, s := range cited {
			for _, k := range s.figures {
				if held || !sameAmount(claim, f, s, k) {
					continue
				}
				if other := differs(claim, f, s, k); other != "" {
					why = fmt.Sprintf("figure %s: %s", f.Span.In(claim.text), other)
				} else {
					held = true
				}
			}
		}
		if !held {
			return why
		}
	}
	return codes(claim, cited)
}

// sameAmount reports whether two figures are the same number of the same unit: a bare number has the unit that its sentence
// names, a ton may be metric, and a bound within a range is its upper end.
func sameAmount(claim *reading, f mention.Figure, s *source, k mention.Figure) bool {
	f.Unit, k.Unit = strings.TrimPrefix(f.Unit, "metric "), strings.TrimPrefix(k.Unit, "metric ")
	if k.Unit == "" && k.Counts == "" && f.Unit != "" && slices.ContainsFunc(s.figures, func(o mention.Figure) bool {
		return o.Unit == f.Unit && abs(o.Span.Start-k.Span.Start) < 200
	}) {
		k.Unit = f.Unit
	}
	if k.IsRange() && !f.IsRange() && f.Unit == k.Unit && f.Value == k.High {
		return slices.ContainsFunc(around(claim, f.Span.Start, 1), func(w match.Word) bool { return w.Form == "within" })
	}
	return mention.SameFigure(f, k)
}

// codes holds what a claim writes in digits and is no figure, date or name, such as the number of a resolution, to stand in
// a source.
func codes(claim *reading, cited []*source) string {
	for _, w := range claim.words {
		if !w.Figure() || claim.covers(w.Span) {
			continue
		}
		if !slices.ContainsFunc(cited, func(s *source) bool {
			return slices.ContainsFunc(s.words, func(k match.Word) bool { return k.Form == w.Form })
		}) {
			return fmt.Sprintf("figure %s is not in %s", w.In(claim.text), called(cited))
		}
	}
	return ""
}

// covers reports whether a span lies in a figure, date or name of the reading.
func (r *reading) covers(span retrieval.Span) bool {
	return slices.ContainsFunc(r.figures, func(f mention.Figure) bool { return within(span, f.Span) }) ||
		slices.ContainsFunc(r.dates, func(d mention.Date) bool { return within(span, d.Span) }) ||
		slices.ContainsFunc(r.names, func(n mention.Name) bool { return within(span, n.Span) })
}

// bound is how a figure is bounded, “over” and “under” right before it included.
func bound(r *reading, f mention.Figure) mention.Qualifier {
	before := around(r, f.Span.Start, 1)
	if f.Qualifier == mention.Exactly && len(before) > 0 && before[0].Start < f.Span.Start {
		switch before[0].Form {
		case "over", "above", "exceeding":
			return mention.MoreThan
		case "under", "below":
			return mention.LessThan
		}
	}
	return f.Qualifier
}

// differs says how a figure of a claim differs from the same number in a source.
func differs(claim *reading, f mention.Figure, s *source, k mention.Figure) string {
	passage := fmt.Sprintf("passage %d", s.evidence.N)
	claimed, told := bound(claim, f), bound(s.reading, k)
	switch {
	case f.Age != k.Age && (f.Counts != "" || k.Counts != "" || f.Age):
		return "it is an age in only one of the claim and " + passage
	case f.Additional && !k.Additional:
		return passage + " does not say that it is added"
	case !f.Additional && k.Additional && !anyOf(around(claim, f.Span.Start, 8), movement):
		return passage + " says that it is added"
	case opposed(claimed, told):
		return passage + " bounds it from the other side"
	case claimed == mention.Exactly && (told == mention.AtMost || told == mention.LessThan || told == mention.MoreThan):
		return passage + " gives it as a bound"
	case fate(claim, f.Span.Start) != "" && opposite[fate(claim, f.Span.Start)][fate(s.reading, k.Span.Start)]:
		return passage + " tells it of others"
	case sited(claim, f) != nil && sited(s.reading, k) != nil && !hasName([]mention.Name{*sited(claim, f)}, *sited(s.reading, k)):
		return passage + " tells it of " + sited(s.reading, k).Text
	case !f.Ordinal && !sameCount(f.Counts, s, k):
		return fmt.Sprintf("%s counts %s, not %s", passage, k.Counts, f.Counts)
	}
	return ""
}

// fate is the stem of the word nearest to a figure that says whether those whom it counts live.
func fate(r *reading, at int) (stem string) {
	nearest := 60
	for _, w := range around(r, at, 8) {
		if d := abs(w.Start - at); casualties[w.Stem] && d < nearest {
			stem, nearest = w.Stem, d
		}
	}
	return stem
}

// sited is the name that “in” or “from” ties to what a figure counts, or nil.
func sited(r *reading, f mention.Figure) *mention.Name {
	words := around(r, f.Span.End, 7)
	for i, w := range words {
		if w.Start < f.Span.End {
			continue
		}
		if w.Figure() || parted(r.text[f.Span.End:w.Start]) || w.Form == "and" {
			return nil
		}
		if (w.Form == "in" || w.Form == "from") && i+1 < len(words) {
			for k := range r.names {
				if n := &r.names[k]; n.Start >= w.End && n.Start <= w.End+5 {
					return n
				}
			}
			return nil
		}
	}
	return nil
}

// opposed reports whether two qualifiers bound a figure from opposite sides.
func opposed(a, b mention.Qualifier) bool { return floor(a) && ceiling(b) || ceiling(a) && floor(b) }

func floor(q mention.Qualifier) bool   { return q == mention.AtLeast || q == mention.MoreThan }
func ceiling(q mention.Qualifier) bool { return q == mention.AtMost || q == mention.LessThan }

// movement words say by themselves that what they count is added.
var movement = set(`send sends sent sending go goes going went deploy deploys deployed deploying add adds added adding order orders ordered
reinforce reinforced reinforcement reinforcements increase increased extra additional join arrive arrived extend extends extended extending prolong prolongs prolonged lengthen lengthens lengthened`)

// sameCount reports whether a source's figure can count what the claim says it does.
func sameCount(counts string, s *source, k mention.Figure) bool {
	if counts == "" || k.Counts == "" {
		return true
	}
	claim, known := stem(counts), stem(k.Counts)
	if claim == known || alike(claim, known) || claim == "peopl" && persons[known] {
		return true
	}
	for _, other := range s.figures {
		if other.Span != k.Span && stem(other.Counts) == claim {
			return false
		}
	}
	if kin(claim, known) || known == "time" || persons[claim] && persons[known] && !casualties[claim] && !casualties[known] && !fighters[claim] && !fighters[known] {
		return true
	}
	return slices.ContainsFunc(around(s.reading, k.Span.End, 6), func(w match.Word) bool { return w.Stem == claim || alike(w.Stem, claim) })
}

func stem(word string) string {
	words := match.Words(word)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1].Stem
}

// counted are groups of nouns that one figure may count, by their stems.
var counted = func() (groups []map[string]bool) {
	for line := range strings.SplitSeq(`soldiers troops forces servicemen
fighters rebels militants insurgents gunmen
people persons civilians residents inhabitants citizens
dead killed deaths fatalities lives life victims casualties
injured wounded hurt injuries
vehicles trucks lorries
nations countries states governments
strikes raids airstrikes attacks
votes members
children minors kids
houses homes buildings
arms weapons warheads
aircraft planes jets warplanes
violations breaches`, "\n") {
		group := map[string]bool{}
		for _, w := range match.Words(line) {
			group[w.Stem] = true
		}
		groups = append(groups, group)
	}
	return groups
}()

// kin reports whether two stems are of one family of words: abstain, abstention.
func kin(a, b string) bool {
	a, b, n := strings.Replace(a, "tent", "tain", 1), strings.Replace(b, "tent", "tain", 1), 0 // “abstention” of “abstain”
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 5 && n >= min(len(a), len(b))-2
}

var (
	casualties = stems("dead killed deaths fatalities lives life victims casualties injured wounded hurt")
	fighters   = stems("fighters rebels soldiers troops")
)

func stems(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range match.Words(words) {
		s[w.Stem] = true
	}
	return s
}

func alike(a, b string) bool {
	return slices.ContainsFunc(counted, func(g map[string]bool) bool { return g[a] && g[b] })
}

// persons are what "people" may stand for.
var persons = func() map[string]bool {
	s := map[string]bool{}
	for _, w := range match.Words(`civilians residents inhabitants citizens children women men dead killed deaths victims injured wounded hurt workers
fighters rebels protesters demonstrators refugees patients passengers members evacuees migrants students voters lives life casualties fatalities people
participants delegates employees staff attendees supporters guests visitors tourists spectators fans villagers miners sailors teachers nurses doctors pupils`) {
		s[w.Stem] = true
	}
	return s
}()

// around are the words that start within n words of a byte of a text.
func around(r *reading, at, n int) []match.Word {
	i, _ := slices.BinarySearchFunc(r.words, at, func(w match.Word, at int) int { return w.Start - at })
	return r.words[max(0, i-n):min(len(r.words), i+n)]
}

func anySame(f mention.Figure, all []mention.Figure) bool {
	return slices.ContainsFunc(all, func(k mention.Figure) bool { return mention.SameFigure(f, k) })
}
