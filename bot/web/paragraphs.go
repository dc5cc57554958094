package web

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval"
)

// paragraph is one block of an article as it is shown.
type paragraph struct {
	Kind  retrieval.Kind
	Cited bool // it holds some of the cited passage
	First bool // of those that do, where no words of it are marked
	Parts []part
}

// part is a run of a paragraph's text. Marked are the words that are cited, First where they begin.
type part struct {
	Text          string
	Marked, First bool
}

// Plain reports whether a paragraph is what the article itself tells.
func (p paragraph) Plain() bool { return p.Kind == retrieval.Body }

// citedIn is where a passage stands in its article's text, and where words of it do. ok is false where the article does not hold
// the passage. words is empty where the passage cannot be cut there.
func citedIn(a retrieval.Article, s bot.Source, cited retrieval.Span) (passage, words retrieval.Span, ok bool) {
	at := strings.Index(a.Text, s.Text)
	if at < 0 || s.Text == "" || s.ArticleID != a.ID {
		return passage, words, false
	}
	passage = retrieval.Span{Start: at, End: at + len(s.Text)}
	if cited.Len() == 0 || cited.End > len(s.Text) || !cuts(s.Text, cited.Start) || !cuts(s.Text, cited.End) {
		return passage, retrieval.Span{}, true
	}
	return passage, retrieval.Span{Start: at + cited.Start, End: at + cited.End}, true
}

// spanOf reads a span as an address has it, start-end; the zero one where it is none.
func spanOf(q string) retrieval.Span {
	from, to, _ := strings.Cut(q, "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || start < 0 || start >= end {
		return retrieval.Span{}
	}
	return retrieval.Span{Start: start, End: end}
}

// cuts reports whether a text can be cut at a byte.
func cuts(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }

// paragraphs are an article's blocks with the cited words marked; what speaks to machines is apart.
func paragraphs(a retrieval.Article, passage, words retrieval.Span) (told, toMachines []paragraph) {
	cited, marked := false, false
	for _, b := range a.Blocks {
		p := paragraph{Kind: b.Kind, Cited: b.Start < passage.End && passage.Start < b.End}
		p.First = p.Cited && !cited && words.Len() == 0
		cited = cited || p.Cited
		from, to := max(b.Start, words.Start), min(b.End, words.End)
		if from >= to {
			p.Parts = []part{{Text: b.In(a.Text)}}
		} else {
			for _, run := range []part{{Text: a.Text[b.Start:from]}, {Text: a.Text[from:to], Marked: true, First: !marked}, {Text: a.Text[to:b.End]}} {
				if run.Text != "" {
					p.Parts = append(p.Parts, run)
				}
			}
			marked = true
		}
		if b.Kind == retrieval.Instruction {
			toMachines = append(toMachines, p)
		} else {
			told = append(told, p)
		}
	}
	return told, toMachines
}

// excerpt are the paragraphs that hold the cited passage and their neighbours, and whether some before and after are left out.
func excerpt(all []paragraph) (some []paragraph, before, after bool) {
	first := slices.IndexFunc(all, func(p paragraph) bool { return p.Cited })
	if first < 0 {
		return nil, false, false
	}
	last := first
	for last+1 < len(all) && all[last+1].Cited {
		last++
	}
	from, to := max(0, first-1), min(len(all), last+2)
	return all[from:to], from > 0, to < len(all)
}
