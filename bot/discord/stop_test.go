package discord

import (
	"context"
	"errors"
	"testing"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
)

// unending is a desk that shows claims and then waits to be stopped.
func unending(claims ...bot.Claim) fakeDesk {
	return fakeDesk{ask: func(ctx context.Context, _ string, _ desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		for _, c := range claims {
			show(c)
		}
		<-ctx.Done()
		return bot.Answer{}, errors.New("the model was cut off")
	}}
}

func TestStop(t *testing.T) {
	t.Parallel()
	s := play(t, unending(cited().Claims[0]))
	message, ctx := must[*discordtest.Message](t), t.Context()
	asked := s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "who?"))
	s.clock.tick(t)
	draft := message(asked.Answer(ctx, discordtest.Contains("Still answering")))

	// Others cannot stop it.
	told := message(s.press(t, s.AddUser("ben"), draft, "Stop").Answer(ctx))
	if !told.Ephemeral() || told.Content != "Only whoever asked can do that." {
		t.Errorf("somebody else is told %q", told.Content)
	}
	// What stands there when it is stopped stays, with its source and its buttons.
	s.press(t, s.ada, draft, "Stop")
	stopped := message(asked.Answer(ctx, discordtest.Contains("Stopped.")))
	wantText(t, stopped, "Kerry said that talks would end. [1]", "[1] [Kerry warns Russia over Aleppo]")
	if _, there := stopped.Button("Stop"); there || len(stopped.Buttons()) == 0 {
		t.Errorf("the buttons are %+v", stopped.Buttons())
	}
	if s.Message(stopped.ID).ID != draft.ID {
		t.Error("the answer is another message than its draft")
	}
	s.silent(t, "who?")
}

// A model that has said nothing for a while can be stopped too; nothing is kept of that.
func TestStopBeforeTheFirstClaim(t *testing.T) {
	t.Parallel()
	s := play(t, unending())
	asked := s.mention("who?")
	for range stopAfter + 1 {
		s.clock.tick(t)
	}
	draft := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("Still answering")))
	s.press(t, s.ada, draft, "Stop")
	stopped := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("Stopped.")))
	if len(stopped.Buttons()) > 0 {
		t.Errorf("the buttons are %+v", stopped.Buttons())
	}
	if kept, err := s.memory.What(t.Context(), s.ada.ID); err != nil || kept.Answers > 0 {
		t.Errorf("%+v is kept: %v", kept, err)
	}
}

// A follow-up to an answer that is still in the making waits for it.
func TestAReplyToADraftWaitsForTheAnswer(t *testing.T) {
	t.Parallel()
	finish := make(chan struct{})
	d := recalling()
	then := d.followUp
	d.followUp = func(former []bot.Turn, question string) (bot.Answer, error) {
		if question == "slowly?" {
			<-finish
		}
		return then(former, question)
	}
	s := play(t, d)
	asked := s.mention("slowly?")
	for range stopAfter + 1 {
		s.clock.tick(t)
	}
	draft := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("Still answering")))
	next := s.Say(s.ada, s.channel, "and then?", discordtest.ReplyTo(draft))
	close(finish)
	wantText(t, must[*discordtest.Message](t)(s.AwaitReply(t.Context(), next, discordtest.Contains("and then?"))), `and then? after \[slowly?\]`)
}
