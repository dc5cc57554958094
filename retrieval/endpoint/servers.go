package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The servers that Probe recognises.
const (
	OpenAI   = "OpenAI"
	Ollama   = "Ollama"
	LlamaCpp = "llama.cpp"
	LMStudio = "LM Studio"
	VLLM     = "vLLM"
	LocalAI  = "LocalAI"
)

// recognise tells servers apart. The signs, in the order in which they are looked for:
//
//   - OpenAI: its host, or the header Openai-Version, which proxies of it pass on;
//   - llama.cpp: the header Server: llama.cpp, and its models are owned by "llamacpp";
//   - vLLM: its models are owned by "vllm";
//   - LM Studio: its models are owned by "organization_owner";
//   - LocalAI: its models have no owner, and /system lists backends;
//   - Ollama: /api/version tells a version. KoboldCpp imitates that, but owns its models.
func (c *Client) recognise(ctx context.Context, base string, list listing, header http.Header) string {
	owners := ""
	for _, m := range list.Data {
		owners += strings.ToLower(m.OwnedBy) + " "
	}
	root := rootOf(base)
	switch {
	case hostOf(base) == "api.openai.com" || header.Get("Openai-Version") != "":
		return OpenAI
	case strings.Contains(strings.ToLower(header.Get("Server")), "llama.cpp") || strings.Contains(owners, "llamacpp"):
		return LlamaCpp
	case strings.Contains(owners, "vllm"):
		return VLLM
	case strings.Contains(owners, "organization_owner"):
		return LMStudio
	case strings.TrimSpace(owners) == "" && c.listsBackends(ctx, root):
		return LocalAI
	case !strings.Contains(owners, "koboldcpp") && c.tellsVersion(ctx, root):
		return Ollama
	}
	return ""
}

func (c *Client) listsBackends(ctx context.Context, root string) bool {
	var answer struct{ Backends []string }
	_, err := c.fetch(ctx, http.MethodGet, root+"/system", nil, &answer)
	return err == nil && answer.Backends != nil
}

func (c *Client) tellsVersion(ctx context.Context, root string) bool {
	var answer struct{ Version string }
	_, err := c.fetch(ctx, http.MethodGet, root+"/api/version", nil, &answer)
	return err == nil && answer.Version != ""
}

// ContextOf is how many tokens the server says that it gives a model, prompt and answer together, or 0 where it does
// not tell. What a model was trained for is not believed: servers give less. A model that Ollama or LM Studio has not
// loaded yet has no context, so ask it something first.
func (c *Client) ContextOf(ctx context.Context, found Report, model string) int {
	root := rootOf(found.BaseURL)
	switch found.Server {
	case Ollama:
		return c.ollamaContext(ctx, root, model)
	case LlamaCpp: // of one slot, among which the server divides its context
		var answer struct {
			Settings struct {
				Context int `json:"n_ctx"`
			} `json:"default_generation_settings"`
		}
		_, _ = c.fetch(ctx, http.MethodGet, root+"/props?model="+url.QueryEscape(model), nil, &answer)
		return answer.Settings.Context
	case LMStudio:
		var answer struct {
			Data []struct {
				ID     string `json:"id"`
				Loaded int    `json:"loaded_context_length"`
			}
		}
		_, _ = c.fetch(ctx, http.MethodGet, root+"/api/v0/models", nil, &answer)
		for _, m := range answer.Data {
			if m.ID == model {
				return m.Loaded
			}
		}
		return 0
	}
	for _, m := range found.listed {
		if sameModel(m.ID, model) {
			return max(m.MaxModelLen, m.ContextLength, m.ContextWindow, m.MaxContextLength)
		}
	}
	return 0
}

var numCtx = regexp.MustCompile(`(?m)^num_ctx\s+(\d{1,8})\s*$`)

// ollamaContext is what the running model has, else what its Modelfile sets.
func (c *Client) ollamaContext(ctx context.Context, root, model string) int {
	var running struct {
		Models []struct {
			Name    string `json:"name"`
			Context int    `json:"context_length"`
		}
	}
	_, _ = c.fetch(ctx, http.MethodGet, root+"/api/ps", nil, &running)
	for _, m := range running.Models {
		if sameModel(m.Name, model) && m.Context > 0 {
			return m.Context
		}
	}
	var shown struct{ Parameters string }
	_, _ = c.fetch(ctx, http.MethodPost, root+"/api/show", map[string]string{"model": model}, &shown)
	if m := numCtx.FindStringSubmatch(shown.Parameters); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n
	}
	return 0
}

// fetch asks for JSON beside the protocol's chats and embeddings: no slot, no breaker.
func (c *Client) fetch(ctx context.Context, method, address string, body, into any) (http.Header, error) {
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("ask %s: %w", address, err)
		}
		sent = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, sent)
	if err != nil {
		return nil, c.wire.fail(ErrAddress, err, "%s cannot be asked (%v): correct %s", c.baseURL, err, c.wire.variable)
	}
	req.Header.Set("Content-Type", "application/json")
	if c.wire.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.wire.key)
	}
	resp, err := c.wire.Do(req)
	if err != nil {
		return nil, c.told(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return nil, c.told(err)
	}
	return resp.Header, nil
}

func rootOf(base string) string { return strings.TrimSuffix(base, "/v1") }
