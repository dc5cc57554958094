package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// robotsLimit is as much of a robots.txt as a crawler has to read (RFC 9309, 2.5).
const robotsLimit = 500 << 10

const mostSitemaps = 100 // of one robots.txt

// rules are the part of a robots.txt that is meant for us: the groups that name us, together, or else those for everyone.
// The zero value allows everything.
type rules struct {
	lines    []rule
	delay    time.Duration // 0 where none is asked for
	sitemaps []string      // which are meant for everyone, as they are written
}

type rule struct {
	pattern string // canonical
	allow   bool
}

// parseRules reads a robots.txt as RFC 9309 (2.2) has it: a line that makes no sense costs no other line. Crawl-delay is not
// in the RFC; it counts as a rule of its group.
func parseRules(body []byte, agent string) rules {
	var ours, everyones rules
	var sitemaps []string
	named := false                              // some group names us
	toUs, toAll, inRules := false, false, false // the group at hand; inRules: its names are complete
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	for line := range strings.FieldsFuncSeq(string(body), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, found := strings.Cut(line, ":")
		if !found {
			continue
		}
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if inRules {
				toUs, toAll, inRules = false, false, false
			}
			name, _, _ := strings.Cut(value, "/") // of "Dateline/1.0", as some write it
			switch {
			case strings.EqualFold(strings.TrimSpace(name), agent):
				toUs, named = true, true
			case value == "*":
				toAll = true
			}
		case "allow", "disallow":
			inRules = true
			if value == "" {
				continue // forbids nothing, permits nothing
			}
			r := rule{canonical(value), key == "allow"}
			if toUs {
				ours.lines = append(ours.lines, r)
			}
			if toAll {
				everyones.lines = append(everyones.lines, r)
			}
		case "sitemap":
			if value != "" && len(sitemaps) < mostSitemaps {
				sitemaps = append(sitemaps, value)
			}
		case "crawl-delay":
			inRules = true
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil || !(seconds > 0) {
				continue
			}
			delay := time.Duration(min(seconds, 86400) * float64(time.Second))
			if toUs {
				ours.delay = delay
			}
			if toAll {
				everyones.delay = delay
			}
		}
	}
	ours.sitemaps, everyones.sitemaps = sitemaps, sitemaps
	if named {
		return ours
	}
	return everyones
}

// allows reports whether a path, with its query, may be asked for: the longest pattern that matches decides, of two as long
// the one that allows (RFC 9309, 2.2.2).
func (r rules) allows(path string) bool {
	path = canonical(path)
	longest, allowed := -1, true
	for _, l := range r.lines {
		n := len(l.pattern)
		if (n > longest || n == longest && l.allow) && matches(l.pattern, path) {
			longest, allowed = n, l.allow
		}
	}
	return allowed
}

// matches reports whether a path begins as the pattern says: * stands for anything, $ at the end for the path's end. Time
// grows with the path and the pattern's stars, never worse, whoever wrote the pattern.
func matches(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, found := strings.CutPrefix(path, parts[0])
	if !found {
		return false
	}
	if len(parts) == 1 {
		return !toEnd || rest == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] { // leftmost is best: it leaves most for the rest
		if _, rest, found = strings.Cut(rest, part); !found {
			return false
		}
	}
	if toEnd {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// canonical is a path or a pattern as both are compared: what needs no percent-encoding without it, the rest with it in
// upper case.
func canonical(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c, encoded := path[i], false
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, encoded = byte(n), true
				i += 2
			}
		}
		if c <= ' ' || c >= 0x7f || c == '%' || encoded && !isUnreserved(c) {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
