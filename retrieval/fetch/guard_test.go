package fetch

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestPlace(t *testing.T) {
	inside := strings.Fields(`
		0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
		169.254.0.1 169.254.169.254 168.63.129.16 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1
		192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
		:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 fc00::1 fd00:ec2::254 fdff::1
		fe80::1 fe80::1%eth0 2606:4700::1%eth0 fec0::1 ff02::1 100::1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::10.1.2.3
		64:ff9b:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 3fff::1
		2002:7f00:1:: 2002:a9fe:a9fe:: 2002:a00:1:: 2002:808:808:: 5f00::1 4000::1`)
	for _, s := range inside {
		if place(netip.MustParseAddr(s)) == "" {
			t.Errorf("%s passes", s)
		}
	}
	outside := strings.Fields(`
		1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 151.101.1.1 169.253.0.1
		172.15.255.255 172.32.0.0 192.0.1.1 192.167.1.1 192.169.0.1 198.17.255.255 198.20.0.0 223.255.255.255
		2606:4700::6810:84e5 2a00:1450:4001::1 2620:0:862:ed1a::1 2400:cb00::1 64:ff9b::8.8.8.8`)
	for _, s := range outside {
		if why := place(netip.MustParseAddr(s)); why != "" {
			t.Errorf("%s is refused as %s", s, why)
		}
	}
	if place(netip.Addr{}) == "" {
		t.Error("no address passes")
	}
}

func FuzzPlace(f *testing.F) {
	for _, s := range []string{"10.0.0.1", "8.8.8.8", "64:ff9b::7f00:1", "::ffff:127.0.0.1", "2606:4700::1"} {
		f.Add(netip.MustParseAddr(s).AsSlice())
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		ip, ok := netip.AddrFromSlice(raw)
		if !ok || place(ip) != "" {
			return
		}
		if ip.Is6() && nat64.Contains(ip) {
			b := ip.As16()
			ip = netip.AddrFrom4([4]byte(b[12:]))
		}
		if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() || ip.Is4In6() {
			t.Errorf("%v passes", ip)
		}
	})
}

func TestParse(t *testing.T) {
	f := New(Config{Ports: []uint16{8080}})
	tests := []struct {
		raw, want string // want: the address, or "" with kind
		kind      error
	}{
		{"https://www.example.org/feed.xml", "https://www.example.org/feed.xml", nil},
		{"  HTTP://Example.org#top ", "http://Example.org/", nil},
		{"https://example.org:443/a?b=c", "https://example.org:443/a?b=c", nil},
		{"http://example.org:8080/", "http://example.org:8080/", nil},
		{"http://1.1.1.1/", "http://1.1.1.1/", nil},
		{"http://[2606:4700::1111]/", "http://[2606:4700::1111]/", nil},
		{"https://4chan.example/1.2.3", "https://4chan.example/1.2.3", nil},
		{"", "", ErrAddress},
		{"www.example.org/feed", "", ErrAddress},
		{"file:///etc/passwd", "", ErrAddress},
		{"ftp://example.org/", "", ErrAddress},
		{"gopher://example.org/", "", ErrAddress},
		{"javascript:alert(1)", "", ErrAddress},
		{"http:example.org", "", ErrAddress},
		{"http:///etc", "", ErrAddress},
		{"http://", "", ErrAddress},
		{"https://reader:pass@example.org/", "", ErrAddress},
		{"https://example.org@127.0.0.1/", "", ErrAddress},
		{`http://example.org\@127.0.0.1/`, "", ErrAddress},
		{"http://example.org:22/", "", ErrAddress},
		{"http://example.org:99999/", "", ErrAddress},
		{"http://example.org:0/", "", ErrAddress},
		{"http://exa mple.org/", "", ErrAddress},
		{"http://example.org/\r\nHost: x", "", ErrAddress},
		{"http://127%2e0.0.1/", "", ErrAddress},
		{"http://" + strings.Repeat("a", 5000) + "/", "", ErrAddress},
		{"http://127.0.0.1/", "", ErrRefused},
		{"http://127.0.0.1:8080/", "", ErrRefused},
		{"http://169.254.169.254/latest/meta-data/", "", ErrRefused},
		{"http://[fd00:ec2::254]/", "", ErrRefused},
		{"http://[::1]/", "", ErrRefused},
		{"http://[::]/", "", ErrRefused},
		{"http://[::ffff:127.0.0.1]/", "", ErrRefused},
		{"http://[::ffff:7f00:1]/", "", ErrRefused},
		{"http://[0:0:0:0:0:ffff:127.0.0.1]/", "", ErrRefused},
		{"http://[::127.0.0.1]/", "", ErrRefused},
		{"http://[fe80::1%25eth0]/", "", ErrRefused},
		{"http://[64:ff9b::169.254.169.254]/", "", ErrRefused},
		{"http://10.0.0.1/", "", ErrRefused},
		{"http://0x7f.1/", "", ErrAddress},
		{"http://0x7f000001/", "", ErrAddress},
		{"http://0X7F.0.0.0x1/", "", ErrAddress},
		{"http://2130706433/", "", ErrAddress},
		{"http://127.1/", "", ErrAddress},
		{"http://127.0.1/", "", ErrAddress},
		{"http://0177.0.0.1/", "", ErrAddress},
		{"http://127.0.0.01/", "", ErrAddress},
		{"http://127.0.0.1./", "", ErrAddress},
		{"http://0/", "", ErrAddress},
		{"http://0x/", "", ErrAddress},
		{"http://8.8.8.8.8/", "", ErrAddress},
	}
	for _, tt := range tests {
		u, err := f.parse(tt.raw)
		if !errors.Is(err, tt.kind) {
			t.Errorf("%q: %v, want %v", tt.raw, err, tt.kind)
		} else if err == nil && u.String() != tt.want {
			t.Errorf("%q is read as %s", tt.raw, u)
		}
	}
}

// inetAton reads a host as the C function of that name does, which some resolvers ask first.
func inetAton(host string) bool {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return false
	}
	for _, p := range parts {
		if strings.ContainsAny(p, "_") || strings.HasPrefix(strings.ToLower(p), "0b") || strings.HasPrefix(strings.ToLower(p), "0o") {
			return false
		}
		if _, err := strconv.ParseUint(p, 0, 32); err != nil {
			return false
		}
	}
	return true
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"http://0x7f.1/", "https://example.org/a?b#c", "http://[::ffff:127.0.0.1]/", "http://a@b/", "http://2130706433", "http:x", "//h/p"} {
		f.Add(s)
	}
	fetcher := New(Config{})
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := fetcher.parse(raw)
		if err != nil {
			if !errors.Is(err, ErrAddress) && !errors.Is(err, ErrRefused) {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		if (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || (u.Port() != "" && u.Port() != "80" && u.Port() != "443") {
			t.Errorf("%q passes as %s", raw, u)
		}
		ip, err := netip.ParseAddr(u.Hostname())
		if err == nil && place(ip) != "" || err != nil && inetAton(u.Hostname()) {
			t.Errorf("%q passes as %s", raw, u)
		}
		again, err := fetcher.parse(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q passes as %s, which is read as %v (%v)", raw, u, again, err)
		}
	})
}

func TestErrorsShowNoKeys(t *testing.T) {
	f := New(Config{})
	for _, raw := range []string{
		"ftp://example.org/feed?key=hunter2&format=rss",
		"ftp://example.org/feed?format=rss&Access_Token=hunter2",
		"ftp://example.org/feed?format=rss&q=hunter2-0123456789abcdef",
		"ftp://example.org/feed?format=rss&hunter2-0123456789abcdef",
		"https://reader:hunter2@example.org/feed?format=rss",
		"https://hunter2@example.org:port/?format=rss",
		"https://example.org:port/?key=hunter2",
		"reader:hunter2@example.org",
		"http://10.0.0.1/?sig=hunter2&format=rss",
	} {
		_, err := f.parse(raw)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", raw, err)
		}
	}
	u, _ := url.Parse("https://example.org/feed?page=2&format=rss&date=2016-09-12")
	if got := shown(u); got != u.String() {
		t.Errorf("%s is shown as %s", u, got)
	}
}

func TestOrigin(t *testing.T) {
	for raw, want := range map[string]string{
		"http://Example.org./a?b":        "http://example.org:80",
		"https://example.org/":           "https://example.org:443",
		"https://example.org:8443/":      "https://example.org:8443",
		"http://[2606:4700::1111]:80/a":  "http://[2606:4700::1111]:80",
		"http://[2606:4700::1111%25e]/a": "http://[2606:4700::1111%e]:80",
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := originOf(u); got != want {
			t.Errorf("%s is of %s", raw, got)
		}
	}
}
