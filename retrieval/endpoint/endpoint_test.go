package endpoint_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval/endpoint"
	"dateline/retrieval/endpoint/endpointtest"
)

func TestNewSaysWhatToWrite(t *testing.T) {
	tests := []struct {
		name string
		cfg  endpoint.Config
		says []string
	}{
		{"empty", endpoint.Config{}, []string{"OPENAI_BASE_URL", "http://localhost:11434/v1"}},
		{"no scheme", endpoint.Config{BaseURL: "localhost:11434/v1"}, []string{"OPENAI_BASE_URL", "http://"}},
		{"no scheme, an address", endpoint.Config{BaseURL: "127.0.0.1:8080"}, []string{"OPENAI_BASE_URL", "http://"}},
		{"another scheme", endpoint.Config{BaseURL: "ftp://host/v1"}, []string{"OPENAI_BASE_URL", "http://"}},
		{"no host", endpoint.Config{BaseURL: "http:///v1"}, []string{"OPENAI_BASE_URL", "host"}},
		{"password", endpoint.Config{BaseURL: "https://me:0123456789@host/v1"}, []string{"OPENAI_BASE_URL", "OPENAI_API_KEY"}},
		{"query", endpoint.Config{BaseURL: "https://host/v1?key=" + secret}, []string{"OPENAI_BASE_URL", "/v1"}},
		{"another setting", endpoint.Config{Variable: "EMBEDDING_BASE_URL", BaseURL: "host"}, []string{"EMBEDDING_BASE_URL"}},
		{"operation", endpoint.Config{BaseURL: "https://host/v1/chat/completions/"}, []string{"OPENAI_BASE_URL", "write https://host/v1"}},
		{"key with a line break", endpoint.Config{BaseURL: "https://host/v1", APIKey: secret + "\nx"}, []string{"OPENAI_API_KEY"}},
		{"context", endpoint.Config{BaseURL: "https://host/v1", ContextTokens: -1}, []string{"CONTEXT_TOKENS"}},
		{"in flight", endpoint.Config{BaseURL: "https://host/v1", InFlight: -1}, []string{"flight"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := endpoint.New(tt.cfg)
			if err == nil {
				t.Fatal("no error")
			}
			checkSentence(t, err)
			if strings.Contains(err.Error(), secret) {
				t.Error("the key is in the error")
			}
			for _, words := range tt.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q does not say %q", err, words)
				}
			}
			if tt.cfg.APIKey == "" && tt.cfg.ContextTokens == 0 && tt.cfg.InFlight == 0 && !errors.Is(err, endpoint.ErrAddress) {
				t.Errorf("%v is no %v", err, endpoint.ErrAddress)
			}
		})
	}
}

func TestNewCleansTheAddress(t *testing.T) {
	c, err := endpoint.New(endpoint.Config{BaseURL: " http://localhost:11434/v1/ \n", APIKey: secret + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	if c.String() != "http://localhost:11434/v1" || c.ContextTokens() != endpoint.DefaultContextTokens {
		t.Errorf("%v, %d", c, c.ContextTokens())
	}
	for _, shown := range []string{fmt.Sprintf("%v %+v %#v", c, c, c), fmt.Sprintf("%v %+v %#v", endpoint.Config{APIKey: secret}, endpoint.Config{APIKey: secret}, endpoint.Config{APIKey: secret})} {
		if strings.Contains(shown, secret) {
			t.Errorf("the key is in %q", shown)
		}
	}
}

func TestDefaultTransport(t *testing.T) {
	s := endpointtest.New(t, endpointtest.Answer("Kerry did."))
	got, err := ask(t, client(t, s, func(cfg *endpoint.Config) { cfg.HTTP = nil }), question("Who?"))
	want(t, got, err, "Kerry did.", nil)
}

func TestLocalServerGetsOneRequestAtATime(t *testing.T) {
	for host, together := range map[string]int{
		"localhost": 1, "127.0.0.1": 1, "[::1]": 1, "10.0.0.7": 1, "192.168.1.2": 1, "172.17.0.1": 1, "0.0.0.0": 1,
		"ollama": 1, "gpu.local": 1, "host.docker.internal": 1, "api.openai.com": 4, "8.8.8.8": 4, "localhost.example.org": 4,
	} {
		t.Run(host, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := endpointtest.InMemory(t, endpointtest.SlowFirstByte(time.Second, endpointtest.Answer("Kerry did.")))
				c := client(t, s, func(cfg *endpoint.Config) { cfg.BaseURL = "http://" + host + "/v1" })
				for range 5 {
					go func() { _, _ = ask(t, c, question("Who?")) }()
				}
				time.Sleep(time.Second / 2)
				if n := len(s.Requests()); n != together {
					t.Errorf("%d at a time, want %d", n, together)
				}
				time.Sleep(time.Minute) // on the test's own clock
			})
		})
	}
}
