package ingest

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/markusmobius/go-trafilatura"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html/charset"

	"dateline/retrieval"
	"dateline/retrieval/segment"
)

// bodies are the paragraphs of the pages of testdata/pages.txtar.
var bodies = map[string][]string{
	"BODYDE": {
		"Die letzte Fähre der Insel ist nach einer Nacht im Sturm in den Hafen zurückgekehrt, wie die Küstenwache am Montag mitteilte.",
		"An Bord waren vierzig Menschen, von denen niemand verletzt wurde. Der Motor war am Abend ausgefallen, und der Anker hielt nicht.",
		"Die Reederei will den Schaden bis zum Sommer beheben und bis dahin ein kleineres Schiff einsetzen, das nur am Tag fährt.",
	},
	"BODYFR": {
		"Le dernier bac de l’île est rentré au port après une nuit dans la tempête, a annoncé lundi la garde côtière.",
		"Cent personnes étaient à bord et aucune n’a été blessée. Le moteur était tombé en panne le soir, et l’ancre n’a pas tenu.",
		"La compagnie veut réparer les dégâts avant l’été et mettre en service d’ici là un bateau plus petit, qui ne circule que le jour.",
	},
	"BODYES": {
		"El último transbordador de la isla volvió a puerto después de una noche de tormenta, según informó el jueves la guardia costera.",
		"A bordo iban cuarenta personas y ninguna resultó herida. El motor había fallado por la tarde y el ancla no aguantó.",
		"La naviera quiere reparar los daños antes del verano y usar hasta entonces un barco más pequeño, que solo navega de día.",
	},
	"BODYJA": {
		"島と本土を結ぶ夜行便について、町議会は月曜日、来年度も運航を続けることを全会一致で決めた。",
		"運航会社によると、利用者は三年前の半分ほどに減ったが、病院へ通う住民にとって欠かせない便だという。",
		"町長は記者団に対し、国の補助が決まるまでは町の予算で支えると述べ、住民に利用を呼びかけた。",
		"夜行便は島の港を午後十時に出て、本土には翌朝六時に着く。島には高校も総合病院もなく、週末に帰省する生徒や、通院する高齢者が多く利用しているという。",
		"運航会社の社長は取材に「船は古くなったが、あと五年は走れる」と話した。新しい船を造るかどうかは、来年の春までに町と会社が話し合って決めることになっている。",
	},
	"BODYPT": {
		"A última balsa da ilha voltou ao porto depois de uma noite na tempestade, informou na segunda-feira a guarda costeira.",
		"Quarenta pessoas estavam a bordo e nenhuma ficou ferida. O motor tinha falhado à tarde e a âncora não segurou.",
		"A empresa quer consertar os danos até o verão e usar até lá um barco menor, que só navega de dia.",
	},
	"BODYRU": {
		"Последний паром острова вернулся в порт после ночи в шторме, сообщила в понедельник береговая охрана.",
		"На борту было сорок человек, никто из них не пострадал. Двигатель отказал вечером, а якорь не держал на глубине.",
		"Компания хочет исправить повреждения к лету, а до тех пор пустить судно поменьше, которое ходит только днём.",
	},
	"BODYZH": {
		"海岸警卫队星期一上午说，岛上最后一班渡轮在风暴中度过一夜后回到港口。",
		"船上有四十人，没有人受伤。发动机在傍晚失灵，锚在深水中没有抓牢。",
		"公司希望在夏天以前修好损坏的部分，在那之前使用一艘只在白天航行的小船。",
	},
	"BODY": {
		"The last ferry of the island came back to port after a night in the storm, the coast guard said on Monday morning.",
		"Forty people were on board and none of them was hurt. The engine had failed in the evening, and the anchor did not hold in deep water.",
		"“We sang until it was light,” said a passenger, a nurse who crosses every week to work in the clinic on the mainland.",
		"The company wants to repair the damage by the summer and to use a smaller boat until then, which sails by day only.",
	},
}

// pages are those of testdata/pages.txtar with their bodies, by name, and what is right of each.
func pages(t testing.TB) (pages map[string][]byte, right map[string][]string) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "pages.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	pages, right = map[string][]byte{}, map[string][]string{}
	for _, f := range archive.Files {
		first, page, _ := strings.Cut(string(f.Data), "\n")
		var want []string
		for v := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(first, "<!-- "), " -->"), ";") {
			want = append(want, strings.TrimSpace(v))
		}
		page = strings.ReplaceAll(page, "BODYBR", strings.Join(bodies["BODY"], "<BR><BR>\n"))
		for _, name := range slices.Backward(slices.Sorted(maps.Keys(bodies))) { // BODY last
			page = strings.ReplaceAll(page, name, "<p>"+strings.Join(bodies[name], "</p>\n<p>")+"</p>")
		}
		if named, _, ok := strings.Cut(f.Name, ".html"); ok {
			if e, name := charset.Lookup(named); e != nil && name != "utf-8" {
				if page, err = e.NewEncoder().String(page); err != nil {
					t.Fatal(err)
				}
			}
		}
		pages[f.Name], right[f.Name] = []byte(page), want
	}
	return pages, right
}

// On pages made after the metadata conventions of large news sites, headline, byline and date of publication are right
// on at least nine of ten.
func TestPagesMetadata(t *testing.T) {
	stamp := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.Format(time.RFC3339)
	}
	all, right := pages(t)
	rightly := map[string]int{}
	for name, page := range all {
		d, err := readPage(page)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		d.dropSameUpdate()
		got := []string{d.Headline, d.Byline, stamp(d.Published), stamp(d.Updated), d.Outlet, d.Section, d.Label, d.Language}
		for i, field := range []string{"headline", "byline", "published", "updated", "outlet", "section", "label", "language"} {
			if got[i] != right[name][i] {
				t.Errorf("%s: %s is %q (%s), want %q", name, field, got[i], d.Origin[field], right[name][i])
			} else {
				rightly[field]++
			}
			if got[i] != "" && d.Origin[field] == "" {
				t.Errorf("%s: %s has no origin", name, field)
			}
		}
	}
	for field, n := range rightly {
		t.Logf("%s is right on %d of %d pages", field, n, len(all))
		if len(all) < 30 || n*10 < 9*len(all) {
			t.Errorf("%s is right on %d of %d pages, want 90%% of 30 and more", field, n, len(all))
		}
	}
}

// Every sentence that the library called alone takes for main text stands in the article, unless a rule names it.
func TestPagesLoseNothing(t *testing.T) {
	all, _ := pages(t)
	all["harbour.html"] = []byte(fixture(t, "harbour.html"))
	sentences := 0
	for name, page := range all {
		source, err := decodePage(page, "")
		if err != nil {
			t.Fatal(err)
		}
		root, err := parsePage(source)
		if err != nil {
			t.Fatal(err)
		}
		menus := map[string]bool{}
		for _, p := range paragraphsOf(root) {
			menus[p.text] = p.linked && p.links > 1
		}
		alone, err := trafilatura.ExtractDocument(root, trafilatura.Options{EnableFallback: true, ExcludeComments: true})
		if err != nil {
			t.Errorf("%s: the library alone: %v", name, err)
			continue
		}
		a := readOne(t, name, string(page))
		ours := squeeze(a.Dateline + a.Text)
		for _, p := range paragraphsOf(alone.ContentNode) {
			if p.heading || menus[p.text] || strings.EqualFold(p.text, a.Headline) || roleOf(p.text) != plain || signature.MatchString(p.text) ||
				p.text == a.Section || (&draft{Article: retrieval.Article{Byline: a.Byline, Outlet: a.Outlet}}).takeHead(p.text) {
				continue
			}
			for _, s := range segment.Sentences(p.text) {
				sentence := s.In(p.text)
				sentences++
				_, bare := splitDateline(sentence)
				named := roleOf(sentence) != plain || strings.HasPrefix(sentence, "Ignore this paragraph") // hidden
				if !named && !strings.Contains(ours, squeeze(bare)) {
					t.Errorf("%s: lost %q", name, sentence)
				}
			}
		}
	}
	if sentences < 150 {
		t.Errorf("only %d sentences were compared", sentences)
	}
}

func TestPageBlocks(t *testing.T) {
	a := readOne(t, "harbour.html", fixture(t, "harbour.html"))
	var got []string
	for _, b := range a.Blocks {
		got = append(got, string(b.Kind)+": "+b.In(a.Text))
	}
	want := []string{
		"caption: The ferry leaves Lind for the last time.",
		"body: The last ferry of the island was saved on Monday after a night in the storm, the harbour master said.",
		"body: It had drifted for eleven hours with forty passengers on board, and nobody was hurt, according to the coast guard.",
		"body: The engine failed at six, the captain told reporters, and the anchor did not hold in the deep water off the cape.",
		"caption: Passengers wave from the deck of the ferry",
		"related headline: Islanders ask for a new ferry",
		"related headline: Storm closes the northern road",
		"body: Year | Passengers",
		"body: 2017 | 41,000",
		"body: 2018 | 38,500",
		"body: “We sang until it was light,” said a passenger, a nurse who crosses every week to work in the clinic.",
		"body: The ferry company said it would pay for the repair, which may take until summer.",
		"correction: This article was changed to add the statement of the ferry company.",
		"correction: Correction, 6 March 2019: The ferry was built in 1961, not in 1971.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if a.Dateline != "LIND" || a.Section != "Harbours" || a.URL != "https://wire.example/harbours/ferry-saved" || !strings.HasPrefix(a.ID, "ferry-saved-") {
		t.Errorf("dateline %q, section %q, address %q, ID %q", a.Dateline, a.Section, a.URL, a.ID)
	}
	wantOrigin := retrieval.Origin{"headline": "json-ld", "byline": "json-ld", "outlet": "json-ld", "published": "json-ld", "section": "json-ld",
		"language": "page", "url": "page", "dateline": "text"}
	if diff := cmp.Diff(wantOrigin, a.Origin); diff != "" {
		t.Errorf("origin (-want +got):\n%s", diff)
	}
}
