package digest

import (
	"cmp"
	"math"
	"slices"
)

// Redundancy of a sentence with those that are chosen.
const (
	redundancy   = 0.5 // of its value that a sentence loses which is all said by another one
	unintroduced = 0.3 // of its value that a sentence loses which speaks of what nobody has introduced
	saysAgain    = 0.7 // of the shorter one's words shared, from which on two say the same

	saysAgainLater = 0.9 // likewise, of the news of two days
)

// choice is what has been chosen of a summary so far. A sentence is chosen for what it adds: its value, less what the nearest
// of those before it already says (maximal marginal relevance; Carbonell and Goldstein 1998).
type choice struct {
	chosen []*sentence
	words  int
	alone  bool        // each sentence has to stand by itself
	aside  []*sentence // what is shown beside it
	evenly bool        // every story has its turn before one has its next
}

// next is the sentence that adds most of those that, with their replies, are at most so many of so many words; or nil. Of an
// article the news comes first.
func (c *choice) next(from []*sentence, left, room int) *sentence {
	var best *sentence
	most := 0.0
	for _, s := range from {
		adds := s.value * (1 - redundancy*s.nearest)
		if adds <= most || !c.takes(s) || !c.fits(s, left, room) {
			continue
		}
		if adds *= 1 - unintroduced*c.unknown(s); adds > most {
			best, most = s, adds
		}
	}
	return best
}

// takes reports whether a sentence can be shown beside what is chosen.
func (c *choice) takes(s *sentence) bool {
	if !s.told || s.chosen || s.leans && (c.alone || !c.leadsTo(s)) || c.alone && s.points && s != s.article.news {
		return false
	}
	if news := s.article.news; news != nil && s != news && !news.chosen {
		return false
	}
	return !c.says(s)
}

// says reports whether what is chosen, or shown beside it, says all that a sentence does. The news of two days is not the same for
// much the same words: signed, then passed.
func (c *choice) says(s *sentence) bool {
	again := func(other *sentence) bool {
		share := saysAgain
		if s == s.article.news && other == other.article.news && !sameDay(s.article.Published, other.article.Published) {
			share = saysAgainLater
		}
		return float64(shared(s.words, other.words)) >= share*float64(min(len(s.words), len(other.words)))
	}
	return slices.ContainsFunc(c.chosen, again) || slices.ContainsFunc(c.aside, again)
}

// tellsOf reports whether a sentence of an article is chosen.
func (c *choice) tellsOf(a *article) bool {
	return slices.ContainsFunc(c.chosen, func(s *sentence) bool { return s.article == a })
}

// fits reports whether a sentence, with the other side of it that is not chosen yet, is at most so many sentences and words. What
// stands by itself takes no reply along that does not.
func (c *choice) fits(s *sentence, left, room int) bool {
	reply := s.reply
	if reply == nil || reply.chosen {
		return s.length <= room
	}
	return left >= 2 && s.length+reply.length <= room && !(c.alone && reply.leans)
}

// leadsTo reports whether the sentence that stands before one in its paragraph is chosen.
func (c *choice) leadsTo(s *sentence) bool {
	if s.place == 0 {
		return false
	}
	before := s.article.sentences[s.place-1]
	return slices.Contains(c.chosen, before) && s.follows(before)
}

// unknown is the share of what a sentence takes for known that no chosen one before it in its article has introduced.
func (c *choice) unknown(s *sentence) float64 {
	missing := 0
	for _, w := range s.assumes {
		if !slices.ContainsFunc(c.chosen, func(other *sentence) bool {
			return other.article == s.article && other.place < s.place && slices.Contains(other.words, w)
		}) {
			missing++
		}
	}
	return float64(missing) / float64(max(1, len(s.assumes)))
}

// take chooses a sentence; others are those that may yet be.
func (c *choice) take(s *sentence, others []*sentence) {
	s.chosen = true
	c.chosen = append(c.chosen, s)
	c.words += s.length
	for _, other := range others {
		if !other.chosen {
			other.nearest = max(other.nearest, cosine(s.words, other.words))
		}
	}
}

// seat is a story, or a part of one, that has a share in a summary.
type seat struct {
	sentences []*sentence
	openings  []*sentence // that it begins with, as far as they can be shown
	weight    float64
	got       int
}

// share chooses at most so many sentences of at most so many words together. Each goes to the story that has fewest for its
// weight (Webster's method of highest averages), or fewest at all, so that each has its share.
func (c *choice) share(seats []*seat, sentences, words int) (chosen []*sentence) {
	open := slices.Clone(seats)
	var all []*sentence
	for _, s := range seats {
		if !c.evenly {
			s.got = 0
		}
		all = append(all, s.sentences...)
	}
	for used := 0; len(chosen) < sentences && len(open) > 0; {
		at := 0
		for i, s := range open {
			if c.evenly && s.got != open[at].got {
				if s.got < open[at].got {
					at = i
				}
			} else if s.claim() > open[at].claim() {
				at = i
			}
		}
		room := words - used
		if len(chosen) == 0 {
			room = math.MaxInt // one sentence is always shown
		}
		s := c.opening(open[at], sentences-len(chosen), room)
		if s == nil {
			s = c.next(open[at].sentences, sentences-len(chosen), room)
		}
		if s == nil {
			open = slices.Delete(open, at, at+1)
			continue
		}
		for ; s != nil && !s.chosen; s = s.reply {
			open[at].got++
			used += s.length
			chosen = append(chosen, s)
			c.take(s, all)
		}
	}
	return chosen
}

// opening is the first of a seat's openings of whose article nothing is chosen yet and that can be shown, or nil.
func (c *choice) opening(s *seat, left, room int) *sentence {
	for _, news := range s.openings {
		if !c.tellsOf(news.article) && c.takes(news) && c.fits(news, left, room) {
			return news
		}
	}
	return nil
}

func (s *seat) claim() float64 { return s.weight / float64(2*s.got+1) }

// inOrder sorts sentences as they are read: the newest article last, within an article by place.
func inOrder(all []*sentence) {
	slices.SortFunc(all, func(a, b *sentence) int {
		return cmp.Or(a.article.compare(b.article), cmp.Compare(a.place, b.place))
	})
}
