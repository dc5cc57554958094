package library

import (
	"errors"
	"fmt"

	"dateline/bot/desk"
)

// Why tells why something was refused.
type Why string

// Reasons to refuse.
const (
	Known      Why = "known"      // the guild has added this address already
	Full       Why = "full"       // the guild has as many additions as it may; N
	TooMuch    Why = "too much"   // it would have more articles than it may; N
	TooHeavy   Why = "too heavy"  // it would have more bytes than it may; N megabytes
	TooLarge   Why = "too large"  // the attached file is larger than it may be; N megabytes
	Unreadable Why = "unreadable" // nothing in it can be read as an article; Detail is a sentence that says why
	Unknown    Why = "unknown"    // the guild has no such addition
	Soon       Why = "soon"       // it was looked at within the last minute
)

// Refused says to whoever asked why something is not done.
type Refused struct {
	Why    Why
	N      int    // the limit
	Detail string // of what is unreadable, in English
}

func (r *Refused) Error() string {
	switch r.Why {
	case Known:
		return "this address was added before; remove it first, or refresh it"
	case Full:
		return fmt.Sprintf("there are %d additions, which is as many as there may be; remove one first", r.N)
	case TooMuch:
		return fmt.Sprintf("that would make more than %d added articles; remove something first", r.N)
	case TooHeavy:
		return fmt.Sprintf("that would make more than %d MB of added coverage; remove something first", r.N)
	case TooLarge:
		return fmt.Sprintf("the file is larger than %d MB; part it", r.N)
	case Unreadable:
		return r.Detail
	case Soon:
		return "it was looked at a moment ago; try again in a minute"
	}
	return "nothing of this name was added here"
}

// Usage is what a library refused as an error of the desk's, which has it in each locale; other errors are as they are.
func Usage(err error) error {
	refused, ok := errors.AsType[*Refused](err)
	switch {
	case !ok:
		return err
	case refused.Why == Known:
		return desk.Usage("error.added_before")
	case refused.Why == Full:
		return desk.Usage("error.added_full", "n", refused.N)
	case refused.Why == TooMuch:
		return desk.Usage("error.added_much", "n", refused.N)
	case refused.Why == TooHeavy:
		return desk.Usage("error.added_heavy", "n", refused.N)
	case refused.Why == TooLarge:
		return desk.Usage("error.file_large", "n", refused.N)
	case refused.Why == Unreadable:
		return desk.Usage("error.unreadable", "why", refused.Detail)
	case refused.Why == Soon:
		return desk.Usage("error.soon")
	}
	return desk.Usage("error.gone_addition")
}
