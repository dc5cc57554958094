package endpoint

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

const exampleBaseURL = "http://localhost:11434/v1 for Ollama or https://api.openai.com/v1"

// cleanBaseURL is raw without blanks and closing slashes, or an ErrAddress that says what to write.
func cleanBaseURL(variable, raw string) (*url.URL, error) {
	raw = strings.TrimRight(strings.TrimSpace(raw), "/")
	wrong := func(why string) error {
		shown := variable
		if raw != "" && !strings.ContainsAny(raw, "@?#") { // where a password or a key may stand
			shown = fmt.Sprintf("%s %q", variable, raw)
		}
		return &Failure{Kind: ErrAddress, Text: shown + " " + why}
	}
	if raw == "" {
		return nil, wrong("is empty: write the address of the server, such as " + exampleBaseURL)
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || (u.Scheme != "http" && u.Scheme != "https"):
		return nil, wrong("does not begin with http:// or https://: write it in full, such as " + exampleBaseURL)
	case u.Hostname() == "":
		return nil, wrong("names no host: write it in full, such as " + exampleBaseURL)
	case u.User != nil:
		return nil, wrong("carries a name or a password: write the address alone and put the key in OPENAI_API_KEY")
	case u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(raw, "?#"):
		return nil, wrong("carries a query: write the address alone, up to and with /v1")
	}
	for _, operation := range []string{"/chat/completions", "/completions", "/embeddings", "/models"} {
		if base, found := strings.CutSuffix(raw, operation); found {
			return nil, wrong(fmt.Sprintf("ends in %s: write %s", operation, base))
		}
	}
	return u, nil
}

// cleanKey is the key without blanks around it, or an error that does not show it.
func cleanKey(raw string) (string, error) {
	key := strings.TrimSpace(raw)
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return "", fmt.Errorf("OPENAI_API_KEY holds a blank, a line break or a character outside ASCII: copy the key again, alone")
	}
	return key, nil
}

// isLocal guesses whether a host is this machine or one beside it, which has one engine for everybody.
func isLocal(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap()
		return addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast() || addr.IsUnspecified()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if !strings.Contains(host, ".") { // localhost, or a name that only a local network resolves
		return true
	}
	for _, zone := range []string{".localhost", ".local", ".internal", ".lan", ".home.arpa"} {
		if strings.HasSuffix(host, zone) {
			return true
		}
	}
	return false
}

// otherBaseURL is base with /v1 where it lacks it and without where it has it.
func otherBaseURL(base string) string {
	if without, found := strings.CutSuffix(base, "/v1"); found {
		return without
	}
	return base + "/v1"
}

// hostOf is the host of a cleaned base URL, without its port.
func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
