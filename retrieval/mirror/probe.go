package mirror

import (
	"context"
	"fmt"

	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// Probe fetches the address itself, keeps nothing, and says what it is: a clause such as "is a feed of 12 items". The error is a
// sentence that names the address.
func (m Mirror) Probe(ctx context.Context, o Options) (says string, err error) {
	got, err := o.Web.Get(ctx, m.Address, fetch.Validators{})
	if err != nil {
		return "", err
	}
	kept := keptOf(got, ingest.Listed{})
	switch ingest.Tell(kept) {
	case ingest.IsFeed:
		items, _, err := ingest.Feed(kept)
		if err != nil {
			return "", fmt.Errorf("%s %w", m, err)
		}
		whole := 0
		for _, i := range items {
			if i.Whole {
				whole++
			}
		}
		return fmt.Sprintf("is a feed of %s, %d with their whole text", counted(len(items), "item"), whole), nil
	case ingest.IsSitemap:
		listed, err := ingest.Sitemap(kept)
		if err != nil && len(listed) == 0 {
			return "", fmt.Errorf("%s: %w", m, err)
		}
		return fmt.Sprintf("is a sitemap of %s", counted(len(listed), "line")), nil
	case ingest.IsSite:
		feeds := ingest.FeedsOf(kept)
		if len(feeds) > 0 {
			return fmt.Sprintf("is a site with %s", counted(len(feeds), "feed")), nil
		}
		named, err := o.Web.Sitemaps(ctx, kept.URL)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("is a site without feeds, whose robots.txt names %s", counted(len(named), "sitemap")), nil
	}
	articles, skipped := ingest.ReadKept(ctx, kept, o.Fields)
	if len(articles) == 0 && len(skipped) > 0 {
		return "", fmt.Errorf("%s %s", m, skipped[0].Reason)
	}
	return fmt.Sprintf("is %s with %s", got.ContentType, counted(len(articles), "article")), nil
}
