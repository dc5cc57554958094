package discord

import (
	"context"
	"fmt"
	"time"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// quotasOf are the quotas that a question is taken from. A reader's questions count wherever in the server they are asked,
// also where the limit is a channel's own. Where no moderator has a say, in direct messages and in servers that have not added the
// bot, they count together, against what the operator set.
func (b *Bot) quotasOf(q *asked, s memory.Settings) []memory.Quota {
	if q.guild == "" || q.brought {
		if b.directQuota <= 0 {
			return nil
		}
		return []memory.Quota{{Kind: memory.OfReader, Name: q.asker, Limit: memory.Limit{Most: b.directQuota, Per: quotaWindow}}}
	}
	var quotas []memory.Quota
	add := func(kind memory.Kind, name string, limit *memory.Limit) {
		if limit != nil && limit.Per > 0 {
			quotas = append(quotas, memory.Quota{Guild: q.guild, Kind: kind, Name: name, Limit: *limit})
		}
	}
	limit, _ := readerLimit(s, q.roles)
	add(memory.OfReader, q.asker, limit)
	add(memory.OfChannel, q.channel, s.ChannelQuota)
	add(memory.OfGuild, q.guild, s.GuildQuota)
	return quotas
}

// readerLimit is the limit of a reader with these roles: the most generous one of their roles, where any has one, else the
// one of every reader.
func readerLimit(s memory.Settings, roles []string) (limit *memory.Limit, ofRole bool) {
	for _, role := range roles {
		if own, ok := s.RoleQuotas[role]; ok && (limit == nil || moreGenerous(own, *limit)) {
			limit = &own
		}
	}
	if limit != nil {
		return limit, true
	}
	return s.ReaderQuota, false
}

func moreGenerous(a, b memory.Limit) bool {
	if a.Per <= 0 || b.Per <= 0 { // no limit
		return b.Per > 0
	}
	return float64(a.Most)/float64(a.Per) > float64(b.Most)/float64(b.Per)
}

// take takes a question from the quotas that hold for it. It is a refusal where one is used up.
func (b *Bot) take(ctx context.Context, l desk.Locale, q *asked, s memory.Settings) (memory.Taken, error) {
	quotas := b.quotasOf(q, s)
	if len(quotas) == 0 {
		return memory.Taken{OK: true, Left: -1}, nil
	}
	taken, err := b.memory.Take(ctx, quotas...)
	if err != nil || taken.OK {
		return taken, err
	}
	b.refused.Add(1)
	_, ofRole := readerLimit(s, q.roles)
	return taken, refusal{usedUp(l, taken, ofRole)}
}

// usedUp says which quota is used up, and until when.
func usedUp(l desk.Locale, t memory.Taken, ofRole bool) string {
	when := inWhile(t.Reset)
	switch {
	case t.Refused.Kind == memory.OfChannel:
		return l.Say("quota.channel", "when", when)
	case t.Refused.Kind == memory.OfGuild:
		return l.Say("quota.guild", "when", when)
	case ofRole:
		return l.Say("quota.role", "when", when)
	}
	return l.Say("quota.user", "when", when)
}

// inWhile is a time soon to come as Discord counts down to it, and plain, for who reads it elsewhere.
func inWhile(t time.Time) string {
	t = t.Add(time.Second - 1).Truncate(time.Second) // never too early
	return fmt.Sprintf("<t:%d:R> (%s)", t.Unix(), t.UTC().Format("15:04:05 UTC"))
}

// giveBack returns what was taken for a question that was not answered.
func (b *Bot) giveBack(ctx context.Context, taken memory.Taken) {
	if err := b.memory.Return(context.WithoutCancel(ctx), taken); err != nil {
		b.log.Warn("a quota is not given back", "error", err)
	}
}
