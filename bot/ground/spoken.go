package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// isSpoken reports whether a draft is somebody's quotation: its text is one, in marks, and no sentence.
func isSpoken(d bot.Draft) bool {
	return d.Kind == bot.Quote && d.Stance == "" && (d.Speaker != "" || d.Part == bot.Unattributed)
}

// spoken holds a quotation to stand in the passages that it cites, letter for letter and behind a quotation mark, and its speaker
// to be named in their articles. Each part is cited wherever it stands.
func spoken(d bot.Draft, cited []retrieval.Evidence) (citations []bot.Citation, why string) {
	text := strings.TrimSuffix(strings.TrimPrefix(d.Text, "“"), "”")
	if len(text) != len(d.Text)-len("“”") {
		return nil, "it is no quotation"
	}
	for part := range strings.SplitSeq(text, "” … “") {
		found := false
		for _, e := range cited {
			if at := behindMark(e.Passage.Text, part); at >= 0 {
				citations = append(citations, citation(e, retrieval.Span{Start: at, End: at + len(part)}))
				found = true
			}
		}
		if !found {
			return nil, fmt.Sprintf("the quotation “%s” is not in %s", part, listed(cited))
		}
	}
	if d.Speaker != "" && !slices.ContainsFunc(cited, func(e retrieval.Evidence) bool { return isNamed(e.Article, d.Speaker) }) {
		return nil, fmt.Sprintf("the article of %s does not name %s", listed(cited), d.Speaker)
	}
	return citations, ""
}

// behindMark is where a text has words behind a quotation mark, or -1.
func behindMark(text, words string) int {
	for from := 0; words != ""; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			break
		}
		at += from
		for _, mark := range []string{"“", "\"", "‘", "'", "„", "»", "«", "« ", "«\u00a0", "«\u202f"} {
			if strings.HasSuffix(text[:at], mark) {
				return at
			}
		}
		from = at + 1
	}
	return -1
}

// isNamed reports whether an article has a name, letter for letter or as one of its own.
func isNamed(a retrieval.Article, name string) bool {
	text := a.Headline + ".\n\n" + a.Text
	if strings.Contains(text, name) {
		return true
	}
	asked := mention.Names("by " + name)
	return len(asked) > 0 && slices.ContainsFunc(mention.Names(text), func(n mention.Name) bool { return mention.SameName(n, asked[0]) })
}

// listed names passages by their numbers.
func listed(cited []retrieval.Evidence) string {
	sources := make([]*source, len(cited))
	for i, e := range cited {
		sources[i] = &source{evidence: e}
	}
	return called(sources)
}
