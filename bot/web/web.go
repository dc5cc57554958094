// Package web is the reading room and the control room: the pages on which readers ask and see what an answer rests on, what an
// operator watches, and the doors for other programs.
//
// A request goes through guard.go, which sets headers, limits and time, to the file named as what it asks for.
//
//   - The reading room: article.go shows an article with the cited words marked (paragraphs.go), consult.go asks the desk on behalf
//     of a form, and stream.go does the same for a page with its script, claim by claim. answer.go lays an answer out, talks.go
//     keeps conversations for an hour. Everything works without the script.
//   - The control room: metrics.go counts what the road does, state.go tells how the other parts fare.
//   - The doors, which doors.go guards: api.go gives the answers as JSON, completions.go poses as a language model, and tools.go
//     speaks the Model Context Protocol.
//
// Pages are html/template's, which escapes by context; stylesheet and script are embedded files, so that the
// Content-Security-Policy allows nothing inline and no other host.
package web

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// Desk is what the pages ask of the desk; *desk.Desk is one.
type Desk interface {
	FollowUp(ctx context.Context, former []bot.Turn, question string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Summary(ctx context.Context, s desk.Summary, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Timeline(ctx context.Context, topic string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Quotes(ctx context.Context, q desk.Quotes, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Check(ctx context.Context, claim string, w desk.Window, show func(bot.Claim)) (bot.Answer, error)
	Find(ctx context.Context, query string, w desk.Window, k int) (retrieval.Result, error)
	Catalogue(ctx context.Context) (*desk.Catalogue, error)
	Article(ctx context.Context, name string) (desk.Card, error)
	Passages(ctx context.Context, ids []string) ([]bot.Source, error)
	State(ctx context.Context) (uint64, error)
}

// Config is what a Site needs.
type Config struct {
	Desk      Desk
	Log       *slog.Logger // gets addresses and causes, never a question's text
	Excerpts  bool         // of articles, show the cited passages and their neighbours alone
	PublicURL string       // where readers reach the pages, "" where that is not known
	Tokens    []string     // of the programs that are let in; with none, those on this machine are
	Metrics   *Metrics     // nil shows none
	State     func() State // of the other parts; nil where there are none

	Now func() time.Time // for conversations and limits; nil means time.Now
}

// Site serves the pages. It is safe for concurrent use.
type Site struct {
	desk      Desk
	log       *slog.Logger
	excerpts  bool
	talks     *talks
	survey    survey
	searches  searches
	askers    *limits
	leafers   *limits // who search the headlines
	visitors  *limits
	tokens    [][sha256.Size]byte
	state     func() State
	publicURL string
	now       func() time.Time
	started   time.Time
	handler   http.Handler
}

// What one visitor may ask for: an answer may occupy a language model for minutes, a page costs milliseconds.
const (
	askRate, askBurst   = 0.5, 20 // a second
	leafRate, leafBurst = 5, 30
	pageRate, pageBurst = 300, 900
)

// New makes a site.
func New(cfg Config) *Site {
	now := cfg.Now
	if now == nil {
		now = time.Now
	}
	if cfg.Excerpts {
		cfg.Desk = excerpts{cfg.Desk}
	}
	s := &Site{
		publicURL: cfg.PublicURL, now: now, started: now(),
		desk: cfg.Desk, log: cfg.Log, excerpts: cfg.Excerpts, talks: newTalks(now), survey: survey{desk: cfg.Desk, now: now}, searches: searches{desk: cfg.Desk},
		askers: newLimits(askRate, askBurst, now), leafers: newLimits(leafRate, leafBurst, now), visitors: newLimits(pageRate, pageBurst, now),
	}
	if s.state = cfg.State; s.state == nil {
		s.state = func() State { return State{} }
	}
	for _, t := range cfg.Tokens {
		s.tokens = append(s.tokens, sha256.Sum256([]byte(t)))
	}
	mux := http.NewServeMux()
	for _, t := range tasks {
		mux.HandleFunc("GET "+t.Path, patiently(s.page(t.serve)))
		mux.HandleFunc("GET /events"+t.Path, patiently(s.stream(t)))
		mux.Handle("GET /api/"+strings.ToLower(t.Name), s.door(patiently(s.api(t))))
	}
	mux.Handle("GET /api/search", s.door(http.HandlerFunc(s.apiSearch)))
	mux.HandleFunc("GET /api/openapi.json", description)
	mux.Handle("GET /v1/models", s.door(http.HandlerFunc(s.models)))
	mux.Handle("GET /v1/models/{id}", s.door(http.HandlerFunc(s.model)))
	mux.Handle("POST /v1/chat/completions", s.door(patiently(s.completions)))
	mux.HandleFunc("GET /article/{id}", s.page(article))
	mux.HandleFunc("GET /passage/{id}", s.page(passage))
	mux.HandleFunc("GET /search", s.page(find))
	mux.HandleFunc("GET /coverage", s.page(coverage))
	mux.HandleFunc("GET /static/{name}", static)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.Handle("/mcp", s.door(patiently(s.toolbox())))
	mux.HandleFunc("GET /healthz", healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	if cfg.Metrics != nil {
		cfg.Metrics.Watch(watch{s})
		mux.Handle("GET /metrics", s.door(cfg.Metrics.handler()))
	}
	missing := s.missing(mux)
	s.handler = s.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" {
			missing.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	return s
}

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// robots asks search engines to stay away: the articles are others', and each question costs an answer.
func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /\n"))
}
