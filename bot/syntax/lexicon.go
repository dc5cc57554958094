package syntax

import (
	_ "embed"
	"strings"
)

//go:generate go run ./internal/lexicon -o lexicon.txt /usr/share/wordnet

//go:embed lexicon.txt
var lexiconText string

// kinds are what parts of speech a base form may be.
type kinds struct {
	noun, verb, adjective, adverb bool
	mostlyVerb, mostlyAdjective   bool
}

// lexicon are the kinds of base forms that may be anything but nouns, from Princeton WordNet 3.0 (see NOTICE.md).
var lexicon = func() map[string]kinds {
	all := make(map[string]kinds, 1<<14)
	for line := range strings.Lines(lexiconText) {
		flags, words, _ := strings.Cut(line, " ")
		has := func(flag string) bool { return strings.Contains(flags, flag) }
		k := kinds{has("n"), has("v"), has("a"), has("r"), has("V"), has("A")}
		for w := range strings.FieldsSeq(words) {
			all[w] = k
		}
	}
	return all
}()

// Form is the form of a verb.
type Form uint8

// Forms of verbs. The form of many a Past is a Participle's too, and is called Ed until its place tells.
const (
	NoForm Form = iota
	Base
	Present // third person singular
	Past
	Participle
	Ed
	Ing
)

// irregular are the base forms and forms of irregular verbs.
var irregular = func() map[string]verbForm {
	all := map[string]verbForm{}
	for line := range strings.SplitSeq(irregularVerbs, ",") {
		f := strings.Fields(line)
		base, past, participle := f[0], f[1], f[len(f)-1]
		if past == participle {
			all[past] = verbForm{base, Ed}
		} else {
			all[past], all[participle] = verbForm{base, Past}, verbForm{base, Participle}
		}
	}
	for w, f := range map[string]verbForm{
		"is": {"be", Present}, "are": {"be", Present}, "am": {"be", Present}, "was": {"be", Past}, "were": {"be", Past}, "been": {"be", Participle}, "being": {"be", Ing},
		"has": {"have", Present}, "had": {"have", Past}, "does": {"do", Present}, "dying": {"die", Ing}, "lying": {"lie", Ing},
	} {
		all[w] = f
	}
	return all
}()

type verbForm struct {
	base string
	form Form
}

const irregularVerbs = `arise arose arisen, awake awoke awoken, be was been, bear bore borne, beat beat beaten, become became become, begin began begun, bend bent,
bet bet, bind bound, bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred, bring brought, broadcast broadcast, build built, burn burnt,
burst burst, buy bought, cast cast, catch caught, choose chose chosen, cling clung, come came come, cost cost, creep crept, cut cut, deal dealt, dig dug, do did done,
draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find found, flee fled, fly flew flown,
forbid forbade forbidden, forecast forecast, foresee foresaw foreseen, forget forgot forgotten, forgive forgave forgiven, freeze froze frozen, get got, give gave given, go went gone,
grind ground, grow grew grown, hang hung, have had, hear heard, hide hid hidden, hit hit, hold held, hurt hurt, keep kept, kneel knelt, know knew known, lay laid, lead led,
leave left, lend lent, let let, lie lay lain, light lit, lose lost, make made, mean meant, meet met, mislead misled, overcome overcame overcome, overrun overran overrun,
overthrow overthrew overthrown, pay paid, put put, quit quit, read read, ride rode ridden, ring rang rung, rise rose risen, run ran run, say said, see saw seen, seek sought,
sell sold, send sent, set set, shake shook shaken, shed shed, shine shone, shoot shot, show showed shown, shrink shrank shrunk, shut shut, sing sang sung, sink sank sunk,
sit sat, slay slew slain, sleep slept, slide slid, speak spoke spoken, spend spent, spin spun, split split, spread spread, spring sprang sprung, stand stood, steal stole stolen,
stick stuck, sting stung, strike struck, strive strove striven, swear swore sworn, sweep swept, swim swam swum, swing swung, take took taken, teach taught, tear tore torn,
tell told, think thought, throw threw thrown, undergo underwent undergone, understand understood, undertake undertook undertaken, undo undid undone, uphold upheld,
wake woke woken, wear wore worn, weep wept, win won, wind wound, withdraw withdrew withdrawn, withhold withheld, withstand withstood, write wrote written`

// asVerb is the base form of a word as a verb, and its form; NoForm where it cannot be one.
func asVerb(form string) (string, Form) {
	if f, ok := irregular[form]; ok {
		return f.base, f.form
	}
	if lexicon[form].verb || form == "be" || form == "have" || form == "do" {
		return form, Base
	}
	for _, e := range [...]struct {
		ending string
		form   Form
	}{{"ing", Ing}, {"ed", Ed}, {"s", Present}} {
		stem, ok := strings.CutSuffix(form, e.ending)
		if !ok || len(stem) < 2 {
			continue
		}
		for _, base := range bases(stem, e.form) {
			if lexicon[base].verb && !(e.form == Ed && irregular[form].base != "") {
				return base, e.form
			}
		}
	}
	return form, NoForm
}

// bases are the base forms that a stem before -ing, -ed or -s may have, the likeliest first.
func bases(stem string, form Form) []string {
	n := len(stem)
	if form == Present {
		all := []string{stem}
		if s, ok := strings.CutSuffix(stem, "ie"); ok {
			all = []string{s + "y", stem}
		} else if s, ok := strings.CutSuffix(stem, "e"); ok {
			all = append(all, s)
		}
		return all
	}
	var all []string
	if s, ok := strings.CutSuffix(stem, "i"); ok && form == Ed {
		all = append(all, s+"y")
	}
	if n > 3 && stem[n-1] == stem[n-2] && !strings.HasSuffix(stem, "ss") && !strings.HasSuffix(stem, "ll") {
		all = append(all, stem[:n-1])
	}
	all = append(all, stem, stem+"e")
	if lexicon[stem+"e"].verb && lexicon[stem].verb && len(stem) < 6 && !strings.HasSuffix(stem, "w") {
		all[len(all)-1], all[len(all)-2] = all[len(all)-2], all[len(all)-1]
	}
	if n > 3 && stem[n-1] == stem[n-2] {
		all = append(all, stem[:n-1])
	}
	return all
}

// plurals are irregular plurals.
var plurals = map[string]string{
	"men": "man", "women": "woman", "children": "child", "people": "people", "police": "police", "lives": "life", "wives": "wife", "knives": "knife", "halves": "half",
	"feet": "foot", "teeth": "tooth", "mice": "mouse", "criteria": "criterion", "troops": "troops", "arms": "arms", "forces": "forces", "headquarters": "headquarters",
	"series": "series", "species": "species", "means": "means", "news": "news", "crises": "crisis", "aircraft": "aircraft", "leaves": "leaf", "thieves": "thief",
	"gunmen": "gunman", "servicemen": "serviceman", "policemen": "policeman", "spokesmen": "spokesman", "lawmen": "lawman", "goods": "goods", "politics": "politics",
	"themselves": "themselves", "towards": "towards", "this": "this", "its": "its", "gas": "gas", "bus": "bus", "buses": "bus", "status": "status", "congress": "congress",
}

// asNoun is the base form of a word as a noun.
func asNoun(form string) string {
	if base, ok := plurals[form]; ok {
		return base
	}
	for _, suffix := range []string{"men", "women"} {
		if s, ok := strings.CutSuffix(form, suffix); ok && len(s) > 3 {
			return s + suffix[:len(suffix)-2] + "an"
		}
	}
	switch {
	case len(form) < 4 || !strings.HasSuffix(form, "s") || strings.HasSuffix(form, "ss") || strings.HasSuffix(form, "us") || strings.HasSuffix(form, "is"):
		return form
	case strings.HasSuffix(form, "ies") && len(form) > 4:
		return form[:len(form)-3] + "y"
	case strings.HasSuffix(form, "sses"), strings.HasSuffix(form, "shes"), strings.HasSuffix(form, "ches"), strings.HasSuffix(form, "xes"), strings.HasSuffix(form, "oes"):
		return form[:len(form)-2]
	}
	return form[:len(form)-1]
}

// plural reports whether a noun's form is a plural.
func plural(form string) bool {
	return form != asNoun(form) || form == "people" || form == "police" || form == "troops" || form == "forces"
}

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}
