package memorytest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"dateline/bot/memory"
)

func quota(kind memory.Kind, name string, most int, per time.Duration) memory.Quota {
	return memory.Quota{Guild: "guild", Kind: kind, Name: name, Limit: memory.Limit{Most: most, Per: per}}
}

func testQuotas(s *suite) {
	reader, guild := quota(memory.OfReader, "reader", 2, time.Hour), quota(memory.OfGuild, "guild", 3, 24*time.Hour)
	take := func(quotas ...memory.Quota) memory.Taken {
		s.Helper()
		return got(s.m.Take(s.Context(), quotas...))(s)
	}
	left := func(what string, want int, quotas ...memory.Quota) memory.Taken {
		s.Helper()
		t := take(quotas...)
		s.same(what, []any{t.OK, t.Left}, []any{true, want})
		return t
	}
	refused := func(what string, by memory.Quota, reset time.Time, quotas ...memory.Quota) {
		s.Helper()
		t := take(quotas...)
		s.same(what, []any{t.OK, t.Refused, t.Reset}, []any{false, by, reset})
		s.must(s.m.Return(s.Context(), t)) // gives nothing back
	}
	left("no limit", -1)
	left("a limit of no time", -1, quota(memory.OfReader, "reader", 5, 0))
	refused("never", quota(memory.OfReader, "banned", 0, time.Hour), Start.Add(time.Hour), quota(memory.OfReader, "banned", 0, time.Hour))
	left("first", 1, guild, reader)
	s.clock.Pass(time.Minute)
	second := left("second", 0, reader, guild)
	refused("third", reader, Start.Add(time.Hour), reader, guild)
	refused("a narrower window beside it", reader, Start.Add(time.Hour), reader, quota(memory.OfReader, "reader", 5, time.Minute))
	left("a refusal takes from no quota", 4, quota(memory.OfReader, "reader", 5, time.Minute))
	left("another reader", 0, quota(memory.OfReader, "other", 2, time.Hour), guild)
	refused("the guild's lasts longest", guild, Start.Add(24*time.Hour), reader, guild)
	s.must(s.m.Return(s.Context(), second))
	left("after one failed through our fault", 0, reader, guild)
	s.clock.Pass(59 * time.Minute)
	left("in the next window", 1, reader)
	s.must(s.m.Return(s.Context(), second)) // of the window before
	left("as if nothing was given back", 0, reader)
	elsewhere := reader
	elsewhere.Guild = "other guild"
	left("in another guild", 1, elsewhere)
	raised := reader
	raised.Most = 10
	left("a quota that was raised", 7, raised)
	s.clock.Pass(-2 * time.Hour)
	left("when the clock was wrong", 1, reader)
}

// A process whose clock is behind, or that looked at it before another one did, counts in the same window.
func testQuotasByTwoClocks(s *suite) {
	behind := s.open(s.T, func() time.Time { return s.clock.Now().Add(-20 * time.Second) })
	through := 0
	for i := range 6 {
		if got([]*memory.Memory{s.m, behind}[i%2].Take(s.Context(), quota(memory.OfReader, "reader", 3, time.Hour)))(s).OK {
			through++
		}
	}
	s.same("let through", through, 3)
}

func testQuotasAtOnce(s *suite) {
	const limit, askers = 137, 1000
	s.same("let through", s.storm(limit, askers, s.m, s.open(s.T, s.clock.Now)), limit)
	s.clock.Pass(time.Hour)
	s.same("in the next window", s.storm(limit, 200, s.m), limit)
}

// storm has askers take from one quota at once, by each of the memories in turn.
func (s *suite) storm(limit, askers int, by ...*memory.Memory) int {
	s.Helper()
	var through atomic.Int64
	var all sync.WaitGroup
	for i := range askers {
		all.Go(func() {
			t, err := by[i%len(by)].Take(s.Context(), quota(memory.OfReader, fmt.Sprint(i), 1, time.Hour), quota(memory.OfGuild, "guild", limit, time.Hour))
			if err != nil {
				s.Error(err)
			}
			if t.OK {
				through.Add(1)
			}
		})
	}
	all.Wait()
	return int(through.Load())
}
