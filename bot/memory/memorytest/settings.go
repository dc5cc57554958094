package memorytest

import (
	"encoding/json"
	"time"

	"dateline/bot/memory"
)

func testSettings(s *suite) {
	in := func(scopes ...string) memory.Settings {
		s.Helper()
		return got(s.m.Settings(s.Context(), "guild", scopes...))(s)
	}
	set := func(scope string, settings memory.Settings) {
		s.Helper()
		s.must(s.m.Set(s.Context(), "guild", scope, "moderator", settings))
	}
	s.same("nothing set", in("thread", "channel"), memory.Settings{})
	full := memory.Settings{
		Channels: []string{"channel", "forum"}, AutoAnswer: []string{"forum"}, Private: new(true), ReaderQuota: &memory.Limit{Most: 20, Per: time.Hour},
		RoleQuotas: map[string]memory.Limit{"role": {Most: 100, Per: 24 * time.Hour}}, ChannelQuota: &memory.Limit{}, GuildQuota: &memory.Limit{Most: 1, Per: time.Minute},
		Language: new("de"), Outlets: []string{"Sample desk"},
	}
	set("guild", full)
	s.same("of the guild", in("thread", "channel"), full)
	set("channel", memory.Settings{Language: new("fr"), Private: new(false), Outlets: []string{}})
	set("thread", memory.Settings{Language: new("")})
	want := full
	want.Language, want.Private, want.Outlets = new("fr"), new(false), []string{}
	s.same("of the channel", in("channel"), want)
	if in("channel").Outlets == nil {
		s.Error("set and empty is as if not set")
	}
	s.same("elsewhere", in("another channel"), full)
	want.Language = new("")
	s.same("of the thread", in("thread", "channel"), want)
	s.same("the thread's own", got(s.m.SettingsAt(s.Context(), "guild", "thread"))(s), memory.Settings{Language: new("")})
	s.same("another guild", got(s.m.Settings(s.Context(), "other guild", "thread", "channel"))(s), memory.Settings{})
	s.same("scopes", got(s.m.Scopes(s.Context(), "guild"))(s), []string{"channel", "guild", "thread"})

	set("channel", memory.Settings{Private: new(true)})
	s.same("what is not named stays", *in("channel").Language, "fr")
	s.must(s.m.Clear(s.Context(), "guild", "channel", "moderator", memory.Language, memory.Private))
	want = full
	want.Outlets = []string{}
	s.same("cleared", in("channel"), want)
	s.must(s.m.Clear(s.Context(), "guild", "guild", "moderator"))
	s.same("all cleared", in("channel"), memory.Settings{Outlets: []string{}})

	for _, t := range []struct {
		settings      memory.Settings
		allows, autos bool
	}{
		{memory.Settings{}, true, false},
		{memory.Settings{Channels: []string{}, AutoAnswer: []string{}}, false, false},
		{memory.Settings{Channels: []string{"channel"}, AutoAnswer: []string{"other"}}, true, false},
		{memory.Settings{Channels: []string{"thread"}, AutoAnswer: []string{"channel"}}, true, true},
		{memory.Settings{Channels: []string{"other"}, AutoAnswer: []string{"thread"}}, false, true},
	} {
		s.same("answers", []bool{t.settings.Allows("thread", "channel"), t.settings.AutoAnswers("thread", "channel")}, []bool{t.allows, t.autos})
	}
}

func testChanges(s *suite) {
	set := func(by string, settings memory.Settings) {
		s.Helper()
		s.must(s.m.Set(s.Context(), "guild", "channel", by, settings))
		s.clock.Pass(time.Minute)
	}
	set("ann", memory.Settings{Language: new("fr")})
	set("bob", memory.Settings{Language: new("fr")}) // is no change
	set("bob", memory.Settings{Language: new("de")})
	s.must(s.m.Clear(s.Context(), "guild", "channel", "ann"))
	s.must(s.m.Clear(s.Context(), "guild", "channel", "bob", memory.Language)) // is none either
	change := func(minute int, by, old, new string) memory.Change {
		c := memory.Change{Scope: "channel", Field: memory.Language, By: by, At: Start.Add(time.Duration(minute) * time.Minute)}
		if old != "" {
			c.Old = json.RawMessage(old)
		}
		if new != "" {
			c.New = json.RawMessage(new)
		}
		return c
	}
	want := []memory.Change{change(3, "ann", `"de"`, ""), change(2, "bob", `"fr"`, `"de"`), change(0, "ann", "", `"fr"`)}
	s.same("who changed what", got(s.m.Changes(s.Context(), "guild", 9))(s), want)
	s.same("the last", got(s.m.Changes(s.Context(), "guild", 1))(s), want[:1])
}
