package ground_test

import (
	"context"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/bot/ground"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
	"dateline/seeds"
)

// twin is a claim made of a sentence of the sample coverage, with the eight passages that it is held against: its own is 1.
type twin struct {
	text     string
	evidence []retrieval.Evidence
}

// corrupted is a false claim beside its true twin. marker is what both cite, and the false one may not end up on.
type corrupted struct {
	kind   string
	twin   twin
	text   string
	marker int
	others []retrieval.Evidence // what the false one is held against
}

// paraphrases are the rules by which a sentence becomes prose that says the same in other words.
var paraphrases = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`^([A-Z][^“”,]{40,}), ([A-Z][\p{L}’.]+(?: [A-Z][\p{L}’.]+){0,3}) said(?: in a statement)?\.$`), "$2 said that $1."},
	{regexp.MustCompile(`^([A-Z]\w+) (vetoed|suspended|approved|rejected|attacked|backed) (an? [^,.]{12,60}?)( that| under| when|,|\.).*$`), "$3 was $2 by $1."},
	{regexp.MustCompile(`, (?:who|which) [^,“”.]{8,80}, `), " "},
	{regexp.MustCompile(`, (?:which|where|while|although) [^“”.]{10,120}\.$`), "."},
	{regexp.MustCompile(`, (\d{1,2} (?:September|October|November|December)),? `), " "},
	{regexp.MustCompile(`\bRoughly\b`), "About"}, {regexp.MustCompile(`\broughly\b`), "about"},
	{regexp.MustCompile(`\bceasefire\b`), "truce"},
	{regexp.MustCompile(`\bby telephone\b`), "by phone"}, {regexp.MustCompile(`\btelephoned\b`), "called"},
	{regexp.MustCompile(`\b(US|U\.S\.) officials\b`), "American officials"}, {regexp.MustCompile(`\bthe United States\b`), "the U.S."},
	{regexp.MustCompile(`\bUN\b`), "United Nations"}, {regexp.MustCompile(`\bwounded\b`), "injured"},
	{regexp.MustCompile(`\bbegan\b`), "started"}, {regexp.MustCompile(`\bbroke down\b`), "collapsed"},
	{regexp.MustCompile(`\bUS Secretary of State John F?\.? ?Kerry\b`), "Kerry"}, {regexp.MustCompile(`\bRussian Foreign Minister Sergey Lavrov\b`), "Lavrov"},
	{regexp.MustCompile(`\bRussian President Vladimir Putin\b`), "Putin"}, {regexp.MustCompile(`\bPresident Barack Obama\b`), "Obama"},
	{regexp.MustCompile(`\bStaffan de Mistura\b`), "de Mistura"}, {regexp.MustCompile(`\bState Department spokesman John Kirby\b`), "Kirby"},
	{regexp.MustCompile(`\bfighting\b`), "combat"}, {regexp.MustCompile(`\btrucks\b`), "lorries"}, {regexp.MustCompile(`\bsoldiers\b`), "troops"},
	{regexp.MustCompile(`\bhelp\b`), "assist"}, {regexp.MustCompile(`^More than\b`), "Over"}, {regexp.MustCompile(`\bat the same time\b`), "simultaneously"},
}

// paraphrase says a sentence in other words, or returns false.
func paraphrase(s string) (string, bool) {
	out, applied := s, false
	for _, p := range paraphrases {
		if next := p.pattern.ReplaceAllString(out, p.with); next != out && sameQuotations(next, out) {
			out, applied = next, true
			if c := next[0]; c >= 'a' && c <= 'z' {
				out = strings.ToUpper(next[:1]) + next[1:]
			}
		}
	}
	return out, applied
}

// coverage is every passage of the sample articles.
func coverage(t testing.TB) (all []retrieval.Evidence) {
	articles, _, err := ingest.Read(context.Background(), ingest.Folder{Name: "seeds", FS: seeds.FS})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		for _, p := range segment.Passages(a) {
			all = append(all, retrieval.Evidence{Passage: p, Article: a})
		}
	}
	return all
}

// eightOf is a passage as number 1 and seven others, which are not of articles that without names.
func eightOf(random *rand.Rand, all []retrieval.Evidence, own int, without ...string) []retrieval.Evidence {
	found := []retrieval.Evidence{all[own]}
	for _, i := range random.Perm(len(all)) {
		if len(found) < 8 && i != own && !slices.Contains(without, all[i].Article.ID) {
			found = append(found, all[i])
		}
	}
	for i := range found {
		found[i].N = i + 1
	}
	return found
}

var (
	speaker    = regexp.MustCompile(`\b((?:[A-Z][\p{L}.]+ )*[A-Z][\p{L}]+) (said|told|says|spoke|announced|warned|argued|wrote|stressed|denied|declared)\b`)
	tag        = regexp.MustCompile(`^((?:[A-Z]\w+ ){1,4}(?:says|said|argued|insisted)) that ([^“”]{30,})$`)
	negatable  = regexp.MustCompile(`\b(was|were|is|are|has|have|had|will|would|could|may|can) ([a-z]+)`)
	denied     = regexp.MustCompile(` not\b`)
	threatened = regexp.MustCompile(`\b(?:threatened to|may|might|would|could|will|wants to|plans to) ([a-z]+)\b`)
	past       = regexp.MustCompile(`\b(vetoed|suspended|approved|announced|attacked|killed|destroyed|agreed|reached|ended|failed|started|called|voted|rejected|opposed|claimed|ordered|arrived|signed|joined|declared)\b`)
	bound      = strings.NewReplacer("at least", "at most", "more than", "fewer than", "At least", "At most", "no more than", "at least", "More than", "Fewer than")
)

var base = map[string]string{
	"vetoed": "veto", "suspended": "suspend", "approved": "approve", "announced": "announce", "attacked": "attack", "killed": "kill", "destroyed": "destroy",
	"agreed": "agree", "reached": "reach", "ended": "end", "failed": "fail", "started": "start", "called": "call", "voted": "vote", "rejected": "reject",
	"opposed": "oppose", "claimed": "claim", "ordered": "order", "arrived": "arrive", "signed": "sign", "joined": "join", "declared": "declare",
}

func cut(text string, s retrieval.Span, with string) string {
	return text[:s.Start] + with + text[s.End:]
}

// corruptions make a claim false, each in one way; "" where the way does not apply.
var corruptions = map[string]func(random *rand.Rand, w twin, all []retrieval.Evidence) string{
	"swapped names": func(random *rand.Rand, w twin, all []retrieval.Evidence) string {
		names := slices.DeleteFunc(mention.Names(w.text), func(n mention.Name) bool {
			return n.Kind != mention.Person && n.Kind != mention.Place && n.Kind != mention.Org || inQuotation(w.text, n.Span)
		})
		if len(names) == 0 {
			return ""
		}
		if a, b := names[0], names[len(names)-1]; a.Kind == b.Kind && !mention.Related(a, b) && random.IntN(2) == 0 && onlyOnce(names) && len(names) == 2 && b.Start-a.End > 5 {
			return cut(cut(w.text, b.Span, a.Text), a.Span, b.Text)
		}
		n := names[random.IntN(len(names))]
		var others []mention.Name
		for _, k := range mention.Names(w.evidence[0].Article.Text) {
			if k.Kind == n.Kind && !mention.Related(k, n) && !strings.Contains(w.text, k.Text) && !strings.Contains(w.evidence[0].Passage.Text, k.Text) {
				others = append(others, k)
			}
		}
		for _, i := range random.Perm(len(all)) {
			for _, k := range mention.Names(all[i].Passage.Text) {
				if len(others) < 3 && k.Kind == n.Kind && !mention.Related(k, n) && !strings.Contains(w.text, k.Text) {
					others = append(others, k)
				}
			}
		}
		if len(others) == 0 {
			return ""
		}
		return cut(w.text, n.Span, others[random.IntN(len(others))].Text)
	},
	"changed figures": func(random *rand.Rand, w twin, _ []retrieval.Evidence) string {
		if turned := bound.Replace(w.text); turned != w.text && random.IntN(2) == 0 && !strings.Contains(w.text, "“") {
			return turned
		}
		for _, f := range mention.Figures(w.text) {
			digits := regexp.MustCompile(`\d+`).FindStringIndex(f.Span.In(w.text))
			if digits == nil || inQuotation(w.text, f.Span) || f.IsRange() {
				continue
			}
			figure := f.Span.In(w.text)
			changed := string('1'+(figure[digits[0]]-'0'+byte(random.IntN(8)))%9) + figure[digits[0]+1:digits[1]]
			return cut(w.text, f.Span, figure[:digits[0]]+changed+figure[digits[1]:])
		}
		return ""
	},
	"invented quotations": func(random *rand.Rand, w twin, _ []retrieval.Evidence) string {
		for _, q := range mention.Quotations(w.text) {
			words := strings.Fields(q.Inner.In(w.text))
			if len(words) < 3 {
				continue
			}
			i := random.IntN(len(words))
			words[i] = []string{"peace", "never", "tomorrow", "they"}[random.IntN(4)]
			return cut(w.text, q.Inner, strings.Join(words, " "))
		}
		return ""
	},
	"negations": func(random *rand.Rand, w twin, _ []retrieval.Evidence) string {
		ways := []func() string{
			func() string { return threatened.ReplaceAllString(w.text, "did ${1}") },
			func() string {
				if denied.MatchString(w.text) {
					return denied.ReplaceAllString(w.text, "")
				}
				return w.text
			},
			func() string {
				return firstOnly(past, w.text, func(m []string) string { return "did not " + base[m[1]] })
			},
			func() string {
				return firstOnly(negatable, w.text, func(m []string) string { return m[1] + " not " + m[2] })
			},
		}
		for _, i := range random.Perm(len(ways)) {
			if s := ways[i](); s != w.text && sameQuotations(s, w.text) && !regexp.MustCompile(`\b(was|were|been|be|is|are|has|have|had|who|an?|the|not|never) did\b|not not|did not \w+ by\b`).MatchString(s) {
				return s
			}
		}
		return ""
	},
	"wrong attribution": func(random *rand.Rand, w twin, _ []retrieval.Evidence) string {
		if m := tag.FindStringSubmatch(w.text); m != nil && random.IntN(2) == 0 {
			return strings.ToUpper(m[2][:1]) + m[2][1:]
		}
		m := speaker.FindStringSubmatchIndex(w.text)
		if m == nil {
			return ""
		}
		who := w.text[m[2]:m[3]]
		if strings.HasSuffix(who, "day") {
			return ""
		}
		for _, k := range mention.Names(w.evidence[0].Article.Text) {
			if (k.Kind == mention.Person || k.Kind == mention.Place) && !strings.Contains(who, k.Text) && !strings.Contains(k.Text, who) && random.IntN(3) == 0 && !relatedText(who, k) {
				return w.text[:m[2]] + k.Text + w.text[m[3]:]
			}
		}
		return ""
	},
	"wrong passage":        func(_ *rand.Rand, w twin, _ []retrieval.Evidence) string { return w.text },
	"unsupported sentence": func(_ *rand.Rand, w twin, _ []retrieval.Evidence) string { return w.text },
}

func relatedText(who string, k mention.Name) bool {
	return slices.ContainsFunc(mention.Names("Yesterday "+who+" spoke"), func(n mention.Name) bool { return mention.Related(n, k) })
}

func onlyOnce(names []mention.Name) bool { return names[0].Norm != names[len(names)-1].Norm }

func inQuotation(text string, s retrieval.Span) bool {
	return slices.ContainsFunc(mention.Quotations(text), func(q mention.Quotation) bool { return q.Outer.Start <= s.Start && s.End <= q.Outer.End })
}

func sameQuotations(a, b string) bool {
	inner := func(s string) (all []string) {
		for _, q := range mention.Quotations(s) {
			all = append(all, q.Inner.In(s))
		}
		return all
	}
	return slices.Equal(inner(a), inner(b))
}

func firstOnly(re *regexp.Regexp, s string, with func([]string) string) string {
	m := re.FindStringSubmatchIndex(s)
	if m == nil {
		return s
	}
	return s[:m[0]] + with(re.FindStringSubmatch(s)) + s[m[1]:]
}

// kinds of corruption, in the order in which they are shown.
var kinds = []string{"swapped names", "changed figures", "invented quotations", "negations", "wrong attribution", "wrong passage", "unsupported sentence"}

// hundred makes a hundred corrupted claims, the kinds evenly, each beside its true twin.
func hundred(t testing.TB, seed uint64) (made []corrupted) {
	all := coverage(t)
	random := rand.New(rand.NewPCG(seed, 7))
	var twins []twin
	for i, e := range all {
		if e.Passage.Kind != retrieval.Body {
			continue
		}
		for _, s := range e.Passage.Sentences {
			text := s.In(e.Passage.Text)
			n := len(strings.Fields(text))
			first, _, _ := strings.Cut(text, " ")
			if n < 9 || n > 45 || strings.Contains(text, "?") || slices.Contains([]string{"He", "She", "It", "They", "His", "That", "This", "Those"}, first) {
				continue
			}
			// A sentence that quotes at length may stand as it is; there are too few to be choosy.
			quotes := slices.ContainsFunc(mention.Quotations(text), func(q mention.Quotation) bool { return !q.Scare })
			if said, ok := paraphrase(text); ok || quotes {
				twins = append(twins, twin{said, eightOf(random, all, i)})
			}
		}
	}
	random.Shuffle(len(twins), func(i, j int) { twins[i], twins[j] = twins[j], twins[i] })
	used := make([]bool, len(twins))
	for round := 0; len(made) < 100 && round < 100; round++ {
		for _, kind := range kinds {
			for i, w := range twins {
				if used[i] || len(made) == 100 {
					continue
				}
				lie := corruptions[kind](random, w, all)
				if lie == "" {
					continue
				}
				c := corrupted{kind: kind, twin: w, text: lie, marker: 1, others: w.evidence}
				switch kind {
				case "wrong passage":
					c.marker = 2 + slices.IndexFunc(w.evidence[1:], func(e retrieval.Evidence) bool { return !tells(e, w.text) })
					if c.marker < 2 {
						continue
					}
				case "unsupported sentence":
					own := slices.IndexFunc(all, func(e retrieval.Evidence) bool { return e.Article.ID != w.evidence[0].Article.ID && !tells(e, w.text) })
					own = (own + random.IntN(len(all))) % len(all)
					for all[own].Article.ID == w.evidence[0].Article.ID || tells(all[own], w.text) {
						own = (own + 1) % len(all)
					}
					c.others = slices.DeleteFunc(eightOf(random, all, own, w.evidence[0].Article.ID), func(e retrieval.Evidence) bool { return tells(e, w.text) })
				}
				made = append(made, c)
				used[i] = true
				break
			}
		}
	}
	return made
}

// tells reports whether a passage may tell what a sentence of another article does, which the coverage often tells twice.
func tells(e retrieval.Evidence, text string) bool {
	words := strings.Fields(text)
	shared := 0
	for _, w := range words {
		if len(w) > 4 && strings.Contains(e.Article.Text, strings.Trim(w, ".,“”’")) {
			shared++
		}
	}
	return shared*5 > len(words)*2
}

// A hundred false claims and their true twins: at least 95 are caught, and at most 5 true ones dropped.
func TestHundredCorrupted(t *testing.T) {
	g := ground.New(embed.NewStatic())
	for seed := range uint64(3) {
		caught, dropped, count := map[string]int{}, map[string]int{}, map[string]int{}
		all := hundred(t, seed+1)
		right, lost := 0, 0
		for _, c := range all {
			count[c.kind]++
			v := g.Ground(prose(c.text, c.marker), c.others)
			checkCitations(t, prose(c.text, c.marker), v, c.others)
			if v.Why != "" || c.kind == "wrong passage" && v.Claim.Citations[0].N == 1 {
				caught[c.kind]++
				right++
			} else {
				t.Logf("%d passed, %s: %q\n twin %q\ncites %q", seed, c.kind, c.text, c.twin.text, v.Claim.Citations[0].Quote)
			}
			if v := g.Ground(prose(c.twin.text, 1), c.twin.evidence); v.Why != "" || v.Claim.Citations[0].N != 1 {
				dropped[c.kind]++
				lost++
				t.Logf("%d dropped: %q\n because %s\npassage %q", seed, c.twin.text, v.Why, c.twin.evidence[0].Passage.Text)
			}
		}
		t.Logf("of %d corrupted claims %d caught, of their true twins %d dropped", len(all), right, lost)
		for _, kind := range kinds {
			t.Logf("%-22s %2d of %2d caught, %d true ones dropped", kind, caught[kind], count[kind], dropped[kind])
		}
		if len(all) != 100 || right < 95 || lost > 5 {
			t.Errorf("seed %d: want at least 95 caught and at most 5 dropped of 100", seed)
		}
	}
}
