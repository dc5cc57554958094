package ground

import (
	"math"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

const sameWord = 0.85 // the least score of a word met by itself or a form of it

// meeting is a claim held against all sentences of its evidence, word by word.
type meeting struct {
	claim     *reading
	evidence  []*reading
	topic     []match.Word // the claim's words that carry a topic
	weights   []float64    // the information of each, 0..1
	sentences []met
	otherwise []float64 // how well a word is met by a number, name, date or acronym that is spelled in another way
	words     int       // of the evidence
	best      int       // the sentence that meets most; -1 where there is none
}

// met is how well a sentence of the evidence meets each word, and with the sentences beside it.
type met struct {
	sentence
	of       *reading
	match    match.Match
	window   []float64
	coverage float64 // the share of the claim's information that the sentence meets
	wider    float64 // the share that the window does
}

func (g *Grounder) meet(claim *reading, evidence []*reading) *meeting {
	m := &meeting{claim: claim, evidence: evidence, best: -1}
	for _, w := range claim.words {
		if !w.Stop && (len(w.Form) > 1 || w.Figure()) {
			m.topic = append(m.topic, w)
		}
	}
	if len(m.topic) == 0 {
		m.topic = claim.words
	}
	total := 0.0
	for _, w := range m.topic {
		information := inform(g.lexicon.Weight(w.Form)) / mostInformation
		m.weights = append(m.weights, information)
		total += information
	}
	target := match.New(m.topic, g.lexicon)
	for _, e := range evidence {
		for _, s := range e.sentences {
			m.sentences = append(m.sentences, met{sentence: s, of: e, match: target.In(s.words)})
			m.words += len(s.words)
		}
	}
	for k := range m.sentences {
		s := &m.sentences[k]
		s.window = slices.Clone(s.match.Scores)
		for j := max(0, k-1); j <= min(len(m.sentences)-1, k+1); j++ {
			for i, score := range m.sentences[j].match.Scores {
				s.window[i] = max(s.window[i], score)
			}
		}
		for i, w := range m.weights {
			s.coverage += s.match.Scores[i] * w / total
			s.wider += s.window[i] * w / total
		}
		if m.best < 0 || s.coverage > m.sentences[m.best].coverage {
			m.best = k
		}
	}
	m.otherwise = m.spelledOtherwise()
	return m
}

const mostInformation = 12 // of a word, in nats

// inform is the information of a word of a SIF weight, -log p, between 2 and mostInformation nats, with the a of
// match.Lexicon.
func inform(weight float64) float64 {
	p := 2e-4 * (1/math.Max(weight, 1e-9) - 1)
	return min(mostInformation, max(2, -math.Log(max(p, 1e-9))))
}

// spelledOtherwise is how well each word of the topic is met by what the evidence spells in another way.
func (m *meeting) spelledOtherwise() []float64 {
	scores := make([]float64, len(m.topic))
	known := func(test func(*spelling) bool) bool {
		return slices.ContainsFunc(m.evidence, func(e *reading) bool { return test(e.spelling()) })
	}
	for i, w := range m.topic {
		form := lower(w)
		number := numeral(w)
		switch {
		case number != "" && known(func(s *spelling) bool { return s.numerals[number] }),
			known(func(s *spelling) bool { return s.joined[form] }):
			scores[i] = 1
		case w.Acronym && known(func(s *spelling) bool { return s.initials[w.Form] }):
			scores[i] = 0.9
		}
		if i+1 < len(m.topic) && m.topic[i+1].Start-w.End <= 1 && known(func(s *spelling) bool { return s.forms[form+lower(m.topic[i+1])] }) {
			scores[i], scores[i+1] = 1, 1
		}
		for j, letters := range runs(m.topic[i:]) {
			if len(letters) > 2 && known(func(s *spelling) bool { return s.acronyms[letters] }) {
				for k := i; k <= i+j; k++ {
					scores[k] = max(scores[k], 0.9)
				}
			}
		}
	}
	told := func(span retrieval.Span, score float64, tells func(*reading) bool) {
		if slices.ContainsFunc(m.evidence, tells) {
			for i, w := range m.topic {
				if within(w.Span, span) {
					scores[i] = max(scores[i], score)
				}
			}
		}
	}
	for _, n := range m.claim.names {
		told(n.Span, 0.8, func(e *reading) bool { return hasName(e.names, n) })
	}
	for _, f := range m.claim.figures {
		told(f.Span, 1, func(e *reading) bool { return anySame(f, e.figures) })
	}
	for _, d := range m.claim.dates {
		told(d.Span, 1, func(e *reading) bool {
			return slices.ContainsFunc(e.dates, func(k mention.Date) bool { return d.Covers(k) || mention.SameDate(d, k) })
		})
	}
	return scores
}
