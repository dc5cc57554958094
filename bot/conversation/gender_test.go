package conversation_test

import (
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/conversation"
)

// A pronoun stands for whom the answers show to be of its gender; where they show it of nobody, the reader is asked.
func TestGenderShownByTheAnswers(t *testing.T) {
	const (
		pronouns = "Councillor Jarek Tomil said the quarry must be filled. “It is a grave,” he said. Renske Vostok denied that she had seen the plan."
		titles   = "Mr Tomil said the quarry must be filled. Ms Vostok said nothing."
		nothing  = "Jarek Tomil said the quarry must be filled. Renske Vostok said the plan was new."
		quoted   = "Jarek Tomil said the quarry must be filled. “She is late,” Renske Vostok said."
		kin      = "Jarek Tomil said the quarry must be filled. His wife said she agreed. Renske Vostok said the plan was new."
		unclear  = "Jarek Tomil said the quarry must be filled. Renske Vostok said she had been late."
	)
	for _, c := range []struct{ answer, ask, want string }{
		{pronouns, "What did she say about it?", "Vostok"},
		{pronouns, "What did he say about it?", "Tomil"},
		{titles, "What did she say about it?", "Vostok"},
		{titles, "When did he say that?", "Tomil"},
		{nothing, "What did she say about it?", ""},
		{nothing, "What did he say about it?", ""},
		{quoted, "What did she say about it?", ""},
		{unclear, "What did she say about it?", ""},
		{kin, "What did she say about it?", ""},
	} {
		first := bot.Turn{Question: "What is the latest on the quarry?", Answer: "The owner, Renske Vostok, closed the quarry.", Headlines: []string{"Quarry closed"}}
		turns := []bot.Turn{first, {Question: "What is planned for the quarry?", Answer: c.answer}}
		got := conversation.Read(turns, c.ask)
		switch {
		case c.want == "" && (got.Doubt == "" || got.Changed):
			t.Errorf("%q after %q is read as %q, without doubt", c.ask, c.answer, got.Question)
		case c.want != "" && !strings.Contains(got.Question, c.want):
			t.Errorf("%q after %q is read as %q (%s), want %s", c.ask, c.answer, got.Question, got.Doubt, c.want)
		}
	}
}
