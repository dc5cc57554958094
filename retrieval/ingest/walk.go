package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

// file is a file of a folder that may be coverage.
type file struct {
	folder *Folder
	path   string
	format format
	stamp  stamp
	looked time.Time // before the stamp was taken
	err    error     // why it cannot be read
	known  *record   // what is remembered of it, if it is as it was
}

// stamp tells whether a file is as it was.
type stamp struct {
	Size     int64
	Modified int64  // in nanoseconds since 1970
	Inode    uint64 // 0 where the system has none: it tells files that changed places
	Changed  int64  // in nanoseconds since 1970, 0 where the system has none: who sets Modified back cannot set this back
}

// walkFolder walks a folder, of which nothing need be there where it is optional.
func walkFolder(ctx context.Context, f *Folder) (files []*file, foreign map[string]int, err error) {
	files, foreign, err = walk(ctx, f)
	if err != nil && f.Optional && ctx.Err() == nil {
		return nil, nil, nil
	}
	return files, foreign, err
}

// walk lists a folder's files in lexical order, and counts those in formats that are not read by extension.
func walk(ctx context.Context, f *Folder) (files []*file, foreign map[string]int, err error) {
	foreign = map[string]int{}
	root := cmp.Or(f.File, ".")
	err = fs.WalkDir(f.FS, root, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case p == root && err != nil:
			return err
		case p == ".":
			return nil
		case p != root && passedOver(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case err != nil:
			files = append(files, &file{folder: f, path: p, err: cannotRead(err)})
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
		files = append(files, look(f, p, read))
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("%s does not exist; name a folder of %s: %w", f, readable, fs.ErrNotExist)
	case err != nil:
		return nil, nil, fmt.Errorf("%s cannot be read; name a folder of %s: %w", f, readable, err)
	}
	return files, foreign, nil
}

// look takes a file's stamp, or says why it cannot be read to its end.
func look(folder *Folder, p string, read format) *file {
	f := &file{folder: folder, path: p, format: read, looked: time.Now()}
	switch at, err := fs.Stat(folder.FS, p); { // follows links, so that a pipe is never opened
	case err != nil:
		f.err = cannotRead(err)
	case at.IsDir():
		f.err = &problem{0, "is a link to a folder, which is not followed; name that folder as coverage instead"}
	case !at.Mode().IsRegular():
		f.err = &problem{0, "is not an ordinary file"}
	default:
		f.stamp = stamp{at.Size(), at.ModTime().UnixNano(), inode(at), changed(at)}
	}
	return f
}

// grain is the coarsest clock of a file system: FAT counts two seconds. What was written less than that before it was
// looked at may be written again without a later time.
const grain = 2 * time.Second

// settled reports whether a later change of the file would show in its stamp.
func (f *file) settled() bool {
	return f.err == nil && f.looked.Sub(time.Unix(0, f.stamp.Modified)) > grain
}
