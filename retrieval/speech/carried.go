package speech

import (
	"slices"
	"strings"
)

// ungoverned judges a quotation that no cue governs.
func (r *reader) ungoverned(i, at int) verdict {
	s := &r.sentences[i]
	q := &r.quotes[r.tokens[at].at]
	alone := r.isAllQuotes(s)
	if alone {
		if v, ok := r.carried(i, q); ok {
			return v
		}
	}
	if sentence := alone && endsSentence(q.Inner.In(r.text)); !sentence && (q.Scare || r.isTerm(q, s, at, undecided(""))) {
		return term
	}
	return undecided(unspoken)
}

// isAllQuotes reports whether a sentence has nothing but quotations.
func (r *reader) isAllQuotes(s *sentence) bool {
	return !slices.ContainsFunc(r.tokens[s.from:s.to], func(t token) bool { return t.kind != quoted && t.kind != mark })
}

// carried judges a quotation that makes a sentence of its own by what stands before it: whoever alone speaks there goes on.
func (r *reader) carried(i int, q *quote) (verdict, bool) {
	s := &r.sentences[i]
	j := r.previous(i)
	if j < 0 {
		return verdict{}, false
	}
	p := &r.sentences[j]
	v := verdict{speaker: nobody, via: nobody, told: j}
	if n := len(p.cues); n > 0 {
		v.by = &p.cues[n-1]
	}
	last := &r.tokens[p.to-1]
	if v.by != nil && last.is(":", ",") {
		v.speaker, v.why = v.by.is, v.by.why
		return v, v.speaker.Name != ""
	}
	if len(p.voices) != 1 || p.doubtful || p.addressed || r.looksBack(i) || !r.tellsSpeech(p) {
		return verdict{}, false
	}
	if p.block != s.block && (last.kind == quoted || p.asks || asks(q.Inner.In(r.text)) || r.answers(p) || !r.isBlockOfQuotes(i)) {
		return verdict{}, false
	}
	v.speaker = p.voices[0]
	return v, true
}

// tellsSpeech reports whether somebody says something in a sentence, rather than praising or blaming somebody.
func (r *reader) tellsSpeech(s *sentence) bool {
	return slices.ContainsFunc(s.cues, func(c cue) bool { return c.class != calls }) ||
		slices.ContainsFunc(r.tokens[s.from:s.to], func(t token) bool { return t.kind == quoted })
}

// endsSentence reports whether quoted words end as a sentence does.
func endsSentence(quoted string) bool {
	quoted = strings.TrimSpace(quoted)
	return strings.HasSuffix(quoted, "…") || quoted != "" && strings.Contains(".?!", quoted[len(quoted)-1:])
}

// asks reports whether a quotation ends in a question.
func asks(quoted string) bool { return strings.HasSuffix(strings.TrimSpace(quoted), "?") }

// answers reports whether somebody answers in a sentence, so that another may speak next.
func (r *reader) answers(s *sentence) bool {
	return slices.ContainsFunc(s.cues, func(c cue) bool { return r.tokens[c.verb].in(answering) })
}

var answering = words(`reply replies replied answer answers answered respond responds responded retort retorts retorted`)

// looksBack reports whether the sentence behind sentence i speaks of what is quoted in it: “That was the message from Moscow.” One
// of the next paragraph speaks of all of the paragraph.
func (r *reader) looksBack(i int) bool {
	if i+1 >= len(r.sentences) || r.sentences[i+1].host != r.sentences[i].host {
		return false
	}
	if block := r.sentences[i].block; r.sentences[i+1].block != block && i > 0 && r.sentences[i-1].block == block {
		return false
	}
	return r.tokens[r.sentences[i+1].from].is("that", "those", "these", "this", "so", "thus", "such")
}

// isBlockOfQuotes reports whether the paragraph of sentence i, which begins it, has nothing but quotations.
func (r *reader) isBlockOfQuotes(i int) bool {
	for k := i; k < len(r.sentences) && r.sentences[k].block == r.sentences[i].block; k++ {
		if !r.isAllQuotes(&r.sentences[k]) {
			return false
		}
	}
	return true
}

// carryOn gives a quotation that runs over paragraphs the speaker who is named in one of them alone.
func (r *reader) carryOn() {
	for i := range r.quotes {
		if q := &r.quotes[i]; q.before >= 0 && q.told != q.sentence && r.quotes[q.before].speaker.Name != "" {
			q.verdict = r.quotes[q.before].verdict
		}
	}
	for i := range slices.Backward(r.quotes) {
		q := &r.quotes[i]
		if q.before < 0 || q.speaker.Name == "" {
			continue
		}
		switch b := &r.quotes[q.before]; {
		case b.told == b.sentence:
		case b.speaker.Name == "", b.speaker.same(q.speaker):
			b.verdict = q.verdict
		default:
			b.verdict = undecided(oneOf(b.speaker, q.speaker))
		}
	}
}
