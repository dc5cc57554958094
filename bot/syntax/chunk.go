package syntax

import "strings"

// chunk is a run of tokens that stand together: a noun phrase, a verb with its auxiliaries, or a single token of another kind.
type chunk struct {
	kind         // noun for a noun phrase; verb for a group of verbs
	from, to int // words
	head     int // word
	form     string
	named    bool // its head is a name
	group         // of a verb
}

// group is what a verb's auxiliaries and form make of it.
type group struct {
	as       Form // of its first word
	passive  bool
	negated  bool
	to       bool // an infinitive
	copula   bool // “be” of itself
	base     string
	auxiliar bool // its first word is an auxiliary or modal
}

// finite reports whether somebody does what the verb says, at some time.
func (c chunk) finite() bool {
	return c.kind == verb && !c.group.to && (c.auxiliar && c.as != Ing || c.as == Past || c.as == Present || c.as == Ed || c.as == Base)
}

func (c chunk) comma() bool { return c.kind == mark && strings.HasPrefix(c.form, ",") }

// chunks are the chunks of a tagged sentence.
func chunks(all []token) (found []chunk) {
	for i := 0; i < len(all); {
		if c := verbs(all, i); c.to > 0 {
			found = append(found, c.chunk)
			i += c.n
			continue
		}
		if np, n := phrase(all, i); n > 0 {
			if pointsAtTime(all[i : i+n]) {
				np.kind = date
				found = append(found, np)
			} else {
				found = ofPhrase(found, np)
			}
			i += n
			continue
		}
		t := all[i]
		found = append(found, chunk{kind: t.kind, from: t.from, to: t.to, head: t.to - 1, form: t.form})
		i++
	}
	return found
}

// pointsAtTime reports whether a noun phrase is a day or the like told by another: “that night”, “the next day”.
func pointsAtTime(np []token) bool {
	last := len(np) - 1
	return times[np[last].form] && (last == 1 && pointers[np[0].form] || last == 2 && np[0].form == "the" && pointers[np[1].form])
}

var (
	times    = set(`day night morning afternoon evening week weekend month year`)
	pointers = set(`that last next same following previous`)
)

type verbChunk struct {
	chunk
	n int // tokens
}

// verbs is the group of verbs that begins at i, if one does.
func verbs(all []token, i int) (c verbChunk) {
	start, main := i, -1
	var last token // the last auxiliary
	for ; i < len(all); i++ {
		t := all[i]
		c.negated = c.negated || t.kind == negation
		if t.kind == adverb || t.kind == negation || t.kind == date && main < 0 && i > start {
			continue
		}
		if t.kind == to {
			if i == start {
				c.group.to, last = true, t
				continue
			}
			if last.base == "be" || last.base == "have" { // “was to begin”
				last = t
				continue
			}
			break
		}
		if t.kind == modal || t.kind == auxiliary {
			if c.as == NoForm && !c.group.to {
				c.as, c.auxiliar = t.as, true
				if t.kind == modal {
					c.as = Present
				}
			}
			last = t
			continue
		}
		if t.kind == verb {
			main = i
		}
		break
	}
	switch {
	case main >= 0:
		t := all[main]
		if c.as == NoForm && !c.group.to {
			c.as = t.as
		}
		c.passive = last.base == "be" && (t.as == Ed || t.as == Participle)
		c.base, c.head, c.n = t.base, t.to-1, main-start+1
	case last.form != "" && last.kind == auxiliary:
		for all[i-1].kind != auxiliary {
			i--
		}
		c.copula, c.base, c.head, c.n = last.base == "be", last.base, last.to-1, i-start
	default:
		return verbChunk{}
	}
	c.kind, c.from, c.to = verb, all[start].from, all[start+c.n-1].to
	return c
}

// phrase is the noun phrase that begins at i, and how many tokens it has.
func phrase(all []token, i int) (c chunk, n int) {
	head, k := -1, i
	for ; k < len(all); k++ {
		t := all[k]
		switch t.kind {
		case determiner, number, adjective:
			if head >= 0 && (t.kind == determiner && all[k-1].kind != determiner || t.kind == number && all[head].kind != number && !all[k-1].owner && k+1 < len(all) && all[k+1].kind == noun) { // “at the refinery 25 people”
				goto done
			}
			if t.kind == number {
				head = k
			}
			if t.kind == determiner && quantities[t.form] {
				head = k
			}
			continue
		case noun, name:
			head = k
			continue
		case mark: // “an unintentional, regrettable error”
			if head < 0 && k > i && all[k-1].kind == adjective && k+1 < len(all) && all[k+1].kind == adjective {
				continue
			}
		case date:
			if t.owner && k+1 < len(all) && (all[k+1].kind == noun || all[k+1].kind == adjective) {
				continue
			}
		case pronoun:
			if k == i {
				head, k = k, k+1
			}
		case adverb:
			if k+1 < len(all) && k > i && (all[k+1].kind == adjective) {
				continue
			}
		case negation:
		}
		break
	}
done:
	if head < 0 && k-1 > i && all[i].kind == determiner && all[k-1].kind == adjective { // “the dead”
		head = k - 1
	}
	if head >= 0 && head == k-2 && all[k-1].kind == adjective && lexicon[all[k-1].form].noun && !lexicon[all[k-1].form].verb { // “the cup final”, “Syria’s military”
		head = k - 1
	}
	if head < 0 {
		return chunk{}, 0
	}
	k = head + 1
	return chunk{kind: noun, from: all[i].from, to: all[head].to, head: all[head].to - 1, form: all[head].form, named: all[head].kind == name}, k - i
}

// quantities stand for what they count.
var quantities = set(`all some many few several most both half none more each any those`)

// ofPhrase adds a noun phrase, joined by “of” to the one before it, which it belongs to.
func ofPhrase(found []chunk, np chunk) []chunk {
	if n := len(found); n > 1 && found[n-1].kind == preposition && found[n-1].form == "of" && found[n-2].kind == noun {
		before := &found[n-2]
		before.to = np.to
		if counting[before.form] || quantities[before.form] || numerals[before.form] || before.form != "" && before.form[0] <= '9' {
			before.head, before.form = np.head, np.form
		}
		return found[:n-1]
	}
	return append(found, np)
}

// counting are nouns that stand for how much there is of what follows their “of”.
var counting = set(`number group total tons ton percent part rest majority minority third quarter dozens hundreds thousands series couple one kind type form amount lot`)
