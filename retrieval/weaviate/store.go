package weaviate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dateline/retrieval"
)

// Server is a Weaviate on which an index lies.
type Server struct {
	client *client

	mu    sync.Mutex
	known map[string]seen // by identity: what is opened again need not be listed again
}

// seen is a state, and when it was the last one.
type seen struct {
	*snapshot
	looked time.Time
}

// New is the server at an address, with the key that it wants, "" for none. Nothing is asked of it yet.
func New(a Address, key string, log *slog.Logger) *Server {
	return &Server{client: newClient(a, key, log), known: map[string]seen{}}
}

// Store is a retrieval.Store on a Weaviate. Its methods may be called at once from anywhere; a call that has begun ends on the
// state that it began with.
type Store struct {
	*shelf
	audience string // who looks; "" is everyone
	whole    bool   // whatever the audience
}

var _ retrieval.Store = (*Store)(nil)

// For is the store as an audience sees it. Both are closed together.
func (s *Store) For(audience string) retrieval.Store {
	return &Store{shelf: s.shelf, audience: audience}
}

// Whole is the store with the articles of all audiences.
func (s *Store) Whole() retrieval.Store { return &Store{shelf: s.shelf, whole: true} }

// shelf is what all that look at one store share.
type shelf struct {
	*client
	server   *Server
	identity string
	of       collections
	writes   bool

	lease     *lease     // of a writer
	shards    int        // in which passages lie
	change    sync.Mutex // one Apply or Refresh at a time
	unsettled bool       // whether a commit failed, of which something may be there
	swept     time.Time  // when commits that nobody needs were last deleted
	failed    time.Time  // when a replica last did not write
	looked    time.Time  // when current was the last state

	learning sync.Mutex  // guards spoken
	spoken   *vocabulary // as far as it was read; it does not change

	mu      sync.Mutex // guards what follows
	current *snapshot
	closed  bool
}

var errClosed = errors.New("the index is closed")

// Open opens the last committed state of the index with the vectors of one embedder for reading, whether or not another
// process is writing it. The error is retrieval.ErrNoIndex where there is none yet.
func (s *Server) Open(ctx context.Context, identity string) (*Store, error) {
	of := s.client.address.collections(identity)
	if _, ok, err := s.client.describe(ctx, of.commits); err != nil {
		return nil, err
	} else if !ok {
		return nil, s.noIndex(identity)
	}
	opened := s.shelf(of, identity)
	if _, err := opened.load(ctx); err != nil {
		return nil, err
	}
	if opened.current.Ordinal == 0 {
		return nil, s.noIndex(identity)
	}
	return &Store{shelf: opened}, nil
}

func (s *Server) noIndex(identity string) error {
	return fmt.Errorf("an index %s with vectors of %s at DATELINE_STORE %w", s.client.address.Name, identity, retrieval.ErrNoIndex)
}

// OpenWriter opens the index, which need not exist yet, for reading and writing. The error is retrieval.ErrLocked while another
// process, on whatever machine, has it open for writing.
func (s *Server) OpenWriter(ctx context.Context, identity string) (*Store, error) {
	return s.openWriter(ctx, identity, leaseLength)
}

func (s *Server) openWriter(ctx context.Context, identity string, length time.Duration) (*Store, error) {
	of := s.client.address.collections(identity)
	if err := s.client.create(ctx, of, identity); err != nil {
		return nil, err
	}
	passages, _, err := s.client.describe(ctx, of.passages)
	if err != nil {
		return nil, err
	}
	opened := s.shelf(of, identity)
	opened.writes = true
	shards, _ := passages.Sharding["actualCount"].(float64)
	opened.shards = max(1, int(shards))
	if err := opened.begin(ctx, length); err != nil {
		if opened.lease != nil {
			err = errors.Join(err, opened.lease.release())
		}
		return nil, err
	}
	return &Store{shelf: opened}, nil
}

// shelf is of what this process knows already.
func (s *Server) shelf(of collections, identity string) *shelf {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.known[identity]
	return &shelf{client: s.client, server: s, identity: identity, of: of, current: known.snapshot, looked: known.looked}
}

// Refresh brings a reader to the last committed state and reports whether that was news. Without it a reader stays with the
// state that it opened. On an error it stays there as well.
func (s *Store) Refresh(ctx context.Context) (changed bool, err error) {
	if s.writes {
		return false, nil // nobody else can have committed
	}
	s.change.Lock()
	defer s.change.Unlock()
	if _, err := s.acquire(); err != nil {
		return false, err
	}
	return s.load(ctx)
}

// Sequence counts the commits of the state that the store is at; zero is the empty state before the first.
func (s *Store) Sequence() uint64 {
	now, err := s.acquire()
	if err != nil {
		return 0
	}
	return now.Ordinal
}

// Close ends the use of the store and lets another process write. It waits for an Apply in flight.
func (s *Store) Close() error {
	s.change.Lock()
	defer s.change.Unlock()
	s.mu.Lock()
	closed := s.closed
	s.closed = true
	s.mu.Unlock()
	if s.lease == nil || closed {
		return nil
	}
	return s.lease.release()
}

// acquire is the state as it is now.
func (s *shelf) acquire() (*snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	return s.current, nil
}

// now is the state as who looks sees it.
func (s *Store) now() (*view, error) {
	now, err := s.acquire()
	if err != nil {
		return nil, err
	}
	return now.seenBy(s.audience, s.whole), nil
}

// swap makes next the state, and what is opened next begins with it.
func (s *shelf) swap(next *snapshot) {
	s.mu.Lock()
	s.current = next
	s.mu.Unlock()
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if known := s.server.known[s.identity]; known.snapshot == nil || known.Ordinal <= next.Ordinal {
		s.server.known[s.identity] = seen{next, s.looked}
	}
}
