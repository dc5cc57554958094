package speech

import "strings"

// phrase is a noun phrase: a name with what stands about it, a description, or a pronoun.
type phrase struct {
	from, to int
	core     int  // where its own words end, before any aside
	head     int  // the token of the name, noun or pronoun that heads it
	role     run  // what describes the one whom it names: "State Department spokesman", "the chief engineer"
	several  bool // several with one verb: Kerry and Lavrov
}

// single is the phrase of one token.
func single(i int) phrase { return phrase{from: i, to: i + 1, core: i + 1, head: i} }

// run is the tokens [from, to); none where they are equal.
type run struct{ from, to int }

func (a run) empty() bool { return a.from >= a.to }

// span is the text of a run of tokens, without the commas around it, in one line.
func (r *reader) span(a run) string {
	text := r.text[r.tokens[a.from].Start:r.tokens[a.to-1].End]
	return strings.Join(strings.Fields(strings.Trim(text, " ,")), " ")
}

func (r *reader) isPronoun(i int) bool { return r.tokens[i].in(personal) && !r.tokens[i].owns }

// isParty reports whether a name heads the phrase.
func (r *reader) isParty(p phrase) bool { return r.tokens[p.head].kind == named }

// isPersonName reports whether a name heads the phrase that may be a person's.
func (r *reader) isPersonName(p phrase) bool {
	return r.isParty(p) && r.mayBePerson(r.tokens[p.head].at)
}

// describes reports whether a noun for a person heads the phrase.
func (r *reader) describes(p phrase) bool {
	t := &r.tokens[p.head]
	return t.kind == word && !r.isPronoun(p.head) && isPerson(t.lower)
}

// isFunction reports whether the word at token i belongs to no noun.
func (r *reader) isFunction(i int) bool { return r.tokens[i].dated || r.tokens[i].in(functions) }

// isVerb reports whether the word at token i stands as a verb of speech rather than as a noun or an adjective.
func (r *reader) isVerb(s *sentence, i int) bool {
	v, _ := r.verbAt(s, i)
	return v.class != 0 && !v.noun && v.form != plain && v.form != ing && v.tail == ""
}

// found is a phrase, or that there is none.
type found struct {
	phrase
	ok bool
}

// phraseBefore is the noun phrase that ends before token end of a sentence: the subject of a verb there.
func (r *reader) phraseBefore(s *sentence, end int) (phrase, bool) {
	if p, ok := r.known[end]; ok {
		return p.phrase, p.ok
	}
	p, ok := r.readBefore(s, end)
	r.known[end] = found{p, ok}
	return p, ok
}

func (r *reader) readBefore(s *sentence, end int) (phrase, bool) {
	for r.at(s, end-1).dated || r.at(s, end-1).is("on") && r.at(s, end).dated {
		end-- // Kerry on Wednesday said
	}
	switch t := r.at(s, end-1); {
	case t.is(")"):
		for k := end - 2; k > s.from; k-- {
			if r.tokens[k].is("(") {
				return r.phraseBefore(s, k)
			}
		}
		return phrase{}, false
	case t.is(","):
		return r.beforeAside(s, end-1)
	case t.isDash():
		for k := end - 2; k > s.from && r.tokens[k].kind != quoted; k-- {
			if r.tokens[k].isDash() {
				return r.phraseBefore(s, k) // Kirby – the spokesman – said
			}
		}
		return phrase{}, false
	case t.kind != word && t.kind != named, t.owns:
		return phrase{}, false
	case t.in(relatives):
		return r.antecedent(s, end-1)
	}
	p, ok := r.group(s, end)
	if !ok {
		return p, false
	}
	return r.widen(s, p)
}

// antecedent is whom the relative pronoun at token i stands for: the phrase right before it.
func (r *reader) antecedent(s *sentence, i int) (phrase, bool) {
	if r.at(s, i-1).is(",") {
		i--
	}
	if before := r.at(s, i-1); before.kind != word && before.kind != named {
		return phrase{}, false
	}
	p, ok := r.phraseBefore(s, i)
	if ok && r.tokens[i].is(",") {
		if who, ok := r.describedBefore(s, p); ok {
			return who, true // Ann Lee, the mayor, who said
		}
	}
	return p, ok
}

// longestGroup is how many tokens a noun may have before it.
const longestGroup = 12

// group is the noun or name that ends before token end, with all that stands before it within its phrase.
func (r *reader) group(s *sentence, end int) (phrase, bool) {
	head := end - 1
	p := single(head)
	switch t := r.at(s, head); {
	case t == &outside:
		return p, false
	case r.isPronoun(head):
		return p, true
	case t.kind != named && (t.kind != word || r.isFunction(head)):
		return p, false
	}
	for k := head - 1; k > head-longestGroup; k-- {
		t := r.at(s, k)
		switch {
		case t.kind == word && t.owns: // the department’s
			p.from = k
			continue
		case t.is("that") && r.isPersonName(p): // the man that Kerry met
		case t.in(determiners), t.in(owners), t.kind == named && t.owns:
			p.from = k
			if r.at(s, k-1).in(quantities) || r.at(s, k-1).in(determiners) {
				p.from-- // all the, the two
			}
		case (t.kind == word && !r.isFunction(k) && !r.isVerb(s, k) || t.kind == named) && !r.isDone(s, k):
			p.from = k
			continue
		}
		break
	}
	if r.isParty(p) {
		r.narrow(s, &p)
	}
	before := p.from - 1
	for r.at(s, before).kind == word && isAdverb(r.tokens[before].lower) {
		before--
	}
	return p, r.isParty(p) || !r.at(s, before).in(auxiliary) // will release
}

// isDone reports whether the word at token k is a verb in the past with its subject before it: marchers carried signs.
func (r *reader) isDone(s *sentence, k int) bool {
	if r.tokens[k].kind != word || !strings.HasSuffix(r.tokens[k].lower, "ed") {
		return false
	}
	t := r.at(s, k-1)
	return !t.owns && (t.kind == named || t.kind == word && !r.isFunction(k-1) && (r.isPlural(k-1) || isPerson(t.lower) || bodies[t.lower]))
}

// narrow leaves before a name only its bearer's role, a run of words that ends in a noun for a person, or else the names that
// stand there: US Air Forces Central.
func (r *reader) narrow(s *sentence, p *phrase) {
	last := p.head - 1
	if last >= p.from && r.tokens[last].kind == word && (isPerson(r.tokens[last].lower) || r.at(s, p.from-1).in(prepositions)) {
		p.role = run{p.from, p.head}
		return
	}
	from := p.head
	for from > p.from && (r.tokens[from-1].kind == named || r.tokens[from-1].owns || r.tokens[from-1].in(determiners)) {
		from--
	}
	p.from = from
}

// widen goes on over what a phrase modifies: the spokesman of “a spokesman for Kerry”, both of “Kerry and Lavrov”, the man of
// “a man who fled to Aleppo”.
func (r *reader) widen(s *sentence, p phrase) (phrase, bool) {
	at := p.from - 1
	link := r.at(s, at)
	switch {
	case r.isPronoun(p.head):
		return p, true
	case link.kind == word && strings.HasSuffix(link.lower, "ing") && !r.isParty(p) && !r.at(s, at-1).in(determiners):
		return phrase{}, false // a man accused of robbing a student said
	case link.in(prepositions):
		of, ok := r.phraseBefore(s, at)
		if !ok || r.isPronoun(of.head) || of.to != at {
			return phrase{}, false
		}
		if r.isParty(p) && r.isTitle(of, p, link) {
			p.from, p.role = of.from, run{of.from, p.head}
			return p, true
		}
		if of.head > of.from && r.isParticiple(of.head) && !r.isFunction(of.head-1) {
			of.head-- // a letter seen by Sky News
		}
		of.to, of.core = p.to, p.to
		return of, true
	case link.is("and", "&"):
		return r.join(s, p, at)
	case link.in(relatives) && r.at(s, at-1).kind != mark && !r.isParty(p) && !canSpeak(r.tokens[p.head].lower):
		of, ok := r.phraseBefore(s, at)
		of.to, of.core = p.to, p.to
		return of, ok
	}
	return p, true
}

// join adds to a phrase what an “and” at token at links it to.
func (r *reader) join(s *sentence, p phrase, at int) (phrase, bool) {
	with, ok := r.phraseBefore(s, at)
	switch {
	case !ok || with.to != at:
		return p, ok
	case r.isParty(p) && r.describes(with) && !r.isPlural(with.head) && !r.tokens[at+1].in(determiners):
		p.from, p.role.from = with.from, with.from // academic and author Kofi Mensah
		return p, true
	case with.head+1 < with.to && !(r.isParty(p) && r.bearsPerson(p)):
		with.to, with.core = p.to, p.to // Ann Lee of the Globe and Mail
		return with, true
	case !r.opensClause(s, with.from):
		return phrase{}, false // met Lavrov and Kerry said
	}
	p.from, p.several = with.from, true
	return p, true
}

// opensClause reports whether a clause begins at token i.
func (r *reader) opensClause(s *sentence, i int) bool {
	t := r.at(s, i-1)
	return t.kind != word && t.kind != named || t.in(conjunctions) || t.in(subordinators) || t.is("that") || t.in(determiners) && r.opensClause(s, i-1)
}

// isParticiple reports whether the word at token i may be the participle of a clause without a verb of its own.
func (r *reader) isParticiple(i int) bool {
	t := &r.tokens[i]
	return t.in(participles) || t.kind == word && strings.HasSuffix(t.lower, "ed")
}

var participles = words(`seen sent written given shown made held led born known read taken drawn kept found living standing sitting working speaking
	close familiar present aware responsible loyal`)

// isTitle reports whether a phrase is, with what stands before a name behind it, its bearer's title: Minister of Education Ann Lee,
// head of research Ann Lee.
func (r *reader) isTitle(of, p phrase, link *token) bool {
	if p.from == p.head || r.tokens[of.from].is("a", "an") || isPerson(r.tokens[p.head-1].lower) || !r.describes(of) {
		return false
	}
	post := link.is("of") && posts[r.tokens[of.head].lower]
	for k := p.from; k < p.head; k++ {
		if t := &r.tokens[k]; t.kind != word || !post && !(t.upper && r.tokens[of.head].upper) {
			return false
		}
	}
	return true
}

// posts are those whose field stands behind “of” before their holder's name.
var posts = words(`head director chief president minister secretary manager editor professor chair chairman chairwoman dean commissioner`)
