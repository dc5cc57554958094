package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
)

// heartbeat is how often a page that waits hears that its answer is still being made.
var heartbeat = 15 * time.Second

// stream answers a task's form by server-sent events (WHATWG HTML, section 9.2): "section" and "line" as claims come, which are
// markup to append, "waits" with a sentence, and at last "answer" with all of it, or "problem" with a sentence.
func (s *Site) stream(t *task) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, leave := context.WithCancel(r.Context())
		defer leave()
		events := newEvents(w, leave)
		defer events.beat(ctx)()

		f := t.read(r.URL.Query())
		turns := s.talks.turns(f.Talk)
		ctx = bot.WithWait(ctx, func(ahead func() int) {
			switch {
			case ahead == nil:
				events.send("waits", "")
			case ahead() > 0:
				events.send("waits", desk.English.Count("queue", ahead()))
			}
		})
		var shown []bot.Claim
		waits := false // for the answer, with all that follows
		answer, key, err := s.answer(r.WithContext(ctx), t, f, turns, func(c bot.Claim) {
			if waits = waits || desk.ShowsOutlet(c); !waits {
				shown = append(shown, c)
				events.claim(shown)
			}
		})
		if err != nil {
			if r.Context().Err() == nil {
				_, sentence := s.failure(r.Context(), r.URL.Path, err)
				events.send("problem", sentence)
			}
			return
		}
		var html bytes.Buffer
		if err := templates.ExecuteTemplate(&html, "answer", newAnswerView(t, answer)); err != nil {
			s.log.Error("an answer was not shown", "error", err)
			events.send("problem", desk.English.Say("error.sorry"))
			return
		}
		events.send("answer", map[string]string{"html": html.String(), "talk": key})
	}
}

// events writes server-sent events. It is safe for concurrent use.
type events struct {
	to    http.ResponseWriter
	flush *http.ResponseController
	leave func() // called when nobody hears them any more

	mu     sync.Mutex
	begun  bool // something was sent
	closed bool
}

// newEvents are events to w. Until the first is sent, w may be answered otherwise.
func newEvents(w http.ResponseWriter, leave func()) *events {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // so that no proxy holds it back
	return &events{to: w, flush: http.NewResponseController(w), leave: leave}
}

// send sends one event, whose data is JSON, which has no line breaks.
func (e *events) send(name string, data any) {
	raw, err := json.Marshal(data)
	if err == nil {
		e.write(fmt.Sprintf("event: %s\ndata: %s\n\n", name, raw))
	}
}

func (e *events) write(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	e.begun = true
	_, err := e.to.Write([]byte(text))
	if err == nil {
		err = e.flush.Flush()
	}
	if err != nil {
		e.closed = true
		e.leave()
	}
}

// beat sends comments until stop is called.
func (e *events) beat(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ticker, done := time.NewTicker(heartbeat), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				e.write(":\n\n")
			}
		}
	}()
	return func() {
		cancel()
		ticker.Stop()
		<-done
	}
}

// claim sends the last of the claims shown: with a section where it begins one, else as a line of the section before.
func (e *events) claim(claims []bot.Claim) {
	sections := desk.English.Sections(bot.Answer{Claims: claims})
	section := sections[len(sections)-1]
	name := "line"
	if len(section.Lines) == 1 {
		name = "section"
	}
	section.Lines = section.Lines[len(section.Lines)-1:]
	view := newSectionView(section, nil)
	var html bytes.Buffer
	if templates.ExecuteTemplate(&html, name, view) == nil { // the whole answer follows
		e.send(name, html.String())
	}
}
