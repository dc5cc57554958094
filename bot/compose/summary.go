package compose

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"dateline/bot"
	"dateline/bot/digest"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/language"
)

// summary is one in the making. What does not fit one prompt is read in parts, story by story: of each part the model notes the
// sentences that matter (map), and from the notes it writes the summary (reduce), once it has noted fewer where they do not
// fit (fold). Every prompt fits the context.
type summary struct {
	llm      *LLM
	question bot.Question
	passages []retrieval.Evidence       // by story, the newest last
	byNumber map[int]retrieval.Evidence // the same
	stories  map[int]string             // the headings of their stories
	heads    *heads
	foreign  bool
	notes    []note
	written  int // sentences of the summary
	parts    int // asked for
	missing  int // of these, for which the model did not answer
	progress func(done, of int)
}

// sheet is a prompt and what the numbers in it, from 1, stand for: numbers of evidence.
type sheet struct {
	prompt
	given [][]int
	most  int // notes that are asked for, of notes
}

// errTooLong is that not all that the model is to write from fits its context.
var errTooLong = errors.New("the coverage is longer than the context")

// Sentences that are read at most of what a model writes in a form: twice as many as it is asked for.
var mostOf = map[string]int{bot.Brief: 6, bot.Standard: 18, bot.Detailed: 64, noting: 2 * mostNotes}

// summarise gives the sentences of a summary as they are completed, and behind them what stands beside it. Parts that the model
// did not answer for are missing, and the error says so when the rest is given.
func (l *LLM) summarise(ctx context.Context, q bot.Question, evidence []retrieval.Evidence, give func(bot.Draft) bool) error {
	coverage := digest.Read(bot.WithProgress(ctx, nil), q.Topic, evidence)
	s := l.newSummary(ctx, q, coverage)
	if len(s.passages) == 0 {
		return ctx.Err()
	}
	var given []bot.Draft
	written := func(d bot.Draft) bool {
		d.Told = s.told(d)
		given = append(given, d)
		return give(d)
	}
	err := s.whole(ctx, written)
	if errors.Is(err, errTooLong) {
		if err = s.read(ctx); err == nil {
			err = s.write(ctx, written)
		}
	}
	if s.written > 0 && s.question.Length != bot.Brief && ctx.Err() == nil && !errors.Is(err, errLeft) {
		for _, d := range coverage.Asides() {
			if !give(d) {
				return errLeft
			}
			given = append(given, d)
		}
	}
	isOpen := slices.ContainsFunc(given, func(d bot.Draft) bool { return len(d.Markers) == 0 }) // which story it is of
	if untold := coverage.Untold(given); len(given) > 0 && !isOpen && untold.Stories > 0 && ctx.Err() == nil && !errors.Is(err, errLeft) && !give(bot.Draft{Untold: untold}) {
		return errLeft
	}
	if err == nil && s.missing > 0 {
		return &missing{s.missing, s.parts}
	}
	return err
}

// newSummary is a summary of coverage before it is begun.
func (l *LLM) newSummary(ctx context.Context, q bot.Question, coverage *digest.Coverage) *summary {
	q.Length = cmp.Or(q.Length, bot.Brief)
	s := &summary{llm: l, question: q, byNumber: map[int]retrieval.Evidence{}, stories: map[int]string{}, progress: bot.Progress(ctx)}
	for _, story := range coverage.Stories() {
		for i, e := range story.Evidence {
			s.passages = append(s.passages, e)
			s.byNumber[e.N], s.stories[e.N] = e, story.Heading
			s.foreign = s.foreign || i == 0 && language.Differ(q.Text, e.Passage.Text)
		}
	}
	if len(s.passages) > 0 {
		s.heads = newHeads(coverage.Headings(), s.passages)
	}
	return s
}

// told is the day by which what a model writes counts days as the article does that it cites first, in a summary of several.
func (s *summary) told(d bot.Draft) bot.Day {
	first := s.passages[0].Article.ID
	if len(d.Markers) == 0 || !slices.ContainsFunc(s.passages, func(e retrieval.Evidence) bool { return e.Article.ID != first }) {
		return bot.Day{}
	}
	return digest.Told(d.Text, s.byNumber[d.Markers[0]].Article.Published)
}

// whole writes the summary from the passages themselves, if all of them fit one prompt.
func (s *summary) whole(ctx context.Context, give func(bot.Draft) bool) error {
	fill := func(room int) (sheet, error) {
		made, err := s.fill(s.question.Length, s.passages, room)
		if err == nil && len(made.given) < len(s.passages) {
			err = errTooLong
		}
		return made, err
	}
	if _, err := fill(s.llm.ContextTokens()); errors.Is(err, errTooLong) {
		return err
	}
	s.progress(0, 1)
	err := s.ask(ctx, s.question.Length, fill, func(d bot.Draft) bool { s.written++; return give(d) })
	if !errors.Is(err, errTooLong) {
		s.progress(1, 1)
	}
	return err
}

// write writes the summary from the notes. What it gives may be carried by no other evidence than the notes cite: to hold it
// against thousands of passages takes too long.
func (s *summary) write(ctx context.Context, give func(bot.Draft) bool) error {
	for range mostFolds {
		if len(s.notes) == 0 {
			return nil
		}
		var among []int
		for _, n := range s.notes {
			among = append(among, n.cited...)
		}
		slices.Sort(among)
		among = slices.Compact(among)
		fill := func(room int) (sheet, error) {
			made, err := s.fillNotes(s.question.Length, s.notes, room)
			if err == nil && len(made.given) < len(s.notes) {
				err = errTooLong
			}
			return made, err
		}
		s.progress(s.parts, s.parts+1)
		err := s.ask(ctx, s.question.Length, fill, func(d bot.Draft) bool { s.written++; d.Among = among; return give(d) })
		if !errors.Is(err, errTooLong) {
			s.progress(s.parts+1, s.parts+1)
			return err
		}
		if err := s.fold(ctx); err != nil {
			return err
		}
	}
	return errTooLong
}

// ask asks for a form of writing from what fill puts into the prompt.
func (s *summary) ask(ctx context.Context, form string, fill func(room int) (sheet, error), give func(bot.Draft) bool) error {
	var made sheet
	build := func(room int) (p prompt, err error) {
		made, err = fill(room)
		return made.prompt, err
	}
	begin := func() *answer {
		var evidence []retrieval.Evidence
		for _, n := range slices.Concat(made.given...) {
			evidence = append(evidence, s.byNumber[n])
		}
		a := newAnswer(evidence, mostOf[form])
		a.outline = outline{length: form, heads: s.heads}
		a.cites = made.cites
		return a
	}
	return s.llm.ask(ctx, build, begin, give)
}

// cites is what the numbers of a prompt stand for, each once.
func (s sheet) cites(numbers []int) (cited []int) {
	for _, n := range numbers {
		if n < 1 || n > len(s.given) {
			continue
		}
		for _, e := range s.given[n-1] {
			if !slices.Contains(cited, e) {
				cited = append(cited, e)
			}
		}
	}
	return cited
}

func (s *summary) page(form string, room int) page {
	p := s.llm.page(s.question, form, room)
	p.Foreign = s.foreign
	return p
}

// fill puts as many passages into a prompt, in order, as room holds; the first one, where it alone is too long, cut at a
// sentence.
func (s *summary) fill(form string, passages []retrieval.Evidence, room int) (sheet, error) {
	p, made := s.page(form, room), sheet{}
	if form == noting {
		p.Most, made.most = mostNotes, mostNotes
	}
	left, err := p.left(room)
	if err != nil {
		return made, err
	}
	for _, e := range passages {
		next := newPassage(e)
		left -= next.overhead(p.Fence)
		if len(p.Passages) > 0 && endpoint.Tokens(endpoint.Neutralise(e.Passage.Text)) > left {
			break
		}
		if next.Text = fit(e.Passage, left); next.Text == "" {
			break
		}
		left -= endpoint.Tokens(next.Text)
		made.given = append(made.given, []int{e.N})
		next.N = len(made.given)
		p.Passages = append(p.Passages, next)
	}
	made.prompt, err = s.llm.request(p, room)
	return made, err
}

// missing is that parts of the coverage were not read.
type missing struct{ parts, of int }

func (*missing) Error() string { return "the model did not answer for some parts of the coverage" }
