package discord

import (
	"testing"

	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/bot/memory/postgrestest"
)

// While the database is away readers are answered, by mention, command and directly, and what they ask once it is back is kept.
func TestAnswersWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t)
	s := build(t, fakeDesk{})
	address := must[memory.Address](t)(memory.ParseAddress(server.Database()))
	s.memory = must[*memory.Memory](t)(memory.Connect(t.Context(), address, nil))
	s.hire(t, Config{Desk: fakeDesk{}})
	s.bot.lookWithin, s.bot.keepWithin = usualLook, usualKeep
	s.run(t).ready(t)
	message := must[*discordtest.Message](t)
	ask := func() (shown []*discordtest.Message) {
		return []*discordtest.Message{
			message(s.AwaitReply(t.Context(), s.mention("who?"), discordtest.Contains("You asked: who?"))),
			message(s.AwaitReply(t.Context(), s.Say(s.ada, s.DM(s.ada), "what?"), discordtest.Contains("You asked: what?"))),
			message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "when?")).Answer(t.Context(), discordtest.Contains("You asked: when?"))),
		}
	}
	before := ask()
	for _, m := range before {
		s.entry(t, m)
	}
	server.Crash()
	ask()
	server.Restart()
	for _, m := range append(ask(), before...) {
		s.entry(t, m)
	}
	s.silent(t, "who?", postgrestest.Password)
}
