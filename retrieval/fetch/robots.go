package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	robotsKept  = 24 * time.Hour   // RFC 9309, 2.4
	robotsRetry = 15 * time.Minute // where it could not be read
)

// origin is what is known of one robots.txt. Its fields are under lock.
type origin struct {
	lock  chan struct{} // a mutex that a context can stop waiting for
	rules rules
	read  bool      // rules were read once
	until time.Time // when it is to be read again
	cause error     // why it could not be read; nothing may be asked for then, unless rules were read before
}

// permitted asks the robots.txt of u's site for leave, nil where it gives it.
//
// What its absence means is RFC 9309's (2.3.1): an answer of 4xx, 429 aside, permits everything; a server that fails, is busy
// or cannot be reached permits nothing for robotsRetry or as long as it asks to be left alone, unless it was read before, in
// which case that holds on.
func (f *Fetcher) permitted(ctx context.Context, h *host, u *url.URL) error {
	if u.Path == "/robots.txt" {
		return nil
	}
	o := f.originOf(h, u)
	select {
	case o.lock <- struct{}{}:
	case <-ctx.Done():
		return ended(ctx, shown(u))
	}
	defer func() { <-o.lock }()
	if now := time.Now(); !now.Before(o.until) {
		rules, err := f.readRobots(ctx, u)
		if ctx.Err() != nil {
			return ended(ctx, shown(u))
		}
		o.cause = err
		if err == nil {
			o.rules, o.read, o.until = rules, true, time.Now().Add(robotsKept)
			f.slow(h, rules.delay)
		} else {
			o.until = time.Now().Add(max(robotsRetry, retryOf(err)))
		}
	}
	if o.cause != nil && !o.read {
		return &Failure{Kind: ErrRobots, RetryAfter: time.Until(o.until), cause: o.cause,
			Text: shown(u) + " is not fetched, since the site's robots.txt could not be read: " + o.cause.Error()}
	}
	if !o.rules.allows(u.RequestURI()) {
		return &Failure{Kind: ErrRobots, RetryAfter: time.Until(o.until),
			Text: shown(u) + " is not fetched, since the site's robots.txt forbids it to " + product + ": ask the site's operator, or take it out of the sources"}
	}
	return nil
}

// Sitemaps are the addresses of sitemaps that the robots.txt of an address's site names (sitemaps.org), as it writes them. Errors
// are those of Get.
func (f *Fetcher) Sitemaps(ctx context.Context, address string) ([]string, error) {
	u, err := f.parse(address)
	if err != nil {
		return nil, err
	}
	h := f.enter(hostOf(u))
	defer f.leave(h)
	if err := f.permitted(ctx, h, u); err != nil {
		return nil, err
	}
	o := f.originOf(h, u)
	select {
	case o.lock <- struct{}{}:
	case <-ctx.Done():
		return nil, ended(ctx, shown(u))
	}
	defer func() { <-o.lock }()
	return slices.Clone(o.rules.sitemaps), nil
}

func (f *Fetcher) originOf(h *host, u *url.URL) *origin {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := originOf(u)
	o := h.origins[name]
	if o == nil {
		o = &origin{lock: make(chan struct{}, 1)}
		h.origins[name] = o
	}
	return o
}

// slow keeps a Crawl-delay, up to the most that is kept.
func (f *Fetcher) slow(h *host, delay time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	h.delay = min(delay, f.maxDelay)
}

// readRobots reads the robots.txt of u's site, through the same checks and turns as anything else.
func (f *Fetcher) readRobots(ctx context.Context, u *url.URL) (rules, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	page, err := f.follow(ctx, at, errand{robots: true})
	var failure *Failure
	if errors.As(err, &failure) && errors.Is(failure.Kind, ErrStatus) && failure.Status >= 400 && failure.Status < 500 &&
		failure.Status != http.StatusTooManyRequests {
		return rules{}, nil
	}
	if err != nil {
		return rules{}, err
	}
	return parseRules(page.Body, product), nil
}

func retryOf(err error) time.Duration {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure.RetryAfter
	}
	return 0
}
