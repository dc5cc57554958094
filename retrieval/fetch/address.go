package fetch

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const longestAddress = 4096 // bytes; the sitemap protocol allows 2048

// parse is the address that raw spells, fit to be fetched, or an ErrAddress or ErrRefused that says what is wrong with it.
func (f *Fetcher) parse(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return nil, failf(ErrAddress, nil, "the address is empty: write it in full, such as https://www.example.org/feed.xml")
	}
	if len(raw) > longestAddress {
		return nil, failf(ErrAddress, nil, "the address %q… is longer than %d bytes: write a shorter one", raw[:60], longestAddress)
	}
	u, err := url.Parse(raw)
	if err != nil { // whose words repeat the address, and with it what may be secret
		return nil, failf(ErrAddress, nil, "the address %q is not well formed: write it in full, such as https://www.example.org/feed.xml", beginning(raw))
	}
	if failure := f.check(u); failure != nil {
		return nil, failure
	}
	return u, nil
}

// check refuses what can be told from the address alone, and brings it into the form that is sent. What a name leads to is
// told when it is dialled.
func (f *Fetcher) check(u *url.URL) *Failure {
	u.Scheme = strings.ToLower(u.Scheme)
	host := u.Hostname()
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return failf(ErrAddress, nil, "%s does not begin with http:// or https://: only web addresses are fetched", shown(u))
	case u.User != nil:
		return failf(ErrAddress, nil, "%s carries a name or a password: write the address without them", shown(u))
	case host == "" || u.Opaque != "":
		return failf(ErrAddress, nil, "%s names no host: write it in full, such as https://www.example.org/feed.xml", shown(u))
	}
	port, err := strconv.ParseUint(portOf(u), 10, 16)
	if err != nil || !slices.Contains(f.ports, uint16(port)) {
		return failf(ErrAddress, nil, "%s names a port that is not fetched from: leave the port out, or allow it in the settings", shown(u))
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if why := f.refusal(netip.AddrPortFrom(ip, uint16(port))); why != "" {
			return refused(u, ip, why)
		}
	} else if isNumber(host) {
		return failf(ErrAddress, nil, "%s writes its host as a number: write the name of the site", shown(u))
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return nil
}

// isNumber reports whether resolvers may read a host as an IPv4 address in one of its old spellings (0x7f.1, 2130706433,
// 127.1, 0177.0.0.1): its last label is a number, as in the URL Standard's "ends in a number". No top-level domain is one.
func isNumber(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if hex, found := strings.CutPrefix(last, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

func portOf(u *url.URL) string {
	switch port := u.Port(); {
	case port != "":
		return port
	case u.Scheme == "http":
		return "80"
	default:
		return "443"
	}
}

// hostOf is the name under which a host has its turn.
func hostOf(u *url.URL) string { return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") }

// originOf is the part of an address that a robots.txt holds for (RFC 9309, 2.3).
func originOf(u *url.URL) string {
	host := hostOf(u)
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return u.Scheme + "://" + host + ":" + portOf(u)
}

// Shown is an address as messages may show it: without what of it may be secret.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return beginning(address)
	}
	return shown(u)
}

// shown is an address as errors and logs may show it: without name and password, and without those values of its query that
// may be keys. A key that is part of a path cannot be told and is shown.
func shown(u *url.URL) string {
	c := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, Opaque: u.Opaque}
	if c.Opaque != "" {
		c.Opaque = "…"
	}
	text := c.String()
	if u.RawQuery == "" {
		return beginningOf(text)
	}
	var query []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		switch {
		case len(name) > 20: // a key that stands alone
			pair = "…"
		case isSecret(name, value):
			pair = name + "=…"
		}
		query = append(query, pair)
	}
	return beginningOf(text + "?" + strings.Join(query, "&"))
}

// isSecret guesses whether a parameter of a query is a key: by its name, or as a value longer than dates, numbers and
// the names of sections are.
func isSecret(name, value string) bool {
	if len(value) > 20 {
		return true
	}
	name = strings.ToLower(name)
	for _, word := range []string{"key", "token", "secret", "auth", "pass", "pwd", "sig", "sess", "code", "hash", "user", "mail"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return name == "sid" || name == "jwt"
}

// beginning is as much of an address that could not be read as holds no secret.
func beginning(raw string) string {
	if i := strings.IndexByte(raw, '@'); i >= 0 {
		scheme, _, found := strings.Cut(raw[:i], "://")
		if !found {
			return "…"
		}
		return scheme + "://…"
	}
	if i := strings.IndexAny(raw, "?#"); i >= 0 {
		raw = raw[:i]
	}
	return beginningOf(raw)
}

func beginningOf(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
