// Package ingest reads coverage: folders of articles become [retrieval.Article] values, and what cannot be read becomes a
// plain sentence about the file and what to do. It leans on adrg/frontmatter to find front matter, goccy/go-yaml to read it
// (its errors and values know their line) and goldmark to read Markdown.
//
// A format is one file with one function of type format: it is handed the file's text without front matter and adds a
// headline, blocks and whatever else the text plainly carries to a draft. What every format shares (decoding, front
// matter, IDs, corrections, the text and its spans) is done here once. Boilerplate rules take lines, not a format, so
// that other formats can use them.
//
// What is shown later must stand in the article, so white space within a block is collapsed and nothing else is rewritten:
// boilerplate is left out whole, a dateline at the head of the first paragraph moves to the article's Dateline, and
// Markdown's subheads, which are neither sentences nor anybody's words, are left out.
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Folder is a folder of coverage.
type Folder struct {
	Name string // as messages call it, usually its path; may be empty
	FS   fs.FS
}

// Skipped is a file, or a number of files of one folder, that was not read.
type Skipped struct {
	Path   string // of the file, beginning with the folder's name
	Line   int    // 1-based line of the file, or 0 where no line is to blame
	Reason string // a clause about the file: "is empty"
}

func (s Skipped) String() string {
	if s.Line > 0 {
		return fmt.Sprintf("%s, line %d: %s", s.Path, s.Line, s.Reason)
	}
	return fmt.Sprintf("%s: %s", s.Path, s.Reason)
}

// ErrEmpty is wrapped by the error for a folder in which no article could be read.
var ErrEmpty = errors.New("no article could be read")

// maxFile is the size in bytes above which a file is skipped.
const maxFile = 8 << 20

// format adds what it finds in text, which is UTF-8 without front matter, to the draft. Its error is a *problem.
type format func(text string, d *draft) error

var formats = map[string]format{
	".md":       readMarkdown,
	".markdown": readMarkdown,
	".txt":      readText,
}

// Read reads every article in the folders, each in lexical order of its paths, subfolders included. Hidden files,
// READMEs and licences are passed over; every other file that is not an article is reported in skipped, those in
// formats that are not read by count.
//
// A folder that is missing (fs.ErrNotExist) or in which nothing can be read ([ErrEmpty]) is an error: a sentence that
// names the folder. Then, too, what was read and skipped until there is returned.
func Read(ctx context.Context, folders ...Folder) (articles []retrieval.Article, skipped []Skipped, err error) {
	r := reader{seen: map[string]string{}}
	for _, f := range folders {
		if err := r.folder(ctx, f); err != nil {
			return r.articles, r.skipped, err
		}
	}
	return r.articles, r.skipped, nil
}

type reader struct {
	articles []retrieval.Article
	skipped  []Skipped
	seen     map[string]string // full path by article ID
}

func (r *reader) folder(ctx context.Context, f Folder) error {
	before := len(r.articles)
	foreign := map[string]int{} // files by extension
	err := fs.WalkDir(f.FS, ".", func(p string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case p == "." && err != nil:
			return err
		case p == ".":
			return nil
		case passedOver(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case err != nil:
			r.skip(f, p, cannotRead(err))
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		extension := strings.ToLower(path.Ext(p))
		read, known := formats[extension]
		if !known {
			foreign[cmp.Or(extension, "no extension")]++
			return nil
		}
		r.file(f, p, read)
		return nil
	})
	if len(foreign) > 0 {
		r.skipped = append(r.skipped, Skipped{Path: cmp.Or(f.Name, "."), Reason: foreignReason(foreign)})
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the coverage folder %q does not exist; name a folder of %s files: %w", f.Name, readable(), fs.ErrNotExist)
	case err != nil:
		return fmt.Errorf("the coverage folder %q cannot be read; name a folder of %s files: %w", f.Name, readable(), err)
	case len(r.articles) == before:
		return fmt.Errorf("the coverage folder %q holds no article in %s: %w", f.Name, readable(), ErrEmpty)
	}
	return nil
}

// file reads one file and keeps the article, or the reason why there is none.
func (r *reader) file(f Folder, p string, read format) {
	raw, err := open(f.FS, p)
	if err != nil {
		r.skip(f, p, err)
		return
	}
	d, err := parse(p, raw, read)
	if err != nil {
		r.skip(f, p, err)
		return
	}
	a := d.article(p, raw)
	if first, taken := r.seen[a.ID]; taken {
		r.skip(f, p, &problem{d.idLine, fmt.Sprintf("has the ID %q of %s, which was read first; give one of the two another id", a.ID, first)})
		return
	}
	r.seen[a.ID] = fullPath(f, p)
	r.articles = append(r.articles, a)
}

// parse makes a draft of a file's bytes.
func parse(p string, raw []byte, read format) (*draft, error) {
	text, err := decode(raw)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	body, err := takeFrontMatter(text, d)
	if err != nil {
		return nil, err
	}
	if err := read(body, d); err != nil {
		return nil, err
	}
	if len(d.blocks) == 0 {
		return nil, &problem{0, "holds no text beside its headline or front matter"}
	}
	return d, nil
}

// problem is why a file cannot be read, in the words of [Skipped].
type problem struct {
	line   int
	reason string
}

func (p *problem) Error() string { return p.reason }

func (r *reader) skip(f Folder, p string, err error) {
	s := Skipped{Path: fullPath(f, p), Reason: err.Error()}
	if p, ok := errors.AsType[*problem](err); ok {
		s.Line = p.line
	}
	r.skipped = append(r.skipped, s)
}

func fullPath(f Folder, p string) string { return filepath.Join(f.Name, filepath.FromSlash(p)) }

// open reads a file's bytes.
func open(fsys fs.FS, p string) ([]byte, error) {
	file, err := fs.Stat(fsys, p) // follows links, so that a pipe is never opened
	switch {
	case err != nil:
		return nil, cannotRead(err)
	case file.IsDir():
		return nil, &problem{0, "is a link to a folder, which is not followed; name that folder as coverage instead"}
	case !file.Mode().IsRegular():
		return nil, &problem{0, "is not an ordinary file"}
	case file.Size() > maxFile:
		return nil, tooLarge()
	}
	opened, err := fsys.Open(p)
	if err != nil {
		return nil, cannotRead(err)
	}
	defer func() { _ = opened.Close() }()
	raw, err := io.ReadAll(io.LimitReader(opened, maxFile+1))
	if err != nil {
		return nil, cannotRead(err)
	}
	if len(raw) > maxFile {
		return nil, tooLarge()
	}
	return raw, nil
}

func tooLarge() error {
	return &problem{0, fmt.Sprintf("is larger than %d MB; one file holds one article", maxFile>>20)}
}

func cannotRead(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err // the path is named anyway
	}
	return &problem{0, fmt.Sprintf("cannot be read: %v", err)}
}

// passedOver reports whether a file or folder is plainly no coverage.
func passedOver(name string) bool {
	stem := strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	return strings.HasPrefix(name, ".") || stem == "readme" || stem == "license" || stem == "licence"
}

func readable() string {
	names := slices.Sorted(maps.Keys(formats))
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

func foreignReason(foreign map[string]int) string {
	var parts []string
	n := 0
	for _, extension := range slices.Sorted(maps.Keys(foreign)) {
		parts = append(parts, fmt.Sprintf("%s: %d", extension, foreign[extension]))
		n += foreign[extension]
	}
	counted := "1 file is in a format"
	if n != 1 {
		counted = fmt.Sprintf("%d files are in formats", n)
	}
	return fmt.Sprintf("%s that Dateline does not read (%s); it reads %s", counted, strings.Join(parts, ", "), readable())
}
