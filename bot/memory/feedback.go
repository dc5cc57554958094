package memory

import (
	"cmp"
	"context"
	"iter"
	"time"

	"dateline/bot"
)

// Feedback is what a reader thinks of an answer.
type Feedback struct {
	Answer string // its ID
	Reader string
	Good   bool
	Reason string
	At     time.Time // set by Judge
}

// Judge keeps a reader's feedback on an answer, in place of what they said of it before. ErrUnknown where the answer is not kept.
func (m *Memory) Judge(ctx context.Context, f Feedback) error {
	return m.change(ctx, "keep feedback", func(s session) error {
		if err := s.one(ctx, []any{new(string)}, "SELECT id FROM answers WHERE id = ?", f.Answer); err != nil {
			return err
		}
		_, err := s.exec(ctx, `INSERT INTO feedback (answer, reader, good, reason, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (answer, reader) DO UPDATE SET good = excluded.good, reason = excluded.reason, at = excluded.at`, f.Answer, f.Reader, f.Good, f.Reason, m.kept())
		return err
	})
}

// Unjudge takes a reader's feedback on an answer back; where there is none it is no error.
func (m *Memory) Unjudge(ctx context.Context, answer, reader string) error {
	return m.change(ctx, "take feedback back", func(s session) error {
		_, err := s.exec(ctx, "DELETE FROM feedback WHERE answer = ? AND reader = ?", answer, reader)
		return err
	})
}

// Votes counts the feedback on an answer.
func (m *Memory) Votes(ctx context.Context, answer string) (good, bad int, err error) {
	err = m.look(ctx, "count feedback", func(s session) error {
		return s.one(ctx, []any{&good, &bad}, "SELECT COUNT(CASE WHEN good THEN 1 END), COUNT(CASE WHEN NOT good THEN 1 END) FROM feedback WHERE answer = ?", answer)
	})
	return good, bad, err
}

// Judged is a line of the feedback's export. Of a private answer, question and answer are left out: moderators did not see them.
type Judged struct {
	Feedback
	Channel, Thread    string
	Question           string // in full, as it was understood
	Said               string // the answer as plain text, or the reason of an abstention
	Composer, Model    string
	Abstained, Private bool
	Asked              time.Time
}

// exportPage is how many lines are read at a time: nobody else waits while a reader of the export is slow.
const exportPage = 200

// Judgements goes through the feedback given in a guild since a time, oldest first.
func (m *Memory) Judgements(ctx context.Context, guild string, since time.Time) iter.Seq2[Judged, error] {
	return func(yield func(Judged, error) bool) {
		last := Judged{Feedback: Feedback{At: since}}
		for {
			page, err := m.judgements(ctx, guild, last.Feedback)
			if err != nil {
				yield(Judged{}, err)
				return
			}
			for _, last = range page {
				if !yield(last, nil) {
					return
				}
			}
			if len(page) < exportPage {
				return
			}
		}
	}
}

func (m *Memory) judgements(ctx context.Context, guild string, after Feedback) ([]Judged, error) {
	var page []Judged
	err := m.look(ctx, "look up feedback", func(s session) (err error) {
		page, err = list(ctx, s, scanJudged, `SELECT feedback.answer, reader, good, reason, feedback.at,
			channel, thread, answers.answer, private, answers.at
			FROM feedback JOIN answers ON answers.id = feedback.answer
			WHERE guild = ? AND (feedback.at > ? OR feedback.at = ? AND (feedback.answer > ? OR feedback.answer = ? AND reader > ?))
			ORDER BY feedback.at, feedback.answer, reader LIMIT ?`,
			guild, after.At, after.At, after.Answer, after.Answer, after.Reader, exportPage)
		return err
	})
	return page, err
}

func scanJudged(r row) (Judged, error) {
	var j Judged
	var a bot.Answer
	err := r.Scan(&j.Answer, &j.Reader, &j.Good, &j.Reason, when{&j.At}, &j.Channel, &j.Thread, asJSON{&a}, &j.Private, when{&j.Asked})
	j.Composer, j.Model, j.Abstained = a.Composer, a.Model, a.Abstained
	if !j.Private {
		turn := turnOf(a, j.Asked)
		j.Question, j.Said = turn.Full(), cmp.Or(turn.Answer, a.Reason)
	}
	return j, err
}
