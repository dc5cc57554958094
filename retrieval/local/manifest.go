package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"dateline/retrieval"

	"github.com/natefinch/atomic"
	"golang.org/x/sync/errgroup"
)

// What a folder that cannot be opened is told by.
var (
	ErrNoIndex  = retrieval.ErrNoIndex
	ErrDamaged  = errors.New("is damaged or of another version")
	ErrIdentity = errors.New("was built with another embedder or version")
	ErrLocked   = retrieval.ErrLocked
)

const (
	manifestName = "MANIFEST.json"
	lockName     = "LOCK"
	segmentsName = "segments"
	version      = 5 // of all that lies in the folder; another version is rebuilt
)

// manifest is the committed state: what is not named in it does not exist.
type manifest struct {
	Version  int     `json:"version"`
	Sequence uint64  `json:"sequence"`
	Identity string  `json:"identity"` // the embedder's
	Dims     int     `json:"dims"`     // of every vector; 0 while there is none
	Segments []entry `json:"segments"`
}

// entry names one segment, the articles of it that are no more, and its files with their checksums.
type entry struct {
	Name     string          `json:"name"`
	Articles int             `json:"articles"`
	Passages int             `json:"passages"`
	Deleted  []string        `json:"deleted,omitempty"` // article IDs
	Files    map[string]file `json:"files"`             // by name
}

type file struct {
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc32c"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readManifest also returns the bytes read, by which a later state is told.
func readManifest(dir, identity string) (m manifest, raw []byte, err error) {
	raw, err = os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil, fmt.Errorf("the index in %s %w", dir, ErrNoIndex)
	}
	if err != nil {
		return m, nil, fmt.Errorf("read the index: %w", err)
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, raw, damaged(dir, fmt.Errorf("read %s: %w", manifestName, err))
	}
	if m.Version != version {
		return m, raw, damaged(dir, fmt.Errorf("its format is version %d, and this dateline reads version %d", m.Version, version))
	}
	for _, e := range m.Segments {
		if !segmentName.MatchString(e.Name) {
			return m, raw, damaged(dir, fmt.Errorf("%s names a segment %q", manifestName, e.Name))
		}
	}
	if m.Identity != identity {
		return m, raw, fmt.Errorf("the index in %s %w (%s, not %s)", dir, ErrIdentity, m.Identity, identity)
	}
	return m, raw, nil
}

func damaged(dir string, cause error) error {
	return fmt.Errorf("the index in %s %w: %w", dir, ErrDamaged, cause)
}

// write commits: the manifest is replaced in one rename, once all that it names is on disk.
func (m manifest) write(dir string) error {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := atomic.WriteFile(filepath.Join(dir, manifestName), bytes.NewReader(b)); err != nil {
		return err
	}
	return syncDir(dir)
}

var segmentName = regexp.MustCompile(`^\d{8,}-\d+$`) // sequence and chance

// sweep removes what the manifest does not name: leftovers of a writer that did not finish, and segments merged away. What
// cannot be removed, as on Windows while a reader has it open, is left to the next writer.
func (m manifest) sweep(dir string) {
	named := map[string]bool{}
	for _, e := range m.Segments {
		named[e.Name] = true
	}
	segments, _ := os.ReadDir(filepath.Join(dir, segmentsName))
	for _, s := range segments {
		if segmentName.MatchString(s.Name()) && !named[s.Name()] {
			os.RemoveAll(filepath.Join(dir, segmentsName, s.Name()))
		}
	}
	files, _ := os.ReadDir(dir)
	for _, f := range files { // of a manifest's replacement cut short
		if strings.HasPrefix(f.Name(), manifestName) && f.Name() != manifestName {
			os.Remove(filepath.Join(dir, f.Name()))
		}
	}
}

// seal brings a segment's folder to the disk, its files at once, and returns their sizes and checksums.
func seal(dir string) (map[string]file, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	sums := make([]file, len(entries))
	var group errgroup.Group
	for i, entry := range entries {
		group.Go(func() error {
			f, err := os.OpenFile(filepath.Join(dir, entry.Name()), os.O_RDWR, 0) // Windows flushes only what is open for writing
			if err != nil {
				return err
			}
			defer f.Close()
			if sums[i], err = sum(f); err != nil {
				return err
			}
			return f.Sync()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	files := make(map[string]file, len(entries))
	for i, entry := range entries {
		files[entry.Name()] = sums[i]
	}
	return files, syncDir(dir)
}

// check reads a segment's files and compares them with the manifest, for bleve and the catalog trust what they read. It
// reads them as files and not as mapped memory, which would stay with the process.
func (e entry) check(dir string) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for name, want := range e.Files {
		group.Go(func() error {
			f, err := os.Open(filepath.Join(dir, name))
			if err != nil {
				return err
			}
			defer f.Close()
			got, err := sum(f)
			if err != nil {
				return err
			}
			if got != want {
				return fmt.Errorf("%s of segment %s is not as it was written", name, e.Name)
			}
			return nil
		})
	}
	return group.Wait()
}

func sum(r io.Reader) (file, error) {
	crc := crc32.New(castagnoli)
	n, err := io.CopyBuffer(crc, struct{ io.Reader }{r}, make([]byte, 1<<18)) // the file alone would choose a small buffer
	return file{Size: n, CRC: crc.Sum32()}, err
}

// syncDir makes a folder's entries last; Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
