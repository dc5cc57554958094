package segment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
)

// article joins blocks as ingest does. A text that begins with "kind:" is of that kind; the rest is body.
func article(texts ...string) retrieval.Article {
	a := retrieval.Article{ID: "test"}
	for _, text := range texts {
		kind := retrieval.Body
		for _, k := range []retrieval.Kind{retrieval.Caption, retrieval.Correction, retrieval.RelatedHeadline} {
			if rest, found := strings.CutPrefix(text, string(k)+":"); found {
				kind, text = k, rest
			}
		}
		if a.Text != "" {
			a.Text += "\n\n"
		}
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: len(a.Text), End: len(a.Text) + len(text)}, Kind: kind})
		a.Text += text
	}
	return a
}

// sentenceOf has n words and a marker that tells it from others.
func sentenceOf(n, marker int) string {
	return fmt.Sprintf("Boat%d ", marker) + strings.Repeat("word ", n-2) + "end."
}

// paragraphOf has the given sentences.
func paragraphOf(lengths ...int) string {
	var s []string
	for i, n := range lengths {
		s = append(s, sentenceOf(n, i))
	}
	return strings.Join(s, " ")
}

// What is cut otherwise than in the index of a reader has to be indexed anew. Where this fails for a change that is meant, raise
// Version and write down what it is now; for a new case among those of TestSentences alone, write that down.
func TestVersion(t *testing.T) {
	const version, cut = 1, "c3e93e23388a"
	h := sha256.New()
	for _, tt := range sentenceCases {
		for _, p := range Passages(article(tt.text, paragraphOf(30, 60, 90, 170), "caption:"+tt.text)) {
			fmt.Fprintln(h, p.ID, p.Span, p.Sentences)
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)[:6]); Version != version || got != cut {
		t.Errorf("version %d cuts %s; %d cut %s", Version, got, version, cut)
	}
}

func TestPassagesPack(t *testing.T) {
	unpunctuated := strings.TrimSpace(strings.Repeat("word ", 1000))
	for _, c := range []struct {
		name   string
		blocks []string
		want   []string // "kind words@paragraph"
	}{
		{"nothing", nil, nil},
		{"short article", []string{paragraphOf(10), paragraphOf(12, 8)}, []string{"body 30@1"}},
		{"breaks at paragraphs", []string{paragraphOf(30, 20), paragraphOf(40), paragraphOf(35), paragraphOf(50, 20)}, []string{"body 90@1", "body 105@3"}},
		{"remainder joins the last", []string{paragraphOf(50, 50), paragraphOf(30)}, []string{"body 130@1"}},
		{"remainder too long to join", []string{paragraphOf(50, 50), paragraphOf(70)}, []string{"body 100@1", "body 70@2"}},
		{"long paragraph", []string{paragraphOf(50, 50, 50, 50, 50)}, []string{"body 150@1", "body 100@1"}},
		{"long sentence alone", []string{paragraphOf(90), paragraphOf(200), paragraphOf(85)}, []string{"body 90@1", "body 200@2", "body 85@3"}},
		{"caption, correction and headline apart",
			[]string{"caption:A boat.", paragraphOf(20), paragraphOf(30), "correction:It was a ferry.", "related headline:Port shut", "related headline:Port open"},
			[]string{"caption 2@1", "body 50@2", "correction 4@4", "related headline 2@5", "related headline 2@6"}},
		{"body on both sides of a caption", []string{paragraphOf(20), "caption:A boat.", paragraphOf(30)}, []string{"body 20@1", "caption 2@2", "body 30@3"}},
		{"text without punctuation", []string{unpunctuated}, []string{"body 160@1", "body 160@1", "body 160@1", "body 160@1", "body 160@1", "body 160@1", "body 40@1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := article(c.blocks...)
			passages := Passages(a)
			var got []string
			for _, p := range passages {
				got = append(got, fmt.Sprintf("%s %d@%d", p.Kind, words(p.Text), p.Paragraph))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
			covers(t, a, passages)
		})
	}
}

func TestPassagesAreBounded(t *testing.T) {
	for name, text := range map[string]string{
		"one endless word":       strings.Repeat("x", 50_000),
		"chinese without stops":  strings.Repeat("船", 5_000),
		"table":                  strings.Repeat("Port 12 14 99\n", 2_000),
		"quotation never closed": "“" + strings.Repeat("We wait, ", 3_000),
	} {
		for _, p := range Passages(article(text)) {
			if n := words(p.Text); n > maxWords || len(p.Text) > maxWords*longestWord {
				t.Errorf("%s: a passage of %d words and %d bytes", name, n, len(p.Text))
			}
		}
	}
}

func TestPassageIDs(t *testing.T) {
	a := article("related headline:Port shut", "related headline:Port shut", "related headline:Port open")
	p := Passages(a)
	if p[0].ID == p[1].ID {
		t.Errorf("two passages of the same text share the ID %s", p[0].ID)
	}
	if again := Passages(a); again[1].ID != p[1].ID {
		t.Errorf("the ID changed from %s to %s between two runs", p[1].ID, again[1].ID)
	}
	before := article("correction:It was a ferry.", "related headline:Port open")
	if got := Passages(before)[1].ID; got != p[2].ID {
		t.Errorf("the ID of an unchanged passage changed from %s to %s when another part of the article did", p[2].ID, got)
	}
	a.ID = "other"
	if got := Passages(a)[2].ID; got == p[2].ID {
		t.Errorf("two articles share the passage ID %s", got)
	}
}

// covers fails unless passages are exact, whole, unique and leave out nothing but white space.
func covers(t *testing.T, a retrieval.Article, passages []retrieval.Passage) {
	t.Helper()
	var spans []retrieval.Span
	ids := map[string]bool{}
	for _, p := range passages {
		if p.Text != p.Span.In(a.Text) {
			t.Fatalf("passage %s has the text %q, its span %q", p.ID, p.Text, p.Span.In(a.Text))
		}
		b := a.Blocks[p.Paragraph-1]
		if p.Span.Start < b.Start || p.Span.Start >= b.End || p.Kind != b.Kind {
			t.Fatalf("passage %s of kind %s does not begin in paragraph %d of kind %s", p.ID, p.Kind, p.Paragraph, b.Kind)
		}
		if ids[p.ID] || len(p.ID) != retrieval.PassageIDLen {
			t.Fatalf("passage ID %q is not unique or not %d characters long", p.ID, retrieval.PassageIDLen)
		}
		ids[p.ID] = true
		rejoins(t, p.Text, p.Sentences)
		spans = append(spans, p.Span)
	}
	rejoins(t, a.Text, spans)
}

// The inputs are small and repeated, so that the fuzzer can shorten them and the passages still fill up.
func FuzzPassages(f *testing.F) {
	f.Add("caption:A boat.\x00The ferry sank. Nobody was hurt.\x00“We tried,” she said.", uint8(1))
	f.Add("It sank at noon off the northern coast. Why?\x00The port is closed", uint8(30))
	f.Add("wait ", uint8(63))
	f.Add("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\xff.\x00 ", uint8(50))
	f.Fuzz(func(t *testing.T, joined string, repeat uint8) {
		var texts []string
		for text := range strings.SplitSeq(joined, "\x00") {
			texts = append(texts, strings.Repeat(text, int(repeat%64)))
		}
		a := article(append(texts, texts...)...)
		covers(t, a, Passages(a))
	})
}
