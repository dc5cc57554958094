package mirror

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

// memory is what is remembered from look to look, in one file of JSON.
type memory struct {
	Version int              `json:"version"`
	Next    time.Time        `json:"next,omitzero"` // when something is due
	Sources []*source        `json:"sources"`       // the address itself, then what it led to
	Items   map[string]*page `json:"items"`         // by key
}

// source is the address itself, or a feed or sitemap that it led to.
type source struct {
	fetch.Source
	Kind    string `json:"kind,omitempty"` // one of ingest's; "" before it was told
	Depth   int    `json:"depth,omitempty"`
	Guessed bool   `json:"guessed,omitempty"` // the site does not name it
	// Modified is when the index that lists it says that it was; Seen was that at the last look at it.
	Modified time.Time `json:"modified,omitzero"`
	Seen     time.Time `json:"seen,omitzero"`
}

// page is an article that a feed or a sitemap lists, or that the address itself is.
type page struct {
	fetch.Source               // of its page
	Listed       ingest.Listed `json:"listed"`
	Since        time.Time     `json:"since"`             // when it was first listed
	Last         time.Time     `json:"last"`              // when it was last
	Rank         int           `json:"rank,omitempty"`    // in the list, then
	ID           string        `json:"id,omitempty"`      // of its article, once there is one
	Hash         string        `json:"hash,omitempty"`    // of that
	Fetched      bool          `json:"fetched,omitempty"` // there is no page to be fetched any more
	Unread       string        `json:"unread,omitempty"`  // why its page is no article
}

const (
	memoryName    = ".mirror.json"
	memoryVersion = 1
)

func (m Mirror) empty() *memory {
	return &memory{Version: memoryVersion, Sources: []*source{{Source: fetch.Source{Address: m.Address}}}, Items: map[string]*page{}}
}

// recall is the memory, an empty one where there is none that can be read.
func (m Mirror) recall(log *slog.Logger) *memory {
	raw, err := os.ReadFile(filepath.Join(m.Dir, memoryName))
	if errors.Is(err, fs.ErrNotExist) {
		return m.empty()
	}
	found := &memory{}
	if err == nil {
		err = json.Unmarshal(raw, found)
	}
	if err == nil && (found.Version != memoryVersion || len(found.Sources) == 0) {
		err = fmt.Errorf("it is of version %d", found.Version)
	}
	if err != nil {
		log.Warn("what is remembered of an address cannot be read; it is fetched anew", "address", m.String(), "error", err)
		return m.empty()
	}
	if found.Items == nil {
		found.Items = map[string]*page{}
	}
	return found
}

func (m *memory) root() *source { return m.Sources[0] }

// brought reports whether there was something to be read.
func (m *memory) brought() bool {
	for _, p := range m.Items {
		if p.ID != "" {
			return true
		}
	}
	return false
}

// forgotten is how long what was listed and never became an article is remembered.
const forgotten = 30 * 24 * time.Hour

// save writes the memory down. What is no longer listed and came to nothing is forgotten.
func (l *look) save() error {
	now := l.now()
	for key, p := range l.Items {
		if p.ID == "" && now.Sub(p.Last) > forgotten {
			delete(l.Items, key)
		}
	}
	l.Next = now.Add(24 * time.Hour)
	soon := func(s fetch.Source) {
		if !s.Gone && s.Due.Before(l.Next) {
			l.Next = s.Due
		}
	}
	for _, s := range l.Sources {
		soon(s.Source)
	}
	for _, p := range l.Items {
		if l.wanted(p, now.Add(l.Every)) != never {
			soon(p.Source)
		}
	}
	if soonest := now.Add(l.Every); l.Next.Before(soonest) {
		l.Next = soonest
	}
	raw, err := json.Marshal(l.memory)
	if err == nil {
		err = writeFile(filepath.Join(l.Dir, memoryName), raw)
	}
	if err != nil {
		return l.unusable(err)
	}
	return nil
}

// temporary begins the names of files that are being written.
const temporary = ".new-"

// writeFile writes a file whole or not at all; those who list the folder meanwhile do not see it.
func writeFile(path string, raw []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), temporary)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	_, err = bytes.NewReader(raw).WriteTo(file)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	return err
}

// sweep removes what a process that was killed left half-written.
func (m Mirror) sweep() {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), temporary) {
			_ = os.Remove(filepath.Join(m.Dir, e.Name()))
		}
	}
}
