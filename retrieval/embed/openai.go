package embed

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Client is what OpenAI asks of an endpoint: one vector for each input, in order, from the model of that name.
type Client interface {
	Embeddings(ctx context.Context, model string, inputs []string) ([][]float32, error)
}

const (
	// batchSize bounds the inputs of one request, so that a slow local server answers before anyone gives up on it.
	batchSize = 64
	// maxTokens is the estimate past which an input is cut. Many embedding models read 512 tokens, two of them markers;
	// Ollama cuts the rest silently, llama.cpp's server fails the batch. What is left is room for the estimate to be wrong.
	maxTokens = 400
	// shownBytes of an input stand in an error.
	shownBytes = 60
)

// OpenAI is an embedder by an endpoint that speaks OpenAI's protocol. It is safe for concurrent use where its client is.
type OpenAI struct {
	client   Client
	model    string
	dims     int
	identity string
}

// NewOpenAI asks the endpoint for one vector, to learn the model's dimension. baseURL only names the endpoint in Identity
// and in errors; the client knows how to reach it.
func NewOpenAI(ctx context.Context, client Client, baseURL, model string) (*OpenAI, error) {
	if model == "" {
		return nil, errors.New("no embedding model is named: set EMBEDDING_MODEL")
	}
	base, err := url.Parse(baseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("the address of the embedding endpoint, %q, has no host: write it as http://host:port/v1", baseURL)
	}
	e := &OpenAI{client: client, model: model}
	probe, err := e.request(ctx, []string{"dateline"})
	if err != nil {
		return nil, fmt.Errorf("try embedding model %q at %s: %w", model, base.Host, err)
	}
	e.dims = len(probe[0])
	e.identity = fmt.Sprintf("openai-%s-%s-%dd", base.Host, model, e.dims)
	return e, nil
}

// Identity names the endpoint's host, the model and its dimension: "openai-localhost:11434-nomic-embed-text-768d".
func (e *OpenAI) Identity() string { return e.identity }

// Dims is the number of components of the model's vectors.
func (e *OpenAI) Dims() int { return e.dims }

// Embed returns a vector of unit length for each text. A text that is too long for common models is cut at a word's end,
// past about 1,400 bytes of English. A blank text, an answer of the wrong count or dimension, and a vector that cannot be
// normalised are errors.
func (e *OpenAI) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, 0, len(texts))
	for start := 0; start < len(texts); start += batchSize {
		batch := texts[start:min(start+batchSize, len(texts))]
		inputs := make([]string, len(batch))
		for i, text := range batch {
			inputs[i] = clip(text)
			if inputs[i] == "" {
				return nil, fmt.Errorf("embed text %d of %d: it is blank, and an endpoint takes no blank input", start+i+1, len(texts))
			}
		}
		answer, err := e.request(ctx, inputs)
		if err != nil {
			return nil, fmt.Errorf("embed texts %d to %d of %d with model %q: %w", start+1, start+len(batch), len(texts), e.model, err)
		}
		vectors = append(vectors, answer...)
	}
	return vectors, nil
}

// request embeds one batch, checks what came back and normalises it.
func (e *OpenAI) request(ctx context.Context, inputs []string) ([][]float32, error) {
	answer, err := e.client.Embeddings(ctx, e.model, inputs)
	if err != nil {
		return nil, err
	}
	if len(answer) != len(inputs) {
		return nil, fmt.Errorf("the endpoint answered %d vectors for %d inputs", len(answer), len(inputs))
	}
	want := e.dims
	if want == 0 {
		want = len(answer[0])
	}
	vectors := make([][]float32, len(answer))
	for i, v := range answer {
		if len(v) != want {
			return nil, fmt.Errorf("the endpoint answered %d numbers where %d were expected (input %q): "+
				"is another model loaded, or one that is not for embeddings?", len(v), want, shown(inputs[i]))
		}
		vectors[i] = make([]float32, len(v))
		if !unit(vectors[i], v) {
			return nil, fmt.Errorf("the endpoint answered a vector without direction, all zero or not finite, for input %q", shown(inputs[i]))
		}
	}
	return vectors, nil
}

// clip trims the text and cuts it at the last word's end that keeps the estimate of its tokens within maxTokens; a single
// word longer than that is cut between runes.
func clip(text string) string {
	text = strings.TrimSpace(text)
	// A third of a token a letter is what rare names cost a WordPiece or BPE vocabulary, twice what running English
	// does; digits and signs often stand alone, and a rune beyond ASCII may take two or three bytes' worth of tokens.
	thirds, boundary := 0, 0
	for i, r := range text {
		switch {
		case r == ' ' || r == '\n' || r == '\t':
			boundary = i
		case 'a' <= r|0x20 && r|0x20 <= 'z':
			thirds++
		case r < utf8.RuneSelf:
			thirds += 3
		default:
			thirds += 2 * 3
		}
		if thirds > maxTokens*3 {
			if boundary > 0 {
				i = boundary
			}
			return strings.TrimSpace(text[:i])
		}
	}
	return text
}

// shown is the beginning of an input, for an error.
func shown(input string) string {
	if len(input) <= shownBytes {
		return input
	}
	return strings.ToValidUTF8(input[:shownBytes], "") + "…"
}

// DenseWeight is how much the vectors' similarity weighs in a fused score beside the terms' 1.
func (e *OpenAI) DenseWeight() float64 { return 1 }
