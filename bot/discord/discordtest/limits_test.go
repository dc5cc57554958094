package discordtest_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

func text(n int) string { return strings.Repeat("x", n) }

func times[T any](n int, make func(int) T) []T {
	all := []T{}
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func embed(change func(*discordgo.MessageEmbed)) *discordgo.MessageSend {
	e := &discordgo.MessageEmbed{Title: "t"}
	change(e)
	return &discordgo.MessageSend{Embeds: []*discordgo.MessageEmbed{e}}
}

func parts(parts ...discordgo.MessageComponent) *discordgo.MessageSend {
	return &discordgo.MessageSend{Content: "c", Components: row(parts...)}
}

func TestMessageLimits(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	button := func(i int) discordgo.MessageComponent {
		return discordgo.Button{Label: "b", CustomID: fmt.Sprint("b", i)}
	}
	option := func(i int) discordgo.SelectMenuOption {
		return discordgo.SelectMenuOption{Label: "o", Value: fmt.Sprint(i)}
	}
	field := func(int) *discordgo.MessageEmbedField { return &discordgo.MessageEmbedField{Name: "n", Value: "v"} }
	tests := []struct {
		name string
		send *discordgo.MessageSend
		path string // in the errors of the refusal; "" where the message is within the limits
	}{
		{"content of 2000", &discordgo.MessageSend{Content: text(2000)}, ""},
		{"content of 2001", &discordgo.MessageSend{Content: text(2001)}, `"content"`},
		{"content of 1001 pairs of code units", &discordgo.MessageSend{Content: strings.Repeat("😀", 1001)}, `"content"`},
		{"10 embeds", &discordgo.MessageSend{Embeds: times(10, func(int) *discordgo.MessageEmbed { return &discordgo.MessageEmbed{Title: "t"} })}, ""},
		{"11 embeds", &discordgo.MessageSend{Embeds: times(11, func(int) *discordgo.MessageEmbed { return &discordgo.MessageEmbed{Title: "t"} })}, `"embeds"`},
		{"embed title of 257", embed(func(e *discordgo.MessageEmbed) { e.Title = text(257) }), `"title"`},
		{"embed description of 4096", embed(func(e *discordgo.MessageEmbed) { e.Description = text(4096) }), ""},
		{"embed description of 4097", embed(func(e *discordgo.MessageEmbed) { e.Description = text(4097) }), `"description"`},
		{"25 fields", embed(func(e *discordgo.MessageEmbed) { e.Fields = times(25, field) }), ""},
		{"26 fields", embed(func(e *discordgo.MessageEmbed) { e.Fields = times(26, field) }), `"fields"`},
		{"field name of 257", embed(func(e *discordgo.MessageEmbed) {
			e.Fields = []*discordgo.MessageEmbedField{{Name: text(257), Value: "v"}}
		}), `"name"`},
		{"field value of 1025", embed(func(e *discordgo.MessageEmbed) {
			e.Fields = []*discordgo.MessageEmbedField{{Name: "n", Value: text(1025)}}
		}), `"value"`},
		{"field without value", embed(func(e *discordgo.MessageEmbed) { e.Fields = []*discordgo.MessageEmbedField{{Name: "n"}} }), `"value"`},
		{"footer of 2049", embed(func(e *discordgo.MessageEmbed) { e.Footer = &discordgo.MessageEmbedFooter{Text: text(2049)} }), `"footer"`},
		{"author of 257", embed(func(e *discordgo.MessageEmbed) { e.Author = &discordgo.MessageEmbedAuthor{Name: text(257)} }), `"author"`},
		{"embed link without scheme", embed(func(e *discordgo.MessageEmbed) { e.URL = "example.org/story" }), `"url"`},
		{"embed timestamp in words", embed(func(e *discordgo.MessageEmbed) { e.Timestamp = "yesterday" }), `"timestamp"`},
		{"6000 over two embeds", &discordgo.MessageSend{Embeds: times(2, func(int) *discordgo.MessageEmbed { return &discordgo.MessageEmbed{Description: text(3000)} })}, ""},
		{"6002 over two embeds", &discordgo.MessageSend{Embeds: times(2, func(int) *discordgo.MessageEmbed { return &discordgo.MessageEmbed{Description: text(3001)} })}, "MAX_EMBED_SIZE_EXCEEDED"},
		{"5 rows of 5 buttons", &discordgo.MessageSend{Content: "c", Components: times(5, func(r int) discordgo.MessageComponent {
			return discordgo.ActionsRow{Components: times(5, func(i int) discordgo.MessageComponent { return button(10*r + i) })}
		})}, ""},
		{"6 rows", &discordgo.MessageSend{Content: "c", Components: times(6, func(r int) discordgo.MessageComponent {
			return discordgo.ActionsRow{Components: []discordgo.MessageComponent{button(r)}}
		})}, `"components"`},
		{"6 buttons in a row", parts(times(6, button)...), `"components"`},
		{"custom_id of 101", parts(discordgo.Button{Label: "b", CustomID: text(101)}), `"custom_id"`},
		{"custom_id twice", parts(button(1), button(1)), "COMPONENT_CUSTOM_ID_DUPLICATED"},
		{"label of 81", parts(discordgo.Button{Label: text(81), CustomID: "b"}), `"label"`},
		{"link of 512", parts(discordgo.Button{Label: "b", Style: discordgo.LinkButton, URL: "https://example.org/" + text(492)}), ""},
		{"link of 513", parts(discordgo.Button{Label: "b", Style: discordgo.LinkButton, URL: "https://example.org/" + text(493)}), `"url"`},
		{"link with custom_id", parts(discordgo.Button{Label: "b", Style: discordgo.LinkButton, URL: "https://example.org/", CustomID: "b"}), `"custom_id"`},
		{"25 options", parts(discordgo.SelectMenu{CustomID: "s", Options: times(25, option)}), ""},
		{"26 options", parts(discordgo.SelectMenu{CustomID: "s", Options: times(26, option)}), `"options"`},
		{"option twice", parts(discordgo.SelectMenu{CustomID: "s", Options: []discordgo.SelectMenuOption{option(1), option(1)}}), `"value"`},
		{"menu beside a button", parts(discordgo.SelectMenu{CustomID: "s", Options: times(2, option)}, button(1)), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{"mentions parsed and listed", &discordgo.MessageSend{Content: "c", AllowedMentions: &discordgo.MessageAllowedMentions{
			Parse: []discordgo.AllowedMentionType{discordgo.AllowedMentionTypeUsers}, Users: []string{n.ada.ID}}}, `"allowed_mentions"`},
	}
	for _, tt := range tests {
		_, err := s.ChannelMessageSendComplex(n.desk.ID, tt.send)
		if tt.path == "" {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s was taken", tt.name)
			continue
		}
		if body := wantCode(t, err, 400, discordgo.ErrCodeInvalidFormBody); !bytes.Contains(body, []byte(tt.path)) {
			t.Errorf("%s: the refusal does not name %s: %s", tt.name, tt.path, body)
		}
		n.Advance(100_000_000) // 0.1 s, for the global limit of 50 requests a second
	}
	for _, empty := range []*discordgo.MessageSend{{}, {Content: " \n"}} {
		_, err := s.ChannelMessageSendComplex(n.desk.ID, empty)
		wantCode(t, err, 400, discordgo.ErrCodeCannotSendEmptyMessage)
	}
	_, err := s.ChannelFileSend(n.desk.ID, "big.bin", bytes.NewReader(make([]byte, 10<<20+1)))
	wantCode(t, err, 413, discordgo.ErrCodeRequestEntityTooLarge)
}

func TestAutocompleteAndModalLimits(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.Register(nil, askCommands()...)
	choice := func(i int) *discordgo.ApplicationCommandOptionChoice {
		return &discordgo.ApplicationCommandOptionChoice{Name: fmt.Sprint("n", i), Value: fmt.Sprint("v", i)}
	}
	input := func(id, label string) []discordgo.MessageComponent {
		return row(discordgo.TextInput{CustomID: id, Label: label, Style: discordgo.TextInputShort})
	}
	suggest := func(choices ...*discordgo.ApplicationCommandOptionChoice) *discordgo.InteractionResponse {
		return &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{Choices: choices}}
	}
	modal := func(title string, rows []discordgo.MessageComponent) *discordgo.InteractionResponse {
		return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal,
			Data: &discordgo.InteractionResponseData{CustomID: "m", Title: title, Components: rows}}
	}
	tests := []struct {
		name     string
		response *discordgo.InteractionResponse
		path     string
	}{
		{"25 choices", suggest(times(25, choice)...), ""},
		{"26 choices", suggest(times(26, choice)...), `"choices"`},
		{"choice name of 101", suggest(&discordgo.ApplicationCommandOptionChoice{Name: text(101), Value: "v"}), `"name"`},
		{"choice value of 101", suggest(&discordgo.ApplicationCommandOptionChoice{Name: "n", Value: text(101)}), `"value"`},
		{"modal", modal("Title", input("q", "Question")), ""},
		{"modal title of 46", modal(text(46), input("q", "Question")), `"title"`},
		{"modal label of 46", modal("Title", input("q", text(46))), `"label"`},
		{"modal without input", modal("Title", nil), `"components"`},
	}
	arrived := make(chan *discordgo.Interaction, 1)
	s := n.connect(t, func(_ *discordgo.Session, i *discordgo.InteractionCreate) { arrived <- i.Interaction })
	for _, tt := range tests {
		if tt.response.Type == discordgo.InteractionResponseModal {
			n.Command(n.ada, n.desk, "ask", opt("question", "?"))
		} else {
			n.Autocomplete(n.ada, n.desk, "summary", opt("headline", "x"))
		}
		err := s.InteractionRespond(<-arrived, tt.response)
		switch {
		case tt.path == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.path != "" && err == nil:
			t.Errorf("%s was taken", tt.name)
		case tt.path != "":
			if body := wantCode(t, err, 400, discordgo.ErrCodeInvalidFormBody); !bytes.Contains(body, []byte(tt.path)) {
				t.Errorf("%s: the refusal does not name %s: %s", tt.name, tt.path, body)
			}
		}
	}
}

func TestCommandLimits(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	one := func(change func(*discordgo.ApplicationCommand)) []*discordgo.ApplicationCommand {
		c := &discordgo.ApplicationCommand{Name: "ask", Description: "Ask"}
		change(c)
		return []*discordgo.ApplicationCommand{c}
	}
	options := func(options ...*discordgo.ApplicationCommandOption) []*discordgo.ApplicationCommand {
		return one(func(c *discordgo.ApplicationCommand) { c.Options = options })
	}
	option := func(i int) *discordgo.ApplicationCommandOption {
		return &discordgo.ApplicationCommandOption{Name: fmt.Sprint("o", i), Description: "d", Type: discordgo.ApplicationCommandOptionString}
	}
	chooses := func(choices int, length int) *discordgo.ApplicationCommandOption {
		o := option(0)
		o.Choices = times(choices, func(i int) *discordgo.ApplicationCommandOptionChoice {
			return &discordgo.ApplicationCommandOptionChoice{Name: fmt.Sprint(i), Value: text(length)}
		})
		return o
	}
	required := option(9)
	required.Required = true
	tests := []struct {
		name     string
		commands []*discordgo.ApplicationCommand
		path     string
	}{
		{"everything in order", append(askCommands(), one(func(c *discordgo.ApplicationCommand) {
			c.Name = "fragen"
			c.NameLocalizations = &map[discordgo.Locale]string{discordgo.German: "frägen"}
		})...), ""},
		{"100 commands", times(100, func(i int) *discordgo.ApplicationCommand {
			return &discordgo.ApplicationCommand{Name: fmt.Sprint("c", i), Description: "d"}
		}), ""},
		{"101 commands", times(101, func(i int) *discordgo.ApplicationCommand {
			return &discordgo.ApplicationCommand{Name: fmt.Sprint("c", i), Description: "d"}
		}), `"commands"`},
		{"a name twice", append(askCommands(), askCommands()[0]), "APPLICATION_COMMANDS_DUPLICATE_NAME"},
		{"upper case", one(func(c *discordgo.ApplicationCommand) { c.Name = "Ask" }), `"name"`},
		{"a space", one(func(c *discordgo.ApplicationCommand) { c.Name = "ask me" }), `"name"`},
		{"name of 33", one(func(c *discordgo.ApplicationCommand) { c.Name = text(33) }), `"name"`},
		{"no description", one(func(c *discordgo.ApplicationCommand) { c.Description = "" }), `"description"`},
		{"description of 101", one(func(c *discordgo.ApplicationCommand) { c.Description = text(101) }), `"description"`},
		{"localised description of 101", one(func(c *discordgo.ApplicationCommand) {
			c.DescriptionLocalizations = &map[discordgo.Locale]string{discordgo.German: text(101)}
		}), `"description_localizations"`},
		{"unknown locale", one(func(c *discordgo.ApplicationCommand) {
			c.NameLocalizations = &map[discordgo.Locale]string{"de-AT": "fragen"}
		}), `"name_localizations"`},
		{"26 options", options(times(26, option)...), `"options"`},
		{"required after optional", options(option(1), required), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
		{"26 choices", options(chooses(26, 1)), `"choices"`},
		{"choice of 101", options(chooses(1, 101)), `"value"`},
		{"over 8000 in all", options(times(4, func(i int) *discordgo.ApplicationCommandOption {
			o := chooses(25, 90)
			o.Name = fmt.Sprint("o", i)
			return o
		})...), "APPLICATION_COMMAND_TOO_LARGE"},
		{"message command with description", []*discordgo.ApplicationCommand{{Name: "Check", Type: discordgo.MessageApplicationCommand, Description: "d"}}, `"description"`},
	}
	for _, tt := range tests {
		for _, guild := range []string{"", n.guild.ID} {
			made, err := s.ApplicationCommandBulkOverwrite(n.Bot.ID, guild, tt.commands)
			switch {
			case tt.path == "" && err != nil:
				t.Errorf("%s: %v", tt.name, err)
			case tt.path == "" && len(made) != len(tt.commands):
				t.Errorf("%s: %d commands were made of %d", tt.name, len(made), len(tt.commands))
			case tt.path != "" && err == nil:
				t.Errorf("%s was taken", tt.name)
			case tt.path != "":
				if body := wantCode(t, err, 400, discordgo.ErrCodeInvalidFormBody); !bytes.Contains(body, []byte(tt.path)) {
					t.Errorf("%s: the refusal does not name %s: %s", tt.name, tt.path, body)
				}
			}
			n.Advance(100_000_000)
		}
	}
}

func TestCommandsKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	n := open(t)
	s := n.client(t)
	first, err := s.ApplicationCommandBulkOverwrite(n.Bot.ID, "", askCommands())
	if err != nil {
		t.Fatal(err)
	}
	changed := askCommands()
	changed[0].Description = "Ask anything"
	second, err := s.ApplicationCommandBulkOverwrite(n.Bot.ID, "", changed)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := s.ApplicationCommands(n.Bot.ID, "")
	if err != nil || len(listed) != len(changed) {
		t.Fatalf("listed %d commands, %v", len(listed), err)
	}
	for i := range first {
		if first[i].ID != second[i].ID || listed[i].ID != first[i].ID {
			t.Errorf("/%s changed its ID", first[i].Name)
		}
		if same := first[i].Version == second[i].Version; same != (i != 0) {
			t.Errorf("/%s: version kept: %t", first[i].Name, same)
		}
	}
	if err := n.AwaitCommands(t.Context(), "ask", "summary"); err != nil {
		t.Error(err)
	}
}
