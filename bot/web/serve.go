package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// grace is how long requests in hand may take once serving ends.
const grace = 10 * time.Second

// Serve answers what comes in by a listener, until ctx ends; then it finishes what is in hand and returns nil. Who sends or reads
// too slowly is cut off.
func (s *Site) Serve(ctx context.Context, l net.Listener) error {
	work, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: headRoom, ReadTimeout: bodyRoom, WriteTimeout: pageRoom, IdleTimeout: idleRoom, MaxHeaderBytes: maxHeaders,
		BaseContext: func(net.Listener) context.Context { return work },
		ErrorLog:    slog.NewLogLogger(s.log.Handler(), slog.LevelDebug), // of visitors' connections, which they may break as they like
	}
	over := make(chan error, 1)
	go func() { over <- server.Serve(l) }()
	select {
	case err := <-over:
		return err
	case <-ctx.Done():
	}
	closing, done := context.WithTimeout(work, grace)
	defer done()
	if err := server.Shutdown(closing); err != nil {
		abandon()
		if err := server.Close(); err != nil {
			s.log.Warn("the pages were not closed", "error", err)
		}
	}
	if err := <-over; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
