package compose

import (
	"errors"
	"fmt"

	"dateline/bot"
	"dateline/retrieval/endpoint"
)

// told gives a failure of the model the words that a reader is told.
func told(err error) error {
	if m, ok := errors.AsType[*missing](err); ok {
		return &bot.Failure{
			Reader: "The language model did not answer", Err: err,
			Notice: fmt.Sprintf("%d of %d parts of the coverage are missing, for which the language model did not answer.", m.parts, m.of),
		}
	}
	sentence := "The language model did not answer"
	switch {
	case errors.Is(err, endpoint.ErrBusy):
		sentence = "The language model is busy with other questions"
	case errors.Is(err, endpoint.ErrOpen):
		sentence = "The language model is out of order for the moment"
	}
	return &bot.Failure{Reader: sentence, Err: err}
}
