package speech

import "strings"

// class is how a verb takes the words that are quoted.
type class uint8

const (
	says   class = iota + 1 // says “…”, says that …; “…”, he says
	tells                   // the same with an object: tells him “…”
	calls                   // quotes within its object, or behind “as” and “of”: calls it “…”, speaks of “…”
	utters                  // only beside a quotation: “…”, he laughed
)

type form uint8

const (
	plain form = iota // say
	third             // says
	past              // said; as a participle too
	ing               // saying
)

// verb is a form of a verb of speech.
type verb struct {
	class class
	form  form
	noun  bool // the form is a noun too
	lemma string
	tail  string // the words that make a verb of speech of it: "it clear"
}

// verbs are the verbs of speech by their forms; one that needs a tail is there once for each.
var verbs = func() map[string][]verb {
	all := map[string][]verb{}
	add := func(class class, lemma, tail string) {
		lemma, noun := strings.CutSuffix(lemma, "*")
		for i, f := range inflect(lemma) {
			for spelt := range strings.SplitSeq(f, "/") {
				all[spelt] = append(all[spelt], verb{class, form(i), noun && i <= int(third), lemma, tail})
			}
		}
	}
	// An asterisk marks a verb whose present forms are nouns as well.
	for class, lemmas := range map[class]string{
		says: `say add reply* answer* respond write tweet* post* announce insist argue note* explain claim* state* declare remark* observe comment*
			continue conclude reason admit acknowledge concede confirm allege recall suggest predict promise* vow* pledge* complain joke* quip* boast* shout* yell*
			scream* whisper* mutter chant* testify report* reveal repeat reiterate stress* emphasise emphasize underline underscore assert maintain opine
			lament* caution agree counter* retort* exclaim fume enthuse muse gush reflect read demand* wonder* plead propose recommend contend
			swear proclaim clarify disclose speculate reckon surmise murmur mumble bark* grumble tease email* text* blog* posit hope* affirm interject estimate*`,
		tells: `tell ask warn remind assure inform urge advise`,
		calls: `call* describe dub label* brand* term* denounce condemn hail praise slam blast* decry dismiss characterise characterize portray
			liken deem deride mock criticise criticize accuse laud ridicule express voice* threaten speak talk* refer lambast deplore welcome`,
		utters: `laugh* smile* grin* sigh* groan* cry* snap* begin finish shrug* nod* weep sob* beam beg chide chuckle concur elaborate
			hiss howl* inquire enquire marvel object* offer* protest* rant* roar* stammer thunder* venture* volunteer* drawl* gasp* growl* jest* scoff wail* whine* cheer*`,
	} {
		for lemma := range strings.FieldsSeq(lemmas) {
			add(class, lemma, "")
		}
	}
	for tail, lemmas := range map[string]string{
		"clear": "make", "it clear": "make", "plain": "make", "it plain": "make", "it known": "make", "it": "put", "a statement": "issue release", "out": "point cry call",
		"on": "go", "back": "hit shoot fire", "up": "sum", "it up": "sum", "in": "chime weigh", "this to say": "have",
	} {
		for lemma := range strings.FieldsSeq(lemmas) {
			add(says, lemma, tail)
		}
	}
	return all
}()

var irregular = map[string]string{
	"say": "said", "write": "wrote/written", "tell": "told", "speak": "spoke/spoken", "read": "read", "put": "put", "make": "made", "go": "went/gone",
	"begin": "began/begun", "swear": "swore/sworn", "hit": "hit", "shoot": "shot", "have": "had", "weep": "wept",
}

var doubled = words(`admit quip snap grin slam put blog nod sob dub beg shrug sum hit`)

// inflect gives a verb's plain form, third person, past forms and -ing form.
func inflect(lemma string) [4]string {
	stem, silent := strings.CutSuffix(lemma, "e")
	last := lemma[len(lemma)-1:]
	f := [4]string{lemma, lemma + "s", lemma + "ed", lemma + "ing"}
	switch {
	case lemma == "have":
		f[third], f[ing] = "has", "having"
	case silent:
		f[past], f[ing] = stem+"ed", stem+"ing"
	case last == "y" && !strings.ContainsAny(lemma[len(lemma)-2:], "aeo"):
		f[third], f[past] = lemma[:len(lemma)-1]+"ies", lemma[:len(lemma)-1]+"ied"
	case doubled[lemma]:
		f[past], f[ing] = lemma+last+"ed", lemma+last+"ing"
	case last == "s", strings.HasSuffix(lemma, "sh"), lemma == "go":
		f[third] = lemma + "es"
	}
	if as, ok := irregular[lemma]; ok {
		f[past] = as
	}
	return f
}

// verbAt is the verb of speech that begins at token i of a sentence, and the token behind it with its tail. Of a form that is both
// plain and past it is the past.
func (r *reader) verbAt(s *sentence, i int) (found verb, next int) {
	next = i
	t := r.at(s, i)
	if t.kind != word || t.owns {
		return verb{}, i
	}
	for _, v := range verbs[t.lower] {
		end := i + 1
		for w := range strings.FieldsSeq(v.tail) {
			if !r.at(s, end).is(w) {
				end = i
				break
			}
			end++
		}
		if end > next || end == next && end > i && v.form == past {
			found, next = v, end
		}
	}
	return found, next
}
