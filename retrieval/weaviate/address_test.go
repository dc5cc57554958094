package weaviate

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Address
		back string // as it is written again
	}{
		{"weaviate://db", Address{Hosts: []string{"db:8080"}, Name: "dateline", Replication: 1}, "weaviate://db:8080/dateline"},
		{"weaviate://db:9000/news/", Address{Hosts: []string{"db:9000"}, Name: "news", Replication: 1}, "weaviate://db:9000/news"},
		{"http://127.0.0.1:9000", Address{Hosts: []string{"127.0.0.1:9000"}, Name: "dateline", Replication: 1}, "weaviate://127.0.0.1:9000/dateline"},
		{"https://db.example.org/News_1", Address{TLS: true, Hosts: []string{"db.example.org:443"}, Name: "News_1", Replication: 1}, "weaviates://db.example.org:443/News_1"},
		{"Weaviates://a,b:1,c", Address{TLS: true, Hosts: []string{"a:443", "b:1", "c:443"}, Name: "dateline", Replication: 3}, "weaviates://a:443,b:1,c:443/dateline"},
		{"weaviate://a,b,c,d,a", Address{Hosts: []string{"a:8080", "b:8080", "c:8080", "d:8080"}, Name: "dateline", Replication: 3}, "weaviate://a:8080,b:8080,c:8080,d:8080/dateline"},
		{"weaviate://lb/news?replication=3", Address{Hosts: []string{"lb:8080"}, Name: "news", Replication: 3}, "weaviate://lb:8080/news?replication=3"},
		{"weaviate://[fd00::5]:81,[::1]", Address{Hosts: []string{"[fd00::5]:81", "[::1]:8080"}, Name: "dateline", Replication: 2}, "weaviate://[fd00::5]:81,[::1]:8080/dateline"},
	} {
		got, err := ParseAddress(tt.text)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("ParseAddress(%q) = %+v, %v; want %+v", tt.text, got, err, tt.want)
		}
		if got.String() != tt.back {
			t.Errorf("%q is written as %q, want %q", tt.text, got, tt.back)
		}
	}
}

func TestParseAddressRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"": "write local", "Local": "write local", "db:8080": "write local", "postgres://db": "write local", "weaviate://": "no host",
		"weaviate://a,,b": "no host", "weaviate://a b": "no host", "weaviate://::1": "no host", "weaviate://[:]:1": "no host", "weaviate://a:port": "no host",
		"weaviate://key@db": "WEAVIATE_API_KEY", "weaviate://db/two/parts": "letters, digits and underscores",
		"weaviate://db/" + strings.Repeat("x", 65): "up to 64", "weaviate://db?replication=0": "from 1", "weaviate://db?factor=3": "replication=",
		"weaviate://db?replication=1&replication=2": "from 1",
	} {
		if a, err := ParseAddress(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseAddress(%q) = %v, %v; want an error with %q", text, a, err, want)
		}
	}
}

// FuzzParseAddress writes an address again, which says the same.
func FuzzParseAddress(f *testing.F) {
	for _, text := range []string{"weaviate://a:1,b/news?replication=2", "https://[::1]", "weaviate://a/?", "http://a,a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text)
		if err != nil {
			return
		}
		again, err := ParseAddress(a.String())
		if err != nil || !reflect.DeepEqual(again, a) {
			t.Errorf("%q is %+v, and written as %q it is %+v, %v", text, a, a, again, err)
		}
		for _, h := range a.Hosts {
			if strings.ContainsAny(h, "/?#@, ") {
				t.Errorf("%q has a host %q", text, h)
			}
		}
	})
}
