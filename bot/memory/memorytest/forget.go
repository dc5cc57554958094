package memorytest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dateline/bot/memory"
	"dateline/retrieval"
)

func testForget(s *suite) {
	public := shown(Answered("guild", "reader", "Canary question?"), "m1")
	public.Conversation = "thread:1"
	public.Answer.Understood, public.Answer.Notice, public.Answer.Read = "Canary understood?", "Canary notice.", retrieval.Reading{Shown: "canary dates"}
	public = s.record(public)
	private := shown(Answered("guild", "reader", "Canary private?"), "m2")
	private.Private, private.Conversation = true, "canary:reader"
	private = s.record(private)
	abstained := s.record(shown(Abstained("guild", "reader", "Canary abstained?"), "m3"))
	unseen := s.record(Answered("guild", "reader", "Canary unseen?"))
	s.clock.Pass(time.Hour)
	others := shown(Answered("guild", "other", "And then?"), "m4")
	others.Conversation = "thread:1"
	others = s.record(others)
	s.judge(public.ID, "other", true, "")
	s.judge(others.ID, "reader", false, "canary reason")
	got(s.m.Follow(s.Context(), memory.Follow{Guild: "guild", Reader: "reader", Question: "Canary follow?"}))(s)
	got(s.m.Follow(s.Context(), memory.Follow{Guild: "guild", Reader: "other", Question: "Who?"}))(s)
	s.must(s.m.Set(s.Context(), "guild", "guild", "reader", memory.Settings{Language: new("de")}))
	_, _, err := s.m.Add(s.Context(), memory.Addition{Guild: "guild", Address: "https://example.org", By: "reader"})
	s.must(err)
	q := quota(memory.OfReader, "reader", 1, time.Hour)
	got(s.m.Take(s.Context(), q))(s)

	want := memory.Kept{Answers: 4, Nameless: 1, Feedback: 1, Follows: 1, Additions: 1, Changes: 1, Oldest: Start}
	s.same("what is kept", got(s.m.What(s.Context(), "reader"))(s), want)
	s.same("forgotten", got(s.m.Forget(s.Context(), "reader"))(s), want)
	s.same("what is kept after", got(s.m.What(s.Context(), "reader"))(s), memory.Kept{})
	s.same("forgotten again", got(s.m.Forget(s.Context(), "reader"))(s), memory.Kept{})
	s.same("of nobody", got(s.m.Forget(s.Context(), ""))(s), memory.Kept{})
	s.same("what is kept of another", got(s.m.What(s.Context(), "other"))(s), memory.Kept{Answers: 1, Nameless: 1, Feedback: 1, Follows: 1, Oldest: Start.Add(time.Hour)})

	for _, e := range []memory.Entry{private, abstained, unseen} {
		s.unknown("a forgotten answer", func() error { _, err := s.m.Entry(s.Context(), e.ID); return err })
	}
	rest := got(s.m.Citing(s.Context(), "kerry", "", 9))(s)
	s.same("what a correction still reaches", len(rest), 2)
	nameless := got(s.m.EntryOf(s.Context(), "m1"))(s)
	s.same("its words", nameless.Answer.Claims, public.Answer.Claims)
	s.same("votes on it", s.votes(public.ID), [2]int{1, 0})
	text := fmt.Sprint(string(got(json.Marshal(nameless))(s)))
	if strings.Contains(strings.ToLower(text), "canary") || strings.Contains(text, `"reader"`) {
		s.Errorf("still there: %s", text)
	}
	s.same("the conversation goes on", []int{len(got(s.m.Turns(s.Context(), "thread:1", 9))(s)), others.Turn}, []int{1, 2})
	others.ID, others.Messages = "", nil
	s.same("and counts on", s.record(others).Turn, 3)
	s.same("moderator", got(s.m.Changes(s.Context(), "guild", 1))(s)[0].By, "")
	s.same("adder", got(s.m.Additions(s.Context(), "guild"))(s)[0].By, "")
	s.same("quota", got(s.m.Take(s.Context(), q))(s).OK, false)
}

func testForgetGuild(s *suite) {
	for _, guild := range []string{"guild", "other"} {
		for i := range map[string]int{"guild": 230, "other": 3}[guild] {
			e := Answered(guild, "reader", "Who?")
			e.Conversation = fmt.Sprint(guild, i%3)
			s.record(e)
		}
		got(s.m.Follow(s.Context(), memory.Follow{Guild: guild, Reader: "reader"}))(s)
		s.must(s.m.Set(s.Context(), guild, guild, "moderator", memory.Settings{Language: new("de"), Private: new(true)}))
		_, _, err := s.m.Add(s.Context(), memory.Addition{Guild: guild})
		s.must(err)
	}
	q := quota(memory.OfGuild, "guild", 1, time.Hour)
	got(s.m.Take(s.Context(), q))(s)
	s.same("forgotten", got(s.m.ForgetGuild(s.Context(), "guild"))(s), memory.Kept{Answers: 230, Follows: 1, Additions: 1, Changes: 2})
	s.same("forgotten again", got(s.m.ForgetGuild(s.Context(), "guild"))(s), memory.Kept{})
	s.same("what others keep", got(s.m.What(s.Context(), "reader"))(s), memory.Kept{Answers: 3, Follows: 1, Oldest: Start})
	s.same("settings", got(s.m.Settings(s.Context(), "guild"))(s), memory.Settings{})
	s.same("another guild's", *got(s.m.Settings(s.Context(), "other"))(s).Language, "de")
	s.same("its quota", got(s.m.Take(s.Context(), q))(s).OK, true)
	e := Answered("guild", "reader", "Who?")
	e.Conversation = "guild0"
	s.same("a conversation begins anew", s.record(e).Turn, 1)
}

func testSweep(s *suite) {
	old := Answered("guild", "reader", "Old?")
	old.Conversation = "dm"
	old = s.record(old)
	s.judge(old.ID, "reader", true, "")
	got(s.m.Begin(s.Context(), old.ID, "kerry:2", time.Minute))(s)
	for range 210 {
		s.record(Answered("guild", "reader", "Older?"))
	}
	s.must(s.m.Set(s.Context(), "guild", "guild", "moderator", memory.Settings{Language: new("de")}))
	got(s.m.Follow(s.Context(), memory.Follow{Guild: "guild", Reader: "reader"}))(s)
	s.clock.Pass(48 * time.Hour)
	young := Answered("guild", "reader", "Young?")
	young.Conversation = "dm"
	young = s.record(young)
	s.clock.Pass(24 * time.Hour)
	s.same("kept for ever", got(s.m.Sweep(s.Context(), 0))(s), 0)
	s.same("nothing is old", got(s.m.Sweep(s.Context(), 100*24*time.Hour))(s), 0)
	s.same("exactly as old", got(s.m.Sweep(s.Context(), 72*time.Hour))(s), 0)
	s.same("old", got(s.m.Sweep(s.Context(), 71*time.Hour))(s), 211)
	s.same("what is left", got(s.m.What(s.Context(), "reader"))(s), memory.Kept{Answers: 1, Follows: 1, Oldest: Start.Add(48 * time.Hour)})
	turns := got(s.m.Turns(s.Context(), "dm", 9))(s)
	s.same("the conversation", []any{len(turns), turns[0].ID, turns[0].Number}, []any{1, young.ID, 2})
	s.same("changes of settings", len(got(s.m.Changes(s.Context(), "guild", 9))(s)), 0)
	s.same("settings", *got(s.m.Settings(s.Context(), "guild"))(s).Language, "de")
	s.same("notices", got(s.m.Begin(s.Context(), old.ID, "kerry:2", time.Hour))(s), memory.Tell)
}
