package memorytest

import (
	"errors"
	"slices"
	"time"

	"dateline/bot/memory"
	"dateline/retrieval"
)

func testLedger(s *suite) {
	e := Answered("guild", "reader", "What did Kerry say?")
	e.ID, e.Thread, e.Conversation, e.Answer.Understood, e.Private = memory.NewID(), "thread", "thread:1", "What did Kerry say to Lavrov?", true
	e.Messages = []memory.Message{{Channel: "thread", ID: "m1"}}
	want := e
	kept := s.record(e)
	want.Turn, want.At = 1, Start
	want.Cited = []memory.Cited{
		{Article: "kerry", Version: "hash-1", Passage: "kerry0000001", N: 1, Span: retrieval.Span{Start: 10, End: 29}, Quote: "Kerry warned Russia"},
		{Article: "kerry", Version: "hash-1", Passage: "kerry0000001", N: 1, Span: retrieval.Span{Start: 10, End: 36}, Quote: "it would suspend the talks"},
		{Article: "lavrov", Version: "hash-2", Passage: "lavrov000001", N: 2, Span: retrieval.Span{Start: 10, End: 31}, Quote: "Lavrov did not answer"},
	}
	s.same("recorded", kept, want)
	s.same("looked up", got(s.m.Entry(s.Context(), e.ID))(s), want)
	s.same("by its message", got(s.m.EntryOf(s.Context(), "m1"))(s), want)
	if _, err := s.m.Record(s.Context(), e); err == nil {
		s.Error("an ID was recorded twice")
	}
	s.same("after a second try", len(got(s.m.Turns(s.Context(), "thread:1", 9))(s)), 1)

	s.clock.Pass(time.Second)
	s.must(s.m.AddMessage(s.Context(), e.ID, memory.Message{Channel: "thread", ID: "m0"}))
	s.must(s.m.AddMessage(s.Context(), e.ID, memory.Message{Channel: "thread", ID: "m0"}))
	s.must(s.m.Publish(s.Context(), e.ID, memory.Message{Channel: "channel", ID: "m2"}))
	want.Private = false
	want.Messages = []memory.Message{{Channel: "thread", ID: "m1"}, {Channel: "thread", ID: "m0"}, {Channel: "channel", ID: "m2"}}
	s.same("shared", got(s.m.EntryOf(s.Context(), "m2"))(s), want)
	s.must(s.m.DropMessage(s.Context(), "m1"))
	s.must(s.m.DropMessage(s.Context(), "m1"))
	s.unknown("a dropped message", func() error { _, err := s.m.EntryOf(s.Context(), "m1"); return err })

	want.Messages = want.Messages[1:]
	want.Answer.Claims, want.Versions = want.Answer.Claims[1:], map[string]string{"lavrov": "hash-3"}
	want.Cited = want.Cited[2:]
	want.Cited[0].Version = "hash-3"
	s.must(s.m.Amend(s.Context(), e.ID, want.Answer, want.Versions))
	s.same("amended", got(s.m.Entry(s.Context(), e.ID))(s), want)

	message := memory.Message{Channel: "channel", ID: "m9"}
	for what, f := range map[string]func() error{
		"Entry":        func() error { _, err := s.m.Entry(s.Context(), "none"); return err },
		"Entry of ''":  func() error { _, err := s.m.Entry(s.Context(), ""); return err },
		"AddMessage":   func() error { return s.m.AddMessage(s.Context(), "none", message) },
		"Publish":      func() error { return s.m.Publish(s.Context(), "none", message) },
		"Amend":        func() error { return s.m.Amend(s.Context(), "none", want.Answer, nil) },
		"Judge":        func() error { return s.m.Judge(s.Context(), memory.Feedback{Answer: "none", Reader: "reader"}) },
		"Told":         func() error { return s.m.Told(s.Context(), memory.Notice{About: "none"}) },
		"Unfollow":     func() error { return s.m.Unfollow(s.Context(), "none", "") },
		"Postpone":     func() error { return s.m.Postpone(s.Context(), "none", Start) },
		"Moved":        func() error { return s.m.Moved(s.Context(), "none", want.Answer, "", "") },
		"SetState":     func() error { return s.m.SetState(s.Context(), "none", "", "") },
		"Remove":       func() error { return s.m.Remove(s.Context(), "", "none") },
		"ForgetGuild ": func() error { _, err := s.m.ForgetGuild(s.Context(), ""); return err },
	} {
		s.unknown(what, f)
	}
	s.unknown("a message that was not added", func() error { _, err := s.m.EntryOf(s.Context(), "m9"); return err })
}

func (s *suite) unknown(what string, f func() error) {
	s.Helper()
	if err := f(); !errors.Is(err, memory.ErrUnknown) {
		s.Errorf("%s of what is not kept: %v", what, err)
	}
}

func testCiting(s *suite) {
	var want []string
	for i, message := range numbered(7) {
		e := Answered("guild", "reader", "Who?")
		if i%2 == 0 {
			e = shown(e, message)
			if i == 4 {
				e.Private = true
			} else {
				e.ID = memory.NewID()
				want = append(want, e.ID)
			}
		}
		s.record(e)
	}
	s.record(shown(Abstained("guild", "reader", "Who?"), "abstained")) // kerry is near, and not cited
	slices.Sort(want)
	var paged []string
	for after, pages := "", 0; ; pages++ {
		page := got(s.m.Citing(s.Context(), "kerry", after, 2))(s)
		for _, e := range page {
			paged = append(paged, e.ID)
			s.same("citations", len(e.Cited), 3)
		}
		if len(page) < 2 {
			break
		}
		after = page[1].ID
	}
	s.same("those a correction reaches", paged, want)
	s.same("another article", len(got(s.m.Citing(s.Context(), "other", "", 9))(s)), 0)

	s.record(shown(Answered("", "reader", "Who?"), "direct"))
	s.must(s.m.Amend(s.Context(), want[0], Answered("", "", "").Answer, map[string]string{"kerry": "hash-9", "lavrov": "hash-2"}))
	var reached []string
	for _, r := range got(s.m.Reached(s.Context()))(s) {
		reached = append(reached, r.Guild+" "+r.Article+" "+r.Version)
	}
	s.same("what is cited", reached, []string{" kerry hash-1", " lavrov hash-2", "guild kerry hash-1", "guild kerry hash-9", "guild lavrov hash-2"})
}

func testConversations(s *suite) {
	s.same("unknown", len(got(s.m.Turns(s.Context(), "none", 5))(s)), 0)
	for i, question := range []string{"Who called?", "Whom?", "When?"} {
		e := shown(Answered("guild", "reader", question), numbered(3)[i])
		e.Conversation = "dm:1"
		if i == 1 {
			e.Answer.Understood = "Whom did Kerry call?"
		}
		s.record(e)
		s.clock.Pass(time.Minute)
		s.record(Answered("guild", "reader", "Apart?"))
		other := Abstained("guild", "other", "Other?")
		other.Conversation = "dm:2"
		s.record(other)
	}
	turns := got(s.m.Turns(s.Context(), "dm:1", 2))(s)
	s.same("turns", len(turns), 2)
	t := turns[0]
	s.same("newest last", []int{t.Number, turns[1].Number}, []int{2, 3})
	s.same("words", []string{t.Asker, t.Question, t.Understood, t.Answer, turns[1].Question}, []string{"reader", "Whom?", "Whom did Kerry call?",
		"Kerry warned Russia that talks would end. Lavrov “did not answer”.", "When?"})
	s.same("about", t.Articles, []string{"kerry", "lavrov"})
	s.same("headlines", t.Headlines, []string{"Kerry warns", "Lavrov silent"})
	s.same("filter", t.Filter, Answered("", "", "").Answer.Filter)
	s.same("time", t.At, Start.Add(time.Minute))
	s.same("abstention", got(s.m.Turns(s.Context(), "dm:2", 1))(s)[0].Abstained, true)

	replied := got(s.m.EntryOf(s.Context(), "1"))(s)
	s.same("a reply's conversation", []any{replied.Conversation, replied.Turn}, []any{"dm:1", 2})
	branch := got(s.m.TurnsUntil(s.Context(), replied.Conversation, replied.Turn, 5))(s)
	s.same("branch", []string{branch[0].Question, branch[1].Question}, []string{"Who called?", "Whom?"})
	s.same("answers without a conversation", len(got(s.m.Turns(s.Context(), "", 5))(s)), 0)
}
