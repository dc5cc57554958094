package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Watch says what a coverage's folders are watched for, and how patiently.
type Watch struct {
	Folders []string      // by clean paths
	Settle  time.Duration // of stillness after a change, so that a burst of writes is one sync and files are whole
	Longest time.Duration // after which a change is synced though there is no stillness
	Look    time.Duration // between looks for a folder that is gone; also between tries of a sync that failed
	Log     *slog.Logger
	Say     func(sentence string)
	Sync    func(ctx context.Context) error // brings the index in step; its error is said, and it is tried again
}

// Run syncs at once and after each change to the folders, subfolders included, until ctx ends, which is no error. While a
// folder is gone nothing is synced: its articles stay until it is back. The error is that the folders cannot be watched.
func (w Watch) Run(ctx context.Context) error {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the coverage: %w", err)
	}
	defer events.Close()
	r := watching{Watch: w, events: events, gone: map[string]bool{}, due: time.NewTimer(0)}
	defer r.due.Stop()
	look := time.NewTicker(w.Look)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-events.Events:
			if ok && r.telling(e) {
				r.changed(e)
			}
		case err, ok := <-events.Errors:
			if ok { // events were lost, perhaps: everything is looked at anew
				w.Log.Warn("watching the coverage failed for a moment", "error", err)
				r.postpone()
			}
		case <-look.C:
			r.look()
		case <-r.due.C:
			if err := r.sync(ctx); err != nil {
				return err
			}
		}
	}
}

// watching is a Watch under way.
type watching struct {
	Watch
	events *fsnotify.Watcher
	due    *time.Timer
	first  time.Time       // of the changes not yet synced; zero where there are none
	gone   map[string]bool // folders
	failed string          // what the last sync said, where it failed
}

// telling reports whether an event can be of an article: not of a hidden file, such as editors keep beside what they
// edit, nor of rights and dates alone.
func (w *watching) telling(e fsnotify.Event) bool {
	hidden := strings.HasPrefix(filepath.Base(e.Name), ".") && !slices.Contains(w.Folders, e.Name)
	return e.Op&^fsnotify.Chmod != 0 && !hidden
}

// changed takes note of an event. A new folder is watched at once, so that what is written into it is waited for.
func (w *watching) changed(e fsnotify.Event) {
	if e.Has(fsnotify.Create) {
		if entry, err := os.Lstat(e.Name); err == nil && entry.IsDir() {
			if err := w.add(e.Name); err != nil {
				w.Log.Debug("a new folder cannot be watched yet", "folder", e.Name, "error", err)
			}
		}
	}
	w.postpone()
}

// postpone puts the next sync off until there is stillness, but not for ever.
func (w *watching) postpone() {
	if w.first.IsZero() {
		w.first = time.Now()
	}
	w.due.Reset(max(0, min(w.Settle, w.Longest-time.Since(w.first))))
}

// look notices folders that are gone or back.
func (w *watching) look() {
	for _, folder := range w.Folders {
		_, err := os.Stat(folder)
		switch gone := errors.Is(err, fs.ErrNotExist); {
		case gone && !w.gone[folder]:
			w.gone[folder] = true
			w.Say(fmt.Sprintf("The coverage folder %s is gone; waiting until it is back. Its articles stay in the index.", folder))
		case !gone && w.gone[folder]:
			delete(w.gone, folder)
			w.Say(fmt.Sprintf("The coverage folder %s is back.", folder))
			w.postpone()
		}
	}
}

// sync watches what folders there are now and brings the index in step, unless one is gone.
func (w *watching) sync(ctx context.Context) error {
	w.look()
	w.first = time.Time{}
	for _, folder := range w.Folders {
		if w.gone[folder] {
			return nil
		}
		if err := w.add(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch the coverage folder %s: %w; the system's limit of watched folders may be too low", folder, err)
		}
	}
	err := w.Sync(ctx)
	switch {
	case err == nil || ctx.Err() != nil:
		w.failed = ""
		return nil
	case err.Error() != w.failed:
		w.failed = err.Error()
		w.Say(fmt.Sprintf("%v; trying again.", err))
	}
	w.due.Reset(w.Look)
	return nil
}

// add watches a folder and those in it, as far as ingest reads them, or a file. What is watched already stays so.
func (w *watching) add(folder string) error {
	if at, err := os.Stat(folder); err == nil && !at.IsDir() {
		return w.events.Add(folder)
	}
	return fs.WalkDir(os.DirFS(folder), ".", func(p string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && p != ".":
			return nil // gone meanwhile
		case err != nil && p == ".":
			return err
		case err != nil || !entry.IsDir():
			return nil
		case p != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		err = w.events.Add(filepath.Join(folder, filepath.FromSlash(p)))
		if errors.Is(err, fs.ErrNotExist) && p != "." {
			return fs.SkipDir
		}
		return err
	})
}
