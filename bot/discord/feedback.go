package discord

import (
	"context"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/export"
)

// gapsShown is how many questions that went unanswered are shown beside the file.
const gapsShown = 10

// feedback answers /dateline feedback: what readers think of answers, and the questions that went unanswered, as files and
// in short.
func (b *Bot) feedback(ctx context.Context, in *interaction, o options) error {
	if err := b.moderate(ctx, in); err != nil {
		return err
	}
	var since time.Time
	if text := o.text("since"); text != "" {
		var err error
		if since, err = desk.Since(text, b.clock.now()); err != nil {
			return err
		}
	}
	f, err := export.Of(ctx, b.memory, in.event.GuildID, since)
	if err != nil {
		return err
	}
	return in.put(ctx, feedbackMessage(f, in.locale()), true)
}

// feedbackMessage has the tables as files, and in short what they hold.
func feedbackMessage(f export.Feedback, l desk.Locale) message {
	lines := []string{l.Say("export.none")}
	m := message{Components: noButtons}
	attach := func(name string, text []byte) {
		m.Files = append(m.Files, file{ID: len(m.Files), Name: name, kind: "text/csv; charset=utf-8", text: text})
	}
	if f.Good+f.Bad > 0 {
		lines[0] = l.Say("export.feedback", "good", f.Good, "bad", f.Bad)
		attach("feedback.csv", f.Judgements)
	}
	if !f.Until.IsZero() {
		lines = append(lines, l.Say("export.cut", "since", f.Until.UTC().Format(time.DateOnly)))
	}
	if len(f.Gaps) > 0 {
		attach("unanswered.csv", f.Unanswered)
		lines = append(lines, "", "**"+l.Say("export.gaps")+"**")
	} else {
		lines = append(lines, l.Say("export.no_gaps"))
	}
	for _, g := range f.Gaps[:min(len(f.Gaps), gapsShown)] {
		lines = append(lines, fmt.Sprintf("- %s · %s", escape(bound(g.Question, 200)), l.Count("export.times", g.Count)))
	}
	if more := len(f.Gaps) - gapsShown; more > 0 {
		lines = append(lines, "- "+l.Say("settings.more", "n", more))
	}
	m.Embeds = []*discordgo.MessageEmbed{{Description: fitting(lines), Color: answered}}
	return m
}
