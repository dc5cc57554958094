// Package speech finds who said what in an article: for every text that stands in quotation marks it tells the speaker with
// certainty or leaves it open.
//
// It reads by rule, in five steps. The article's paragraphs become sentences of tokens in which a name, and a whole quotation, is
// one token (quotes.go, token.go). The names become parties, each with all that the article calls it (party.go). Verbs of
// speech and their like, with the phrase that is their subject, become cues (cue.go, spoken.go, phrase.go), and a phrase
// stands for a party where no other can be meant (refer.go, pronoun.go, described.go). Each quotation belongs to the cue
// that governs it, the innermost before all others: what stands within “Kerry told Lavrov that …, Kirby said” is Kerry's, as
// Kirby tells it (govern.go). What no cue governs goes on with what was said before, or is a name or a term (carried.go,
// term.go). A quotation that begins with a verb whose subject stands before the marks, as in “Kerry “expressed concern”,
// Kirby said”, is Kirby's.
//
// English only; the same article gives the same utterances. It never guesses: what is not certain has no speaker, and says why.
package speech

import (
	"dateline/retrieval"
	"dateline/retrieval/mention"
)

// Utterance is words that an article puts in quotation marks, and who said them.
type Utterance struct {
	Parts  []retrieval.Span // in the article's Text, between the marks; several where “A,” he said, “B”, or over paragraphs
	Outer  []retrieval.Span // the same with their marks
	Nested bool             // stands within the quotation of another utterance

	Speaker Speaker // zero where nobody is certain
	Via     Speaker // who told of it, where that is somebody else, else zero
	To      string  // whom it was said to, as the article names them: "Sergey Lavrov", "reporters"; "" where it does not say
	Where   string  // at what place or occasion: "in a statement", "during a visit to Porto"; "" where the article does not say

	When mention.Date   // when, as near as the article says it beside the speaker: on a day, in a month; else zero
	Cue  retrieval.Span // the sentence that tells who said it; zero where none does

	Scare bool   // a name, a title or a term held at arm's length: nobody's speech
	Why   string // why no speaker is certain, for a reader: “he” may be John Kerry or Sergey Lavrov
}

// Kind is what a speaker is.
type Kind uint8

// Of an Unknown speaker the article does not tell whether it is a person or an organisation. A Group is several people, named
// together or not; a Document is a letter, a report or a sign that is quoted itself.
const (
	Unknown Kind = iota
	Person
	Organisation
	Group
	Document
)

// Speaker is who said it.
type Speaker struct {
	Name    string // in full, as the article most fully names them, without a title; of an unnamed one the words as they stand
	Role    string // what the article calls them first: "State Department spokesman", "Secretary of State"; may be ""
	Kind    Kind
	Unnamed bool // "officials", "a witness", "a spokesman for the ministry": never to be counted as somebody named

	Mention mention.Name   // the fullest name, to compare; zero where unnamed
	Span    retrieval.Span // of the words that name or describe them, in the article's Text
}

// IsZero reports whether there is no speaker.
func (s Speaker) IsZero() bool { return s.Name == "" }

// In finds the utterances of an article's paragraphs and captions in order of their start; one within another follows it.
// Whoever speaks in a caption is told by the caption alone. Other headlines, corrections and instructions are passed over.
func In(a retrieval.Article) []Utterance {
	r := newReader(a)
	for i := range r.sentences {
		r.readSentence(i)
	}
	r.carryOn()
	return r.utterances()
}
