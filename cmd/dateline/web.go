package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"dateline/bot/web"
)

// usualWebAddr is where the reading room listens unless WEB_ADDR says otherwise.
const usualWebAddr = "127.0.0.1:8080"

func (a *app) webCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "web",
		Short:   "The reading room: ask in a browser, and read what is cited",
		Example: "  dateline web\n  WEB_ADDR=:8080 dateline web",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			stop, err := a.poll(cmd.Context(), o.rooms, func(ctx context.Context) { a.sync(ctx, o) })
			if err != nil {
				return err
			}
			defer stop()
			defer o.follow(cmd.Context(), func() {})()
			serve, err := a.pages(cmd.Context(), o, cmp.Or(o.settings.webAddr, usualWebAddr), nil)
			if err != nil {
				return err
			}
			return serve(cmd.Context())
		},
	}
}

// pages listens for readers of the reading room; serve answers them until its ctx ends. discord, which may be nil, tells how the
// bot fares there.
func (a *app) pages(ctx context.Context, o *opened, addr string, discord func() web.Discord) (serve func(context.Context) error, err error) {
	site := web.New(web.Config{
		Desk: o.desk, Log: o.log, Excerpts: o.settings.excerpts, PublicURL: o.settings.publicURL, Tokens: o.settings.apiTokens, Metrics: o.counted(), State: o.state(discord),
	})
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("WEB_ADDR: nothing can listen at %s: %w", addr, errors.Unwrap(err))
	}
	fmt.Fprintf(a.errOut, "Reading room at http://%s; stop with Ctrl-C.\n", l.Addr())
	return func(ctx context.Context) error { return site.Serve(ctx, l) }, nil
}

// counted has all that is asked of the desk counted from now on. It is called before anything is.
func (o *opened) counted() *web.Metrics {
	m := web.NewMetrics()
	o.road.Search = m.Searcher(o.road.Search)
	o.desk.Search = m.Searcher(o.desk.Search)
	o.desk.Bot = m.Road(o.desk.Bot)
	return m
}

// state tells how the parts fare that the reading room does not see itself.
func (o *opened) state(discord func() web.Discord) func() web.State {
	return func() web.State {
		s := web.State{Silent: len(o.road.Silent())}
		if len(o.models) > 0 {
			s.Endpoint = &web.Endpoint{Requests: map[string]uint64{}}
		}
		for _, model := range o.models {
			t := model.Tally()
			for outcome, n := range t.Requests {
				s.Endpoint.Requests[outcome] += n
			}
			s.Endpoint.PromptTokens += t.PromptTokens
			s.Endpoint.AnswerTokens += t.AnswerTokens
			s.Endpoint.Waiting += t.Waiting
			s.Endpoint.Open = s.Endpoint.Open || t.Down
		}
		if discord != nil {
			s.Discord = new(discord())
		}
		return s
	}
}
