package desk

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"dateline/bot"
)

// ErrUsage marks an error whose sentence tells a reader what to write instead. Locale.Sentence has it in other languages.
var ErrUsage = errors.New("usage")

type usageError struct {
	key   string
	pairs []any
}

func (e usageError) Error() string        { return English.Say(e.key, e.pairs...) }
func (e usageError) Is(target error) bool { return target == ErrUsage }

// Usage is an error of ErrUsage: a phrase's key, and its placeholders as Say takes them.
func Usage(key string, pairs ...any) error { return usage(key, pairs...) }

func usage(key string, pairs ...any) error {
	for i := 1; i < len(pairs); i += 2 {
		if typed, ok := pairs[i].(string); ok && asTyped[fmt.Sprint(pairs[i-1])] {
			pairs[i] = cleaned(typed)
		}
	}
	return usageError{key, pairs}
}

// asTyped are the placeholders for what a reader has typed.
var asTyped = map[string]bool{"name": true, "value": true, "since": true, "until": true}

// longestEcho is how many characters of what a reader has typed an error shows.
const longestEcho = 80

// cleaned is what a reader has typed on one line, without what a terminal obeys, and cut where it is long.
func cleaned(typed string) string {
	typed = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, typed)
	runes := []rune(strings.Join(strings.Fields(typed), " "))
	if len(runes) > longestEcho {
		return string(runes[:longestEcho-1]) + "…"
	}
	return string(runes)
}

// written is an error of usage where a text says nothing, which none says, or is too long.
func written(text, none string) error {
	switch err := (bot.Question{Text: text}).Check(); {
	case errors.Is(err, bot.ErrLongQuestion):
		return usage("error.long", "n", bot.MaxQuestion)
	case err != nil:
		return usage(none)
	}
	return nil
}

func asUsage(err error) (usageError, bool) {
	var u usageError
	ok := errors.As(err, &u)
	return u, ok
}

// asked is the error of a question as one of usage, where it is the reader's to mend.
func asked(err error) error {
	switch {
	case errors.Is(err, bot.ErrNoQuestion):
		return usage("error.no_question")
	case errors.Is(err, bot.ErrLongQuestion):
		return usage("error.long_question", "n", bot.MaxQuestion)
	case errors.Is(err, bot.ErrNoClaim):
		return usage("error.no_claim")
	case errors.Is(err, bot.ErrLongClaim):
		return usage("error.long_claim", "n", bot.MaxQuestion)
	}
	return err
}
