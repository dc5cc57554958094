package memorytest

import (
	"fmt"
	"time"

	"dateline/bot/memory"
)

func (s *suite) judge(answer, reader string, good bool, reason string) {
	s.Helper()
	s.must(s.m.Judge(s.Context(), memory.Feedback{Answer: answer, Reader: reader, Good: good, Reason: reason}))
}

func (s *suite) votes(answer string) [2]int {
	s.Helper()
	good, bad, err := s.m.Votes(s.Context(), answer)
	s.must(err)
	return [2]int{good, bad}
}

func testFeedback(s *suite) {
	id := s.record(Answered("guild", "reader", "Who?")).ID
	s.same("none", s.votes(id), [2]int{0, 0})
	s.judge(id, "one", true, "")
	s.judge(id, "two", true, "")
	s.judge(id, "three", false, "wrong day")
	s.same("three readers", s.votes(id), [2]int{2, 1})
	s.judge(id, "one", false, "on second thoughts")
	s.same("one changed their mind", s.votes(id), [2]int{1, 2})
	s.must(s.m.Unjudge(s.Context(), id, "three"))
	s.must(s.m.Unjudge(s.Context(), id, "three"))
	s.same("one took it back", s.votes(id), [2]int{1, 1})
}

func testExport(s *suite) {
	open := Answered("guild", "asker", "Whom?")
	open.Answer.Understood, open.Thread = "Whom did Kerry call?", "thread"
	open = s.record(open)
	private := Answered("guild", "asker", "A private matter?")
	private.Private = true
	private = s.record(private)
	abstained := s.record(Abstained("guild", "asker", "And Lavrov?"))
	elsewhere := s.record(Answered("other guild", "asker", "Who?"))
	since := s.clock.Now()
	s.judge(open.ID, "early", true, "")
	s.judge(elsewhere.ID, "reader", true, "")
	s.clock.Pass(time.Second)
	s.judge(open.ID, "reader", false, "wrong, \"day\"\n")
	s.judge(private.ID, "reader", true, "")
	s.clock.Pass(time.Second)
	s.judge(abstained.ID, "reader", false, "")
	for i := range 450 {
		s.clock.Pass(time.Duration(i%2) * time.Millisecond) // some in the same moment
		s.judge(open.ID, fmt.Sprintf("reader %03d", i), true, "")
	}
	var all []memory.Judged
	seen := map[string]bool{}
	for j, err := range s.m.Judgements(s.Context(), "guild", since) {
		s.must(err)
		all = append(all, j)
		seen[j.Answer+j.Reader] = true
	}
	s.same("lines", []int{len(all), len(seen)}, []int{454, 454})
	want := memory.Judged{
		Feedback: memory.Feedback{Answer: open.ID, Reader: "early", Good: true, At: since}, Channel: "channel", Thread: "thread",
		Question: "Whom did Kerry call?", Said: "Kerry warned Russia that talks would end. Lavrov “did not answer”.", Composer: "llm", Model: "writer", Asked: since,
	}
	s.same("first", all[0], want)
	for _, j := range all {
		if j.Answer == abstained.ID {
			s.same("an abstention's words", []any{j.Said, j.Abstained}, []any{"The coverage does not answer this question.", true})
		}
		if j.Answer == private.ID && (j.Question != "" || j.Said != "" || !j.Private) {
			s.Errorf("a private answer is exported: %+v", j)
		}
	}
	n := 0
	for _, err := range s.m.Judgements(s.Context(), "guild", since.Add(time.Second)) {
		s.must(err)
		n++
		if n == 300 {
			break
		}
	}
	s.same("broken off", n, 300)
}

func testGaps(s *suite) {
	ask := func(guild, asker, question string, private bool) {
		e := Abstained(guild, asker, question)
		e.Private = private
		s.record(e)
		s.clock.Pass(time.Minute)
	}
	ask("guild", "one", "Who is the Mayor?", false)
	since := s.clock.Now()
	ask("guild", "one", "What did Lavrov answer?", false)
	ask("guild", "two", "  what did LAVROV answer", true)
	ask("guild", "one", "What  did Lavrov — answer?!", false)
	ask("guild", "two", "A private matter?", true)
	ask("other guild", "two", "What did Lavrov answer?", false)
	ask("guild", "one", "Почему?", false)
	s.record(Answered("guild", "one", "What did Kerry say?"))
	const kind, reason = "not covered", "The coverage does not answer this question."
	lavrov := memory.Gap{Question: "What  did Lavrov — answer?!", Kind: kind, Reason: reason, Count: 3, Askers: 2, First: since, Last: since.Add(2 * time.Minute)}
	why := memory.Gap{Question: "Почему?", Kind: kind, Reason: reason, Count: 1, Askers: 1, First: since.Add(5 * time.Minute), Last: since.Add(5 * time.Minute)}
	s.same("gaps", got(s.m.Gaps(s.Context(), "guild", since, 10))(s), []memory.Gap{why, lavrov})
	s.same("one gap", got(s.m.Gaps(s.Context(), "guild", since, 1))(s), []memory.Gap{why})
	ask("guild", "one", "Lavrov's answers: what were they?", false)
	lavrov.Question, lavrov.Count, lavrov.Last = "Lavrov's answers: what were they?", 4, since.Add(6*time.Minute)
	s.same("gaps on one topic", got(s.m.Gaps(s.Context(), "guild", since, 10))(s), []memory.Gap{lavrov, why})
	s.same("all", len(got(s.m.Gaps(s.Context(), "guild", time.Time{}, 10))(s)), 3)
	_, err := s.m.Forget(s.Context(), "one")
	s.must(err)
	s.same("after its askers are forgotten", len(got(s.m.Gaps(s.Context(), "guild", time.Time{}, 10))(s)), 0)
}
