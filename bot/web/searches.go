package web

import (
	"context"
	"sync"
	"time"

	"dateline/bot/desk"
	"dateline/retrieval"
)

// mostSearches bounds those that are remembered; beyond them all are forgotten.
const mostSearches = 1000

// searches remembers what was found until the coverage changes or the day does, which a query may count from: many readers follow
// the same links. It is safe for concurrent use.
type searches struct {
	desk Desk

	mu    sync.Mutex
	since time.Time // the coverage was first seen as it is
	day   string
	found map[searching]retrieval.Result
}

type searching struct {
	query  string
	window desk.Window
	k      int
}

// find is what the desk finds now. since is when the coverage was first seen as it is.
func (s *searches) find(ctx context.Context, key searching, since, now time.Time) (retrieval.Result, error) {
	day := now.UTC().Format(time.DateOnly)
	s.mu.Lock()
	if s.found == nil || !s.since.Equal(since) || s.day != day || len(s.found) >= mostSearches {
		s.since, s.day, s.found = since, day, map[searching]retrieval.Result{}
	}
	held := s.found // of this coverage
	result, ok := held[key]
	s.mu.Unlock()
	if ok {
		return result, nil
	}
	result, err := s.desk.Find(ctx, key.query, key.window, key.k)
	if err == nil {
		s.mu.Lock()
		held[key] = result
		s.mu.Unlock()
	}
	return result, err
}
