// Package picture draws messages as Discord shows them, as SVG: for documentation that shows what a bot really said, and to
// look at golden messages rather than to read their JSON. It leans on nothing but discordgo's shape of embeds.
//
// It draws what a question-answering bot uses: content and embeds with Discord's markdown, buttons, menus, files, forms,
// replies and the note below a message that one reader alone sees. Text stays text, in whatever sans-serif font the reader
// has: lines are wrapped by estimated widths that leave room for wide fonts, and no two runs of a line have a place of
// their own, so that nothing overlaps where the estimate is off. Sizes and colours are those of Discord's dark look.
package picture

import (
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// Message is what is drawn of a message or, where it has a Title, of a form. It reads the JSON of either.
type Message struct {
	Author     string                    `json:"author,omitempty"` // as whom the message is shown; "" is the bot
	Asked      string                    `json:"asked,omitempty"`  // the line above it: which message it replies to, or which command it answers
	Ephemeral  bool                      `json:"ephemeral,omitempty"`
	Content    string                    `json:"content,omitempty"`
	Embeds     []*discordgo.MessageEmbed `json:"embeds,omitempty"`
	Components []discordtest.Component   `json:"components,omitempty"`
	Files      []File                    `json:"attachments,omitempty"`
	Title      string                    `json:"title,omitempty"`
}

// File is an attached file.
type File struct {
	Name string `json:"filename"`
}

// Setting is what a reader's client knows beside the messages.
type Setting struct {
	Bot   string            // the bot's name
	Names map[string]string // what mentions show, by what stands between their angle brackets: "#7", "@7", "@&7"
	Now   time.Time         // for times that are told as of now
}

// Sizes in pixels.
const (
	width   = 640
	margin  = 16
	indent  = 72 // where a message's text begins
	column  = width - indent - margin
	card    = 520 // the width of an embed
	padding = 12
)

// Draw draws messages below each other. title says what is seen, to who cannot see it.
func Draw(title string, s Setting, messages ...Message) []byte {
	c := &canvas{setting: s, y: margin}
	for i, m := range messages {
		if i > 0 {
			c.y += margin
		}
		if m.Title != "" {
			c.form(m)
			continue
		}
		c.message(m)
	}
	c.y += margin
	return c.svg(title)
}

func (c *canvas) message(m Message) {
	top, at := c.y, c.mark()
	if m.Ephemeral {
		c.y += 8
	}
	if m.Asked != "" {
		c.shape(`<path d="M 36 %d v -5 a 6 6 0 0 1 6 -6 h 26" class="spine"/>`, c.y+20)
		c.text(indent, c.y+13, small, fit(c.spans(m.Asked), small, column))
		c.y += 22
	}
	author, app := m.Author, m.Author == ""
	if app {
		author = c.setting.Bot
	}
	c.shape(`<circle cx="36" cy="%d" r="20" class="%s"/>`, c.y+20, map[bool]string{true: "app", false: "face"}[app])
	c.label(36, c.y+26, "initial", first(author))
	c.text(indent, c.y+15, name, line{{text: author, style: bold}})
	if app {
		x := indent + reach(line{{text: author, style: bold}}, name) + 8
		c.shape(`<rect x="%d" y="%d" width="36" height="17" rx="4" class="app"/>`, x, c.y+2)
		c.label(x+18, c.y+14, "tag", "APP")
	}
	c.y += 22
	if m.Content != "" {
		c.blocks(m.Content, indent, column, body)
	}
	for _, e := range m.Embeds {
		c.embed(e)
	}
	for _, f := range m.Files {
		c.file(f)
	}
	for _, row := range m.Components {
		c.row(row)
	}
	c.y = max(c.y, top+44)
	if m.Ephemeral {
		c.note()
		c.y += 8
		c.under(at, `<rect x="0" y="%d" width="%d" height="%d" class="private"/><rect x="0" y="%d" width="2" height="%d" class="app"/>`,
			top, width, c.y-top, top, c.y-top)
	}
}

// note is what Discord writes below a message that one reader alone sees.
func (c *canvas) note() {
	c.y += 8
	c.shape(`<path d="M %d %d q 8 -9 16 0 q -8 9 -16 0 z" class="eye"/><circle cx="%d" cy="%d" r="2.5" class="pupil"/>`, indent, c.y+8, indent+8, c.y+8)
	c.text(indent+22, c.y+12, foot, line{{text: "Only you can see this • ", style: muted}, {text: "Dismiss message", style: linked}})
	c.y += 16
}

func (c *canvas) embed(e *discordgo.MessageEmbed) {
	c.y += 6
	top, at := c.y, c.mark()
	c.y += padding - 2
	x, room := indent+4+padding, card-4-2*padding
	if e.Title != "" {
		c.paragraph(line{{text: e.Title, style: bold}}, x, room, body)
		c.y += 4
	}
	c.blocks(e.Description, x, room, inner)
	for _, f := range e.Fields {
		c.y += 6
		c.paragraph(line{{text: f.Name, style: bold}}, x, room, inner)
		c.blocks(f.Value, x, room, inner)
	}
	if e.Footer != nil {
		c.y += 6
		c.paragraph(line{{text: e.Footer.Text}}, x, room, foot)
	}
	c.y += padding - 2
	c.under(at, `<rect x="%d" y="%d" width="%d" height="%d" rx="4" class="card"/><path d="M %d %d h -1 a 4 4 0 0 0 -4 4 v %d a 4 4 0 0 0 4 4 h 1 z" fill="%s"/>`,
		indent, top, card, c.y-top, indent+5, top, c.y-top-8, fmt.Sprintf("#%06x", e.Color))
}

func (c *canvas) file(f File) {
	c.y += 6
	c.shape(`<rect x="%d" y="%d" width="%d" height="40" rx="4" class="card"/>`, indent, c.y, card)
	c.shape(`<path d="M %d %d h 8 l 5 5 v 13 h -13 z" class="leaf"/>`, indent+14, c.y+11)
	c.text(indent+40, c.y+25, inner, fit(line{{text: f.Name, style: linked}}, inner, card-52))
	c.y += 40
}
