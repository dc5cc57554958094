package discord

import (
	"context"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// offers is the menu of the windows in which an abstention's question would be answered; it may have no options.
func offers(e memory.Entry, l desk.Locale) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: customID("offer", e.ID), Placeholder: l.Say("menu.offer")}
	for i, o := range e.Answer.Offers {
		if label := cut(plain(l.Offer(o)), maxChoice); label != "" && i < desk.MaxChoices {
			menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: label, Value: strconv.Itoa(i)})
		}
	}
	return menu
}

// choose asks an abstention's question again in the window that was chosen.
func (b *Bot) choose(ctx context.Context, in *interaction, u use) error {
	e, err := b.entry(ctx, u.id)
	if err != nil {
		return err
	}
	if len(u.values) != 1 {
		return errOutdated
	}
	n, err := strconv.Atoi(u.values[0])
	if err != nil || n < 0 || n >= len(e.Answer.Offers) {
		return errOutdated
	}
	q := b.askedBy(ctx, in)
	q.text, q.offer, q.private = full(e), &e.Answer.Offers[n], &e.Private
	q.conversation, q.turn = e.Conversation, e.Turn
	return b.question(ctx, in, q)
}

// full is the question that an answer answers, in full.
func full(e memory.Entry) string { return e.Answer.Turn(e.Answer.Filter, e.At).Full() }
