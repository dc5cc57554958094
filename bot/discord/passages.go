package discord

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/bot/memory"
	"dateline/retrieval"
)

// before is how much of an overlong passage stands before the words that it was cited for, in units.
const before = 200

func hasPassage(s bot.Source) bool { return s.PassageID != "" }

// passages shows the passages behind an answer, to the reader alone.
func (b *Bot) passages(ctx context.Context, in *interaction, u use) error {
	e, err := b.entry(ctx, u.id)
	if err != nil {
		return err
	}
	d, err := b.deskAt(ctx, in)
	if err != nil {
		return err
	}
	if err := in.begin(ctx, true); err != nil {
		return err
	}
	var ids []string
	for _, s := range e.Answer.Sources {
		if hasPassage(s) {
			ids = append(ids, s.PassageID)
		}
	}
	found, err := d.Passages(ctx, ids)
	if err != nil {
		return err
	}
	messages := passageMessages(e, found, in.locale())
	if err := in.put(ctx, messages[0], true); err != nil {
		return err
	}
	for _, m := range messages[1:] {
		if err := in.add(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// passageMessages show the passages of an answer, quoted, each under the number that the answer gave it and with the words
// marked that it was cited for, and say which are gone. There is at least one message.
func passageMessages(e memory.Entry, found []bot.Source, l desk.Locale) []message {
	messages := []message{{}}
	var gone []string
	room := maxEmbeds
	for _, s := range e.Answer.Sources {
		if !hasPassage(s) {
			continue
		}
		at := slices.IndexFunc(found, func(f bot.Source) bool { return f.PassageID == s.PassageID })
		if at < 0 {
			gone = append(gone, l.Say("answer.passage_gone", "n", s.N))
			continue
		}
		source := found[at]
		source.N, source.Paragraph, source.LastParagraph = s.N, s.Paragraph, s.LastParagraph
		text := quoted(source, spansOf(e, source), l)
		m := &messages[len(messages)-1]
		if units(text) > room || len(m.Embeds) == maxEmbedCount {
			messages = append(messages, message{})
			m, room = &messages[len(messages)-1], maxEmbeds
		}
		m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{Description: text, Color: answered})
		room -= units(text)
	}
	messages[0].Content = strings.Join(gone, "\n")
	return messages
}

// spansOf are the words of a passage that an answer cites, in order and apart.
func spansOf(e memory.Entry, s bot.Source) []retrieval.Span {
	var spans []retrieval.Span
	for _, c := range e.Cited {
		if c.Passage == s.PassageID && c.Span.Start >= 0 && c.Span.Start < c.Span.End && c.Span.End <= len(s.Text) {
			spans = append(spans, c.Span)
		}
	}
	slices.SortFunc(spans, func(a, b retrieval.Span) int { return cmp.Compare(a.Start, b.Start) })
	var apart []retrieval.Span
	for _, s := range spans {
		if n := len(apart); n > 0 && s.Start <= apart[n-1].End {
			apart[n-1].End = max(apart[n-1].End, s.End)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// quoted is a passage under its source's line, the spans in bold.
func quoted(s bot.Source, spans []retrieval.Span, l desk.Locale) string {
	s.URL = linked(s, spans)
	head := sourceLine(s, plan{headline: 200, part: 100, page: true}, l) + "\n> "
	if units(head) > maxDescription/2 { // an address without end
		head = sourceLine(s, plan{headline: 200, part: 100, alone: true, bare: true}, l) + "\n> "
	}
	return head + marked(s.Text, spans, maxDescription-units(head))
}

// linked is a source's address, leading to the first of the spans.
func linked(s bot.Source, spans []retrieval.Span) string {
	if len(spans) == 0 {
		return s.URL
	}
	return fragment(s, s.Text[spans[0].Start:spans[0].End])
}

// marked is a text with the spans in bold, in at most n units. Of a longer text what stands before the first span goes
// first, then its end.
func marked(text string, spans []retrieval.Span, n int) string {
	var b strings.Builder
	at, full := 0, false
	add := func(part, mark string) {
		clean := plain(part)
		if clean == "" || full {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		room := n - units(b.String()) - 2*len(mark)
		escaped := escapeTo(clean, max(room, 0))
		full = escaped != escape(clean)
		if escaped != "" {
			b.WriteString(mark + escaped + mark)
		}
	}
	if units(escape(text))+len(spans)*6 > n && len(spans) > 0 {
		if lead := plain(text[:spans[0].Start]); units(lead) > before {
			kept := []rune(lead)
			_, rest, _ := strings.Cut(string(kept[len(kept)-before/2:]), " ")
			add("… "+rest, "")
			at = spans[0].Start
		}
	}
	for _, s := range spans {
		add(text[at:s.Start], "")
		add(text[s.Start:s.End], "**")
		at = s.End
	}
	add(text[at:], "")
	return b.String()
}
