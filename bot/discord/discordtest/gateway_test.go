package discordtest_test

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"dateline/bot/discord/discordtest"
)

func TestConnectGreetsWithReadyAndGuilds(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.AddThread(n.desk, "Geneva")
	n.Deny(n.desk, discordgo.PermissionEmbedLinks)
	session := n.client(t)
	session.SyncEvents = true // discordgo goes on to write into the guilds of an event that it has handed out
	session.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		if r.User.ID != n.Bot.ID || r.Application.ID != n.Bot.ID || len(r.Guilds) != 1 || !r.Guilds[0].Unavailable {
			t.Errorf("READY names user %v, application %v, guilds %v", r.User, r.Application, r.Guilds)
		}
	})
	permissions := make(chan int64, 1)
	session.AddHandler(func(s *discordgo.Session, g *discordgo.GuildCreate) {
		if g.ID != n.guild.ID || len(g.Channels) != 1 || len(g.Threads) != 1 {
			t.Errorf("GUILD_CREATE has channels %v, threads %v", g.Channels, g.Threads)
		}
		may, err := s.State.UserChannelPermissions(n.Bot.ID, n.desk.ID)
		check(t, err)
		permissions <- may
	})
	n.start(t, session)
	if may := <-permissions; may&discordgo.PermissionEmbedLinks != 0 || may&discordgo.PermissionSendMessages == 0 {
		t.Errorf("the client works out permissions %b", may)
	}
}

func TestMessageReachesHandlerAndReplyReachesChannel(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.connect(t, func(s *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.ID == n.Bot.ID {
			return
		}
		_, err := s.ChannelMessageSendReply(m.ChannelID, "You said: "+m.Content, m.Reference())
		check(t, err)
	})
	asked := n.Say(n.ada, n.desk, n.Bot.Mention()+" what happened?")
	reply := must[*discordtest.Message](t)(n.AwaitReply(t.Context(), asked))
	if want := "You said: " + asked.Content; reply.Content != want {
		t.Errorf("got %q, want %q", reply.Content, want)
	}
}

func TestContentNeedsMentionOrDirectMessageOrIntent(t *testing.T) {
	t.Parallel()
	heard := func(t *testing.T, n newsroom, intents discordgo.Intent) chan *discordgo.Message {
		c := make(chan *discordgo.Message, 16)
		session := n.client(t, func(_ *discordgo.Session, m *discordgo.MessageCreate) { c <- m.Message })
		session.Identify.Intents = intents
		session.SyncEvents = true
		n.start(t, session)
		return c
	}
	say := func(n newsroom) (sent []*discordtest.Message) {
		rest := n.client(t)
		mine, err := rest.ChannelMessageSend(n.desk.ID, "an answer")
		if err != nil {
			t.Fatal(err)
		}
		answer := n.Message(mine.ID)
		return []*discordtest.Message{
			answer,
			n.Say(n.ada, n.desk, "small talk"),
			n.Say(n.ada, n.desk, "hello "+n.Bot.Mention()),
			n.Say(n.ada, n.DM(n.ada), "in private"),
			n.Say(n.ada, n.desk, "and then?", discordtest.ReplyTo(answer)),
			n.Say(n.ada, n.desk, "and then quietly?", discordtest.ReplyQuietly(answer)),
		}
	}
	tests := []struct {
		name    string
		intents discordgo.Intent
		blank   map[string]bool
	}{
		{"without the intent", discordgo.IntentsAllWithoutPrivileged, map[string]bool{"small talk": true, "and then quietly?": true}},
		{"with the intent", discordgo.IntentsAllWithoutPrivileged | discordgo.IntentMessageContent, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			n.EnableIntents(tt.intents & discordgo.IntentMessageContent)
			c := heard(t, n, tt.intents)
			for _, sent := range say(n) {
				got, want := <-c, sent.Content
				if tt.blank[want] {
					want = ""
				}
				if got.ID != sent.ID || got.Content != want {
					t.Errorf("%q arrived as %q (message %s, want %s)", sent.Content, got.Content, got.ID, sent.ID)
				}
				if sent.ReplyTo != "" && (got.ReferencedMessage == nil || got.ReferencedMessage.Content != "an answer") {
					t.Errorf("%q came without what it replies to: %+v", sent.Content, got.ReferencedMessage)
				}
			}
		})
	}
}

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	t.Parallel()
	n := open(t)
	heard := make(chan string, 4)
	n.reconnecting(t, func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m.Content })
	n.Disrupt(discordtest.Drop)
	n.Say(n.ada, n.desk, n.Bot.Mention()+" in the gap")
	if err := n.AwaitReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; !strings.Contains(got, "in the gap") {
		t.Errorf("heard %q", got)
	}
	if n.Identifies() != 1 || n.Resumes() != 1 {
		t.Errorf("%d identifies and %d resumes, want one of each", n.Identifies(), n.Resumes())
	}
}

func TestRefusedResumeIdentifiesAgain(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.reconnecting(t)
	n.DisruptAt(discordtest.Resume, discordtest.InvalidSession(false), 1)
	n.Disrupt(discordtest.Drop)
	if err := n.AwaitReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n.Identifies() != 2 || n.Resumes() != 1 {
		t.Errorf("%d identifies and %d resumes, want 2 and 1", n.Identifies(), n.Resumes())
	}
}

func TestInvalidSessionIdentifiesAgain(t *testing.T) {
	t.Parallel()
	for _, resumable := range []bool{true, false} {
		n := open(t)
		heard := make(chan string, 1)
		n.connect(t, func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m.Content })
		n.Disrupt(discordtest.InvalidSession(resumable))
		if err := n.AwaitReady(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n.Identifies() != 2 {
			t.Errorf("resumable %t: %d identifies, want 2", resumable, n.Identifies())
		}
		n.Say(n.ada, n.DM(n.ada), "still there?")
		if got := <-heard; got != "still there?" {
			t.Errorf("heard %q", got)
		}
	}
}

func TestReconnectAsksForAResume(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.reconnecting(t)
	n.Disrupt(discordtest.Reconnect)
	if err := n.Await(t.Context(), "a resume", func() bool { return n.Resumes() == 1 && n.Connected() }); err != nil {
		t.Fatal(err)
	}
	if n.Identifies() != 1 {
		t.Errorf("%d identifies, want 1: the session was resumable", n.Identifies())
	}
}

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		prepare func(newsroom, *discordgo.Session)
		code    int
	}{
		{"bad token", func(_ newsroom, s *discordgo.Session) { s.Identify.Token = "Bot wrong" }, 4004},
		{"revoked token", func(n newsroom, _ *discordgo.Session) {
			n.DisruptAt(discordtest.Identify, discordtest.CloseWith(4004), 1)
		}, 4004},
		{"disallowed intents", func(_ newsroom, s *discordgo.Session) { s.Identify.Intents |= discordgo.IntentMessageContent }, 4014},
		{"unknown intents", func(_ newsroom, s *discordgo.Session) { s.Identify.Intents |= 1 << 30 }, 4013},
		{"impossible shard", func(_ newsroom, s *discordgo.Session) { s.Identify.Shard = &[2]int{2, 2} }, 4010},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			session := n.client(t)
			tt.prepare(n, session)
			err := session.Open()
			var closed *websocket.CloseError
			if !errors.As(err, &closed) || closed.Code != tt.code {
				t.Errorf("Open gave %v, want close code %d", err, tt.code)
			}
		})
	}
}

func TestRevokedTokenEndsTheSessionForGood(t *testing.T) {
	t.Parallel()
	n := open(t)
	session := n.client(t)
	if err := session.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	gone := make(chan struct{})
	var once sync.Once
	session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { once.Do(func() { close(gone) }) })
	n.RevokeToken()
	<-gone
	var closed *websocket.CloseError
	if err := session.Open(); !errors.As(err, &closed) && !errors.Is(err, discordgo.ErrUnauthorized) || closed != nil && closed.Code != 4004 {
		t.Errorf("coming back gave %v, want 4004", err)
	}
	_, err := session.User("@me")
	wantCode(t, err, 401, 0)
}

func TestSilenceIsNoticedByMissingAcknowledgements(t *testing.T) {
	t.Parallel()
	n := open(t, discordtest.WithHeartbeat(100*time.Millisecond))
	n.reconnecting(t)
	n.Disrupt(discordtest.Silence)
	if n.Connected() {
		t.Fatal("a silent connection counts as connected")
	}
	if err := n.AwaitReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n.Resumes() != 1 {
		t.Errorf("%d resumes, want 1", n.Resumes())
	}
}

func TestDropAtEachStep(t *testing.T) {
	t.Parallel()
	steps := map[string]discordtest.Step{"dial": discordtest.Dial, "identify": discordtest.Identify}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := open(t)
			n.DisruptAt(step, discordtest.Drop, 1)
			session := n.client(t)
			if err := session.Open(); err == nil {
				t.Error("Open succeeded over a dropped connection")
			}
			if err := session.Open(); err != nil {
				t.Errorf("the next attempt failed: %v", err)
			}
			_ = session.Close()
		})
	}
}

func TestCloseLeavesNothingRunning(t *testing.T) {
	srv, err := discordtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	n := newsroom{Server: srv}
	session := n.client(t)
	if err := session.Open(); err != nil {
		t.Fatal(err)
	}
	srv.Close()
	srv.Close()
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, part := range []string{"discordtest.(*Server)", "discordtest.(*connection)"} {
		if strings.Contains(string(stacks), part) {
			t.Errorf("%s still runs after Close:\n%s", part, stacks)
		}
	}
	_ = session.Close()
}
