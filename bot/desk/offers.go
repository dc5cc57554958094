package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/bot"
	"dateline/retrieval"
)

const (
	// trusted is the confidence from which evidence is taken to answer, as for the extractive composer: even odds.
	trusted = 0.5
	// mostOutlets bounds the outlets that are offered.
	mostOutlets = 3
)

// offers are the windows in which a question that the coverage did not answer within its filters would be: without the
// dates, of other outlets, beyond the article. asked was asked for, read was taken from the question's own words; each is
// set aside by a filter of its own, since a question's words give way to what is asked for. It costs a search each.
func (d *Desk) offers(ctx context.Context, question string, asked, read retrieval.Filter) ([]bot.Offer, error) {
	on := within(asked, read)
	if on.IsZero() {
		return nil, nil
	}
	articles, err := d.articles(ctx)
	if err != nil {
		return nil, err
	}
	all := everything(articles)
	var offers []bot.Offer
	if len(on.Articles) > 0 {
		wide := asked
		wide.Articles = nil
		best, _, err := d.trustedWithin(ctx, question, wide)
		if err != nil {
			return nil, err
		}
		if best != nil {
			offers = append(offers, bot.Offer{Kind: bot.OfferArticle, Near: bot.Day{Time: best.Article.Published}, Filter: wide})
		}
	}
	if !on.Since.IsZero() || !on.Until.IsZero() {
		wide := asked
		wide.Since, wide.Until = all.Since, all.Until
		best, _, err := d.trustedWithin(ctx, question, wide)
		if err != nil {
			return nil, err
		}
		if best != nil {
			offers = append(offers, bot.Offer{Kind: bot.OfferDates, Near: bot.Day{Time: best.Article.Published}, Filter: wide})
		}
	}
	if len(on.Outlets) > 0 {
		wide := asked
		wide.Outlets = slices.DeleteFunc(slices.Clone(all.Outlets), func(o string) bool { return slices.Contains(on.Outlets, o) })
		if len(wide.Outlets) > 0 {
			_, outlets, err := d.trustedWithin(ctx, question, wide)
			if err != nil {
				return nil, err
			}
			for _, o := range outlets {
				wide.Outlets = []string{o}
				offers = append(offers, bot.Offer{Kind: bot.OfferOutlet, Outlet: o, Filter: wide})
			}
		}
	}
	for i := range offers {
		offers[i].Label = English.Offer(offers[i])
	}
	return offers, nil
}

// trustedWithin is the best evidence within a filter, where it is trusted, and the outlets of what is near it, best first.
func (d *Desk) trustedWithin(ctx context.Context, question string, f retrieval.Filter) (best *retrieval.Evidence, outlets []string, err error) {
	found, err := d.Search.Search(ctx, retrieval.Query{Text: question, Filter: d.only(f), Audience: d.audience})
	if err != nil {
		return nil, nil, fmt.Errorf("search the coverage: %w", err)
	}
	if len(found.Evidence) == 0 || found.Confidence < trusted {
		return nil, nil, nil
	}
	for _, e := range found.Evidence {
		o := e.Article.Outlet
		if o != "" && e.Score >= onTopic*found.Evidence[0].Score && len(outlets) < mostOutlets && !slices.Contains(outlets, o) {
			outlets = append(outlets, o)
		}
	}
	return &found.Evidence[0], outlets, nil
}

// everything is a filter that lets every article through that has a date and an outlet.
func everything(articles []retrieval.Article) retrieval.Filter {
	f := retrieval.Filter{Outlets: outletsOf(articles)}
	for i := range articles {
		p := articles[i].Published
		if p.IsZero() {
			continue
		}
		if f.Since.IsZero() || p.Before(f.Since) {
			f.Since = p.UTC().Truncate(24 * time.Hour)
		}
		if !p.Before(f.Until) {
			f.Until = p.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
		}
	}
	return f
}
