package ingest

import (
	"context"
	"fmt"
	"io"
)

// input is one file of a folder, or one member of an archive.
type input struct {
	io.Reader
	path   string // in the folder; of a member, archive.zip!/path
	size   int64  // in bytes, or -1 where it is not known before the end
	fields FieldMap
}

// all reads an input whole, unless it is larger than limit bytes.
func (in input) all(limit int64) ([]byte, error) {
	if in.size > limit {
		return nil, tooLarge(limit)
	}
	raw, err := io.ReadAll(io.LimitReader(in, limit+1))
	switch {
	case err != nil:
		return nil, cannotRead(err)
	case int64(len(raw)) > limit:
		return nil, tooLarge(limit)
	}
	return raw, nil
}

// item is an article of an input, or why there is none.
type item struct {
	path  string
	place string // of what was fetched, its address
	n     int    // its place in an input that may hold several, from 1; else 0
	draft *draft
	raw   []byte // what its hash is of
	err   error
}

// format reads an input and hands on what it finds, in order. Its error is a *problem of the input as a whole, or the
// context's.
type format func(ctx context.Context, in input, each func(item)) error

// formats by extension. A member of an archive is read like a file, but for archives in it.
var formats map[string]format

func init() { // readZip and readGzip look their members' formats up
	pages := single(readPage)
	formats = map[string]format{
		".md": single(textual(readMarkdown)), ".markdown": single(textual(readMarkdown)), ".txt": single(textual(readText)),
		".html": pages, ".htm": pages, ".xhtml": pages,
		".json": readJSON, ".jsonl": readLines, ".ndjson": readLines,
		".rss": readXML, ".atom": readXML, ".xml": readXML, ".rdf": readXML,
		".http": readKept, ".gz": readGzip, ".zip": readZip,
	}
}

// Sizes in bytes above which a file is skipped: one article, and a feed or JSON value with several.
const (
	maxFile  = 8 << 20
	maxValue = 64 << 20
)

// single is the format of files that hold one article.
func single(read func(raw []byte) (*draft, error)) format {
	return func(_ context.Context, in input, each func(item)) error {
		raw, err := in.all(maxFile)
		if err != nil {
			return err
		}
		d, err := read(raw)
		each(item{path: in.path, draft: d, raw: raw, err: err})
		return nil
	}
}

// textual is a format of text with front matter. Read adds what it finds in the UTF-8 behind the front matter.
func textual(read func(text string, d *draft) error) func(raw []byte) (*draft, error) {
	return func(raw []byte) (*draft, error) {
		text, err := decode(raw)
		if err != nil {
			return nil, err
		}
		d := &draft{}
		body, err := takeFrontMatter(text, d)
		if err != nil {
			return nil, err
		}
		d.noteAll("front matter")
		return d, read(body, d)
	}
}

func tooLarge(limit int64) error {
	if limit == maxFile {
		return &problem{0, fmt.Sprintf("is larger than %d MB; one file holds one article", limit>>20)}
	}
	if limit == maxValue {
		return &problem{0, fmt.Sprintf("is larger than %d MB, which is too much to be read at once; write its articles as JSON, one a line, in a file .jsonl, or in several files", limit>>20)}
	}
	return &problem{0, fmt.Sprintf("is larger than %d MB", limit>>20)}
}
