package library

import (
	"context"
	"path/filepath"

	"dateline/bot/memory"
	"dateline/retrieval/mirror"
)

// hold is the sole use of an addition's folder: of a look at it, or of whoever replaces or removes it.
type hold struct {
	cancel  context.CancelFunc
	done    chan struct{}
	release func()
}

// take takes the sole use of an addition's folder, once whoever has it is done; eager ends what they do.
func (l *Library) take(ctx context.Context, id string, eager bool) (context.Context, *hold, error) {
	for {
		l.mu.Lock()
		other := l.held[id]
		if other == nil {
			own, cancel := context.WithCancel(ctx)
			h := &hold{cancel: cancel, done: make(chan struct{})}
			h.release = func() {
				l.mu.Lock()
				delete(l.held, id)
				l.mu.Unlock()
				cancel()
				close(h.done)
			}
			l.held[id] = h
			l.mu.Unlock()
			return own, h, nil
		}
		l.mu.Unlock()
		if eager {
			other.cancel()
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

// hold takes the folder of an addition that is still wanted.
func (l *Library) hold(ctx context.Context, a memory.Addition) (*hold, error) {
	_, h, err := l.take(ctx, a.ID, true)
	if err != nil {
		return nil, err
	}
	if _, err := l.byID(ctx, a.Guild, a.ID); err != nil {
		h.release()
		return nil, err
	}
	return h, nil
}

// look looks at an address that is still wanted.
func (l *Library) look(ctx context.Context, a memory.Addition, o mirror.Options) (mirror.Looked, error) {
	own, h, err := l.take(ctx, a.ID, false)
	if err != nil {
		return mirror.Looked{}, err
	}
	defer h.release()
	if _, err := l.byID(ctx, a.Guild, a.ID); err != nil {
		return mirror.Looked{}, err
	}
	looked := mirror.Looked{Mirror: l.mirror(a)}
	looked.Report, looked.Err = looked.Look(own, o)
	if looked.Stirred() {
		l.mu.Lock()
		delete(l.counts, a.ID)
		l.mu.Unlock()
	}
	if looked.Err != nil && ctx.Err() == nil && own.Err() != nil {
		return looked, &Refused{Why: Unknown} // it was removed meanwhile
	}
	return looked, looked.Err
}

func (l *Library) dir(a memory.Addition) string {
	shelf, err := l.shelf(a.Guild)
	if err != nil { // it could not have been recorded
		return filepath.Join(l.State, guildsName, ".none", a.ID)
	}
	return filepath.Join(shelf, a.ID)
}

func (l *Library) mirror(a memory.Addition) mirror.Mirror {
	return mirror.Mirror{Address: a.Address, Dir: l.dir(a)}
}

// byID is an addition of a guild, or a refusal.
func (l *Library) byID(ctx context.Context, guild, id string) (memory.Addition, error) {
	return l.find(ctx, guild, func(a memory.Addition) bool { return a.ID == id })
}

func (l *Library) find(ctx context.Context, guild string, is func(memory.Addition) bool) (memory.Addition, error) {
	all, err := l.Records.Additions(ctx, guild)
	if err != nil {
		return memory.Addition{}, err
	}
	for _, a := range all {
		if is(a) {
			return a, nil
		}
	}
	return memory.Addition{}, &Refused{Why: Unknown}
}
