package weaviate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"
)

// load makes the last committed state the current one and reports whether it was not. It goes from commit to commit where it
// can, and lists all articles where it cannot: when the index is opened, and after so long that commits may be gone.
func (s *shelf) load(ctx context.Context) (changed bool, err error) {
	began := time.Now()
	now := s.current
	if now == nil || now.partial || began.Sub(s.looked) > keptFor/2 {
		if now, err = s.listed(ctx); err != nil {
			return false, err
		}
	}
	for {
		var next commit
		ok, err := s.commit(ctx, s.of, now.Ordinal+1, &next)
		if err != nil {
			return false, err
		}
		if !ok {
			break
		}
		put, err := s.listings(ctx, next)
		if err != nil {
			return false, err
		}
		now = newSnapshot(next, now, put)
	}
	changed = s.current == nil || s.current.Ordinal != now.Ordinal || s.current.partial != now.partial
	s.looked = began
	if changed {
		s.swap(now)
	}
	return changed, nil
}

// tryListing is how often all articles are listed where what the nodes have is not what was committed: a node that was down has
// to catch up.
const tryListing = 3

// listed lists all articles of the last committed state. What is partial is listed again at the next look.
func (s *shelf) listed(ctx context.Context) (*snapshot, error) {
	for try := 1; ; try++ {
		last, err := s.head(ctx, s.of)
		if err != nil || last.Ordinal == 0 {
			return newSnapshot(last, nil, nil), err
		}
		found, err := s.scan(ctx, last)
		if err != nil {
			return nil, err
		}
		state := newSnapshot(last, nil, found)
		if len(state.articles) == last.Articles && state.sum() == last.Sum {
			return state, nil
		}
		if try == tryListing {
			s.log.Warn("the nodes of Weaviate do not list all that was committed; answering from what they do", "articles", len(state.articles), "committed", last.Articles)
			state.partial = true
			return state, nil
		}
		s.leave(s.at.Load(), fmt.Errorf("it lists %d of %d articles", len(state.articles), last.Articles))
	}
}

// How articles are listed: in parts of their UUIDs at once, so many at a time.
const (
	scanParts = 4
	scanPage  = 1000
)

// scan lists the articles that are stored and of a commit's state: of several versions the last.
func (s *shelf) scan(ctx context.Context, last commit) ([]listing, error) {
	gone := map[string]bool{}
	for _, d := range last.Dead {
		gone[versionOf(d.Article, d.Edition)] = true
	}
	parts := make([][]listing, scanParts)
	group, ctx := errgroup.WithContext(ctx)
	for n := range parts {
		group.Go(func() error {
			after, until := scanBounds(n)
			for {
				var found struct{ Get map[string][]listed }
				q := fmt.Sprintf("{Get{%s(limit:%d,after:%q){%s %s _additional{id}}}}", s.of.articles, scanPage, after, pEdition, pListed)
				if err := s.query(ctx, q, &found); err != nil {
					return fmt.Errorf("list articles: %w", err)
				}
				page := found.Get[s.of.articles]
				for _, f := range page {
					if after = f.Additional.ID; after >= until {
						return nil
					}
					l, err := f.read()
					if err != nil {
						return err
					}
					if last.commits(l.edition) && !gone[versionOf(l.Article.ID, l.edition)] {
						parts[n] = append(parts[n], l)
					}
				}
				if len(page) < scanPage {
					return nil
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	all := slices.Concat(parts...)
	newest := map[string]uint64{}
	for _, l := range all {
		newest[l.Article.ID] = max(newest[l.Article.ID], l.edition)
	}
	return slices.DeleteFunc(all, func(l listing) bool { return l.edition < newest[l.Article.ID] }), nil
}

// scanBounds are the UUIDs between which the n-th part lies.
func scanBounds(n int) (after, until string) {
	bound := func(n int) string {
		if n == scanParts {
			return "g" // behind every UUID
		}
		var id uuid.UUID
		id[0] = byte(n * 256 / scanParts)
		return id.String()
	}
	return bound(n), bound(n + 1)
}

// listed is an article as it is listed.
type listed struct {
	Edition    uint64
	Listed     string
	Additional struct{ ID string } `json:"_additional"`
}

func (f listed) read() (l listing, err error) {
	if err := json.Unmarshal([]byte(f.Listed), &l); err != nil {
		return l, fmt.Errorf("DATELINE_STORE: what Weaviate lists as %s cannot be read: %w", f.Additional.ID, err)
	}
	l.edition, l.Article.Audience = f.Edition, l.Audience
	return l, nil
}

// mostAsked is how many objects are asked for at a time by their names.
const mostAsked = 500

// listings reads what a commit put. It is all there, for it was written before the commit; what one node lacks another has.
func (s *shelf) listings(ctx context.Context, of commit) ([]listing, error) {
	var all []listing
	for part := range slices.Chunk(of.Put, mostAsked) {
		missing := map[string]bool{}
		for _, id := range part {
			missing[idOf("article", id, of.Edition).String()] = true
		}
		for range 2 * len(s.address.Hosts) {
			ids := make([]string, 0, len(missing))
			for id := range missing {
				ids = append(ids, id)
			}
			var found struct{ Get map[string][]listed }
			q := fmt.Sprintf("{Get{%s(limit:%d,where:%v){%s %s _additional{id}}}}", s.of.articles, len(ids), anyOf("id", ids), pEdition, pListed)
			if err := s.query(ctx, q, &found); err != nil {
				return nil, fmt.Errorf("list articles: %w", err)
			}
			for _, f := range found.Get[s.of.articles] {
				l, err := f.read()
				if err != nil {
					return nil, err
				}
				all = append(all, l)
				delete(missing, strings.ToLower(f.Additional.ID))
			}
			if len(missing) == 0 {
				break
			}
			s.leave(s.at.Load(), fmt.Errorf("it lacks %d articles that are committed", len(missing)))
		}
		if len(missing) > 0 {
			return nil, fmt.Errorf("DATELINE_STORE: Weaviate lacks %d of the articles that are committed; its nodes are catching up, perhaps", len(missing))
		}
	}
	return all, nil
}
