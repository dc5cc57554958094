// Package language tells in which language a text is written, or that it cannot be told.
//
// It leans on github.com/abadojack/whatlanggo, which compares three-letter sequences with those of 84 languages in a few
// kilobytes of tables. That errs on a question of five words, so nine languages that many readers ask in are first told
// by their function words, which a question cannot do without, and whatlanggo is believed only on longer texts. lingua-go
// does short texts better, but with models of 100 MB.
//
// Being unsure is an answer: who asks has to do without, and must not guess.
package language

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// What makes a vote certain, and a text long enough for its letters to tell.
const (
	leastVotes   = 2
	leastLetters = 40
)

// Of is the ISO 639-1 code of the language that text is written in, "" where that is not certain. A text in two languages
// counts as the one that has most of it.
func Of(text string) string {
	script, letters := scriptOf(text)
	if script == nil {
		return ""
	}
	if script == unicode.Han && strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }) {
		return "ja"
	}
	first, second, code := vote(text)
	if first >= leastVotes && first >= 2*second {
		return code
	}
	found := whatlanggo.Detect(text)
	guess := found.Lang.Iso6391()
	switch {
	case first >= leastVotes && first > second && guess == code:
		return code
	case script == unicode.Latin && letters < leastLetters, first > 0 && (guess != code || first == second), !found.IsReliable():
		return ""
	}
	return guess
}

// Name is the English name of a language by its ISO 639-1 code, "" for a code that Of never gives.
func Name(code string) string { return names[code] }

// Differ reports whether two texts are certainly in different languages: they are written in different scripts, or Of is
// sure of both.
func Differ(a, b string) bool {
	first, _ := scriptOf(a)
	second, _ := scriptOf(b)
	if first == nil || second == nil {
		return false
	}
	if first != second && !eastAsian(first, second) {
		return true
	}
	one, other := Of(a), Of(b)
	return one != "" && other != "" && one != other
}

// eastAsian reports whether both are of the scripts that Japanese mixes.
func eastAsian(a, b *unicode.RangeTable) bool {
	mixed := func(s *unicode.RangeTable) bool { return s != unicode.Latin && (s == unicode.Han || isKana(s)) }
	return mixed(a) && mixed(b)
}

func isKana(script *unicode.RangeTable) bool {
	return unicode.Is(script, 'の') && unicode.Is(script, 'ノ')
}

// scriptOf is the script of most letters, and how many letters there are.
func scriptOf(text string) (script *unicode.RangeTable, letters int) {
	latin := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if r < 0x250 {
				latin++
			}
		}
	}
	switch {
	case letters == 0:
		return nil, 0
	case latin > letters/2:
		return unicode.Latin, letters
	}
	return whatlanggo.DetectScript(text), letters
}

// names of languages by their codes, as whatlanggo has them.
var names = func() map[string]string {
	all := map[string]string{}
	for lang := range whatlanggo.Langs {
		if code := lang.Iso6391(); code != "" {
			all[code] = lang.String()
		}
	}
	all["zh"] = "Chinese"
	return all
}()
