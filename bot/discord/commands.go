package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

// command answers one slash command.
type command func(b *Bot, ctx context.Context, in *interaction, o options) error

// commands are the answers to desk.Commands, by name.
var commands = map[string]command{"ask": (*Bot).ask, "summary": (*Bot).summary, "help": (*Bot).help}

// Commands are the desk's commands as Discord has them declared: for servers that the bot was added to and people who
// installed it for themselves, in channels and in private.
func Commands() []*discordgo.ApplicationCommand {
	var declared []*discordgo.ApplicationCommand
	for _, c := range desk.Commands {
		d := &discordgo.ApplicationCommand{
			Type: discordgo.ChatApplicationCommand, Name: c.Name, Description: c.About,
			Options: []*discordgo.ApplicationCommandOption{},
			Contexts: &[]discordgo.InteractionContextType{
				discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel},
			IntegrationTypes: &[]discordgo.ApplicationIntegrationType{
				discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall},
		}
		for _, o := range c.Options {
			d.Options = append(d.Options, option(o))
		}
		declared = append(declared, d)
	}
	return declared
}

func option(o desk.Option) *discordgo.ApplicationCommandOption {
	d := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: o.Name, Description: o.About, Required: o.Required, Autocomplete: o.Complete,
	}
	if o.Flag {
		d.Type = discordgo.ApplicationCommandOptionBoolean
	}
	for _, c := range o.Choices {
		d.Choices = append(d.Choices, &discordgo.ApplicationCommandOptionChoice{Name: c, Value: c})
	}
	return d
}

// Register makes Discord's global commands of the bot those of Commands. changed is false where they were so already, and
// nothing was written. apiURL is Config's.
func Register(ctx context.Context, token, apiURL string) (changed bool, err error) {
	a, err := newAPI(token, apiURL, slog.New(slog.DiscardHandler), wall)
	if err != nil {
		return false, err
	}
	defer a.client.CloseIdleConnections()
	return a.register(ctx)
}

func (a *api) register(ctx context.Context) (changed bool, err error) {
	var application discordgo.Application
	call := func(method, address string, body, into any) error {
		return a.call(ctx, route{method: method, address: address, limits: a.session.Ratelimiter, bucket: "commands"}, body, into)
	}
	if err := call("GET", discordgo.EndpointApplications+"/@me", nil, &application); err != nil {
		return false, fmt.Errorf("read the application: %w", err)
	}
	address := discordgo.EndpointApplicationGlobalCommands(application.ID)
	var there []*discordgo.ApplicationCommand
	if err := call("GET", address+"?with_localizations=true", nil, &there); err != nil {
		return false, fmt.Errorf("read the registered commands: %w", err)
	}
	if same(there, Commands()) {
		return false, nil
	}
	if err := call("PUT", address, Commands(), nil); err != nil {
		return false, fmt.Errorf("register the commands: %w", err)
	}
	return true, nil
}

// same tells whether two lists declare the same commands: their order and what Discord adds by itself do not matter.
func same(a, b []*discordgo.ApplicationCommand) bool {
	return slices.Equal(normal(a), normal(b))
}

func normal(commands []*discordgo.ApplicationCommand) []string {
	var written []string
	for _, c := range commands {
		bare := discordgo.ApplicationCommand{
			Type: cmp.Or(c.Type, discordgo.ChatApplicationCommand), Name: c.Name, Description: c.Description,
			Options: normalOptions(c.Options), DefaultMemberPermissions: c.DefaultMemberPermissions,
			NameLocalizations: filled(c.NameLocalizations), DescriptionLocalizations: filled(c.DescriptionLocalizations),
			Contexts: sorted(c.Contexts), IntegrationTypes: sorted(c.IntegrationTypes),
		}
		text, err := json.Marshal(bare)
		if err != nil {
			text = fmt.Append(nil, err) // differs from every command
		}
		written = append(written, string(text))
	}
	slices.Sort(written)
	return written
}

func normalOptions(options []*discordgo.ApplicationCommandOption) []*discordgo.ApplicationCommandOption {
	bare := []*discordgo.ApplicationCommandOption{}
	for _, o := range options {
		c := *o
		c.Options = normalOptions(o.Options)
		if len(c.ChannelTypes) == 0 {
			c.ChannelTypes = nil
		}
		if len(c.Choices) == 0 {
			c.Choices = nil
		}
		bare = append(bare, &c)
	}
	return bare
}

func filled(localized *map[discordgo.Locale]string) *map[discordgo.Locale]string {
	if localized == nil || len(*localized) == 0 {
		return nil
	}
	return localized
}

func sorted[T cmp.Ordered](list *[]T) *[]T {
	if list == nil {
		return nil
	}
	return new(slices.Sorted(slices.Values(*list)))
}
