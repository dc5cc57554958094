package embed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/embed/internal/table"
	"dateline/retrieval/goldentest"
)

var _ retrieval.Embedder = (*Static)(nil)

func TestTable(t *testing.T) {
	s := NewStatic()
	if got := len(raw); got > 14_000_000 {
		t.Errorf("the table has %d bytes, want at most 14 million", got)
	}
	if got := s.table.Len(); got < 120_000 {
		t.Errorf("the table has %d words, want at least 120,000", got)
	}
	for _, w := range []string{"the", "said", "aleppo", "lavrov", "kerry", "ceasefire", "unicef", "al-assad", "g20"} {
		if _, ok := s.Word(w); !ok {
			t.Errorf("the table lacks %q", w)
		}
	}
}

// TestIdentity holds the identity to the table's bytes and to what the way from text to vector makes of some texts. Where it
// fails after a change that was meant, count the identity up and run with -update: indexes are then made again.
func TestIdentity(t *testing.T) {
	s := NewStatic()
	var got bytes.Buffer
	fmt.Fprintf(&got, "%s\ntable %x\n", s.Identity(), sha256.Sum256([]byte(raw)))
	for _, text := range []string{
		"Kerry warned Lavrov that the U.S. would suspend talks over Aleppo.",
		"At least 1,000 people left; the WHO’s count on the 20th was 1000.",
		"Zelenskyy met Erdoğan in Łódź",
		"¿¿¿",
	} {
		fmt.Fprintf(&got, "%.3f\n", s.Vector(text)[:12])
	}
	goldentest.Compare(t, "identity.golden", got.String())
}

func TestNearer(t *testing.T) {
	s := NewStatic()
	for _, c := range []struct{ text, near, far string }{
		{"ceasefire", "truce", "banana"},
		{"doctor", "physician", "hammer"},
		{"killed", "died", "elected"},
		{"Aleppo", "Damascus", "Chicago"},
		{"US", "America", "Brazil"},
		{"WHO", "health", "whom"},
		{"airstrike", "bombing", "wedding"},
		{"The president resigned.", "The head of state stepped down.", "The team won the final."},
		{"Bombs hit a clinic in the north", "A hospital was struck by warplanes", "Shares fell on weak sales"},
		{"How many people drowned?", "At least 40 migrants died when their boat sank.", "The parliament passed the budget."},
		{"Zelensky", "Zelenskyy", "Netanyahoo"},
		{"OpenAI's chief", "OpenAI", "DeepMind"},
	} {
		near, far := cosine(s.Vector(c.text), s.Vector(c.near)), cosine(s.Vector(c.text), s.Vector(c.far))
		if near < far+0.1 {
			t.Errorf("%q is %.2f from %q and %.2f from %q", c.text, near, c.near, far, c.far)
		}
	}
}

func TestWordsWrittenDifferently(t *testing.T) {
	s := NewStatic()
	for _, c := range []struct {
		a, b  string
		known bool
	}{
		{"U.S.", "US", true}, {"U.N.", "UN", true}, {"u.s.", "United States", true}, {"E.U.", "EU", true},
		{"WHO", "World Health Organization", true}, {"IS", "Islamic State", true}, {"W.H.O.", "WHO", true},
		{"ceasefire", "cease-fire", true}, {"ceasefire", "cease‑fire", true},
		{"Aleppo's", "Aleppo", true}, {"Aleppo’s", "ALEPPO", true}, {"Russians'", "russians", true}, {"the US's", "the U.S.'s", true},
		{"Erdoğan", "Erdogan", true}, {"Erdog\u0306an", "Erdogan", true}, {"Łódź", "Lodz", true},
		{"O'Neill", "Neill", true}, {"don't", "not", true}, {"they'll", "they", true},
		{"weaponised", "weaponized", true}, {"US-led", "US led", true}, {"wordX.Next", "wordX Next", true},
		{"1,000", "1000", false}, {"2.50", "2.5", false}, {"20th", "20", false}, {"007", "7", false}, {"1930s", "1930", false},
		{"Zelenskyy's", "ZELENSKYY", false},
	} {
		a, ok := s.Word(c.a)
		b, _ := s.Word(c.b)
		if ok != c.known {
			t.Errorf("Word(%q) is known: %v, want %v", c.a, ok, c.known)
		}
		if got := cosine(a, b); got < 0.999 {
			t.Errorf("%q and %q have cosine %.3f, want the same vector", c.a, c.b, got)
		}
	}
	for _, c := range [][2]string{{"US", "us"}, {"WHO", "who"}, {"1000", "1001"}, {"IS", "is"}} {
		if got := cosine(s.Vector("in "+c[0]), s.Vector("in "+c[1])); got > 0.7 {
			t.Errorf("%q and %q have cosine %.3f, want different vectors", c[0], c[1], got)
		}
	}
	loud := cosine(s.Vector("WHO TOLD US THE NEWS"), s.Vector("who told us the news"))
	if loud < 0.999 {
		t.Errorf("a text in capitals has cosine %.3f with itself in small letters", loud)
	}
}

func TestUnknownWords(t *testing.T) {
	s := NewStatic()
	for _, w := range []string{"Qwyjibo", "北京市", "Алеппо", "xk7q9", "600", "½"} {
		v, ok := s.Word(w)
		if ok {
			t.Errorf("Word(%q) is known", w)
		}
		if got := cosine(v, s.Vector("")); math.Abs(got) > 0.9 {
			t.Errorf("%q has the vector of nothing", w)
		}
		in := "The minister spoke of " + w + " in the capital."
		if with, without := cosine(s.Vector(w), s.Vector(in)), cosine(s.Vector(w), s.Vector("The minister spoke of it in the capital.")); with < without+0.1 {
			t.Errorf("%q finds a text that has it with %.2f, one that has not with %.2f", w, with, without)
		}
	}
}

func TestTextsWithoutWords(t *testing.T) {
	s := NewStatic()
	want := s.Vector("")
	for _, text := range []string{" ", "¿¿¿", "🙂🚀", "…—.,'-", "\x00\xff\xfe", "a"} {
		if got := s.Vector(text); !slices.Equal(got, want) {
			t.Errorf("%q has another vector than the empty text", text)
		}
		if _, ok := s.Word(text); ok {
			t.Errorf("Word(%q) is known", text)
		}
		if w := s.Weight(text); w != 0 {
			t.Errorf("Weight(%q) = %v, want 0", text, w)
		}
	}
}

func TestWeight(t *testing.T) {
	s := NewStatic()
	order := []string{"the", "said", "government", "ceasefire", "Aleppo", "Qwyjibo"}
	for i, w := range order[1:] {
		if a, b := s.Weight(order[i]), s.Weight(w); a >= b {
			t.Errorf("Weight(%q) = %.3f, Weight(%q) = %.3f, want it to rise", order[i], a, w, b)
		}
	}
	if the, unknown := s.Weight("The"), s.Weight("Qwyjibo"); the > 0.01 || unknown != 1 {
		t.Errorf("weights from %.3f to %.3f, want from near 0 to 1", the, unknown)
	}
	if got, want := s.Weight("US-led"), s.Weight("led"); got < want {
		t.Errorf("Weight(US-led) = %.3f, want at least that of its rarest part, %.3f", got, want)
	}
}

func TestEmbed(t *testing.T) {
	s := NewStatic()
	texts := []string{"Kerry warned Lavrov.", "", "Kerry warned Lavrov."}
	got, err := s.Embed(t.Context(), texts)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d vectors, error %v", len(got), err)
	}
	if !slices.Equal(got[0], got[2]) || slices.Equal(got[0], got[1]) {
		t.Error("equal texts must have equal vectors, and others not")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Embed(ctx, texts); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

func TestConcurrent(t *testing.T) {
	texts := []string{"Kerry warned Lavrov.", "Zelenskyy", "1,000 people", "U.S.-led talks", ""}
	want, err := NewStatic().Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s := NewStatic()
			for range 50 {
				for i, text := range texts {
					if !slices.Equal(s.Vector(text), want[i]) {
						t.Errorf("%q has another vector beside other goroutines", text)
					}
				}
				s.Word("Aleppo's")
				s.Weight("Aleppo's")
			}
		})
	}
	all.Wait()
}

// FuzzVector checks that every text has a vector of unit length, the same each time, as chromem-go measures it: within
// 1e-6 it keeps the slice that it is given.
func FuzzVector(f *testing.F) {
	for _, s := range []string{"", "¿¿¿", "U.S.-led 1,000.50", "Aleppo’s\x00\xff", "e\u0301\u0301-'.,-x", "İIı", "don't", strings.Repeat("x", 300)} {
		f.Add(s)
	}
	s := NewStatic()
	f.Fuzz(func(t *testing.T, text string) {
		v := s.Vector(text)
		if len(v) != Dims {
			t.Fatalf("%d components", len(v))
		}
		square := 0.0
		for _, x := range v {
			square += float64(x) * float64(x)
		}
		if !(math.Abs(math.Sqrt(square)-1) < 1e-6) {
			t.Errorf("length %v", math.Sqrt(square))
		}
		if !slices.Equal(v, s.Vector(text)) {
			t.Error("another vector the second time")
		}
		if w := s.Weight(text); !(w >= 0 && w <= 1) {
			t.Errorf("weight %v", w)
		}
		rest := text
		for token := range tokens(text) {
			at := strings.Index(rest, token)
			if token == "" || at < 0 {
				t.Fatalf("token %q is not in what is left of %q", token, text)
			}
			rest = rest[at+len(token):]
			if utf8.ValidString(text) && !utf8.ValidString(token) {
				t.Errorf("token %q cuts a rune", token)
			}
		}
	})
}

const passage = `Kerry told Lavrov by telephone on Wednesday that the United States was preparing to suspend talks on Syria unless
Russia took immediate steps to end the assault on Aleppo, his spokesman said. At least 600 people had been wounded in the
city since the ceasefire collapsed a week earlier, according to the World Health Organization, and two hospitals were hit by
air strikes before dawn. Mr. Zelenskyy's office did not answer questions. Officials in Moscow called the warning "emotional"
and said that the army would go on helping the Syrian government against what it called terrorists, while the U.N. envoy
asked both sides for a pause of 48 hours so that aid could be brought to some 250,000 people in the east of the city.`

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := table.Open(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func TestStaticEmbedsEnglish(t *testing.T) {
	for tag, want := range map[string]bool{"en": true, "en-GB": true, "EN_us": true, "": true, "de": false, "enm": false, "zh-Hans": false} {
		if got := NewStatic().Embeds(tag); got != want {
			t.Errorf("Embeds(%q) = %v, want %v", tag, got, want)
		}
	}
}

func BenchmarkVector(b *testing.B) {
	s := NewStatic()
	b.ReportAllocs()
	for b.Loop() {
		s.Vector(passage)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkWord(b *testing.B) {
	s := NewStatic()
	for b.Loop() {
		s.Word("Aleppo's")
	}
}

func cosine(a, b []float32) float64 {
	dot := 0.0
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
	}
	return dot
}
