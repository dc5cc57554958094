package local_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/philippgille/chromem-go"

	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// task is what a process of its own is to open and ask.
type task struct {
	Dir, Identity string
	Questions     []string
}

// readerTask names the file of a task; the measures are written beside it.
const readerTask = "DATELINE_TEST_READER_TASK"

// readApart has another process measure what it is to open an index and to search it.
func readApart(b *testing.B, m measures, t task) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	raw, err := json.Marshal(t)
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "task")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), exe, "-test.run", "^TestReader$", "-test.timeout", "1h")
	cmd.Env = append(os.Environ(), readerTask+"="+path)
	if said, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, said)
	}
	if raw, err = os.ReadFile(path + measured); err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		b.Fatal(err)
	}
}

const measured = ".measured"

func TestReader(t *testing.T) {
	path := os.Getenv(readerTask)
	if path == "" {
		t.Skip("is the process that BenchmarkScale measures")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var of task
	if err := json.Unmarshal(raw, &of); err != nil {
		t.Fatal(err)
	}
	m := measures{}
	if err := of.read(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if raw, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+measured, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// What is searched within: a month of ten years, and one outlet of sixty.
var (
	oneMonth  = retrieval.Filter{Since: time.Date(2019, 9, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2019, 10, 1, 0, 0, 0, 0, time.UTC)}
	oneOutlet = retrieval.Filter{Outlets: []string{outlet(3)}}
)

func (t task) read(ctx context.Context, m measures) error {
	static := embed.NewStatic()
	ranker := search.NewRanker(static)
	vectors := make([][]float32, len(t.Questions))
	for i, q := range t.Questions {
		vectors[i] = static.Vector(q)
	}
	if err := t.warm(ctx, static, ranker); err != nil {
		return err
	}
	m[beforeMB], _ = memory()
	start := time.Now()
	store, err := local.Open(ctx, t.Dir, t.Identity)
	if err != nil {
		return err
	}
	defer store.Close()
	m[opening] = ms(time.Since(start))
	start = time.Now()
	articles, err := store.Articles(ctx)
	if err != nil {
		return err
	}
	m[listing], m[articleCount] = ms(time.Since(start)), float64(len(articles))
	found := search.New(store, static, ranker)
	ask := func(f retrieval.Filter) ([]time.Duration, error) {
		return each(t.Questions, func(q string) error {
			result, err := found.Search(ctx, retrieval.Query{Text: q, Filter: f})
			if err == nil && len(result.Evidence) == 0 {
				err = fmt.Errorf("nothing is found for %q", q)
			}
			return err
		})
	}
	took, err := ask(retrieval.Filter{})
	m[askingFirst] = ms(took[0])
	m[residentMB], m[mappedMB] = memory()
	for range 2 {
		more, failed := ask(retrieval.Filter{})
		took, err = append(took, more...), cmp.Or(err, failed)
	}
	month, err1 := ask(oneMonth)
	ofOutlet, err2 := ask(oneOutlet)
	if err := cmp.Or(err, err1, err2); err != nil {
		return err
	}
	m[asking], m[askingMonth], m[askingOutlet] = median(took), median(month), median(ofOutlet)
	m[askingSlow] = ms(took[len(took)*95/100])
	near := func(f retrieval.Filter) ([]time.Duration, error) {
		return each(vectors, func(v []float32) error {
			_, err := store.Nearest(ctx, v, f, 10)
			return err
		})
	}
	month, err1 = near(oneMonth)
	ofOutlet, err2 = near(oneOutlet)
	m[static100.within(aMonth)], m[static100.within(anOutlet)] = median(month), median(ofOutlet)
	return cmp.Or(err1, err2, compared(m, static100, store, func(i int) []float32 { return vectors[i] }))
}

// warm has the program's own tables and code in memory, which a process has whatever it searches.
func (t task) warm(ctx context.Context, static *embed.Static, ranker *search.Ranker) error {
	store := local.NewMemory(static.Identity())
	defer store.Close()
	articles, _, err := ingest.Read(ctx, ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		return err
	}
	if _, err := archive.Sync(ctx, store, static, articles, nil); err != nil {
		return err
	}
	found := search.New(store, static, ranker)
	_, err = each(t.Questions, func(q string) error {
		_, err := found.Search(ctx, retrieval.Query{Text: q})
		return err
	})
	return err
}

// each times what is done with each.
func each[T any](all []T, do func(T) error) ([]time.Duration, error) {
	took := make([]time.Duration, len(all))
	for i, one := range all {
		start := time.Now()
		if err := do(one); err != nil {
			return took, err
		}
		took[i] = time.Since(start)
	}
	return took, nil
}

// How often vectors are searched, and of these how often by chromem-go and exactly: each in turn with the others.
const (
	scans   = 32
	slowly  = 4 // in so many, once
	nearest = 10
)

// compared measures Nearest beside chromem-go's own query and beside vek's bare products, all of the same memory, and what it
// finds by what products in double precision find.
func compared(m measures, name kindOfVectors, s *local.Store, vector func(i int) []float32) error {
	ctx := context.Background()
	theirs, err := chromem.NewDB().CreateCollection("all", nil, nil)
	if err != nil {
		return err
	}
	for id, v := range s.Rows() {
		if err := theirs.AddDocument(ctx, chromem.Document{ID: id, Embedding: v}); err != nil {
			return err
		}
	}
	runtime.GC()
	var ours, bare, chromems []time.Duration
	recalled := 0
	for i := range scans {
		v := vector(i)
		start := time.Now()
		hits, err := s.Nearest(ctx, v, retrieval.Filter{}, nearest)
		if err != nil {
			return err
		}
		ours = append(ours, time.Since(start))
		start = time.Now()
		s.Scan(v, runtime.GOMAXPROCS(0))
		bare = append(bare, time.Since(start))
		if i%slowly > 0 {
			continue
		}
		start = time.Now()
		if _, err := theirs.QueryEmbedding(ctx, v, nearest, nil, nil); err != nil {
			return err
		}
		chromems = append(chromems, time.Since(start))
		for _, id := range exactly(s, v) {
			if slices.ContainsFunc(hits, func(h retrieval.Hit) bool { return h.ID == id }) {
				recalled++
			}
		}
	}
	mine := median(ours)
	m[name.within(all)], m[name.bare()], m[name.chromem()] = mine, mine/median(bare), median(chromems)/mine
	m[name.recall()] = float64(recalled) / float64(nearest*len(chromems))
	return nil
}

// exactly are the nearest by products in double precision.
func exactly(s *local.Store, query []float32) []string {
	type hit struct {
		id    string
		score float64
	}
	var hits []hit
	for id, v := range s.Rows() {
		score := 0.0
		for i := range v {
			score += float64(query[i]) * float64(v[i])
		}
		if len(hits) == nearest && score <= hits[nearest-1].score {
			continue
		}
		hits = append(hits, hit{id, score})
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
		hits = hits[:min(len(hits), nearest)]
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.id
	}
	return ids
}

// memory is what the process has resident, and of that what is of mapped files, in megabytes: every page of them that it has
// touched, whether or not others share it. Both are zero where the system does not tell.
func memory() (resident, mapped float64) {
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
			resident = mb(kb << 10)
		case name == "RssFile":
			mapped = mb(kb << 10)
		}
	}
	return resident, mapped
}
