package weaviate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// What Weaviate 1.35 says to the requests below.
const (
	saysNoKey     = `{"code":401,"message": "anonymous access not enabled. Please authenticate through one of the available methods: [API-keys]" }`
	saysWrongKey  = `{"code":401,"message":"unauthorized: invalid api key"}`
	saysForbidden = `{"error":[{"message":"authorization, forbidden action: user 'bot' has insufficient permissions to read_data"}]}`
	saysWritten   = `[{"class":"C","id":"%s","properties":{"record":"x"},"deprecations":null,"result":{"status":"SUCCESS"}}]`
	saysHalf      = `[{"class":"C","id":"%[1]s","properties":{},"deprecations":null,"result":{"status":"SUCCESS"}},` +
		`{"class":"C","id":"%[1]s","properties":{},"deprecations":null,"result":{"errors":{"error":[{"message":"%[2]s"}]},"status":"FAILED"}}]`
	saysFew      = `{"data":{"Get":{"C":[{"record":"x"}]}}}`
	saysSevered  = `{"data":{"Get":{"C":null}},"errors":[{"locations":[{"column":6,"line":1}],"message":"explorer: get class: remote shard object search C_1: connect: Post \"http://10.0.0.2:7101\": dial tcp 10.0.0.2:7101: connect: connection refused","path":["Get","C"]}]}`
	saysMissing  = `{"errors":[{"locations":[{"column":6,"line":1}],"message":"Cannot query field \"C\" on type \"GetObjectsObj\".","path":null}]}`
	saysUnready  = `{"error":[{"message":"put object: import into index c: replicate insertion: shard=\"1\": broadcast: cannot reach enough replicas"}]}`
	saysTooLarge = "http: request body too large"
)

// node is a stand-in that answers as it is told, in turn, and as last told from then on.
type node struct {
	*httptest.Server
	mu      sync.Mutex
	answers []func(w http.ResponseWriter, r *http.Request)
	asked   int
	bodies  []string
}

func newNode(t *testing.T, secure bool, answers ...func(http.ResponseWriter, *http.Request)) *node {
	n := &node{answers: answers}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		n.mu.Lock()
		answer := n.answers[min(n.asked, len(n.answers)-1)]
		n.asked++
		n.bodies = append(n.bodies, string(body))
		n.mu.Unlock()
		answer(w, r)
	})
	if secure {
		n.Server = httptest.NewUnstartedServer(handler)
		n.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
		n.StartTLS()
	} else {
		n.Server = httptest.NewServer(handler)
	}
	t.Cleanup(n.Close)
	return n
}

func (n *node) host() string { return n.Listener.Addr().String() }

func (n *node) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked
}

func answers(status int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// silent does not answer before the asker is gone.
func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func cutShort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"data":`)
}

// clientOf asks nodes, the first one first, and does not wait long.
func clientOf(t *testing.T, key string, nodes ...*node) (*client, *bytes.Buffer) {
	t.Helper()
	a := Address{Name: "test", Replication: 1, TLS: nodes[0].TLS != nil}
	for _, n := range nodes {
		a.Hosts = append(a.Hosts, n.host())
	}
	var log bytes.Buffer
	c := newClient(a, key, slog.New(slog.NewTextHandler(&log, nil)))
	c.at.Store(0)
	c.reading = patience{200 * time.Millisecond, 5 * time.Second, 3}
	c.writing = patience{200 * time.Millisecond, 5 * time.Second, 3}
	return c, &log
}

func TestClientOutlasts(t *testing.T) {
	id := uuid.NewSHA1(namespace, nil)
	one := object{Class: "C", ID: id}
	write := func(ctx context.Context, c *client) error { return c.batch(ctx, majority, []object{one}) }
	both := func(ctx context.Context, c *client) error { return c.batch(ctx, majority, []object{one, one}) }
	read := func(ctx context.Context, c *client) error {
		var answer struct{ Get map[string][]found }
		err := c.query(ctx, "{Get{C{record}}}", &answer)
		if err == nil && (len(answer.Get["C"]) != 1 || answer.Get["C"][0].Record != "x") {
			err = fmt.Errorf("it reads %+v", answer)
		}
		return err
	}
	written, few := answers(200, fmt.Sprintf(saysWritten, id)), answers(200, saysFew)
	busy := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "0")
		answers(429, `{"error":[{"message":"too many requests"}]}`)(w, nil)
	}
	type script = []func(http.ResponseWriter, *http.Request)
	for _, tt := range []struct {
		name  string
		nodes []script
		do    func(context.Context, *client) error
		asked []int // how often each node is
	}{
		{"a read of a busy node", []script{{busy, busy, few}}, read, []int{3}},
		{"a write to one that is not ready", []script{{answers(503, ""), answers(500, saysUnready), written}}, write, []int{3}},
		{"half a batch that fails", []script{{answers(200, fmt.Sprintf(saysHalf, id, "cannot reach enough replicas")), answers(200, strings.ReplaceAll(fmt.Sprintf(saysHalf, id, ""), "FAILED", "SUCCESS"))}}, both, []int{2}},
		{"a batch that is answered for in part", []script{{written, answers(200, strings.ReplaceAll(fmt.Sprintf(saysHalf, id, ""), "FAILED", "SUCCESS"))}}, both, []int{2}},
		{"a node that is silent, by asking another", []script{{silent}, {few}}, read, []int{1, 1}},
		{"a node that breaks off", []script{{cutShort}, {few}}, read, []int{1, 1}},
		{"a node that cannot reach the others", []script{{answers(200, saysSevered)}, {few}}, read, []int{1, 1}},
		{"a node that answers with something else", []script{{answers(200, "<html>")}, {few}}, read, []int{1, 1}},
		{"two of three", []script{{answers(502, "")}, {answers(503, "")}, {few}}, read, []int{1, 1, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var nodes []*node
			for _, script := range tt.nodes {
				nodes = append(nodes, newNode(t, false, script...))
			}
			c, log := clientOf(t, "", nodes...)
			if err := tt.do(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			for i, n := range nodes {
				if n.count() != tt.asked[i] {
					t.Errorf("node %d is asked %d times, want %d", i, n.count(), tt.asked[i])
				}
			}
			if !strings.Contains(log.String(), "DATELINE_STORE") || !strings.Contains(log.String(), nodes[0].host()) {
				t.Errorf("the log does not tell of it: %s", log)
			}
			if len(nodes) > 1 { // and the one that answered is asked first from then on
				if err := tt.do(t.Context(), c); err != nil || nodes[0].count() != tt.asked[0] {
					t.Errorf("the first node is asked again: %v", err)
				}
			}
		})
	}
}

func TestClientGivesUp(t *testing.T) {
	id := uuid.NewSHA1(namespace, nil)
	gone := newNode(t, false, answers(200, ""))
	gone.Close()
	alsoGone := newNode(t, false, answers(200, ""))
	alsoGone.Close()
	read := func(ctx context.Context, c *client) error { return c.query(ctx, "{Get{C{record}}}", &struct{}{}) }
	write := func(ctx context.Context, c *client) error { return c.put(ctx, object{Class: "C", ID: id}) }
	one := func(answer func(http.ResponseWriter, *http.Request)) []*node {
		return []*node{newNode(t, false, answer)}
	}
	for _, tt := range []struct {
		name  string
		nodes []*node
		key   string
		do    func(context.Context, *client) error
		want  string
		once  bool // it is not tried again
	}{
		{"nobody there", []*node{gone}, "", read, "DATELINE_STORE: the Weaviate node " + gone.host() + " does not answer", false},
		{"none of two there", []*node{gone, alsoGone}, "", write, "DATELINE_STORE: none of the Weaviate nodes " + gone.host() + ", " + alsoGone.host() + " answers", false},
		{"no key", one(answers(401, saysNoKey)), "", read, "wants a key: set WEAVIATE_API_KEY", true},
		{"a wrong key", one(answers(401, saysWrongKey)), "secret", read, "WEAVIATE_API_KEY: the Weaviate at", true},
		{"a key that may not", one(answers(403, saysForbidden)), "secret", write, "insufficient permissions", true},
		{"too large", one(answers(413, saysTooLarge)), "", write, saysTooLarge, true},
		{"always silent", one(silent), "", read, "deadline exceeded", false},
		{"always severed", one(answers(200, saysSevered)), "", read, "connection refused", false},
		{"no such collection", one(answers(200, saysMissing)), "", read, "Cannot query field", false},
		{"always half", one(answers(200, fmt.Sprintf(saysHalf, id, "vector lengths do not match"))), "", write, "vector lengths do not match", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := clientOf(t, tt.key, tt.nodes...)
			err := tt.do(t.Context(), c)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the key: %v", err)
			}
			if n := tt.nodes[0].count(); tt.once != (n == 1) && tt.nodes[0] != gone {
				t.Errorf("it is tried %d times", n)
			}
		})
	}
}

func TestClientIsCancelled(t *testing.T) {
	n := newNode(t, false, silent)
	c, _ := clientOf(t, "", n)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := c.query(ctx, "{}", &struct{}{}); err == nil || n.count() != 1 {
		t.Errorf("asked %d times, %v", n.count(), err)
	}
}

func TestClientTLS(t *testing.T) {
	secure := newNode(t, true, answers(200, saysFew))
	plain := newNode(t, false, answers(200, saysFew))
	c, _ := clientOf(t, "", secure)
	if err := c.query(t.Context(), "{}", &struct{}{}); err == nil || !strings.Contains(err.Error(), "certificate") || secure.count() > 0 {
		t.Errorf("a certificate that nobody vouches for: %v", err)
	}
	c.http.Transport.(*http.Transport).TLSClientConfig = secure.Client().Transport.(*http.Transport).TLSClientConfig
	if err := c.query(t.Context(), "{}", &struct{}{}); err != nil {
		t.Errorf("by TLS: %v", err)
	}
	c.address.TLS = false
	if err := c.query(t.Context(), "{}", &struct{}{}); err == nil || !strings.Contains(err.Error(), "write weaviates://") {
		t.Errorf("without TLS: %v", err)
	}
	c, _ = clientOf(t, "", plain)
	c.address.TLS = true
	if err := c.query(t.Context(), "{}", &struct{}{}); err == nil || !strings.Contains(err.Error(), "write weaviate://") {
		t.Errorf("TLS where there is none: %v", err)
	}
}

// TestKeyIsSent also checks that a request is sent whole each time it is tried.
func TestKeyIsSent(t *testing.T) {
	id := uuid.NewSHA1(namespace, nil)
	var keys []string
	n := newNode(t, false, answers(500, ""), func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("Authorization"))
		answers(200, fmt.Sprintf(saysWritten, id))(w, r)
	})
	c, _ := clientOf(t, "secret", n)
	if err := c.put(t.Context(), object{Class: "C", ID: id, Vector: []float32{0.1}}); err != nil {
		t.Fatal(err)
	}
	if len(keys) != 1 || keys[0] != "Bearer secret" {
		t.Errorf("keys sent: %q", keys)
	}
	if len(n.bodies) != 2 || n.bodies[0] != n.bodies[1] || !strings.Contains(n.bodies[0], `"vector":[0.1]`) {
		t.Errorf("sent %q", n.bodies)
	}
}

// TestRefusedSchema meets a server that makes no collection.
func TestRefusedSchema(t *testing.T) {
	says := answers(422, `{"error":[{"message":"not enough storage replicas, found 1 want 3"}]}`)
	n := newNode(t, false, answers(404, ""), says, answers(404, ""))
	c, _ := clientOf(t, "", n)
	if err := c.create(t.Context(), c.address.collections(identity), identity); err == nil || !strings.Contains(err.Error(), "found 1 want 3") {
		t.Errorf("error %v", err)
	}
}

// TestWrongSchema meets collections that others made.
func TestWrongSchema(t *testing.T) {
	a := Address{Hosts: []string{"h"}, Name: "test", Replication: 1}
	of := a.collections(identity)
	for name, spoil := range map[string]func(c *class){
		"its vectorizer":          func(c *class) { c.Vectorizer = "text2vec-openai" },
		"its measure of distance": func(c *class) { c.VectorIndex = map[string]any{"distance": "cosine"} },
		`its property "body"`: func(c *class) {
			c.Properties = slices.DeleteFunc(c.Properties, func(p property) bool { return p.Name == pBody })
		},
		`its property "edition"`: func(c *class) { c.Properties[1].Rangeable = false },
		`its property "article"`: func(c *class) { c.Properties[0].Tokenization = "word" },
	} {
		t.Run(name, func(t *testing.T) {
			found := of.classes(a, identity)[0]
			found.Properties = append([]property(nil), found.Properties...)
			spoil(&found)
			body, err := json.Marshal(found)
			if err != nil {
				t.Fatal(err)
			}
			n := newNode(t, false, answers(200, string(body)))
			c, _ := clientOf(t, "", n)
			s := &Server{client: c, known: map[string]seen{}}
			_, err = s.OpenWriter(t.Context(), identity)
			if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), of.passages) || !strings.Contains(err.Error(), "delete it there") {
				t.Errorf("error %v", err)
			}
		})
	}
}
