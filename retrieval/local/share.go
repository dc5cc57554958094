package local

import "bytes"

// A snapshot is held by the store while it is current and by each call that began on it; a segment by each snapshot. Who
// lets go last closes it.

// acquire returns the current snapshot as who looks sees it, for the caller to release.
func (s *Store) acquire() (*snapshot, error) {
	all, err := s.shelf.acquire()
	if err != nil || s.whole {
		return all, err
	}
	return all.seenBy(s.audience), nil
}

// acquire returns the current snapshot, for the caller to release.
func (s *shelf) acquire() (*snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil, errClosed
	}
	s.current.users++
	return s.current, nil
}

func (s *shelf) release(snap *snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if snap.all != nil {
		snap = snap.all
	}
	s.drop(snap)
}

// swap makes next the current snapshot; nil closes the store.
func (s *shelf) swap(next *snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := s.current
	if s.current = next; next != nil {
		next.users++
		for _, v := range next.views {
			v.users++
		}
	}
	if last != nil {
		s.drop(last)
	}
}

func (s *shelf) drop(snap *snapshot) {
	if snap.users--; snap.users > 0 {
		return
	}
	for _, v := range snap.views {
		if v.users--; v.users == 0 {
			v.close()
		}
	}
}

// held finds an open segment by its name, which no other ever has.
func (s *shelf) held(name string) *segment {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil
	}
	for _, v := range s.current.views {
		if v.entry.Name == name {
			return v.segment
		}
	}
	return nil
}

// at reports whether the current snapshot was read from this manifest.
func (s *shelf) at(raw []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current != nil && s.current.raw != nil && bytes.Equal(s.current.raw, raw)
}
