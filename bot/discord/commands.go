package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
)

// command answers one command.
type command func(b *Bot, ctx context.Context, in *interaction, o options) error

// commands are the answers to desk.Commands, by name; one that is under another has that one's name before its own.
func commands() map[string]command {
	return map[string]command{
		"ask": (*Bot).ask, "summary": (*Bot).summary, "coverage": (*Bot).coverage, "article": (*Bot).article,
		"timeline": (*Bot).timeline, "quotes": (*Bot).quotes, "check": (*Bot).check,
		"help": (*Bot).help, "privacy": (*Bot).privacy, desk.AskMessage: (*Bot).askOf, desk.CheckMessage: (*Bot).checkOf,
		"follow": (*Bot).startFollow, "following": (*Bot).following,
		"dateline settings": (*Bot).settings, "dateline add": (*Bot).add, "dateline remove": (*Bot).remove,
		"dateline refresh": (*Bot).refresh, "dateline status": (*Bot).status, "dateline feedback": (*Bot).feedback,
	}
}

// tags are Discord's names of the desk's locales.
var tags = map[desk.Locale][]discordgo.Locale{
	"es": {discordgo.SpanishES, "es-419"}, "fr": {discordgo.French}, "de": {discordgo.German},
}

// Commands are the desk's commands as Discord has them declared: for servers that the bot was added to and people who
// installed it for themselves, in channels and in private; those for who manages a server in servers alone.
func Commands() []*discordgo.ApplicationCommand {
	answers := commands()
	declared := []*discordgo.ApplicationCommand{}
	for _, c := range desk.Commands {
		d := &discordgo.ApplicationCommand{
			Type: discordgo.ChatApplicationCommand, Name: c.Name, Description: c.About,
			Options: []*discordgo.ApplicationCommandOption{},
			Contexts: &[]discordgo.InteractionContextType{
				discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel},
			IntegrationTypes: &[]discordgo.ApplicationIntegrationType{
				discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall},
		}
		if c.Admin {
			d.DefaultMemberPermissions = new(int64(discordgo.PermissionManageGuild))
			d.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
			d.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		}
		there := answers[c.Name] != nil
		if c.Kind == desk.OnMessage {
			d.Type, d.Options = discordgo.MessageApplicationCommand, nil
			d.NameLocalizations = new(localized(c.NameIn))
		} else {
			d.DescriptionLocalizations = new(localized(func(l desk.Locale) string { return c.AboutIn(l, "") }))
		}
		for _, o := range c.Options {
			d.Options = append(d.Options, option(o, "", c.Name))
		}
		for _, under := range c.Under {
			if answers[c.Name+" "+under.Name] != nil {
				d.Options = append(d.Options, subcommand(under, c.Name))
				there = true
			}
		}
		if there {
			declared = append(declared, d)
		}
	}
	return declared
}

// localized is what a phrase is in every locale but English.
func localized(say func(desk.Locale) string) map[discordgo.Locale]string {
	all := map[discordgo.Locale]string{}
	for l, names := range tags {
		for _, name := range names {
			all[name] = say(l)
		}
	}
	return all
}

func subcommand(c desk.Command, group string) *discordgo.ApplicationCommandOption {
	d := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionSubCommand, Name: c.Name, Description: c.About,
		DescriptionLocalizations: localized(func(l desk.Locale) string { return c.AboutIn(l, group) }),
	}
	for _, o := range c.Options {
		d.Options = append(d.Options, option(o, group, c.Name))
	}
	return d
}

// kinds are Discord's types of the desk's options.
var kinds = map[desk.OptionKind]discordgo.ApplicationCommandOptionType{
	desk.Text: discordgo.ApplicationCommandOptionString, desk.Flag: discordgo.ApplicationCommandOptionBoolean,
	desk.Number: discordgo.ApplicationCommandOptionInteger, desk.Channel: discordgo.ApplicationCommandOptionChannel,
	desk.Role: discordgo.ApplicationCommandOptionRole, desk.File: discordgo.ApplicationCommandOptionAttachment,
}

func option(o desk.Option, group, command string) *discordgo.ApplicationCommandOption {
	d := &discordgo.ApplicationCommandOption{
		Type: kinds[o.Kind], Name: o.Name, Description: o.About, Required: o.Required, Autocomplete: o.Complete != "",
		DescriptionLocalizations: localized(func(l desk.Locale) string { return o.AboutIn(l, group, command) }),
	}
	if o.Kind == desk.Number {
		d.MinValue, d.MaxValue = new(float64(o.Least)), float64(o.Most)
	}
	if o.Kind == desk.Channel {
		d.ChannelTypes = places
	}
	for _, c := range o.Choices {
		d.Choices = append(d.Choices, &discordgo.ApplicationCommandOptionChoice{Name: c, Value: c})
	}
	return d
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
		if len(c.NameLocalizations) == 0 {
			c.NameLocalizations = nil
		}
		if len(c.DescriptionLocalizations) == 0 {
			c.DescriptionLocalizations = nil
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
