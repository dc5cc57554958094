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
	writeJSON(w, status, map[string]any{"error": map[string]string{"message": sentence, "type": http.StatusText(status)}})
}
