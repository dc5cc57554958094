package memorytest

import (
	"sync"
	"time"

	"dateline/bot/memory"
)

const within = time.Minute

func testNotices(s *suite) {
	begin := func(m *memory.Memory, change string) memory.Telling {
		s.Helper()
		return got(m.Begin(s.Context(), "answer", change, within))(s)
	}
	other := s.open(s.T, s.clock.Now)
	s.same("first", begin(s.m, "kerry:2"), memory.Tell)
	s.same("meanwhile another process", begin(other, "kerry:2"), memory.TellNot)
	s.same("another change", begin(other, "kerry:3"), memory.Tell)
	s.clock.Pass(within)
	s.same("after a crash", begin(other, "kerry:2"), memory.TellAgain)
	s.same("which one takes up", begin(s.m, "kerry:2"), memory.TellNot)
	s.same("told so far", len(got(s.m.Notices(s.Context(), "answer"))(s)), 0)
	notice := memory.Notice{About: "answer", Change: "kerry:2", Words: "The article was corrected.", Message: "m1"}
	s.must(other.Told(s.Context(), notice))
	notice.At = s.clock.Now()
	s.clock.Pass(24 * time.Hour)
	s.same("told", begin(s.m, "kerry:2"), memory.TellNot)
	s.must(s.m.Drop(s.Context(), "answer", "kerry:2"))
	s.same("told and dropped", begin(s.m, "kerry:2"), memory.TellNot)
	s.must(s.m.Drop(s.Context(), "answer", "kerry:3"))
	s.same("dropped", begin(s.m, "kerry:3"), memory.Tell)
	s.same("what was told", got(s.m.Notices(s.Context(), "answer"))(s), []memory.Notice{notice})
}

func testNotes(s *suite) {
	s.same("before", got(s.m.Note(s.Context(), "commands"))(s), "")
	s.must(s.m.SetNote(s.Context(), "commands", "a"))
	s.must(s.m.SetNote(s.Context(), "commands", "b"))
	s.same("after", got(s.open(s.T, nil).Note(s.Context(), "commands"))(s), "b")
}

// Of all processes one at a time does what is to be done but once in a time.
func testReservations(s *suite) {
	other := s.open(s.T, s.clock.Now)
	at := func(m *memory.Memory, what string) time.Duration {
		s.Helper()
		return got(m.Reserve(s.Context(), what, 5*time.Second))(s).Sub(s.clock.Now())
	}
	s.same("one after the other", []time.Duration{at(s.m, "a"), at(other, "a"), at(other, "b"), at(s.m, "a")},
		[]time.Duration{0, 5 * time.Second, 0, 10 * time.Second})
	s.clock.Pass(12 * time.Second)
	s.same("later", at(s.m, "a"), 3*time.Second)
	s.clock.Pass(time.Minute)
	s.same("long after", at(other, "a"), time.Duration(0))
	s.clock.Pass(-24 * time.Hour)
	s.same("after a clock was wrong", at(s.m, "a"), time.Duration(0))

	var all sync.WaitGroup
	var taken sync.Map
	for i := range 20 {
		all.Go(func() {
			at, err := []*memory.Memory{s.m, other}[i%2].Reserve(s.Context(), "many", time.Second)
			if err != nil {
				s.Error(err)
			}
			if _, twice := taken.LoadOrStore(at, true); twice {
				s.Errorf("%s was reserved twice", at)
			}
		})
	}
	all.Wait()
}
