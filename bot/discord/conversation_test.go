package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
)

func TestConversation(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{complete: func(_ context.Context, what desk.Completion, typed string) ([]desk.Choice, error) {
		if typed != "kerry" || what != desk.Headlines {
			t.Errorf("the desk was asked for %s with %q", what, typed)
		}
		return []desk.Choice{{Label: "Kerry warns… · 28 Sept 2016", Value: "kerry-2016"}, {Label: "bare", Value: "bare"}}, nil
	}})
	message, ctx := must[*discordtest.Message](t), t.Context()

	// A mention is answered by a reply with claims, sources and the small last line.
	asked := s.mention("what did Kerry say?")
	answer := message(s.AwaitReply(ctx, asked))
	wantText(t, answer, "You asked: what did Kerry say?. [1] Kerry threatened to suspend talks. [1] [2]",
		"[1] [Kerry warns Russia over Aleppo](https://news.example/kerry-warns) · Dateline sample desk · <t:1475064000:D> (28 Sept 2016) · paragraph 6",
		"[2] **Aleppo under fire** · Dateline sample wire · <t:1474977600:D> (27 Sept 2016) · caption",
		"Coverage through 22 Dec 2016 · 38 ms")
	if s.Typing(s.channel) == 0 {
		t.Error("the bot did not show that it was typing")
	}

	// So is a reply to it, and a direct message, mention or not.
	again := s.Say(s.ada, s.channel, "and then?", discordtest.ReplyTo(answer))
	wantText(t, message(s.AwaitReply(ctx, again)), "You asked: and then?.")
	direct := s.Say(s.ada, s.DM(s.ada), "in private?")
	wantText(t, message(s.AwaitReply(ctx, direct)), "You asked: in private?.")

	// /ask is deferred, then answered in public; or to the reader alone.
	slash := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	public := message(slash.Answer(ctx))
	wantText(t, public, "You asked: who?.", "[2] **Aleppo under fire**")
	first := must[*discordtest.Response](t)(slash.Response(ctx))
	if first.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource || public.Ephemeral() {
		t.Errorf("the first response is of type %d; ephemeral: %v", first.Type, public.Ephemeral())
	}
	secret := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "psst?"), discordtest.Opt("private", true)).Answer(ctx))
	if !secret.Ephemeral() {
		t.Error("a private answer is public")
	}

	// /summary suggests headlines and takes their article's ID.
	choices := must[[]*discordgo.ApplicationCommandOptionChoice](t)(
		s.Autocomplete(s.ada, s.channel, "summary", discordtest.Opt("article", "kerry")).Choices(ctx))
	if len(choices) != 2 || choices[0].Value != "kerry-2016" || !strings.HasSuffix(choices[0].Name, "… · 28 Sept 2016") || choices[1].Name != "bare" {
		t.Errorf("suggestions are %+v, %+v", choices[0], choices[1])
	}
	summary := message(s.Command(s.ada, s.channel, "summary", discordtest.Opt("article", "kerry-2016"), discordtest.Opt("length", "detailed")).Answer(ctx))
	wantText(t, summary, "You asked: kerry-2016.")

	// The button shows the passages, quoted, to whoever presses it.
	button, there := public.Button("Show passages")
	if !there {
		t.Fatalf("the button is %+v", button)
	}
	shown := message(s.Click(s.AddUser("ben"), public, button.CustomID).Answer(ctx))
	wantText(t, shown, "> Kerry told Lavrov that talks would end.", "[2] **Aleppo under fire**", "> Bombs fell.")
	if !shown.Ephemeral() {
		t.Error("the passages are shown to everybody")
	}

	help := message(s.Command(s.ada, s.DM(s.ada), "help").Answer(ctx))
	wantText(t, help, "**/ask** Ask the coverage", "-# e.g. /ask What did Kerry", "mention me")
	if !help.Ephemeral() {
		t.Error("help is shown to everybody")
	}
	s.silent(t, "Kerry say", "in private", "psst")
}

func TestOptionsReachTheDesk(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{
		ask: func(_ context.Context, question string, w desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
			return sample(fmt.Sprint(question, w)), nil
		},
		summary: func(_ context.Context, sum desk.Summary, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
			sum.Articles = slices.DeleteFunc(sum.Articles, func(a string) bool { return a == "" })
			return sample(fmt.Sprint(sum)), nil
		},
	})
	ask := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"), discordtest.Opt("since", "2016"),
		discordtest.Opt("until", "2017"), discordtest.Opt("outlet", "wire"), discordtest.Opt("article", "kerry-2016"))
	wantText(t, must[*discordtest.Message](t)(ask.Answer(t.Context())), "You asked: who?{2016 2017 wire kerry-2016}.")
	sum := s.Command(s.ada, s.channel, "summary", discordtest.Opt("topic", "Aleppo"), discordtest.Opt("length", "brief"))
	wantText(t, must[*discordtest.Message](t)(sum.Answer(t.Context())), "Aleppo brief}.")
}

// The queue before a busy model serves readers in turns, so the desk has to know who asks.
func TestTheDeskKnowsWhoAsks(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{ask: func(ctx context.Context, _ string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		return sample("asker " + bot.Asker(ctx)), nil
	}})
	message, ctx := must[*discordtest.Message](t), t.Context()
	want := "You asked: asker " + s.ada.ID + "."
	wantText(t, message(s.AwaitReply(ctx, s.mention("who am I?"))), want)
	wantText(t, message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?")).Answer(ctx)), want)
	wantText(t, message(s.Command(s.ada, s.DM(s.ada), "ask", discordtest.Opt("question", "who?")).Answer(ctx)), want)
}

func TestOnlyWhatIsMeantForTheBotIsAnswered(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{})
	answer := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("first?")))
	other := s.AddUser("other bot")
	other.Bot = true
	s.Say(s.ada, s.channel, "small talk")
	s.Say(s.ada, s.channel, "quietly", discordtest.ReplyQuietly(answer))
	s.Say(other, s.channel, s.Bot.Mention()+" a bot asks")
	s.Say(s.ada, s.channel, "@everyone look")
	last := s.Say(s.ada, s.channel, "hello "+s.Bot.Mention()+", last?")
	wantText(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), last)), "You asked: hello , last?.")
	if n := s.calls("POST", discordtest.RouteMessages); n != 2 {
		t.Errorf("%d messages were posted, want 2", n)
	}
}

func TestAddressed(t *testing.T) {
	t.Parallel()
	ada, self := &discordgo.User{ID: "1"}, &discordgo.User{ID: "9", Bot: true}
	tests := []struct {
		name          string
		m             discordgo.Message
		question, how string
	}{
		{"mention", discordgo.Message{Author: ada, GuildID: "g", Content: "<@9> who? ", Mentions: []*discordgo.User{self}}, "who?", "mention"},
		{"old mention", discordgo.Message{Author: ada, GuildID: "g", Content: "who, <@!9>", Mentions: []*discordgo.User{self}}, "who,", "mention"},
		{"only a mention", discordgo.Message{Author: ada, GuildID: "g", Content: "<@9>", Mentions: []*discordgo.User{self}}, "", "mention"},
		{"direct", discordgo.Message{Author: ada, Content: "who?"}, "who?", "direct"},
		{"somebody else", discordgo.Message{Author: ada, GuildID: "g", Content: "who?", Mentions: []*discordgo.User{ada}}, "", ""},
		{"webhook", discordgo.Message{Author: ada, WebhookID: "5", Content: "<@9> who?", Mentions: []*discordgo.User{self}}, "", ""},
		{"itself", discordgo.Message{Author: self, Content: "an answer"}, "", ""},
		{"pinned", discordgo.Message{Author: ada, Type: discordgo.MessageTypeChannelPinnedMessage}, "", ""},
		{"nobody", discordgo.Message{Content: "who?"}, "", ""},
	}
	for _, tt := range tests {
		question, how := addressed(&tt.m, "9")
		if how != tt.how || how != "" && question != tt.question {
			t.Errorf("%s: got %q by %q, want %q by %q", tt.name, question, how, tt.question, tt.how)
		}
	}
}

func TestEveryDeskCommandHasAnAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range desk.Commands {
		names := []string{c.Name}
		if c.Kind == desk.Group {
			names = nil
		}
		for _, under := range c.Under {
			names = append(names, c.Name+" "+under.Name)
		}
		for _, name := range names {
			if commands()[name] == nil {
				t.Errorf("/%s is offered and not answered", name)
			}
		}
	}
}

func TestClaimsComeAtMostOnceAPaceAndTheEndAlways(t *testing.T) {
	t.Parallel()
	claims, shown, finish := make(chan bot.Claim), make(chan bool), make(chan bot.Answer)
	s := play(t, fakeDesk{ask: func(_ context.Context, _ string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		for {
			select {
			case c := <-claims:
				show(c)
				shown <- true
			case a := <-finish:
				return a, nil
			}
		}
	}})
	message := must[*discordtest.Message](t)
	say := func(texts ...string) {
		for _, text := range texts {
			claims <- claim(text, 1)
			<-shown
		}
	}
	tests := []struct {
		name  string
		ask   func() func(...func(*discordtest.Message) bool) *discordtest.Message // returns what awaits the answer
		edits func(*discordtest.Message) int
	}{
		{"mention", func() func(...func(*discordtest.Message) bool) *discordtest.Message {
			m := s.mention("slowly?")
			return func(until ...func(*discordtest.Message) bool) *discordtest.Message {
				return message(s.AwaitReply(t.Context(), m, until...))
			}
		}, func(m *discordtest.Message) int { return len(m.Edits) }},
		{"slash", func() func(...func(*discordtest.Message) bool) *discordtest.Message {
			i := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "slowly?"))
			return func(until ...func(*discordtest.Message) bool) *discordtest.Message {
				return message(i.Answer(t.Context(), until...))
			}
		}, func(m *discordtest.Message) int { return len(m.Edits) - 1 }}, // the first replaced "thinking…"
	}
	for _, tt := range tests {
		answer := tt.ask()
		say("One.", "Two.")
		s.clock.tick(t)
		m := answer(discordtest.Contains("Two. [1]"))
		wantText(t, m, "One. [1] Two. [1]", "Still answering")
		s.clock.tick(t) // nothing new: no edit
		say("Three.")
		s.clock.tick(t)
		answer(discordtest.Contains("Three."))
		say("Four.") // comes with the end
		finish <- sample("slowly?")
		m = answer(discordtest.Contains("Coverage through"))
		if n := tt.edits(m); n != 2 {
			t.Errorf("%s: the answer was edited %d times, want 2", tt.name, n)
		}
	}
	s.silent(t)
}

func TestUsageErrorsAreShownAsTheirSentence(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		return bot.Answer{}, fmt.Errorf("%w", desk.Usage("error.no_outlets", "name", "@everyone *"+question+"*"))
	}})
	message, ctx := must[*discordtest.Message](t), t.Context()
	const want = "There is no outlet \"@\u200beveryone \\*who?\\*\" in the coverage; none of its articles names one."
	if m := message(s.AwaitReply(ctx, s.mention("who?"))); m.Content != want {
		t.Errorf("a mention is told %q, want %q", m.Content, want)
	}
	// In public a slash command's sentence is for its reader alone, and nothing stays behind.
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	told := message(asked.Followup(ctx))
	if told.Content != want || !told.Ephemeral() {
		t.Errorf("a slash command is told %q; ephemeral: %v", told.Content, told.Ephemeral())
	}
	if n := len(s.Messages(s.channel)); n != 2 {
		t.Errorf("%d messages stand in the channel, want the mention and its reply", n)
	}
	secret := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"), discordtest.Opt("private", true)).Answer(ctx))
	if secret.Content != want || !secret.Ephemeral() {
		t.Errorf("a private command is told %q; ephemeral: %v", secret.Content, secret.Ephemeral())
	}
	s.silent(t, "who?")
}

func sorry() string { return desk.English.Say("error.sorry") }

func TestFailuresAreToldKindlyAndLogged(t *testing.T) {
	t.Parallel()
	tests := map[string]func() error{
		"an error": func() error { return errors.New("disk on fire") },
		"a panic":  func() error { panic("disk on fire") },
	}
	for name, fail := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, fakeDesk{
				ask: func(context.Context, string, desk.Window, func(bot.Claim)) (bot.Answer, error) {
					return bot.Answer{}, fail()
				},
				complete: func(context.Context, desk.Completion, string) ([]desk.Choice, error) { return nil, fail() },
			})
			message, ctx := must[*discordtest.Message](t), t.Context()
			if m := message(s.AwaitReply(ctx, s.mention("who?"))); m.Content != sorry() {
				t.Errorf("a mention is told %q", m.Content)
			}
			if m := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?")).Answer(ctx)); m.Content != sorry() {
				t.Errorf("a slash command is told %q", m.Content)
			}
			choices, err := s.Autocomplete(s.ada, s.channel, "summary", discordtest.Opt("article", "k")).Choices(ctx)
			if err != nil || len(choices) > 0 {
				t.Errorf("suggestions are %v, %v", choices, err)
			}
			if !strings.Contains(s.log.String(), "disk on fire") {
				t.Errorf("the cause was not logged:\n%s", s.log)
			}
			if name == "a panic" && !strings.Contains(s.log.String(), "conversation_test.go") {
				t.Error("the log does not tell where it happened")
			}
			s.silent(t, "who?")
		})
	}
}

func TestAFailureLeavesWhatWasShown(t *testing.T) {
	t.Parallel()
	fail := make(chan struct{})
	s := play(t, fakeDesk{ask: func(_ context.Context, _ string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		show(claim("One.", 1))
		<-fail
		return bot.Answer{}, errors.New("cut off")
	}})
	asked := s.mention("who?")
	s.clock.tick(t)
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("One.")))
	close(fail)
	m := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains(sorry())))
	wantText(t, m, "One. [1]")
}
