package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/retrieval/match"
	"dateline/retrieval/measure"
)

// answersReport is what eval answers --json prints. Shares are 0..1; those with nothing to be a share of are 0.
type answersReport struct {
	Items                  int     `json:"items"`
	AnsweredWhenAnswerable float64 `json:"answered_when_answerable"`
	AbstainedWhenNot       float64 `json:"abstained_when_not"`
	AnswerInClaims         float64 `json:"answer_in_claims"`   // of the answerable that name an answer
	AnswerInEvidence       float64 `json:"answer_in_evidence"` // the same, in the passages cited
	CitationPrecision      float64 `json:"citation_precision"` // of the citations, where the set has judgements
	QuotationsExact        float64 `json:"quotations_exact"`   // of the citations: the quote stands where it says
	MS                     struct {
		P50 float64 `json:"p50"`
		P95 float64 `json:"p95"`
	} `json:"ms"`
}

func (a *app) evalAnswersCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "answers FILE|DIR",
		Short: "Answers and abstentions on questions with known answers",
		Long: "Asks every question of a JSONL file of the configured coverage, or those of a folder of its own documents.\n" +
			"An answer is found where its words stand in the text, letter case and punctuation aside; one of more than\n" +
			"six words, where seven in ten of its topic words do.",
		Example: "  dateline eval answers path/to/questions.jsonl",
		Args:    onePath,
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := a.evalAnswers(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.out, report)
			}
			fmt.Fprintf(a.out, "%d questions\n", report.Items)
			fmt.Fprintf(a.out, "answered when answerable  %.3f\nabstained when not        %.3f\n", report.AnsweredWhenAnswerable, report.AbstainedWhenNot)
			fmt.Fprintf(a.out, "answer in the claims      %.3f\nanswer in the evidence    %.3f\n", report.AnswerInClaims, report.AnswerInEvidence)
			fmt.Fprintf(a.out, "citation precision        %.3f\nquotations exact          %.3f\n", report.CitationPrecision, report.QuotationsExact)
			fmt.Fprintf(a.out, "milliseconds              %.1f at the median, %.1f at the 95th percentile\n", report.MS.P50, report.MS.P95)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (a *app) evalAnswers(ctx context.Context, path string) (answersReport, error) {
	at, err := os.Stat(path)
	if err != nil {
		return answersReport{}, err
	}
	if !at.IsDir() {
		questions, err := measure.Questions(path)
		if err != nil {
			return answersReport{}, err
		}
		o, err := a.open(ctx)
		if err != nil {
			return answersReport{}, err
		}
		defer o.close()
		return evaluateAnswers(ctx, o.desk.Bot.Ask, questions, nil)
	}
	set, err := measure.Load(path)
	if err != nil {
		return answersReport{}, err
	}
	s, err := a.settings()
	if err != nil {
		return answersReport{}, err
	}
	r, err := newRooms(ctx, s, a.errOut)
	if err != nil {
		return answersReport{}, err
	}
	_, found, err := r.inMemory(ctx, set)
	if err != nil {
		return answersReport{}, err
	}
	return evaluateAnswers(ctx, r.bot(found).Ask, set.Queries, set.Grades)
}

type asker func(ctx context.Context, q bot.Question, show func(bot.Claim)) (bot.Answer, error)

// evaluateAnswers asks the questions. grades, which may be nil, say which articles are right for which question.
func evaluateAnswers(ctx context.Context, ask asker, questions []measure.Query, grades map[string]map[string]int) (answersReport, error) {
	var answered, abstained, inClaims, inEvidence, precise, exact share
	var ms []float64
	for _, q := range questions {
		start := time.Now()
		a, err := ask(ctx, bot.Question{Text: q.Text}, nil)
		if err != nil {
			return answersReport{}, fmt.Errorf("question %q: %w", q.ID, err)
		}
		ms = append(ms, float64(time.Since(start).Microseconds())/1000)
		if q.Answerable != nil && !*q.Answerable {
			abstained.add(a.Abstained)
			continue
		}
		answered.add(!a.Abstained)
		if len(q.Answers) > 0 {
			inClaims.add(!a.Abstained && holdsAny(claimsText(a), q.Answers))
			inEvidence.add(!a.Abstained && holdsAny(sourcesText(a), q.Answers))
		}
		for _, c := range a.Claims {
			for _, cite := range c.Citations {
				source := a.Sources[slices.IndexFunc(a.Sources, func(s bot.Source) bool { return s.N == cite.N })]
				exact.add(source.Text[cite.Start:cite.End] == cite.Quote)
				if grades != nil {
					precise.add(grades[q.ID][source.ArticleID] > 0)
				}
			}
		}
	}
	report := answersReport{
		Items: len(questions), AnsweredWhenAnswerable: answered.value(), AbstainedWhenNot: abstained.value(),
		AnswerInClaims: inClaims.value(), AnswerInEvidence: inEvidence.value(), CitationPrecision: precise.value(),
		QuotationsExact: exact.value(),
	}
	slices.Sort(ms)
	if len(ms) > 0 {
		report.MS.P50, report.MS.P95 = ms[len(ms)/2], ms[len(ms)*95/100]
	}
	return report, nil
}

// share counts how many of some hold.
type share struct{ held, all float64 }

func (s *share) add(holds bool) {
	s.all++
	if holds {
		s.held++
	}
}

func (s share) value() float64 {
	if s.all == 0 {
		return 0
	}
	return s.held / s.all
}

func claimsText(a bot.Answer) string {
	var all []string
	for _, c := range a.Claims {
		all = append(all, c.Text)
	}
	return strings.Join(all, "\n")
}

func sourcesText(a bot.Answer) string {
	var all []string
	for _, s := range a.Sources {
		all = append(all, s.Text)
	}
	return strings.Join(all, "\n")
}

// wordy is the number of words above which an answer need not be found letter for letter.
const (
	wordy      = 6
	wordyShare = 0.7
)

func holdsAny(text string, answers []string) bool {
	plain := folded(text)
	stems := map[string]bool{}
	for _, w := range match.Words(text) {
		stems[w.Stem] = true
	}
	return slices.ContainsFunc(answers, func(answer string) bool {
		if strings.Contains(plain, folded(answer)) {
			return true
		}
		topic := match.Topic(answer)
		met := 0
		for _, w := range topic {
			if stems[w.Stem] {
				met++
			}
		}
		return len(strings.Fields(answer)) > wordy && float64(met) >= wordyShare*float64(len(topic))
	})
}

// folded is text without letter case, punctuation and repeated white space, between blanks.
func folded(text string) string {
	var forms []string
	for _, w := range match.Words(text) {
		forms = append(forms, strings.ToLower(w.Form))
	}
	return " " + strings.Join(forms, " ") + " "
}
