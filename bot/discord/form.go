package discord

import (
	"context"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// Discord's limits of a form, in characters.
const (
	maxTitle = 45 // and of a field's label
	maxField = 4000
)

// form is what a reader fills in.
type form struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

func newForm(id, title string, fields ...discordgo.TextInput) form {
	f := form{CustomID: id, Title: cut(title, maxTitle)}
	for _, field := range fields {
		field.Label = cut(field.Label, maxTitle)
		if field.MaxLength > 0 {
			field.Value = cut(field.Value, field.MaxLength)
		}
		f.Components = append(f.Components, discordgo.ActionsRow{Components: []discordgo.MessageComponent{field}})
	}
	return f
}

// windowFields are the options of /ask that its form takes over, where they are filled in.
var windowFields = []string{"since", "until", "outlet", "article"}

// askForm is the form for a long question. What else was filled into the command stands in it too, so that it need not be
// remembered meanwhile.
func askForm(o options, l desk.Locale) form {
	fields := []discordgo.TextInput{{
		CustomID: "question", Label: l.Say("modal.question"), Style: discordgo.TextInputParagraph, Required: true, MaxLength: bot.MaxQuestion,
	}}
	for _, name := range windowFields {
		if o.text(name) != "" {
			fields = append(fields, discordgo.TextInput{
				CustomID: name, Label: l.Say("modal." + name), Style: discordgo.TextInputShort, Value: o.text(name), MaxLength: maxField,
			})
		}
	}
	seen := ""
	if private := o.given("private"); private != nil {
		seen = map[bool]string{true: "private", false: "public"}[*private]
	}
	return newForm(customID("ask", "", seen), l.Say("button.ask"), fields...)
}

// asks answers the form of /ask.
func (b *Bot) asks(ctx context.Context, in *interaction, u use) error {
	q := b.askedBy(ctx, in)
	q.text = u.fields["question"]
	q.window = desk.Window{Since: u.fields["since"], Until: u.fields["until"], Outlet: u.fields["outlet"], Article: u.fields["article"]}
	if u.more != "" {
		q.private = new(u.more == "private")
	}
	return b.question(ctx, in, q)
}

// followUp opens the form for a question that goes on from an answer.
func (b *Bot) followUp(ctx context.Context, in *interaction, u use) error {
	if _, err := b.entry(ctx, u.id); err != nil {
		return err
	}
	return in.open(ctx, followUpForm(u.id, in.locale()))
}

func followUpForm(id string, l desk.Locale) form {
	return newForm(customID("follow_up", id), l.Say("button.follow_up"), discordgo.TextInput{
		CustomID: "question", Label: l.Say("modal.follow_up"), Style: discordgo.TextInputParagraph, Required: true, MaxLength: bot.MaxQuestion,
	})
}

// followsUp answers that form, and shows the answer to whom the one before was shown.
func (b *Bot) followsUp(ctx context.Context, in *interaction, u use) error {
	looking, done := context.WithTimeout(ctx, b.lookWithin)
	defer done()
	e, err := b.entry(looking, u.id)
	switch {
	case errors.Is(err, errOutdated):
		return err
	case err != nil: // it was not seen by all for sure, so neither is the answer
		b.log.Error("an answer cannot be read, so a question goes on with nothing", "answer", u.id, "error", err)
		e.Private = true
	}
	q := b.askedBy(ctx, in)
	q.text, q.private, q.conversation, q.turn = u.fields["question"], &e.Private, e.Conversation, e.Turn
	return b.question(ctx, in, q)
}

// entry is the answer that a button stands under; errOutdated where it is no longer kept.
func (b *Bot) entry(ctx context.Context, id string) (memory.Entry, error) {
	e, err := b.memory.Entry(ctx, id)
	if errors.Is(err, memory.ErrUnknown) {
		err = errOutdated
	}
	return e, err
}

// submit answers a form.
func (b *Bot) submit(ctx context.Context, in *interaction, sent discordgo.ModalSubmitInteractionData) error {
	action, u := readID(sent.CustomID)
	u.fields = map[string]string{}
	for _, row := range sent.Components {
		if row, ok := row.(*discordgo.ActionsRow); ok {
			for _, c := range row.Components {
				if field, ok := c.(*discordgo.TextInput); ok {
					u.fields[field.CustomID] = strings.TrimSpace(field.Value)
				}
			}
		}
	}
	answer, ok := forms()[action]
	if !ok {
		return errOutdated
	}
	return answer(b, ctx, in, u)
}
