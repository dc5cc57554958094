package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
	utterances "dateline/retrieval/speech"
)

// fewestQuoted is how many words a quotation has at least by which its speaker is known: fewer may be anybody's.
const fewestQuoted = 4

// saidBy is how a passage stands to a claim that somebody named said what the claim quotes: against it where the article certainly has
// somebody else named say the same words. ok is false where it does not tell that.
func saidBy(claim string, e retrieval.Evidence) (st bot.Stance, ok bool) {
	said := utterances.In(retrieval.Article{Text: claim, Blocks: []retrieval.Block{{Span: retrieval.Span{End: len(claim)}, Kind: retrieval.Body}}})
	if len(said) != 1 || len(said[0].Parts) != 1 || !isSomebody(said[0].Speaker) {
		return st, false
	}
	who, words := said[0].Speaker, said[0].Parts[0].In(claim)
	if len(match.Words(words)) < fewestQuoted || !holds(fold(e.Passage.Text), fold(words)) {
		return st, false
	}
	for _, u := range utterances.In(e.Article) {
		for _, part := range u.Parts {
			if !holds(fold(part.In(e.Article.Text)), fold(words)) {
				continue
			}
			if u.Nested || !isSomebody(u.Speaker) || mayBe(u.Speaker, who) || mayBe(u.Via, who) {
				return st, false
			}
			for _, s := range e.Passage.Sentences {
				if strings.Contains(fold(s.In(e.Passage.Text)), fold(words)) {
					return bot.Stance{Side: bot.Against, Span: s, Score: 1, Speaker: u.Speaker.Name, Why: fmt.Sprintf("the article has %s say it", u.Speaker.Name)}, true
				}
			}
		}
	}
	return st, false
}

// isSomebody reports whether a speaker is named, and may be a person.
func isSomebody(s utterances.Speaker) bool {
	return !s.IsZero() && !s.Unnamed && (s.Kind == utterances.Person || s.Kind == utterances.Unknown)
}

// mayBe reports whether a speaker may be another one, or speak for them: they have a word of name or role in common.
func mayBe(s, other utterances.Speaker) bool {
	return s.Is(other.Mention) || s.SpeaksFor(other.Mention) || slices.ContainsFunc(match.Words(s.Name+" "+s.Role), func(w match.Word) bool {
		return !w.Stop && slices.ContainsFunc(match.Words(other.Name+" "+other.Role), func(o match.Word) bool { return o.Stem == w.Stem })
	})
}
