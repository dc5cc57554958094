package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/bot/memory"
)

const (
	atOnce  = 4                // addresses looked at together
	between = 30 * time.Second // rounds
	soon    = time.Minute      // between two refreshes of one addition

	leftAfter = time.Hour // in which any file is taken
)

// New makes the library of a state folder, and removes from it what has no record: it is left of an addition that was cut
// off, or of a removal.
func New(ctx context.Context, c Config) (*Library, error) {
	l := &Library{Config: c, held: map[string]*hold{}, counts: map[string]count{}}
	all, err := c.Records.AllAdditions(ctx)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, a := range all {
		wanted[l.dir(a)] = true
	}
	guilds, err := subfolders(filepath.Join(c.State, guildsName))
	if err != nil {
		return nil, err
	}
	for _, guild := range append(guilds, "") {
		shelf, err := l.shelf(guild)
		if err != nil {
			continue // not made by a library
		}
		entries, err := os.ReadDir(shelf)
		if err != nil && !isGone(err) {
			return nil, l.unusable(err)
		}
		for _, e := range entries {
			if at := filepath.Join(shelf, e.Name()); !wanted[at] && (len(e.Name()) == memory.IDLen || leftOver(e)) {
				if err := os.RemoveAll(at); err != nil {
					return nil, l.unusable(err)
				}
				c.Log.Info("removed added coverage that is not recorded", "folder", at)
			}
		}
		if guild != "" {
			_ = os.Remove(shelf) // where nothing is left in it
		}
	}
	return l, nil
}

// leftOver reports whether a folder is of a file that was being taken when its process ended; one that is young may be another
// process's, which is at it.
func leftOver(e os.DirEntry) bool {
	at, err := e.Info()
	return strings.HasPrefix(e.Name(), temporary) && err == nil && time.Since(at.ModTime()) > leftAfter
}

// Run looks at the addresses whenever they are due and keeps the index in step with what comes, until ctx ends.
func (l *Library) Run(ctx context.Context) {
	ticker := time.NewTicker(between)
	defer ticker.Stop()
	for {
		more, err := l.Round(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			l.Log.Warn("added coverage could not be brought up to date", "error", err)
		case more:
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Round looks once at all addresses that are due, and has what came of it indexed. more reports whether pages wait for the
// next round already.
func (l *Library) Round(ctx context.Context) (more bool, err error) {
	all, err := l.Records.AllAdditions(ctx)
	if err != nil {
		return false, err
	}
	return l.lookAll(ctx, slices.DeleteFunc(all, func(a memory.Addition) bool { return !l.isDue(a) }), false)
}

// Refresh looks now at one addition of a guild, or at all where id is "", and waits until what came is indexed.
func (l *Library) Refresh(ctx context.Context, guild, id string) ([]Status, error) {
	all, err := l.Records.Additions(ctx, guild)
	if err != nil {
		return nil, err
	}
	if id != "" {
		all = slices.DeleteFunc(all, func(a memory.Addition) bool { return a.ID != id })
		if len(all) == 0 {
			return nil, &Refused{Why: Unknown}
		}
	}
	looked := slices.DeleteFunc(slices.Clone(all), func(a memory.Addition) bool { return l.refreshed(a) })
	if len(looked) == 0 && len(all) > 0 {
		return nil, &Refused{Why: Soon}
	}
	if _, err := l.lookAll(ctx, looked, true); err != nil {
		return nil, err
	}
	statuses, err := l.Status(ctx, guild)
	return slices.DeleteFunc(statuses, func(s Status) bool { return id != "" && s.ID != id }), err
}

// refreshed reports whether an addition was looked at a moment ago on somebody's wish.
func (l *Library) refreshed(a memory.Addition) bool {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if last, ok := l.wished[a.ID]; ok && now.Sub(last) < soon {
		return true
	}
	if l.wished == nil || len(l.wished) > 10_000 {
		l.wished = map[string]time.Time{}
	}
	l.wished[a.ID] = now
	return false
}

// isDue reports whether there is something to be done about an addition.
func (l *Library) isDue(a memory.Addition) bool {
	o := l.options(a.Guild, nil)
	switch {
	case a.State == Waiting:
		return true
	case a.Kind == File:
		return a.State != Lost && l.isLost(a)
	case a.State == Failing && l.mirror(a).Holds() == 0:
		return l.now().Sub(a.Checked) >= l.Every
	case a.State == Filled:
		return l.now().Sub(a.Checked) >= time.Hour
	}
	return l.mirror(a).Due(o)
}

func (l *Library) isLost(a memory.Addition) bool {
	_, err := os.Stat(l.dir(a))
	return isGone(err)
}

// lookAll looks at additions, some at once, and has what came of it indexed.
func (l *Library) lookAll(ctx context.Context, additions []memory.Addition, anew bool) (more bool, err error) {
	var group errgroup.Group
	group.SetLimit(atOnce)
	outcomes := make([]outcome, len(additions))
	for i, a := range additions {
		group.Go(func() error {
			outcomes[i] = l.lookAt(ctx, a, anew)
			return nil
		})
	}
	_ = group.Wait() // each has its own outcome
	if err := ctx.Err(); err != nil {
		return false, err
	}
	stirred := false
	for _, o := range outcomes {
		stirred = stirred || o.stirred
		more = more || o.more
	}
	if stirred {
		err = l.Sync(ctx)
	}
	for i, a := range additions {
		o := outcomes[i]
		if err != nil && o.stirred && o.state == Reading {
			o.state, o.reason = Waiting, notIndexed
		}
		if o.state == "" || o.state == a.State && o.reason == a.Reason && o.state == Reading {
			continue
		}
		if failed := l.Records.SetState(ctx, a.ID, o.state, o.reason); failed != nil && !errors.Is(failed, memory.ErrUnknown) {
			return more, failed
		}
	}
	return more, err
}

// outcome is what a look at an addition came to.
type outcome struct {
	stirred, more bool
	state, reason string // "" where it is no more
}

func (l *Library) lookAt(ctx context.Context, a memory.Addition, anew bool) outcome {
	if a.Kind == File {
		if l.isLost(a) {
			return outcome{state: Lost, reason: "The file that was attached is gone; attach it again, or remove it."}
		}
		return outcome{state: Reading, stirred: a.State != Reading}
	}
	if err := l.fits(ctx, memory.Addition{Guild: a.Guild}, count{}); err != nil {
		if _, full := errors.AsType[*Refused](err); full {
			return outcome{state: Filled, reason: err.Error(), stirred: a.State == Waiting}
		}
		l.Log.Error("added coverage could not be counted", "addition", a.ID, "error", err)
		return outcome{state: a.State, reason: a.Reason}
	}
	o := l.options(a.Guild, nil)
	o.Anew = anew
	looked, err := l.look(ctx, a, o)
	out := outcome{state: Reading, stirred: looked.Stirred() || a.State == Waiting, more: looked.Waiting > 0 && looked.New > 0}
	if refused, ok := errors.AsType[*Refused](err); ok && refused.Why == Unknown {
		return outcome{}
	}
	switch {
	case err != nil:
		if ctx.Err() == nil {
			l.Log.Error("added coverage could not be kept", "addition", a.ID, "error", err)
		}
		out.state, out.reason = Failing, notKept
	case looked.Busy:
		return outcome{stirred: out.stirred, state: a.State, reason: a.Reason}
	case len(looked.Warnings) > 0:
		out.state, out.reason = Failing, looked.Warnings[0]
	}
	return out
}
