package main

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// room is a reading room that the program serves.
type room struct {
	t  *testing.T
	at string
}

var roomStarts = regexp.MustCompile(`Reading room at (http://\S+);`)

// roomAt is where a program that still runs says that its reading room is.
func roomAt(t *testing.T, said *journal) room {
	t.Helper()
	said.await(t, "Reading room at ")
	return room{t, roomStarts.FindStringSubmatch(said.String())[1]}
}

// get is what stands at a path.
func (r room) get(path string) string {
	r.t.Helper()
	answer, err := http.Get(r.at + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(raw)
}

// reads runs the reading room until stop is called, which returns the exit code.
func reads(t *testing.T, values map[string]string) (r room, stop func() int) {
	t.Helper()
	values["WEB_ADDR"] = "127.0.0.1:0"
	settle(t, values)
	ctx, interrupt := context.WithCancel(t.Context())
	said, code := &journal{}, make(chan int, 1)
	go func() { code <- run(ctx, []string{"web", "--data", t.TempDir()}, strings.NewReader(""), said, said) }()
	stop = func() int {
		interrupt()
		return <-code
	}
	return roomAt(t, said), stop
}

func TestWeb(t *testing.T) {
	r, stop := reads(t, map[string]string{"RIGHTS": "excerpt"})
	t.Setenv("WEB_ADDR", strings.TrimPrefix(r.at, "http://"))
	if code, out, errOut := invoke(t, t.TempDir(), "healthy"); code != success || out != "It runs.\n" {
		t.Errorf("a program that runs: %d, %s%s", code, out, errOut)
	}
	defer func() {
		if code, _, errOut := invoke(t, t.TempDir(), "healthy"); code != failure || !strings.Contains(errOut, "nothing at WEB_ADDR=127.0.0.1:") {
			t.Errorf("a program that has ended: %d, %s", code, errOut)
		}
	}()
	if page := r.get("/?question=What+did+Kerry+tell+Lavrov%3F"); !strings.Contains(page, "[1]") {
		t.Errorf("a question brings\n%s", page)
	}
	if page := r.get("/article/kerry-warns-russia"); !strings.Contains(page, "in excerpts alone") {
		t.Errorf("with RIGHTS=excerpt an article is\n%s", page)
	}
	if ready := r.get("/readyz"); !strings.Contains(ready, `"ready":true`) || !strings.Contains(ready, `"coverage_through":"2016-12-22"`) {
		t.Errorf("readiness is %s", ready)
	}
	for _, want := range []string{`dateline_questions_total{outcome="answered",task="ask"} 1`, "dateline_index_articles 22", `dateline_stage_seconds_count{stage="retrieve"} 1`} {
		if counted := r.get("/metrics"); !strings.Contains(counted, "\n"+want) {
			t.Errorf("the metrics lack %s:\n%s", want, counted)
		}
	}
	if code := stop(); code != success {
		t.Errorf("exit code %d after an interrupt", code)
	}
	settle(t, map[string]string{"WEB_ADDR": "127.0.0.1:99999"})
	if code, _, errOut := invoke(t, t.TempDir(), "web"); code != failure || !strings.Contains(errOut, "WEB_ADDR") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
}
