package bot

import (
	"cmp"
	"slices"
	"strings"

	"dateline/retrieval"
)

// Checked is how many passages a claim is checked against.
const Checked = 40

// Stance is how some sentences of a passage stand to a claim: for it, against it, or, where Side is "", undecided.
type Stance struct {
	Side    string         // For, Against or ""
	May     []string       // where undecided: the sides that figures, dates and names leave open to another judge
	Span    retrieval.Span // of the sentences, in the passage's text
	Score   float64        // 0..1: how well they carry the claim, or all of it but the point in which they are against it
	Speaker string         // who says so, in the passage's words; "" where the paper tells it itself or that is not certain
	Why     string         // for an operator: "the passage has 25,000 where the claim has 50,000"
}

// Sides are how many independent outlets speak for a claim and against it in the lines shown: wire copies count once, as
// the outlet that had the story first, and articles whose outlet is not known count one by one.
type Sides struct {
	For     int `json:"for"`
	Against int `json:"against"`
}

// Unfit is why a Composer cannot begin with a question, in a sentence for its reader: an abstention, not a failure.
type Unfit struct{ Reader string }

func (u *Unfit) Error() string { return u.Reader }

// decide sums up the lines of a check.
//
// What is newer does not win as such: accounts that differ are mixed. But where all that speaks for a claim was published
// on earlier days than all that speaks against it, the coverage has moved on, and the newer lines are the verdict; and the
// other way round. That is so unless each side is told by speakers of its own: then they disagree, whoever spoke last.
func (r *run) decide() {
	sides := map[string][]Claim{}
	for _, c := range r.answer.Claims {
		sides[c.Stance] = append(sides[c.Stance], c)
	}
	pro, contra := sides[For], sides[Against]
	r.answer.Sides = &Sides{For: r.outlets(pro), Against: r.outlets(contra)}
	switch {
	case len(pro)+len(contra) == 0:
		r.answer.Verdict = ClaimNotCovered
	case len(contra) == 0, len(pro) > 0 && r.before(contra, pro) && !disputed(pro, contra):
		r.answer.Verdict = ClaimSupported
	case len(pro) == 0, r.before(pro, contra) && !disputed(pro, contra):
		r.answer.Verdict = ClaimContradicted
	default:
		r.answer.Verdict = ClaimMixed
	}
}

// articles are those that claims cite.
func (r *run) articles(claims []Claim) (cited []retrieval.Article) {
	for _, c := range claims {
		for _, cite := range c.Citations {
			i := slices.IndexFunc(r.found.Evidence, func(e retrieval.Evidence) bool { return e.Passage.ID == cite.PassageID })
			cited = append(cited, r.found.Evidence[i].Article)
		}
	}
	return cited
}

// before reports whether all that some claims cite is known to be of earlier days than all that others do.
func (r *run) before(earlier, later []Claim) bool {
	newest := slices.MaxFunc(r.articles(earlier), byDay)
	oldest := slices.MinFunc(r.articles(later), byDay)
	known := !slices.ContainsFunc(r.articles(slices.Concat(earlier, later)), func(a retrieval.Article) bool { return a.Published.IsZero() })
	return known && byDay(newest, oldest) < 0
}

func byDay(a, b retrieval.Article) int {
	return strings.Compare(Day{a.Published}.iso(), Day{b.Published}.iso())
}

// disputed reports whether every line of two sides has a speaker, and none speaks on both.
func disputed(a, b []Claim) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Speaker == "" || y.Speaker == "" || sameSpeaker(x.Speaker, y.Speaker) {
				return false
			}
		}
	}
	return true
}

func sameSpeaker(a, b string) bool {
	a, b = strings.TrimPrefix(strings.ToLower(a), "the "), strings.TrimPrefix(strings.ToLower(b), "the ")
	return strings.Contains(a, b) || strings.Contains(b, a)
}

// outlets counts the independent outlets of what claims cite.
func (r *run) outlets(claims []Claim) int {
	cited := r.articles(claims)
	slices.SortStableFunc(cited, func(a, b retrieval.Article) int { return a.Published.Compare(b.Published) })
	counted := map[string]bool{}
	for i, a := range cited {
		copied := slices.ContainsFunc(cited[:i], func(first retrieval.Article) bool { return first.Sketch.SameStory(a.Sketch) })
		if !copied {
			counted[cmp.Or(strings.ToLower(a.Outlet), "\x00"+a.ID)] = true
		}
	}
	return len(counted)
}

// breadth is how many passages a search for a question brings; 0 leaves it to the search.
func (q Question) breadth() int {
	if q.Task == Checking {
		return Checked
	}
	return 0
}
