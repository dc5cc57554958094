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
	mostDiffering = 3   // groups of sentences
	mostAccounts  = 60  // sentences, the most telling of a story and day, that are held against each other
	someDays      = 10  // between two articles, behind which they are not
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

// differing are groups of sentences on what accounts differ on: pairs of two articles, and what an article says of it.
func (c *Coverage) differing() (groups [][]*sentence) {
	byWeight := slices.SortedStableFunc(slices.Values(c.stories), func(a, b *story) int { return cmp.Compare(b.weight, a.weight) })
	for _, s := range byWeight {
		groups = append(groups, differing(s.articles)...)
	}
	var further [][]*sentence
	for _, s := range byWeight {
		var disputes [][]*sentence
		for _, a := range s.articles {
			disputes = append(disputes, a.dispute()...)
		}
		if len(disputes) > 0 {
			groups, further = append(groups, disputes[0]), append(further, disputes[1:]...)
		}
	}
	groups = append(groups, further...)
	var apart [][]*sentence
	used := map[*sentence]bool{}
	for _, g := range groups {
		if len(apart) == mostDiffering || slices.ContainsFunc(g, func(s *sentence) bool { return used[s] }) {
			continue
		}
		apart = append(apart, g)
		for _, s := range g {
			used[s] = true
		}
	}
	return apart
}

// differing are pairs of sentences of two articles of one story, at most some days apart, that count or date the same thing
// otherwise, or of which one says what the other denies. What a later day adds is no contradiction but news: of two days only
// counts are held against each other, and of those that grow only such as have become smaller.
func differing(articles []*article) (pairs [][]*sentence) {
	if len(articles) < 2 {
		return nil
	}
	var used []*sentence
	var days [][]*account // of the last days, the newest last
	for len(articles) > 0 {
		n := slices.IndexFunc(articles, func(a *article) bool { return !sameDay(a.Published, articles[0].Published) })
		if n < 0 {
			n = len(articles)
		}
		today := articles[:n]
		articles = articles[n:]
		if today[0].Published.IsZero() {
			continue
		}
		days = slices.DeleteFunc(days, func(d []*account) bool {
			return today[0].Published.Sub(d[0].article.Published) > someDays*24*time.Hour
		})
		accounts := tell(today)
		for i, a := range accounts {
			pair := func(b *account, differs func(b *account) bool) bool {
				if len(pairs) == mostDiffering {
					return false
				}
				if a.article != b.article && !slices.Contains(used, a.sentence) && !slices.Contains(used, b.sentence) && differs(b) {
					pairs, used = append(pairs, []*sentence{b.sentence, a.sentence}), append(used, a.sentence, b.sentence)
				}
				return true
			}
			for _, b := range accounts[:i] {
				if !pair(b, a.differs) {
					return pairs
				}
			}
			for _, day := range days {
				for _, b := range day {
					if !pair(b, a.takesBack) {
						return pairs
					}
				}
			}
		}
		if len(accounts) > 0 {
			days = append(days, accounts)
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

// final are fates whose counts do not grow afterwards.
var final = wordSet("voted attended gathered")

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
	if _, _, ok := a.countsOtherwise(b); ok {
		return true
	}
	if alike < sameEvent {
		return false
	}
	return a.negated != b.negated && a.sameTime(b) || a.negated == b.negated && a.datedOtherwise(b)
}

// countsOtherwise gives the counts of one thing by which two accounts differ, the first of a's.
func (a *account) countsOtherwise(b *account) (x, y count, ok bool) {
	for _, x := range a.counts {
		for _, y := range b.counts {
			if x.contradicts(y) && a.sameTime(b) {
				has := func(counts []count, f mention.Figure) bool {
					return slices.ContainsFunc(counts, func(c count) bool { return c.acts[0] == x.acts[0] && mention.SameFigure(c.Figure, f) })
				}
				return x, y, !has(a.counts, y.Figure) && !has(b.counts, x.Figure)
			}
		}
	}
	return x, y, false
}

// takesBack reports whether an account counts otherwise what one of an earlier day has counted: fewer of what can only grow, or
// another number of what was over by then. Both name the day of what happened.
func (a *account) takesBack(b *account) bool {
	if cosine(a.words, b.words) < sameCount || apart(a.names, b.names) || !a.onOneDay(b) {
		return false
	}
	x, y, ok := a.countsOtherwise(b)
	return ok && (final[x.acts[0]] || x.Value < y.Value)
}

// onOneDay reports whether two accounts name the same day.
func (a *account) onOneDay(b *account) bool {
	return slices.ContainsFunc(a.dates, func(d mention.Date) bool {
		return d.Resolved && d.Precision == mention.Day && slices.ContainsFunc(b.dates, func(e mention.Date) bool { return mention.SameDate(d, e) })
	})
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
