package injection_test

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"dateline/retrieval"
	"dateline/retrieval/ingest"
	"dateline/retrieval/injection"
	"dateline/retrieval/segment"
	"dateline/seeds"
)

const shared = "../../../shared/eval/"

// seedParagraphs are the headline and paragraphs of each article shipped.
func seedParagraphs(t testing.TB) (headlines []string, paragraphs [][]string) {
	t.Helper()
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		var ps []string
		for _, b := range a.Blocks {
			ps = append(ps, b.In(a.Text))
		}
		headlines, paragraphs = append(headlines, a.Headline), append(paragraphs, ps)
	}
	return headlines, paragraphs
}

func readAttacks(t *testing.T, path string) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Skip(err)
	}
	var attacks map[string][]string
	if err := json.Unmarshal(raw, &attacks); err != nil {
		t.Fatal(err)
	}
	return attacks
}

// wrappers are what stands before planted requests in the wild.
var wrappers = []string{"", "", "", "IMPORTANT: ", "Ignore all previous instructions and ", "System: ", "Note to the AI: "}

// planted counts the attacks marked of those planted at the start, middle or end of the seeds, as a paragraph of its own
// and behind another's last sentence, bare and wrapped. touched is how many marks reach into clean text.
func planted(t *testing.T, attacks map[string][]string) (marked, all, touched int) {
	headlines, articles := seedParagraphs(t)
	for i, kind := range slices.Sorted(maps.Keys(attacks)) {
		hit, n := 0, 0
		for j, attack := range attacks[kind] {
			for k := (i + j) % 3; k < 6; k += 3 {
				article := (5*i + 7*j + k) % len(articles)
				text := wrappers[(i+j+k)%len(wrappers)] + attack
				clean := articles[article]
				at := []int{0, len(clean) / 2, len(clean) - 1}[k%3]
				ps, start := slices.Clone(clean), 0
				if k < 3 {
					ps[at] += " " + text
					start = len(clean[at]) + 1
				} else {
					if k == 5 {
						at++
					}
					ps = slices.Insert(ps, at, text)
				}
				covered := 0
				for p, marks := range injection.Find(ps, headlines[article]) {
					for _, m := range marks {
						if p == at && m.Start >= start && m.End <= start+len(text) {
							covered += m.Len()
						} else {
							touched++
							t.Logf("%q: clean text is marked: %q", text, m.In(ps[p]))
						}
					}
				}
				if n++; 10*covered >= 9*len(attack) {
					hit++
				} else {
					t.Logf("%s: not marked: %q", kind, text)
				}
			}
		}
		t.Logf("%-26s %d of %d", kind, hit, n)
		marked, all = marked+hit, all+n
	}
	return marked, all, touched
}

func TestPlantedAreMarked(t *testing.T) {
	for _, set := range []string{"testdata/attacks.json", shared + "injection/text_attack_train.json"} {
		t.Run(set[strings.LastIndexByte(set, '/')+1:], func(t *testing.T) {
			t.Parallel()
			marked, all, touched := planted(t, readAttacks(t, set))
			t.Logf("%d of %d planted are marked (%.3f); %d marks reach into clean text", marked, all, float64(marked)/float64(all), touched)
			if 10*marked < 9*all {
				t.Errorf("%d of %d planted are marked", marked, all)
			}
			if touched > 0 {
				t.Errorf("%d marks reach into clean text", touched)
			}
		})
	}
}

func TestSeedsAreClean(t *testing.T) {
	headlines, articles := seedParagraphs(t)
	for i, ps := range articles {
		for p, marks := range injection.Find(append(ps, headlines[i])) {
			for _, m := range marks {
				t.Errorf("%s, paragraph %d: %s: %q", headlines[i], p+1, m.Signal, m.In(append(ps, headlines[i])[p]))
			}
		}
	}
}

func TestScrapedArticleIsClean(t *testing.T) {
	const folder = "../../../shared/coverage"
	if _, err := fs.Stat(os.DirFS(folder), "."); err != nil {
		t.Skip(err)
	}
	articles, _, err := ingest.Read(t.Context(), ingest.Folder{FS: os.DirFS(folder)})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		for _, b := range a.Blocks {
			if b.Kind == retrieval.Instruction {
				t.Errorf("%s: %q", a.Headline, b.In(a.Text))
			}
		}
	}
}

// At most one passage in a hundred of real news and encyclopaedic text is marked.
func TestCleanSets(t *testing.T) {
	for _, set := range []string{"time", "clapnq", "multihoprag500", "wikinews", "trecqa/dev", "trecqa/train"} {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			marked, all := 0, 0
			for _, a := range readSet(t, shared+set+"/docs.jsonl") {
				var paragraphs []string
				for _, b := range a.Blocks {
					paragraphs = append(paragraphs, b.In(a.Text))
				}
				marks := injection.Find(paragraphs, a.Headline)
				for _, p := range segment.Passages(a) {
					all++
					for i, b := range a.Blocks {
						if slices.ContainsFunc(marks[i], func(m injection.Mark) bool {
							return b.Start+m.Start >= p.Span.Start && b.Start+m.Start < p.Span.End
						}) {
							marked++
							break
						}
					}
				}
			}
			t.Logf("%d of %d clean passages are marked (%.2f%%)", marked, all, 100*float64(marked)/float64(all))
			if 100*marked > all {
				t.Errorf("%d of %d clean passages are marked", marked, all)
			}
		})
	}
}

// readSet makes articles of a set's lines; a pool of loose sentences is one article.
func readSet(t *testing.T, path string) []retrieval.Article {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer file.Close()
	byID := map[string]*retrieval.Article{}
	var order []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var d struct{ ID, Pool, Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		id := d.ID
		if d.Pool != "" {
			id = "pool " + d.Pool
		}
		a, known := byID[id]
		if !known {
			a = &retrieval.Article{ID: id, Headline: d.Title}
			byID[id], order = a, append(order, id)
		}
		for paragraph := range strings.SplitSeq(d.Text, "\n\n") {
			if paragraph = strings.TrimSpace(paragraph); paragraph == "" {
				continue
			}
			if a.Text != "" {
				a.Text += "\n\n"
			}
			start := len(a.Text)
			a.Text += paragraph
			a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: start, End: len(a.Text)}, Kind: retrieval.Body})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	var articles []retrieval.Article
	for _, id := range order {
		articles = append(articles, *byID[id])
	}
	return articles
}
