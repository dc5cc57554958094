package discord

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
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
	passages := passageMessages([]numbered{{1, "aaaaaaaaaaaa"}, {3, "cccccccccccc"}, {2, "bbbbbbbbbbbb"}}, full.Sources)
	tests := map[string]any{
		"answer": answerMessage(full), "fallback": answerMessage(fallback), "abstention": answerMessage(nearest),
		"nothing": answerMessage(none), "odd": answerMessage(odd), "crowded": answerMessage(crowded),
		"draft": draftMessage(full.Claims), "passages": passages, "help": message{Content: helpText()},
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
	for _, row := range m.Components {
		buttons := row.(discordgo.ActionsRow).Components
		if len(buttons) == 0 || len(buttons) > maxButtons {
			t.Errorf("a row has %d buttons", len(buttons))
		}
		for _, b := range buttons {
			within("custom_id", b.(discordgo.Button).CustomID, maxCustomID)
			within("label", b.(discordgo.Button).Label, 80)
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
			a.Claims = append(a.Claims, claim(strings.Repeat(claimed, times), markers...))
		}
		text := checkMessage(t, answerMessage(a))
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
			checkMessage(t, draftMessage(a.Claims))
		}
		var wanted []numbered
		for _, s := range a.Sources[:min(len(a.Sources), 7)] {
			wanted = append(wanted, numbered{s.N, s.PassageID})
		}
		if len(wanted) > 0 {
			for _, m := range passageMessages(wanted, a.Sources) {
				checkMessage(t, m)
			}
		}
	})
}

func TestPassageButtonsSurviveARestart(t *testing.T) {
	t.Parallel()
	for _, numbers := range [][]int{{1}, {1, 2, 3, 4, 5, 6, 7}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {2, 5, 7}, {1, 3, 4}, {12, 13}} {
		var sources []bot.Source
		for _, n := range numbers {
			sources = append(sources, bot.Source{N: n, PassageID: "passage" + strconv.Itoa(10000+n)})
		}
		row := passageButtons(sources)
		if len(numbers) <= 7 && len(row.Components) != 1 {
			t.Errorf("%v has %d buttons", numbers, len(row.Components))
		}
		var got []int
		for _, b := range row.Components {
			wanted, valid := wantedPassages(b.(discordgo.Button).CustomID)
			if !valid {
				t.Errorf("%+v cannot be read", b)
			}
			for _, w := range wanted {
				got = append(got, w.n)
				if w.id != "passage"+strconv.Itoa(10000+w.n) {
					t.Errorf("number %d became %s", w.n, w.id)
				}
			}
		}
		if !slices.Equal(got, numbers) {
			t.Errorf("got %v, want %v", got, numbers)
		}
	}
	for _, foreign := range []string{"", "passages:", "vote:1", "passages:x:y"} {
		if _, valid := wantedPassages(foreign); valid {
			t.Errorf("%q was read as passages", foreign)
		}
	}
}
