package conversation_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"dateline/bot"
	"dateline/bot/conversation"
)

// chain is a conversation of three questions: each follow-up is read beside what the ones before were read as, with their
// answers, "" of an abstention.
type chain struct {
	First [2]string
	Then  []struct {
		dialogue
		Answer string
	}
}

// Both halves were written before the rules that they test. Of the unseen one, which the rules were made without, 28 of 32
// follow-ups were right on first sight, before them 14. What is still wrong there is logged: a
// person called as a month is.
func TestChains(t *testing.T) {
	for name, least := range map[string]int{"chains-seen": 32, "chains-unseen": 31} {
		file, err := os.Open("testdata/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		right, all := 0, 0
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var c chain
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				t.Fatal(err)
			}
			turns := []bot.Turn{{Question: c.First[0], Answer: c.First[1]}}
			for _, d := range c.Then {
				all++
				got := conversation.Read(turns, d.Ask)
				why := d.wrong(got)
				if why != "" {
					t.Logf("%s %q … %q: %s\n got %s %s", name, c.First[0], d.Ask, why, got.Question, got.Doubt)
				} else {
					right++
					t.Logf("%q … %q: %s %s", c.First[0], d.Ask, got.Question, got.Doubt)
				}
				next := bot.Turn{Question: d.Ask, Answer: d.Answer}
				if got.Changed {
					next.Understood = got.Question
				}
				turns = append(turns, next)
			}
		}
		t.Logf("%s: %d of %d right", name, right, all)
		if right < least {
			t.Errorf("%s: %d right, want at least %d", name, right, least)
		}
	}
}
