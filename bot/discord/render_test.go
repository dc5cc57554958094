package discord

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
	"dateline/retrieval"
)

func TestRenderGolden(t *testing.T) {
	t.Parallel()
	full := sample("what did Kerry say?")
	full.Model, full.Dropped = "llama3.1:8b", []bot.Dropped{{Text: "x", Why: "y"}}
	full.Sources[0].Byline, full.Sources[0].AlsoCarriedBy = "A. Reporter", []string{"Dateline sample wire", "Other"}
	fallback := sample("who?")
	fallback.Notice = "The language model did not answer, so these are sentences of the coverage itself."
	none := bot.Answer{Abstained: true, Reason: "The coverage does not answer this question.", Timings: bot.Timings{Total: 3}}
	nearest := sample("")
	nearest.Claims, nearest.Abstained, nearest.Reason = nil, true, none.Reason
	nearest.Sources[1].Kind, nearest.Sources[1].Text = retrieval.RelatedHeadline, strings.Repeat("Long words follow ", 40)
	odd := sample("a *bold* @everyone <@123> [x](y) `code` ||spoiler|| # head https://x.example/a_b")
	odd.Claims = append(odd.Claims, claim("1. No list\n\n> no quotation — #no #tags", 2))
	odd.Sources[0].Headline, odd.Sources[0].URL = "[Update] U.N. (again) *asks* @here", "https://news.example/a (b)?q=<c>&d=é|f"
	odd.Sources[1].Headline, odd.Sources[1].URL = "An ] unpaired _bracket_", "https://news.example/c"
	odd.Sources = append(odd.Sources,
		bot.Source{N: 3, Headline: "A long address", URL: "https://news.example/" + strings.Repeat("a", 600), Published: day("2016-01-02"), Kind: retrieval.Body},
		bot.Source{N: 4, ArticleID: "no-headline", URL: "javascript:alert(1)", Kind: retrieval.Body, Paragraph: 2},
		bot.Source{N: 5, Headline: "Somebody else's name", URL: "https://discord.com@evil.example/", Kind: retrieval.Correction})
	crowded := sample("a topic")
	crowded.Claims, crowded.Sources = nil, nil
	for n := 1; n <= 12; n++ {
		crowded.Claims = append(crowded.Claims, claim(fmt.Sprintf("Claim %d says “%s” at length, and then goes on.", n, strings.Repeat("quoted words ", 20)), n))
		crowded.Sources = append(crowded.Sources, bot.Source{N: n, Headline: fmt.Sprintf("Story %d %s", n, strings.Repeat("with a long headline ", 8)),
			URL: "https://news.example/" + strings.Repeat("path/", 12), Outlet: "Dateline sample wire", Published: day("2016-09-28"),
			Kind: retrieval.Body, Paragraph: n, PassageID: fmt.Sprintf("%012d", n), AlsoCarriedBy: []string{"Dateline sample desk"}})
	}
	kept := func(a bot.Answer) memory.Entry { return memory.Entry{ID: "q3n8ya6v20kztfhe", Asker: "ada", Answer: a} }
	shown := func(a bot.Answer) message { return entryMessage(kept(a), desk.English, false) }
	followed := kept(cited())
	followed.Answer.Understood, followed.Private = "What did Kerry say to Lavrov in September?", true
	for _, c := range followed.Answer.Claims {
		cite := c.Citations[0]
		followed.Cited = append(followed.Cited, memory.Cited{Passage: cite.PassageID, N: cite.N, Span: retrieval.Span{Start: cite.Start, End: cite.End}})
	}
	followed.Answer.Sources = append(followed.Answer.Sources, bot.Source{N: 3, PassageID: "cccccccccccc", Headline: "Gone"})
	offered := nearest
	offered.Offers = offersOf()
	withheld := desk.Card{Article: retrieval.Article{ID: "kerry", Headline: "Kerry warns Russia over Aleppo", Outlet: "Dateline sample desk",
		Published: day("2016-09-28").Time, URL: "https://news.example/kerry-warns", Text: "Kerry told Lavrov that talks would end.", Retracted: true},
		Passages: 7, AlsoCarriedBy: []string{"Dateline sample wire"}, Corrections: []string{"An earlier version named *another* city."},
		Notices: []retrieval.Article{{Headline: "Correction: Kerry warns Russia", Published: day("2016-10-02").Time}}}
	stopped := sample("what did Kerry say?")
	stopped.Notice = desk.English.Say("answer.stopped")
	labelled := sample("what did Kerry say?")
	labelled.Sources[0].Label, labelled.Sources[0].Corrected, labelled.Sources[0].CorrectedOn = "opinion", true, day("2016-10-02")
	labelled.Sources[1].Label, labelled.Sources[1].Updated = "analysis", day("2016-09-30")
	labelled.Sources = append(labelled.Sources, bot.Source{N: 3, Headline: "Correction: Kerry warns Russia", Label: bot.Correction, Published: day("2016-10-02"), Kind: retrieval.Body, Paragraph: 1})
	labelled.Claims = append(labelled.Claims, claim("It was a Wednesday.", 3))
	tests := map[string]any{
		"labels": shown(labelled), "labels-fr": entryMessage(kept(labelled), "fr", false), "stopped": shown(stopped),
		"shared": sharedMessage(followed, desk.English), "shared-de": sharedMessage(kept(full), "de"),
		"refusal": message{Content: desk.English.Say("error.forbidden"), Components: noButtons},
		"answer":  shown(full), "fallback": shown(fallback), "abstention": shown(offered), "nothing": shown(none),
		"odd": shown(odd), "crowded": shown(crowded), "private": entryMessage(followed, desk.English, true),
		"answer-de": entryMessage(kept(full), "de", true), "abstention-es": entryMessage(kept(offered), "es", true),
		"draft": draftMessage(full.Claims, "q3n8ya6v20kztfhe", desk.English), "waiting": draftMessage(nil, "q3n8ya6v20kztfhe", "fr"),
		"passages": passageMessages(followed, followed.Answer.Sources[:2], desk.English),
		"coverage": coverageMessage(pages("", 0), desk.English), "headlines": coverageMessage(pages("Kerry", 2), "es"),
		"article":    articleMessage(withheld, desk.English),
		"privacy":    privacyMessage(memory.Kept{Answers: 3, Feedback: 1}, 365*24*time.Hour, desk.Models{Chat: "llama3.1:8b"}, desk.English),
		"privacy-de": privacyMessage(memory.Kept{}, 0, desk.Models{Chat: "llama3.1:8b", Embedding: "nomic-embed-text"}, "de"),
		"privacy-es": privacyMessage(memory.Kept{}, 0, desk.Models{}, "es"),
		"privacy-fr": privacyMessage(memory.Kept{}, 24*time.Hour, desk.Models{Embedding: "nomic-embed-text"}, "fr"),
		"help":       message{Content: helpText(desk.English, false)}, "help-fr-admin": message{Content: helpText("fr", true)},
		"form-ask":       askForm(options{"since": "2016", "private": true}, desk.English),
		"form-follow-up": followUpForm("q3n8ya6v20kztfhe", "de"), "form-reason": reasonForm("q3n8ya6v20kztfhe", desk.English),
	}
	for name, m := range tests {
		text, err := json.MarshalIndent(m, "", "  ")
		ok(t, err)
		readable := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", nothing, "·ZWSP·").Replace(string(text))
		golden(t, name+".json", readable+"\n")
	}
}

func TestEscape(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"plain, “quoted”: 5–6% (up)", "plain, “quoted”: 5–6% (up)"},
		{"*b* _i_ ~s~ |s| `c` # h > q", "\\*b\\* \\_i\\_ \\~s\\~ \\|s\\| \\`c\\` \\# h \\> q"},
		{`back\slash`, `back\\slash`},
		{"[text](url)", `\[text\](url)`},
		{"@everyone @here a@b.c", "@\u200beveryone @\u200bhere a@b.c"},
		{"<@1> <#2> <:e:3> </c:4> <t:5>", "<\u200b@1\\> <\u200b\\#2\\> <\u200b:e:3\\> <\u200b/c:4\\> <\u200bt:5\\>"},
		{"https://a.example", "https:\u200b//a.example"},
		{"- no list", `\- no list`},
		{"12. no list", `12\. no list`},
		{"two\n\nlines\tand\u202e a turn\x00", "two lines and a turn"},
		{"bad \xff byte", "bad \ufffd byte"},
	}
	for _, tt := range tests {
		if got := escape(tt.text); got != tt.want {
			t.Errorf("escape(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		n    int
		want string
	}{
		{"short", 10, "short"},
		{"one two three", 10, "one two…"},
		{"one, two three", 7, "one…"},
		{"unbreakable", 8, "unbrea…"},
		{"😀😀😀😀", 6, "😀😀…"},
		{"Kirby said “the talks are over” and left", 24, "Kirby said…"},
		{`Kirby said "the talks are over" and left`, 24, "Kirby said…"},
		{"Kirby said “no” and left the room", 22, "Kirby said “no” and…"},
		{"“the talks are over”, he said", 14, "“the talks…”"},
		{"anything", 0, ""},
	}
	for _, tt := range tests {
		if got := cut(tt.text, tt.n); got != tt.want || units(got) > tt.n {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
}

var (
	marker = regexp.MustCompile(`(?:^|[^\\])\[(\d+)\]`)
	raw    = regexp.MustCompile(`@everyone|@here|<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|</\w+:\d+>`)
)

// checkMessage holds a message against Discord's limits, by either count of characters, and looks for raw mentions.
func checkMessage(t *testing.T, m message) (text string) {
	t.Helper()
	within := func(what, s string, limit int) int {
		if n := max(units(s), utf8.RuneCountInString(s)); n > limit {
			t.Errorf("%s has %d characters, more than %d", what, n, limit)
		}
		if found := raw.FindString(s); found != "" {
			t.Errorf("%s holds %q", what, found)
		}
		return units(s)
	}
	within("content", m.Content, maxContent)
	total := 0
	for _, e := range m.Embeds {
		total += within("description", e.Description, maxDescription)
		text += e.Description + "\n"
		if e.Footer != nil {
			total += within("footer", e.Footer.Text, 2048)
		}
	}
	if total > maxEmbeds || len(m.Embeds) > maxEmbedCount {
		t.Errorf("%d embeds have %d characters", len(m.Embeds), total)
	}
	if m.Content == "" && total == 0 {
		t.Error("the message is empty")
	}
	if len(m.Components) > 5 {
		t.Errorf("the message has %d rows", len(m.Components))
	}
	for _, row := range m.Components {
		parts := row.(discordgo.ActionsRow).Components
		if len(parts) == 0 || len(parts) > 5 {
			t.Errorf("a row has %d parts", len(parts))
		}
		for _, part := range parts {
			switch part := part.(type) {
			case discordgo.Button:
				within("custom_id", part.CustomID, maxCustomID)
				within("label", part.Label, 80)
			case discordgo.SelectMenu:
				within("custom_id", part.CustomID, maxCustomID)
				within("placeholder", part.Placeholder, 150)
				if len(parts) != 1 || len(part.Options) > 25 {
					t.Errorf("a menu of %d options in a row of %d", len(part.Options), len(parts))
				}
				for _, o := range part.Options {
					if units(o.Label) < 1 || units(o.Label) > 100 {
						t.Errorf("an option is called %q", o.Label)
					}
				}
			}
		}
	}
	if bodies, err := json.Marshal(m); err != nil || !strings.Contains(string(bodies), `"allowed_mentions":{"parse":[]}`) {
		t.Errorf("no allowed mentions: %s %v", bodies, err)
	}
	return text
}

func FuzzRender(f *testing.F) {
	f.Add("Kerry said “no”.", "A [headline] @everyone", "https://news.example/a(b)", "Outlet", uint8(3), uint8(2), 1, false)
	f.Add("*[<@1> ", "😀", "https://x.example/é)", "> [9]", uint8(39), uint8(30), 30, false)
	f.Add("\xff“ \u202e\n1. #", "", "javascript:1", "```", uint8(0), uint8(9), 9, true)
	f.Fuzz(func(t *testing.T, claimed, headline, address, outlet string, claims, sources uint8, times int, abstained bool) {
		times = min(max(times, 1), 30)
		claims, sources = claims%40, sources%40
		for _, text := range []*string{&claimed, &headline, &address, &outlet} {
			*text = (*text)[:min(len(*text), 300)]
		}
		address = strings.Repeat(address, times)
		a := bot.Answer{Abstained: abstained, Reason: outlet, Notice: headline, Model: outlet, CoverageThrough: day("2016-12-22")}
		for n := 1; n <= int(sources); n++ {
			a.Sources = append(a.Sources, bot.Source{N: 3 * n, Headline: strings.Repeat(headline, times), ArticleID: claimed, URL: address,
				Outlet: strings.Repeat(outlet, times), Byline: claimed, Published: day("2016-09-28"), PassageID: fmt.Sprintf("%012d", n),
				Text: strings.Repeat(claimed, times), Kind: retrieval.Kind(outlet), AlsoCarriedBy: []string{headline, outlet}})
		}
		for n := range int(claims) * int(min(sources, 1)) {
			markers := []int{3 * (n%int(sources) + 1), 3 * (n*7%int(sources) + 1)}
			if n == 0 {
				for _, s := range a.Sources {
					markers = append(markers, s.N)
				}
			}
			c := claim(strings.Repeat(claimed, times), markers...)
			long := strings.Repeat(headline, times)
			c.Detail = []bot.Detail{{}, {Heading: long}, {Part: bot.Differing}, {Speaker: long, Role: outlet, Where: long}, {Stance: bot.For}, {Part: bot.KeyPoint}}[(n+times)%6]
			a.Claims = append(a.Claims, c)
		}
		for range sources {
			a.Offers = append(a.Offers, bot.Offer{Kind: bot.OfferOutlet, Outlet: headline})
		}
		text := checkMessage(t, entryMessage(memory.Entry{ID: memory.NewID(), Private: abstained, Answer: a}, "fr", true))
		listed := map[string]bool{}
		for line := range strings.Lines(text) {
			if number, _, found := strings.Cut(strings.TrimPrefix(line, "["), "] "); found && strings.HasPrefix(line, "[") {
				listed[number] = true
			}
		}
		for _, m := range marker.FindAllStringSubmatch(text, -1) {
			if !listed[m[1]] {
				t.Errorf("marker [%s] has no source line in\n%s", m[1], text)
			}
		}
		if len(a.Claims) > 0 {
			checkMessage(t, draftMessage(a.Claims, memory.NewID(), desk.English))
		}
		e := memory.Entry{ID: memory.NewID(), Answer: a}
		for i, source := range a.Sources {
			at := min(i, len(source.Text))
			e.Cited = append(e.Cited, memory.Cited{Passage: source.PassageID, Span: retrieval.Span{Start: at, End: len(source.Text)}})
		}
		for _, m := range passageMessages(e, a.Sources, desk.English) {
			if len(a.Sources) > 0 {
				checkMessage(t, m)
			}
		}
	})
}
