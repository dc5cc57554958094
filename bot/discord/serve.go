package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/memory"
)

const (
	// handOver is when an answer in the making is handed over to a message of its own, where the first one will not last: an
	// interaction's token lasts 15 minutes.
	handOver = 14 * time.Minute
	// longest is what an answer may take in all.
	longest = 30 * time.Minute
	// lastWord is how long saying what went wrong may take, once there is no time left for the answer.
	lastWord = 5 * time.Second
)

// errClosing is the answer to what comes while the bot shuts down.
var errClosing = errors.New("the bot is shutting down")

// errTooLong ends the making of an answer that has nowhere to be shown any more.
var errTooLong = errors.New("the answer took too long")

// refusal is why a reader is not answered, in Discord's markup and for them alone.
type refusal struct{ markup string }

func (r refusal) Error() string { return r.markup }

// place is where one reader's answer stands.
type place interface {
	// begin tells the reader that the bot is at it. It fixes who sees the answer.
	begin(ctx context.Context, private bool) error
	// put shows m in place of what stands there. What is not the last is tried but once.
	put(ctx context.Context, m message, last bool) error
	// shown is the message that put has made; its ID is "" before.
	shown() memory.Message
	// tell says what kept the answer from being given, in markup: below what stands there, or, where private, to the reader alone.
	tell(ctx context.Context, markup string, private bool) error
	// hand moves what is shown, which is m then, to a message that lasts, where this place does not.
	hand(ctx context.Context, w where, m message) error
	// busy shows for some ten seconds that the bot is at it, where the place does not show so by itself.
	busy(ctx context.Context)
	// speak sets the locale in which the bot speaks there.
	speak(l desk.Locale)
	locale() desk.Locale
}

// voice is the locale of a place; English, unless set.
type voice struct{ in desk.Locale }

func (v *voice) speak(l desk.Locale) { v.in = l }

func (v *voice) locale() desk.Locale { return cmp.Or(v.in, desk.English) }

// serve does what a reader asks. Whatever comes of it ends here: the log gets the cause, and the reader a sentence. told is false
// where they have heard nothing and still could.
func (b *Bot) serve(ctx context.Context, at place, log *slog.Logger, do func(context.Context) error) (told bool) {
	began := b.clock.now()
	working, done := context.WithTimeout(ctx, longest)
	defer done()
	err := guarded(func() error { return do(working) })
	log = log.With("ms", b.clock.now().Sub(began).Milliseconds())
	if err == nil {
		log.Info("served")
		return true
	}
	say, private := at.locale(), false
	var markup string
	var declined refusal
	switch {
	case code(err) == discordgo.ErrCodeUnknownMessage:
		log.Warn("the answer's message was deleted", "error", err)
		markup, private = say.Say("error.deleted"), true
	case shut(err):
		log.Warn("the thread of the answer is closed", "error", err)
		markup = say.Say("error.closed")
	case forbidden(err):
		log.Warn("a permission is missing", "error", err)
		markup = say.Say("error.forbidden")
	case gone(err):
		log.Warn("the place of the answer is gone", "error", err)
		return true
	case errors.As(err, &declined):
		log.Info("refused")
		markup, private = declined.markup, true
	case errors.Is(err, desk.ErrUsage): // its sentence may hold the reader's words, so it is not logged
		log.Info("asked amiss")
		markup, private = escapeTo(say.Sentence(err), maxContent), true
	case errors.Is(err, errClosing), ctx.Err() != nil:
		log.Warn("not served for shutting down")
		markup, private = say.Say("error.restarting"), true
	case errors.Is(err, errTooLong), working.Err() != nil:
		log.Error("not served in time", "error", err)
		markup = say.Say("error.too_long")
	default:
		log.Error("not served", "error", err)
		markup = say.Say("error.sorry")
	}
	last, done := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer done()
	if err = guarded(func() error { return at.tell(last, markup, private) }); err != nil {
		log.Error("the reader could not be told", "error", err)
	}
	return err == nil || refused(err)
}

// guarded turns a panic into an error that tells where it happened.
func guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return do()
}

// forbidden tells whether the bot lacks a permission where the answer was to stand.
func forbidden(err error) bool {
	switch code(err) {
	case discordgo.ErrCodeMissingPermissions, discordgo.ErrCodeCannotReplyWithoutPermissionToReadMessageHistory, discordgo.ErrCodeMissingAccess:
		return true
	}
	return false
}

// shut tells whether a thread takes no messages.
func shut(err error) bool {
	return code(err) == discordgo.ErrCodePerformedOperationOnArchivedThread || code(err) == discordgo.ErrCodeThreadIsLocked
}

// gone tells whether there is nobody left to tell: an interaction that lapsed, a message or channel that was deleted.
func gone(err error) bool {
	switch code(err) {
	case discordgo.ErrCodeUnknownInteraction, discordgo.ErrCodeUnknownMessage, discordgo.ErrCodeUnknownChannel,
		discordgo.ErrCodeUnknownWebhook, discordgo.ErrCodeInvalidWebhookTokenProvided,
		discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged, discordgo.ErrCodeCannotSendMessagesToThisUser,
		discordgo.ErrCodeMissingAccess:
		return true
	}
	return false
}
