package search

import (
	"cmp"
	"math"
	"slices"

	"dateline/retrieval"
	"dateline/retrieval/event"
	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// Ranker tells which sentences answer a question, by a logistic model over features of words, answer kinds and position.
// It is safe for concurrent use.
type Ranker struct{ lexicon match.Lexicon }

// NewRanker ranks with the words that lexicon knows.
func NewRanker(lexicon match.Lexicon) *Ranker { return &Ranker{lexicon: lexicon} }

// Sentence is a sentence of a piece of evidence with the probability that it answers.
type Sentence struct {
	Evidence int            // its number N
	Index    int            // which of the passage's Sentences it is
	Span     retrieval.Span // in the passage's text
	Score    float64        // 0..1
	Features Features       // what the score is made of
	InForm   bool           // it has the very form of an answer
	Unfit    string         // why it may not be shown as an answer, or ""
}

// Lacks reports whether the question asks for a date or a figure and the sentence holds none. Other kinds of answer are not
// told surely enough to say so.
func (s Sentence) Lacks(q Question) bool {
	return (q.Asks == Time || q.Asks == Count) && s.Features[fKind] == 0
}

// Sentences ranks every sentence of the evidence, best first; equal ones stay in reading order.
func (r *Ranker) Sentences(q Question, evidence []retrieval.Evidence) []Sentence {
	reading, plain := r.read(q, evidence), q.Shape(evidence) == Plain
	all := make([]Sentence, 0, len(reading.sentences))
	isNews, inForm := false, false
	for i := range reading.sentences {
		s := &reading.sentences[i]
		isNews, inForm = isNews || reading.newsworth(s) > 0, inForm || reading.answersInForm(s)
	}
	for i := range reading.sentences {
		s := &reading.sentences[i]
		f := reading.features(s)
		x := Sentence{Evidence: s.evidence.N, Index: s.index, Span: s.span, Score: SentenceWeights.probability(f), Features: f}
		switch worth := reading.newsworth(s); {
		case worth > 0:
			x.Score = worth
		case inForm && reading.answersInForm(s):
			x.Score, x.InForm = 1, true
		case isNews, inForm:
			x.Unfit = "others have the form of the answer"
		case plain || asks(s.text()):
			x.Unfit = reading.unfit(s)
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b Sentence) int { return cmp.Compare(b.Score, a.Score) })
	return all
}

// reading is a question held against every sentence of its evidence.
type reading struct {
	Question
	lexicon   match.Lexicon
	target    *match.Target
	names     []mention.Name // of the question
	vector    []float32
	best      float64                  // score of the evidence
	roles     roles                    // of the topic words
	days      []calendarDays           // that the answer is bounded to
	addressed []int                    // the topic words that name to whom something was said
	states    bool                     // whether somebody is something is asked: is Kerry dead?
	remaining bool                     // those who are left are asked for, not those who left
	office    *office                  // the holder of which is asked for
	headed    bool                     // an article's headline names what news is asked of
	events    map[string][]event.Event // of passages, by ID, as far as they were looked for
	sentences []sentence
}

// sentence is one sentence as it was read.
type sentence struct {
	evidence *retrieval.Evidence
	index    int
	span     retrieval.Span
	words    []match.Word
	names    []mention.Name
	match    match.Match
	story    match.Match // of the article's headline and lede
	passage  match.Match // of the whole passage, the headline and the lede
	carried  match.Match // with what the sentences before it meet, at a discount
	before   *sentence   // the one before it in the passage
	after    *sentence   // the one after it
}

func (s *sentence) text() string { return s.span.In(s.evidence.Passage.Text) }

func (r *Ranker) read(q Question, evidence []retrieval.Evidence) *reading {
	q = spell(q, evidence)
	g := &reading{Question: q, lexicon: r.lexicon, target: match.New(q.Topic, r.lexicon), names: mention.Names(q.Text), roles: q.roles(), vector: r.lexicon.Vector(q.Text)}
	g.days, g.addressed, g.remaining = q.bounds(), q.addressees(), q.remains()
	g.states = q.Asks == Truth && len(q.Topic) == shortTopic && g.roles.names[0] && copular.MatchString(q.Text)
	n, plain := 0, q.Shape(evidence) == Plain
	if !plain {
		g.news = noNews
	}
	g.office = q.asksOffice()
	for _, e := range evidence {
		n += len(e.Passage.Sentences)
		g.best = max(g.best, e.Score)
	}
	g.sentences = make([]sentence, 0, n)
	stories := map[string]match.Match{}
	var matches []match.Match
	for i := range evidence {
		e := &evidence[i]
		story, ok := stories[e.Article.ID]
		if !ok {
			story = g.target.In(match.Words(e.Article.Headline + ".\n\n" + e.Article.Lede()))
			stories[e.Article.ID] = story
			g.headed = g.headed || g.news != noNews && g.namesAll(g.target.In(match.Words(e.Article.Headline)))
		}
		passage, from := story, len(g.sentences)
		for index, span := range e.Passage.Sentences {
			s := sentence{evidence: e, index: index, span: span, words: match.Words(span.In(e.Passage.Text)), story: story}
			s.names = mention.Names(s.text())
			s.match = g.target.In(s.words)
			if plain {
				g.misread(&s)
			}
			g.relate(&s)
			if index > 0 {
				s.before = &g.sentences[len(g.sentences)-1]
				g.refer(&s)
			}
			s.carried = s.carry()
			matches = append(matches, s.match)
			passage = passage.Union(s.match)
			g.sentences = append(g.sentences, s)
		}
		for j := from; j < len(g.sentences); j++ {
			g.sentences[j].passage = passage
			if j+1 < len(g.sentences) {
				g.sentences[j].after = &g.sentences[j+1]
			}
		}
	}
	g.target.Weigh(matches)
	return g
}

// relatedName is the score of a question's name that a sentence meets by another name of the same country: Kremlin, Russia.
const relatedName = 0.6

// relate looks for names of the question that a sentence does not hold under other names.
func (g *reading) relate(s *sentence) {
	for _, name := range g.names {
		if !slices.ContainsFunc(s.names, func(n mention.Name) bool { return mention.Related(name, n) }) {
			continue
		}
		for i, w := range g.Topic {
			if w.Start >= name.Span.Start && w.End <= name.Span.End {
				s.match.Scores[i] = max(s.match.Scores[i], relatedName)
			}
		}
	}
}

// pronounName is the score of a question's name that a sentence meets by a pronoun alone, after one that holds the name.
const pronounName = 0.7

var pronouns = map[string]bool{"he": true, "him": true, "his": true, "she": true, "her": true, "they": true, "them": true, "their": true}

// refer takes a pronoun to stand for the names that the sentence before it holds.
func (g *reading) refer(s *sentence) {
	if !slices.ContainsFunc(s.words, func(w match.Word) bool { return pronouns[w.Form] }) {
		return
	}
	for i, w := range g.Topic {
		if w.Capital && w.Start > 0 && s.match.Scores[i] == 0 {
			s.match.Scores[i] = pronounName * s.before.match.Scores[i]
		}
	}
}

// Features of a sentence as an answer to a question, each about 0..1.
const (
	fBias        = iota
	fHard        // topic met by the same stems
	fSoft        // topic met by the same or related words
	fNear        // topic met here or in the sentence before
	fAround      // topic met in the passage, headline or lede
	fRest        // of what headline and lede leave open, met here
	fRarest      // the weightiest topic word met
	fNames       // names and figures of the question met
	fPairs       // neighbouring topic words met near each other
	fCosine      // of the two texts' vectors
	fKind        // an answer of the kind asked for is there
	fClose       // how close it stands to the words met
	fKindSoft    // fKind times fSoft
	fKindRest    // fKind times fRest
	fSpeaker     // the one asked about speaks
	fQuoted      // there is a quotation, where words are asked for
	fCounted     // the figure counts what is asked for
	fAsked       // the noun after "which" is there
	fLength      // logarithm of the length
	fQuestion    // the sentence is itself a question
	fAside       // it is a caption or a related headline
	fFound       // the score of its passage beside the best passage's
	fStory       // topic met in headline and lede
	fKindNear    // fKind times fNear
	fKindStory   // fKind times fStory
	fCarried     // topic met here, or at a discount in the sentences, the headline and the lede before
	fPred        // words that carry the predicate met
	fPredNear    // the same, here or in the sentence before or after
	fPredAround  // the same, in the passage, headline or lede
	fNameCarried // names and figures met, counted as fCarried
	fWorst       // how much the word missed most says
	fWorstNear   // the same, of what the sentences before and after miss too
	fWorstAround // the same, of what passage, headline and lede miss too
	fBoth        // fPred times fNameCarried
	fKindPred    // fKind times fPred
	fKindCarried // fKind times fCarried
	fVerb        // verbs met
	fVerbNear    // verbs met here or in the sentence before or after
	fVerbKind    // fVerb times fKind
	fFuture      // what is to come is asked for, and the sentence speaks of it
	fNoFuture    // what is to come is asked for, and the sentence does not speak of it
	featureCount
)

// Features describe a sentence in the order of the constants above; the first is always 1.
type Features [featureCount]float64

type weights [featureCount]float64

func (w *weights) logOdds(f Features) float64 {
	sum := 0.0
	for i, v := range f {
		sum += w[i] * v
	}
	return sum
}

func (w *weights) probability(f Features) float64 { return 1 / (1 + math.Exp(-w.logOdds(f))) }

// features describes one sentence.
func (g *reading) features(s *sentence) Features {
	text := s.text()
	near := s.match
	if s.before != nil {
		near = near.Union(s.before.match)
	}
	f := Features{
		fBias:   1,
		fHard:   g.target.Coverage(s.match, true),
		fSoft:   g.target.Coverage(s.match, false),
		fNear:   g.target.Coverage(near, false),
		fAround: g.target.Coverage(s.passage, false),
		fRest:   g.target.Rest(s.match, s.story),
		fRarest: g.target.Rarest(s.match),
		fNames:  g.target.Names(s.match),
		fPairs:  g.target.Pairs(s.match),
		fCosine: max(0, match.Cosine(g.vector, g.lexicon.Vector(text))),
		fLength: math.Log(float64(1+len(s.words))) / 4,
	}
	if asks(text) {
		f[fQuestion] = 1
	}
	if s.evidence.Passage.Kind != retrieval.Body {
		f[fAside] = 1
	}
	if len(g.asked) > 0 {
		asked := match.New(g.asked, g.lexicon)
		f[fAsked] = asked.Coverage(asked.In(s.words), false)
	}
	if g.best > 0 {
		f[fFound] = s.evidence.Score / g.best
	}
	g.kindFeatures(&f, s, text)
	f[fKindSoft] = f[fKind] * f[fSoft]
	f[fKindRest] = f[fKind] * f[fRest]
	f[fStory] = g.target.Coverage(s.story, false)
	f[fKindNear] = f[fKind] * f[fNear]
	f[fKindStory] = f[fKind] * f[fStory]
	f[fCarried] = g.target.Coverage(s.carried, false)
	f[fPred] = g.target.Share(s.match, g.roles.predicate)
	both := near
	if s.after != nil {
		both = both.Union(s.after.match)
	}
	f[fPredNear] = g.target.Share(both, g.roles.predicate)
	f[fPredAround] = g.target.Share(s.passage, g.roles.predicate)
	f[fNameCarried] = g.target.Share(s.carried, g.roles.names)
	f[fWorst] = g.target.Worst(s.match)
	f[fWorstNear] = g.target.Worst(both)
	f[fWorstAround] = g.target.Worst(s.passage)
	f[fBoth] = f[fPred] * f[fNameCarried]
	f[fKindPred] = f[fKind] * f[fPred]
	f[fKindCarried] = f[fKind] * f[fCarried]
	f[fVerb] = g.target.Share(s.match, g.roles.verbs)
	f[fVerbNear] = g.target.Share(both, g.roles.verbs)
	f[fVerbKind] = f[fVerb] * f[fKind]
	if toCome.MatchString(g.Text) {
		if ahead.MatchString(text) {
			f[fFuture] = 1
		} else {
			f[fNoFuture] = 1
		}
	}
	return f
}
