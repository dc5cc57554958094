package digest

import (
	"cmp"
	"math"
	"slices"
)

// section is a sub-topic of a detailed summary.
type section struct {
	seat
	heading string
}

// Bounds of sections.
const (
	mostSections = 20
	closer       = 1.5 // steps in which the likeness of a story's articles is raised until the story falls into several
	sectionWords = 150 // of an article, to each of which it gets a section
	mostParts    = 5   // sections of one article
	leastPart    = 60  // words of a section
	blockWords   = 80  // on either side of a gap, which are compared to tell whether the subject changes
)

// sections are the sub-topics of the coverage, in order of date: its stories, or the parts of the only one, or those of the only
// article.
func (c *Coverage) sections() []*section {
	if len(c.articles) == 1 {
		return parts(c.articles[0])
	}
	all := c.stories
	for least := sameStory; len(all) == 1 && least < 1; {
		least *= closer
		all = stories(c.articles, least)
	}
	var made []*section
	for _, s := range all {
		seat := s.seat()
		heading := cmp.Or(s.head().Headline, phrase(seat.sentences, func(string) float64 { return 1 }))
		if i := slices.IndexFunc(made, func(m *section) bool { return m.heading == heading }); i >= 0 { // a column, by its name
			seat.sentences = append(seat.sentences, made[i].sentences...)
			seat.weight += made[i].weight
			made = slices.Delete(made, i, i+1)
		}
		made = append(made, &section{seat: *seat, heading: heading})
	}
	if len(made) > mostSections {
		byWeight := slices.SortedStableFunc(slices.Values(made), func(a, b *section) int { return cmp.Compare(b.weight, a.weight) })
		made = slices.DeleteFunc(made, func(s *section) bool { return !slices.Contains(byWeight[:mostSections], s) })
	}
	return made
}

// parts cuts an article where its subject changes most: at the gaps between paragraphs whose sides share fewest words (TextTiling;
// Hearst 1997).
func parts(a *article) []*section {
	paragraphs := a.paragraphs()
	words := 0
	for _, s := range a.sentences {
		words += s.length
	}
	want := min(mostParts, (words+sectionWords/2)/sectionWords)
	cuts := []int{0, len(paragraphs)}
	for len(cuts) <= want {
		best, least := 0, 2.0
		for gap := 1; gap < len(paragraphs); gap++ {
			at, isCut := slices.BinarySearch(cuts, gap)
			if isCut || length(paragraphs[cuts[at-1]:gap]) < leastPart || length(paragraphs[gap:cuts[at]]) < leastPart {
				continue
			}
			if c := cosine(block(paragraphs[:gap], true), block(paragraphs[gap:], false)); c < least {
				best, least = gap, c
			}
		}
		if best == 0 {
			break
		}
		cuts = append(cuts, best)
		slices.Sort(cuts)
	}
	var made []*section
	for i := 1; i < len(cuts); i++ {
		s := &section{}
		s.sentences = slices.Concat(paragraphs[cuts[i-1]:cuts[i]]...)
		s.weight = float64(length(paragraphs[cuts[i-1]:cuts[i]]))
		made = append(made, s)
	}
	if len(made) > 0 && a.news != nil {
		made[0].openings = []*sentence{a.news}
	}
	return headParts(a, made)
}

// paragraphs are the sentences of an article by paragraph.
func (a *article) paragraphs() (all [][]*sentence) {
	for i, s := range a.sentences {
		if i > 0 && s.follows(a.sentences[i-1]) {
			all[len(all)-1] = append(all[len(all)-1], s)
		} else {
			all = append(all, []*sentence{s})
		}
	}
	return all
}

func length(paragraphs [][]*sentence) (words int) {
	for _, p := range paragraphs {
		for _, s := range p {
			words += s.length
		}
	}
	return words
}

// block is the words of the paragraphs nearest to a gap: the last of those before it, or the first of those behind it.
func block(paragraphs [][]*sentence, before bool) (words []int32) {
	got := 0
	for i := range paragraphs {
		p := paragraphs[i]
		if before {
			p = paragraphs[len(paragraphs)-1-i]
		}
		for _, s := range p {
			words = append(words, s.words...)
			got += s.length
		}
		if got >= blockWords {
			break
		}
	}
	return union(words)
}

// seat is the story's share in a summary, which begins with the news of the article that heads it and of the newest one.
func (s *story) seat() *seat {
	made := &seat{weight: s.weight}
	for _, a := range []*article{s.head(), s.last()} {
		if a.news != nil {
			made.openings = append(made.openings, a.news)
		}
	}
	for _, a := range s.articles {
		made.sentences = append(made.sentences, a.sentences...)
	}
	return made
}

// head is the article whose words most of the others of its story share, the newest of equals, before those without a headline.
func (s *story) head() *article {
	holders := map[int32]int{}
	for _, a := range s.articles {
		for _, w := range a.about {
			holders[w]++
		}
	}
	best, most := s.articles[0], -1.0
	for _, a := range s.articles {
		sum := 0.0
		for _, w := range a.about {
			sum += float64(holders[w])
		}
		if sum /= math.Sqrt(float64(max(1, len(a.about)))); a.Headline != "" && sum >= most {
			best, most = a, sum
		}
	}
	return best
}
