package memorytest

import (
	"slices"
	"time"

	"dateline/bot/memory"
)

// What readers of a guild would be told rests while the bot is not in it, and goes on when it is back.
func testDepartures(s *suite) {
	guilds := []string{"stays", "left", ""}
	for _, guild := range guilds {
		s.record(shown(Answered(guild, "reader", "Who?"), "m-"+guild))
		got(s.m.Follow(s.Context(), memory.Follow{Guild: guild, Reader: "reader", Question: guild}))(s)
	}
	s.must(s.m.Set(s.Context(), "set", "set", "moderator", memory.Settings{Language: new("de")}))
	told := func() (all []string) {
		s.Helper()
		s.must(s.m.Hasten(s.Context()))
		for _, f := range got(s.m.Due(s.Context(), 9, time.Hour))(s) {
			all = append(all, "follow in "+f.Guild)
		}
		for _, r := range got(s.m.Reached(s.Context()))(s) {
			if r.Article == "kerry" {
				all = append(all, "answer in "+r.Guild)
			}
		}
		slices.Sort(all)
		return all
	}
	departed := func() []string {
		s.Helper()
		return got(s.m.Departed(s.Context(), s.clock.Now()))(s)
	}
	everywhere := []string{"answer in ", "answer in left", "answer in stays", "follow in ", "follow in left", "follow in stays"}
	s.same("told", told(), everywhere)

	s.must(s.m.Depart(s.Context(), "left"))
	s.same("left but now", departed(), []string{})
	s.clock.Pass(time.Hour)
	s.must(s.m.Depart(s.Context(), "left"))
	s.same("left", departed(), []string{"left"})
	s.same("left a while ago", got(s.m.Departed(s.Context(), Start))(s), []string{})
	s.same("told of what is left", told(), []string{"answer in ", "answer in stays", "follow in ", "follow in stays"})

	s.must(s.m.DropDeparture(s.Context(), "left"))
	s.must(s.m.DropDeparture(s.Context(), "never left"))
	s.same("back", departed(), []string{})
	s.same("told again", told(), everywhere)

	// What another process notices first, and a list of all guilds that the bot is in.
	s.must(s.open(s.T, s.clock.Now).Depart(s.Context(), "set"))
	s.clock.Pass(time.Hour)
	s.must(s.m.Present(s.Context(), []string{"stays", "set", "new"}))
	s.clock.Pass(time.Hour)
	s.same("not among the guilds there are", departed(), []string{"left"})
	s.must(s.m.Present(s.Context(), nil))
	s.clock.Pass(time.Hour)
	s.same("in none", departed(), []string{"left", "set", "stays"})
	s.must(s.m.Present(s.Context(), []string{"stays", "left", "set"}))
	s.same("in all", departed(), []string{})
}
