package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/discord"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
)

// patience is how long a test that goes wrong waits.
const patience = 20 * time.Second

// journal is what a program that still runs has written.
type journal struct {
	mu   sync.Mutex
	said strings.Builder
	more chan struct{} // closed with the next that is written; nil where nobody waits
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.more != nil {
		close(j.more)
		j.more = nil
	}
	return j.said.Write(p)
}

// await waits until the program has said a text.
func (j *journal) await(t *testing.T, text string) {
	t.Helper()
	late := time.After(patience)
	for {
		j.mu.Lock()
		said := j.said.String()
		if j.more == nil {
			j.more = make(chan struct{})
		}
		more := j.more
		j.mu.Unlock()
		if strings.Contains(said, text) {
			return
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("%q is not said:\n%s", text, said)
		}
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.said.String()
}

// TestServe has the whole program, desk and sample articles included, answer in a Discord.
func TestServe(t *testing.T) {
	srv := discordtest.New(t)
	channel, ada := srv.AddChannel(srv.AddGuild("Newsroom"), "desk"), srv.AddUser("ada")
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL, "DATELINE_DATA": t.TempDir(), "DATELINE_STATE": t.TempDir(), "WEB_ADDR": "127.0.0.1:0", "PUBLIC_URL": "https://room.example"})

	said := &journal{}
	start := func() (stop func() int) {
		ctx, interrupt := context.WithCancelCause(t.Context())
		code := make(chan int, 1)
		go func() { code <- run(ctx, []string{"serve"}, strings.NewReader(""), said, said) }()
		return func() int {
			interrupt(errors.New("terminated signal received")) // as signal.NotifyContext does
			select {
			case c := <-code:
				return c
			case <-time.After(patience):
				t.Fatalf("serve does not end:\n%s", said)
				return 0
			}
		}
	}
	stop := start()

	waiting, done := context.WithTimeout(t.Context(), patience)
	defer done()
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	fatal(srv.AwaitReady(waiting))
	fatal(srv.AwaitCommands(waiting, "ask", "summary", "help"))
	cited := func(m *discordtest.Message, err error) *discordtest.Message {
		t.Helper()
		fatal(err)
		for _, want := range []string{"[1]", "Dateline sample desk", "2016", "Coverage through 22 Dec 2016"} {
			if !strings.Contains(m.Text(), want) {
				t.Errorf("the answer lacks %q:\n%s", want, m.Text())
			}
		}
		return m
	}

	asked := srv.Say(ada, channel, srv.Bot.Mention()+" Why did Kerry threaten to suspend cooperation with Russia?")
	answer := cited(srv.AwaitReply(waiting, asked, discordtest.Contains("Coverage through")))
	if !strings.Contains(answer.Text(), "Kerry warns Russia over Aleppo") {
		t.Errorf("the answer does not come from the article on the warning:\n%s", answer.Text())
	}
	if page := "https://room.example/article/kerry-warns-russia?p="; !strings.Contains(answer.Text(), page) {
		t.Errorf("no source leads to the reading room:\n%s", answer.Text())
	}
	if page := roomAt(t, said).get("/article/kerry-warns-russia"); !strings.Contains(page, "Kerry warns Russia over Aleppo") {
		t.Errorf("the reading room shows:\n%s", page)
	}
	if counted := roomAt(t, said).get("/metrics"); !strings.Contains(counted, "\ndateline_discord_connected 1") || !strings.Contains(counted, "\ndateline_discord_connects_total 1") {
		t.Errorf("the connection to Discord is not counted:\n%s", counted)
	}
	slash := srv.Command(ada, channel, "ask", discordtest.Opt("question", "Who is John Kirby?"))
	cited(slash.Answer(waiting, discordtest.Contains("Coverage through")))
	cited(srv.Command(ada, channel, "summary", discordtest.Opt("article", "Kerry warns Russia over Aleppo")).
		Answer(waiting, discordtest.Contains("Coverage through")))

	button, there := answer.Button("Show passages")
	if !there {
		t.Fatalf("the answer has no button for its passages: %+v", answer.Buttons())
	}
	passages := func() {
		t.Helper()
		shown, err := srv.Click(ada, answer, button.CustomID).Answer(waiting)
		fatal(err)
		if !shown.Ephemeral() || !strings.Contains(shown.Text(), "> ") || !strings.Contains(shown.Text(), "Aleppo") {
			t.Errorf("the passages are not quoted to the reader alone:\n%s", shown.Text())
		}
	}
	passages()

	unanswered := srv.Say(ada, srv.DM(ada), "Who won the snooker final in Sheffield?")
	abstention, err := srv.AwaitReply(waiting, unanswered, discordtest.Contains("does not say"))
	fatal(err)
	if !strings.Contains(abstention.Text(), "The coverage does not say who won the snooker final in Sheffield.") {
		t.Errorf("the abstention says\n%s", abstention.Text())
	}

	if c := stop(); c != success {
		t.Errorf("exit code %d after an interrupt:\n%s", c, said)
	}

	// The next process answers what was asked meanwhile, and knows what this one said.
	missed := srv.Say(ada, channel, srv.Bot.Mention()+" Who is John Kirby?")
	identified := srv.Identifies()
	stop = start()
	fatal(srv.Await(waiting, "the next process", func() bool { return srv.Identifies() > identified && srv.Connected() }))
	cited(srv.AwaitReply(waiting, missed, discordtest.Contains("Kirby")))
	passages()
	next := srv.Say(ada, channel, srv.Bot.Mention()+" When did he say that?", discordtest.ReplyTo(answer))
	cited(srv.AwaitReply(waiting, next, discordtest.Contains("Understood as: "), discordtest.Contains("Kerry")))
	if c := stop(); c != success {
		t.Errorf("exit code %d after an interrupt:\n%s", c, said)
	}
	if strings.Contains(said.String(), srv.Token) || strings.Contains(said.String(), "snooker") {
		t.Errorf("the token or a question was logged:\n%s", said)
	}
	if pings := srv.Pings(); len(pings) > 0 {
		t.Errorf("somebody was pinged: %v", pings)
	}
}

func TestAWrongTokenIsSaidToBe(t *testing.T) {
	srv := discordtest.New(t)
	settle(t, map[string]string{"DISCORD_TOKEN": "not." + srv.Token, "DISCORD_API_URL": srv.URL})
	for _, args := range [][]string{{"serve"}, {"commands", "--register"}, {"doctor"}} {
		code, out, errOut := invoke(t, t.TempDir(), args...)
		said := out + errOut
		if code != failure || strings.Count(said, "DISCORD_TOKEN") != 1 || strings.Contains(said, srv.Token) {
			t.Errorf("%s: exit code %d: %s", args, code, said)
		}
	}
}

func TestMemoryThatCannotBeOpened(t *testing.T) {
	srv, state := discordtest.New(t), t.TempDir()
	file := filepath.Join(state, memory.FileName)
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL, "DATELINE_STATE": state})
	code, _, errOut := invoke(t, t.TempDir(), "serve")
	if code != failure || !strings.Contains(errOut, file) {
		t.Errorf("exit code %d: %s", code, errOut)
	}
}

func TestDisallowedIntentsAreSaidToBe(t *testing.T) {
	srv := discordtest.New(t)
	srv.DisruptAt(discordtest.Identify, discordtest.CloseWith(4014), 1)
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL})
	code, out, errOut := invoke(t, t.TempDir(), "serve")
	if code != failure || out != "" || !strings.Contains(errOut, "dateline: the bot asks for intents that Discord does not allow it") {
		t.Errorf("exit code %d: %s%s", code, out, errOut)
	}
}

func TestAnInterruptEndsACommand(t *testing.T) {
	settle(t, nil)
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	said := &journal{}
	if code := run(ctx, []string{"ask", "--data", t.TempDir(), "Who is John Kirby?"}, nil, said, said); code != failure || said.String() != "dateline: interrupted\n" {
		t.Errorf("exit code %d: %s", code, said)
	}
}

func TestCommandsAreRegisteredOnce(t *testing.T) {
	srv := discordtest.New(t)
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL})
	for _, want := range []string{fmt.Sprintf("Registered %d commands.\n", len(discord.Commands())), "The commands are registered as they are; nothing changed.\n"} {
		if code, out, errOut := invoke(t, t.TempDir(), "commands", "--register"); code != success || out != want {
			t.Errorf("exit code %d: %s%s, want %s", code, out, errOut, want)
		}
	}
	if code, out, _ := invoke(t, t.TempDir(), "doctor"); code != success || !strings.Contains(out, "the token is that of ") {
		t.Errorf("exit code %d: %s", code, out)
	}
}
