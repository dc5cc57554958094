package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dateline/bot"
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
	var watch, asJSON bool
	var elsewhere string
	cmd := &cobra.Command{
		Use:     "index",
		Short:   "Bring the index up to date with the coverage",
		Example: "  dateline index --coverage path/to/articles\n  dateline index --coverage path/to/articles --watch\n  dateline index --coverage path/to/articles --store weaviate://localhost:8080",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if watch && asJSON {
				return usageError{errors.New("--watch stays and --json prints one object; leave one of the two out")}
			}
			if elsewhere != "" && (watch || asJSON) {
				return usageError{errors.New("--store moves the index and is done; leave out --watch and --json")}
			}
			if watch {
				return a.watch(cmd.Context())
			}
			if elsewhere != "" {
				return a.moveTo(cmd.Context(), elsewhere)
			}
			start := time.Now()
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			i, err := a.indexed(cmd.Context(), o.store, o.changes, map[string]bool{})
			if err != nil {
				return err
			}
			if !asJSON {
				a.report(i)
				for _, silence := range o.silences(time.Now()) {
					fmt.Fprintf(a.out, "%s.\n", silence)
				}
				return nil
			}
			i.Seconds = time.Since(start).Seconds()
			for _, s := range o.skipped {
				i.Skipped = append(i.Skipped, skippedItem(s))
			}
			return printJSON(a.out, i)
		},
	}
	cmd.Flags().BoolVar(&watch, "watch", false, "stay, and keep the index up to date while the coverage changes")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().StringVar(&elsewhere, "store", "", "then make the index there hold the same, without embedding again: local, or an address as DATELINE_STORE has it")
	return cmd
}

// indexed is what index --json prints.
type indexed struct {
	Articles        int             `json:"articles"` // in the index
	Passages        int             `json:"passages"`
	Changes         archive.Changes `json:"changes"`
	Skipped         []skippedItem   `json:"skipped"`
	Retracted       int             `json:"-"`      // articles
	Marked          int             `json:"marked"` // passages that speak to a machine
	CoverageThrough bot.Day         `json:"coverage_through"`
	Seconds         float64         `json:"seconds"`
}

// skippedItem is a file or an item in one that was not read.
type skippedItem struct {
	Path   string `json:"path"`
	Item   int    `json:"item"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// indexed looks at what there is after changes, and names on errOut the articles in which passages are marked that were
// not named before.
func (a *app) indexed(ctx context.Context, store retrieval.Store, c archive.Changes, named map[string]bool) (indexed, error) {
	i := indexed{Changes: c, Skipped: []skippedItem{}}
	articles, err := store.Articles(ctx)
	if err != nil {
		return i, err
	}
	i.Articles = len(articles)
	news := 0
	for _, article := range articles {
		if article.Retracted {
			i.Retracted++
		}
		if article.Published.After(i.CoverageThrough.Time) {
			i.CoverageThrough.Time = article.Published
		}
		all, n, err := countPassages(ctx, store, article.ID)
		if err != nil {
			return i, err
		}
		i.Passages += all
		if i.Marked += n; n > 0 && !c.None() && !named[article.Hash] {
			named[article.Hash] = true
			if news++; news <= mostTold {
				fmt.Fprintf(a.errOut, "dateline: marked %s of %s as no reporting; dateline search shows them\n",
					counted(n, "passage"), cmp.Or(article.Path, article.ID))
			}
		}
	}
	if news > mostTold {
		fmt.Fprintf(a.errOut, "dateline: marked passages of %s more\n", counted(news-mostTold, "article"))
	}
	return i, nil
}

// counter is a Store that knows how many passages an article has, and how many of them are marked, without reading them.
type counter interface {
	CountPassages(ctx context.Context, articleID string) (all, marked int, err error)
}

func countPassages(ctx context.Context, store retrieval.Store, articleID string) (all, marked int, err error) {
	if c, ok := store.(counter); ok {
		return c.CountPassages(ctx, articleID)
	}
	passages, err := store.ArticlePassages(ctx, articleID)
	for _, p := range passages {
		if p.Kind == retrieval.Instruction {
			marked++
		}
	}
	return len(passages), marked, err
}

// report says on one line what there is and what has become of it, and on another what of it speaks to a machine.
func (a *app) report(i indexed) {
	there := counted(i.Articles, "article")
	if i.Retracted > 0 {
		there += fmt.Sprintf(" (%d retracted)", i.Retracted)
	}
	if i.Changes.None() {
		fmt.Fprintf(a.out, "The index is up to date: %s.\n", there)
		return
	}
	fmt.Fprintf(a.out, "%s: %s; %s embedded.\n", there, i.Changes, counted(i.Changes.Passages, "passage"))
	if i.Marked > 0 {
		fmt.Fprintf(a.out, "%s marked as instructions to a machine and kept out of answers.\n", counted(i.Marked, "passage"))
	}
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
	if err := a.fetchDue(ctx, r); err != nil {
		return err
	}
	folders, names, err := a.folders(s)
	if err != nil {
		return err
	}
	bar := newBar(a.errOut)
	o := a.options(s, r, names, bar)
	c := a.source(s, o, folders, bar)
	if err := c.named(c.Check(ctx)); err != nil {
		return err
	}
	writer, err := archive.OpenWriter(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		if err := writer.Close(); err != nil {
			r.log.Warn("closing the index failed", "error", err)
		}
	}()
	o.Say = func(string) {} // what is done is said once it is done
	var told []ingest.Skipped
	first, named := true, map[string]bool{}
	sync := func(ctx context.Context) error {
		if now, _, err := a.folders(s); err != nil {
			return err
		} else if !slices.EqualFunc(now, folders, func(a, b ingest.Folder) bool { return a.Name == b.Name }) {
			folders = now
			c = a.source(s, o, folders, bar)
		}
		changes, err := o.Sync(ctx, writer, c)
		bar.finish()
		if skipped := c.Skipped(); !slices.Equal(skipped, told) {
			told = skipped
			articles, _ := writer.Articles(ctx)
			a.tell(skipped, len(articles))
		}
		if err != nil || changes.None() && !first {
			return err
		}
		first = false
		i, err := a.indexed(ctx, writer, changes, named)
		if err == nil {
			a.report(i)
		}
		return err
	}
	stop, err := a.poll(ctx, r, func(context.Context) {}) // what it writes is watched
	if err != nil {
		return err
	}
	defer stop()
	return archive.Watch{
		Folders: append(names, r.addedTo()...), Settle: watchSettle, Longest: watchLongest, Look: watchLook, Log: r.log, Sync: sync,
		Say: func(sentence string) { fmt.Fprintln(a.errOut, "dateline:", sentence) },
	}.Run(ctx)
}

// mostTold is how many files are named of those that were skipped, and of those in which passages were marked; the rest is
// counted.
const mostTold = 20

// tell names what was skipped, and why.
func (a *app) tell(skipped []ingest.Skipped, read int) {
	named := skipped[:min(len(skipped), mostTold)]
	for _, file := range named {
		fmt.Fprintln(a.errOut, "dateline: skipped", file)
	}
	if rest := skipped[len(named):]; len(rest) > 0 {
		fmt.Fprintf(a.errOut, "dateline: skipped %d more; dateline index --json names them all\n", len(rest))
		for _, reason := range reasons(rest) {
			fmt.Fprintln(a.errOut, "dateline:   "+reason)
		}
	}
	if len(skipped) > 0 && read > 0 {
		fmt.Fprintf(a.errOut, "dateline: read the other %s\n", counted(read, "article"))
	}
}

// reasons counts why files were skipped, the most frequent reason first. What a reason says of its one file, such as a name
// or what a parser said, is left out.
func reasons(skipped []ingest.Skipped) []string {
	times := map[string]int{}
	for _, s := range skipped {
		reason := s.Reason
		if cut := strings.IndexAny(reason, "\"(:;"); cut > 0 {
			reason = strings.TrimSpace(reason[:cut]) + " …"
		}
		times[reason]++
	}
	var all []string
	for _, reason := range slices.SortedFunc(maps.Keys(times), func(a, b string) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), strings.Compare(a, b))
	}) {
		all = append(all, fmt.Sprintf("%d: %s", times[reason], reason))
	}
	return all
}

// counted is a number of things by their name.
func counted(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}
