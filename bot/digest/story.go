package digest

import (
	"cmp"
	"math"
	"slices"

	"dateline/bot"
	"dateline/retrieval"
)

// story is articles about one event or matter, in order of date.
type story struct {
	articles []*article
	weight   float64 // its share in a summary of several
}

// sameStory is the cosine with a story from which on an article is of it.
const sameStory = 0.18

// stories groups articles by what they tell of, in one pass in order of date (the clustering of topic detection and tracking;
// Allan, Papka and Lavrenko 1998): each joins the story that it is most like by the words of headlines and first sentences,
// rare ones counting more, or begins one.
func stories(articles []*article, least float64) []*story {
	holders := map[int32]int{} // articles by word
	for _, a := range articles {
		for _, w := range a.about {
			holders[w]++
		}
	}
	var all []*story
	words := map[int32]map[int]float64{} // by word, its weight in each story
	norms := []float64{}
	for _, a := range articles {
		vector := map[int32]float64{}
		length := 0.0
		for _, w := range a.about {
			vector[w] = math.Log(1 + float64(len(articles))/float64(holders[w]))
			length += vector[w] * vector[w]
		}
		length = math.Sqrt(length)
		like := map[int]float64{}
		for _, w := range a.about {
			for s, weight := range words[w] {
				like[s] += vector[w] * weight
			}
		}
		best, most := -1, least
		for s, sum := range like {
			if l := sum / (length * norms[s]); l > most || l == most && s < best {
				best, most = s, l
			}
		}
		if best < 0 {
			best = len(all)
			all = append(all, &story{})
			norms = append(norms, 0)
		}
		all[best].articles = append(all[best].articles, a)
		square := norms[best] * norms[best]
		for _, w := range a.about {
			if words[w] == nil {
				words[w] = map[int]float64{}
			}
			had := words[w][best]
			now := had + vector[w]/length
			words[w][best] = now
			square += now*now - had*had
		}
		norms[best] = math.Sqrt(square)
	}
	slices.SortStableFunc(all, func(a, b *story) int { return a.last().compare(b.last()) })
	for _, s := range all {
		for _, a := range s.articles {
			s.weight += a.weight
		}
	}
	return all
}

func (s *story) last() *article { return s.articles[len(s.articles)-1] }

// Story is articles about one event or matter, as a composer with a model reads them.
type Story struct {
	Heading  string               // in the coverage's words
	Evidence []retrieval.Evidence // in reading order, wire copies once
}

// Stories are the stories of the coverage, the newest last.
func (c *Coverage) Stories() []Story {
	var all []Story
	for _, s := range c.stories {
		made := Story{Heading: s.head().Headline}
		for _, a := range s.articles {
			for _, e := range a.evidence {
				made.Evidence = append(made.Evidence, *e)
			}
		}
		all = append(all, made)
	}
	return all
}

// Headings are, by number of evidence, the headings under which a detailed summary shows it, in the coverage's words.
func (c *Coverage) Headings() map[int]string {
	headings := map[int]string{}
	for _, s := range c.sections() {
		for _, x := range s.sentences {
			if _, ok := headings[x.evidence.N]; !ok {
				headings[x.evidence.N] = s.heading
			}
		}
	}
	for _, s := range c.Stories() {
		for _, e := range s.Evidence {
			if _, ok := headings[e.N]; !ok {
				headings[e.N] = s.Heading
			}
		}
	}
	return headings
}

// mostNamed is how many of the stories that a summary does not tell of it names.
const mostNamed = 12

// Untold are the stories of which drafts cite nothing. Those of one heading count as one.
func (c *Coverage) Untold(drafts []bot.Draft) (left bot.Untold) {
	cited := map[int]bool{}
	for _, d := range drafts {
		for _, n := range d.Markers {
			cited[n] = true
		}
	}
	type matter struct { // stories of one heading
		heading  string
		weight   float64
		articles int
		told     bool
	}
	var all []*matter
	byHeading := map[string]*matter{}
	for _, s := range c.stories {
		m := byHeading[s.head().Headline]
		if m == nil {
			m = &matter{heading: s.head().Headline}
			all = append(all, m)
		}
		if m.heading != "" {
			byHeading[m.heading] = m
		}
		m.weight += s.weight
		m.articles += len(s.articles)
		m.told = m.told || slices.ContainsFunc(s.articles, func(a *article) bool {
			return slices.ContainsFunc(a.evidence, func(e *retrieval.Evidence) bool { return cited[e.N] })
		})
	}
	slices.SortStableFunc(all, func(a, b *matter) int { return cmp.Compare(b.weight, a.weight) })
	for _, m := range all {
		if m.told {
			continue
		}
		left.Stories++
		left.Articles += m.articles
		if m.heading != "" && len(left.Headlines) < mostNamed {
			left.Headlines = append(left.Headlines, m.heading)
		}
	}
	return left
}
