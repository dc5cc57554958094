package local

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
)

// measures are of a process that opens an index.
type measures struct {
	Open, Passages, Articles, Nearest, List time.Duration // medians, but for the opening
	Resident                                int64         // bytes, where the system tells; after all that
	Heap                                    int64
}

// readMeasured opens an index of archiveOf's, searches it, and prints the measures.
func readMeasured(dir string) error {
	ctx := context.Background()
	raw, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return err
	}
	var m manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return err
	}
	var got measures
	start := time.Now()
	s, err := Open(ctx, dir, m.Identity)
	if err != nil {
		return err
	}
	got.Open = time.Since(start)
	random := rand.New(rand.NewPCG(4, 5))
	start = time.Now()
	if _, err := s.Articles(ctx); err != nil {
		return err
	}
	got.List = time.Since(start)
	var passages, articles, nearest []time.Duration
	for range 50 {
		question := strings.Join(strings.Fields(paragraph(random))[:8], " ")
		start := time.Now()
		if _, err := s.Terms(ctx, question, retrieval.Passages, retrieval.Filter{}, 200); err != nil {
			return err
		}
		passages = append(passages, time.Since(start))
		start = time.Now()
		if _, err := s.Terms(ctx, question, retrieval.Articles, retrieval.Filter{}, 200); err != nil {
			return err
		}
		articles = append(articles, time.Since(start))
		start = time.Now()
		if _, err := s.Nearest(ctx, randomVector(random, m.Dims), retrieval.Filter{}, 200); err != nil {
			return err
		}
		nearest = append(nearest, time.Since(start))
	}
	got.Passages, got.Articles, got.Nearest = median(passages), median(articles), median(nearest)
	got.Resident, got.Heap = memory()
	return json.NewEncoder(os.Stdout).Encode(got)
}

// memory is what the process has resident, and of that what is no mapped file, in bytes; zero where the system does not say.
func memory() (resident, anonymous int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch {
		case err != nil:
		case name == "VmRSS":
			resident = kb << 10
		case name == "RssAnon":
			anonymous = kb << 10
		}
	}
	return resident, anonymous
}

// BenchmarkScale prints, by number of passages of 120 words with vectors of 100 dimensions, what it takes to index, append,
// open and search them, and what of memory and disk; what is opened and searched is so in a process of its own:
//
//	go test -run '^$' -bench Scale -benchtime 1x -timeout 1h ./retrieval/local
func BenchmarkScale(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			s := openWriter(b, dir)
			random := rand.New(rand.NewPCG(2, 3))
			text := 0
			var indexing time.Duration
			for i := 0; i < n; i += benchCommit {
				entries := articlesOf(random, i/10, min(benchCommit, n-i), 100)
				for _, e := range entries {
					text += len(e.Article.Text) + len(e.Article.Headline)
				}
				start := time.Now()
				apply(b, s, retrieval.Change{Put: entries})
				indexing += time.Since(start)
			}
			var appending []time.Duration
			for i := range 30 {
				e := newEntry(fmt.Sprint("one", i), "One", 100, "A paragraph of an article that is appended.")
				start := time.Now()
				apply(b, s, retrieval.Change{Put: []retrieval.Entry{e}})
				appending = append(appending, time.Since(start))
			}
			s.Close()
			var got measures
			for b.Loop() {
				got = measured(b, dir)
			}
			raw, disk := raws(b, dir)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(n)/indexing.Seconds(), "passages-indexed/s")
			b.ReportMetric(ms(median(appending)), "ms-append")
			b.ReportMetric(ms(slices.Max(appending)), "ms-append-max")
			b.ReportMetric(ms(got.Open), "ms-open")
			b.ReportMetric(ms(got.List), "ms-list")
			b.ReportMetric(ms(got.Passages), "ms-terms")
			b.ReportMetric(ms(got.Articles), "ms-terms-articles")
			b.ReportMetric(ms(got.Nearest), "ms-nearest")
			b.ReportMetric(float64(got.Resident)/float64(raw), "x-raw-resident")
			b.ReportMetric(float64(got.Heap)/float64(n), "B-not-mapped/passage")
			b.ReportMetric(float64(disk-int64(text))/float64(n), "B-beyond-text/passage")
		})
	}
}

func measured(b *testing.B, dir string) (got measures) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), exe)
	cmd.Env = append(os.Environ(), readerFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(out, &got); err != nil {
		b.Fatal(err)
	}
	return got
}

// raws is the size of the vectors and postings of an index, and of all of it.
func raws(b *testing.B, dir string) (raw, all int64) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		stat, err := d.Info()
		if err != nil {
			return err
		}
		all += stat.Size()
		if name := d.Name(); name == vectorsName || filepath.Ext(name) == ".zap" {
			raw += stat.Size()
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return raw, all
}
