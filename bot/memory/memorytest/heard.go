package memorytest

import (
	"fmt"
	"sync"
	"time"

	"dateline/bot/memory"
)

// A message is answered by one process at a time, and by another one only where the first has broken off.
func testHeard(s *suite) {
	other := s.open(s.T, s.clock.Now)
	hear := func(m *memory.Memory, message string) memory.Hearing {
		s.Helper()
		return got(m.Hear(s.Context(), message, time.Minute))(s)
	}
	s.same("first", hear(s.m, "1"), memory.Unheard)
	s.same("another message", hear(other, "2"), memory.Unheard)
	s.same("meanwhile another process", hear(other, "1"), memory.InHand)
	s.clock.Pass(50 * time.Second)
	s.must(s.m.Hold(s.Context(), numbered(700)[1:2], time.Minute))
	s.must(s.m.Hold(s.Context(), nil, time.Minute))
	s.clock.Pass(50 * time.Second)
	s.same("one that is held", hear(other, "1"), memory.InHand)
	s.same("one that is not", hear(s.m, "2"), memory.BrokenOff)
	s.same("which one takes up", hear(other, "2"), memory.InHand)
	s.must(other.Heard(s.Context(), "2"))
	s.must(other.Hold(s.Context(), []string{"2"}, time.Minute))
	s.same("answered", hear(s.m, "2"), memory.Answered)
	s.clock.Pass(time.Hour)
	got(s.m.Sweep(s.Context(), 0))(s)
	s.same("answered an hour ago", hear(s.m, "2"), memory.Answered)
	s.same("broken off an hour ago", hear(s.m, "1"), memory.BrokenOff)
	s.clock.Pass(3 * time.Hour)
	got(s.m.Sweep(s.Context(), 0))(s)
	s.same("long ago", hear(s.m, "2"), memory.Unheard)

	// Of many at once one answers.
	var at sync.WaitGroup
	heard := make([]memory.Hearing, 16)
	for i := range heard {
		at.Go(func() {
			var err error
			if heard[i], err = []*memory.Memory{s.m, other}[i%2].Hear(s.Context(), "many", time.Minute); err != nil {
				s.Error(err)
			}
		})
	}
	at.Wait()
	first := 0
	for _, h := range heard {
		if h == memory.Unheard {
			first++
		}
	}
	s.same("of many at once", first, 1)
}

func testTalks(s *suite) {
	say := func(guild, channel, thread string, private bool) {
		e := Answered(guild, "reader", "Who?")
		e.Channel, e.Thread, e.Private = channel, thread, private
		s.record(e)
		s.clock.Pass(time.Second)
	}
	say("guild", "a", "", false)
	say("", "direct", "", false)
	say("guild", "b", "thread", false)
	say("guild", "a", "", false)
	say("guild", "whispers", "", true)
	say("left", "c", "", false)
	say("never in", "d", "", false)
	s.must(s.m.Present(s.Context(), anywhere, []string{"guild", "left"}))
	s.must(s.m.Depart(s.Context(), "left"))
	all := []memory.Place{{Guild: "guild", Channel: "a"}, {Guild: "guild", Channel: "b", Thread: "thread"}, {Channel: "direct"}}
	s.same("talks", got(s.m.Talks(s.Context(), anywhere, 9))(s), all)
	s.same("the last ones", got(s.m.Talks(s.Context(), anywhere, 2))(s), all[:2])
	for i := range 5 {
		say("guild", fmt.Sprint("d", i), "", false)
	}
	s.same("and then", got(s.m.Talks(s.Context(), anywhere, 1))(s), []memory.Place{{Guild: "guild", Channel: "d4"}})

	for _, guild := range []string{"guild", "left"} {
		s.must(s.m.Set(s.Context(), guild, guild, "moderator", memory.Settings{AutoAnswer: []string{"a"}}))
	}
	s.must(s.m.Set(s.Context(), "other", "other", "moderator", memory.Settings{Language: new("de")}))
	s.same("auto-answering", got(s.m.AutoAnswering(s.Context()))(s), []string{"guild"})
}
