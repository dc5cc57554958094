package ingest

import (
	"slices"
	"strings"
	"unicode"

	"dateline/retrieval"
	"dateline/retrieval/injection"
)

// setApart takes what speaks to a machine out of the draft. It will stand behind all blocks, as blocks of kind
// Instruction: so the rest has the text, the paragraphs and the passages that it would have without. A headline that is set
// apart is replaced as if there had been none; an outlet, byline, dateline or section is then unknown. Those four are names, which
// the article need not hold and which may look like requests, so that only their own words tell.
func (d *draft) setApart() {
	values := []*string{&d.Headline, &d.Outlet, &d.Byline, &d.Dateline, &d.Section}
	var texts []string
	for _, v := range values {
		texts = append(texts, *v)
	}
	for _, b := range d.blocks {
		texts = append(texts, b.text)
	}
	marks := injection.Find(texts)
	for i, v := range values {
		found := marks[i]
		if v != &d.Headline {
			found = selfEvident(found)
		}
		if len(found) > 0 {
			d.apart = append(d.apart, *v)
			*v = ""
		}
	}
	var kept []block
	for i, b := range d.blocks {
		found := marks[len(values)+i]
		if b.kind == retrieval.RelatedHeadline {
			found = selfEvident(found)
		}
		rest, taken := takeOut(b.text, found)
		d.apart = append(d.apart, taken...)
		if rest != "" {
			kept = append(kept, block{b.kind, rest})
		}
	}
	d.blocks = kept
	d.needHeadline()
}

// selfEvident keeps the marks that need no article: other stories' headlines are foreign to this one, and may ask.
func selfEvident(marks []injection.Mark) []injection.Mark {
	return slices.DeleteFunc(marks, func(m injection.Mark) bool { return m.Signal.NeedsArticle() })
}

// takeOut parts the marked sentences of a text from the rest, which is "" where no letter is left of it. Sentences that
// follow one another directly are taken as one.
func takeOut(text string, marks []injection.Mark) (rest string, taken []string) {
	if len(marks) == 0 {
		return text, nil
	}
	var left strings.Builder
	at := 0
	for i, m := range marks {
		if between := text[at:m.Start]; i > 0 && strings.TrimSpace(between) == "" {
			taken[len(taken)-1] += between + m.In(text)
		} else {
			left.WriteString(between)
			taken = append(taken, m.In(text))
		}
		at = m.End
	}
	rest = tidy(left.String() + text[at:])
	if !strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		rest = ""
	}
	return rest, taken
}
