package main

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP speaks to the program as its client does, over its standard input and output.
func TestMCP(t *testing.T) {
	settle(t, nil)
	in, toIn := io.Pipe()
	fromOut, out := io.Pipe()
	ctx, interrupt := context.WithCancel(t.Context())
	said, code := &journal{}, make(chan int, 1)
	go func() { code <- run(ctx, []string{"mcp", "--data", t.TempDir()}, in, out, said) }()
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.IOTransport{Reader: fromOut, Writer: toIn}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	answer, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: "ask_coverage", Arguments: map[string]any{"question": "What did Kerry tell Lavrov?"}})
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := answer.Content[0].(*mcp.TextContent); !ok || !strings.Contains(text.Text, "Kerry warns Russia over Aleppo") {
		t.Errorf("the answer is %v", answer.Content)
	}
	if err := c.Close(); err != nil { // which ends the program's input
		t.Error(err)
	}
	if c := <-code; c != success {
		t.Errorf("exit code %d: %s", c, said)
	}
	interrupt()
}

// A line that is no JSON is answered, and the session goes on.
func TestMCPGoesOn(t *testing.T) {
	lines := `{broken
{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}

{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
`
	settle(t, nil)
	in, toIn := io.Pipe()
	said, code := &journal{}, make(chan int, 1)
	go func() { code <- run(t.Context(), []string{"mcp", "--data", t.TempDir()}, in, said, said) }()
	if _, err := io.WriteString(toIn, lines); err != nil {
		t.Fatal(err)
	}
	said.await(t, `"id":2`)
	if err := toIn.Close(); err != nil {
		t.Error(err)
	}
	if c := <-code; c != success || !strings.Contains(said.String(), `"code":-32700`) || !strings.Contains(said.String(), "search_coverage") {
		t.Errorf("exit code %d:\n%s", c, said)
	}
}
