package fetch

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
)

// names is a name server that answers each lookup of an IPv4 address with the next of its answers, and the last from then
// on.
type names struct {
	mu      sync.Mutex
	answers [][]netip.Addr
	asked   int
}

func (n *names) next() []netip.Addr {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	return n.answers[min(n.asked, len(n.answers))-1]
}

// resolver speaks to the name server over a pipe, in the form that DNS has over TCP (RFC 1035, 4.2.2).
func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go n.speak(far)
		return near, nil
	}}
}

func (n *names) speak(c net.Conn) {
	defer c.Close()
	for {
		var length uint16
		if binary.Read(c, binary.BigEndian, &length) != nil {
			return
		}
		query := make([]byte, length)
		if _, err := io.ReadFull(c, query); err != nil {
			return
		}
		end := 12
		for query[end] != 0 {
			end += int(query[end]) + 1
		}
		question := query[12 : end+5]
		var answers []netip.Addr
		if binary.BigEndian.Uint16(question[len(question)-4:]) == 1 { // A
			answers = n.next()
		}
		reply := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, byte(len(answers)), 0, 0, 0, 0}, question...)
		for _, ip := range answers {
			reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4) // the question's name, A, IN, 0 seconds
			reply = append(reply, ip.AsSlice()...)
		}
		if _, err := c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...)); err != nil {
			return
		}
	}
}

// A name that leads to a permitted address first and to a forbidden one after is not followed there, though a server
// listens.
func TestRebinding(t *testing.T) {
	s, server, f := serve(t, Config{}, map[string]http.HandlerFunc{"/page": says("text/plain", "News", "Connection", "close")})
	s.set("/robots.txt", fails(http.StatusNotFound, "Connection", "close"))
	port := addressOf(t, server).Port()
	inside := &site{pages: map[string]http.HandlerFunc{"/page": says("text/plain", "secret")}}
	listener, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr("127.0.0.2"), port)))
	if err != nil {
		t.Fatal(err)
	}
	hidden := httptest.NewUnstartedServer(inside)
	hidden.Listener.Close()
	hidden.Listener = listener
	hidden.Start()
	defer hidden.Close()

	public, private := netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.2")
	n := &names{answers: [][]netip.Addr{{public}, {private, public}, {private}}}
	f.dialer.Resolver = n.resolver()
	address := strings.Replace(server.URL, "127.0.0.1", "news.example", 1) + "/page"
	page, err := f.Get(t.Context(), address, Validators{}) // robots.txt by the first answer, the page by the second
	if err != nil || string(page.Body) != "News" {
		t.Fatalf("%q %v", page.Body, err)
	}
	_, err = f.Get(t.Context(), address, Validators{})
	want(t, err, ErrRefused, "news.example", "127.0.0.2", "this machine")
	if got := inside.paths(); got != nil {
		t.Errorf("asked for inside: %v", got)
	}
}

func TestNamesOfPlacesInside(t *testing.T) {
	for _, ip := range []string{"127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"} {
		f := New(Config{})
		f.dialer.Resolver = (&names{answers: [][]netip.Addr{{netip.MustParseAddr(ip)}}}).resolver()
		_, err := f.Get(t.Context(), "http://news.example/", Validators{})
		want(t, err, ErrRefused, "news.example", ip)
	}
	for _, address := range []string{"http://localhost/", "http://１２７.０.０.１/", "http://１２７。０。０。１/"} { // in full-width figures
		_, err := New(Config{}).Get(t.Context(), address, Validators{})
		want(t, err, ErrRefused, "this machine")
	}
}

func TestNoSuchName(t *testing.T) {
	f := New(Config{})
	f.dialer.Resolver = (&names{answers: [][]netip.Addr{nil}}).resolver()
	_, err := f.Get(t.Context(), "http://news.example/", Validators{})
	want(t, err, ErrUnreachable, "no host of the name news.example")
}

// A proxy would be dialled in place of the site, and pass the check for it.
func TestNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	if New(Config{}).transport.Proxy != nil {
		t.Error("the environment's proxy is asked")
	}
}
