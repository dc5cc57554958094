package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dateline/retrieval/endpoint/endpointtest"
)

const doctorKey = "sk-dateline-doctor-0123456789/abc+def"

var town = endpointtest.Engine{
	ChatModels: []string{"writer"}, EmbeddingModels: []string{"reader"},
	Context: 4096, Length: 8, Answer: "The bridge at Mill Lane opened on Tuesday. [1]",
}

// set are settings as the environment would give them.
func set(t *testing.T, pairs ...string) *settings {
	t.Helper()
	values := map[string]string{"OPENAI_API_KEY": doctorKey}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	s, err := readSettings(func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// told is what doctor found, a line a check.
func told(t *testing.T, findings []finding) string {
	t.Helper()
	var out strings.Builder
	for _, f := range findings {
		mark := "ok"
		switch {
		case !f.OK:
			mark = "FAIL"
		case f.Warning:
			mark = "warn"
		}
		if f.Says == "" || strings.Contains(f.Says, "\n") {
			t.Errorf("%s says %q, which is no plain sentence", f.Checked, f.Says)
		}
		fmt.Fprintf(&out, "%s %s: %s\n", mark, f.Checked, f.Says)
	}
	if strings.Contains(out.String(), doctorKey) || strings.Contains(out.String(), "0123456789") {
		t.Errorf("the key is shown:\n%s", &out)
	}
	return out.String()
}

func TestDoctorRecognisesServers(t *testing.T) {
	for name, server := range map[string]func(endpointtest.Engine) endpointtest.Reply{
		"OpenAI": endpointtest.OpenAI, "Ollama": endpointtest.Ollama, "LM Studio": endpointtest.LMStudio,
		"vLLM": endpointtest.VLLM, "LocalAI": endpointtest.LocalAI, "llama.cpp": endpointtest.LlamaServer,
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.New(t, server(town))
			got := told(t, examineModels(t.Context(), set(t, "OPENAI_BASE_URL", s.BaseURL(), "CHAT_MODEL", "writer")))
			for _, line := range []string{
				"ok endpoint: " + s.BaseURL() + " is " + name + " with 2 models\n",
				"ok models: CHAT_MODEL writer is there\n",
				"ok chat model: writer answers; its first word came after ",
				"ok markers: writer cites its passages as it is told\n",
				"ok context: CONTEXT_TOKENS is 4096",
			} {
				if !strings.Contains(got, line) {
					t.Errorf("no %q in\n%s", line, got)
				}
			}
			if strings.Contains(got, "FAIL") {
				t.Error(got)
			}
		})
	}
}

func TestDoctorSaysWhatToDo(t *testing.T) {
	with := func(change func(*endpointtest.Engine)) endpointtest.Engine {
		e := town
		change(&e)
		return e
	}
	half := with(func(e *endpointtest.Engine) { e.Context = 2048 })
	tests := []struct {
		name  string
		reply endpointtest.Reply
		pairs []string // beside the address
		lines []string
		fails int
	}{
		{"Ollama gives less", endpointtest.Ollama(half), nil, []string{"FAIL context: CONTEXT_TOKENS is 4096 but the server gives the model 2048: write CONTEXT_TOKENS=2048, or raise OLLAMA_CONTEXT_LENGTH there"}, 1},
		{"llama.cpp gives less", endpointtest.LlamaServer(half), nil, []string{"FAIL context: ", "CONTEXT_TOKENS=2048", "--ctx-size"}, 1},
		{"LM Studio gives less", endpointtest.LMStudio(half), nil, []string{"FAIL context: ", "CONTEXT_TOKENS=2048", "longer context"}, 1},
		{"vLLM gives less", endpointtest.VLLM(half), nil, []string{"FAIL context: ", "CONTEXT_TOKENS=2048", "--max-model-len"}, 1},
		{"far too little", endpointtest.LlamaServer(with(func(e *endpointtest.Engine) { e.Context = 512 })), nil, []string{"FAIL context: the server gives the model 512 tokens, too few"}, 1},
		{"more than is used", endpointtest.VLLM(with(func(e *endpointtest.Engine) { e.Context = 32768 })), nil, []string{"ok context: ", "write CONTEXT_TOKENS=32768 for more"}, 0},
		{"the server does not tell", endpointtest.LocalAI(town), nil, []string{"ok context: ", "does not tell"}, 0},
		{"no markers", endpointtest.Ollama(with(func(e *endpointtest.Engine) { e.Answer = "It was the bridge (of 1 May)." })), nil, []string{"ok chat model: ", "warn markers: writer answers without markers; each sentence will be matched to the passage that carries it", "larger model"}, 0},
		{"another form of marker", endpointtest.Ollama(with(func(e *endpointtest.Engine) { e.Answer = "It was the bridge. [Source 1]" })), nil, []string{"ok markers: "}, 0},
		{"the context is not told but found out", endpointtest.By(map[string]endpointtest.Reply{
			"/v1/models":           endpointtest.JSON(http.StatusOK, `{"data":[{"id":"writer","owned_by":"someone"}]}`),
			"/v1/chat/completions": endpointtest.LlamaServer(with(func(e *endpointtest.Engine) { e.Context = 220 })),
		}), nil, []string{"ok chat model: writer answers", "FAIL context: the server gives the model 512 tokens, too few"}, 1},
		{"no such chat model", endpointtest.Ollama(town), []string{"CHAT_MODEL", "poet"}, []string{"FAIL models: CHAT_MODEL poet is not there: load it, or write writer or reader"}, 1},
		{"a name that the server takes all the same", endpointtest.LlamaServer(town), []string{"CHAT_MODEL", "poet"}, []string{"ok models: CHAT_MODEL poet is not among", "ok chat model: poet answers"}, 0},
		{"a tag may be left out", endpointtest.Ollama(with(func(e *endpointtest.Engine) { e.ChatModels = []string{"writer:latest"} })), nil, []string{"ok models: CHAT_MODEL writer is there", "ok context: CONTEXT_TOKENS is 4096, and so the server says"}, 0},
		{"nothing loaded", endpointtest.Ollama(endpointtest.Engine{}), nil, []string{"FAIL models: the server offers no model: load writer there"}, 1},
		{"embeddings", endpointtest.Ollama(town), []string{"EMBEDDING_MODEL", "reader"}, []string{"ok models: EMBEDDING_MODEL reader is there", "ok embedding: reader gives vectors of 8 numbers"}, 0},
		{"embeddings alone", endpointtest.Ollama(town), []string{"CHAT_MODEL", "", "EMBEDDING_MODEL", "reader"}, []string{"ok endpoint: ", "ok embedding: reader gives vectors of 8 numbers"}, 0},
		{"no such embedding model", endpointtest.Ollama(town), []string{"EMBEDDING_MODEL", "librarian"}, []string{"FAIL models: EMBEDDING_MODEL librarian is not there"}, 1},
		{"a chat model cannot embed", endpointtest.LlamaServer(town), []string{"EMBEDDING_MODEL", "writer"}, []string{"FAIL embedding: ", "set EMBEDDING_MODEL to an embedding model"}, 1},
		{"bad key", endpointtest.BadKey, nil, []string{"FAIL endpoint: ", "correct OPENAI_API_KEY"}, 1},
		{"the key in an error", endpointtest.EchoedKey(http.StatusBadGateway, "text/plain"), nil, []string{"FAIL endpoint: ", "502"}, 1},
		{"a web page", endpointtest.HTMLPage, nil, []string{"FAIL endpoint: ", "OPENAI_BASE_URL"}, 1},
		{"chat fails", endpointtest.By(map[string]endpointtest.Reply{
			"/v1/models":           endpointtest.JSON(http.StatusOK, `{"data":[{"id":"writer","owned_by":"someone"}]}`),
			"/v1/chat/completions": endpointtest.EchoedKey(http.StatusInternalServerError, "text/plain"),
		}), nil, []string{"ok models: ", "FAIL chat model: ", "see its log"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := endpointtest.New(t, tt.reply)
			pairs := append([]string{"OPENAI_BASE_URL", s.BaseURL(), "CHAT_MODEL", "writer"}, tt.pairs...)
			got := told(t, examineModels(t.Context(), set(t, pairs...)))
			for _, line := range tt.lines {
				if !strings.Contains(got, line) {
					t.Errorf("no %q in\n%s", line, got)
				}
			}
			if n := strings.Count("\n"+got, "\nFAIL"); n != tt.fails {
				t.Errorf("%d fail, want %d:\n%s", n, tt.fails, got)
			}
		})
	}
}

func TestDoctorLooksAtEachEndpoint(t *testing.T) {
	chat, embeddings := endpointtest.New(t, endpointtest.Ollama(town)), endpointtest.New(t, endpointtest.LlamaServer(endpointtest.Engine{EmbeddingModels: []string{"reader"}, Context: 512, Length: 8}))
	got := told(t, examineModels(t.Context(), set(t, "OPENAI_BASE_URL", chat.BaseURL(), "CHAT_MODEL", "writer", "EMBEDDING_BASE_URL", embeddings.URL, "EMBEDDING_MODEL", "reader")))
	for _, line := range []string{"ok endpoint: " + chat.BaseURL() + " is Ollama", "ok embeddings: " + embeddings.URL + " is llama.cpp", "vectors of 8 numbers"} {
		if !strings.Contains(got, line) {
			t.Errorf("no %q in\n%s", line, got)
		}
	}
	wrong := told(t, examineModels(t.Context(), set(t, "EMBEDDING_BASE_URL", chat.URL, "EMBEDDING_MODEL", "reader")))
	if !strings.Contains(wrong, "FAIL embeddings: ") || !strings.Contains(wrong, "write EMBEDDING_BASE_URL="+chat.BaseURL()) {
		t.Error(wrong)
	}
}

func TestDoctorAsksNothingWithoutAModel(t *testing.T) {
	if got := told(t, examineModels(t.Context(), set(t))); got != "ok model: none is set: answers are sentences of the coverage\n" {
		t.Error(got)
	}
}

func TestDoctorExitCodeAndJSON(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("DATELINE_DATA", t.TempDir())
	t.Setenv("OPENAI_API_KEY", doctorKey)
	t.Setenv("CHAT_MODEL", "writer")
	for _, variable := range []string{"DISCORD_TOKEN", "EMBEDDING_MODEL", "EMBEDDING_BASE_URL", "DATELINE_COVERAGE"} {
		t.Setenv(variable, "")
	}
	s := endpointtest.New(t, endpointtest.Ollama(town))
	t.Setenv("OPENAI_BASE_URL", s.BaseURL())
	for _, tt := range []struct {
		context string
		code    int
	}{{"4096", success}, {"8192", failure}} {
		t.Setenv("CONTEXT_TOKENS", tt.context)
		var out, errOut bytes.Buffer
		code := run(t.Context(), []string{"doctor", "--json"}, strings.NewReader(""), &out, &errOut)
		var findings []map[string]any
		if err := json.Unmarshal(out.Bytes(), &findings); err != nil || len(findings) < 7 {
			t.Fatalf("%v in\n%s", err, &out)
		}
		for _, f := range findings {
			_, checked := f["checked"].(string)
			_, ok := f["ok"].(bool)
			_, says := f["says"].(string)
			if !checked || !ok || !says || len(f) != 3 {
				t.Errorf("%v", f)
			}
		}
		if code != tt.code || strings.Contains(out.String()+errOut.String(), doctorKey) {
			t.Errorf("exit %d, want %d:\n%s%s", code, tt.code, &out, &errOut)
		}
	}
}
