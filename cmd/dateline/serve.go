package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"dateline/bot/discord"
)

var errNoToken = errors.New("DISCORD_TOKEN is not set; copy the bot's token from the Discord developer portal into the environment or .env")

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "serve",
		Short:   "The Discord bot",
		Example: "  DISCORD_TOKEN=… dateline serve",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.settings()
			if err != nil {
				return err
			}
			if s.discordToken == "" {
				return errNoToken
			}
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			defer o.follow(cmd.Context())()
			bot, err := discord.New(discord.Config{Token: s.discordToken, APIURL: s.discordAPI, Desk: o.desk, Log: o.log})
			if err != nil {
				return err
			}
			fmt.Fprintln(a.errOut, "Connecting to Discord; stop with Ctrl-C.")
			return bot.Run(cmd.Context())
		},
	}
}
