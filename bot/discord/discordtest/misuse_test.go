package discordtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// TestPeopleCannotDoWhatDiscordDoesNotOffer goes through what ends a test because no person could have done it.
func TestPeopleCannotDoWhatDiscordDoesNotOffer(t *testing.T) {
	t.Parallel()
	srv, err := discordtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	guild := srv.AddGuild("Newsroom")
	n := newsroom{srv, guild, srv.AddChannel(guild, "desk"), srv.AddUser("ada")}
	bob := srv.AddUser("bob")
	type option = discordgo.ApplicationCommandOption
	n.Register(nil, append(askCommands(), &discordgo.ApplicationCommand{Name: "typed", Description: "d", Options: []*option{
		{Name: "text", Description: "d", Type: discordgo.ApplicationCommandOptionString, MinLength: new(2), MaxLength: 3},
		{Name: "whole", Description: "d", Type: discordgo.ApplicationCommandOptionInteger, MinValue: new(1.0), MaxValue: 5},
		{Name: "real", Description: "d", Type: discordgo.ApplicationCommandOptionNumber},
		{Name: "flag", Description: "d", Type: discordgo.ApplicationCommandOptionBoolean},
		{Name: "who", Description: "d", Type: discordgo.ApplicationCommandOptionUser},
		{Name: "role", Description: "d", Type: discordgo.ApplicationCommandOptionRole},
		{Name: "length", Description: "d", Type: discordgo.ApplicationCommandOptionString, Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "Short", Value: "short"}}},
	}})...)
	arrived := make(chan *discordgo.Interaction, 1)
	s := n.connect(t, func(_ *discordgo.Session, i *discordgo.InteractionCreate) { arrived <- i.Interaction })

	role := n.AddRole(guild, "editors")
	n.GiveRole(role, n.ada)
	n.Command(n.ada, n.desk, "typed", opt("text", "abc"), opt("whole", 5), opt("real", 0.5), opt("flag", true), opt("who", bob),
		opt("role", role), opt("length", "short"))
	i := <-arrived
	got := ""
	for _, o := range i.ApplicationCommandData().Options {
		got += fmt.Sprint(o.Value, " ")
	}
	if want := fmt.Sprintf("abc 5 0.5 true %s %s short ", bob.ID, role.ID); got != want || i.Member.Roles[0] != role.ID {
		t.Errorf("the command carries %q from %+v, want %q", got, i.Member, want)
	}

	sent, err := s.ChannelMessageSendComplex(n.desk.ID, &discordgo.MessageSend{Content: "c", Components: []discordgo.MessageComponent{
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "on", CustomID: "on"}, discordgo.Button{Label: "off", CustomID: "off", Disabled: true}}},
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.SelectMenu{CustomID: "menu", Options: []discordgo.SelectMenuOption{{Label: "One", Value: "1"}}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	message := n.Message(sent.ID)
	if menus := message.Selects(); len(menus) != 1 || menus[0].CustomID != "menu" {
		t.Errorf("the message has menus %+v", menus)
	}
	asked := n.Command(n.ada, n.desk, "ask", opt("question", "?"))
	if err := s.InteractionRespond(<-arrived, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: "secret", Flags: discordgo.MessageFlagsEphemeral, Components: row(discordgo.Button{Label: "b", CustomID: "b"})}}); err != nil {
		t.Fatal(err)
	}
	secret := must[*discordtest.Message](t)(asked.Answer(t.Context()))
	gone := n.Say(n.ada, n.desk, "gone")
	n.Delete(gone)
	opening := n.Click(n.ada, message, "on")
	if err := s.InteractionRespond(<-arrived, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal,
		Data: &discordgo.InteractionResponseData{CustomID: "m", Title: "T", Components: row(
			discordgo.TextInput{CustomID: "q", Label: "Q", Style: discordgo.TextInputShort, Required: true, MaxLength: 5})}}); err != nil {
		t.Fatal(err)
	}

	tests := []struct {
		name string
		do   func()
		want string
	}{
		{"unknown command", func() { n.Command(n.ada, n.desk, "nothing") }, "not offered /nothing"},
		{"command for editors", func() { n.Command(n.ada, n.desk, "settings threads", opt("channel", n.desk)) }, "not offered /settings"},
		{"missing option", func() { n.Command(n.ada, n.desk, "ask") }, `"question" is required`},
		{"unknown option", func() { n.Command(n.ada, n.desk, "ask", opt("question", "?"), opt("loud", true)) }, `no option "loud"`},
		{"wrong type", func() { n.Command(n.ada, n.desk, "ask", opt("question", 5)) }, "it is of type String"},
		{"impossible type", func() { n.Command(n.ada, n.desk, "ask", opt("question", []byte("?"))) }, "not a value"},
		{"too short", func() { n.Command(n.ada, n.desk, "typed", opt("text", "a")) }, "1 characters"},
		{"too long", func() { n.Command(n.ada, n.desk, "typed", opt("text", "abcd")) }, "4 characters"},
		{"too large", func() { n.Command(n.ada, n.desk, "typed", opt("whole", 6)) }, "out of range"},
		{"not a choice", func() { n.Command(n.ada, n.desk, "typed", opt("length", "long")) }, "among the choices"},
		{"unknown subcommand", func() {
			n.Grant(guild, bob, discordgo.PermissionAdministrator)
			n.Command(bob, n.desk, "settings sheets")
		}, `no subcommand "sheets"`},
		{"no subcommand", func() { n.Command(bob, n.desk, "settings") }, "must be named"},
		{"no suggestions", func() { n.Autocomplete(n.ada, n.desk, "ask", opt("question", "x")) }, "does not suggest"},
		{"message command on a deleted message", func() { n.MessageCommand(n.ada, gone, "Check this") }, "Check this"},
		{"no such button", func() { n.Click(n.ada, message, "other") }, "nothing of that custom_id"},
		{"disabled button", func() { n.Click(n.ada, message, "off") }, "disabled"},
		{"menu as button", func() { n.Click(n.ada, message, "menu") }, "not a button"},
		{"button as menu", func() { n.Select(n.ada, message, "on", "1") }, "not a menu"},
		{"no such value", func() { n.Select(n.ada, message, "menu", "2") }, `no option "2"`},
		{"too many values", func() { n.Select(n.ada, message, "menu", "1", "1") }, "1 to 1 values"},
		{"another's ephemeral message", func() { n.Click(bob, secret, "b") }, "only ada sees"},
		{"no modal", func() { n.Submit(asked, nil) }, "has not opened a modal"},
		{"empty modal", func() { n.Submit(opening, nil) }, `"q" does not take`},
		{"overfull input", func() { n.Submit(opening, map[string]string{"q": "123456"}) }, "6 characters"},
		{"unknown input", func() { n.Submit(opening, map[string]string{"q": "1", "r": "2"}) }, "no input"},
		{"bad commands", func() { n.Register(guild, &discordgo.ApplicationCommand{Name: "Loud"}) }, "break Discord's limits"},
	}
	for _, tt := range tests {
		if said := panics(tt.do); !strings.Contains(said, tt.want) {
			t.Errorf("%s: ended with %q, want %q in it", tt.name, said, tt.want)
		}
	}
}

func panics(do func()) (said string) {
	defer func() { said = fmt.Sprint(recover()) }()
	do()
	return ""
}
