package endpoint

import (
	"errors"
	"time"
)

// What a caller may branch on, with errors.Is. Each is the Kind of a *Failure, whose sentence says more.
var (
	ErrAddress     = errors.New("the address does not lead to an OpenAI-compatible API")
	ErrUnreachable = errors.New("the endpoint cannot be reached")
	ErrKey         = errors.New("the endpoint refuses the API key")
	ErrModel       = errors.New("the endpoint has no such model for this")
	ErrContext     = errors.New("the prompt is longer than the context") // Failure.Limit where known
	ErrTruncated   = errors.New("the endpoint seems to have cut the prompt silently")
	ErrBusy        = errors.New("the endpoint is busy")
	ErrStalled     = errors.New("the endpoint fell silent")
	ErrOpen        = errors.New("the endpoint failed too often and is left alone for a while") // nothing was sent
	ErrServer      = errors.New("the endpoint failed")
	ErrRequest     = errors.New("the endpoint refuses the request")
	ErrShape       = errors.New("the endpoint answers in a form that is not the protocol's")
	ErrCut         = errors.New("the answer broke off")
	ErrIncomplete  = errors.New("the answer reached its limit of tokens or was stopped")
	ErrEmpty       = errors.New("the answer is empty or was all reasoning")
	ErrAloud       = errors.New("the answer began with reasoning that no tag opened") // ask again: the client then expects it
	ErrInput       = errors.New("the endpoint cannot embed one of the inputs")        // Failure.Index tells which
)

// Failure is every error of this package that is not the caller's own context ending.
type Failure struct {
	Kind   error  // one of the sentinels above
	Text   string // one plain sentence for an operator; never holds the API key
	Status int    // of HTTP, 0 where none was received
	Limit  int    // with ErrContext: the context size in tokens, 0 where unknown
	Prompt int    // with ErrContext and ErrTruncated: the prompt's size in tokens, 0 where unknown
	Index  int    // with ErrInput: of the input, from 0

	retryAfter time.Duration
	said       string // the server's own words, lower case
	cause      error
}

// Error is the sentence.
func (f *Failure) Error() string { return f.Text }

// Unwrap gives the sentinel and, where one is known, the error beneath.
func (f *Failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.Kind}
	}
	return []error{f.Kind, f.cause}
}
