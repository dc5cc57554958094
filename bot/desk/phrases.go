package desk

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"

	"dateline/bot"
)

//go:embed phrases/*.json
var phraseFiles embed.FS

// Locale is a language in which the bot says what it says itself: en, es, fr or de. Answers stay in their own.
type Locale string

// English is the locale of a terminal, and of readers whose own is not there.
const English Locale = "en"

// phrases are all that the bot says, by locale and key; English has every key.
var phrases = readPhrases()

func readPhrases() map[Locale]map[string]string {
	all := map[Locale]map[string]string{}
	files, err := phraseFiles.ReadDir("phrases")
	if err != nil {
		panic(err) // embedded
	}
	for _, f := range files {
		raw, err := phraseFiles.ReadFile("phrases/" + f.Name())
		keyed := map[string]string{}
		if err == nil {
			err = json.Unmarshal(raw, &keyed)
		}
		if err != nil {
			panic(fmt.Errorf("read the phrases of %s: %w", f.Name(), err))
		}
		all[Locale(strings.TrimSuffix(f.Name(), path.Ext(f.Name())))] = keyed
	}
	return all
}

// Locales are all that ship.
func Locales() []Locale { return []Locale{English, "es", "fr", "de"} }

// LocaleOf is the locale for a tag like es-419, en-US or de.
func LocaleOf(tag string) Locale {
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	if _, ok := phrases[Locale(language)]; ok {
		return Locale(language)
	}
	return English
}

// Say is the phrase of a key. pairs are the names of its placeholders, each before its value.
func (l Locale) Say(key string, pairs ...any) string {
	text, ok := phrases[l][key]
	if !ok {
		text = phrases[English][key]
	}
	var old []string
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(old...).Replace(text)
}

// Count is the phrase of key for n things; {n} is their number.
func (l Locale) Count(key string, n int) string {
	if n == 1 || n == 0 && l == "fr" {
		return l.Say(key+".one", "n", n)
	}
	return l.Say(key+".other", "n", n)
}

// Copies says how many of some articles are wire copies.
func (l Locale) Copies(articles, copies int) string {
	if articles == 1 && copies == 1 {
		return l.Say("coverage.copies.only")
	}
	return l.Count("coverage.copies", copies)
}

// Translate is an English phrase without placeholders in this locale, or a reason with them, and any other text as it is.
func (l Locale) Translate(english string) string {
	switch {
	case l == English:
		return english
	case strings.HasPrefix(english, bot.NotSaid): // it repeats an English question
		return l.Say("reason.no_answer")
	}
	for key, text := range phrases[English] {
		if text == english {
			return l.Say(key)
		}
	}
	for key, filled := range filledReasons {
		if values := filled.FindStringSubmatch(english); values != nil {
			var pairs []any
			for i, name := range filled.SubexpNames()[1:] {
				pairs = append(pairs, name, values[i+1])
			}
			return l.Say(key, pairs...)
		}
	}
	return english
}

// filledReasons match the English reasons that have placeholders, by key.
var filledReasons = func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for key, text := range phrases[English] {
		if strings.HasPrefix(key, "reason.") && strings.Contains(text, "{") {
			all[key] = regexp.MustCompile("^" + placeholders.ReplaceAllString(regexp.QuoteMeta(text), "(?P<$1>.+)") + "$")
		}
	}
	return all
}()

var placeholders = regexp.MustCompile(`\\\{(\w+)\\\}`)

// Notice is what an answer's Notice says of the language model, in this locale; what it says of the question stays as it is.
func (l Locale) Notice(english string) string {
	for key, text := range phrases[English] {
		if strings.HasPrefix(key, "notice.") {
			english = strings.ReplaceAll(english, text, l.Say(key))
		}
	}
	return l.Translate(english)
}

// Day is a day as readers see it, like bot.Day's String.
func (l Locale) Day(d bot.Day) string {
	if d.IsZero() {
		return l.Say("date.unknown")
	}
	if l == English {
		return d.String()
	}
	months := strings.Fields(l.Say("date.months"))
	u := d.UTC()
	return l.Say("date", "day", u.Day(), "month", months[u.Month()-1], "year", u.Year())
}

// Particulars are what a source line says after the headline, like bot.Source's.
func (l Locale) Particulars(s bot.Source) []string {
	var all []string
	for _, p := range s.Parts() {
		all = append(all, l.particular(p))
	}
	return all
}

func (l Locale) particular(p bot.Particular) string {
	switch p.Key {
	case "published":
		return l.Day(p.Day)
	case "corrected_on", "updated":
		return l.Say("source."+p.Key, "date", l.Day(p.Day))
	case "corrected":
		return l.Say("source.corrected")
	case "paragraph":
		return l.Say("source.paragraph", "n", p.N)
	case "paragraphs":
		return l.Say("source.paragraphs", "first", p.N, "last", p.To)
	case "also_carried_by":
		return l.Say("source.also_carried_by", "outlets", p.Text)
	case "label", "kind":
		return l.Translate(p.Text)
	}
	return p.Text
}

// Small is the last line of an answer, like bot.Answer's.
func (l Locale) Small(a bot.Answer, how string) string {
	if l == English {
		return a.Small(how)
	}
	var parts []string
	var through []string
	if !a.CoverageThrough.IsZero() {
		through = append(through, l.Say("answer.coverage_through", "date", l.Day(a.CoverageThrough)))
	}
	if through = append(through, a.Silent...); len(through) > 0 {
		parts = append(parts, strings.Join(through, "; "))
	}
	if a.Read.Shown != "" {
		parts = append(parts, a.Read.Shown)
	}
	if n := a.Unfit(); n > 0 {
		parts = append(parts, strings.TrimSpace(l.Say("answer.left_out", "n", n, "all", n+len(a.Claims))+" "+how))
		how = ""
	}
	if a.Undated > 0 {
		parts = append(parts, strings.TrimSpace(l.Say("timeline.undated", "n", a.Undated)+" "+how))
	}
	if a.Cut > 0 {
		parts = append(parts, l.Say("answer.no_room", "n", a.Cut))
	}
	if a.Model != "" {
		parts = append(parts, a.Model)
	}
	return strings.Join(append(parts, fmt.Sprintf("%d ms", a.Timings.Total)), " · ")
}

// Offer is an offer of an abstention, for a button or a menu.
func (l Locale) Offer(o bot.Offer) string {
	switch {
	case o.Kind == bot.OfferOutlet:
		return o.Outlet
	case o.Near.IsZero():
		return l.Say("offer." + o.Kind)
	}
	return l.Say("offer."+o.Kind+"_near", "date", l.Day(o.Near))
}

// Sentence is an error as a reader sees it.
func (l Locale) Sentence(err error) string {
	if u, ok := asUsage(err); ok {
		sentence := capitalised(l.Say(u.key, u.pairs...))
		if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "?") {
			sentence += "."
		}
		return sentence
	}
	return l.Say("error.failed")
}

func capitalised(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}
