package digest

import (
	"cmp"
	"context"
	"slices"

	"dateline/bot"
	"dateline/retrieval"
	"dateline/retrieval/match"
)

// article is what the evidence holds of one article.
type article struct {
	*retrieval.Article
	score     float64               // the best of its passages'
	weight    float64               // in a summary of several
	evidence  []*retrieval.Evidence // its passages, in reading order
	sentences []*sentence           // in reading order
	headline  []int32               // the words of its headline and of the topic
	about     []int32               // those and what its first sentences speak of
	named     bool                  // its headline speaks of the topic, or there is none
	news      *sentence             // what a summary shows of it before all else; nil where none of its sentences stands by itself
}

// compare orders articles by date, those of unknown date first, then by ID.
func (a *article) compare(b *article) int {
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
}

// Coverage is the articles that there are to summarise, read and ranked. It is not safe for concurrent use.
type Coverage struct {
	topic    string     // "" where all of it is asked for
	articles []*article // in order of date
	stories  []*story
}

// reader reads articles and numbers their words.
type reader struct {
	wanted  []match.Word
	topic   []int32
	numbers map[string]int32
}

// Read reads evidence, which may be of one article or of many, and in any order: it tells its articles apart, wire copies once,
// and ranks their sentences. Of an article that is summarised whole all passages are wanted; of one that is summarised for a
// topic, those that speak of it, with their scores, and its first. topic is what the reader asked for, whose words draw the
// summary to it; "" is all that there is, of which each story is told as much. Progress (bot.WithProgress) is told article by article; once ctx has ended, nothing more is read.
func Read(ctx context.Context, topic string, evidence []retrieval.Evidence) *Coverage {
	r := &reader{numbers: map[string]int32{}}
	r.wanted = match.Words(topic)
	r.topic = r.number(r.wanted)
	articles := once(gather(evidence))
	progress := bot.Progress(ctx)
	most := 0.0
	for i, a := range articles {
		if ctx.Err() != nil {
			return &Coverage{}
		}
		r.read(a)
		most = max(most, a.score)
		progress(i+1, len(articles))
	}
	r.retract(articles)
	weigh(articles, r.topic, most)
	c := &Coverage{topic: topic, articles: articles, stories: stories(articles, sameStory)}
	for _, a := range articles {
		rank([]*article{a}, most)
		a.news = a.lede(r.topic)
	}
	for _, s := range c.stories {
		if len(s.articles) > 1 {
			rank(s.articles, most)
		}
	}
	return c
}

// gather collects the body passages of each article.
func gather(evidence []retrieval.Evidence) []*article {
	var all []*article
	byID := map[string]*article{}
	for i := range evidence {
		e := &evidence[i]
		if e.Passage.Kind != retrieval.Body {
			continue
		}
		a := byID[e.Article.ID]
		if a == nil {
			a = &article{Article: &e.Article}
			byID[e.Article.ID] = a
			all = append(all, a)
		}
		a.evidence = append(a.evidence, e)
		a.score = max(a.score, e.Score)
	}
	for _, a := range all {
		slices.SortStableFunc(a.evidence, func(x, y *retrieval.Evidence) int { return cmp.Compare(x.Passage.Span.Start, y.Passage.Span.Start) })
	}
	slices.SortStableFunc(all, (*article).compare)
	return all
}

// once leaves out every article that an earlier one of the same story, lightly edited, stands for.
func once(articles []*article) []*article {
	kept := make([]*article, 0, len(articles))
	holding := map[uint32][]*article{} // by each hash of their sketches
	for _, a := range articles {
		seen := map[*article]bool{}
		isCopy := false
		for _, h := range a.Sketch {
			for _, b := range holding[h] {
				if !seen[b] && !isCopy {
					seen[b] = true
					isCopy = a.Sketch.SameStory(b.Sketch)
				}
			}
		}
		if isCopy {
			continue
		}
		kept = append(kept, a)
		for _, h := range a.Sketch {
			holding[h] = append(holding[h], a)
		}
	}
	return kept
}

// read reads an article's sentences. Where none of them tells anything by itself by the rules, which are made for English, all
// count.
func (r *reader) read(a *article) {
	apart := false             // a sentence stands by itself
	known := map[string]bool{} // stems of the headline and the topic
	for _, w := range slices.Concat(match.Words(a.Headline), r.wanted) {
		known[w.Stem] = true
	}
	for _, e := range a.evidence {
		from := len(a.sentences)
		for _, span := range e.Passage.Sentences {
			text := span.In(e.Passage.Text)
			words := match.Words(text)
			s := &sentence{evidence: e, article: a, span: span, place: len(a.sentences), length: len(words)}
			s.words = r.number(words)
			s.quoted = quotedShare(text)
			s.told = s.quoted < bareQuotation && tells(text, words)
			s.points = points(text, words, known)
			s.leans = leans(text, words, s.place == 0) && RecitalOf(text) == NoRecital
			a.sentences = append(a.sentences, s)
		}
		uncaption(a.sentences[from:])
	}
	for _, s := range a.sentences {
		apart = apart || s.told && !s.leans
	}
	if !apart {
		for _, s := range a.sentences {
			s.told, s.leans = len(s.words) > 0, s.leans && s.place > 0
		}
	}
	headline := r.number(match.Words(a.Headline))
	a.named = len(r.topic) == 0 || shared(headline, r.topic) > 0
	a.headline = union(headline, r.topic)
	ledes := [][]int32{a.headline}
	for _, s := range a.sentences {
		if s.told && len(ledes) <= ledeSentences {
			ledes = append(ledes, s.words)
		}
	}
	a.about = union(ledes...)
	r.assume(a)
	a.reply()
}

// ledeSentences say, beside the headline, what an article is about.
const ledeSentences = 4

// union is the words of several sets.
func union(sets ...[]int32) []int32 {
	all := slices.Concat(sets...)
	slices.Sort(all)
	return slices.Compact(all)
}

// bareQuotation is the share of a sentence in quotation marks from which on it names no speaker.
const bareQuotation = 0.9

// uncaption takes out the paragraphs of a passage that a credit shows to be captions.
func uncaption(sentences []*sentence) {
	for i, s := range sentences {
		if !credit.MatchString(s.text()) {
			continue
		}
		s.told = false
		for j := i - 1; j >= 0 && sentences[j+1].follows(sentences[j]); j-- {
			sentences[j].told = false
		}
	}
}

// number gives the topic words of a text their numbers: each once, in order.
func (r *reader) number(words []match.Word) []int32 {
	var all []int32
	for _, w := range words {
		if w.Stop {
			continue
		}
		n, ok := r.numbers[w.Stem]
		if !ok {
			n = int32(len(r.numbers))
			r.numbers[w.Stem] = n
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
