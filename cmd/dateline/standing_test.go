package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/bot/discord/discordtest"
)

// An article that changes on disk changes what the program has shown in Discord, also where it does so while the program is down;
// and those who follow a question are told of each change once.
func TestCorrectionsReachDiscord(t *testing.T) {
	srv := discordtest.New(t)
	channel, ada := srv.AddChannel(srv.AddGuild("Newsroom"), "desk"), srv.AddUser("ada")
	folder, data := t.TempDir(), t.TempDir()
	settle(t, map[string]string{"DISCORD_TOKEN": srv.Token, "DISCORD_API_URL": srv.URL, "DATELINE_DATA": data,
		"DATELINE_STATE": t.TempDir(), "DATELINE_COVERAGE": folder})
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	index := func() {
		t.Helper()
		if code, out, errOut := invoke(t, data, "index"); code != success {
			t.Fatalf("exit code %d: %s%s", code, out, errOut)
		}
	}
	article := func(id, more, text string) string {
		return "---\nid: " + id + "\nheadline: Harbour ferry " + id + "\noutlet: Sample wire\npublished: 2017-01-09\n" + more + "---\n\n" + text + "\n"
	}
	const sank = "The harbour ferry sank on Monday with 300 passengers aboard, the coast guard said."
	const repaired = "The harbour ferry had been repaired twice in the year before, its owner said."
	write("one.md", article("one", "", sank+"\n\n"+repaired))
	write("two.md", article("two", "", "The museum opens a new wing in spring, its director said."))

	said := &journal{}
	start := func() (stop func()) {
		ctx, cancel := context.WithCancel(t.Context())
		code := make(chan int, 1)
		a := &app{in: strings.NewReader(""), out: said, errOut: said, pause: time.Millisecond}
		go func() { code <- a.run(ctx, []string{"serve"}) }()
		return func() {
			cancel()
			<-code
		}
	}
	waiting, done := context.WithTimeout(t.Context(), 3*patience)
	defer done()
	must := func(m *discordtest.Message, err error) *discordtest.Message {
		t.Helper()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return m
	}
	says := func(m *discordtest.Message, text string) {
		t.Helper()
		if err := srv.Await(waiting, text, func() bool { return strings.Contains(srv.Message(m.ID).Text(), text) }); err != nil {
			t.Fatalf("%v\n%s\n%s", err, srv.Message(m.ID).Text(), said)
		}
	}

	stop := start()
	if err := srv.AwaitCommands(waiting, "ask", "follow"); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	answer := must(srv.AwaitReply(waiting, srv.Say(ada, channel, srv.Bot.Mention()+" How many passengers were aboard the harbour ferry?"),
		discordtest.Contains(sank)))
	must(srv.Command(ada, channel, "follow", discordtest.Opt("question", "How many passengers were aboard the harbour ferry?")).Followup(waiting))
	corrected := strings.Replace(sank, "300", "30", 1)
	write("one.md", article("one", "", corrected+"\n\n"+repaired))
	index()
	says(answer, "**Changed in the article** [1]: ~~"+sank+"~~ Now: "+corrected)
	news := must(srv.AwaitMessage(waiting, channel, discordtest.Contains("New coverage changes the answer to:")))
	if !strings.Contains(news.Text(), corrected) || !strings.Contains(news.Text(), "No longer: ~~"+sank+"~~") {
		t.Errorf("the news are\n%s", news.Text())
	}
	stop()

	write("notice.md", article("notice", "corrects: one\n", "It was the harbour ferry of the north shore."))
	index()
	stop = start()
	says(answer, "**Corrected 9 Jan 2017** [1]: It was the harbour ferry of the north shore.")
	says(news, "**Corrected 9 Jan 2017** [1]")
	stop() // one process asks what is followed again but once in a while

	write("one.md", article("one", "retracted: true\n", corrected+"\n\n"+repaired))
	index()
	stop = start()
	says(answer, "**Retracted by its outlet** [1]")
	must(srv.AwaitMessage(waiting, channel, discordtest.Contains("No longer: ~~"+corrected+"~~")))
	stop()
	if strings.Contains(said.String(), "passengers") || len(srv.Pings()) > 0 {
		t.Errorf("somebody was pinged, or a question logged:\n%s", said)
	}
	told := 0
	for _, m := range srv.Messages(channel) {
		if strings.Contains(m.Text(), "New coverage changes") {
			told++
		}
	}
	if told != 2 {
		t.Errorf("news were told %d times, want each of two once", told)
	}
}
