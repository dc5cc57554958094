package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/desk"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
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
}

func newRooms(ctx context.Context, s *settings, errOut io.Writer) (*rooms, error) {
	words := embed.NewStatic()
	r := &rooms{settings: s, log: s.logger(errOut), embedder: words, ranker: search.NewRanker(words), grounder: ground.New(words)}
	r.composer = compose.NewExtractive(r.ranker)
	if s.chatModel != "" {
		chat, err := endpoint.New(endpoint.Config{
			BaseURL: s.openAIURL, APIKey: s.openAIKey, ContextTokens: s.contextTokens, Log: r.log,
		})
		if err != nil {
			return nil, err
		}
		r.fallback = r.composer
		llm := compose.NewLLM(chat, s.chatModel, s.contextTokens)
		r.composer = llm
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
		if r.embedder, err = embed.NewOpenAI(ctx, client, s.embeddingURL, s.embeddingModel); err != nil {
			return nil, fmt.Errorf("EMBEDDING_MODEL %s: %w", s.embeddingModel, err)
		}
	}
	return r, nil
}

// bot runs the road over a store.
func (r *rooms) bot(s *search.Search) *bot.Bot {
	return &bot.Bot{Search: s, Compose: r.composer, Fallback: r.fallback, Ground: r.grounder, Review: r.reviewer, Log: r.log}
}

// opened is everything that a subcommand needs to answer.
type opened struct {
	*rooms
	store   *local.Store
	desk    *desk.Desk
	changes archive.Changes
}

func (o *opened) close() {
	if err := o.store.Close(); err != nil {
		o.log.Warn("closing the index failed", "error", err)
	}
}

// open reads the coverage, brings its index in step and wires the rooms over it.
func (a *app) open(ctx context.Context) (*opened, error) {
	s, err := a.settings()
	if err != nil {
		return nil, err
	}
	r, err := newRooms(ctx, s, a.errOut)
	if err != nil {
		return nil, err
	}
	names, articles, skipped, err := a.read(ctx, s)
	if err != nil {
		a.tell(skipped, 0)
		return nil, err
	}
	a.tell(skipped, len(articles))
	bar := newBar(a.errOut)
	store, changes, err := archive.Open(ctx, a.options(s, r, names, bar), articles)
	bar.finish()
	if err != nil {
		return nil, err
	}
	found := search.New(store, r.embedder, r.ranker)
	road := r.bot(found)
	return &opened{rooms: r, store: store, changes: changes, desk: &desk.Desk{Bot: road, Search: found, Store: store}}, nil
}

// options say where the index of the coverage of these names is, and how its making is shown.
func (a *app) options(s *settings, r *rooms, names []string, bar *bar) archive.Options {
	return archive.Options{
		Data: s.data, Coverage: names, Embedder: r.embedder, Log: r.log,
		Say:      func(sentence string) { fmt.Fprintln(a.errOut, sentence) },
		Progress: bar.update,
	}
}

// refresh is how often those that stay look for what another process has indexed.
const refresh = time.Second

// follow keeps the store at the last committed state until stop is called.
func (o *opened) follow(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ticker := time.NewTicker(refresh)
	done := make(chan struct{})
	go func() {
		defer close(done)
		archive.Follow(ctx, o.store, ticker.C, o.log)
	}()
	return func() {
		cancel()
		ticker.Stop()
		<-done
	}
}

// read reads every article of the coverage.
func (a *app) read(ctx context.Context, s *settings) (names []string, articles []retrieval.Article, skipped []ingest.Skipped, err error) {
	folders := []ingest.Folder{{Name: "seeds", FS: seeds.FS}}
	if len(s.coverage) > 0 {
		folders = nil
	}
	for _, dir := range s.coverage {
		folders = append(folders, ingest.Folder{Name: dir, FS: os.DirFS(dir)})
	}
	articles, skipped, err = ingest.Read(ctx, folders...)
	if err != nil && len(s.coverage) > 0 && len(a.coverage) == 0 {
		return nil, nil, skipped, fmt.Errorf("DATELINE_COVERAGE: %w", err)
	}
	if err != nil {
		return nil, nil, skipped, fmt.Errorf("read the coverage: %w", err)
	}
	for _, f := range folders {
		name := f.Name
		if len(s.coverage) > 0 {
			if name, err = filepath.Abs(f.Name); err != nil {
				return nil, nil, skipped, fmt.Errorf("find the folder %s: %w", f.Name, err)
			}
		}
		names = append(names, name)
	}
	return names, articles, skipped, nil
}
