package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"dateline/retrieval/archive"
	"dateline/retrieval/fetch"
	"dateline/retrieval/mirror"
)

// largestFetched is the largest answer that is read: a file with many articles.
const largestFetched = 64 << 20 // bytes

// stateDir is the folder for what cannot be made anew: DATELINE_STATE, or that of the user. It is made where it is missing.
func (s *settings) stateDir() (string, error) {
	dir, err := s.statePath()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the folder for what is to last cannot be made: %w; name another with DATELINE_STATE", err)
	}
	return dir, nil
}

// statePath is where that folder is, or would be.
func (s *settings) statePath() (string, error) {
	if s.state != "" {
		return s.state, nil
	}
	dir, err := userState()
	if err != nil {
		return "", fmt.Errorf("there is no folder for what is to last (%w); name one with DATELINE_STATE", err)
	}
	return filepath.Join(dir, "dateline"), nil
}

// userState is where programs of this user keep such things: on Unix by the XDG Base Directory Specification.
func userState() (string, error) {
	switch runtime.GOOS {
	case "windows":
		return os.UserCacheDir() // %LocalAppData%, which nothing empties
	case "darwin", "ios", "plan9":
		return os.UserConfigDir()
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "state"), nil
}

func (s *settings) mirror(address string) (mirror.Mirror, error) {
	state, err := s.stateDir()
	if err != nil {
		return mirror.Mirror{}, err
	}
	return mirror.New(state, address), nil
}

// mirrors are those of the addresses among the coverage, each once.
func (s *settings) mirrors() (mirrors []mirror.Mirror, err error) {
	for _, place := range s.coverage {
		if !isAddress(place) {
			continue
		}
		m, err := s.mirror(place)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(mirrors, m) {
			mirrors = append(mirrors, m)
		}
	}
	return mirrors, nil
}

// fetcher fetches as the settings allow: from the ports that they name besides the usual ones, and from one's own network
// what they name.
func (s *settings) fetcher() *fetch.Fetcher {
	c := fetch.Config{Contact: s.fetchContact, MaxBody: largestFetched}
	for _, place := range s.coverage {
		if u, err := url.Parse(place); err == nil && isAddress(place) {
			if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
				c.Ports = append(c.Ports, uint16(port))
			}
		}
	}
	for _, a := range s.fetchAllow {
		c.Ports = append(c.Ports, a.Port())
	}
	c.Allow = func(a netip.AddrPort) bool { return slices.Contains(s.fetchAllow, a) }
	return fetch.New(c)
}

// mirroring are the options of all looks of one command.
func (a *app) mirroring(r *rooms) mirror.Options {
	return mirror.Options{
		Web: r.web, Every: r.settings.fetchInterval, Fields: r.settings.fields, Log: r.log,
		Say: func(sentence string) { fmt.Fprintln(a.errOut, sentence) },
	}
}

// fetchDue looks at the addresses of the coverage that are due. It is an error if there is nothing to be read of one.
func (a *app) fetchDue(ctx context.Context, r *rooms) error {
	mirrors, err := r.settings.mirrors()
	if err != nil {
		return err
	}
	told := map[string]string{}
	for _, l := range mirror.LookAll(ctx, a.mirroring(r), mirrors) {
		if l.Err != nil {
			return l.Err
		}
		if l.Holds() == 0 {
			why := errors.New("it lists no article that can be read; see that it is a feed, a sitemap, a site or an article")
			if len(l.Warnings) > 0 {
				why = errors.New(l.Warnings[0])
			}
			setting := "read the coverage"
			if len(a.coverage) == 0 {
				setting = "DATELINE_COVERAGE"
			}
			return fmt.Errorf("%s: nothing of %s could be fetched: %w", setting, l.Mirror, why)
		}
		a.tellLooked(l, told)
	}
	return nil
}

// tellLooked says what came of a look, and what is news of what went wrong.
func (a *app) tellLooked(l mirror.Looked, told map[string]string) {
	if l.Stirred() || l.Waiting > 0 {
		fmt.Fprintf(a.errOut, "%s: %s.\n", l.Mirror, l.Report)
	}
	if l.Busy {
		return
	}
	wrong := ""
	for _, w := range l.Warnings {
		wrong += fmt.Sprintf("dateline: %s; answering from what was fetched before\n", w)
	}
	if wrong != told[l.Address] {
		fmt.Fprint(a.errOut, wrong)
	}
	told[l.Address] = wrong
}

// silences are the addresses of which nothing new has come for longer than one is patient.
func (r *rooms) silences(now time.Time) []string {
	mirrors, err := r.settings.mirrors()
	if err != nil {
		return nil
	}
	var silent []string
	for _, m := range mirrors {
		if s := m.Silent(now, r.settings.feedPatience, r.log); s != "" {
			silent = append(silent, s)
		}
	}
	return silent
}

// silenceKept is how long what is known of silences is believed.
const silenceKept = time.Minute

// silent gives the silences to those who ask often.
func (r *rooms) silent(now func() time.Time) func() []string {
	var one sync.Mutex
	var known []string
	var since time.Time
	return func() []string {
		one.Lock()
		defer one.Unlock()
		if at := now(); at.Sub(since) > silenceKept {
			known, since = r.silences(at), at
		}
		return known
	}
}

// poll looks at the addresses of the coverage whenever they are due, and says when one falls silent, until stop is called.
// After each look that brought something, stirred is called.
func (a *app) poll(ctx context.Context, r *rooms, stirred func(context.Context)) (stop func(), err error) {
	mirrors, err := r.settings.mirrors()
	if err != nil || len(mirrors) == 0 {
		return func() {}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	told, silent := map[string]string{}, map[string]bool{}
	go func() {
		defer close(done)
		mirror.Poll(ctx, a.mirroring(r), mirrors, func(l mirror.Looked) {
			if l.Err != nil {
				l.Warnings = append(l.Warnings, l.Err.Error())
			}
			a.tellLooked(l, told)
			silence := l.Silent(time.Now(), r.settings.feedPatience, r.log)
			if silence != "" && !silent[l.Address] {
				fmt.Fprintf(a.errOut, "dateline: %s\n", silence)
			}
			silent[l.Address] = silence != ""
			if l.Stirred() {
				stirred(ctx)
			}
		})
	}()
	return func() {
		cancel()
		<-done
	}, nil
}

// bring brings the index in step with the coverage while the bot answers from it, and the bot to its new state. Where another
// process is writing it, it waits for that.
func (a *app) bring(ctx context.Context, o *opened) error {
	if o.reads() {
		return errReads
	}
	o.bringing.Lock()
	defer o.bringing.Unlock()
	folders, names, err := a.folders(o.settings)
	if err != nil {
		return err
	}
	bar := newBar(a.errOut)
	defer bar.finish()
	options := a.options(o.settings, o.rooms, names, bar)
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	_, err = archive.Bring(ctx, options, o.store, a.source(o.settings, options, folders, bar))
	return err
}

// errReads says why nothing is added.
var errReads = errors.New("DATELINE_COVERAGE is not set, so the index at DATELINE_STORE is read as others write it, and nothing is added from here")

// longestWait is how long another process may write the index before this one lets it be until the next time.
const longestWait = 5 * time.Minute

// sync is bring, whose failure is logged: it is tried again when something comes.
func (a *app) sync(ctx context.Context, o *opened) {
	if err := a.bring(ctx, o); err != nil && ctx.Err() == nil {
		o.log.Warn("the index could not be brought in step with what was fetched", "error", err)
	}
}
