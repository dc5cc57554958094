package discord

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// mostNamed bounds how many channels, roles or outlets are named in one line.
const mostNamed = 25

// languages are what the locales call themselves.
var languages = map[string]string{"en": "English", "es": "Español", "fr": "Français", "de": "Deutsch"}

// rollCall is what of a guild's settings no longer stands in Discord.
type rollCall struct {
	gone   map[string]bool // channels and roles that were deleted
	hidden map[string]bool // channels that the bot may not see
}

// shownSettings are a guild's settings as they are shown: those of the whole guild, and of single channels.
type shownSettings struct {
	whole   memory.Settings
	single  map[string]memory.Settings // by channel
	last    *memory.Change
	outlets []string // of the coverage
	rollCall
}

// settingsMessage shows what is set in a guild, or in one channel of it alone.
func (b *Bot) settingsMessage(ctx context.Context, l desk.Locale, guild, scope string) (message, error) {
	s, err := b.readSettings(ctx, guild)
	if err != nil {
		return message{}, err
	}
	if s.outlets, err = b.outlets(ctx, guild); err != nil {
		return message{}, err
	}
	s.rollCall = b.callRoll(ctx, guild, s.channels(), s.roles())
	if scope != guild {
		return s.ofChannel(l, scope), nil
	}
	return s.message(l), nil
}

// readSettings are a guild's settings as memory has them.
func (b *Bot) readSettings(ctx context.Context, guild string) (s shownSettings, err error) {
	if s.whole, err = b.memory.SettingsAt(ctx, guild, guild); err != nil {
		return s, err
	}
	scopes, err := b.memory.Scopes(ctx, guild)
	if err != nil {
		return s, err
	}
	s.single = map[string]memory.Settings{}
	for _, scope := range scopes {
		if scope == guild {
			continue
		}
		if s.single[scope], err = b.memory.SettingsAt(ctx, guild, scope); err != nil {
			return s, err
		}
	}
	changes, err := b.memory.Changes(ctx, guild, 1)
	if err != nil {
		return s, err
	}
	if len(changes) > 0 {
		s.last = &changes[0]
	}
	return s, nil
}

func (s shownSettings) channels() []string {
	all := slices.Concat(s.whole.Channels, s.whole.AutoAnswer, slices.Collect(maps.Keys(s.single)))
	slices.Sort(all)
	return slices.Compact(all)
}

func (s shownSettings) roles() []string {
	all := slices.Collect(maps.Keys(s.whole.RoleQuotas))
	for _, one := range s.single {
		all = slices.AppendSeq(all, maps.Keys(one.RoleQuotas))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// callRoll finds out which channels and roles were deleted. What Discord does not tell is taken to be there.
func (b *Bot) callRoll(ctx context.Context, guild string, channels, roles []string) rollCall {
	r := rollCall{gone: map[string]bool{}, hidden: map[string]bool{}}
	get := func(address string, into any) error {
		return b.api.call(ctx, route{method: "GET", address: address, limits: b.api.session.Ratelimiter, bucket: address}, nil, into)
	}
	var there []discordgo.Channel
	if len(channels) > 0 {
		if err := get(discordgo.EndpointGuildChannels(guild), &there); err != nil {
			b.log.Warn("a server's channels cannot be listed", "guild", guild, "error", err)
			channels = nil
		}
	}
	for _, id := range channels {
		if slices.ContainsFunc(there, func(c discordgo.Channel) bool { return c.ID == id }) {
			continue
		}
		switch code(get(discordgo.EndpointChannel(id), nil)) { // threads are not listed
		case discordgo.ErrCodeUnknownChannel:
			r.gone[id] = true
		case discordgo.ErrCodeMissingAccess:
			r.hidden[id] = true
		}
	}
	var known []discordgo.Role
	if len(roles) > 0 {
		if err := get(discordgo.EndpointGuildRoles(guild), &known); err != nil {
			b.log.Warn("a server's roles cannot be listed", "guild", guild, "error", err)
			roles = nil
		}
	}
	for _, id := range roles {
		if !slices.ContainsFunc(known, func(r discordgo.Role) bool { return r.ID == id }) {
			r.gone[id] = true
		}
	}
	return r
}

func (s shownSettings) message(l desk.Locale) message {
	where := l.Say("settings.everywhere")
	if s.whole.Channels != nil {
		where = s.namedChannels(l, s.whole.Channels)
	}
	whole := s.whole
	if whole.Private == nil {
		whole.Private = new(false)
	}
	lines := []string{
		labelled(l, "settings.channels", where),
		labelled(l, "settings.auto", s.namedChannels(l, s.whole.AutoAnswer)),
	}
	if whole.ReaderQuota == nil {
		whole.ReaderQuota = &memory.Limit{}
	}
	if whole.Language == nil {
		whole.Language = new("own")
	}
	if whole.Outlets == nil {
		whole.Outlets = []string{}
	}
	lines = append(lines, s.particulars(l, whole)...)
	if len(s.single) > 0 {
		lines = append(lines, "", "**"+l.Say("settings.single")+"**")
	}
	for _, scope := range slices.Sorted(maps.Keys(s.single)) {
		lines = append(lines, "- "+s.channel(l, scope)+"\n  "+strings.Join(s.particulars(l, s.single[scope]), "\n  "))
	}
	if s.last != nil {
		when, who := fmt.Sprintf("<t:%d:R> (%s)", s.last.At.Unix(), s.last.At.UTC().Format("2 Jan 2006 15:04 UTC")), s.last.By
		by := l.Say("settings.since", "when", when)
		if who != "" {
			by = l.Say("settings.by", "when", when, "who", "<@"+who+">")
		}
		lines = append(lines, "", "-# "+by)
	}
	m := message{Embeds: []*discordgo.MessageEmbed{{Title: l.Say("settings.title"), Description: fitting(lines), Color: answered}}, Components: noButtons}
	if len(s.gone) > 0 {
		m.Components = oneButton(l.Say("settings.tidy"), discordgo.SecondaryButton, customID(tidyAction, ""))
	}
	return m
}

// ofChannel shows what is set for one channel.
func (s shownSettings) ofChannel(l desk.Locale, scope string) message {
	lines := s.particulars(l, s.single[scope])
	if len(lines) == 0 {
		lines = []string{l.Say("settings.nothing")}
	}
	lines = append([]string{l.Say("settings.of", "channel", s.channel(l, scope)), ""}, lines...)
	return message{Embeds: []*discordgo.MessageEmbed{{Description: fitting(lines), Color: answered}}, Components: noButtons}
}

// particulars are what is set of visibility, quotas, language and outlets, a line each.
func (s shownSettings) particulars(l desk.Locale, of memory.Settings) []string {
	var lines []string
	if of.Private != nil {
		key := "settings.public"
		if *of.Private {
			key = "settings.private"
		}
		lines = append(lines, labelled(l, "settings.visibility", l.Say(key)))
	}
	var quotas []string
	quota := func(whose string, limit *memory.Limit) {
		if limit == nil {
			return
		}
		n := l.Say("settings.no_limit")
		if limit.Per > 0 {
			n = fmt.Sprint(limit.Most)
		}
		quotas = append(quotas, l.Say("settings.quota", "whose", whose, "n", n))
	}
	quota(l.Say("settings.each_reader"), of.ReaderQuota)
	for _, role := range slices.Sorted(maps.Keys(of.RoleQuotas)) {
		whose := "<@&" + role + ">"
		if s.gone[role] {
			whose = l.Say("settings.gone_role", "id", role)
		}
		quota(whose, new(of.RoleQuotas[role]))
	}
	quota(l.Say("settings.each_channel"), of.ChannelQuota)
	quota(l.Say("settings.all_server"), of.GuildQuota)
	if len(quotas) > 0 {
		lines = append(lines, labelled(l, "settings.quotas", few(l, quotas)))
	}
	if of.Language != nil {
		name, ok := languages[*of.Language]
		if !ok {
			name = l.Say("settings.language_own")
		}
		lines = append(lines, labelled(l, "settings.language", name))
	}
	if of.Outlets != nil {
		names := l.Say("settings.all")
		if len(of.Outlets) > 0 {
			names = s.namedOutlets(l, of.Outlets)
		}
		lines = append(lines, labelled(l, "settings.outlets", names))
	}
	return lines
}

func labelled(l desk.Locale, key, value string) string {
	return "**" + l.Say(key) + "** · " + value
}

func (s shownSettings) namedChannels(l desk.Locale, ids []string) string {
	if len(ids) == 0 {
		return l.Say("settings.nowhere")
	}
	var names []string
	for _, id := range ids {
		names = append(names, s.channel(l, id))
	}
	return few(l, names)
}

func (s shownSettings) channel(l desk.Locale, id string) string {
	switch {
	case s.gone[id]:
		return l.Say("settings.gone_channel", "id", id)
	case s.hidden[id]:
		return l.Say("settings.hidden", "channel", "<#"+id+">")
	}
	return "<#" + id + ">"
}

func (s shownSettings) namedOutlets(l desk.Locale, outlets []string) string {
	var names []string
	for _, o := range outlets {
		name := escape(bound(o, 80))
		if !slices.Contains(s.outlets, o) {
			name = l.Say("settings.outlet_gone", "outlet", name)
		}
		names = append(names, name)
	}
	return few(l, names)
}

// few is a list that says how many it leaves out.
func few(l desk.Locale, names []string) string {
	text := strings.Join(names[:min(len(names), mostNamed)], ", ")
	if more := len(names) - mostNamed; more > 0 {
		text += " " + l.Say("settings.more", "n", more)
	}
	return text
}
