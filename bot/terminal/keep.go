package terminal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
)

// errForgetful is the answer to what needs memory where there is none.
var errForgetful = desk.Usage("error.forgetful")

// settle has the chat be as its settings say.
func (c *chat) settle(ctx context.Context) error {
	c.locale = desk.English
	if c.Memory != nil {
		var err error
		if c.settings, err = c.Memory.SettingsAt(ctx, Name, Name); err != nil {
			return err
		}
	}
	if c.settings.Language != nil {
		c.locale = desk.LocaleOf(*c.settings.Language)
	}
	c.desk = c.Desk(c.settings.Outlets)
	return nil
}

// take takes a question from the quota, where one is set.
func (c *chat) take(ctx context.Context) (memory.Taken, error) {
	limit := c.settings.ReaderQuota
	if limit == nil {
		return memory.Taken{}, nil
	}
	taken, err := c.Memory.Take(ctx, memory.Quota{Guild: Name, Kind: memory.OfReader, Name: Name, Limit: *limit})
	if err == nil && !taken.OK {
		return taken, desk.Usage("quota.user", "when", taken.Reset.Local().Format("15:04:05"))
	}
	return taken, err
}

// giveBack returns what was taken for what was no question, or not answered.
func (c *chat) giveBack(ctx context.Context, taken memory.Taken) error {
	if c.Memory == nil {
		return nil
	}
	return c.Memory.Return(context.WithoutCancel(ctx), taken)
}

// keep keeps an answer in memory.
func (c *chat) keep(ctx context.Context, a bot.Answer) error {
	c.last, c.kept = a, ""
	if c.Memory == nil {
		return nil
	}
	versions := map[string]string{}
	for _, s := range a.Sources {
		versions[s.ArticleID] = s.Version
	}
	e, err := c.Memory.Record(ctx, memory.Entry{
		Guild: Name, Channel: Name, Conversation: c.conversation, Asker: Name, Language: string(c.locale), Answer: a, Versions: versions,
	})
	if err == nil {
		c.kept = e.ID
	}
	return err
}

// judge notes whether the last answer was helpful.
func (c *chat) judge(ctx context.Context, good bool, reason string) error {
	switch {
	case c.Memory == nil:
		return errForgetful
	case c.kept == "":
		return desk.Usage("error.nothing_answered")
	}
	err := c.Memory.Judge(ctx, memory.Feedback{Answer: c.kept, Reader: Name, Good: good, Reason: reason})
	if errors.Is(err, memory.ErrUnknown) {
		return desk.Usage("error.nothing_answered")
	}
	if err == nil {
		c.printer().line(c.locale.Say("feedback.thanks"))
	}
	return err
}

// passages shows the passages behind the last answer, the words that it cites between marks.
func (c *chat) passages(ctx context.Context) error {
	if len(c.last.Sources) == 0 {
		return desk.Usage("error.nothing_answered")
	}
	var ids []string
	for _, s := range c.last.Sources {
		ids = append(ids, s.PassageID)
	}
	found, err := c.desk.Passages(ctx, ids)
	if err != nil {
		return err
	}
	there := map[string]bot.Source{}
	for _, s := range found {
		there[s.PassageID] = s
	}
	p := c.printer()
	for _, s := range c.last.Sources {
		now, ok := there[s.PassageID]
		if !ok {
			p.line(c.locale.Say("answer.passage_gone", "n", s.N))
			continue
		}
		now.N, now.Paragraph = s.N, s.Paragraph
		p.source(now)
		p.inset(marked(now, c.last.Claims))
	}
	return nil
}

// marked is a passage's text with the words that claims cite in bold.
func marked(s bot.Source, claims []bot.Claim) string {
	text := s.Text
	for _, c := range claims {
		for _, cite := range c.Citations {
			if cite.PassageID == s.PassageID && cite.Quote != "" {
				text = strings.Replace(text, cite.Quote, bold(cite.Quote), 1)
			}
		}
	}
	return text
}

// privacy tells what is kept, or deletes it.
func (c *chat) privacy(ctx context.Context, free string) error {
	p, l := c.printer(), c.locale
	if c.Memory == nil {
		p.line(desk.ChatPrivacy(l, c.desk.Models))
		return nil
	}
	if free == "delete" {
		if _, err := c.Memory.Forget(ctx, Name); err != nil {
			return err
		}
		c.last, c.kept, c.turns, c.conversation = bot.Answer{}, "", nil, memory.NewID()
		p.line(l.Say("privacy.deleted"))
		return nil
	}
	kept, err := c.Memory.What(ctx, Name)
	if err != nil {
		return err
	}
	how := ""
	if c.Retention > 0 {
		how = l.Count("privacy.days", int((c.Retention+24*time.Hour-1)/(24*time.Hour)))
	}
	p.line(desk.Privacy(l, how, c.desk.Models))
	p.line(l.Say("privacy.counts", "answers", kept.Answers, "feedback", kept.Feedback, "follows", len(c.followed)))
	fmt.Fprintln(c.Out, faint(l.Say("privacy.chat_delete")))
	return nil
}
