package match

import (
	"hash/maphash"
	"strings"
	"sync/atomic"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// stemmed is a word with its stem.
type stemmed struct{ form, stem string }

// stems remembers the stems of words seen last, each word in the one place that its hash gives it: stemming takes longer than
// all else that reading a word does, and most words of a text are frequent ones.
var (
	stems [1 << 14]atomic.Pointer[stemmed]
	seed  = maphash.MakeSeed()
)

// stem is the Snowball English stem of a form.
func stem(form string) string {
	place := &stems[maphash.String(seed, form)%uint64(len(stems))]
	if known := place.Load(); known != nil && known.form == form {
		return known.stem
	}
	env := snowballstem.NewEnv(form)
	english.Stem(env)
	s := &stemmed{strings.Clone(form), env.Current()} // form may lie in a long text
	place.Store(s)
	return s.stem
}
