package web

import (
	"context"
	"net/http"
	"testing"
	"time"

	"dateline/bot/desk"
	"dateline/retrieval"
)

type searched struct {
	Desk
	times int
	state uint64
}

func (d *searched) Find(ctx context.Context, query string, w desk.Window, k int) (retrieval.Result, error) {
	d.times++
	return d.Desk.Find(ctx, query, w, k)
}

func (d *searched) State(context.Context) (uint64, error) { return d.state, nil }

// A search that many follow is made once, until the coverage or the day is another.
func TestSearchesAreRemembered(t *testing.T) {
	at := &clock{time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)}
	d := &searched{Desk: sampleDesk(t)}
	s := New(Config{Desk: d, Log: logOf(t), Now: at.now})
	for i, step := range []struct {
		path string
		then func()
		want int
	}{
		{"/search?query=Kerry", nil, 1},
		{"/search?query=Kerry", nil, 1},
		{"/search?query=Lavrov", nil, 2},
		{"/search?query=Kerry&since=2016-10-01", nil, 3},
		{"/search?query=Kerry", func() { d.state++; at.Time = at.Add(surveyFor) }, 4},
		{"/search?query=Kerry", func() { at.Time = at.Add(surveyFor) }, 4},
		{"/search?query=Kerry", func() { at.Time = at.AddDate(0, 0, 1) }, 5},
	} {
		if step.then != nil {
			step.then()
		}
		if w := get(t, s, step.path); w.Code != http.StatusOK || d.times != step.want {
			t.Errorf("step %d: %d, searched %d times, want %d", i, w.Code, d.times, step.want)
		}
	}
}
