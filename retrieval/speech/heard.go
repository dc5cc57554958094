package speech

import (
	"slices"

	"dateline/retrieval/mention"
)

// heard is what a sentence leaves in the reader's mind.
type heard struct {
	cues      []cue
	voices    []somebody // who speaks in it
	doubtful  bool       // somebody speaks in it of whom it is not certain who it is
	addressed bool       // it is said to one person, who may answer
	asks      bool       // it ends in a question
	subject   somebody   // of its main clause; zero where nobody's
	unsure    []somebody // whom its subject may be, where it is not certain
	lost      bool       // its subject is somebody of whom it is not certain who it is
	others    []somebody // persons it names beside the subject
}

// hear notes what sentence i leaves in the reader's mind: who speaks in it, and whom else it names.
func (r *reader) hear(i int) {
	s := &r.sentences[i]
	for k := range s.cues {
		c := &s.cues[k]
		switch {
		case !c.speaksUp():
		case c.is.Name == "":
			s.doubtful = true
		default:
			s.addVoice(c.is)
			s.addressed = s.addressed || r.isOnePerson(c.told)
			if head := &r.tokens[c.who.head]; c.is.Unnamed && head.kind == word {
				r.introduced[head.lower] = true
			}
		}
	}
	for k := s.from; k < s.to; k++ {
		switch t := &r.tokens[k]; t.kind {
		case quoted:
			r.hearQuote(s, &r.quotes[t.at])
		case named:
			b := r.bearers[t.at]
			if len(b) == 1 && r.mayBePerson(t.at) && (!r.parties[b[0]].weak || len(r.parties[b[0]].words) > 1) {
				s.others = append(s.others, r.party(b[0], r.names[t.at].Span))
			}
		}
	}
	if p, ok := r.subject(s, s.to); ok {
		r.noteSubject(i, p)
	}
	if s.subject.Name != "" {
		s.others = slices.DeleteFunc(s.others, s.subject.same)
	}
}

// speaksUp reports whether a cue makes its subject the one who speaks in its sentence.
func (c *cue) speaksUp() bool { return !c.sub && !c.watches && (!c.as || c.on) }

func (r *reader) hearQuote(s *sentence, q *quote) {
	s.asks = asks(q.Inner.In(r.text))
	if q.term {
		return
	}
	if q.by == nil || q.by.speaksUp() {
		s.addVoice(q.speaker)
	}
	s.addVoice(q.via)
	s.doubtful = s.doubtful || q.speaker.Name == "" && r.isAllQuotes(s)
}

func (h *heard) addVoice(a somebody) {
	if a.Name != "" && !slices.ContainsFunc(h.voices, a.same) {
		h.voices = append(h.voices, a)
	}
}

// isOnePerson reports whether the words name one person, or stand for one.
func (r *reader) isOnePerson(a run) bool {
	for k := a.from; k < a.to; k++ {
		t := &r.tokens[k]
		if t.is("him", "her") || t.kind == named && r.names[t.at].Kind != mention.Org && r.mayBePerson(t.at) {
			return true
		}
	}
	return false
}

// noteSubject notes whom the subject of sentence i stands for, or whom it may.
func (r *reader) noteSubject(i int, p phrase) {
	s := &r.sentences[i]
	var why string
	switch t := &r.tokens[p.head]; {
	case t.kind == named:
		s.subject, why = r.bearer(i, p)
	case t.is("he", "she"):
		s.subject, why = r.pronoun(i, p.head)
		// A sentence that reports no speech may go on about whom the one before only mentions.
		if j := r.previous(i); j >= 0 {
			for _, a := range r.sentences[j].others {
				if s.subject.Name != "" && !a.same(s.subject) && (a.gender == s.subject.gender || a.gender == mention.NoGender) {
					s.unsure, s.subject = []somebody{s.subject, a}, nobody
				}
			}
		}
	case r.describes(p):
		s.subject, why = r.described(i, p)
	default:
		if s.subject, why, _ = r.surnamed(p); why == unclear {
			why = "" // a thing: Shares fell
		}
	}
	s.lost = why != ""
}
