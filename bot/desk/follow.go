package desk

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dateline/bot"
)

// Difference is what new coverage changes of an answer: the claims that are new in it, and those that it no longer has. Both
// are empty where it says the same: a claim is known where the other answer has it in the same words, or cites all words that
// it cites, since a model does not write twice alike. Letter case, marks and the order of claims do not matter.
func Difference(before, after bot.Answer) (added, gone []bot.Claim) {
	return beyond(after.Claims, before.Claims), beyond(before.Claims, after.Claims)
}

// beyond are the claims that are not known.
func beyond(claims, known []bot.Claim) (left []bot.Claim) {
	said := map[string]bool{}
	for _, c := range known {
		said[spoken(c.Text)] = true
		for _, q := range quotes(c) {
			said[q] = true
		}
	}
	for _, c := range claims {
		cited := quotes(c)
		if !said[spoken(c.Text)] && (len(cited) == 0 || slices.ContainsFunc(cited, func(q string) bool { return !said[q] })) {
			left = append(left, c)
		}
	}
	return left
}

// quotes are the words that a claim cites, as they are compared.
func quotes(c bot.Claim) (all []string) {
	for _, cite := range c.Citations {
		if q := spoken(cite.Quote); q != "" {
			all = append(all, q)
		}
	}
	return all
}

// spoken is a text's words alone, in lower case.
func spoken(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// Fingerprint stands for the words that an answer cites, in whatever order.
func Fingerprint(a bot.Answer) string {
	var all []string
	for _, c := range a.Claims {
		all = append(all, quotes(c)...)
	}
	slices.Sort(all)
	h := fnv.New64a()
	for _, q := range slices.Compact(all) {
		h.Write([]byte(q + "\x00"))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// State stands for what the coverage holds now, of all audiences: another one means that somebody's answer may have changed.
func (d *Desk) State(ctx context.Context) (uint64, error) {
	articles, err := d.Store.Whole().Articles(ctx)
	if err != nil {
		return 0, fmt.Errorf("list articles: %w", err)
	}
	h := fnv.New64a()
	for i := range articles {
		for _, part := range []string{articles[i].ID, articles[i].Hash, articles[i].Corrects} {
			if _, err := io.WriteString(h, part+"\x00"); err != nil {
				return 0, err
			}
		}
		if articles[i].Retracted {
			h.Write([]byte{1})
		}
	}
	return h.Sum64(), nil
}
