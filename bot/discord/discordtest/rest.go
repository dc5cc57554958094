package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Routes of the REST API, as Call and Fault name them.
const (
	RouteGateway       = "/gateway"
	RouteGatewayBot    = "/gateway/bot"
	RouteSelf          = "/users/@me"
	RouteUser          = "/users/{user}"
	RouteDMs           = "/users/@me/channels"
	RouteGuild         = "/guilds/{guild}"
	RouteGuildChannels = "/guilds/{guild}/channels"
	RouteGuildRoles    = "/guilds/{guild}/roles"
	RouteGuildMember   = "/guilds/{guild}/members/{user}"
	RouteActiveThreads = "/guilds/{guild}/threads/active"
	RouteApplication   = "/applications/@me"
	RouteOAuth2        = "/oauth2/applications/@me"
	RouteCommands      = "/applications/{app}/commands"
	RouteGuildCommands = "/applications/{app}/guilds/{guild}/commands"
	RoutePermissions   = "/applications/{app}/guilds/{guild}/commands/permissions"
	RouteChannel       = "/channels/{channel}"
	RouteTyping        = "/channels/{channel}/typing"
	RouteMessages      = "/channels/{channel}/messages"
	RouteMessage       = "/channels/{channel}/messages/{message}"
	RouteMessageThread = "/channels/{channel}/messages/{message}/threads"
	RouteThreads       = "/channels/{channel}/threads"
	RouteThreadMember  = "/channels/{channel}/thread-members/@me"
	RouteCallback      = "/interactions/{interaction}/{token}/callback"
	RouteFollowups     = "/webhooks/{app}/{token}"
	RouteOriginal      = "/webhooks/{app}/{token}/messages/@original"
	RouteFollowup      = "/webhooks/{app}/{token}/messages/{message}"
)

// maxRequest bounds a request's body in bytes: ten files of the most that Discord takes, and the rest.
const maxRequest = 10*maxFile + 1<<20

// Call is one REST request of the bot and its outcome.
type Call struct {
	Method string
	Route  string // one of the Route constants; "" where Discord has no such route
	Path   string // as it was asked for, version included
	Query  url.Values
	Body   json.RawMessage // of a multipart request: its payload_json
	Files  []File
	At     time.Time
	Status int  // of the answer; 0 while there is none, and where the connection was cut
	Code   int  // Discord's code of a refusal
	Fault  bool // the answer was arranged by Fault
	Done   bool // the request was carried out, whatever the answer said
}

// Calls returns every REST request so far, in order of arrival.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := make([]Call, len(s.calls))
	for i, c := range s.calls {
		calls[i] = *c
	}
	return calls
}

// CallsTo returns the requests to one of the Route constants; method "" stands for any.
func (s *Server) CallsTo(method, route string) []Call {
	var matching []Call
	for _, c := range s.Calls() {
		if c.Route == route && (method == "" || c.Method == method) {
			matching = append(matching, c)
		}
	}
	return matching
}

// Unexpected returns the requests to routes that this Discord does not know; they were answered with 404.
func (s *Server) Unexpected() []Call { return s.CallsTo("", "") }

// request is a call being carried out.
type request struct {
	*http.Request
	call  *Call
	draft draft
}

// created is a body that is answered with 201.
type created struct{ body any }

// handler carries a request out while the server's mutex is held. A nil body is answered with 204.
type handler func(*request) (body any, no *refusal)

var version = regexp.MustCompile(`^/api/v(9|10)(/|$)`)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /gateway/", s.serveGateway)
	mux.HandleFunc("GET /attachments/{channel}/{file}/{name}", s.serveFile)
	mux.HandleFunc("GET /ephemeral-attachments/{app}/{file}/{name}", s.serveFile)
	rest := http.NewServeMux()
	route := func(method, route string, h handler) {
		rest.HandleFunc(method+" "+route, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, route, h) })
	}
	s.routeUsers(route)
	s.routeMessages(route)
	s.routeThreads(route)
	s.routeInteractions(route)
	s.routeCommands(route)
	unknown := func(w http.ResponseWriter, r *http.Request) {
		s.serve(w, r, "", func(*request) (any, *refusal) { return nil, unknownRoute })
	}
	rest.HandleFunc("/", unknown)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		prefix := version.FindString(r.URL.Path)
		if prefix == "" {
			unknown(w, r)
			return
		}
		http.StripPrefix(strings.TrimSuffix(prefix, "/"), rest).ServeHTTP(w, r)
	})
	return mux
}

// serve takes a request through what stands between it and its handler: the record, faults, rate limits, the token.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route string, h handler) {
	path := r.RequestURI
	if at := strings.IndexByte(path, '?'); at >= 0 {
		path = path[:at]
	}
	call := &Call{Method: r.Method, Route: route, Path: path, Query: r.URL.Query()}
	broken := call.read(r)
	s.mu.Lock()
	call.At = s.now()
	s.calls = append(s.calls, call)
	fault := s.fault(call)
	s.notify()
	s.mu.Unlock()

	if fault != nil && fault.Hold != nil {
		select {
		case <-fault.Hold:
		case <-r.Context().Done():
		case <-s.closing:
		}
	}
	req := &request{Request: r, call: call}
	s.mu.Lock()
	var body any
	var no *refusal
	switch {
	case fault != nil && !fault.carriesOut():
	case broken != nil:
		no = &refusal{status: http.StatusBadRequest, Code: 50109, Message: broken.Error()}
	default:
		body, no = s.handle(req, h)
		call.Done = no == nil
	}
	if fault != nil {
		call.Fault = true
		if fault.replaces() {
			body, no = nil, fault.refusal()
		}
	}
	status, data := answer(body, no)
	if no != nil {
		call.Code = no.Code
	}
	cut := fault != nil && fault.Drop
	if !cut {
		call.Status = status
	}
	s.notify()
	s.mu.Unlock()

	if cut {
		panic(http.ErrAbortHandler)
	}
	if no != nil {
		no.headers(w.Header())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that has gone is its own affair
}

func (s *Server) handle(r *request, h handler) (any, *refusal) {
	route := r.call.Route
	byToken := route == RouteGateway || strings.Contains(route, "{token}") // its secret is in the path
	if !byToken && (!strings.HasPrefix(r.Header.Get("Authorization"), "Bot ") || !s.validToken(r.Header.Get("Authorization"))) {
		return nil, unauthorized
	}
	if no := s.hurry(r, byToken); no != nil {
		return nil, no
	}
	if len(r.call.Body) > 0 && r.call.Body[0] == '{' {
		if err := json.Unmarshal(r.call.Body, &r.draft); err != nil {
			return nil, &refusal{status: http.StatusBadRequest, Code: 50109, Message: "The request body contains invalid JSON. " + err.Error()}
		}
	}
	r.draft.files = r.call.Files
	return h(r)
}

func answer(body any, no *refusal) (status int, data []byte) {
	status = http.StatusOK
	switch c, ok := body.(created); {
	case no != nil:
		status, body = no.status, no.body()
	case ok:
		status, body = http.StatusCreated, c.body
	case body == nil:
		return http.StatusNoContent, nil
	}
	if raw, ok := body.(json.RawMessage); ok {
		return status, raw
	}
	data, err := json.Marshal(body)
	if err != nil {
		panic("discordtest: an answer that is not JSON: " + err.Error())
	}
	return status, data
}

// read takes in the body: JSON, or multipart with payload_json and files[n].
func (c *Call) read(r *http.Request) error {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	data, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		return fmt.Errorf("read body: %w", err)
	}
	if kind != "multipart/form-data" {
		c.Body = data
		return nil
	}
	parts := multipart.NewReader(bytes.NewReader(data), params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read multipart body: %w", err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return fmt.Errorf("read part %q: %w", part.FormName(), err)
		}
		switch name := part.FormName(); {
		case name == "payload_json":
			c.Body = content
		case strings.HasPrefix(name, "files["):
			c.Files = append(c.Files, File{Name: part.FileName(), ContentType: part.Header.Get("Content-Type"), Data: content})
		default:
			return fmt.Errorf("part %q is neither payload_json nor files[n]", name)
		}
	}
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	found := s.uploads[r.PathValue("file")]
	if c := s.channels[r.PathValue("channel")]; c != nil {
		for _, m := range c.messages {
			for _, f := range m.Files {
				if f.ID == r.PathValue("file") && !m.Deleted {
					found = &f
				}
			}
		}
	}
	s.mu.Unlock()
	if found == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", found.ContentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(found.Data)))
	_, _ = w.Write(found.Data)
}
