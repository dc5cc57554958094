package fetch

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>`

func TestGet(t *testing.T) {
	s, server, f := serve(t, Config{Version: "1.2", Contact: "https://example.org/bot"}, map[string]http.HandlerFunc{
		"/feed.xml": says("application/rss+xml; charset=UTF-8", feed, "ETag", `"a"`, "Last-Modified", "Mon, 12 Sep 2016 10:00:00 GMT", "Cache-Control", "public, max-age=300"),
	})
	start := time.Now()
	page, err := f.Get(t.Context(), server.URL+"/feed.xml?format=rss#top", Validators{})
	if err != nil {
		t.Fatal(err)
	}
	wantValidators := Validators{server.URL + "/feed.xml?format=rss", `"a"`, "Mon, 12 Sep 2016 10:00:00 GMT"}
	if page.Validators != wantValidators || page.ContentType != "application/rss+xml" || page.Charset != "utf-8" || string(page.Body) != feed ||
		page.NotModified || page.Moved != "" || page.MaxAge != 5*time.Minute || page.Retrieved.Before(start) {
		t.Errorf("%+v", page)
	}
	for _, r := range s.asked {
		if got := r.Header.Get("User-Agent"); got != "Dateline/1.2 (+https://example.org/bot)" {
			t.Errorf("%s is asked for by %q", r.URL, got)
		}
		for _, name := range []string{"Cookie", "Authorization", "Referer", "If-None-Match", "If-Modified-Since"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s is asked for with %s", r.URL, name)
			}
		}
	}
}

func TestUserAgent(t *testing.T) {
	for _, tt := range []struct{ version, contact, want string }{
		{"", "", "Dateline"},
		{"1.2", "", "Dateline/1.2"},
		{"1.2", "desk@example.org", "Dateline/1.2 (+desk@example.org)"},
		{"1.2\r\nX: y", "a)b\x00", "Dateline/1.2X:y (+ab)"},
	} {
		if got := userAgent(tt.version, tt.contact); got != tt.want {
			t.Errorf("%q", got)
		}
	}
}

func TestConditional(t *testing.T) {
	s, server, f := serve(t, Config{}, nil)
	s.pages = map[string]http.HandlerFunc{
		"/feed.xml": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `"a"` || r.Header.Get("If-Modified-Since") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			says("application/xml", feed, "ETag", `"a"`)(w, r)
		},
		"/old.xml": redirects(http.StatusFound, "/feed.xml"),
		"/odd.xml": fails(http.StatusNotModified),
	}
	page, err := f.Get(t.Context(), server.URL+"/old.xml", Validators{})
	if err != nil || page.ETag != `"a"` || page.URL != server.URL+"/feed.xml" {
		t.Fatalf("%+v %v", page, err)
	}
	for _, path := range []string{"/old.xml", "/feed.xml"} { // the validators find their address at the end of a redirect too
		again, err := f.Get(t.Context(), server.URL+path, page.Validators)
		if err != nil || !again.NotModified || again.Body != nil || again.Validators != page.Validators || again.Retrieved.IsZero() {
			t.Errorf("%s: %+v %v", path, again, err)
		}
	}
	again, err := f.Get(t.Context(), server.URL+"/feed.xml", Validators{LastModified: "Mon, 12 Sep 2016 10:00:00 GMT"})
	if err != nil || !again.NotModified || again.LastModified == "" {
		t.Errorf("%+v %v", again, err)
	}
	other := page.Validators
	other.URL = "https://example.org/"
	if again, err := f.Get(t.Context(), server.URL+"/feed.xml", other); err != nil || again.NotModified {
		t.Errorf("another address's validators: %+v %v", again, err)
	}
	if again, err := f.Get(t.Context(), server.URL+"/feed.xml", Validators{ETag: "\"a\"\r\nX: y"}); err != nil || again.NotModified {
		t.Errorf("a broken validator: %+v %v", again, err)
	}
	_, err = f.Get(t.Context(), server.URL+"/odd.xml", Validators{})
	want(t, err, ErrStatus, "304")
	if failure := failureOf(t, err); failure.Status != 304 {
		t.Errorf("%+v", failure)
	}
}

func TestStatus(t *testing.T) {
	tests := []struct {
		code    int
		headers []string
		wait    time.Duration
		says    string
	}{
		{http.StatusNotFound, nil, 0, "check the address"},
		{http.StatusGone, nil, 0, "take it out of the sources"},
		{http.StatusForbidden, nil, 0, "ask its operator"},
		{http.StatusInternalServerError, nil, 0, "try again later"},
		{http.StatusNoContent, nil, 0, "204 No Content"},
		{http.StatusTooManyRequests, []string{"Retry-After", "120"}, 2 * time.Minute, "try again in 2 minutes"},
		{http.StatusServiceUnavailable, []string{"Retry-After", "1"}, time.Second, "try again in 1 second"},
		{http.StatusServiceUnavailable, []string{"Retry-After", "99999999"}, 24 * time.Hour, "24 hours"},
		{http.StatusServiceUnavailable, []string{"Retry-After", "soon"}, 0, "try again later"},
		{http.StatusServiceUnavailable, []string{"Retry-After", "Mon, 12 Sep 2016 10:00:00 GMT"}, 0, "try again later"},
		{http.StatusInternalServerError, []string{"Retry-After", "120"}, 0, "500 Internal Server Error"},
	}
	for _, tt := range tests {
		_, server, f := serve(t, Config{}, map[string]http.HandlerFunc{"/feed": fails(tt.code, tt.headers...)})
		_, err := f.Get(t.Context(), server.URL+"/feed?token=hunter2", Validators{})
		want(t, err, ErrStatus, server.URL+"/feed?token=…", tt.says)
		failure := failureOf(t, err)
		if failure.Status != tt.code || failure.RetryAfter != tt.wait {
			t.Errorf("%d: %+v", tt.code, failure)
		}
	}
	now := time.Date(2016, 9, 12, 10, 0, 0, 0, time.UTC)
	if got := retryAfter(http.Header{"Retry-After": {"Mon, 12 Sep 2016 10:05:00 GMT"}}, now); got != 5*time.Minute {
		t.Errorf("a date: %v", got)
	}
}

func TestRedirects(t *testing.T) {
	s, server, f := serve(t, Config{}, nil)
	here := server.URL
	s.pages = map[string]http.HandlerFunc{
		"/page":       says("text/html", "<p>News</p>"),
		"/for-good":   redirects(http.StatusMovedPermanently, "/for-good-2#x"),
		"/for-good-2": redirects(http.StatusPermanentRedirect, here+"/page"),
		"/partly":     redirects(http.StatusMovedPermanently, "for-now"),
		"/for-now":    redirects(http.StatusTemporaryRedirect, "/for-good"),
		"/loop":       redirects(http.StatusFound, "/loop"),
		"/nowhere":    fails(http.StatusFound),
		"/metadata":   redirects(http.StatusFound, "http://169.254.169.254/latest/meta-data/iam/?key=hunter2"),
		"/loopback":   redirects(http.StatusFound, "http://127.0.0.2/"),
		"/number":     redirects(http.StatusFound, "http://2130706433/"),
		"/file":       redirects(http.StatusFound, "file:///etc/passwd"),
		"/userinfo":   redirects(http.StatusFound, "https://reader:hunter2@example.org/"),
		"/port":       redirects(http.StatusFound, "http://example.org:22/"),
		"/broken":     redirects(http.StatusFound, "http://[::1/?key=hunter2"),
		"/long":       redirects(http.StatusFound, "/"+strings.Repeat("a", 5000)),
		"/name":       redirects(http.StatusFound, "http://localhost/"),
	}
	for n := range 6 {
		s.pages["/hop"+string(rune('0'+n))] = redirects(http.StatusFound, "/hop"+string(rune('1'+n)))
	}
	s.pages["/hop6"] = s.pages["/page"]
	fine := []struct{ path, end, moved string }{
		{"/page", "/page", ""},
		{"/for-good", "/page", "/page"},
		{"/for-now", "/page", ""},
		{"/partly", "/page", "/for-now"},
		{"/hop1", "/hop6", ""},
	}
	for _, tt := range fine {
		page, err := f.Get(t.Context(), here+tt.path, Validators{})
		if err != nil || page.URL != here+tt.end || strings.TrimPrefix(page.Moved, here) != tt.moved {
			t.Errorf("%s: %+v %v", tt.path, page, err)
		}
	}
	wrong := []struct {
		path string
		kind error
	}{
		{"/loop", ErrRedirect}, {"/hop0", ErrRedirect}, {"/nowhere", ErrRedirect}, {"/broken", ErrRedirect}, {"/long", ErrRedirect},
		{"/metadata", ErrRefused}, {"/loopback", ErrRefused}, {"/name", ErrRefused},
		{"/number", ErrAddress}, {"/file", ErrAddress}, {"/userinfo", ErrAddress}, {"/port", ErrAddress},
	}
	for _, tt := range wrong {
		_, err := f.Get(t.Context(), here+tt.path, Validators{})
		want(t, err, tt.kind)
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", tt.path, err)
		}
	}
}

func TestDowngrade(t *testing.T) {
	plain := httptest.NewServer(&site{pages: map[string]http.HandlerFunc{"/page": says("text/html", "<p>News</p>")}})
	defer plain.Close()
	s := &site{pages: map[string]http.HandlerFunc{
		"/page": redirects(http.StatusMovedPermanently, plain.URL+"/page"),
		"/fine": says("text/html", "<p>News</p>"),
	}}
	secure := httptest.NewUnstartedServer(s)
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	defer secure.Close()
	f := allowing(t, Config{}, plain, secure)
	_, err := f.Get(t.Context(), secure.URL+"/fine", Validators{})
	want(t, err, ErrUnreachable, "certificate")
	f = allowing(t, Config{}, plain, secure)
	f.transport.TLSClientConfig.RootCAs = x509.NewCertPool()
	f.transport.TLSClientConfig.RootCAs.AddCert(secure.Certificate())
	if _, err := f.Get(t.Context(), secure.URL+"/fine", Validators{}); err != nil {
		t.Fatal(err)
	}
	if last := s.asked[len(s.asked)-1]; last.ProtoMajor != 2 {
		t.Errorf("spoken: %s", last.Proto)
	}
	_, err = f.Get(t.Context(), secure.URL+"/page", Validators{})
	want(t, err, ErrRedirect, "from https to http", plain.URL+"/page")
}

func TestTypes(t *testing.T) {
	const html = "<!DOCTYPE html><html><title>News</title></html>"
	tests := []struct {
		named, body, want string // want: the type, "" where it is refused
	}{
		{"text/html", html, "text/html"},
		{"Text/HTML; Charset=ISO-8859-1", html, "text/html"},
		{"text/html; charset", html, "text/html"},
		{"application/xhtml+xml", html, "application/xhtml+xml"},
		{"application/atom+xml", feed, "application/atom+xml"},
		{"application/rdf+xml", feed, "application/rdf+xml"},
		{"application/feed+json", "{}", "application/feed+json"},
		{"application/ld+json", "{}", "application/ld+json"},
		{"text/plain", "News", "text/plain"},
		{"text/html", "", "text/html"},
		{"", html, "text/html"},
		{"", "\xef\xbb\xbf \n" + feed, "text/xml"},
		{"", "<rss><channel/></rss>", "text/xml"},
		{"", "<urlset></urlset>", "text/xml"},
		{"", ` {"@type": "NewsArticle"}`, "application/json"},
		{"", "News", "text/plain"},
		{"", "%PDF-1.7", ""},
		{"application/octet-stream", feed, "text/xml"},
		{"application/octet-stream", "\x7fELF\x02\x01\x01\x00\x00", ""},
		{"application/x-gzip", zipped(t, []byte(feed)), "text/xml"},
		{"application/xml", zipped(t, []byte(feed)), "application/xml"},
		{"application/gzip", zipped(t, []byte("PK\x03\x04")), "application/zip"},
		{"application/gzip", zipped(t, []byte(zipped(t, []byte(feed)))), ""},
		{"application/gzip", zipped(t, []byte(feed))[:20], ""},
		{"image/png", "\x89PNG", ""},
		{"image/svg+xml", "<svg/>", ""},
		{"video/mp4", "", ""},
		{"application/pdf", "%PDF-1.7", ""},
		{"application/zip", "PK\x03\x04", "application/zip"},
		{"text/css", "a{}", ""},
	}
	for _, tt := range tests {
		_, server, f := serve(t, Config{}, map[string]http.HandlerFunc{"/x": says(tt.named, tt.body)})
		page, err := f.Get(t.Context(), server.URL+"/x", Validators{})
		if tt.want == "" {
			want(t, err, ErrType, server.URL+"/x")
		} else if err != nil || page.ContentType != tt.want {
			t.Errorf("%q %.20q: %q %v", tt.named, tt.body, page.ContentType, err)
		}
	}
}

func TestEncodings(t *testing.T) {
	var zlibbed, bare bytes.Buffer
	z := zlib.NewWriter(&zlibbed)
	d, _ := flate.NewWriter(&bare, 9)
	for _, w := range []io.WriteCloser{z, d} {
		_, _ = io.WriteString(w, feed)
		_ = w.Close()
	}
	tests := []struct {
		encoding, body string
		kind           error
	}{
		{"gzip", zipped(t, []byte(feed)), nil},
		{"X-GZIP", zipped(t, []byte(feed)), nil},
		{"identity", feed, nil},
		{"deflate", zlibbed.String(), nil},
		{"deflate", bare.String(), nil},
		{"gzip", zipped(t, []byte(zipped(t, []byte(feed)))), nil}, // a sitemap's own gzip, sent compressed
		{"gzip", "", nil},
		{"deflate", "", nil},
		{"br", feed, ErrType},
		{"gzip, gzip", zipped(t, []byte(zipped(t, []byte(feed)))), ErrType},
		{"gzip", feed, ErrUnreachable},
		{"gzip", zipped(t, []byte(feed))[:40], ErrUnreachable},
	}
	for _, tt := range tests {
		s, server, f := serve(t, Config{}, map[string]http.HandlerFunc{"/x": says("application/xml", tt.body, "Content-Encoding", tt.encoding)})
		page, err := f.Get(t.Context(), server.URL+"/x", Validators{})
		if !errors.Is(err, tt.kind) {
			t.Errorf("%s: %v", tt.encoding, err)
		} else if err == nil && string(page.Body) != feed && (tt.body != "" || page.Body != nil) {
			t.Errorf("%s: %q", tt.encoding, page.Body)
		}
		if got := s.asked[0].Header.Get("Accept-Encoding"); got != "gzip, deflate" {
			t.Errorf("asked for %q", got)
		}
	}
}

func TestTooLarge(t *testing.T) {
	const limit = 100 << 10
	bombs := map[string]http.HandlerFunc{
		"/exact": says("text/plain", strings.Repeat("a", limit)),
		"/long":  says("text/plain", strings.Repeat("a", limit+1)),
		"/said":  says("text/plain", "", "Content-Length", "1000000000000"),
		"/stream": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		},
		"/bomb":      says("text/plain", zipped(t, make([]byte, 2<<20)), "Content-Encoding", "gzip"),
		"/sitemap":   says("application/gzip", zipped(t, make([]byte, 2<<20))),
		"/two-steps": says("application/gzip", zipped(t, []byte(zipped(t, make([]byte, 5<<20)))), "Content-Encoding", "gzip"),
	}
	_, server, f := serve(t, Config{MaxBody: limit}, bombs)
	if page, err := f.Get(t.Context(), server.URL+"/exact", Validators{}); err != nil || len(page.Body) != limit {
		t.Errorf("%d bytes, %v", len(page.Body), err)
	}
	for path, words := range map[string]string{
		"/long": "larger than 100 KB", "/said": "larger than 100 KB", "/stream": "larger than 100 KB", "/bomb": "decompression bomb", "/sitemap": "decompression bomb", "/two-steps": "decompression bomb",
	} {
		_, err := f.Get(t.Context(), server.URL+path, Validators{})
		want(t, err, ErrTooLarge, server.URL+path, words)
	}
}

func TestHeadersTooLarge(t *testing.T) {
	for _, two := range []bool{false, true} {
		var many []string
		for n := range 80 {
			many = append(many, fmt.Sprintf("X-Pad-%d", n), strings.Repeat("a", 1<<10))
		}
		s := &site{pages: map[string]http.HandlerFunc{"/x": says("text/plain", "News", many...)}}
		server := httptest.NewUnstartedServer(s)
		server.EnableHTTP2 = two
		server.StartTLS()
		defer server.Close()
		f := allowing(t, Config{}, server)
		f.transport.TLSClientConfig.RootCAs = x509.NewCertPool()
		f.transport.TLSClientConfig.RootCAs.AddCert(server.Certificate())
		_, err := f.Get(t.Context(), server.URL+"/x", Validators{})
		if two {
			want(t, err, ErrUnreachable)
		} else {
			want(t, err, ErrTooLarge, "headers of more than 64 KB")
		}
	}
}

func TestCallerLeaves(t *testing.T) {
	begun := make(chan struct{})
	_, server, f := serve(t, Config{}, map[string]http.HandlerFunc{"/x": func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
	}})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	_, err := f.Get(ctx, server.URL+"/x", Validators{})
	var failure *Failure
	if !errors.Is(err, context.Canceled) || errors.As(err, &failure) {
		t.Errorf("%v", err)
	}
}

func TestNobodyThere(t *testing.T) {
	server := httptest.NewServer(&site{})
	f := allowing(t, Config{}, server)
	server.Close()
	_, err := f.Get(t.Context(), server.URL+"/x", Validators{})
	want(t, err, ErrRobots, "could not be read", "connection refused")
	want(t, err, ErrUnreachable)
}

func TestMaxAge(t *testing.T) {
	for value, seconds := range map[string]time.Duration{
		"": 0, "max-age=60": 60, "public, Max-Age=60": 60, `max-age="60"`: 60, "max-age=60, no-store": 0, "no-cache": 0, "max-age=-1": 0, "s-maxage=60": 0,
	} {
		if got := maxAge(http.Header{"Cache-Control": {value}}); got != seconds*time.Second {
			t.Errorf("%q: %v", value, got)
		}
	}
}
