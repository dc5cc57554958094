package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"dateline/bot"
	"dateline/retrieval/match"
)

// Gap is a question that the coverage did not answer, however often it was asked, and in whatever words on the same topic.
type Gap struct {
	Question string // as it was last understood
	Kind     string // of the last abstention
	Reason   string // of the last abstention, in the words that its reader saw
	Count    int    // of times asked
	Askers   int    // who are known; those who had their data deleted are not
	First    time.Time
	Last     time.Time
}

// unanswered is one question that went unanswered.
type unanswered struct {
	id, words, asker string
	private          bool
	at               time.Time
}

// Gaps returns up to n questions that went unanswered in a guild since a time, the last asked first. Questions are one that speak of
// the same things: whatever their case, marks, word endings, order and question words. What was asked in private alone is left out.
func (m *Memory) Gaps(ctx context.Context, guild string, since time.Time, n int) ([]Gap, error) {
	var all []Gap
	err := m.look(ctx, "look up gaps", func(s session) error {
		asked, err := list(ctx, s, scanUnanswered, `SELECT id, gap, asker, private, at FROM answers
			WHERE guild = ? AND abstained AND at >= ? AND gap <> '' ORDER BY at DESC, id DESC`, guild, since)
		if err != nil {
			return err
		}
		for _, group := range onOneTopic(asked) {
			if len(all) == n {
				break
			}
			last, shown := group.lastShown()
			if !shown {
				continue
			}
			g := Gap{Count: len(group), Askers: group.askers(), First: group[len(group)-1].at, Last: group[0].at}
			var a bot.Answer
			if err := s.one(ctx, []any{&g.Kind, asJSON{&a}}, `SELECT kind, answer FROM answers WHERE id = ?`, last.id); err != nil {
				return err
			}
			g.Question, g.Reason = turnOf(a, g.Last).Full(), a.Reason
			all = append(all, g)
		}
		return nil
	})
	return all, err
}

func scanUnanswered(r row) (u unanswered, err error) {
	err = r.Scan(&u.id, &u.words, &u.asker, &u.private, when{&u.at})
	return u, err
}

// topic are the questions on one topic, the last asked first.
type topic []unanswered

// onOneTopic groups questions, which come with the last asked first, and keeps that order.
func onOneTopic(asked []unanswered) []topic {
	var all []topic
	at := map[string]int{}
	for _, u := range asked {
		key := topicOf(u.words)
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key], all = i, append(all, nil)
		}
		all[i] = append(all[i], u)
	}
	return all
}

// lastShown is the last one that was not asked in private.
func (t topic) lastShown() (unanswered, bool) {
	i := slices.IndexFunc(t, func(u unanswered) bool { return !u.private })
	return t[max(i, 0)], i >= 0
}

func (t topic) askers() int {
	known := map[string]bool{}
	for _, u := range t {
		if u.asker != "" {
			known[u.asker] = true
		}
	}
	return len(known)
}

// topicOf is the stems of a question's topic words, in order of the alphabet and each once.
func topicOf(words string) string {
	var all []string
	for _, w := range match.Topic(words) {
		if w.Form != "s" { // of a possessive whose mark is folded away
			all = append(all, w.Stem)
		}
	}
	slices.Sort(all)
	return cmp.Or(strings.Join(slices.Compact(all), " "), words)
}

// gapOf is the words of an unanswered question, folded.
func gapOf(a bot.Answer) string {
	folded := cases.Fold().String(norm.NFKC.String(strings.ToValidUTF8(turnOf(a, time.Time{}).Full(), " ")))
	return strings.Join(strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ")
}
