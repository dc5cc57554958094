package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"dateline/bot/discord"
	"dateline/bot/memory"
	"dateline/bot/web"
)

var errNoToken = errors.New("DISCORD_TOKEN is not set; copy the bot's token from the Discord developer portal into the environment or .env")

func (a *app) serveCommand() *cobra.Command {
	var shards string
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "The Discord bot, with the reading room where WEB_ADDR is set",
		Example: "  DISCORD_TOKEN=… dateline serve\n  DISCORD_TOKEN=… DATELINE_MEMORY=postgres://… dateline serve --shards 0-3/16",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			these, err := discord.ParseShards(shards)
			if err != nil {
				return usageError{fmt.Errorf("--shards is %q: %w", shards, err)}
			}
			s, err := a.settings()
			if err != nil {
				return err
			}
			if s.discordToken == "" {
				return errNoToken
			}
			kept, err := s.memory(cmd.Context())
			if err != nil {
				return err
			}
			o, err := a.open(cmd.Context())
			if err != nil {
				return errors.Join(err, kept.Close())
			}
			defer o.close()
			defer forgets(cmd.Context(), kept, s.retention, o.log)()
			stop, err := a.poll(cmd.Context(), o.rooms, func(ctx context.Context) { a.sync(ctx, o) })
			if err != nil {
				return err
			}
			defer stop()
			var bot *discord.Bot
			read := func(context.Context) error { return nil }
			if s.webAddr != "" {
				fares := func() web.Discord { return web.Discord(bot.Health()) }
				if read, err = a.pages(cmd.Context(), o, s.webAddr, fares); err != nil {
					return err
				}
			}
			shown := *o.desk
			shown.Pages = s.publicURL
			config := discord.Config{
				Token: s.discordToken, APIURL: s.discordAPI, Desk: &shown, Memory: kept, Log: o.log, Shards: these,
				Pause: a.pause, Operators: s.operators, MessageContent: s.messageContent, DirectQuota: s.directQuota, Models: s.models(), Retention: s.retention,
				Check: o.check,
				For:   func(guild string, outlets []string) discord.Desk { return shown.For(guild).Only(outlets) },
			}
			if !o.reads() { // else what is added would not reach the index, and what others added is theirs to look at
				added, err := a.library(cmd.Context(), o, kept)
				if err != nil {
					return err
				}
				if config.Library = added; these.Whole() {
					defer polled(cmd.Context(), added)()
				}
			}
			bot, err = discord.New(config)
			if err != nil {
				return err
			}
			defer o.follow(cmd.Context(), bot.Stir)()
			fmt.Fprintln(a.errOut, "Connecting to Discord; stop with Ctrl-C.")
			both, ctx := errgroup.WithContext(cmd.Context())
			both.Go(func() error { return bot.Run(ctx) })
			both.Go(func() error { return read(ctx) })
			return both.Wait()
		},
	}
	cmd.Flags().StringVar(&shards, "shards", "0/1", "the shards that this process runs, of how many: 0-3/16 is the first four of sixteen")
	return cmd
}

// memory opens what the bot keeps, in the folder for what is to last or in the database that several bots share.
func (s *settings) memory(ctx context.Context) (*memory.Memory, error) {
	if s.postgres != nil {
		return memory.Connect(ctx, *s.postgres, nil)
	}
	state, err := s.stateDir()
	if err != nil {
		return nil, err
	}
	return memory.Open(ctx, filepath.Join(state, memory.FileName), nil)
}

// sweepEvery is how often what is older than its retention is forgotten.
const sweepEvery = 6 * time.Hour

// forgets has memory forget what is older than it is to be kept, until stop is called, which closes memory.
func forgets(ctx context.Context, kept *memory.Memory, retention time.Duration, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	ticker := time.NewTicker(sweepEvery)
	go func() {
		defer close(done)
		for {
			if n, err := kept.Sweep(ctx, retention); err != nil && ctx.Err() == nil {
				log.Error("what is too old is not forgotten", "error", err)
			} else if n > 0 {
				log.Info("forgotten", "answers", n)
			}
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return func() {
		cancel()
		ticker.Stop()
		<-done
		if err := kept.Close(); err != nil {
			log.Error("memory is not closed", "error", err)
		}
	}
}
