package discord

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
	"dateline/bot/standing"
)

// correct brings what readers were shown in step with the coverage: answers whose articles were corrected, retracted, deleted or
// changed in the cited words say so, the newest first.
func (b *Bot) correct(ctx context.Context) error {
	suspects, err := b.suspects(ctx)
	if err != nil {
		return err
	}
	later := false
	for _, id := range suspects {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var told bool
		err := guarded(func() (err error) { // one answer that it panics at does not keep it from the others
			told, err = b.bringInStep(ctx, id)
			return err
		})
		switch {
		case errors.Is(err, ErrToken):
			return err
		case errors.Is(err, errLater):
			later = true
		case err != nil:
			b.log.Warn("an answer is not in step with the coverage", "answer", id, "error", err)
			later = true
		case told:
			b.pause(ctx)
		}
	}
	if later {
		return errLater
	}
	return nil
}

// citingAtOnce is how many answers are read from memory at once.
const citingAtOnce = 100

// suspects are the IDs of the answers that cite an article of which something else is known now than when they were last looked
// at, the newest first.
func (b *Bot) suspects(ctx context.Context) ([]string, error) {
	reached, err := b.memory.Reached(ctx)
	if err != nil {
		return nil, err
	}
	reached = slices.DeleteFunc(reached, func(r memory.Reach) bool { return !b.shards.has(r.Guild) })
	cited := map[string][]string{} // articles, by guild
	for _, r := range reached {
		cited[r.Guild] = append(cited[r.Guild], r.Article)
	}
	marks := map[string]map[string]string{} // of the articles, by guild
	for guild, articles := range cited {
		if marks[guild], err = b.deskIn(guild).Marks(ctx, slices.Compact(articles)); err != nil {
			return nil, err
		}
	}
	changed := map[string][]string{} // guilds, by article
	for _, r := range reached {
		if marks[r.Guild][r.Article] != r.Version {
			changed[r.Article] = append(changed[r.Article], r.Guild)
		}
	}
	ages := map[string]time.Time{}
	for article, guilds := range changed {
		for after, last := "", false; !last; {
			page, err := b.memory.Citing(ctx, article, after, citingAtOnce)
			if err != nil {
				return nil, err
			}
			for _, e := range page {
				if slices.Contains(guilds, e.Guild) {
					ages[e.ID] = e.At
				}
				after = e.ID
			}
			last = len(page) < citingAtOnce
		}
	}
	return slices.SortedFunc(maps.Keys(ages), func(x, y string) int { return ages[y].Compare(ages[x]) }), nil
}

// deskIn is the desk as a guild sees the coverage, whichever outlets are shown there.
func (b *Bot) deskIn(guild string) Desk {
	return b.deskOf(&asked{where: where{guild: guild}}, memory.Settings{})
}

// bringInStep shows an answer as it stands now. told is false where it is shown so already.
func (b *Bot) bringInStep(ctx context.Context, id string) (told bool, err error) {
	e, err := b.memory.Entry(ctx, id)
	if errors.Is(err, memory.ErrUnknown) { // forgotten in the meantime
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now, marks, err := b.deskIn(e.Guild).Standing(ctx, e.Answer)
	if err != nil {
		return false, err
	}
	if standing.Mark(now) == standing.Mark(e.Answer) {
		return false, b.memory.Amend(ctx, id, e.Answer, marks)
	}
	notices, err := b.memory.Notices(ctx, id)
	if err != nil {
		return false, err
	}
	// What happened, is undone and happens again is told each time.
	change := fmt.Sprintf("%d %s", len(notices), standing.Mark(now))
	telling, err := b.memory.Begin(ctx, id, change, tellWithin)
	switch {
	case err != nil:
		return false, err
	case telling == memory.TellNot:
		return false, errLater // another process is at it, or broke off
	}
	e.Answer = now
	message, err := b.amend(ctx, e, len(notices), telling == memory.TellAgain)
	if err != nil {
		return false, err // it may have been told all the same, so it stays begun
	}
	ctx = context.WithoutCancel(ctx) // what was told is kept, also while the bot shuts down
	if err := b.memory.Amend(ctx, id, now, marks); err != nil {
		return false, err
	}
	b.log.Info("an answer is in step with the coverage", "answer", id, "amendments", len(now.Amended))
	return true, b.memory.Told(ctx, memory.Notice{About: id, Change: change, Words: amendedText(e), Message: message})
}

// refreshed is an answer of the ledger as it stands now, where no correction has reached it for being private.
func (b *Bot) refreshed(ctx context.Context, e memory.Entry) (memory.Entry, error) {
	now, marks, err := b.deskIn(e.Guild).Standing(ctx, e.Answer)
	if err != nil || standing.Mark(now) == standing.Mark(e.Answer) {
		return e, err
	}
	e.Answer = now
	return e, b.memory.Amend(ctx, e.ID, now, marks)
}

// amend edits the messages that show an answer, or replies to those that cannot be edited. What cannot be reached at all is
// left. It returns the last message by which readers were told, "" where there is none. nth counts what was told of the answer;
// again: this may have been done before.
func (b *Bot) amend(ctx context.Context, e memory.Entry, nth int, again bool) (told string, err error) {
	l := desk.LocaleOf(e.Language)
	body := amendedMessage{Embeds: answerMessage(e.Answer, l).Embeds, Files: pictured(e.Answer, l)}
	for _, m := range e.Messages {
		err := b.channel(ctx, "PATCH", m.Channel, "/"+m.ID, body, nil)
		switch {
		case err == nil:
			told = m.ID
		case code(err) == discordgo.ErrCodeUnknownMessage, code(err) == discordgo.ErrCodeUnknownChannel:
			if err := b.memory.DropMessage(ctx, m.ID); err != nil {
				return told, err
			}
		case !refused(err):
			return told, err
		case len(e.Answer.Amended) > 0:
			b.log.Info("an answer cannot be edited, so it is replied to", "answer", e.ID, "message", m.ID, "error", err)
			replied, err := b.objection(ctx, e, m, nth, again)
			if err != nil && !refused(err) {
				return told, err
			}
			if err != nil {
				b.log.Warn("the readers of an answer cannot be told", "answer", e.ID, "message", m.ID, "error", err)
			}
			if replied != "" {
				told = replied
			}
		}
	}
	return told, nil
}

// amendedMessage is what changes of a message whose answer is amended: what else it shows stays.
type amendedMessage struct {
	Embeds   []*discordgo.MessageEmbed `json:"embeds"`
	Mentions nobody                    `json:"allowed_mentions"`
	Files    []file                    `json:"attachments,omitzero"`
}

func (m amendedMessage) attached() []file { return m.Files }

// maxNonce is the length of a nonce.
const maxNonce = 25

// objection replies to a message that shows an answer with what became of it.
func (b *Bot) objection(ctx context.Context, e memory.Entry, to memory.Message, nth int, again bool) (string, error) {
	m := message{
		Content:   amendedText(e),
		Reference: &discordgo.MessageReference{MessageID: to.ID, ChannelID: to.Channel, FailIfNotExists: new(false)},
	}
	if again {
		after, err := b.messagesAfter(ctx, to)
		if err != nil {
			return "", err
		}
		for _, one := range after {
			if one.Content == m.Content && one.MessageReference != nil && one.MessageReference.MessageID == to.ID {
				return one.ID, nil
			}
		}
	}
	m.Nonce, m.EnforceNonce = cut(fmt.Sprintf("%d:%s", nth, to.ID), maxNonce), true
	var made discordgo.Message
	err := b.channel(ctx, "POST", to.Channel, "", m, &made)
	return made.ID, err
}

// amendedText is what became of an answer's articles, in markup that fits into a message; "" where all stands again.
func amendedText(e memory.Entry) (text string) {
	s := sheet{answer: e.Answer, locale: desk.LocaleOf(e.Language)}
	for _, p := range append(slices.Clone(plans), fewest) {
		text = strings.Join(s.amended(p), "\n")
		if text == "" {
			return ""
		}
		if text = s.locale.Say("amended.stands") + "\n" + text; units(text) <= maxContent {
			return text
		}
	}
	return text
}

// messagesAfter are messages of a channel that came after one.
func (b *Bot) messagesAfter(ctx context.Context, m memory.Message) (after []*discordgo.Message, err error) {
	err = b.channel(ctx, "GET", m.Channel, "?limit=100&after="+m.ID, nil, &after)
	return after, err
}

// channel makes a request of a channel's messages; rest stands behind their address. One that is under way when ctx ends has
// some time to end: else nobody knew whether readers have been told.
func (b *Bot) channel(ctx context.Context, method, channel, rest string, body, into any) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	ended := ctx
	ctx, cancel := context.WithCancel(context.WithoutCancel(ended))
	defer cancel()
	defer context.AfterFunc(ended, func() { time.AfterFunc(lastWord, cancel) })()
	address := discordgo.EndpointChannelMessages(channel)
	bucket := map[string]string{"POST": address, "PATCH": discordgo.EndpointChannelMessage(channel, ""), "GET": address + "?"}[method]
	return b.api.call(ctx, route{method: method, address: address + rest, limits: b.api.session.Ratelimiter, bucket: bucket}, body, into)
}
