package discordtest

import (
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// Limits of components and modals, from Discord's documentation.
const (
	maxRows              = 5
	maxButtons           = 5 // a row
	maxCustomID          = 100
	maxButtonLabel       = 80
	maxButtonURL         = 512
	maxSelectOptions     = 25
	maxOptionLabel       = 100
	maxOptionValue       = 100
	maxOptionDescription = 100
	maxSelectPlaceholder = 150
	maxModalTitle        = 45
	maxInputLabel        = 45
	maxInputLength       = 4000
	maxInputPlaceholder  = 100
)

// checkRows checks the action rows of a message. Components of the second version (flag 1<<15) are refused: this Discord
// does not know them.
func (f *form) checkRows(path string, rows []Component) {
	if len(rows) > maxRows {
		f.wrong(path, errBadLength, fmt.Sprintf("Must be between 1 and %d in length.", maxRows))
	}
	seen := map[string]bool{}
	for i, row := range rows {
		at := fmt.Sprintf("%s.%d", path, i)
		if row.Type != discordgo.ActionsRowComponent {
			f.wrong(at+".type", errChoices, "Value must be one of {1}.")
			continue
		}
		if n := len(row.Components); n < 1 || n > maxButtons {
			f.wrong(at+".components", errBadLength, fmt.Sprintf("Must be between 1 and %d in length.", maxButtons))
		}
		for j, c := range row.Components {
			inner := fmt.Sprintf("%s.components.%d", at, j)
			switch {
			case c.Type == discordgo.ButtonComponent:
				f.checkButton(inner, c)
			case isSelect(c.Type):
				f.checkSelect(inner, c)
				if len(row.Components) > 1 {
					f.wrong(at+".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
				}
			default:
				f.wrong(inner+".type", errChoices, "Value must be one of {2, 3, 5, 6, 7, 8}.")
			}
			f.unique(inner+".custom_id", c.CustomID, seen)
		}
	}
}

func (f *form) unique(path, customID string, seen map[string]bool) {
	if customID == "" {
		return
	}
	if seen[customID] {
		f.wrong(path, errDuplicateComponent, "Component custom id cannot be duplicated")
	}
	seen[customID] = true
}

func (f *form) checkButton(path string, c Component) {
	f.atMost(path+".label", c.Label, maxButtonLabel)
	if c.Label == "" && c.Emoji == nil {
		f.wrong(path+".label", errRequired, "A label or an emoji is required")
	}
	switch style := discordgo.ButtonStyle(c.Style); {
	case style == discordgo.LinkButton:
		if c.CustomID != "" {
			f.wrong(path+".custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
		if c.URL == "" {
			f.wrong(path+".url", errRequired, "A url is required")
		}
		f.address(path+".url", c.URL, maxButtonURL, "http", "https", "discord")
	case style >= discordgo.PrimaryButton && style <= discordgo.DangerButton:
		f.between(path+".custom_id", c.CustomID, 1, maxCustomID)
		if c.URL != "" {
			f.wrong(path+".url", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
	default:
		f.wrong(path+".style", errChoices, "Value must be one of {1, 2, 3, 4, 5}.")
	}
}

func (f *form) checkSelect(path string, c Component) {
	f.between(path+".custom_id", c.CustomID, 1, maxCustomID)
	f.atMost(path+".placeholder", c.Placeholder, maxSelectPlaceholder)
	least, most := selectRange(c)
	if least < 0 || least > maxSelectOptions || most < 1 || most > maxSelectOptions || least > most {
		f.wrong(path+".min_values", "NUMBER_TYPE_MAX", fmt.Sprintf("min_values and max_values must lie between 0 and %d, in this order.", maxSelectOptions))
	}
	if c.Type != discordgo.SelectMenuComponent {
		return
	}
	if n := len(c.Options); n < 1 || n > maxSelectOptions {
		f.wrong(path+".options", errBadLength, fmt.Sprintf("Must be between 1 and %d in length.", maxSelectOptions))
	}
	values := map[string]bool{}
	for i, o := range c.Options {
		at := fmt.Sprintf("%s.options.%d", path, i)
		f.between(at+".label", o.Label, 1, maxOptionLabel)
		f.between(at+".value", o.Value, 1, maxOptionValue)
		f.atMost(at+".description", o.Description, maxOptionDescription)
		if values[o.Value] {
			f.wrong(at+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		values[o.Value] = true
	}
}

// selectRange returns how few and how many values may be chosen; one, where the menu says nothing.
func selectRange(c Component) (least, most int) {
	least, most = 1, 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	return least, most
}

// Modal is a form that the bot opened for a person.
type Modal struct {
	CustomID string
	Title    string
	Inputs   []Component // the text inputs, from top to bottom
}

func (f *form) checkModal(customID, title string, rows []Component) {
	f.between("data.custom_id", customID, 1, maxCustomID)
	f.between("data.title", title, 1, maxModalTitle)
	if n := len(rows); n < 1 || n > maxRows {
		f.wrong("data.components", errBadLength, fmt.Sprintf("Must be between 1 and %d in length.", maxRows))
	}
	seen := map[string]bool{}
	for i, row := range rows {
		path := fmt.Sprintf("data.components.%d", i)
		if row.Type != discordgo.ActionsRowComponent || len(row.Components) != 1 || row.Components[0].Type != discordgo.TextInputComponent {
			f.wrong(path+".type", errChoices, "A modal's row holds one text input.")
			continue
		}
		c, at := row.Components[0], path+".components.0"
		f.between(at+".custom_id", c.CustomID, 1, maxCustomID)
		f.unique(at+".custom_id", c.CustomID, seen)
		f.between(at+".label", c.Label, 1, maxInputLabel)
		f.atMost(at+".placeholder", c.Placeholder, maxInputPlaceholder)
		f.atMost(at+".value", c.Value, maxInputLength)
		if c.Style != int(discordgo.TextInputShort) && c.Style != int(discordgo.TextInputParagraph) {
			f.wrong(at+".style", errChoices, "Value must be one of {1, 2}.")
		}
		if c.MinLength < 0 || c.MinLength > maxInputLength || c.MaxLength < 0 || c.MaxLength > maxInputLength {
			f.wrong(at+".max_length", "NUMBER_TYPE_MAX", fmt.Sprintf("Must be at most %d.", maxInputLength))
		}
	}
}
