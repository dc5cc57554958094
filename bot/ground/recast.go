package ground

import (
	"slices"

	"dateline/bot/syntax"
	"dateline/retrieval/match"
)

// recast are the clauses of a sentence with one verb in the place of turns that say the same: “was against the centre” opposed it,
// “declared an end to the truce” ended it, and in “Norland signed, as did Sudland” both signed.
func recast(words []match.Word, all []syntax.Clause) []syntax.Clause {
	for i, c := range all {
		switch {
		case c.Copula && len(c.Agents) > 0 && len(c.Patients) == 0:
			doer := words[c.Agents[0].Head]
			if base := attitudes[wordAt(words, c.Verb+1)]; base == "oppose" || base != "" && (doer.Capital || doer.Person()) {
				all[i] = taking(c, c.Verb+2, base)
			}
		case (c.Base == "declare" || c.Base == "announce") && len(c.Patients) == 1:
			if end := c.Patients[0]; words[end.Head].Form == "end" && wordAt(words, end.To) == "to" {
				all[i] = taking(c, end.To+1, "end")
			}
		case c.Base == "do" && i > 0 && len(c.Agents) == 0 && len(c.Patients) > 0 && c.Verb > 0 && words[c.Verb-1].Form == "as":
			like := all[i-1]
			like.Agents = c.Patients
			all[i] = like
		}
	}
	return all
}

// attitudes are the verbs that a preposition behind “be” stands for.
var attitudes = map[string]string{"against": "oppose", "for": "support"}

// taking is a clause of another verb, of which the phrase that begins at a word and stands behind a preposition is the object; the
// clause itself where there is none.
func taking(c syntax.Clause, at int, base string) syntax.Clause {
	k := slices.IndexFunc(c.Adjuncts, func(x syntax.Adjunct) bool { return x.From == at })
	if k < 0 {
		return c
	}
	c.Base, c.Copula, c.Patients = base, false, []syntax.Phrase{c.Adjuncts[k].Phrase}
	c.Adjuncts = slices.Concat(c.Adjuncts[:k], c.Adjuncts[k+1:])
	return c
}

func wordAt(words []match.Word, i int) string {
	if i >= len(words) {
		return ""
	}
	return words[i].Form
}
