package desk

import (
	"errors"

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

func usage(key string, pairs ...any) error { return usageError{key, pairs} }

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
