package memory

import (
	"context"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"dateline/bot"
)

// Gap is a question that the coverage did not answer, however often it was asked.
type Gap struct {
	Question string // as it was last understood
	Kind     string // of the last abstention
	Reason   string // of the last abstention, in the words that its reader saw
	Count    int    // of times asked
	Askers   int    // who are known; those who had their data deleted are not
	First    time.Time
	Last     time.Time
}

// Gaps returns up to n questions that went unanswered in a guild since a time, the last asked first. Questions are one that have the same words,
// whatever their case and marks. What was asked in private alone is left out.
func (m *Memory) Gaps(ctx context.Context, guild string, since time.Time, n int) ([]Gap, error) {
	var all []Gap
	err := m.look(ctx, "look up gaps", func(s session) (err error) {
		all, err = list(ctx, s, scanGap, `SELECT kind, answer, asked, askers, first, last
			FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY gap ORDER BY at DESC, id DESC) AS place
				FROM answers WHERE guild = ? AND abstained AND at >= ? AND NOT private AND gap <> '') AS latest
			JOIN (SELECT gap AS same, COUNT(*) AS asked, COUNT(DISTINCT NULLIF(asker, '')) AS askers, MIN(at) AS first, MAX(at) AS last
				FROM answers WHERE guild = ? AND abstained AND at >= ? GROUP BY gap) AS counted ON same = gap
			WHERE place = 1 ORDER BY last DESC, id LIMIT ?`, guild, since, guild, since, n)
		return err
	})
	return all, err
}

func scanGap(r row) (g Gap, err error) {
	var a bot.Answer
	err = r.Scan(&g.Kind, asJSON{&a}, &g.Count, &g.Askers, when{&g.First}, when{&g.Last})
	g.Question, g.Reason = turnOf(a, g.Last).Full(), a.Reason
	return g, err
}

// gapOf is what an unanswered question is grouped by: its words, folded.
func gapOf(a bot.Answer) string {
	folded := cases.Fold().String(norm.NFKC.String(strings.ToValidUTF8(turnOf(a, time.Time{}).Full(), " ")))
	return strings.Join(strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ")
}
