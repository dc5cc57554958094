package endpoint_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

const secret = "sk-dateline-test-0123456789/abc+def"

// client connects to a fake; change may alter the configuration.
func client(t testing.TB, s *endpointtest.Server, change ...func(*endpoint.Config)) *endpoint.Client {
	t.Helper()
	cfg := endpoint.Config{BaseURL: s.BaseURL(), APIKey: secret, HTTP: s.HTTP, Log: slog.New(slog.NewTextHandler(&keyless{t: t}, nil))}
	for _, f := range change {
		f(&cfg)
	}
	c, err := endpoint.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// keyless logs through the test and fails it when the key comes by.
type keyless struct{ t testing.TB }

func (k *keyless) Write(p []byte) (int, error) {
	if strings.Contains(string(p), secret) {
		k.t.Error("the key is in the log")
	}
	k.t.Logf("%s", p)
	return len(p), nil
}

func question(text string) endpoint.ChatRequest {
	return endpoint.ChatRequest{
		Model:    "writer",
		System:   "Answer from the passages.",
		Messages: []endpoint.Message{{Role: endpoint.User, Text: text}},
	}
}

// ask collects an answer: what came before the error is returned with it.
func ask(t testing.TB, c *endpoint.Client, req endpoint.ChatRequest) (string, error) {
	t.Helper()
	return askWith(context.Background(), t, c, req)
}

func askWith(ctx context.Context, t testing.TB, c *endpoint.Client, req endpoint.ChatRequest) (string, error) {
	t.Helper()
	var text strings.Builder
	var last error
	for piece, err := range c.Chat(ctx, req) {
		if last != nil {
			t.Fatal("something was yielded after an error")
		}
		text.WriteString(piece)
		last = err
	}
	checkSentence(t, last)
	return text.String(), last
}

// checkSentence holds every error to the rules: one line, no key, one kind.
func checkSentence(t testing.TB, err error) {
	t.Helper()
	var f *endpoint.Failure
	if !errors.As(err, &f) {
		return
	}
	if f.Text == "" || strings.Contains(f.Text, "\n") || f.Kind == nil {
		t.Errorf("not one plain sentence: %q of kind %v", f.Text, f.Kind)
	}
	for inner := range errorTree(err) {
		if strings.Contains(inner.Error(), secret) || strings.Contains(inner.Error(), "0123456789") {
			t.Errorf("the key is in an error: %v", inner)
		}
	}
}

func errorTree(err error) func(func(error) bool) {
	return func(yield func(error) bool) {
		var walk func(error) bool
		walk = func(e error) bool {
			if !yield(e) {
				return false
			}
			switch u := e.(type) { //nolint:errorlint // walks the tree itself
			case interface{ Unwrap() error }:
				if next := u.Unwrap(); next != nil {
					return walk(next)
				}
			case interface{ Unwrap() []error }:
				for _, next := range u.Unwrap() {
					if !walk(next) {
						return false
					}
				}
			}
			return true
		}
		walk(err)
	}
}

// want fails unless got is the text and err of the kind; a nil kind wants no error.
func want(t testing.TB, got string, err error, text string, kind error) {
	t.Helper()
	if got != text {
		t.Errorf("text %q, want %q", got, text)
	}
	if !errors.Is(err, kind) || (kind == nil && err != nil) {
		t.Errorf("error %v, want %v", err, kind)
	}
}
