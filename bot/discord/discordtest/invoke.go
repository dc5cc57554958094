package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Argument is what a user fills into an option of a slash command.
type Argument struct {
	Name  string
	Value any // a string, bool, int, float64, *User, *Channel, *Role or File, as the option's type asks

	focused bool
}

// Opt makes an Argument.
func Opt(name string, value any) Argument { return Argument{Name: name, Value: value} }

// Command uses a slash command as a user: "ask", or "settings threads" for a subcommand. The command must be registered
// and offered to the user in the channel, and the arguments must be such as Discord's client would send.
func (s *Server) Command(as *User, in *Channel, name string, args ...Argument) *Interaction {
	s.helper()
	return s.use(as, in, discordgo.InteractionApplicationCommand, name, args)
}

// Autocomplete has a user type into an option of a slash command: focused is what they have typed so far, filled are the
// options they have filled in already.
func (s *Server) Autocomplete(as *User, in *Channel, name string, focused Argument, filled ...Argument) *Interaction {
	s.helper()
	focused.focused = true
	return s.use(as, in, discordgo.InteractionApplicationCommandAutocomplete, name, append(filled, focused))
}

// MessageCommand uses a command of a message's context menu. The bot gets the message's content whatever its intents.
func (s *Server) MessageCommand(as *User, target *Message, name string) *Interaction {
	s.helper()
	s.mu.Lock()
	c := s.channels[target.ChannelID]
	command := s.offered(as, c, name, discordgo.MessageApplicationCommand)
	m := s.messages[target.ID]
	if command == nil || m.Deleted {
		s.mu.Unlock()
		s.fail("%s is not offered the message command %q here", as.Name, name)
		return nil
	}
	defer s.mu.Unlock()
	return s.interact(&Interaction{Kind: discordgo.InteractionApplicationCommand, Name: name, User: as, channel: c}, object{
		"id": command.ID, "name": name, "type": command.Type, "target_id": m.ID,
		"resolved": object{"messages": object{m.ID: s.wireMessage(m, everything)}}})
}

// Offers tells whether Discord offers a slash command to a user in a channel: it is registered there, its contexts
// include the place and the user has its default permissions.
func (s *Server) Offers(to *User, in *Channel, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offered(to, s.channels[in.ID], name, discordgo.ChatApplicationCommand) != nil
}

func (s *Server) offered(to *User, c *channel, name string, kind discordgo.ApplicationCommandType) *discordgo.ApplicationCommand {
	context := discordgo.InteractionContextGuild
	if c.isDM() {
		context = discordgo.InteractionContextBotDM
	}
	for _, command := range slices.Concat(s.commands[""], s.commands[c.GuildID]) {
		if command.Name != name || command.Type != kind {
			continue
		}
		elsewhere := c.isDM() && command.GuildID != "" ||
			command.Contexts != nil && !slices.Contains(*command.Contexts, context) ||
			s.foreign(c) && !(s.users[to.ID].brings && slices.Contains(deref(command.IntegrationTypes), discordgo.ApplicationIntegrationUserInstall))
		if elsewhere || !c.isDM() && !s.permitted(command, to, c) {
			continue
		}
		return command
	}
	return nil
}

// foreign tells whether a channel is of a guild that the bot is not in.
func (s *Server) foreign(c *channel) bool { return !c.isDM() && s.guilds[c.GuildID].kicked }

// permitted checks what the guild says of a command, or else its default permissions; "0" leaves it to administrators.
func (s *Server) permitted(command *discordgo.ApplicationCommand, to *User, c *channel) bool {
	has := s.permissions(to, c)
	g := s.guilds[c.GuildID]
	if allowed, said := g.says(command.Name, to); said && has&discordgo.PermissionAdministrator == 0 {
		return allowed
	}
	need := command.DefaultMemberPermissions
	if need == nil {
		return true
	}
	return has&*need == *need && (*need != 0 || has&discordgo.PermissionAdministrator != 0)
}

func (s *Server) use(as *User, in *Channel, kind discordgo.InteractionType, path string, args []Argument) *Interaction {
	s.helper()
	names := strings.Fields(path)
	s.mu.Lock()
	c := s.channels[in.ID]
	command := s.offered(as, c, names[0], discordgo.ChatApplicationCommand)
	if command == nil {
		s.mu.Unlock()
		s.fail("%s is not offered /%s in #%s", as.Name, names[0], in.Name)
		return nil
	}
	typed := &arguments{autocomplete: kind == discordgo.InteractionApplicationCommandAutocomplete,
		users: object{}, channels: object{}, roles: object{}, files: object{}, server: s}
	options, err := typed.fill(command.Options, names[1:], args)
	if err != nil {
		s.mu.Unlock()
		s.fail("/%s: %v", path, err)
		return nil
	}
	defer s.mu.Unlock()
	return s.interact(&Interaction{Kind: kind, Name: path, User: as, channel: c}, object{
		"id": command.ID, "name": command.Name, "type": command.Type, "options": options,
		"resolved": object{"users": typed.users, "channels": typed.channels, "roles": typed.roles, "attachments": typed.files}})
}

// arguments turns what a user fills in into what Discord sends, and gathers what the values refer to.
type arguments struct {
	server                        *Server
	autocomplete                  bool
	users, channels, roles, files object
}

func (a *arguments) fill(declared []*discordgo.ApplicationCommandOption, path []string, args []Argument) ([]object, error) {
	if len(path) > 0 {
		for _, o := range declared {
			if o.Name == path[0] && isNest(o) {
				inner, err := a.fill(o.Options, path[1:], args)
				return []object{{"name": o.Name, "type": o.Type, "options": inner}}, err
			}
		}
		return nil, fmt.Errorf("there is no subcommand %q", path[0])
	}
	options := []object{}
	for _, o := range declared {
		if isNest(o) {
			return nil, fmt.Errorf("a subcommand such as %q must be named", o.Name)
		}
		at := slices.IndexFunc(args, func(arg Argument) bool { return arg.Name == o.Name })
		if at < 0 {
			if o.Required && !a.autocomplete {
				return nil, fmt.Errorf("option %q is required", o.Name)
			}
			continue
		}
		value, err := a.value(o, args[at])
		if err != nil {
			return nil, fmt.Errorf("option %q: %w", o.Name, err)
		}
		option := object{"name": o.Name, "type": o.Type, "value": value}
		if args[at].focused {
			option["focused"] = true
		}
		options = append(options, option)
		args = slices.Delete(slices.Clone(args), at, at+1)
	}
	if len(args) > 0 {
		return nil, fmt.Errorf("there is no option %q", args[0].Name)
	}
	return options, nil
}

func (a *arguments) value(o *discordgo.ApplicationCommandOption, arg Argument) (any, error) {
	if arg.focused {
		if !o.Autocomplete {
			return nil, fmt.Errorf("it does not suggest anything")
		}
		return fmt.Sprint(arg.Value), nil // a half-typed number is sent as text
	}
	number := func(n float64) (any, error) {
		if o.MinValue != nil && n < *o.MinValue || o.MaxValue != 0 && n > o.MaxValue {
			return nil, fmt.Errorf("%v is out of range", n)
		}
		return arg.Value, a.chosen(o, arg.Value)
	}
	switch v := arg.Value.(type) {
	case string:
		if n := length(v); n < deref(o.MinLength) || n > max(o.MaxLength, 0) && o.MaxLength != 0 || n > maxStringOption {
			return nil, fmt.Errorf("a text of %d characters is not taken", n)
		}
		return v, expect(o, discordgo.ApplicationCommandOptionString, a.chosen(o, v))
	case bool:
		return v, expect(o, discordgo.ApplicationCommandOptionBoolean, nil)
	case int:
		value, err := number(float64(v))
		if o.Type == discordgo.ApplicationCommandOptionNumber {
			return value, err
		}
		return value, expect(o, discordgo.ApplicationCommandOptionInteger, err)
	case float64:
		value, err := number(v)
		return value, expect(o, discordgo.ApplicationCommandOptionNumber, err)
	case *User:
		a.users[v.ID] = wireUser(v)
		return v.ID, expect(o, discordgo.ApplicationCommandOptionUser, nil)
	case *Channel:
		a.channels[v.ID] = a.server.wireChannel(a.server.channels[v.ID])
		return v.ID, expect(o, discordgo.ApplicationCommandOptionChannel, nil)
	case *Role:
		a.roles[v.ID] = object{"id": v.ID, "name": v.Name, "permissions": "0"}
		return v.ID, expect(o, discordgo.ApplicationCommandOptionRole, nil)
	}
	return a.upload(o, arg.Value)
}

// upload keeps a file that is attached to a command, at an address of its own.
func (a *arguments) upload(o *discordgo.ApplicationCommandOption, value any) (any, error) {
	f, ok := value.(File)
	if !ok {
		return nil, fmt.Errorf("a %T is not a value that Discord sends", value)
	}
	if len(f.Data) > maxFile {
		return nil, fmt.Errorf("a file of %d bytes is not taken", len(f.Data))
	}
	s := a.server
	f.ID = s.snowflake()
	s.uploads[f.ID] = &f
	address := s.URL + "/ephemeral-attachments/" + s.Bot.ID + "/" + f.ID + "/" + f.Name
	a.files[f.ID] = object{"id": f.ID, "filename": f.Name, "content_type": f.ContentType, "size": len(f.Data), "ephemeral": true,
		"url": address, "proxy_url": address}
	return f.ID, expect(o, discordgo.ApplicationCommandOptionAttachment, nil)
}

func expect(o *discordgo.ApplicationCommandOption, t discordgo.ApplicationCommandOptionType, err error) error {
	if o.Type != t {
		return fmt.Errorf("it is of type %s, not %s", o.Type, t)
	}
	return err
}

// chosen checks that a value is one of the choices, where there are any. Suggestions of an autocomplete bind nobody.
func (a *arguments) chosen(o *discordgo.ApplicationCommandOption, value any) error {
	if len(o.Choices) == 0 {
		return nil
	}
	for _, c := range o.Choices {
		if fmt.Sprint(c.Value) == fmt.Sprint(value) {
			return nil
		}
	}
	return fmt.Errorf("%v is not among the choices", value)
}

// interact completes an interaction and tells the bot of it.
func (s *Server) interact(i *Interaction, data object) *Interaction {
	c := i.channel
	i.ID, i.server, i.created = s.snowflake(), s, s.now()
	i.Token = "interaction-" + i.ID
	snapshot := c.Channel
	i.Channel = &snapshot
	s.interactions[i.Token] = i

	o := object{"id": i.ID, "application_id": s.Bot.ID, "type": i.Kind, "token": i.Token, "version": 1, "data": data,
		"channel_id": c.ID, "channel": s.wireChannel(c), "entitlements": []object{},
		"locale": string(discordgo.EnglishUS), "app_permissions": strconv.FormatInt(s.permissions(s.Bot, c), 10)}
	if i.User.Locale != "" {
		o["locale"] = i.User.Locale
	}
	if c.isDM() {
		o["user"], o["context"] = wireUser(i.User), discordgo.InteractionContextBotDM
		o["authorizing_integration_owners"] = object{"0": "0"}
	} else {
		o["member"], o["guild_id"], o["guild_locale"] = s.wireMember(i.User, c), c.GuildID, "en-US"
		o["context"] = discordgo.InteractionContextGuild
		o["authorizing_integration_owners"] = object{"0": c.GuildID}
	}
	if s.foreign(c) {
		o["authorizing_integration_owners"] = object{"1": i.User.ID}
		o["app_permissions"] = strconv.FormatInt(discordgo.PermissionEmbedLinks|discordgo.PermissionAttachFiles|discordgo.PermissionMentionEveryone, 10)
	}
	if i.source != nil {
		o["message"] = s.wireMessage(i.source, everything)
	}
	s.dispatch("INTERACTION_CREATE", 0, c.GuildID, func(*session) any { return o })
	s.notify()
	return i
}
