package discord

import (
	"context"
	"errors"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// formerTurns is how many turns of a conversation a follow-up may lean on.
const formerTurns = 6

// secret begins the name of a conversation that its asker alone has seen. An answer of it may be shared; the turns before
// are not.
const secret = "private:"

// asked is a question as it came in, by whichever way.
type asked struct {
	where
	asker   string
	roles   []string // the asker's, in the guild
	brought bool     // asked by a command that the asker has brought along to a server that has not added the bot
	command bool     // asked by a command, a menu, a button or a form; nobody can answer it by a reply that the bot reads
	private *bool    // whether the asker alone is to see the answer, where that was said

	text   string // the question
	window desk.Window
	tell   telling    // asks for something else about text, nil for an answer to it
	offer  *bot.Offer // asks text again, in full, within an offer

	then func(ctx context.Context, e memory.Entry) error // is done with the answer once it is shown; may be nil

	conversation string // that it goes on with; "" begins one
	turn         int    // of the conversation, that it follows up on; 0 is the last one

	stirs    uint64 // of the bot, when the question was put
	courtesy bool   // found to be no question: thanks, or a greeting
}

// telling has a desk tell something else than an answer to a question.
type telling func(ctx context.Context, d Desk, show func(bot.Claim)) (bot.Answer, error)

// put gives the question to a desk.
func (q *asked) put(ctx context.Context, d Desk, former []bot.Turn, show func(bot.Claim)) (bot.Answer, error) {
	switch {
	case q.tell != nil:
		return q.tell(ctx, d, show)
	case q.offer != nil:
		return d.Again(ctx, q.text, *q.offer, show)
	}
	return d.FollowUp(ctx, former, q.text, q.window, show)
}

// alone tells whether the answer is for the asker alone: as they said, or else for commands as the settings have it.
func (q *asked) alone(s memory.Settings) bool {
	if q.private != nil {
		return *q.private
	}
	return q.command && s.Private != nil && *s.Private
}

// question is what every way in ends in: it answers what was asked, at a place. What all see is in the guild's language,
// what one reader sees in theirs.
func (b *Bot) question(ctx context.Context, at place, q asked) error {
	s := b.settingsAnyway(ctx, q.where)
	private := q.alone(s)
	if s.Language != nil && !private {
		at.speak(desk.LocaleOf(*s.Language))
	}
	if !s.Allows(q.scopes()...) {
		return desk.Usage("error.not_here")
	}
	taken, err := b.takeInTime(ctx, at, &q, s, private)
	if err != nil {
		return err
	}
	answered := false
	defer func() {
		if !answered { // nor where it panicked
			b.giveBack(ctx, taken)
		}
	}()
	err = b.answer(ctx, at, &q, b.deskOf(&q, s), private)
	answered = err == nil && !q.courtesy
	return err
}

// answer has a desk answer what was asked, and shows and keeps what comes back.
func (b *Bot) answer(ctx context.Context, at place, q *asked, d Desk, private bool) error {
	if err := at.begin(ctx, private); err != nil {
		return err
	}
	e := memory.Entry{
		ID: memory.NewID(), Guild: q.guild, Channel: q.channel, Thread: q.thread, Conversation: q.conversation,
		Asker: q.asker, Private: private,
	}
	defer b.running.begin(e.ID, q.asker, q.standing())()
	turns := formerTurns
	switch between := strings.HasPrefix(e.Conversation, secret); {
	case between && !private: // it goes on from an answer that was shared, and that alone
		turns, e.Conversation = 1, ""
	case private && !between: // it may go on from what all have read, who do not go on from it
		e.Conversation = ""
	}
	former := b.former(ctx, q, turns)
	switch {
	case e.Conversation == "" && private:
		e.Conversation = secret + e.ID
	case e.Conversation == "":
		e.Conversation = e.ID
	}
	q.stirs = b.stirs.Load()
	var err error
	e.Answer, err = b.compose(ctx, at, e.ID, q, d, former)
	switch {
	case errors.Is(err, errStopped):
		return at.put(ctx, notice(at.locale().Say("answer.stopped")), true)
	case err != nil:
		return err
	case e.Answer.Composer == desk.Courteous:
		q.courtesy = true
		return at.put(ctx, notice(at.locale().Translate(e.Answer.Reason)), true)
	}
	e.Language = string(at.locale())
	return b.show(ctx, at, e, q)
}

// former are the turns that a question follows up on. Where they cannot be read it is taken as it is.
func (b *Bot) former(ctx context.Context, q *asked, n int) []bot.Turn {
	if q.conversation == "" {
		return nil
	}
	var kept []memory.Turn
	var err error
	if q.turn > 0 {
		kept, err = b.memory.TurnsUntil(ctx, q.conversation, q.turn, n)
	} else {
		kept, err = b.memory.Turns(ctx, q.conversation, n)
	}
	if err != nil {
		b.log.Error("a conversation cannot be read", "error", err)
	}
	var former []bot.Turn
	for _, t := range kept {
		former = append(former, t.Turn)
	}
	return former
}

// show keeps an answer in the ledger and shows it with its buttons. An answer that cannot be kept is shown without them.
func (b *Bot) show(ctx context.Context, at place, e memory.Entry, q *asked) error {
	kept, err := b.record(ctx, e)
	m := entryMessage(kept, at.locale(), q.command)
	if err != nil {
		b.log.Error("an answer is not kept, and shown without its buttons", "answer", e.ID, "error", err)
		m = answerMessage(e.Answer, at.locale())
	}
	if err := at.put(ctx, m, true); err != nil || kept.ID == "" {
		return err
	}
	keeping, done := context.WithTimeout(ctx, b.keepWithin)
	defer done()
	if err := b.memory.AddMessage(keeping, kept.ID, at.shown()); err != nil {
		b.log.Error("the message of an answer is not kept", "answer", e.ID, "error", err)
	}
	if b.stirs.Load() != q.stirs {
		wake(b.stirred) // the round after that change did not know of this message
	}
	if q.then != nil {
		return q.then(ctx, kept)
	}
	return nil
}

func (b *Bot) record(ctx context.Context, e memory.Entry) (memory.Entry, error) {
	e.Versions = map[string]string{}
	for _, s := range e.Answer.Sources {
		e.Versions[s.ArticleID] = s.Version
	}
	ctx, done := context.WithTimeout(ctx, b.keepWithin)
	defer done()
	kept, err := b.memory.Record(ctx, e)
	if err != nil {
		return memory.Entry{}, err
	}
	return kept, nil
}

// stopped is an answer that its asker stopped: the claims so far, with their sources. errStopped where there are none.
func (b *Bot) stopped(ctx context.Context, q *asked, d Desk, claims []bot.Claim, took time.Duration) (bot.Answer, error) {
	a := bot.Answer{Question: q.text, Claims: claims, Notice: desk.English.Say("answer.stopped"), Dropped: []bot.Dropped{},
		Timings: bot.Timings{Total: took.Milliseconds()}}
	numbers := map[string]int{}
	var ids []string
	for _, c := range claims {
		for _, cite := range c.Citations {
			if numbers[cite.PassageID] == 0 {
				numbers[cite.PassageID] = cite.N
				ids = append(ids, cite.PassageID)
			}
		}
	}
	if len(claims) == 0 {
		return a, errStopped
	}
	found, err := d.Passages(ctx, ids)
	if err != nil {
		return a, err
	}
	for i := range found {
		found[i].N = numbers[found[i].PassageID]
	}
	a.Sources = found
	return a, nil
}
