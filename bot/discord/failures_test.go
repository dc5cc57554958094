package discord

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
)

// beside is another program's connection to memory's file.
func (s *stage) beside(t *testing.T) *sql.DB {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite", "file:"+s.path+"?_busy_timeout=10000"))
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { ok(t, db.Close()) })
	return db
}

// Where memory fails, readers get their answers, without what does not work then, and the log says so.
func TestAnswersWithoutMemory(t *testing.T) {
	t.Parallel()
	exec := func(statements ...string) func(*testing.T, *stage) {
		return func(t *testing.T, s *stage) {
			db := s.beside(t)
			for _, statement := range statements {
				_, err := db.ExecContext(t.Context(), statement)
				ok(t, err)
			}
		}
	}
	full := "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
	failures := map[string]func(*testing.T, *stage){
		"closed": func(t *testing.T, s *stage) { ok(t, s.memory.Close()) },
		"locked": exec("BEGIN IMMEDIATE"),
		"full":   exec("CREATE TRIGGER full_answers BEFORE INSERT ON answers "+full, "CREATE TRIGGER full_quotas BEFORE INSERT ON quotas "+full),
	}
	message := func(t *testing.T) func(*discordtest.Message, error) *discordtest.Message {
		return must[*discordtest.Message](t)
	}
	asks := map[string]func(t *testing.T, s *stage, before *discordtest.Message) *discordtest.Message{
		"mention": func(t *testing.T, s *stage, _ *discordtest.Message) *discordtest.Message {
			return message(t)(s.AwaitReply(t.Context(), s.mention("now?"), discordtest.Contains("You asked: now?.")))
		},
		"direct": func(t *testing.T, s *stage, _ *discordtest.Message) *discordtest.Message {
			s.Say(s.ada, s.DM(s.ada), "now?")
			return message(t)(s.AwaitMessage(t.Context(), s.DM(s.ada), discordtest.Contains("You asked: now?.")))
		},
		"reply": func(t *testing.T, s *stage, before *discordtest.Message) *discordtest.Message {
			asked := s.Say(s.ada, s.channel, "now?", discordtest.ReplyTo(before))
			return message(t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("You asked: now?.")))
		},
		"slash": func(t *testing.T, s *stage, _ *discordtest.Message) *discordtest.Message {
			asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "now?"))
			return message(t)(asked.Answer(t.Context(), discordtest.Contains("You asked: now?.")))
		},
		"modal": func(t *testing.T, s *stage, _ *discordtest.Message) *discordtest.Message {
			opened := s.Command(s.ada, s.channel, "ask")
			must[*discordtest.Modal](t)(opened.Modal(t.Context()))
			return message(t)(s.Submit(opened, map[string]string{"question": "now?"}).Answer(t.Context(), discordtest.Contains("You asked: now?.")))
		},
	}
	for failure, happen := range failures {
		for way, ask := range asks {
			t.Run(failure+"/"+way, func(t *testing.T) {
				t.Parallel()
				s := build(t, fakeDesk{})
				if failure == "locked" { // which shows in time alone
					s.bot.lookWithin, s.bot.keepWithin = 50*time.Millisecond, 100*time.Millisecond
				}
				s.run(t).ready(t)
				ok(t, s.memory.Set(t.Context(), s.guild.ID, s.guild.ID, s.ada.ID, memory.Settings{GuildQuota: &memory.Limit{Most: 9, Per: time.Hour}}))
				before := message(t)(s.AwaitReply(t.Context(), s.mention("before?"), discordtest.Contains("before?")))
				for deadline := time.Now().Add(patience); !strings.Contains(s.log.String(), "msg=served") && time.Now().Before(deadline); {
					runtime.Gosched() // it is kept after it is shown
				}
				happen(t, s)
				answer := ask(t, s, before)
				if len(answer.Buttons()) > 0 {
					t.Errorf("an answer that is not kept has the buttons %+v", answer.Buttons())
				}
				if !strings.Contains(s.log.String(), "an answer is not kept") {
					t.Error("that is not logged")
				}
				s.silent(t, "now?")
			})
		}
	}
}

// What moderators set holds where it cannot be read any more, as it was read last; where it never was, commands are answered in private.
func TestSettingsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{true, false} {
		t.Run(fmt.Sprint("read before: ", known), func(t *testing.T) {
			t.Parallel()
			s := play(t, fakeDesk{})
			elsewhere := s.AddChannel(s.guild, "elsewhere")
			ok(t, s.memory.Set(t.Context(), s.guild.ID, s.guild.ID, s.ada.ID, memory.Settings{Channels: []string{s.channel.ID}}))
			answer := func(in *discordtest.Channel) {
				t.Helper()
				ok(t, s.Await(t.Context(), "a word", func() bool { return len(s.Seen(s.ada, in)) > 0 }))
			}
			if known {
				s.Command(s.ada, elsewhere, "ask", discordtest.Opt("question", "who?"))
				answer(elsewhere)
			}
			ok(t, s.memory.Close())
			used := s.Command(s.ada, elsewhere, "ask", discordtest.Opt("question", "and now?"))
			m := must[*discordtest.Message](t)(used.Answer(t.Context()))
			if allowed := !strings.Contains(m.Text(), desk.English.Say("error.not_here")); allowed == known || !m.Ephemeral() {
				t.Errorf("the reader is told %q; ephemeral: %v", m.Text(), m.Ephemeral())
			}
		})
	}
}

// An interaction can be answered for 15 minutes. What takes longer comes in a message of its own, with its buttons.
func TestALongAnswerIsHandedOver(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		private, mute, closed bool
		direct                bool // where the answer comes
		want                  string
	}{
		"public":                  {want: "answer.handed"},
		"private":                 {private: true, direct: true, want: "answer.handed_direct"},
		"where it may not post":   {mute: true, direct: true, want: "answer.handed_direct"},
		"nowhere to be handed to": {private: true, closed: true, want: "error.too_long"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			finish := make(chan struct{})
			s := build(t, fakeDesk{ask: func(ctx context.Context, question string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
				show(claim("One.", 1))
				select {
				case <-finish:
					return sample(question), nil
				case <-ctx.Done():
					return bot.Answer{}, ctx.Err()
				}
			}})
			s.clock.lates = make(chan time.Time)
			s.run(t).ready(t)
			if tt.mute {
				s.Deny(s.channel, discordgo.PermissionSendMessages)
			}
			if tt.closed {
				s.CloseDMs(s.ada)
			}
			message := must[*discordtest.Message](t)
			asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"), discordtest.Opt("private", tt.private))
			s.clock.tick(t)
			first := message(asked.Answer(t.Context(), discordtest.Contains("One.")))
			s.clock.lates <- time.Time{}
			message(asked.Answer(t.Context(), discordtest.Contains(desk.English.Say(tt.want))))
			if tt.closed {
				return
			}
			s.Advance(time.Hour)
			close(finish)
			in := s.channel
			if tt.direct {
				in = s.DM(s.ada)
			}
			answer := message(s.AwaitMessage(t.Context(), in, discordtest.Contains("You asked: who?.")))
			if want := first.ID; !tt.direct && answer.ReplyTo != want {
				t.Errorf("the answer replies to %q, want the command's message %q", answer.ReplyTo, want)
			}
			button, there := answer.Button("Show passages")
			if !there {
				t.Fatal("the answer has no buttons")
			}
			wantText(t, message(s.Click(s.ada, answer, button.CustomID).Answer(t.Context())), "Bombs fell.")
			if s.entry(t, answer).Asker != s.ada.ID {
				t.Error("the ledger does not know the message")
			}
			if n := len(s.Messages(in)); tt.direct && n != 1 || !tt.direct && n != 2 {
				t.Errorf("%d messages stand there", n)
			}
			s.silent(t, "who?")
		})
	}
}

// Who deletes an answer in the making ends it: the model is not kept at work for nobody.
func TestADeletedDraftStopsTheModel(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	s := play(t, fakeDesk{ask: func(ctx context.Context, _ string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		show(claim("One.", 1))
		<-next
		show(claim("Two.", 1))
		<-ctx.Done()
		return bot.Answer{}, errors.New("the model was cut off")
	}})
	asked := s.mention("who?")
	s.clock.tick(t)
	s.Delete(must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("One."))))
	close(next)
	for told := false; !told; {
		select {
		case s.clock.paces <- time.Time{}:
		default:
			told = len(s.Seen(s.ada, s.channel)) > 0
		}
	}
	wantText(t, s.Seen(s.ada, s.channel)[0], desk.English.Say("error.deleted"))
}

// A 429 from before Discord says only when to come back, and holds for all.
func TestABarredAddressWaits(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	s.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Status: http.StatusTooManyRequests, Body: "error code: 1015", RetryAfter: time.Second})
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?"), discordtest.Contains("You asked")))
	calls := s.CallsTo("POST", discordtest.RouteMessages)
	if len(calls) != 2 || calls[1].At.Sub(calls[0].At) < time.Second {
		t.Errorf("%d calls were made, at %v", len(calls), calls)
	}
}

// An answer is shared once, though Discord does not say that it took it.
func TestAnAnswerIsSharedOnce(t *testing.T) {
	t.Parallel()
	for _, done := range []bool{true, false} {
		t.Run(fmt.Sprint("carried out: ", done), func(t *testing.T) {
			t.Parallel()
			s := play(t, fakeDesk{})
			message := must[*discordtest.Message](t)
			private := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"), discordtest.Opt("private", true)).Answer(t.Context(), discordtest.Contains("You asked")))
			s.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteFollowups, Status: http.StatusBadGateway, CarryOut: done})
			s.press(t, s.ada, private, "Share")
			shown := message(s.AwaitMessage(t.Context(), s.channel, discordtest.Contains("Shared by")))
			ok(t, s.Await(t.Context(), "the button's end", func() bool {
				_, there := s.Message(private.ID).Button("Share")
				return !there
			}))
			s.stop()
			s.wantEnd(t, nil)
			if n := len(s.Messages(s.channel)); n != 1 || s.entry(t, shown).Private {
				t.Errorf("%d messages stand there", n)
			}
		})
	}
}

// Whatever step the gateway fails at, the answer in hand is given, and questions are heard afterwards.
func TestTheGatewayFailsAtEachStep(t *testing.T) {
	t.Parallel()
	steps := map[string]discordtest.Step{"dial": discordtest.Dial, "identify": discordtest.Identify, "resume": discordtest.Resume,
		"ready": discordtest.Ready, "heartbeat": discordtest.Heartbeat}
	actions := map[string]discordtest.Action{
		"drop": discordtest.Drop, "reconnect": discordtest.Reconnect, "4000": discordtest.CloseWith(4000), "4009": discordtest.CloseWith(4009),
		"invalid session": discordtest.InvalidSession(false), "invalid session, resumable": discordtest.InvalidSession(true),
	}
	for at, step := range steps {
		for what, action := range actions {
			t.Run(at+"/"+what, func(t *testing.T) {
				t.Parallel()
				d, begun, release := slow()
				s := build(t, d)
				s.bot.gateways[0].open = 2 * time.Second
				s.run(t).ready(t)
				s.DisruptAt(step, action, 1)
				asked := s.mention("before?")
				<-begun
				if step == discordtest.Identify {
					s.Disrupt(discordtest.CloseWith(4009))
				} else {
					s.Disrupt(discordtest.Drop)
				}
				close(release)
				must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("before?")))
				// Only what is said to a session that stands is heard for sure.
				ctx, done := context.WithTimeout(t.Context(), patience)
				defer done()
				for n := 0; ; n++ {
					ok(t, s.AwaitReady(ctx))
					m := s.mention(fmt.Sprintf("after %d?", n))
					trying, over := context.WithTimeout(ctx, time.Second)
					_, err := s.AwaitReply(trying, m, discordtest.Contains("after"))
					over()
					if err == nil {
						break
					}
					ok(t, ctx.Err())
				}
			})
		}
	}
}

func TestHeartbeatsUnanswered(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{}, discordtest.WithHeartbeat(300*time.Millisecond))
	s.DisruptAt(discordtest.Heartbeat, discordtest.Ignore, 6)
	ok(t, s.Await(t.Context(), "a new connection", func() bool { return s.Identifies()+s.Resumes() > 1 && s.Connected() }))
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
}
