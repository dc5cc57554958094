package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Limits of application commands, from Discord's documentation.
const (
	maxCommands           = 100
	maxContextCommands    = 5 // of each of the two kinds of context menu
	maxCommandTotal       = 8000
	maxCommandDescription = 100
	maxOptions            = 25
	maxChoices            = 25
	maxChoiceName         = 100
	maxChoiceValue        = 100
	maxStringOption       = 6000
)

// commandName is the pattern for names of slash commands and their options; letters that have a lower case must be in it.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func (s *Server) routeCommands(route router) {
	route("GET", RouteCommands, s.getCommands)
	route("PUT", RouteCommands, s.putCommands)
	route("GET", RouteGuildCommands, s.getCommands)
	route("PUT", RouteGuildCommands, s.putCommands)
}

func (s *Server) commandScope(r *request) (scope string, no *refusal) {
	if r.PathValue("app") != s.Bot.ID {
		return "", unknownApplication
	}
	scope = r.PathValue("guild")
	if g := s.guilds[scope]; scope != "" && (g == nil || g.kicked) {
		return "", missingAccess
	}
	return scope, nil
}

// getCommands leaves the localisations out unless they are asked for.
func (s *Server) getCommands(r *request) (any, *refusal) {
	scope, no := s.commandScope(r)
	if no != nil {
		return nil, no
	}
	listed := []*discordgo.ApplicationCommand{}
	for _, c := range s.commands[scope] {
		if r.URL.Query().Get("with_localizations") != "true" {
			plain := *c
			plain.NameLocalizations, plain.DescriptionLocalizations = nil, nil
			plain.Options = withoutLocalizations(c.Options)
			c = &plain
		}
		listed = append(listed, c)
	}
	return listed, nil
}

func withoutLocalizations(options []*discordgo.ApplicationCommandOption) []*discordgo.ApplicationCommandOption {
	var plain []*discordgo.ApplicationCommandOption
	for _, o := range options {
		bare := *o
		bare.NameLocalizations, bare.DescriptionLocalizations = nil, nil
		bare.Options = withoutLocalizations(o.Options)
		plain = append(plain, &bare)
	}
	return plain
}

// putCommands overwrites the commands of a scope. A command keeps its ID, and its version where nothing changed.
func (s *Server) putCommands(r *request) (any, *refusal) {
	scope, no := s.commandScope(r)
	if no != nil {
		return nil, no
	}
	var commands []*discordgo.ApplicationCommand
	if err := json.Unmarshal(r.call.Body, &commands); err != nil {
		return nil, &refusal{status: http.StatusBadRequest, Code: 50109, Message: "The request body contains invalid JSON."}
	}
	if no := s.register(scope, commands); no != nil {
		return nil, no
	}
	return s.commands[scope], nil
}

// Register puts commands in place as an earlier run of the bot would have left them: global ones, or a guild's.
func (s *Server) Register(in *Guild, commands ...*discordgo.ApplicationCommand) {
	s.helper()
	s.mu.Lock()
	scope := ""
	if in != nil {
		scope = in.ID
	}
	no := s.register(scope, commands)
	s.mu.Unlock()
	if no != nil {
		s.fail("these commands break Discord's limits: %v", no.errors)
	}
}

func (s *Server) register(scope string, commands []*discordgo.ApplicationCommand) *refusal {
	var f form
	f.checkCommands(commands)
	if no := f.refusal(); no != nil {
		return no
	}
	kept := []*discordgo.ApplicationCommand{}
	for _, given := range commands {
		c := *given
		if c.Type == 0 {
			c.Type = discordgo.ChatApplicationCommand
		}
		if c.IntegrationTypes == nil {
			c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		}
		c.ApplicationID, c.GuildID, c.ID, c.Version = s.Bot.ID, scope, s.snowflake(), s.snowflake()
		for _, old := range s.commands[scope] {
			if old.Name == c.Name && old.Type == c.Type {
				c.ID = old.ID
				same := *old
				same.Version = c.Version
				if reflect.DeepEqual(same, c) {
					c.Version = old.Version
				}
			}
		}
		kept = append(kept, &c)
	}
	s.commands[scope] = kept
	s.notify()
	return nil
}

func (f *form) checkCommands(commands []*discordgo.ApplicationCommand) {
	count := map[discordgo.ApplicationCommandType]int{}
	seen := map[string]bool{}
	for i, c := range commands {
		path := fmt.Sprint(i)
		kind := max(c.Type, discordgo.ChatApplicationCommand)
		count[kind]++
		if key := fmt.Sprint(kind, c.Name); seen[key] {
			f.wrong(path+".name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		} else {
			seen[key] = true
		}
		switch kind {
		case discordgo.ChatApplicationCommand:
			f.checkName(path, c.Name, deref(c.NameLocalizations))
			f.checkDescription(path, c.Description, deref(c.DescriptionLocalizations))
			f.checkOptions(path, c.Options)
		case discordgo.UserApplicationCommand, discordgo.MessageApplicationCommand:
			f.between(path+".name", c.Name, 1, 32)
			f.checkLocales(path+".name_localizations", deref(c.NameLocalizations), func(at, name string) { f.between(at, name, 1, 32) })
			if c.Description != "" || len(c.Options) > 0 {
				f.wrong(path+".description", "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Context menu commands cannot have description or options")
			}
		default:
			f.wrong(path+".type", errChoices, "Value must be one of {1, 2, 3}.")
		}
		for _, in := range deref(c.Contexts) {
			if in > discordgo.InteractionContextPrivateChannel {
				f.wrong(path+".contexts", errChoices, "Value must be one of {0, 1, 2}.")
			}
		}
		for _, in := range deref(c.IntegrationTypes) {
			if in > discordgo.ApplicationIntegrationUserInstall {
				f.wrong(path+".integration_types", errChoices, "Value must be one of {0, 1}.")
			}
		}
		if weight(c) > maxCommandTotal {
			f.wrong(path, "APPLICATION_COMMAND_TOO_LARGE", fmt.Sprintf("Command exceeds maximum size (%d)", maxCommandTotal))
		}
	}
	if count[discordgo.ChatApplicationCommand] > maxCommands || count[discordgo.UserApplicationCommand] > maxContextCommands ||
		count[discordgo.MessageApplicationCommand] > maxContextCommands {
		f.wrong("commands", errMaxLength, fmt.Sprintf("Maximum number of application commands reached (%d, and %d of each context menu).",
			maxCommands, maxContextCommands))
	}
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func (f *form) checkName(path, name string, localized map[discordgo.Locale]string) {
	check := func(at, name string) {
		if !commandName.MatchString(name) || strings.ToLower(name) != name {
			f.wrong(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
		}
	}
	check(path+".name", name)
	f.checkLocales(path+".name_localizations", localized, check)
}

func (f *form) checkDescription(path, description string, localized map[discordgo.Locale]string) {
	check := func(at, text string) { f.between(at, text, 1, maxCommandDescription) }
	check(path+".description", description)
	f.checkLocales(path+".description_localizations", localized, check)
}

func (f *form) checkLocales(path string, localized map[discordgo.Locale]string, check func(at, text string)) {
	for locale, text := range localized {
		if _, known := discordgo.Locales[locale]; !known || locale == discordgo.Unknown {
			f.wrong(path, errChoices, fmt.Sprintf("%q is not one of Discord's locales.", locale))
		}
		check(path+"."+string(locale), text)
	}
}

func (f *form) checkOptions(path string, options []*discordgo.ApplicationCommandOption) {
	if len(options) > maxOptions {
		f.wrong(path+".options", errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxOptions))
	}
	seen := map[string]bool{}
	optional := false
	for i, o := range options {
		at := fmt.Sprintf("%s.options.%d", path, i)
		f.checkName(at, o.Name, o.NameLocalizations)
		f.checkDescription(at, o.Description, o.DescriptionLocalizations)
		if seen[o.Name] {
			f.wrong(at+".name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		seen[o.Name] = true
		nests := o.Type == discordgo.ApplicationCommandOptionSubCommand || o.Type == discordgo.ApplicationCommandOptionSubCommandGroup
		switch {
		case o.Type < discordgo.ApplicationCommandOptionSubCommand || o.Type > discordgo.ApplicationCommandOptionAttachment:
			f.wrong(at+".type", errChoices, "Value must be one of {1, …, 11}.")
		case nests:
			f.checkOptions(at, o.Options)
		case o.Required && optional:
			f.wrong(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		if nests != isNest(options[0]) {
			f.wrong(at+".type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
				"Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		optional = optional || !o.Required
		if len(o.Choices) > 0 && o.Autocomplete {
			f.wrong(at+".choices", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", "Autocomplete cannot be set when choices are present")
		}
		f.checkChoices(at+".choices", o.Choices)
		if least := deref(o.MinLength); least < 0 || least > maxStringOption || o.MaxLength < 0 || o.MaxLength > maxStringOption {
			f.wrong(at+".max_length", "NUMBER_TYPE_MAX", fmt.Sprintf("int value should be less than or equal to %d.", maxStringOption))
		}
	}
}

func isNest(o *discordgo.ApplicationCommandOption) bool {
	return slices.Contains([]discordgo.ApplicationCommandOptionType{discordgo.ApplicationCommandOptionSubCommand,
		discordgo.ApplicationCommandOptionSubCommandGroup}, o.Type)
}

// checkChoices checks the choices of an option and the suggestions of an autocomplete, whose limits are the same.
func (f *form) checkChoices(path string, choices []*discordgo.ApplicationCommandOptionChoice) {
	if len(choices) > maxChoices {
		f.wrong(path, errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxChoices))
	}
	for i, c := range choices {
		at := fmt.Sprintf("%s.%d", path, i)
		f.between(at+".name", c.Name, 1, maxChoiceName)
		f.checkLocales(at+".name_localizations", c.NameLocalizations, func(at, name string) { f.between(at, name, 1, maxChoiceName) })
		switch v := c.Value.(type) {
		case string:
			f.between(at+".value", v, 1, maxChoiceValue)
		case nil:
			f.wrong(at+".value", errRequired, "This field is required")
		}
	}
}

// weight counts the characters of a command's names, descriptions and values, the longest locale for each.
func weight(c *discordgo.ApplicationCommand) int {
	return longest(c.Name, deref(c.NameLocalizations)) + longest(c.Description, deref(c.DescriptionLocalizations)) + optionsWeight(c.Options)
}

func optionsWeight(options []*discordgo.ApplicationCommandOption) (total int) {
	for _, o := range options {
		total += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations) + optionsWeight(o.Options)
		for _, c := range o.Choices {
			total += longest(c.Name, c.NameLocalizations) + length(fmt.Sprint(c.Value))
		}
	}
	return total
}

func longest(text string, localized map[discordgo.Locale]string) int {
	n := length(text)
	for _, other := range localized {
		n = max(n, length(other))
	}
	return n
}
