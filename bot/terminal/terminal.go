// Package terminal shows answers in a terminal and holds a conversation there. Colours are fatih/color's, which honours
// NO_COLOR and leaves them out where the output is no terminal.
package terminal

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"dateline/bot"
	"dateline/bot/desk"
)

// Printer writes one answer: its claims as they come, then its sources.
type Printer struct {
	out    io.Writer
	width  int // columns to wrap at; 0 does not wrap
	why    bool
	choice bool // offers are numbered, and a number chooses one
	locale desk.Locale
	indent string // of the line being written, and of those that it wraps into
	column int    // characters on the line

	written int       // claims
	last    bot.Claim // of them
	waits   bool      // the others wait for the sources
}

// NewPrinter writes to out, wrapped to width columns where width is above 0. With why, what was left out is listed.
func NewPrinter(out io.Writer, width int, why bool) *Printer {
	return &Printer{out: out, width: width, why: why, locale: desk.English}
}

// In is the printer in a locale.
func (p *Printer) In(l desk.Locale) *Printer {
	p.locale = l
	return p
}

var (
	faint = color.New(color.Faint).SprintFunc()
	bold  = color.New(color.Bold).SprintFunc()
)

// Claim writes a claim as soon as it is grounded. One that is shown with its outlet waits for the sources, and so do those after it.
func (p *Printer) Claim(c bot.Claim) {
	if p.waits = p.waits || desk.ShowsOutlet(c); !p.waits {
		p.claim(c, nil)
	}
}

// claim writes the next claim, below its section's title where it begins one.
func (p *Printer) claim(c bot.Claim, sources []bot.Source) {
	opens := p.written == 0 || p.locale.Opens(p.last, c)
	p.last = c
	p.written++
	section := p.locale.Sections(bot.Answer{Claims: []bot.Claim{c}, Sources: sources})[0]
	line := section.Lines[0]
	if opens && p.column > 0 {
		p.newline()
	}
	if opens && section.Title != "" {
		if p.written > 1 {
			fmt.Fprintln(p.out)
		}
		fmt.Fprintln(p.out, bold(section.Title))
	}
	if !section.Listed {
		p.words(line.Marked())
		return
	}
	if line.Lead != "" {
		fmt.Fprintln(p.out, bold(line.Lead))
		p.inset(line.Marked())
		if line.Tail != "" {
			p.inset(line.Tail)
		}
		return
	}
	if line.Tail == "" {
		p.line("- " + line.Marked())
		return
	}
	p.line(line.Marked())
	p.inset(line.Tail)
}

// Finish writes what follows the claims: of an abstention, the reason and the nearest passages.
func (p *Printer) Finish(a bot.Answer) {
	if v := p.locale.Verdict(a); v != "" {
		p.line(v)
		fmt.Fprintln(p.out, faint(p.locale.Say("verdict.note")))
		fmt.Fprintln(p.out)
	}
	for _, c := range a.Claims[min(p.written, len(a.Claims)):] {
		p.claim(c, a.Sources)
	}
	if a.Abstained {
		p.words(p.locale.Translate(a.Reason))
	}
	if p.column > 0 {
		p.newline()
	}
	if said := p.locale.Untold(a); said != "" {
		fmt.Fprintln(p.out)
		p.line(said)
	}
	if a.Notice != "" {
		p.line(p.locale.Translate(a.Notice))
	}
	if a.Understood != "" {
		fmt.Fprintln(p.out, faint(p.locale.Say("answer.understood", "question", a.Understood)))
	}
	if a.Composer == desk.Courteous {
		return
	}
	if len(a.Sources) > 0 {
		fmt.Fprintln(p.out)
	}
	if a.Abstained && len(a.Sources) > 0 {
		p.line(p.locale.Say("answer.nearest"))
	}
	for _, s := range a.Sources {
		p.source(s)
		if a.Abstained {
			p.inset(Shorten(s.Text, 160))
		}
	}
	if len(a.Offers) > 0 {
		p.line(p.locale.Say("offers") + " " + strings.Join(p.offers(a), "; "))
		if p.choice {
			fmt.Fprintln(p.out, faint(p.locale.Say("offers.number")))
		}
	}
	how := "(--why)"
	if p.why {
		how = ""
		for _, d := range a.Dropped {
			p.line(fmt.Sprintf("Left out: “%s” (%s)", d.Text, d.Why))
		}
	}
	fmt.Fprintln(p.out, faint(p.locale.Small(a, how)))
}

func (p *Printer) offers(a bot.Answer) (labels []string) {
	for i, o := range a.Offers {
		label := p.locale.Offer(o)
		if p.choice {
			label = fmt.Sprintf("%d. %s", i+1, label)
		}
		labels = append(labels, label)
	}
	return labels
}

func (p *Printer) source(s bot.Source) {
	headline := cmp.Or(s.Headline, s.ArticleID)
	fmt.Fprintf(p.out, "[%d] %s · %s\n", s.N, bold(headline), strings.Join(p.locale.Particulars(s), " · "))
	if s.URL != "" {
		fmt.Fprintln(p.out, "    "+faint(s.URL))
	}
}

// line writes a line of its own.
func (p *Printer) line(s string) {
	p.words(s)
	p.newline()
}

// inset writes a line of its own under the source that it belongs to.
func (p *Printer) inset(s string) {
	p.indent = "    "
	p.line(s)
	p.indent = ""
}

func (p *Printer) newline() {
	fmt.Fprintln(p.out)
	p.column = 0
}

// words writes text behind what the line already holds, wrapped between words.
func (p *Printer) words(text string) {
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if p.column > 0 && p.width > 0 && p.column+1+n > p.width {
			p.newline()
		}
		before := " "
		if p.column == 0 {
			before = p.indent
		}
		fmt.Fprint(p.out, before, word)
		p.column += len(before) + n
	}
}

// Shorten cuts text between words so that it has at most n characters, an ellipsis included.
func Shorten(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	cut := string([]rune(text)[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}
