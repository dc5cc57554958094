package discord

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/desk"
	"dateline/bot/library"
	"dateline/bot/memory"
	"dateline/retrieval/fetch"
)

// Library is the coverage that servers add for themselves; *library.Library is one. guild "" is what all share.
type Library interface {
	Add(ctx context.Context, guild, by, address string, say func(string)) (library.Added, error)
	AddFile(ctx context.Context, guild, by, name string, from io.Reader) (library.Added, error)
	Remove(ctx context.Context, guild, id string) error
	Refresh(ctx context.Context, guild, id string) ([]library.Status, error)
	Status(ctx context.Context, guild string) ([]library.Status, error)
	Forget(ctx context.Context, guild string) (memory.Kept, error) // with all that memory keeps of the guild
}

// mostSkipped bounds the reasons that are shown why parts of what was added were left out.
const mostSkipped = 5

// add answers /dateline add.
func (b *Bot) add(ctx context.Context, in *interaction, o options) error {
	guild, err := b.shelf(ctx, in, o)
	if err != nil {
		return err
	}
	address, file := o.text("url"), in.attachment(o.text("file"))
	if (address == "") == (file == nil) {
		return desk.Usage("error.add_one")
	}
	added, err := b.addOne(ctx, guild, in.asker(), address, file)
	if err != nil {
		return library.Usage(err)
	}
	return in.put(ctx, addedMessage(added, in.locale()), true)
}

func (b *Bot) addOne(ctx context.Context, guild, by, address string, file *discordgo.MessageAttachment) (library.Added, error) {
	if file == nil {
		return b.library.Add(ctx, guild, by, address, nil)
	}
	from, err := b.api.download(ctx, file)
	if err != nil {
		return library.Added{}, err
	}
	defer func() { _ = from.Close() }() // it was read
	return b.library.AddFile(ctx, guild, by, file.Filename, from)
}

// shelf begins the answer to a command about added coverage, and tells whose it is: the server's or, for operators who say
// so, everyone's.
func (b *Bot) shelf(ctx context.Context, in *interaction, o options) (guild string, err error) {
	if err := b.moderate(ctx, in); err != nil {
		return "", err
	}
	shared := o.given("shared")
	switch {
	case b.library == nil:
		return "", desk.Usage("error.no_additions")
	case shared == nil || !*shared:
		return in.event.GuildID, nil
	case !b.operates(in.asker()):
		return "", desk.Usage("error.operator_only")
	}
	return "", nil
}

// addedMessage says what an addition came to.
func addedMessage(a library.Added, l desk.Locale) message {
	name := "**" + escape(bound(a.Address, 300)) + "**"
	lines := []string{strings.ReplaceAll(l.Count("added.done", a.Articles), "{name}", name)}
	if a.Replaced {
		lines = append(lines, l.Say("added.replaced"))
	}
	if a.More > 0 {
		lines = append(lines, l.Count("added.more", a.More))
	}
	if a.Late {
		lines = append(lines, l.Say("added.late"))
	}
	if len(a.Skipped) > 0 {
		lines = append(lines, l.Say("added.skipped"))
		for _, s := range a.Skipped[:min(len(a.Skipped), mostSkipped)] {
			lines = append(lines, "- "+escape(bound(s, 200)))
		}
		if more := len(a.Skipped) - mostSkipped; more > 0 {
			lines = append(lines, "- "+l.Say("settings.more", "n", more))
		}
	}
	return message{Embeds: []*discordgo.MessageEmbed{{Description: fitting(lines), Color: answered}}, Components: noButtons}
}

// remove answers /dateline remove.
func (b *Bot) remove(ctx context.Context, in *interaction, o options) error {
	if _, err := b.shelf(ctx, in, o); err != nil {
		return err
	}
	a, err := b.addition(ctx, in, o.text("source"))
	if err != nil {
		return err
	}
	if err := b.library.Remove(ctx, a.Guild, a.ID); err != nil {
		return library.Usage(err)
	}
	return in.put(ctx, notice(in.locale().Say("added.removed", "name", bound(shownAddress(a), 300))), true)
}

// refresh answers /dateline refresh: it looks at one addition, or at all of the server's, and tells how they fare.
func (b *Bot) refresh(ctx context.Context, in *interaction, o options) error {
	guild, err := b.shelf(ctx, in, o)
	if err != nil {
		return err
	}
	id := ""
	if name := o.text("source"); name != "" {
		a, err := b.addition(ctx, in, name)
		if err != nil {
			return err
		}
		guild, id = a.Guild, a.ID
	}
	fares, err := b.library.Refresh(ctx, guild, id)
	if err != nil {
		return library.Usage(err)
	}
	m := message{Components: noButtons}
	m.Embeds = []*discordgo.MessageEmbed{{Description: fitting(additionLines(fares, in.locale())), Color: answered}}
	return in.put(ctx, m, true)
}

// additionLines tell how additions fare, a line each.
func additionLines(all []library.Status, l desk.Locale) []string {
	if len(all) == 0 {
		return []string{l.Say("added.none")}
	}
	var lines []string
	for _, s := range all {
		parts := []string{"**" + escape(bound(s.Address, 120)) + "**"}
		if s.Kind != "" {
			parts = append(parts, escape(s.Kind))
		}
		parts = append(parts, l.Count("coverage.articles", s.Articles))
		if key := "added.state." + s.State; s.State != library.Reading {
			parts = append(parts, l.Say(key))
		}
		why := cmp.Or(s.Reason, s.Silent)
		if s.State == library.Waiting { // for what is the operator's to mend
			why = ""
		}
		if why != "" {
			parts = append(parts, escape(bound(why, 300)))
		}
		lines = append(lines, "- "+strings.Join(parts, " · "))
	}
	return lines
}

// additions are a server's, and for an operator what all share.
func (b *Bot) additions(ctx context.Context, guild, user string) ([]memory.Addition, error) {
	all, err := b.memory.Additions(ctx, guild)
	if err == nil && b.operates(user) {
		var shared []memory.Addition
		shared, err = b.memory.Additions(ctx, "")
		all = append(all, shared...)
	}
	return all, err
}

// addition is the one that was chosen among those suggested, or whose address or file was written.
func (b *Bot) addition(ctx context.Context, in *interaction, name string) (memory.Addition, error) {
	all, err := b.additions(ctx, in.event.GuildID, in.asker())
	if err != nil {
		return memory.Addition{}, err
	}
	at := slices.IndexFunc(all, func(a memory.Addition) bool { return a.ID == name || a.Address == name || shownAddress(a) == name })
	if at < 0 {
		return memory.Addition{}, desk.Usage("error.no_addition", "name", name)
	}
	return all[at], nil
}

// shownAddress is an addition's address without what of it may be secret, or its file's name.
func shownAddress(a memory.Addition) string {
	if a.Kind == library.File {
		return a.Address
	}
	return fetch.Shown(a.Address)
}

// sources suggests what a server has added to its coverage, to who may remove it.
func (b *Bot) sources(ctx context.Context, in *interaction, typed string) ([]desk.Choice, error) {
	if in.event.GuildID == "" {
		return nil, nil
	}
	all, err := b.additions(ctx, in.event.GuildID, in.asker())
	if err != nil {
		return nil, err
	}
	var choices []desk.Choice
	for _, a := range all {
		name := plain(shownAddress(a))
		if strings.Contains(strings.ToLower(name), strings.ToLower(typed)) && len(choices) < desk.MaxChoices {
			choices = append(choices, desk.Choice{Label: cut(name, maxChoice), Value: a.ID})
		}
	}
	return choices, nil
}
