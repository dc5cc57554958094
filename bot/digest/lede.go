package digest

import "slices"

// clearly is how many times as much a later sentence has to be worth to be an article's news instead of one before it.
const clearly = 1.2

// lede is the sentence that tells an article's news: of its first ones that stand by themselves, the first unless another is
// clearly worth more; nil where none stands by itself. Of an article in which neither these nor the headline speak of the topic,
// it is one of all that do.
func (a *article) lede(topic []int32) *sentence {
	var all []*sentence
	for _, s := range a.sentences {
		if s.told && !s.leans && (len(s.assumes) == 0 || len(all) == 0) {
			all = append(all, s)
		}
	}
	onTopic := func(s *sentence) bool { return shared(s.words, topic) > 0 }
	first := all[:min(len(all), ledeSentences)]
	if !a.named && !slices.ContainsFunc(first, onTopic) && slices.ContainsFunc(all, onTopic) {
		first = slices.DeleteFunc(all, func(s *sentence) bool { return !onTopic(s) })
	}
	var best *sentence
	for _, s := range first {
		if best == nil || s.value > best.value*clearly {
			best = s
		}
	}
	return best
}
