package web

import (
	"context"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
)

// seen is what forms and metrics want of the coverage.
type seen struct {
	outlets  []string // the one with the most articles first
	articles int
	bytes    int
	through  bot.Day
	whole    *desk.Catalogue
	changed  time.Time // when it was first seen like this
}

// survey remembers what was seen of the coverage until that changes. It is safe for concurrent use.
type survey struct {
	desk Desk
	now  func() time.Time

	mu     sync.Mutex
	looked time.Time
	state  uint64
	last   seen
}

// surveyFor is how long it is taken that the coverage has not changed.
const surveyFor = 5 * time.Second

func (s *survey) look(ctx context.Context) (seen, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if !s.looked.IsZero() && now.Sub(s.looked) < surveyFor {
		return s.last, nil
	}
	state, err := s.desk.State(ctx)
	if err != nil {
		return seen{}, err
	}
	if s.looked.IsZero() || state != s.state {
		whole, err := s.desk.Catalogue(ctx)
		if err != nil {
			return seen{}, err
		}
		c := whole.Whole()
		s.last = seen{whole: whole, articles: c.Articles, bytes: c.Bytes, through: c.Through, changed: now}
		for _, o := range c.Outlets {
			s.last.outlets = append(s.last.outlets, o.Name)
		}
	}
	s.looked, s.state = now, state
	return s.last, nil
}
