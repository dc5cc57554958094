package endpoint

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Models lists the names that the server offers, in its order. It never asks for a single model, which llama-server
// does not know.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	list, _, err := c.list(ctx, c.baseURL)
	if err != nil {
		return nil, err
	}
	return list.names(), nil
}

// listing is the answer to GET /models, with what some servers add to the protocol.
type listing struct{ Data []listed }

type listed struct {
	ID      string `json:"id"`
	OwnedBy string `json:"owned_by"`

	// The context in tokens, under the names that vLLM, OpenRouter, Groq and Mistral give it.
	MaxModelLen      int `json:"max_model_len"`
	ContextLength    int `json:"context_length"`
	ContextWindow    int `json:"context_window"`
	MaxContextLength int `json:"max_context_length"`
}

func (l listing) names() []string {
	out := make([]string, 0, len(l.Data))
	for _, m := range l.Data {
		out = append(out, m.ID)
	}
	return out
}

func (c *Client) list(ctx context.Context, base string) (listing, http.Header, error) {
	var list listing
	header, err := c.fetch(ctx, http.MethodGet, base+"/models", nil, &list)
	return list, header, err
}

// Report is what Probe found.
type Report struct {
	Reachable bool     // something answered, even if only to refuse
	BaseURL   string   // under which the models were listed: what to write into Config.Variable; "" where neither works
	Advice    string   // one sentence, "" where there is nothing to change
	Server    string   // one of the names of servers, or "" where it shows none of their signs
	Models    []string // in the server's order
	Err       error    // of the address as configured

	listed []listed
}

// Has reports whether a model is among those listed. Ollama lists as name:latest what may be asked for by its name.
func (r Report) Has(model string) bool {
	return slices.ContainsFunc(r.Models, func(name string) bool { return sameModel(name, model) })
}

func sameModel(a, b string) bool {
	return strings.TrimSuffix(a, ":latest") == strings.TrimSuffix(b, ":latest")
}

// Probe lists the models under the address as configured and, where that fails, with /v1 added or taken away. It asks
// also while the breaker is open.
func (c *Client) Probe(ctx context.Context) Report {
	var report Report
	list, header, err := c.list(ctx, c.baseURL)
	if err == nil {
		report.Reachable, report.BaseURL = true, c.baseURL
	} else {
		report.Err = err
		report.Advice = err.Error()
		report.Reachable = !errors.Is(err, ErrUnreachable) && !errors.Is(err, ErrStalled) && ctx.Err() == nil
		if !errors.Is(err, ErrAddress) && !errors.Is(err, ErrShape) {
			return report
		}
		other := otherBaseURL(c.baseURL)
		if list, header, err = c.list(ctx, other); err != nil {
			return report
		}
		report.BaseURL = other
		report.Advice = fmt.Sprintf("%s does not answer, but %s does: write %s=%s", c.baseURL, other, c.wire.variable, other)
	}
	report.listed, report.Models = list.Data, list.names()
	report.Server = c.recognise(ctx, report.BaseURL, list, header)
	if len(list.Data) == 0 {
		report.Advice = strings.TrimSpace(report.Advice + " The server offers no model: load one there.")
	}
	return report
}
