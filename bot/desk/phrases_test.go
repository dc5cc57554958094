package desk_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

var (
	placeholder = regexp.MustCompile(`\{\w+\}`)
	sayOf       = regexp.MustCompile(`\.(?:Say|usage|Usage)\("([\w.]+)"|usage\("([\w.]+)"`)
	countOf     = regexp.MustCompile(`\.Count\("([\w.]+)"`)
)

func phrasesOf(t *testing.T, l desk.Locale) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("phrases/" + string(l) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Every locale has every phrase, with the same placeholders, and none that English has not; the commands' descriptions
// stand in the table of commands in English.
func TestEveryLocaleHasEveryPhrase(t *testing.T) {
	english := phrasesOf(t, desk.English)
	for _, l := range desk.Locales()[1:] {
		own := phrasesOf(t, l)
		for key, text := range english {
			got, want := placeholder.FindAllString(own[key], -1), placeholder.FindAllString(text, -1)
			slices.Sort(got)
			slices.Sort(want)
			if own[key] == "" || !slices.Equal(got, want) {
				t.Errorf("%s: %s is %q, in English %q", l, key, own[key], text)
			}
		}
		for key := range own {
			if _, ok := english[key]; !ok && !strings.HasPrefix(key, "command.") {
				t.Errorf("%s: %s is no phrase in English", l, key)
			}
		}
		if months := strings.Fields(l.Say("date.months")); len(months) != 12 {
			t.Errorf("%s: %d months", l, len(months))
		}
	}
}

// Every key that the code says is a phrase.
func TestEveryPhraseSaidIsThere(t *testing.T) {
	english := phrasesOf(t, desk.English)
	files, err := filepath.Glob("../*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	said := 0
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range sayOf.FindAllStringSubmatch(string(code), -1) {
			said++
			if key := m[1] + m[2]; english[key] == "" && !strings.HasSuffix(key, ".") {
				t.Errorf("%s says %q", file, key)
			}
		}
		for _, m := range countOf.FindAllStringSubmatch(string(code), -1) {
			said++
			if english[m[1]+".one"] == "" || english[m[1]+".other"] == "" {
				t.Errorf("%s counts %q", file, m[1])
			}
		}
	}
	if said < 20 {
		t.Errorf("found only %d phrases said", said)
	}
}

// Commands and options are described in every locale within Discord's limits.
func TestCommandsInEveryLocale(t *testing.T) {
	check := func(l desk.Locale, what, text, english string) {
		t.Helper()
		if n := utf8.RuneCountInString(text); n < 1 || n > 100 || l != desk.English && text == english {
			t.Errorf("%s in %s: %q", what, l, text)
		}
	}
	for _, l := range desk.Locales() {
		for _, c := range desk.Commands {
			if c.Kind == desk.OnMessage {
				continue
			}
			check(l, c.Name, c.AboutIn(l, ""), c.About)
			for _, o := range c.Options {
				check(l, c.Name+" "+o.Name, o.AboutIn(l, "", c.Name), o.About)
			}
			for _, under := range c.Under {
				check(l, under.Name, under.AboutIn(l, c.Name), under.About)
				for _, o := range under.Options {
					check(l, under.Name+" "+o.Name, o.AboutIn(l, c.Name, under.Name), o.About)
				}
			}
		}
		everyone := func(desk.Command) bool { return true }
		if n := utf8.RuneCountInString(desk.HelpIn(l, "/", everyone)); n > 2000 {
			t.Errorf("the help in %s has %d characters", l, n)
		}
	}
}

func TestLocaleOf(t *testing.T) {
	for tag, want := range map[string]desk.Locale{"": "en", "en-US": "en", "es-419": "es", "es-ES": "es", "FR": "fr", "de_AT": "de", "pt-BR": "en"} {
		if got := desk.LocaleOf(tag); got != want {
			t.Errorf("%q: got %s, want %s", tag, got, want)
		}
	}
}

// What stands in source lines and last lines is said in the reader's locale, and in English as the bot says it itself.
func TestAnswersInLocales(t *testing.T) {
	published := bot.Day{Time: time.Date(2016, 9, 28, 0, 0, 0, 0, time.UTC)}
	s := bot.Source{
		Outlet: "Sample desk", Published: published, Kind: retrieval.Body, Paragraph: 6, Label: "opinion", Corrected: true,
		CorrectedOn: bot.Day{Time: published.AddDate(0, 0, 14)}, AlsoCarriedBy: []string{"Sample wire"},
	}
	a := bot.Answer{CoverageThrough: published, Dropped: []bot.Dropped{{}}, Claims: []bot.Claim{{}}, Silent: []string{"feed silent"}, Timings: bot.Timings{Total: 5}}
	for l, want := range map[desk.Locale][2]string{
		"en": {"Sample desk · opinion · 28 Sept 2016 · corrected 12 Oct 2016 · paragraph 6 · also carried by Sample wire", "Coverage through 28 Sept 2016; feed silent · 1 of 2 claims left out · 5 ms"},
		"de": {"Sample desk · Meinung · 28. Sept. 2016 · korrigiert am 12. Okt. 2016 · Absatz 6 · auch verbreitet von Sample wire", "Berichterstattung bis 28. Sept. 2016; feed silent · 1 von 2 Aussagen weggelassen · 5 ms"},
		"fr": {"Sample desk · opinion · 28 sept. 2016 · corrigé le 12 oct. 2016 · paragraphe 6 · repris aussi par Sample wire", "Couverture jusqu’au 28 sept. 2016; feed silent · 1 sur 2 affirmations écartées · 5 ms"},
		"es": {"Sample desk · opinión · 28 sept 2016 · corregido el 12 oct 2016 · párrafo 6 · publicado también por Sample wire", "Cobertura hasta el 28 sept 2016; feed silent · 1 de 2 afirmaciones omitidas · 5 ms"},
	} {
		if got := strings.Join(l.Particulars(s), " · "); got != want[0] {
			t.Errorf("%s:\n got %s\nwant %s", l, got, want[0])
		}
		if got := l.Small(a, ""); got != want[1] {
			t.Errorf("%s:\n got %s\nwant %s", l, got, want[1])
		}
	}
	if got := strings.Join(desk.English.Particulars(s), " · "); got != strings.Join(s.Particulars(), " · ") {
		t.Errorf("English differs from the source's own: %s", got)
	}
	for _, reason := range []string{
		"The coverage does not answer this question.", "The coverage does not support an answer to this question.",
		"The coverage does not speak of this.", "The coverage does not support a summary of this.", "The coverage quotes this speaker, but not on this topic.",
	} {
		for _, l := range desk.Locales()[1:] {
			if l.Translate(reason) == reason {
				t.Errorf("%q is not there in %s", reason, l)
			}
		}
	}
}

// What an answer says of the language model is said in every locale; what it says of the question stays.
func TestNotices(t *testing.T) {
	for _, english := range []string{
		"The model's answer was cut short.",
		"The language model did not answer.",
		"The language model is busy with other questions, so these are sentences of the coverage itself.",
		"The language model is out of order for the moment, so these are sentences of the coverage itself.",
		"The coverage does not carry what the language model wrote, so these are sentences of the coverage itself.",
		"Stopped.",
	} {
		const before = "Nothing of Le Monde; other outlets are shown. "
		for _, l := range desk.Locales() {
			got, aside := strings.CutPrefix(l.Notice(before+english), before)
			if l != desk.English && english == "Stopped." { // it stands alone
				got = l.Notice(english)
			}
			if !aside || (got == english) != (l == desk.English) || l != desk.English && (strings.Contains(got, "the ") || strings.Contains(got, "The ")) {
				t.Errorf("%s: %q is %q", l, english, got)
			}
		}
	}
}

func TestSentencesOfErrors(t *testing.T) {
	d, _, _ := newDesk()
	_, err := d.Ask(t.Context(), "Who?", desk.Window{Since: "soon"}, nil)
	for l, want := range map[desk.Locale]string{
		"en": `Since is "soon", which is no date; write it like 2016-09-28, September 2016 or 2016, or this week, last month.`,
		"de": "Since ist „soon“, und das ist kein Datum; schreib es wie 2016-09-28, September 2016 oder 2016, oder this week, last month.",
	} {
		if got := l.Sentence(err); got != want {
			t.Errorf("got %s", got)
		}
	}
	if got := desk.Locale("es").Sentence(errors.New("disk on fire")); got != "No ha funcionado. Inténtalo de nuevo más tarde." {
		t.Errorf("got %s", got)
	}
}
