package compose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval"
)

// answer turns what a model streams into drafts: unwrapped, plain, cut into sentences or lines, each with its markers. Headings,
// greetings, refusals and what was said before are no drafts.
type answer struct {
	visible visible
	unwrap  unwrap
	plain   plain
	parts   cutter
	draft   func(part string) (bot.Draft, bool)
	repeats repeats
	outline outline                   // of a summary
	cites   func(numbers []int) []int // what the prompt's numbers stand for; nil for themselves
	length  int                       // bytes taken
	drafts  int
	most    int // drafts
	over    bool
}

// cutter cuts a stream into the parts that drafts are read from.
type cutter interface {
	Add(streamed string) []piece
	Rest() []piece  // when the stream has ended
	Whole() []piece // when it broke off
	Over() bool     // nothing more is taken
}

// What an answer may have at most: a model that is lost may go on for ever.
const (
	longestAnswer = 32 << 10 // bytes
	mostDrafts    = 12       // sentences of an answer
)

// newAnswer reads an answer of at most so many sentences, made from evidence.
func newAnswer(evidence []retrieval.Evidence, most int) *answer {
	var headlines []string
	for i, e := range evidence {
		if i == 0 || e.Article.ID != evidence[i-1].Article.ID {
			headlines = append(headlines, strings.Join(folded(e.Article.Headline), " "))
		}
	}
	return &answer{
		most: most, plain: plain{source: func(line string) bool { return isSourceLine(line, headlines) }}, parts: &sentences{}, draft: draft,
	}
}

// newTimeline reads the lines of a timeline that is made from evidence.
func newTimeline(evidence []retrieval.Evidence) *answer {
	a := newAnswer(evidence, 2*mostLines)
	a.parts, a.draft, a.unwrap.dated = &lines{}, (&dated{evidence: evidence}).draft, true
	return a
}

// Add takes a piece of the stream and returns the drafts that it settled. When over is set nothing more is taken: the model
// goes round in circles, or has said more than it may.
func (a *answer) Add(piece string) []bot.Draft {
	if a.over {
		return nil
	}
	if room := longestAnswer - a.length; len(piece) > room {
		piece = piece[:room]
		a.length = longestAnswer
		all := append(a.read(a.parts.Add(a.plain.Add(a.unwrap.Add(a.visible.Add(piece))))), a.Rest(true)...)
		a.over = true
		return all
	}
	a.length += len(piece)
	return a.read(a.parts.Add(a.plain.Add(a.unwrap.Add(a.visible.Add(piece)))))
}

// Rest returns what is left when the stream has ended, or when it broke off, without a last sentence that may be cut.
func (a *answer) Rest(brokeOff bool) []bot.Draft {
	if a.over {
		return nil
	}
	all := a.parts.Add(a.plain.Add(a.unwrap.Add(a.visible.Rest())+a.unwrap.Rest()) + a.plain.Rest())
	if brokeOff {
		return a.read(append(all, a.parts.Whole()...))
	}
	return a.read(append(all, a.parts.Rest()...))
}

// read makes drafts of sentences or lines.
func (a *answer) read(parts []piece) (all []bot.Draft) {
	for _, p := range parts {
		if a.over {
			return all
		}
		if a.outline.read(p) {
			continue
		}
		if d, ok := a.draft(p.text); ok {
			if a.cites != nil {
				d.Markers = a.cites(d.Markers)
			}
			heard := d.Text
			if a.outline.length != "" {
				d.Detail = a.outline.detail(p, d.Markers)
			} else if !d.Date.IsZero() { // two calls on two days are two events
				heard = d.Date.Format("Monday 2 January ") + d.Text
			}
			isNew, circling := a.repeats.hear(heard)
			if isNew {
				all = append(all, d)
				a.drafts++
			}
			a.over = circling || a.drafts >= a.most
		}
	}
	a.over = a.over || a.parts.Over()
	return all
}

// draft reads a sentence with its markers; it reports false where that says nothing of the news.
func draft(sentence string) (bot.Draft, bool) {
	sentence = label.ReplaceAllString(sentence, "")
	if text, numbers := cut(sentence); !hasLetter(text) || refuses(text, numbers) {
		return bot.Draft{}, false
	}
	named, ok := unname(sentence)
	text, numbers := cut(named)
	text = trimmed(text)
	if !ok || !hasLetter(text) || refuses(text, numbers) || aside.MatchString(text) || len(numbers) == 0 && talk.MatchString(text) {
		return bot.Draft{}, false
	}
	return bot.Draft{Text: text, Kind: bot.Prose, Markers: numbers}, true
}

var (
	// label heads an answer or names who speaks.
	label = regexp.MustCompile(`(?i)^[\s*_#>]*(?:(?:(?:final|short|brief|direct) )?(?:answer|response)|tl;?\s?dr|assistant|in short|in brief|summary)[*_]*\s*:[\s*_]*`)
	// aside is a turn of somebody else, or what a model says of its own answer.
	aside = regexp.MustCompile(`(?i)^\W*(?:(?:question|user|human|q|confidence)\s*:|(?:please )?(?:note|disclaimer)\b[^.]*\b(?:this|the|my) (?:answer|response|summary)\b|` +
		`(?:this|the|my) (?:answer|response|summary) (?:is|was) (?:based|drawn|taken|limited|derived)\b|as an? (?:ai|artificial|language)\b)`)
	// hollow is what is left of brackets around what was taken out.
	hollow = regexp.MustCompile(`(?i)\s*[\[({]\s*(?:here|link|source|see(?: also)?|cf\.?)?[\s,;&]*[\])}]`)
)

// trimmed takes what is left of markup out of a sentence: hollow brackets, pictures around it, a full stop of another script.
func trimmed(text string) string {
	text = strings.TrimFunc(hollow.ReplaceAllString(text, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.So, unicode.Sk) || r == '\ufe0f'
	})
	if before, ok := strings.CutSuffix(text, "。"); ok {
		if last, _ := utf8.DecodeLastRuneInString(before); last < 0x250 {
			text = strings.TrimRight(before, ".") + "."
		}
	}
	return strings.Join(strings.Fields(text), " ")
}

// talk is what models say around an answer: greetings, offers, headings.
var talk = regexp.MustCompile(`(?i)^\W*(?:(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|great question|gladly|no problem)\W*|` +
	`i hope (?:this|that|it)\b.*|(?:please )?let me know\b.*|(?:please )?feel free\b.*|if you (?:have|need|would like)\b.*|is there anything else\b.*|` +
	`(?:here(?:['’]s| is| are)|below (?:is|are)|based on|according to|the following)\b.*:|[^.!?]{1,80}:|` +
	`(?:sources?|references?|citations?|answer|final answer|summary|conclusion|response)\W*)$`)

// isSourceLine reports whether a line of an answer names an article as lists of sources do: its headline, perhaps with the
// outlet and the date.
func isSourceLine(line string, headlines []string) bool {
	words := folded(sourceMark.ReplaceAllString(unmarked(line), ""))
	text := strings.Join(words, " ")
	if citedAtEnd := endMarked.MatchString(line); text == "" || citedAtEnd {
		return false
	}
	for _, h := range headlines {
		if h != "" && (text == h || strings.HasPrefix(text, h+" ") && len(words) <= len(strings.Fields(h))+mostParticulars && !ended.MatchString(line)) {
			return true
		}
	}
	return false
}

// mostParticulars is how many words follow a headline in a list of sources: outlet, byline, date.
const mostParticulars = 12

var sourceMark = regexp.MustCompile(`^\s*(?:[-*•–]\s*)?(?:\d{1,2}[.):]\s*)?`)
