package discordtest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// A session that asks to hear of guilds is told of each that it is removed from or added to, and of outages; the next session's
// greeting lists those that the bot is in, and tells of those in service.
func TestGuildsComeAndGo(t *testing.T) {
	t.Parallel()
	n := open(t)
	told := make(chan string, 9)
	session := n.client(t,
		func(_ *discordgo.Session, r *discordgo.Ready) { told <- fmt.Sprint("ready with ", len(r.Guilds)) },
		func(_ *discordgo.Session, g *discordgo.GuildCreate) { told <- "create " + g.ID },
		func(_ *discordgo.Session, g *discordgo.GuildDelete) {
			told <- fmt.Sprint("delete ", g.ID, g.Unavailable)
		})
	session.StateEnabled, session.SyncEvents = false, true
	n.start(t, session)
	other := n.AddGuild("Elsewhere")
	n.Outage(n.guild, true)
	n.Outage(n.guild, false)
	n.Outage(n.guild, true)
	n.Kick(other)
	n.Readd(other)
	third := n.AddGuild("A third")
	n.Kick(third)
	n.Disrupt(discordtest.InvalidSession(false))
	news, out := n.guild.ID, other.ID
	want := []string{"ready with 1", "create " + news, "create " + out, "delete " + news + "true", "create " + news, "delete " + news + "true",
		"delete " + out + "false", "create " + out, "create " + third.ID, "delete " + third.ID + "false", "ready with 2", "create " + out}
	var got []string
	for range want {
		got = append(got, <-told)
	}
	if !slices.Equal(got, want) {
		t.Errorf("told %q\nwant %q", got, want)
	}
}
