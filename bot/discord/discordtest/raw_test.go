package discordtest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"dateline/bot/discord/discordtest"
)

// TestGatewayRejectsClientsThatBreakTheProtocol says to the gateway what discordgo never would.
func TestGatewayRejectsClientsThatBreakTheProtocol(t *testing.T) {
	t.Parallel()
	n := open(t)
	identify := `{"op":2,"d":{"token":"` + n.Token + `","intents":1}}`
	tests := []struct {
		name  string
		query string
		send  []string
		code  int
	}{
		{"old version", "?v=6", nil, 4012},
		{"unknown op", "?v=10", []string{`{"op":99}`}, 4001},
		{"not JSON", "?v=9", []string{`hello`}, 4002},
		{"identify that is not an object", "?v=9", []string{`{"op":2,"d":5}`}, 4002},
		{"presence before identify", "?v=9", []string{`{"op":3,"d":{}}`}, 4003},
		{"resume with a bad token", "?v=9", []string{`{"op":6,"d":{"token":"wrong","session_id":"x","seq":1}}`}, 4004},
		{"identify twice", "?v=9", []string{identify, identify}, 4005},
	}
	for _, tt := range tests {
		ws, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(n.URL, "http")+"/gateway/"+tt.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		for _, text := range tt.send {
			if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		for err == nil {
			_, _, err = ws.ReadMessage()
		}
		ws.Close()
		var closed *websocket.CloseError
		if !errors.As(err, &closed) || closed.Code != tt.code {
			t.Errorf("%s ended with %v, want %d", tt.name, err, tt.code)
		}
	}
}

func TestDisruptionsAfterTheGreetingAndAtAHeartbeat(t *testing.T) {
	t.Parallel()
	for _, step := range []discordtest.Step{discordtest.Ready, discordtest.Heartbeat} {
		n := open(t)
		n.DisruptAt(step, discordtest.CloseWith(4000), 1)
		session := n.client(t)
		session.ShouldReconnectOnError = false // discordgo's own reconnecting races with its heartbeats
		gone := make(chan struct{}, 4)
		session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { gone <- struct{}{} })
		if err := session.Open(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = session.Close() })
		select {
		case <-gone:
		case <-t.Context().Done():
			t.Fatal("the connection was not closed")
		}
	}
}

func TestBotReadsTheWorld(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	n.EnableIntents(discordgo.IntentMessageContent)
	if self, err := s.User("@me"); err != nil || self.ID != n.Bot.ID || !self.Bot {
		t.Errorf("self is %+v, %v", self, err)
	}
	if u, err := s.User(n.ada.ID); err != nil || u.Username != "ada" {
		t.Errorf("user is %+v, %v", u, err)
	}
	_, err := s.User("1")
	wantCode(t, err, 404, discordgo.ErrCodeUnknownUser)
	if g, err := s.Guild(n.guild.ID); err != nil || g.Name != "Newsroom" || len(g.Channels) != 1 {
		t.Errorf("guild is %+v, %v", g, err)
	}
	if c, err := s.Channel(n.desk.ID); err != nil || c.Name != "desk" || c.GuildID != n.guild.ID {
		t.Errorf("channel is %+v, %v", c, err)
	}
	if app, err := s.Application("@me"); err != nil || app.ID != n.Bot.ID || app.Flags&(1<<19) == 0 {
		t.Errorf("application is %+v, %v", app, err)
	}
	if bot, err := s.GatewayBot(); err != nil || bot.Shards != 1 || bot.SessionStartLimit.Total != 1000 {
		t.Errorf("gateway is %+v, %v", bot, err)
	}
	said := n.Say(n.ada, n.desk, "first", discordtest.Attach("a.txt", "text/plain", []byte("A")))
	n.Rewrite(said, "second")
	if m, err := s.ChannelMessage(n.desk.ID, said.ID); err != nil || m.Content != "second" || m.EditedTimestamp == nil || len(m.Attachments) != 1 {
		t.Errorf("message is %+v, %v", m, err)
	}
	if edits := n.Message(said.ID).Edits; len(edits) != 1 || edits[0].Content != "first" {
		t.Errorf("its history is %+v", edits)
	}
}

func TestThreadsAreEditedAndJoined(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	theirs := n.AddThread(n.desk, "theirs")
	if err := s.ThreadJoin(theirs.ID); err != nil {
		t.Error(err)
	}
	_, err := s.ChannelEdit(theirs.ID, &discordgo.ChannelEdit{Name: "mine now"})
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	mine, err := s.ThreadStart(n.desk.ID, "mine", discordgo.ChannelTypeGuildPublicThread, 60)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChannelEdit(mine.ID, &discordgo.ChannelEdit{Archived: new(true)}); err != nil || !n.Channel(mine.ID).Archived {
		t.Errorf("archiving: %v", err)
	}
	wantCode(t, s.ThreadJoin(mine.ID), 400, discordgo.ErrCodePerformedOperationOnArchivedThread)
	if _, err := s.ChannelEdit(mine.ID, &discordgo.ChannelEdit{Archived: new(false)}); err != nil || n.Channel(mine.ID).Archived {
		t.Errorf("reopening: %v", err)
	}
	n.Archive(theirs, true)
	_, err = s.ChannelEdit(theirs.ID, &discordgo.ChannelEdit{Archived: new(false)})
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	n.Grant(n.guild, n.Bot, discordgo.PermissionManageThreads)
	if _, err := s.ChannelEdit(theirs.ID, &discordgo.ChannelEdit{Archived: new(false), Locked: new(false)}); err != nil || n.Channel(theirs.ID).Locked {
		t.Errorf("unlocking: %v", err)
	}
}
