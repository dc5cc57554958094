package speech

import (
	"fmt"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// somebody is who a phrase stands for.
type somebody struct {
	Speaker
	party  int // or -1
	gender mention.Gender
	many   bool
}

func (a somebody) same(b somebody) bool {
	if a.party >= 0 || b.party >= 0 {
		return a.party == b.party
	}
	return a.Name == b.Name && a.Unnamed == b.Unnamed
}

// isPersonOf reports whether somebody may be one person of a gender.
func (a somebody) isPersonOf(g mention.Gender) bool {
	return a.Kind != Organisation && a.Kind != Group && a.Kind != Document && (a.gender == mention.NoGender || a.gender == g)
}

// nobody stands for whom no phrase tells.
var nobody = somebody{party: -1}

// who is whom a phrase of sentence i stands for; where nobody is certain, why says what a reader may be told.
func (r *reader) who(i int, p phrase) (is somebody, why string) {
	switch {
	case p.several:
		return r.unnamed(p, Group), ""
	case r.tokens[p.head].kind == named:
		return r.bearer(i, p)
	case r.isPronoun(p.head), r.tokens[p.head].in(owners):
		return r.pronoun(i, p.head)
	}
	return r.described(i, p)
}

// party is the party as somebody, named by the words at span.
func (r *reader) party(i int, span retrieval.Span) somebody {
	p := &r.parties[i]
	s := Speaker{Name: p.name.Bare(), Kind: p.kind, Mention: p.name, Span: span}
	if len(p.roles) > 0 {
		s.Role = p.roles[0].text
	}
	return somebody{Speaker: s, party: i, gender: p.gender, many: p.kind == Organisation}
}

// unnamed is somebody by the words of a phrase as they stand.
func (r *reader) unnamed(p phrase, k Kind) somebody {
	name := r.span(run{p.from, p.core})
	if r.tokens[p.from].kind == word {
		name = lowerFirst(name)
	}
	return somebody{
		Speaker: Speaker{Name: name, Kind: k, Unnamed: true, Span: retrieval.Span{Start: r.tokens[p.from].Start, End: r.tokens[p.core-1].End}},
		party:   -1,
		gender:  mention.TitleGender(r.tokens[p.head].lower),
		many:    k == Group || k == Organisation,
	}
}

// bearer is who bears the name that heads a phrase.
func (r *reader) bearer(i int, p phrase) (somebody, string) {
	n := r.tokens[p.head].at
	may := r.bearers[n]
	switch len(may) {
	case 0:
		return nobody, unclear
	case 1:
		is := r.party(may[0], r.names[n].Span)
		if owner := p.head - 1; is.Kind == Organisation && owner >= p.from && r.tokens[owner].owns && r.tokens[owner].kind == named {
			is.Name = r.span(run{owner, p.head + 1}) // Russia’s Foreign Ministry
		}
		return is, ""
	}
	if known := r.established(i, n, may); known >= 0 {
		return r.party(known, r.names[n].Span), ""
	}
	return nobody, r.mayBe(p, may)
}

// established is the one of several parties with one name whom the article calls by it: the only one whom it has named in full
// so far, or the one whom it called so before it named another, unless another was named in full just now. It is -1 for nobody.
func (r *reader) established(i, n int, may []int) int {
	first, called, rival := -1, false, false
	for k := range n {
		b := r.bearers[k]
		switch {
		case len(b) == 1 && slices.Contains(may, b[0]):
			switch {
			case first < 0:
				first = b[0]
			case b[0] != first:
				rival = rival || !called
				if called && r.names[k].Start >= r.blockStart(i, 1) {
					return -1
				}
			}
		case r.names[k].Norm == r.names[n].Norm && first >= 0:
			called = true
		}
	}
	if rival {
		return r.alone(i, n, may)
	}
	return first
}

// alone is the one of several parties whom the paragraph alone names more fully before name n, or -1.
func (r *reader) alone(i, n int, may []int) int {
	found := -1
	for k := n - 1; k >= 0 && r.names[k].Start >= r.blockStart(i, 0); k-- {
		if b := r.bearers[k]; len(b) == 1 && slices.Contains(may, b[0]) {
			if found >= 0 && found != b[0] {
				return -1
			}
			found = b[0]
		}
	}
	return found
}

// blockStart is where the paragraph of sentence i starts, or one of those before it.
func (r *reader) blockStart(i, back int) int {
	for i > 0 && r.sentences[i].block-r.sentences[i-1].block <= back {
		back -= r.sentences[i].block - r.sentences[i-1].block
		i--
	}
	return r.sentences[i].Start
}

// mayBe says between whom it is open whom a phrase stands for.
func (r *reader) mayBe(p phrase, parties []int) string {
	a, b := &r.parties[parties[0]], &r.parties[parties[1]]
	return fmt.Sprintf("“%s” may be %s or %s", r.unnamed(p, Unknown).Name, a.name.Bare(), b.name.Bare())
}

func either(what string, a, b somebody) string {
	return fmt.Sprintf("“%s” may be %s or %s", what, a.Name, b.Name)
}

func oneOf(a, b somebody) string { return fmt.Sprintf("the speaker may be %s or %s", a.Name, b.Name) }
