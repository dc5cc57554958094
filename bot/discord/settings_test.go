package discord

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/retrieval/goldentest"
)

// outlets is a desk of two outlets.
func outletsDesk() fakeDesk {
	return fakeDesk{coverage: func(string, int) (desk.Coverage, error) {
		return desk.Coverage{Articles: 12, Copies: 1, From: day("2016-09-01"), Through: day("2016-12-22"), Page: 1, Pages: 1,
			Outlets: []desk.Outlet{{Name: "Sample desk", Articles: 8}, {Name: "Sample wire", Articles: 4}}}, nil
	}}
}

// moderated is a running stage with a moderator.
func moderated(t *testing.T, cfg Config) (*stage, *discordtest.User) {
	t.Helper()
	s := build(t, fakeDesk{})
	if cfg.Desk == nil {
		cfg.Desk = outletsDesk()
	}
	s.hire(t, cfg)
	mod := s.AddUser("mo")
	s.Grant(s.guild, mod, discordgo.PermissionManageGuild)
	s.run(t).ready(t)
	return s, mod
}

// dateline has a user give a /dateline command, and returns what they alone see.
func (s *stage) dateline(t *testing.T, as *discordtest.User, name string, args ...discordtest.Argument) *discordtest.Message {
	t.Helper()
	m := must[*discordtest.Message](t)(s.Command(as, s.channel, "dateline "+name, args...).Answer(t.Context()))
	if !m.Ephemeral() {
		t.Errorf("/dateline %s is answered for all to see", name)
	}
	return m
}

func (s *stage) ask(t *testing.T, as *discordtest.User, in *discordtest.Channel) *discordtest.Message {
	t.Helper()
	return must[*discordtest.Message](t)(s.Command(as, in, "ask", discordtest.Opt("question", "who?")).Answer(t.Context()))
}

const anAnswer = "You asked: who?"

func TestSettings(t *testing.T) {
	t.Parallel()
	s, mod := moderated(t, Config{})
	opt := discordtest.Opt
	other, forum := s.AddChannel(s.guild, "other"), s.AddForum(s.guild, "questions")
	thread := s.AddThread(s.channel, "a thread")

	wantText(t, s.dateline(t, mod, "settings"), "How I answer here", "**Where I answer** · in every channel",
		"**Where I answer without a mention** · in no channel", "for everybody to see", "each reader: no limit", "each reader’s own", "**Outlets cited** · all")

	// Where the bot answers: threads inherit, and elsewhere the asker alone is told.
	wantText(t, s.dateline(t, mod, "settings", opt("allow", s.channel), opt("auto", forum)), "That is set.", "**Where I answer** · "+s.channel.Mention(),
		"**Where I answer without a mention** · "+forum.Mention(), "Message Content intent", "by "+mod.Mention())
	wantText(t, s.ask(t, s.ada, s.channel), anAnswer)
	wantText(t, s.ask(t, s.ada, thread), anAnswer)
	if m := s.ask(t, s.ada, other); !m.Ephemeral() || m.Content != "I am not allowed to answer in this channel." {
		t.Errorf("in a channel that is not allowed: %q", m.Text())
	}
	wantText(t, s.dateline(t, mod, "settings", opt("reset", s.channel)), "in every channel")
	wantText(t, s.ask(t, s.ada, other), anAnswer)

	// Visibility, of the whole server and of one channel with its threads.
	s.dateline(t, mod, "settings", opt("visibility", "private"))
	wantText(t, s.dateline(t, mod, "settings", opt("channel", other), opt("visibility", "public"), opt("quota", 40)),
		"What is set for "+other.Mention()+" alone", "for everybody to see", "each reader: 40")
	inner := s.AddThread(other, "another thread")
	for place, private := range map[*discordtest.Channel]bool{s.channel: true, thread: true, other: false, inner: false} {
		if m := s.ask(t, s.ada, place); m.Ephemeral() != private {
			t.Errorf("in #%s an answer is private: %v", place.Name, m.Ephemeral())
		}
	}

	// Language: what all see is in it, and back to each reader's own.
	s.dateline(t, mod, "settings", opt("language", "de"), opt("outlets", "sample WIRE"))
	wantText(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("wer?"))), "Berichterstattung bis")
	wantText(t, s.dateline(t, mod, "settings", opt("language", "own")), "each reader’s own", "**Outlets cited** · Sample wire",
		"**Set for single channels**", other.Mention())
	wantText(t, s.dateline(t, mod, "settings", opt("outlets", "all"), opt("reset", other)), "**Outlets cited** · all")
	if m := s.dateline(t, mod, "settings"); strings.Contains(m.Text(), other.Mention()) {
		t.Errorf("what was reset is still shown:\n%s", m.Text())
	}
	s.silent(t, "who?", "wer?")
}

func TestSettingsThatAreRefused(t *testing.T) {
	t.Parallel()
	s, mod := moderated(t, Config{})
	opt := discordtest.Opt
	role := s.AddRole(s.guild, "press")
	tests := []struct {
		args []discordtest.Argument
		want string
	}{
		{[]discordtest.Argument{opt("whose", "channel")}, "Write with it how many questions an hour, as the quota."},
		{[]discordtest.Argument{opt("whose", "server"), opt("quota", 5), opt("channel", s.channel)}, "The quota of the whole server cannot be for one channel; leave out the channel."},
		{[]discordtest.Argument{opt("whose", "reader"), opt("quota", 5), opt("role", role)}, "A quota is for a role or for a channel or the server, not for both; leave out one."},
		{[]discordtest.Argument{opt("outlets", "Nowhere Times")}, "There is no outlet \"Nowhere Times\" in the coverage; it has Sample desk, Sample wire."},
		{[]discordtest.Argument{opt("outlets", " , ")}, "Name outlets with commas between them, or write all."},
	}
	for _, tt := range tests {
		if m := s.dateline(t, mod, "settings", tt.args...); m.Content != tt.want {
			t.Errorf("%v: got %q, want %q", tt.args, m.Content, tt.want)
		}
	}
	if changes := must[[]memory.Change](t)(s.memory.Changes(t.Context(), s.guild.ID, 5)); len(changes) > 0 {
		t.Errorf("what was refused changed %v", changes)
	}
	// What a client of Discord's would not send is refused all the same.
	for want, c := range map[string]change{
		"visibility takes one of public, private":     {guild: "g", scope: "g", options: options{"visibility": "secret"}},
		"a quota is a number from 0 to 10000":         {guild: "g", scope: "g", options: options{"quota": float64(-1)}},
		"language takes one of en, es, fr, de, own":   {guild: "g", scope: "g", options: options{"language": "tlh"}},
		"I answer in text channels, threads and foru": {guild: "g", scope: "g", options: options{"allow": "7"}},
	} {
		err := c.check(&discordgo.ApplicationCommandInteractionDataResolved{Channels: map[string]*discordgo.Channel{"7": {Type: discordgo.ChannelTypeGuildCategory}}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Who may set the bot up is checked again where Discord let somebody through: by its own settings for commands.
func TestWhoMaySetUp(t *testing.T) {
	t.Parallel()
	s, mod := moderated(t, Config{})
	if s.Offers(s.ada, s.channel, "dateline") || s.Offers(mod, s.DM(mod), "dateline") {
		t.Error("/dateline is offered to everybody, or in direct messages")
	}
	if n := s.calls("GET", discordtest.RoutePermissions); n > 0 {
		t.Errorf("a moderator's permissions were asked for %d times", n)
	}
	s.LetUse(s.guild, "dateline", s.ada, true)
	wantText(t, s.dateline(t, s.ada, "settings"), "How I answer here")
	helpers, ben := s.AddRole(s.guild, "helpers"), s.AddUser("ben")
	s.GiveRole(helpers, ben)
	s.LetRoleUse(helpers, "dateline", true)
	wantText(t, s.dateline(t, ben, "settings", discordtest.Opt("quota", 3)), "each reader: 3")

	// Discord cannot be asked: then only who manages the server may.
	lift := s.Fault(discordtest.Fault{Method: "GET", Route: discordtest.RoutePermissions, Status: 403, Code: 50013, Times: -1})
	if m := s.dateline(t, ben, "settings", discordtest.Opt("quota", 9)); m.Content != "That needs the permission Manage Server." {
		t.Errorf("got %q", m.Text())
	}
	wantText(t, s.dateline(t, mod, "settings"), "each reader: 3")
	lift()
}

func TestWhatWasDeletedIsShownAndDropped(t *testing.T) {
	t.Parallel()
	s, mod := moderated(t, Config{})
	old, hidden, thread := s.AddChannel(s.guild, "old"), s.AddChannel(s.guild, "hidden"), s.AddThread(s.channel, "a thread")
	press, gone := s.AddRole(s.guild, "press"), s.AddRole(s.guild, "gone")
	s.set(t, s.guild.ID, memory.Settings{Channels: []string{old.ID, hidden.ID, thread.ID}, AutoAnswer: []string{old.ID},
		RoleQuotas: map[string]memory.Limit{gone.ID: {Most: 5, Per: time.Hour}, press.ID: {}}})
	s.set(t, old.ID, memory.Settings{Private: new(true)})
	s.DeleteChannel(old)
	s.DeleteRole(gone)
	m := s.dateline(t, mod, "settings")
	wantText(t, m, "a channel that was deleted ("+old.ID+"), "+hidden.Mention()+", "+thread.Mention(), "a role that was deleted ("+gone.ID+"): 5", press.Mention()+": no limit",
		"Outlets cited")
	after := must[*discordtest.Message](t)(s.press(t, mod, m, "Drop what was deleted").Answer(t.Context(), discordtest.Contains("That is set.")))
	if text := after.Text(); strings.Contains(text, "deleted") || !strings.Contains(text, press.Mention()) || !strings.Contains(text, hidden.Mention()) {
		t.Errorf("after dropping it:\n%s", text)
	}
	if len(after.Buttons()) > 0 {
		t.Error("the button is still there")
	}
	// What cannot be looked up is not taken to be deleted.
	for _, route := range []string{discordtest.RouteGuildChannels, discordtest.RouteGuildRoles} {
		s.Fault(discordtest.Fault{Method: "GET", Route: route, Status: 403, Code: 50001, Times: -1})
	}
	wantText(t, s.dateline(t, mod, "settings"), hidden.Mention(), press.Mention())
}

func TestSettingsMessages(t *testing.T) {
	t.Parallel()
	limit := func(n int) *memory.Limit { return &memory.Limit{Most: n, Per: time.Hour} }
	s := shownSettings{
		whole: memory.Settings{Channels: []string{"101", "102"}, AutoAnswer: []string{"103"}, Private: new(true), ReaderQuota: limit(20),
			RoleQuotas: map[string]memory.Limit{"201": {}, "202": *limit(50)}, ChannelQuota: limit(200), GuildQuota: limit(1000),
			Language: new("fr"), Outlets: []string{"Sample *wire*", "Gone Times"}},
		single:   map[string]memory.Settings{"104": {Private: new(false), ReaderQuota: limit(5)}, "105": {Language: new("de")}},
		last:     &memory.Change{By: "7", At: time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)},
		outlets:  []string{"Sample *wire*"},
		rollCall: rollCall{gone: map[string]bool{"102": true, "202": true, "105": true}, hidden: map[string]bool{"103": true}},
	}
	for name, m := range map[string]message{
		"settings": s.message(desk.English), "settings-default-es": (shownSettings{}).message("es"),
		"settings-channel": s.ofChannel(desk.English, "104"), "settings-channel-none-de": s.ofChannel("de", "106"),
	} {
		goldenMessage(t, name, m)
	}
	many := shownSettings{}
	for range 300 {
		many.whole.Channels = append(many.whole.Channels, "1234567890123456789")
	}
	if m := many.message(desk.English); !strings.Contains(m.Embeds[0].Description, "and 275 more") {
		t.Errorf("300 channels: %s", m.Embeds[0].Description)
	}
}

// goldenMessage compares a message with its picture in testdata.
func goldenMessage(t *testing.T, name string, m message) {
	t.Helper()
	text, err := json.MarshalIndent(m, "", "  ")
	ok(t, err)
	goldentest.Compare(t, name+".json", strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", nothing, "·ZWSP·").Replace(string(text))+"\n")
}

// A server's questions go to its own desk, of the outlets that are shown there.
func TestDeskOfAServer(t *testing.T) {
	t.Parallel()
	type call struct {
		guild, outlets string
	}
	asked := make(chan call, 10)
	s, mod := moderated(t, Config{For: func(guild string, outlets []string) Desk {
		d := outletsDesk()
		d.ask = func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
			asked <- call{guild, strings.Join(outlets, "+")}
			return sample(question), nil
		}
		return d
	}})
	s.dateline(t, mod, "settings", discordtest.Opt("outlets", "Sample wire"))
	s.ask(t, s.ada, s.channel)
	if got := <-asked; got != (call{s.guild.ID, "Sample wire"}) {
		t.Errorf("asked of %v", got)
	}
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.Say(s.ada, s.DM(s.ada), "who?")))
	if got := <-asked; got != (call{}) {
		t.Errorf("a direct message is asked of %v", got)
	}
}
