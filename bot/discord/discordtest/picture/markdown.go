package picture

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// blocks writes a text in Discord's markdown: quotations, lists, headings and small print line by line.
func (c *canvas) blocks(text string, x, room int, of size) {
	quoted := -1 // where the quotation that goes on began
	end := func() {
		if quoted >= 0 {
			c.shape(`<rect x="%d" y="%d" width="4" height="%d" rx="2" class="quote"/>`, x, quoted, c.y-quoted)
		}
		quoted = -1
	}
	for _, row := range strings.Split(text, "\n") {
		if rest, ok := strings.CutPrefix(row, "> "); ok {
			if quoted < 0 {
				quoted = c.y
			}
			c.paragraph(c.spans(rest), x+16, room-16, of)
			continue
		}
		end()
		blanks := len(row) - len(strings.TrimLeft(row, " "))
		row = row[blanks:]
		item, isItem := strings.CutPrefix(row, "- ")
		print, isSmall := strings.CutPrefix(row, "-# ")
		head, isHead := strings.CutPrefix(strings.TrimLeft(row, "#"), " ")
		switch {
		case row == "":
			c.y += of.height * 2 / 3
		case isItem:
			c.text(x+6, c.y+of.height*3/4, of, line{{text: "•"}})
			c.paragraph(c.spans(item), x+20, room-20, of)
		case isSmall:
			c.paragraph(restyled(c.spans(print), muted), x, room, small)
		case isHead && strings.HasPrefix(row, "#"):
			c.paragraph(restyled(c.spans(head), bold), x, room, title)
		case blanks > 0:
			c.paragraph(c.spans(row), x+20, room-20, of)
		default:
			c.paragraph(c.spans(row), x, room, of)
		}
	}
	end()
}

// paragraph writes a line of markdown on as many lines as it needs.
func (c *canvas) paragraph(l line, x, room int, of size) {
	for _, one := range wrap(l, of, room) {
		c.text(x, c.y+of.height*3/4, of, one)
		c.y += of.height
	}
}

func restyled(l line, with style) line {
	for i := range l {
		l[i].style |= with
	}
	return l
}

var (
	marks = []struct {
		mark  string
		style style
	}{{"**", bold}, {"__", 0}, {"~~", struck}, {"*", italic}, {"_", italic}}

	angled  = regexp.MustCompile(`^<(?:t:(-?\d+)(?::([tTdDfFR]))?|(#\d+|@!?\d+|@&\d+)|(https?://[^>\s]+))>`)
	address = regexp.MustCompile(`^https?://[^\s<>]+`)
)

// spans are the runs of one line of markdown.
func (c *canvas) spans(text string) line { return c.runs(nil, text, 0) }

// runs adds the runs of a text, all of which have at least the style under, to a line.
func (c *canvas) runs(l line, text string, under style) line {
	for text != "" {
		if text[0] == '\\' && len(text) > 1 && strings.IndexByte("\\`*_{}[]()#+-.!|~><:@/", text[1]) >= 0 {
			l = l.with(span{text[1:2], under})
			text = text[2:]
			continue
		}
		if m := angled.FindStringSubmatch(text); m != nil {
			l = l.with(c.special(m, under))
			text = text[len(m[0]):]
			continue
		}
		if at := address.FindString(text); at != "" {
			l = l.with(span{at, under | linked})
			text = text[len(at):]
			continue
		}
		if inside, rest, ok := link(text); ok {
			l = c.runs(l, inside, under|linked)
			text = rest
			continue
		}
		if inside, with, rest, ok := marked(text); ok {
			if with == code {
				l = l.with(span{inside, under | code})
			} else {
				l = c.runs(l, inside, under|with)
			}
			text = rest
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		l = l.with(span{string(r), under})
		text = text[n:]
	}
	return l
}

// special is what Discord shows for what stands in angle brackets: a time, a mention, an address without its preview.
func (c *canvas) special(m []string, under style) span {
	switch {
	case m[1] != "":
		seconds, _ := strconv.ParseInt(m[1], 10, 64) // the pattern lets through digits alone
		return span{c.setting.moment(time.Unix(seconds, 0).UTC(), m[2]), under}
	case m[3] != "":
		known, ok := c.setting.Names[strings.Replace(m[3], "@!", "@", 1)]
		if !ok {
			known = m[3]
		}
		return span{known, under | mention}
	}
	return span{m[4], under | linked}
}

// moment is a time as a reader in Britain, whose clock shows UTC, has it.
func (s Setting) moment(t time.Time, format string) string {
	switch format {
	case "t":
		return t.Format("15:04")
	case "T":
		return t.Format("15:04:05")
	case "d":
		return t.Format("02/01/2006")
	case "D":
		return t.Format("2 January 2006")
	case "F":
		return t.Format("Monday 2 January 2006 at 15:04")
	case "R":
		return relative(t.Sub(s.Now))
	}
	return t.Format("2 January 2006 at 15:04")
}

func relative(d time.Duration) string {
	n, unit := d.Abs(), "second"
	count := int(n / time.Second)
	for _, u := range []struct {
		name string
		long time.Duration
	}{{"minute", time.Minute}, {"hour", time.Hour}, {"day", 24 * time.Hour}, {"month", 30 * 24 * time.Hour}, {"year", 365 * 24 * time.Hour}} {
		if n >= u.long {
			count, unit = int(n/u.long), u.name
		}
	}
	said := strconv.Itoa(count) + " " + unit + "s"
	if count == 1 {
		said = map[bool]string{true: "an ", false: "a "}[unit == "hour"] + unit
	}
	if d < 0 {
		return said + " ago"
	}
	return "in " + said
}

// link parts a text that begins with a masked link into what the link shows and the rest.
func link(text string) (shown, rest string, ok bool) {
	if text[0] != '[' {
		return "", "", false
	}
	open := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			open++
		case ']':
			open--
		}
		if open > 0 {
			continue
		}
		to, found := strings.CutPrefix(text[min(i+1, len(text)):], "(")
		end := strings.IndexByte(to, ')')
		if !found || end < 0 || !strings.HasPrefix(to, "http") || strings.ContainsAny(to[:end], " \n") {
			return "", "", false
		}
		return text[1:i], to[end+1:], true
	}
	return "", "", false
}

// marked parts a text that begins with a mark which is closed further on.
func marked(text string) (inside string, with style, rest string, ok bool) {
	if text[0] == '`' {
		if end := strings.IndexByte(text[1:], '`'); end > 0 {
			return text[1 : 1+end], code, text[end+2:], true
		}
	}
	for _, m := range marks {
		if !strings.HasPrefix(text, m.mark) || strings.HasPrefix(text[len(m.mark):], " ") {
			continue
		}
		if end := closing(text[len(m.mark):], m.mark); end > 0 {
			return text[len(m.mark):][:end], m.style, text[2*len(m.mark)+end:], true
		}
	}
	return "", 0, "", false
}

// closing finds a mark that is not escaped; -1 where there is none.
func closing(text, mark string) int {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case strings.HasPrefix(text[i:], mark):
			return i
		}
	}
	return -1
}
