package desk

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// datedPassages is how many passages of a topic a timeline is made of.
const datedPassages = 80

// Timeline tells the dated events of a topic or a person, a line each. The dates of the window, or else the time that the topic
// names, bound the events and not the coverage that tells of them.
func (d *Desk) Timeline(ctx context.Context, topic string, w Window, show func(bot.Claim)) (bot.Answer, error) {
	q := bot.Question{Task: bot.Chronicling, Text: strings.TrimSpace(topic)}
	if err := written(q.Text, "error.no_topic"); err != nil {
		return bot.Answer{}, err
	}
	var err error
	if q.Filter, err = d.filter(ctx, w); err != nil {
		return bot.Answer{}, err
	}
	articles, err := d.articles(ctx)
	if err != nil {
		return bot.Answer{}, err
	}
	newest := time.Time{}
	for i := range articles {
		if articles[i].Published.After(newest) {
			newest = articles[i].Published
		}
	}
	q.Audience, q.Topic = d.audience, q.Text
	shown := ""
	if topic, from, to, ok := during(q.Text, newest); ok && q.Filter.Since.IsZero() && q.Filter.Until.IsZero() {
		q.Topic, q.Filter.Since, q.Filter.Until = topic, from, to
		shown = "events of " + English.Span(bot.Day{Time: from}, bot.Day{Time: to.AddDate(0, 0, -1)})
	}
	of := q.Filter
	of.Since, of.Until = time.Time{}, time.Time{}
	began := time.Now()
	found, err := d.Search.Search(ctx, retrieval.Query{Text: q.Topic, Filter: d.only(of), Audience: d.audience, K: datedPassages})
	if err != nil {
		return bot.Answer{}, fmt.Errorf("search the coverage: %w", err)
	}
	if err := d.fill(ctx, &found); err != nil {
		return bot.Answer{}, err
	}
	if shown != "" {
		found.Read.Shown = strings.Trim(shown+", "+found.Read.Shown, ", ")
	}
	return d.answer(ctx, q, found, began, show)
}

var (
	// leading is what leads to the time that a topic names, and has it bound what is asked for.
	leading = regexp.MustCompile(`(?i)(?:^|\s)(in|during|on|since|from|until|through)\s+(?:the\s+month\s+of\s+)?$`)
	// fourDigits are a year.
	fourDigits = regexp.MustCompile(`\b\d{4}\b`)
)

// during is a topic without the time that it names, and that time, half open: “Kabul in July” is of Kabul, in the last July that
// had begun when the coverage ends.
func during(topic string, newest time.Time) (rest string, from, to time.Time, ok bool) {
	for _, m := range mention.Dates(topic, newest) {
		lead := leading.FindStringSubmatchIndex(topic[:m.Start])
		if !m.Resolved || lead == nil || m.Relative && newest.IsZero() {
			continue
		}
		from, to = m.From, m.To
		if !m.Relative && !fourDigits.MatchString(m.In(topic)) {
			if newest.IsZero() {
				continue
			}
			for from.After(newest) {
				from, to = from.AddDate(-1, 0, 0), to.AddDate(-1, 0, 0)
			}
		}
		switch strings.ToLower(topic[lead[2]:lead[3]]) {
		case "since", "from":
			to = time.Time{}
		case "until", "through":
			from = time.Time{}
		}
		rest = strings.TrimSpace(topic[:lead[0]] + topic[m.End:])
		if strings.IndexFunc(rest, unicode.IsLetter) >= 0 {
			return rest, from, to, true
		}
	}
	return topic, from, to, false
}
