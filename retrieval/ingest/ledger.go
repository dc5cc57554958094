package ingest

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/natefinch/atomic"
)

// ledger is what is remembered of the files of some folders.
type ledger struct {
	Program string   // that read them
	Sheets  []*sheet // one a folder
	fewer   bool     // folders than the file remembers
}

// sheet is the part of one folder.
type sheet struct {
	Optional string // the folder's name, where it is optional; the others are known by their order
	Audience string
	Fields   FieldMap
	Records  []*record
	byPath   map[string]*record
}

// record is what came of one file.
type record struct {
	Path     string
	Stamp    stamp
	Articles []known
	Faults   []fault
}

// known is an article, as far as telling it from others goes.
type known struct {
	At                 where
	ID, Hash, Corrects string
}

// fault is why an item is no article.
type fault struct {
	At     where
	Line   int
	Reason string
}

func newFault(o outcome) fault {
	f := fault{At: o.where, Reason: o.err.Error()}
	if p, ok := errors.AsType[*problem](o.err); ok {
		f.Line = p.line
	}
	return f
}

func (f fault) skipped(folder *Folder) Skipped {
	return Skipped{Path: f.At.path(folder), Item: f.At.Item, Line: f.Line, Reason: f.Reason}
}

func newLedger(folders []Folder) *ledger {
	l := &ledger{Program: program()}
	for _, f := range folders {
		l.Sheets = append(l.Sheets, newSheet(f))
	}
	return l
}

func newSheet(f Folder) *sheet {
	s := &sheet{Audience: f.Audience, Fields: f.Fields}
	if f.Optional {
		s.Optional = f.Name
	}
	return s
}

// as reports whether the sheet is of a folder that is read alike.
func (s *sheet) as(other *sheet) bool {
	return s.Optional == other.Optional && s.Audience == other.Audience && maps.Equal(s.Fields, other.Fields)
}

func (l *ledger) add(folder int, r *record) {
	l.Sheets[folder].Records = append(l.Sheets[folder].Records, r)
}

// find returns what is remembered of a file that has not changed since.
func (l *ledger) find(folder int, f *file) *record {
	s := l.Sheets[folder]
	if s.byPath == nil {
		s.byPath = make(map[string]*record, len(s.Records))
		for _, r := range s.Records {
			s.byPath[r.Path] = r
		}
	}
	if r := s.byPath[f.path]; f.err == nil && r != nil && r.Stamp == f.stamp {
		return r
	}
	return nil
}

// same reports whether nothing is news in l that was made from what other remembers.
func (l *ledger) same(other *ledger) bool {
	return !other.fewer && slices.EqualFunc(l.Sheets, other.Sheets, func(a, b *sheet) bool { return slices.Equal(a.Records, b.Records) })
}

// program tells one build of the program from another, by size and checksum: where the file was made anew or is named
// anew, as by go run, it may be the same. Where it cannot be told, it is "".
var program = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	crc := crc32.New(castagnoli)
	n, err := io.Copy(crc, f)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d-%08x", n, crc.Sum32())
})

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// loadLedger reads what a ledger holds of these folders: nothing where it is not whole or not of this build.
func loadLedger(path string, folders []Folder) *ledger {
	raw, err := os.ReadFile(path)
	at := len(raw) - crc32.Size
	if err != nil || at < 0 || crc32.Checksum(raw[:at], castagnoli) != binary.LittleEndian.Uint32(raw[at:]) {
		return newLedger(folders)
	}
	var l ledger
	if gob.NewDecoder(bytes.NewReader(raw[:at])).Decode(&l) != nil || l.Program == "" || l.Program != program() {
		return newLedger(folders)
	}
	required := func(s *sheet) bool { return s.Optional == "" }
	kept, optional := newLedger(folders), map[string]*sheet{}
	for _, s := range l.Sheets {
		optional[s.Optional] = s
	}
	l.Sheets = slices.DeleteFunc(l.Sheets, func(s *sheet) bool { return !required(s) })
	for i, s := range kept.Sheets {
		former := optional[s.Optional]
		if required(s) {
			if former = nil; len(l.Sheets) > 0 {
				former, l.Sheets = l.Sheets[0], l.Sheets[1:]
			}
		}
		if former != nil && former.as(s) {
			kept.Sheets[i] = former
		}
	}
	if len(l.Sheets) > 0 {
		return newLedger(folders)
	}
	for _, s := range kept.Sheets {
		delete(optional, s.Optional)
	}
	delete(optional, "")
	kept.fewer = len(optional) > 0
	return kept
}

// write replaces the ledger in the file path at once, and removes what a writer left that was cut short.
func (l *ledger) write(path string) error {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(l); err != nil {
		return err
	}
	b.Write(binary.LittleEndian.AppendUint32(nil, crc32.Checksum(b.Bytes(), castagnoli)))
	err := atomic.WriteFile(path, &b)
	left, _ := filepath.Glob(path + "?*")
	for _, name := range left {
		os.Remove(name)
	}
	return err
}
