package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"dateline/bot/desk"
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
			chat := terminal.Chat{
				In: a.in, Out: a.out, Width: width(a.out), Retention: o.settings.retention, Check: o.check,
				Desk: func(outlets []string) *desk.Desk { return o.desk.For(terminal.Name).Only(outlets) },
			}
			forget, err := a.remember(cmd.Context(), o, &chat)
			if err != nil {
				fmt.Fprintf(a.errOut, "dateline: nothing is kept of this chat, and nothing can be set or added: %v\n", err)
			}
			defer forget()
			defer o.follow(cmd.Context(), func() {})()
			return chat.Run(cmd.Context())
		},
	}
}

// remember has a chat keep what the bot keeps in Discord, until stop is called. It is an error where it cannot.
func (a *app) remember(ctx context.Context, o *opened, chat *terminal.Chat) (stop func(), err error) {
	kept, err := o.settings.memory(ctx)
	if err != nil {
		return func() {}, err
	}
	added, err := a.library(ctx, o, kept)
	if err != nil {
		return func() {}, errors.Join(err, kept.Close())
	}
	chat.Memory, chat.Library = kept, added
	return forgets(ctx, kept, o.settings.retention, o.log), nil
}
