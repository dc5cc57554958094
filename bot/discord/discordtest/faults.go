package discordtest

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// Fault is a misfortune arranged for REST calls.
type Fault struct {
	Method string // "" for any
	Route  string // one of the Route constants; "" for any

	Status     int           // of the answer, such as 500, 502 or 429; 0 leaves the answer as it is
	Code       int           // Discord's code in the body
	Message    string        // in the body; "" for the status's own words
	Body       string        // the whole body, where it should not be Discord's JSON
	RetryAfter time.Duration // of a 429
	Global     bool          // the 429 holds for every route

	CarryOut bool            // do what was asked and only then give the arranged answer, as behind a failing proxy
	Drop     bool            // cut the connection instead of answering
	Hold     <-chan struct{} // wait for this channel before anything else
	Times    int             // how often; 0 stands for once, a negative number for ever
}

// Fault arranges a misfortune. Faults for the same call strike in the order of their arrangement. lift ends it early.
func (s *Server) Fault(f Fault) (lift func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = cmp.Or(f.Times, 1)
	arranged := &f
	s.faults = append(s.faults, arranged)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.faults = slices.DeleteFunc(s.faults, func(other *Fault) bool { return other == arranged })
	}
}

// fault returns the misfortune arranged for a call, if any, and uses it up once.
func (s *Server) fault(c *Call) *Fault {
	for i, f := range s.faults {
		if f.Method != "" && f.Method != c.Method || f.Route != "" && f.Route != c.Route {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return f
	}
	return nil
}

// carriesOut tells whether the request is carried out: it is, too, where the fault does no more than hold it up.
func (f *Fault) carriesOut() bool { return f.CarryOut || !f.replaces() && !f.Drop }

func (f *Fault) replaces() bool { return f.Status != 0 }

func (f *Fault) refusal() *refusal {
	return &refusal{status: f.Status, Code: f.Code, Message: cmp.Or(f.Message, http.StatusText(f.Status)),
		retryAfter: f.RetryAfter, global: f.Global, raw: f.Body}
}

// rate is a number of requests in a time.
type rate struct {
	requests int
	per      time.Duration
}

// bucket counts the requests of a window.
type bucket struct {
	left   int
	resets time.Time
}

const globalRate = "global"

// Limit sets how many requests a route takes in a time, each channel, guild or interaction by itself; beyond it they meet
// 429. Without Limit only Discord's global limit holds: 50 a second, replies to interactions not counted.
func (s *Server) Limit(method, route string, requests int, per time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits[method+" "+route] = rate{requests, per}
}

// hurry counts a request against the limits that hold for it.
func (s *Server) hurry(r *request, interaction bool) *refusal {
	key := r.Method + " " + r.call.Route
	if limit, ok := s.limits[key]; ok {
		major := r.PathValue("channel") + r.PathValue("guild") + r.PathValue("token")
		if no := s.take(key+" "+major, limit); no != nil {
			return no
		}
	}
	if interaction {
		return nil
	}
	no := s.take(globalRate, s.limits[globalRate])
	if no != nil {
		no.global = true
	}
	return no
}

func (s *Server) take(key string, limit rate) *refusal {
	now := time.Now().Add(s.ahead) // not the clock of WithClock: a client that is told to wait waits in real time
	b := s.rates[key]
	if b == nil || !now.Before(b.resets) {
		b = &bucket{limit.requests, now.Add(limit.per)}
		s.rates[key] = b
	}
	if b.left == 0 {
		return &refusal{status: http.StatusTooManyRequests, retryAfter: b.resets.Sub(now)}
	}
	b.left--
	return nil
}
