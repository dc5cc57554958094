package main

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"dateline/bot/discord/discordtest"
)

// TestChatAnswersAsDiscord holds that a chat says what the bot says in Discord to each command that answers: the same words, of the
// same sources.
func TestChatAnswersAsDiscord(t *testing.T) {
	srv := discordtest.New(t)
	channel, ada := srv.AddChannel(srv.AddGuild("Newsroom"), "desk"), srv.AddUser("ada")
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL, "DATELINE_DATA": t.TempDir(), "DATELINE_STATE": t.TempDir()})
	ctx, stop := context.WithTimeout(t.Context(), 3*patience)
	defer stop()
	said := &journal{}
	ended := make(chan int, 1)
	serving, end := context.WithCancel(ctx)
	go func() { ended <- run(serving, []string{"serve"}, strings.NewReader(""), said, said) }()
	defer func() {
		end()
		<-ended
	}()
	if err := srv.AwaitReady(ctx); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if err := srv.AwaitCommands(ctx, "ask", "summary", "timeline", "quotes", "check"); err != nil {
		t.Fatal(err)
	}
	for command, option := range map[string][2]string{
		"ask":      {"question", "What did Kerry tell Lavrov?"},
		"summary":  {"topic", "plutonium"},
		"timeline": {"topic", "evacuation of Aleppo"},
		"quotes":   {"speaker", "Samantha Power"},
		"check":    {"claim", "Russia vetoed the French and Spanish draft"},
	} {
		there, err := srv.Command(ada, channel, command, discordtest.Opt(option[0], option[1])).Answer(ctx, discordtest.Contains("Coverage through"))
		if err != nil {
			t.Fatalf("/%s: %v\n%s", command, err, said)
		}
		var out, errOut bytes.Buffer
		if code := run(ctx, []string{"chat"}, strings.NewReader("/"+command+" "+option[0]+":"+option[1]+"\n"), &out, &errOut); code != success {
			t.Fatalf("/%s: exit code %d\n%s", command, code, errOut.String())
		}
		_, chat, _ := strings.Cut(out.String(), "> ")
		if got, want := answered(chat), answered(there.Text()); got != want || got == "" {
			t.Errorf("/%s\nin the chat %s\nin Discord  %s", command, got, want)
		}
	}
}

var (
	behindAnswer = regexp.MustCompile(`(?s)\n\[1\] .*`) // the sources
	decoration   = regexp.MustCompile(`<t:\d+(?::\w)?>|https?://\S+|[*_~\\>#-]|\[\d+\]|\(\)`)
)

// answered is the text of an answer without its sources and what is done to show it.
func answered(text string) string {
	text = behindAnswer.ReplaceAllString(text, "")
	return strings.Join(strings.Fields(decoration.ReplaceAllString(text, " ")), " ")
}
