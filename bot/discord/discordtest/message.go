package discordtest

import (
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Message is a message as it was when it was read, with its history.
type Message struct {
	ID         string
	ChannelID  string
	Author     *User
	Content    string
	Embeds     []*discordgo.MessageEmbed
	Components []Component
	Files      []File
	Flags      discordgo.MessageFlags
	ReplyTo    string                            // ID of the message that it replies to
	Nonce      string                            // as sent with it
	Allowed    *discordgo.MessageAllowedMentions // of the last create or edit; nil where it carried none
	Mentions   []*User                           // users it mentions, the author of the message it replies to included
	AskedBy    *User                             // of a reply to an interaction: who asked
	Created    time.Time
	Edits      []Edit // what stood there before each edit, the oldest first
	Deleted    bool

	interaction *Interaction
	pinged      *User // the author of the message it replies to, where the reply pings
	everyone    bool
	roles       []string
}

// Edit is a state of a message that an edit replaced.
type Edit struct {
	Content    string
	Embeds     []*discordgo.MessageEmbed
	Components []Component
	Files      []File
	Loading    bool      // it was the "thinking…" of a deferred reply
	Until      time.Time // when the edit came
}

// File is an attachment.
type File struct {
	ID          string
	Name        string
	ContentType string
	Data        []byte
}

// Component is a part of a message or modal that people use; of the fields only those of its type are set.
type Component struct {
	Type        discordgo.ComponentType `json:"type"`
	CustomID    string                  `json:"custom_id,omitempty"`
	Label       string                  `json:"label,omitempty"`
	Style       int                     `json:"style,omitempty"`
	URL         string                  `json:"url,omitempty"`
	Emoji       *Emoji                  `json:"emoji,omitempty"`
	Disabled    bool                    `json:"disabled,omitempty"`
	Placeholder string                  `json:"placeholder,omitempty"`
	MinValues   *int                    `json:"min_values,omitempty"`
	MaxValues   *int                    `json:"max_values,omitempty"`
	Options     []SelectOption          `json:"options,omitempty"`
	MinLength   int                     `json:"min_length,omitempty"`
	MaxLength   int                     `json:"max_length,omitempty"`
	Required    *bool                   `json:"required,omitempty"`
	Value       string                  `json:"value,omitempty"`
	Components  []Component             `json:"components,omitempty"`
}

// Emoji is the picture on a button.
type Emoji struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// SelectOption is a line of a select menu.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

func (m *Message) snapshot() *Message {
	copied := *m
	return &copied
}

// Ephemeral tells whether only the person who asked sees the message.
func (m *Message) Ephemeral() bool { return m.Flags&discordgo.MessageFlagsEphemeral != 0 }

// Loading tells whether the message is still the "thinking…" of a deferred reply.
func (m *Message) Loading() bool { return m.Flags&discordgo.MessageFlagsLoading != 0 }

// Text returns everything a reader sees in words: content, then each embed's author, title, description, fields, footer.
func (m *Message) Text() string {
	lines := []string{m.Content}
	for _, e := range m.Embeds {
		if e.Author != nil {
			lines = append(lines, e.Author.Name)
		}
		lines = append(lines, e.Title, e.Description)
		for _, f := range e.Fields {
			lines = append(lines, f.Name, f.Value)
		}
		if e.Footer != nil {
			lines = append(lines, e.Footer.Text)
		}
	}
	kept := lines[:0]
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// Buttons returns the buttons, row by row.
func (m *Message) Buttons() []Component {
	var buttons []Component
	for _, c := range flatten(m.Components) {
		if c.Type == discordgo.ButtonComponent {
			buttons = append(buttons, c)
		}
	}
	return buttons
}

// Selects returns the select menus, row by row.
func (m *Message) Selects() []Component {
	var selects []Component
	for _, c := range flatten(m.Components) {
		if isSelect(c.Type) {
			selects = append(selects, c)
		}
	}
	return selects
}

// Button returns the first button whose label contains text.
func (m *Message) Button(text string) (Component, bool) {
	for _, b := range m.Buttons() {
		if strings.Contains(b.Label, text) {
			return b, true
		}
	}
	return Component{}, false
}

// flatten returns the components within the rows.
func flatten(rows []Component) []Component {
	var parts []Component
	for _, row := range rows {
		parts = append(parts, row.Components...)
	}
	return parts
}

func isSelect(t discordgo.ComponentType) bool {
	return t == discordgo.SelectMenuComponent ||
		t >= discordgo.UserSelectMenuComponent && t <= discordgo.ChannelSelectMenuComponent
}

// Contains makes a condition on a message for the Await methods: what it says contains text.
func Contains(text string) func(*Message) bool {
	return func(m *Message) bool { return strings.Contains(m.Text(), text) }
}

func holds(m *Message, until []func(*Message) bool) bool {
	for _, cond := range until {
		if !cond(m) {
			return false
		}
	}
	return true
}
