package desk

import (
	"context"
	"strings"

	"dateline/bot"
)

// checkedPassages is how many passages a claim is held against.
const checkedPassages = 40

// Check tells what the coverage says of a claim, for and against.
func (d *Desk) Check(ctx context.Context, claim string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	q := bot.Question{Task: bot.Checking, Text: strings.TrimSpace(claim)}
	if q.Check() != nil {
		return bot.Answer{}, usage("error.no_claim")
	}
	return d.tell(ctx, q, w, checkedPassages, false, show)
}
