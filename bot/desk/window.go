package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
)

// filter reads a window's options. Until is inclusive for the reader and exclusive in the filter.
func (d *Desk) filter(ctx context.Context, w Window) (retrieval.Filter, error) {
	var f retrieval.Filter
	var err error
	if w.Since != "" {
		if f.Since, _, err = d.period("since", w.Since); err != nil {
			return f, err
		}
	}
	if w.Until != "" {
		if _, f.Until, err = d.period("until", w.Until); err != nil {
			return f, err
		}
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && !f.Since.Before(f.Until) {
		return f, usagef("since (%s) is after until (%s); swap them", w.Since, w.Until)
	}
	if w.Outlet != "" {
		outlets, err := d.outlets(ctx)
		if err != nil {
			return f, err
		}
		for _, o := range outlets {
			if strings.EqualFold(o, strings.TrimSpace(w.Outlet)) {
				f.Outlets = []string{o}
			}
		}
		if len(outlets) == 0 {
			return f, usagef("there is no outlet %q in the coverage; none of its articles names one", w.Outlet)
		}
		if f.Outlets == nil {
			return f, usagef("there is no outlet %q in the coverage; it has %s", w.Outlet, strings.Join(outlets, ", "))
		}
	}
	return f, nil
}

func (d *Desk) outlets(ctx context.Context) ([]string, error) {
	articles, err := d.Store.Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	var names []string
	for _, a := range articles {
		if a.Outlet != "" && !slices.Contains(names, a.Outlet) {
			names = append(names, a.Outlet)
		}
	}
	slices.Sort(names)
	return names, nil
}

// periods are the layouts that an option's date may have, with the length of what each names.
var periods = []struct {
	layout              string
	years, months, days int
}{
	{time.DateOnly, 0, 0, 1}, {"2 January 2006", 0, 0, 1}, {"2 Jan 2006", 0, 0, 1}, {"January 2, 2006", 0, 0, 1},
	{"Jan 2, 2006", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"January 2006", 0, 1, 0}, {"Jan 2006", 0, 1, 0}, {"2006", 1, 0, 0},
}

// period reads a date, month or year as the half-open range that it names.
func (d *Desk) period(option, value string) (from, to time.Time, err error) {
	value = strings.TrimSpace(strings.ReplaceAll(value, "Sept ", "Sep "))
	now := time.Now
	if d.Now != nil {
		now = d.Now
	}
	today := now().UTC().Truncate(24 * time.Hour)
	switch strings.ToLower(value) {
	case "today":
		return today, today.AddDate(0, 0, 1), nil
	case "yesterday":
		return today.AddDate(0, 0, -1), today, nil
	}
	for _, p := range periods {
		if from, err := time.Parse(p.layout, value); err == nil {
			return from, from.AddDate(p.years, p.months, p.days), nil
		}
	}
	return from, to, usagef("%s is %q, which is no date; write it like 2016-09-28, September 2016 or 2016", option, value)
}
