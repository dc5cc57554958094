package measure_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
	"dateline/retrieval/measure"
)

// folder writes files and returns where.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func ours() map[string]string {
	return map[string]string{
		"docs.jsonl":    `{"id":"d1","title":"Kerry warns","text":"One.\n\nTwo.","source":"Desk","date":"2016-09-28","author":"Staff","url":"https://example.org"}` + "\n",
		"queries.jsonl": `{"id":"q1","text":"Who warned?","answers":["Kerry"]}` + "\n" + `{"id":"q2","question":"Whom?","answer":"Lavrov","answerable":false,"clean":false}`,
		"qrels.tsv":     "q1\td1\t2\nq2\td1\t0\n",
	}
}

func TestLoad(t *testing.T) {
	no := false
	grades := map[string]map[string]int{"q1": {"d1": 2}, "q2": {"d1": 0}}
	queries := []measure.Query{
		{ID: "q1", Text: "Who warned?", Answers: []string{"Kerry"}},
		{ID: "q2", Text: "Whom?", Question: "Whom?", Answer: "Lavrov", Answers: []string{"Lavrov"}, Answerable: &no, Clean: &no},
	}
	documents := []measure.Document{{
		ID: "d1", Title: "Kerry warns", Text: "One.\n\nTwo.", Outlet: "Desk", Date: "2016-09-28", Author: "Staff", URL: "https://example.org",
	}}
	beir := map[string]string{
		"corpus.jsonl":   strings.ReplaceAll(ours()["docs.jsonl"], `"id"`, `"_id"`),
		"queries.jsonl":  strings.ReplaceAll(ours()["queries.jsonl"], `"id"`, `"_id"`),
		"qrels/test.tsv": "query-id\tcorpus-id\tscore\n" + ours()["qrels.tsv"],
	}
	trec := ours()
	trec["qrels.tsv"] = "q1 0 d1 2\nq2 0 d1 0\n"
	blank := ours()
	blank["docs.jsonl"] = "\n" + blank["docs.jsonl"] + "\r\n \n"
	for name, files := range map[string]map[string]string{"ours": ours(), "BEIR": beir, "TREC judgements": trec, "blank lines": blank} {
		dir := folder(t, files)
		got, err := measure.Load(dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := &measure.Set{Name: filepath.Base(dir), Documents: documents, Queries: queries, Grades: grades}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLoadErrorsNameFileAndLine(t *testing.T) {
	for name, tt := range map[string]struct {
		file, text string // "" takes the file away
		want       string
	}{
		"no documents":         {"docs.jsonl", "", "docs.jsonl"},
		"no queries":           {"queries.jsonl", "", "queries.jsonl"},
		"no judgements":        {"qrels.tsv", "", "qrels.tsv"},
		"malformed document":   {"docs.jsonl", "{\"id\":\"d1\"}\n\n{broken\n", "docs.jsonl:3:"},
		"malformed query":      {"queries.jsonl", "{\"id\":7}\n", "queries.jsonl:1:"},
		"query without text":   {"queries.jsonl", "{\"id\":\"q1\",\"text\":\"Who?\"}\n{\"id\":\"q2\"}\n", `queries.jsonl: question 2 ("q2") has no text`},
		"two columns":          {"qrels.tsv", "q1\td1\t1\nq1\td2\n", "qrels.tsv:2: want query, document and grade"},
		"grade in words":       {"qrels.tsv", "q1\td1\t1\nq1\td2\tgood\n", `qrels.tsv:2: grade "good" is no number`},
		"a header of one word": {"qrels.tsv", "judgements\nq1\td2\t1\n", "qrels.tsv:1: want query"},
	} {
		files := ours()
		files[tt.file] = tt.text
		if tt.text == "" {
			delete(files, tt.file)
		}
		if _, err := measure.Load(folder(t, files)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %s", name, err, tt.want)
		}
	}
}

func TestQuestionsTakeAssertions(t *testing.T) {
	dir := folder(t, map[string]string{"q.jsonl": `{"id":"a","question":"Who?","assertions":["Kerry warned"]}`})
	got, err := measure.Questions(filepath.Join(dir, "q.jsonl"))
	if err != nil || len(got) != 1 || got[0].Text != "Who?" || !cmp.Equal(got[0].Answers, []string{"Kerry warned"}) {
		t.Errorf("questions %+v, error %v", got, err)
	}
}

func TestClaims(t *testing.T) {
	dir := folder(t, map[string]string{
		"good.jsonl": `{"id":"1","claim":"Kerry warned.","evidence":["He did."],"label":"supported"}` + "\n" + `{"id":"2","claim":"He left.","label":"not_supported"}`,
		"bad.jsonl":  `{"id":"1","claim":"Kerry warned.","label":"yes"}`,
	})
	got, err := measure.Claims(filepath.Join(dir, "good.jsonl"))
	want := []measure.Claim{
		{ID: "1", Claim: "Kerry warned.", Evidence: []string{"He did."}, Label: "supported"},
		{ID: "2", Claim: "He left.", Label: "not_supported"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	_, err = measure.Claims(filepath.Join(dir, "bad.jsonl"))
	if want := `bad.jsonl: claim 1 ("1") is labelled "yes"; write one of supported, partially_supported, not_supported`; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestArticle(t *testing.T) {
	d := measure.Document{
		ID: "d1", Title: "Kerry warns", Text: "\n\nOne, two, three, four, five.\n\n \n\n Two. \n\n", Outlet: "Desk", Date: "2016-09-28T23:30:00-04:00", Author: "Staff",
		URL: "https://example.org",
	}
	a := d.Article()
	var paragraphs []string
	for _, b := range a.Blocks {
		paragraphs = append(paragraphs, b.In(a.Text))
		if b.Kind != retrieval.Body {
			t.Errorf("block %q is a %s", b.In(a.Text), b.Kind)
		}
	}
	if diff := cmp.Diff([]string{"One, two, three, four, five.", "Two."}, paragraphs); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
	if want := time.Date(2016, 9, 29, 3, 30, 0, 0, time.UTC); !a.Published.Equal(want) || a.Headline != "Kerry warns" || a.Outlet != "Desk" || a.Byline != "Staff" || len(a.Sketch) == 0 {
		t.Errorf("article %+v", a)
	}
	if got := (measure.Document{ID: "d2", Date: "last week"}).Article(); !got.Published.IsZero() || got.Text != "" || got.Blocks != nil {
		t.Errorf("article of nothing %+v", got)
	}
}

func TestSharedSetsLoad(t *testing.T) {
	const shared = "../../../shared/eval"
	if _, err := os.Stat(shared); err != nil {
		t.Skip("../shared/eval is absent")
	}
	for _, name := range []string{"time", "multihoprag500", "clapnq"} {
		set, err := measure.Load(filepath.Join(shared, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(set.Documents) == 0 || len(set.Queries) == 0 || len(set.Grades) == 0 {
			t.Errorf("%s: %d documents, %d queries, %d judged", name, len(set.Documents), len(set.Queries), len(set.Grades))
		}
	}
}
