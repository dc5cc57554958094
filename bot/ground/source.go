package ground

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/mention"
	"dateline/retrieval/segment"
)

// source is a cited passage taken apart, under its headline. Spans are in its text, where the passage begins at byte from.
type source struct {
	*reading
	evidence retrieval.Evidence
	from     int
	around   []mention.Name // of the lede and the dateline

	// Of a part that a claim is held against:
	article func() *reading // what the article says that it is about
	folded  string          // the passage as quotations are compared
}

// kept is how many passages a Grounder keeps taken apart: those of some answers in the making.
const kept = 64

// shelf keeps passages taken apart, since the claims of an answer are held against the same ones.
type shelf struct {
	mu      sync.Mutex
	sources map[passageKey]source
}

// passageKey is all that a source is made of.
type passageKey struct {
	headline, lede, dateline, lead, text string
	published                            time.Time
}

// source is the passage of a piece of evidence, taken apart, behind a lead.
func (sh *shelf) source(e retrieval.Evidence, lead string) *source {
	key := passageKey{e.Article.Headline, e.Article.Lede(), e.Article.Dateline, lead, e.Passage.Text, e.Article.Published}
	sh.mu.Lock()
	s, ok := sh.sources[key]
	sh.mu.Unlock()
	if !ok {
		s = *newSource(e, lead)
		sh.mu.Lock()
		if sh.sources == nil || len(sh.sources) >= kept {
			sh.sources = map[passageKey]source{}
		}
		sh.sources[key] = s
		sh.mu.Unlock()
	}
	s.evidence = e
	return &s
}

// lead is the end of what stands before a passage in its article, in which those may be named for whom its pronouns stand: at most two
// sentences.
func lead(e retrieval.Evidence) string {
	if e.Passage.Span.Start <= 0 || e.Passage.Span.Start > len(e.Article.Text) {
		return ""
	}
	before := e.Article.Text[:e.Passage.Span.Start]
	before = before[strings.LastIndexByte(before[:max(0, len(before)-longestLead)], ' ')+1:]
	sentences := segment.Sentences(before)
	if len(sentences) == 0 {
		return ""
	}
	return before[sentences[max(0, len(sentences)-2)].Start:]
}

const longestLead = 600 // bytes

func newSource(e retrieval.Evidence, lead string) *source {
	head := e.Article.Headline + ".\n\n" + lead
	s := &source{reading: read(head+e.Passage.Text, e.Article.Published), evidence: e, from: len(head), folded: fold(e.Passage.Text)}
	if lede := e.Article.Lede(); !strings.Contains(e.Passage.Text, lede) {
		s.around = mention.Names(lede)
	}
	if e.Article.Dateline != "" {
		s.around = append(s.around, mention.Names("in "+titled(e.Article.Dateline)+" today")...)
	}
	return s
}

// titled is a dateline in capitals ("ALBUQUERQUE, N.M.") as a text would write it.
func titled(dateline string) string {
	words := strings.Fields(dateline)
	for i, w := range words {
		if !strings.Contains(strings.TrimSuffix(w, ","), ".") && len(w) > 1 {
			words[i] = w[:1] + strings.ToLower(w[1:])
		}
	}
	return strings.Join(words, " ")
}

// called is how cited passages are called in a reason: "passage 2", "passages 2 and 3".
func called(cited []*source) string {
	all := make([]string, len(cited))
	for i, s := range cited {
		all[i] = fmt.Sprint(s.evidence.N)
	}
	if len(all) == 1 {
		return "passage " + all[0]
	}
	return "passages " + strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}
