package main

import (
	"github.com/spf13/cobra"

	"dateline/bot/desk"
)

func (a *app) timelineCommand() *cobra.Command {
	return a.asking(&cobra.Command{
		Use:   "timeline TOPIC",
		Short: "The dated events of a topic or a person, a cited line each",
		Example: `  dateline timeline "evacuation of Aleppo"
  dateline timeline "evacuation of Aleppo" --svg > aleppo.svg`,
		Args: words("a topic"),
	}, (*desk.Desk).Timeline, "json", "markdown", "svg")
}
