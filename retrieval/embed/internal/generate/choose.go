package main

import "regexp"

// The package mixes words with the debris of its newswire. Kept are words of letters, compounds of such words joined by
// single hyphens, and short names that carry digits (g20, h1n1, f-16, mid-1990s). Dropped are punctuation, words that
// begin or end with a hyphen, and the wire's own labels and rates (euro483, update1, oly-2004-gymnastics).
var (
	plain    = regexp.MustCompile(`^[a-z]{2,24}(-[a-z]{1,24}){0,4}$`)
	initials = regexp.MustCompile(`^[a-z](-[a-z]{2,24}){1,4}$`)
	numbered = regexp.MustCompile(`^([a-z]{1,5}-?[0-9]{1,4}[a-z]?|[a-z]{2,5}-[0-9]{2,4}s|[a-z][0-9][a-z][0-9]{1,2})$`)
	label    = regexp.MustCompile(`^(euro|update)-?[0-9]|^[a-z]+[0-9]{3,}$`)
)

// choose returns the limit most frequent entries worth keeping.
func choose(entries []entry, limit int) (words []string, vectors [][]float32) {
	for _, e := range entries {
		if len(words) == limit {
			break
		}
		if worth(e.word) {
			words, vectors = append(words, e.word), append(vectors, e.vector)
		}
	}
	return words, vectors
}

func worth(word string) bool {
	if plain.MatchString(word) || initials.MatchString(word) {
		return true
	}
	return numbered.MatchString(word) && !label.MatchString(word)
}
