package segment

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"unicode"

	"dateline/retrieval"
)

// Version counts the ways in which Passages has cut. Raise it with every change after which it cuts any article otherwise, so
// that indexes of before are built anew; a test notices.
const Version = 1

// A passage has minWords to maxWords words where the article lets it. A sentence above monstrousWords words is a table or
// a text without punctuation and is cut at white space.
const (
	minWords       = 80
	maxWords       = 160
	monstrousWords = 400
)

// Passages cuts an article into passages of whole sentences in reading order. Consecutive body blocks are packed into
// passages of about 80 to 160 words that end with a paragraph where they can; a short remainder joins the passage before
// it. A single sentence of more than 160 words stands alone. A caption, correction or related headline is a passage of
// its own. The article's blocks must be as [retrieval.Article] says: in order, inside its Text, not overlapping.
func Passages(a retrieval.Article) []retrieval.Passage {
	var passages []retrieval.Passage
	seen := map[string]int{}
	for i := 0; i < len(a.Blocks); {
		end := i + 1
		for a.Blocks[i].Kind == retrieval.Body && end < len(a.Blocks) && a.Blocks[end].Kind == retrieval.Body {
			end++
		}
		for _, run := range pack(paragraphsOf(a, i, end)) {
			p := passage(a, run)
			seen[p.Text]++
			p.ID = passageID(a.ID, p.Text, seen[p.Text])
			passages = append(passages, p)
		}
		i = end
	}
	return passages
}

// sentence is a span of the article's text with what packing needs.
type sentence struct {
	retrieval.Span
	words int
	block int // index of its block
}

// paragraphsOf returns the sentences of the blocks [from, to), block by block; blocks without text are left out.
func paragraphsOf(a retrieval.Article, from, to int) [][]sentence {
	var paragraphs [][]sentence
	for i := from; i < to; i++ {
		b := a.Blocks[i]
		var p []sentence
		for _, s := range Sentences(b.In(a.Text)) {
			for _, piece := range pieces(a.Text, retrieval.Span{Start: b.Start + s.Start, End: b.Start + s.End}) {
				p = append(p, sentence{Span: piece, words: words(piece.In(a.Text)), block: i})
			}
		}
		if len(p) > 0 {
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

// pieces returns s, or its parts where it is monstrous: cut at the last white space that fits, or else at a character.
func pieces(text string, s retrieval.Span) []retrieval.Span {
	if words(s.In(text)) <= monstrousWords {
		return []retrieval.Span{s}
	}
	var cut []retrieval.Span
	for s.Start < s.End {
		end := s.Start + fitting(s.In(text))
		cut = append(cut, trimmed(text, s.Start, end))
		s = trimmed(text, end, s.End)
	}
	return cut
}

// fitting is the length in bytes of the longest beginning of s, a trimmed text, that makes one piece.
func fitting(s string) int {
	var c counter
	space := 0
	for at, r := range s {
		if unicode.IsSpace(r) {
			space = at
		}
		c.add(r)
		if c.words() > maxWords {
			if space == 0 {
				return at
			}
			return space
		}
	}
	return len(s)
}

// pack groups the sentences of consecutive paragraphs into passages.
func pack(paragraphs [][]sentence) [][]sentence {
	var packed [][]sentence
	var current []sentence
	count := 0
	closeCurrent := func() {
		if len(current) == 0 {
			return
		}
		last := len(packed) - 1
		if count < minWords && last >= 0 && total(packed[last])+count <= maxWords {
			packed[last] = append(packed[last], current...)
		} else {
			packed = append(packed, current)
		}
		current, count = nil, 0
	}
	for _, p := range paragraphs {
		if count >= minWords {
			closeCurrent()
		}
		for _, s := range p {
			if count+s.words > maxWords {
				closeCurrent()
			}
			current = append(current, s)
			count += s.words
		}
	}
	closeCurrent()
	return packed
}

func total(run []sentence) int {
	n := 0
	for _, s := range run {
		n += s.words
	}
	return n
}

func passage(a retrieval.Article, run []sentence) retrieval.Passage {
	span := retrieval.Span{Start: run[0].Start, End: run[len(run)-1].End}
	p := retrieval.Passage{
		ArticleID: a.ID,
		Kind:      a.Blocks[run[0].block].Kind,
		Span:      span,
		Text:      strings.Clone(span.In(a.Text)),
		Paragraph: run[0].block + 1,
	}
	for _, s := range run {
		p.Sentences = append(p.Sentences, retrieval.Span{Start: s.Start - span.Start, End: s.End - span.Start})
	}
	return p
}

// passageID is the base32 beginning of the SHA-256 of the article's ID and the text, and the occurrence from the second
// time on that the same text stands in the article.
func passageID(articleID, text string, occurrence int) string {
	key := articleID + "\x00" + text
	if occurrence > 1 {
		key += "\x00" + strconv.Itoa(occurrence)
	}
	sum := sha256.Sum256([]byte(key))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:retrieval.PassageIDLen]
}
