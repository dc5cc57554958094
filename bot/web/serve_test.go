package web

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHeaders(t *testing.T) {
	s := sample(t)
	for _, address := range []string{"/", "/article/kerry-warns-russia", "/nowhere", "/static/style.css", kerry, "/events" + kerry, "/robots.txt"} {
		h := get(t, s, address).Header()
		for name, want := range headers {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", address, name, h.Get(name))
			}
		}
		if h.Get("Content-Type") == "" || strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: %v", address, h)
		}
	}
	page := open(t, s, http.StatusOK, kerry)
	for _, n := range page.named("") {
		if n.Data == "style" || attribute(n, "style") != "" || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("%s is styled or scripted inline", n.Data)
		}
		for _, name := range []string{"src", "href"} {
			if to := attribute(n, name); n.Data != "a" && strings.Contains(to, "//") {
				t.Errorf("%s asks another host: %s", n.Data, to)
			}
		}
	}
}

func TestCaching(t *testing.T) {
	s := sample(t)
	for _, address := range []string{"/", "/article/kerry-warns-russia", "/search?query=Aleppo", "/static/room.js"} {
		first := get(t, s, address)
		tag := first.Header().Get("ETag")
		if tag == "" || first.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", address, first.Header())
		}
		again := get(t, s, address, "If-None-Match", tag)
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s asked again: %d with %d bytes", address, again.Code, again.Body.Len())
		}
	}
	if h := get(t, s, "/static/style.css?v="+assets["style.css"].tag).Header(); !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("the style sheet: %v", h)
	}
	if h := get(t, s, kerry).Header(); h.Get("Cache-Control") != "no-store" {
		t.Errorf("an answer: %v", h)
	}
}

// serving serves a site on loopback until the test ends.
func serving(t *testing.T, s *Site) (address string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- s.Serve(ctx, l) }()
	stop = func() {
		end()
		if err := <-over; err != nil {
			t.Errorf("serving ended with %v", err)
		}
		over <- nil
	}
	t.Cleanup(stop)
	return l.Addr().String(), stop
}

// Who sends a request byte by byte is cut off, and holds nobody up.
func TestSlowClients(t *testing.T) {
	head, body := headRoom, bodyRoom
	headRoom, bodyRoom = 100*time.Millisecond, 200*time.Millisecond
	t.Cleanup(func() { headRoom, bodyRoom = head, body })
	at, _ := serving(t, sample(t))
	var slow []net.Conn
	for range 200 {
		c, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: slow\r\nX-A: "); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, c)
	}
	answer, err := http.Get("http://" + at + "/")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("beside slow clients: %s", answer.Status)
	}
	for _, c := range slow {
		if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Fatalf("a slow client is not cut off: %v", err)
		}
	}
	c, err := net.Dial("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: long\r\nX-A: "+strings.Repeat("a", 2*maxHeaders)+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.Contains(line, "431") {
		t.Errorf("headers that are too long: %q, %v", line, err)
	}
}

// What is in hand when serving ends is finished.
func TestServeFinishes(t *testing.T) {
	s := sample(t)
	at, stop := serving(t, s)
	answer, err := http.Get("http://" + at + "/events" + kerry)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	stop()
	if raw, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(raw), "event: answer") {
		t.Errorf("the answer in hand is lost: %v\n%s", err, raw)
	}
}
