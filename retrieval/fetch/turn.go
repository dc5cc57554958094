package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

const (
	rememberedHosts = 1024
	longestQuiet    = 24 * time.Hour
	busyPause       = time.Minute // after a 429 that does not say how long
)

// host is what is remembered of one host, so that it is asked politely. Its fields besides the channels are under
// Fetcher.mu.
type host struct {
	turn    chan struct{} // held during a request and the pause before it
	users   int           // that hold or wait for anything of it
	next    time.Time     // when the next request may begin
	delay   time.Duration // the Crawl-delay of its robots.txt, already capped
	quiet   time.Time     // until when it asked to be left alone
	status  int           // with which it asked
	origins map[string]*origin
}

func (f *Fetcher) enter(name string) *host {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.hosts[name]
	if h == nil {
		if len(f.hosts) >= rememberedHosts {
			f.forget(time.Now())
		}
		h = &host{turn: make(chan struct{}, 1), origins: map[string]*origin{}}
		f.hosts[name] = h
	}
	h.users++
	return h
}

// forget drops the hosts of which nothing needs to be remembered but a robots.txt, which can be read again.
func (f *Fetcher) forget(now time.Time) {
	for name, h := range f.hosts {
		if h.users == 0 && now.After(h.next) && now.After(h.quiet) {
			delete(f.hosts, name)
		}
	}
}

func (f *Fetcher) leave(h *host) {
	f.mu.Lock()
	defer f.mu.Unlock()
	h.users--
}

// await takes the host's turn and one of the slots, after the pause that the host is due. When it succeeds, done must follow.
func (f *Fetcher) await(ctx context.Context, h *host, u *url.URL) (err error) {
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return ended(ctx, shown(u))
	}
	defer func() {
		if err != nil {
			<-h.turn
		}
	}()
	f.mu.Lock()
	next, quiet, status := h.next, h.quiet, h.status
	f.mu.Unlock()
	if left := time.Until(quiet); left > 0 {
		return &Failure{Kind: ErrStatus, Status: status, RetryAfter: left,
			Text: shown(u) + " was not asked for: its server answered " + inWords(status) + " before and asks to be left alone for " + inTime(left) + "; try again then"}
	}
	pause := time.NewTimer(time.Until(next))
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-ctx.Done():
		return ended(ctx, shown(u))
	}
	select {
	case f.slots <- struct{}{}:
	case <-ctx.Done():
		return ended(ctx, shown(u))
	}
	return nil
}

// done gives back what await took, and takes note of how long the host wants to be left alone.
func (f *Fetcher) done(h *host, err error) {
	f.mu.Lock()
	now := time.Now()
	h.next = now.Add(max(f.interval, h.delay))
	var failure *Failure
	if errors.As(err, &failure) && errors.Is(failure.Kind, ErrStatus) {
		pause := failure.RetryAfter
		if pause == 0 && failure.Status == http.StatusTooManyRequests {
			pause = busyPause
		}
		if pause > 0 {
			h.quiet, h.status = now.Add(pause), failure.Status
		}
	}
	f.mu.Unlock()
	<-f.slots
	<-h.turn
}
