package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/desk"
)

func (a *app) timelineCommand() *cobra.Command {
	var window desk.Window
	var shown showing
	var svg bool
	cmd := &cobra.Command{
		Use:   "timeline TOPIC",
		Short: "The dated events of a topic or a person, a cited line each",
		Example: `  dateline timeline "evacuation of Aleppo"
  dateline timeline "evacuation of Aleppo" --svg > aleppo.svg`,
		Args: words("a topic"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer o.close()
			ask := func(show func(bot.Claim)) (bot.Answer, error) {
				return o.desk.Timeline(cmd.Context(), strings.Join(args, " "), window, show)
			}
			if !svg {
				return a.show(shown, ask)
			}
			answer, err := ask(nil)
			if err != nil {
				return err
			}
			if answer.Abstained {
				return fmt.Errorf("there is no timeline to draw: %s", lower(answer.Reason))
			}
			_, err = a.out.Write(desk.English.Chart(answer).SVG())
			return err
		},
	}
	shown.flags(cmd)
	shown.markdown(cmd)
	cmd.Flags().BoolVar(&svg, "svg", false, "print a picture as SVG")
	cmd.PreRunE = oneOf("json", "markdown", "svg")
	windowFlags(cmd, &window)
	return cmd
}

// lower is a sentence within another.
func lower(sentence string) string {
	return strings.ToLower(sentence[:min(1, len(sentence))]) + strings.TrimSuffix(sentence[min(1, len(sentence)):], ".")
}
