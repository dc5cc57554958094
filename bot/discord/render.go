package discord

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// Discord's limits of a message, in UTF-16 code units.
const (
	maxContent     = 2000
	maxDescription = 4096
	maxEmbeds      = 6000 // over all embeds of a message
	maxEmbedCount  = 10
	maxCustomID    = 100
)

// maxPart is the length, in units, of what stands around a claim or above a section.
const maxPart = 300

// Colours of embeds.
const (
	answered  = 0x2b6cb0
	abstained = 0xb7791f
)

// plan is how much is shown of an answer; 0 means all of it. Lengths are in units.
type plan struct {
	claims   int  // at most so many
	claim    int  // the length of each, its markers aside
	headline int  // likewise
	part     int  // likewise: an outlet, a byline, the reason of an abstention
	quote    int  // likewise: a passage below an abstention
	alone    bool // other outlets that carried it are left out
	page     bool // addresses lead to the page, not to the words on it
	bare     bool // and addresses are left out
	few      int  // markers of a claim, and sources below an abstention, at most so many
}

// plans go from everything to less: with many sources their headlines are cut, then claims that are overlong.
var plans = []plan{
	{quote: 300},
	{quote: 300, headline: 90},
	{quote: 300, headline: 90, page: true},
	{quote: 200, headline: 60, page: true, alone: true},
	{quote: 200, headline: 60, page: true, alone: true, claim: 600},
	{quote: 200, headline: 60, page: true, alone: true, claim: 400},
}

// fewest always fits, whatever an answer holds.
var fewest = plan{claims: 1, claim: 100, headline: 24, part: 24, quote: 60, alone: true, bare: true, few: 8}

// answerMessage shows an answer: its claims with their markers, then its numbered sources, then the small last line; of an
// abstention the reason and the nearest passages. It fits Discord's limits whatever the answer holds. It has no buttons.
func answerMessage(a bot.Answer, l desk.Locale) message {
	m := sheet{answer: a, footer: l.Small(a, ""), locale: l}.message()
	m.Components = noButtons
	if isTimeline(a) {
		m.Embeds[0].Image = &discordgo.MessageEmbedImage{URL: "attachment://" + timelineName}
	}
	return m
}

// entryMessage shows an answer that is kept, with its buttons and, of a timeline, its picture.
func entryMessage(e memory.Entry, l desk.Locale, followUp bool) message {
	m := answerMessage(e.Answer, l)
	m.Components, m.Files = controls(e, l, followUp), pictured(e.Answer, l)
	return m
}

// draftMessage shows the claims of an answer that is still in the making, with a button to stop it. Its sources come with
// its end.
func draftMessage(claims []bot.Claim, id string, l desk.Locale) message {
	return makingMessage(claims, l.Say("answer.making"), id, l)
}

// makingMessage is a draftMessage that says in small print where the answer stands.
func makingMessage(claims []bot.Claim, stands, id string, l desk.Locale) message {
	m := message{Content: "-# " + stands}
	if len(claims) > 0 {
		m = sheet{answer: bot.Answer{Claims: claims}, footer: stands, draft: true, locale: l}.message()
	}
	m.Components = stopButton(id, l)
	return m
}

// sheet is an answer to lay out.
type sheet struct {
	answer bot.Answer
	footer string
	locale desk.Locale
	draft  bool // claims stand without their sources
}

// message lays the answer out by the first plan that fits. Where none does, claims are left out from the end, with their
// sources and not without saying so.
func (s sheet) message() message {
	for _, p := range plans {
		if embeds, fits := s.lay(p); fits {
			return message{Embeds: embeds}
		}
	}
	p := plans[len(plans)-1]
	all := len(s.answer.Claims)
	left := sort.Search(all, func(left int) bool {
		p.claims = all - left
		_, fits := s.lay(p)
		return fits
	})
	if p.claims = all - left; left == all {
		p = fewest
	}
	embeds, _ := s.lay(p)
	return message{Embeds: embeds}
}

// lay lays the answer out in one embed, or in two where the sources do not fit below the claims, and tells whether it fits.
func (s sheet) lay(p plan) (embeds []*discordgo.MessageEmbed, fits bool) {
	text, sources := s.text(p), strings.Join(s.sources(p), "\n")
	color := answered
	if s.answer.Abstained {
		color = abstained
	}
	gap := "\n\n"
	if s.answer.Abstained {
		gap = "\n"
	}
	parts := []string{strings.Trim(text+gap+sources, "\n")}
	if units(parts[0]) > maxDescription {
		parts = []string{text, sources}
	}
	footer := cut(plain(s.footer), 200)
	total := units(footer)
	fits = true
	for _, part := range parts {
		embeds = append(embeds, &discordgo.MessageEmbed{Description: part, Color: color})
		total += units(part)
		fits = fits && units(part) <= maxDescription
	}
	embeds[len(embeds)-1].Footer = &discordgo.MessageEmbedFooter{Text: footer}
	return embeds, fits && total <= maxEmbeds
}

// text is what stands above the sources.
func (s sheet) text(p plan) string {
	a := s.answer
	lines := s.amended(p)
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	shown := s.shown(p)
	if a.Understood != "" {
		lines = append(lines, "-# "+escape(bound(s.locale.Say("answer.understood", "question", a.Understood), cmp.Or(p.part, 300))))
	}
	if v := s.locale.Verdict(a); v != "" {
		lines = append(lines, "**"+escape(v)+"**", "-# "+escape(s.locale.Say("verdict.note")), "")
	}
	lines = append(lines, s.sections(shown, p)...)
	if n := len(a.Claims) - len(shown); n > 0 {
		lines = append(lines, "-# "+s.locale.Say("answer.cut", "n", n, "all", len(a.Claims)))
	}
	if a.Abstained {
		lines = append(lines, escape(bound(s.locale.Translate(a.Reason), p.part)))
	}
	if said := s.locale.Untold(a); said != "" {
		lines = append(lines, "-# "+escape(bound(said, cmp.Or(p.part, 3*maxPart))))
	}
	if a.Notice != "" {
		lines = append(lines, "-# "+escape(bound(s.locale.Notice(a.Notice), p.part)))
	}
	if a.Abstained && len(a.Sources) > 0 {
		lines = append(lines, "", s.locale.Say("answer.nearest"))
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// sections are the lines of the claims that are shown.
func (s sheet) sections(shown []bot.Claim, p plan) (lines []string) {
	a, part := s.answer, cmp.Or(p.part, maxPart)
	a.Claims = shown
	for i, section := range s.locale.Sections(a) {
		if section.Title != "" {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, "**"+escape(bound(section.Title, part))+"**")
		}
		var run []string
		for _, line := range section.Lines {
			text := s.claim(line.Claim, p)
			if line.Told != "" {
				text += " (" + escape(line.Told) + ")"
			}
			switch {
			case !section.Listed:
				run = append(run, text)
			case line.Lead != "":
				lines = append(lines, "- **"+escape(bound(line.Lead, part))+"** "+text)
			case line.Tail != "":
				lines = append(lines, text)
			default:
				lines = append(lines, "- "+text)
			}
			if section.Listed && line.Tail != "" {
				lines = append(lines, "-# "+escape(bound(line.Tail, part)))
			}
		}
		if len(run) > 0 {
			lines = append(lines, strings.Join(run, " "))
		}
	}
	return lines
}

func (s sheet) shown(p plan) []bot.Claim {
	return s.answer.Claims[:min(len(s.answer.Claims), cmp.Or(p.claims, len(s.answer.Claims)))]
}

// claim is a claim with those of its markers that have a source.
func (s sheet) claim(c bot.Claim, p plan) string {
	line := escape(bound(c.Text, p.claim))
	if c.Withdrawn {
		line = struck(bound(c.Text, p.claim))
	}
	for _, n := range s.markers(c, p) {
		line += fmt.Sprintf(" [%d]", n)
	}
	return line
}

func (s sheet) markers(c bot.Claim, p plan) []int {
	var markers []int
	for _, cite := range c.Citations {
		known := s.draft || slices.ContainsFunc(s.answer.Sources, func(source bot.Source) bool { return source.N == cite.N })
		if known && !slices.Contains(markers, cite.N) {
			markers = append(markers, cite.N)
		}
	}
	return markers[:min(len(markers), cmp.Or(p.few, len(markers)))]
}

// sources are the lines of the sources: of those that the claims shown cite where some are not shown, else of all.
func (s sheet) sources(p plan) []string {
	listed := s.answer.Sources
	if shown := s.shown(p); len(shown) < len(s.answer.Claims) || p.few > 0 && len(shown) > 0 {
		var cited []int
		for _, c := range shown {
			cited = append(cited, s.markers(c, p)...)
		}
		listed = slices.DeleteFunc(slices.Clone(listed), func(source bot.Source) bool { return !slices.Contains(cited, source.N) })
	}
	listed = listed[:min(len(listed), cmp.Or(p.few, len(listed)))]
	var lines []string
	for _, source := range listed {
		lines = append(lines, sourceLine(s.linked(source, p), p, s.locale))
		if s.answer.Abstained {
			lines = append(lines, "> "+escape(bound(source.Text, p.quote)))
		}
	}
	return lines
}

// linked is a source whose address leads to the words that the answer cites first, where the plan has room for that.
func (s sheet) linked(source bot.Source, p plan) bot.Source {
	for _, c := range s.answer.Claims {
		for _, cite := range c.Citations {
			if cite.N == source.N && cite.PassageID == source.PassageID && cite.Quote != "" && !p.page && !p.bare {
				source.URL = fragment(source, cite.Quote)
				return source
			}
		}
	}
	return source
}

// fragment is a source's address, leading to words on its page where that makes no address that is too long to link.
func fragment(s bot.Source, quote string) string {
	address := bot.Link(s.URL, s.Text, quote)
	if units(unlinkable.Replace(address)) > maxURL {
		return s.URL
	}
	return address
}

// sourceLine is a source's number, its headline, linked where it has an address, and what else is known of it.
func sourceLine(s bot.Source, p plan, l desk.Locale) string {
	headline, address := bound(cmp.Or(plain(s.Headline), plain(s.ArticleID), "untitled"), p.headline), s.URL
	if p.bare {
		address = ""
	}
	return strings.Join(append([]string{fmt.Sprintf("[%d] %s", s.N, link(headline, address))}, particulars(s, p, l)...), " · ")
}

// particulars are what a source line says after the headline.
func particulars(s bot.Source, p plan, l desk.Locale) []string {
	var parts []string
	said := l.Particulars(s)
	for i, particular := range s.Parts() {
		switch {
		case particular.Key == "published" && !s.Published.IsZero():
			parts = append(parts, stamp(s.Published)+" ("+said[i]+")")
		case particular.Key == "also_carried_by" && p.alone:
		default:
			parts = append(parts, escape(bound(said[i], p.part)))
		}
	}
	return parts
}

// stamp is a day as each reader's Discord writes it. It names noon, which is on the same day from UTC-12 to UTC+11.
func stamp(d bot.Day) string {
	year, month, day := d.UTC().Date()
	return fmt.Sprintf("<t:%d:D>", time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Unix())
}

// bound is a plain text of at most n units; 0 means any number.
func bound(text string, n int) string {
	text = plain(text)
	return cut(text, cmp.Or(n, units(text)))
}
