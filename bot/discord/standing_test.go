package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/retrieval"
	"dateline/retrieval/local"
	"dateline/retrieval/segment"
)

// newsroom is a Desk over a store whose articles change. It answers with every sentence that has a question's last word.
type newsroom struct {
	fakeDesk
	t     *testing.T
	store *local.Store
	real  *desk.Desk
	fails atomic.Bool
}

func newNewsroom(t *testing.T, articles ...retrieval.Article) *newsroom {
	n := &newsroom{t: t, store: local.NewMemory("test")}
	n.real = &desk.Desk{Store: n.store}
	n.put(articles...)
	return n
}

// reported makes an article of paragraphs.
func reported(id string, paragraphs ...string) retrieval.Article {
	a := retrieval.Article{ID: id, Headline: "Story " + id, Outlet: "Dateline sample desk", Published: day("2017-01-09").Time, Text: strings.Join(paragraphs, "\n\n")}
	at := 0
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: at, End: at + len(p)}, Kind: retrieval.Body})
		at += len(p) + 2
	}
	a.Hash = fmt.Sprintf("%x", len(a.Text)) + a.Text[:5]
	return a
}

func (n *newsroom) put(articles ...retrieval.Article) {
	n.t.Helper()
	var change retrieval.Change
	for _, a := range articles {
		passages := segment.Passages(a)
		change.Put = append(change.Put, retrieval.Entry{Article: a, Passages: passages, Vectors: make([][]float32, len(passages))})
	}
	ok(n.t, n.store.Apply(n.t.Context(), change))
}

func (n *newsroom) remove(ids ...string) {
	n.t.Helper()
	ok(n.t, n.store.Apply(n.t.Context(), retrieval.Change{Delete: ids}))
}

func (n *newsroom) answer(ctx context.Context, question string) (bot.Answer, error) {
	a := bot.Answer{Question: question, Composer: "extractive", CoverageThrough: day("2017-01-14"), Timings: bot.Timings{Total: 38}}
	if n.fails.Load() {
		return a, context.DeadlineExceeded
	}
	word := strings.TrimRight(question[strings.LastIndexByte(question, ' ')+1:], "?")
	articles, err := n.store.Articles(ctx)
	if err != nil {
		return a, err
	}
	for _, article := range articles {
		passages, err := n.store.ArticlePassages(ctx, article.ID)
		if err != nil {
			return a, err
		}
		for _, p := range passages {
			source := bot.NewSource(len(a.Sources)+1, retrieval.Evidence{Passage: p, Article: article})
			for _, s := range p.Sentences {
				if quote := s.In(p.Text); strings.Contains(quote, word) && !article.Retracted {
					if len(a.Sources) < source.N {
						a.Sources = append(a.Sources, source)
					}
					a.Claims = append(a.Claims, bot.Claim{Text: quote, Kind: bot.Quote, Grounding: bot.Supported,
						Citations: []bot.Citation{{N: source.N, PassageID: p.ID, Start: s.Start, End: s.End, Quote: quote}}})
				}
			}
		}
	}
	if len(a.Claims) == 0 {
		a.Abstained, a.Reason = true, "The coverage does not answer this question."
	}
	return a, nil
}

func (n *newsroom) FollowUp(ctx context.Context, _ []bot.Turn, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
	return n.answer(ctx, question)
}

func (n *newsroom) Again(ctx context.Context, question string, _ bot.Offer, _ func(bot.Claim)) (bot.Answer, error) {
	if bot.Asker(ctx) != follower {
		n.t.Errorf("what is followed is asked by %q", bot.Asker(ctx))
	}
	return n.answer(ctx, question)
}

func (n *newsroom) Standing(ctx context.Context, shown bot.Answer) (bot.Answer, map[string]string, error) {
	return n.real.Standing(ctx, shown)
}

func (n *newsroom) Marks(ctx context.Context, articles []string) (map[string]string, error) {
	return n.real.Marks(ctx, articles)
}

func (n *newsroom) State(ctx context.Context) (uint64, error) { return n.real.State(ctx) }

const (
	burnt  = "The fire killed 300 people in the old town on Monday, the mayor said."
	burnt2 = "The fire killed 30 people in the old town on Monday, the mayor said."
	rain   = "Rain put the fire out at dawn, and the harbour opened again."
)

func correcting(id, article, published, text string) retrieval.Article {
	a := reported(id, text)
	a.Corrects, a.Published = article, day(published).Time
	return a
}

// wire is a message as it went over the wire, for a golden file.
func wire(t *testing.T, m *discordtest.Message) string {
	t.Helper()
	text, err := json.MarshalIndent(map[string]any{"content": m.Content, "embeds": m.Embeds, "components": m.Components}, "", "  ")
	ok(t, err)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", nothing, "·ZWSP·").Replace(string(text)) + "\n"
}

// entry is the ledger's of the answer that a message shows.
func (s *stage) entry(t *testing.T, m *discordtest.Message) (e memory.Entry) {
	t.Helper()
	until(t, "the ledger knows the message", func() bool {
		var err error
		e, err = s.memory.EntryOf(t.Context(), m.ID)
		return err == nil
	})
	return e
}

// until waits for what memory holds.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !cond(); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("awaited in vain: %s", what)
		}
	}
}

// await waits until a message says something.
func (s *stage) await(t *testing.T, m *discordtest.Message, text string) *discordtest.Message {
	t.Helper()
	ok(t, s.Await(t.Context(), "a message that says "+text, func() bool { return strings.Contains(s.Message(m.ID).Text(), text) }))
	return s.Message(m.ID)
}

// amended waits until the ledger has an answer with n amendments.
func (s *stage) amended(t *testing.T, id string, n int) {
	t.Helper()
	until(t, fmt.Sprintf("%d amendments in the ledger", n), func() bool {
		e := must[memory.Entry](t)(s.memory.Entry(t.Context(), id))
		notices := must[[]memory.Notice](t)(s.memory.Notices(t.Context(), id))
		return len(e.Answer.Amended) == n && (n == 0 || len(notices) > 0)
	})
}

// round has the bot make a round, and waits until it is over: until the bot has taken up the second of two.
func (s *stage) round(t *testing.T) {
	t.Helper()
	for range 3 {
		select {
		case s.bot.stirred <- struct{}{}:
		case <-time.After(patience):
			t.Fatal("the bot makes no rounds")
		}
	}
}

func TestCorrectionsReachReaders(t *testing.T) {
	t.Parallel()
	retracted := reported("fire", burnt, rain)
	retracted.Retracted, retracted.Hash = true, "retracted"
	tests := []struct {
		name   string
		happen func(n *newsroom)
		want   []string
	}{
		{"altered", func(n *newsroom) { n.put(reported("fire", burnt2, rain)) },
			[]string{"**Changed in the article** [1]: ~~" + burnt + "~~ Now: " + burnt2 + "\n\n~~" + burnt + "~~ [1] " + rain + " [1]"}},
		{"corrected", func(n *newsroom) { n.put(correcting("notice", "fire", "2017-01-12", "It was 30 people, not 300.")) },
			[]string{"**Corrected 12 Jan 2017** [1]: It was 30 people, not 300.\n\n" + burnt + " [1]", "corrected 12 Jan 2017 · paragraph 1"}},
		{"retracted", func(n *newsroom) { n.put(retracted) }, []string{"**Retracted by its outlet** [1]\n\n~~" + burnt + "~~ [1] ~~" + rain + "~~ [1]"}},
		{"deleted", func(n *newsroom) { n.remove("fire") }, []string{"**No longer in the coverage** [1]\n\n~~" + burnt + "~~ [1]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, reported("fire", burnt, rain), reported("else", "Nothing of it."))
			s := play(t, n)
			message := must[*discordtest.Message](t)
			by := map[string]*discordtest.Message{
				"mention": message(s.AwaitReply(t.Context(), s.mention("what of the fire?"), discordtest.Contains("Coverage through"))),
				"slash": message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "and the fire?")).Answer(t.Context(),
					discordtest.Contains("Coverage through"))),
			}
			s.round(t)
			tt.happen(n)
			s.bot.Stir()
			for how, shown := range by {
				now := s.await(t, shown, tt.want[0])
				wantText(t, now, tt.want...)
				if !slices.EqualFunc(now.Buttons(), shown.Buttons(), func(a, b discordtest.Component) bool { return a.CustomID == b.CustomID }) || now.Content != "" {
					t.Errorf("%s: the buttons are %+v", how, now.Buttons())
				}
				s.amended(t, s.entry(t, shown).ID, 1)
				if how == "mention" {
					golden(t, "amended-"+tt.name+".json", strings.ReplaceAll(wire(t, now), s.entry(t, shown).ID, "ANSWER"))
				}
			}
			// Nothing more is said of it, however often the bot looks; also after a restart.
			edits := s.calls("PATCH", discordtest.RouteMessage)
			s.round(t)
			s.again(t, n)
			s.round(t)
			if now := s.calls("PATCH", discordtest.RouteMessage); now != edits || edits != 2 {
				t.Errorf("%d edits, and then %d, want 2", edits, now)
			}
			// All is as it was again: so are the answers.
			n.put(reported("fire", burnt, rain))
			n.remove("notice")
			s.bot.Stir()
			for _, shown := range by {
				s.amended(t, s.entry(t, shown).ID, 0)
				if now := s.Message(shown.ID); now.Text() != shown.Text() {
					t.Errorf("the answer is\n%s\nwant\n%s", now.Text(), shown.Text())
				}
			}
			s.silent(t, "the fire")
		})
	}
}

// again restarts the bot.
func (s *stage) again(t *testing.T, d Desk) {
	t.Helper()
	s.stop()
	select {
	case err := <-s.ended:
		ok(t, err)
	case <-time.After(patience):
		t.Fatal("the bot does not end")
	}
	s.hire(t, Config{Desk: d})
	s.run(t)
	ok(t, s.AwaitReady(t.Context()))
}

// What happened while the bot was down is told when it is back, the newest answer first.
func TestCorrectionsAfterARestart(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := play(t, n)
	var shown []*discordtest.Message
	for i := range 3 {
		shown = append(shown, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention(fmt.Sprintf("%d: what of the fire?", i)), discordtest.Contains("Coverage through"))))
		s.entry(t, shown[i])
	}
	s.stop()
	ok(t, <-s.ended)
	n.put(reported("fire", burnt2, rain))
	s.hire(t, Config{Desk: n})
	s.run(t)
	for _, m := range shown {
		s.await(t, m, "Changed in the article")
	}
	var order []string
	for _, c := range s.CallsTo("PATCH", discordtest.RouteMessage) {
		order = append(order, filepath.Base(c.Path))
	}
	if want := []string{shown[2].ID, shown[1].ID, shown[0].ID}; !slices.Equal(order, want) {
		t.Errorf("edited were %v, want %v", order, want)
	}
	if waits := s.clock.waited(); !slices.Contains(waits, usualPause) {
		t.Errorf("the edits are not paced: %v", waits)
	}
}

// A change elsewhere in the article is no word to readers, and is not looked at again.
func TestAChangeElsewhereIsNotTold(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain, "More later."))
	s := play(t, n)
	shown := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("what of the fire?"), discordtest.Contains("Coverage through")))
	s.entry(t, shown)
	s.round(t)
	n.put(reported("fire", burnt, rain, "The harbour is closed again."))
	s.round(t)
	if s.calls("PATCH", discordtest.RouteMessage) != 0 || len(s.entry(t, shown).Answer.Amended) != 0 {
		t.Error("readers were told")
	}
	marks, err := n.Marks(t.Context(), []string{"fire"})
	if got := s.entry(t, shown).Versions["fire"]; err != nil || got != marks["fire"] {
		t.Errorf("the ledger has version %q, want %q", got, marks["fire"])
	}
}

// A message that is gone is forgotten, private answers are left until they are shared, and what cannot be reached is left.
func TestAnswersOutOfReach(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := play(t, n)
	message, ctx := must[*discordtest.Message](t), t.Context()
	hidden := s.AddChannel(s.guild, "hidden")
	deleted := message(s.AwaitReply(ctx, s.mention("deleted fire?"), discordtest.Contains("Coverage through")))
	closed := message(s.AwaitReply(ctx, s.Say(s.ada, hidden, s.Bot.Mention()+" hidden fire?"), discordtest.Contains("Coverage through")))
	private := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "private fire?"), discordtest.Opt("private", true)).Answer(ctx, discordtest.Contains("Coverage through")))
	entries := map[string]string{"deleted": s.entry(t, deleted).ID, "closed": s.entry(t, closed).ID, "private": s.entry(t, private).ID}
	s.Delete(deleted)
	s.Deny(hidden, discordgo.PermissionViewChannel)
	n.put(reported("fire", burnt2, rain))
	s.bot.Stir()
	s.amended(t, entries["closed"], 1)
	s.amended(t, entries["deleted"], 1)
	if e := must[memory.Entry](t)(s.memory.Entry(ctx, entries["deleted"])); len(e.Messages) != 0 {
		t.Errorf("the ledger still has %v", e.Messages)
	}
	calls := len(s.CallsTo("PATCH", discordtest.RouteMessage))
	s.round(t)
	if now := len(s.CallsTo("PATCH", discordtest.RouteMessage)); now != calls || calls != 2 {
		t.Errorf("%d and then %d edits were tried, want 2", calls, now)
	}
	if e := must[memory.Entry](t)(s.memory.Entry(ctx, entries["private"])); len(e.Answer.Amended) != 0 {
		t.Error("a private answer was amended")
	}
	share, there := private.Button("Share")
	if !there {
		t.Fatal("there is no button to share")
	}
	s.Click(s.ada, private, share.CustomID)
	wantText(t, message(s.AwaitMessage(ctx, s.channel, discordtest.Contains("Shared by"))), "**Changed in the article** [1]", "~~"+burnt+"~~")
	if !strings.Contains(s.log.String(), "the readers of an answer cannot be told") {
		t.Error("it is not logged that some readers cannot be told")
	}
}

// An answer that cannot be edited is replied to, once, though the bot does not learn that the reply was made.
func TestAnAnswerThatCannotBeEditedIsRepliedTo(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := play(t, n)
	thread := s.AddThread(s.channel, "fire")
	asked := s.Say(s.ada, thread, s.Bot.Mention()+" what of the fire?")
	shown := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("Coverage through")))
	id := s.entry(t, shown).ID
	s.Archive(thread, false)
	s.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Status: 502, CarryOut: true, Times: maxTries})
	n.put(reported("fire", burnt2, rain))
	s.bot.Stir()
	reply := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), shown))
	wantText(t, reply, "This answer no longer stands as it was shown:\n**Changed in the article** [1]: ~~"+burnt+"~~ Now: "+burnt2)
	golden(t, "amended-reply.json", wire(t, reply))
	ok(t, s.Await(t.Context(), "all tries", func() bool { return s.calls("POST", discordtest.RouteMessages) == 1+maxTries }))
	// Some minutes later it is found that readers have been told.
	s.Advance(time.Hour)
	s.stop()
	ok(t, <-s.ended)
	ok(t, s.memory.Close())
	s.memory = must[*memory.Memory](t)(memory.Open(t.Context(), s.path, func() time.Time { return time.Now().Add(time.Hour) }))
	s.Archive(thread, false)
	s.hire(t, Config{Desk: n})
	s.run(t)
	s.amended(t, id, 1)
	if posted := s.Messages(thread); len(posted) != 3 {
		t.Errorf("%d messages stand in the thread, want question, answer and one reply", len(posted))
	}
	s.silent(t, "the fire")
}

// Whatever became of an answer's articles, its message and the reply in its place fit Discord's limits.
func TestAmendedAnswersFit(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"*", "words and ", "“", "_ä漢😀 "} {
		for _, n := range []int{1, 3, 4, 20} {
			a := sample("who?")
			for i := range n {
				long := strings.Repeat(words, 400)
				a.Claims = append(a.Claims, bot.Claim{Text: long, Withdrawn: true, Citations: []bot.Citation{{N: 1}}})
				a.Amended = append(a.Amended, bot.Amendment{Kind: bot.Changed, Sources: slices.Repeat([]int{i}, n), Old: long, New: long},
					bot.Amendment{Kind: bot.Corrected, On: day("2017-01-12"), Sources: []int{1}, Words: long})
			}
			for _, l := range desk.Locales() {
				m := answerMessage(a, l)
				total := 0
				for _, e := range m.Embeds {
					if units(e.Description) > maxDescription {
						t.Errorf("%d of %q in %s: an embed of %d", n, words, l, units(e.Description))
					}
					total += units(e.Description)
				}
				if total > maxEmbeds || len(m.Embeds) == 0 {
					t.Errorf("%d of %q in %s: %d in %d embeds", n, words, l, total, len(m.Embeds))
				}
				if text := amendedText(memory.Entry{Answer: a, Language: string(l)}); units(text) > maxContent || strings.Count(text, "~~")%2 != 0 {
					t.Errorf("%d of %q in %s: a reply of %d", n, words, l, units(text))
				}
				f := memory.Follow{ID: memory.NewID(), Language: string(l), Question: strings.Repeat(words, 200), Reader: "1574191885650493440"}
				if m := newsMessage(f, memory.Entry{}, a, a.Claims, "end"); units(m.Content) > maxContent {
					t.Errorf("%d of %q in %s: news of %d", n, words, l, units(m.Content))
				}
				if m := followedMessage(slices.Repeat([]memory.Follow{f}, mostFollowed), l); units(m.Content) > maxContent {
					t.Errorf("a list of %d in %s", units(m.Content), l)
				}
			}
		}
	}
}
