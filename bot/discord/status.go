package discord

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/library"
	"dateline/bot/memory"
)

// checkWithin is how long the model may take to say that it is there.
const checkWithin = 20 * time.Second

// health is what /dateline status shows.
type health struct {
	coverage  desk.Coverage
	model     string // "" where none is asked
	ill       error  // of the model
	operator  bool   // may see why
	memory    error
	retention time.Duration
	lacking   []string // permissions, in this channel
	additions []library.Status
	adds      bool // servers may add coverage
}

// status answers /dateline status.
func (b *Bot) status(ctx context.Context, in *interaction, _ options) error {
	if err := b.moderate(ctx, in); err != nil {
		return err
	}
	h := health{model: b.models.Chat, retention: b.retention, operator: b.operates(in.asker()), adds: b.library != nil}
	var settings memory.Settings
	if settings, h.memory = b.settingsOf(ctx, where{guild: in.event.GuildID, channel: in.event.ChannelID}); h.memory != nil {
		b.log.Error("memory is not well", "error", h.memory)
	}
	var err error
	if h.coverage, err = b.deskOf(&asked{where: where{guild: in.event.GuildID}}, settings).Coverage(ctx, "", 0); err != nil {
		return err
	}
	if b.wellness != nil {
		checking, done := context.WithTimeout(ctx, checkWithin)
		defer done()
		if h.ill = b.wellness(checking); h.ill != nil {
			b.log.Warn("the model is not well", "error", h.ill)
		}
	}
	if h.adds && h.memory == nil {
		if h.additions, err = b.library.Status(ctx, in.event.GuildID); err != nil {
			return err
		}
	}
	for _, p := range needed {
		if in.event.AppPermissions&(p.bit|discordgo.PermissionAdministrator) == 0 {
			h.lacking = append(h.lacking, p.name)
		}
	}
	return in.put(ctx, statusMessage(h, in.locale()), true)
}

// statusMessage says of each part whether it is well.
func statusMessage(h health, l desk.Locale) message {
	well, ill := "🟢 ", "🔴 "
	lines := []string{well + "**" + l.Say("status.coverage") + "**"}
	if h.coverage.Articles == 0 {
		lines[0] = ill + "**" + l.Say("status.coverage") + "**"
	}
	lines = append(lines, survey(h.coverage, l)[0], "")
	switch {
	case h.model == "":
		lines = append(lines, well+"**"+l.Say("status.model")+"**", l.Say("status.no_model"), "")
	case h.ill == nil:
		lines = append(lines, well+"**"+l.Say("status.model")+"**", l.Say("status.model_well", "model", escape(bound(h.model, 100))), "")
	default:
		why := l.Say("status.model_ill", "model", escape(bound(h.model, 100)))
		if h.operator { // it may name the operator's own machines
			why += " " + escape(bound(h.ill.Error(), 500))
		}
		lines = append(lines, ill+"**"+l.Say("status.model")+"**", why, "")
	}
	kept := l.Say("status.forever")
	if h.retention > 0 {
		kept = l.Count("status.days", int((h.retention+24*time.Hour-1)/(24*time.Hour)))
	}
	if h.memory == nil {
		lines = append(lines, well+"**"+l.Say("status.memory")+"**", kept)
	} else {
		lines = append(lines, ill+"**"+l.Say("status.memory")+"**", l.Say("status.memory_ill"))
	}
	if len(h.lacking) > 0 {
		lines = append(lines, "", ill+"**"+l.Say("status.permissions")+"**", l.Say("status.lacking", "permissions", strings.Join(h.lacking, ", ")))
	}
	if h.adds {
		mark := well
		if slices.ContainsFunc(h.additions, troubled) {
			mark = ill
		}
		lines = append(append(lines, "", mark+"**"+l.Say("status.additions")+"**"), additionLines(h.additions, l)...)
	}
	return message{Embeds: []*discordgo.MessageEmbed{{Title: l.Say("status.title"), Description: fitting(lines), Color: answered}}, Components: noButtons}
}

func troubled(s library.Status) bool {
	return s.State == library.Failing || s.State == library.Lost || s.Silent != ""
}
