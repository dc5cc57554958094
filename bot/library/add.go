package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dateline/bot/memory"
	"dateline/retrieval/ingest"
	"dateline/retrieval/mirror"
)

// Kinds of addition, as they are recorded.
const (
	Address = "address"
	File    = "file"
)

// States of an addition.
const (
	Fetching = "fetching" // for the first time
	Reading  = "ready"    // all is well
	Waiting  = "waiting"  // for the index, which another process is writing
	Failing  = "failing"  // the last look brought nothing but trouble; what was fetched before stays
	Filled   = "full"     // the guild has as much as it may, so that nothing more is fetched
	Lost     = "lost"     // the attached file is gone
)

// Added is what an addition came to.
type Added struct {
	ID       string
	Address  string // as it may be shown, or the file's name
	Kind     string // what an address turned out to be: one of ingest's; File of a file
	Articles int    // so far
	More     int    // pages that are fetched from now on
	Replaced bool   // a file of the same name
	Late     bool   // the index is being written by another process; it is found when that is done
	Skipped  []string
}

// Add adds an address for a guild, "" for everyone, on behalf of a user: it fetches what is there and waits until it is
// indexed, some seconds to a minute. say, which may be nil, is told what takes time. A *Refused says why it was not added; an
// add that ctx ends is gone on with at the next round.
func (l *Library) Add(ctx context.Context, guild, by, address string, say func(string)) (Added, error) {
	a, err := l.record(ctx, memory.Addition{Guild: guild, Kind: Address, Address: strings.TrimSpace(address), By: by, State: Fetching})
	if err != nil {
		return Added{}, err
	}
	o := l.options(guild, say)
	o.Pages = l.limits(guild).Pages
	looked, err := l.look(ctx, a, o)
	if err == nil && looked.Holds() == 0 {
		why := fmt.Sprintf("%s lists no article that can be read; see that it is a feed, a sitemap, a site or an article", looked.Mirror)
		if len(looked.Warnings) > 0 {
			why = looked.Warnings[0]
		}
		err = &Refused{Why: Unreadable, Detail: why}
	}
	var n count
	if err == nil {
		n, err = l.weigh(ctx, a)
	}
	if err == nil && n.articles == 0 {
		err = &Refused{Why: Unreadable, Detail: cmp.Or(first(n.skipped), "nothing there can be read as an article")}
	}
	if err == nil {
		err = l.fits(ctx, a, n)
	}
	if err != nil {
		if ctx.Err() == nil {
			err = l.giveUp(ctx, a, err)
		}
		return Added{}, err
	}
	added := Added{
		ID: a.ID, Address: looked.Mirror.String(), Kind: looked.Kind, Articles: n.articles, More: looked.Waiting, Skipped: n.skipped,
	}
	added.Late, err = l.settle(ctx, a)
	return added, err
}

// AddFile adds an attached file, which is read before it is taken. One of the same name is replaced. Otherwise it is as Add.
func (l *Library) AddFile(ctx context.Context, guild, by, name string, from io.Reader) (Added, error) {
	shelf, err := l.shelf(guild)
	if err != nil {
		return Added{}, err
	}
	if err := os.MkdirAll(shelf, 0o700); err != nil {
		return Added{}, l.unusable(err)
	}
	aside, err := os.MkdirTemp(shelf, temporary)
	if err != nil {
		return Added{}, l.unusable(err)
	}
	defer func() { _ = os.RemoveAll(aside) }()
	most := l.limits(guild).File
	if err := save(filepath.Join(aside, fileName(name)), from, most); err != nil {
		return Added{}, err
	}
	n, err := read(ctx, ingest.Folder{Name: "", FS: os.DirFS(aside), Fields: l.Fields})
	if err != nil {
		return Added{}, err
	}
	if n.articles == 0 {
		return Added{}, &Refused{Why: Unreadable, Detail: cmp.Or(first(n.skipped), "the file holds nothing that can be read as an article")}
	}
	a, err := l.record(ctx, memory.Addition{Guild: guild, Kind: File, Address: name, File: fileName(name), By: by, State: Fetching})
	replaced := false
	if refused, ok := errors.AsType[*Refused](err); ok && refused.Why == Known {
		a, err = l.find(ctx, guild, func(a memory.Addition) bool { return a.Address == name })
		replaced = true
	}
	if err != nil {
		return Added{}, err
	}
	if err = l.fits(ctx, a, n); err == nil {
		err = l.put(ctx, a, aside, n)
	}
	if err != nil {
		if !replaced {
			err = l.giveUp(ctx, a, err)
		}
		return Added{}, err
	}
	added := Added{ID: a.ID, Address: name, Kind: File, Articles: n.articles, Replaced: replaced, Skipped: n.skipped}
	added.Late, err = l.settle(ctx, a)
	return added, err
}

// giveUp discards an addition that cannot be added for a reason.
func (l *Library) giveUp(ctx context.Context, a memory.Addition, why error) error {
	if err := l.discard(context.WithoutCancel(ctx), a); err != nil {
		return errors.Join(why, err)
	}
	return why
}

// put puts a folder in an addition's place.
func (l *Library) put(ctx context.Context, a memory.Addition, from string, n count) error {
	h, err := l.hold(ctx, a)
	if err != nil {
		return err
	}
	defer h.release()
	if err := os.RemoveAll(l.dir(a)); err != nil {
		return l.unusable(err)
	}
	if err := os.Rename(from, l.dir(a)); err != nil {
		return l.unusable(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[a.ID] = n
	return nil
}

// record records one more addition, where there may be one more.
func (l *Library) record(ctx context.Context, a memory.Addition) (memory.Addition, error) {
	if _, err := l.shelf(a.Guild); err != nil {
		return a, err
	}
	l.adding.Lock()
	defer l.adding.Unlock()
	all, err := l.Records.Additions(ctx, a.Guild)
	if err != nil {
		return a, err
	}
	if slices.ContainsFunc(all, func(other memory.Addition) bool { return other.Address == a.Address }) {
		return a, &Refused{Why: Known}
	}
	if most := l.limits(a.Guild).Additions; len(all) >= most {
		return a, &Refused{Why: Full, N: most}
	}
	kept, added, err := l.Records.Add(ctx, a)
	if err == nil && !added {
		err = &Refused{Why: Known}
	}
	return kept, err
}

// What moderators read where the cause is for the operator, who finds it in the log.
const (
	notIndexed = "The index could not be brought up to date; that is tried again by itself."
	notKept    = "What was fetched could not be kept; the bot's operator can see why in its log."
)

// settle has what was added found.
func (l *Library) settle(ctx context.Context, a memory.Addition) (late bool, err error) {
	state, reason := Reading, ""
	if err := l.Sync(ctx); err != nil {
		if ctx.Err() != nil {
			return false, err
		}
		l.Log.Warn("added coverage is not indexed yet", "addition", a.ID, "error", err)
		state, reason, late = Waiting, notIndexed, true
	}
	return late, l.Records.SetState(ctx, a.ID, state, reason)
}

// options are those of a look for a guild.
func (l *Library) options(guild string, say func(string)) mirror.Options {
	if say == nil {
		say = func(string) {}
	}
	o := mirror.Options{Web: l.Web, Every: l.Every, Fields: l.Fields, Now: l.Now, Log: l.Log, Say: say}
	if guild == "" {
		o.Web = l.OwnWeb
	}
	return o
}

const temporary = ".new-"

// save writes what comes into a new file, unless it is larger than most bytes.
func save(path string, from io.Reader, most int64) error {
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keep the attached file: %w", err)
	}
	n, err := io.Copy(to, io.LimitReader(from, most+1))
	if err == nil {
		err = to.Sync()
	}
	if closing := to.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("keep the attached file: %w", err)
	}
	if n > most {
		return &Refused{Why: TooLarge, N: int(most >> 20)}
	}
	return nil
}

var unsafe = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// fileName is an attached file's name as it is kept: of letters, digits, dots and hyphens, not hidden, none that ingest passes over,
// and none that means something to a system.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	extension := strings.ToLower(path.Ext(name))
	stem := strings.Trim(unsafe.ReplaceAllString(strings.TrimSuffix(name, path.Ext(name)), "-"), ".-")
	return "file-" + stem[:min(len(stem), 80)] + unsafe.ReplaceAllString(extension, "")
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (l *Library) unusable(err error) error {
	return fmt.Errorf("the folder for added coverage, %s, cannot be used: %w; name another with DATELINE_STATE", l.State, err)
}
