package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/bot/memory/postgrestest"
	"dateline/retrieval/weaviate/weaviatetest"
)

// Two processes over one PostgreSQL and one index answer as one, and so do others that take their place with other shards.
func TestProcessesAnswerAsOne(t *testing.T) {
	server := postgrestest.Start(t)
	index := func(t *testing.T, data string, args ...string) {
		t.Helper()
		if code, out, errOut := invoke(t, data, append([]string{"index"}, args...)...); code != success {
			t.Fatalf("exit code %d: %s%s", code, out, errOut)
		}
	}
	t.Run("over a local index", func(t *testing.T) {
		env := map[string]string{"DATELINE_MEMORY": server.Database(), "DATELINE_DATA": t.TempDir()}
		settle(t, env)
		index(t, env["DATELINE_DATA"])
		testProcessesAnswerAsOne(t, env)
	})
	t.Run("over a Weaviate", func(t *testing.T) {
		env := map[string]string{"DATELINE_MEMORY": server.Database(), "DATELINE_STORE": weaviatetest.Start(t, 1).Address("dateline")}
		settle(t, env)
		index(t, t.TempDir(), "--coverage", "../../seeds")
		testProcessesAnswerAsOne(t, env)
	})
}

func testProcessesAnswerAsOne(t *testing.T, env map[string]string) {
	srv := discordtest.New(t, discordtest.WithConcurrency(16, time.Millisecond))
	even, odd := srv.AddChannel(srv.AddGuildOn("Even", 0, 2), "even"), srv.AddChannel(srv.AddGuildOn("Odd", 1, 2), "odd")
	ada := srv.AddUser("ada")
	state := t.TempDir()
	env["DISCORD_TOKEN"], env["DISCORD_API_URL"], env["DATELINE_STATE"], env["DIRECT_QUOTA"] = srv.Token, srv.URL, state, "1"
	settle(t, env)

	said := &journal{}
	waiting, done := context.WithTimeout(t.Context(), 4*patience)
	defer done()
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	serve := func(shards string) (stop func()) {
		ctx, cancel := context.WithCancel(t.Context())
		code := make(chan int, 1)
		a := &app{in: strings.NewReader(""), out: said, errOut: said, pause: time.Millisecond}
		go func() { code <- a.run(ctx, []string{"serve", "--shards", shards}) }()
		return func() {
			t.Helper()
			cancel()
			if c := <-code; c != success {
				t.Errorf("exit code %d of %s:\n%s", c, shards, said)
			}
		}
	}
	connected := func(shards ...int) {
		t.Helper()
		fatal(srv.Await(waiting, fmt.Sprint("shards ", shards), func() bool { return slices.Equal(srv.ConnectedShards(), shards) }))
	}
	var asked []*discordtest.Message
	ask := func(in *discordtest.Channel, question string, how ...discordtest.SayOption) *discordtest.Message {
		t.Helper()
		asked = append(asked, srv.Say(ada, in, srv.Bot.Mention()+" "+question, how...))
		return asked[len(asked)-1]
	}
	reply := func(m *discordtest.Message, says ...string) *discordtest.Message {
		t.Helper()
		var until []func(*discordtest.Message) bool
		for _, text := range says {
			until = append(until, discordtest.Contains(text))
		}
		answer, err := srv.AwaitReply(waiting, m, until...)
		fatal(err)
		return answer
	}

	one, other := serve("0/2"), serve("1/2")
	connected(0, 1)
	fatal(srv.AwaitCommands(waiting, "ask", "follow"))
	first := ask(odd, "Why did Kerry threaten to suspend cooperation with Russia?")
	direct := srv.DM(ada)
	reply(ask(even, "Who is John Kirby?"), "Coverage through")
	reply(ask(direct, "Who is John Kirby?"), "Coverage through")
	answer := reply(first, "Coverage through", "Kerry warns Russia over Aleppo")
	button, _ := answer.Button("Show passages")
	one()
	other()

	// One process with both shards goes on where the two left off, and answers what was asked meanwhile.
	missed := ask(even, "What did Lavrov say?")
	all := serve("0-1/2")
	connected(0, 1)
	reply(missed)
	reply(ask(odd, "When did he say that?", discordtest.ReplyTo(answer)), "Understood as: ", "Kerry")
	passages, err := srv.Click(ada, answer, button.CustomID).Answer(waiting)
	fatal(err)
	if !strings.Contains(passages.Text(), "> ") {
		t.Errorf("the passages of another process's answer are\n%s", passages.Text())
	}
	if refused := reply(ask(direct, "Who is Kerry?")); strings.Contains(refused.Text(), "Coverage through") {
		t.Errorf("a second question is answered, though the quota of one is used up:\n%s", refused.Text())
	}
	all()

	for _, m := range asked {
		replies := 0
		for _, r := range srv.Messages(&discordtest.Channel{ID: m.ChannelID}) {
			if r.ReplyTo == m.ID {
				replies++
			}
		}
		if replies != 1 {
			t.Errorf("%q has %d replies", m.Content, replies)
		}
	}
	if n := len(srv.CallsTo("PUT", discordtest.RouteCommands)); n != 1 {
		t.Errorf("the commands were registered %d times", n)
	}
	if _, err := os.Stat(filepath.Join(state, memory.FileName)); err == nil {
		t.Error("something was kept in a file too")
	}
	if srv.Rushed() > 0 || strings.Contains(said.String(), postgrestest.Password) || strings.Contains(said.String(), "Kirby") {
		t.Errorf("%d sessions were begun too soon, or a password or question was logged:\n%s", srv.Rushed(), said)
	}
}

func TestShardsThatAreNone(t *testing.T) {
	settle(t, nil)
	for _, shards := range []string{"4/4", "0-3", "auto"} {
		code, _, errOut := invoke(t, t.TempDir(), "serve", "--shards", shards)
		if code != usage || !strings.Contains(errOut, "--shards is") {
			t.Errorf("exit code %d: %s", code, errOut)
		}
	}
}
