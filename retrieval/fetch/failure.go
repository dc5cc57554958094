package fetch

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// What a caller may branch on, with errors.Is. Each is the Kind of a *Failure, whose sentence says more.
var (
	ErrAddress     = errors.New("the address is none that can be fetched")
	ErrRefused     = errors.New("the address leads to a place that is not fetched from")
	ErrRedirect    = errors.New("the redirects lead nowhere or from https to http")
	ErrRobots      = errors.New("robots.txt does not let it be fetched")
	ErrUnreachable = errors.New("the server cannot be reached or broke off")
	ErrTimeout     = errors.New("the server took too long")
	ErrTooLarge    = errors.New("the answer is too large")
	ErrType        = errors.New("the answer is of a type that is not read")
	ErrStatus      = errors.New("the server answered with an error") // Failure.Status, and RetryAfter where it was said
)

// Failure is every error of this package that is not the caller's own context ending.
type Failure struct {
	Kind       error         // one of the sentinels above
	Text       string        // a plain sentence that names the address, without the keys in its query, and says what to do
	Status     int           // of HTTP, 0 where it does not matter
	RetryAfter time.Duration // how long the server, or what is known of its robots.txt, asks to wait; 0 where nothing was said

	cause error
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

func failf(kind, cause error, format string, args ...any) *Failure {
	return &Failure{Kind: kind, Text: fmt.Sprintf(format, args...), cause: cause}
}

// ended is the caller's own context, cancelled or past its deadline.
func ended(ctx context.Context, address string) error {
	return fmt.Errorf("fetch %s: %w", address, context.Cause(ctx))
}
