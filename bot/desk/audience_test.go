package desk_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot"
	"dateline/bot/compose"
	"dateline/bot/desk"
	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/archive"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/local"
	"dateline/retrieval/search"
	"dateline/seeds"
)

// What the guild elms has added: an article whose every field is its own, a copy of a story of everyone, a notice that
// corrects another one of everyone, and an article newer than all others.
var elms = fstest.MapFS{
	"vault.md": {Data: []byte(`---
headline: Vaultkeeper Brimlowe named for the Quernstone tunnel
outlet: Elmsedge Gazette
byline: Ottoline Vexmere
section: quernstones
published: 2016-10-05
url: https://elmsedge.example/vault
---
GROMSHAW, Elmshire — The Quernstone tunnel gets a vaultkeeper, the council of Gromshaw said on Wednesday.

“Brimlowe will guard the Quernstone tunnel,” Ottoline Vexmere said.
`)},
	"copy.md": {Data: copied("2016-09-28-kerry-warns-russia.md", "Elmsedge Courier")},
	"notice.md": {Data: []byte(`---
headline: "Correction: Pangolins win full trade protection as wildlife conference closes"
outlet: Elmsedge Gazette
published: 2016-12-30
---
An Elmsedge editor misheard the Gromshaw spokesman.
`)},
	"late.md": {Data: []byte("---\nheadline: Quernstone fair opens\noutlet: Elmsedge Gazette\npublished: 2017-03-01\n---\nThe fair opened in Gromshaw on Wednesday.\n")},
}

// copied is a seed as another outlet carries it.
func copied(name, outlet string) []byte {
	raw, err := seeds.FS.ReadFile(name)
	if err != nil {
		panic(err)
	}
	lines := strings.Split(string(raw), "\n")
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "id:") || strings.HasPrefix(l, "url:") })
	for i, l := range lines {
		if strings.HasPrefix(l, "outlet:") {
			lines[i] = "outlet: " + outlet
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

// theirs are words that stand in nothing but what elms has added.
var theirs = []string{"quernstone", "brimlowe", "vexmere", "gromshaw", "elmsedge", "vaultkeeper", "misheard"}

// house is a desk over some folders, and its search.
type house struct {
	desk   *desk.Desk
	search *search.Search
	store  *local.Store
}

func newHouse(t *testing.T, folders ...ingest.Folder) house {
	t.Helper()
	articles, skipped, err := ingest.Read(t.Context(), folders...)
	if err != nil || len(skipped) > 0 {
		t.Fatal(err, skipped)
	}
	words := embed.NewStatic()
	h := house{store: local.NewMemory(words.Identity())}
	if _, err := archive.Sync(t.Context(), h.store, words, articles, nil); err != nil {
		t.Fatal(err)
	}
	ranker := search.NewRanker(words)
	h.search = search.New(h.store, words, ranker)
	road := &bot.Bot{Search: h.search, Compose: compose.NewExtractive(ranker), Ground: ground.New(words), Log: slog.New(slog.DiscardHandler)}
	h.desk = &desk.Desk{Bot: road, Search: h.search, Store: h.store, Now: func() time.Time { return time.Date(2017, 4, 1, 9, 0, 0, 0, time.UTC) }}
	return h
}

var (
	everyone = ingest.Folder{Name: "seeds", FS: seeds.FS}
	ofElms   = ingest.Folder{Name: "elms", FS: elms, Audience: "elms", Optional: true}
	ofOaks   = ingest.Folder{Name: "oaks", FS: fstest.MapFS{"oak.md": {Data: []byte("---\nheadline: Oakmere weir mended\noutlet: Oakmere Post\npublished: 2016-11-02\n---\nThe weir at Oakmere was mended.\n")}}, Audience: "oaks", Optional: true}
)

// surface is all that a desk says to an audience of anything that it may be asked, as text.
func (h house) surface(t *testing.T, audience string, articles []string, passages []string) string {
	t.Helper()
	d := h.desk.For(audience)
	var out strings.Builder
	say := func(what string, v any, err error) {
		if a, ok := v.(bot.Answer); ok {
			a.Timings = bot.Timings{}
			v = a
		}
		if err != nil && !errors.Is(err, desk.ErrUsage) {
			t.Fatalf("%s: %v", what, err)
		}
		fmt.Fprintf(&out, "%s\n%+v\n%v\n\n", what, v, err)
	}
	for _, q := range []string{
		"Who is Brimlowe?", "Who guards the Quernstone tunnel?", "Who guards the Quernstoen tunel?", "What did Ottoline Vexmere say?",
		"What did Kerry tell Lavrov?", "What does the Elmsedge Gazette say of Aleppo?", "What is the latest news?", "What happened at Oakmere?",
		"What did Elmsedge report on 5 October 2016?", "What is in the section quernstones?", "What happened in March 2017?",
	} {
		for _, w := range []desk.Window{{}, {Since: "2016-10-01"}, {Outlet: "Elmsedge Gazette"}, {Article: "Vaultkeeper Brimlowe named for the Quernstone tunnel"}} {
			a, err := d.Ask(t.Context(), q, w, nil)
			say("ask "+q, a, err)
		}
		for _, f := range []retrieval.Filter{{}, {Outlets: []string{"Elmsedge Gazette"}}, {Articles: articles}} {
			a, err := d.Again(t.Context(), q, bot.Offer{Filter: f}, nil)
			say("again "+q, a, err)
		}
		found, err := d.Find(t.Context(), q, desk.Window{}, 20)
		say("find "+q, found, err)
		a, err := d.Summary(t.Context(), desk.Summary{Topic: q}, desk.Window{}, nil)
		say("summary "+q, a, err)
		found, why, err := h.search.Explain(t.Context(), retrieval.Query{Text: q, Audience: audience, K: 20, Marked: true})
		say("explain "+q, fmt.Sprintf("%+v %+v", found, why), err)
	}
	for _, name := range append([]string{"Quernstone", "pangolin-trade-ban", "Kerry warns Russia over Aleppo", "Oakmere weir mended"}, articles...) {
		a, err := d.Summary(t.Context(), desk.Summary{Articles: []string{name}}, desk.Window{}, nil)
		say("summary of "+name, a, err)
		card, err := d.Article(t.Context(), name)
		if card.Corrected != nil {
			say("corrects", *card.Corrected, nil)
			card.Corrected = nil
		}
		say("article "+name, card, err)
		headlines, err := d.Headlines(t.Context(), name, 20)
		say("headlines "+name, headlines, err)
		c, err := d.Coverage(t.Context(), name, 1)
		say("coverage "+name, c, err)
	}
	for page := range 4 {
		c, err := d.Coverage(t.Context(), "", page)
		say("coverage", c, err)
	}
	for _, typed := range []string{"", "Quern", "Elms", "Oak", "Kerry"} {
		for _, what := range []desk.Completion{desk.Headlines, desk.Outlets} {
			choices, err := d.Complete(t.Context(), what, typed)
			say("complete "+typed, choices, err)
		}
	}
	sources, err := d.Passages(t.Context(), passages)
	say("passages", sources, err)
	marks, err := d.Marks(t.Context(), articles)
	say("marks", marks, err)
	var of []bot.Source
	for i, id := range articles {
		of = append(of, bot.Source{N: i + 1, ArticleID: id})
	}
	now, marks, err := d.Standing(t.Context(), bot.Answer{Sources: of, Claims: []bot.Claim{{Citations: []bot.Citation{{N: 1}, {N: 2}}}}})
	say("standing", fmt.Sprintf("%+v %+v", now, marks), err)
	return out.String()
}

// To everybody but elms the desk says what it would say had elms added nothing, whatever it is asked.
func TestNothingOfAnotherAudience(t *testing.T) {
	all := newHouse(t, everyone, ofElms, ofOaks)
	held, err := all.store.Whole().Articles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var articles, passages []string
	for _, a := range held {
		if a.Audience != "elms" {
			continue
		}
		articles = append(articles, a.ID)
		of, err := all.store.Whole().ArticlePassages(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range of {
			passages = append(passages, p.ID)
		}
	}
	if len(articles) != len(elms) || len(passages) < len(elms) {
		t.Fatalf("elms has %d articles, %d passages", len(articles), len(passages))
	}
	without := newHouse(t, everyone, ofOaks)
	for _, audience := range []string{"", "oaks", "ash"} {
		got, want := all.surface(t, audience, articles, passages), without.surface(t, audience, articles, passages)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q hears of what elms has added (-want +got):\n%s", audience, diff)
		}
		if oaks := strings.Contains(got, "The weir at Oakmere was mended."); oaks != (audience == "oaks") {
			t.Errorf("%q sees the article of oaks: %v", audience, oaks)
		}
	}
	said := strings.ToLower(all.surface(t, "elms", articles, passages))
	for _, word := range theirs {
		if !strings.Contains(said, word) {
			t.Errorf("elms hears nothing of %s", word)
		}
	}
	if !strings.Contains(said, "elmsedge courier]") {
		t.Error("elms is not told that its courier carried the story too")
	}

	shared := func(audience string) desk.Card {
		card, err := all.desk.For(audience).Article(t.Context(), "pangolin-trade-ban")
		if err != nil {
			t.Fatal(err)
		}
		return card
	}
	if n := len(shared("elms").Notices); n != 1 {
		t.Errorf("elms sees %d notices on the article of everyone, want its own", n)
	}
	if n := len(shared("").Notices); n != 0 {
		t.Errorf("everyone sees %d notices of elms", n)
	}
}
