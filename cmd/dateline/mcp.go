package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"sync"

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
			out := &unclosed{to: a.out}
			return site.Tools().Run(cmd.Context(), &mcp.IOTransport{Reader: &jsonLines{from: bufio.NewReader(a.in), to: out}, Writer: out})
		},
	}
}

// unclosed is a writer that stays open. It is safe for concurrent use.
type unclosed struct {
	mu sync.Mutex
	to io.Writer
}

func (w *unclosed) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

// Close leaves it open.
func (*unclosed) Close() error { return nil }

// noJSON answers a line that is no JSON, as JSON-RPC 2.0 has it; the transport would end the session for it.
const noJSON = `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"The line is no JSON."}}` + "\n"

// jsonLines passes on the lines that are JSON, and answers the others.
type jsonLines struct {
	from *bufio.Reader
	to   io.Writer
	line []byte // what is not passed on yet
}

func (l *jsonLines) Read(p []byte) (int, error) {
	for len(l.line) == 0 {
		line, err := l.from.ReadBytes('\n')
		switch {
		case json.Valid(line):
			l.line = line
		case len(bytes.TrimSpace(line)) > 0:
			if _, err := io.WriteString(l.to, noJSON); err != nil {
				return 0, err
			}
		}
		if err != nil && len(l.line) == 0 {
			return 0, err
		}
	}
	n := copy(p, l.line)
	l.line = l.line[n:]
	return n, nil
}

// Close has nothing to close.
func (*jsonLines) Close() error { return nil }
