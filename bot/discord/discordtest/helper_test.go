package discordtest_test

import (
	"errors"
	"flag"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// newsroom is a small world: a guild, a channel, a reader.
type newsroom struct {
	*discordtest.Server
	guild *discordtest.Guild
	desk  *discordtest.Channel
	ada   *discordtest.User
}

func open(t *testing.T, opts ...discordtest.Option) newsroom {
	t.Helper()
	srv := discordtest.New(t, opts...)
	guild := srv.AddGuild("Newsroom")
	return newsroom{srv, guild, srv.AddChannel(guild, "desk"), srv.AddUser("ada")}
}

// TestMain lets many tests wait at once: discordgo sleeps a second in every Close.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "16"); err != nil {
		panic(err)
	}
	m.Run()
}

// client makes an unmodified discordgo session that is pointed at the server and not yet connected. It stays away once it
// is disconnected: discordgo may otherwise try to come back after its own Close.
func (n newsroom) client(t *testing.T, handlers ...any) *discordgo.Session {
	t.Helper()
	session, err := discordgo.New("Bot " + n.Token)
	if err != nil {
		t.Fatal(err)
	}
	session.Client = n.Client()
	session.ShouldReconnectOnError = false
	for _, h := range handlers {
		session.AddHandler(h)
	}
	return session
}

// connect opens a session and closes it with the test.
func (n newsroom) connect(t *testing.T, handlers ...any) *discordgo.Session {
	t.Helper()
	session := n.client(t, handlers...)
	n.start(t, session)
	return session
}

// reconnecting opens a session that comes back by itself.
func (n newsroom) reconnecting(t *testing.T, handlers ...any) {
	t.Helper()
	session := n.client(t, handlers...)
	session.ShouldReconnectOnError = true
	n.start(t, session)
}

func (n newsroom) start(t *testing.T, session *discordgo.Session) {
	t.Helper()
	if err := session.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	if err := n.AwaitReady(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// must returns a function that unwraps a value and its error.
func must[V any](t *testing.T) func(V, error) V {
	return func(v V, err error) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// check fails the test for an error that a handler met.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// wantCode asserts a refusal by its status and Discord's code, and returns its body.
func wantCode(t *testing.T, err error, status, code int) (body []byte) {
	t.Helper()
	var refused *discordgo.RESTError
	if !errors.As(err, &refused) || refused.Message == nil {
		t.Fatalf("got error %v, want status %d with code %d", err, status, code)
	}
	if refused.Response.StatusCode != status || refused.Message.Code != code {
		t.Fatalf("got status %d with code %d (%s), want %d with %d", refused.Response.StatusCode, refused.Message.Code,
			refused.ResponseBody, status, code)
	}
	return refused.ResponseBody
}

func askCommands() []*discordgo.ApplicationCommand {
	return []*discordgo.ApplicationCommand{
		{Name: "ask", Description: "Ask the coverage", Options: []*discordgo.ApplicationCommandOption{
			{Name: "question", Description: "What to ask", Type: discordgo.ApplicationCommandOptionString, Required: true, MaxLength: 500},
			{Name: "private", Description: "Only you see it", Type: discordgo.ApplicationCommandOptionBoolean},
		}},
		{Name: "summary", Description: "Sum up", Options: []*discordgo.ApplicationCommandOption{
			{Name: "headline", Description: "Which", Type: discordgo.ApplicationCommandOptionString, Required: true, Autocomplete: true},
		}},
		{Name: "settings", Description: "Set up", DefaultMemberPermissions: new(int64(discordgo.PermissionManageGuild)),
			Contexts: &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild},
			Options: []*discordgo.ApplicationCommandOption{
				{Name: "threads", Description: "Where", Type: discordgo.ApplicationCommandOptionSubCommand, Options: []*discordgo.ApplicationCommandOption{
					{Name: "channel", Description: "Which", Type: discordgo.ApplicationCommandOptionChannel, Required: true}}}}},
		{Name: "Check this", Type: discordgo.MessageApplicationCommand},
	}
}
