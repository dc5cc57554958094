package discord

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// quotaWindow is the time for which /dateline settings sets quotas.
const quotaWindow = time.Hour

// settingsOf are the settings that hold in a place; in direct messages none do.
func (b *Bot) settingsOf(ctx context.Context, w where) (memory.Settings, error) {
	if w.guild == "" {
		return memory.Settings{}, nil
	}
	return b.memory.Settings(ctx, w.guild, w.scopes()...)
}

// deskOf is the desk for what was asked: with the guild's own coverage, and of the outlets that are shown there.
func (b *Bot) deskOf(q *asked, s memory.Settings) Desk {
	if b.deskFor == nil {
		return b.desk
	}
	return b.deskFor(q.guild, s.Outlets)
}

// settings answers /dateline settings: it changes what its options say, and shows what holds then.
func (b *Bot) settings(ctx context.Context, in *interaction, o options) error {
	if err := b.moderate(ctx, in); err != nil {
		return err
	}
	c := change{guild: in.event.GuildID, by: in.asker(), options: o, scope: in.event.GuildID}
	if channel := o.text("channel"); channel != "" {
		c.scope = channel
	}
	changed, err := b.change(ctx, in, c)
	if err != nil {
		return err
	}
	m, err := b.settingsMessage(ctx, in.locale(), c.guild, c.scope)
	if err != nil {
		return err
	}
	var said []string
	if changed {
		said = append(said, in.locale().Say("settings.changed"))
	}
	if o.text("auto") != "" && !b.unbidden {
		said = append(said, in.locale().Say("settings.deaf"))
	}
	m.Content = strings.Join(said, " ")
	return in.put(ctx, m, true)
}

// change is what a moderator wants changed in one scope of a guild.
type change struct {
	guild, scope, by string
	options          options
}

// places are the kinds of channels in which the bot answers.
var places = []discordgo.ChannelType{
	discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews, discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread,
	discordgo.ChannelTypeGuildPrivateThread, discordgo.ChannelTypeGuildForum, discordgo.ChannelTypeGuildMedia,
}

// change checks everything first and then makes it, one change after the other.
func (b *Bot) change(ctx context.Context, in *interaction, c change) (changed bool, err error) {
	if err := c.check(in.event.ApplicationCommandData().Resolved); err != nil {
		return false, err
	}
	b.moderating.Lock() // lists are read, changed and written
	defer b.moderating.Unlock()
	whole, err := b.memory.SettingsAt(ctx, c.guild, c.guild)
	if err != nil {
		return false, err
	}
	lists, emptied := c.lists(whole)
	own, cleared, err := b.own(ctx, c)
	if err != nil {
		return false, err
	}
	for _, step := range []struct {
		scope string
		set   memory.Settings
		clear []memory.Field
		all   bool
	}{
		{scope: c.options.text("reset"), all: true},
		{scope: c.guild, set: lists, clear: emptied},
		{scope: c.scope, set: own, clear: cleared},
	} {
		if step.all && (step.scope == "" || step.scope == c.guild) { // an old guild's first channel has the guild's ID
			continue
		}
		if step.all || len(step.clear) > 0 {
			if err := b.memory.Clear(ctx, c.guild, step.scope, c.by, step.clear...); err != nil {
				return changed, err
			}
			changed = true
		}
		if !isZero(step.set) {
			if err := b.memory.Set(ctx, c.guild, step.scope, c.by, step.set); err != nil {
				return changed, err
			}
			changed = true
		}
	}
	return changed, nil
}

// check finds what cannot be set. Discord's clients keep to what the options take; others may not.
func (c change) check(resolved *discordgo.ApplicationCommandInteractionDataResolved) error {
	o := c.options
	for _, name := range []string{"allow", "auto", "reset", "channel"} {
		if id := o.text(name); id != "" && resolved != nil && resolved.Channels[id] != nil && !slices.Contains(places, resolved.Channels[id].Type) {
			return desk.Usage("error.channel_kind")
		}
	}
	for name, choices := range map[string][]string{"visibility": desk.Visibilities, "whose": desk.QuotaHolders, "language": desk.Languages} {
		if v := o.text(name); v != "" && !slices.Contains(choices, v) {
			return desk.Usage("error.choice", "option", name, "choices", strings.Join(choices, ", "))
		}
	}
	quota, whose := o.number("quota"), o.text("whose")
	_, given := o["quota"]
	switch {
	case given && (quota < 0 || quota > desk.MaxQuota):
		return desk.Usage("error.quota", "most", desk.MaxQuota)
	case whose != "" && o.text("role") != "":
		return desk.Usage("error.quota_role")
	case whose != "" && !given:
		return desk.Usage("error.quota_missing")
	case whose == "server" && c.scope != c.guild:
		return desk.Usage("error.quota_server")
	case o.text("outlets") != "" && len(o.list("outlets")) == 0:
		return desk.Usage("error.outlet_list")
	}
	return nil
}

// lists are the guild's lists of channels after the change, and those that have nothing left.
func (c change) lists(s memory.Settings) (set memory.Settings, emptied []memory.Field) {
	add, auto, reset := c.options.text("allow"), c.options.text("auto"), c.options.text("reset")
	edit := func(list []string, field memory.Field, add string) []string {
		after := slices.DeleteFunc(slices.Clone(list), func(id string) bool { return id == reset })
		if add != "" && !slices.Contains(after, add) {
			after = append(after, add)
		}
		switch {
		case slices.Equal(after, list):
			return nil
		case len(after) == 0:
			emptied = append(emptied, field)
			return nil
		}
		return after
	}
	set.Channels = edit(s.Channels, memory.Channels, add)
	set.AutoAnswer = edit(s.AutoAnswer, memory.AutoAnswer, auto)
	return set, emptied
}

// own is what changes in the scope itself.
func (b *Bot) own(ctx context.Context, c change) (set memory.Settings, cleared []memory.Field, err error) {
	o := c.options
	if v := o.text("visibility"); v != "" {
		set.Private = new(v == "private")
	}
	switch v := o.text("language"); v {
	case "":
	case "own":
		cleared = append(cleared, memory.Language)
	default:
		set.Language = &v
	}
	switch outlets := o.list("outlets"); {
	case len(outlets) == 1 && strings.EqualFold(outlets[0], "all"):
		cleared = append(cleared, memory.Outlets)
	case len(outlets) > 0:
		there, err := b.outlets(ctx, c.guild)
		if err != nil {
			return set, nil, err
		}
		if set.Outlets, err = desk.OutletsNamed(there, outlets); err != nil {
			return set, nil, err
		}
	}
	quota := o.number("quota")
	_, given := o["quota"]
	limit := &memory.Limit{Most: quota, Per: quotaWindow}
	if quota == 0 {
		limit = &memory.Limit{} // it lifts a wider scope's, too
	}
	role, whose := o.text("role"), o.text("whose")
	switch {
	case role != "" && role != c.guild: // a guild's own ID is the role that everyone has
		holds, err := b.memory.Settings(ctx, c.guild, c.scope)
		if err != nil {
			return set, nil, err
		}
		set.RoleQuotas = maps.Clone(holds.RoleQuotas)
		if set.RoleQuotas == nil {
			set.RoleQuotas = map[string]memory.Limit{}
		}
		if delete(set.RoleQuotas, role); given {
			set.RoleQuotas[role] = *limit
		}
		if len(set.RoleQuotas) == 0 {
			set.RoleQuotas, cleared = nil, append(cleared, memory.RoleQuotas)
		}
	case !given:
	case whose == "channel":
		set.ChannelQuota = limit
	case whose == "server":
		set.GuildQuota = limit
	default:
		set.ReaderQuota = limit
	}
	return set, cleared, nil
}

// outlets are all that a guild's coverage has.
func (b *Bot) outlets(ctx context.Context, guild string) ([]string, error) {
	c, err := b.deskOf(&asked{where: where{guild: guild}}, memory.Settings{}).Coverage(ctx, "", 0)
	var names []string
	for _, o := range c.Outlets {
		names = append(names, o.Name)
	}
	return names, err
}

func isZero(s memory.Settings) bool {
	return s.Channels == nil && s.AutoAnswer == nil && s.Private == nil && s.ReaderQuota == nil && s.RoleQuotas == nil &&
		s.ChannelQuota == nil && s.GuildQuota == nil && s.Language == nil && s.Outlets == nil
}

// list is what was filled in with commas between.
func (o options) list(name string) []string {
	var all []string
	for part := range strings.SplitSeq(o.text(name), ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
