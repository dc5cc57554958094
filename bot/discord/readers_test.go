package discord

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/retrieval"
)

// set has a moderator change the settings of a guild, or of one channel of it.
func (s *stage) set(t *testing.T, scope string, settings memory.Settings) {
	t.Helper()
	ok(t, s.memory.Set(t.Context(), s.guild.ID, scope, "moderator", settings))
}

// listen makes the bot one that hears every message.
func (s *stage) listen(t *testing.T) {
	t.Helper()
	s.EnableIntents(discordgo.IntentMessageContent)
	s.hire(t, Config{Desk: s.bot.desk, MessageContent: true})
}

// restart ends the bot and has another one take over from it, with the same memory.
func (s *stage) restart(t *testing.T) {
	t.Helper()
	s.stop()
	ok(t, <-s.ended)
	s.hire(t, Config{Desk: s.bot.desk})
	s.run(t)
	identified := s.Identifies()
	ok(t, s.Await(t.Context(), "the next bot", func() bool { return s.Identifies() > identified && s.Connected() }))
}

// press presses a button by its label or emoji.
func (s *stage) press(t *testing.T, as *discordtest.User, on *discordtest.Message, name string) *discordtest.Interaction {
	t.Helper()
	for _, b := range on.Buttons() {
		if b.Label == name || b.Emoji != nil && b.Emoji.Name == name {
			return s.Click(as, on, b.CustomID)
		}
	}
	t.Fatalf("there is no button %q among %+v", name, on.Buttons())
	return nil
}

// fill fills in the form that an interaction opens.
func (s *stage) fill(t *testing.T, opened *discordtest.Interaction, fields map[string]string) *discordtest.Interaction {
	t.Helper()
	must[*discordtest.Modal](t)(opened.Modal(t.Context()))
	return s.Submit(opened, fields)
}

func TestEveryWayIn(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	open, forum := s.AddChannel(s.guild, "open"), s.AddForum(s.guild, "questions")
	s.listen(t)
	s.set(t, s.guild.ID, memory.Settings{AutoAnswer: []string{open.ID, forum.ID}})
	s.run(t).ready(t)
	message, ctx := must[*discordtest.Message](t), t.Context()

	// Small talk is answered where moderators said so, and nowhere else; what people say to each other is not.
	ben := s.AddUser("ben")
	chat := s.Say(ben, s.channel, "small talk")
	talk := s.Say(ben, open, "who spoke?")
	wantText(t, message(s.AwaitReply(ctx, talk)), "You asked: who spoke?.")
	s.Say(s.ada, open, "I agree with you", discordtest.ReplyTo(talk))
	s.Say(s.ada, open, ben.Mention()+" have you seen this?")
	quiet := s.Say(s.ada, open, "and then?", discordtest.ReplyQuietly(message(s.AwaitReply(ctx, talk))))
	wantText(t, message(s.AwaitReply(ctx, quiet)), "You asked: and then?.")

	// Threads inherit, and so do posts of a forum, whose title is part of the question.
	thread := s.AddThread(open, "a thread")
	wantText(t, message(s.AwaitReply(ctx, s.Say(s.ada, thread, "in a thread?"))), "You asked: in a thread?.")
	post, first := s.Post(s.ada, forum, "Who resigned?", "I saw it on the news.")
	wantText(t, message(s.AwaitReply(ctx, first)), "You asked: Who resigned? I saw it on the news..")
	wantText(t, message(s.AwaitReply(ctx, s.Say(s.ada, post, "and why?"))), "You asked: and why?.")

	// The message command asks what any message says, or what its embeds say.
	wantText(t, message(s.MessageCommand(s.ada, chat, desk.AskMessage).Answer(ctx)), "You asked: small talk.")

	// A form opens for a long question, and takes over what was filled in.
	opened := s.Command(s.ada, s.channel, "ask", discordtest.Opt("private", true), discordtest.Opt("since", "2016"))
	form := must[*discordtest.Modal](t)(opened.Modal(ctx))
	if len(form.Inputs) != 2 || form.Inputs[1].Value != "2016" {
		t.Errorf("the form is %+v", form)
	}
	long := strings.TrimSpace(strings.Repeat("who? ", 100))
	answer := message(s.fill(t, opened, map[string]string{"question": long}).Answer(ctx))
	wantText(t, answer, "You asked: "+long)
	if !answer.Ephemeral() {
		t.Error("the answer to a private form is public")
	}
	if n := len(s.Messages(open)); n != 6 {
		t.Errorf("%d messages stand in the open channel, want four and two answers", n)
	}
	s.silent(t, "small talk", "who spoke", "who? who?")
}

// Without the intent that lets it hear every message, the bot does not ask for it.
func TestMessageContentIsASetting(t *testing.T) {
	t.Parallel()
	s := build(t, fakeDesk{})
	s.set(t, s.guild.ID, memory.Settings{AutoAnswer: []string{s.channel.ID}})
	s.run(t).ready(t)
	s.Say(s.ada, s.channel, "nobody hears this")
	must[*discordtest.Message](t)(s.AwaitReply(t.Context(), s.mention("who?")))
	if n := len(s.Messages(s.channel)); n != 3 {
		t.Errorf("%d messages stand in the channel, want two and one answer", n)
	}
}

// recalling is a desk that answers with what it was told of the conversation.
func recalling() fakeDesk {
	return fakeDesk{followUp: func(former []bot.Turn, question string) (bot.Answer, error) {
		a := sample(question)
		var turns []string
		for _, f := range former {
			turns = append(turns, f.Question)
		}
		a.Claims = []bot.Claim{claim(question+" after ["+strings.Join(turns, " ")+"]", 1)}
		if len(former) > 0 {
			a.Understood = question + " in full"
		}
		return a, nil
	}}
}

func TestFollowUps(t *testing.T) {
	t.Parallel()
	s := play(t, recalling())
	message, ctx := must[*discordtest.Message](t), t.Context()
	ben := s.AddUser("ben")
	reply := func(to *discordtest.Message) *discordtest.Message {
		t.Helper()
		return message(s.AwaitReply(ctx, to, discordtest.Contains("after")))
	}

	// In a channel a reply goes on from the answer that it replies to; a mention begins anew.
	first := reply(s.mention("one?"))
	wantText(t, first, `one? after \[\]`)
	second := reply(s.Say(ben, s.channel, "two?", discordtest.ReplyTo(first)))
	wantText(t, second, `two? after \[one?\]`, "-# Understood as: two? in full")
	wantText(t, reply(s.Say(s.ada, s.channel, "three?", discordtest.ReplyTo(second))), `three? after \[one? two?\]`)
	wantText(t, reply(s.Say(s.ada, s.channel, "other?", discordtest.ReplyTo(first))), `other? after \[one?\]`)
	wantText(t, reply(s.mention("new?")), `new? after \[\]`)

	// A thread and direct messages are one conversation each, for commands too, and after a restart.
	thread := s.AddThread(s.channel, "a thread")
	reply(s.Say(s.ada, thread, s.Bot.Mention()+" first?"))
	s.restart(t)
	wantText(t, reply(s.Say(ben, thread, s.Bot.Mention()+" and he?")), `and he? after \[first?\]`)
	asked := s.Command(s.ada, thread, "ask", discordtest.Opt("question", "she?"))
	wantText(t, message(asked.Answer(ctx)), `she? after \[first? and he?\]`)
	reply(s.Say(s.ada, s.DM(s.ada), "alone?"))
	wantText(t, reply(s.Say(s.ada, s.DM(s.ada), "still?")), `still? after \[alone?\]`)
	wantText(t, reply(s.Say(ben, s.DM(ben), "me?")), `me? after \[\]`)

	// A slash answer has a button to go on from it, by anybody.
	answer := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "slash?")).Answer(ctx))
	opened := s.press(t, ben, answer, "Follow up")
	wantText(t, message(s.fill(t, opened, map[string]string{"question": "so?"}).Answer(ctx)), `so? after \[slash?\]`)
	if _, there := first.Button("Follow up"); there {
		t.Error("an answer that can be replied to has a button to follow up")
	}
}

// What was asked in private is not what others go on from, even where it is shared.
func TestPrivateQuestionsStayPrivate(t *testing.T) {
	t.Parallel()
	s := play(t, recalling())
	message, ctx := must[*discordtest.Message](t), t.Context()
	ben, thread := s.AddUser("ben"), s.AddThread(s.channel, "a thread")
	ask := func(question string) *discordtest.Message {
		return message(s.Command(s.ada, thread, "ask", discordtest.Opt("question", question), discordtest.Opt("private", true)).Answer(ctx))
	}
	first := ask("secret?")
	second := message(s.fill(t, s.press(t, s.ada, first, "Follow up"), map[string]string{"question": "more?"}).Answer(ctx))
	wantText(t, second, `more? after \[secret?\]`)
	if !second.Ephemeral() {
		t.Error("what follows up on a private answer is public")
	}
	public := message(s.Command(ben, thread, "ask", discordtest.Opt("question", "and?")).Answer(ctx))
	wantText(t, public, `and? after \[\]`)

	// Sharing shows the one answer to everybody, once.
	hold := make(chan struct{})
	s.Fault(discordtest.Fault{Route: discordtest.RouteFollowups, Hold: hold})
	pressed, again := s.press(t, s.ada, second, "Share"), s.press(t, s.ada, second, "Share")
	must[*discordtest.Response](t)(pressed.Response(ctx))
	must[*discordtest.Response](t)(again.Response(ctx))
	close(hold)
	ok(t, s.Await(ctx, "the shared answer", func() bool { return len(pressed.Followups())+len(again.Followups()) > 0 }))
	shared := append(pressed.Followups(), again.Followups()...)[0]
	wantText(t, shared, "Shared by <@"+s.ada.ID+">", `more? after \[secret?\]`, "-# Understood as: more? in full")
	if shared.Ephemeral() {
		t.Error("the shared answer is private")
	}
	ok(t, s.Await(ctx, "the button to go", func() bool {
		_, there := s.Message(second.ID).Button("Share")
		return !there
	}))
	if _, there := shared.Button("Share"); there {
		t.Error("a shared answer can be shared")
	}
	goesOn := message(s.fill(t, s.press(t, ben, shared, "Follow up"), map[string]string{"question": "go on?"}).Answer(ctx))
	wantText(t, goesOn, `go on? after \[more?\]`)
	if goesOn.Ephemeral() {
		t.Error("what follows up on a shared answer is private")
	}
	replied := message(s.AwaitReply(ctx, s.Say(ben, thread, "hm?", discordtest.ReplyTo(shared))))
	wantText(t, replied, `hm? after \[more?\]`)
	if n := len(pressed.Followups()) + len(again.Followups()); n != 1 {
		t.Errorf("the answer was shared %d times", n)
	}
	s.silent(t, "secret?")
}

// cited is an answer whose claims cite words of their passages.
func cited() bot.Answer {
	a := sample("what did Kerry say?")
	a.Sources[0].Text = "He spoke for an hour. Kerry told Lavrov that *talks* would end. Then he left. Nobody else spoke."
	a.Claims = []bot.Claim{claim("Kerry said that talks would end.", 1), claim("Bombs fell.", 2)}
	for i := range a.Claims {
		source := a.Sources[i]
		quote := map[int]string{0: "Kerry told Lavrov that *talks* would end.", 1: "Bombs fell."}[i]
		start := strings.Index(source.Text, quote)
		a.Claims[i].Citations[0] = bot.Citation{N: source.N, PassageID: source.PassageID, Start: start, End: start + len(quote), Quote: quote}
	}
	return a
}

func offersOf() []bot.Offer {
	return []bot.Offer{
		{Kind: bot.OfferOutlet, Outlet: "Sample wire", Label: "Sample wire", Filter: retrieval.Filter{Outlets: []string{"Sample wire"}}},
		{Kind: bot.OfferDates, Near: day("2016-09-28"), Label: "any date (nearest: 28 Sept 2016)"},
	}
}

func TestEverythingWorksAfterARestart(t *testing.T) {
	t.Parallel()
	abstention := bot.Answer{Question: "who won?", Abstained: true, Reason: "The coverage does not answer this question.", Sources: cited().Sources[:1],
		Offers: offersOf()}
	s := play(t, fakeDesk{
		ask: func(_ context.Context, question string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
			if question == "who won?" {
				return abstention, nil
			}
			return cited(), nil
		},
		again: func(question string, offer bot.Offer) (bot.Answer, error) {
			return sample(question + " in " + strings.Join(offer.Filter.Outlets, ",")), nil
		},
		passages: func(context.Context, []string) ([]bot.Source, error) { return cited().Sources, nil },
		coverage: func(search string, page int) (desk.Coverage, error) { return pages(search, page), nil },
	})
	message, ctx := must[*discordtest.Message](t), t.Context()
	answer := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "what?"), discordtest.Opt("private", true)).Answer(ctx))
	unshared := message(s.Command(s.ada, s.channel, "ask", discordtest.Opt("question", "what?"), discordtest.Opt("private", true)).Answer(ctx))
	public := message(s.AwaitReply(ctx, s.mention("what?")))
	nothing := message(s.AwaitReply(ctx, s.mention("who won?")))
	listed := message(s.Command(s.ada, s.channel, "coverage", discordtest.Opt("search", "Kerry: a")).Answer(ctx))
	private := message(s.Command(s.ada, s.channel, "privacy").Answer(ctx))
	draft := s.unfinished(t)
	s.clock.hold() // no time is left to tell that it was cut short
	lift := s.Fault(discordtest.Fault{Method: "PATCH", Route: discordtest.RouteMessage, Status: http.StatusForbidden, Times: -1})
	s.restart(t)
	lift()

	wantText(t, answer, "(https://news.example/kerry-warns#:~:text=Kerry%20told%20Lavrov%20that%20%2Atalks%2A%20would%20end.)")
	shown := message(s.press(t, s.ada, answer, "Show passages").Answer(ctx))
	wantText(t, shown, "> He spoke for an hour. **Kerry told Lavrov that \\*talks\\* would end.** Then he left.", "> **Bombs fell.**")
	if !shown.Ephemeral() {
		t.Error("the passages are shown to everybody")
	}
	wantText(t, message(s.press(t, s.ada, answer, "👍").Answer(ctx)), "Thank you")
	opened := s.press(t, s.AddUser("ben"), public, "👎")
	wantText(t, message(s.fill(t, opened, map[string]string{"reason": "It is wrong."}).Answer(ctx)), "Thank you")
	opened = s.press(t, s.ada, answer, "Follow up")
	wantText(t, message(s.fill(t, opened, map[string]string{"question": "and?"}).Answer(ctx)), "Kerry said that talks would end.")
	wantText(t, message(s.press(t, s.ada, answer, "Share").Followup(ctx)), "Shared by", "Kerry said that talks would end.")
	menu := nothing.Selects()[0]
	if menu.Placeholder != "Ask elsewhere in the coverage" || len(menu.Options) != 2 || menu.Options[1].Label != "any date (nearest: 28 Sept 2016)" {
		t.Errorf("the menu is %+v", menu)
	}
	wantText(t, message(s.Select(s.ada, nothing, menu.CustomID, "0").Answer(ctx)), "You asked: who won? in Sample wire.")
	wantText(t, message(s.press(t, s.ada, listed, "Next").Answer(ctx, discordtest.Contains("page 2"))), "Story 2 of “Kerry: a”")
	wantText(t, message(s.press(t, s.ada, draft, "Stop").Answer(ctx)), "This answer is no longer being made.")

	good, bad, err := s.memory.Votes(ctx, strings.TrimPrefix(public.Buttons()[0].CustomID, "passages:"))
	if err != nil || good != 0 || bad != 1 {
		t.Errorf("%d good and %d bad votes: %v", good, bad, err)
	}
	for j, err := range s.memory.Judgements(ctx, s.guild.ID, day("2000-01-01").Time) {
		if err != nil || !j.Good && j.Reason != "It is wrong." {
			t.Errorf("judged %+v: %v", j, err)
		}
	}

	sure := message(s.press(t, s.ada, private, "Delete my data").Answer(ctx, discordtest.Contains("cannot be undone")))
	wantText(t, message(s.press(t, s.ada, sure, "Delete my data").Answer(ctx, discordtest.Contains("is deleted"))), "All that I kept of you")
	kept, err := s.memory.What(ctx, s.ada.ID)
	if err != nil || kept.Answers != 0 || kept.Feedback != 0 {
		t.Errorf("%+v is kept: %v", kept, err)
	}
	wantText(t, message(s.press(t, s.ada, unshared, "👍").Answer(ctx)), "I do not know this any more")
	s.silent(t, "what?", "who won?", "It is wrong")
}

// pages is what is indexed, or the page of a search.
func pages(search string, page int) desk.Coverage {
	c := desk.Coverage{Articles: 25, Copies: 1, Undated: 2, From: day("2016-01-02"), Through: day("2016-12-22"), Search: search, Page: max(page, 1), Pages: 3, Found: 25,
		Outlets: []desk.Outlet{{Name: "Dateline sample desk", Articles: 20}, {Name: "Dateline sample wire", Articles: 5, Copies: 1}},
		Newest:  []retrieval.Article{{ID: "newest", Headline: "The newest story", Outlet: "Dateline sample desk", Published: day("2016-12-22").Time}}}
	if search == "" && page == 0 {
		return c
	}
	c.Listed = []retrieval.Article{{ID: "a", Headline: "Story " + string(rune('0'+c.Page)) + " of “" + search + "”", URL: "https://news.example/a", Published: day("2016-09-28").Time},
		{ID: "undated"}}
	return c
}

// unfinished is the draft of an answer whose making never ends.
func (s *stage) unfinished(t *testing.T) *discordtest.Message {
	t.Helper()
	d := s.bot.desk.(fakeDesk)
	then := d.ask
	d.ask = func(ctx context.Context, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
		show(claim("One.", 1))
		<-ctx.Done()
		return bot.Answer{}, ctx.Err()
	}
	s.bot.desk = d
	asked := s.mention("for ever?")
	s.clock.tick(t)
	m := must[*discordtest.Message](t)(s.AwaitReply(t.Context(), asked, discordtest.Contains("One.")))
	d.ask = then
	s.bot.desk = d
	return m
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{coverage: func(search string, page int) (desk.Coverage, error) {
		if page > 3 {
			return desk.Coverage{}, desk.Usage("error.no_page", "page", page, "pages", 3)
		}
		return pages(search, page), nil
	}})
	message, ctx := must[*discordtest.Message](t), t.Context()
	survey := message(s.Command(s.ada, s.channel, "coverage").Answer(ctx))
	wantText(t, survey, "25 articles, 1 of them a wire copy, published 2 Jan 2016 to 22 Dec 2016, 2 without a date.",
		"- Dateline sample wire · 5 articles, 1 of them a wire copy", "- **The newest story** · Dateline sample desk · <t:")
	if !survey.Ephemeral() {
		t.Error("the coverage is shown to everybody")
	}
	first := message(s.press(t, s.ada, survey, "Headlines").Answer(ctx, discordtest.Contains("page 1 of 3")))
	wantText(t, first, "- [Story 1 of “”](https://news.example/a)", "**undated** · date unknown")
	if _, there := first.Button("Previous"); there || first.ID != survey.ID {
		t.Errorf("the first page has the buttons %+v", first.Buttons())
	}
	second := message(s.press(t, s.ada, first, "Next").Answer(ctx, discordtest.Contains("page 2 of 3")))
	message(s.press(t, s.ada, second, "Previous").Answer(ctx, discordtest.Contains("page 1 of 3")))
	last := message(s.Command(s.ada, s.channel, "coverage", discordtest.Opt("search", strings.Repeat("x", 100)), discordtest.Opt("page", 3)).Answer(ctx))
	if len(last.Buttons()) > 0 {
		t.Errorf("what is too long for a button has %+v", last.Buttons())
	}
	wantText(t, message(s.Command(s.ada, s.channel, "coverage", discordtest.Opt("page", 4)).Answer(ctx)), "There is no page 4; the last one is 3.")
}

// What is half-typed of an option is completed from what the desk says it is.
func TestOptionsAreCompleted(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{complete: func(_ context.Context, what desk.Completion, typed string) ([]desk.Choice, error) {
		return []desk.Choice{{Label: string(what) + " " + typed, Value: typed}}, nil
	}})
	for command, options := range map[string]map[string]desk.Completion{
		"ask": {"outlet": desk.Outlets, "article": desk.Headlines}, "article": {"article": desk.Headlines},
		"summary": {"article": desk.Headlines, "second": desk.Headlines, "third": desk.Headlines, "outlet": desk.Outlets}, "timeline": {"outlet": desk.Outlets},
	} {
		for option, what := range options {
			choices, err := s.Autocomplete(s.ada, s.channel, command, discordtest.Opt(option, "ker")).Choices(t.Context())
			if err != nil || len(choices) != 1 || choices[0].Name != string(what)+" ker" || choices[0].Value != "ker" {
				t.Errorf("/%s %s is completed by %+v: %v", command, option, choices, err)
			}
		}
	}
}
