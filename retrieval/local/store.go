package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"dateline/retrieval"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"
)

// Store is a retrieval.Store in a folder or in memory. Its methods may be called at once from anywhere; a search that has
// begun ends on the state that it began with.
type Store struct {
	*shelf
	audience string // who looks; "" is everyone
	whole    bool   // whatever the audience
}

// For is the store as an audience sees it. Both are closed together.
func (s *Store) For(audience string) retrieval.Store {
	return &Store{shelf: s.shelf, audience: audience}
}

// Whole is the store with the articles of all audiences.
func (s *Store) Whole() retrieval.Store { return &Store{shelf: s.shelf, whole: true} }

// shelf is what all that look at one store share.
type shelf struct {
	dir      string // "" in memory
	identity string
	writable bool
	lock     *flock.Flock // of a writer with a folder

	change sync.Mutex // one Apply or Refresh at a time

	mu      sync.Mutex // guards current and all users
	current *snapshot  // nil once closed
}

var _ retrieval.Store = (*Store)(nil)

var errClosed = errors.New("the index is closed")

// NewMemory makes an empty store without a folder for the vectors of one embedder.
func NewMemory(identity string) *Store {
	return &Store{shelf: &shelf{identity: identity, writable: true, current: empty(identity)}}
}

func empty(identity string) *snapshot {
	s := newSnapshot(manifest{Version: version, Identity: identity}, nil, nil)
	s.users = 1
	return s
}

// Open opens the last committed state of the index in dir for reading, whether or not another process is writing it. The
// error is ErrNoIndex where there is none yet, ErrIdentity where it holds another embedder's vectors, and ErrDamaged where
// it cannot be read.
func Open(ctx context.Context, dir, identity string) (*Store, error) {
	s := &Store{shelf: &shelf{dir: dir, identity: identity, current: empty(identity)}}
	if _, err := s.load(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// OpenWriter opens the index in dir, which need not exist yet, for reading and writing. The error is ErrLocked while another
// process has it open for writing, else as of Open; what is damaged or another embedder's can be made anew by Reset.
func OpenWriter(ctx context.Context, dir, identity string) (*Store, error) {
	s := &Store{shelf: &shelf{dir: dir, identity: identity, writable: true, current: empty(identity)}}
	if err := s.takeLock(); err != nil {
		return nil, err
	}
	if _, err := s.load(ctx); err != nil && !errors.Is(err, ErrNoIndex) {
		return nil, errors.Join(err, s.Close())
	}
	s.current.manifest.sweep(dir)
	return s, nil
}

// Reset opens dir for writing as OpenWriter does, without what index it held. Its other files stay.
func Reset(ctx context.Context, dir, identity string) (*Store, error) {
	s := &Store{shelf: &shelf{dir: dir, identity: identity, writable: true, current: empty(identity)}}
	if err := s.takeLock(); err != nil {
		return nil, err
	}
	if err := os.Remove(filepath.Join(dir, manifestName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, errors.Join(fmt.Errorf("remove the index: %w", err), s.Close())
	}
	s.current.manifest.sweep(dir)
	return s, nil
}

func (s *Store) takeLock() error {
	if err := os.MkdirAll(filepath.Join(s.dir, segmentsName), 0o700); err != nil {
		return fmt.Errorf("make the index's folder: %w", err)
	}
	s.lock = flock.New(filepath.Join(s.dir, lockName))
	ok, err := s.lock.TryLock()
	if err != nil {
		return fmt.Errorf("lock the index: %w", err)
	}
	if !ok {
		return fmt.Errorf("the index in %s %w; wait for it or name another folder with --data", s.dir, ErrLocked)
	}
	return nil
}

// Refresh brings a reader to the last committed state and reports whether that was news. Without it a reader stays with
// the state that it opened. On an error it stays there as well.
func (s *Store) Refresh(ctx context.Context) (changed bool, err error) {
	if s.writable {
		return false, nil // nobody else can have committed
	}
	s.change.Lock()
	defer s.change.Unlock()
	now, err := s.shelf.acquire()
	if err != nil {
		return false, err
	}
	defer s.release(now)
	return s.load(ctx)
}

// load makes the committed state the current one and reports whether it was not. A writer may commit and remove segments
// while they are being opened here: then the manifest has changed, and there is a newer state to open.
func (s *Store) load(ctx context.Context) (changed bool, err error) {
	if raw, err := os.ReadFile(filepath.Join(s.dir, manifestName)); err == nil && s.at(raw) {
		return false, nil // as it mostly is, and large ones take their time to parse
	}
	m, raw, err := readManifest(s.dir, s.identity)
	for err == nil {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if s.at(raw) {
			return false, nil
		}
		next, cause := s.open(m, raw)
		if cause == nil {
			s.swap(next)
			return true, nil
		}
		failed := raw
		if m, raw, err = readManifest(s.dir, s.identity); err == nil && bytes.Equal(raw, failed) {
			err = damaged(s.dir, cause)
		}
	}
	return false, err
}

// open opens the segments of a manifest, those of the current snapshot excepted, which stay open.
func (s *Store) open(m manifest, raw []byte) (*snapshot, error) {
	segments := make([]*segment, len(m.Segments))
	opened := make([]*segment, len(m.Segments))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range m.Segments {
		if segments[i] = s.held(e.Name); segments[i] != nil {
			continue
		}
		group.Go(func() (err error) {
			opened[i], err = openSegment(s.dir, s.identity, m.Dims, e)
			segments[i] = opened[i]
			return err
		})
	}
	if err := group.Wait(); err != nil {
		for _, o := range opened {
			if o != nil {
				o.close()
			}
		}
		return nil, err
	}
	return newSnapshot(m, raw, segments), nil
}

// Sequence counts the commits of the state that the store is at; zero is the empty state before the first.
func (s *Store) Sequence() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return 0
	}
	return s.current.manifest.Sequence
}

// Close ends the use of the store and lets another process write. It waits for an Apply in flight; searches in flight end
// as they began.
func (s *Store) Close() error {
	s.change.Lock()
	defer s.change.Unlock()
	s.swap(nil)
	if s.lock == nil {
		return nil
	}
	return s.lock.Unlock()
}
