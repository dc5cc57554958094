package discord

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
)

// passagesAction begins the custom_id of the button that shows passages. Behind it stand their IDs, divided by commas, so
// that the button works after a restart; an ID has its number before it (3:…) where it is not the one after the last.
const passagesAction = "passages:"

// maxButtons is how many buttons stand in a row.
const maxButtons = 5

// numbered is a passage as an answer's markers name it.
type numbered struct {
	n  int
	id string
}

// passageButtons are the buttons that show the passages of these sources: one, where one custom_id holds their IDs.
func passageButtons(sources []bot.Source) discordgo.ActionsRow {
	type button struct {
		id          string
		first, last int
	}
	var buttons []button
	for _, s := range sources {
		if s.PassageID == "" || len(s.PassageID) > maxCustomID/2 || strings.ContainsAny(s.PassageID, ":,") {
			continue
		}
		if at := len(buttons) - 1; at >= 0 {
			if id := buttons[at].id + "," + item(s, buttons[at].last); len(id) <= maxCustomID {
				buttons[at] = button{id, buttons[at].first, s.N}
				continue
			}
		}
		buttons = append(buttons, button{passagesAction + item(s, 0), s.N, s.N})
	}
	var row discordgo.ActionsRow
	for _, b := range buttons[:min(len(buttons), maxButtons)] {
		label := "Show passages"
		if len(buttons) > 1 {
			label = fmt.Sprintf("Show passages %d–%d", b.first, b.last)
		}
		row.Components = append(row.Components, discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: b.id})
	}
	return row
}

// item is a passage in a custom_id, behind the passage with the number after.
func item(s bot.Source, after int) string {
	if s.N == after+1 {
		return s.PassageID
	}
	return strconv.Itoa(s.N) + ":" + s.PassageID
}

// wantedPassages reads the custom_id of such a button.
func wantedPassages(customID string) ([]numbered, bool) {
	list, ok := strings.CutPrefix(customID, passagesAction)
	if !ok || list == "" {
		return nil, false
	}
	var wanted []numbered
	n := 0
	for item := range strings.SplitSeq(list, ",") {
		n++
		if number, id, explicit := strings.Cut(item, ":"); explicit {
			given, err := strconv.Atoi(number)
			if err != nil {
				return nil, false
			}
			n, item = given, id
		}
		wanted = append(wanted, numbered{n, item})
	}
	return wanted, true
}

// press answers a button: the passages behind an answer, to the reader alone.
func (b *Bot) press(ctx context.Context, in *interaction, customID string) error {
	wanted, ok := wantedPassages(customID)
	if !ok {
		return outdated
	}
	if err := in.wait(ctx, true); err != nil {
		return err
	}
	var ids []string
	for _, w := range wanted {
		ids = append(ids, w.id)
	}
	found, err := b.desk.Passages(ctx, ids)
	if err != nil {
		return err
	}
	messages := passageMessages(wanted, found)
	if err := in.put(ctx, messages[0], true); err != nil {
		return err
	}
	for _, m := range messages[1:] {
		if err := in.add(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// passageMessages show passages, quoted, each under the number that the answer gave it, and say which are gone. There is
// at least one message.
func passageMessages(wanted []numbered, found []bot.Source) []message {
	messages := []message{{}}
	var gone []string
	room := maxEmbeds
	for _, w := range wanted {
		at := slices.IndexFunc(found, func(s bot.Source) bool { return s.PassageID == w.id })
		if at < 0 {
			gone = append(gone, fmt.Sprintf("Passage [%d] is no longer in the coverage.", w.n))
			continue
		}
		source := found[at]
		source.N = w.n
		text := quoted(source)
		m := &messages[len(messages)-1]
		if units(text) > room || len(m.Embeds) == maxEmbedCount {
			messages = append(messages, message{})
			m, room = &messages[len(messages)-1], maxEmbeds
		}
		m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{Description: text, Color: answered})
		room -= units(text)
	}
	messages[0].Content = strings.Join(gone, "\n")
	return messages
}

// quoted is a passage under its source's line.
func quoted(s bot.Source) string {
	head := sourceLine(s, plan{headline: 200, part: 100}) + "\n> "
	if units(head) > maxDescription/2 { // an address without end
		head = sourceLine(s, plan{headline: 200, part: 100, alone: true, bare: true}) + "\n> "
	}
	return head + escapeTo(s.Text, maxDescription-units(head))
}
