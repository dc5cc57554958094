package discord

import (
	"context"
	"maps"
	"slices"

	"dateline/bot/memory"
)

// tidyAction is the button that drops what is set for channels and roles that were deleted.
const tidyAction = "tidy"

// tidy drops what is set for channels and roles that were deleted, for a moderator who pressed the button.
func (b *Bot) tidy(ctx context.Context, in *interaction, _ use) error {
	if err := b.moderate(ctx, in); err != nil {
		return err
	}
	guild, by := in.event.GuildID, in.asker()
	if err := b.dropGone(ctx, guild, by); err != nil {
		return err
	}
	m, err := b.settingsMessage(ctx, in.locale(), guild, guild)
	if err != nil {
		return err
	}
	m.Content = in.locale().Say("settings.changed")
	return in.put(ctx, m, true)
}

func (b *Bot) dropGone(ctx context.Context, guild, by string) error {
	s, err := b.readSettings(ctx, guild)
	if err != nil {
		return err
	}
	roll := b.callRoll(ctx, guild, s.channels(), s.roles())
	b.moderating.Lock()
	defer b.moderating.Unlock()
	if s, err = b.readSettings(ctx, guild); err != nil { // others may have changed them meanwhile
		return err
	}
	s.rollCall = roll
	for scope, of := range s.single {
		if s.gone[scope] {
			err = b.memory.Clear(ctx, guild, scope, by)
		} else {
			err = b.dropRoles(ctx, guild, scope, by, of.RoleQuotas, s.gone)
		}
		if err != nil {
			return err
		}
	}
	if err := b.dropRoles(ctx, guild, guild, by, s.whole.RoleQuotas, s.gone); err != nil {
		return err
	}
	for field, list := range map[memory.Field][]string{memory.Channels: s.whole.Channels, memory.AutoAnswer: s.whole.AutoAnswer} {
		left := slices.DeleteFunc(slices.Clone(list), func(id string) bool { return s.gone[id] })
		switch {
		case len(left) == len(list):
			continue
		case len(left) == 0 && field == memory.AutoAnswer:
			err = b.memory.Clear(ctx, guild, guild, by, field)
		case field == memory.AutoAnswer:
			err = b.memory.Set(ctx, guild, guild, by, memory.Settings{AutoAnswer: left})
		default: // where no channel is left it stays set: the bot does not begin to answer everywhere by itself
			err = b.memory.Set(ctx, guild, guild, by, memory.Settings{Channels: left})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Bot) dropRoles(ctx context.Context, guild, scope, by string, quotas map[string]memory.Limit, gone map[string]bool) error {
	left := maps.Clone(quotas)
	maps.DeleteFunc(left, func(role string, _ memory.Limit) bool { return gone[role] })
	switch {
	case len(left) == len(quotas):
		return nil
	case len(left) == 0:
		return b.memory.Clear(ctx, guild, scope, by, memory.RoleQuotas)
	}
	return b.memory.Set(ctx, guild, scope, by, memory.Settings{RoleQuotas: left})
}
