package discord

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
)

func TestAPIIsVersion9(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	for _, c := range s.Calls() {
		if !strings.HasPrefix(c.Path, "/api/v9/") {
			t.Errorf("%s %s is not of the version that discordgo's shapes are of", c.Method, c.Path)
		}
	}
}

func TestARepeatedPostMakesOneMessage(t *testing.T) {
	t.Parallel()
	faults := map[string]discordtest.Fault{
		"502":            {Status: http.StatusBadGateway, Body: `<html>bad gateway</html>`},
		"502, thrice":    {Status: http.StatusBadGateway, Times: 3},
		"500":            {Status: http.StatusInternalServerError},
		"connection cut": {Drop: true},
		"503, not made":  {Status: http.StatusServiceUnavailable},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, fakeDesk{})
			fault.Method, fault.Route, fault.CarryOut = "POST", discordtest.RouteMessages, name != "503, not made"
			s.Fault(fault)
			asked := s.mention("who?")
			answer := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("You asked")))
			if answer.Nonce != asked.ID {
				t.Errorf("the reply has nonce %q", answer.Nonce)
			}
			s.mention("second?")
			must[*discordtest.Message](t)(s.AwaitMessage(t.Context(), s.channel, discordtest.Contains("second?")))
			if n := len(s.Messages(s.channel)); n != 4 {
				t.Errorf("%d messages stand, want two questions and two answers", n)
			}
		})
	}
}

// A first post that was made, though Discord did not say so, must not keep the end of the answer from being shown.
func TestTheEndReplacesAPostThatWasThoughtLost(t *testing.T) {
	t.Parallel()
	finish := make(chan struct{})
	s := play(t, fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		show(claim("One.", 1))
		<-finish
		return sample(question), nil
	}})
	s.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Status: http.StatusBadGateway, CarryOut: true})
	asked := s.mention("who?")
	s.clock.tick(t)
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("One.")))
	close(finish)
	wantText(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("You asked: who?."))), "Coverage through")
	if n := len(s.Messages(s.channel)); n != 2 {
		t.Errorf("%d messages stand, want the question and one answer", n)
	}
}

func TestTheFinalEditIsDelivered(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.Fault(discordtest.Fault{Method: "PATCH", Route: discordtest.RouteOriginal, Status: http.StatusInternalServerError, Times: 2})
	s.Fault(discordtest.Fault{Method: "PATCH", Route: discordtest.RouteOriginal, Drop: true, Times: 2})
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	must[*discordtest.Message](t)(asked.Answer(t.Context(), discordtest.Contains("You asked: who?.")))
	if got, want := s.clock.waited(), []time.Duration{250e6, 500e6, 1e9, 2e9}; !slices.Equal(got, want) {
		t.Errorf("waited %v between the tries, want %v", got, want)
	}
}

func TestRateLimitsAreHonoured(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	for _, route := range []string{discordtest.RouteMessages, discordtest.RouteOriginal} {
		s.Fault(discordtest.Fault{Route: route, Status: http.StatusTooManyRequests, RetryAfter: 120 * time.Millisecond, Times: 2})
	}
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?"), discordtest.Contains("You asked")))
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	must[*discordtest.Message](t)(asked.Answer(t.Context(), discordtest.Contains("You asked")))
	for _, route := range []string{discordtest.RouteMessages, discordtest.RouteOriginal} {
		calls := s.CallsTo("", route)
		if len(calls) != 3 {
			t.Errorf("%s was called %d times, want 3", route, len(calls))
		}
		for i := 1; i < len(calls); i++ {
			if waited := calls[i].At.Sub(calls[i-1].At); waited < 120*time.Millisecond {
				t.Errorf("%s was called again after %v", route, waited)
			}
		}
	}
	if got := s.clock.waited(); !slices.Contains(got, 120*time.Millisecond) {
		t.Errorf("waited %v", got)
	}
}

func TestADeferralThatWentUnheardIsEnough(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.Fault(discordtest.Fault{Route: discordtest.RouteCallback, Status: http.StatusBadGateway, CarryOut: true})
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	must[*discordtest.Message](t)(asked.Answer(t.Context(), discordtest.Contains("You asked")))
}

func TestDeferralComesBeforeTheWork(t *testing.T) {
	t.Parallel()
	finish := make(chan struct{})
	s := play(t, fakeDesk{ask: func(context.Context, string, desk.Window, func(bot.Claim)) (bot.Answer, error) {
		<-finish
		return sample(""), nil
	}})
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"), discordtest.Opt("private", true))
	first := must[*discordtest.Response](t)(asked.Response(t.Context()))
	if first.After > time.Second || !first.Ephemeral {
		t.Errorf("the response came after %v; ephemeral: %v", first.After, first.Ephemeral)
	}
	close(finish)
	must[*discordtest.Message](t)(asked.Answer(t.Context()))
}

func TestAnInteractionThatLapsedIsLoggedAndNotWorkedOn(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		if question == "late?" {
			t.Error("the desk was asked for nobody")
		}
		return sample(question), nil
	}})
	s.Fault(discordtest.Fault{Route: discordtest.RouteCallback, Status: http.StatusNotFound, Code: discordgo.ErrCodeUnknownInteraction})
	s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "late?"))
	ok(t, s.Await(t.Context(), "the call", func() bool { return s.calls("POST", discordtest.RouteCallback) == 1 }))
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "in time?"))
	must[*discordtest.Message](t)(asked.Answer(t.Context(), discordtest.Contains("in time?")))
	if n := s.calls("POST", discordtest.RouteCallback); n != 2 {
		t.Errorf("the bot responded %d times, want 2", n)
	}
}

func TestMissingPermissionsAreNamed(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.Deny(s.channel, discordgo.PermissionEmbedLinks)
	if m := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?"))); m.Content != desk.English.Say("error.forbidden") {
		t.Errorf("the reader is told %q", m.Content)
	}
}

func TestAQuestionThatWasDeletedIsAnsweredAllTheSame(t *testing.T) {
	t.Parallel()
	finish := make(chan struct{})
	s := play(t, fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		<-finish
		return sample(question), nil
	}})
	asked := s.mention("who?")
	ok(t, s.Await(t.Context(), "typing", func() bool { return s.Typing(s.channel) > 0 }))
	s.Delete(asked)
	close(finish)
	must[*discordtest.Message](t)(s.AwaitMessage(t.Context(), s.channel, discordtest.Contains("You asked: who?.")))
}

func TestNobodyIsPinged(t *testing.T) {
	t.Parallel()
	s := build(t, nil)
	role := s.AddRole(s.guild, "editors")
	evil := "@everyone @here " + s.ada.Mention() + " " + role.Mention() + " <@!" + s.ada.ID + "> **bold** [link](https://evil.example)"
	s.bot.desk = fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		if question == "usage?" {
			return bot.Answer{}, desk.Usage("error.no_outlets", "name", evil)
		}
		a := sample(question)
		a.Notice, a.Model = evil, evil
		a.Claims = []bot.Claim{claim(evil, 1)}
		a.Sources[0].Headline, a.Sources[0].Outlet, a.Sources[0].Byline, a.Sources[0].AlsoCarriedBy = evil, evil, evil, []string{evil}
		return a, nil
	}}
	s.run(t).ready(t)
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("evil?")))
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("usage?")))
	slash := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "evil?"))
	answer := must[*discordtest.Message](t)(slash.Answer(t.Context()))
	for _, raw := range []string{"@everyone", "@here", s.ada.Mention(), role.Mention(), "<@!", " **bold**", "[link]("} {
		if strings.Contains(answer.Embeds[0].Description, raw) {
			t.Errorf("%q survived: %s", raw, answer.Embeds[0].Description)
		}
	}
	s.silent(t)
}

func TestNewNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ token, address, want string }{
		{"", "", "DISCORD_TOKEN is not set"},
		{" Bot  ", "", "DISCORD_TOKEN is not set"},
		{"x", "ftp://discord.com", "DISCORD_API_URL"},
		{"x", "discord.com", "DISCORD_API_URL"},
		{"x", "https://discord.com/api", "DISCORD_API_URL"},
	}
	for _, tt := range tests {
		_, err := New(Config{Token: tt.token, APIURL: tt.address, Log: slog.New(slog.DiscardHandler)})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("New with token %q at %q: got error %v, want one with %q", tt.token, tt.address, err, tt.want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t)
	name, err := Check(t.Context(), srv.Token, srv.URL)
	if err != nil || name != srv.Bot.Name {
		t.Errorf("got %q, %v", name, err)
	}
	if _, err := Check(t.Context(), "Bot wrong", srv.URL); !errors.Is(err, ErrToken) {
		t.Errorf("a wrong token: got error %v", err)
	}
}
