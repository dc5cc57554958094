package discord

import (
	"cmp"
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
)

// article answers /article.
func (b *Bot) article(ctx context.Context, in *interaction, o options) error {
	d, err := b.deskAt(ctx, in)
	if err != nil {
		return err
	}
	if err := in.begin(ctx, true); err != nil {
		return err
	}
	card, err := d.Article(ctx, o.text("article"))
	if err != nil {
		return err
	}
	return in.put(ctx, articleMessage(card, in.locale()), true)
}

// articleMessage shows one article's card.
func articleMessage(c desk.Card, l desk.Locale) message {
	s := c.Source()
	parts := append(particulars(s, plan{part: 200}, l), l.Count("article.passages", c.Passages))
	lines := []string{link(bound(cmp.Or(plain(c.Headline), plain(c.ID)), 250), c.URL), strings.Join(parts, " · ")}
	if c.Retracted {
		lines = append(lines, "**"+l.Say("article.retracted")+"**")
	}
	if c.Corrected != nil {
		lines = append(lines, escape(bound(l.Say("article.corrects", "headline", c.Corrected.Headline), 300)))
	}
	for _, text := range c.Corrections {
		if !strings.HasPrefix(text, "Correction") {
			text = l.Say("article.correction", "text", text)
		}
		lines = append(lines, escape(bound(text, 500)))
	}
	for _, n := range c.Notices {
		text := l.Say("article.correction_on", "date", l.Day(bot.Day{Time: n.Published}), "text", cmp.Or(n.Headline, n.ID))
		lines = append(lines, escape(bound(text, 300)))
	}
	if lede := c.Lede(); lede != "" {
		lines = append(lines, "> "+escape(bound(lede, 600)))
	}
	return message{Embeds: []*discordgo.MessageEmbed{{Description: fitting(lines), Color: answered}}}
}
