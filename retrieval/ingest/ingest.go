// Package ingest reads coverage: folders of articles become [retrieval.Article] values, and what cannot be read becomes a
// plain sentence about the file and what to do. It leans on adrg/frontmatter to find front matter, goccy/go-yaml and
// pelletier/go-toml to read it (their errors and values know their line), goldmark to read Markdown, go-trafilatura with its fallbacks to find the main
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
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	File   string   // the path of a file in FS that alone is coverage; "" is all of it
	Fields FieldMap // of its JSON, where the names in it are not the usual ones; may be nil

	Audience string // who alone may see what is in it, by which its articles have IDs and hashes of their own; "" is everyone
	Optional bool   // that it is gone, or holds no article, is no error
}

// own makes an article one for the folder's audience.
func (f *Folder) own(a retrieval.Article) retrieval.Article {
	if f.Audience == "" {
		return a
	}
	sum := sha256.Sum256([]byte(a.Hash + "\x00" + f.Audience))
	a.Audience, a.ID, a.Hash = f.Audience, retrieval.OwnID(f.Audience, a.ID), hex.EncodeToString(sum[:])
	return a
}

// String is the folder as errors call it.
func (f *Folder) String() string {
	if f.File != "" {
		return fmt.Sprintf("the coverage file %q", fullPath(*f, f.File))
	}
	return fmt.Sprintf("the coverage folder %q", f.Name)
}

// Skipped is a file, or a number of files of one folder, that was not read.
type Skipped struct {
	Path   string // of the file, beginning with the folder's name; of a file in an archive, archive.zip!/path; of what was fetched, its address
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
// formats that are not read by count. [Coverage] does the same without holding all articles at once.
//
// A folder that is missing (fs.ErrNotExist) or in which nothing can be read ([ErrEmpty]) is an error: a sentence that
// names the folder. Then, too, what was read and skipped until there is returned.
func Read(ctx context.Context, folders ...Folder) (articles []retrieval.Article, skipped []Skipped, err error) {
	c := NewCoverage("", folders...)
	for a, err := range c.Articles(ctx) {
		if err != nil {
			return articles, c.Skipped(), err
		}
		articles = append(articles, a)
	}
	return articles, c.Skipped(), nil
}

// problem is why a file cannot be read, in the words of [Skipped].
type problem struct {
	line   int
	reason string
}

func (p *problem) Error() string { return p.reason }

// fullPath is a file's path with its folder's name. The path of a member in an archive stays as the archive has it.
func fullPath(f Folder, p string) string {
	file, member, packed := strings.Cut(p, "!/")
	whole := filepath.Join(f.Name, filepath.FromSlash(file))
	if packed {
		whole += "!/" + member
	}
	return whole
}

// unreadable begins the reason for a file that the system does not let be read, at the moment at least.
const unreadable = "cannot be read: "

func cannotRead(err error) error {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err // the path is named anyway
	}
	return &problem{0, unreadable + err.Error()}
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
