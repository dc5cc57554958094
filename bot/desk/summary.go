package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
)

// Lengths names the lengths of a summary, shortest first.
var Lengths = []string{bot.Brief, bot.Standard, bot.Detailed}

// Summary asks for a summary of articles, of a topic, or of all that the window and the period let through.
type Summary struct {
	Articles []string // by ID or headline
	Topic    string
	Period   string // "this week", "September 2016"; "" is any time
	Length   string // one of Lengths; "" means brief
}

// About is what is summarised, as it was asked for.
func (s Summary) About() string {
	return strings.Join(slices.DeleteFunc(append(slices.Clone(s.Articles), s.Topic, s.Period), func(t string) bool { return t == "" }), "; ")
}

const (
	// topicPassages is how many passages are found of a topic; the articles that they are of are read as a whole.
	topicPassages = 120
	// onTopic is the share of the best passage's score that the others need.
	onTopic = 0.5
	// mostSummarised bounds the articles that are read, the newest ones.
	mostSummarised = 500
)

// Summary summarises what it names, each sentence cited.
func (d *Desk) Summary(ctx context.Context, s Summary, w Window, show func(bot.Claim)) (bot.Answer, error) {
	s.Topic, s.Period = strings.TrimSpace(s.Topic), strings.TrimSpace(s.Period)
	s.Articles = slices.DeleteFunc(slices.Clone(s.Articles), func(name string) bool { return strings.TrimSpace(name) == "" })
	length := cmp.Or(s.Length, Lengths[0])
	if !slices.Contains(Lengths, length) {
		return bot.Answer{}, usage("error.length", "value", s.Length, "choices", strings.Join(Lengths, ", "))
	}
	if s.Period != "" && (w.Since != "" || w.Until != "") {
		return bot.Answer{}, usage("error.period_and_dates")
	}
	f, err := d.filter(ctx, w)
	if err != nil {
		return bot.Answer{}, err
	}
	counted := ""
	if s.Period != "" {
		if f.Since, f.Until, counted, err = d.ofPeriod(ctx, s.Period); err != nil {
			return bot.Answer{}, err
		}
	}
	q := bot.Question{Task: bot.Summarising, Length: length, Filter: f, Audience: d.audience}
	var found retrieval.Result
	older, began := 0, time.Now()
	switch {
	case len(s.Articles) > 0 && s.Topic != "":
		return bot.Answer{}, usage("error.article_and_topic")
	case len(s.Articles) > 0 && !f.IsZero():
		return bot.Answer{}, usage("error.article_and_window")
	case len(s.Articles) > 0:
		q.Text, found, err = d.ofArticles(ctx, s.Articles)
	case s.Topic != "":
		q.Text, q.Topic = s.Topic, s.Topic
		if err := written(s.Topic, "error.nothing_to_summarise"); err != nil {
			return bot.Answer{}, err
		}
		found, err = d.ofTopic(ctx, q)
	case !f.IsZero():
		q.Text = newsOf(s, w)
		found, older, err = d.ofWindow(ctx, f)
	default:
		return bot.Answer{}, usage("error.nothing_to_summarise")
	}
	if err != nil {
		return bot.Answer{}, err
	}
	found.Read.Shown = cmp.Or(counted, found.Read.Shown)
	answer, err := d.answer(ctx, q, found, began, show)
	if err != nil {
		return answer, err
	}
	answer.Untold.Older = older
	if answer.Abstained {
		err = d.outOfTime(ctx, &answer, cmp.Or(s.Period, strings.Trim(w.Since+" – "+w.Until, " –")))
	}
	return answer, err
}

// outOfTime says of an abstention that the coverage has nothing of the time asked for, if so, and which time it has.
func (d *Desk) outOfTime(ctx context.Context, answer *bot.Answer, asked string) error {
	articles, err := d.articles(ctx)
	if err != nil || asked == "" {
		return err
	}
	articles = slices.DeleteFunc(slices.Clone(articles), func(a retrieval.Article) bool { return a.Published.IsZero() })
	within := retrieval.Filter{Since: answer.Filter.Since, Until: answer.Filter.Until}
	if len(articles) == 0 || slices.ContainsFunc(articles, func(a retrieval.Article) bool { return lets(within, &a) }) {
		return nil
	}
	answer.Reason = English.Say("reason.no_time", "time", cleaned(asked), "from", bot.Day{Time: articles[0].Published}, "through", bot.Day{Time: articles[len(articles)-1].Published})
	return nil
}

// ofArticles is all of the articles that are named, and their headlines.
func (d *Desk) ofArticles(ctx context.Context, names []string) (headlines string, found retrieval.Result, err error) {
	if found, err = d.nothing(ctx); err != nil {
		return "", found, err
	}
	var all []string
	for _, name := range names {
		if utf8.RuneCountInString(name) > bot.MaxQuestion {
			return "", found, usage("error.long", "n", bot.MaxQuestion)
		}
		article, err := d.article(ctx, name, "error.no_article_or_topic")
		if err != nil {
			return "", found, err
		}
		all = append(all, cmp.Or(article.Headline, article.ID))
		if err := d.readInto(ctx, &found, article.ID); err != nil {
			return "", found, err
		}
	}
	return strings.Join(all, "; "), found, nil
}

// ofTopic is all of the articles that are on a topic: found well, or with a headline or a first sentence that names all of it.
func (d *Desk) ofTopic(ctx context.Context, q bot.Question) (retrieval.Result, error) {
	found, err := d.Search.Search(ctx, retrieval.Query{Text: q.Text, Filter: d.only(q.Filter), Audience: d.audience, K: topicPassages})
	if err != nil {
		return found, fmt.Errorf("search the coverage: %w", err)
	}
	least := 0.0
	for _, e := range found.Evidence {
		least = max(least, onTopic*e.Score)
	}
	topic := topicWords(q.Text)
	names := func(e retrieval.Evidence) bool {
		opens := e.Passage.Kind == retrieval.Body && e.Passage.Paragraph == 1 && len(e.Passage.Sentences) > 0
		return holdsAll(topicWords(e.Article.Headline), topic) || opens && holdsAll(topicWords(e.Passage.Sentences[0].In(e.Passage.Text)), topic)
	}
	found.Evidence = slices.DeleteFunc(found.Evidence, func(e retrieval.Evidence) bool {
		return e.Scores.Terms == 0 || e.Score < least && !names(e)
	})
	return found, d.fill(ctx, &found)
}

// topicWords are the stems of the words of a text that carry its topic.
func topicWords(text string) map[string]bool {
	stems := map[string]bool{}
	for _, w := range match.Words(text) {
		if !w.Stop {
			stems[w.Stem] = true
		}
	}
	return stems
}

// holdsAll reports whether there are words wanted, and all stand among some.
func holdsAll(some, wanted map[string]bool) bool {
	for w := range wanted {
		if !some[w] {
			return false
		}
	}
	return len(wanted) > 0
}

// ofWindow is all of the articles that a filter lets through, and how many older ones are left out where
// they are too many.
func (d *Desk) ofWindow(ctx context.Context, f retrieval.Filter) (found retrieval.Result, older int, err error) {
	if found, err = d.nothing(ctx); err != nil {
		return found, 0, err
	}
	articles, err := d.articles(ctx)
	if err != nil {
		return found, 0, err
	}
	articles = slices.DeleteFunc(slices.Clone(articles), func(a retrieval.Article) bool { return a.Retracted || !lets(f, &a) })
	older = max(0, len(articles)-mostSummarised)
	articles = articles[older:]
	for i := range articles {
		if err := d.readInto(ctx, &found, articles[i].ID); err != nil {
			return found, 0, err
		}
	}
	return found, older, nil
}

// lets reports whether a filter lets an article through.
func lets(f retrieval.Filter, a *retrieval.Article) bool {
	any := func(wanted []string, has ...string) bool {
		return len(wanted) == 0 || slices.ContainsFunc(has, func(h string) bool { return slices.Contains(wanted, h) })
	}
	return (f.Since.IsZero() || !a.Published.Before(f.Since)) && (f.Until.IsZero() || !a.Published.IsZero() && a.Published.Before(f.Until)) &&
		any(f.Outlets, a.Outlet) && any(f.Articles, a.ID) && any(f.Bylines, a.Authors()...) && any(f.Sections, a.Section, a.Label)
}

// newsOf names what is summarised where no topic does.
func newsOf(s Summary, w Window) string {
	text := "News"
	for _, part := range []struct{ before, what string }{
		{" of ", s.Period}, {" since ", w.Since}, {" until ", w.Until}, {" from ", w.Outlet}, {" by ", w.Author}, {" in ", w.Section}, {" in ", w.Article},
	} {
		if part.what != "" {
			text += part.before + part.what
		}
	}
	return text
}

// nothing is a result without evidence yet.
func (d *Desk) nothing(ctx context.Context) (retrieval.Result, error) {
	through, err := d.coverageThrough(ctx)
	return retrieval.Result{Confidence: 1, CoverageThrough: through}, err
}

// readInto adds an article's passages to the evidence, in reading order.
func (d *Desk) readInto(ctx context.Context, found *retrieval.Result, id string) error {
	article, _, err := d.Store.Article(ctx, id)
	if err != nil {
		return fmt.Errorf("read article %q: %w", id, err)
	}
	passages, err := d.passages(ctx, article)
	for _, p := range passages {
		found.Evidence = append(found.Evidence, retrieval.Evidence{N: len(found.Evidence) + 1, Passage: p, Article: article})
	}
	return err
}

// passages are those of an article that may be evidence, in reading order.
func (d *Desk) passages(ctx context.Context, article retrieval.Article) ([]retrieval.Passage, error) {
	if article.Retracted {
		return nil, nil
	}
	passages, err := d.Store.ArticlePassages(ctx, article.ID)
	if err != nil {
		return nil, fmt.Errorf("read article %q: %w", article.ID, err)
	}
	return slices.DeleteFunc(passages, func(p retrieval.Passage) bool { return p.Kind == retrieval.Instruction }), nil
}

func (d *Desk) coverageThrough(ctx context.Context) (time.Time, error) {
	articles, err := d.Store.Articles(ctx)
	if err != nil || len(articles) == 0 {
		return time.Time{}, err
	}
	return articles[len(articles)-1].Published, nil
}
