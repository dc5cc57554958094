package weaviate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"dateline/retrieval"
)

// Apply writes what the change puts in a new edition, which nobody sees, and then one commit, which makes it visible and what
// it replaces and deletes invisible. What is no longer seen is deleted when no reader can be at a state that had it.
func (s *Store) Apply(ctx context.Context, change retrieval.Change) error {
	if !s.writes {
		return fmt.Errorf("the index %s at DATELINE_STORE is open for reading only", s.address.Name)
	}
	s.change.Lock()
	defer s.change.Unlock()
	if errors.Is(context.Cause(s.lease.ctx), errLeaseLost) {
		if err := s.begin(ctx, s.lease.length); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.lease.ctx, func() { cancel(context.Cause(s.lease.ctx)) })()
	err := s.apply(ctx, change)
	if lost := context.Cause(s.lease.ctx); err != nil && lost != nil {
		return lost
	}
	return err
}

func (s *shelf) apply(ctx context.Context, change retrieval.Change) error {
	if err := s.settle(ctx); err != nil {
		return err
	}
	now, err := s.acquire()
	if err != nil {
		return err
	}
	put, dims, err := change.Admit(now.Dims)
	if err != nil {
		return err
	}
	leaving := now.leaving(change)
	if err := s.admit(ctx, now, put, leaving); err != nil {
		return err
	}
	if len(put)+len(leaving) == 0 {
		return ctx.Err()
	}
	s.unsettled = true
	made, listings, err := s.write(ctx, now, put, dims)
	if err == nil {
		made.Dead = s.sweep(ctx, now.Dead)
		now.account(&made, leaving, listings)
		err = ctx.Err()
	}
	if err == nil {
		err = s.flip(s.lease.ctx, s.of, made) // from here on it is too late for nobody to be waiting
	}
	if err != nil {
		s.swap(now.without(void(made.Void, made.Edition)))
		return fmt.Errorf("write the index: %w", err)
	}
	s.unsettled = len(made.Void) > len(now.Void)
	s.swap(newSnapshot(made, now, listings))
	return nil
}

// begin takes the right to write.
func (s *shelf) begin(ctx context.Context, length time.Duration) error {
	taken, err := s.take(ctx, s.of, length, func(ctx context.Context) error { return s.seal(ctx, majority) })
	if err != nil {
		return err
	}
	s.lease, s.unsettled = taken, true
	return s.settle(ctx)
}

// settle finds out what became of a commit that failed or that another writer may have begun, deletes what it left, and has the
// last one that did arrive arrive everywhere.
func (s *shelf) settle(ctx context.Context) error {
	if !s.unsettled {
		return ctx.Err()
	}
	if _, err := s.load(ctx); err != nil {
		return err
	}
	if s.current.partial {
		return errors.New("DATELINE_STORE: the nodes of Weaviate do not list all that was committed, so nothing is written now; try again once they have caught up")
	}
	if s.current.Ordinal > 0 {
		if err := s.flip(ctx, s.of, s.current.commit); err != nil {
			return err
		}
	}
	s.swap(s.current.without(void(s.current.Void, s.current.unused())))
	if err := s.undo(ctx); err != nil {
		return err
	}
	s.unsettled = false
	return nil
}

// account notes in a commit what leaves the state and what comes.
func (s *snapshot) account(made *commit, leaving map[string]int, listings []listing) {
	made.Articles, made.Sum = len(s.articles), s.Sum
	for _, id := range slices.Sorted(maps.Keys(leaving)) {
		place, _ := s.find(id)
		of := s.rows[place].edition
		made.Dead = append(made.Dead, dead{id, of, made.At})
		made.Articles--
		made.Sum ^= sumOf(id, of)
		if leaving[id] == deleted {
			made.Delete = append(made.Delete, id)
		}
	}
	for _, l := range listings {
		made.Put = append(made.Put, l.Article.ID)
		made.Articles++
		made.Sum ^= sumOf(l.Article.ID, made.Edition)
	}
}

// without is the state with these editions marked as cut off.
func (s *snapshot) without(void []uint64) *snapshot {
	c := s.commit
	c.Void = void
	return &snapshot{commit: c, articles: s.articles, rows: s.rows, byID: s.byID, apart: s.apart, partial: s.partial}
}

// How an article of the state before leaves.
const (
	replaced = iota + 1
	deleted
)

// leaving is how articles leave by a change.
func (s *snapshot) leaving(change retrieval.Change) map[string]int {
	leaving := map[string]int{}
	for _, id := range change.Delete {
		if _, ok := s.find(id); ok {
			leaving[id] = deleted
		}
	}
	for _, e := range change.Put {
		if _, ok := s.find(e.Article.ID); ok {
			leaving[e.Article.ID] = replaced
		}
	}
	return leaving
}

// admit finds passages that are put though articles have them that stay.
func (s *shelf) admit(ctx context.Context, now *snapshot, put []retrieval.Entry, leaving map[string]int) error {
	var ids []string
	by := map[string]string{}
	for _, e := range put {
		for _, p := range e.Passages {
			ids = append(ids, p.ID)
			by[p.ID] = e.Article.ID
		}
	}
	if len(now.articles) == 0 {
		return nil
	}
	v := now.seenBy("", true)
	for part := range slices.Chunk(ids, mostAsked) {
		found, err := s.having(ctx, v, 0, anyOf(pPassage, part), "")
		if err != nil {
			return fmt.Errorf("look for passages: %w", err)
		}
		for _, f := range found {
			if _, ok := v.holds(f.Article, f.Edition); ok && leaving[f.Article] == 0 {
				return fmt.Errorf("put article %q: %w", by[f.Passage], retrieval.ErrPassageHeld(f.Passage))
			}
		}
	}
	return nil
}
