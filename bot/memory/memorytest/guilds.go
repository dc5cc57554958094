package memorytest

import (
	"slices"
	"time"

	"dateline/bot/memory"
)

// What readers of a guild would be told rests while the bot is not in it, and goes on when it is back.
func testGuilds(s *suite) {
	guilds := []string{"stays", "left", ""}
	for _, guild := range guilds {
		s.record(shown(Answered(guild, "reader", "Who?"), "m-"+guild))
		got(s.m.Follow(s.Context(), memory.Follow{Guild: guild, Reader: "reader", Question: guild}))(s)
	}
	told := func() (all []string) {
		s.Helper()
		s.must(s.m.Hasten(s.Context()))
		for _, f := range got(s.due(s.m, 9, time.Hour))(s) {
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

	s.must(s.m.Arrive(s.Context(), "left"))
	s.same("back", departed(), []string{})
	s.same("told again", told(), everywhere)

	// A list of all guilds that the bot is in; of those in which it never was nothing is noted, such as those in which readers use it
	// that have not added it.
	s.must(s.m.Present(s.Context(), anywhere, []string{"stays", "new"}))
	s.clock.Pass(time.Hour)
	s.same("not among the guilds there are", departed(), []string{"left"})
	s.must(s.open(s.T, s.clock.Now).Depart(s.Context(), "new"))
	s.clock.Pass(time.Hour)
	s.must(s.m.Present(s.Context(), anywhere, nil))
	s.clock.Pass(time.Hour)
	s.same("in none", departed(), []string{"left", "new", "stays"})
	s.must(s.m.Present(s.Context(), anywhere, []string{"stays", "left", "new"}))
	s.same("in all", departed(), []string{})
	s.must(s.m.Depart(s.Context(), "left"))
	s.must(s.m.DropGuild(s.Context(), "left"))
	s.clock.Pass(time.Hour)
	s.must(s.m.Present(s.Context(), anywhere, nil))
	s.clock.Pass(time.Hour)
	s.same("struck off", departed(), []string{"new", "stays"})
}
