package discord

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
	"dateline/retrieval/goldentest"
)

func TestCommandsAsDiscordHasThem(t *testing.T) {
	t.Parallel()
	text, err := json.MarshalIndent(Commands(), "", "  ")
	ok(t, err)
	goldentest.Compare(t, "commands.json", string(text)+"\n")
}

var typedName = regexp.MustCompile(`^[a-z_-]{1,32}$`)

// TestCommandsKeepToDiscordsLimits holds the commands against the limits that Discord's documentation of application
// commands has.
func TestCommandsKeepToDiscordsLimits(t *testing.T) {
	t.Parallel()
	within := func(what, text string, least, most int) int {
		t.Helper()
		n := max(units(text), utf8.RuneCountInString(text))
		if n < least || n > most {
			t.Errorf("%s is %q, of %d characters", what, text, n)
		}
		return n
	}
	// longest is how long a text is in the locale in which it is longest.
	longest := func(what, text string, localized map[discordgo.Locale]string, least, most int) int {
		n := within(what, text, least, most)
		for l, text := range localized {
			n = max(n, within(what+" in "+string(l), text, least, most))
		}
		return n
	}
	unique := func(what string, names map[string]bool, name string) {
		if names[name] {
			t.Errorf("%s: there are two of %q", what, name)
		}
		names[name] = true
	}
	var all func(what string, options []*discordgo.ApplicationCommandOption) int
	all = func(what string, options []*discordgo.ApplicationCommandOption) int {
		total, names, optional := 0, map[string]bool{}, false
		if len(options) > 25 {
			t.Errorf("%s has %d options", what, len(options))
		}
		for _, o := range options {
			name := what + " " + o.Name
			unique(what, names, o.Name)
			if !typedName.MatchString(o.Name) || o.Required && optional || o.Autocomplete && len(o.Choices) > 0 || len(o.Choices) > 25 {
				t.Errorf("%s is declared as %+v", name, o)
			}
			optional = optional || !o.Required
			total += len(o.Name) + longest(name, o.Description, o.DescriptionLocalizations, 1, 100)
			for _, c := range o.Choices {
				total += within(name, c.Name, 1, 100) + within(name, c.Value.(string), 1, 100)
			}
			total += all(name, o.Options)
		}
		return total
	}
	counts, names := map[discordgo.ApplicationCommandType]int{}, map[string]bool{}
	for _, c := range Commands() {
		counts[c.Type]++
		unique("the commands", names, c.Name)
		total := len(c.Name) + all(c.Name, c.Options)
		switch c.Type {
		case discordgo.ChatApplicationCommand:
			if !typedName.MatchString(c.Name) {
				t.Errorf("a command is called %q", c.Name)
			}
			total += longest(c.Name, c.Description, *c.DescriptionLocalizations, 1, 100)
		case discordgo.MessageApplicationCommand:
			longest(c.Name, c.Name, *c.NameLocalizations, 1, 32)
			if c.Description != "" || len(c.Options) > 0 {
				t.Errorf("%s is a message command with a description or options", c.Name)
			}
		}
		if total > 8000 {
			t.Errorf("%s has %d characters in all", c.Name, total)
		}
		if c.Contexts == nil || c.IntegrationTypes == nil {
			t.Errorf("%s does not say where it is offered", c.Name)
		}
	}
	if counts[discordgo.ChatApplicationCommand] > 100 || counts[discordgo.MessageApplicationCommand] > 15 {
		t.Errorf("there are %v commands of each type", counts)
	}
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

// declared is the command with a name.
func declared(all []*discordgo.ApplicationCommand, name string) *discordgo.ApplicationCommand {
	return all[slices.IndexFunc(all, func(c *discordgo.ApplicationCommand) bool { return c.Name == name })]
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
			declared(c, "help").Options = nil
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

// What was registered is not asked for again within a day, by the next process either, unless the bot or its commands changed.
func TestWhatWasRegisteredIsNotAskedFor(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	asked := func() int {
		return s.calls("", discordtest.RouteCommands) + s.calls("", discordtest.RouteApplication)
	}
	next := func(of string) bool { return s.bot.register(t.Context(), of) }
	if !next(s.Bot.ID) {
		t.Fatal("the commands are not registered")
	}
	first := asked()
	if !next(s.Bot.ID) || asked() != first {
		t.Errorf("asked again: %d requests", asked()-first)
	}
	long := time.Now().Add(-trusted).UTC().Format(time.RFC3339)
	ok(t, s.memory.SetNote(t.Context(), registeredNote, must[string](t)(commandsMark(s.Bot.ID))+" "+long))
	if !next(s.Bot.ID) || asked() != first+2 {
		t.Errorf("after a day: %d requests", asked()-first)
	}
	if !next("another bot") || asked() != first+4 {
		t.Errorf("of another bot: %d requests", asked()-first)
	}
	if n := s.calls("PUT", discordtest.RouteCommands); n != 1 {
		t.Errorf("the commands were written %d times", n)
	}
	ok(t, s.memory.SetNote(t.Context(), registeredNote, "nonsense"))
	if !next(s.Bot.ID) || asked() != first+6 {
		t.Errorf("with a note that cannot be read: %d requests", asked()-first)
	}
}
