package discord

import (
	"context"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/retrieval"
)

// What a reader alone sees is in their locale, what all see in the guild's, else the asker's, else English.
func TestLocales(t *testing.T) {
	t.Parallel()
	s := build(t, nil)
	s.hire(t, Config{Models: desk.Models{Chat: "gemma", Embedding: "nomic"}, Desk: fakeDesk{ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		a := sample(question)
		a.Notice = "The language model did not answer, so these are sentences of the coverage itself."
		return a, nil
	}, article: func(name string) (desk.Card, error) {
		if name != "kerry" {
			return desk.Card{}, desk.Usage("error.no_article", "name", name)
		}
		return desk.Card{Article: retrieval.Article{ID: name, Headline: "Kerry *warns*", Published: day("2016-09-28").Time}, Passages: 2}, nil
	}}})
	s.run(t).ready(t)
	message, ctx := must[*discordtest.Message](t), t.Context()
	eva, other := s.AddUserIn("eva", discordgo.SpanishES), s.AddGuild("Other")
	elsewhere := s.AddChannel(other, "desk")
	s.set(t, s.guild.ID, memory.Settings{Language: new("de")})
	ask := func(as *discordtest.User, in *discordtest.Channel, more ...discordtest.Argument) *discordtest.Message {
		return message(s.Command(as, in, "ask", append(more, discordtest.Opt("question", "who?"))...).Answer(ctx))
	}

	wantText(t, ask(eva, s.channel), "Berichterstattung bis 22. Dez. 2016", "-# Das Sprachmodell hat nicht geantwortet, darum sind dies Sätze der Berichterstattung selbst.")
	wantText(t, message(s.AwaitReply(ctx, s.mention("who?"))), "Berichterstattung bis")
	wantText(t, ask(eva, s.channel, discordtest.Opt("private", true)), "hasta el 22 dic 2016")
	wantText(t, ask(eva, elsewhere), "hasta el 22 dic 2016")
	wantText(t, message(s.AwaitReply(ctx, s.Say(eva, elsewhere, s.Bot.Mention()+" who?"))), "Coverage through 22 Dec 2016")
	wantText(t, message(s.Command(eva, s.channel, "help").Answer(ctx)), "**/ask** Pregunta a la cobertura", "mencionarme")
	wantText(t, message(s.Command(eva, s.channel, "privacy").Answer(ctx)), "preguntas 4 · reacciones 0",
		"La pregunta, la conversación que continúa y los pasajes encontrados se envían al modelo de lenguaje gemma.",
		"Para encontrar pasajes, la pregunta se envía al modelo de embeddings nomic, como antes los artículos.")
	wantText(t, message(s.Command(eva, s.channel, "article", discordtest.Opt("article", "kerry")).Answer(ctx)), "**Kerry \\*warns\\***", "2 pasajes")
	wantText(t, message(s.Command(eva, s.channel, "article", discordtest.Opt("article", "no")).Answer(ctx)), "Ningún artículo se titula")
	if help := message(s.Command(s.ada, s.channel, "help").Answer(ctx)); strings.Contains(help.Text(), "/dateline") {
		t.Error("a reader is shown the commands of who manages the server")
	}
	s.Grant(s.guild, s.ada, discordgo.PermissionManageGuild)
	wantText(t, message(s.Command(s.ada, s.channel, "help").Answer(ctx)), "/dateline")
}

func TestThanksAreNotAnswered(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{ask: func(context.Context, string, desk.Window, func(bot.Claim)) (bot.Answer, error) {
		return bot.Answer{Abstained: true, Composer: desk.Courteous, Reason: desk.English.Say("courtesy.thanks")}, nil
	}})
	s.set(t, s.channel.ID, memory.Settings{Language: new("fr")})
	m := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("thanks")))
	if m.Content != desk.Locale("fr").Say("courtesy.thanks") || len(m.Buttons()) > 0 {
		t.Errorf("thanks are met with %q and %+v", m.Content, m.Buttons())
	}
	if kept, err := s.memory.What(t.Context(), s.ada.ID); err != nil || kept.Answers > 0 {
		t.Errorf("%+v is kept: %v", kept, err)
	}
}
