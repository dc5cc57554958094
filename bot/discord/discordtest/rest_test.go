package discordtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

func opt(name string, value any) discordtest.Argument { return discordtest.Opt(name, value) }

func TestRefusalsOfTheWorld(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	bob := n.AddUser("bob")
	send := func(c *discordtest.Channel) error { _, err := s.ChannelMessageSend(c.ID, "hello"); return err }
	mine := func(c *discordtest.Channel) *discordgo.Message {
		t.Helper()
		m, err := s.ChannelMessageSend(c.ID, "mine")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	channel := func() *discordtest.Channel { return n.AddChannel(n.guild, "other") }
	thread := func() *discordtest.Channel { return n.AddThread(n.desk, "thread") }
	tests := []struct {
		name         string
		try          func() error
		status, code int
	}{
		{"channel that cannot be seen", func() error {
			c := channel()
			n.Deny(c, discordgo.PermissionViewChannel)
			return send(c)
		}, 403, discordgo.ErrCodeMissingAccess},
		{"channel without writing", func() error {
			c := channel()
			n.Deny(c, discordgo.PermissionSendMessages)
			return send(c)
		}, 403, discordgo.ErrCodeMissingPermissions},
		{"thread without writing in threads", func() error {
			c := channel()
			th := n.AddThread(c, "thread")
			n.Deny(c, discordgo.PermissionSendMessagesInThreads)
			return send(th)
		}, 403, discordgo.ErrCodeMissingPermissions},
		{"thread where only SEND_MESSAGES is missing", func() error {
			c := channel()
			th := n.AddThread(c, "thread")
			n.Deny(c, discordgo.PermissionSendMessages)
			return send(th)
		}, 0, 0},
		{"embed without EMBED_LINKS", func() error {
			c := channel()
			n.Deny(c, discordgo.PermissionEmbedLinks)
			_, err := s.ChannelMessageSendEmbed(c.ID, &discordgo.MessageEmbed{Title: "t"})
			return err
		}, 403, discordgo.ErrCodeMissingPermissions},
		{"deleted channel", func() error {
			c := channel()
			n.DeleteChannel(c)
			return send(c)
		}, 404, discordgo.ErrCodeUnknownChannel},
		{"closed direct messages", func() error {
			n.CloseDMs(bob)
			c, err := s.UserChannelCreate(bob.ID)
			if err != nil {
				return err
			}
			_, err = s.ChannelMessageSend(c.ID, "hello")
			return err
		}, 403, discordgo.ErrCodeCannotSendMessagesToThisUser},
		{"forum", func() error { return send(n.AddForum(n.guild, "forum")) }, 400, discordgo.ErrCodeCannotSendMessagesInVoiceChannel},
		{"archived thread wakes", func() error {
			c := thread()
			n.Archive(c, false)
			err := send(c)
			if n.Channel(c.ID).Archived {
				t.Error("the thread is still archived")
			}
			return err
		}, 0, 0},
		{"locked archived thread", func() error {
			c := thread()
			n.Archive(c, true)
			return send(c)
		}, 400, discordgo.ErrCodePerformedOperationOnArchivedThread},
		{"edit in an archived thread", func() error {
			c := thread()
			m := mine(c)
			n.Archive(c, false)
			_, err := s.ChannelMessageEdit(c.ID, m.ID, "new")
			return err
		}, 400, discordgo.ErrCodePerformedOperationOnArchivedThread},
		{"edit of a deleted message", func() error {
			m := mine(n.desk)
			n.Delete(n.Message(m.ID))
			_, err := s.ChannelMessageEdit(n.desk.ID, m.ID, "new")
			return err
		}, 404, discordgo.ErrCodeUnknownMessage},
		{"edit of another's message", func() error {
			m := n.Say(n.ada, n.desk, "hers")
			_, err := s.ChannelMessageEdit(n.desk.ID, m.ID, "new")
			return err
		}, 403, discordgo.ErrCodeCannotEditFromAnotherUser},
		{"reply to a deleted message", func() error {
			m := n.Say(n.ada, n.desk, "hers")
			n.Delete(m)
			_, err := s.ChannelMessageSendReply(n.desk.ID, "reply", &discordgo.MessageReference{MessageID: m.ID})
			return err
		}, 400, discordgo.ErrCodeInvalidFormBody},
		{"reply to a deleted message that may be missing", func() error {
			m := n.Say(n.ada, n.desk, "hers")
			n.Delete(m)
			_, err := s.ChannelMessageSendReply(n.desk.ID, "reply", &discordgo.MessageReference{MessageID: m.ID, FailIfNotExists: new(false)})
			return err
		}, 0, 0},
		{"wrong token", func() error {
			other := n.client(t)
			other.Token = "Bot wrong"
			_, err := other.User("@me")
			return err
		}, 401, 0},
		{"guild after a kick", func() error {
			g := n.AddGuild("Rival")
			c := n.AddChannel(g, "desk")
			n.Kick(g)
			return send(c)
		}, 403, discordgo.ErrCodeMissingAccess},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.try()
			if tt.code == 0 && tt.status == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantCode(t, err, tt.status, tt.code)
		})
	}
}

func TestMessagesCanBeReadBack(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	var ids []string
	for _, text := range []string{"one", "two", "three"} {
		m, err := s.ChannelMessageSend(n.desk.ID, text)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	list := func(limit int, before, after, around string) (texts []string) {
		got, err := s.ChannelMessages(n.desk.ID, limit, before, after, around)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range got {
			texts = append(texts, m.Content)
		}
		return texts
	}
	tests := []struct {
		got, want []string
	}{
		{list(0, "", "", ""), []string{"three", "two", "one"}},
		{list(1, ids[2], "", ""), []string{"two"}},
		{list(1, "", ids[0], ""), []string{"two"}},
		{list(3, "", "", ids[1]), []string{"three", "two", "one"}},
	}
	for _, tt := range tests {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("listed %q, want %q", tt.got, tt.want)
		}
	}
	if err := s.ChannelMessageDelete(n.desk.ID, ids[0]); err != nil {
		t.Error(err)
	}
	if err := s.ChannelTyping(n.desk.ID); err != nil || n.Typing(n.desk) != 1 {
		t.Errorf("typing was seen %d times, %v", n.Typing(n.desk), err)
	}
	if stands := n.Messages(n.desk); len(stands) != 2 || !n.Message(ids[0]).Deleted {
		t.Errorf("%d messages stand", len(stands))
	}
}

func TestFilesAreKeptAndServed(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	sent, err := s.ChannelFileSendWithMessage(n.desk.ID, "a chart", "chart.png", strings.NewReader("PNG"))
	if err != nil {
		t.Fatal(err)
	}
	if files := n.Message(sent.ID).Files; len(files) != 1 || files[0].Name != "chart.png" || string(files[0].Data) != "PNG" {
		t.Errorf("kept %+v", files)
	}
	req, err := http.NewRequestWithContext(t.Context(), "GET", sent.Attachments[0].URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := n.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if data, err := io.ReadAll(res.Body); err != nil || string(data) != "PNG" {
		t.Errorf("served %q, %v", data, err)
	}
	_, err = s.ChannelMessageEditComplex(&discordgo.MessageEdit{Channel: n.desk.ID, ID: sent.ID, Attachments: &[]*discordgo.MessageAttachment{}})
	if m := n.Message(sent.ID); err != nil || len(m.Files) != 0 || len(m.Edits[0].Files) != 1 {
		t.Errorf("after the files were taken out: %+v, %v", m, err)
	}
}

func TestThreadsAndForumPosts(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	question := n.Say(n.ada, n.desk, "a question")
	th, err := s.MessageThreadStart(n.desk.ID, question.ID, "An answer", 60)
	if err != nil || th.ID != question.ID || th.ParentID != n.desk.ID {
		t.Fatalf("made thread %+v, %v", th, err)
	}
	_, err = s.MessageThreadStart(n.desk.ID, question.ID, "Again", 60)
	wantCode(t, err, 400, discordgo.ErrCodeThreadAlreadyCreatedForThisMessage)
	_, err = s.MessageThreadStart(n.desk.ID, n.Say(n.ada, n.desk, "?").ID, text(101), 60)
	wantCode(t, err, 400, discordgo.ErrCodeInvalidFormBody)
	if _, err := s.ThreadStart(n.desk.ID, "Free", discordgo.ChannelTypeGuildPublicThread, 60); err != nil {
		t.Error(err)
	}
	if threads := n.Threads(n.desk); len(threads) != 2 {
		t.Errorf("%d threads, want 2", len(threads))
	}
	forum := n.AddForum(n.guild, "questions")
	post, err := s.ForumThreadStart(forum.ID, "Post", 60, "first")
	if err != nil || n.Message(post.ID).Content != "first" {
		t.Errorf("made post %+v, %v", post, err)
	}
	asked, first := n.Post(n.ada, forum, "Who?", "who resigned?")
	if asked.ID != first.ID || asked.OwnerID != n.ada.ID {
		t.Errorf("post %+v begins with %+v", asked, first)
	}
	if _, err := s.ChannelMessageSendReply(asked.ID, "nobody", &discordgo.MessageReference{MessageID: first.ID}); err != nil {
		t.Error(err)
	}
}

func TestPingsHonourAllowedMentions(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	editors := n.AddRole(n.guild, "editors")
	loud := "@everyone " + n.ada.Mention() + " " + editors.Mention()
	question := n.Say(n.ada, n.desk, "?")
	tests := []struct {
		name string
		send discordgo.MessageSend
		want []string
	}{
		{"no allowed_mentions", discordgo.MessageSend{Content: loud}, []string{"everyone", "role", "user"}},
		{"parse nothing", discordgo.MessageSend{Content: loud, AllowedMentions: &discordgo.MessageAllowedMentions{}}, nil},
		{"users alone", discordgo.MessageSend{Content: loud, AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{"users"}}}, []string{"user"}},
		{"one role by name", discordgo.MessageSend{Content: loud, AllowedMentions: &discordgo.MessageAllowedMentions{Roles: []string{editors.ID}}}, []string{"role"}},
		{"a reply", discordgo.MessageSend{Content: "hm", Reference: &discordgo.MessageReference{MessageID: question.ID}}, []string{"reply"}},
		{"a quiet reply", discordgo.MessageSend{Content: "hm", Reference: &discordgo.MessageReference{MessageID: question.ID},
			AllowedMentions: &discordgo.MessageAllowedMentions{}}, nil},
		{"in an embed", discordgo.MessageSend{Embeds: []*discordgo.MessageEmbed{{Description: loud}}}, nil},
	}
	for _, tt := range tests {
		before := len(n.Pings())
		if _, err := s.ChannelMessageSendComplex(n.desk.ID, &tt.send); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range n.Pings()[before:] {
			got = append(got, p.Kind)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: pinged %v, want %v", tt.name, got, tt.want)
		}
	}
	quiet, err := s.ChannelMessageSend(n.desk.ID, "quiet")
	if err != nil {
		t.Fatal(err)
	}
	before := len(n.Pings())
	if _, err := s.ChannelMessageEdit(n.desk.ID, quiet.ID, "now @here"); err != nil {
		t.Fatal(err)
	}
	if pings := n.Pings()[before:]; len(pings) != 1 || !pings[0].Edit || pings[0].MessageID != quiet.ID {
		t.Errorf("the edit pinged %+v", pings)
	}
}

func TestRateLimitIsHonoured(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	n.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Status: 429, RetryAfter: 20 * time.Millisecond})
	if _, err := s.ChannelMessageSend(n.desk.ID, "patience"); err != nil {
		t.Fatal(err)
	}
	calls := n.CallsTo("POST", discordtest.RouteMessages)
	if len(calls) != 2 || calls[0].Status != 429 || !calls[0].Fault || calls[0].Done || calls[1].Status != 200 {
		t.Fatalf("the record shows %+v", calls)
	}
	if waited := calls[1].At.Sub(calls[0].At); waited < 20*time.Millisecond {
		t.Errorf("the client came back after %v", waited)
	}
	n.Fault(discordtest.Fault{Status: 429, RetryAfter: 1500 * time.Millisecond, Global: true})
	s.ShouldRetryOnRateLimit = false
	_, err := s.ChannelMessageSend(n.desk.ID, "impatience")
	var limited *discordgo.RateLimitError
	if !errors.As(err, &limited) || limited.RetryAfter != 1500*time.Millisecond {
		t.Errorf("got %v", err)
	}
}

func TestLimitsCountByRouteAndInAll(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	s.ShouldRetryOnRateLimit = false
	n.Limit("POST", discordtest.RouteTyping, 2, 5*time.Second)
	other := n.AddChannel(n.guild, "other")
	var limited *discordgo.RateLimitError
	for i := range 3 {
		if err := s.ChannelTyping(n.desk.ID); errors.As(err, &limited) != (i == 2) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if limited == nil || limited.RetryAfter > 5*time.Second || limited.RetryAfter < time.Second {
		t.Errorf("the limit says %v", limited)
	}
	if err := s.ChannelTyping(other.ID); err != nil {
		t.Errorf("another channel: %v", err)
	}
	rest := n.Client()
	status := 0
	for range 500 {
		req, err := http.NewRequestWithContext(t.Context(), "GET", n.URL+"/api/v9/users/@me", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bot "+n.Token)
		res, err := rest.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if status = res.StatusCode; status == 429 {
			if res.Header.Get("X-RateLimit-Global") != "true" || res.Header.Get("Retry-After") != "1" {
				t.Errorf("the global limit came with %v", res.Header)
			}
			break
		}
	}
	if calls := n.CallsTo("GET", discordtest.RouteSelf); status != 429 || len(calls) < 48 {
		t.Errorf("status %d after %d calls, want 429 beyond 50 a second", status, len(calls))
	}
	n.Advance(time.Second)
	if _, err := s.User("@me"); err != nil {
		t.Error(err)
	}
}

func TestBadGatewayAfterTheFactRepeatsThePost(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	behind := discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Status: 502, CarryOut: true}
	n.Fault(behind)
	if _, err := s.ChannelMessageSend(n.desk.ID, "once"); err != nil {
		t.Fatal(err)
	}
	if stands := n.Messages(n.desk); len(stands) != 2 {
		t.Errorf("%d messages stand, want the double post", len(stands))
	}
	calls := n.CallsTo("POST", discordtest.RouteMessages)
	if len(calls) != 2 || calls[0].Status != 502 || !calls[0].Done || calls[1].Status != 200 {
		t.Errorf("the record shows %+v", calls)
	}

	n.Fault(behind)
	url := discordgo.EndpointChannelMessages(n.desk.ID)
	body := map[string]any{"content": "with a nonce", "nonce": "n1", "enforce_nonce": true}
	answer, err := s.RequestWithBucketID("POST", url, body, url)
	if err != nil {
		t.Fatal(err)
	}
	var sent discordgo.Message
	if err := json.Unmarshal(answer, &sent); err != nil {
		t.Fatal(err)
	}
	if stands := n.Messages(n.desk); len(stands) != 3 || stands[2].ID != sent.ID {
		t.Errorf("%d messages stand, want one more", len(stands))
	}
	n.Advance(10 * time.Minute)
	if _, err := s.RequestWithBucketID("POST", url, body, url); err != nil || len(n.Messages(n.desk)) != 4 {
		t.Errorf("a nonce that was long forgotten made no message: %v", err)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	lift := n.Fault(discordtest.Fault{Route: discordtest.RouteMessages, Status: 503, Times: -1})
	for range 3 {
		_, err := s.ChannelMessageSend(n.desk.ID, "x")
		wantCode(t, err, 503, 0)
	}
	lift()
	n.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Drop: true})
	if _, err := s.ChannelMessageSend(n.desk.ID, "x"); err == nil {
		t.Error("a dropped call succeeded")
	}
	n.Fault(discordtest.Fault{Status: 500, Body: `<html>`, Times: 1})
	if _, err := s.ChannelMessageSend(n.desk.ID, "x"); err == nil || !strings.Contains(err.Error(), "<html>") {
		t.Errorf("got %v", err)
	}
	if stands := n.Messages(n.desk); len(stands) != 0 {
		t.Errorf("%d messages were made by calls that failed", len(stands))
	}
	hold := make(chan struct{})
	n.Fault(discordtest.Fault{Route: discordtest.RouteMessages, Hold: hold})
	done := make(chan error)
	go func() {
		_, err := s.ChannelMessageSend(n.desk.ID, "held")
		done <- err
	}()
	arrived := func() bool {
		calls := n.Calls()
		return calls[len(calls)-1].Status == 0 && strings.Contains(string(calls[len(calls)-1].Body), "held")
	}
	if err := n.Await(t.Context(), "the held call", arrived); err != nil {
		t.Fatal(err)
	}
	if len(n.Messages(n.desk)) != 0 {
		t.Error("a held call was carried out")
	}
	close(hold)
	if err := <-done; err != nil || len(n.Messages(n.desk)) != 1 {
		t.Errorf("after the hold: %v, %d messages", err, len(n.Messages(n.desk)))
	}
}

func TestUnknownRouteIsRecorded(t *testing.T) {
	t.Parallel()
	srv, err := discordtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	s := newsroom{Server: srv}.client(t)
	_, err = s.GuildBans("1", 0, "", "")
	wantCode(t, err, 404, 0)
	if calls := srv.Unexpected(); len(calls) != 1 || calls[0].Path != "/api/v9/guilds/1/bans" {
		t.Errorf("recorded %+v", calls)
	}
}

func TestAwaitSaysWhatDidNotCome(t *testing.T) {
	t.Parallel()
	n := open(t)
	if _, err := n.client(t).ChannelMessageSend(n.desk.ID, "something else"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := n.AwaitMessage(ctx, n.desk, discordtest.Contains("an answer"))
	if err == nil || !strings.Contains(err.Error(), "a message in #desk") || !strings.Contains(err.Error(), "something else") {
		t.Errorf("got %v", err)
	}
}
