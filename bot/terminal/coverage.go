package terminal

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// mostOutlets is how many outlets of the coverage are listed.
const mostOutlets = 10

// coverage shows what is indexed, and the headlines that a search finds.
func (c *chat) coverage(ctx context.Context, search, page string) error {
	number := 0
	if page != "" {
		var err error
		if number, err = strconv.Atoi(page); err != nil || number < 1 {
			fmt.Fprintf(c.Out, "page is %q; write a number, 1 or more.\n", page)
			return nil
		}
	}
	found, err := c.desk.Coverage(ctx, search, number)
	if err != nil {
		return err
	}
	say, p := c.locale, c.printer()
	if found.Listed != nil || found.Search != "" {
		if found.Search != "" {
			p.line(strings.ReplaceAll(say.Count("coverage.found", found.Found), "{search}", found.Search))
		}
		for _, a := range found.Listed {
			c.headline(a)
		}
		if found.Pages > 1 {
			fmt.Fprintln(c.Out, faint(say.Say("coverage.page", "page", found.Page, "pages", found.Pages)))
		}
		return nil
	}
	if found.Articles == 0 {
		p.line(say.Say("coverage.empty"))
		return nil
	}
	p.line(strings.Join(c.summed(found), ", ") + ".")
	if len(found.Outlets) > 0 {
		p.line(say.Say("coverage.outlets"))
	}
	for _, o := range found.Outlets[:min(len(found.Outlets), mostOutlets)] {
		p.inset(fmt.Sprintf("%s · %s", o.Name, strings.Join(c.counted(o.Articles, o.Copies), ", ")))
	}
	if more := len(found.Outlets) - mostOutlets; more > 0 {
		p.inset(say.Count("coverage.outlets_more", more))
	}
	p.line(say.Say("coverage.newest"))
	for _, a := range found.Newest {
		c.headline(a)
	}
	return nil
}

// summed is what is indexed, in parts.
func (c *chat) summed(found desk.Coverage) []string {
	parts := c.counted(found.Articles, found.Copies)
	if !found.Through.IsZero() {
		parts = append(parts, c.locale.Say("coverage.dates", "from", c.locale.Day(found.From), "through", c.locale.Day(found.Through)))
	}
	if found.Undated > 0 {
		parts = append(parts, c.locale.Count("coverage.undated", found.Undated))
	}
	return parts
}

func (c *chat) counted(articles, copies int) []string {
	parts := []string{c.locale.Count("coverage.articles", articles)}
	if copies > 0 {
		parts = append(parts, c.locale.Copies(articles, copies))
	}
	return parts
}

func (c *chat) headline(a retrieval.Article) {
	parts := []string{bold(cmp.Or(a.Headline, a.ID))}
	if a.Outlet != "" {
		parts = append(parts, a.Outlet)
	}
	fmt.Fprintf(c.Out, "    %s\n", strings.Join(append(parts, c.locale.Day(bot.Day{Time: a.Published})), " · "))
}

// article shows one article's card.
func (c *chat) article(ctx context.Context, name string) error {
	card, err := c.desk.Article(ctx, name)
	if err != nil {
		return err
	}
	say, p, s := c.locale, c.printer(), card.Source()
	fmt.Fprintln(c.Out, bold(cmp.Or(card.Headline, card.ID)))
	parts := append(say.Particulars(s), say.Count("article.passages", card.Passages))
	p.line(strings.Join(parts, " · "))
	if card.Retracted {
		p.line(say.Say("article.retracted"))
	}
	if card.Corrected != nil {
		p.line(say.Say("article.corrects", "headline", card.Corrected.Headline))
	}
	for _, text := range card.Corrections {
		if !strings.HasPrefix(text, "Correction") {
			text = say.Say("article.correction", "text", text)
		}
		p.line(text)
	}
	for _, n := range card.Notices {
		p.line(say.Say("article.correction_on", "date", say.Day(bot.Day{Time: n.Published}), "text", cmp.Or(n.Headline, n.ID)))
	}
	if lede := card.Lede(); lede != "" {
		p.line(lede)
	}
	if card.URL != "" {
		fmt.Fprintln(c.Out, faint(card.URL))
	}
	return nil
}
