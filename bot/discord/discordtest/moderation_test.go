package discordtest_test

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

func TestFilesOfCommands(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, &discordgo.ApplicationCommand{Name: "add", Description: "Add a file", Options: []*discordgo.ApplicationCommandOption{
		{Name: "file", Description: "Which", Type: discordgo.ApplicationCommandOptionAttachment}}})
	read := make(chan string, 1)
	n.connect(t, func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		data := i.ApplicationCommandData()
		id, _ := data.Options[0].Value.(string)
		f := data.Resolved.Attachments[id]
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL, nil)
		check(t, err)
		answer, err := http.DefaultClient.Do(request)
		check(t, err)
		defer func() { check(t, answer.Body.Close()) }()
		text, err := io.ReadAll(answer.Body)
		check(t, err)
		if f.Size != len(text) || f.ContentType != "text/plain" || !f.Ephemeral {
			t.Errorf("the file is %+v", f)
		}
		read <- f.Filename + ": " + string(text)
	})
	n.Command(n.ada, n.desk, "add", discordtest.Opt("file", discordtest.File{Name: "notes.txt", ContentType: "text/plain", Data: []byte("Bombs fell.")}))
	if got := <-read; got != "notes.txt: Bombs fell." {
		t.Errorf("read %q", got)
	}
}

func TestAServersOwnPermissionsOfCommands(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	session := n.connect(t)
	helpers, ben := n.AddRole(n.guild, "helpers"), n.AddUser("ben")
	n.GiveRole(helpers, n.ada)
	n.GiveRole(helpers, ben)
	if n.Offers(ben, n.desk, "settings") {
		t.Fatal("a command for who manages the server is offered to everybody")
	}
	n.LetRoleUse(helpers, "settings", true)
	n.LetUse(n.guild, "settings", n.ada, false)
	if !n.Offers(ben, n.desk, "settings") || n.Offers(n.ada, n.desk, "settings") || n.Offers(ben, n.DM(ben), "settings") {
		t.Error("the server's settings for commands do not hold")
	}
	all := must[[]*discordgo.GuildApplicationCommandPermissions](t)(session.GuildApplicationCommandsPermissions(n.Bot.ID, n.guild.ID))
	if len(all) != 1 || len(all[0].Permissions) != 2 || all[0].Permissions[0].ID != helpers.ID || all[0].Permissions[1].Permission {
		t.Errorf("Discord tells of %+v", all)
	}
}

func TestChannelsAndRolesOfAServer(t *testing.T) {
	t.Parallel()
	n := open(t)
	session := n.connect(t)
	old, press := n.AddChannel(n.guild, "old"), n.AddRole(n.guild, "press")
	n.GiveRole(press, n.ada)
	n.AddThread(n.desk, "a thread")
	n.DeleteChannel(old)
	channels := must[[]*discordgo.Channel](t)(session.GuildChannels(n.guild.ID))
	if len(channels) != 1 || channels[0].ID != n.desk.ID {
		t.Errorf("channels: %+v", channels)
	}
	names := func() (names []string) {
		for _, r := range must[[]*discordgo.Role](t)(session.GuildRoles(n.guild.ID)) {
			names = append(names, r.Name)
		}
		return names
	}
	if got := names(); !slices.Equal(got, []string{"@everyone", "press"}) {
		t.Errorf("roles: %v", got)
	}
	n.DeleteRole(press)
	if got := names(); !slices.Equal(got, []string{"@everyone"}) {
		t.Errorf("roles after one was deleted: %v", got)
	}
	_, err := session.GuildRoles("404")
	wantCode(t, err, 404, 10004)
}
