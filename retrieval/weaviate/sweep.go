package weaviate

import (
	"context"
	"slices"
	"time"
)

// grace is how long what was replaced or deleted stays stored: as long as a reader may be at a state that has it. One that stays
// looks for a new state each second, and one that answers a question is done sooner.
const grace = 10 * time.Minute

// sweepEvery is how often it is looked for commits that nobody needs.
const sweepEvery = time.Hour

// sweep deletes versions of articles that nobody can see any more, and returns the others. What cannot be deleted now is left to
// the next commit.
func (s *shelf) sweep(ctx context.Context, known []dead) (left []dead) {
	at := s.clock()
	var versions []string
	for _, d := range known {
		if at.Sub(d.At) > grace {
			versions = append(versions, versionOf(d.Article, d.Edition))
		} else {
			left = append(left, d)
		}
	}
	for part := range slices.Chunk(versions, mostAsked) {
		for _, class := range []string{s.of.passages, s.of.articles} {
			if err := s.erase(ctx, class, anyOf(pVersion, part)); err != nil {
				s.log.Warn("what nobody sees any more is still stored; the next commit deletes it", "error", err)
				return slices.Clone(known)
			}
		}
	}
	if at.Sub(s.swept) > sweepEvery {
		s.swept = at
		if err := s.erase(ctx, s.of.commits, all(date(pAt, "LessThan", at.Add(-keptFor)), number(pOrdinal, "LessThan", s.current.Ordinal))); err != nil {
			s.log.Warn("old commits are still stored", "error", err)
		}
	}
	return left
}

// undo deletes what writers before left half written.
func (s *shelf) undo(ctx context.Context) error {
	cut := []where{number(pEdition, "GreaterThan", s.current.Edition)}
	for _, edition := range s.current.Void {
		cut = append(cut, number(pEdition, "Equal", edition))
	}
	for _, class := range []string{s.of.passages, s.of.articles} {
		if err := s.erase(ctx, class, either(cut...)); err != nil {
			return err
		}
	}
	return nil
}
