package desk

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/retrieval"
)

// filter reads a window's options. Until is inclusive for the reader and exclusive in the filter.
func (d *Desk) filter(ctx context.Context, w Window) (retrieval.Filter, error) {
	var f retrieval.Filter
	var err error
	if w.Since != "" {
		if f.Since, _, err = readPeriod("since", w.Since, d.today()); err != nil {
			return f, err
		}
	}
	if w.Until != "" {
		if _, f.Until, err = readPeriod("until", w.Until, d.today()); err != nil {
			return f, err
		}
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && !f.Since.Before(f.Until) {
		return f, usage("error.since_until", "since", w.Since, "until", w.Until)
	}
	if w.Outlet != "" {
		outlets, err := d.outlets(ctx)
		if err != nil {
			return f, err
		}
		for _, o := range outlets {
			if strings.EqualFold(o, strings.TrimSpace(w.Outlet)) || shortened(o) == w.Outlet {
				f.Outlets = []string{o}
			}
		}
		if len(outlets) == 0 {
			return f, usage("error.no_outlets", "name", w.Outlet)
		}
		if f.Outlets == nil {
			return f, usage("error.no_outlet", "name", w.Outlet, "outlets", strings.Join(outlets, ", "))
		}
	}
	if f.Bylines, err = d.named(ctx, w.Author, "error.no_author", (*retrieval.Article).Authors); err != nil {
		return f, err
	}
	inIt := func(a *retrieval.Article) []string { return []string{a.Section, a.Label} }
	if f.Sections, err = d.named(ctx, w.Section, "error.no_section", inIt); err != nil {
		return f, err
	}
	if w.Article != "" {
		a, err := d.article(ctx, w.Article, "error.no_article")
		if err != nil {
			return f, err
		}
		f.Articles = []string{a.ID}
	}
	return f, nil
}

// named is a name as the coverage has it, among those that of gives of each article; none where it is "".
func (d *Desk) named(ctx context.Context, name, unknown string, of func(*retrieval.Article) []string) ([]string, error) {
	if name = strings.TrimSpace(name); name == "" {
		return nil, nil
	}
	articles, err := d.articles(ctx)
	if err != nil {
		return nil, err
	}
	for i := range articles {
		for _, n := range of(&articles[i]) {
			if strings.EqualFold(n, name) {
				return []string{n}, nil
			}
		}
	}
	return nil, usage(unknown, "name", name)
}

func (d *Desk) outlets(ctx context.Context) ([]string, error) {
	articles, err := d.articles(ctx)
	if err != nil {
		return nil, err
	}
	return outletsOf(articles), nil
}

func outletsOf(articles []retrieval.Article) []string {
	seen := map[string]bool{"": true}
	var names []string
	for i := range articles {
		if name := articles[i].Outlet; !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// periods are the layouts that an option's date may have, with the length of what each names.
var periods = []struct {
	layout              string
	years, months, days int
}{
	{time.DateOnly, 0, 0, 1}, {"2 January 2006", 0, 0, 1}, {"2 Jan 2006", 0, 0, 1}, {"January 2, 2006", 0, 0, 1},
	{"Jan 2, 2006", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"January 2006", 0, 1, 0}, {"Jan 2006", 0, 1, 0}, {"2006", 1, 0, 0},
}

// Since reads a date, month or year, as an option named since has it, as the time with which it begins.
func Since(value string, now time.Time) (time.Time, error) {
	from, _, err := readPeriod("since", value, now)
	return from, err
}

// archived is the age of the newest coverage from which "this week" cannot be the reader's own, as in questions.
const archived = 31 * 24 * time.Hour

func (d *Desk) today() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

// ofPeriod reads a period. One that is counted from today is counted from the newest coverage where that is old, and shown says so.
func (d *Desk) ofPeriod(ctx context.Context, value string) (from, to time.Time, shown string, err error) {
	newest, err := d.coverageThrough(ctx)
	if err != nil {
		return from, to, "", err
	}
	today := d.today()
	if from, to, err = readPeriod("period", value, today); err != nil || newest.IsZero() || today.Sub(newest) <= archived {
		return from, to, "", err
	}
	if then, until, _ := readPeriod("period", value, newest); !then.Equal(from) {
		from, to = then, until
		shown = English.Say("period.against_newest", "period", strings.TrimSpace(value), "from", bot.Day{Time: from}, "through", bot.Day{Time: to.AddDate(0, 0, -1)}, "newest", bot.Day{Time: newest})
	}
	return from, to, shown, nil
}

// september is as it is often cut.
var september = regexp.MustCompile(`(?i)\bsept\b\.?`)

// readPeriod reads a date, month or year, or a time counted from now, as the half-open range that it names.
func readPeriod(option, value string, now time.Time) (from, to time.Time, err error) {
	asked := value
	value = strings.TrimSpace(september.ReplaceAllString(value, "Sep"))
	today := now.UTC().Truncate(24 * time.Hour)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	month := today.AddDate(0, 0, 1-today.Day())
	year := today.AddDate(0, 0, 1-today.YearDay())
	switch strings.ToLower(value) {
	case "today":
		return today, today.AddDate(0, 0, 1), nil
	case "yesterday":
		return today.AddDate(0, 0, -1), today, nil
	case "this week":
		return monday, monday.AddDate(0, 0, 7), nil
	case "last week":
		return monday.AddDate(0, 0, -7), monday, nil
	case "this month":
		return month, month.AddDate(0, 1, 0), nil
	case "last month":
		return month.AddDate(0, -1, 0), month, nil
	case "this year":
		return year, year.AddDate(1, 0, 0), nil
	case "last year":
		return year.AddDate(-1, 0, 0), year, nil
	}
	for _, p := range periods {
		if from, err := time.Parse(p.layout, value); err == nil {
			return from, from.AddDate(p.years, p.months, p.days), nil
		}
	}
	return from, to, usage("error.no_date", "option", option, "value", asked)
}
