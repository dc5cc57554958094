package web

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
)

// Who announces a body and keeps it back is cut off, at every address.
func TestBodiesKeptBack(t *testing.T) {
	head, body := headRoom, bodyRoom
	headRoom, bodyRoom = 200*time.Millisecond, 400*time.Millisecond
	t.Cleanup(func() { headRoom, bodyRoom = head, body })
	at, _ := serving(t, sample(t))
	kept := map[string]net.Conn{}
	for _, request := range []string{
		"GET /", "GET /events/", "GET /summary", "GET /article/kerry", "GET /search", "GET /api/ask", "GET /nothing",
		"POST /v1/chat/completions", "POST /mcp", "POST /",
	} {
		c, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, request+" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
		kept[request] = c
	}
	for request, c := range kept {
		if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Errorf("%s without its body is not cut off: %v", request, err)
		}
	}
}

func TestVisitor(t *testing.T) {
	for _, tt := range []struct{ peer, forwarded, want string }{
		{"127.0.0.1:4000", "198.51.100.4", "198.51.100.4"},
		{"127.0.0.1:4000", "203.0.113.7, 198.51.100.4:555", "198.51.100.4"},
		{"[::1]:4000", "2001:db8::7", "2001:db8::7"},
		{"10.0.0.9:4000", "[2001:db8::7]:443", "2001:db8::7"},
		{"10.0.0.9:4000", "[2001:db8::7]", "2001:db8::7"},
		{"10.0.0.9:4000", "unknown", "10.0.0.9"},
		{"10.0.0.9:4000", "198.51.100.4, ", "10.0.0.9"},
		{"203.0.113.9:4000", "198.51.100.4", "203.0.113.9"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", tt.forwarded)
		if got := visitor(r).String(); got != tt.want {
			t.Errorf("%s for %s is %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

// A header that names nobody is no way round what one may ask for.
func TestUnknownVisitorsAreLimited(t *testing.T) {
	s := New(Config{Desk: sampleDesk(t), Log: logOf(t), Now: (&clock{time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)}).now})
	code := 0
	for range askBurst + 1 {
		code = get(t, s, "/quotes?speaker=Kerry", "X-Forwarded-For", "unknown").Code
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("the last of %d questions: %d", askBurst+1, code)
	}
}

// Another method than an address has is told so, in the form of who asks.
func TestMethods(t *testing.T) {
	s, _ := control(t)
	for _, tt := range []struct {
		method, path, allow string
		status              int
		json                bool
	}{
		{http.MethodPost, "/api/ask", "GET, HEAD", http.StatusMethodNotAllowed, true},
		{http.MethodGet, "/v1/chat/completions", "POST", http.StatusMethodNotAllowed, true},
		{http.MethodOptions, "/v1/chat/completions", "POST", http.StatusMethodNotAllowed, true},
		{http.MethodPut, "/metrics", "GET, HEAD", http.StatusMethodNotAllowed, false},
		{http.MethodPost, "/healthz", "GET, HEAD", http.StatusMethodNotAllowed, false},
		{http.MethodPost, "/", "GET, HEAD", http.StatusMethodNotAllowed, false},
		{http.MethodGet, "/api/nothing", "", http.StatusNotFound, true},
		{http.MethodGet, "/v1/models/gpt", "", http.StatusNotFound, true},
		{http.MethodGet, "/v1/models/dateline", "", http.StatusOK, true},
		{http.MethodGet, "/nothing", "", http.StatusNotFound, false},
	} {
		w := fromHere(t, s, tt.method, tt.path, "")
		if w.Code != tt.status || w.Header().Get("Allow") != tt.allow || json.Valid(w.Body.Bytes()) != tt.json {
			t.Errorf("%s %s: %d, Allow %q\n%s", tt.method, tt.path, w.Code, w.Header().Get("Allow"), w.Body)
		}
	}
}

// asked keeps the questions that it was asked.
type asked struct {
	Desk
	questions []string
}

func (d *asked) FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error) {
	d.questions = append(d.questions, question)
	return d.Desk.FollowUp(ctx, former, question, w, show)
}

// Who wants no more than the head asks nothing.
func TestHeadAsksNothing(t *testing.T) {
	d := &asked{Desk: sampleDesk(t)}
	s := New(Config{Desk: d, Log: logOf(t)})
	for path, want := range map[string]int{kerry: http.StatusOK, "/events" + kerry: http.StatusOK, "/api/ask?question=Who%3F": http.StatusBadRequest} {
		if w := fromHere(t, s, http.MethodHead, path, ""); w.Code != want {
			t.Errorf("HEAD %s: %d", path, w.Code)
		}
	}
	if all := strings.Join(d.questions, ""); all != "" {
		t.Errorf("asked %q", d.questions)
	}
}

// What another site's page asks for is refused; a link from there is not.
func TestOtherSites(t *testing.T) {
	s := sample(t)
	for _, tt := range []struct {
		mode, dest, site string
		status           int
	}{
		{"no-cors", "image", "cross-site", http.StatusForbidden},
		{"cors", "empty", "same-site", http.StatusForbidden},
		{"navigate", "iframe", "cross-site", http.StatusForbidden},
		{"navigate", "document", "cross-site", http.StatusOK},
		{"navigate", "document", "none", http.StatusOK},
		{"cors", "empty", "same-origin", http.StatusOK},
	} {
		w := fromHere(t, s, http.MethodGet, kerry, "", "Sec-Fetch-Site", tt.site, "Sec-Fetch-Mode", tt.mode, "Sec-Fetch-Dest", tt.dest)
		if w.Code != tt.status {
			t.Errorf("%+v: %d", tt, w.Code)
		}
	}
}

// slow answers only once it was let.
type slow struct {
	Desk
	let chan struct{}
}

func (d slow) FollowUp(ctx context.Context, _ []bot.Turn, _ string, _ desk.Window, _ func(bot.Claim)) (bot.Answer, error) {
	<-d.let
	return bot.Answer{Question: "Hello", Abstained: true, Composer: desk.Courteous, Reason: desk.English.Say("courtesy.greeting")}, ctx.Err()
}

// A program that waits for a slow model hears that its answer is being made, and is told nothing of commands that it does not have.
func TestCompletionsWait(t *testing.T) {
	usual := heartbeat
	heartbeat = 10 * time.Millisecond
	t.Cleanup(func() { heartbeat = usual })
	d := slow{sampleDesk(t), make(chan struct{})}
	at, _ := serving(t, New(Config{Desk: d, Log: logOf(t)}))
	answer, err := http.Post("http://"+at+"/v1/chat/completions", "application/json",
		strings.NewReader(`{"model":"dateline","stream":true,"messages":[{"role":"user","content":"Hello"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	if line, err := lines.ReadString('\n'); err != nil || line != ":\n" {
		t.Errorf("while it waits: %q, %v", line, err)
	}
	close(d.let)
	rest, err := io.ReadAll(lines)
	if err != nil || !strings.Contains(string(rest), `"role":"assistant"`) || strings.Contains(string(rest), "/help") || !strings.HasSuffix(string(rest), "data: [DONE]\n\n") {
		t.Errorf("%v\n%s", err, rest)
	}
}

// What an abstention comes near to is not cited.
func TestCompletionsAbstain(t *testing.T) {
	w := chat(t, sample(t), `{"model":"dateline","messages":[{"role":"user","content":"Who won the regatta in Lisbon?"}]}`)
	var got completion
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if said := got.Choices[0].Message; !strings.Contains(said.Content, "\n\nNearest:\n[1] ") || len(said.Annotations) > 0 {
		t.Errorf("%+v", said)
	}
}
