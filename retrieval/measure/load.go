package measure

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Document is one document of a judged set. Fields that a set does not carry are "".
type Document struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Outlet string `json:"source"`
	Date   string `json:"date"`
	Author string `json:"author"`
	URL    string `json:"url"`
}

// Query is one question of a judged set, with its answers where the set carries them.
type Query struct {
	ID         string   `json:"id"`
	Text       string   `json:"text"`
	Question   string   `json:"question"` // stands for Text where that is empty
	Answers    []string `json:"answers"`
	Answer     string   `json:"answer"` // stands for Answers where those are empty
	Assertions []string `json:"assertions"`
	Answerable *bool    `json:"answerable"` // nil means yes
	Clean      *bool    `json:"clean"`      // nil means yes
}

// Set is a judged set: Grades maps a query's ID to the grades of documents.
type Set struct {
	Name      string
	Documents []Document
	Queries   []Query
	Grades    map[string]map[string]int
}

// Load reads a folder: docs.jsonl, queries.jsonl and qrels.tsv, or BEIR's corpus.jsonl, queries.jsonl and qrels/test.tsv
// with _id for id. Errors name the file and the line.
func Load(dir string) (*Set, error) {
	set := &Set{Name: filepath.Base(dir), Grades: map[string]map[string]int{}}
	var err error
	if set.Documents, err = jsonl[Document](first(dir, "docs.jsonl", "corpus.jsonl")); err != nil {
		return nil, err
	}
	if set.Queries, err = Questions(filepath.Join(dir, "queries.jsonl")); err != nil {
		return nil, err
	}
	return set, set.loadGrades(first(dir, "qrels.tsv", filepath.Join("qrels", "test.tsv")))
}

// Questions reads a JSONL file of questions.
func Questions(path string) ([]Query, error) {
	queries, err := jsonl[Query](path)
	for i := range queries {
		q := &queries[i]
		if q.Text == "" {
			q.Text = q.Question
		}
		if len(q.Answers) == 0 && q.Answer != "" {
			q.Answers = []string{q.Answer}
		}
		if len(q.Answers) == 0 {
			q.Answers = q.Assertions
		}
		if q.Text == "" {
			return nil, fmt.Errorf("%s: question %d (%q) has no text", path, i+1, q.ID)
		}
	}
	return queries, err
}

// loadGrades reads tab-separated query, document and grade, with or without a header and TREC's iteration column.
func (s *Set) loadGrades(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read judgements: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 4 {
			fields = append(fields[:1], fields[2:]...)
		}
		if len(fields) != 3 {
			return fmt.Errorf("%s:%d: want query, document and grade", path, n)
		}
		grade, err := strconv.Atoi(fields[2])
		if err != nil && n == 1 {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s:%d: grade %q is no number", path, n, fields[2])
		}
		if s.Grades[fields[0]] == nil {
			s.Grades[fields[0]] = map[string]int{}
		}
		s.Grades[fields[0]][fields[1]] = grade
	}
	return lines.Err()
}

// first is the first of the names that exists in dir, or the first name.
func first(dir string, names ...string) string {
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return filepath.Join(dir, name)
		}
	}
	return filepath.Join(dir, names[0])
}

// JSONL decodes one value a line; BEIR's _id is read as id.
func jsonl[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []T
	lines := bufio.NewReaderSize(f, 1<<16)
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if text := strings.TrimSpace(line); text != "" {
			var v T
			if err := json.Unmarshal([]byte(strings.Replace(text, `"_id"`, `"id"`, 1)), &v); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
			all = append(all, v)
		}
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
	}
}

// Claim is a claim with the evidence that it is held against, and whether a person found it supported.
type Claim struct {
	ID       string   `json:"id"`
	Claim    string   `json:"claim"`
	Evidence []string `json:"evidence"`
	Label    string   `json:"label"` // one of Labels
}

// Hash is of the claim's own text: claims are split into halves by whether it is even, so that no claim is in both.
// Grounding is fitted on the even halves of the development files of wice and attributionbench.
func (c Claim) Hash() uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.Claim)) // never fails
	return h.Sum32()
}

// Labels are the labels of claims; only the first counts as right.
var Labels = []string{"supported", "partially_supported", "not_supported"}

// Claims reads a JSONL file of labelled claims.
func Claims(path string) ([]Claim, error) {
	claims, err := jsonl[Claim](path)
	for i, c := range claims {
		if !slices.Contains(Labels, c.Label) {
			return nil, fmt.Errorf("%s: claim %d (%q) is labelled %q; write one of %s", path, i+1, c.ID, c.Label, strings.Join(Labels, ", "))
		}
	}
	return claims, err
}
