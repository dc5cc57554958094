package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
)

// MaxQuestion is the longest question taken, in characters: what a Discord message holds.
const MaxQuestion = 2000

// Errors that a reader is shown; each is a whole sentence.
var (
	ErrNoQuestion   = errors.New("there is no question; write one, for instance: What did Kerry tell Lavrov?")
	ErrLongQuestion = fmt.Errorf("the question is longer than %d characters; shorten it", MaxQuestion)
	ErrNoClaim      = errors.New("there is no claim; write one, for instance: Russia vetoed the resolution")
	ErrLongClaim    = fmt.Errorf("the claim is longer than %d characters; shorten it", MaxQuestion)
)

// loneNumber is a choice from some list, and asks nothing.
var loneNumber = regexp.MustCompile(`^\W*\d{1,2}\W*$`)

// nearest is how many passages an abstention shows.
const nearest = 3

// Bot runs the road: search, compose, ground, claim by claim.
type Bot struct {
	Search   Searcher
	Compose  Composer
	Fallback Composer // drafts where Compose fails, or none of its claims holds, before one was shown; nil where there is none
	Ground   Grounder
	Review   Reviewer                     // a second opinion on what Ground supports of a model's prose; nil where none is wanted
	Silent   func() []string              // what of the coverage has brought nothing new for too long, for readers; nil where nothing can
	Missing  func(question string) string // a sentence that begins with NotSaid, or ""; nil says of no question what is missing
	Log      *slog.Logger
}

// NotSaid begins what an abstention says is missing, in English.
const NotSaid = "The coverage does not say "

// Ask answers a question. Each claim is given to show, which may be nil, as soon as it is grounded; nothing shown is
// taken back. An abstention is an answer, not an error.
func (b *Bot) Ask(ctx context.Context, q Question, show func(Claim)) (Answer, error) {
	start := time.Now()
	q.Text = strings.TrimSpace(q.Text)
	if err := q.Check(); err != nil {
		return Answer{}, err
	}
	found, err := b.Search.Search(ctx, retrieval.Query{Text: q.Text, Filter: q.Filter, Audience: q.Audience, K: q.breadth()})
	if err != nil {
		return Answer{}, fmt.Errorf("search the coverage: %w", err)
	}
	retrieved := time.Now()
	answer, err := b.Answer(ctx, q, found, show)
	answer.Timings.Retrieve = retrieved.Sub(start).Milliseconds()
	answer.Timings.Total = time.Since(start).Milliseconds()
	return answer, err
}

// Answer composes and grounds an answer from evidence already found.
func (b *Bot) Answer(ctx context.Context, q Question, found retrieval.Result, show func(Claim)) (Answer, error) {
	run := &run{bot: b, task: q.Task, found: found, show: show, answer: Answer{
		Question: q.Text, Claims: []Claim{}, Dropped: []Dropped{}, Sources: []Source{}, CoverageThrough: Day{found.CoverageThrough},
		Filter: q.Filter, Read: found.Read, Notice: found.Read.Relaxed,
	}}
	if b.Silent != nil {
		run.answer.Silent = b.Silent()
	}
	start := time.Now()
	composer := b.Compose
	if q.Task == Quoting && b.Fallback != nil { // quotations are found; no model writes one
		composer = b.Fallback
	}
	err := run.compose(ctx, q, composer)
	if unfit, ok := errors.AsType[*Unfit](err); ok {
		run.unfit, err = unfit.Reader, nil
	}
	cause := ""
	switch {
	case ctx.Err() != nil:
	case err != nil:
		b.Log.Warn("composing failed", "composer", run.answer.Composer, "model", run.answer.Model, "error", err)
		notice := "The model's answer was cut short."
		cause = "The language model did not answer"
		if f, ok := errors.AsType[*Failure](err); ok {
			cause, notice = f.Reader, cmp.Or(f.Notice, notice)
		}
		run.answer.Notice = noticed(found.Read.Relaxed, notice)
	case len(run.answer.Dropped) > 0:
		cause = "The coverage does not carry what the language model wrote"
	}
	if cause != "" && len(run.answer.Claims) == 0 && b.Fallback != nil {
		if err != nil {
			run.answer.Notice = noticed(found.Read.Relaxed, cause+".")
			run.answer.Dropped = []Dropped{}
		}
		err = run.compose(ctx, q, b.Fallback)
		if len(run.answer.Claims) > 0 {
			run.answer.Notice = noticed(found.Read.Relaxed, cause+", so these are sentences of the coverage itself.")
		}
	}
	if err != nil && (len(run.answer.Claims) == 0 || ctx.Err() != nil) {
		return run.answer, fmt.Errorf("compose an answer: %w", err)
	}
	run.finish()
	run.answer.Timings.Ground = run.grounding.Milliseconds()
	run.answer.Timings.Total = time.Since(start).Milliseconds()
	run.answer.Timings.Compose = (time.Since(start) - run.grounding).Milliseconds()
	for _, d := range run.answer.Dropped[:len(run.answer.Dropped)-len(run.left)] {
		b.Log.Info("claim left out", "why", d.Why)
	}
	return run.answer, nil
}

// noticed joins what was set aside with what went wrong on the way.
func noticed(sentences ...string) string { return strings.TrimSpace(strings.Join(sentences, " ")) }

// run is one answer in the making.
type run struct {
	bot       *Bot
	task      Task
	found     retrieval.Result
	show      func(Claim)
	answer    Answer
	pending   []Claim   // grounded, not yet reviewed
	left      []Dropped // by the composer itself
	unfit     string    // why nothing can be drafted, for the reader
	grounding time.Duration
}

func (r *run) compose(ctx context.Context, q Question, c Composer) error {
	r.answer.Composer, r.answer.Model = c.Describe()
	r.left, r.answer.Undated, r.answer.Cut, r.answer.Untold = nil, 0, 0, Untold{}
	failure := r.draft(ctx, q, c)
	for _, claim := range r.pending {
		r.review(ctx, claim)
	}
	r.pending = nil
	return cmp.Or(failure, ctx.Err())
}

// draft grounds what a composer drafts, and adds it; prose that awaits a second opinion is left pending until the composer
// is done, since a small server answers one request at a time.
func (r *run) draft(ctx context.Context, q Question, c Composer) error {
	for draft, err := range c.Compose(ctx, q, r.found) {
		if err != nil {
			return err
		}
		if draft.Why != "" {
			r.left = append(r.left, Dropped{Text: draft.Text, Why: draft.Why})
			r.answer.Undated += draft.Undated
			r.answer.Cut += draft.Cut
			continue
		}
		if draft.Text == "" {
			r.answer.Untold = draft.Untold
			continue
		}
		start := time.Now()
		v := r.bot.Ground.Ground(draft, r.among(draft))
		r.grounding += time.Since(start)
		switch {
		case v.Claim.Grounding != Supported:
			r.answer.Dropped = append(r.answer.Dropped, Dropped{Text: draft.Text, Why: v.Why})
		case r.task == Chronicling && v.Claim.Date.IsZero():
			r.answer.Dropped = append(r.answer.Dropped, Dropped{Text: draft.Text, Why: "it gives no day"})
		case r.bot.Review != nil && v.Claim.Kind == Prose:
			r.pending = append(r.pending, v.Claim)
		default:
			r.add(v.Claim)
		}
	}
	return nil
}

// among is the evidence that may carry a draft.
func (r *run) among(d Draft) []retrieval.Evidence {
	if d.Among == nil {
		return r.found.Evidence
	}
	some := make([]retrieval.Evidence, 0, len(d.Among))
	for _, n := range d.Among {
		some = append(some, r.found.Evidence[n-1])
	}
	return some
}

// review adds a claim unless the second opinion is against it. Where there is none to be had the first one stands.
func (r *run) review(ctx context.Context, c Claim) {
	start := time.Now()
	supported, err := r.bot.Review.Review(ctx, c, r.found.Evidence)
	r.grounding += time.Since(start)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		r.bot.Log.Warn("no second opinion on a claim", "error", err)
		r.add(c)
	case supported:
		r.add(c)
	default:
		r.answer.Dropped = append(r.answer.Dropped, Dropped{Text: c.Text, Why: "the second opinion is that its passages do not carry it"})
	}
}

// add numbers a claim's sources and shows it. Of an answer a model's markers keep the numbers that the model was shown;
// sentences of the coverage, and summaries, which may be of thousands of passages, are numbered in the order in which
// they are cited, so that the list has no gaps.
func (r *run) add(c Claim) {
	for i, cite := range c.Citations {
		e, span := r.found.Evidence[cite.N-1], retrieval.Span{Start: cite.Start, End: cite.End}
		at := slices.IndexFunc(r.answer.Sources, func(s Source) bool { return s.PassageID == cite.PassageID })
		if at < 0 {
			n := cite.N
			if c.Kind == Quote || r.task == Summarising {
				n = len(r.answer.Sources) + 1
			}
			at = len(r.answer.Sources)
			source := NewSource(n, e)
			source.Paragraph += strings.Count(source.Text[:cite.Start], "\n\n")
			r.answer.Sources = append(r.answer.Sources, source)
		}
		r.answer.Sources[at].cite(span, e.Passage.Paragraph)
		c.Citations[i].N = r.answer.Sources[at].N
	}
	r.answer.Claims = append(r.answer.Claims, c)
	if r.show != nil {
		r.show(c)
	}
}

func (r *run) finish() {
	if r.task == Checking && r.unfit == "" {
		r.decide()
	}
	refused := len(r.answer.Dropped) > 0
	r.answer.Dropped = append(r.answer.Dropped, r.left...)
	if len(r.answer.Claims) > 0 {
		slices.SortStableFunc(r.answer.Sources, func(a, b Source) int { return cmp.Compare(a.N, b.N) })
		if r.task == Chronicling { // a model may not keep to the order
			slices.SortStableFunc(r.answer.Claims, func(a, b Claim) int { return a.Date.Compare(b.Date.Time) })
		}
		return
	}
	r.answer.Abstained = true
	r.answer.Reason = cmp.Or(r.unfit, r.missing(), reason(r.task, refused))
	near := r.found.Evidence
	if r.task != Answering { // it has whole articles as they read
		near = slices.SortedStableFunc(slices.Values(near), func(a, b retrieval.Evidence) int { return cmp.Compare(b.Score, a.Score) })
	}
	for i, e := range near[:min(nearest, len(near))] {
		r.answer.Sources = append(r.answer.Sources, NewSource(i+1, e))
	}
}

// missing is what the coverage does not say, where nothing was drafted and the question's form lets it be said.
func (r *run) missing() string {
	if r.bot.Missing == nil || r.task != Answering || len(r.answer.Dropped) > 0 {
		return ""
	}
	return r.bot.Missing(r.answer.Question)
}

// reason is why nothing is shown: nothing was drafted, or all of it was dropped.
func reason(task Task, dropped bool) string {
	switch {
	case task == Quoting:
		return "The coverage quotes nobody of this name with certainty."
	case task == Checking:
		return "The coverage neither supports nor contradicts this."
	case task == Summarising && dropped:
		return "The coverage does not support a summary of this."
	case task == Summarising:
		return "The coverage does not speak of this."
	case task == Chronicling && dropped:
		return "The coverage does not support a timeline of this."
	case task == Chronicling:
		return "The coverage dates no event of this."
	case dropped:
		return "The coverage does not support an answer to this question."
	}
	return "The coverage does not answer this question."
}

// Check reports what is wrong with the question, in a sentence for the reader.
func (q Question) Check() error {
	none, long := ErrNoQuestion, ErrLongQuestion
	if q.Task == Checking {
		none, long = ErrNoClaim, ErrLongClaim
	}
	switch {
	case strings.IndexFunc(q.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0, loneNumber.MatchString(q.Text):
		return none
	case utf8.RuneCountInString(q.Text) > MaxQuestion:
		return long
	}
	return nil
}
