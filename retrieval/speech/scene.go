package speech

import (
	"slices"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// A scene may have begun this long before the article was published; an older day is of somebody's past.
const longestScene = 31 * 24 * time.Hour

// setting is where and when words were said that the cue in sentence i itself does not tell: on the day to which “the same day”
// points back, else in the scene in which the sentences before have the speaker, else on the day of the news.
func (r *reader) setting(i int, c *cue) (where string, when mention.Date) {
	if back, is := r.pointsBack(i, c); is {
		return "", back
	}
	if r.isEarlier(c) {
		return "", mention.Date{}
	}
	if where, when = r.scene(i, c); when.Norm == "" {
		when = r.newsDay(i, c.is)
	}
	return where, when
}

// pointsBack is the day to which a cue that tells of “that day”, “the same day” or “the day” points: the last that the sentences before
// tell of. It reports false where the cue has no such words.
func (r *reader) pointsBack(i int, c *cue) (mention.Date, bool) {
	s := &r.sentences[i]
	is := false
	for k := s.from; k < c.to; k++ {
		same := r.at(s, k+1)
		if k >= c.from || k < r.leadEnd(s, c)+3 && k < c.from {
			end := k + 1
			if same.is("same", "very") {
				end++
			}
			day := r.at(s, end)
			is = is || r.tokens[k].is("that", "the") && day.is("day", "night", "evening", "afternoon", "morning") && !r.at(s, end+1).is("before", "after", "of", "that", "when") &&
				(r.tokens[k].is("that") || same.is("same", "very") || r.at(s, k-1).is("on"))
		}
	}
	if !is {
		return mention.Date{}, false
	}
	for j := r.previous(i); j >= 0 && r.near(i, j); j = r.previous(j) {
		if d, told := r.dayOf(j); told {
			return d, true
		}
	}
	return mention.Date{}, true
}

// dayOf is the only day of which sentence j tells, which is that of its speech where it reports some. told is whether it has any.
func (r *reader) dayOf(j int) (day mention.Date, told bool) {
	s := &r.sentences[j]
	if s.dayOf == nil {
		day, told = r.readDay(s)
		s.dayOf = &toldDay{day, told}
	}
	return s.dayOf.day, s.dayOf.told
}

// toldDay is the only day of which a sentence tells, and whether it tells of any.
type toldDay struct {
	day  mention.Date
	told bool
}

func (r *reader) readDay(s *sentence) (day mention.Date, told bool) {
	spans := []run{{s.from, s.to}}
	for k := range s.cues {
		c := &s.cues[k]
		if d, ok := r.daysIn([]run{{c.from, c.to}, {s.from, r.leadEnd(s, c)}}); ok && !c.sub {
			return d, true
		}
		if c.says && c.is.Name != "" {
			spans = []run{{s.from, c.from}} // what is said has days of its own
		}
	}
	return r.daysIn(spans)
}

// daysIn is the only day in runs of tokens; zero where there are several, false where there is none.
func (r *reader) daysIn(runs []run) (day mention.Date, found bool) {
	for _, a := range runs {
		for k := a.from; k < a.to; k++ {
			t := &r.tokens[k]
			if !t.dated || k > a.from && r.tokens[k-1].in(timePrepositions) {
				continue
			}
			switch d := r.dateAt(t); {
			case d.Precision != mention.Day || d.Norm == "":
			case found && d.Norm != day.Norm:
				return mention.Date{}, true
			default:
				day, found = d, true
			}
		}
	}
	return day, found
}

// isEarlier reports whether a cue tells of something said before what the article tells of: had said, said earlier.
func (r *reader) isEarlier(c *cue) bool {
	return slices.ContainsFunc(r.tokens[c.from:c.to], func(t token) bool {
		return t.is("had", "earlier", "previously", "once", "before", "later", "since", "often", "has", "have") || t.dated
	})
}

// scene is where and when the nearest sentence has the speaker that shows him meeting or speaking to somebody, with nobody else
// acting in between.
func (r *reader) scene(i int, c *cue) (where string, when mention.Date) {
	if c.is.party < 0 {
		return "", mention.Date{}
	}
	for j := r.previous(i); j >= 0 && r.near(i, j); j = r.previous(j) {
		s := &r.sentences[j]
		speaks := slices.ContainsFunc(s.voices, c.is.same)
		switch {
		case speaks && len(s.voices) == 1, s.subject.Name != "" && s.subject.same(c.is), s.subject.Name == "" && len(s.voices) == 0 && !s.doubtful && !s.lost && r.isAllQuotes(s):
		default:
			return "", mention.Date{}
		}
		occasion, day := r.encounter(s)
		if d, told := r.dayOf(j); told && (speaks || day) {
			when = r.recent(d)
		}
		if where = occasion; where != "" || when.Norm != "" {
			return where, when
		}
	}
	return "", mention.Date{}
}

// recent is a day, or none where it is not near the article's.
func (r *reader) recent(d mention.Date) mention.Date {
	if r.published.IsZero() || d.From.After(r.published) || r.published.Sub(d.From) > longestScene {
		return mention.Date{}
	}
	return d
}

// encounter is the occasion or place of which a sentence tells outside quotations and what is reported, and whether somebody meets or
// addresses others in it.
func (r *reader) encounter(s *sentence) (where string, meets bool) {
	for k := s.from; k < s.to; k++ {
		t := &r.tokens[k]
		if t.kind == quoted {
			break
		}
		meets = meets || t.in(meeting)
		place, told := r.occasion(s, k, s.to)
		if place.empty() {
			continue
		}
		isOccasion := !r.isPlace(s, place.from+1)
		if meets = meets || isOccasion; meets && where == "" {
			if !told.empty() && r.tokens[told.from-1].is("to") {
				place.to = told.from - 1 // whom it is addressed to is told beside it
			}
			where = lowerFirst(r.span(place))
		}
		k = place.to - 1
	}
	return where, meets
}

// meeting are the verbs of those who meet or address others.
var meeting = words(`met meets meet meeting briefed briefs addressed addresses spoke speaks visited visits appeared testified telephoned phoned
	presented answered faced toured lectured campaigned`)

// How many paragraphs from the first tell the news, and how many where it is the speaker's own words.
const (
	newsBlocks = 3
	ownBlocks  = 6
)

// newsDay is the day on which the article was published, where its first paragraph tells of that day as its news and nothing between
// that and sentence i tells of another; or the one day of the first paragraph, where the speaker speaks in its first sentence.
func (r *reader) newsDay(i int, is somebody) mention.Date {
	first := slices.IndexFunc(r.sentences, func(s sentence) bool { return !s.caption })
	s, lede := &r.sentences[i], &r.sentences[first]
	isHis := is.Name != "" && slices.ContainsFunc(lede.voices, is.same)
	if reach := s.block - lede.block; s.caption || s.host >= 0 || reach >= ownBlocks || !isHis && reach >= newsBlocks {
		return mention.Date{}
	}
	news := mention.Date{}
	for j := first; j < i; j++ {
		b := &r.sentences[j]
		d, told := r.dayOf(j)
		switch {
		case b.caption || b.host >= 0 || !told:
		case b.block > lede.block:
			return mention.Date{}
		case news.Norm == "":
			if news = d; d.Norm == "" {
				news = r.publishedIn(b.Span)
			}
		}
	}
	if news.Norm == "" || !isHis && !r.isPublished(news) {
		return mention.Date{}
	}
	return r.recent(news)
}

func (r *reader) isPublished(d mention.Date) bool {
	return d.Precision == mention.Day && !r.published.Before(d.From) && r.published.Before(d.To)
}

// publishedIn is the day of publication where a span names it.
func (r *reader) publishedIn(span retrieval.Span) mention.Date {
	for _, d := range r.dates {
		if span.Start <= d.Start && d.End <= span.End && d.Resolved && r.isPublished(d) {
			return d
		}
	}
	return mention.Date{}
}
