package retrieval_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// imports are ours that a package's code, tests aside, imports: directly and at any depth.
type imports struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

// list asks the go command for every package of the module, by import path.
func list(t *testing.T) map[string]imports {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-deps", "-json=ImportPath,Imports,Deps", "dateline/...")
	out, err := cmd.Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			t.Fatalf("go list: %v\n%s", err, failed.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	all := map[string]imports{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p imports
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if ours(p.ImportPath) {
			p.Imports = slices.DeleteFunc(p.Imports, func(i string) bool { return !ours(i) })
			p.Deps = slices.DeleteFunc(p.Deps, func(i string) bool { return !ours(i) })
			all[p.ImportPath] = p
		}
	}
	return all
}

func ours(path string) bool { return strings.HasPrefix(path, "dateline/") }

// The road runs one way: nothing that finds knows of what answers, and nothing that answers knows of the command line.
func TestRoadIsOneWay(t *testing.T) {
	packages := list(t)
	if len(packages) < 15 {
		t.Fatalf("go list found %d packages", len(packages))
	}
	for path, p := range packages {
		for _, dep := range p.Deps {
			switch {
			case strings.HasPrefix(path, "dateline/retrieval") && (strings.HasPrefix(dep, "dateline/bot") || strings.HasPrefix(dep, "dateline/cmd")),
				strings.HasPrefix(path, "dateline/bot") && strings.HasPrefix(dep, "dateline/cmd"),
				path == "dateline/seeds":
				t.Errorf("%s depends on %s", path, dep)
			}
		}
	}
}

// What each room may import of ours, its own internal packages aside. A room that is not named here is held by
// TestRoadIsOneWay alone.
func TestImports(t *testing.T) {
	allowed := map[string]string{
		"seeds":               "",
		"retrieval":           "",
		"retrieval/ingest":    "retrieval retrieval/injection retrieval/language",
		"retrieval/injection": "retrieval retrieval/segment retrieval/match",
		"retrieval/fetch":     "",
		"retrieval/mirror":    "retrieval retrieval/fetch retrieval/ingest",
		"retrieval/language":  "",
		"retrieval/segment":   "retrieval",
		"retrieval/mention":   "retrieval",
		"retrieval/match":     "retrieval",
		"retrieval/event":     "retrieval retrieval/segment retrieval/mention retrieval/match",
		"retrieval/measure":   "retrieval",
		"retrieval/endpoint":  "",
		"retrieval/embed":     "retrieval retrieval/endpoint",
		"retrieval/analysis":  "retrieval retrieval/language",
		"retrieval/local":     "retrieval retrieval/language retrieval/analysis",
		"retrieval/weaviate":  "retrieval retrieval/analysis",
		"retrieval/archive":   "retrieval retrieval/segment retrieval/local",
		"retrieval/speech":    "retrieval retrieval/segment retrieval/mention retrieval/match",
		"retrieval/search":    "retrieval retrieval/language retrieval/segment retrieval/mention retrieval/match retrieval/event retrieval/injection",
		"bot":                 "retrieval",
		"bot/digest":          "bot retrieval retrieval/mention retrieval/match",
		"bot/compose":         "bot bot/digest retrieval retrieval/endpoint retrieval/language retrieval/segment retrieval/mention retrieval/match retrieval/event retrieval/search retrieval/speech",
		"bot/ground":          "bot retrieval retrieval/language retrieval/segment retrieval/mention retrieval/match retrieval/event retrieval/speech bot/syntax",
		"bot/syntax":          "retrieval/match retrieval/mention",
		"bot/conversation":    "bot retrieval retrieval/endpoint retrieval/language retrieval/segment retrieval/mention retrieval/match",
		"bot/chart":           "",
		"bot/export":          "bot/memory",
		"bot/desk":            "bot bot/chart bot/standing retrieval retrieval/mention retrieval/match",
		"bot/standing":        "bot retrieval retrieval/segment",
		"bot/memory":          "bot retrieval retrieval/match",
		"bot/library":         "bot/desk bot/memory retrieval retrieval/ingest retrieval/mirror",
		"bot/terminal":        "bot bot/desk bot/export bot/library bot/memory retrieval",
		"bot/web":             "bot bot/desk retrieval retrieval/segment",
		"bot/discord":         "bot bot/desk bot/export bot/library bot/memory bot/standing retrieval retrieval/fetch retrieval/segment",
	}
	packages := list(t)
	for room, may := range allowed {
		p, ok := packages["dateline/"+room]
		if !ok {
			t.Errorf("there is no package dateline/%s", room)
		}
		for _, i := range p.Imports {
			i = strings.TrimPrefix(i, "dateline/")
			if !slices.Contains(strings.Fields(may), i) && !strings.HasPrefix(i, room+"/internal/") {
				t.Errorf("%s imports %s", room, i)
			}
		}
	}
}
