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
