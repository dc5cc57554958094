package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/conversation"
	"dateline/bot/desk"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
	"dateline/retrieval/search"
	"dateline/retrieval/weaviate"
)

// settings reads the configuration; options of the command line come before the environment.
func (a *app) settings() (*settings, error) {
	lookup, err := environment()
	if err != nil {
		return nil, err
	}
	s, err := readSettings(lookup)
	if err != nil {
		return nil, err
	}
	if len(a.coverage) > 0 {
		s.coverage = a.coverage
	}
	if a.data != "" {
		s.data = a.data
	}
	if s.data == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("there is no cache folder (%w); name a folder for indexes with --data or DATELINE_DATA", err)
		}
		s.data = filepath.Join(cache, "dateline")
	}
	return s, nil
}

// rooms are the implementations that the settings pick, before any coverage is opened.
type rooms struct {
	settings *settings
	log      *slog.Logger
	embedder search.Embedder
	ranker   *search.Ranker
	grounder *ground.Grounder
	composer bot.Composer
	fallback bot.Composer
	reviewer bot.Reviewer
	reader   desk.Reader
	check    func(context.Context) error // whether the chat model's server answers; nil without one
	web      *fetch.Fetcher
	server   *weaviate.Server // of the index; nil where it is local
	models   []*endpoint.Client
}

func newRooms(ctx context.Context, s *settings, errOut io.Writer) (*rooms, error) {
	words := embed.NewStatic()
	r := &rooms{settings: s, log: s.logger(errOut), embedder: words, ranker: search.NewRanker(words), grounder: ground.New(words), web: s.fetcher()}
	extractive := compose.NewExtractive(r.ranker)
	extractive.Judge = r.grounder
	r.composer = extractive
	r.reader = conversation.Rules{}
	if s.store != nil {
		r.server = weaviate.New(*s.store, s.weaviateKey, r.log)
	}
	if s.chatModel != "" {
		chat, err := endpoint.New(endpoint.Config{
			BaseURL: s.openAIURL, APIKey: s.openAIKey, ContextTokens: s.contextTokens, Log: r.log,
		})
		if err != nil {
			return nil, err
		}
		r.models = append(r.models, chat)
		r.fallback = r.composer
		llm := compose.NewLLM(chat, s.chatModel, s.contextTokens)
		llm.Judge = r.grounder
		r.composer = llm
		r.check = func(ctx context.Context) error {
			_, err := chat.Models(ctx)
			return err
		}
		r.reader = conversation.NewRewriter(chat, s.chatModel, s.contextTokens, 0, r.log)
		if s.secondOpinion {
			r.reviewer = compose.NewReviewer(llm)
		}
	}
	if s.embeddingModel != "" {
		variable := "OPENAI_BASE_URL"
		if s.embeddingURL != s.openAIURL {
			variable = "EMBEDDING_BASE_URL"
		}
		client, err := endpoint.New(endpoint.Config{BaseURL: s.embeddingURL, Variable: variable, APIKey: s.openAIKey, Log: r.log})
		if err != nil {
			return nil, err
		}
		r.models = append(r.models, client)
		if r.embedder, err = embed.NewOpenAI(ctx, client, s.embeddingURL, s.embeddingModel); err != nil {
			return nil, fmt.Errorf("EMBEDDING_MODEL %s: %w", s.embeddingModel, err)
		}
	}
	return r, nil
}

// bot runs the road over a store.
func (r *rooms) bot(s *search.Search) *bot.Bot {
	return &bot.Bot{Search: s, Compose: r.composer, Fallback: r.fallback, Ground: r.grounder, Review: r.reviewer, Missing: conversation.Missing, Log: r.log}
}

// opened is everything that a subcommand needs to answer.
type opened struct {
	*rooms
	store   archive.Index
	search  *search.Search
	road    *bot.Bot
	desk    *desk.Desk
	changes archive.Changes
	skipped []ingest.Skipped

	bringing sync.Mutex // the index in step
}

func (o *opened) close() {
	if err := o.store.Close(); err != nil {
		o.log.Warn("closing the index failed", "error", err)
	}
}

// open brings the coverage's index in step and wires the rooms over it.
func (a *app) open(ctx context.Context) (*opened, error) {
	s, err := a.settings()
	if err != nil {
		return nil, err
	}
	r, err := newRooms(ctx, s, a.errOut)
	if err != nil {
		return nil, err
	}
	if err := a.fetchDue(ctx, r); err != nil {
		return nil, err
	}
	folders, names, err := a.folders(s)
	if err != nil {
		return nil, err
	}
	bar := newBar(a.errOut)
	o := a.options(s, r, names, bar)
	c := a.source(s, o, folders, bar)
	store, changes, err := r.index(ctx, o, c)
	bar.finish()
	if err != nil {
		a.tell(c.Skipped(), 0)
		return nil, err
	}
	articles, err := store.Articles(ctx)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	a.tell(c.Skipped(), len(articles))
	found := search.New(store, r.embedder, r.ranker)
	road := r.bot(found)
	road.Silent = r.silent(time.Now)
	return &opened{
		rooms: r, store: store, search: found, road: road, changes: changes, skipped: c.Skipped(),
		desk: &desk.Desk{Bot: road, Search: found, Store: store, Reader: r.reader, Models: s.models()},
	}, nil
}

// reads reports whether the index is read as others write it.
func (r *rooms) reads() bool { return r.server != nil && len(r.settings.coverage) == 0 }

// index opens the index, in step with the coverage where there is one to write it from.
func (r *rooms) index(ctx context.Context, o archive.Options, c archive.Coverage) (archive.Index, archive.Changes, error) {
	if !r.reads() {
		return archive.Open(ctx, o, c)
	}
	store, err := o.Place.Open(ctx)
	if errors.Is(err, retrieval.ErrNoIndex) {
		err = fmt.Errorf("%w; name the coverage to make it of with --coverage or DATELINE_COVERAGE", err)
	}
	return store, archive.Changes{}, err
}

// options say where the index of the coverage of these names is, and how its making is shown.
func (a *app) options(s *settings, r *rooms, names []string, bar *bar) archive.Options {
	o := archive.Options{
		Data: s.data, Coverage: names, Embedder: r.embedder, Log: r.log,
		Say:      func(sentence string) { fmt.Fprintln(a.errOut, sentence) },
		Progress: bar.update,
	}
	if r.server != nil {
		o.Place = onServer{r.server, o.Identity()}
	}
	return o
}

// onServer is the place of an index on a Weaviate.
type onServer struct {
	*weaviate.Server
	identity string
}

// Open opens the index for reading.
func (p onServer) Open(ctx context.Context) (archive.Index, error) {
	return archive.As(p.Server.Open(ctx, p.identity))
}

// OpenWriter opens the index for writing.
func (p onServer) OpenWriter(ctx context.Context) (archive.Index, error) {
	return archive.As(p.Server.OpenWriter(ctx, p.identity))
}

// refresh is how often those that stay look for what another process has indexed.
const refresh = time.Second

// follow keeps the store at the last committed state until stop is called. moved is called whenever that is another one.
func (o *opened) follow(ctx context.Context, moved func()) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ticker := time.NewTicker(refresh)
	done := make(chan struct{})
	go func() {
		defer close(done)
		archive.Follow(ctx, o.store, ticker.C, o.log, moved)
	}()
	return func() {
		cancel()
		ticker.Stop()
		<-done
	}
}

// source is the coverage of the folders, whose errors name the setting that names them.
type source struct {
	*ingest.Coverage
	setting string
}

// source reads folders whose index o has made.
func (a *app) source(s *settings, o archive.Options, folders []ingest.Folder, bar *bar) source {
	c := source{ingest.NewCoverage(o.Remembered(), folders...), "read the coverage"}
	if len(s.coverage) > 0 && len(a.coverage) == 0 {
		c.setting = "DATELINE_COVERAGE"
	}
	c.Progress = bar.reading
	return c
}

// Articles are the coverage's.
func (c source) Articles(ctx context.Context) iter.Seq2[retrieval.Article, error] {
	return func(yield func(retrieval.Article, error) bool) {
		for article, err := range c.Coverage.Articles(ctx) {
			if !yield(article, c.named(err)) {
				return
			}
		}
	}
}

func (c source) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", c.setting, err)
}
