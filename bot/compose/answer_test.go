package compose

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/retrieval"
)

// readIn reads an answer that comes in pieces and shows each draft with its markers.
func readIn(evidence []retrieval.Evidence, pieces ...string) []string {
	a := newAnswer(evidence, mostDrafts)
	var all []string
	show := func(drafts []bot.Draft) {
		for _, d := range drafts {
			all = append(all, fmt.Sprint(d.Text, " ", d.Markers))
		}
	}
	for _, p := range pieces {
		show(a.Add(p))
	}
	show(a.Rest(false))
	return all
}

const called, warned = "Kerry called Lavrov. [1]", "He warned him of the end. [2]"

// shapes are the answers of weak models, with what is drafted of them.
var shapes = []struct {
	name, text string
	want       []string
}{
	// without markers
	{"no markers", "Kerry called Lavrov. He warned him of the end.", []string{"Kerry called Lavrov. []", "He warned him of the end. []"}},
	{"news that sounds like a refusal", "There is no electricity in Aleppo, a doctor said.", []string{"There is no electricity in Aleppo, a doctor said. []"}},
	{"a list of sources", "Kerry called Lavrov. He warned him of the end.\n\nSources: [1] Kerry warns Russia over Aleppo, [2] Aid convoy is hit near Aleppo", []string{"Kerry called Lavrov. []", "He warned him of the end. []"}},
	{"a list of sources on lines", called + " " + warned + "\n\n**Sources:**\n[1] Kerry warns Russia over Aleppo\n[2] Aid convoy is hit near Aleppo\n", []string{called, warned}},
	{"references", called + "\n\nReferences:\n1. Kerry warns Russia over Aleppo. Sample desk.\n2. Somebody else.\n", []string{called}},
	{"references as a heading", called + "\n\n## References\n\n- Kerry warns Russia over Aleppo\n- https://example.org/a\n", []string{called}},
	{"footnotes", "Kerry called Lavrov.[^1] He warned him of the end.[^2]\n\n[^1]: Kerry warns Russia over Aleppo\n[^2]: Convoy, Sample desk", []string{called, warned}},
	{"addresses as footnotes", called + "\n[1]: https://example.org/a\n[2] https://example.org/b", []string{called}},
	{"sources without a head", called + "\n\n[1] Kerry warns Russia over Aleppo (Sample desk, 28 September 2016)\n[2] Aid convoy is hit near Aleppo", []string{called}},
	{"an answer behind its sources", "Sources: [1]\n\nKerry called Lavrov.", []string{"Kerry called Lavrov. []"}},
	{"sources in the news", "Sources told the desk that Kerry called Lavrov. [1]", []string{"Sources told the desk that Kerry called Lavrov. [1]"}},
	{"numbered claims", "[1] Kerry called Lavrov.\n[2] He warned him of the end.", []string{called, warned}},

	// passages named in words
	{"according to a number", "According to [1], Kerry called Lavrov.", []string{called}},
	{"according to a passage", "According to passage 1, Kerry called Lavrov.", []string{called}},
	{"a passage says", "Passage 1 says that Kerry called Lavrov. Source 2 states: he warned him of the end.", []string{called, warned}},
	{"a number says", "[1] says that Kerry called Lavrov.", []string{called}},
	{"as stated", "Kerry called Lavrov, as stated in source 1. As stated in source 2, he warned him of the end.", []string{called, warned}},
	{"in brackets", "Kerry called Lavrov (see passage 1). He warned him of the end (passage 2).", []string{called, warned}},
	{"according to the passages", "According to the provided passages, Kerry called Lavrov. The passages state that he warned him of the end. [2]", []string{"Kerry called Lavrov. []", warned}},
	{"two that disagree", "Passage 1 says that 20 people died, while passage 2 says that 31 died.", []string{"20 people died, while 31 died. [1 2]"}},
	{"several passages", "According to passages 1 and 2, Kerry called Lavrov.", []string{"Kerry called Lavrov. [1 2]"}},
	{"a passage that stays named", "Passage 2 is the newer of the two. " + called, []string{called}},
	{"words that would say something else", "The coverage reports no deadline. [2] According to passage 2, which quotes Kirby, Russia will suffer. " + called, []string{called}},
	{"a German date", "Kerry drohte am 28. September 2016, die Gespräche abzubrechen. [1] Er warnte ihn. [2]", []string{"Kerry drohte am 28. September 2016, die Gespräche abzubrechen. [1]", "Er warnte ihn. [2]"}},
	{"a hedge", "The passage suggests that Kerry will call again. [1] " + called, []string{called}},
	{"no passages at all", "Kerry spoke in the context of the talks, according to sources in Geneva. The article 5 guarantee holds, documents show. [1]",
		[]string{"Kerry spoke in the context of the talks, according to sources in Geneva. []", "The article 5 guarantee holds, documents show. [1]"}},

	// wrapped
	{"an object", `{"answer": "Kerry called Lavrov. [1] He warned him of the end. [2]", "sources": [1, 2]}`, []string{called, warned}},
	{"an object of one sentence", `{"answer": "Kerry called Lavrov.", "sources": [1]}`, []string{called}},
	{"an object without markers", `{"answer": "Kerry called Lavrov. He warned him of the end.", "sources": [1, 2]}`, []string{"Kerry called Lavrov. []", "He warned him of the end. []"}},
	{"claims", `{"claims":[{"text":"Kerry called Lavrov.","citations":[1]},{"text":"He warned him of the end.","citations":["[2]"]}]}`, []string{called, warned}},
	{"claims that cite objects", `[{"claim": "Kerry called Lavrov.", "sources": [{"id": 1, "headline": "Kerry warns Russia"}]}]`, []string{called}},
	{"a list of strings", "[\n  \"Kerry called Lavrov. [1]\",\n  \"He warned him of the end. [2]\"\n]", []string{called, warned}},
	{"nested", `{"response": {"answer": {"sentences": [{"sentence": "Kerry called Lavrov.", "passage": 1}]}, "confidence": 0.9}}`, []string{called}},
	{"fields unknown", `{"Who called": "Kerry called Lavrov. [1]", "reasoning": "Passage one says so."}`, []string{called}},
	{"JSON not quite right", "{\"answer\": \"He said \"no\" to Lavrov.\nIt was late.\", 'sources': [1],}", []string{`He said "no" to Lavrov. [1]`, "It was late. [1]"}},
	{"JSON cut short", `{"claims":[{"text":"Kerry called Lavrov.","citations":[1]},{"text":"He warned him`, []string{called, "He warned him []"}},
	{"escapes", `{"answer": "Kerry \u201ccalled\u201d Lavrov.\nHe warned\u00a0him. \ud83d\ude00", "sources": []}`, []string{"Kerry “called” Lavrov. []", "He warned him. []"}},
	{"an empty answer", `{"answer": "", "sources": []}`, nil},
	{"no answer", `{"answer": null}`, nil},
	{"a refusal in JSON", `{"answer": "The coverage does not answer this.", "sources": []}`, nil},
	{"a fence", "```json\n{\"answer\": \"Kerry called Lavrov.\", \"sources\": [1]}\n```\nLet me know if you need more.", []string{called}},
	{"a fence of text", "```text\nKerry called Lavrov. [1]\nHe warned him of the end. [2]\n```", []string{called, warned}},
	{"a fence behind a greeting", "Sure! Here is the answer:\n\n```markdown\n**Kerry** called Lavrov. [1]\n```", []string{called}},
	{"JSON behind a greeting", "Here's the JSON:\n{\"answer\": \"Kerry called Lavrov.\", \"sources\": [1]}", []string{called}},
	{"in quotation marks", "\"Kerry called Lavrov. [1] He warned him of the end. [2]\"", []string{called, warned}},
	{"in curly marks", "“Kerry called Lavrov. He warned him of the end.”", []string{"Kerry called Lavrov. []", "He warned him of the end. []"}},
	{"a quotation first", "“We tried,” Kerry said. [1] " + warned, []string{"“We tried,” Kerry said. [1]", warned}},
	{"a quotation alone", "\"We tried to stop it.\" [1]", []string{"\"We tried to stop it.\" [1]"}},
	{"a marker first", "[1] Kerry called Lavrov.", []string{called}},
	{"a list of markers first", "[1, 2] Kerry called Lavrov.", []string{"Kerry called Lavrov. [1 2]"}},
	{"a greeting", "Sure! Here is the answer: Kerry called Lavrov. [1] I hope this helps! Let me know if you have any other questions.", []string{called}},
	{"a heading", "**Answer:** Kerry called Lavrov. [1]", []string{called}},
	{"a heading on a line", "### Final Answer\n\nKerry called Lavrov. [1]", []string{called}},
	{"final answer", "Final answer: Kerry called Lavrov. [1]", []string{called}},
	{"based on", "Based on the provided passages, here is a summary:\n\n- Kerry called Lavrov. [1]\n- He warned him of the end. [2]", []string{called, warned}},

	// markup
	{"bold and italics", "**Kerry** *called* __Lavrov__. [1] _He_ warned `him` of the ~~start~~ end. [2]", []string{called, "He warned him of the start end. [2]"}},
	{"a table", "| Who | What |\n|---|:---:|\n| Kerry | called Lavrov. [1] |\n| He | warned him. [2] |\n", []string{"Kerry, called Lavrov. [1]", "He, warned him. [2]"}},
	{"a link", "[Kerry](https://example.org/a_(b)) called Lavrov. [1](https://example.org/1) See https://example.org/x.", []string{called, "See. []"}},
	{"an image", "![A map](http://example.org/m.png)Kerry called Lavrov. [1]", []string{called}},
	{"a bare address", "Kerry called Lavrov (www.example.org/a). [1]", []string{called}},
	{"HTML", "<p><b>Kerry</b> called&nbsp;Lavrov.<sup>[1]</sup></p><ul><li>He warned him of the end. [2]</li></ul><br/>", []string{called, warned}},
	{"entities", "AT&amp;T &quot;called&quot; Lavrov &#39;twice&#39; for 3 &lt; 4. [1]", []string{"AT&T \"called\" Lavrov 'twice' for 3 < 4. [1]"}},
	{"no markup", "He said 3 < 4 * 5 and a_b & c! [sic] [1]", []string{"He said 3 < 4 * 5 and a_b & c! [sic] [1]"}},
	{"escaped markdown", `Kerry called Lavrov. \[1\] He \*warned\* him of the end. [2]`, []string{called, "He *warned* him of the end. [2]"}},

	// other ways to cite
	{"superscripts", "Kerry called Lavrov¹. He warned him of the end.²", []string{called, warned}},
	{"powers", "The zone of 10 km² and 10³ men was hit. [1]", []string{"The zone of 10 km² and 10³ men was hit. [1]"}},
	{"carets", "Kerry called Lavrov^1. He warned him of the end^[2]^.", []string{called, warned}},
	{"raised by tags", "Kerry called Lavrov<sup>1</sup>. He warned him of the end <cite>[2]</cite>.", []string{called, warned}},
	{"curly and angled", "Kerry called Lavrov {1}. He warned him of the end <2>.", []string{called, warned}},
	{"TeX", `Kerry called Lavrov \cite{1}. \textbf{He warned him} of the end. [2]`, []string{called, warned}},
	{"doubled", "Kerry called Lavrov [[1]]. He warned him of the end. [[2]](#2)", []string{called, warned}},
	{"words in brackets", "Kerry called Lavrov [citation:1]. He warned him of the end [Document 2].", []string{called, warned}},
	{"words in brackets, short", "Kerry called Lavrov [p1]. He warned him of the end [doc2].", []string{called, warned}},
	{"a reference", "Kerry called Lavrov [ref 1]. He warned him of the end (ref. 2).", []string{called, warned}},
	{"brackets in brackets", "Kerry called Lavrov [Passage [1]]. He warned him of the end (#2).", []string{called, warned}},
	{"wide brackets", "Kerry called Lavrov［1］. He warned him of the end（2）.", []string{called, warned}},
	{"a wide stop", "Kerry called Lavrov【1】。", []string{called}},
	{"passages at the end", "Kerry called Lavrov (passages 1 and 2).", []string{"Kerry called Lavrov. [1 2]"}},
	{"a list of pairs", `[["Kerry called Lavrov.", 1], ["He warned him of the end.", [2]]]`, []string{called, warned}},
	{"markers before, on one line", "[1] Kerry called Lavrov. [2] He warned him of the end.", []string{called, warned}},
	{"a marker before three, on two lines", "[1] Kerry called Lavrov. [2] He warned him of the end.\nThe end came. [3]", []string{called, warned, "The end came. [3]"}},

	// what is left around
	{"what cannot be seen", "Kerry ca\u200blled\x00 La\u2066vrov\u2069. [1]\x07\x08 \u202eHe warned him of the end.\u202c [2]", []string{called, warned}},
	{"colours", "\x1b[31mKerry called\x1b[0m Lavrov. [1] \x1b]8;;https://example.org\x07He warned him\x1b]8;;\x07 of the end. [2]", []string{called, warned}},
	{"hollow brackets", "Kerry called Lavrov (see https://example.org/p?q=1). [1] He warned him of the end [here]. [2]", []string{called, warned}},
	{"a reference link", "Kerry called Lavrov. [1] He warned him of the end [here][2].", []string{called, warned}},
	{"pictures", "✅ Kerry called Lavrov. [1] 📌 He warned him of the end. [2]", []string{called, warned}},
	{"a table of sentences", "| Claim | Source |\n|---|---|\n| Kerry called Lavrov. | [1] |\n| He warned him of the end. | [2] |", []string{called, warned}},
	{"a question and its answer", "Question: Whom did Kerry call?\nAnswer: Kerry called Lavrov. [1]", []string{called}},
	{"roles", "Assistant: Kerry called Lavrov. [1]\nUser: And then?\nAssistant: He warned him of the end. [2]", []string{called, warned}},
	{"too long, not read", "TL;DR: Kerry called Lavrov. [1]", []string{called}},
	{"a note on itself", called + "\n\nNote: This answer is based on the passages provided and may not be complete.", []string{called}},

	// other scripts
	{"Chinese", "克里给拉夫罗夫打了电话。[1]他警告了他。[2]", []string{"克里给拉夫罗夫打了电话。 [1]", "他警告了他。 [2]"}},

	// repetition
	{"a sentence again", strings.Repeat(called+" ", 3) + warned, []string{called, warned}},
	{"a sentence for ever", strings.Repeat(called+" ", 40) + warned, []string{called}},
	{"a cycle", strings.Repeat(called+" "+warned+" Then he went home. [1] ", 9) + "The end came. [3]", []string{called, warned, "Then he went home. [1]"}},
	{"a counter", counting("In round %d of the talks Kerry called Lavrov again. [1] ", 30), []string{
		"In round 1 of the talks Kerry called Lavrov again. [1]", "In round 2 of the talks Kerry called Lavrov again. [1]",
		"In round 3 of the talks Kerry called Lavrov again. [1]", "In round 4 of the talks Kerry called Lavrov again. [1]",
	}},
	{"a word", called + " He said no no no no no no no no", []string{called}},
	{"a phrase", called + " He said that " + strings.Repeat("he would call him and ", 9), []string{called}},
	{"a phrase that counts", called + counting(" and then there was call %d of many", 9), []string{called}},
	{"a sentence without an end", called + " Then " + counting("w%d ", 2000), []string{called}},
	{"too many sentences", manySentences(40), firstSentences(12)},
	{"figures are no loop", "France won 3, 5, 7, 9, 11, 13 and 15 seats in the seven regions. [1]", []string{"France won 3, 5, 7, 9, 11, 13 and 15 seats in the seven regions. [1]"}},
}

func counting(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i+1)
	}
	return b.String()
}

var nouns40 = strings.Fields(`ant bee cat dog elk fox gnu hen ibex jay kite lark mole newt owl pig quail rat seal toad urchin vole wasp yak zebra asp bat
cod dove eel frog goat hawk imp jackal koala lynx mink nit otter`)

func manySentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "The %s met %s and %s. [1] ", nouns40[i], nouns40[(i*7+3)%40], nouns40[(i*11+5)%40])
	}
	return b.String()
}

func firstSentences(n int) (all []string) {
	for s := range strings.SplitSeq(manySentences(n), "[1] ") {
		if s != "" {
			all = append(all, s+"[1]")
		}
	}
	return all
}

func TestAnswerShapes(t *testing.T) {
	evidence := evidenceOf(kerry(), convoy())
	for _, tt := range shapes {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, readIn(evidence, tt.text)); diff != "" {
				t.Fatalf("%q at once (-want +got):\n%s", tt.text, diff)
			}
			step := 1 + len(tt.text)/40 // every byte is a piece of its own below
			for i := 0; i <= len(tt.text); i += step {
				if diff := cmp.Diff(tt.want, readIn(evidence, tt.text[:i], tt.text[i:])); diff != "" {
					t.Fatalf("%q | %q (-want +got):\n%s", tt.text[:i], tt.text[i:], diff)
				}
			}
			var pieces []string
			for i := range len(tt.text) {
				pieces = append(pieces, tt.text[i:i+1])
			}
			if diff := cmp.Diff(tt.want, readIn(evidence, pieces...)); diff != "" {
				t.Fatalf("%q byte by byte (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// An answer that breaks off shows a beginning of what the whole shows.
func TestAnswerBrokenOffAnywhere(t *testing.T) {
	evidence := evidenceOf(kerry(), convoy())
	for _, tt := range shapes {
		if len(tt.text) > 150 {
			continue
		}
		whole := strings.Join(tt.want, " ")
		for i := 0; i <= len(tt.text) && !t.Failed(); i++ {
			a := newAnswer(evidence, mostDrafts)
			for _, d := range append(a.Add(tt.text[:i]), a.Rest(true)...) {
				if !strings.Contains(folds(whole), folds(d.Text)) {
					t.Errorf("%s: %q drafts %q", tt.name, tt.text[:i], d.Text)
				}
			}
		}
	}
}

func folds(s string) string { return strings.Join(folded(s), " ") }

// FuzzAnswer: wherever a stream is cut, the same is drafted; and nothing is drafted that the model did not write.
func FuzzAnswer(f *testing.F) {
	for _, tt := range shapes {
		if len(tt.text) < 400 {
			f.Add(tt.text, uint8(3))
		}
	}
	f.Add("|a|\n|-", uint8(0))
	f.Add("[a](u)*b* **", uint8(0))
	f.Add("{\"a\":[{'b", uint8(2))
	f.Add("\"``` [1](\xff", uint8(1))
	evidence := evidenceOf(kerry())
	f.Fuzz(func(t *testing.T, text string, step uint8) {
		atOnce := readIn(evidence, text)
		var pieces []string
		for rest := text; rest != ""; {
			n := min(int(step)+1, len(rest))
			pieces = append(pieces, rest[:n])
			rest = rest[n:]
		}
		if diff := cmp.Diff(atOnce, readIn(evidence, pieces...)); diff != "" {
			t.Errorf("in pieces of %d (-at once +in pieces):\n%s", int(step)+1, diff)
		}
		if strings.Contains(text, `\`) || !utf8.ValidString(text) {
			return // what an escape stands for is not in the text, and bytes torn apart may make a letter
		}
		a := newAnswer(evidence, mostDrafts)
		for _, d := range append(a.Add(text), a.Rest(false)...) {
			if !isWithin(letters(d.Text), letters(html.UnescapeString(text))) && !isWithin(letters(d.Text), letters(text)) {
				t.Errorf("%q is not in %q", d.Text, text)
			}
		}
	})
}

func letters(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s))
}

// isWithin reports whether the letters of part stand in whole in their order.
func isWithin(part, whole []rune) bool {
	at := 0
	for _, r := range part {
		for at < len(whole) && whole[at] != r {
			at++
		}
		if at == len(whole) {
			return false
		}
		at++
	}
	return true
}
