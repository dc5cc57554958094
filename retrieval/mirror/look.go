package mirror

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// look is one look at what an address leads to.
type look struct {
	Mirror
	Options
	*memory
	report  Report
	isFirst bool // there is nothing to be read yet
}

const (
	mostLists   = 20 // feeds and sitemaps read in a look
	mostSources = 500
	deepest     = 3      // from the address itself: a site, its index of sitemaps, an index in it, a sitemap
	mostItems   = 50_000 // that are remembered of sitemaps
	sitesAgain  = 24 * time.Hour
)

func (l *look) run(ctx context.Context) error {
	lists := 0
	for n := 0; n < len(l.Sources); n++ { // it grows meanwhile
		s := l.Sources[n]
		if !l.isDue(s) {
			continue
		}
		if lists++; lists > mostLists {
			break
		}
		if err := l.read(ctx, s); err != nil {
			return err
		}
	}
	l.report.Kind = l.root().Kind
	return l.pages(ctx)
}

// isDue reports whether a source is to be read. A sitemap that its index calls unchanged is not.
func (l *look) isDue(s *source) bool {
	if l.Anew && !s.Gone {
		return true
	}
	if !s.Modified.IsZero() && !s.Modified.After(s.Seen) && s.Failures == 0 {
		return false
	}
	return s.IsDue(l.now())
}

// read fetches a source and takes what it lists. Its error is of the folder, or ctx's.
func (l *look) read(ctx context.Context, s *source) error {
	if s == l.root() && l.isFirst {
		l.Say(fmt.Sprintf("Fetching %s.", l.Mirror))
	}
	got, err := l.Web.Get(ctx, s.Address, s.Have)
	if ctx.Err() != nil {
		return fmt.Errorf("fetch %s: %w", l.Mirror, context.Cause(ctx))
	}
	seen := fetch.Look{At: l.now(), Page: got, Err: err}
	rhythm := fetch.Rhythm{Every: l.Every}
	if err == nil && !got.NotModified {
		seen.Newest, seen.TTL, seen.Err = l.take(ctx, s, got)
		if _, fault := errors.AsType[*folderError](seen.Err); fault || ctx.Err() != nil {
			return seen.Err
		}
	}
	if s.Kind == ingest.IsSite && seen.Err == nil {
		rhythm.Every = max(l.Every, sitesAgain)
	}
	s.Source = rhythm.Next(s.Source, seen)
	if s.Seen = s.Modified; seen.Err != nil {
		l.warn(s, seen.Err)
	}
	return nil
}

// folderError is what is wrong with the folder rather than with the web.
type folderError struct{ error }

func (f *folderError) Unwrap() error { return f.error }

func (l *look) warn(s *source, err error) {
	sentence := err.Error()
	if status := statusOf(err); s.Guessed && status >= 400 && status < 500 {
		sentence = fmt.Sprintf("%s is no article, and its site names neither a feed nor a sitemap: write the address of its feed, of its sitemap or of an article", l.Mirror)
	}
	l.report.Warnings = append(l.report.Warnings, sentence)
	l.Log.Debug("a source could not be read", "address", fetch.Shown(s.Address), "failures", s.Failures, "error", err)
}

func statusOf(err error) int {
	if f, ok := errors.AsType[*fetch.Failure](err); ok {
		return f.Status
	}
	return 0
}

// take takes what came of a source over, and says what of it is the newest.
func (l *look) take(ctx context.Context, s *source, got fetch.Page) (newest fetch.Item, ttl time.Duration, err error) {
	kept := keptOf(got, ingest.Listed{})
	kind := ingest.Tell(kept)
	at := fetch.Shown(s.Address)
	if s != l.root() && kind != ingest.IsFeed && kind != ingest.IsSitemap {
		return newest, 0, fmt.Errorf("%s is neither a feed nor a sitemap, though %s names it as one", at, l.Mirror)
	}
	s.Kind = kind
	switch kind {
	case ingest.IsSite:
		return newest, 0, l.site(ctx, s, kept)
	case ingest.IsFeed:
		items, ttl, err := ingest.Feed(kept)
		if err != nil {
			return newest, 0, fmt.Errorf("%s %w", at, err)
		}
		for rank, i := range items {
			item, err := l.list(ctx, rank, i.Listed, i.ID, i)
			if err != nil {
				return newest, 0, err
			}
			newest = newer(newest, item)
		}
		return newest, ttl, nil
	case ingest.IsSitemap:
		listed, err := ingest.Sitemap(kept)
		if err != nil && len(listed) == 0 {
			return newest, 0, fmt.Errorf("%s: %w", at, err)
		}
		l.index(s, listed)
		for rank, i := range listed {
			if i.IsSitemap {
				continue
			}
			item, err := l.list(ctx, rank, i, i.URL, ingest.FeedItem{})
			if err != nil {
				return newest, 0, err
			}
			newest = newer(newest, item)
		}
		return newest, 0, nil
	}
	err = l.keepRoot(ctx, kept)
	return newest, 0, err
}

// newer is the later of two items, the first where neither has a date.
func newer(a, b fetch.Item) fetch.Item {
	if a.ID == "" || b.Published.After(a.Published) && b.ID != "" {
		return b
	}
	return a
}

// site finds where a site lists its articles: in feeds that its page names, else in sitemaps that its robots.txt names, else
// in one of the usual name.
func (l *look) site(ctx context.Context, s *source, front ingest.Kept) error {
	found, what := ingest.FeedsOf(front), "feeds"
	if len(found) == 0 {
		named, err := l.Web.Sitemaps(ctx, front.URL)
		if err != nil {
			return err
		}
		what = "sitemaps"
		for _, address := range named {
			if whole := resolve(front.URL, address); whole != "" {
				found = append(found, whole)
			}
		}
		slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(newsLast(b), newsLast(a)) })
	}
	guessed := len(found) == 0
	if guessed {
		found = []string{resolve(front.URL, "/sitemap.xml")}
	}
	known := len(l.Sources)
	for _, address := range found {
		l.add(&source{Source: fetch.Source{Address: address}, Depth: s.Depth + 1, Guessed: guessed})
	}
	if len(l.Sources) > known {
		var names []string
		for _, address := range found[:min(len(found), 3)] {
			names = append(names, fetch.Shown(address))
		}
		more := ""
		if n := len(found) - len(names); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		l.Say(fmt.Sprintf("%s is a site; looking at its %s: %s%s.", l.Mirror, what, strings.Join(names, ", "), more))
	}
	return nil
}

// newsLast is 1 for a sitemap that is of news by its name, else 0.
func newsLast(address string) int {
	if strings.Contains(strings.ToLower(address), "news") {
		return 1
	}
	return 0
}

// resolve is a reference as an address, without its fragment; "" where it is none of http.
func resolve(base, reference string) string {
	from, err := url.Parse(base)
	if err != nil {
		return ""
	}
	u, err := from.Parse(strings.TrimSpace(reference))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

// index takes over the sitemaps that an index lists, the latest first where it dates them.
func (l *look) index(s *source, listed []ingest.Listed) {
	listed = slices.DeleteFunc(slices.Clone(listed), func(i ingest.Listed) bool { return !i.IsSitemap })
	slices.SortStableFunc(listed, func(a, b ingest.Listed) int { return b.Modified.Compare(a.Modified) })
	for _, i := range listed {
		l.add(&source{Source: fetch.Source{Address: i.URL}, Depth: s.Depth + 1, Modified: i.Modified})
	}
}

// add takes a source over, unless there are too many. Of one that is known it takes what is new of it.
func (l *look) add(s *source) {
	at := slices.IndexFunc(l.Sources, func(known *source) bool { return known.Address == s.Address })
	switch {
	case at == 0:
	case at > 0:
		l.Sources[at].Modified = s.Modified
	case len(l.Sources) < mostSources && s.Depth <= deepest:
		l.Sources = append(l.Sources, s)
	}
}

// list takes over what a feed or sitemap lists, and keeps what text a feed has of it.
func (l *look) list(ctx context.Context, rank int, listed ingest.Listed, id string, item ingest.FeedItem) (fetch.Item, error) {
	key := cmp.Or(listed.URL, id) // by which it is known again
	if key == "" || listed.URL != "" && isFrontPage(listed.URL) {
		return fetch.Item{}, nil
	}
	now := l.now()
	p, known := l.Items[key]
	if !known {
		if listed.By == "sitemap" && len(l.Items) >= mostItems {
			return fetch.Item{}, nil
		}
		p = &page{Source: fetch.Source{Address: listed.URL}, Since: now, Fetched: listed.URL == ""}
		l.Items[key] = p
		known = l.recover(ctx, key, p)
	}
	if known && listed.Modified.After(p.Listed.Modified) && !p.Gone {
		p.Due = time.Time{}
		if p.Unread != "" {
			p.Unread, p.Have = "", fetch.Validators{}
		}
	}
	newest := fetch.Item{ID: key, Published: dated(listed)}
	if known && newest.Published.IsZero() {
		newest = fetch.Item{} // of a list without dates, what was not there before is the newest
	}
	if known && p.Listed.By == "feed" && listed.By == "sitemap" { // which says less
		modified := listed.Modified
		listed = p.Listed
		listed.Modified = modified
	}
	p.Listed, p.Last, p.Rank = listed, now, rank
	if item.Text == nil || p.Fetched && !item.Whole && listed.URL != "" {
		return newest, nil
	}
	p.Fetched = p.Fetched || item.Whole
	if !p.Fetched && p.ID != "" {
		return newest, nil // its teaser is kept already
	}
	kept := ingest.Kept{URL: listed.URL, ContentType: itemType, Retrieved: now, Body: item.Text}
	return newest, l.keep(ctx, key, p, kept)
}

// dated is when an item was published, or else changed, as its list says.
func dated(l ingest.Listed) time.Time {
	if l.Published.IsZero() {
		return l.Modified
	}
	return l.Published
}

func isFrontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// keptOf is what was fetched in the form in which it is kept.
func keptOf(got fetch.Page, listed ingest.Listed) ingest.Kept {
	contentType := got.ContentType
	if got.Charset != "" {
		contentType += "; charset=" + got.Charset
	}
	return ingest.Kept{
		URL: got.URL, ContentType: contentType, ETag: got.ETag, LastModified: got.LastModified, Retrieved: got.Retrieved,
		Listed: listed, Body: got.Body,
	}
}

// isGone reports whether a page is no more, perhaps for a while.
func isGone(err error) bool {
	status := statusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
