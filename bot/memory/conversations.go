package memory

import (
	"context"
	"slices"
	"time"

	"dateline/bot"
)

// Turn is one question of a conversation and what was said to it. Each is an answer of the ledger: Record adds it.
type Turn struct {
	bot.Turn
	ID        string // of the answer
	Number    int    // in the conversation, from 1; where readers had their data deleted, numbers are missing
	Asker     string
	Abstained bool
	Articles  []string // IDs of those cited, in order
}

// Turns returns the last n turns of a conversation, newest last; none where it is not known.
func (m *Memory) Turns(ctx context.Context, conversation string, n int) ([]Turn, error) {
	return m.turns(ctx, "conversation = ?", n, conversation)
}

// TurnsUntil returns the last n turns up to the one with a number, newest last: what a reply to an older message follows up on.
func (m *Memory) TurnsUntil(ctx context.Context, conversation string, number, n int) ([]Turn, error) {
	return m.turns(ctx, "conversation = ? AND turn <= ?", n, conversation, number)
}

func (m *Memory) turns(ctx context.Context, where string, n int, args ...any) ([]Turn, error) {
	if args[0] == "" {
		return nil, nil
	}
	var all []Turn
	err := m.look(ctx, "look up a conversation", func(s session) (err error) {
		all, err = list(ctx, s, scanTurn, "SELECT "+answerColumns+" FROM answers WHERE conversation <> '' AND "+where+" ORDER BY turn DESC LIMIT ?", append(args, n)...)
		return err
	})
	slices.Reverse(all)
	return all, err
}

func scanTurn(r row) (Turn, error) {
	e, err := scanEntry(r)
	return Turn{turnOf(e.Answer, e.At), e.ID, e.Turn, e.Asker, e.Answer.Abstained, citedArticles(e.Answer)}, err
}

func citedArticles(a bot.Answer) []string {
	var articles []string
	for _, c := range cited(a, nil) {
		if !slices.Contains(articles, c.Article) {
			articles = append(articles, c.Article)
		}
	}
	return articles
}

func turnOf(a bot.Answer, at time.Time) bot.Turn { return a.Turn(a.Filter, at) }
