package discord

import (
	"cmp"
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
)

// hurdles is a newsroom that can be held up in the middle of an answer, or panics there.
type hurdles struct {
	*newsroom
	begun, goOn  chan struct{}
	held, panics atomic.Bool
	calm         atomic.Bool // it no longer panics at readers, but at what is asked unasked, of which some may be due
}

func (h *hurdles) meet(ctx context.Context, unasked bool) {
	if h.panics.Load() && (unasked || !h.calm.Load()) {
		panic("the desk is on fire")
	}
	if !h.held.Load() {
		return
	}
	h.begun <- struct{}{}
	select {
	case <-h.goOn:
	case <-ctx.Done():
	}
}

func (h *hurdles) FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	h.meet(ctx, false)
	return h.newsroom.FollowUp(ctx, former, question, w, show)
}

func (h *hurdles) Again(ctx context.Context, question string, o bot.Offer, show func(bot.Claim)) (bot.Answer, error) {
	h.meet(ctx, true)
	return h.newsroom.Again(ctx, question, o, show)
}

func (h *hurdles) Passages(ctx context.Context, ids []string) ([]bot.Source, error) {
	h.meet(ctx, false)
	return h.real.Passages(ctx, ids)
}

func (h *hurdles) Standing(ctx context.Context, shown bot.Answer) (bot.Answer, map[string]string, error) {
	h.meet(ctx, true)
	return h.newsroom.Standing(ctx, shown)
}

// attempt is one thing that the bot is to show a reader, under misfortune.
type attempt struct {
	*stage
	t      *testing.T
	desk   *hurdles
	hour   *hour
	guild  *discordtest.Guild
	asker  *discordtest.User
	in     *discordtest.Channel
	before *discordtest.Message // an answer that stood before
	form   *discordtest.Interaction
	since  string // the newest message then
	shown  string // what it says where all is well
}

// seen is what the bot has said since then, also by changing what it said before.
func (a *attempt) seen() []*discordtest.Message {
	var seen []*discordtest.Message
	places := []*discordtest.Channel{a.in}
	if direct := a.DM(a.asker); direct.ID != a.in.ID {
		places = append(places, direct)
	}
	for _, place := range places {
		for _, m := range a.Seen(a.asker, place) {
			if m.ID > a.since || a.before != nil && m.ID == a.before.ID && m.Text() != a.before.Text() {
				seen = append(seen, m)
			}
		}
	}
	return seen
}

// saying are those of seen that say something.
func (a *attempt) saying(text string) (found []*discordtest.Message) {
	for _, m := range a.seen() {
		if strings.Contains(m.Text(), text) {
			found = append(found, m)
		}
	}
	return found
}

func (a *attempt) await(text string) *discordtest.Message {
	a.t.Helper()
	ok(a.t, a.Await(a.t.Context(), text, func() bool { return len(a.saying(text)) > 0 }))
	return a.saying(text)[0]
}

// draft lets the answer in the making be shown.
func (a *attempt) draft() *discordtest.Message {
	a.t.Helper()
	for range stopAfter + 1 {
		a.clock.tick(a.t)
	}
	return a.await("Still answering")
}

// way is a way in which what the bot says comes about.
type way struct {
	name, like  string    // like another one, where not ""
	first, last [2]string // the method and route of the first request that shows something, and of the last
	direct      bool      // in direct messages
	drafted     bool      // a draft is shown on the way
	prepare     func(a *attempt)
	ask         func(a *attempt)
}

const wanted = "what of the fire?"

func (a *attempt) mention(question string) *discordtest.Message {
	return a.Say(a.asker, a.in, a.Bot.Mention()+" "+question)
}

func (a *attempt) answered() {
	a.before = must[*discordtest.Message](a.t)(a.AwaitReply(a.t.Context(), a.mention(wanted), discordtest.Contains("Coverage through")))
	a.entry(a.t, a.before)
}

var (
	posting  = [2]string{"POST", discordtest.RouteMessages}
	editing  = [2]string{"PATCH", discordtest.RouteMessage}
	response = [2]string{"POST", discordtest.RouteCallback}
	original = [2]string{"PATCH", discordtest.RouteOriginal}
)

// ways are all.
func ways() []way {
	return []way{
		{name: "mention", first: posting, last: posting, drafted: true, ask: func(a *attempt) { a.mention(wanted) }},
		{name: "direct", first: posting, last: posting, drafted: true, direct: true,
			ask: func(a *attempt) { a.Say(a.asker, a.in, wanted) }},
		{name: "missed", like: "mention", first: posting, last: posting, drafted: true, prepare: (*attempt).answered, ask: func(a *attempt) {
			a.before = nil
			identified := a.Identifies()
			a.Disrupt(discordtest.CloseWith(4009))
			a.mention(wanted)
			ok(a.t, a.Await(a.t.Context(), "a new session", func() bool { return a.Identifies() > identified && a.Connected() }))
		}},
		{name: "slash", first: response, last: original, drafted: true,
			ask: func(a *attempt) { a.Command(a.asker, a.in, "ask", discordtest.Opt("question", wanted)) }},
		{name: "button", first: response, last: original, prepare: (*attempt).answered, ask: func(a *attempt) {
			button, _ := a.before.Button("Show passages")
			a.Click(a.asker, a.before, button.CustomID)
		}},
		{name: "modal", first: response, last: original, drafted: true, prepare: func(a *attempt) {
			a.form = a.Command(a.asker, a.in, "ask")
			must[*discordtest.Modal](a.t)(a.form.Modal(a.t.Context()))
		}, ask: func(a *attempt) { a.Submit(a.form, map[string]string{"question": wanted}) }},
		{name: "news", first: posting, last: posting, prepare: func(a *attempt) {
			answer, _ := a.followed(a.t, a.asker, a.in, wanted)
			a.since, a.shown = answer.ID, "bakery"
			for _, m := range a.Seen(a.asker, a.in) {
				a.since = max(a.since, m.ID)
			}
			a.round(a.t)
		}, ask: func(a *attempt) {
			a.desk.put(reported("later", "The fire began in a bakery, the mayor said."))
			a.hour.passed.Add(1)
			a.bot.Stir()
		}},
		{name: "correction", first: editing, last: editing, prepare: func(a *attempt) {
			a.answered()
			a.shown = "Changed in the article"
			a.round(a.t)
		}, ask: func(a *attempt) {
			a.desk.put(reported("fire", burnt2, rain))
			a.bot.Stir()
		}},
	}
}

// misfortune is a fault and what becomes of it.
type misfortune struct {
	before func(a *attempt, w way) // before the reader asks
	during func(a *attempt, w way) // while the bot is at it
	logged string                  // for where nothing can be said
	stale  bool                    // a draft stays that cannot be changed
	of     func(w way) bool        // the ways in which it can happen; nil is all
	want   map[string]string       // what is said instead, by way: a phrase; "" where nothing can be
}

func fault(f discordtest.Fault, at func(w way) [2]string) func(*attempt, way) {
	return func(a *attempt, w way) {
		own := f
		own.Method, own.Route = at(w)[0], at(w)[1]
		a.Fault(own)
	}
}

func first(w way) [2]string { return w.first }

func last(w way) [2]string { return w.last }

func byInteraction(w way) bool { return w.first == response }

func deny(permissions int64) func(*attempt, way) {
	return func(a *attempt, _ way) { a.Deny(a.in, permissions) }
}

func misfortunes() map[string]misfortune {
	refuse := func(status, code int) discordtest.Fault { return discordtest.Fault{Status: status, Code: code} }
	inServer := func(w way) bool { return !w.direct }
	const nothing = ""
	all := map[string]misfortune{
		"unknown interaction": {before: fault(refuse(404, discordgo.ErrCodeUnknownInteraction), first), of: byInteraction,
			logged: "the place of the answer is gone", want: map[string]string{"slash": nothing, "button": nothing, "modal": nothing}},
		"response taken unheard": {before: fault(discordtest.Fault{Status: http.StatusBadGateway, CarryOut: true, Times: maxTries}, first), of: byInteraction,
			want: map[string]string{"slash": "error.sorry", "button": "error.sorry", "modal": "error.sorry"}},
		"unknown message": {before: fault(refuse(404, discordgo.ErrCodeUnknownMessage), last),
			of:     func(w way) bool { return w.last == original || w.last == editing },
			logged: "level=INFO", want: map[string]string{"slash": "error.deleted", "button": "error.deleted", "modal": "error.deleted", "correction": nothing}},
		"missing access": {during: deny(discordgo.PermissionViewChannel), of: inServer, logged: "level=WARN",
			want: map[string]string{"mention": "error.forbidden", "news": nothing, "correction": nothing}},
		"may not send": {during: deny(discordgo.PermissionSendMessages), of: inServer, logged: "could not be asked",
			want: map[string]string{"mention": "error.forbidden", "news": nothing}},
		"may not send, after the draft": {during: func(a *attempt, w way) { a.draft(); a.Deny(a.in, discordgo.PermissionSendMessages) },
			of: func(w way) bool { return w.drafted && !w.direct }},
		"may not embed": {during: deny(discordgo.PermissionEmbedLinks), of: inServer, logged: "could not be asked",
			want: map[string]string{"mention": "error.forbidden", "news": nothing}},
		"may not read history": {during: deny(discordgo.PermissionReadMessageHistory), of: inServer, logged: "could not be asked",
			want: map[string]string{"mention": "error.forbidden", "news": nothing}},
		"no direct messages": {before: func(a *attempt, _ way) { a.CloseDMs(a.asker) }, of: func(w way) bool { return w.direct },
			logged: "the place of the answer is gone", want: map[string]string{"direct": nothing}},
		"neither here nor directly": {before: func(a *attempt, _ way) { a.CloseDMs(a.asker) }, during: deny(discordgo.PermissionSendMessages),
			of: func(w way) bool { return w.name == "mention" }, logged: "the reader could not be told", want: map[string]string{"mention": nothing}},
		"draft deleted": {during: func(a *attempt, _ way) { a.Delete(a.draft()) }, of: func(w way) bool { return w.drafted },
			want: map[string]string{"mention": "error.deleted", "direct": "error.deleted", "slash": "error.deleted", "modal": "error.deleted"}},
		"kicked": {during: func(a *attempt, _ way) { a.Kick(a.guild) }, of: inServer, logged: "be told",
			want: map[string]string{"mention": nothing, "news": nothing, "correction": nothing}},
		"channel deleted": {during: func(a *attempt, _ way) { a.DeleteChannel(a.in) }, logged: "level=WARN",
			of: func(w way) bool { return w.name == "mention" || w.name == "news" }, want: map[string]string{"mention": nothing, "news": nothing}},
		"panic": {before: func(a *attempt, _ way) { a.desk.panics.Store(true) }, logged: "the desk is on fire",
			want: map[string]string{"mention": "error.sorry", "direct": "error.sorry", "slash": "error.sorry", "button": "error.sorry",
				"modal": "error.sorry", "news": nothing, "correction": nothing}},
	}
	thread := func(lock bool) func(*attempt, way) {
		return func(a *attempt, w way) {
			if w.drafted {
				a.draft()
			}
			a.Archive(a.in, lock)
		}
	}
	all["thread archived"] = misfortune{during: thread(false), of: inServer}
	all["thread locked"] = misfortune{during: thread(true), of: inServer, logged: "level=WARN", stale: true,
		want: map[string]string{"mention": "error.closed", "news": nothing, "correction": nothing}}
	for name, f := range map[string]discordtest.Fault{
		"429":                {Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Millisecond},
		"429, global":        {Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Millisecond, Global: true},
		"500":                {Status: http.StatusInternalServerError, Times: 2},
		"502, carried out":   {Status: http.StatusBadGateway, CarryOut: true, Times: 2},
		"503":                {Status: http.StatusServiceUnavailable, Times: 2},
		"cut, carried out":   {Drop: true, CarryOut: true},
		"cut":                {Drop: true},
		"500, not Discord's": {Status: http.StatusInternalServerError, Body: "<html>"},
	} {
		all[name+", at first"] = misfortune{before: fault(f, first)}
		all[name+", at last"] = misfortune{before: fault(f, last), of: func(w way) bool { return w.first != w.last }}
	}
	return all
}

// Whatever goes wrong, and however the bot came to say something: it goes on, the reader gets the answer or a word where one
// can be delivered, and nothing twice.
func TestMisfortunes(t *testing.T) {
	t.Parallel()
	for name, m := range misfortunes() {
		for _, w := range ways() {
			if m.of != nil && !m.of(w) {
				continue
			}
			t.Run(name+"/"+w.name, func(t *testing.T) {
				t.Parallel()
				suffer(t, name, m, w)
			})
		}
	}
}

func suffer(t *testing.T, name string, m misfortune, w way) {
	h := &hurdles{newsroom: newNewsroom(t, reported("fire", burnt, rain)), begun: make(chan struct{}), goOn: make(chan struct{})}
	a := &attempt{stage: build(t, h), t: t, desk: h, hour: &hour{}, shown: burnt}
	a.hour.set(a.bot)
	a.guild, a.asker, a.in = a.stage.guild, a.ada, a.channel
	switch {
	case w.direct:
		a.in = a.DM(a.asker)
	case strings.HasPrefix(name, "thread"):
		a.in = a.AddThread(a.channel, "fire")
	}
	a.run(t).ready(t)
	if w.prepare != nil {
		w.prepare(a)
		if a.before != nil {
			a.since = a.before.ID
		}
	}
	if m.before != nil {
		m.before(a, w)
	}
	if m.during != nil {
		h.held.Store(true)
	}
	logged := len(a.log.String())
	w.ask(a)
	if m.during != nil {
		<-h.begun
		m.during(a, w)
		h.held.Store(false)
		close(h.goOn)
	}
	want := a.shown
	if phrase, instead := m.want[cmp.Or(w.like, w.name)]; instead {
		want = ""
		if phrase != "" {
			want = desk.English.Say(phrase)
		}
	}
	if want != "" {
		a.await(want)
	} else {
		for deadline := time.Now().Add(patience); !strings.Contains(a.log.String()[logged:], m.logged); runtime.Gosched() {
			if time.Now().After(deadline) {
				t.Fatalf("%q is not logged", m.logged)
			}
		}
	}
	// The bot lives, and has nothing more to say.
	h.calm.Store(true)
	again := a.AddChannel(a.AddGuild("Elsewhere"), "desk")
	next := a.Say(a.AddUser("ben"), again, a.Bot.Mention()+" "+wanted)
	must[*discordtest.Message](t)(a.AwaitReply(t.Context(), next, discordtest.Contains("Coverage through")))
	a.stop()
	a.wantEnd(t, nil)
	seen := a.seen()
	if m.stale && len(seen) == 2 && strings.Contains(seen[0].Text(), "Still answering") {
		seen = seen[1:]
	}
	if len(seen) > 1 || want == "" && len(seen) > 0 {
		for _, m := range seen {
			t.Errorf("%s says\n%s", m.ID, m.Text())
		}
		t.Errorf("%d messages were seen", len(seen))
	}
	a.silent(t)
}
