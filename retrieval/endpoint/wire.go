package endpoint

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
)

const (
	firstPause    = 500 * time.Millisecond // doubled with each try
	busyTries     = 6                      // 15.5 seconds of pauses: a model of middling size loads meanwhile
	refusedTries  = 3                      // a server that is not there should be told quickly
	longestPause  = time.Minute            // a server that asks for more is told as busy instead
	errorBodyMax  = 64 << 10
	answerBodyMax = 64 << 20
)

// wire is the HTTPDoer beneath go-openai. It gives back only answers whose status is a success and whose body begins
// as the protocol's do; everything else is a *Failure.
type wire struct {
	http      *http.Client
	address   string
	variable  string // the setting that the address comes from
	firstByte time.Duration
	stall     time.Duration
	log       *slog.Logger
	key       string
}

// client is a go-openai client for base over this wire.
func (w *wire) client(base string) *openai.Client {
	cfg := openai.DefaultConfig(w.key)
	cfg.BaseURL = base
	cfg.HTTPClient = w
	return openai.NewClientWithConfig(cfg)
}

// Do tries until an answer comes, the failure is one that does not pass, or patience ends.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		resp, err := w.try(req)
		if err == nil {
			return resp, nil
		}
		wait, again := pause(err, try)
		if !again {
			return nil, err
		}
		w.log.Warn("endpoint asked again after a pause", "path", req.URL.Path, "try", try, "pause", wait, "cause", err)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-req.Context().Done():
			timer.Stop()
			return nil, req.Context().Err()
		}
		if req.GetBody != nil {
			body, err := req.GetBody()
			if err != nil {
				return nil, fmt.Errorf("repeat request: %w", err)
			}
			req.Body = body
		}
	}
}

// pause says how long to wait before the next try, and whether there is to be one: after 429 and 503, which pass,
// and after a refused connection.
func pause(err error, try int) (time.Duration, bool) {
	var f *Failure
	if !errors.As(err, &f) {
		return 0, false
	}
	wait := firstPause << (try - 1)
	switch {
	case errors.Is(f, ErrBusy) && try < busyTries:
		if f.retryAfter > 0 {
			wait = f.retryAfter
		}
		return wait, wait <= longestPause
	case errors.Is(f, ErrUnreachable) && try < refusedTries:
		var op *net.OpError
		var dns *net.DNSError // a name that does not resolve will not by waiting
		return wait, errors.As(err, &op) && op.Op == "dial" && !errors.As(err, &dns)
	}
	return 0, false
}

var (
	errFirstByte = errors.New("no first byte in time")
	errStall     = errors.New("no further event in time")
)

// try sends the request once. The time to the first byte of the body is limited; then the silences are.
func (w *wire) try(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	watch := newWatch(w.firstByte, w.stall, cancel)
	resp, err := w.http.Do(req.WithContext(ctx))
	if err != nil {
		err = w.explain(ctx, err) // before stop ends the context
		watch.stop()
		return nil, err
	}
	body, err := w.receive(ctx, resp, watch)
	if err != nil {
		watch.stop()
		_ = resp.Body.Close()
		return nil, err
	}
	resp.Body = body
	return resp, nil
}

// explain turns an error of the transport into the caller's own cancellation or a Failure.
func (w *wire) explain(ctx context.Context, err error) error {
	var known *Failure
	if errors.As(err, &known) {
		return known
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errFirstByte):
		return w.fail(ErrStalled, nil, "%s sent nothing for %v: see whether it still loads the model, or ask less of it", w.address, w.firstByte)
	case errors.Is(cause, errStall):
		return w.fail(ErrStalled, nil, "%s fell silent for %v in the middle of its answer: see its log", w.address, w.stall)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if asked := (*url.Error)(nil); errors.As(err, &asked) {
		err = asked.Err // the address is told once
	}
	return w.fail(ErrUnreachable, err, "%s cannot be reached (%v): start the server, or correct %s", w.address, err, w.variable)
}

// fail makes a Failure whose sentence holds no key. The cause is kept only where it holds none either.
func (w *wire) fail(kind, cause error, format string, args ...any) *Failure {
	f := &Failure{Kind: kind, Text: strikeOut(fmt.Sprintf(format, args...), w.key)}
	if cause != nil && strikeOut(cause.Error(), w.key) == cause.Error() {
		f.cause = cause
	}
	return f
}

// watch ends a request whose server is silent for too long: first until the first event, then between two.
type watch struct {
	timer  *time.Timer
	stall  time.Duration
	moved  atomic.Bool
	cancel context.CancelCauseFunc
}

func newWatch(firstByte, stall time.Duration, cancel context.CancelCauseFunc) *watch {
	w := &watch{stall: stall, cancel: cancel}
	w.timer = time.AfterFunc(firstByte, func() {
		if w.moved.Load() {
			cancel(errStall)
		} else {
			cancel(errFirstByte)
		}
	})
	return w
}

// move says that something came.
func (w *watch) move() {
	w.moved.Store(true)
	w.timer.Reset(w.stall)
}

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}
