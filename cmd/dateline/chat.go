package main

import (
	"github.com/spf13/cobra"

	"dateline/bot/terminal"
)

func (a *app) chatCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "chat",
		Short:   "The bot in a terminal, with the same commands as in Discord",
		Example: "  dateline chat",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			defer o.follow(cmd.Context(), func() {})()
			return terminal.Chat(cmd.Context(), o.desk, a.in, a.out, width(a.out))
		},
	}
}
