package desk

import (
	"context"
	"strings"

	"dateline/bot"
)

// datedPassages is how many passages of a topic a timeline is made of.
const datedPassages = 80

// Timeline tells the dated events of a topic or a person, a line each.
func (d *Desk) Timeline(ctx context.Context, topic string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	q := bot.Question{Task: bot.Chronicling, Text: strings.TrimSpace(topic)}
	if err := written(q.Text, "error.no_topic"); err != nil {
		return bot.Answer{}, err
	}
	return d.tell(ctx, q, w, datedPassages, true, show)
}
