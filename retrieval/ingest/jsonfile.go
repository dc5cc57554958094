package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// readLines reads JSON with an object a line.
func readLines(ctx context.Context, in input, each func(item)) error {
	lines := bufio.NewReaderSize(unicodeReader(in), 64<<10)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLongLine) {
			return cannotRead(err)
		}
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 {
			found, problem := newItem(in, n, trimmed)
			if problem != nil {
				found = item{path: in.path, n: n, err: problem}
			}
			each(found)
		} else if errors.Is(err, errLongLine) {
			each(item{path: in.path, n: n, err: &problem{0, fmt.Sprintf("is larger than %d MB", maxFile>>20)}})
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

var errLongLine = errors.New("the line is too long")

// readLine reads to the next line break. Of a line above maxFile bytes, nothing is returned.
func readLine(lines *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := lines.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxFile; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && err == nil:
			return nil, errLongLine
		}
		return line, err
	}
}

// readJSON reads a file with one object, an array of them, an object that wraps an array, a JSON Feed, or objects one
// behind the other.
func readJSON(ctx context.Context, in input, each func(item)) error {
	limited := &allowance{Reader: in, left: maxValue}
	buffered := bufio.NewReader(unicodeReader(limited))
	values := json.NewDecoder(buffered)
	n, array := 0, false
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n == 0 && !array && firstByte(buffered) == '[' {
			array = true
			if _, err := values.Token(); err != nil {
				return notJSON(err)
			}
		}
		if array && !values.More() {
			if end, err := values.Token(); err != nil || end != json.Delim(']') {
				each(item{path: in.path, n: n + 1, err: notJSON(cmp.Or(err, io.ErrUnexpectedEOF))})
				return nil
			}
			array = false
		}
		var raw json.RawMessage
		limited.left = maxValue
		err := values.Decode(&raw)
		if array && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			return &problem{0, "is empty"}
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && n == 0:
			return notJSON(err)
		case err != nil:
			each(item{path: in.path, n: n + 1, err: notJSON(err)})
			return nil
		}
		if !array && n == 0 && isJSONFeed(raw) {
			if isCrowded(raw) {
				return crowded
			}
			return readFeed(ctx, in, raw, each)
		}
		parts := [][]byte{raw}
		if inner := wrappedItems(raw); !array && inner != nil {
			parts = inner
		}
		for _, part := range parts {
			n++
			found, err := newItem(in, n, part)
			if err != nil {
				found = item{path: in.path, n: n, err: err}
			}
			each(found)
		}
	}
}

// allowance is a reader of at most left bytes more, an error above them.
type allowance struct {
	io.Reader
	left int
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, tooLarge(maxValue)
	}
	n, err := a.Reader.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}

func firstByte(r *bufio.Reader) byte {
	for n := 1; n <= 512; n++ {
		head, err := r.Peek(n)
		if err != nil {
			return 0
		}
		if last := head[n-1]; last > ' ' {
			return last
		}
	}
	return 0
}

func notJSON(err error) error {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	return &problem{0, fmt.Sprintf("is not JSON that can be read: %v", err)}
}

// wrappedItems are the objects of an array in an object that has no text of its own, as an answer of an API wraps them.
func wrappedItems(raw []byte) [][]byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	for name := range fields {
		if slices.Contains(recordNames["body"], plainName(name)) || slices.Contains(recordNames["headline"], plainName(name)) {
			return nil
		}
	}
	for _, name := range []string{"articles", "items", "results", "stories", "posts", "docs", "data", "value", "response"} {
		var objects []json.RawMessage
		if json.Unmarshal(fields[name], &objects) == nil && len(objects) > 0 && bytes.HasPrefix(bytes.TrimSpace(objects[0]), []byte("{")) {
			var parts [][]byte
			for _, o := range objects {
				parts = append(parts, o)
			}
			return parts
		}
		if inner := wrappedItems(fields[name]); inner != nil {
			return inner
		}
	}
	return nil
}
