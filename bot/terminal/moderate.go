package terminal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/desk"
	"dateline/bot/export"
	"dateline/bot/library"
	"dateline/bot/memory"
)

// Library is the coverage that is added; *library.Library is one. guild "" is what all share.
type Library interface {
	Add(ctx context.Context, guild, by, address string, say func(string)) (library.Added, error)
	AddFile(ctx context.Context, guild, by, name string, from io.Reader) (library.Added, error)
	Remove(ctx context.Context, guild, id string) error
	Refresh(ctx context.Context, guild, id string) ([]library.Status, error)
	Status(ctx context.Context, guild string) ([]library.Status, error)
}

// set changes what its options say, and shows what holds then. What is of channels, roles and others' eyes has no place in a
// terminal.
func (c *chat) set(ctx context.Context, o options) error {
	if c.Memory == nil {
		return errForgetful
	}
	for name := range o {
		if !slices.Contains([]string{"language", "outlets", "quota"}, name) {
			return desk.Usage("error.not_in_terminal", "option", name)
		}
	}
	set, cleared, err := c.changes(ctx, o)
	if err != nil {
		return err
	}
	if len(cleared) > 0 {
		if err := c.Memory.Clear(ctx, Name, Name, Name, cleared...); err != nil {
			return err
		}
	}
	if len(o) > 0 {
		if err := c.Memory.Set(ctx, Name, Name, Name, set); err != nil {
			return err
		}
		if err := c.settle(ctx); err != nil {
			return err
		}
		c.printer().line(c.locale.Say("settings.changed"))
	}
	l, s, p := c.locale, c.settings, c.printer()
	language, outlets, quota := l.Say("settings.language_own"), l.Say("settings.all"), l.Say("settings.no_limit")
	if s.Language != nil {
		language = *s.Language
	}
	if len(s.Outlets) > 0 {
		outlets = strings.Join(s.Outlets, ", ")
	}
	if s.ReaderQuota != nil && s.ReaderQuota.Per > 0 {
		quota = strconv.Itoa(s.ReaderQuota.Most)
	}
	p.line(l.Say("settings.language") + " · " + language)
	p.line(l.Say("settings.outlets") + " · " + outlets)
	p.line(l.Say("settings.quotas") + " · " + quota)
	return nil
}

// changes are what options set and what they clear.
func (c *chat) changes(ctx context.Context, o options) (set memory.Settings, cleared []memory.Field, err error) {
	switch v := o["language"]; {
	case v == "":
	case v == "own":
		cleared = append(cleared, memory.Language)
	case slices.Contains(desk.Languages, v):
		set.Language = &v
	default:
		return set, nil, desk.Usage("error.choice", "option", "language", "choices", strings.Join(desk.Languages, ", "))
	}
	switch v := o["outlets"]; {
	case v == "":
	case strings.EqualFold(v, "all"):
		cleared = append(cleared, memory.Outlets)
	default:
		known, err := c.Desk(nil).Coverage(ctx, "", 0)
		if err != nil {
			return set, nil, err
		}
		var there, named []string
		for _, outlet := range known.Outlets {
			there = append(there, outlet.Name)
		}
		for name := range strings.SplitSeq(v, ",") {
			named = append(named, strings.TrimSpace(name))
		}
		if set.Outlets, err = desk.OutletsNamed(there, named); err != nil {
			return set, nil, err
		}
	}
	if v, given := o["quota"]; given {
		n, err := strconv.Atoi(v)
		switch {
		case err != nil || n < 0 || n > desk.MaxQuota:
			return set, nil, desk.Usage("error.quota", "most", desk.MaxQuota)
		case n == 0:
			cleared = append(cleared, memory.ReaderQuota)
		default:
			set.ReaderQuota = &memory.Limit{Most: n, Per: time.Hour}
		}
	}
	return set, cleared, nil
}

// add adds an address, or a file of this computer, for chats alone or, where shared, for everyone: who has the terminal runs the
// bot.
func (c *chat) add(ctx context.Context, o options, free string) error {
	if c.Library == nil {
		return desk.Usage("error.no_additions")
	}
	guild := Name
	if o["shared"] == "true" {
		guild = ""
	}
	address, file := join(o["url"], free), o["file"]
	if (address == "") == (file == "") {
		return desk.Usage("error.add_one")
	}
	p, l := c.printer(), c.locale
	var added library.Added
	var err error
	if address != "" {
		added, err = c.Library.Add(ctx, guild, Name, address, func(sentence string) { fmt.Fprintln(c.Out, faint(sentence)) })
	} else {
		added, err = c.addFile(ctx, guild, file)
	}
	if err != nil {
		return library.Usage(err)
	}
	p.line(strings.ReplaceAll(l.Count("added.done", added.Articles), "{name}", added.Address))
	if added.Replaced {
		p.line(l.Say("added.replaced"))
	}
	if added.More > 0 {
		p.line(l.Count("added.more", added.More))
	}
	if added.Late {
		p.line(l.Say("added.late"))
	}
	if len(added.Skipped) > 0 {
		p.line(l.Say("added.skipped"))
	}
	for _, s := range added.Skipped {
		p.inset(s)
	}
	return nil
}

func (c *chat) addFile(ctx context.Context, guild, path string) (library.Added, error) {
	from, err := os.Open(path)
	if err != nil {
		return library.Added{}, desk.Usage("error.unreadable", "why", err.Error())
	}
	defer from.Close()
	return c.Library.AddFile(ctx, guild, Name, filepath.Base(path), from)
}

// remove removes what was added under this name.
func (c *chat) remove(ctx context.Context, name string) error {
	a, err := c.addition(ctx, name)
	if err != nil {
		return err
	}
	if err := c.Library.Remove(ctx, a.Guild, a.ID); err != nil {
		return library.Usage(err)
	}
	c.printer().line(c.locale.Say("added.removed", "name", name))
	return nil
}

// refresh looks at what was added under this name, or at all, and tells how it fares.
func (c *chat) refresh(ctx context.Context, name string) error {
	if c.Library == nil {
		return desk.Usage("error.no_additions")
	}
	wanted := []memory.Addition{{Guild: Name}, {}}
	if name != "" {
		a, err := c.addition(ctx, name)
		if err != nil {
			return err
		}
		wanted = []memory.Addition{a}
	}
	var fares []library.Status
	for _, a := range wanted {
		some, err := c.Library.Refresh(ctx, a.Guild, a.ID)
		if err != nil {
			return library.Usage(err)
		}
		fares = append(fares, some...)
	}
	c.fares(fares)
	return nil
}

// addition is what was added in chats, or for everyone, under this address or file's name.
func (c *chat) addition(ctx context.Context, name string) (memory.Addition, error) {
	if c.Library == nil {
		return memory.Addition{}, desk.Usage("error.no_additions")
	}
	for _, guild := range []string{Name, ""} {
		all, err := c.Memory.Additions(ctx, guild)
		if err != nil {
			return memory.Addition{}, err
		}
		if at := slices.IndexFunc(all, func(a memory.Addition) bool { return a.ID == name || a.Address == name }); at >= 0 {
			return all[at], nil
		}
	}
	return memory.Addition{}, desk.Usage("error.no_addition_listed", "name", name)
}

// fares tells how additions fare, a line each.
func (c *chat) fares(all []library.Status) {
	p, l := c.printer(), c.locale
	if len(all) == 0 {
		p.line(l.Say("added.none_chat"))
	}
	for _, s := range all {
		parts := []string{s.Address}
		if s.Kind != "" {
			parts = append(parts, s.Kind)
		}
		parts = append(parts, l.Count("coverage.articles", s.Articles))
		if s.State != library.Reading {
			parts = append(parts, l.Say("added.state."+s.State))
		}
		if why := cmp.Or(s.Reason, s.Silent); why != "" {
			parts = append(parts, why)
		}
		p.line(strings.Join(parts, " · "))
	}
}

// status says of each part whether it is well.
func (c *chat) status(ctx context.Context) error {
	p, l := c.printer(), c.locale
	found, err := c.desk.Coverage(ctx, "", 0)
	if err != nil {
		return err
	}
	coverage := l.Say("coverage.empty")
	if found.Articles > 0 {
		coverage = strings.Join(c.summed(found), ", ") + "."
	}
	model := l.Say("status.no_model")
	if c.Check != nil {
		model = l.Say("status.model_well", "model", c.desk.Models.Chat)
		if err := c.Check(ctx); err != nil {
			model = l.Say("status.model_ill", "model", c.desk.Models.Chat) + " " + err.Error()
		}
	}
	kept := l.Say("status.memory_none")
	if c.Memory != nil {
		kept = l.Say("status.forever")
		if c.Retention > 0 {
			kept = l.Count("status.days", int((c.Retention+24*time.Hour-1)/(24*time.Hour)))
		}
	}
	for _, part := range [][2]string{{"status.coverage", coverage}, {"status.model", model}, {"status.memory", kept}} {
		fmt.Fprintln(c.Out, bold(l.Say(part[0])))
		p.inset(part[1])
	}
	if c.Library == nil {
		return nil
	}
	fmt.Fprintln(c.Out, bold(l.Say("status.additions_chat")))
	var fares []library.Status
	for _, guild := range []string{Name, ""} {
		some, err := c.Library.Status(ctx, guild)
		if err != nil {
			return err
		}
		fares = append(fares, some...)
	}
	c.fares(fares)
	return nil
}

// feedback says what was found helpful and what was asked in vain, and writes both to files beside the working folder's others.
func (c *chat) feedback(ctx context.Context, from string) error {
	if c.Memory == nil {
		return errForgetful
	}
	var since time.Time
	var err error
	if from != "" {
		if since, err = desk.Since(from, time.Now()); err != nil {
			return err
		}
	}
	f, err := export.Of(ctx, c.Memory, Name, since)
	if err != nil {
		return err
	}
	p, l := c.printer(), c.locale
	judged, gaps := l.Say("export.none"), l.Say("export.no_gaps")
	if f.Good+f.Bad > 0 {
		judged = l.Say("export.feedback", "good", f.Good, "bad", f.Bad)
	}
	if len(f.Gaps) > 0 {
		gaps = l.Say("export.gaps") + ":"
	}
	p.line(judged)
	p.line(gaps)
	for _, g := range f.Gaps[:min(len(f.Gaps), gapsShown)] {
		p.inset(g.Question + " · " + l.Count("export.times", g.Count))
	}
	if more := len(f.Gaps) - gapsShown; more > 0 {
		p.inset(l.Say("settings.more", "n", more))
	}
	return errors.Join(c.write("feedback", f.Judgements), c.write("unanswered", f.Unanswered))
}

// gapsShown is how many questions that went unanswered are shown beside the file.
const gapsShown = 10

// write writes a table, where it has lines, into a file of the working folder that is not there yet.
func (c *chat) write(stem string, table []byte) error {
	if len(table) == 0 {
		return nil
	}
	name := stem + ".csv"
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	for n := 2; errors.Is(err, os.ErrExist); n++ {
		name = fmt.Sprintf("%s-%d.csv", stem, n)
		to, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if err == nil {
		_, err = to.Write(table)
		err = errors.Join(err, to.Close())
	}
	if err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	fmt.Fprintln(c.Out, faint(c.locale.Say("export.written", "file", name)))
	return nil
}
