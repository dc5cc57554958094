package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"dateline/bot/memory"
)

// Remove removes an addition of a guild, its files and its articles. A look at it that is under way ends.
func (l *Library) Remove(ctx context.Context, guild, id string) error {
	a, err := l.byID(ctx, guild, id)
	if err != nil {
		return err
	}
	if err := l.discard(ctx, a); err != nil {
		return err
	}
	return l.Sync(ctx)
}

// Forget removes all that memory keeps of a guild that the bot has left, and all that it added. Where it breaks off, call it again.
func (l *Library) Forget(ctx context.Context, guild string) (memory.Kept, error) {
	shelf, err := l.shelf(guild)
	if err != nil || guild == "" {
		return memory.Kept{}, errors.Join(err, errors.New("what all share is of no guild"))
	}
	all, err := l.Records.Additions(ctx, guild)
	if err != nil {
		return memory.Kept{}, err
	}
	kept, err := l.Records.ForgetGuild(ctx, guild)
	if err != nil {
		return kept, err
	}
	for _, a := range all {
		if err := l.drop(ctx, a); err != nil {
			return kept, err
		}
	}
	left, err := os.ReadDir(shelf)
	if isGone(err) {
		return kept, nil
	}
	for _, e := range left { // of a call that broke off
		err = errors.Join(err, os.RemoveAll(filepath.Join(shelf, e.Name())))
	}
	if err != nil {
		return kept, l.unusable(err)
	}
	if err := l.Sync(ctx); err != nil {
		return kept, err
	}
	if err := os.Remove(shelf); err != nil && !isGone(err) { // the last, so that a call after one that broke off knows of it
		return kept, l.unusable(err)
	}
	return kept, nil
}

// discard removes an addition's record, and then its folder.
func (l *Library) discard(ctx context.Context, a memory.Addition) error {
	err := l.Records.Remove(ctx, a.Guild, a.ID)
	if err != nil && !errors.Is(err, memory.ErrUnknown) {
		return err
	}
	return l.drop(ctx, a)
}

// drop removes an addition's folder, once a look at it has ended.
func (l *Library) drop(ctx context.Context, a memory.Addition) error {
	_, h, err := l.take(ctx, a.ID, true)
	if err != nil {
		return err
	}
	defer h.release()
	l.mu.Lock()
	delete(l.counts, a.ID)
	l.mu.Unlock()
	if err := os.RemoveAll(l.dir(a)); err != nil {
		return l.unusable(err)
	}
	return nil
}
