package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/injection"
)

// role is what a line of scraped text turned out to be.
type role int

const (
	plain    role = iota // a paragraph, until a rule says otherwise
	dropped              // promotion, desk credit, byline, date, headline: not quotable
	label                // stands over other stories' headlines; dropped too
	credit               // whose photograph; dropped too
	caption              // under a photograph
	headline             // of another story
	apart                // speaks to a machine
)

// line is one line of scraped text, tidied.
type line struct {
	text string
	gap  int // blank lines before it
	role role
}

// readText adds the blocks of a text as it was scraped from a page: one paragraph a line, or hard-wrapped lines between
// blank ones. The first line is the headline. A line that repeats the line before it or that a photograph's credit follows
// is a caption, kept once. Promotions and credits are left out; other stories' headlines at the foot, or under a label
// such as "Related", are kept as what they are.
func readText(text string, d *draft) error {
	lines := linesOf(text)
	for i := range lines {
		lines[i].role = roleOf(lines[i].text)
	}
	if isWrapped(lines) {
		lines = unwrap(lines)
	}
	markApart(lines)
	markHead(lines, d)
	lines = markCaptions(lines)
	markRelated(lines)
	for _, l := range lines {
		switch l.role {
		case plain:
			d.add(retrieval.Body, l.text)
		case caption:
			d.add(retrieval.Caption, l.text)
		case headline:
			d.add(retrieval.RelatedHeadline, l.text)
		case apart:
			d.apart = append(d.apart, l.text)
		}
	}
	if len(d.blocks) == 0 && len(lines) > 0 {
		d.add(retrieval.Body, d.Headline) // a single line is all there is to quote
	}
	return nil
}

func linesOf(text string) []line {
	var lines []line
	gap := 0
	for l := range strings.SplitSeq(text, "\n") {
		l = tidy(l)
		if !strings.ContainsFunc(l, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			gap++ // a rule of stars or dashes parts like a blank line
			continue
		}
		lines = append(lines, line{text: l, gap: gap})
		gap = 0
	}
	return lines
}

func roleOf(text string) role {
	switch {
	case isLabel(text):
		return label
	case isPromotion(text), isDeskCredit(text):
		return dropped
	case isCredit(text):
		return credit
	}
	return plain
}

// longestWrapped is the number of characters that a line of hard-wrapped text has at most.
const longestWrapped = 100

// isWrapped reports whether the text is hard-wrapped: no line is long, and at least half of the lines that follow
// another directly go on in the middle of its sentence.
func isWrapped(lines []line) bool {
	goesOn, pairs := 0, 0
	for i, l := range lines {
		if utf8.RuneCountInString(l.text) > longestWrapped {
			return false
		}
		if i > 0 && l.gap == 0 {
			pairs++
			if first, _ := utf8.DecodeRuneInString(l.text); unicode.IsLower(first) && !endsSentence(lines[i-1].text) {
				goesOn++
			}
		}
	}
	return goesOn > 0 && goesOn*2 >= pairs
}

// unwrap joins the plain lines of each paragraph. The first line is joined only where the second goes on in the middle of
// its sentence: it may be a headline without a blank line after it.
func unwrap(lines []line) []line {
	var joined []line
	var parts []string // of the last of them
	end := func() {
		if n := len(joined); n > 0 {
			joined[n-1].text = strings.Join(parts, " ")
		}
	}
	for i, l := range lines {
		n := len(joined)
		first, _ := utf8.DecodeRuneInString(l.text)
		if n == 0 || l.gap > 0 || l.role != plain || lines[i-1].role != plain || l.text == lines[i-1].text ||
			i == 1 && !unicode.IsLower(first) || byline(lines[i-1].text) != "" || byline(l.text) != "" {
			end()
			joined, parts = append(joined, l), nil
		}
		parts = append(parts, l.text)
	}
	end()
	return joined
}

// markApart marks the plain lines that only speak to a machine, before a line's place tells what it is.
func markApart(lines []line) {
	texts := make([]string, len(lines))
	for i, l := range lines {
		if l.role == plain {
			texts[i] = l.text
		}
	}
	for i, marks := range injection.Find(texts) {
		if isHeadlineLike(texts[i]) {
			marks = selfEvident(marks)
		}
		if rest, _ := takeOut(texts[i], marks); len(marks) > 0 && rest == "" {
			lines[i].role = apart
		}
	}
}

// headLines is how many lines after the headline may carry a byline or date.
const headLines = 4

// markHead takes the headline, its repetitions, the byline and the date off the head.
func markHead(lines []line, d *draft) {
	seen := 0
	for i := range lines {
		l := &lines[i]
		if l.role != plain {
			continue
		}
		if seen++; seen > 1+headLines {
			return
		}
		switch name := byline(l.text); {
		case seen == 1:
			if d.takeHeadline(l.text) {
				l.role = dropped
			}
		case strings.EqualFold(l.text, d.Headline):
			l.role = dropped
		case name != "":
			l.role = dropped
			d.accept(claim{"byline", name, "text"})
		case d.takeDateLine(l.text):
			l.role = dropped
		}
	}
}

// markCaptions marks the lines that are repeated, doubled or followed by a credit, and takes credits off their ends. Of
// lines that repeat a caption none is left.
func markCaptions(lines []line) []line {
	var kept []line
	captions := map[string]bool{}
	for _, l := range lines {
		n := len(kept)
		switch l.role {
		case credit:
			if n > 0 && l.gap == 0 && kept[n-1].role == plain {
				kept[n-1].role = caption
				captions[kept[n-1].text] = true
			}
		case plain:
			text, name := splitCredit(l.text)
			once, doubled := undouble(text)
			repeats := n > 0 && kept[n-1].text == once && (kept[n-1].role == plain || kept[n-1].role == caption)
			if repeats {
				kept[n-1].role = caption
			} else if name != "" || doubled {
				l.role = caption
			}
			if repeats || captions[once] {
				captions[once] = true
				continue
			}
			l.text = once
			captions[once] = l.role == caption
		}
		kept = append(kept, l)
	}
	return kept
}

// undouble returns the half of a text that is written twice in a row.
func undouble(text string) (once string, doubled bool) {
	half := len(text) / 2
	if len(text) > 2 && text[half] == ' ' && text[:half] == text[half+1:] {
		return text[:half], true
	}
	return text, false
}

// markRelated marks the headlines of other stories: those that a label announces, and those at the foot. At the foot a
// single line is one only behind a promotion, a label or a wide gap; else it may be a last sentence without its full stop.
func markRelated(lines []line) {
	announced := false
	for i := range lines {
		switch l := &lines[i]; {
		case l.role == label:
			announced = true
		case announced && l.role == plain && isHeadlineLike(l.text):
			l.role = headline
		case l.role == plain:
			announced = false
		}
	}
	foot, count, parted := len(lines), 0, false
	for ; foot > 0; foot-- {
		l := lines[foot-1]
		if l.role == caption || l.role == plain && !isHeadlineLike(l.text) {
			break
		}
		if l.role == plain {
			count++
		}
		parted = parted || l.role != plain || l.gap > 1
	}
	body := false
	for _, l := range lines[:foot] {
		body = body || l.role == plain
	}
	if !body || count < 2 && !parted {
		return
	}
	for i := foot; i < len(lines); i++ {
		if lines[i].role == plain {
			lines[i].role = headline
		}
	}
}
