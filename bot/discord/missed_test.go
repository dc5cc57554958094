package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
)

// once ends the bot and checks that each message has one reply, which says something.
func (s *stage) once(t *testing.T, says string, asked ...*discordtest.Message) {
	t.Helper()
	for _, m := range asked {
		must[*discordtest.Message](t)(s.AwaitReply(t.Context(), m, discordtest.Contains(says)))
	}
	s.stop()
	s.wantEnd(t, nil)
	for _, m := range asked {
		var replies []string
		for _, r := range s.Messages(&discordtest.Channel{ID: m.ChannelID}) {
			if r.ReplyTo == m.ID && r.Author.ID == s.Bot.ID {
				replies = append(replies, r.Text())
			}
		}
		if len(replies) != 1 {
			t.Errorf("%q has %d replies: %q", m.Content, len(replies), replies)
		}
	}
}

// talks is where the bot is in talk: it has answered ada in a channel, a thread and directly.
func (s *stage) talks(t *testing.T) (in []*discordtest.Channel) {
	t.Helper()
	in = []*discordtest.Channel{s.channel, s.AddThread(s.channel, "a thread"), s.DM(s.ada)}
	for _, c := range in {
		m := s.Say(s.ada, c, s.Bot.Mention()+" before?")
		s.entry(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), m, discordtest.Contains("before?"))))
	}
	return in
}

// away has something happen while no bot runs.
func (s *stage) away(t *testing.T, cfg Config, happen func()) {
	t.Helper()
	s.stop()
	s.wantEnd(t, nil)
	happen()
	s.hire(t, cfg)
	s.run(t)
	ok(t, s.AwaitReady(t.Context()))
}

// Whatever becomes of the gateway, and of the process: what is said meanwhile where the bot is in talk is answered, once.
func TestWhatWasMissedIsAnswered(t *testing.T) {
	t.Parallel()
	losses := map[string]func(t *testing.T, s *stage, meanwhile func()){
		"resume refused": func(t *testing.T, s *stage, meanwhile func()) {
			s.DisruptAt(discordtest.Resume, discordtest.InvalidSession(false), 1)
			s.Disrupt(discordtest.CloseWith(4009)) // the session is gone at once
			meanwhile()
		},
		"invalid session": func(t *testing.T, s *stage, meanwhile func()) {
			hold := make(chan struct{})
			s.Fault(discordtest.Fault{Method: "GET", Route: discordtest.RouteGateway, Hold: hold, CarryOut: true})
			s.Disrupt(discordtest.CloseWith(4009))
			meanwhile()
			close(hold)
		},
		"restart": func(t *testing.T, s *stage, meanwhile func()) { s.away(t, Config{Desk: s.bot.desk}, meanwhile) },
		"resumed": func(t *testing.T, s *stage, meanwhile func()) {
			s.Disrupt(discordtest.Drop)
			meanwhile()
		},
		"told twice": func(t *testing.T, s *stage, meanwhile func()) {
			meanwhile()
			for _, c := range append(s.Threads(s.channel), s.channel, s.DM(s.ada)) {
				for _, m := range s.Messages(c) {
					s.Retell(m)
				}
			}
			s.Disrupt(discordtest.InvalidSession(false))
		},
	}
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, fakeDesk{})
			in := s.talks(t)
			elsewhere := s.AddChannel(s.guild, "elsewhere") // where the bot has never answered
			var asked []*discordtest.Message
			identified := s.Identifies()
			lose(t, s, func() {
				for i := range 3 {
					for _, c := range in {
						asked = append(asked, s.Say(s.ada, c, fmt.Sprintf("%s missed %d?", s.Bot.Mention(), i)))
					}
				}
				s.Say(s.ada, s.channel, "small talk")
				s.Say(s.ada, elsewhere, "more of it")
			})
			if name != "resumed" && name != "told twice" && s.Identifies() == identified {
				ok(t, s.Await(t.Context(), "a new session", func() bool { return s.Identifies() > identified && s.Connected() }))
			}
			for _, m := range asked {
				must[*discordtest.Message](t)(s.AwaitReply(t.Context(), m, discordtest.Contains("You asked: missed")))
			}
			// And once more all is looked at: nothing was forgotten, and nothing is said again.
			s.Disrupt(discordtest.InvalidSession(false))
			asked = append(asked, s.mention("You asked: missed nothing?"))
			s.once(t, "You asked", asked...)
			s.silent(t, "missed 0?", "small talk")
		})
	}
}

// A process that breaks off in the middle of an answer leaves it to the next one: what stands there in the making is finished, and
// nothing is said twice.
func TestAnAnswerThatBrokeOffIsFinished(t *testing.T) {
	t.Parallel()
	answers := fakeDesk{}
	refuses := fakeDesk{ask: func(context.Context, string, desk.Window, func(bot.Claim)) (bot.Answer, error) {
		return bot.Answer{}, desk.Usage("error.no_outlets", "name", "Le Monde")
	}}
	for name, tt := range map[string]struct {
		drafted bool
		next    Desk
		want    string
	}{
		"drafted":               {true, answers, "You asked: half way?"},
		"not drafted":           {false, answers, "You asked: half way?"},
		"drafted, then refused": {true, refuses, "Le Monde"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			drafted := tt.drafted
			begun := make(chan struct{}, 1)
			s := play(t, fakeDesk{ask: func(ctx context.Context, question string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
				if question != "half way?" {
					return sample(question), nil
				}
				show(claim("One.", 1))
				begun <- struct{}{}
				<-ctx.Done()
				return bot.Answer{}, errors.New("the model was cut off")
			}})
			s.talks(t)
			asked := s.mention("half way?")
			<-begun
			var draft *discordtest.Message
			if drafted {
				s.clock.tick(t)
				draft = must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("One.")))
			}
			// The process dies: nothing that it says arrives any more.
			s.clock.hold()
			lift := s.Fault(discordtest.Fault{Route: discordtest.RouteMessage, Drop: true, Times: -1})
			lift2 := s.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Drop: true, Times: -1})
			s.clock.looks = make(chan time.Time)
			s.away(t, Config{Desk: tt.next}, func() {
				until(t, "the end of all tries", func() bool { return strings.Contains(s.log.String(), "the reader could not be told") })
				lift()
				lift2()
			})
			// Its lease is not over yet, so the next one keeps off, and looks again later.
			late := must[*memory.Memory](t)(memory.Open(t.Context(), s.path, func() time.Time { return time.Now().Add(-2 * lease) }))
			defer func() { ok(t, late.Close()) }()
			looks := 0
			look := func() {
				select {
				case s.clock.looks <- time.Time{}: // it has looked, and found another process at it
					looks++
				default:
				}
			}
			until(t, "two looks", func() bool { look(); return looks == 2 })
			if draft != nil && s.Message(draft.ID).Text() != draft.Text() {
				t.Error("the draft was changed meanwhile")
			}
			ok(t, late.Hold(t.Context(), []string{asked.ID}, lease))
			until(t, "an answer", func() bool {
				look()
				said := s.Messages(s.channel)
				return strings.Contains(said[len(said)-1].Text(), tt.want)
			})
			answer := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains(tt.want)))
			if draft != nil && answer.ID != draft.ID {
				t.Error("the answer does not stand where its draft did")
			}
			if _, stop := answer.Button("Stop"); stop || strings.Contains(answer.Text(), "One.") {
				t.Errorf("of the draft is left:\n%s\n%+v", answer.Text(), answer.Buttons())
			}
			if tt.want != "Le Monde" && s.entry(t, answer).Asker != s.ada.ID {
				t.Error("the ledger does not know the answer")
			}
			s.once(t, tt.want, asked)
			s.silent(t, "half way")
		})
	}
}

// Of two processes that hear the same, or look up the same, one answers.
func TestTwoProcessesAnswerOnce(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	in := s.talks(t)
	second := *s
	second.ended = make(chan error, 1)
	second.hire(t, Config{Desk: fakeDesk{}})
	second.run(t)
	ok(t, s.Await(t.Context(), "the second process", func() bool { return s.Identifies() == 2 && s.Connected() }))
	var asked []*discordtest.Message
	ask := func() {
		for _, c := range in {
			for i := range 4 {
				asked = append(asked, s.Say(s.ada, c, fmt.Sprintf("%s question %d?", s.Bot.Mention(), i)))
			}
		}
	}
	ask()
	for _, m := range asked {
		must[*discordtest.Message](t)(s.AwaitReply(t.Context(), m, discordtest.Contains("You asked")))
	}
	s.Disrupt(discordtest.CloseWith(4009)) // both begin new sessions, and look at what they missed
	ask()
	for _, m := range asked {
		must[*discordtest.Message](t)(s.AwaitReply(t.Context(), m, discordtest.Contains("You asked")))
	}
	second.stop()
	second.wantEnd(t, nil)
	s.once(t, "You asked", asked...)
	for _, m := range asked {
		answers := 0
		for _, c := range s.CallsTo("POST", discordtest.RouteMessages) {
			if c.Done && strings.Contains(string(c.Body), `"nonce":"`+m.ID+`"`) {
				answers++
			}
		}
		if answers != 1 {
			t.Errorf("%q was answered by %d posts", m.Content, answers)
		}
	}
}

// What cannot be told from memory is told from what stands in the channel: an answer that was shown is not given again, and memory
// learns which message shows it.
func TestAnAnswerThatStandsIsNotGivenAgain(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.talks(t)
	asked := s.mention("who?")
	answer := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("who?")))
	id := s.entry(t, answer).ID
	s.away(t, Config{Desk: s.bot.desk}, func() {
		for _, statement := range []string{"DELETE FROM heard", "DELETE FROM messages"} {
			_, err := s.beside(t).ExecContext(t.Context(), statement)
			ok(t, err)
		}
	})
	if e := s.entry(t, answer); e.ID != id {
		t.Errorf("the message shows %s, want %s", e.ID, id)
	}
	s.once(t, "You asked", asked)
}

// A draft that a process left long ago is finished all the same, since it would stand there for ever.
func TestAnOldDraftIsFinished(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.talks(t)
	asked := s.mention("long ago?")
	answer := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("long ago?")))
	s.entry(t, answer)
	older := s.mention("an old question without a draft?")
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), older))
	command := must[*discordtest.Message](t)(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "by a command?")).Answer(t.Context()))
	s.entry(t, command)
	s.set(t, s.guild.ID, memory.Settings{Language: new("de")})
	s.stop()
	s.wantEnd(t, nil)
	for _, m := range s.Messages(s.channel) {
		if m.ReplyTo == older.ID {
			s.Delete(m)
		}
	}
	_, err := s.beside(t).ExecContext(t.Context(), "DELETE FROM heard")
	ok(t, err)
	draft := makingMessage([]bot.Claim{claim("Half of it.", 1)}, "Still answering", memory.NewID(), desk.English)
	for _, m := range []*discordtest.Message{answer, command} {
		ok(t, s.bot.channel(t.Context(), "PATCH", s.channel.ID, "/"+m.ID, draft, nil))
		wantText(t, s.Message(m.ID), "Half of it.")
	}
	s.hire(t, Config{Desk: fakeDesk{}})
	s.bot.clock.now = func() time.Time { return time.Now().Add(time.Hour) }
	s.run(t)
	s.await(t, answer, "You asked: long ago?")
	// What cannot be answered any more is told so; what is there of it stays.
	ended := s.await(t, command, desk.Locale("de").Say("error.interrupted"))
	if _, stop := ended.Button("Stop"); stop || !strings.Contains(ended.Text(), "Half of it.") {
		t.Errorf("the command's draft is now\n%s\n%+v", ended.Text(), ended.Buttons())
	}
	s.once(t, "You asked", asked)
	for _, m := range s.Messages(s.channel) {
		if m.ReplyTo == older.ID {
			t.Errorf("an old question is answered: %s", m.Text())
		}
	}
}

// What moderators removed, what was told directly and what is too old is left alone, and a place that is closed does not keep the bot
// from looking at the others.
func TestWhatIsNotLookedUp(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	in := s.talks(t)
	closed, mute := s.AddChannel(s.guild, "closed"), s.AddChannel(s.guild, "mute")
	for _, c := range []*discordtest.Channel{closed, mute} {
		s.entry(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.Say(s.ada, c, s.Bot.Mention()+" before?"), discordtest.Contains("before?"))))
	}
	removed := s.mention("removed?")
	s.Delete(must[*discordtest.Message](t)(s.AwaitReply(t.Context(), removed, discordtest.Contains("removed?"))))
	s.Deny(mute, discordgo.PermissionSendMessages)
	s.Say(s.ada, mute, s.Bot.Mention()+" told directly?")
	must[*discordtest.Message](t)(s.AwaitMessage(t.Context(), s.DM(s.ada), discordtest.Contains(desk.English.Say("error.forbidden"))))
	s.stop()
	s.wantEnd(t, nil)
	s.Say(s.ada, in[0], s.Bot.Mention()+" too old?")
	s.Advance(missedFor + time.Minute)
	s.Deny(closed, discordgo.PermissionViewChannel)
	s.Say(s.ada, closed, s.Bot.Mention()+" behind the door?")
	missed := s.Say(s.ada, in[2], "in time?")
	slash := s.AddUser("ben")
	s.hire(t, Config{Desk: fakeDesk{}})
	later := func() time.Time { return time.Now().Add(missedFor + time.Minute) }
	s.bot.clock.now = later
	s.run(t)
	ok(t, s.AwaitReady(t.Context()))
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), missed, discordtest.Contains("in time?")))
	must[*discordtest.Message](t)(s.Command(slash, s.channel, "ask", discordtest.Opt("question", "who?")).Answer(t.Context()))
	s.stop()
	s.wantEnd(t, nil)
	for _, c := range append(in, mute) {
		for _, m := range s.Messages(c) {
			if text := m.Text(); m.Author.ID == s.Bot.ID && (strings.Contains(text, "removed?") || strings.Contains(text, "told directly?") || strings.Contains(text, "too old?")) {
				t.Errorf("the bot said %q", text)
			}
		}
	}
	refused := 0
	for _, c := range s.CallsTo("GET", discordtest.RouteMessages) {
		if c.Status == http.StatusForbidden {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("a closed channel was asked for %d times", refused)
	}
}

// Where the bot answers everything, it looks at everything: also at the posts of a forum and at threads.
func TestWhatWasMissedWithoutAMention(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	open, forum := s.AddChannel(s.guild, "open"), s.AddForum(s.guild, "questions")
	s.listen(t)
	s.Say(s.ada, open, "before the bot listened?")
	s.set(t, s.guild.ID, memory.Settings{AutoAnswer: []string{open.ID, forum.ID}})
	thread, other := s.AddThread(open, "a thread"), s.AddThread(s.channel, "another")
	var asked []*discordtest.Message
	asked = append(asked, s.Say(s.ada, open, "in the open?"), s.Say(s.ada, thread, "in a thread?"))
	_, first := s.Post(s.ada, forum, "Who resigned?", "I saw it on the news.")
	asked = append(asked, first)
	s.Say(s.ada, open, "I agree", discordtest.ReplyTo(asked[0]))
	s.Say(s.ada, other, "elsewhere?")
	s.run(t).ready(t)
	s.once(t, "You asked", asked...)
	wantText(t, s.Messages(&discordtest.Channel{ID: first.ChannelID})[1], "You asked: Who resigned? I saw it on the news.")
	if n := len(s.Messages(open)) + len(s.Messages(other)); n != 5 {
		t.Errorf("%d messages stand there, want four and one answer", n)
	}
	if !slices.ContainsFunc(s.Calls(), func(c discordtest.Call) bool { return c.Route == discordtest.RouteActiveThreads }) {
		t.Error("the threads were not listed")
	}
}

// Roles count for a message that was looked up as for one that was heard, and the server's settings hold.
func TestWhatWasMissedKeepsToTheSettings(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.talks(t)
	press, ben := s.AddRole(s.guild, "press"), s.AddUser("ben")
	s.GiveRole(press, ben)
	s.set(t, s.guild.ID, memory.Settings{ReaderQuota: &memory.Limit{Most: 1, Per: time.Hour}, RoleQuotas: map[string]memory.Limit{press.ID: {Most: 9, Per: time.Hour}}})
	var asked []*discordtest.Message
	s.away(t, Config{Desk: s.bot.desk}, func() {
		for i := range 3 {
			asked = append(asked, s.Say(ben, s.channel, fmt.Sprintf("%s %d?", s.Bot.Mention(), i)))
		}
	})
	s.once(t, "You asked", asked...)
}
