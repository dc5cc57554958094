package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"dateline/bot/discord"
)

func (a *app) commandsCommand() *cobra.Command {
	var register bool
	cmd := &cobra.Command{
		Use:     "commands",
		Short:   "The Discord application commands as JSON; or register them",
		Example: "  dateline commands\n  dateline commands --register",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !register {
				return printJSON(a.out, discord.Commands())
			}
			s, err := a.settings()
			if err != nil {
				return err
			}
			if s.discordToken == "" {
				return errNoToken
			}
			changed, err := discord.Register(cmd.Context(), s.discordToken, s.discordAPI)
			if err != nil {
				return err
			}
			if changed {
				fmt.Fprintf(a.out, "Registered %d commands.\n", len(discord.Commands()))
			} else {
				fmt.Fprintln(a.out, "The commands are registered as they are; nothing changed.")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&register, "register", false, "register the commands with Discord where they differ")
	return cmd
}
