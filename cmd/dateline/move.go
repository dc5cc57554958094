package main

import (
	"context"
	"errors"
	"fmt"

	"dateline/retrieval/archive"
	"dateline/retrieval/weaviate"
)

// elsewhere reads the value of index --store: nil is local.
func (s *settings) elsewhere(value string) (*weaviate.Address, error) {
	to := &settings{}
	if err := store(to, value); err != nil {
		return nil, usageError{fmt.Errorf("--store is %q: %w", value, err)}
	}
	switch {
	case to.store == nil && s.store == nil, to.store != nil && s.store != nil && to.store.String() == s.store.String():
		return nil, usageError{errors.New("--store names where the index lies already; name another place, or leave it out")}
	case to.store == nil && len(s.coverage) == 0:
		return nil, usageError{errors.New("--store local wants to know which coverage's index it is; name it with --coverage or DATELINE_COVERAGE")}
	}
	return to.store, nil
}

// moveTo brings the index in step, and then one at another place with it.
func (a *app) moveTo(ctx context.Context, place string) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	to, err := s.elsewhere(place)
	if err != nil {
		return err
	}
	o, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer o.close()
	return a.move(ctx, o, to)
}

// move makes the index at another place hold what the one that is open does. Nothing is embedded for that.
func (a *app) move(ctx context.Context, o *opened, to *weaviate.Address) error {
	_, names, err := a.folders(o.settings)
	if err != nil {
		return err
	}
	there := *o.rooms
	if there.server = nil; to != nil {
		there.server = weaviate.New(*to, o.settings.weaviateKey, o.log)
	}
	bar := newBar(a.errOut)
	defer bar.finish()
	options := a.options(o.settings, &there, names, bar)
	writer, err := archive.OpenWriter(ctx, options)
	if err != nil {
		return err
	}
	changes, err := archive.Copy(ctx, o.store, writer, options.Progress)
	bar.finish()
	if err = errors.Join(err, writer.Close()); err != nil {
		return err
	}
	articles, err := o.store.Whole().Articles(ctx)
	if err != nil {
		return err
	}
	place := localStore
	if to != nil {
		place = to.String()
	}
	done := changes.String()
	if changes.None() {
		done = "nothing to do"
	}
	fmt.Fprintf(a.out, "%s holds the index now: %s (%s). To answer from there, set DATELINE_STORE=%[1]s.\n", place, counted(len(articles), "article"), done)
	return nil
}
