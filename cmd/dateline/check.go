package main

import (
	"github.com/spf13/cobra"

	"dateline/bot/desk"
)

func (a *app) checkCommand() *cobra.Command {
	return a.asking(&cobra.Command{
		Use:     "check CLAIM",
		Short:   "What the coverage says of a claim, for and against",
		Example: `  dateline check "Russia suspended the plutonium agreement."`,
		Args:    words("a claim"),
	}, (*desk.Desk).Check, "json", "markdown")
}
