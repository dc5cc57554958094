package compose

import (
	"regexp"
	"strings"
)

// lines gathers streamed text and gives each line of a timeline once what comes after can no longer change it: a line that does
// not end a sentence goes on in the next, unless that begins an event of its own, and markers alone on a line belong to the one
// before. What it gives depends on the text alone and not on the pieces in which the text came.
type lines struct {
	pending string // the last line, which has not ended
	held    string // the one before it
	over    bool   // a line repeats itself or does not end: nothing more is taken
}

// Add appends a part of the stream and returns the lines that it settled.
func (l *lines) Add(streamed string) (settled []piece) {
	if l.over {
		return nil
	}
	l.pending += streamed
	for {
		line, rest, ok := strings.Cut(l.pending, "\n")
		if !ok {
			break
		}
		l.pending = rest
		settled = append(settled, l.take(line)...)
	}
	if len(l.pending) > longestPending {
		settled = append(settled, l.let()...)
		l.pending, l.over = "", true
	}
	return settled
}

// Rest returns what is left when the stream has ended.
func (l *lines) Rest() []piece {
	settled := l.take(l.pending)
	l.pending = ""
	return append(settled, l.let()...)
}

// Whole returns what is left when the stream has broken off, without a last line that no marker ends.
func (l *lines) Whole() []piece {
	all := l.Rest()
	if n := len(all); n > 0 && !endMarked.MatchString(all[n-1].text) {
		all = all[:n-1]
	}
	return all
}

// Over reports whether nothing more is taken.
func (l *lines) Over() bool { return l.over }

// take takes a line that has ended, and lets the one before it go where this one does not go on with it.
func (l *lines) take(line string) (settled []piece) {
	line = strings.TrimSpace(line)
	switch {
	case line == "":
		return nil
	case circlingFrom(line) >= 0:
		l.over = true
		return l.let()
	case l.held == "":
		l.held = line
		return nil
	case !hasLetter(unmarked(line)):
		l.held += " " + line
		return nil
	case !ended.MatchString(l.held) && !endMarked.MatchString(l.held) && !opensEvent(line):
		l.held += " " + line
		return nil
	}
	settled = l.let()
	l.held = line
	return settled
}

// let gives the line that was held, cut where a marker is followed by the date of another event.
func (l *lines) let() (settled []piece) {
	text := l.held
	l.held = ""
	for {
		at := nextEvent.FindStringIndex(text)
		if at == nil {
			break
		}
		settled, text = append(settled, piece{text: strings.TrimSpace(text[:at[0]+1])}), text[at[0]+1:]
	}
	if text = strings.TrimSpace(text); text != "" {
		settled = append(settled, piece{text: text})
	}
	return settled
}

// nextEvent is the end of a marker with the date of an event behind it.
var nextEvent = regexp.MustCompile(`\][.;]?\s+(?:[-*•]\s+)?\d{4}-\d{2}(?:-\d{2})?\b`)

// opensEvent reports whether a line begins an event: with a bullet, a number or a date.
func opensEvent(line string) bool {
	if bullet.MatchString(line) {
		return true
	}
	_, ok := leadingDays(line, nil)
	return ok
}
