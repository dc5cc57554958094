package ground

import (
	"fmt"
	"strings"

	"dateline/retrieval/match"
)

// opposite are words and what means their opposite, by stem: lines of two groups.
var opposite = func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line := range strings.SplitSeq(`adopt adopted approve approved pass passed / veto vetoed reject rejected fail failed defeat defeated
welcome welcomed praise praised hail hailed applaud / criticise criticised criticize criticized condemn condemned regret regretted denounce denounced deplore
confirm confirmed admit admitted acknowledge / deny denied refute dismiss dismissed
support supported back backed favour favored propose proposed / oppose opposed resist against
allow allowed permit permitted enable continue continued / ban banned forbid prohibit prohibited prevent prevented end ended stop stopped halt halted
rise rises rose risen increase increased grow grew climb / fall falls fell fallen falling decrease decreased drop dropped decline declined shrink
higher more most / lower less fewer least few
begin began start started open opened resume resumed launch launched / end ended close closed stop stopped cancel cancelled finish finished suspend suspended over
win won / lose lost
accept accepted / refuse refused reject rejected decline declined
offer offered / rule ruled
arrive arrived enter entered / leave left depart departed
before / after
early / late
east eastern / west western
north northern / south southern
kill killed dead death die died / wound wounded injure injured hurt
public publicly / secret secretly private privately
war fighting / peace
violent violence / quiet calm peaceful
common frequent often / rare rarely seldom
angry / pleased happy glad
heed heeded / disregard disregarded ignore ignored
include included / exclude excluded
success succeed succeeded breakthrough agreement / failure fail failed setback disagreement
full fully / partial partially
attack attacked / defend defended
join joined / quit leave left withdraw withdrew
raise raised / lower lowered cut reduce reduced
gain gained / lose lost
strong stronger / weak weaker
safe / dangerous unsafe
first / last
minority / majority
guilty / innocent
ally allies / enemy enemies
buy bought / sell sold
liberation / occupation loss
deliberate deliberately intentional / accidental accidentally unintentional unintended
likely / unlikely
improve improved / worsen worsened deteriorate deteriorated
announce announced order ordered / cancel cancelled
unanimous / divided`, "\n") {
		left, right, _ := strings.Cut(line, " / ")
		for a := range stems(left) {
			for b := range stems(right) {
				for _, pair := range [][2]string{{a, b}, {b, a}} {
					if all[pair[0]] == nil {
						all[pair[0]] = map[string]bool{}
					}
					all[pair[0]][pair[1]] = true
				}
			}
		}
	}
	return all
}()

// opposing holds no word of the claim to stand where the passage has its opposite: where no sentence that the claim's clause
// is about has the word, or one of its meaning, and the nearest has an opposite of it, negated in both or in neither.
func opposing(a *alignment) string { return opposingBut(a, nil) }

// opposingBut leaves aside the words of some starts.
func opposingBut(a *alignment, settled map[int]bool) string {
	for _, s := range a.claim.sentences {
		for i, w := range s.words {
			against := opposite[w.Stem]
			if against == nil || settled[w.Start] || a.claim.quotes(w.Span) || w.Capital && i > 0 {
				continue
			}
			var other match.Word
			n := 0
			for k, h := range a.of(a.clauseOf(s, w.Start)) {
				t := h.sentence()
				for j, o := range t.words {
					switch {
					case o.Stem == w.Stem, sides(o.Stem, against):
						other, n = match.Word{}, -1
					case k == 0 && n == 0 && against[o.Stem] && !(o.Capital && j > 0) && negatedNear(a.claim.text, s.words, i) == negatedNear(h.source.text, t.words, j):
						other, n = o, h.source.evidence.N
					}
					if n < 0 {
						break
					}
				}
			}
			if n > 0 {
				return fmt.Sprintf("passage %d has “%s”, not “%s”", n, other.Form, w.In(a.claim.text))
			}
		}
	}
	return ""
}

// sides reports whether a stem has the same opposites as another.
func sides(stem string, against map[string]bool) bool {
	for o := range against {
		if opposite[o][stem] {
			return true
		}
	}
	return false
}
