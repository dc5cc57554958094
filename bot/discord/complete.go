package discord

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

// maxChoice bounds a suggestion for a half-typed option, and an option of a menu, in characters.
const maxChoice = 100

// complete suggests values for what has been typed of an option.
func (b *Bot) complete(ctx context.Context, in *interaction, data discordgo.ApplicationCommandInteractionData) error {
	name, filled := called(data)
	var found []desk.Choice
	for _, o := range filled {
		if !o.Focused {
			continue
		}
		typed, _ := o.Value.(string)
		var err error
		if found, err = b.suggestions(ctx, in, completionOf(name, o.Name), typed); err != nil {
			return fmt.Errorf("complete an option: %w", err)
		}
	}
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, c := range found {
		choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: c.Label, Value: c.Value})
	}
	return in.suggest(ctx, choices)
}

func (b *Bot) suggestions(ctx context.Context, in *interaction, what desk.Completion, typed string) ([]desk.Choice, error) {
	if what == desk.Sources {
		return b.sources(ctx, in, typed)
	}
	d, err := b.deskAt(ctx, in)
	if err != nil {
		return nil, err
	}
	return d.Complete(ctx, what, typed)
}

// completionOf is what an option of a command is completed from, "" for none.
func completionOf(command, option string) desk.Completion {
	for _, o := range desk.OptionsOf(command) {
		if o.Name == option {
			return o.Complete
		}
	}
	return ""
}
