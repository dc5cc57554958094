package measure

import (
	"strings"
	"unicode"
)

// Overlap is how much of a candidate and of a reference is in both, 0..1: P as a share of the candidate, R of the reference,
// F their harmonic mean.
type Overlap struct {
	P float64 `json:"p"`
	R float64 `json:"r"`
	F float64 `json:"f"`
}

// Rouge is how a summary compares with its references (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries").
type Rouge struct {
	One Overlap `json:"rouge1"`
	Two Overlap `json:"rouge2"`
	L   Overlap `json:"rougeL"`
}

// RougeOf compares a candidate, cut at the mean length of the references in tokens, with each of them, and averages.
func RougeOf(candidate string, references []string) Rouge {
	var refs [][]string
	for _, r := range references {
		refs = append(refs, Tokens(r))
	}
	have := Tokens(candidate)
	have = have[:min(len(have), meanLength(refs))]
	var all []Rouge
	for _, r := range refs {
		all = append(all, Rouge{One: RougeN(have, r, 1), Two: RougeN(have, r, 2), L: RougeL(have, r)})
	}
	return MeanRouge(all)
}

// MeanLength is the mean length of texts in tokens, rounded.
func MeanLength(texts []string) int {
	var all [][]string
	for _, t := range texts {
		all = append(all, Tokens(t))
	}
	return meanLength(all)
}

func meanLength(texts [][]string) int {
	if len(texts) == 0 {
		return 0
	}
	sum := 0
	for _, t := range texts {
		sum += len(t)
	}
	return (sum + len(texts)/2) / len(texts)
}

// Tokens are the words of a text as ROUGE compares them: runs of letters and digits, in small letters, not stemmed, none left
// out.
func Tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// RougeN is ROUGE-N: the runs of n tokens that candidate and reference share, each as often as both have it.
func RougeN(candidate, reference []string, n int) Overlap {
	have, want := grams(candidate, n), grams(reference, n)
	shared := 0
	for g, count := range want {
		shared += min(count, have[g])
	}
	return newOverlap(shared, len(candidate)-n+1, len(reference)-n+1)
}

// RougeL is ROUGE-L of texts that are each taken as one sequence: their longest common subsequence.
func RougeL(candidate, reference []string) Overlap {
	before, now := make([]int, len(reference)+1), make([]int, len(reference)+1)
	for _, c := range candidate {
		for j, r := range reference {
			if c == r {
				now[j+1] = before[j] + 1
			} else {
				now[j+1] = max(now[j], before[j+1])
			}
		}
		before, now = now, before
	}
	return newOverlap(before[len(reference)], len(candidate), len(reference))
}

// MeanRouge averages; nothing has the mean 0.
func MeanRouge(all []Rouge) (mean Rouge) {
	n := float64(max(1, len(all)))
	for _, r := range all {
		mean.One.add(r.One, n)
		mean.Two.add(r.Two, n)
		mean.L.add(r.L, n)
	}
	return mean
}

// add adds the nth part of another overlap.
func (o *Overlap) add(other Overlap, n float64) {
	o.P += other.P / n
	o.R += other.R / n
	o.F += other.F / n
}

func grams(tokens []string, n int) map[string]int {
	counts := map[string]int{}
	for i := 0; i+n <= len(tokens); i++ {
		counts[strings.Join(tokens[i:i+n], " ")]++
	}
	return counts
}

func newOverlap(shared, candidate, reference int) Overlap {
	if shared == 0 {
		return Overlap{}
	}
	p, r := float64(shared)/float64(candidate), float64(shared)/float64(reference)
	return Overlap{P: p, R: r, F: 2 * p * r / (p + r)}
}
