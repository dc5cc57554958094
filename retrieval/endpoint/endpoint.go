// Package endpoint speaks to one OpenAI-compatible server, chat and embeddings, whatever that server makes of the protocol.
//
// It leans on github.com/sashabaranov/go-openai for requests, streams and the rules of reasoning models, and puts a
// wire of its own under it: the wire reads statuses and error bodies before go-openai does, because go-openai's errors
// lose Retry-After, n_ctx and errors that are plain strings; it also keeps the time limits and the retries. Before it
// stand a breaker, github.com/sony/gobreaker, so that a server out of order is told at once, and a queue with a bound in
// which users take turns. The road of a request:
//
//	Chat, Embeddings ── breaker ── queue ── go-openai ──> wire (retry, first byte) ──> server
//	                                                        │
//	pieces <── thinking stripped <── event <── stream (blanks and comments out, stall limit)
//
// What servers do wrong, and what becomes of it here, is replayed by the package's fake, endpointtest.
//
// Decisions: each failure is one type, Failure, with a sentinel to branch on and a sentence for an operator; what a
// model was seen to refuse (the system role, max_tokens, the temperature, stream options) is remembered for as long as the
// Client lives; an API key is sent by go-openai and struck out of every sentence and log line.
package endpoint

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/sashabaranov/go-openai"
)

// The defaults that Config's zero values stand for.
const (
	DefaultContextTokens = 4096 // what Ollama gives a model unless told otherwise
	DefaultFirstByte     = 5 * time.Minute
	DefaultStall         = time.Minute

	localInFlight  = 1
	hostedInFlight = 4
	queueLength    = 32 // requests that may wait for a slot
)

// Config says where the server is and how much may be asked of it.
type Config struct {
	BaseURL       string            // up to and with /v1
	Variable      string            // the setting that BaseURL comes from, for errors; "" is OPENAI_BASE_URL
	APIKey        string            // may be empty; a local server needs none
	ContextTokens int               // what a prompt and its answer may take together; 0 is DefaultContextTokens
	InFlight      int               // requests at a time; 0 is 1 for a server on this machine or a private network, else 4
	FirstByte     time.Duration     // from the request to the first event; 0 is DefaultFirstByte
	Stall         time.Duration     // the longest silence between two events of a stream; 0 is DefaultStall
	Log           *slog.Logger      // nil discards
	HTTP          http.RoundTripper // nil is http.DefaultTransport
}

// String tells the address alone, so that no key is ever printed with a Config.
func (c Config) String() string { return c.BaseURL }

// GoString is String, for %#v.
func (c Config) GoString() string { return c.String() }

// LogValue is String, for a logger.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Client speaks to one server. It is safe for concurrent use.
type Client struct {
	baseURL       string
	contextTokens int
	ai            *openai.Client
	wire          *wire
	queue         *queue
	talking       *breaker // apart from embedding, which may work while the chat model does not
	embedding     *breaker
	log           *slog.Logger
	tally         tally

	mu     sync.Mutex
	habits map[string]habits // by chat model
	dims   map[string]int    // by embedding model
}

// New checks the configuration without speaking to the server. Its errors name the variable to correct: one about
// the address is an ErrAddress.
func New(cfg Config) (*Client, error) {
	key, err := cleanKey(cfg.APIKey)
	if err != nil {
		return nil, err
	}
	variable := cmp.Or(cfg.Variable, "OPENAI_BASE_URL")
	base, err := cleanBaseURL(variable, cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.ContextTokens < 0 {
		return nil, fmt.Errorf("CONTEXT_TOKENS is %d: write the context size of the model in tokens, such as %d", cfg.ContextTokens, DefaultContextTokens)
	}
	if cfg.InFlight < 0 {
		return nil, fmt.Errorf("%d requests in flight: write 1 or more, or 0 for the default", cfg.InFlight)
	}
	inFlight := cfg.InFlight
	if inFlight == 0 {
		inFlight = hostedInFlight
		if isLocal(base.Hostname()) {
			inFlight = localInFlight
		}
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	transport := cfg.HTTP
	if transport == nil {
		transport = http.DefaultTransport
	}
	c := &Client{
		baseURL:       base.String(),
		contextTokens: orDefault(cfg.ContextTokens, DefaultContextTokens),
		log:           log,
		habits:        map[string]habits{},
		dims:          map[string]int{},
	}
	c.wire = &wire{
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		address:   c.baseURL,
		variable:  variable,
		firstByte: orDefault(cfg.FirstByte, DefaultFirstByte),
		stall:     orDefault(cfg.Stall, DefaultStall),
		log:       log,
		key:       key,
	}
	c.ai = c.wire.client(c.baseURL)
	c.queue = newQueue(inFlight, func() error {
		return c.wire.fail(ErrBusy, nil, "many questions are waiting for the language model right now: please ask again in a minute")
	})
	c.talking = newBreaker("chat", c.wire, c.queue, &c.tally)
	c.embedding = newBreaker("embeddings", c.wire, c.queue, &c.tally)
	return c, nil
}

// String is the address, cleaned: with the model and the dimension it identifies what made a vector.
func (c *Client) String() string { return c.baseURL }

// GoString is String, for %#v.
func (c *Client) GoString() string { return c.String() }

// ContextTokens is what a prompt and its answer may take together.
func (c *Client) ContextTokens() int { return c.contextTokens }

// Waiting is how many requests that wait for the server would be served before one that ctx's user made now. It is 0
// where a slot is free, and also where only requests in flight come before.
func (c *Client) Waiting(ctx context.Context) int { return c.queue.ahead(userOf(ctx)) }

func orDefault[T ~int | ~int64](v, def T) T {
	if v <= 0 {
		return def
	}
	return v
}
