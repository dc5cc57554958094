package discord

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
)

// askAgain is when to ask again: for Discord's clients to count down, and plain.
var askAgain = regexp.MustCompile(`Ask again <t:\d+:R> \(\d\d:\d\d:\d\d UTC\)\.$`)

func TestQuotas(t *testing.T) {
	t.Parallel()
	var fault atomic.Pointer[error]
	s, mod := moderated(t, Config{Desk: fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		switch err := fault.Load(); {
		case question == "panic":
			panic("at the desk")
		case strings.HasPrefix(question, "thanks"):
			return bot.Answer{Abstained: true, Reason: "You are welcome.", Composer: desk.Courteous}, nil
		case err != nil:
			return bot.Answer{}, *err
		}
		return sample(question), nil
	}, coverage: outletsDesk().coverage}})
	opt := discordtest.Opt
	other, thread := s.AddChannel(s.guild, "other"), s.AddThread(s.channel, "a thread")
	press, interns, ben, eve := s.AddRole(s.guild, "press"), s.AddRole(s.guild, "interns"), s.AddUser("ben"), s.AddUser("eve")
	s.GiveRole(press, ben)
	s.GiveRole(interns, ben)
	s.dateline(t, mod, "settings", opt("quota", 2))
	s.dateline(t, mod, "settings", opt("quota", 3), opt("role", press))
	s.dateline(t, mod, "settings", opt("quota", 1), opt("role", interns))

	refused := func(what, want string, m *discordtest.Message) {
		t.Helper()
		if !strings.HasPrefix(m.Content, want) || !askAgain.MatchString(m.Content) || !m.Ephemeral() {
			t.Errorf("%s: %q, want %q", what, m.Text(), want)
		}
	}
	// What fails through no fault of the asker's is given back, and so are thanks.
	fault.Store(new(errors.New("the index is on fire")))
	for range 3 {
		wantText(t, s.ask(t, s.ada, s.channel), "Something went wrong")
	}
	fault.Store(nil)
	must[*discordtest.Message](t)(s.Command(s.ada, s.channel, "ask", opt("question", "panic")).Answer(t.Context()))
	must[*discordtest.Message](t)(s.Command(s.ada, s.channel, "ask", opt("question", "thanks")).Answer(t.Context()))

	wantText(t, s.ask(t, s.ada, s.channel), anAnswer)
	wantText(t, s.ask(t, s.ada, thread), anAnswer)
	refused("the third question of an hour", "You have asked as much as one reader may for now. ", s.ask(t, s.ada, other))
	mention := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
	if !askAgain.MatchString(mention.Content) {
		t.Errorf("a mention too many: %q", mention.Text())
	}
	wantText(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.Say(s.ada, s.DM(s.ada), "who?"))), anAnswer) // nobody's quota
	for range 3 {                                                                                                      // the most generous role counts
		wantText(t, s.ask(t, ben, s.channel), anAnswer)
	}
	refused("beyond a role's quota", "You have asked as much as your role may for now. ", s.ask(t, ben, s.channel))
	s.dateline(t, mod, "settings", opt("quota", 0), opt("role", press))
	wantText(t, s.ask(t, ben, s.channel), anAnswer)

	// A channel's, which its threads share, and the server's; of two that are used up neither is charged.
	s.dateline(t, mod, "settings", opt("quota", 0))
	s.dateline(t, mod, "settings", opt("quota", 2), opt("whose", "channel"), opt("channel", other))
	inner := s.AddThread(other, "inner")
	wantText(t, s.ask(t, eve, other), anAnswer)
	wantText(t, s.ask(t, eve, inner), anAnswer)
	refused("beyond a channel's quota", "This channel has asked as much as it may for now. ", s.ask(t, eve, inner))
	wantText(t, s.ask(t, eve, s.channel), anAnswer)
	s.dateline(t, mod, "settings", opt("quota", 1), opt("whose", "server"))
	wantText(t, s.ask(t, eve, s.channel), anAnswer)
	refused("beyond the server's quota", "This server has asked as much as it may for now. ", s.ask(t, s.ada, s.channel))
	s.silent(t, "who?")
}

func TestReaderLimit(t *testing.T) {
	t.Parallel()
	hour := func(n int) memory.Limit { return memory.Limit{Most: n, Per: time.Hour} }
	s := memory.Settings{ReaderQuota: new(hour(10)), RoleQuotas: map[string]memory.Limit{"few": hour(2), "many": hour(50), "free": {}, "daily": {Most: 72, Per: 24 * time.Hour}}}
	for _, tt := range []struct {
		roles  []string
		want   memory.Limit
		ofRole bool
	}{
		{nil, hour(10), false},
		{[]string{"other"}, hour(10), false},
		{[]string{"few"}, hour(2), true},
		{[]string{"few", "many", "other"}, hour(50), true},
		{[]string{"free", "few"}, memory.Limit{}, true},
		{[]string{"many", "free"}, memory.Limit{}, true},
		{[]string{"few", "daily"}, memory.Limit{Most: 72, Per: 24 * time.Hour}, true},
	} {
		if got, ofRole := readerLimit(s, tt.roles); *got != tt.want || ofRole != tt.ofRole {
			t.Errorf("%v: %v, of a role: %v", tt.roles, *got, ofRole)
		}
	}
}

// In direct messages, and where a reader has brought the bot's commands along to a server that has not added it, what the operator
// set is one quota of theirs; 0 sets none.
func TestQuotaOfDirectMessages(t *testing.T) {
	t.Parallel()
	for _, most := range []int{2, 0} {
		t.Run(fmt.Sprint(most), func(t *testing.T) {
			t.Parallel()
			s := build(t, fakeDesk{})
			s.hire(t, Config{Desk: fakeDesk{}, DirectQuota: most})
			s.run(t).ready(t)
			foreign := s.AddGuild("Elsewhere")
			in, ben := s.AddChannel(foreign, "desk"), s.AddUser("ben")
			s.Kick(foreign)
			s.departed(t, foreign.ID)
			s.AddToAccount(s.ada)
			refused := func(m *discordtest.Message, want bool) {
				t.Helper()
				want = want && most > 0
				if got := strings.HasPrefix(m.Content, "You have asked as much as one reader may for now. ") && askAgain.MatchString(m.Content); got != want {
					t.Errorf("refused: %v, want %v: %q", got, want, m.Text())
				}
			}
			direct := func(who *discordtest.User) *discordtest.Message {
				t.Helper()
				return must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.Say(who, s.DM(who), "who?")))
			}
			refused(direct(s.ada), false)
			refused(s.ask(t, s.ada, in), false)
			refused(direct(s.ada), true)
			refused(s.ask(t, s.ada, in), true)
			refused(s.ask(t, s.ada, s.DM(s.ada)), true)
			refused(s.ask(t, s.ada, s.channel), false) // a server's quotas are its moderators' own
			refused(direct(ben), false)
			s.silent(t, "who?")
		})
	}
}

func TestUsedUp(t *testing.T) {
	t.Parallel()
	reset := time.Date(2026, 3, 1, 12, 30, 0, 1, time.UTC)
	taken := memory.Taken{Refused: memory.Quota{Kind: memory.OfGuild}, Reset: reset}
	if got, want := usedUp("de", taken, false), "<t:1772368201:R> (12:30:01 UTC)"; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q in it", got, want)
	}
}

func TestQuotaAndQueueMessages(t *testing.T) {
	t.Parallel()
	taken := memory.Taken{Refused: memory.Quota{Kind: memory.OfReader}, Reset: time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)}
	goldenMessage(t, "quota", message{Content: usedUp(desk.English, taken, false), Components: noButtons})
	goldenMessage(t, "quota-role-fr", message{Content: usedUp("fr", taken, true), Components: noButtons})
	m := &making{ahead: func() int { return 3 }}
	goldenMessage(t, "queue", makingMessage(nil, m.place(desk.English), "q3n8ya6v20kztfhe", desk.English))
	goldenMessage(t, "queue-es", makingMessage([]bot.Claim{claim("Kerry called.", 1)}, m.place("es"), "q3n8ya6v20kztfhe", "es"))
}

// Whoever waits for a busy model sees their place, as it moves, at most once a pace.
func TestThePlaceInTheQueueIsShown(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int32
	ahead.Store(2)
	waiting, served, finish := make(chan struct{}), make(chan struct{}), make(chan struct{})
	s, _ := moderated(t, Config{Desk: fakeDesk{ask: func(ctx context.Context, question string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		wait := bot.Wait(ctx)
		wait(func() int { return int(ahead.Load()) })
		waiting <- struct{}{}
		<-served
		wait(nil)
		served <- struct{}{}
		<-finish
		return sample(question), nil
	}}})
	ctx := t.Context()
	slash := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	<-waiting
	see := func(want string) *discordtest.Message {
		t.Helper()
		s.clock.tick(t)
		return must[*discordtest.Message](t)(slash.Answer(ctx, discordtest.Contains(want)))
	}
	m := see("-# 2 questions are before yours.")
	if _, ok := m.Button("Stop"); !ok {
		t.Error("who waits cannot stop")
	}
	edits := s.calls("PATCH", discordtest.RouteOriginal)
	s.clock.tick(t) // nothing moved
	ahead.Store(1)
	see("-# One question is before yours.")
	ahead.Store(0)
	see("-# Yours is the next question.")
	if n := s.calls("PATCH", discordtest.RouteOriginal) - edits; n != 2 {
		t.Errorf("%d edits, want 2", n)
	}
	served <- struct{}{}
	<-served
	see("Still answering")
	close(finish)
	wantText(t, must[*discordtest.Message](t)(slash.Answer(ctx, discordtest.Contains(anAnswer))), anAnswer)
}
