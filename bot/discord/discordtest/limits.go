package discordtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/bwmarrin/discordgo"
)

// Limits of a message, from Discord's documentation; lengths in UTF-16 code units, which its clients count.
const (
	maxContent          = 2000
	maxEmbeds           = 10
	maxEmbedTotal       = 6000 // over all embeds of a message
	maxEmbedTitle       = 256
	maxEmbedDescription = 4096
	maxEmbedFields      = 25
	maxEmbedFieldName   = 256
	maxEmbedFieldValue  = 1024
	maxEmbedFooter      = 2048
	maxEmbedAuthor      = 256
	maxEmbedURL         = 2048
	maxFiles            = 10
	maxFile             = 10 << 20 // bytes
	maxNonce            = 25
	maxMentionsListed   = 100
)

// draft is what a request says of a message, a modal or choices. A nil field was not in the request.
type draft struct {
	Content         *string                           `json:"content"`
	Embeds          *[]*discordgo.MessageEmbed        `json:"embeds"`
	Components      *[]Component                      `json:"components"`
	AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Reference       *discordgo.MessageReference       `json:"message_reference"`
	Flags           discordgo.MessageFlags            `json:"flags"`
	Nonce           json.RawMessage                   `json:"nonce"` // a string or a number
	EnforceNonce    bool                              `json:"enforce_nonce"`
	Attachments     *[]struct {
		ID json.RawMessage `json:"id"` // of those that an edit keeps; a string or a number
	} `json:"attachments"`
	files []File
}

func (d *draft) nonce() string { return strings.Trim(string(d.Nonce), `"`) }

// check holds what a draft says against the limits. What it does not say is not checked: see apply.
func (d *draft) check() *refusal {
	var f form
	if d.Content != nil {
		f.atMost("content", *d.Content, maxContent)
	}
	if d.Embeds != nil {
		f.checkEmbeds(*d.Embeds)
	}
	if d.Components != nil {
		f.checkRows("components", *d.Components)
	}
	if a := d.AllowedMentions; a != nil {
		f.checkMentions(a)
	}
	if length(d.nonce()) > maxNonce {
		f.wrong("nonce", errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxNonce))
	}
	if len(d.files) > maxFiles {
		f.wrong("files", errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxFiles))
	}
	for _, file := range d.files {
		if len(file.Data) > maxFile {
			return fileTooLarge
		}
	}
	return f.refusal()
}

// apply writes a draft into a message that is not known to others yet, or within change. It refuses to leave it empty.
func (d *draft) apply(s *Server, m *Message) *refusal {
	after := *m
	if d.Content != nil {
		after.Content = strings.TrimSpace(*d.Content)
	}
	if d.Embeds != nil {
		after.Embeds = *d.Embeds
	}
	if d.Components != nil {
		after.Components = *d.Components
	}
	if d.Attachments != nil {
		after.Files = d.keep(m.Files)
	}
	after.Files = slices.Clip(after.Files)
	for _, file := range d.files {
		file.ID = s.snowflake()
		after.Files = append(after.Files, file)
	}
	after.Allowed = d.AllowedMentions
	after.Flags |= d.Flags & discordgo.MessageFlagsSuppressEmbeds
	if after.Content == "" && len(after.Embeds) == 0 && len(after.Files) == 0 && len(after.Components) == 0 {
		return emptyMessage
	}
	*m = after
	return nil
}

func (d *draft) keep(files []File) []File {
	var kept []File
	for _, file := range files {
		for _, a := range *d.Attachments {
			if strings.Trim(string(a.ID), `"`) == file.ID {
				kept = append(kept, file)
			}
		}
	}
	return kept
}

// length counts as Discord's clients do.
func length(text string) int { return len(utf16.Encode([]rune(text))) }

func (f *form) atMost(path, text string, limit int) {
	if length(text) > limit {
		f.wrong(path, errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", limit))
	}
}

// between checks a text that must be there.
func (f *form) between(path, text string, least, most int) {
	switch n := length(text); {
	case n == 0 && least > 0:
		f.wrong(path, errRequired, "This field is required")
	case n < least || n > most:
		f.wrong(path, errBadLength, fmt.Sprintf("Must be between %d and %d in length.", least, most))
	}
}

func (f *form) address(path, raw string, limit int, schemes ...string) {
	if raw == "" {
		return
	}
	f.atMost(path, raw, limit)
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme == "" || strings.ContainsAny(raw, " \t\n"):
		f.wrong(path, errURL, "Not a well formed URL.")
	case !slices.Contains(schemes, u.Scheme):
		f.wrong(path, errScheme, fmt.Sprintf("Scheme %q is not supported. Scheme must be one of ('%s').", u.Scheme, strings.Join(schemes, "', '")))
	case u.Host == "" && u.Scheme != "attachment":
		f.wrong(path, errURL, "Not a well formed URL.")
	}
}

func (f *form) checkEmbeds(embeds []*discordgo.MessageEmbed) {
	if len(embeds) > maxEmbeds {
		f.wrong("embeds", errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxEmbeds))
	}
	total := 0
	for i, e := range embeds {
		path := fmt.Sprintf("embeds.%d", i)
		if e == nil {
			f.wrong(path, errRequired, "This field is required")
			continue
		}
		total += f.checkEmbed(path, e)
	}
	if total > maxEmbedTotal {
		f.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", fmt.Sprintf("Embed size exceeds maximum size of %d", maxEmbedTotal))
	}
}

// checkEmbed returns the embed's share of maxEmbedTotal.
func (f *form) checkEmbed(path string, e *discordgo.MessageEmbed) (total int) {
	f.atMost(path+".title", e.Title, maxEmbedTitle)
	f.atMost(path+".description", e.Description, maxEmbedDescription)
	f.address(path+".url", e.URL, maxEmbedURL, "http", "https")
	total = length(e.Title) + length(e.Description)
	if e.Timestamp != "" {
		if _, err := time.Parse(time.RFC3339, e.Timestamp); err != nil {
			f.wrong(path+".timestamp", "DATE_TIME_TYPE_PARSE", fmt.Sprintf("Could not parse %s. Should be ISO8601.", e.Timestamp))
		}
	}
	if e.Color < 0 || e.Color > 0xffffff {
		f.wrong(path+".color", "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
	}
	if e.Footer != nil {
		f.between(path+".footer.text", e.Footer.Text, 1, maxEmbedFooter)
		f.address(path+".footer.icon_url", e.Footer.IconURL, maxEmbedURL, "http", "https", "attachment")
		total += length(e.Footer.Text)
	}
	if e.Author != nil {
		f.between(path+".author.name", e.Author.Name, 1, maxEmbedAuthor)
		f.address(path+".author.url", e.Author.URL, maxEmbedURL, "http", "https")
		total += length(e.Author.Name)
	}
	if e.Image != nil {
		f.address(path+".image.url", e.Image.URL, maxEmbedURL, "http", "https", "attachment")
	}
	if e.Thumbnail != nil {
		f.address(path+".thumbnail.url", e.Thumbnail.URL, maxEmbedURL, "http", "https", "attachment")
	}
	if len(e.Fields) > maxEmbedFields {
		f.wrong(path+".fields", errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxEmbedFields))
	}
	for i, field := range e.Fields {
		f.between(fmt.Sprintf("%s.fields.%d.name", path, i), field.Name, 1, maxEmbedFieldName)
		f.between(fmt.Sprintf("%s.fields.%d.value", path, i), field.Value, 1, maxEmbedFieldValue)
		total += length(field.Name) + length(field.Value)
	}
	if total == 0 && e.Image == nil && e.Thumbnail == nil {
		f.wrong(path+".description", errRequired, "This field is required")
	}
	return total
}

func (f *form) checkMentions(a *discordgo.MessageAllowedMentions) {
	for i, kind := range a.Parse {
		switch kind {
		case discordgo.AllowedMentionTypeEveryone, discordgo.AllowedMentionTypeRoles, discordgo.AllowedMentionTypeUsers:
		default:
			f.wrong(fmt.Sprintf("allowed_mentions.parse.%d", i), errChoices, "Value must be one of ('users', 'roles', 'everyone').")
		}
	}
	listed := map[discordgo.AllowedMentionType][]string{
		discordgo.AllowedMentionTypeUsers: a.Users, discordgo.AllowedMentionTypeRoles: a.Roles}
	for kind, ids := range listed {
		if len(ids) > 0 && slices.Contains(a.Parse, kind) {
			f.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
				fmt.Sprintf("parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind))
		}
		if len(ids) > maxMentionsListed {
			f.wrong("allowed_mentions."+string(kind), errMaxLength, fmt.Sprintf("Must be %d or fewer in length.", maxMentionsListed))
		}
	}
}
