package local

import (
	"cmp"
	"slices"

	"dateline/retrieval/analysis"
)

// spoken is in which languages the articles of a segment are.
type spoken struct {
	languages []*analysis.Language
	by        []uint8 // of each article, its place in languages; nil where they all are in one
}

func newSpoken(tags []string) (s spoken) {
	by := make([]uint8, len(tags))
	places := map[string]uint8{} // by tag
	for i, tag := range tags {
		place, ok := places[tag]
		if !ok {
			l := analysis.Of(tag)
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

func (s spoken) of(article int) *analysis.Language {
	if s.by == nil {
		return s.languages[0]
	}
	return s.languages[s.by[article]]
}

// tongues are the languages of what is alive in a snapshot.
type tongues struct {
	languages []*analysis.Language // by code
	by        [][]uint8            // of each article, by view, its place in languages; nil where they all are in one
	length    [][fields]float64    // of a field at the mean, by language
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
		alive := map[*analysis.Language]bool{}
		for _, v := range s.views {
			for i := range v.articleCount() {
				if !v.gone(i) {
					alive[v.spoken.of(i)] = true
				}
			}
		}
		t.languages = slices.DeleteFunc(t.languages, func(l *analysis.Language) bool { return !alive[l] })
	}
	slices.SortFunc(t.languages, func(a, b *analysis.Language) int { return cmp.Compare(a.Code(), b.Code()) })
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

// ask analyses a question for each language that there is.
func (t *tongues) ask(question string) []analysis.Wanted { return analysis.Ask(question, t.languages) }
