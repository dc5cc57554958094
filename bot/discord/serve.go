package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

const (
	// longest is what an answer may take: an interaction's token lasts 15 minutes, and the last word has to be in time.
	longest = 14 * time.Minute
	// lastWord is how long saying what went wrong may take, once there is no time left for the answer.
	lastWord = 5 * time.Second
)

// What readers are told where it is not the desk's sentence.
const (
	sorry      = "Something went wrong on my side; the people who run me have been told."
	tooLong    = "That took too long, so I stopped. Please ask again."
	restarting = "I am being restarted. Please ask again in a minute."
	forbidden  = "I cannot show answers here: I need the permissions Send Messages, Embed Links and Read Message History in this channel."
)

// errClosing is the answer to what comes while the bot shuts down.
var errClosing = errors.New("the bot is shutting down")

// place is where one reader's answer stands.
type place interface {
	// put shows m in place of what stands there. What is not the last is tried but once.
	put(ctx context.Context, m message, last bool) error
	// tell says what kept the answer from being given: below what stands there, or, where private, to the reader alone.
	tell(ctx context.Context, sentence string, private bool) error
	// busy shows for some ten seconds that the bot is at it, where the place does not show so by itself.
	busy(ctx context.Context)
}

// serve does what a reader asks. Whatever comes of it ends here: the log gets the cause, and the reader a sentence.
func (b *Bot) serve(ctx context.Context, at place, log *slog.Logger, do func(context.Context) error) {
	began := b.clock.now()
	working, done := context.WithTimeout(ctx, longest)
	defer done()
	err := guarded(func() error { return do(working) })
	log = log.With("ms", b.clock.now().Sub(began).Milliseconds())
	if err == nil {
		log.Info("served")
		return
	}
	sentence, private := sorry, false
	switch {
	case gone(err):
		log.Warn("the place of the answer is gone", "error", err)
		return
	case errors.Is(err, desk.ErrUsage): // its sentence may hold the reader's words, so it is not logged
		log.Info("asked amiss")
		sentence, private = capitalised(err.Error()), true
	case errors.Is(err, errClosing), ctx.Err() != nil:
		log.Warn("not served for shutting down")
		sentence, private = restarting, true
	case working.Err() != nil:
		log.Error("not served in time", "error", err)
		sentence = tooLong
	case code(err) == discordgo.ErrCodeMissingPermissions, code(err) == discordgo.ErrCodeCannotReplyWithoutPermissionToReadMessageHistory:
		log.Warn("a permission is missing", "error", err)
		sentence = forbidden
	default:
		log.Error("not served", "error", err)
	}
	last, done := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer done()
	if err := guarded(func() error { return at.tell(last, sentence, private) }); err != nil {
		log.Error("the reader could not be told", "error", err)
	}
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

// capitalised makes a whole sentence of an error's.
func capitalised(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	sentence = string(unicode.ToUpper(first)) + sentence[size:]
	if !strings.HasSuffix(sentence, "?") && !strings.HasSuffix(sentence, ".") {
		sentence += "."
	}
	return sentence
}
