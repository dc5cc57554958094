package endpoint

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode"
)

// receive looks at how an answer begins, whatever its headers say, and gives back a body that go-openai can read: one
// JSON object, or for a stream the lines of its events. A web page, an error and anything else become a Failure.
func (w *wire) receive(ctx context.Context, resp *http.Response, watch *watch) (io.ReadCloser, error) {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		body, err := io.ReadAll(io.LimitReader(resp.Body, errorBodyMax))
		if err != nil && ctx.Err() != nil {
			return nil, w.explain(ctx, err)
		}
		return nil, w.refusal(resp, body)
	}
	streaming := resp.Request.Header.Get("Accept") == "text/event-stream"
	lines := bufio.NewReader(resp.Body)
	first, err := firstByte(lines)
	switch {
	case errors.Is(err, io.EOF) && streaming:
		return nil, w.fail(ErrCut, nil, "%s ended its answer before it began: see its log", w.address)
	case errors.Is(err, io.EOF):
		return nil, w.fail(ErrShape, nil, "%s answered with nothing: see its log", w.address)
	case err != nil:
		return nil, w.broken(ctx, err)
	case first == '<':
		return nil, w.fail(ErrAddress, nil, "%s answered with a web page: %s is to be the address of the API, usually ending in /v1", w.address, w.variable)
	case first == '{' || first == '[':
		body, err := readMoving(lines, watch)
		if err != nil {
			return nil, w.broken(ctx, err)
		}
		return w.whole(resp, body, watch, streaming)
	case streaming && strings.IndexByte(":deir", first) >= 0: // a comment, or data, event, id, retry
		return &stream{wire: w, ctx: ctx, resp: resp, body: resp.Body, lines: lines, watch: watch}, nil
	}
	return nil, w.fail(ErrShape, nil, "%s answered with text that is not JSON: see whether %s is the address of an OpenAI-compatible API", w.address, w.variable)
}

// whole hands on an answer that came in one piece. A server that does not stream answers a request for a stream so
// too: its one object is then the one event.
func (w *wire) whole(resp *http.Response, body []byte, watch *watch, streaming bool) (io.ReadCloser, error) {
	if said := embeddedError(body); said != nil {
		return nil, w.refusalIn(resp, said)
	}
	if body[0] == '[' { // a bare list of models
		body = append(append([]byte(`{"data":`), body...), '}')
	}
	if streaming {
		line := bytes.ReplaceAll(bytes.ReplaceAll(body, []byte("\n"), nil), []byte("\r"), nil)
		body = append(append([]byte("data: "), line...), '\n')
	}
	watch.stop()
	_ = resp.Body.Close()
	return io.NopCloser(bytes.NewReader(body)), nil
}

// broken is an answer that ended in the middle, unless it was a time limit or the caller that ended it.
func (w *wire) broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return w.explain(ctx, err)
	}
	return w.fail(ErrCut, err, "%s broke off in the middle of its answer (%v): see its log", w.address, err)
}

// firstByte skips blanks and a byte order mark, and leaves the reader at what follows.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		c, _, err := r.ReadRune()
		if err != nil {
			return 0, err
		}
		if c == '\ufeff' || unicode.IsSpace(c) {
			continue
		}
		if err := r.UnreadRune(); err != nil {
			return 0, err
		}
		next, err := r.Peek(1)
		if err != nil {
			return 0, err
		}
		return next[0], nil
	}
}

// readMoving reads to the end; each read that brings something moves the watch.
func readMoving(r io.Reader, watch *watch) ([]byte, error) {
	var body bytes.Buffer
	part := make([]byte, 32<<10)
	for {
		n, err := r.Read(part)
		if n > 0 {
			watch.move()
			body.Write(part[:n])
		}
		switch {
		case errors.Is(err, io.EOF):
			return bytes.TrimSpace(body.Bytes()), nil
		case err != nil:
			return nil, err
		case body.Len() > answerBodyMax:
			return nil, io.ErrShortBuffer
		}
	}
}

// stream is the body of a streamed answer, cleaned for go-openai: it sees whole lines of `data: {…}` and nothing
// else. Without that it gives up after 300 blanks, loses an error that follows a comment or is a plain string, and
// loses a last event that no line break ends.
type stream struct {
	wire    *wire
	ctx     context.Context
	resp    *http.Response
	body    io.Closer // what the server sends, which this takes the place of in resp
	lines   *bufio.Reader
	watch   *watch
	event   string // the name that the server gave to the event being read
	pending []byte
	err     error
}

// Read gives the next bytes of the cleaned stream.
func (s *stream) Read(p []byte) (int, error) {
	for len(s.pending) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		line, err := s.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			err = s.wire.broken(s.ctx, err)
		}
		s.err = err
		if failure := s.take(bytes.TrimSpace(line)); failure != nil {
			s.err = failure
		}
	}
	n := copy(p, s.pending)
	s.pending = s.pending[n:]
	return n, nil
}

// readLine reads up to a line break, or to the end.
func (s *stream) readLine() ([]byte, error) {
	var line []byte
	for {
		part, err := s.lines.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > answerBodyMax {
			return nil, io.ErrShortBuffer
		}
	}
}

// take makes a line pending where it is an event, and a Failure where it is an error.
func (s *stream) take(line []byte) error {
	payload, isData := bytes.CutPrefix(line, []byte("data:"))
	payload = bytes.TrimSpace(payload)
	switch {
	case len(line) == 0:
		s.event = ""
		return nil
	case bytes.HasPrefix(line, []byte("event:")):
		s.event = strings.TrimSpace(string(line[len("event:"):]))
		return nil
	case line[0] == '{': // an error that a server wrote without the form of an event
		payload = line
	case !isData || len(payload) == 0: // a comment that keeps the connection alive, an id, a retry hint
		return nil
	}
	s.watch.move()
	said := embeddedError(payload)
	if said == nil && s.event == "error" {
		said = payload
	}
	if said != nil {
		return s.wire.refusalIn(s.resp, said)
	}
	if bytes.HasPrefix(payload, []byte(`{"error"`)) { // null, which go-openai would take for an error
		payload = append([]byte("{ "), payload[1:]...)
	}
	s.pending = append(append([]byte("data: "), payload...), '\n')
	return nil
}

// Close ends the request.
func (s *stream) Close() error {
	s.watch.stop()
	return s.body.Close()
}

// embeddedError is the error that an answer with a success status carries, or nil.
func embeddedError(body []byte) json.RawMessage {
	if !bytes.Contains(body, []byte(`"error"`)) {
		return nil
	}
	var answer struct{ Error json.RawMessage }
	if json.Unmarshal(body, &answer) != nil {
		return nil
	}
	switch string(answer.Error) {
	case "", "null", `""`, "{}", "false":
		return nil
	}
	return body
}
