package compose

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
)

// arranger reads summaries of two articles.
type arranger struct {
	evidence []retrieval.Evidence
	heads    *heads
}

func newArranger(ctx context.Context) arranger {
	evidence := evidenceOf(kerry(), convoy())
	return arranger{evidence, newHeads(digest.Read(ctx, "Aleppo", evidence).Headings(), evidence)}
}

// drafts reads a summary that comes in pieces.
func (r arranger) drafts(length string, pieces ...string) (all []bot.Draft) {
	a := newAnswer(r.evidence, mostOf[length])
	a.outline = outline{length: length, heads: r.heads}
	for _, p := range pieces {
		all = append(all, a.Add(p)...)
	}
	return append(all, a.Rest(false)...)
}

// shown is each draft under its heading or part.
func (r arranger) shown(length string, pieces ...string) (all []string) {
	for _, d := range r.drafts(length, pieces...) {
		all = append(all, strings.TrimSpace(fmt.Sprint(d.Heading+d.Part, ": ", d.Text, " ", d.Markers)))
	}
	return all
}

const kerryHead, convoyHead = "Kerry warns Russia over Aleppo", "Aid convoy is hit near Aleppo"

// arrangements are summaries as models write them, with what is drafted of them.
var arrangements = []struct {
	name, length, text string
	want               []string
}{
	{"sections", bot.Detailed, "## Kerry warns Russia over Aleppo\n" + called + " " + warned + "\n\n## Aid convoy is hit\nTrucks were hit. [2]\n", []string{
		kerryHead + ": " + called, kerryHead + ": " + warned, "Aid convoy is hit: Trucks were hit. [2]",
	}},
	{"in bold", bot.Detailed, "**The bombing of Aleppo**\n\n" + called + "\n\n**AID CONVOY**\n" + warned, []string{
		"The bombing of Aleppo: " + called, "AID CONVOY: " + warned,
	}},
	{"invented headings", bot.Detailed, "## A new hope for peace\n" + called + " " + warned + "\n## Tragedy on the road\nTrucks were hit. [2]", []string{
		kerryHead + ": " + called, kerryHead + ": " + warned, convoyHead + ": Trucks were hit. [2]",
	}},
	{"labelled", bot.Detailed, "### 1. Section 1: cooperation with Russia\n" + called, []string{"cooperation with Russia: " + called}},
	{"with a colon", bot.Detailed, "Cooperation with Russia:\n" + called, []string{"Cooperation with Russia: " + called}},
	{"no headings", bot.Detailed, called + " " + warned, []string{kerryHead + ": " + called, convoyHead + ": " + warned}},
	{"no markers", bot.Detailed, "## Trouble\nKerry called Lavrov.\n", []string{kerryHead + ": Kerry called Lavrov. []"}},
	{"a title over all", bot.Detailed, "# Summary\n\n## Aid convoy\nTrucks were hit. [2]", []string{"Aid convoy: Trucks were hit. [2]"}},
	{"key points behind sections", bot.Detailed, "## Aid convoy\nTrucks were hit. [2]\n\nKey points:\n- " + called, []string{"Aid convoy: Trucks were hit. [2]", "key point: " + called}},
	{"lists in sections", bot.Detailed, "## Aid convoy\n- Trucks were hit. [2]\n- " + warned, []string{"Aid convoy: Trucks were hit. [2]", "Aid convoy: " + warned}},
	{"a refusal", bot.Detailed, "The coverage does not answer this.", nil},
	{"a refusal under a heading", bot.Detailed, "## Aid convoy\nThe passages do not mention this.", nil},

	{"a paragraph and points", bot.Standard, called + " " + warned + "\n\nKey points:\n- Trucks were hit. [2]\n- The end came. [1]", []string{
		": " + called, ": " + warned, "key point: Trucks were hit. [2]", "key point: The end came. [1]",
	}},
	{"points headed in Markdown", bot.Standard, "## Summary\n" + called + "\n\n### Key facts\n* Trucks were hit. [2]\n", []string{": " + called, "key point: Trucks were hit. [2]"}},
	{"points in bold", bot.Standard, called + "\n\n**Key Points:**\n1. Trucks were hit. [2]\n2. The end came. [1]", []string{
		": " + called, "key point: Trucks were hit. [2]", "key point: The end came. [1]",
	}},
	{"points that nothing heads", bot.Standard, called + "\n- Trucks were hit. [2]", []string{": " + called, "key point: Trucks were hit. [2]"}},
	{"no points", bot.Standard, called + " " + warned, []string{": " + called, ": " + warned}},
	{"brief", bot.Brief, "## Kerry\n" + called + "\n- " + warned, []string{": " + called, ": " + warned}},
}

func TestOutline(t *testing.T) {
	r := newArranger(t.Context())
	for _, tt := range arrangements {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, r.shown(tt.length, tt.text)); diff != "" {
				t.Fatalf("at once (-want +got):\n%s", diff)
			}
			for i := 0; i < len(tt.text); i += 3 {
				if diff := cmp.Diff(tt.want, r.shown(tt.length, tt.text[:i], tt.text[i:])); diff != "" {
					t.Fatalf("%q | %q (-want +got):\n%s", tt.text[:i], tt.text[i:], diff)
				}
			}
			if diff := cmp.Diff(tt.want, r.shown(tt.length, strings.Split(tt.text, "")...)); diff != "" {
				t.Errorf("by characters (-want +got):\n%s", diff)
			}
		})
	}
}

// What is drafted depends on the text alone, and every section stands under words of the coverage.
func FuzzOutline(f *testing.F) {
	r := newArranger(context.Background())
	for _, a := range arrangements {
		f.Add(a.text, uint8(7), a.length == bot.Detailed)
	}
	f.Add("##\n# \n- ##a. [1]\n\nKey points\n[2]\n1.\n## Aleppo [1]\nb c. [9]", uint8(2), true)
	f.Fuzz(func(t *testing.T, text string, size uint8, detailed bool) {
		length := bot.Standard
		if detailed {
			length = bot.Detailed
		}
		var pieces []string
		for rest := text; rest != ""; {
			n := min(len(rest), int(size)+1)
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		for _, d := range r.drafts(length, text) {
			if d.Part != "" && d.Heading != "" || length == bot.Standard && d.Heading != "" {
				t.Errorf("%+v", d.Detail)
			}
			if words := " " + strings.Join(folded(d.Heading), " ") + " "; length == bot.Detailed && d.Part == "" && (d.Heading == "" || !strings.Contains(r.heads.words(), words)) {
				t.Errorf("%q is not in the coverage", d.Heading)
			}
		}
		if diff := cmp.Diff(r.shown(length, text), r.shown(length, pieces...)); diff != "" {
			t.Errorf("at once and in pieces of %d (-want +got):\n%s", size+1, diff)
		}
	})
}
