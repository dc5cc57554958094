package discord

import (
	"context"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// use is what a reader did with a button, a menu or a form.
type use struct {
	id     string            // of the answer that it belongs to, or ""
	more   string            // what else its custom_id says
	values []string          // chosen from a menu
	fields map[string]string // filled into a form
}

// usage answers a button, a menu or a form.
type usage func(b *Bot, ctx context.Context, in *interaction, u use) error

// pressed are the answers to buttons and menus, by action.
func pressed() map[string]usage {
	return map[string]usage{
		"passages": (*Bot).passages, "good": (*Bot).good, "bad": (*Bot).bad, "follow_up": (*Bot).followUp, "share": (*Bot).share,
		"stop": (*Bot).stop, "offer": (*Bot).choose, "coverage": (*Bot).turnPage, "forget": (*Bot).forget,
		"following": (*Bot).endChosen, "unfollow": (*Bot).unfollow,
		tidyAction: (*Bot).tidy,
	}
}

// forms are the answers to forms, by action.
func forms() map[string]usage {
	return map[string]usage{"ask": (*Bot).asks, "follow_up": (*Bot).followsUp, "bad": (*Bot).reason, "check": (*Bot).checks}
}

// customID is what a button says of itself: its action, the ID of the answer that it belongs to, and more where need be. It
// has at most maxCustomID characters: IDs are memory's.
func customID(action, id string, more ...string) string {
	return strings.Join(append([]string{action, id}, more...), ":")
}

// readID reads a custom_id.
func readID(customID string) (action string, u use) {
	action, rest, _ := strings.Cut(customID, ":")
	u.id, u.more, _ = strings.Cut(rest, ":")
	return action, u
}

// press answers a button, or a menu.
func (b *Bot) press(ctx context.Context, in *interaction, used discordgo.MessageComponentInteractionData) error {
	action, u := readID(used.CustomID)
	u.values = used.Values
	answer, ok := pressed()[action]
	if !ok {
		return errOutdated
	}
	return answer(b, ctx, in, u)
}

// controls are the buttons and menus under an answer. followUp tells whether there is one to ask on.
func controls(e memory.Entry, l desk.Locale, followUp bool) []discordgo.MessageComponent {
	var row discordgo.ActionsRow
	button := func(action, label, emoji string) {
		c := discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: customID(action, e.ID)}
		if emoji != "" {
			c.Emoji = &discordgo.ComponentEmoji{Name: emoji}
		}
		row.Components = append(row.Components, c)
	}
	if slices.ContainsFunc(e.Answer.Sources, hasPassage) {
		button("passages", l.Say("button.passages"), "")
	}
	button("good", "", "👍")
	button("bad", "", "👎")
	if followUp {
		button("follow_up", l.Say("button.follow_up"), "")
	}
	if e.Private {
		button("share", l.Say("button.share"), "")
	}
	rows := []discordgo.MessageComponent{row}
	if menu := offers(e, l); len(menu.Options) > 0 {
		rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{menu}})
	}
	return rows
}

// stopButton stands under an answer in the making.
func stopButton(id string, l desk.Locale) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: l.Say("button.stop"), Style: discordgo.SecondaryButton, CustomID: customID("stop", id)},
	}}}
}

// stop ends the making of an answer, for its asker.
func (b *Bot) stop(ctx context.Context, in *interaction, u use) error {
	asker, stop, ok := b.running.get(u.id)
	switch {
	case !ok:
		return desk.Usage("error.not_making")
	case asker != in.asker():
		return desk.Usage("error.not_yours")
	}
	stop()
	return in.touch(ctx)
}
