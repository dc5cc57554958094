package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"dateline/bot/web"
)

func (a *app) mcpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "mcp",
		Short:   "The coverage as tools for language models, by the Model Context Protocol over standard input and output",
		Example: "  dateline mcp",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			defer o.follow(cmd.Context(), func() {})()
			site := web.New(web.Config{Desk: o.desk, Log: o.log, Excerpts: o.settings.excerpts})
			wire := &wire{to: a.out, from: bufio.NewReader(a.in), left: cmd.Context().Done(), answered: make(chan struct{}, 1)}
			return site.Tools().Run(cmd.Context(), &mcp.IOTransport{Reader: wire, Writer: wire})
		},
	}
}

// wire carries the lines of a session. A line that is no JSON is answered, for which the transport would end the session; and the end of
// the input is told only once all that was asked is answered, since the transport drops what is open then.
type wire struct {
	from *bufio.Reader
	line []byte          // what is not passed on yet
	left <-chan struct{} // nobody waits any more

	mu       sync.Mutex
	to       io.Writer
	open     int           // requests that are not answered
	answered chan struct{} // holds one where another is answered
}

// noJSON answers a line that is no JSON, as JSON-RPC 2.0 has it.
const noJSON = `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"The line is no JSON."}}` + "\n"

// message is what tells a request, which has both, from an answer, which has no method, and from a notification, which has no ID.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
}

func (w *wire) Read(p []byte) (int, error) {
	for len(w.line) == 0 {
		line, err := w.from.ReadBytes('\n')
		switch {
		case json.Valid(line):
			w.line = line
			if m := (message{}); json.Unmarshal(line, &m) == nil && m.Method != "" && len(m.ID) > 0 {
				w.count(1)
			}
		case len(bytes.TrimSpace(line)) > 0:
			if _, err := w.send([]byte(noJSON)); err != nil {
				return 0, err
			}
		}
		if err != nil && len(w.line) == 0 {
			w.settle()
			return 0, err
		}
	}
	n := copy(p, w.line)
	w.line = w.line[n:]
	return n, nil
}

// settleWithin is how long answers are waited for at the end; what was cancelled may get none.
const settleWithin = 2 * time.Minute

// settle waits until all that was asked is answered.
func (w *wire) settle() {
	late := time.After(settleWithin)
	for w.count(0) > 0 {
		select {
		case <-w.answered:
		case <-late:
			return
		case <-w.left:
			return
		}
	}
}

func (w *wire) count(more int) (open int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open += more
	return w.open
}

func (w *wire) Write(p []byte) (int, error) {
	n, err := w.send(p)
	if m := (message{}); json.Unmarshal(p, &m) == nil && m.Method == "" && len(m.ID) > 0 {
		w.count(-1)
		select {
		case w.answered <- struct{}{}:
		default:
		}
	}
	return n, err
}

func (w *wire) send(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

// Close leaves input and output open, which are the program's.
func (*wire) Close() error { return nil }
