package discord

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/export"
	"dateline/bot/memory"
)

// recorded is an answer of the guild's ledger.
func (s *stage) recorded(t *testing.T, question string, abstained, private bool) memory.Entry {
	t.Helper()
	a := sample(question)
	if abstained {
		a.Claims, a.Abstained, a.Reason = nil, true, "The coverage does not answer this question."
	}
	return must[memory.Entry](t)(s.memory.Record(t.Context(), memory.Entry{ID: memory.NewID(), Guild: s.guild.ID, Channel: s.channel.ID,
		Asker: s.ada.ID, Private: private, Answer: a}))
}

func records(t *testing.T, f discordtest.File) [][]string {
	t.Helper()
	text, marked := bytes.CutPrefix(f.Data, []byte("\ufeff"))
	if !marked || !bytes.Contains(text, []byte("\r\n")) {
		t.Errorf("%s is not as spreadsheets want it", f.Name)
	}
	return must[[][]string](t)(csv.NewReader(bytes.NewReader(text)).ReadAll())
}

func TestFeedbackIsExported(t *testing.T) {
	t.Parallel()
	s, mod := moderated(t, Config{})
	m := s.dateline(t, mod, "feedback")
	wantText(t, m, "There is no feedback yet.", "No question went unanswered.")
	if len(m.Files) > 0 {
		t.Errorf("%d files of nothing", len(m.Files))
	}
	good, bad, secret := s.recorded(t, "who?", false, false), s.recorded(t, "=HYPERLINK(\"https://evil.example\")", false, false), s.recorded(t, "psst?", false, true)
	for _, f := range []memory.Feedback{
		{Answer: good.ID, Reader: s.ada.ID, Good: true}, {Answer: bad.ID, Reader: s.ada.ID, Reason: "+1\n@evil, \"quoted\""}, {Answer: secret.ID, Reader: mod.ID},
	} {
		ok(t, s.memory.Judge(t.Context(), f))
	}
	for range 3 {
		s.recorded(t, "Who stole *the* moon?", true, false)
	}
	s.recorded(t, "Why?", true, false)
	s.recorded(t, "a secret?", true, true)

	m = s.dateline(t, mod, "feedback")
	wantText(t, m, "Answers found helpful: 1; not helpful: 2.", "**Asked without an answer**", `- Who stole \*the\* moon? · 3 times`, "- Why? · 1 time")
	if len(m.Files) != 2 || m.Files[0].Name != "feedback.csv" || m.Files[1].Name != "unanswered.csv" {
		t.Fatalf("files: %+v", m.Files)
	}
	table := records(t, m.Files[0])
	if len(table) != 4 || table[0][2] != "reason" || table[2][2] != "'+1\n@evil, \"quoted\"" || !strings.HasPrefix(table[2][5], "'=HYPERLINK") {
		t.Errorf("feedback.csv: %q", table)
	}
	if table[1][3] != "1" || table[2][3] != "1" || table[3][3] != "2" || table[3][5] != "" || table[3][8] != "true" {
		t.Errorf("readers or private answers: %q", table)
	}
	for _, secret := range []string{s.ada.ID, "psst", "a secret"} {
		for _, f := range m.Files {
			if bytes.Contains(f.Data, []byte(secret)) {
				t.Errorf("%s tells %q", f.Name, secret)
			}
		}
	}
	if gaps := records(t, m.Files[1]); len(gaps) != 3 || gaps[1][0] != "Why?" || gaps[2][1] != "3" {
		t.Errorf("unanswered.csv: %q", gaps)
	}
	wantText(t, s.dateline(t, mod, "feedback", discordtest.Opt("since", "2999")), "There is no feedback yet.")
	if m := s.dateline(t, mod, "feedback", discordtest.Opt("since", "soon")); !strings.Contains(m.Content, "which is no date") {
		t.Errorf("got %q", m.Text())
	}
	s.silent(t, "moon", "psst", "HYPERLINK", "evil")
}

func TestFeedbackMessages(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	gaps := make([]memory.Gap, 12)
	for i := range gaps {
		gaps[i] = memory.Gap{Question: fmt.Sprintf("Question %d, @everyone?", i), Count: i + 1, First: at, Last: at}
	}
	some := export.Feedback{Good: 7, Bad: 2, Until: at, Gaps: gaps, Judgements: []byte("judged\r\n"), Unanswered: []byte("question\r\n")}
	goldenMessage(t, "feedback", feedbackMessage(some, desk.English))
	goldenMessage(t, "feedback-none-fr", feedbackMessage(export.Feedback{}, "fr"))
}
