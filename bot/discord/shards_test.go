package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/discord/discordtest"
)

func TestParseShards(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Shards{
		"0/1": {0, 0, 1}, "0-3/16": {0, 3, 16}, "15/16": {15, 15, 16}, "4-4/5": {4, 4, 5},
	} {
		s, err := ParseShards(text)
		if err != nil || s != want {
			t.Errorf("%s is %+v (%v), want %+v", text, s, err, want)
		}
	}
	for text, says := range map[string]string{
		"": "write such as", "3": "write such as", "0-3": "write such as", "/4": "write such as", "0/": "write such as", "a-b/4": "write such as",
		"-1/4": "write such as", "0-1-2/4": "write such as", "0/0": "write such as", "0/-4": "write such as", "1 / 4": "write such as",
		"3-1/4": "ends before it begins", "4/4": "of 4 shards the last is number 3", "0-16/16": "of 16 shards the last is number 15",
		"0/99999999999999999999": "write such as",
	} {
		if s, err := ParseShards(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is %+v (%v), want %q", text, s, err, says)
		}
	}
}

// Each server, and the direct messages, belong to one of any number of shards.
func TestShardsDealOutServers(t *testing.T) {
	t.Parallel()
	for _, of := range []int{0, 1, 2, 16} {
		all := Shards{0, max(0, of-1), of}
		for _, guild := range []string{"", "1", "197038439483310086", "1265419600000000000"} {
			owners := 0
			for _, one := range all.each() {
				if one.has(guild) {
					owners++
				}
			}
			if owners != 1 || !all.has(guild) {
				t.Errorf("of %d shards %d have %q", of, owners, guild)
			}
		}
	}
	if s := (Shards{0, 2, 4}); !s.has("") || s.has(fmt.Sprint(7<<22)) || !s.has(fmt.Sprint(6<<22|1)) {
		t.Errorf("%s has other servers than by the formula", s)
	}
}

// hireShards makes the bot of the stage one that runs shards, by a clock that goes, with a log of its own.
func (s *stage) hireShards(t *testing.T, answers Desk, shards Shards, apart time.Duration) *stage {
	t.Helper()
	one := *s
	one.log, one.ended = &log{}, make(chan error, 1)
	one.hire(t, Config{Desk: answers, Shards: shards, Pause: time.Nanosecond})
	one.bot.apart = apart
	return &one
}

func (s *stage) connected(t *testing.T, shards ...int) {
	t.Helper()
	ok(t, s.Await(t.Context(), fmt.Sprint("the shards ", shards), func() bool { return slices.Equal(s.ConnectedShards(), shards) }))
}

// What two processes do by themselves, each does in the servers of its own shards, and what is to be done once is done once.
func TestShardsDoTheirOwnServersWork(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := build(t, n)
	guilds := []*discordtest.Guild{s.AddGuildOn("Even", 0, 2), s.AddGuildOn("Odd", 1, 2)}
	direct := s.DM(s.ada)
	even, odd := s.AddChannel(guilds[0], "even"), s.AddChannel(guilds[1], "odd")
	processes := []*stage{s.hireShards(t, n, Shards{0, 0, 2}, 0), s.hireShards(t, n, Shards{1, 1, 2}, 0)}
	for _, p := range processes {
		p.run(t)
	}
	s.connected(t, 0, 1)
	ok(t, s.AwaitCommands(t.Context(), "ask", "follow"))

	// Readers are answered wherever they are.
	message := must[*discordtest.Message](t)
	shown := map[*discordtest.Channel]*discordtest.Message{}
	for _, in := range []*discordtest.Channel{even, odd, direct} {
		shown[in] = message(s.AwaitReply(t.Context(), s.Say(s.ada, in, s.Bot.Mention()+" what of the fire?"), discordtest.Contains("Coverage through")))
		s.entry(t, shown[in])
		s.followed(t, s.ada, in, "how many died in the fire?")
	}
	for _, p := range processes {
		p.round(t)
	}
	n.put(reported("fire", burnt2, rain))
	for _, p := range processes {
		p.bot.Stir()
	}
	news := map[*discordtest.Channel]*discordtest.Message{}
	for in, m := range shown {
		s.await(t, m, "Changed in the article")
		news[in] = message(s.AwaitMessage(t.Context(), in, newsOf("how many died in the fire?")))
		until(t, "the ledger knows the news", func() bool { _, err := s.memory.EntryOf(t.Context(), news[in].ID); return err == nil })
	}
	for _, p := range processes {
		p.round(t)
	}
	for in := range shown {
		told := 0
		for _, m := range s.Messages(in) {
			if newsOf("how many died in the fire?")(m) {
				told++
			}
		}
		if told != 1 {
			t.Errorf("news are told %d times in %s", told, in.Name)
		}
	}
	did := func(p *stage, of string) bool {
		return slices.ContainsFunc(strings.Split(p.log.String(), "\n"), func(line string) bool {
			return strings.Contains(line, of) && (strings.Contains(line, "an answer is in step") || strings.Contains(line, "told of news"))
		})
	}
	for in, by := range map[*discordtest.Channel]int{even: 0, direct: 0, odd: 1} {
		for _, of := range []string{"answer=" + s.entry(t, shown[in]).ID, "message=" + news[in].ID} {
			if !did(processes[by], of) || did(processes[1-by], of) {
				t.Errorf("%s was not told of by process %d alone", of, by)
			}
		}
	}
	if n := s.calls("PUT", discordtest.RouteCommands); n != 1 {
		t.Errorf("the commands were registered %d times", n)
	}

	// A session lists the servers of its shard, and the bot is still in the others.
	identified := s.Identifies()
	s.Disrupt(discordtest.InvalidSession(false))
	ok(t, s.Await(t.Context(), "new sessions", func() bool { return s.Identifies() == identified+2 && len(s.ConnectedShards()) == 2 }))
	for _, p := range processes {
		p.round(t)
	}
	s.departed(t)
	s.Kick(guilds[1])
	s.departed(t, guilds[1].ID)

	for _, p := range processes {
		p.stop()
		p.wantEnd(t, nil)
		p.silent(t, "the fire")
	}
}

// Discord has sessions begin one after the other, of all processes.
func TestShardsConnectInTurn(t *testing.T) {
	t.Parallel()
	for _, atOnce := range []int{1, 2} {
		t.Run(fmt.Sprint(atOnce, " at once"), func(t *testing.T) {
			t.Parallel()
			s := build(t, fakeDesk{}, discordtest.WithConcurrency(atOnce, 50*time.Millisecond))
			for _, shards := range []Shards{{0, 1, 4}, {2, 3, 4}} {
				p := s.hireShards(t, fakeDesk{}, shards, 500*time.Millisecond)
				p.bot.clock.after = time.After
				p.run(t)
			}
			s.connected(t, 0, 1, 2, 3)
			if s.Rushed() > 0 || s.Identifies() != 4 {
				t.Errorf("%d of %d identifies came too soon", s.Rushed(), s.Identifies())
			}
		})
	}
}

// Where processes cannot agree on their turns, Discord's refusals are not answered with a flood.
func TestShardsThatAreSentAwayDoNotFlood(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{}, discordtest.WithConcurrency(1, 50*time.Millisecond))
	ok(t, s.memory.Close())
	p := s.hireShards(t, fakeDesk{}, Shards{0, 3, 4}, 200*time.Millisecond)
	p.run(t)
	s.connected(t, 0, 1, 2, 3)
	if s.Rushed() == 0 || s.Identifies() > 4*(freeWrites+10) {
		t.Errorf("%d of %d identifies came too soon", s.Rushed(), s.Identifies())
	}
}

func TestTooFewShards(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{}, discordtest.WithShards(2))
	s.run(t).wantEnd(t, ErrShards)
	if !strings.Contains(ErrShards.Error(), "--shards") {
		t.Error(ErrShards)
	}
}
