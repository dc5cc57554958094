package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dateline/bot/desk"
)

// errTooMany is that a visitor asks for more than one may.
var errTooMany = errors.New("too many requests")

// Bounds of a request.
const (
	maxBody    = 1 << 20          // bytes
	maxHeaders = 16 << 10         // bytes
	pageRoom   = 20 * time.Second // to be answered, and to read the answer
	askWithin  = 5 * time.Minute  // what an answer of the desk may take beside
	idleRoom   = time.Minute      // between two requests of a connection
)

// How long sending a request may take. Tests make do with less.
var (
	headRoom = 5 * time.Second
	bodyRoom = 15 * time.Second // all of it
)

// headers are those of every answer. Styles and scripts are our own files, and nothing may put a page into a frame, send a form
// elsewhere, or learn by the address what was asked.
var headers = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"X-Robots-Tag":                 "noindex",
}

// guard is what every request passes: headers, bounds, and an end to what panics.
func (s *Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		defer func() {
			switch failed := recover(); failed {
			case nil:
			case http.ErrAbortHandler:
				panic(failed)
			default:
				s.log.Error("a request panicked", "path", r.URL.Path, "panic", failed, "stack", string(debug.Stack()))
				http.Error(w, desk.English.Say("error.sorry"), http.StatusInternalServerError)
			}
		}()
		if !s.visitors.allow(visitor(r)) {
			w.Header().Set("Retry-After", "1")
			decline(w, r, http.StatusTooManyRequests, "Too many requests; wait a second.")
			return
		}
		if !ownOrOpened(r) {
			decline(w, r, http.StatusForbidden, "This answers no page of another site; open it by itself.")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// ownOrOpened reports whether a request comes from no other site's page, as far as the browser tells, or opens a page for a reader.
func ownOrOpened(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	}
	return true
}

// patiently gives a handler the time that an answer may take: the server's own limits are made for pages. The body is read whole before,
// within them. Who wants the head alone is answered as if nothing were asked.
func patiently(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.Header().Set("Connection", "close")
			if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
				decline(w, r, http.StatusRequestEntityTooLarge, "The body is longer than 1 MB; send less of it.")
				return
			}
			decline(w, r, http.StatusRequestTimeout, "The body did not come whole, or not in time.")
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if r.Method == http.MethodHead {
			r.URL.RawQuery = ""
		}
		c := http.NewResponseController(w)
		_ = c.SetReadDeadline(time.Time{}) // a recorder has none
		_ = c.SetWriteDeadline(time.Now().Add(askWithin + pageRoom))
		next(w, r)
	}
}

// visitor is who asks, by address. A proxy on this machine or in its network is taken at its word of whom it asks for.
func visitor(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, _ := netip.ParseAddr(host)
	peer = peer.Unmap()
	if hops := r.Header.Values("X-Forwarded-For"); len(hops) > 0 && (peer.IsLoopback() || peer.IsPrivate()) {
		if who, ok := forwarded(hops[len(hops)-1]); ok {
			return who
		}
	}
	return peer
}

// forwarded is the last address of a list, which the nearest proxy wrote itself: 192.0.2.1, 192.0.2.1:4711, 2001:db8::1,
// [2001:db8::1]:4711.
func forwarded(list string) (netip.Addr, bool) {
	last := strings.TrimSpace(list[strings.LastIndexByte(list, ',')+1:])
	if at, err := netip.ParseAddrPort(last); err == nil {
		return at.Addr().Unmap(), true
	}
	a, err := netip.ParseAddr(strings.Trim(last, "[]"))
	return a.Unmap(), err == nil
}

// limits are a bucket of tokens for each visitor.
type limits struct {
	rate  rate.Limit
	burst int
	now   func() time.Time

	mu      sync.Mutex
	buckets map[netip.Addr]*rate.Limiter
}

// mostBuckets bounds the visitors that are told apart; beyond them the full buckets are dropped, and all where none is.
const mostBuckets = 10_000

func newLimits(perSecond float64, burst int, now func() time.Time) *limits {
	return &limits{rate: rate.Limit(perSecond), burst: burst, now: now, buckets: map[netip.Addr]*rate.Limiter{}}
}

// allow takes a token of a visitor's. Visitors with IPv6 are told apart by their network, of which each has many addresses.
func (l *limits) allow(who netip.Addr) bool {
	if who.Is6() {
		if network, err := who.WithZone("").Prefix(64); err == nil {
			who = network.Addr()
		}
	}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[who]
	if b == nil {
		if len(l.buckets) >= mostBuckets {
			l.sweep(now)
		}
		b = rate.NewLimiter(l.rate, l.burst)
		l.buckets[who] = b
	}
	return b.AllowN(now, 1)
}

func (l *limits) sweep(now time.Time) {
	for who, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, who)
		}
	}
	if len(l.buckets) >= mostBuckets {
		clear(l.buckets)
	}
}
