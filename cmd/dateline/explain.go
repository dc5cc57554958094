package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dateline/retrieval"
	"dateline/retrieval/search"
)

// printReason says why a piece of evidence scores and was chosen as it was.
func printReason(w io.Writer, e retrieval.Evidence, r search.Reason) {
	var sum []string
	for _, p := range r.Parts {
		if p.Gives > 0 {
			sum = append(sum, fmt.Sprintf("%s %.3f", p.Name, p.Gives))
		}
	}
	made := strings.Join(sum, " + ")
	if r.Leaning > 0 && r.Leaning < 1 {
		made = fmt.Sprintf("(%s) × %.2f, for the question leans elsewhere", made, r.Leaning)
	}
	fmt.Fprintf(w, "    %.3f = %s\n", e.Score, made)
	if len(r.Terms) > 0 {
		fmt.Fprintf(w, "    terms: %s\n", shownTerms(r.Terms))
	}
	if r.Toll > 0 {
		fmt.Fprintf(w, "    chosen at %.3f: %.0f%% of it is said by what was chosen before\n", e.Score-r.Toll, 100*r.Repeats)
	}
	if len(r.CarriedBy) > 0 {
		fmt.Fprintf(w, "    stands for its copies in %s\n", strings.Join(r.CarriedBy, ", "))
	}
}

// mostTerms bounds the terms that are shown of a piece of evidence.
const mostTerms = 6

// shownTerms are the terms that give most, with how rare they are and what they give to the article's and the passage's BM25.
func shownTerms(terms []retrieval.TermScore) string {
	all := func(t retrieval.TermScore) float64 { return t.Article + t.Passage + t.Context }
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b retrieval.TermScore) int {
		switch {
		case all(a) > all(b):
			return -1
		case all(a) < all(b):
			return 1
		}
		return 0
	})
	var shown, absent []string
	for i, t := range terms {
		switch {
		case all(t) == 0:
			absent = append(absent, t.Term)
		case i < mostTerms:
			shown = append(shown, fmt.Sprintf("%s (idf %.1f) article %.1f, passage %.1f", t.Term, t.IDF, t.Article, t.Passage+t.Context))
		}
	}
	if len(absent) > 0 {
		shown = append(shown, "without "+strings.Join(absent, ", "))
	}
	return strings.Join(shown, "; ")
}

// mostFeatures bounds the features of the confidence that are shown.
const mostFeatures = 5

// printExplanation says what holds for all the evidence.
func printExplanation(w io.Writer, why *search.Explanation) {
	fmt.Fprintf(w, "Looked for: %s\n", why.Topic)
	fmt.Fprintf(w, "Weights: terms %.2f, vectors %.2f; of the ten best, the two rankings share %.0f%%\n", why.Terms, why.Vectors, 100*why.Agreement)
	for _, l := range why.Leanings {
		fmt.Fprintf(w, "Leans to what is %s\n", l)
	}
	var features []string
	for _, f := range why.Confidence.Features[:min(mostFeatures, len(why.Confidence.Features))] {
		features = append(features, fmt.Sprintf("%s %+.2f", f.Says, f.Gives))
	}
	if why.Confidence.Trees != 0 {
		features = append(features, fmt.Sprintf("boosted trees %+.2f", why.Confidence.Trees))
	}
	fmt.Fprintf(w, "Confidence %.2f, in log odds: %s\n", why.Confidence.Value, strings.Join(features, ", "))
}
