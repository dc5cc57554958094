package embed_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/embed/embedtest"
)

var (
	_ retrieval.Embedder = (*embed.OpenAI)(nil)
	_ embed.Client       = (*embedtest.Client)(nil)
)

const base = "http://localhost:11434/v1"

func open(t *testing.T, client embed.Client) *embed.OpenAI {
	t.Helper()
	e, err := embed.NewOpenAI(t.Context(), client, base, "nomic-embed-text")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestOpenAIIdentity(t *testing.T) {
	e := open(t, &embedtest.Client{Dims: 7})
	if got, want := e.Identity(), "openai-localhost:11434-nomic-embed-text-7d"; got != want || e.Dims() != 7 {
		t.Errorf("Identity, Dims = %q, %d, want %q, 7", got, e.Dims(), want)
	}
}

func TestOpenAIEmbedsInBatches(t *testing.T) {
	client := &embedtest.Client{}
	e := open(t, client)
	texts := make([]string, 150)
	for i := range texts {
		texts[i] = fmt.Sprintf("text %d of the batch", i)
	}
	got, err := e.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, call := range client.Calls()[1:] {
		sizes = append(sizes, len(call))
	}
	if fmt.Sprint(sizes) != "[64 64 22]" {
		t.Errorf("batches of %v", sizes)
	}
	for i, v := range got {
		alone, err := e.Embed(t.Context(), texts[i:i+1])
		if err != nil {
			t.Fatal(err)
		}
		if length, same := dot(v, v), dot(v, alone[0]); math.Abs(length-1) > 1e-6 || math.Abs(same-1) > 1e-6 {
			t.Errorf("text %d: length² %v, cosine %v with itself alone", i, length, same)
		}
	}
	if got, err := e.Embed(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("no texts: %v, %v", got, err)
	}
}

func TestOpenAICutsLongInputs(t *testing.T) {
	client := &embedtest.Client{}
	e := open(t, client)
	english := strings.Repeat("The minister said that talks on the ceasefire would go on. ", 60)
	for name, c := range map[string]struct {
		text     string
		min, max int // bytes
	}{
		"a passage":          {english[:900], 890, 900},
		"long English":       {english, 1100, 1600},
		"figures":            {strings.Repeat("1234567 ", 300), 380, 512},
		"one word, no space": {strings.Repeat("ж", 3000), 300, 512},
		"after a title":      {"Title " + strings.Repeat("x", 5000), 5, 5},
	} {
		if _, err := e.Embed(t.Context(), []string{c.text}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		calls := client.Calls()
		sent := calls[len(calls)-1][0]
		if len(sent) < c.min || len(sent) > c.max {
			t.Errorf("%s: %d bytes sent, want %d to %d", name, len(sent), c.min, c.max)
		}
		rest, ok := strings.CutPrefix(c.text, sent)
		if !ok || !utf8.ValidString(sent) || (strings.Contains(sent, " ") && rest != "" && rest[0] != ' ') {
			t.Errorf("%s: not cut at a word's end: %q", name, sent[max(0, len(sent)-20):])
		}
	}
}

func TestOpenAIRefuses(t *testing.T) {
	down := errors.New("connection refused")
	vectors := func(v ...[]float32) func(context.Context, string, []string) ([][]float32, error) {
		return func(context.Context, string, []string) ([][]float32, error) { return v, nil }
	}
	nan := float32(math.NaN())
	for name, c := range map[string]struct {
		answer func(context.Context, string, []string) ([][]float32, error)
		texts  []string
		want   []string
	}{
		"unreachable":       {func(context.Context, string, []string) ([][]float32, error) { return nil, down }, []string{"Kerry"}, []string{"nomic-embed-text", "refused"}},
		"too few":           {vectors(), []string{"Kerry"}, []string{"0 vectors for 1"}},
		"another dimension": {vectors([]float32{1, 2, 3}), []string{"Kerry"}, []string{"3 numbers where 32", "Kerry"}},
		"one of two":        {vectors(make([]float32, 32), []float32{1}), []string{"Kerry", "Lavrov"}, []string{"Kerry"}},
		"zero":              {vectors(make([]float32, 32)), []string{"Kerry " + strings.Repeat("spoke ", 50)}, []string{"without direction", "Kerry spoke", "…"}},
		"not a number":      {vectors(append(make([]float32, 31), nan)), []string{"Kerry"}, []string{"not finite"}},
		"blank":             {nil, []string{"Kerry", " \n"}, []string{"text 2 of 2", "blank"}},
	} {
		client := &embedtest.Client{}
		e := open(t, client)
		client.EmbeddingsFunc = c.answer
		_, err := e.Embed(t.Context(), c.texts)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %q lacks %q", name, err, want)
			}
		}
		if name == "unreachable" && !errors.Is(err, down) {
			t.Errorf("the cause is lost: %v", err)
		}
	}
}

func TestNewOpenAIRefuses(t *testing.T) {
	broken := &embedtest.Client{EmbeddingsFunc: func(context.Context, string, []string) ([][]float32, error) {
		return [][]float32{{}}, nil
	}}
	for name, c := range map[string]struct {
		client           embed.Client
		base, model, has string
	}{
		"no model":     {&embedtest.Client{}, base, "", "EMBEDDING_MODEL"},
		"no host":      {&embedtest.Client{}, "localhost", "m", "http://host:port/v1"},
		"empty vector": {broken, base, "m", `model "m" at localhost:11434`},
	} {
		if _, err := embed.NewOpenAI(t.Context(), c.client, c.base, c.model); err == nil || !strings.Contains(err.Error(), c.has) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.has)
		}
	}
}

func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
