// Package embedtest has the fakes of package embed's interfaces.
package embedtest

import (
	"context"
	"hash/fnv"
	"strings"
	"sync"
)

// Client answers embeddings without a server. Texts that share words get vectors that point the same way, so that a
// test may search with it. Every vector has components above zero and is not normalised.
type Client struct {
	// Dims is the number of components, 32 where it is 0.
	Dims int
	// EmbeddingsFunc, where set, answers instead.
	EmbeddingsFunc func(ctx context.Context, model string, inputs []string) ([][]float32, error)

	mu    sync.Mutex
	calls [][]string
}

// Embeddings answers one vector for each input and records the call.
func (c *Client) Embeddings(ctx context.Context, model string, inputs []string) ([][]float32, error) {
	c.mu.Lock()
	c.calls = append(c.calls, append([]string(nil), inputs...))
	c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if c.EmbeddingsFunc != nil {
		return c.EmbeddingsFunc(ctx, model, inputs)
	}
	dims := c.Dims
	if dims == 0 {
		dims = 32
	}
	vectors := make([][]float32, len(inputs))
	for i, input := range inputs {
		vectors[i] = make([]float32, dims)
		vectors[i][0] = 0.1 // of its own, so that no vector is zero
		for _, word := range strings.Fields(strings.ToLower(input)) {
			h := fnv.New32a()
			_, _ = h.Write([]byte(strings.Trim(word, ".,;:!?\"'“”’()")))
			vectors[i][h.Sum32()%uint32(dims)]++
		}
	}
	return vectors, nil
}

// Calls returns the inputs of each call so far, in order.
func (c *Client) Calls() [][]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([][]string(nil), c.calls...)
}
