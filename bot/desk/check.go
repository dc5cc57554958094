package desk

import (
	"context"
	"strings"

	"dateline/bot"
)

// Check tells what the coverage says of a claim, for and against.
func (d *Desk) Check(ctx context.Context, claim string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	q := bot.Question{Task: bot.Checking, Text: strings.TrimSpace(claim)}
	if err := q.Check(); err != nil {
		return bot.Answer{}, asked(err)
	}
	return d.tell(ctx, q, w, bot.Checked, false, show)
}
