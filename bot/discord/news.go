package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

const (
	// askEvery is how long the bot waits, after it has asked all that is followed again, before new coverage makes it do so
	// once more.
	askEvery = 5 * time.Minute
	// askWithin is how long one such question may take; then another process may ask it.
	askWithin = 15 * time.Minute
	// mostFailures in a row end following a question.
	mostFailures = 8
	// seenState is the note of the coverage's state for which all that is followed was asked again.
	seenState = "followed at"
	// follower asks what is followed: together, such questions wait for a busy model as one reader does.
	follower = "follower"
)

// news asks what readers follow again, where there is new coverage, and tells them how the answers differ.
func (b *Bot) news(ctx context.Context) error {
	later := b.hasten(ctx)
	if later != nil && !errors.Is(later, errLater) {
		return later
	}
	for ctx.Err() == nil {
		due, err := b.memory.Due(ctx, b.shards.has, askWithin)
		if errors.Is(err, memory.ErrUnknown) {
			return later
		}
		if err != nil {
			return errors.Join(err, later)
		}
		if err := guarded(func() error { return b.look(ctx, due) }); err != nil {
			if errors.Is(err, ErrToken) || ctx.Err() != nil {
				return err
			}
			b.log.Warn("a question that is followed could not be asked", "follow", due.ID, "error", err)
		}
	}
	return ctx.Err()
}

// hasten makes all that is followed due where the coverage is another one than the last time; errLater where that was but now.
func (b *Bot) hasten(ctx context.Context) error {
	number, err := b.desk.State(ctx)
	if err != nil {
		return err
	}
	state := strconv.FormatUint(number, 36)
	seen, err := b.memory.Note(ctx, seenState)
	if err != nil || seen == state {
		return err
	}
	if seen != "" {
		now := b.clock.now()
		if now.Sub(b.hastened) < askEvery {
			return errLater
		}
		b.hastened = now
		if err := b.memory.Hasten(ctx); err != nil {
			return err
		}
	}
	return b.memory.SetNote(ctx, seenState, state)
}

// look asks a question that is followed again, and tells what is new.
func (b *Bot) look(ctx context.Context, f memory.Follow) error {
	if !b.clock.now().Before(f.At.Add(followFor)) {
		return b.expire(ctx, f)
	}
	d := b.deskIn(f.Guild)
	asking, done := context.WithTimeout(bot.WithAsker(ctx, follower), askWithin-time.Minute)
	defer done()
	after, err := d.Again(asking, f.Question, bot.Offer{Filter: f.Filter}, nil)
	if err != nil {
		return errors.Join(err, b.memory.Postpone(ctx, f.ID, b.clock.now().Add(askWithin)))
	}
	added, gone := desk.Difference(f.Answer, after)
	if len(gone) > 0 {
		// That another sentence was chosen is no news; that one no longer stands is.
		stands, _, err := d.Standing(ctx, f.Answer)
		if err != nil {
			return err
		}
		gone = slices.DeleteFunc(gone, func(c bot.Claim) bool {
			return !slices.ContainsFunc(stands.Claims, func(s bot.Claim) bool { return s.Withdrawn && s.Text == c.Text })
		})
	}
	if len(added)+len(gone) == 0 {
		return b.memory.Postpone(ctx, f.ID, f.At.Add(followFor))
	}
	told, err := b.tellNews(ctx, f, after, added, gone)
	if told {
		b.pause(ctx)
	}
	return err
}

// tellNews tells once how the answer to a question that is followed differs.
func (b *Bot) tellNews(ctx context.Context, f memory.Follow, after bot.Answer, added, gone []bot.Claim) (told bool, err error) {
	notices, err := b.memory.Notices(ctx, f.ID)
	if err != nil {
		return false, err
	}
	hash := desk.Fingerprint(after)
	change := fmt.Sprintf("%d %s", len(notices), hash)
	telling, err := b.memory.Begin(ctx, f.ID, change, tellWithin)
	switch {
	case err != nil:
		return false, err
	case telling == memory.TellNot:
		return false, b.memory.Postpone(ctx, f.ID, b.clock.now().Add(tellWithin))
	}
	posted, err := b.postNews(ctx, f, len(notices), after, added, gone, telling == memory.TellAgain)
	if err != nil {
		if ctx.Err() != nil {
			return false, err
		}
		if refused(err) { // else it may have been posted all the same, so it stays begun
			if err := b.memory.Drop(ctx, f.ID, change); err != nil {
				return false, err
			}
		}
		return false, b.failed(ctx, f, err)
	}
	ctx = context.WithoutCancel(ctx) // what was told is kept, also while the bot shuts down
	if err := b.memory.Moved(ctx, f.ID, after, hash, posted.ID); err != nil && !errors.Is(err, memory.ErrUnknown) {
		return true, err
	}
	b.log.Info("told of news", "follow", f.ID, "message", posted.ID)
	return true, errors.Join(b.memory.Told(ctx, memory.Notice{About: f.ID, Change: change, Words: newsText(f, after, gone), Message: posted.ID}),
		b.memory.Postpone(ctx, f.ID, f.At.Add(followFor)))
}

// postNews posts the news of a question that is followed. What is new of the answer is an answer of the ledger, whose buttons
// work and which corrections reach. nth counts the news; again: this one may have been posted.
func (b *Bot) postNews(ctx context.Context, f memory.Follow, nth int, after bot.Answer, added, gone []bot.Claim, again bool) (memory.Message, error) {
	end := customID("unfollow", f.ID, strconv.Itoa(nth))
	if again && f.Message != "" {
		since, err := b.messagesAfter(ctx, memory.Message{Channel: f.Channel, ID: f.Message})
		if err != nil {
			return memory.Message{}, err
		}
		for _, m := range since {
			if slices.Contains(buttons(m), end) {
				return b.keepShown(ctx, m)
			}
		}
	}
	e, err := b.newsEntry(ctx, f, after, added)
	if err != nil {
		return memory.Message{}, err
	}
	m := newsMessage(f, e, after, gone, end)
	m.Nonce, m.EnforceNonce = f.ID+":"+strconv.Itoa(nth), true
	if f.Message != "" {
		m.Reference = &discordgo.MessageReference{MessageID: f.Message, ChannelID: f.Channel, FailIfNotExists: new(false)}
	}
	var made discordgo.Message
	if err := b.channel(ctx, "POST", f.Channel, "", m, &made); err != nil {
		return memory.Message{}, err
	}
	return b.keepShown(context.WithoutCancel(ctx), &made)
}

// keepShown tells memory that a message of ours shows the answer that its buttons name, where it has one.
func (b *Bot) keepShown(ctx context.Context, m *discordgo.Message) (memory.Message, error) {
	posted := memory.Message{Channel: m.ChannelID, ID: m.ID}
	for _, id := range buttons(m) {
		if action, u := readID(id); action == "good" { // under every answer
			return posted, b.memory.AddMessage(ctx, u.id, posted)
		}
	}
	return posted, nil
}

// newsEntry keeps what is new of an answer in the ledger; the zero Entry where nothing is.
func (b *Bot) newsEntry(ctx context.Context, f memory.Follow, after bot.Answer, added []bot.Claim) (memory.Entry, error) {
	if len(added) == 0 {
		return memory.Entry{}, nil
	}
	after.Claims, after.Dropped = added, nil
	after.Sources = slices.DeleteFunc(slices.Clone(after.Sources), func(s bot.Source) bool {
		return !slices.ContainsFunc(added, func(c bot.Claim) bool {
			return slices.ContainsFunc(c.Citations, func(cite bot.Citation) bool { return cite.N == s.N })
		})
	})
	w := b.locate(ctx, f.Guild, f.Channel)
	e := memory.Entry{ID: memory.NewID(), Guild: f.Guild, Channel: w.channel, Thread: w.thread, Asker: f.Reader, Language: f.Language, Answer: after}
	e.Conversation = e.ID
	return b.record(ctx, e)
}

// newsMessage tells how an answer differs: what is new is e's, with its sources, and what is gone is struck through.
func newsMessage(f memory.Follow, e memory.Entry, after bot.Answer, gone []bot.Claim, end string) message {
	l := desk.LocaleOf(f.Language)
	m := message{}
	if e.ID != "" {
		m = entryMessage(e, l, false)
	}
	m.Content = newsText(f, after, gone) + "\n-# " + l.Say("follow.for", "reader", "<@"+f.Reader+">", "date", stamp(lastDay(f)))
	button := discordgo.Button{Label: l.Say("button.end"), Style: discordgo.SecondaryButton, CustomID: end}
	m.Components = append(slices.Clone(m.Components), discordgo.ActionsRow{Components: []discordgo.MessageComponent{button}})
	return m
}

const (
	mostGone  = 4   // claims that are told to be gone
	goneWords = 250 // the length of each, in units
)

// newsText is the news of a question that is followed as it stands above the new claims, in markup.
func newsText(f memory.Follow, after bot.Answer, gone []bot.Claim) string {
	l := desk.LocaleOf(f.Language)
	lines := []string{l.Say("follow.changed", "question", "**"+escapeTo(f.Question, 300)+"**")}
	for _, c := range gone[:min(len(gone), mostGone)] {
		lines = append(lines, l.Say("follow.gone")+" "+"~~"+escapeTo(c.Text, goneWords)+"~~")
	}
	if after.Abstained {
		lines = append(lines, escapeTo(l.Translate(after.Reason), goneWords))
	}
	return strings.Join(lines, "\n")
}

// buttons are the custom_ids of a message's buttons.
func buttons(m *discordgo.Message) (ids []string) {
	for _, c := range m.Components {
		row, ok := c.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, c := range row.Components {
			if button, ok := c.(*discordgo.Button); ok {
				ids = append(ids, button.CustomID)
			}
		}
	}
	return ids
}

// failed notes that the reader of a follow could not be told. Where access is lost, or after too many failures, the follow ends.
func (b *Bot) failed(ctx context.Context, f memory.Follow, why error) error {
	wait := min(askWithin<<f.Failed, 24*time.Hour)
	times, err := b.memory.Fail(ctx, f.ID, b.clock.now().Add(wait))
	if errors.Is(err, memory.ErrUnknown) {
		return nil
	}
	if err != nil || times < mostFailures && !gone(why) {
		return errors.Join(why, err)
	}
	b.log.Warn("a question is no longer followed, since its reader cannot be told", "follow", f.ID, "channel", f.Channel, "failures", times, "error", why)
	return b.memory.Unfollow(ctx, f.ID, "")
}

// expire ends a follow whose time is over, and says so.
func (b *Bot) expire(ctx context.Context, f memory.Follow) error {
	if err := b.memory.Unfollow(ctx, f.ID, ""); err != nil {
		if errors.Is(err, memory.ErrUnknown) {
			return nil
		}
		return err
	}
	l := desk.LocaleOf(f.Language)
	m := notice("-# " + l.Say("follow.over", "question", escapeTo(f.Question, 300)))
	m.Nonce, m.EnforceNonce = f.ID, true
	if err := b.channel(ctx, "POST", f.Channel, "", m, nil); err != nil {
		b.log.Info("the end of a follow cannot be told", "follow", f.ID, "error", err)
	}
	b.pause(ctx)
	return nil
}
