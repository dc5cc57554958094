package digest

import (
	"regexp"
	"strings"
)

// How English news says things that a summary has to know of: what goes on from the sentence before, what is not the story's,
// and verbs.
var (
	// goingOn begins a sentence that goes on from the one before it.
	goingOn = wordSet(`but and or yet so nor then also meanwhile however nevertheless nonetheless still instead therefore thus hence furthermore moreover additionally
		similarly likewise otherwise besides afterward afterwards later earlier there here elsewhere other others another some most many both neither either all each none such
		this that these those he she it they his her hers its their theirs him them`)
	quantifiers = wordSet("another some many most both neither either all each no none such")
	ownVoice    = wordSet("we i you our my your") // outside quotation marks
	// impersonal is an "it" that stands for nothing before it.
	impersonal = regexp.MustCompile(`^It (?:is|was|remains|remained|became|has become|seems|is still|was still|is not|was not|is not yet|is as yet) (?:un)?(?:clear|known|certain|likely|possible|settled|established|hard|difficult|rare|common)\b`)
	openings   = []string{
		"as a result", "in addition", "in response", "in return", "in turn", "in contrast", "in all", "in particular", "in fact", "in the call", "in the letter", "in the statement",
		"in the meeting", "in the report", "in the interview", "in the speech", "on the other hand", "on the contrary", "on the same", "at the same", "at the time", "at the ceremony",
		"at the meeting", "by then", "by contrast", "for example", "for instance", "because of this", "because of that", "due to this", "due to that", "since then", "after that",
		"after this", "after which", "before that", "before this", "until then", "the second ", "a second ", "the third ", "a third ", "the former ", "the latter", "the other", "the others",
		"the same ", "the two ", "the three ", "the pair ", "a further ", "a day later", "a week later", "a month later", "a year later", "a day earlier", "a week earlier", "one of them", "two of them",
	}
	// pointing is a pronoun behind the verb of a first clause, which points at nobody in the sentence: "Kerry told him that",
	// "China and Angola voted for it".
	pointing = regexp.MustCompile(`^(?:(?:Mr|Mrs|Ms|Dr)\.? )?(?:\p{Lu}[\p{L}'’.-]*,?\s(?:and )?){1,5}(?:has |had |have |was |also )?\p{Ll}+ (?:(?:about|against|at|for|from|in|of|on|to|with) )?(?:him|her|them|it|this|that day)\b`)
	// elsewhen is a time that only what stands before it tells; each has one of the moments.
	moments  = wordSet("same next following previous time earlier later before day night week month year evening morning")
	elsewhen = regexp.MustCompile(`\b(?:the (?:same|next|following|previous) (?:day|night|week|month|year|evening|morning|period)|that (?:day|night|week|month|year|evening|morning)|at the time)\b|` +
		`\b(?:days?|weeks?|months?|years?|hours?|minutes) (?:earlier|later|before)(?:\W*$|,)`)

	// reportedQuestion is one of somebody who asks for an answer; each has one of asks.
	asks             = wordSet("ask asks asked")
	reportedQuestion = regexp.MustCompile(`\bask(?:s|ed)? (?:[^.,;]{0,60} )?(?:whether|if)\b`)

	// appeal is the outlet speaking to its reader; each has a word of appealing.
	appealing = wordSet("subscribe newsletter sign click read follow download rights article story report")
	appeal    = regexp.MustCompile(`(?i)\b(?:subscribe|newsletter|sign up|click here|read more|follow us|download (?:our|the) app|all rights reserved|` +
		`this (?:article|story|report) (?:was|has been|is) (?:updated|corrected|amended|part of|based on))\b`)
	// credit ends a caption.
	credit = regexp.MustCompile(`^(?i:image|photo|photograph|picture|video|audio|file|graphic|credit)s?(?: by)?:`)

	// auxiliaries are verbs that [match.Word.Verb] does not hold for one.
	auxiliaries    = wordSet("is are was were be been am has have had do does did will would can could may might must shall should said says")
	being          = wordSet("is are was were be been has have had will would may might can could must seems appeared remains")
	pronouns       = wordSet("he she it they him her them his hers its their theirs himself herself itself themselves")
	demonstratives = wordSet("this that these those") // behind a preposition
	personal       = wordSet("he she him her his hers himself herself")
	calendar       = wordSet("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december")
	unheld         = wordSet("it them him her this that so there") // at the end of a sentence
	numerals       = wordSet("two three four five six seven")
)

// longestOpening is how many bytes of a sentence an opening may take.
const longestOpening = 32

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
