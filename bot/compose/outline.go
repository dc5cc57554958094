package compose

import (
	"regexp"
	"strings"
	"sync"

	"dateline/bot"
	"dateline/retrieval"
)

// outline follows how a model arranges a summary: the headings of sections, and the part that lists key points. It is told each
// sentence before that becomes a draft. The zero outline is an answer's, which has none of them.
type outline struct {
	length  string // of the summary; it has parts at bot.Standard and sections at bot.Detailed
	heads   *heads
	part    string
	heading string // as the model wrote it, "" before the first
	shown   string // of the section, once its first sentence has come
	begun   bool   // a sentence has come
}

const longestHead = 14 // words of a line that may be a heading

var (
	// pointsHead heads the key points.
	pointsHead = regexp.MustCompile(`(?i)^\W*(?:(?:the )?(?:key|main) (?:points?|facts?|developments?|takeaways?|details?)|highlights)\W*$`)
	// partHead heads what is no section: the summary itself.
	partHead = regexp.MustCompile(`(?i)^\W*(?:a |the )?(?:brief |short |detailed |overall )?(?:summary|overview|paragraph|sections?|introduction|conclusion)(?: \d+)?\W*$`)
	// headLabel is what models write before a heading's own words.
	headLabel = regexp.MustCompile(`(?i)^\s*(?:\d{1,2}[.)]\s*)?(?:(?:section|heading|part|topic|sub-?topic)\s*(?:\d+)?\s*[:.–-]\s*)?`)
	listMark  = regexp.MustCompile(`^(?:[-*•–]|\d{1,2}[.)])$`)
)

// read reports whether a line heads a part or a section, and from then on is in it.
func (o *outline) read(p piece) bool {
	isHead := strings.HasPrefix(p.opening, "#")
	text, numbers := cut(p.text)
	if o.length == "" || !isHead && (!p.alone || len(numbers) > 0 || ended.MatchString(p.text) || len(strings.Fields(text)) > longestHead) {
		return false
	}
	switch {
	case pointsHead.MatchString(text):
		o.part, o.heading, o.shown = bot.KeyPoint, "", ""
	case partHead.MatchString(text):
	case isHead || o.length == bot.Detailed:
		o.part, o.shown = "", ""
		o.heading = strings.Trim(headLabel.ReplaceAllString(text, ""), " :.*_#")
	default:
		return false
	}
	return true
}

// detail is where a sentence stands that cites this evidence. A section that the model does not head is headed as the coverage
// around its evidence is.
func (o *outline) detail(p piece, cited []int) bot.Detail {
	switch {
	case o.length == bot.Standard:
		if o.begun && listMark.MatchString(p.opening) {
			o.part = bot.KeyPoint
		}
		o.begun = true
		return bot.Detail{Part: o.part}
	case o.length != bot.Detailed:
		return bot.Detail{}
	case o.part != "":
		return bot.Detail{Part: o.part}
	case o.heading == "":
		return bot.Detail{Heading: o.heads.of(cited)}
	case o.shown == "":
		o.shown = o.heads.held(o.heading, cited)
	}
	return bot.Detail{Heading: o.shown}
}

// heads holds the headings of a summary to words of the coverage.
type heads struct {
	first string         // of the coverage's first section
	by    map[int]string // by number of evidence, in the coverage's words
	words func() string  // of all the coverage, folded
}

func newHeads(by map[int]string, passages []retrieval.Evidence) *heads {
	return &heads{first: by[passages[0].N], by: by, words: sync.OnceValue(func() string {
		var all strings.Builder
		for i, e := range passages {
			if i == 0 || e.Article.ID != passages[i-1].Article.ID {
				all.WriteString(" " + strings.Join(folded(e.Article.Headline), " ") + " |")
			}
			all.WriteString(" " + strings.Join(folded(e.Passage.Text), " ") + " |")
		}
		return all.String()
	})}
}

// held is the model's heading where it stands in the coverage word for word, letter case and signs aside.
func (h *heads) held(heading string, cited []int) string {
	if words := folded(heading); len(words) > 0 && len(words) <= longestHead && strings.Contains(h.words(), " "+strings.Join(words, " ")+" ") {
		return heading
	}
	return h.of(cited)
}

// of is the coverage's own heading for what cites this evidence.
func (h *heads) of(cited []int) string {
	for _, n := range cited {
		if heading := h.by[n]; heading != "" {
			return heading
		}
	}
	return h.first
}
