package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strings"
)

// door lets in programs that have a token, and where none is set those on this machine alone. A page of another site is not let
// in by its reader's browser.
func (s *Site) door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(s.tokens) == 0 && !onThisMachine(r) {
			refuse(w, http.StatusForbidden, "This is for programs on the same machine; set API_TOKENS to let others in.")
			return
		}
		given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if len(s.tokens) > 0 && !s.known(given) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(w, http.StatusUnauthorized, "Send one of API_TOKENS as a bearer token.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// known reports whether a token is one of those set, in a time that does not tell how nearly.
func (s *Site) known(token string) bool {
	sum, found := sha256.Sum256([]byte(token)), 0
	for _, t := range s.tokens {
		found |= subtle.ConstantTimeCompare(sum[:], t[:])
	}
	return found == 1
}

// onThisMachine reports whether a request comes from this machine, through no proxy, whatever that says of whom it asks for, and from
// no page of another site: those name themselves or their host.
func onThisMachine(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() || r.Header.Get("X-Forwarded-For")+r.Header.Get("Forwarded")+r.Header.Get("X-Real-IP") != "" {
		return false
	}
	host := r.Host
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if host != "localhost" && (err != nil || !address.IsLoopback()) {
		return false
	}
	origin := r.Header.Get("Origin")
	return origin == "" || strings.HasSuffix(origin, "//"+r.Host)
}

// refuse says in JSON why a program gets nothing, in OpenAI's form, which is as good as any.
func refuse(w http.ResponseWriter, status int, sentence string) {
	writeJSON(w, status, map[string]any{"error": newFault(status, sentence)})
}

// fault is why a program gets nothing.
type fault struct {
	Message string  `json:"message"`
	Type    string  `json:"type"`
	Param   *string `json:"param"` // always null
	Code    *string `json:"code"`  // always null
}

func newFault(status int, sentence string) fault {
	kind := "invalid_request_error"
	switch {
	case status == http.StatusUnauthorized:
		kind = "authentication_error"
	case status == http.StatusForbidden:
		kind = "permission_error"
	case status == http.StatusTooManyRequests:
		kind = "rate_limit_error"
	case status >= http.StatusInternalServerError:
		kind = "server_error"
	}
	return fault{Message: sentence, Type: kind}
}

// decline refuses a program as programs expect it, and a reader in a line.
func decline(w http.ResponseWriter, r *http.Request, status int, sentence string) {
	for _, door := range []string{"/api/", "/v1/", "/mcp"} {
		if strings.HasPrefix(r.URL.Path, door) {
			refuse(w, status, sentence)
			return
		}
	}
	http.Error(w, sentence, status)
}

// missing answers where nothing is: for programs in their form, for readers with a page, and with 405 where the address has something for
// another method.
func (s *Site) missing(routes *http.ServeMux) http.Handler {
	page := s.page(func(*Site, *http.Request) (shown, error) { return shown{}, errNoPage })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var methods []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := routes.Handler(other); pattern != "" {
				methods = append(methods, method)
			}
		}
		switch {
		case len(methods) > 0:
			w.Header().Set("Allow", strings.Join(methods, ", "))
			decline(w, r, http.StatusMethodNotAllowed, "This address answers "+strings.Join(methods, " and ")+" alone.")
		case strings.HasPrefix(r.URL.Path, "/api/"), strings.HasPrefix(r.URL.Path, "/v1/"):
			refuse(w, http.StatusNotFound, "There is nothing at this address; /api/openapi.json tells what there is.")
		default:
			page(w, r)
		}
	})
}
