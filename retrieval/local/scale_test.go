package local_test

import (
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/viterin/vek"

	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/local"
)

// benchLarge is the value of DATELINE_BENCH that has BenchmarkScale go on to a million passages, which takes some ten
// minutes on two idle processors, 6 GB of memory and 5 GB of disk, which it frees again.
const benchLarge = "large"

// BenchmarkScale prints, by number of passages, what it takes to index them, to append to them, to open them and to search them,
// in time and memory, each beside what it is measured by, and how each grows:
//
//	DATELINE_BENCH=large go test -run '^$' -bench Scale -benchtime 1x -timeout 2h ./retrieval/local
//
// Articles come by the archive's road, embedded by the static vectors; opening and searching is measured in a process of its own.
// The files are in the system's cache, as they are once an index was written or read.
func BenchmarkScale(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if os.Getenv("DATELINE_BENCH") == benchLarge {
		sizes = append(sizes, 1_000_000)
	}
	for b.Loop() {
		var t table
		started := load()
		for _, n := range sizes {
			m := measures{}
			t.add(n, m)
			scaled(b, m, n)
			embedded(b, m, n)
		}
		fmt.Printf("%s\n%d processors, vectors compared by AVX2: %v; load %s at the start, %s at the end\n%s\n%s\n\n",
			&t, runtime.GOMAXPROCS(0), vek.Info().Acceleration, started, load(),
			"times are medians, and what all processors took counts making the articles too, whatever else the system is at",
			"resident is VmRSS, in which every page of a mapped file counts that the process has touched")
	}
	b.ReportMetric(0, "ns/op")
}

// appended is how many articles are appended, one by one.
const appended = 40

// scaled measures an index of so many passages.
func scaled(b *testing.B, m measures, passages int) {
	c, err := newCorpus(passages / 10)
	if err != nil {
		b.Fatal(err)
	}
	o := archive.Options{
		Data: b.TempDir(), Coverage: []string{"corpus"}, Embedder: embed.NewStatic(), Log: slog.New(slog.DiscardHandler), Say: func(string) {},
	}
	w, err := archive.OpenWriter(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	sync := func() (taken time.Duration, embedded int) {
		c.making = 0
		start := time.Now()
		changes, err := o.Sync(b.Context(), w, c)
		if err != nil {
			b.Fatal(err)
		}
		return time.Since(start) - c.making, changes.Passages
	}
	before := processed()
	taken, n := sync()
	m[indexing], m[processing], m[passageCount] = taken.Seconds(), processed()-before, float64(n)
	var appending []time.Duration
	for range appended {
		c.articles++
		taken, _ := sync()
		appending = append(appending, taken)
	}
	m[appendingOne], m[appendingWorst] = median(appending), ms(slices.Max(appending))
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	m[rawMB], m[diskMB] = sizes(b, o.Dir())
	questions := make([]string, 100)
	for n := range questions {
		questions[n] = c.question(n)
	}
	readApart(b, m, task{Dir: o.Dir(), Identity: o.Identity(), Questions: questions})
	m[residentRatio] = (m[residentMB] - m[beforeMB]) / m[rawMB]
	if err := os.RemoveAll(o.Data); err != nil {
		b.Fatal(err)
	}
}

// sizes are those of an index's vectors and postings, and of all of it, in megabytes.
func sizes(b *testing.B, dir string) (raw, all float64) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		stat, err := d.Info()
		if err != nil {
			return err
		}
		all += mb(stat.Size())
		if name := d.Name(); name == "vectors" || strings.HasSuffix(name, "-terms") {
			raw += mb(stat.Size())
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return raw, all
}

// embedded measures the search over as many vectors of a small model's dimensions.
func embedded(b *testing.B, m measures, passages int) {
	const dims = 384
	random, dir := rand.New(rand.NewPCG(1, 2)), b.TempDir()
	s, err := local.OpenVectors(dir, passages, func() []float32 { return unit(random, dims) })
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	if err := compared(m, model, s, func(int) []float32 { return unit(random, dims) }); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		b.Fatal(err)
	}
}

// load is the system's, where it tells.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(raw))[0]
}

// processed is what the process has taken of all processors, in seconds; zero where the system does not tell.
func processed() float64 {
	raw, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, stat, _ := strings.Cut(string(raw), ") ")
	var ticks float64
	for _, field := range strings.Fields(stat)[11:13] { // utime and stime of proc(5), in hundredths
		n, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return ticks / 100
}

func median(d []time.Duration) float64 {
	slices.Sort(d)
	return ms(d[len(d)/2])
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }
