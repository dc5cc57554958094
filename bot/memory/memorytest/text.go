package memorytest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/memory"
)

// OddText are texts that have broken databases.
var OddText = []string{
	"", "'; DROP TABLE answers; --", "? ?1 $1 :a @b %s", "\x00", "a\x00b", "\xff\xfe", "half \xe2\x82", "\ufeffmark", "e\u0301", "\u202eright to left",
	"👩‍👩‍👧‍👦", "\U0010ffff", "\ud7ff\ue000", "“quoted” \\ \"", "line\r\nline\u2028", strings.Repeat("長い", 4000), "null", "{}", "  blanks  ",
}

// Kept is a text as it comes back.
func Kept(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

func testOddText(s *suite) {
	for _, text := range OddText {
		RoundTrip(s.T, s.m, text)
	}
}

// RoundTrip holds the places where text goes in to giving it back.
func RoundTrip(t *testing.T, m *memory.Memory, text string) {
	t.Helper()
	s, want := &suite{T: t, m: m}, Kept(text)
	e := Answered("guild", text, text)
	e.Channel, e.Thread, e.Conversation, e.Kind = text, text, "c"+text, text
	e.Answer.Filter.Outlets = []string{text}
	e.Answer.Claims[0].Text = text
	e.Answer.Claims[0].Citations[0].Quote = text
	e.Versions["kerry"] = text
	e.Messages = []memory.Message{{ID: memory.NewID(), Channel: text}}
	e = s.record(e)
	back := got(m.EntryOf(s.Context(), e.Messages[0].ID))(s)
	s.same("text", []string{back.Asker, back.Channel, back.Thread, back.Conversation[1:], back.Kind,
		back.Cited[0].Quote, back.Cited[0].Version, back.Messages[0].Channel}, slices.Repeat([]string{want}, 8))
	asJSON := string([]rune(text)) // which keeps NUL, and replaces byte by byte
	s.same("text within JSON", []string{back.Answer.Question, back.Answer.Claims[0].Text, back.Answer.Filter.Outlets[0]}, []string{asJSON, asJSON, asJSON})
	turns := got(m.Turns(s.Context(), "c"+text, 1))(s)
	s.same("turn", []string{turns[0].ID, turns[0].Question}, []string{e.ID, asJSON})

	s.judge(e.ID, text, true, text)
	s.must(m.SetNote(s.Context(), "n"+text, text))
	s.same("note", got(m.Note(s.Context(), "n"+text))(s), want)
	s.must(m.Set(s.Context(), "guild", text, text, memory.Settings{Language: &text}))
	s.same("setting", *got(m.SettingsAt(s.Context(), "guild", text))(s).Language, asJSON)
	s.record(Abstained("guild", text, text))
	for _, gap := range got(m.Gaps(s.Context(), "guild", time.Time{}, 99))(s) {
		if strings.TrimSpace(gap.Question) == "" {
			s.Errorf("a gap of no words: %+v", gap)
		}
	}
	if text == "" {
		return
	}
	got(m.Forget(s.Context(), text))(s)
	s.same("what is kept of a reader who was forgotten", got(m.What(s.Context(), text))(s), memory.Kept{})
}

// testLongText keeps what is as long as readers may write, and does not shrink when packed.
func testLongText(s *suite) {
	random := rand.New(rand.NewPCG(1, 2))
	long := make([]rune, 2000)
	for i := range long {
		long[i] = '\u4e00' + rune(random.IntN(20_000))
	}
	s.record(Abstained("guild", "reader", string(long)))
	s.same("gap", got(s.m.Gaps(s.Context(), "guild", time.Time{}, 9))(s)[0].Question, string(long))
	address := "https://example.org/" + string(long)
	for range 2 {
		kept, _, err := s.m.Add(s.Context(), memory.Addition{Guild: "guild", Kind: "page", Address: address, State: "queued"})
		s.must(err)
		s.same("address", kept.Address, address)
	}
	s.same("additions", len(got(s.m.Additions(s.Context(), "guild"))(s)), 1)
	s.record(shown(Answered("guild", "reader", string(long)), "m1"))
	got(s.m.Follow(s.Context(), memory.Follow{Guild: "guild", Channel: "channel", Reader: "reader", Question: string(long)}))(s)
}

// testTwo has two processes write one conversation.
func testTwo(s *suite) {
	const each = 40
	var all sync.WaitGroup
	for _, m := range []*memory.Memory{s.m, s.open(s.T, s.clock.Now)} {
		for range each {
			all.Go(func() {
				e := Answered("guild", "reader", "Who?")
				e.Conversation = "thread"
				if _, err := m.Record(s.Context(), e); err != nil {
					s.Error(err)
				}
				if _, err := m.Turns(s.Context(), "thread", 5); err != nil {
					s.Error(err)
				}
			})
		}
	}
	all.Wait()
	for i, t := range got(s.m.Turns(s.Context(), "thread", 3*each))(s) {
		s.same("turn", t.Number, i+1)
	}
	s.same("turns", len(got(s.m.Turns(s.Context(), "thread", 3*each))(s)), 2*each)
	s.must(s.m.Check(s.Context()))
}

func testCancelled(s *suite) {
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	if _, err := s.m.Record(ctx, shown(Answered("guild", "reader", "Who?"), "m1")); !errors.Is(err, context.Canceled) {
		s.Errorf("Record: %v", err)
	}
	s.unknown("what was cancelled", func() error { _, err := s.m.EntryOf(s.Context(), "m1"); return err })
	s.record(shown(Answered("guild", "reader", "Who?"), "m1"))
}
