package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/sashabaranov/go-openai"
)

// Models lists the names that the server offers, in its order. It never asks for a single model, which llama-server
// does not know.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	list, err := c.ai.ListModels(ctx)
	if err != nil {
		return nil, c.told(err)
	}
	return names(list), nil
}

func names(list openai.ModelsList) []string {
	out := make([]string, 0, len(list.Models))
	for _, m := range list.Models {
		out = append(out, m.ID)
	}
	return out
}

// Report is what Probe found.
type Report struct {
	Reachable bool     // something answered, even if only to refuse
	BaseURL   string   // under which the models were listed: what to write into Config.Variable; "" where neither works
	Advice    string   // one sentence, "" where there is nothing to change
	Server    string   // a guess: "Ollama", "llama.cpp", "LM Studio", "vLLM", "LocalAI", "OpenAI", or ""
	Models    []string // in the server's order
	Err       error    // of the address as configured
}

// Probe lists the models under the address as configured and, where that fails, with /v1 added or taken away.
func (c *Client) Probe(ctx context.Context) Report {
	var report Report
	list, err := c.ai.ListModels(ctx)
	if err == nil {
		report.Reachable, report.BaseURL = true, c.baseURL
	} else {
		report.Err = c.told(err)
		report.Advice = report.Err.Error()
		report.Reachable = !errors.Is(report.Err, ErrUnreachable) && !errors.Is(report.Err, ErrStalled) && ctx.Err() == nil
		if !errors.Is(report.Err, ErrAddress) && !errors.Is(report.Err, ErrShape) {
			return report
		}
		other := otherBaseURL(c.baseURL)
		if list, err = c.wire.client(other).ListModels(ctx); err != nil {
			return report
		}
		report.BaseURL = other
		report.Advice = fmt.Sprintf("%s does not answer, but %s does: write %s=%s", c.baseURL, other, c.wire.variable, other)
	}
	report.Models = names(list)
	report.Server = c.guess(ctx, report.BaseURL, list)
	if len(list.Models) == 0 {
		report.Advice = strings.TrimSpace(report.Advice + " The server offers no model: load one there.")
	}
	return report
}

// guess tells servers apart by their headers, by whom they say owns a model, and by a path that only Ollama has.
func (c *Client) guess(ctx context.Context, base string, list openai.ModelsList) string {
	signs := strings.ToLower(list.Header().Get("Server") + " " + list.Header().Get("X-Powered-By"))
	for _, m := range list.Models {
		signs += " " + strings.ToLower(m.OwnedBy)
	}
	switch {
	case hostOf(base) == "api.openai.com" || list.Header().Get("Openai-Version") != "":
		return "OpenAI"
	case strings.Contains(signs, "llama.cpp") || strings.Contains(signs, "llamacpp"):
		return "llama.cpp"
	case strings.Contains(signs, "vllm"):
		return "vLLM"
	case strings.Contains(signs, "organization_owner"):
		return "LM Studio"
	case strings.Contains(signs, "localai"):
		return "LocalAI"
	case c.hasOllamaVersion(ctx, strings.TrimSuffix(base, "/v1")):
		return "Ollama"
	}
	return ""
}

func (c *Client) hasOllamaVersion(ctx context.Context, root string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, root+"/api/version", nil)
	if err != nil {
		return false
	}
	resp, err := c.wire.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct{ Version string }
	return json.NewDecoder(io.LimitReader(resp.Body, errorBodyMax)).Decode(&answer) == nil && answer.Version != ""
}
