package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Source is what is remembered of a feed, a sitemap or a page between two looks at it. It is plain, so that it can be kept in
// a file. The zero value with an Address is one never looked at, due at once.
type Source struct {
	Address  string     `json:"address"` // to ask next; follows redirects that are for good
	Have     Validators `json:"have,omitzero"`
	Due      time.Time  `json:"due,omitzero"`
	Failures int        `json:"failures,omitempty"` // in a row
	Gone     bool       `json:"gone,omitempty"`     // for good: do not ask again
	Newest   Item       `json:"newest,omitzero"`
	Stirred  time.Time  `json:"stirred,omitzero"` // when the newest item came, or was first seen where it has no date
}

// Item is the newest item of a source.
type Item struct {
	ID        string    `json:"id"` // a link or a GUID, "" where there is no item
	Published time.Time `json:"published,omitzero"`
}

// Look is what one Get of a source came to.
type Look struct {
	At     time.Time
	Page   Page
	Err    error
	Newest Item          // of the page; the zero value where it was not modified
	TTL    time.Duration // that the feed itself asks for, as RSS's ttl; 0 where it does not
}

// Rhythm is how often sources are looked at.
type Rhythm struct {
	Every   time.Duration // between two looks that succeed, unless the site asks for longer; more than 0
	Longest time.Duration // between any two looks; 24 hours where it is 0
}

// Next is the source after a look at it: due again after Every, or when the site says that there can be something new
// (Cache-Control, ttl); after a failure later each time, twice as long, and never before the server's Retry-After; never
// where it answers 410. A look that the caller's own context ended changes nothing.
func (r Rhythm) Next(s Source, l Look) Source {
	longest := max(orDefault(r.Longest, 24*time.Hour), r.Every)
	var failure *Failure
	switch {
	case l.Err == nil:
		s.Failures = 0
		s.Due = l.At.Add(min(max(r.Every, l.TTL, l.Page.MaxAge), longest))
		s.Have = l.Page.Validators
		if l.Page.Moved != "" {
			s.Address = l.Page.Moved
		}
		s.stir(l)
	case !errors.As(l.Err, &failure) && (errors.Is(l.Err, context.Canceled) || errors.Is(l.Err, context.DeadlineExceeded)):
	case failure != nil && failure.Status == http.StatusGone:
		s.Failures++
		s.Gone = true
	default:
		s.Failures++
		wait := r.Every
		for range s.Failures {
			if wait = min(2*wait, longest); wait == longest {
				break
			}
		}
		if failure != nil {
			wait = max(wait, failure.RetryAfter)
		}
		s.Due = l.At.Add(wait)
	}
	return s
}

func (s *Source) stir(l Look) {
	n := l.Newest
	if n.Published.After(l.At) { // else nothing would be newer until then
		n.Published = l.At
	}
	isNew := n.ID != "" && n.ID != s.Newest.ID && (n.Published.IsZero() || n.Published.After(s.Newest.Published))
	switch {
	case isNew:
		s.Newest, s.Stirred = n, l.At
		if !n.Published.IsZero() {
			s.Stirred = n.Published
		}
	case s.Stirred.IsZero():
		s.Stirred = l.At
	}
}

// IsDue reports whether it is time to look at the source.
func (s Source) IsDue(now time.Time) bool { return !s.Gone && !now.Before(s.Due) }

// Silent says that a source is gone, or for how long nothing new has come of it where that is longer than patience, as
// "https://www.example.org/feed.xml silent for 3 days"; else "". A source that cannot be read is silent too.
func (s Source) Silent(now time.Time, patience time.Duration) string {
	name := beginning(s.Address)
	switch silence := now.Sub(s.Stirred); {
	case s.Gone:
		return name + " gone for good"
	case s.Stirred.IsZero() || silence <= patience:
		return ""
	default:
		return name + " silent for " + inTime(silence)
	}
}

// inTime is a duration in words, by its largest unit, rounded up for waits of seconds.
func inTime(d time.Duration) string {
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		if d >= 2*unit.size {
			return fmt.Sprintf("%d %ss", d/unit.size, unit.name)
		}
	}
	if seconds := (d + time.Second - 1) / time.Second; seconds != 1 {
		return fmt.Sprintf("%d seconds", seconds)
	}
	return "1 second"
}
