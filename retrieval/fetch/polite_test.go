package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// get is a Get that is to succeed.
func get(t *testing.T, f *Fetcher, address string) Page {
	t.Helper()
	page, err := f.Get(t.Context(), address, Validators{})
	if err != nil {
		t.Error(err)
	}
	return page
}

func news() *site {
	s := &site{pages: map[string]http.HandlerFunc{}}
	for _, path := range []string{"/", "/a", "/b", "/c", "/private/a"} {
		s.pages[path] = says("text/plain", "News")
	}
	return s
}

func TestPausesByHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := news()
		s.set("/a", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(3 * time.Second) // on the test's own clock
			says("text/plain", "News")(w, r)
		})
		f := inMemory(t, Config{}, s)
		start := time.Now()
		var all sync.WaitGroup
		for _, path := range []string{"/a", "/a", "/a"} {
			all.Go(func() { get(t, f, "http://one.example"+path) })
		}
		all.Wait()
		// robots.txt, a second's pause, then three seconds each with a second between
		if took := time.Since(start); took != 12*time.Second {
			t.Errorf("three pages took %v", took)
		}
		start = time.Now()
		for n := range 4 {
			all.Go(func() { get(t, f, fmt.Sprintf("http://host%d.example/b", n)) })
		}
		all.Wait()
		if took := time.Since(start); took != time.Second { // between robots.txt and the page of each
			t.Errorf("four hosts took %v", took)
		}
	})
}

func TestAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := 0, 0
		f := inMemory(t, Config{AtOnce: 3, Interval: time.Nanosecond}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			now--
			mu.Unlock()
			says("text/plain", "")(w, r)
		}))
		var all sync.WaitGroup
		for n := range 9 {
			all.Go(func() { get(t, f, fmt.Sprintf("http://host%d.example/", n)) })
		}
		all.Wait()
		if most != 3 {
			t.Errorf("%d at once", most)
		}
	})
}

func TestRobots(t *testing.T) {
	tests := []struct {
		name   string
		robots http.HandlerFunc
		path   string
		kind   error
		retry  time.Duration
	}{
		{"none", nil, "/a", nil, 0},
		{"forbidden to read", fails(http.StatusForbidden), "/a", nil, 0},
		{"permits", says("text/plain", "User-agent: *\nDisallow: /private\n"), "/a", nil, 0},
		{"forbids", says("text/plain", "User-agent: *\nDisallow: /private\n"), "/private/a", ErrRobots, 24 * time.Hour},
		{"of an odd type", says("image/png", "User-agent: *\nDisallow: /private\n"), "/private/a", ErrRobots, 24 * time.Hour},
		{"long", says("text/plain", "User-agent: *\nDisallow: /private\n"+strings.Repeat("# padding\n", 100_000)), "/private/a", ErrRobots, 24 * time.Hour},
		{"long, after what is read", says("text/plain", strings.Repeat("# padding\n", 100_000)+"User-agent: *\nDisallow: /private\n"), "/private/a", nil, 0},
		{"compressed", func(w http.ResponseWriter, r *http.Request) {
			says("text/plain", zipped(t, []byte("User-agent: *\nDisallow: /private\n")), "Content-Encoding", "gzip")(w, r)
		}, "/private/a", ErrRobots, 24 * time.Hour},
		{"elsewhere", redirects(http.StatusFound, "http://other.example/forbid-all"), "/a", ErrRobots, 24 * time.Hour},
		{"elsewhere, inside", redirects(http.StatusFound, "http://10.0.0.1/"), "/a", ErrRefused, 15 * time.Minute},
		{"broken", fails(http.StatusInternalServerError), "/a", ErrRobots, 15 * time.Minute},
		{"broken for long", fails(http.StatusServiceUnavailable, "Retry-After", "7200"), "/a", ErrRobots, 2 * time.Hour},
		{"busy", fails(http.StatusTooManyRequests), "/a", ErrRobots, 15 * time.Minute},
		{"silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "/a", ErrTimeout, 15 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := news()
				s.set("/forbid-all", says("text/plain", "User-agent: *\nDisallow: /\n"))
				if tt.robots != nil {
					s.set("/robots.txt", tt.robots)
				}
				f := inMemory(t, Config{Interval: time.Nanosecond}, s)
				_, err := f.Get(t.Context(), "http://one.example"+tt.path, Validators{})
				if tt.kind == nil {
					if err != nil {
						t.Error(err)
					}
					return
				}
				want(t, err, tt.kind, "http://one.example"+tt.path, "robots.txt")
				want(t, err, ErrRobots)
				if failure := failureOf(t, err); failure.RetryAfter != tt.retry {
					t.Errorf("to try again in %v", failure.RetryAfter)
				}
				if got := s.paths(); slices.Contains(got, tt.path) {
					t.Errorf("asked for %v", got)
				}
			})
		})
	}
}

func TestRobotsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := news()
		f := inMemory(t, Config{}, s)
		looks := func() int { return len(s.asked) - len(s.paths()) }
		get(t, f, "http://one.example/a")
		get(t, f, "http://ONE.example/b")
		if looks() != 1 {
			t.Errorf("robots.txt was read %d times", looks())
		}
		s.set("/robots.txt", says("text/plain", "User-agent: Dateline\nDisallow: /private\n"))
		get(t, f, "http://one.example/private/a") // as it was a moment ago
		time.Sleep(24 * time.Hour)
		_, err := f.Get(t.Context(), "http://one.example/private/a", Validators{})
		want(t, err, ErrRobots)
		if looks() != 2 {
			t.Errorf("robots.txt was read %d times", looks())
		}
		s.set("/robots.txt", fails(http.StatusInternalServerError))
		time.Sleep(24 * time.Hour)
		get(t, f, "http://one.example/a") // what it said before holds while it cannot be read
		_, err = f.Get(t.Context(), "http://one.example/private/a", Validators{})
		want(t, err, ErrRobots, "forbids")
		if looks() != 3 {
			t.Errorf("robots.txt was read %d times", looks())
		}
		s.set("/robots.txt", nil)
		time.Sleep(15 * time.Minute)
		get(t, f, "http://one.example/private/a")
	})
}

func TestRobotsOfTheNextHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inMemory(t, Config{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.Host + r.URL.Path {
			case "one.example/a":
				redirects(http.StatusFound, "http://two.example/a")(w, r)
			case "two.example/robots.txt":
				says("text/plain", "User-agent: *\nDisallow: /\n")(w, r)
			default:
				http.NotFound(w, r)
			}
		}))
		_, err := f.Get(t.Context(), "http://one.example/a", Validators{})
		want(t, err, ErrRobots, "http://two.example/a")
	})
}

// A reader who leaves while robots.txt is read leaves nothing behind that the next one would stumble over.
func TestLeavingDuringRobots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := news()
		s.set("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(5 * time.Second)
			http.NotFound(w, r)
		})
		f := inMemory(t, Config{}, s)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := f.Get(ctx, "http://one.example/a", Validators{})
		var failure *Failure
		if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &failure) {
			t.Error(err)
		}
		get(t, f, "http://one.example/a")
	})
}

func TestCrawlDelayIsKept(t *testing.T) {
	for delay, want := range map[string]time.Duration{"0.1": time.Second, "7": 7 * time.Second, "86400": time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			s := news()
			s.set("/robots.txt", says("text/plain", "User-agent: *\nCrawl-delay: "+delay))
			f := inMemory(t, Config{}, s)
			get(t, f, "http://one.example/a")
			get(t, f, "http://one.example/b")
			if got := s.at[2].Sub(s.at[1]); got != want {
				t.Errorf("Crawl-delay: %s, %v between two requests", delay, got)
			}
		})
	}
}

func TestLeftAlone(t *testing.T) {
	for retry, pause := range map[string]time.Duration{"600": 10 * time.Minute, "": time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			s := news()
			s.set("/a", fails(http.StatusTooManyRequests, "Retry-After", retry))
			f := inMemory(t, Config{}, s)
			_, err := f.Get(t.Context(), "http://one.example/a", Validators{})
			want(t, err, ErrStatus, "429")
			time.Sleep(10 * time.Second)
			start := time.Now()
			_, err = f.Get(t.Context(), "http://one.example/b?key=hunter2", Validators{})
			want(t, err, ErrStatus, "http://one.example/b?key=…", "was not asked for", "left alone")
			failure := failureOf(t, err)
			if failure.Status != 429 || failure.RetryAfter != pause-10*time.Second || time.Since(start) != 0 {
				t.Errorf("%+v after %v", failure, time.Since(start))
			}
			get(t, f, "http://two.example/b")
			time.Sleep(failure.RetryAfter)
			get(t, f, "http://one.example/b")
			if got := s.paths(); !slices.Equal(got, []string{"/a", "/b", "/b"}) {
				t.Errorf("asked for %v", got)
			}
		})
	}
}

// Whoever waits for a turn, a pause, a robots.txt or a slot can leave, and takes nobody's place with them.
func TestLeavingTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := news()
		s.set("/slow", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(30 * time.Second)
			says("text/plain", "News")(w, r)
		})
		s.set("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(5 * time.Second)
			http.NotFound(w, r)
		})
		f := inMemory(t, Config{AtOnce: 1, Idle: time.Minute, Interval: 10 * time.Second}, s)
		var all sync.WaitGroup
		leaves := func(address string) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			all.Go(func() {
				defer cancel()
				start := time.Now()
				if _, err := f.Get(ctx, address, Validators{}); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
					t.Errorf("%s: %v after %v", address, err, time.Since(start))
				}
			})
		}
		all.Go(func() { get(t, f, "http://one.example/slow") })
		synctest.Wait()
		leaves("http://one.example/a") // robots.txt is being read
		time.Sleep(6 * time.Second)
		leaves("http://one.example/a") // the page before is in its pause, and holds the turn
		time.Sleep(10 * time.Second)
		leaves("http://two.example/a") // the only slot is taken
		leaves("http://one.example/a")
		all.Wait()
		leaves("http://one.example/a") // the pause after
		all.Wait()
		get(t, f, "http://one.example/a")
		get(t, f, "http://two.example/a")
		if len(f.slots) != 0 {
			t.Error("a slot was not given back")
		}
	})
}

func TestFewHostsAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inMemory(t, Config{}, news())
		for n := range rememberedHosts + 10 {
			f.leave(f.enter(fmt.Sprintf("host%d.example", n)))
			time.Sleep(time.Millisecond)
		}
		if len(f.hosts) > rememberedHosts {
			t.Errorf("%d hosts", len(f.hosts))
		}
	})
}

// drip writes a piece to the connection every so often, for good.
func drip(first, piece string, every time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		for write := first; ; write = piece {
			if _, err := c.Write([]byte(write)); err != nil {
				return
			}
			time.Sleep(every)
		}
	}
}

func TestSlowServers(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	tests := []struct {
		name  string
		page  http.HandlerFunc
		after time.Duration
		says  string
	}{
		{"never answers", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 15 * time.Second, "did not answer in time"},
		{"headers drip", drip(ok, "X-A: b\r\n", 5*time.Second), 15 * time.Second, "did not answer in time"},
		{"body drips", drip(ok+"Content-Length: 1000\r\n\r\n", "a", 10*time.Second), time.Minute, "not complete after 1m0s"},
		{"body stops", func(w http.ResponseWriter, r *http.Request) {
			says("text/plain", "News")(w, r)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, 15 * time.Second, "nothing came for 15s"},
		{"chunks drip", drip(ok+"Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", 10*time.Second), time.Minute, "not complete after 1m0s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := news()
				s.set("/slow", tt.page)
				f := inMemory(t, Config{Interval: time.Nanosecond}, s)
				get(t, f, "http://one.example/a")
				start := time.Now()
				_, err := f.Get(t.Context(), "http://one.example/slow", Validators{})
				want(t, err, ErrTimeout, "http://one.example/slow", tt.says)
				if took := time.Since(start).Round(time.Millisecond); took != tt.after {
					t.Errorf("after %v", took)
				}
			})
		})
	}
}

func TestSitemapsOfRobots(t *testing.T) {
	s, server, f := serve(t, Config{}, map[string]http.HandlerFunc{
		"/robots.txt": says("text/plain", "Sitemap: https://www.example.org/news.xml\nUser-agent: *\nDisallow: /private\nsitemap:/map.xml#old\nSitemap:\n"),
	})
	got, err := f.Sitemaps(t.Context(), server.URL+"/front")
	if want := []string{"https://www.example.org/news.xml", "/map.xml"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	if len(s.paths()) > 0 {
		t.Errorf("asked for %q", s.paths())
	}
	if _, err := f.Sitemaps(t.Context(), server.URL+"/private/front"); !errors.Is(err, ErrRobots) {
		t.Error(err)
	}
}
