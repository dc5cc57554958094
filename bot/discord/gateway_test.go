package discord

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
)

// slow is a desk that says when it begins and answers when it is released.
func slow() (d fakeDesk, begun chan string, release chan struct{}) {
	begun, release = make(chan string, 8), make(chan struct{})
	d.ask = func(ctx context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		begun <- question
		select {
		case <-release:
			return sample(question), nil
		case <-ctx.Done():
			return bot.Answer{}, ctx.Err()
		}
	}
	return d, begun, release
}

func (s *stage) wantEnd(t *testing.T, want error) {
	t.Helper()
	select {
	case err := <-s.ended:
		if !errors.Is(err, want) {
			t.Errorf("Run returned %v, want %v", err, want)
		}
	case <-time.After(patience):
		t.Fatal("Run goes on")
	}
}

func TestReconnectInTheMiddleOfAnAnswer(t *testing.T) {
	t.Parallel()
	misfortunes := map[string]discordtest.Action{
		"dropped":              discordtest.Drop,
		"asked to reconnect":   discordtest.Reconnect,
		"invalid session":      discordtest.InvalidSession(false),
		"session timed out":    discordtest.CloseWith(4009),
		"unknown error (4000)": discordtest.CloseWith(4000),
	}
	for name, misfortune := range misfortunes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, begun, release := slow()
			s := play(t, d)
			asked := s.mention("before?")
			<-begun
			s.Disrupt(misfortune)
			missed := s.mention("meanwhile?") // told to a session that is resumed, and lost with one that is not
			ok(t, s.Await(t.Context(), "a new connection", func() bool { return s.Identifies()+s.Resumes() > 1 }))
			ok(t, s.AwaitReady(t.Context()))
			close(release)
			must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("before?")))
			must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("after?"), discordtest.Contains("after?")))
			if name == "dropped" {
				must[*discordtest.Message](t)(s.AwaitReply(t.Context(), missed, discordtest.Contains("meanwhile?")))
				if s.Identifies() != 1 {
					t.Errorf("the bot identified %d times; a dropped session can be resumed", s.Identifies())
				}
			}
			s.silent(t, "before?", "after?")
		})
	}
}

func TestASessionThatCannotBeResumedIsBegunAnew(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.DisruptAt(discordtest.Resume, discordtest.CloseWith(4007), 1)
	s.Disrupt(discordtest.Drop)
	ok(t, s.Await(t.Context(), "a new session", func() bool { return s.Identifies() == 2 && s.Connected() }))
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
}

func TestASilentGatewayIsLeft(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"dial", "identify", "once connected"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			s := build(t, fakeDesk{}, discordtest.WithHeartbeat(400*time.Millisecond))
			s.bot.gateways[0].quiet = 1500 * time.Millisecond // discordgo itself waits for five heartbeats
			switch at {
			case "dial":
				s.DisruptAt(discordtest.Dial, discordtest.Silence, 1)
			case "identify":
				s.DisruptAt(discordtest.Identify, discordtest.Silence, 1)
			}
			s.run(t).ready(t)
			if at == "once connected" {
				s.Disrupt(discordtest.Silence)
				missed := s.mention("into the silence?")
				must[*discordtest.Message](t)(s.AwaitReply(t.Context(), missed)) // its session was resumed
				if s.Identifies() != 1 || s.Resumes() == 0 {
					t.Errorf("%d identifies, %d resumes", s.Identifies(), s.Resumes())
				}
			}
			must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
		})
	}
}

func TestShutdownWhileTheGatewayIsSilent(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	s.DisruptAt(discordtest.Dial, discordtest.Silence, -1)
	s.run(t)
	for deadline := time.Now().Add(patience); s.bot.gateways[0].line.Load() == nil && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	s.stop()
	s.wantEnd(t, nil)
}

func TestAWrongTokenEndsTheBot(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before func(*stage)
		after  func(*stage)
	}{
		"at the start":   {before: func(s *stage) { s.RevokeToken() }},
		"once connected": {after: func(s *stage) { s.RevokeToken() }},
		"4004 on its own": {after: func(s *stage) {
			s.DisruptAt(discordtest.Resume, discordtest.CloseWith(4004), -1)
			s.Disrupt(discordtest.CloseWith(4004))
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := build(t, fakeDesk{})
			if tt.before != nil {
				tt.before(s)
			}
			s.run(t)
			if tt.after != nil {
				s.ready(t)
				tt.after(s)
			}
			if name == "4004 on its own" { // the session is gone, so Discord answers a resume by asking to identify
				s.DisruptAt(discordtest.Identify, discordtest.CloseWith(4004), -1)
			}
			s.wantEnd(t, ErrToken)
			if s.Identifies()+s.Resumes() > 3 {
				t.Errorf("%d identifies and %d resumes with a token that is worthless", s.Identifies(), s.Resumes())
			}
			for _, part := range []string{"DISCORD_TOKEN", "discord.com/developers"} {
				if !strings.Contains(ErrToken.Error(), part) {
					t.Errorf("%q does not name %s", ErrToken, part)
				}
			}
		})
	}
}

func TestDisallowedIntentsEndTheBot(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	s.DisruptAt(discordtest.Identify, discordtest.CloseWith(4014), 1)
	s.run(t).wantEnd(t, ErrIntents)
	for _, part := range []string{"Message Content Intent", "discord.com/developers", "4014"} {
		if !strings.Contains(ErrIntents.Error(), part) {
			t.Errorf("%q does not name %s", ErrIntents, part)
		}
	}
}

func TestBackoffGrows(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	s.bot.gateways[0].jitter = func(d time.Duration) time.Duration { return d }
	s.DisruptAt(discordtest.Dial, discordtest.Drop, 11)
	s.run(t).ready(t)
	var want []time.Duration
	for d := time.Second; len(want) < 11; d = min(2*d, maxBackoff) {
		want = append(want, d)
	}
	if got := s.clock.waited(); !slices.Equal(got, want) {
		t.Errorf("waited %v, want %v", got, want)
	}
}

func TestShutdownFinishesWhatIsInHand(t *testing.T) {
	t.Parallel()
	d, begun, release := slow()
	s := play(t, d)
	asked := s.mention("in hand?")
	slash := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "also in hand?"))
	<-begun
	<-begun
	s.stop()
	// New questions are not taken any more, and their readers are told.
	message := must[*discordtest.Message](t)
	ok(t, s.Await(t.Context(), "a refusal", func() bool {
		late := s.Command(s.ada, s.channel, "help")
		m := message(late.Answer(t.Context()))
		return m.Content == desk.English.Say("error.restarting") && m.Ephemeral()
	}))
	if m := message(s.AwaitReply(t.Context(), s.mention("too late?"))); m.Content != desk.English.Say("error.restarting") {
		t.Errorf("a late reader is told %q", m.Content)
	}
	close(release)
	message(s.AwaitReply(t.Context(), asked, discordtest.Contains("in hand?")))
	message(slash.Answer(t.Context(), discordtest.Contains("also in hand?")))
	s.wantEnd(t, nil)
	if s.Connected() {
		t.Error("the bot is still connected")
	}
}

func TestShutdownDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	d, begun, _ := slow()
	s := build(t, d)
	s.clock.held = []time.Duration{settle} // the grace is over at once
	s.run(t).ready(t)
	asked := s.mention("endless?")
	<-begun
	s.stop()
	if m := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked)); m.Content != desk.English.Say("error.restarting") {
		t.Errorf("the reader is told %q", m.Content)
	}
	s.wantEnd(t, nil)
}

// Not parallel: it looks at every goroutine of the process.
func TestRunLeavesNothingBehind(t *testing.T) {
	s := play(t, fakeDesk{})
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
	s.Disrupt(discordtest.Drop)
	ok(t, s.Await(t.Context(), "a resumed session", func() bool { return s.Resumes() == 1 && s.Connected() }))
	s.stop()
	s.wantEnd(t, nil)
	var stacks string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); runtime.Gosched() {
		buf := make([]byte, 1<<20)
		stacks = string(buf[:runtime.Stack(buf, true)])
		if !strings.Contains(stacks, "discordgo.(*Session)") && !strings.Contains(stacks, "discord.(*Bot)") && !strings.Contains(stacks, "net/http.(*persistConn)") {
			return
		}
	}
	t.Errorf("still running after Run:\n%s", stacks)
}
