package local

import (
	"cmp"
	"slices"

	detect "dateline/retrieval/language"
)

// spoken is in which languages the articles of a segment are.
type spoken struct {
	languages []*language
	by        []uint8 // of each article, its place in languages; nil where they all are in one
}

func newSpoken(tags []string) (s spoken) {
	by := make([]uint8, len(tags))
	places := map[string]uint8{} // by tag
	for i, tag := range tags {
		place, ok := places[tag]
		if !ok {
			l := languageOf(tag)
			at := slices.Index(s.languages, l)
			if at < 0 {
				at = len(s.languages)
				s.languages = append(s.languages, l)
			}
			place = uint8(at)
			places[tag] = place
		}
		by[i] = place
	}
	if len(s.languages) > 1 {
		s.by = by
	}
	return s
}

func (s spoken) of(article int) *language {
	if s.by == nil {
		return s.languages[0]
	}
	return s.languages[s.by[article]]
}

// tongues are the languages of what is alive in a snapshot.
type tongues struct {
	languages []*language       // by code
	by        [][]uint8         // of each article, by view, its place in languages; nil where they all are in one
	length    [][fields]float64 // of a field at the mean, by language
}

// speak finds the languages. Where there is but one, that takes no look at the articles.
func (s *snapshot) speak() *tongues {
	t := &tongues{}
	for _, v := range s.views {
		for _, l := range v.spoken.languages {
			if !slices.Contains(t.languages, l) {
				t.languages = append(t.languages, l)
			}
		}
	}
	if len(t.languages) > 1 {
		alive := map[*language]bool{}
		for _, v := range s.views {
			for i := range v.articleCount() {
				if !v.gone(i) {
					alive[v.spoken.of(i)] = true
				}
			}
		}
		t.languages = slices.DeleteFunc(t.languages, func(l *language) bool { return !alive[l] })
	}
	slices.SortFunc(t.languages, func(a, b *language) int { return cmp.Compare(a.code, b.code) })
	if len(t.languages) > 1 {
		s.measure(t)
	} else {
		t.length = [][fields]float64{s.length}
	}
	return t
}

// measure notes the language of every article, and the means of what is alive.
func (s *snapshot) measure(t *tongues) {
	t.length = make([][fields]float64, len(t.languages))
	articles, passages := make([]float64, len(t.languages)), make([]float64, len(t.languages))
	for _, v := range s.views {
		by := make([]uint8, v.articleCount())
		for i := range by {
			if v.gone(i) {
				continue
			}
			n := slices.Index(t.languages, v.spoken.of(i))
			by[i] = uint8(n)
			articles[n]++
			for f := fieldBody + 1; f < fields; f++ {
				t.length[n][f] += float64(v.lengths[f][i])
			}
			for j := v.first[i]; j < v.first[i+1]; j++ {
				passages[n]++
				t.length[n][fieldBody] += float64(v.lengths[fieldBody][j])
			}
		}
		t.by = append(t.by, by)
	}
	for n := range t.length {
		t.length[n][fieldBody] /= max(1, passages[n])
		for f := fieldBody + 1; f < fields; f++ {
			t.length[n][f] /= articles[n]
		}
	}
}

// wanted is a term that is looked for in the articles of some languages: bit n stands for the n-th of the tongues.
type wanted struct {
	term string
	in   uint64
}

// ask analyses a question for each language that there is. A question that is not certainly in another language is taken
// for English, as far as its stop words and numbers go. What it repeats counts once.
func (t *tongues) ask(question string) []wanted {
	asked := english
	if len(t.languages) != 1 || t.languages[0] != english {
		asked = languageOf(detect.Of(question))
	}
	var query []wanted
	for n, l := range t.languages {
		for _, term := range l.analyze(question, asked) {
			query = append(query, wanted{term, 1 << n})
		}
	}
	slices.SortFunc(query, func(a, b wanted) int { return cmp.Compare(a.term, b.term) })
	distinct := query[:0]
	for _, w := range query {
		if last := len(distinct) - 1; last >= 0 && distinct[last].term == w.term {
			distinct[last].in |= w.in
		} else {
			distinct = append(distinct, w)
		}
	}
	return distinct
}
