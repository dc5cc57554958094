// Package fetch reads pages, feeds and sitemaps of news from the public web: safely for the network it runs in, and politely
// towards the sites.
//
// Safe: http and https alone, on their own ports; every address is checked when it is dialled, after every lookup and every
// redirect, so that nothing on this machine, in its network or in its cloud can be reached through a name, a redirect or an
// odd spelling. There is no proxy, not even the environment's: behind one the check would see the proxy's address alone.
// Time, headers and body are bounded, the body also after it is decompressed (gzip and deflate; nothing else is asked for).
//
// Polite: robots.txt is obeyed (RFC 9309), a host gets one request at a time with a pause between two, a server that asks to
// be left alone is, what is known is asked for with its validators, and the User-Agent says who asks.
//
// It leans on the standard library alone. Rhythm.Next says when a source is due again; it does no input or output.
package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// What a Config's zero fields stand for.
const (
	DefaultMaxBody       = 8 << 20 // bytes
	DefaultTimeout       = 60 * time.Second
	DefaultIdle          = 15 * time.Second
	DefaultInterval      = time.Second
	DefaultMaxCrawlDelay = time.Minute
	DefaultAtOnce        = 8
)

const (
	product       = "Dateline" // in the User-Agent, and the name that robots.txt may call us by
	mostRedirects = 5
	mostHeaders   = 64 << 10 // bytes
	dialTimeout   = 10 * time.Second
)

// Config is how a Fetcher behaves. The zero value is fit for the public web.
type Config struct {
	Version string // of Dateline, in the User-Agent
	Contact string // where a site's operator can ask about us, in the User-Agent: an address of the web or of mail

	MaxBody int64         // bytes of a body, received and decompressed; 0 is DefaultMaxBody
	Timeout time.Duration // for one request from dialling to its last byte; 0 is DefaultTimeout
	Idle    time.Duration // for the headers, and between two reads of a body; 0 is DefaultIdle

	Interval      time.Duration // between the end of one request to a host and the begin of the next; 0 is DefaultInterval
	MaxCrawlDelay time.Duration // most of a robots.txt's Crawl-delay that is kept; 0 is DefaultMaxCrawlDelay
	AtOnce        int           // requests to all hosts together; 0 is DefaultAtOnce

	Ports []uint16 // besides 80 and 443

	// Allow lets through an address that would be refused, by the address and port that are about to be dialled; the port has to
	// be 80, 443 or among Ports besides. It is meant for tests and for sites of one's own network: let it name them one by one.
	// It may be called by several goroutines at once.
	Allow func(netip.AddrPort) bool
}

// Validators are what a server named a version of a page by; they save asking for it again.
type Validators struct {
	URL          string `json:"url,omitempty"` // the address that gave them, and the only one they are sent to; "" for the one asked for
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"` // as the server wrote it
}

// Page is what an address led to.
type Page struct {
	Validators                // of this version; URL is the final address
	ContentType string        // lower case, without parameters; guessed from the body where the server did not say
	Charset     string        // as the server named it, lower case; "" where it did not
	Body        []byte        // decompressed, the gzip of a sitemap too; nil with NotModified
	NotModified bool          // it is still the version of the validators given
	Moved       string        // where the address has moved for good, "" where it has not: ask there the next time
	MaxAge      time.Duration // for how long the server says that it stays as it is, 0 where it does not
	Retrieved   time.Time
}

// Fetcher reads from the web. Use New; concurrent use is safe, and one Fetcher for everything keeps the pauses by host.
type Fetcher struct {
	agent     string
	maxBody   int64
	timeout   time.Duration
	interval  time.Duration
	maxDelay  time.Duration
	idle      time.Duration
	ports     []uint16
	allow     func(netip.AddrPort) bool
	dialer    *net.Dialer
	transport *http.Transport
	slots     chan struct{}

	mu    sync.Mutex
	hosts map[string]*host
}

// New is a Fetcher that behaves as cfg says.
func New(cfg Config) *Fetcher {
	f := &Fetcher{
		agent:    userAgent(cfg.Version, cfg.Contact),
		maxBody:  orDefault(cfg.MaxBody, DefaultMaxBody),
		timeout:  orDefault(cfg.Timeout, DefaultTimeout),
		interval: orDefault(cfg.Interval, DefaultInterval),
		maxDelay: orDefault(cfg.MaxCrawlDelay, DefaultMaxCrawlDelay),
		idle:     orDefault(cfg.Idle, DefaultIdle),
		ports:    append([]uint16{80, 443}, cfg.Ports...),
		allow:    cfg.Allow,
		slots:    make(chan struct{}, orDefault(cfg.AtOnce, DefaultAtOnce)),
		hosts:    map[string]*host{},
	}
	f.dialer = &net.Dialer{Timeout: dialTimeout, ControlContext: f.control}
	f.transport = &http.Transport{
		Proxy:                  nil, // see the package's comment
		DialContext:            f.dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  f.idle,
		MaxResponseHeaderBytes: mostHeaders,
		MaxIdleConnsPerHost:    1,
		MaxIdleConns:           4 * cap(f.slots),
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // body.go counts on both sides of it
		ForceAttemptHTTP2:      true,
	}
	return f
}

// Close lets go of connections that are kept open for the next request. The Fetcher stays usable.
func (f *Fetcher) Close() { f.transport.CloseIdleConnections() }

// Get reads what an address leads to, once the site permits it and it is its turn, which may take a while: ctx bounds it.
// have is the zero Validators or those of the last Page from here. A redirect is followed where it may be, mostRedirects
// times. Errors are a *Failure, or wrap the cause of ctx's end.
func (f *Fetcher) Get(ctx context.Context, address string, have Validators) (Page, error) {
	u, err := f.parse(address)
	if err != nil {
		return Page{}, err
	}
	if have.URL == "" {
		have.URL = u.String()
	}
	return f.follow(ctx, u, errand{have: have})
}

// errand is what one Get, or the look at a robots.txt before it, is after.
type errand struct {
	have   Validators
	robots bool // it is for a robots.txt: read as far as it is read, whatever its type, without asking for leave
}

func (f *Fetcher) follow(ctx context.Context, u *url.URL, e errand) (Page, error) {
	asked, moved, forGood := u, "", true
	for range mostRedirects + 1 {
		answer, err := f.hop(ctx, u, e)
		if err != nil {
			return Page{}, err
		}
		if answer.location == "" {
			answer.page.Moved = moved
			return answer.page, nil
		}
		next, err := f.redirect(u, answer.location)
		if err != nil {
			return Page{}, err
		}
		forGood = forGood && answer.forGood
		if forGood {
			moved = next.String()
		}
		u = next
	}
	return Page{}, failf(ErrRedirect, nil, "%s is redirected more than %d times: open it in a browser and write the address that it ends at", shown(asked), mostRedirects)
}

// redirect is the address that a page at u points to, checked as the first was.
func (f *Fetcher) redirect(u *url.URL, location string) (*url.URL, error) {
	if len(location) > longestAddress {
		return nil, failf(ErrRedirect, nil, "%s is redirected to an address longer than %d bytes", shown(u), longestAddress)
	}
	next, err := u.Parse(location)
	if err != nil {
		return nil, failf(ErrRedirect, nil, "%s is redirected to %q, which is not well formed", shown(u), beginning(location))
	}
	if why := f.check(next); why != nil {
		return nil, failf(why.Kind, nil, "%s is redirected, and %s", shown(u), why.Text)
	}
	if u.Scheme == "https" && next.Scheme == "http" {
		return nil, failf(ErrRedirect, nil, "%s is redirected to %s, from https to http, which anyone on the way could have changed: if it is right, write that address", shown(u), shown(next))
	}
	return next, nil
}

// hop is one request to one host, at its turn.
func (f *Fetcher) hop(ctx context.Context, u *url.URL, e errand) (answer, error) {
	h := f.enter(hostOf(u))
	defer f.leave(h)
	if !e.robots {
		if err := f.permitted(ctx, h, u); err != nil {
			return answer{}, err
		}
	}
	if err := f.await(ctx, h, u); err != nil {
		return answer{}, err
	}
	got, err := f.exchange(ctx, u, e)
	f.done(h, err)
	return got, err
}

// userAgent is "Dateline/VERSION (+contact)", without what would break a header.
func userAgent(version, contact string) string {
	agent := product
	if version = clean(version, " /()"); version != "" {
		agent += "/" + version
	}
	if contact = clean(contact, "()"); contact != "" {
		agent += " (+" + contact + ")"
	}
	return agent
}

func clean(s, without string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || slices.Contains([]rune(without), r) {
			return -1
		}
		return r
	}, s))
}

func orDefault[T int | int64 | time.Duration](n, otherwise T) T {
	if n <= 0 {
		return otherwise
	}
	return n
}
