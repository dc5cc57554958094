package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/ingest"
)

// How patiently index --watch watches.
const (
	watchSettle  = time.Second
	watchLongest = 15 * time.Second
	watchLook    = 2 * time.Second
)

func (a *app) indexCommand() *cobra.Command {
	var watch bool
	cmd := &cobra.Command{
		Use:     "index",
		Short:   "Bring the index up to date with the coverage",
		Example: "  dateline index --coverage path/to/articles\n  dateline index --coverage path/to/articles --watch",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if watch {
				return a.watch(cmd.Context())
			}
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			return a.report(cmd.Context(), o.store, o.changes, map[string]bool{})
		},
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "stay, and keep the index up to date while the coverage changes")
	return cmd
}

// report says what there is and what has become of it, on one line, and what of it speaks to a machine: the files are
// named in which that is news.
func (a *app) report(ctx context.Context, store retrieval.Store, c archive.Changes, named map[string]bool) error {
	articles, err := store.Articles(ctx)
	if err != nil {
		return err
	}
	retracted, marked, news := 0, 0, c.None()
	for _, article := range articles {
		if article.Retracted {
			retracted++
		}
		n, err := instructions(ctx, store, article)
		if err != nil {
			return err
		}
		if marked += n; n > 0 && !c.None() && !named[article.Hash] {
			named[article.Hash], news = true, true
			fmt.Fprintf(a.errOut, "dateline: marked %s of %s as no reporting; dateline search shows them\n",
				counted(n, "passage"), cmp.Or(article.Path, article.ID))
		}
	}
	there := counted(len(articles), "article")
	if retracted > 0 {
		there += fmt.Sprintf(" (%d retracted)", retracted)
	}
	if c.None() {
		fmt.Fprintf(a.out, "The index is up to date: %s.\n", there)
	} else {
		fmt.Fprintf(a.out, "%s: %s; %s embedded.\n", there, c, counted(c.Passages, "passage"))
	}
	if marked > 0 && news {
		fmt.Fprintf(a.out, "%s marked as instructions to a machine and kept out of answers.\n", counted(marked, "passage"))
	}
	return nil
}

// instructions is how many of an article's passages speak to a machine.
func instructions(ctx context.Context, store retrieval.Store, article retrieval.Article) (n int, err error) {
	is := func(b retrieval.Block) bool { return b.Kind == retrieval.Instruction }
	if !slices.ContainsFunc(article.Blocks, is) {
		return 0, nil
	}
	passages, err := store.ArticlePassages(ctx, article.ID)
	for _, p := range passages {
		if p.Kind == retrieval.Instruction {
			n++
		}
	}
	return n, err
}

// watch holds the index and brings it in step with the coverage until ctx ends. What is skipped is said when it changes.
func (a *app) watch(ctx context.Context) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	if len(s.coverage) == 0 {
		return usageError{errors.New("--watch wants a folder to watch; name one with --coverage or DATELINE_COVERAGE")}
	}
	r, err := newRooms(ctx, s, a.errOut)
	if err != nil {
		return err
	}
	names, articles, told, err := a.read(ctx, s)
	a.tell(told, len(articles))
	if err != nil {
		return err
	}
	bar := newBar(a.errOut)
	o := a.options(s, r, names, bar)
	writer, err := archive.OpenWriter(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		if err := writer.Close(); err != nil {
			r.log.Warn("closing the index failed", "error", err)
		}
	}()
	first, named := true, map[string]bool{}
	sync := func(ctx context.Context) error {
		_, articles, skipped, err := a.read(ctx, s)
		if !slices.Equal(skipped, told) {
			a.tell(skipped, len(articles))
			told = skipped
		}
		if err != nil {
			return err
		}
		changes, err := o.Sync(ctx, writer, articles)
		bar.finish()
		if err != nil || changes.None() && !first {
			return err
		}
		first = false
		return a.report(ctx, writer, changes, named)
	}
	return archive.Watch{
		Folders: names, Settle: watchSettle, Longest: watchLongest, Look: watchLook, Log: r.log, Sync: sync,
		Say: func(sentence string) { fmt.Fprintln(a.errOut, "dateline:", sentence) },
	}.Run(ctx)
}

// tell names what was skipped, and why.
func (a *app) tell(skipped []ingest.Skipped, read int) {
	for _, file := range skipped {
		fmt.Fprintln(a.errOut, "dateline: skipped", file)
	}
	if len(skipped) > 0 && read > 0 {
		fmt.Fprintf(a.errOut, "dateline: read the other %s\n", counted(read, "article"))
	}
}

// counted is a number of things by their name.
func counted(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}
