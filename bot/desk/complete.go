package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"dateline/bot"
	"dateline/retrieval"
)

// Limits of what is suggested for a half-typed option, which are Discord's: characters are UTF-16 code units.
const (
	MaxChoices = 25
	maxChoice  = 100
)

// Choice is a suggestion: what is shown, and the value that stands for it, each of at most 100 characters.
type Choice struct{ Label, Value string }

// Complete suggests values for what has been typed of an option: those that are or begin with it first, then those that hold
// it, then those that nearly do. What it cannot complete has none.
func (d *Desk) Complete(ctx context.Context, what Completion, typed string) ([]Choice, error) {
	articles, err := d.articles(ctx)
	if err != nil {
		return nil, err
	}
	var choices []Choice
	switch what {
	case Headlines:
		for _, a := range matching(ctx, articles, typed) {
			if len(choices) == MaxChoices {
				break
			}
			day := ""
			if !a.Published.IsZero() {
				day = " · " + bot.Day{Time: a.Published}.String()
			}
			name := strings.Join(strings.Fields(cmp.Or(a.Headline, a.ID)), " ")
			choices = append(choices, Choice{Label: fitted(name, maxChoice-units(day)) + day, Value: a.ID})
		}
	case Outlets:
		type ranked struct {
			name string
			rank int
		}
		var found []ranked
		for _, o := range outletsOf(articles) {
			if r := rank(o, typed); r < none {
				found = append(found, ranked{o, r})
			}
		}
		slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
		for _, f := range found[:min(len(found), MaxChoices)] {
			choices = append(choices, Choice{Label: shortened(f.name), Value: shortened(f.name)})
		}
	}
	return choices, nil
}

// shortened is a name as a choice has it.
func shortened(name string) string { return fitted(name, maxChoice) }

// fitted is a text of at most n UTF-16 code units.
func fitted(text string, n int) string {
	if units(text) <= n {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && units(string(runes)) > n-1 {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}

func units(text string) int { return len(utf16.Encode([]rune(text))) }

// Ranks of a match, best first.
const (
	exact = iota
	begins
	holds
	nearly
	none
)

// rank is how well a name matches what was typed: each of its words counts.
func rank(name, typed string) int {
	if r := plainRank(name, typed); r < none {
		return r
	}
	return nearRank(name, typed)
}

// plainRank is how well a name matches what was typed, letter for letter.
func plainRank(name, typed string) int {
	name, typed = strings.ToLower(bare(name)), strings.ToLower(bare(typed))
	switch {
	case typed == "" || name == typed:
		return exact
	case strings.HasPrefix(name, typed):
		return begins
	}
	for word := range strings.FieldsSeq(typed) {
		if !strings.Contains(name, word) {
			return none
		}
	}
	return holds
}

// nearRank is nearly where every word typed stands in a name but for a letter or two, else none. It takes long.
func nearRank(name, typed string) int {
	name, typed = strings.ToLower(bare(name)), strings.ToLower(bare(typed))
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for word := range strings.FieldsSeq(typed) {
		if !strings.Contains(name, word) && !slices.ContainsFunc(words, func(w string) bool { return misspelt(word, w) }) {
			return none
		}
	}
	return nearly
}

// misspelt reports whether what was typed is nearly a word, or the beginning of one: one letter wrong, missing, needless or
// swapped with the next, two from eight letters on. Words of up to three letters are not forgiven.
func misspelt(typed, word string) bool {
	a, b := []rune(typed), []rune(word)
	most := 1
	switch {
	case len(a) < 4:
		return false
	case len(a) >= 8:
		most = 2
	}
	for n := max(1, len(a)-most); n <= min(len(b), len(a)+most); n++ {
		if distance(a, b[:n]) <= most {
			return true
		}
	}
	return false
}

// distance is the restricted edit distance (Damerau 1964) of two words.
func distance(a, b []rune) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// matching are the articles whose headline matches what was typed, or whose ID it is, best first and the newest first among equals;
// those that nearly match where none does. It ends early, with what it has, where ctx does.
func matching(ctx context.Context, articles []retrieval.Article, typed string) []retrieval.Article {
	ranked := func(rank func(name, typed string) int) []retrieval.Article {
		var found [none][]retrieval.Article
		for i := range slices.Backward(articles) {
			if i%256 == 0 && ctx.Err() != nil {
				break
			}
			a := &articles[i]
			r := rank(a.Headline, typed)
			if strings.EqualFold(a.ID, bare(typed)) {
				r = exact
			}
			if r < none {
				found[r] = append(found[r], *a)
			}
		}
		return slices.Concat(found[:]...)
	}
	if found := ranked(plainRank); len(found) > 0 {
		return found
	}
	return ranked(nearRank)
}
