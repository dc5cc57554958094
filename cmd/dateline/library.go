package main

import (
	"context"
	"os"

	"dateline/bot/library"
	"dateline/bot/memory"
	"dateline/retrieval/fetch"
)

// library is what guilds and operators add while the bot runs. What guilds add is fetched from the web alone, whatever of one's
// own network the settings allow: strangers name its addresses.
func (a *app) library(ctx context.Context, o *opened, kept *memory.Memory) (*library.Library, error) {
	state, err := o.settings.stateDir()
	if err != nil {
		return nil, err
	}
	return library.New(ctx, library.Config{
		State: state, Records: kept,
		Web:    fetch.New(fetch.Config{Contact: o.settings.fetchContact, MaxBody: library.Usual.File}),
		OwnWeb: o.web,
		Every:  o.settings.fetchInterval, Patience: o.settings.feedPatience, Fields: o.settings.fields, Usual: library.Usual, Log: o.log,
		Sync: func(ctx context.Context) error { return a.bring(ctx, o) },
	})
}

// polled keeps a library up to date until stop is called.
func polled(ctx context.Context, l *library.Library) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// addedTo are the folders in which what is added comes to lie, for watching them; they are made where they are missing.
// Where they cannot be made, nothing is added.
func (r *rooms) addedTo() []string {
	state, err := r.settings.stateDir()
	if err != nil {
		return nil
	}
	places := library.Places(state)
	for _, place := range places {
		if err := os.MkdirAll(place, 0o700); err != nil {
			r.log.Warn("added coverage is not watched", "folder", place, "error", err)
			return nil
		}
	}
	return places
}
