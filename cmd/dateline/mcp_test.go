package main

import (
	"bytes"
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

// What is piped in at once is answered, also behind a line that is no JSON.
func TestMCPPiped(t *testing.T) {
	lines := `{broken
{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}

{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"ask_coverage","arguments":{"question":"What did Kerry tell Lavrov?"}}}
`
	settle(t, nil)
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"mcp", "--data", t.TempDir()}, strings.NewReader(lines), &out, &said); code != success {
		t.Errorf("exit code %d: %s", code, said.String())
	}
	for _, want := range []string{`"code":-32700`, `"id":1`, "search_coverage", `"id":3`, "Kerry warns Russia over Aleppo"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("without %s:\n%s", want, out.String())
		}
	}
}
