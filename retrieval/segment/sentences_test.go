package segment

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"dateline/retrieval"
)

// Each case is a text with a bar where a sentence should end; the bar is taken out before the text is cut.
var sentenceCases = []struct{ name, text string }{
	{"one", "The ferry sank."},
	{"two", "The ferry sank.| Nobody was hurt."},
	{"no final stop", "Ferry sinks off the coast"},
	{"question and exclamation", "Why did it sink?| Nobody knows!| Divers will look."},
	{"many marks", "It sank?!| Yes."},
	{"two spaces", "The ferry sank.|  Nobody was hurt."},

	// Titles, names and initials.
	{"title", "Mr. Ortega spoke.| Mrs. Lind did not."},
	{"titles in capitals", "MRS. LIND MET GEN. HALL.| THEY TALKED."},
	{"title apart from its stop", "Mrs . Lind met Gen . Hall .| They talked ."},
	{"doctor", "Dr. Lind and Prof. Okoye agreed."},
	{"military", "Lt. Gen. Stephen Hall met Col. Ruiz and Adm. Petrov.| They talked."},
	{"politicians", "Sen. Hall, Rep. Ruiz and Gov. Lind voted no."},
	{"saint", "The road to St. Petersburg was closed."},
	{"street ends", "He lives on Main St.| The police came."},
	{"middle initial", "John F. Kerry arrived."},
	{"two initials", "J.K. Rowling wrote to J. R. R. Tolkien."},
	{"initial ends", "They went with plan B.| The others stayed."},
	{"junior", "Martin Luther King Jr. spoke.| He was heard."},
	{"junior day", "Martin Luther King Jr. Day is a holiday."},
	{"junior ends", "It was built by Harold Lind Jr.| The son sold it."},
	{"degree", "Ana Ruiz, Ph.D., found it.| She has a Ph.D.| Her work won."},

	// Places and states.
	{"us inside", "In recent days, U.S. officials say, it grew."},
	{"us before a name", "The U.S. Senate met."},
	{"us under secretary", "The U.S. Under Secretary for ports left."},
	{"us ends", "He flew to the U.S.| The next day he came back."},
	{"us ends paragraph", "He flew to the U.S."},
	{"us possessive", "The U.S.'s offer stood.| It was late."},
	{"us compound", "Talks on U.S.-Russia trade ended."},
	{"un", "The U.N. Security Council voted.| It was close."},
	{"un ends", "She works for the U.N.| In May she will leave."},
	{"washington", "She is from Washington, D.C.| But she lives in Taos, N.M.| It is far."},
	{"state", "He was born in Fresno, Calif., in 1960."},
	{"state before name", "The Fresno, Calif. Police Department called."},

	// Firms and other abbreviations.
	{"company", "Acme Inc. Chief Executive Ana Ruiz resigned."},
	{"company ends", "She sold Acme Inc.| The price was low."},
	{"corp comma", "Acme Corp., a maker of nets, closed."},
	{"versus", "The case was Hall vs. Ruiz.| The judge agreed."},
	{"roe", "In Hall v. Ruiz the court was split."},
	{"for example", "Some metals, e.g. Lithium, rose."},
	{"that is", "The rest, i.e. the north, froze."},
	{"et cetera", "They took nets, ropes, etc. and left."},
	{"et cetera ends", "They took nets, ropes, etc.| Then they left."},
	{"number", "He lives at No. 10 and finished as No. 2."},
	{"no as a word", "The answer was No.| Then he left."},
	{"article", "Under Art. 5 an attack counts."},

	// Dates, times, figures.
	{"month", "It began on Sept. 12 and ended on Jan. 3."},
	{"month ends", "It will end in Sept.| Kerry will be there."},
	{"day and month", "It began on Sat. Sept. 3 at sea."},
	{"full month ends", "It ended in March.| 300 people stayed."},
	{"clock", "They met at 5 p.m. Wednesday and at 9 a.m. Eastern time."},
	{"clock ends", "They met at 5 p.m.| Kerry left early."},
	{"clock before lower case", "They met at 5 p.m. on Sunday."},
	{"decimal", "It grew by 3.5 percent.| Prices rose 2.1 percent."},
	{"money", "It cost $4.50.| Then $5."},
	{"digit starts", "The camp is full.| 250,000 people live there."},
	{"address", "See example.org for more.| It is free."},
	{"list number", "1. Close the port.| 2. Count the boats."},
	{"year ends", "It was in 2015.| Nobody noticed."},

	// Ellipses.
	{"elision", "He had “made clear ... the sense of urgency” that was expected."},
	{"elision before a name", "He had made clear ... Russia must stop."},
	{"spaced elision", "He had made clear . . . the sense of it."},
	{"trailing", "They waited...| Nothing came."},
	{"one character", "They waited…| Nothing came."},
	{"four dots", "They waited for the boats ....| Nothing came."},

	// Quotations.
	{"quotation inside", "“Imagine a slaughterhouse. This is worse.”| The hall was silent."},
	{"quotation and tag", "“Imagine a slaughterhouse. This is worse,” Ban said.| He sat down."},
	{"straight marks", `"Imagine a slaughterhouse. This is worse," Ban said.| He sat down.`},
	{"tag before", "Ban said: “Imagine a slaughterhouse. This is worse.”| He sat down."},
	{"stop inside the mark", "Russia will “send its troops home in body bags.”| He left."},
	{"stop inside the straight mark", `Russia will "send its troops home."| He left.`},
	{"question and lower tag", "“Is it over?” he asked.| Nobody answered."},
	{"question and named tag", "“Is it over?” Kerry asked reporters.| Nobody answered."},
	{"question alone", "“Is it over?”| The hall was silent."},
	{"second half", "“We tried,” Kerry said. “We failed.”| He left."},
	{"second half with its own tag", "“We tried,” Kerry said.| “We failed,” Lavrov said."},
	{"second half straight", `"We tried," Kerry said. "We failed."`},
	{"nested", "“He told me ‘Go away. Do not return.’ I went,” she said.| It was dark."},
	{"single marks", "‘We tried. We failed,’ she said.| It was dark."},
	{"apostrophes", "The ports’ owners left.| Russia’s didn’t.| ’Twas late."},
	{"decade", "In the ‘90s it boomed.| It closed in 2004."},
	{"forgotten mark", "“We tried, he said.| We failed.| The port closed."},
	{"forgotten mark ends with the paragraph", "“We tried. |We failed.\n\n|“It is over. We go,” he said.| He left."},
	{"guillemets", "« C’est fini. Partez. »| Il est sorti."},
	{"guillemets end", "« C’est fini. »| Il est sorti."},
	{"german marks", "„Es ist aus. Geht heim“, sagte sie.| Sie ging."},
	{"brackets", "The port (closed since May. Nobody knows why.) is empty.| Boats rot."},
	{"bracketed sentence", "It closed.| (Nobody knows why.)| Boats rot."},
	{"note number", "It closed.[2]| Boats rot."},
	{"quotation mark opens", "He was blunt.| “We failed.”"},
	{"initials inside", "“The U.S. will not wait. It will act,” Kerry said."},
	{"brand", "“Yahoo! Inc. is for sale,” she said."},

	// Paragraphs and lines.
	{"blank line", "A headline without a stop|\n\nThe ferry sank."},
	{"single newline", "The ferry sank\nat noon.| Nobody\nwas hurt."},
	{"blank line with spaces", "One|\n \t\n\n Two"},
	{"windows lines", "One|\r\n\r\nTwo"},

	// Other scripts.
	{"chinese", "船沉了。|没有人受伤。|为什么？|不知道！"},
	{"chinese quotation", "她说：「船沉了。没有人受伤。」|他走了。"},
	{"japanese", "船が沈んだ。|負傷者はいない。"},
	{"arabic", "هل غرقت السفينة؟| نعم غرقت."},
	{"urdu", "کشتی ڈوب گئی۔| کوئی زخمی نہیں۔"},
	{"hindi", "नाव डूब गई।| कोई घायल नहीं।"},
	{"russian", "Паром затонул.| Никто не пострадал."},
	{"german day", "Sie sperrt ab dem 5. August die Brücke.| Am 12. Juni begann es."},
	{"english figure before a month", "He was 5.| August was hot."},
	{"german year", "Das war 2023.| Juni und Juli waren heiß."},
	{"accents", "Le ferry a coulé.| Écrivez-nous."},
}

func TestSentences(t *testing.T) {
	for _, c := range sentenceCases {
		t.Run(c.name, func(t *testing.T) {
			var want []string
			for part := range strings.SplitSeq(c.text, "|") {
				want = append(want, strings.TrimSpace(part))
			}
			text := strings.ReplaceAll(c.text, "|", "")
			if diff := cmp.Diff(want, texts(text, Sentences(text))); diff != "" {
				t.Errorf("sentences of %q (-want +got):\n%s", text, diff)
			}
		})
	}
}

func TestSentencesLongQuotationIsCut(t *testing.T) {
	line := "We will not leave this port while a single boat is still at sea. "
	text := "“" + strings.Repeat(line, 8) + "That is all,” the mayor said. She left."
	got := texts(text, Sentences(text))
	if len(got) != 10 || got[8] != "That is all,” the mayor said." {
		t.Errorf("a quotation of more than %d words should be cut and keep its speaker with its last sentence; got %d: %q", maxAside, len(got), got)
	}
}

func TestSentencesOfNothing(t *testing.T) {
	for _, text := range []string{"", " ", "\n\n \t", "\u00a0"} {
		if got := Sentences(text); len(got) != 0 {
			t.Errorf("Sentences(%q) = %v, want none", text, got)
		}
	}
}

func texts(text string, spans []retrieval.Span) []string {
	var all []string
	for _, s := range spans {
		all = append(all, s.In(text))
	}
	return all
}

// rejoins fails unless spans are in order, trimmed, not empty and leave out nothing but white space.
func rejoins(t *testing.T, text string, spans []retrieval.Span) {
	t.Helper()
	at := 0
	for i, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %d %v overlaps, is empty or leaves the %d bytes of %q", i, s, len(text), text)
		}
		if gap := text[at:s.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
			t.Fatalf("%q was lost before span %d of %q", gap, i, text)
		}
		if strings.TrimFunc(s.In(text), unicode.IsSpace) != s.In(text) {
			t.Fatalf("span %d %q of %q is not trimmed", i, s.In(text), text)
		}
		at = s.End
	}
	if strings.TrimFunc(text[at:], unicode.IsSpace) != "" {
		t.Fatalf("%q was lost after the last span of %q", text[at:], text)
	}
}

func FuzzSentences(f *testing.F) {
	for _, c := range sentenceCases {
		f.Add(strings.ReplaceAll(c.text, "|", ""))
	}
	f.Add("\xff“\xe2\x80. A ")
	f.Fuzz(func(t *testing.T, text string) { rejoins(t, text, Sentences(text)) })
}

func BenchmarkSentences(b *testing.B) {
	var text strings.Builder
	for _, c := range sentenceCases {
		text.WriteString(strings.ReplaceAll(c.text, "|", "") + "\n\n")
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		Sentences(text.String())
	}
}
