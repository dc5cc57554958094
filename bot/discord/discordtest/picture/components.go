package picture

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/discord/discordtest"
)

// row draws a row of buttons, or a menu.
func (c *canvas) row(row discordtest.Component) {
	c.y += 8
	x := indent
	for _, one := range row.Components {
		if one.Type != discordgo.ButtonComponent {
			c.menu(one)
			continue
		}
		text := one.Label
		if one.Emoji != nil {
			text = strings.TrimSpace(one.Emoji.Name + " " + text)
		}
		wide := max(60, reach(line{{text: text, style: bold}}, inner)+32)
		if x > indent && x+wide > indent+column {
			x = indent
			c.y += 40
		}
		c.shape(`<rect x="%d" y="%d" width="%d" height="32" rx="8" class="%s"/>`, x, c.y, wide, buttonClass(one))
		c.label(x+wide/2, c.y+21, "button", text)
		x += wide + 8
	}
	if x > indent {
		c.y += 32
	}
}

// buttonClass is the look of a button.
func buttonClass(b discordtest.Component) string {
	class := "secondary"
	switch discordgo.ButtonStyle(b.Style) {
	case discordgo.PrimaryButton:
		class = "app"
	case discordgo.SuccessButton:
		class = "success"
	case discordgo.DangerButton:
		class = "danger"
	}
	if b.Disabled {
		class += " off"
	}
	return class
}

// menu draws a menu that is closed.
func (c *canvas) menu(m discordtest.Component) {
	const wide = 400
	shown := line{{text: m.Placeholder, style: muted}}
	for _, o := range m.Options {
		if o.Default {
			shown = line{{text: o.Label}}
		}
	}
	c.shape(`<rect x="%d" y="%d" width="%d" height="40" rx="8" class="menu"/>`, indent, c.y, wide)
	c.text(indent+padding, c.y+25, inner, fit(shown, inner, wide-2*padding-24))
	c.shape(`<path d="M %d %d l 6 6 l 6 -6" class="arrow"/>`, indent+wide-26, c.y+17)
	c.y += 40
}

// form draws a form with its fields.
func (c *canvas) form(m Message) {
	const wide, x = 480, (width - 480) / 2
	top, at := c.y, c.mark()
	c.y += 20
	c.paragraph(line{{text: m.Title, style: bold}}, x+20, wide-40, title)
	for _, row := range m.Components {
		for _, f := range row.Components {
			c.y += 12
			required := line{{text: f.Label, style: bold}}
			if f.Required == nil || *f.Required {
				required = append(required, span{" *", mention})
			}
			c.paragraph(required, x+20, wide-40, field)
			high := 40
			if discordgo.TextInputStyle(f.Style) == discordgo.TextInputParagraph {
				high = 88
			}
			c.shape(`<rect x="%d" y="%d" width="%d" height="%d" rx="8" class="menu"/>`, x+20, c.y+2, wide-40, high)
			shown := line{{text: f.Value}}
			if f.Value == "" {
				shown = line{{text: f.Placeholder, style: muted}}
			}
			c.text(x+32, c.y+27, inner, fit(shown, inner, wide-64))
			c.y += high + 2
		}
	}
	c.y += 20
	for i, label := range []string{"Cancel", "Submit"} {
		left := x + 20 + i*(wide-32)/2
		c.shape(`<rect x="%d" y="%d" width="%d" height="38" rx="8" class="%s"/>`, left, c.y, (wide-48)/2, []string{"secondary", "app"}[i])
		c.label(left+(wide-48)/4, c.y+24, "button", label)
	}
	c.y += 58
	c.under(at, `<rect x="%d" y="%d" width="%d" height="%d" rx="8" class="sheet"/>`, x, top, wide, c.y-top)
}
