package digest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// Bounds of telling that two accounts differ. They are narrow: two counts of two things that are shown as a contradiction mislead,
// while one that is not told stands in the text under its own outlet and date.
const (
	mostDiffering = 3   // pairs
	mostAccounts  = 60  // sentences, the most telling of a story and day, that are held against each other
	sameCount     = 0.3 // cosine of two sentences from which on a count in both may be of one thing
	sameEvent     = 0.6 // from which on they tell of one event
	roughly       = 0.1 // of a figure by which another one may be off that is only about as large
)

// account is a sentence as it is held against others.
type account struct {
	*sentence
	counts  []count
	dates   []mention.Date
	names   []mention.Name
	negated bool
}

// count is a figure of a sentence with what it counts, and what the words around it say became of that.
type count struct {
	mention.Figure
	acts []string
}

// differing are the pairs of the coverage.
func (c *Coverage) differing() (pairs [][2]*sentence) {
	for _, s := range c.stories {
		pairs = append(pairs, differing(s.articles)...)
	}
	return pairs[:min(len(pairs), mostDiffering)]
}

// differing are pairs of sentences of two articles of one story and one day that count or date the same thing otherwise, or of
// which one says what the other denies. A later day's figure is no contradiction but news.
func differing(articles []*article) (pairs [][2]*sentence) {
	var used []*sentence
	for len(articles) > 0 {
		n := slices.IndexFunc(articles, func(a *article) bool { return !sameDay(a.Published, articles[0].Published) })
		if n < 0 {
			n = len(articles)
		}
		day := articles[:n]
		articles = articles[n:]
		if len(day) < 2 || day[0].Published.IsZero() {
			continue
		}
		accounts := tell(day)
		for i, a := range accounts {
			for _, b := range accounts[:i] {
				if len(pairs) == mostDiffering {
					return pairs
				}
				if a.article != b.article && !slices.Contains(used, a.sentence) && !slices.Contains(used, b.sentence) && a.differs(b) {
					pairs, used = append(pairs, [2]*sentence{a.sentence, b.sentence}), append(used, a.sentence, b.sentence)
				}
			}
		}
	}
	return pairs
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Format(time.DateOnly) == b.UTC().Format(time.DateOnly)
}

// tell reads the most telling sentences of some articles as accounts.
func tell(articles []*article) []*account {
	var all []*sentence
	for _, a := range articles {
		for _, s := range a.sentences {
			if s.told && !s.leans {
				all = append(all, s)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *sentence) int { return cmp.Compare(b.value, a.value) })
	var accounts []*account
	for _, s := range all[:min(len(all), mostAccounts)] {
		text := s.text()
		accounts = append(accounts, &account{
			sentence: s, counts: countsIn(text), dates: mention.Dates(text, s.article.Published), names: mention.Names(text), negated: negation.MatchString(text),
		})
	}
	return accounts
}

var (
	negation = regexp.MustCompile(`(?i)\b(?:not|never|no|nobody|none|neither|denied|denies|deny|denying|rejected|rejects|\w+n['’]t)\b`)
	// partOf stands around a figure that is a part of another.
	partBefore = regexp.MustCompile(`(?i)\b(?:including|among (?:them|those|whom)|of (?:them|whom|which|those)|another|(?:a )?further|besides|than)\W*$`)
	partAfter  = regexp.MustCompile(`(?i)^(?:\W+\w+){0,2}\W+(?:of (?:them|whom|which|those)|among them|more|others?)\b`)
)

// fates are what becomes of those who are counted, by the words that say so.
var fates = func() map[string]string {
	all := map[string]string{}
	for line := range strings.SplitSeq(`killed kill kills killing died die dies dead death deaths perished
wounded injured hurt injuries wounding injuring
missing
arrested detained held jailed
rescued saved
evacuated
displaced fled
trapped stranded besieged
destroyed
damaged
voted
attended gathered marched protested demonstrated rallied`, "\n") {
		words := strings.Fields(line)
		for _, w := range words {
			all[w] = words[0]
		}
	}
	return all
}()

// nearFigure is how many words around a figure say what becomes of what it counts.
const nearFigure = 6

// countsIn are the figures of a text that count something and say what became of it.
func countsIn(text string) (all []count) {
	words := match.Words(text)
	for _, f := range mention.Figures(text) {
		if f.Counts == "" || f.Ordinal || f.Vague || f.Age || f.Additional || f.IsRange() || partBefore.MatchString(text[:f.Start]) || partAfter.MatchString(text[f.End:]) {
			continue
		}
		c := count{Figure: f}
		at, _ := slices.BinarySearchFunc(words, f.Start, func(w match.Word, start int) int { return cmp.Compare(w.Start, start) })
		for _, w := range words[max(0, at-nearFigure):min(len(words), at+nearFigure)] {
			if fate := fates[w.Form]; fate != "" && !slices.Contains(c.acts, fate) {
				c.acts = append(c.acts, fate)
			}
		}
		if len(c.acts) == 1 { // of two it is not certain which is counted
			all = append(all, c)
		}
	}
	return all
}

// differs reports whether two accounts of one day contradict each other.
func (a *account) differs(b *account) bool {
	alike := cosine(a.words, b.words)
	if alike < sameCount || apart(a.names, b.names) {
		return false
	}
	for _, x := range a.counts {
		for _, y := range b.counts {
			if x.contradicts(y) && a.sameTime(b) {
				return !slices.ContainsFunc(a.counts, func(c count) bool { return c.acts[0] == x.acts[0] && mention.SameFigure(c.Figure, y.Figure) }) &&
					!slices.ContainsFunc(b.counts, func(c count) bool { return c.acts[0] == x.acts[0] && mention.SameFigure(c.Figure, x.Figure) })
			}
		}
	}
	if alike < sameEvent {
		return false
	}
	return a.negated != b.negated && a.sameTime(b) || a.negated == b.negated && a.datedOtherwise(b)
}

// contradicts reports whether two figures cannot both be true of one thing.
func (c count) contradicts(d count) bool {
	if c.Counts != d.Counts || c.Unit != d.Unit || c.acts[0] != d.acts[0] || mention.SameFigure(c.Figure, d.Figure) {
		return false
	}
	low, high := c, d
	if low.Value > high.Value {
		low, high = high, low
	}
	switch {
	case low.Qualifier == mention.AtLeast || low.Qualifier == mention.MoreThan, high.Qualifier == mention.AtMost || high.Qualifier == mention.LessThan:
		return false
	case low.Qualifier == mention.About || high.Qualifier == mention.About:
		return high.Value-low.Value > roughly*high.Value
	}
	return true
}

// apart reports whether two sentences each name a place, or anything but people, and nothing that the other names.
func apart(a, b []mention.Name) bool {
	things := func(all []mention.Name) []mention.Name {
		return slices.DeleteFunc(slices.Clone(all), func(n mention.Name) bool { return n.Kind == mention.Person })
	}
	a, b = things(a), things(b)
	shares := func(n mention.Name) bool {
		return slices.ContainsFunc(b, func(m mention.Name) bool { return mention.SameName(n, m) || mention.Related(n, m) })
	}
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, shares)
}

// sameTime reports whether the spells of time that either account names are in the other, and the days of one in the other.
func (a *account) sameTime(b *account) bool {
	in := func(d mention.Date, all []mention.Date) bool {
		return slices.ContainsFunc(all, func(e mention.Date) bool { return mention.SameDate(d, e) })
	}
	missing := func(all, from []mention.Date) (days, spells int) {
		for _, d := range all {
			switch {
			case in(d, from):
			case d.Resolved && d.To.Sub(d.From) <= 24*time.Hour || d.Precision == mention.Clock:
				days++
			default:
				spells++
			}
		}
		return days, spells
	}
	days, spells := missing(a.dates, b.dates)
	otherDays, otherSpells := missing(b.dates, a.dates)
	return spells+otherSpells == 0 && (days == 0 || otherDays == 0)
}

// datedOtherwise reports whether two accounts of one event each name one day, and not the same.
func (a *account) datedOtherwise(b *account) bool {
	day := func(d []mention.Date) bool { return len(d) == 1 && d[0].Resolved && d[0].Precision == mention.Day }
	return day(a.dates) && day(b.dates) && !mention.SameDate(a.dates[0], b.dates[0])
}
