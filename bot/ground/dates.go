package ground

import (
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// dates holds every date of a claim to be told by a source, relative dates read against the published date, or to be that
// published date.
func dates(claim *reading, cited []*source) string {
	for _, t := range claim.dates {
		if !slices.ContainsFunc(cited, func(s *source) bool { return tells(s, t, t.Span.In(claim.text)) }) {
			return fmt.Sprintf("date %s is not in %s", t.Span.In(claim.text), called(cited))
		}
	}
	return ""
}

// tells reports whether a source tells a date: it names the same or one that lies within it, or was published within it.
func tells(s *source, t mention.Date, words string) bool {
	for _, k := range s.dates {
		if strings.EqualFold(k.Span.In(s.text), words) || mention.SameDate(t, k) {
			return true
		}
		if t.Resolved && k.Resolved && !k.From.Before(t.From) && !k.To.After(t.To) {
			return true
		}
	}
	published := s.evidence.Article.Published
	return t.Resolved && !published.IsZero() && !published.Before(t.From) && published.Before(t.To)
}

// misdated holds a date to belong to what the claim's clause tells: where the passage tells that in a clause with another date,
// and nothing of it in one with this date, the date is of another event.
func misdated(a *alignment) string {
	for _, d := range a.claim.dates {
		if d.Precision == mention.Clock {
			continue
		}
		span := d.Span
		words := a.own(span.Start)
		if len(words) < 2 {
			continue
		}
		most, own, said := 0, 0, ""
		for _, s := range a.cited {
			for _, t := range s.sentences {
				if t.Start < s.from {
					continue
				}
				for _, part := range coordinate(s.text, t.words) {
					from, to := part[0].Start, part[len(part)-1].End
					same, has, text := false, false, ""
					for _, k := range s.dates {
						if k.Span.Start >= from && k.Span.End <= to && k.Precision == d.Precision {
							has = true
							if mention.SameDate(d, k) || d.Covers(k) {
								same = true
							} else {
								text = k.Span.In(s.text)
							}
						}
					}
					n := 0
					for _, w := range words {
						if slices.ContainsFunc(part, func(o match.Word) bool { return o.Stem == w.Stem }) {
							n++
						}
					}
					if same {
						own = max(own, n)
					} else if has && n > most {
						most, said = n, text
					}
				}
			}
		}
		if own == 0 && most > 1 {
			return fmt.Sprintf("%s dates it %s, not %s", called(a.cited), said, span.In(a.claim.text))
		}
	}
	return ""
}

// own are the words of topic of the claim's clause at a byte, without those of dates.
func (a *alignment) own(at int) (found []match.Word) {
	for _, s := range a.claim.sentences {
		for _, part := range coordinate(a.claim.text, s.words) {
			if at < part[0].Start || at > part[len(part)-1].End {
				continue
			}
			for _, w := range part {
				if !w.Stop && !w.Figure() && !weekdaysAndMonths[w.Form] {
					found = append(found, w)
				}
			}
		}
	}
	return found
}

// coordinate are the parts of a sentence that “and”, “but”, “while” or a semicolon part before a verb of their own.
func coordinate(text string, words []match.Word) (parts [][]match.Word) {
	from := 0
	for i := 1; i < len(words); i++ {
		joint := words[i].Form == "and" || words[i].Form == "but" || words[i].Form == "while" || strings.Contains(text[words[i-1].End:words[i].Start], ";")
		if joint && acted(words[from:i]) && acted(words[i:]) {
			parts, from = append(parts, words[from:i]), i
		}
	}
	return append(parts, words[from:])
}

func acted(words []match.Word) bool {
	for i := range words {
		if finite(words, i) {
			return true
		}
	}
	return false
}
