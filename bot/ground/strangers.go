package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// strangers says whom a claim has do what in the part somebody else does, or nobody that it names.
func (v *view) strangers() string {
	for _, n := range v.claim.names {
		if k := v.topicAt(n.Start); v.verbless && !hasName(v.in.names, n) && find(v.in.text, n.Text) < 0 && (k < 0 || !v.aside(k)) {
			return n.Text + " is not named there"
		}
	}
	for _, d := range v.done {
		words, _ := v.words(d)
		here := v.castOf(d)
		if d.is == unlike {
			if len(here.doers) > 0 && !hasName(v.in.names, here.doers[0].Name) {
				return here.doers[0].Text + " is not named there"
			}
			continue
		}
		t := v.in.sentences[d.there.sentence]
		names, at := placed(v.in.names, t), d.there.at
		if k := governor(v.in.text, t.words, at); k >= 0 && !finite(t.words, at) && !passive(t.words, at) {
			at = k
		}
		there, turned := castOf(v.in.text, t.words, names, at), passive(t.words, at)
		byPronoun := there.open && (anyOf(t.words[max(0, at-4):at], pronouns) || pronouns[t.words[0].Form])
		for _, n := range here.doers {
			switch {
			case ruledOut(t.words, names, n):
				return "it is not " + n.Text
			case hasPlace(there.doers, n), hasPlace(there.patients, n) && turned != passive(words, d.at) && !actsOn(words, d.at): // “the talks ended”, “were ended”
			case len(there.doers) > 0 && !turned:
				return fmt.Sprintf("it is %s, not %s", there.doers[0].Text, n.Text)
			case isSite(t.words, names, n):
				return n.Text + " is only where it is done"
			case byPronoun, hasPlace(before(names, at), n):
			case hasPlace(names, n) && (turned || !there.open && len(there.doers) == 0 || d.is == contrary && passive(words, d.at)):
			default:
				return n.Text + " is not named there"
			}
		}
		for _, n := range here.patients {
			switch {
			case anyOf(t.words[max(0, at-4):min(len(t.words), at+3)], pronouns), d.is == contrary, v.claim.qualifies(n.Span), n.first > 0 && words[n.first-1].Form == "by",
				n.Kind == mention.Place && hasName(v.in.article().names, n.Name):
			case !hasName(v.in.names, n.Name):
				return n.Text + " is not named there"
			case !passive(words, d.at) && !turned && !reaches(t.words, names, d.there.at, n):
				return "it is not done to " + n.Text
			}
		}
	}
	return ""
}

// ruledOut reports whether a name stands behind a “not”: “Russia, not Syria, ...”.
func ruledOut(words []match.Word, names []place, n place) bool {
	return slices.ContainsFunc(names, func(k place) bool {
		return k.first > 0 && words[k.first-1].Form == "not" && hasPlace([]place{k}, n)
	})
}

// beyond says what the part has done to something else, where that to which the claim has it done stands farther off: “suspended
// its part in the channels that were to keep the truce alive” suspends no truce.
func (v *view) beyond() string {
	for _, d := range v.done {
		if d.is == unlike {
			continue
		}
		t, at := v.in.sentences[d.there.sentence], d.there.at
		k := v.patient(d)
		if passive(t.words, at) || k < 0 || v.met[k].sentence != d.there.sentence || v.met[k].score < meant || v.met[k].at < at {
			continue
		}
		from := at + 1
		noun := !finite(t.words, at)
		if noun {
			if from == len(t.words) || !complement[t.words[from].Form] {
				continue
			}
			from++
		}
		object, own := false, false
		for i := from; i < len(t.words) && (articles[t.words[i].Form] || !t.words[i].Stop && !finite(t.words, i)) && !parted(v.in.text[t.words[i-1].End:t.words[i].Start]); i++ {
			object = object || !articles[t.words[i].Form]
			own = own || t.words[i].Capital || v.isMet(d.there.sentence, i)
		}
		if object && !own && (noun || slices.ContainsFunc(t.words[from:v.met[k].at], func(w match.Word) bool { return w.Form == "that" || w.Form == "which" || w.Form == "who" })) {
			return fmt.Sprintf("it has “%s” of something else than “%s”", t.words[at].Form, v.topic[k].Form)
		}
	}
	return ""
}

// complement are the small words behind which a noun has what it is done to.
var complement = set(`of to in`)

// patient is the word of topic for that to which the claim has a doing done; -1 where it names none.
func (v *view) patient(d doing) int {
	words, _ := v.words(d)
	if actsOn(words, d.at) && !passive(words, d.at) {
		for _, w := range words[d.at+1:] {
			if k := v.topicAt(w.Start); k >= 0 && v.heads(k) {
				return k
			}
		}
		return -1
	}
	for i := d.at - 1; i >= 0; i-- {
		if k := v.topicAt(words[i].Start); k >= 0 && v.heads(k) && !v.aside(k) {
			return k
		}
	}
	return -1
}

// actsOn reports whether what the verb at i acts on stands right behind it.
func actsOn(words []match.Word, i int) bool {
	return i+1 < len(words) && (articles[words[i+1].Form] || !words[i+1].Stop && !adverb(words[i+1]))
}

// qualifies reports whether a span only qualifies a noun behind it: “Russia’s withdrawal”, “Iraqi troops”.
func (r *reading) qualifies(span retrieval.Span) bool {
	rest := r.text[span.End:]
	if strings.HasPrefix(rest, "’") || strings.HasPrefix(rest, "'") {
		return true
	}
	i := slices.IndexFunc(r.words, func(w match.Word) bool { return w.Start == span.End+1 })
	return i >= 0 && !r.words[i].Stop && !adverb(r.words[i])
}

// reaches reports whether a name stands behind the word at i with no verb or “that” between, or before it with “which” behind the
// name: “the resolution, which France drafted”.
func reaches(words []match.Word, names []place, i int, n place) bool {
	return slices.ContainsFunc(names, func(k place) bool {
		if !hasPlace([]place{k}, n) {
			return false
		}
		if k.first <= i {
			return k.last+1 < i && (words[k.last+1].Form == "which" || words[k.last+1].Form == "that")
		}
		for j := i + 1; j < k.first; j++ {
			if f := words[j].Form; finite(words, j) || f == "that" || f == "which" || f == "who" {
				return false
			}
		}
		return true
	})
}

// isSite reports whether a name stands only as where something is: “in Syria”.
func isSite(words []match.Word, names []place, n place) bool {
	found := false
	for _, k := range names {
		if mention.SameName(k.Name, n.Name) {
			if k.first == 0 || !siting[words[k.first-1].Form] {
				return false
			}
			found = true
		}
	}
	return found
}
