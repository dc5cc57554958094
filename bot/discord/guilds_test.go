package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
)

func (f *fakeLibrary) Forget(ctx context.Context, guild string) (memory.Kept, error) {
	f.note("forget %s", guild)
	kept, err := f.memory.ForgetGuild(ctx, guild)
	if f.breaksOff.Load() {
		err = errors.New("the disk is full")
	}
	return kept, err
}

// departed waits until memory has noted that the bot is in these guilds no longer, and in all others.
func (s *stage) departed(t *testing.T, want ...string) {
	t.Helper()
	until(t, fmt.Sprint("departures: ", want), func() bool {
		return slices.Equal(must[[]string](t)(s.memory.Departed(t.Context(), time.Now().Add(time.Hour))), want)
	})
}

// A server that removes the bot is left in peace at once and forgotten after a week, with what it added; one that takes the bot
// back before that goes on as if nothing had been.
func TestAServerRemovesTheBot(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		library      bool
		downMeantime bool // it is removed, and put back, while no bot runs
	}{
		{"with a library", true, false},
		{"without one", false, false},
		{"while the bot is down", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, reported("fire", burnt, rain))
			s := build(t, n)
			lib := &fakeLibrary{memory: s.memory}
			cfg := Config{Desk: n}
			if tt.library {
				cfg.Library = lib
			}
			var clock hour
			hire := func() {
				s.hire(t, cfg)
				clock.set(s.bot)
			}
			hire()
			s.run(t).ready(t)
			meantime := func(happen func()) {
				t.Helper()
				if !tt.downMeantime {
					happen()
					return
				}
				s.stop()
				s.wantEnd(t, nil)
				happen()
				hire()
				s.run(t)
				ok(t, s.AwaitReady(t.Context()))
			}
			message, ctx, done := must[*discordtest.Message](t), t.Context(), discordtest.Contains("Coverage through")
			elsewhere := s.AddGuild("Elsewhere")
			var shown []*discordtest.Message // in the server that removes the bot, in another one and in direct messages
			for _, in := range []*discordtest.Channel{s.channel, s.AddChannel(elsewhere, "desk"), s.DM(s.ada)} {
				m := message(s.AwaitReply(ctx, s.Say(s.ada, in, s.Bot.Mention()+" what of the fire?"), done))
				s.entry(t, m)
				s.followed(t, s.ada, in, "what of the fire?")
				shown = append(shown, m)
			}
			added := func(guild string) memory.Addition {
				a, _, err := s.memory.Add(ctx, memory.Addition{Guild: guild, Kind: "feed", Address: "https://news.example/feed"})
				ok(t, err)
				return a
			}
			added(s.guild.ID)
			added(elsewhere.ID)
			ok(t, s.memory.Set(ctx, s.guild.ID, s.guild.ID, "moderator", memory.Settings{Language: new("de")}))
			s.round(t)

			// What happens while it is not there is told in other places alone, and it is not even tried there.
			meantime(func() { s.Kick(s.guild) })
			s.departed(t, s.guild.ID)
			calls := len(s.Calls())
			n.put(reported("fire", burnt2, rain))
			clock.passed.Add(1)
			s.bot.Stir()
			for _, m := range shown[1:] {
				s.await(t, m, "Changed in the article")
				message(s.AwaitMessage(ctx, &discordtest.Channel{ID: m.ChannelID}, newsOf("what of the fire?")))
			}
			s.round(t)
			for _, c := range s.Calls()[calls:] {
				if c.Status == http.StatusForbidden {
					t.Errorf("%s %s was tried", c.Method, c.Path)
				}
			}

			// Put back within a week, it is told what it missed.
			clock.passed.Add(6 * 24)
			s.round(t)
			meantime(func() { s.Readd(s.guild) })
			s.departed(t)
			clock.passed.Add(2 * 24)
			s.bot.Stir()
			s.await(t, shown[0], "Changed in the article")
			message(s.AwaitMessage(ctx, s.channel, newsOf("what of the fire?")))

			// Removed for good, it is forgotten, and it alone. What breaks off is taken up again.
			clock.passed.Store(0) // memory, which notes when it was, has the real time
			meantime(func() { s.Kick(s.guild) })
			s.departed(t, s.guild.ID)
			kept := func(guild string) string {
				f := must[[]memory.Follow](t)(s.memory.FollowingIn(ctx, guild))
				a := must[[]memory.Addition](t)(s.memory.Additions(ctx, guild))
				set := must[memory.Settings](t)(s.memory.Settings(ctx, guild))
				return fmt.Sprint(len(f), " follows, ", len(a), " additions, settings: ", set.Language != nil)
			}
			if got := kept(s.guild.ID); got != "1 follows, 1 additions, settings: true" {
				t.Errorf("before the week is over there are %s", got)
			}
			clock.passed.Add(7*24 + 1)
			lib.breaksOff.Store(true)
			s.round(t)
			lib.breaksOff.Store(false)
			s.round(t)
			s.departed(t)
			if got := kept(s.guild.ID); got != "0 follows, 0 additions, settings: false" {
				t.Errorf("after it there are %s", got)
			}
			if _, err := s.memory.EntryOf(ctx, shown[0].ID); !errors.Is(err, memory.ErrUnknown) {
				t.Errorf("its answer: %v", err)
			}
			if got := lib.calls(); (len(got) > 1) != tt.library || slices.ContainsFunc(got, func(one string) bool { return one != "forget "+s.guild.ID }) {
				t.Errorf("the library was asked %q", got)
			}
			if got := kept(elsewhere.ID); got != "1 follows, 1 additions, settings: false" {
				t.Errorf("of another server there are %s", got)
			}
			s.entry(t, shown[1])
			s.entry(t, shown[2])
			s.silent(t, "the fire")
		})
	}
}

// An outage is none of the bot's leaving, nor is a list that lacks a server: before anything is forgotten Discord is asked.
func TestAServerIsNotForgottenByMistake(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	var clock hour
	clock.set(s.bot)
	ok(t, s.memory.Depart(t.Context(), s.guild.ID))
	s.run(t).ready(t)
	s.departed(t) // the greeting lists it
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
	until(t, "an answer that is kept", func() bool {
		return must[memory.Kept](t)(s.memory.What(t.Context(), s.ada.ID)).Answers == 1
	})
	s.Outage(s.guild, true)
	s.Disrupt(discordtest.InvalidSession(false))
	ok(t, s.Await(t.Context(), "a new session", func() bool { return s.Identifies() == 2 && s.Connected() }))
	s.Outage(s.guild, false)
	removed := s.AddGuild("Elsewhere")
	s.Kick(removed)
	s.departed(t, removed.ID) // all that was told before is noted too

	ok(t, s.memory.Depart(t.Context(), s.guild.ID))
	clock.passed.Add(8 * 24)
	s.Fault(discordtest.Fault{Route: discordtest.RouteGuild, Status: http.StatusServiceUnavailable, Times: maxTries})
	s.round(t)
	if n := s.calls("GET", discordtest.RouteGuild); n < maxTries {
		t.Errorf("Discord was asked %d times", n)
	}
	s.round(t)
	s.departed(t)
	if n := must[memory.Kept](t)(s.memory.What(t.Context(), s.ada.ID)).Answers; n != 1 {
		t.Errorf("%d answers are kept, want 1", n)
	}
}
