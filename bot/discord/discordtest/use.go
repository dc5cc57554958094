package discordtest

import (
	"fmt"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Click presses a button as a user who sees the message.
func (s *Server) Click(as *User, on *Message, customID string) *Interaction {
	s.helper()
	return s.touch(as, on, customID, nil, func(c Component) error {
		if c.Type != discordgo.ButtonComponent {
			return fmt.Errorf("it is not a button")
		}
		return nil
	})
}

// Select chooses values in a select menu as a user who sees the message.
func (s *Server) Select(as *User, on *Message, customID string, values ...string) *Interaction {
	s.helper()
	return s.touch(as, on, customID, values, func(c Component) error {
		if c.Type != discordgo.SelectMenuComponent {
			return fmt.Errorf("it is not a menu of texts")
		}
		if least, most := selectRange(c); len(values) < least || len(values) > most {
			return fmt.Errorf("it takes %d to %d values, not %d", least, most, len(values))
		}
		for _, value := range values {
			if !slices.ContainsFunc(c.Options, func(o SelectOption) bool { return o.Value == value }) {
				return fmt.Errorf("it has no option %q", value)
			}
		}
		return nil
	})
}

// touch uses a component of a message as it stands now.
func (s *Server) touch(as *User, on *Message, customID string, values []string, fits func(Component) error) *Interaction {
	s.helper()
	s.mu.Lock()
	m := s.messages[on.ID]
	part, err := m.usable(as, customID)
	if err == nil {
		err = fits(part)
	}
	if err != nil {
		s.mu.Unlock()
		s.fail("%s cannot use %q of message %s: %v", as.Name, customID, on.ID, err)
		return nil
	}
	defer s.mu.Unlock()
	data := object{"custom_id": customID, "component_type": part.Type}
	if values != nil {
		data["values"] = values
	}
	return s.interact(&Interaction{Kind: discordgo.InteractionMessageComponent, Name: customID, User: as,
		channel: s.channels[m.ChannelID], source: m}, data)
}

func (m *Message) usable(by *User, customID string) (Component, error) {
	parts := flatten(m.Components)
	at := slices.IndexFunc(parts, func(c Component) bool { return c.CustomID == customID })
	switch {
	case m.Deleted:
		return Component{}, fmt.Errorf("the message was deleted")
	case m.Ephemeral() && m.AskedBy.ID != by.ID:
		return Component{}, fmt.Errorf("only %s sees the message", m.AskedBy.Name)
	case at < 0:
		return Component{}, fmt.Errorf("the message has nothing of that custom_id")
	case parts[at].Disabled:
		return Component{}, fmt.Errorf("it is disabled")
	}
	return parts[at], nil
}

// Submit fills in and sends the modal that the bot opened in reply to an interaction. fields maps custom IDs of text
// inputs to what is typed; the others keep what the bot had put there.
func (s *Server) Submit(opened *Interaction, fields map[string]string) *Interaction {
	s.helper()
	s.mu.Lock()
	if opened.response == nil || opened.response.Modal == nil {
		s.mu.Unlock()
		s.fail("%s has not opened a modal", opened.Name)
		return nil
	}
	modal := opened.response.Modal
	rows, err := modal.fill(fields)
	if err != nil {
		s.mu.Unlock()
		s.fail("modal %q: %v", modal.Title, err)
		return nil
	}
	defer s.mu.Unlock()
	return s.interact(&Interaction{Kind: discordgo.InteractionModalSubmit, Name: modal.CustomID, User: opened.User,
		channel: opened.channel, source: opened.source}, object{"custom_id": modal.CustomID, "components": rows})
}

// fill returns the rows of a submitted modal, checked as Discord's client checks them.
func (modal *Modal) fill(fields map[string]string) ([]object, error) {
	var rows []object
	filled := 0
	for _, input := range modal.Inputs {
		text, given := fields[input.CustomID]
		if given {
			filled++
		} else {
			text = input.Value
		}
		required := input.Required == nil || *input.Required
		most := input.MaxLength
		if most == 0 {
			most = maxInputLength
		}
		if n := length(text); n > most || n < input.MinLength && (required || n > 0) || n == 0 && required {
			return nil, fmt.Errorf("%q does not take a text of %d characters", input.CustomID, n)
		}
		rows = append(rows, object{"type": discordgo.ActionsRowComponent, "components": []object{
			{"type": discordgo.TextInputComponent, "custom_id": input.CustomID, "value": text}}})
	}
	if filled < len(fields) {
		return nil, fmt.Errorf("it has no input for some of %v", fields)
	}
	return rows, nil
}
