package standing

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
)

// citing is one article that an answer cites, as it is now.
type citing struct {
	answer   *bot.Answer
	known    []bot.Amendment // of the answer, before
	id       string
	article  *retrieval.Article  // nil where it is gone
	notices  []retrieval.Article // that correct it, oldest first
	says     map[string]string   // what the notices say, by their IDs
	passages []retrieval.Passage
}

// amend adds to the answer what became of the article.
func (c *citing) amend() {
	switch {
	case c.article == nil:
		c.add(bot.Amendment{Kind: bot.Deleted})
		c.withdraw(func(bot.Citation) bool { return true })
		return
	case c.article.Retracted:
		c.add(bot.Amendment{Kind: bot.Retracted, On: c.updated()})
		c.withdraw(func(bot.Citation) bool { return true })
		return
	}
	changed := c.changed()
	for _, n := range c.notices {
		if c.news(n.ID) {
			c.add(bot.Amendment{Kind: bot.Corrected, On: bot.Day{Time: n.Published}, Notice: n.ID, Words: c.says[n.ID]})
		}
	}
	if words := correction(c.passages); words != "" && len(changed) > 0 && c.news("") {
		c.add(bot.Amendment{Kind: bot.Corrected, On: c.updated(), Words: words})
	}
	for _, m := range changed {
		c.add(m)
	}
	c.withdraw(func(cite bot.Citation) bool {
		return slices.ContainsFunc(changed, func(m bot.Amendment) bool { return m.Old == line(cite.Quote) && m.Sources[0] == cite.N })
	})
	for i := range c.answer.Sources {
		if s := &c.answer.Sources[i]; s.ArticleID == c.id {
			MarkSource(s, c.notices, c.passages)
		}
	}
}

func (c *citing) add(m bot.Amendment) {
	m.Article = c.id
	every := len(m.Sources) == 0
	for _, s := range c.answer.Sources {
		if s.ArticleID != c.id {
			continue
		}
		if m.Headline = s.Headline; every {
			m.Sources = append(m.Sources, s.N)
		}
	}
	c.answer.Amended = append(c.answer.Amended, m)
}

// withdraw marks the claims that cite the article in words that are gone.
func (c *citing) withdraw(gone func(bot.Citation) bool) {
	for i := range c.answer.Claims {
		claim := &c.answer.Claims[i]
		claim.Withdrawn = claim.Withdrawn || slices.ContainsFunc(claim.Citations, func(cite bot.Citation) bool {
			s := c.source(cite.N)
			return s != nil && s.ArticleID == c.id && gone(cite)
		})
	}
}

func (c *citing) source(n int) *bot.Source {
	i := slices.IndexFunc(c.answer.Sources, func(s bot.Source) bool { return s.N == n })
	if i < 0 {
		return nil
	}
	return &c.answer.Sources[i]
}

// news tells whether a correction came after the answer was shown: its sources did not name it then, or it was news before.
// The correction within the article has no ID.
func (c *citing) news(notice string) bool {
	if slices.ContainsFunc(c.known, func(m bot.Amendment) bool {
		return m.Article == c.id && m.Kind == bot.Corrected && m.Notice == notice
	}) {
		return true
	}
	for _, s := range c.answer.Sources {
		switch {
		case s.ArticleID == notice: // the answer itself cites it
			return false
		case s.ArticleID == c.id && (slices.Contains(s.CorrectedBy, notice) || notice == "" && s.Corrected && len(s.CorrectedBy) == 0):
			return false
		}
	}
	return true
}

// updated is the day on which the article says that it was last updated, where that is not the day of its publication.
func (c *citing) updated() bot.Day {
	if u := (bot.Day{Time: c.article.Updated}); !u.IsZero() && u.String() != (bot.Day{Time: c.article.Published}).String() {
		return u
	}
	return bot.Day{}
}

// correction is what an article says of its own correction, "" where it says nothing.
func correction(passages []retrieval.Passage) string {
	for _, p := range passages {
		if p.Kind == retrieval.Correction {
			return line(p.Text)
		}
	}
	return ""
}

// longest bounds what is repeated of a notice, in bytes; its first sentence is always whole.
const longest = 400

// says is what a notice says: its own correction where one is marked as such, else how its text begins.
func says(passages []retrieval.Passage) string {
	if words := correction(passages); words != "" {
		return words
	}
	var b strings.Builder
	for _, p := range passages {
		if p.Kind != retrieval.Body {
			continue
		}
		for _, s := range p.Sentences {
			sentence := line(s.In(p.Text))
			if b.Len() > 0 && b.Len()+len(sentence) > longest {
				return b.String()
			}
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(sentence)
		}
	}
	return b.String()
}
