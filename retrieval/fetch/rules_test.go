package fetch

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestRules(t *testing.T) {
	tests := []struct {
		name, robots, path string
		want               bool
	}{
		{"empty", "", "/a", true},
		{"a page in its place", "<html><body>Disallow: /</body></html>", "/a", true},
		{"all", "User-agent: *\nDisallow: /\n", "/a", false},
		{"nothing", "User-agent: *\nDisallow:\n", "/a", true},
		{"nothing, then another's", "User-agent: *\nDisallow:\n\nUser-agent: Other\nDisallow: /\n", "/a", true},
		{"ours goes before everyone's", "User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /x\n", "/a", true},
		{"ours permits", "User-agent: Dateline\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/a", true},
		{"ours with a version", "User-agent: Dateline/1.0\nDisallow: /\n", "/a", false},
		{"a name that begins like ours", "User-agent: date\nDisallow: /\n", "/a", true},
		{"two names, one group", "User-agent: Other\nUser-agent: Dateline\nDisallow: /x\n", "/x", false},
		{"two groups of ours", "User-agent: Dateline\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /y\n", "/y", false},
		{"a sitemap between", "User-agent: *\nSitemap: https://example.org/s.xml\nDisallow: /\n", "/a", false},
		{"no name before", "Disallow: /x\nUser-agent: *\nDisallow: /y\n", "/x", true},
		{"an odd line costs no other", "User-agent: *\nCrawl-delay: soon\nnonsense\nDisallow: /\n", "/a", false},
		{"byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /\n", "/a", false},
		{"old Mac", "User-agent: *\rDisallow: /\r", "/a", false},
		{"comments", "User-agent: * # all\nDisallow: /a # b\n", "/a", false},
		{"case of keys", "USER-AGENT: *\nDISALLOW: /a\n", "/a", false},
		{"case of paths", "User-agent: *\nDisallow: /A\n", "/a", true},
		{"beginning", "User-agent: *\nDisallow: /fish\n", "/fishheads/yummy.html", false},
		{"not the beginning", "User-agent: *\nDisallow: /fish\n", "/catfish", true},
		{"folder", "User-agent: *\nDisallow: /fish/\n", "/fish", true},
		{"longest", "User-agent: *\nAllow: /p\nDisallow: /\n", "/page", true},
		{"longest, the other order", "User-agent: *\nDisallow: /folder\nAllow: /folder/page\n", "/folder/page", true},
		{"as long: allowed", "User-agent: *\nDisallow: /p\nAllow: /p\n", "/page", true},
		{"star", "User-agent: *\nDisallow: /*.php\n", "/folder/any.php.file.html", false},
		{"star alone", "User-agent: *\nDisallow: *\n", "/a", false},
		{"star is anchored", "User-agent: *\nDisallow: /a*b\n", "/x/aab", true},
		{"end", "User-agent: *\nDisallow: /*.php$\n", "/a.php?lang=en", true},
		{"end is anchored", "User-agent: *\nDisallow: /search$\n", "/help/search", true},
		{"home page alone", "User-agent: *\nDisallow: /\nAllow: /$\n", "/private/", false},
		{"home page", "User-agent: *\nDisallow: /\nAllow: /$\n", "/", true},
		{"query", "User-agent: *\nDisallow: /*?print=\n", "/a?print=1", false},
		{"encoded or not", "User-agent: *\nDisallow: /caf\xc3\xa9\n", "/caf%c3%a9", false},
		{"needlessly encoded", "User-agent: *\nDisallow: /%7Ejoe\n", "/~joe/", false},
		{"an encoded slash is another", "User-agent: *\nDisallow: /a%2fb\n", "/a/b", true},
	}
	for _, tt := range tests {
		if got := parseRules([]byte(tt.robots), "Dateline").allows(tt.path); got != tt.want {
			t.Errorf("%s: %s allowed: %v", tt.name, tt.path, got)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	for robots, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 10\n":                                       10 * time.Second,
		"User-agent: *\nCrawl-delay: 0.5\n":                                      500 * time.Millisecond,
		"User-agent: Other\nCrawl-delay: 10\n":                                   0,
		"User-agent: *\nCrawl-delay: 10\n\nUser-agent: Dateline\nCrawl-delay: 2": 2 * time.Second,
		"User-agent: *\nCrawl-delay: -1\n":                                       0,
		"User-agent: *\nCrawl-delay: NaN\n":                                      0,
		"User-agent: *\nCrawl-delay: 1e300\n":                                    24 * time.Hour,
		"User-agent: *\nCrawl-delay: 3\nCrawl-delay: soon\nDisallow: /private\n": 3 * time.Second,
	} {
		if got := parseRules([]byte(robots), "Dateline").delay; got != want {
			t.Errorf("%q: %v, want %v", robots, got, want)
		}
	}
}

// A pattern means what its regular expression means, however it is written.
func FuzzMatches(f *testing.F) {
	f.Add("/a*b$", "/axb")
	f.Add("/*/x*", "/y/x")
	f.Add("/a*a$", "/a")
	f.Add("/a$b", "/a$b")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		pattern, path = canonical(pattern), canonical(path)
		if canonical(path) != path {
			t.Errorf("%q is not canonical", path)
		}
		body, end := strings.CutSuffix(pattern, "$")
		expression := "^" + strings.ReplaceAll(regexp.QuoteMeta(body), `\*`, ".*")
		if end {
			expression += "$"
		}
		if got, want := matches(pattern, path), regexp.MustCompile(expression).MatchString(path); got != want {
			t.Errorf("%q on %q: %v", pattern, path, got)
		}
	})
}
