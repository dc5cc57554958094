package ground

import (
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// otherDay reports whether two dates of one precision cannot be the same.
func otherDay(d, k mention.Date) bool {
	if d.Resolved && k.Resolved {
		return !k.From.Before(d.To) || !d.From.Before(k.To)
	}
	known := func(d mention.Date) bool { return strings.HasPrefix(d.Norm, "--") || strings.HasPrefix(d.Norm, "T") }
	return d.Resolved == k.Resolved && known(d) && known(k) && len(d.Norm) == len(k.Norm) && d.Norm != k.Norm
}

// recurring are what may be done again and again, by the stems of base forms.
var recurring = stems(`meet speak talk call telephone phone ring visit win beat lose play vote rise fall bomb shell hit strike warn say tell ask score draw`)

// wordsBefore are the last n words before a byte of a text.
func wordsBefore(r *reading, at, n int) []match.Word {
	i, _ := slices.BinarySearchFunc(r.words, at, func(w match.Word, at int) int { return w.Start - at })
	return r.words[max(0, i-n):i]
}

// level reports whether neither of two places can lie in the other: both are countries, or neither is.
func level(a, b mention.Name) bool {
	return countries[a.Norm] == countries[b.Norm] && !mention.SameName(a, b)
}
