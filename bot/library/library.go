// Package library keeps the coverage that guilds add for themselves, and what operators add for all, while the bot runs:
// addresses, whose mirrors (retrieval/mirror) it looks at whenever they are due, and attached files.
//
//	STATE/guilds/GUILD/ADDITION/   what one guild added, for it alone
//	STATE/shared/ADDITION/         what operators added, for everyone
//
// What lies there is coverage (Folders), whichever command reads it; what is recorded in memory (bot/memory) is what ought to
// lie there. The record comes first and goes first, so that a crash in between leaves either a folder without a record,
// which the next start removes, or a record without its folder, which it fetches again.
//
// An addition is for its audience alone because each article of its folder is (retrieval.Article.Audience); nothing here has
// to be asked before one is shown.
package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"dateline/bot/memory"
	"dateline/retrieval/ingest"
	"dateline/retrieval/mirror"
)

// Records are where additions are kept: a *memory.Memory.
type Records interface {
	Add(ctx context.Context, a memory.Addition) (kept memory.Addition, added bool, err error)
	Additions(ctx context.Context, guild string) ([]memory.Addition, error)
	AllAdditions(ctx context.Context) ([]memory.Addition, error)
	SetState(ctx context.Context, id, state, reason string) error
	Remove(ctx context.Context, guild, id string) error
	ForgetGuild(ctx context.Context, guild string) (memory.Kept, error)
}

// Limits bound what one guild may add.
type Limits struct {
	Additions int
	Articles  int
	Bytes     int64 // on disk
	File      int64 // bytes of one attached file
	Pages     int   // fetched while whoever adds an address waits; the others follow
}

// Usual are the limits of a guild, Ample those of what is shared, which operators alone add to.
var (
	Usual = Limits{Additions: 25, Articles: 20_000, Bytes: 512 << 20, File: 10 << 20, Pages: 20}
	Ample = Limits{Additions: 1000, Articles: 10_000_000, Bytes: 1 << 40, File: 10 << 20, Pages: 20}
)

// Config is what a Library needs.
type Config struct {
	State    string // the folder of what is to last
	Records  Records
	Web      mirror.Web       // for guilds: it must reach nothing that strangers may not
	OwnWeb   mirror.Web       // for what operators share
	Every    time.Duration    // between two looks at an address
	Patience time.Duration    // how long an address may bring nothing new before that is said
	Fields   ingest.FieldMap  // of JSON
	Usual    Limits           // of a guild
	Now      func() time.Time // nil is time.Now
	Log      *slog.Logger
	// Sync brings the index in step with all that lies in the folders, so that the next question finds it.
	Sync func(ctx context.Context) error
}

// Library is the added coverage. Its methods may be called at the same time.
type Library struct {
	Config
	adding sync.Mutex // from counting what there is to recording one more

	mu     sync.Mutex
	held   map[string]*hold     // by addition
	counts map[string]count     // by addition
	wished map[string]time.Time // when an addition was last refreshed
}

// Folders are what lies in a state folder, for reading it with the rest of the coverage: that of everyone first. What is
// gone by then is no error.
func Folders(state string, fields ingest.FieldMap) ([]ingest.Folder, error) {
	var folders []ingest.Folder
	add := func(dir, audience string) error {
		additions, err := subfolders(dir)
		for _, name := range additions {
			at := filepath.Join(dir, name)
			folders = append(folders, ingest.Folder{Name: at, FS: os.DirFS(at), Fields: fields, Audience: audience, Optional: true})
		}
		return err
	}
	if err := add(filepath.Join(state, sharedName), ""); err != nil {
		return nil, err
	}
	guilds, err := subfolders(filepath.Join(state, guildsName))
	if err != nil {
		return nil, err
	}
	for _, guild := range guilds {
		if err := add(filepath.Join(state, guildsName, guild), guild); err != nil {
			return nil, err
		}
	}
	return folders, nil
}

// Places are the folders of a state folder in which all this lies.
func Places(state string) []string {
	return []string{filepath.Join(state, guildsName), filepath.Join(state, sharedName)}
}

const (
	guildsName = "guilds"
	sharedName = "shared"
)

// subfolders are the names of a folder's folders, hidden ones aside; none where it is not there.
func subfolders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !isGone(err) {
		return nil, fmt.Errorf("list added coverage: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

var guildName = regexp.MustCompile(`^[0-9A-Za-z]{1,32}$`)

// shelf is the folder of a guild's additions; "" is of what is shared.
func (l *Library) shelf(guild string) (string, error) {
	if guild == "" {
		return filepath.Join(l.State, sharedName), nil
	}
	if !guildName.MatchString(guild) {
		return "", fmt.Errorf("%q is no guild's ID", guild)
	}
	return filepath.Join(l.State, guildsName, guild), nil
}

func (l *Library) now() time.Time {
	if l.Now != nil {
		return l.Now()
	}
	return time.Now()
}

func (l *Library) limits(guild string) Limits {
	if guild == "" {
		return Ample
	}
	return l.Usual
}

func isGone(err error) bool { return errors.Is(err, fs.ErrNotExist) }
