package ground

import (
	"slices"

	"dateline/retrieval/match"
)

// view is a claim held against a part of a passage, word by word.
type view struct {
	*alignment
	in   *source
	base [][]match.Word // the words of each sentence of the part, in base forms
	met  []spot         // where each of the claim's words of topic is met by its meaning
	set  []bool         // words of topic that are met by what the article is about
	done []doing        // what the claim says is done
	// verbless is whether no verb of the claim says what is done.
	verbless bool
}

// spot is a word of a part; its sentence is -1 where there is none.
type spot struct {
	sentence, at int
	score        float64
}

var nowhere = spot{sentence: -1, at: -1}

// doing is a word by which a claim says that something is done or is so, and where the part says the same or the opposite.
type doing struct {
	sentence, at int // in the claim
	topic        int // the same, among the words of topic
	there        spot
	is           likeness
}

// Scores of words that may stand for one another.
const (
	grouped = 0.75 // of words that say the same is done
	meant   = 0.65 // from which they mean the same
	faint   = 0.4  // from which they do where their vectors agree
	hinted  = 0.35 // from which vectors agree; those of opposites do too
	likely  = 0.5  // from which they do for a noun
)

// byMeaning is a lexicon without vectors: words then meet by their forms and meanings, and not by the company they keep.
type byMeaning struct{ match.Lexicon }

func (byMeaning) Word(string) ([]float32, bool) { return []float32{}, true }

// meaning is what the words of a claim mean, to be looked for in others.
type meaning struct {
	topic  []match.Word // those that carry a topic, in base forms
	share  []float64    // the weight of each
	deeds  [][]deed     // what each says is done
	target *match.Target
}

// meaning is made once.
func (g *Grounder) meaning(claim *reading) *meaning {
	if claim.meaning != nil {
		return claim.meaning
	}
	m := &meaning{}
	for _, s := range claim.sentences {
		words := inBase(s.words)
		for i, w := range words {
			if w.Stop {
				continue
			}
			w.Capital = w.Capital && (!claim.begins(w.Span) || claim.covers(w.Span))
			m.topic, m.share, m.deeds = append(m.topic, w), append(m.share, inform(g.lexicon.Weight(w.Form))), append(m.deeds, deedsOf(words, i))
		}
	}
	m.target = match.New(m.topic, byMeaning{g.lexicon})
	claim.meaning = m
	return m
}

// in is how well words meet each word of the topic by its meaning, or by saying that the same is done, and where.
func (m *meaning) in(words []match.Word) match.Match {
	words = inBase(words)
	found := m.target.In(words)
	for j, w := range words {
		if w.Stop {
			continue
		}
		own := deedsOf(words, j)
		for k, deeds := range m.deeds {
			if len(own) > 0 && found.Scores[k] < grouped && compare(deeds, own) == same {
				found.Scores[k], found.At[k] = grouped, j
			}
		}
	}
	return found
}

// covers is the share of a claim's information that one of some texts meets.
func (m *meaning) covers(texts ...match.Match) float64 {
	met, all := 0.0, 0.0
	for k, share := range m.share {
		all += share
		if slices.ContainsFunc(texts, func(text match.Match) bool { return text.Scores[k] >= faint }) {
			met += share
		}
	}
	return met / max(all, 1)
}

// view holds a claim against a part.
func (g *Grounder) view(claim *reading, in *source) *view {
	of := g.meaning(claim)
	claim = claim.naming(in)
	v := &view{alignment: g.align(claim, []*source{in}), in: in}
	for range v.topic {
		v.met = append(v.met, nowhere)
	}
	for n, s := range in.sentences {
		words := inBase(s.words)
		v.base = append(v.base, words)
		m := of.in(s.words)
		for k, score := range m.Scores {
			if score >= faint && score < meant && g.cosine(of.topic[k], words[m.At[k]]) >= hinted {
				score = meant
			}
			if score > v.met[k].score {
				v.met[k] = spot{n, m.At[k], score}
			}
		}
	}
	for _, w := range v.topic {
		v.set = append(v.set, in.setting[w.Start])
	}
	for n, s := range claim.sentences {
		words := inBase(s.words)
		for i, w := range words {
			if k := v.topicAt(w.Start); k >= 0 && !claim.quotes(w.Span) && does(claim.text, s.words, words, i) {
				v.done = append(v.done, doing{sentence: n, at: i, topic: k})
			}
		}
	}
	for i, d := range v.done {
		v.done[i].there, v.done[i].is = v.find(d)
	}
	if len(v.done) == 0 {
		v.done, v.verbless = v.mostly(), true
	}
	return v
}

func (g *Grounder) cosine(a, b match.Word) float64 {
	v, ok := g.lexicon.Word(a.Form)
	w, known := g.lexicon.Word(b.Form)
	if !ok || !known {
		return 0
	}
	return match.Cosine(v, w)
}

// words are the words of the claim's sentence of a doing, as they stand and in base forms.
func (v *view) words(d doing) (words, base []match.Word) {
	words = v.claim.sentences[d.sentence].words
	return words, inBase(words)
}

// find is where a part says that what a doing says is done, or the opposite of it: rather where the same one does it, where it
// says the same, by the same word, in the same way, and where most of the claim is met around it.
func (v *view) find(d doing) (best spot, is likeness) {
	words, base := v.words(d)
	own, particle := deedsOf(base, d.at), particleOf(base, d.at)
	doers := v.castOf(d).doers
	claimed := standingOf(v.claim.text, words, d.at)
	best = nowhere
	for n, there := range v.base {
		t := v.in.sentences[n]
		names := placed(v.in.names, t)
		for j, o := range there {
			if o.Stop || o.Capital && j > 0 || telling[words[d.at].Form] && o.Stem != base[d.at].Stem { // who is told of it is more than that it is said
				continue
			}
			l := compare(own, deedsOf(there, j))
			switch alike := o.Stem == base[d.at].Stem && (particleOf(there, j) == particle || !small[particle]); {
			case alike && (l == unlike || o.Form == words[d.at].Form && l != contrary):
				l = same
			case l == unlike && opposite[base[d.at].Stem][o.Stem] && particleOf(there, j) == "":
				l = contrary
			case l == unlike && particle == "" && !slight[base[d.at].Stem] && v.met[d.topic].sentence == n && v.met[d.topic].at == j && v.met[d.topic].score >= grouped && !subject(t.words, j):
				l = same
			}
			if l == unlike {
				continue
			}
			if undone(v.in.text, t.words, there, j) {
				l = same + contrary - l
			}
			score := v.cover(n) + v.company(d.topic, n, j)
			switch there := castOf(v.in.text, t.words, names, j); {
			case overlap(doers, there.doers):
				score += 2
			case overlap(doers, names) && len(there.doers) == 0:
				score++
			}
			if l == same {
				score++
			}
			if o.Stem == base[d.at].Stem {
				score += 0.5
			}
			if there := standingOf(v.in.text, t.words, j); l == same && there.negated == claimed.negated && there.modal == claimed.modal {
				score += 0.3
			}
			if score > best.score {
				best, is = spot{n, j, score}, l
			}
		}
	}
	return best, is
}

// subject reports whether the word at i is a noun of which the verb right behind it tells: “the opposition faults”.
func subject(words []match.Word, i int) bool {
	return i > 0 && articles[words[i-1].Form] && i+1 < len(words) && finite(words, i+1)
}

// company is how many of the words beside one of the claim's are met near a word of the part, a quarter each.
func (v *view) company(topic, sentence, at int) (sum float64) {
	for _, k := range []int{topic - 2, topic - 1, topic + 1, topic + 2} {
		if k >= 0 && k < len(v.met) && v.met[k].sentence == sentence && v.met[k].score >= meant && abs(v.met[k].at-at) <= 6 {
			sum += 0.25
		}
	}
	return sum
}

// cover is the share of the claim that a sentence of the part meets.
func (v *view) cover(sentence int) float64 {
	for _, h := range v.best {
		if h.index == sentence {
			return h.coverage
		}
	}
	return 0
}

// mostly is what a claim says where no verb of it says that anything is done: what there is said to be, else the weightiest word
// that is met.
func (v *view) mostly() []doing {
	best := -1
	var found doing
	for n, s := range v.claim.sentences {
		for i, w := range s.words {
			k := v.topicAt(w.Start)
			if k < 0 || v.met[k].score < meant || v.claim.covers(w.Span) {
				continue
			}
			d := doing{sentence: n, at: i, topic: k, there: v.met[k], is: same}
			if exists(s.words, i) {
				return []doing{d}
			}
			if best < 0 || v.share[k] > v.share[best] {
				best, found = k, d
			}
		}
	}
	if best < 0 {
		return nil
	}
	return []doing{found}
}
