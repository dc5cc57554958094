// Package ingest reads coverage: folders of articles become [retrieval.Article] values, and what cannot be read becomes a
// plain sentence about the file and what to do. It leans on adrg/frontmatter to find front matter, goccy/go-yaml to read it
// (its errors and values know their line), goldmark to read Markdown, go-trafilatura with its fallbacks to find the main
// text of a page, x/net/html/charset to tell a page's encoding, and gofeed to read feeds.
//
// A format is a function of type format (formats.go lists them): it is handed a file and hands on drafts, each with a
// headline, blocks and whatever else the file plainly carries. What every format shares (corrections, language, label,
// IDs, the text and its spans) is done here once. Boilerplate rules take lines, not a format, so that every format uses
// them. A body of text in another format goes through the same paragraphs as a page (paragraphs.go).
//
// What a page declares of itself is believed in the order of exactness (page.go) and kept with its origin; what nothing
// declares stays unknown.
//
// What is shown later must stand in the article, so white space within a block is collapsed and nothing else is rewritten:
// boilerplate is left out whole, sentences that speak to a machine stand apart at the end as blocks of kind Instruction, a
// dateline at the head of the first paragraph moves to the article's Dateline, and Markdown's subheads, which are neither
// sentences nor anybody's words, are left out.
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	Name   string // as messages call it, usually its path; may be empty
	FS     fs.FS
	Fields FieldMap // of its JSON, where the names in it are not the usual ones; may be nil
}

// Skipped is a file, or a number of files of one folder, that was not read.
type Skipped struct {
	Path   string // of the file, beginning with the folder's name; of a file in an archive, archive.zip!/path
	Item   int    // 1-based, of a file that holds several articles, or 0
	Line   int    // 1-based line of the file, or 0 where no line is to blame
	Reason string // a clause about the file: "is empty"
}

func (s Skipped) String() string {
	where := s.place()
	if s.Line > 0 {
		where += fmt.Sprintf(", line %d", s.Line)
	}
	return where + ": " + s.Reason
}

// place is the file and the item in it.
func (s Skipped) place() string {
	if s.Item > 0 {
		return fmt.Sprintf("%s, item %d", s.Path, s.Item)
	}
	return s.Path
}

// ErrEmpty is wrapped by the error for a folder in which no article could be read.
var ErrEmpty = errors.New("no article could be read")

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
			r.skip(f, item{path: p, err: cannotRead(err)})
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
		r.file(ctx, f, p, read)
		return ctx.Err()
	})
	if len(foreign) > 0 {
		r.skipped = append(r.skipped, Skipped{Path: cmp.Or(f.Name, "."), Reason: foreignReason(foreign)})
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the coverage folder %q does not exist; name a folder of %s: %w", f.Name, readable, fs.ErrNotExist)
	case err != nil:
		return fmt.Errorf("the coverage folder %q cannot be read; name a folder of %s: %w", f.Name, readable, err)
	case len(r.articles) == before:
		return fmt.Errorf("the coverage folder %q holds no article in %s: %w", f.Name, readable, ErrEmpty)
	}
	return nil
}

// file reads one file and keeps its articles, or the reasons why there are none.
func (r *reader) file(ctx context.Context, f Folder, p string, read format) {
	opened, size, err := open(f.FS, p)
	if err != nil {
		r.skip(f, item{path: p, err: err})
		return
	}
	defer func() { _ = opened.Close() }()
	if err := read(ctx, input{opened, p, size, f.Fields}, func(i item) { r.keep(f, i) }); err != nil && ctx.Err() == nil {
		r.skip(f, item{path: p, err: err})
	}
}

// keep settles an item's draft and keeps it as an article, or the reason why it is none.
func (r *reader) keep(f Folder, i item) {
	if i.err == nil {
		i.err = i.draft.settle()
	}
	if i.err != nil {
		r.skip(f, i)
		return
	}
	d := i.draft
	if i.n > 0 && d.place == "" {
		d.place = "#" + d.Headline
	}
	a := d.article(i.path, i.raw)
	whole := Skipped{Path: fullPath(f, i.path), Item: i.n}.place()
	if first, taken := r.seen[a.ID]; taken {
		i.err = &problem{d.idLine, fmt.Sprintf("has the ID %q of %s, which was read first; give one of the two another id", a.ID, first)}
		r.skip(f, i)
		return
	}
	r.seen[a.ID] = whole
	r.articles = append(r.articles, a)
}

// problem is why a file cannot be read, in the words of [Skipped].
type problem struct {
	line   int
	reason string
}

func (p *problem) Error() string { return p.reason }

func (r *reader) skip(f Folder, i item) {
	s := Skipped{Path: fullPath(f, i.path), Item: i.n, Reason: i.err.Error()}
	if p, ok := errors.AsType[*problem](i.err); ok {
		s.Line = p.line
	}
	r.skipped = append(r.skipped, s)
}

// fullPath is a file's path with its folder's name. The path of a member in an archive stays as the archive has it.
func fullPath(f Folder, p string) string {
	file, member, packed := strings.Cut(p, "!/")
	whole := filepath.Join(f.Name, filepath.FromSlash(file))
	if packed {
		whole += "!/" + member
	}
	return whole
}

// open opens a file that can be read to its end, and says its size in bytes.
func open(fsys fs.FS, p string) (opened fs.File, size int64, err error) {
	file, err := fs.Stat(fsys, p) // follows links, so that a pipe is never opened
	switch {
	case err != nil:
		return nil, 0, cannotRead(err)
	case file.IsDir():
		return nil, 0, &problem{0, "is a link to a folder, which is not followed; name that folder as coverage instead"}
	case !file.Mode().IsRegular():
		return nil, 0, &problem{0, "is not an ordinary file"}
	}
	if opened, err = fsys.Open(p); err != nil {
		return nil, 0, cannotRead(err)
	}
	return opened, file.Size(), nil
}

func cannotRead(err error) error {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
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

// readable is what formats read, in words.
const readable = "text, Markdown, HTML, JSON or feed files, packed by gzip or zip or not"

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
	return fmt.Sprintf("%s that Dateline does not read (%s); it reads %s", counted, strings.Join(parts, ", "), readable)
}
