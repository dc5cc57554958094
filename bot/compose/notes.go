package compose

import (
	"context"
	"slices"

	"dateline/bot"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/match"
)

// note is a sentence that the model wrote of some evidence on the way to a summary.
type note struct {
	text  string
	cited []int // numbers of evidence
}

// Bounds of reading in parts.
const (
	mostNotes = 8   // of one part
	mostInRow = 3   // parts missing one after the other, after which the model is taken to be gone
	mostFolds = 16  // rounds, each of which halves the notes
	carrying  = 0.5 // of a note's words that a passage has to have, for a note without a marker to be of it
)

// read notes what matters of each part of the passages.
func (s *summary) read(ctx context.Context) error {
	return inParts(ctx, s, s.passages, s.fill)
}

// fold notes what matters of each part of the notes: at most half of them.
func (s *summary) fold(ctx context.Context) error {
	notes := s.notes
	s.notes = nil
	return inParts(ctx, s, notes, s.fillNotes)
}

// inParts takes as much of all into a prompt as fits it, notes what matters of that, and goes on with the rest. A part for which
// the model does not answer is missing; the error is of the last one where all are.
func inParts[T any](ctx context.Context, s *summary, all []T, fill func(form string, some []T, room int) (sheet, error)) error {
	var failure error
	for row := 0; len(all) > 0; {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		part, err := fill(noting, all, s.llm.ContextTokens())
		if err != nil { // the first of them does not fit the context by itself
			failure = err
			s.parts, s.missing, all = s.parts+1, s.missing+1, all[1:]
			continue
		}
		ahead := (len(all) + len(part.given) - 1) / len(part.given)
		if row == mostInRow {
			s.parts, s.missing = s.parts+ahead, s.missing+ahead
			break
		}
		s.progress(s.parts, s.parts+ahead+1)
		var notes []note
		again := func(room int) (sheet, error) {
			part, err = fill(noting, all, room)
			return part, err
		}
		err = s.ask(ctx, noting, again, func(d bot.Draft) bool {
			if n := s.note(d, part); len(n.cited) > 0 && len(notes) < part.most {
				notes = append(notes, n)
			}
			return true
		})
		row++
		if err == nil || len(notes) > 0 {
			row = 0
		} else {
			failure = err
			s.missing++
		}
		s.parts++
		s.notes = append(s.notes, notes...)
		all = all[len(part.given):]
	}
	if len(s.notes) == 0 {
		return failure
	}
	return ctx.Err()
}

// note is what a draft notes of a part. One that cites nothing is of what was given that has most of its words.
func (s *summary) note(d bot.Draft, part sheet) note {
	n := note{text: d.Text, cited: d.Markers}
	if len(n.cited) > 0 {
		return n
	}
	wanted := stems(d.Text)
	best := carrying * float64(len(wanted))
	for _, number := range slices.Concat(part.given...) {
		met := 0.0
		for stem := range stems(s.byNumber[number].Passage.Text) {
			if wanted[stem] {
				met++
			}
		}
		if met > best {
			best, n.cited = met, []int{number}
		}
	}
	return n
}

func stems(text string) map[string]bool {
	all := map[string]bool{}
	for _, w := range match.Topic(text) {
		all[w.Stem] = true
	}
	return all
}

// fillNotes puts as many notes into a prompt, in order, as room holds.
func (s *summary) fillNotes(form string, notes []note, room int) (sheet, error) {
	p, made, story := s.page(form, room), sheet{}, ""
	left, err := p.left(room)
	if err != nil {
		return made, err
	}
	for _, n := range notes {
		e := s.byNumber[n.cited[0]]
		about := newPassage(e)
		next := noted{N: len(made.given) + 1, From: about.Date, Text: endpoint.Neutralise(n.text)}
		if about.Outlet != "" {
			next.From = about.Outlet + ", " + about.Date
		}
		if s.stories[e.N] != story {
			next.Heading = oneLine(s.stories[e.N], longestHeadline)
		}
		if left -= next.tokens(p.Fence); left < 0 {
			break
		}
		story = s.stories[e.N]
		p.Notes, made.given = append(p.Notes, next), append(made.given, n.cited)
	}
	if form == noting {
		made.most = max(1, len(made.given)/2)
		p.Most = made.most
	}
	made.prompt, err = s.llm.request(p, room)
	return made, err
}
