package discord

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
)

// hour turns the bot's clock on by hours, and lets it ask what is followed again.
type hour struct{ passed atomic.Int64 }

func (h *hour) set(b *Bot) {
	b.clock.now = func() time.Time { return time.Now().Add(time.Duration(h.passed.Load()) * time.Hour) }
}

// followed has somebody follow a question in a place, and returns its answer and what they alone were told.
func (s *stage) followed(t *testing.T, who *discordtest.User, in *discordtest.Channel, question string) (answer, told *discordtest.Message) {
	t.Helper()
	used := s.Command(who, in, "follow", discordtest.Opt("question", question))
	answer = must[*discordtest.Message](t)(used.Answer(t.Context(), discordtest.Contains("ms")))
	return answer, must[*discordtest.Message](t)(used.Followup(t.Context()))
}

func newsOf(question string) func(*discordtest.Message) bool {
	return discordtest.Contains("New coverage changes the answer to: **" + question + "**")
}

func TestFollow(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := build(t, n)
	var clock hour
	clock.set(s.bot)
	s.run(t).ready(t)
	message, ctx := must[*discordtest.Message](t), t.Context()

	answer, told := s.followed(t, s.ada, s.channel, "what of the fire?")
	wantText(t, answer, burnt+" [1]")
	wantText(t, told, "I will post here when new coverage changes the answer, until <t:", "Nobody is pinged.")
	golden(t, "follow-started.json", s.renamed(t, told))
	if !told.Ephemeral() {
		t.Error("all are told that somebody follows a question")
	}

	// The same answer from a changed coverage is no news.
	s.round(t)
	n.put(reported("else", "Nothing of it."))
	clock.passed.Add(1)
	s.bot.Stir()
	s.round(t)
	if posted := len(s.Messages(s.channel)); posted != 1 {
		t.Fatalf("%d messages stand in the channel, want the answer", posted)
	}

	// New coverage is told once, as a difference, with its sources; corrections reach it, too.
	n.put(reported("later", "The fire began in a bakery, the mayor said."))
	n.put(reported("fire", burnt2, rain))
	clock.passed.Add(1)
	s.bot.Stir()
	news := message(s.AwaitMessage(ctx, s.channel, newsOf("what of the fire?")))
	wantText(t, news, "No longer: ~~"+burnt+"~~", "For "+s.ada.Mention()+", until <t:", burnt2+" [1] The fire began in a bakery, the mayor said. [2]",
		"[2] **Story later** · Dateline sample desk")
	if strings.Contains(news.Text(), rain+" [") {
		t.Error("what is not new is told again")
	}
	if news.ReplyTo != answer.ID {
		t.Error("the news do not reply to the answer")
	}
	s.round(t)
	clock.passed.Add(1)
	s.again(t, n)
	clock.passed.Add(1)
	s.round(t)
	n.put(reported("later", "The fire began in a kitchen, the mayor said."))
	s.bot.Stir()
	s.await(t, news, "Now: The fire began in a kitchen")
	golden(t, "news.json", s.renamed(t, news))
	s.silent(t, "the fire", "bakery")
}

func (s *stage) changedTo(n *newsroom, clock *hour, sentence string) {
	n.put(reported("fire", sentence, rain))
	clock.passed.Add(1)
	s.bot.Stir()
}

// A process that breaks off after it has posted news leaves nothing to be posted twice.
func TestNewsArePostedOnce(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := play(t, n)
	s.followed(t, s.ada, s.channel, "what of the fire?")
	s.stop()
	ok(t, <-s.ended)
	s.hire(t, Config{Desk: n})
	var clock hour
	clock.set(s.bot)
	s.run(t)
	ok(t, s.AwaitReady(t.Context()))
	s.round(t)
	s.Fault(discordtest.Fault{Method: "POST", Route: discordtest.RouteMessages, Status: http.StatusBadGateway, CarryOut: true, Times: maxTries})
	s.changedTo(n, &clock, burnt2)
	must[*discordtest.Message](t)(s.AwaitMessage(t.Context(), s.channel, newsOf("what of the fire?")))
	ok(t, s.Await(t.Context(), "all tries", func() bool { return s.calls("POST", discordtest.RouteMessages) == maxTries }))
	s.round(t)
	s.Advance(time.Hour)
	s.stop()
	ok(t, <-s.ended)
	ok(t, s.memory.Close())
	s.memory = must[*memory.Memory](t)(memory.Open(t.Context(), s.path, func() time.Time { return time.Now().Add(9 * time.Hour) }))
	s.hire(t, Config{Desk: n})
	s.run(t)
	until(t, "the news are known to be told", func() bool {
		all := must[[]memory.Follow](t)(s.memory.Following(t.Context(), s.guild.ID, s.ada.ID))
		return !all[0].Changed.IsZero()
	})
	if posted := len(s.Messages(s.channel)); posted != 2 {
		t.Errorf("%d messages stand in the channel, want the answer and its news", posted)
	}
}

// A sentence that another one displaces is no news; that nothing answers any more is.
func TestAnswersThatAreGone(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt), reported("else", "Nothing of it."))
	s := build(t, n)
	var clock hour
	clock.set(s.bot)
	s.run(t).ready(t)
	s.followed(t, s.ada, s.channel, "what of the fire?")
	s.round(t)
	n.remove("fire")
	clock.passed.Add(1)
	s.bot.Stir()
	news := must[*discordtest.Message](t)(s.AwaitMessage(t.Context(), s.channel, newsOf("what of the fire?")))
	wantText(t, news, "No longer: ~~"+burnt+"~~", "The coverage does not answer this question.")
	if len(news.Embeds) > 0 {
		t.Error("there is an answer where nothing is new")
	}
	golden(t, "news-gone.json", s.renamed(t, news))
}

// renamed is a message of news for a golden file.
func (s *stage) renamed(t *testing.T, news *discordtest.Message) string {
	t.Helper()
	f := must[[]memory.Follow](t)(s.memory.Following(t.Context(), s.guild.ID, s.ada.ID))[0]
	names := []string{f.ID, "FOLLOW", s.ada.ID, "ADA", stamp(lastDay(f)), "DAY", s.channel.ID, "CHANNEL"}
	if e, err := s.memory.EntryOf(t.Context(), news.ID); err == nil {
		names = append(names, e.ID, "ANSWER")
	}
	return strings.NewReplacer(names...).Replace(wire(t, news))
}

func TestFollowing(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := build(t, n)
	var clock hour
	clock.set(s.bot)
	s.run(t).ready(t)
	message, ctx := must[*discordtest.Message](t), t.Context()
	wantText(t, message(s.Command(s.ada, s.channel, "following").Answer(ctx, discordtest.Contains("You follow no question."))))
	for i := range mostFollowed {
		s.followed(t, s.ada, s.channel, fmt.Sprintf("%d: what of the fire?", i))
	}
	_, told := s.followed(t, s.AddUser("ben"), s.channel, "and of the harbour?")
	refused := message(s.Command(s.ada, s.channel, "follow", discordtest.Opt("question", "more of the fire?")).Answer(ctx))
	wantText(t, refused, "You follow 10 questions here, and more are not possible; end one with /following.")
	list := message(s.Command(s.ada, s.channel, "following").Answer(ctx, discordtest.Contains("You follow:")))
	wantText(t, list, "- **0: what of the fire?** (until <t:")
	if !list.Ephemeral() || strings.Contains(list.Text(), "harbour") {
		t.Error("others see what a reader follows")
	}
	menu := list.Components[0].Components[0]
	if len(menu.Options) != mostFollowed {
		t.Fatalf("the menu is %+v", menu)
	}
	all := must[[]memory.Follow](t)(s.memory.Following(ctx, s.guild.ID, s.ada.ID))
	names := []string{s.channel.ID, "CHANNEL", stamp(lastDay(all[0])), "DAY"}
	for _, f := range all {
		names = append(names, f.ID, "FOLLOW")
	}
	golden(t, "following.json", strings.NewReplacer(names...).Replace(wire(t, list)))
	s.Select(s.ada, list, menu.CustomID, menu.Options[0].Value)
	ok(t, s.Await(ctx, "a shorter list", func() bool { return !strings.Contains(s.Message(list.ID).Text(), "0: what") }))

	// The button ends it for its follower, and for those who keep order; not for others.
	if _, there := told.Button("End"); !there {
		t.Error("there is no button to end it at once")
	}
	s.round(t)
	s.changedTo(n, &clock, burnt2)
	news := message(s.AwaitMessage(ctx, s.channel, newsOf("1: what of the fire?")))
	end, there := news.Button("End")
	if !there {
		t.Fatal("there is no button to end it under its news")
	}
	carl := s.AddUser("carl")
	wantText(t, message(s.Click(carl, news, end.CustomID).Answer(ctx)), "Only whoever asked can do that.")
	s.Grant(s.guild, carl, discordgo.PermissionManageMessages)
	wantText(t, message(s.Click(carl, news, end.CustomID).Answer(ctx)), "Ended.")
	until(t, "the follow has ended", func() bool {
		return len(must[[]memory.Follow](t)(s.memory.Following(ctx, s.guild.ID, s.ada.ID))) == mostFollowed-2
	})
}

// A follow ends where the bot has lost access, or when its time is over; not where the coverage could not be asked.
func TestFollowsEnd(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, reported("fire", burnt, rain))
	s := build(t, n)
	var clock hour
	clock.set(s.bot)
	s.run(t).ready(t)
	ctx := t.Context()
	left := func(want int) {
		t.Helper()
		until(t, fmt.Sprintf("%d follows", want), func() bool {
			return len(must[[]memory.Follow](t)(s.memory.FollowingIn(ctx, s.guild.ID))) == want
		})
	}
	hidden := s.AddChannel(s.guild, "hidden")
	s.followed(t, s.ada, hidden, "what of the fire?")
	s.followed(t, s.ada, s.channel, "what of the fire?")
	s.followed(t, s.ada, s.DM(s.ada), "what of the fire?")
	s.round(t)
	n.fails.Store(true)
	s.changedTo(n, &clock, burnt2)
	s.round(t)
	left(2)
	n.fails.Store(false)
	s.Deny(hidden, discordgo.PermissionViewChannel)
	s.changedTo(n, &clock, "The fire was a drill, the mayor said.")
	left(1)
	must[*discordtest.Message](t)(s.AwaitMessage(ctx, s.DM(s.ada), newsOf("what of the fire?")))
	must[*discordtest.Message](t)(s.AwaitMessage(ctx, s.channel, newsOf("what of the fire?")))
	s.round(t)
	clock.passed.Add(91 * 24)
	s.changedTo(n, &clock, burnt)
	left(0)
	golden(t, "follow-over.json", wire(t, must[*discordtest.Message](t)(s.AwaitMessage(ctx, s.channel, discordtest.Contains("since its time is over")))))

	s.Deny(s.channel, discordgo.PermissionSendMessages)
	cannot := s.Command(s.ada, s.channel, "follow", discordtest.Opt("question", "what of the fire?"))
	wantText(t, must[*discordtest.Message](t)(cannot.Answer(ctx)), "I may not post here by myself")
	s.silent(t, "the fire")
}
