package ingest

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// What an archive may become. No text of news shrinks to less than a fiftieth, and a bomb to a thousandth.
const (
	mostInflated = 2 << 30 // bytes, of all members together
	steepest     = 200     // times the packed size, once beyond freely
	freely       = 4 << 20 // bytes
	mostMembers  = 200_000
	maxPacked    = 512 << 20 // bytes of an archive that has to be held in memory
)

// inflation watches what comes out of one archive.
type inflation struct {
	packed, out int64 // bytes: of the archive, and so far
}

// inflating is a reader of one member.
type inflating struct {
	io.Reader
	*inflation
}

func (i inflating) Read(p []byte) (int, error) {
	n, err := i.Reader.Read(p)
	i.out += int64(n)
	if i.out > mostInflated || i.out > freely && i.out > steepest*i.packed {
		return 0, &problem{0, fmt.Sprintf("grows to more than %d times its size or %d GB when it is unpacked", steepest, mostInflated>>30)}
	}
	return n, err
}

// counted counts the packed bytes that are read.
type counted struct {
	io.Reader
	*inflation
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.packed += int64(n)
	return n, err
}

// memberFormat is the format of a member by its name. Archives in archives are not read.
func memberFormat(name string) (format, error) {
	extension := strings.ToLower(path.Ext(name))
	if extension == ".gz" || extension == ".zip" {
		return nil, &problem{0, "is an archive in an archive, which is not read; unpack it"}
	}
	return formats[extension], nil
}

// readGzip reads a file of another format that gzip has packed: feed.xml.gz.
func readGzip(ctx context.Context, in input, each func(item)) error {
	name := strings.TrimSuffix(in.path, path.Ext(in.path))
	read, err := memberFormat(name)
	if err != nil {
		return err
	}
	if read == nil {
		return &problem{0, fmt.Sprintf("is gzip of a format that is not read (%s)", cmp.Or(path.Ext(name), "no extension"))}
	}
	watched := &inflation{}
	unpacked, err := gzip.NewReader(counted{in, watched})
	if err != nil {
		return &problem{0, fmt.Sprintf("is not gzip that can be read: %v", err)}
	}
	return read(ctx, input{inflating{unpacked, watched}, in.path, -1, in.fields}, each)
}

// readZip reads the members of a zip file in their order. Nothing is ever unpacked to a file, and a member whose name
// leads out of the archive is refused all the same.
func readZip(ctx context.Context, in input, each func(item)) error {
	at, ok := in.Reader.(io.ReaderAt)
	if !ok {
		raw, err := in.all(maxPacked)
		if err != nil {
			return err
		}
		at, in.size = bytes.NewReader(raw), int64(len(raw))
	}
	archive, err := zip.NewReader(at, in.size)
	switch {
	case err != nil:
		return &problem{0, fmt.Sprintf("is not a zip file that can be read: %v", err)}
	case len(archive.File) > mostMembers:
		return &problem{0, fmt.Sprintf("holds more than %d files", mostMembers)}
	}
	watched := &inflation{packed: in.size}
	foreign := map[string]int{}
	for _, member := range archive.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		whole := in.path + "!/" + member.Name
		fail := func(err error) { each(item{path: whole, err: err}) }
		switch {
		case strings.HasSuffix(member.Name, "/"):
			continue
		case !fs.ValidPath(member.Name) || strings.Contains(member.Name, `\`):
			fail(&problem{0, "has a name that leads out of its archive"})
			continue
		case hiddenMember(member.Name):
			continue
		case !member.Mode().IsRegular():
			fail(&problem{0, "is not an ordinary file"})
			continue
		case member.Flags&1 != 0:
			fail(&problem{0, "is encrypted"})
			continue
		}
		read, err := memberFormat(member.Name)
		switch {
		case err != nil:
			fail(err)
			continue
		case read == nil:
			foreign[cmp.Or(strings.ToLower(path.Ext(member.Name)), "no extension")]++
			continue
		}
		opened, err := member.Open()
		if err != nil {
			fail(cannotRead(err))
			continue
		}
		if err := read(ctx, input{inflating{opened, watched}, whole, -1, in.fields}, each); err != nil {
			fail(err)
		}
		_ = opened.Close()
		if watched.out > mostInflated || watched.out > freely && watched.out > steepest*watched.packed {
			return nil // said of the member at which it grew too large
		}
	}
	if len(foreign) > 0 {
		each(item{path: in.path, err: &problem{0, "holds files that are not read: " + foreignReason(foreign)}})
	}
	return nil
}

// hiddenMember reports whether a part of a member's path is passed over in a folder as well.
func hiddenMember(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if passedOver(part) || part == "__MACOSX" {
			return true
		}
	}
	return false
}
