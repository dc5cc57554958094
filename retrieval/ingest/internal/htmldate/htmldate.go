// Package htmldate stands in for the module of its name, which guesses a page's date from whatever looks like one and
// which go-trafilatura imports. Ingest turns that guess off: an unknown date stays unknown. The real module could not be
// left unused, for its tables of 200 languages cost every start of the program 130 ms and 80 MB, even of --help.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// Options are those that go-trafilatura sets.
type Options struct {
	UseOriginalDate     bool
	SkipExtensiveSearch bool
	URL                 string
}

// Result is what go-trafilatura reads.
type Result struct {
	HasTime  bool
	DateTime time.Time
}

// IsZero reports whether no date was found.
func (r Result) IsZero() bool { return r.DateTime.IsZero() }

// FromDocument finds no date.
func FromDocument(*html.Node, Options) (Result, error) {
	return Result{}, errors.New("dates are not guessed")
}
