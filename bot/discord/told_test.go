package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/discord/discordtest"
	"dateline/bot/memory"
	"dateline/retrieval/goldentest"
)

func told(text string, d bot.Detail, markers ...int) bot.Claim {
	c := claim(text, markers...)
	c.Kind, c.Detail = bot.Quote, d
	return c
}

// chronicle is a timeline of two events.
func chronicle(topic string) bot.Answer {
	a := sample(topic)
	a.Claims = []bot.Claim{
		told("Work on the lock began.", bot.Detail{Date: day("2016-03-01"), Through: day("2016-03-31")}, 1),
		told("The gates were *hung*.", bot.Detail{Date: day("2016-09-28")}, 1, 2),
	}
	a.Undated = 2
	return a
}

// laidOut are answers that are no plain answer, as the desk gives them.
func laidOut() map[string]bot.Answer {
	quotes, check, none, summary := sample("Finch"), sample("The lock opened."), sample("The lock opened."), sample("the lock")
	quotes.Claims = []bot.Claim{
		told("“We waited a year.”", bot.Detail{Speaker: "Nora Finch", Role: "harbour master", To: "the *council*", Via: "a clerk", Date: day("2016-09-27")}, 1),
		told("“a scandal”", bot.Detail{Part: bot.Unattributed}, 2),
	}
	check.Verdict, check.Sides = bot.ClaimMixed, &bot.Sides{For: 1, Against: 2}
	check.Claims = []bot.Claim{
		told("The lock opened on Monday, the office said.", bot.Detail{Stance: bot.For}, 1),
		told("The lock has not opened yet.", bot.Detail{Stance: bot.Against}, 2),
	}
	none.Claims, none.Abstained, none.Reason, none.Verdict = nil, true, "The coverage neither supports nor contradicts this.", bot.ClaimNotCovered
	summary.Claims = []bot.Claim{
		told("The lock opened.", bot.Detail{}, 1), told("It cost 3 million.", bot.Detail{}, 2), told("Boats queued on *Monday*.", bot.Detail{Part: bot.KeyPoint, Told: day("2016-09-28")}, 1),
		told("It cost 3 million.", bot.Detail{Part: bot.Differing}, 1), told("It cost 4 million.", bot.Detail{Part: bot.Differing}, 2),
		told("Who will pay is not known.", bot.Detail{Part: bot.NotKnown}, 2),
	}
	summary.Untold = bot.Untold{Stories: 3, Articles: 7, Headlines: []string{"Mill *hires*", "Ferry sails again"}, Older: 12}
	detailed := summary
	detailed.Claims = []bot.Claim{
		told("Work began.", bot.Detail{Heading: "New lock *opens*"}, 1), told("It took a year.", bot.Detail{Heading: "New lock *opens*"}, 1),
		told("The gates were hung.", bot.Detail{Heading: "Gates hung"}, 2),
	}
	return map[string]bot.Answer{
		"timeline": chronicle("the lock"), "quotes": quotes, "check": check, "check-none": none, "summary": summary, "summary-detailed": detailed,
	}
}

func TestKindsOfAnswers(t *testing.T) {
	t.Parallel()
	for name, a := range laidOut() {
		goldenMessage(t, name, entryMessage(memory.Entry{ID: "q3n8ya6v20kztfhe", Asker: "ada", Answer: a}, desk.English, true))
	}
	goldenMessage(t, "check-de", answerMessage(laidOut()["check"], "de"))
	form, err := json.MarshalIndent(checkForm("The lock opened on Monday. It cost 3 million.", desk.English), "", "  ")
	ok(t, err)
	goldentest.Compare(t, "form-check.json", string(form)+"\n")
}

// whats answers each way of asking with what it was asked.
func whats(what, about string, w desk.Window) (bot.Answer, error) {
	if what == "timeline" {
		return chronicle(about), nil
	}
	return sample(what + " " + about + " " + w.Since + w.Until + w.Outlet), nil
}

// Timelines, quotations and checks come by commands of their own, with their options.
func TestFurtherCommands(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{tell: whats})
	ctx, message := t.Context(), must[*discordtest.Message](t)
	opt := discordtest.Opt
	wantText(t, message(s.Command(s.ada, s.channel, "quotes", opt("speaker", "Kerry"), opt("topic", "Aleppo"), opt("since", "2016")).Answer(ctx)),
		"You asked: quotes Kerry/Aleppo 2016.")
	hidden := message(s.Command(s.ada, s.channel, "check", opt("claim", "The lock opened."), opt("outlet", "Wire"), opt("private", true)).Answer(ctx))
	wantText(t, hidden, "You asked: check The lock opened. Wire.")
	if !hidden.Ephemeral() {
		t.Error("a private check is public")
	}

	// The picture of a timeline is attached, and shown again with it.
	drawn := message(s.Command(s.ada, s.channel, "timeline", opt("topic", "the lock"), opt("private", true)).Answer(ctx))
	wantText(t, drawn, "- **March 2016** Work on the lock began. [1]", `**28 Sept 2016** The gates were \*hung\*. [1] [2]`)
	pictureOf(t, drawn)
	shared := message(s.Click(s.ada, drawn, press(t, drawn, "share")).Followup(ctx))
	pictureOf(t, shared)
	s.silent(t, "the lock")
}

// What is summarised comes by its options: several articles, an outlet, a time.
func TestSummaryOptions(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{summary: func(_ context.Context, of desk.Summary, w desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
		return sample(fmt.Sprintf("%s topic %q period %q length %q since %q until %q outlet %q", strings.Join(of.Articles, "/"), of.Topic, of.Period, of.Length, w.Since, w.Until, w.Outlet)), nil
	}})
	opt := discordtest.Opt
	for want, options := range map[string][]discordtest.Argument{
		`lock/gates/mill topic "" period "" length "detailed" since "" until "" outlet ""`:  {opt("article", "lock"), opt("second", "gates"), opt("third", "mill"), opt("length", "detailed")},
		`// topic "the lock" period "last month" length "" since "" until "" outlet "Wire"`: {opt("topic", "the lock"), opt("period", "last month"), opt("outlet", "Wire")},
		`// topic "" period "" length "" since "2016" until "2017" outlet ""`:               {opt("since", "2016"), opt("until", "2017")},
	} {
		wantText(t, must[*discordtest.Message](t)(s.Command(s.ada, s.channel, "summary", options...).Answer(t.Context())), "You asked: "+want)
	}
}

// press is the custom_id of a message's button.
func press(t *testing.T, m *discordtest.Message, action string) string {
	t.Helper()
	buttons := m.Buttons()
	at := slices.IndexFunc(buttons, func(c discordtest.Component) bool { return strings.HasPrefix(c.CustomID, action+":") })
	if at < 0 {
		t.Fatalf("no button %s under %+v", action, buttons)
	}
	return buttons[at].CustomID
}

func pictureOf(t *testing.T, m *discordtest.Message) {
	t.Helper()
	if len(m.Files) != 1 || m.Files[0].Name != timelineName || m.Embeds[0].Image == nil || m.Embeds[0].Image.URL != "attachment://"+timelineName {
		t.Fatalf("files %d, embed %+v", len(m.Files), m.Embeds[0])
	}
	if _, err := png.Decode(bytes.NewReader(m.Files[0].Data)); err != nil {
		t.Error(err)
	}
}

// A message of one sentence is checked at once; of a longer one the reader leaves the claim that they mean.
func TestCheckOfAMessage(t *testing.T) {
	t.Parallel()
	s := play(t, fakeDesk{tell: whats})
	ctx, message := t.Context(), must[*discordtest.Message](t)
	one := s.Say(s.ada, s.channel, "The lock opened on Monday.")
	wantText(t, message(s.MessageCommand(s.ada, one, desk.CheckMessage).Answer(ctx)), "You asked: check The lock opened on Monday. .")
	two := s.Say(s.ada, s.channel, "The lock opened on Monday. I was there. It cost 3 million.")
	opened := s.MessageCommand(s.ada, two, desk.CheckMessage)
	form := must[*discordtest.Modal](t)(opened.Modal(ctx))
	if len(form.Inputs) != 1 || form.Inputs[0].Value != two.Content {
		t.Errorf("the form is %+v", form)
	}
	wantText(t, message(s.fill(t, opened, map[string]string{"claim": "It cost 3 million."}).Answer(ctx)), "You asked: check It cost 3 million. .")
	s.silent(t, "lock", "million")
}

// A correction of a timeline draws its picture anew, and leaves the buttons.
func TestAmendedTimeline(t *testing.T) {
	t.Parallel()
	a := chronicle("the lock")
	a.Claims[1].Withdrawn = true
	body := amendedMessage{Embeds: answerMessage(a, desk.English).Embeds, Files: pictured(a, desk.English)}
	kind, data, err := written(body)
	ok(t, err)
	if !strings.HasPrefix(kind, "multipart/") || !bytes.Contains(data, []byte(`"attachments":[{"id":0,"filename":"timeline.png"}]`)) || bytes.Contains(data, []byte(`"components"`)) {
		t.Errorf("%s: %.600s", kind, data)
	}
	plain := sample("who?")
	kind, data, err = written(amendedMessage{Embeds: answerMessage(plain, desk.English).Embeds, Files: pictured(plain, desk.English)})
	ok(t, err)
	if !json.Valid(data) || kind != "application/json" || bytes.Contains(data, []byte("attachments")) {
		t.Errorf("%s: %.600s", kind, data)
	}
}
