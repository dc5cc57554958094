package discord

import (
	"context"
	"slices"
	"sync"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

// sharing are the answers that are being shared, so that two presses of a button show one but once.
type sharing struct {
	mu sync.Mutex
	by map[string]bool
}

func (s *sharing) begin(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[string]bool{}
	}
	if s.by[id] {
		return false
	}
	s.by[id] = true
	return true
}

func (s *sharing) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, id)
}

// share shows a private answer to everybody, by a further message, and takes the button away.
func (b *Bot) share(ctx context.Context, in *interaction, u use) error {
	if !b.sharing.begin(u.id) {
		return in.touch(ctx)
	}
	defer b.sharing.end(u.id)
	e, err := b.entry(ctx, u.id)
	switch {
	case err != nil:
		return err
	case e.Asker != in.asker():
		return desk.Usage("error.not_yours")
	}
	if err := in.touch(ctx); err != nil {
		return err
	}
	if e.Private {
		s, err := b.settingsOf(ctx, b.locate(ctx, in.event.GuildID, in.event.ChannelID))
		if err != nil {
			return err
		}
		l := in.locale()
		if s.Language != nil {
			l = desk.LocaleOf(*s.Language)
		}
		if e, err = b.refreshed(ctx, e); err != nil {
			return err
		}
		e.Private = false
		shown, err := b.postOnce(ctx, in, sharedMessage(e, l), customID("good", e.ID))
		if err != nil {
			return err
		}
		if err := b.memory.Publish(ctx, e.ID, shown); err != nil {
			return err
		}
	}
	return in.put(ctx, entryMessage(e, in.locale(), true), true)
}

// sharedMessage shows an answer and who shared it.
func sharedMessage(e memory.Entry, l desk.Locale) message {
	m := entryMessage(e, l, true)
	m.Content = "-# " + l.Say("share.by", "reader", "<@"+e.Asker+">")
	return m
}

// postOnce posts a message that has a button. Where Discord does not say whether it made it, the bot looks before it tries again.
func (b *Bot) postOnce(ctx context.Context, in *interaction, m message, button string) (memory.Message, error) {
	for try := 1; ; try++ {
		shown, err := in.post(ctx, m, true)
		if err == nil || refused(err) || try == maxTries || ctx.Err() != nil {
			return shown, err
		}
		since := memory.Message{Channel: in.event.ChannelID, ID: in.event.ID}
		after, unseen := b.messagesAfter(ctx, since)
		if unseen != nil {
			return shown, err
		}
		for _, one := range after {
			if slices.Contains(buttons(one), button) {
				return memory.Message{Channel: since.Channel, ID: one.ID}, nil
			}
		}
		select {
		case <-b.clock.after(firstWait << (try - 1)):
		case <-ctx.Done():
		}
	}
}
