package endpoint

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/sashabaranov/go-openai"
)

const (
	inputTokens = 500 // of the 512 that small embedding models read, two of which are their own
	batchSize   = 32
)

// Embeddings returns one vector for each input, in order, all of one length for a model as long as the Client lives. An input
// longer than about 500 tokens is embedded by its beginning, since servers cut it silently or fail.
//
// A batch that the server refuses is halved until the input that it cannot embed is known: the error is then an
// ErrInput whose Failure has the Index. Where the server failed often the error is an ErrOpen, at once.
func (c *Client) Embeddings(ctx context.Context, model string, inputs []string) ([][]float32, error) {
	vectors := make([][]float32, 0, len(inputs))
	for at := 0; at < len(inputs); at += batchSize {
		batch := make([]string, 0, batchSize)
		for _, input := range inputs[at:min(at+batchSize, len(inputs))] {
			batch = append(batch, cut(input, inputTokens))
		}
		err := c.embedding.guard(ctx, func() error {
			got, err := c.embed(ctx, model, batch, at)
			vectors = append(vectors, got...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return vectors, nil
}

// embed asks for a batch whose first input is input number at, and for its halves where the whole is refused.
func (c *Client) embed(ctx context.Context, model string, batch []string, at int) ([][]float32, error) {
	vectors, err := c.embedOnce(ctx, model, batch)
	var f *Failure
	if err == nil || !errors.As(err, &f) {
		return vectors, err
	}
	if !slices.Contains([]error{ErrServer, ErrRequest, ErrContext, ErrShape}, f.Kind) {
		return nil, err // no half fares better
	}
	if len(batch) == 1 {
		bad := c.wire.fail(ErrInput, err, "input %d cannot be embedded: %v", at, err)
		bad.Index, bad.Status = at, f.Status
		return nil, bad
	}
	half := len(batch) / 2
	left, err := c.embed(ctx, model, batch[:half], at)
	if err != nil {
		return nil, err
	}
	right, err := c.embed(ctx, model, batch[half:], at+half)
	if err != nil {
		return nil, err
	}
	return append(left, right...), nil
}

func (c *Client) embedOnce(ctx context.Context, model string, batch []string) ([][]float32, error) {
	resp, err := c.ai.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{Input: batch, Model: openai.EmbeddingModel(model)})
	if err != nil {
		return nil, c.told(err)
	}
	vectors := make([][]float32, len(batch))
	for _, e := range resp.Data {
		if e.Index < 0 || e.Index >= len(batch) || vectors[e.Index] != nil || len(e.Embedding) == 0 {
			return nil, c.wire.fail(ErrShape, nil, "%s numbered its vectors in a way that does not tell which input each belongs to: try another server or embedding model", c.baseURL)
		}
		vectors[e.Index] = e.Embedding
	}
	for _, v := range vectors {
		if v == nil {
			return nil, c.wire.fail(ErrShape, nil, "%s gave %d vectors for %d inputs: try another server or embedding model", c.baseURL, len(resp.Data), len(batch))
		}
		if !hasDirection(v) {
			return nil, c.wire.fail(ErrShape, nil, "%s gave a vector without a direction: try another embedding model", c.baseURL)
		}
		if err := c.checkLength(model, len(v)); err != nil {
			return nil, err
		}
	}
	return vectors, nil
}

// checkLength compares with the first vector that the model gave.
func (c *Client) checkLength(model string, length int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.dims[model]
	if !ok {
		c.dims[model] = length
		return nil
	}
	if known != length {
		return c.wire.fail(ErrModel, nil, "%s gave a vector of %d numbers where %q gave %d before: see whether the model was exchanged, and index again", c.baseURL, length, model, known)
	}
	return nil
}

// hasDirection reports whether a vector is finite and not all zero, as a cosine needs.
func hasDirection(v []float32) bool {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return sum > 0 && !math.IsInf(sum, 0) && !math.IsNaN(sum)
}
