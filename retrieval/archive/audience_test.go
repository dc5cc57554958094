package archive_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/local"
)

// A notice corrects its own audience's article, else one of everyone; nobody's notice corrects what it cannot see.
func TestCorrectionsStayWithTheirAudience(t *testing.T) {
	s := local.NewMemory(identity)
	piece := func(audience, id, headline, corrects string) retrieval.Article {
		a := article(retrieval.OwnID(audience, id), "The "+headline+" text of "+audience+".")
		a.Headline, a.Audience, a.Corrects, a.Hash = headline, audience, corrects, audience+id
		a.Path = audience + id
		return a
	}
	articles := []retrieval.Article{
		piece("", "ferry", "Ferry sails", ""),
		piece("", "mill", "Mill shut", ""),
		piece("", "byID", "Note", "weir"),                                  // which only oaks has
		piece("", "byHeadline", "Correction: Weir mended", ""),             // likewise
		piece("oaks", "ferry", "Ferry sails", ""),                          // as everyone has
		piece("oaks", "weir", "Weir mended", ""),                           //
		piece("oaks", "byID", "Note", "ferry"),                             // its own
		piece("oaks", "byHeadline", "Correction: Mill shut", ""),           // of everyone
		piece("elms", "byID", "Note", "ferry"),                             // of everyone
		piece("elms", "byHeadline", "Correction: Weir mended", ""),         // which only oaks has
		piece("elms", "byFullID", "Note", retrieval.OwnID("oaks", "weir")), // likewise
	}
	for range 2 {
		if _, err := archive.Sync(t.Context(), s, &embedder{identity: identity}, articles, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ audience, id, corrects string }{
		{"", "byID", ""}, {"", "byHeadline", ""},
		{"oaks", "byID", retrieval.OwnID("oaks", "ferry")}, {"oaks", "byHeadline", "mill"},
		{"elms", "byID", "ferry"}, {"elms", "byHeadline", ""}, {"elms", "byFullID", ""},
	} {
		a, ok, err := s.For(tt.audience).Article(t.Context(), retrieval.OwnID(tt.audience, tt.id))
		if err != nil || !ok || a.Corrects != tt.corrects {
			t.Errorf("%s of %q corrects %q, want %q (%v, %v)", tt.id, tt.audience, a.Corrects, tt.corrects, ok, err)
		}
	}
	if listed, err := s.Articles(t.Context()); err != nil || len(listed) != 4 {
		t.Errorf("everyone sees %d articles, %v", len(listed), err)
	}
}

// Bring waits for another process that writes the index, and then has the open reader answer from what it brought.
func TestBring(t *testing.T) {
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	o := newOpening(t, t.TempDir(), &embedder{identity: identity})
	reader, _ := o.open(t, kerry)
	changes, err := archive.Bring(t.Context(), o.Options, reader, &listed{articles: []retrieval.Article{kerry, convoy}})
	if err != nil || changes.Added != 1 {
		t.Fatalf("%+v, %v", changes, err)
	}
	want(t, reader, kerry, convoy)

	w, err := archive.OpenWriter(t.Context(), o.Options)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, done := context.WithTimeout(t.Context(), time.Minute+time.Millisecond)
		defer done()
		_, err := archive.Bring(ctx, o.Options, reader, &listed{articles: []retrieval.Article{kerry}}) // looks at each half second
		if !errors.Is(err, local.ErrLocked) {
			t.Errorf("beside a writer that stays: %v", err)
		}
	})
	// It brings the index in step itself.
	if _, err := o.Sync(t.Context(), w, &listed{articles: []retrieval.Article{kerry}}); err != nil {
		t.Fatal(err)
	}
	if changes, err := archive.Bring(t.Context(), o.Options, reader, &listed{articles: []retrieval.Article{kerry}}); err != nil || !changes.None() {
		t.Errorf("beside a writer that did it: %+v, %v", changes, err)
	}
	want(t, reader, kerry)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// Whoever refreshes the reader, who follows it is told that it moved.
func TestFollowBesideBring(t *testing.T) {
	kerry, convoy := article("kerry", "Kerry warned Russia."), article("convoy", "A convoy was hit.")
	o := newOpening(t, t.TempDir(), &embedder{identity: identity})
	reader, _ := o.open(t, kerry)
	ctx, cancel := context.WithCancel(t.Context())
	ticks, moves, done := make(chan time.Time), make(chan struct{}, 10), make(chan struct{})
	go func() {
		defer close(done)
		archive.Follow(ctx, reader, ticks, slog.New(slog.DiscardHandler), func() { moves <- struct{}{} })
	}()
	ticks <- time.Time{}
	if _, err := archive.Bring(t.Context(), o.Options, reader, &listed{articles: []retrieval.Article{kerry, convoy}}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		ticks <- time.Time{}
	}
	cancel()
	<-done
	if len(moves) != 1 {
		t.Errorf("it moved %d times, want once", len(moves))
	}
}
