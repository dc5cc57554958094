package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2016, 9, 12, 12, 0, 0, 0, time.UTC)

func TestNextIsDue(t *testing.T) {
	r := Rhythm{Every: 10 * time.Minute, Longest: 6 * time.Hour}
	asks := func(after time.Duration) error {
		return fmt.Errorf("poll: %w", &Failure{Kind: ErrStatus, Status: 429, RetryAfter: after})
	}
	tests := []struct {
		name     string
		failures int
		look     Look
		wait     time.Duration
	}{
		{"fine", 0, Look{}, 10 * time.Minute},
		{"fine again", 5, Look{}, 10 * time.Minute},
		{"unchanged", 0, Look{Page: Page{NotModified: true}}, 10 * time.Minute},
		{"max-age", 0, Look{Page: Page{MaxAge: time.Hour}}, time.Hour},
		{"a short max-age", 0, Look{Page: Page{MaxAge: time.Second}}, 10 * time.Minute},
		{"a max-age of a year", 0, Look{Page: Page{MaxAge: 365 * 24 * time.Hour}}, 6 * time.Hour},
		{"ttl", 0, Look{TTL: time.Hour, Page: Page{MaxAge: time.Minute}}, time.Hour},
		{"failed", 0, Look{Err: errors.New("no")}, 20 * time.Minute},
		{"failed again", 2, Look{Err: errors.New("no")}, 80 * time.Minute},
		{"failed often", 1_000_000, Look{Err: errors.New("no")}, 6 * time.Hour},
		{"busy", 0, Look{Err: asks(time.Hour)}, time.Hour},
		{"busy, shortly", 0, Look{Err: asks(time.Second)}, 20 * time.Minute},
		{"busy, beyond the longest", 0, Look{Err: asks(24 * time.Hour)}, 24 * time.Hour},
		{"a server that took too long", 0, Look{Err: &Failure{Kind: ErrTimeout, cause: context.DeadlineExceeded}}, 20 * time.Minute},
	}
	for _, tt := range tests {
		tt.look.At = noon
		s := r.Next(Source{Address: "https://example.org/feed", Failures: tt.failures}, tt.look)
		if got := s.Due.Sub(noon); got != tt.wait {
			t.Errorf("%s: due in %v, want %v", tt.name, got, tt.wait)
		}
		if s.IsDue(s.Due.Add(-1)) || !s.IsDue(s.Due) || s.Gone {
			t.Errorf("%s: %+v", tt.name, s)
		}
		if failed := tt.look.Err != nil; failed && s.Failures != tt.failures+1 || !failed && s.Failures != 0 {
			t.Errorf("%s: %d failures", tt.name, s.Failures)
		}
	}
	if !(Source{}).IsDue(noon) {
		t.Error("a source never looked at is not due")
	}
}

func TestNextRemembers(t *testing.T) {
	r := Rhythm{Every: time.Hour}
	have := Validators{"https://example.org/feed.xml", `"a"`, ""}
	s := r.Next(Source{Address: "http://example.org/rss"}, Look{At: noon, Page: Page{Validators: have, Moved: have.URL}})
	if s.Address != have.URL || s.Have != have {
		t.Errorf("%+v", s)
	}
	left := r.Next(s, Look{At: noon.Add(time.Hour), Err: fmt.Errorf("fetch: %w", context.Canceled)})
	if left != s {
		t.Errorf("a look that was given up changes %+v to %+v", s, left)
	}
	failed := r.Next(s, Look{At: noon.Add(time.Hour), Err: errors.New("no")})
	if failed.Have != have || failed.Address != have.URL {
		t.Errorf("%+v", failed)
	}
	gone := r.Next(failed, Look{At: noon.Add(2 * time.Hour), Err: &Failure{Kind: ErrStatus, Status: 410}})
	if !gone.Gone || gone.IsDue(noon.AddDate(1, 0, 0)) || gone.Silent(noon, 0) != "https://example.org/feed.xml gone for good" {
		t.Errorf("%+v", gone)
	}
	kept, err := json.Marshal(gone)
	var again Source
	if err != nil || json.Unmarshal(kept, &again) != nil || again != gone {
		t.Errorf("%s is read as %+v", kept, again)
	}
}

func TestSilent(t *testing.T) {
	r := Rhythm{Every: time.Hour}
	day := 24 * time.Hour
	s := Source{Address: "https://example.org/feed?key=hunter2"}
	if got := s.Silent(noon, 0); got != "" {
		t.Errorf("never looked at: %q", got)
	}
	look := func(after time.Duration, err error, newest Item) {
		s = r.Next(s, Look{At: noon.Add(after), Err: err, Newest: newest})
	}
	check := func(after time.Duration, want string) {
		t.Helper()
		if want != "" {
			want = "https://example.org/feed silent for " + want
		}
		if got := s.Silent(noon.Add(after), 2*day); got != want {
			t.Errorf("after %v: %q, want %q", after, got, want)
		}
	}
	look(0, nil, Item{"a", noon.Add(-day)})
	check(day, "")
	check(3*day, "4 days")
	look(3*day, nil, Item{}) // not modified
	check(3*day, "4 days")
	look(4*day, errors.New("no"), Item{})
	check(4*day, "5 days")
	look(5*day, nil, Item{"b", noon.Add(-2 * day)}) // the newest was taken down: an older one is no news
	check(5*day, "6 days")
	look(6*day, nil, Item{"c", noon.Add(6 * day)})
	check(6*day, "")
	look(7*day, nil, Item{"d", noon.AddDate(50, 0, 0)}) // a date in the future is not believed
	check(10*day, "3 days")
	look(11*day, nil, Item{"e", noon.Add(10 * day)}) // nor does it hide what comes after
	check(13*day, "3 days")
	look(14*day, nil, Item{"f", time.Time{}})
	check(15*day, "")
	check(18*day, "4 days")
	empty := r.Next(Source{Address: "https://example.org/empty"}, Look{At: noon})
	if got := empty.Silent(noon.Add(3*day), day); got != "https://example.org/empty silent for 3 days" {
		t.Errorf("a feed without an item: %q", got)
	}
}

func TestInTime(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 second", 300 * time.Millisecond: "1 second", 90 * time.Second: "90 seconds", 2 * time.Minute: "2 minutes",
		119 * time.Minute: "119 minutes", 47 * time.Hour: "47 hours", 48 * time.Hour: "2 days",
	} {
		if got := inTime(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
