package memorytest

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"dateline/bot/memory"
)

func testFollows(s *suite) {
	follow := func(guild, reader, question string, due time.Duration) memory.Follow {
		s.Helper()
		f := memory.Follow{Guild: guild, Channel: "channel", Reader: reader, Question: question, Filter: Answered("", "", "").Answer.Filter,
			Answer: Answered("", "", question).Answer, Hash: "hash-1", Message: "m1", Language: "de", Due: Start.Add(due)}
		f = got(s.m.Follow(s.Context(), f))(s)
		s.clock.Pass(time.Second)
		return f
	}
	questions := func(all []memory.Follow, err error) []string {
		s.Helper()
		var q []string
		for _, f := range all {
			q = append(q, f.Question)
		}
		s.must(err)
		return q
	}
	one := follow("guild", "reader", "one", time.Hour)
	two := follow("guild", "reader", "two", 30*time.Minute)
	follow("guild", "other", "three", 2*time.Hour)
	follow("", "reader", "four", 3*time.Hour)
	s.same("followed", got(s.m.Following(s.Context(), "guild", "reader"))(s), []memory.Follow{one, two})
	s.same("in direct messages", questions(s.m.Following(s.Context(), "", "reader")), []string{"four"})
	s.same("in the guild", questions(s.m.FollowingIn(s.Context(), "guild")), []string{"one", "two", "three"})

	s.same("none due", questions(s.due(s.m, 9, time.Hour)), []string{})
	s.clock.Pass(90 * time.Minute)
	s.same("the first due", questions(s.due(s.m, 1, time.Minute)), []string{"two"})
	s.same("the next", questions(s.due(s.open(s.T, s.clock.Now), 9, time.Hour)), []string{"one"})
	s.clock.Pass(time.Minute)
	s.same("one whose process broke off", questions(s.due(s.m, 9, time.Hour)), []string{"two"})
	s.must(s.m.Postpone(s.Context(), two.ID, s.clock.Now().Add(100*time.Hour)))
	s.must(s.m.Hasten(s.Context()))
	s.same("after new coverage", len(questions(s.due(s.m, 9, time.Hour))), 4)

	for times := range 2 {
		s.same("failed", got(s.m.Fail(s.Context(), one.ID, s.clock.Now().Add(time.Hour)))(s), times+1)
	}
	s.unknown("none fails", func() error { _, err := s.m.Fail(s.Context(), "none", s.clock.Now()); return err })
	s.same("counted", got(s.m.Following(s.Context(), "guild", "reader"))(s)[0].Failed, 2)

	news := Answered("", "", "news").Answer
	s.must(s.m.Moved(s.Context(), one.ID, news, "hash-2", "m2"))
	moved := got(s.m.Following(s.Context(), "guild", "reader"))(s)[0]
	one.Answer, one.Hash, one.Message, one.Changed, one.Due = news, "hash-2", "m2", s.clock.Now(), s.clock.Now().Add(time.Hour)
	s.same("moved", moved, one)

	s.unknown("another reader's", func() error { return s.m.Unfollow(s.Context(), one.ID, "other") })
	s.must(s.m.Unfollow(s.Context(), one.ID, "reader"))
	s.must(s.m.Unfollow(s.Context(), two.ID, ""))
	s.same("ended", questions(s.m.FollowingIn(s.Context(), "guild")), []string{"three"})
}

// due takes what is due, n follows at the most.
func (s *suite) due(by *memory.Memory, n int, again time.Duration) (taken []memory.Follow, err error) {
	for len(taken) < n {
		f, err := by.Due(s.Context(), anywhere, again)
		if errors.Is(err, memory.ErrUnknown) {
			return taken, nil
		}
		if err != nil {
			return taken, err
		}
		taken = append(taken, f)
	}
	return taken, nil
}

// anywhere is true of every guild.
func anywhere(string) bool { return true }

// Of follows in several guilds, those are taken that are the caller's.
func testSharesOfGuilds(s *suite) {
	for _, guild := range []string{"", "one", "two", "one"} {
		got(s.m.Follow(s.Context(), memory.Follow{Guild: guild, Reader: "reader", Question: guild, Due: s.clock.Pass(time.Second)}))(s)
		s.record(Answered(guild, "reader", "Who?"))
	}
	s.must(s.m.Present(s.Context(), anywhere, []string{"one", "two"}))
	of := func(guild string) func(string) bool { return func(g string) bool { return g == guild } }
	due := func(guild string) (taken []string) {
		s.Helper()
		for {
			f, err := s.m.Due(s.Context(), of(guild), time.Hour)
			if errors.Is(err, memory.ErrUnknown) {
				return taken
			}
			s.must(err)
			taken = append(taken, f.Guild)
		}
	}
	for guild, n := range map[string]int{"one": 2, "": 1, "three": 0} {
		s.same("due in "+guild, due(guild), slices.Repeat([]string{guild}, n))
	}
	s.same("due in all that is left", len(got(s.due(s.m, 9, time.Hour))(s)), 1)
	s.same("talks", got(s.m.Talks(s.Context(), of("two"), 9))(s), []memory.Place{{Guild: "two", Channel: "channel"}})
	s.same("talks in direct messages", len(got(s.m.Talks(s.Context(), of(""), 9))(s)), 1)

	s.must(s.m.Present(s.Context(), of("one"), nil))
	s.clock.Pass(time.Second)
	s.same("left", got(s.m.Departed(s.Context(), s.clock.Now()))(s), []string{"one"})
}

// testAddedTwice has two processes add one address at once.
func testAddedTwice(s *suite) {
	var all sync.WaitGroup
	var times atomic.Int64
	for _, m := range []*memory.Memory{s.m, s.open(s.T, s.clock.Now)} {
		for range 10 {
			all.Go(func() {
				_, added, err := m.Add(s.Context(), memory.Addition{Guild: "guild", Kind: "feed", Address: "https://example.org/feed", State: "queued"})
				if err != nil {
					s.Error(err)
				}
				if added {
					times.Add(1)
				}
			})
		}
	}
	all.Wait()
	s.same("times added", times.Load(), int64(1))
	s.same("kept", len(got(s.m.Additions(s.Context(), "guild"))(s)), 1)
}

func testAdditions(s *suite) {
	add := func(guild, address string) (memory.Addition, bool) {
		s.Helper()
		a, added, err := s.m.Add(s.Context(), memory.Addition{Guild: guild, Kind: "feed", Address: address, File: "files/one", By: "moderator", State: "queued"})
		s.must(err)
		s.clock.Pass(time.Second)
		return a, added
	}
	one, added := add("guild", "https://example.org/feed")
	s.same("added", added, true)
	again, added := add("guild", "https://example.org/feed")
	s.same("added again", added, false)
	s.same("the same", again, one)
	two, _ := add("guild", "https://example.org/other")
	shared, added := add("", "https://example.org/feed")
	s.same("for all guilds", added, true)
	s.must(s.m.SetState(s.Context(), one.ID, "failed", "It is not there (404)."))
	one.State, one.Reason, one.Checked = "failed", "It is not there (404).", s.clock.Now()
	s.same("of the guild", got(s.m.Additions(s.Context(), "guild"))(s), []memory.Addition{one, two})
	s.same("all", got(s.m.AllAdditions(s.Context()))(s), []memory.Addition{shared, one, two})
	s.unknown("another guild's", func() error { return s.m.Remove(s.Context(), "", one.ID) })
	s.must(s.m.Remove(s.Context(), "guild", one.ID))
	s.same("removed", got(s.m.Additions(s.Context(), "guild"))(s), []memory.Addition{two})
}
