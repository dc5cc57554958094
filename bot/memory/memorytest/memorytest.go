// Package memorytest holds every engine behind bot/memory to the same behaviour.
package memorytest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/bot"
	"dateline/bot/memory"
	"dateline/retrieval"
)

// Opener opens one database, as often as it is called: as processes would that share it. What it opens is closed with the test.
type Opener func(t *testing.T, now func() time.Time) *memory.Memory

// Run runs the suite. fresh makes an empty database.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	for _, one := range []struct {
		name string
		test func(s *suite)
	}{
		{"ledger", testLedger},
		{"citing", testCiting},
		{"conversations", testConversations},
		{"notices", testNotices},
		{"notes", testNotes},
		{"reservations", testReservations},
		{"feedback", testFeedback},
		{"export", testExport},
		{"gaps", testGaps},
		{"settings", testSettings},
		{"changes of settings", testChanges},
		{"quotas", testQuotas},
		{"quotas by two clocks", testQuotasByTwoClocks},
		{"quotas at once", testQuotasAtOnce},
		{"follows", testFollows},
		{"additions", testAdditions},
		{"added twice", testAddedTwice},
		{"long text", testLongText},
		{"forget a reader", testForget},
		{"forget a guild", testForgetGuild},
		{"guilds", testGuilds},
		{"shares of guilds", testSharesOfGuilds},
		{"heard", testHeard},
		{"talks", testTalks},
		{"sweep", testSweep},
		{"odd text", testOddText},
		{"two at once", testTwo},
		{"cancelled", testCancelled},
	} {
		t.Run(one.name, func(t *testing.T) {
			s := &suite{T: t, open: fresh(t), clock: &Clock{now: Start}}
			s.m = s.open(t, s.clock.Now)
			one.test(s)
		})
	}
}

// Start is when a Clock begins.
var Start = time.Date(2016, 12, 22, 9, 30, 0, 123_456_000, time.UTC)

// Clock is a clock that a test sets.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Pass sets the clock forward.
func (c *Clock) Pass(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

type suite struct {
	*testing.T
	open  Opener
	m     *memory.Memory
	clock *Clock
}

// must fails the test on an error.
func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// got is what a method returned, which must not have failed.
func got[T any](v T, err error) func(s *suite) T {
	return func(s *suite) T {
		s.Helper()
		s.must(err)
		return v
	}
}

// same compares; an empty list is as good as none.
func (s *suite) same(what string, got, want any) {
	s.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		s.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// record records an answer.
func (s *suite) record(e memory.Entry) memory.Entry {
	s.Helper()
	return got(s.m.Record(s.Context(), e))(s)
}

// Answered is an entry whose answer has two claims with three citations of the two articles "kerry" and "lavrov".
func Answered(guild, asker, question string) memory.Entry {
	day := bot.Day{Time: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)}
	quotes := []string{"Kerry warned Russia", "it would suspend the talks", "Lavrov did not answer"}
	citation := func(n int, passage string, i int) bot.Citation {
		return bot.Citation{N: n, PassageID: passage, Start: 10, End: 10 + len(quotes[i]), Quote: quotes[i]}
	}
	return memory.Entry{
		Guild: guild, Channel: "channel", Asker: asker, Language: "de",
		Versions: map[string]string{"kerry": "hash-1", "lavrov": "hash-2"},
		Answer: bot.Answer{
			Question: question, Composer: "llm", Model: "writer", CoverageThrough: day, Timings: bot.Timings{Total: 38},
			Filter: retrieval.Filter{Since: day.Time, Outlets: []string{"Sample desk"}},
			Claims: []bot.Claim{
				{Text: "Kerry warned Russia that talks would end.", Kind: bot.Prose, Grounding: bot.Supported,
					Citations: []bot.Citation{citation(1, "kerry0000001", 0), citation(1, "kerry0000001", 1)}},
				{Text: "Lavrov “did not answer”.", Kind: bot.Prose, Grounding: bot.Supported, Citations: []bot.Citation{citation(2, "lavrov000001", 2)}},
			},
			Dropped: []bot.Dropped{{Text: "A false claim.", Why: "it is false"}},
			Sources: []bot.Source{
				{N: 1, ArticleID: "kerry", Headline: "Kerry warns", Outlet: "Sample desk", Published: day, PassageID: "kerry0000001", Text: "Then said: Kerry warned Russia.", Kind: retrieval.Body, Paragraph: 6},
				{N: 2, ArticleID: "lavrov", Headline: "Lavrov silent", PassageID: "lavrov000001", Text: "And then? Lavrov did not answer.", Kind: retrieval.Body, Paragraph: 1},
			},
		},
	}
}

// Abstained is an entry of a question that went unanswered.
func Abstained(guild, asker, question string) memory.Entry {
	return memory.Entry{
		Guild: guild, Channel: "channel", Asker: asker, Kind: "not covered",
		Answer: bot.Answer{Question: question, Abstained: true, Reason: "The coverage does not answer this question.", Composer: "extractive",
			Claims: []bot.Claim{}, Dropped: []bot.Dropped{}, Sources: []bot.Source{{N: 1, ArticleID: "kerry", PassageID: "kerry0000001", Text: "Near."}}},
	}
}

// shown adds a message to an entry.
func shown(e memory.Entry, id string) memory.Entry {
	e.Messages = append(e.Messages, memory.Message{Channel: e.Channel, ID: id})
	return e
}

func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	return names
}
