package ingest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"dateline/retrieval"
)

// guess is what go-trafilatura makes of a page: the paragraphs of its main text and what it takes for its metadata.
type guess struct {
	blocks                   []string
	headline, byline, outlet string
}

// mainText asks go-trafilatura and its fallbacks for a page's main text. A page that it can do nothing with has none; one
// that makes it panic is a problem.
func mainText(root *html.Node, address string) (g guess, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &problem{0, fmt.Sprintf("is a page that the HTML extractor fails on: %v", cause)}
		}
	}()
	options := trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	if parsed, err := url.Parse(address); err == nil && address != "" {
		options.OriginalURL = parsed
	}
	result, err := trafilatura.ExtractDocument(root, options)
	if err != nil {
		return g, nil
	}
	g.headline, g.byline, g.outlet = result.Metadata.Title, result.Metadata.Author, result.Metadata.Sitename
	for _, p := range paragraphsOf(result.ContentNode) {
		g.blocks = append(g.blocks, p.text)
	}
	return g, nil
}

// placed is a paragraph and its place among all of the page.
type placed struct {
	paragraph
	at   int
	main bool // the library takes it for main text
}

// inPlace finds the blocks of the main text among all paragraphs of the page, which know what they are and keep the
// spaces that an extractor loses, and puts the captions, corrections and related headlines around them in their places.
// No word of the blocks is lost: what is not found among the paragraphs stays as it is. Without blocks, the main text is
// the paragraphs that are sentences. Above are the last lines before it, which may hold a byline or a date.
func inPlace(all []paragraph, blocks []string) (main, above []paragraph) {
	squeezed := make([]string, len(all))
	for i, p := range all {
		squeezed[i] = squeeze(p.text)
	}
	var chosen []placed
	taken := make([]bool, len(all))
	next := 0
	for _, b := range blocks {
		found := locate(squeezed, taken, squeeze(b), next)
		for _, i := range found {
			taken[i] = true
			chosen = append(chosen, placed{all[i], i, true})
			next = i + 1
		}
		again := slices.ContainsFunc(chosen, func(c placed) bool { return c.text == b }) // the extractor may give one twice
		if found == nil && squeeze(b) != "" && !again {
			at := slices.IndexFunc(squeezed[next:], func(s string) bool { return strings.Contains(s, squeeze(b)) })
			if at >= 0 {
				next += at
				taken[next] = true
			}
			p := paragraph{text: b, kind: retrieval.Body}
			if at >= 0 {
				p.kind = all[next].kind
			}
			chosen = append(chosen, placed{p, max(0, min(next, len(all)-1)), true})
		}
	}
	if len(chosen) == 0 {
		for i, p := range all {
			if !p.aside && !p.heading && p.kind == retrieval.Body && endsSentence(p.text) {
				chosen = append(chosen, placed{p, i, true})
				taken[i] = true
			}
		}
	}
	if len(chosen) == 0 {
		return nil, nil
	}
	first, last := chosen[0].at, chosen[0].at
	for _, c := range chosen {
		first, last = min(first, c.at), max(last, c.at)
	}
	const before, behind = 15, 3 // paragraphs around the main text in which a picture's caption is still the story's
	for i, p := range all {
		if taken[i] {
			continue
		}
		switch {
		case p.kind == retrieval.Correction && len(strings.Fields(p.text)) > 3,
			p.kind == retrieval.Caption && !p.aside && first-before <= i && i <= last+behind,
			p.kind == retrieval.RelatedHeadline && i > first && isHeadlineLike(p.text) && !p.heading && byline(p.text) == "" && !dayLine.MatchString(p.text):
			chosen = append(chosen, placed{p, i, false})
		}
	}
	slices.SortStableFunc(chosen, func(a, b placed) int { return a.at - b.at })
	for i := max(0, first-headLines); i < first; i++ {
		if !taken[i] && !all[i].aside && all[i].kind == retrieval.Body {
			above = append(above, all[i])
		}
	}
	for _, c := range chosen {
		if c.main && c.kind == retrieval.RelatedHeadline && !isHeadlineLike(c.text) {
			c.kind = retrieval.Body // a part of the story in a box that is named as if it were not
		}
		main = append(main, c.paragraph)
	}
	return main, above
}

// locate finds the paragraph that is a block, or else the paragraphs that one after the other make it up, others between
// them left out.
func locate(squeezed []string, taken []bool, block string, next int) []int {
	if block == "" {
		return nil
	}
	for _, from := range []int{next, 0} {
		for i := from; i < len(squeezed); i++ {
			if !taken[i] && squeezed[i] == block {
				return []int{i}
			}
		}
	}
	const longestGap = 40
	for i := range squeezed {
		if squeezed[i] == "" || taken[i] || !strings.HasPrefix(block, squeezed[i]) {
			continue
		}
		rest, found, gap := block, []int(nil), 0
		for j := i; j < len(squeezed) && rest != "" && gap < longestGap; j++ {
			if squeezed[j] != "" && !taken[j] && strings.HasPrefix(rest, squeezed[j]) {
				rest, gap = rest[len(squeezed[j]):], 0
				found = append(found, j)
			} else {
				gap++
			}
		}
		if rest == "" {
			return found
		}
	}
	return nil
}

// squeeze is the letters and figures of a text alone.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if isLetter(r) {
			return r
		}
		return -1
	}, text)
}

// addParagraphs adds paragraphs in reading order to the draft. Subheads, which are neither sentences nor anybody's words,
// are left out, as are promotions, credits and the headline, byline and date where they stand again above the text.
func (d *draft) addParagraphs(all []paragraph) {
	announced, seen := false, 0
	for _, p := range all {
		if strings.EqualFold(p.text, d.Headline) {
			continue
		}
		switch p.kind {
		case retrieval.Body:
		case retrieval.Caption:
			if text, _ := splitCredit(p.text); !isCredit(text) {
				d.add(p.kind, text)
			}
			continue
		default:
			d.add(p.kind, p.text)
			continue
		}
		switch roleOf(p.text) {
		case label:
			announced = true
			continue
		case dropped, credit:
			continue
		}
		if text, found := splitLabel(p.text); found {
			d.add(retrieval.Caption, text)
			continue
		}
		if p.heading && !endsSentence(p.text) {
			continue
		}
		if p.linked && p.links > 1 && !endsSentence(p.text) {
			continue // a menu
		}
		if (announced || p.linked && p.links == 1) && isHeadlineLike(p.text) {
			d.add(retrieval.RelatedHeadline, p.text)
			continue
		}
		announced = false
		if m := signature.FindStringSubmatch(p.text); m != nil {
			d.accept(claim{"byline", m[1], "text"})
			continue
		}
		if seen++; seen <= 1+headLines && d.takeHead(p.text) {
			continue
		}
		d.add(retrieval.Body, p.text)
	}
}

// signature is a paragraph that is nothing but a name in brackets, as newspapers of East Asia end.
var signature = regexp.MustCompile(`^[（(【［\[]([\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]{2,6}(?:[ 　・、][\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]{1,6})*)[）)】］\]]$`)

// takeHead takes a line above the text that is nothing but a byline or a date. It reports whether it was one.
func (d *draft) takeHead(text string) bool {
	if name := byline(text); name != "" {
		if _, when := cutDay(text); when != "" {
			d.takeDayLine(when)
		}
		d.accept(claim{"byline", name, "text"})
		return true
	}
	if strings.EqualFold(text, d.Byline) || strings.EqualFold(text, d.Outlet) {
		return true
	}
	const around = 8 // words beside the names, such as when and how long to read
	if rest := strings.Replace(text, d.Byline, "", 1); d.Byline != "" && rest != text && len(strings.Fields(rest)) <= around && strings.ContainsAny(rest, "0123456789") && !endsSentence(text) {
		return true
	}
	return d.takeDateLine(text) || d.takeDayLine(text) || d.takeNameAndDay(text)
}

// takeNameAndDay takes a line such as "Jane Doe, Staff Reporter | 4 March 2019".
func (d *draft) takeNameAndDay(text string) bool {
	who, when := cutDay(text)
	if when == "" || !strings.ContainsAny(text, "|·•") || !isName(who) {
		return false
	}
	if !d.takeDateLine(when) && !d.takeDayLine(when) {
		return false
	}
	d.accept(claim{"byline", who, "text"})
	return true
}
