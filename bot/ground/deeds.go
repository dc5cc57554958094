package ground

import (
	_ "embed"
	"slices"
	"strings"

	"dateline/retrieval/match"
)

//go:embed deeds.txt
var deedsText string

// deed is one side of a line of deeds.txt. Of deeds in turn one may come after its opposite.
type deed struct {
	line, side int
	inTurn     bool
}

// deeds are what words say is done, by their stem and by stem and particle (“call-off”).
var deeds = func() map[string][]deed {
	all := map[string][]deed{}
	for i, line := range strings.Split(deedsText, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		inTurn := strings.Contains(line, " > ")
		for side, words := range strings.Split(strings.Replace(line, " > ", " / ", 1), " / ") {
			for w := range strings.FieldsSeq(words) {
				verb, particle, phrase := strings.Cut(w, "-")
				key := stem(verb)
				if base, ok := bases[verb]; ok {
					key = base
				}
				if phrase {
					key += "-" + particle
				}
				all[key] = append(all[key], deed{i, side, inTurn})
			}
		}
	}
	return all
}()

// particled are the particles that make an act of a verb, by its stem.
var particled = func() map[string][]string {
	all := map[string][]string{}
	for key := range deeds {
		if verb, particle, ok := strings.Cut(key, "-"); ok {
			all[verb] = append(all[verb], particle)
		}
	}
	return all
}()

// deedsOf are what the word at i says is done.
func deedsOf(words []match.Word, i int) []deed {
	if words[i].Form == "close" && i+1 < len(words) && words[i+1].Form == "to" {
		return nil
	}
	if particle := particleOf(words, i); particle != "" {
		return deeds[words[i].Stem+"-"+particle]
	}
	return deeds[words[i].Stem]
}

// particleOf is the word within three behind the one at i that makes another act of it, or "".
func particleOf(words []match.Word, i int) string {
	noun := i > 0 && (words[i-1].Figure() || numeral(words[i-1]) != "" || articles[words[i-1].Form])
	for k := i + 1; k < min(len(words), i+4); k++ {
		if next := k + 1; words[k].Form == "on" && next < len(words) && (words[next].Form == "to" || words[next].Figure() || weekdaysAndMonths[words[next].Form]) { // “went on to”, “left on Monday”
			continue
		}
		if slices.Contains(particled[words[i].Stem], words[k].Form) && !(noun && places[words[k].Form]) { // “four votes for it” approve nothing
			return words[k].Form
		}
	}
	return ""
}

// small are the particles that make another act of what is done; nouns only tell what it is done to.
var small = set(`up down off out back away over through on in for against into forward aside to together`)

// likeness is how two words stand to one another as deeds.
type likeness int

const (
	unlike likeness = iota
	same
	contrary
)

// compare tells whether two words say the same is done, or the opposite.
func compare(a, b []deed) likeness {
	found := unlike
	for _, x := range a {
		for _, y := range b {
			switch {
			case x.line != y.line:
			case x.side != y.side:
				found = contrary
			case x.side == 0 || !x.inTurn: // what may come after it is of many kinds
				return same
			}
		}
	}
	return found
}

// inTurn reports whether two contrary words may be true one after the other: began, ended.
func inTurn(a, b []deed) bool {
	return slices.ContainsFunc(a, func(x deed) bool {
		return x.inTurn && slices.ContainsFunc(b, func(y deed) bool { return x.line == y.line })
	})
}

// inBase are words with the stems of their base forms: “won” as “win”.
func inBase(words []match.Word) []match.Word {
	based := slices.Clone(words)
	for i, w := range based {
		if base, ok := bases[w.Form]; ok && !(w.Capital && i > 0) {
			based[i].Stem = base
		}
	}
	return based
}

// bases are the stems of the base forms of irregular verbs.
var bases = func() map[string]string {
	all := map[string]string{}
	for pair := range strings.SplitSeq(`arose arise, arisen arise, ate eat, eaten eat, beat beat, beaten beat, became become, began begin, begun begin, bent bend,
bit bite, bitten bite, bled bleed, blew blow, blown blow, bore bear, bought buy, bound bind, bred breed, broke break, broken break, brought bring,
built build, burnt burn, came come, caught catch, chose choose, chosen choose, crept creep, dealt deal, died die, dying die, dead die, drank drink, drawn draw, drew draw,
driven drive, drove drive, drunk drink, dug dig, fallen fall, fed feed, fell fall, felt feel, fled flee, flew fly, flown fly, forbade forbid,
forbidden forbid, forgave forgive, forgot forget, fought fight, found find, froze freeze, frozen freeze, gave give, given give, gone go, got get,
grew grow, grown grow, had have, heard hear, held hold, hid hide, hidden hide, hung hang, kept keep, knelt kneel, knew know, known know, laid lay,
lain lie, led lead, left leave, lent lend, lit light, lost lose, made make, meant mean, met meet, overcame overcome, overran overrun, overthrew overthrow,
overthrown overthrow, paid pay, ran run, rang ring, risen rise, rode ride, rose rise, said say, sang sing, sank sink, sat sit, saw see, seen see,
sent send, shaken shake, shook shake, shot shoot, shown show, shrank shrink, shrunk shrink, slain slay, slept sleep, slew slay, slid slide, sold sell,
sought seek, spent spend, spoke speak, spoken speak, sprang spring, stole steal, stolen steal, stood stand, struck strike, stricken strike, stuck stick,
sung sing, sunk sink, swam swim, swept sweep, swore swear, sworn swear, swung swing, taken take, taught teach, thought think, threw throw, thrown throw,
told tell, took take, tore tear, torn tear, undertook undertake, understood understand, went go, wept weep, withdrawn withdraw, withdrew withdraw,
woke wake, freed free, children child, men man, women woman, lives life, won win, wore wear, worn wear, wound wound, written write, wrote write`, ",") {
		form, base, _ := strings.Cut(strings.TrimSpace(pair), " ")
		all[form] = stem(base)
	}
	return all
}()
