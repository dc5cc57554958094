package discord

import (
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// golden compares got with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		ok(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	ok(t, err)
	if got != string(want) {
		t.Errorf("%s differs; run go test -update and look at the difference. got\n%s", path, got)
	}
}

func TestCommandsAsDiscordHasThem(t *testing.T) {
	t.Parallel()
	text, err := json.MarshalIndent(Commands(), "", "  ")
	ok(t, err)
	golden(t, "commands.json", string(text)+"\n")
}

func TestCommandsAreRegisteredOnceAndNotAgain(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t)
	for i, want := range []bool{true, false} {
		changed, err := Register(t.Context(), srv.Token, srv.URL)
		if err != nil || changed != want {
			t.Errorf("round %d: changed %v, error %v", i+1, changed, err)
		}
	}
	if n := len(srv.CallsTo("PUT", discordtest.RouteCommands)); n != 1 {
		t.Errorf("the commands were written %d times", n)
	}
	if got := srv.Commands(nil); len(got) != len(Commands()) {
		t.Errorf("Discord has %d commands", len(got))
	}
	if _, err := Register(t.Context(), "wrong", srv.URL); !errors.Is(err, ErrToken) {
		t.Errorf("a wrong token: got error %v", err)
	}
}

func TestRunSkipsRegistrationWhereNothingChanged(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	s.Register(nil, Commands()...)
	s.run(t).ready(t)
	must[*discordtest.Message](t)(s.Command(s.ada, s.channel, "help").Answer(t.Context()))
	s.Disrupt(discordtest.Drop)
	ok(t, s.Await(t.Context(), "a resumed session", func() bool { return s.Resumes() == 1 && s.Connected() }))
	if n := s.calls("PUT", discordtest.RouteCommands); n != 0 {
		t.Errorf("unchanged commands were written %d times", n)
	}
	if n := s.calls("GET", discordtest.RouteCommands); n != 1 {
		t.Errorf("the commands were read %d times", n)
	}
}

func TestRegistrationIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	lift := s.Fault(discordtest.Fault{Method: "PUT", Route: discordtest.RouteCommands, Status: 500, Times: -1})
	s.run(t)
	ok(t, s.AwaitReady(t.Context()))
	ok(t, s.Await(t.Context(), "the tries", func() bool { return s.calls("PUT", discordtest.RouteCommands) == maxTries }))
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?"))) // the bot answers all the same
	lift()
	s.Disrupt(discordtest.Drop)
	s.ready(t)
}

func TestSameCommands(t *testing.T) {
	t.Parallel()
	change := func(f func([]*discordgo.ApplicationCommand) []*discordgo.ApplicationCommand) []*discordgo.ApplicationCommand {
		var copied []*discordgo.ApplicationCommand
		text, err := json.Marshal(Commands())
		ok(t, err)
		ok(t, json.Unmarshal(text, &copied))
		return f(copied)
	}
	type list = []*discordgo.ApplicationCommand
	tests := []struct {
		name string
		with list
		want bool
	}{
		{"as declared", change(func(c list) list { return c }), true},
		{"in another order", change(func(c list) list { c[0], c[1] = c[1], c[0]; return c }), true},
		{"with what Discord adds", change(func(c list) list {
			c[0].ID, c[0].Version, c[0].ApplicationID = "1", "2", "3"
			ok(t, json.Unmarshal([]byte(`{"nsfw": false, "dm_permission": true, "default_permission": true}`), c[0]))
			c[0].NameLocalizations = &map[discordgo.Locale]string{}
			c[2].Options = nil
			(*c[1].Contexts)[0], (*c[1].Contexts)[2] = (*c[1].Contexts)[2], (*c[1].Contexts)[0]
			return c
		}), true},
		{"one too many", change(func(c list) list { return append(c, &discordgo.ApplicationCommand{Name: "old"}) }), false},
		{"one missing", change(func(c list) list { return c[1:] }), false},
		{"another description", change(func(c list) list { c[0].Description = "other"; return c }), false},
		{"another option", change(func(c list) list { c[0].Options[1].Required = true; return c }), false},
		{"another choice", change(func(c list) list { c[1].Options[2].Choices = c[1].Options[2].Choices[1:]; return c }), false},
		{"other contexts", change(func(c list) list { c[0].Contexts = nil; return c }), false},
		{"a translation", change(func(c list) list {
			c[0].NameLocalizations = &map[discordgo.Locale]string{discordgo.German: "fragen"}
			return c
		}), false},
	}
	for _, tt := range tests {
		if got := same(tt.with, Commands()); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
