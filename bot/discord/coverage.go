package discord

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// mostOutlets is how many outlets of the coverage are listed.
const mostOutlets = 10

// coverage answers /coverage.
func (b *Bot) coverage(ctx context.Context, in *interaction, o options) error {
	return b.showCoverage(ctx, in, func() error { return in.begin(ctx, true) }, o.text("search"), o.number("page"))
}

// turnPage shows another page of the headlines in place of this one. The button holds its number and what is searched for.
func (b *Bot) turnPage(ctx context.Context, in *interaction, u use) error {
	number, search, _ := strings.Cut(u.more, ":")
	page, err := strconv.Atoi(number)
	if err != nil {
		return errOutdated
	}
	return b.showCoverage(ctx, in, func() error { return in.touch(ctx) }, search, page)
}

func (b *Bot) showCoverage(ctx context.Context, in *interaction, begin func() error, search string, page int) error {
	d, err := b.deskAt(ctx, in)
	if err != nil {
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	found, err := d.Coverage(ctx, search, page)
	if err != nil {
		return err
	}
	return in.put(ctx, coverageMessage(found, in.locale()), true)
}

// coverageMessage shows what is indexed, or a page of headlines with buttons to the next and to the one before.
func coverageMessage(c desk.Coverage, l desk.Locale) message {
	var lines []string
	if c.Listed != nil || c.Search != "" {
		lines = append(lines, listing(c, l)...)
	} else {
		lines = append(lines, survey(c, l)...)
	}
	m := message{Embeds: []*discordgo.MessageEmbed{{Description: fitting(lines), Color: answered}}, Components: noButtons}
	page := c.Page
	if c.Listed == nil && c.Search == "" {
		page = 0 // of the headlines none is shown yet
	}
	if page > 0 && c.Pages > 1 {
		m.Embeds[0].Footer = &discordgo.MessageEmbedFooter{Text: l.Say("coverage.page", "page", c.Page, "pages", c.Pages)}
	}
	var row discordgo.ActionsRow
	turn := func(key string, to int, there bool) {
		id := customID("coverage", "", strconv.Itoa(to), c.Search)
		if there && units(id) <= maxCustomID {
			row.Components = append(row.Components, discordgo.Button{Label: l.Say(key), Style: discordgo.SecondaryButton, CustomID: id})
		}
	}
	turn("button.previous", page-1, page > 1)
	turn("button.next", page+1, page > 0 && page < c.Pages)
	if page == 0 && c.Articles > 0 {
		turn("button.headlines", 1, true)
	}
	if len(row.Components) > 0 {
		m.Components = []discordgo.MessageComponent{row}
	}
	return m
}

// listing is a page of headlines.
func listing(c desk.Coverage, l desk.Locale) []string {
	var lines []string
	if c.Search != "" {
		lines = append(lines, strings.ReplaceAll(l.Count("coverage.found", c.Found), "{search}", escape(bound(c.Search, maxChoice))))
	}
	for _, a := range c.Listed {
		lines = append(lines, headlineLine(a, l))
	}
	return lines
}

// survey is what is indexed.
func survey(c desk.Coverage, l desk.Locale) []string {
	if c.Articles == 0 {
		return []string{l.Say("coverage.empty")}
	}
	sums := counted(c.Articles, c.Copies, l)
	if !c.Through.IsZero() {
		sums = append(sums, l.Say("coverage.dates", "from", l.Day(c.From), "through", l.Day(c.Through)))
	}
	if c.Undated > 0 {
		sums = append(sums, l.Count("coverage.undated", c.Undated))
	}
	lines := []string{strings.Join(sums, ", ") + "."}
	if len(c.Outlets) > 0 {
		lines = append(lines, "", "**"+l.Say("coverage.outlets")+"**")
	}
	for _, o := range c.Outlets[:min(len(c.Outlets), mostOutlets)] {
		lines = append(lines, fmt.Sprintf("- %s · %s", escape(bound(o.Name, 80)), strings.Join(counted(o.Articles, o.Copies, l), ", ")))
	}
	if more := len(c.Outlets) - mostOutlets; more > 0 {
		lines = append(lines, "- "+l.Count("coverage.outlets_more", more))
	}
	lines = append(lines, "", "**"+l.Say("coverage.newest")+"**")
	for _, a := range c.Newest {
		lines = append(lines, headlineLine(a, l))
	}
	return lines
}

func counted(articles, copies int, l desk.Locale) []string {
	parts := []string{l.Count("coverage.articles", articles)}
	if copies > 0 {
		parts = append(parts, l.Copies(articles, copies))
	}
	return parts
}

// headlineLine is an article in a list.
func headlineLine(a retrieval.Article, l desk.Locale) string {
	day := bot.Day{Time: a.Published}
	parts := []string{"- " + link(bound(cmp.Or(plain(a.Headline), plain(a.ID)), 90), a.URL)}
	if a.Outlet != "" {
		parts = append(parts, escape(bound(a.Outlet, 60)))
	}
	if day.IsZero() {
		return strings.Join(append(parts, l.Day(day)), " · ")
	}
	return strings.Join(append(parts, stamp(day)), " · ")
}

// fitting is as many whole lines as a description holds.
func fitting(lines []string) string {
	text := ""
	for i, line := range lines {
		if i > 0 {
			line = "\n" + line
		}
		if units(text)+units(line) > maxDescription {
			break
		}
		text += line
	}
	return text
}
