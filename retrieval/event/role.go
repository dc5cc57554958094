package event

import (
	"strings"

	"dateline/retrieval/mention"
)

// role is what a time is to what the sentence tells.
type role uint8

const (
	happens  role = iota // it is when it happens: on Friday
	since                // it is when it began, and it went on
	deadline             // it is when it has to have happened: by Friday
	arranged             // it is the day for which something is arranged: for Friday
	named                // it is part of a name: Friday's attack, the truce of 12 September
	passing              // it dates nothing of its own: before Friday, the biggest since 2001
)

// place is where a phrase stands in its sentence.
type place struct {
	role  role
	lead  int // its first word, with what leads up to it: “late on the evening of”
	verb  *verb
	aside bool
	loose bool // it is aside only beside another: “, whose aid chief on Monday blamed all sides”
	when  bool // what it hangs on is a condition
	about bool // it is not exact: around 2010, 2009 or 2010
}

// place tells what a phrase is to the verbs around it.
func (s *sentence) place(p *phrase) place {
	at := place{lead: p.first}
	prep := ""
	generic := false
scan:
	for k := p.first - 1; k >= 0 && !s.parted(k+1) && !s.comma(k+1) && s.phraseAt(k) == nil; k-- {
		f := s.form(k)
		switch {
		case s.clock[k], negligible[f]:
			generic = generic || f == "a" && k == p.first-1
			at.about = at.about || f == "around" || f == "about"
		case f == "every" || f == "each" || f == "most":
			generic = true
		case openings[f] && s.form(k+1) != "of":
			break scan
		case parts[f] && (prep == "of" || prep == "" && s.form(k+1) != "of"):
			prep = ""
		case prep == "" && (f == "on" || f == "in" || f == "at" || f == "during" || f == "over" || f == "throughout"):
			prep = f
		case prep == "" && (roles[f] != happens || f == "of" || f == "from"):
			prep = f
		case prep != "" && f == "at" && s.clock[k+1]:
		case prep != "" && roles[f] != happens && s.clock[k+1]: // until 7 p.m. on Monday
			prep = f
		default:
			break scan
		}
		at.lead = k
	}
	at.about = at.about || s.either(p)
	before := s.form(at.lead - 1)
	possessive := strings.HasSuffix(p.In(s.text), "’s") || strings.HasSuffix(p.In(s.text), "'s")
	switch adjective := s.adjective(p); {
	case generic && p.date.Relative && p.count == nil:
		at.role = passing
	case prep == "between" && strings.Contains(p.In(s.text), " and "):
	case prep == "of" && before == "ahead", roles[prep] == passing:
		at.role = passing
	case prep == "" && at.lead > 0 && s.plainYear(p) && !s.joined(p):
		at.role = passing // a name, a picture, a subject: the World Cup 2018, October was dry
	case prep == "since" && s.superlative(at.lead):
		at.role = passing
	case possessive || adjective || prep == "of":
		at.role = named
	case prep != "" && roles[prep] != happens:
		at.role = roles[prep]
	}
	if at.role == named && (p.date.Precision != mention.Day || !s.happening(p, prep)) {
		at.role = passing
	}
	s.attach(p, &at)
	if prep == "from" && at.verb != nil && moving[s.form(at.verb.last)] {
		at.role = passing
	}
	if at.role == named {
		at.aside = !(possessive && at.lead == 0 && at.verb != nil && results[s.form(at.verb.last)])
	}
	return at
}

// roles are those that a preposition gives.
var roles = map[string]role{
	"since": since, "by": deadline, "for": arranged, "before": passing, "after": passing, "until": passing, "till": passing, "to": passing, "through": passing,
	"following": passing, "despite": passing, "amid": passing, "than": passing, "like": passing, "between": passing, "pending": passing, "past": passing,
}

// adjective reports whether a date stands before the noun that it is part of: the 8 November election, a 2014 report.
func (s *sentence) adjective(p *phrase) bool {
	if p.count != nil || p.end >= len(s.words) || strings.Trim(s.gap(p.end), " ") != "" && s.gap(p.end) != "-" {
		return false
	}
	next := s.words[p.end]
	if next.Stop || next.Capital || next.Figure() || s.isPast(p.end) || presents[next.Form] || adverb(next) {
		return false
	}
	return determiners[s.form(p.first-1)] || strings.HasPrefix(p.In(s.text), "the ") && !p.date.Relative
}

// plainYear reports whether a date is a year or a month and nothing more.
func (s *sentence) plainYear(p *phrase) bool {
	long := p.date.Precision == mention.Year || p.date.Precision == mention.Month
	return long && !p.date.Relative && p.count == nil && (s.words[p.first].Figure() || s.words[p.first].Capital)
}

// either reports whether a date is one of two that an “or” leaves open.
func (s *sentence) either(p *phrase) bool {
	return s.form(p.end) == "or" && s.phraseAt(p.end+1) != nil || s.form(p.first-1) == "or" && s.phraseAt(p.first-2) != nil
}

// joined reports whether a date is the second of two: in 2006 and 2010.
func (s *sentence) joined(p *phrase) bool {
	return s.phraseAt(p.first-1) != nil || s.form(p.first-1) == "and" && s.phraseAt(p.first-2) != nil
}

// happening reports whether what a date names happened on it: Friday's attack, but not Friday's paper.
func (s *sentence) happening(p *phrase, prep string) bool {
	if prep == "of" {
		k := p.first - 1
		for k > 0 && s.form(k) != "of" {
			k--
		}
		return eventful[s.stem(k-1)]
	}
	for k := p.end; k < len(s.words) && k < p.end+4 && !s.parted(k) && !s.comma(k); k++ {
		if eventful[s.words[k].Stem] {
			return true
		}
	}
	return false
}

func (s *sentence) stem(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].Stem
}

// superlative reports whether the time before word i is that over which something is the first or the worst.
func (s *sentence) superlative(i int) bool {
	for k := i - 1; k >= 0 && !s.parted(k+1); k-- {
		f := s.form(k)
		if strings.HasSuffix(f, "est") && len(f) > 5 || ranks[f] && s.form(k-1) != "a" {
			return true
		}
	}
	return false
}
