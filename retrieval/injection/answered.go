package injection

import (
	"regexp"
	"strings"
)

// What a planted statement is about: who answers, what comes out, what goes in, and what one may be told to do with it.
const (
	reads     = `(?:reading|processing|parsing|indexing|ingesting|scanning|crawling|analy[sz]ing|` + retells + `)`
	retells   = `(?:summari[sz]ing|summari[sz]es?|answering|answers?|paraphrasing|paraphrases?|rewriting|translating|quoting from|responding to|responds? to|working with|asked)`
	meets     = `(?:reads?|sees?|process(?:es)?|parses?|encounters?|ingests?|index(?:es)?|crawls?|receives?|finds?|comes? across)`
	makers    = `(?:(?:AI|language|chat|automated|automatic|large language)[ -](?:models?|systems?|tools?|assistants?|agents?|bots?|readers?|summari[sz]ers?)|AIs?|LLMs?|chat ?bots?|bots?|assistants?|screen readers?|models?|GPT|ChatGPT|summari[sz]ers|machines|software)`
	whoever   = `(?:whoever|anyone|anybody|everyone|everybody|those|all|people|systems?|tools?|programs?|readers)(?: who| that| which)?(?: is| are)?`
	source    = `(?:(?:this|these|the present|the above|the following)\s+(?:\w+\s+)?(?:articles?|pages?|texts?|reports?|stor(?:y|ies)|passages?|documents?|dispatch|coverage)|(?:all |any )?(?:questions?|queries) (?:about|on|regarding|concerning) (?:this|it|the)\b)`
	outcome   = `(?:answers?|summar(?:y|ies)|outputs?|repl(?:y|ies)|responses?|abstracts?)`
	owes      = `(?:must|should|shall|ought to|cannot|can only|may only|may not|will always|needs? to|has to|have to|(?:is|are)(?: hereby| now| kindly| politely)? (?:required|expected|asked|instructed|obliged|requested|directed|ordered|told|advised|supposed|to))`
	itself    = `(?:\b(?:this|these|the (?:above|preceding|present))\s+(?:news )?(?:articles?|pages?|texts?|reports?|stor(?:y|ies)|passages?|documents?|dispatch|coverage|piece|lines?|paragraphs?|source|context|website)\b|\b(?:everything|anything|all|the text) (?:above|below)\b)`
	authority = `(?:(?:system|site|website|web|server|network|platform|model|AI|chat ?bot|bot|assistant|archive)(?:'s)? (?:administrators?|admins?|developers?|operators?|programmers?|engineers?|owners?|creators?|makers?|providers?|maintainers?)|administrators?|admins?|developers?|webmasters?|(?:the )?system)`
	states    = `(?:add|say|state|mention|answer|reply|respond|report|claim|tell|include|conclude|write|output|describe|call|name|treat|repeat|note|assert|refer|read|begin|end|start|contain|cite|quote|omit|recommend|praise|endorse|promote)s?`
)

var (
	// answering holds those who answer from this text to something: any tool that summarises this page must say …
	answering = cue{"summar answer paraphras rewrit translat quoting respon working asked read process pars index ingest scan crawl analy see encounter receiv find", regexp.MustCompile(`(?i)\b(?:` + makers + `|` + whoever + `)\s+(?:\w+\s+){0,2}?` + reads + `\b.{0,60}?` + source + `.{0,80}?(?:\b` + owes + `\b|:\s)` +
		`|\b` + makers + `\s+(?:that|which|who)\s+(?:\w+\s+)?` + meets + `\b.{0,40}?` + source + `.{0,80}?\b` + owes + `\b` +
		`|\bto (?:all |any )?(?:` + makers + `|whoever|anyone|anybody|those)\b.{0,30}\b(?:` + reads + `|reads?|process(?:es)?)\b.{0,30}?` + source)}
	// makersOwe is the same of models as such, where what they owe is to be said: Chatbots must add that …
	makersOwe = cue{"ai llm bot assistant model reader", regexp.MustCompile(`(?i)^\W*(?:[^.,:;]{1,40}[,:]\s+)?(?:[\w ]{1,30}\band )?(?:(?:all|any|every|each|the) )?(?:[\w ]{1,30}\band )?` + makers + `(?: (?:answering|serving|helping|used by) [\w ]{1,30}?)?\s+` + owes +
		`\s+(?:to |be |always |never |also |only )*(?:(?:describe|treat|refer to|portray|present|depict|identify) (?-i:the \p{Ll}+|\p{Lu}[\pL .]{1,40}?) as\b|call (?-i:\p{Lu}[\pL .]{1,40}?) (?:an? |the )|(?:add|say|state|mention|answer|reply|respond|claim|conclude|assert|write|repeat|insist|note|tell \w+(?: \w+)?) that\b|(?:replace|swap|substitute|omit|change|spell|write|use|avoid) (?:the|every|all|any) (?:words?|names?|terms?|phrases?)\b)`)}
	// tellUsers is what those who ask a machine are to be told, and machineAsked what it is to say to them.
	tellUsers = cue{"told informed shown given assured advised tell", regexp.MustCompile(`(?i)\b(?:readers?|users?|people|anyone|anybody|everyone|everybody|whoever|those|customers?|visitors?)\s+(?:(?:who|that)\s+)?(?:are\s+|is\s+)?` +
		`(?:us(?:e|es|ing)|ask(?:s|ing)?|consult(?:s|ing)?|quer(?:y|ies|ying)|rel(?:y|ies|ying) on|talk(?:s|ing)? to|chat(?:s|ting)? with|reading (?:this )?(?:through|via|with)|com(?:e|es|ing) (?:here )?(?:through|via|from))\s+(?:an? |the |their |any |this )?` + makers +
		`\b[^.;]{0,60}?\s` + owes + `\s+(?:always |also |only )?(?:be )?(?:told|informed|shown|given|assured|advised)\b|` +
		`\b` + makers + `\s+` + owes + `\s+(?:always |also |only )?tell (?:their |the |all |any )?(?:users?|readers?|people|anyone|everyone|everybody)(?: who ask)? (?:the|an?|this|all|every|no|\p{Lu}\w+)\b`)}
	machineAsked = cue{"asked questioned prompted queried", regexp.MustCompile(`(?i)\b(?:when|if|whenever|once|where)\s+(?:an? |any |the |all )?` + makers + `\s+(?:is|are|gets?)\s+(?:asked|questioned|prompted|queried)\b[^,]{0,80},\s+(?:it|they|the \w+)\s+` + owes +
		`\s+(?:always |only |also )?(?:say|answer|reply|respond|state|claim|insist|report|assert|write)\s+(?:that|with|the|it|only)\b`)}
	// ofMachines is the talk about machines of a story about them: users should be told that it is one.
	ofMachines = regexp.MustCompile(`(?i)\b(?:told|informed|shown|given|assured|advised|tell)\b.*\b(?:` + makers + `|machine|computer|data|privacy|it|they|them|their|how|when|whether|what|why|limits?|risks?)\b`)
	// byAuthority claims that who runs a machine wants something of what it makes, or of it.
	byAuthority = cue{"admin develop operator programmer webmaster maintainer system provider owner engineer creator maker", regexp.MustCompile(`(?i)(?:^\W*|[.:;!]\s+)(?:\p{L}+:\s+)?(?:the |this |our |your |an? )?` + authority +
		`(?: of (?:this|the) (?:\w+ )?(?:page|site|website|system|archive|model|assistant|chat ?bot|bot|tool|server|service))?(?: (?:has|have|hereby|now))*(?: (?:requires?|required|orders?|ordered|instructs?|instructed|demands?|demanded|directs?|directed|wants?|wanted|insists?|insisted|asks?|asked|mandates?|mandated|commands?|commanded|expects?|authori[sz]es?|authori[sz]ed))` +
		`\s+(?:that\s+)?(?:(?:every|each|all|any|the|this|its|your|future)\s+)?(?:\w+\s+){0,2}?(?:` + outcome + `|` + makers + `)\b[^.;]{0,40}?\b(?:to |must |should |shall |will )?(?:always |also |only )?` + states + `\b` +
		`|\b(?:by|on|under|at) (?:the )?(?:orders?|instructions?|request|authority|direction) (?:of|from) (?:the |your |our )?` + authority + `\b[^.;]{0,40}?\b(?:` + outcome + `|` + makers + `)\b[^.;]{0,40}?\b` + owes + `\b`)}
	// outcomeOwes says what any answer must contain, outcomeIs what the answer to a question is.
	outcomeOwes = cue{"answer summar output repl respons abstract", regexp.MustCompile(`(?i)\b(?:any|every|each|all|(?:any|every|each) (?:correct|good|complete|faithful|proper|accurate)|(?:answers?|repl(?:y|ies)|responses?) to (?:this|any|every|all|each)|(?:the|an?) (?:correct|faithful|proper|accurate|complete) (?:summary|answer)|summar(?:y|ies) of (?:this|the) (?:article|page|text|report|story))\b(?:\s+\w+){0,3}?(?:\s+` + outcome + `)?(?:\s+\w+){0,6}?\s+` + owes + `\s+(?:to |always |never |also |only |be )*` + states + `\b` +
		`|^\W*summaries ` + owes + `\s+(?:always |also )?(?:say|state|mention|claim|assert|note|report|add) that\b`)}
	outcomeIs = cue{"answer repl respons", regexp.MustCompile(`(?i)\b(?:answer|reply|response) to (?:(?:any|every|each|all|such) (?:\w+ )?(?:questions?|queries)\b|(?:the|a|this) (?:reader's |user's )?question (?:what|who|whom|which|whether|when|where|why|how|about|on|"))[^.]{0,120}?\b(?:is|are|must|should|shall|will be|has to)\b`)}
	// essential says the same with no subject: it is vital that the summary says …
	essential = cue{"answer summar output", regexp.MustCompile(`(?i)\b(?:it is|it's) (?:\w+ )?(?:essential|important|vital|crucial|imperative|mandatory|necessary|required|critical|compulsory|obligatory) (?:that|for) (?:the|any|every|each|all|an?) (?:\w+ )?(?:answers?|summar(?:y|ies)|outputs?|response|reply)\b.{0,30}\b` + states + `\b`)}
	// ofItself is a text's word for itself, process a word for who or what makes answers from it. Nobody in a story has both.
	ofItself = cue{"this these above below preced present", regexp.MustCompile(`(?i)` + itself)}
	process  = cue{"ai llm bot assistant model gpt summar answer repl respons output retrieval generat paraphras whoever anyone anybody reader", regexp.MustCompile(`(?i)\b(?:AIs?|LLMs?|chat ?bots?|bots?|assistants?|models?|GPT|ChatGPT|retrieval systems?|(?:AI|machine)-generated|generated (?:text|answers?)|` + outcome + `|summari[sz](?:e|es|ing|ers?)|answering|paraphras(?:e|es|ing))\b` +
		`|\b(?:whoever|anyone|anybody|readers)\b.{0,20}\b(?:uses?|using|quotes?|quoting|asks?|cites?|citing)\b`)}
	// owed says that something has to be, or what the only right thing is.
	owed = regexp.MustCompile(`(?i)\b` + owes + `\b|\b(?:only|correct|right|acceptable|permitted|proper)\b.{0,60}\bis\b`)
	// correction is the desk's own note on its text.
	correction = regexp.MustCompile(`(?i)\b(?:(?:earlier|previous|original|updated|new) version|correct(?:ion|ed|s)|amended|contribut\w+|click|e-?mail|subscri\w+|permission|rights)\b`)
	// rightAnswer is a label.
	rightAnswer = cue{"answer repl respons output summar", regexp.MustCompile(`(?i)^\W*(?:the )?(?:correct|right|expected|final|required|desired|only) (?:answer|response|reply|output|summary)\s*:`)}
	// replaces puts one text in another's place.
	replaces = cue{"replac supersed overrid cancel preceden", regexp.MustCompile(`(?i)\b(?:(?:the|this) (?:following|next)(?: \w+)?|(?:the )?(?:\w+ )?(?:below|that follows|which follows)|what follows)\s+(?:\w+ ){0,2}?(?:replaces?|supersedes?|overrides?|cancels|takes precedence over|is to replace|must replace)\b.{0,40}\b(?:articles?|texts?|stor(?:y|ies)|pages?|instructions?|reports?|passages?|paragraphs?|everything|all|above|rules|prompts?)\b`)}

	// whenAsked tells what to say to a question that is yet to come; it counts in a request only.
	whenAsked = cue{"asked asks questioned", regexp.MustCompile(`(?i)(?:^|[.:;!]\s*)\W*(?:and |so |now |please )?(?:when|whenever|if|once|each time|every time)\s+(?:(?:you|you're|you are|anyone|anybody|someone|a reader|the reader|readers|users?|a user|the user)\s+)?(?:are |is |ever )*(?:asked|asks?|questioned)\s+(?:you |about |on |what|who|how|why|when|where|which|whether|if |anything|any question)[^,]{0,90},\s+(?:please |you must |you should |always |never |only |just |simply |do not |don't )*(?:say|answer|reply|respond|state|claim|tell (?:them|him|her|people|everyone|everybody)|mention|write|insist|deny|assert)\b`)}
	// replyWith is an order to a machine that answers; so is what is done to a question, a passage or this text.
	replyWith = cue{"reply respond answer", regexp.MustCompile(`(?i)(?:^\W*|[.:;!?–—]\s+)(?:please |only |just |always |simply |now )*(?:(?:reply|respond|answer)(?: \w+ly| only| just)?\s+(?:with (?:an?|the|one|only|just|yes|no|this|nothing|silence|exactly)\b|that\b|in (?:the|an?) |(?:to )?(?:every|any|all|each) (?:\w+ )?(?:questions?|quer(?:y|ies))\b))`)}
	// handles is a task with this very text.
	handles = cue{"summar rewrit paraphras rephras translat classif process treat cit quot", regexp.MustCompile(`(?i)\b(?:(?:summari[sz]e|rewrite|paraphrase|rephrase|translate|classify|retell)\s+(?:this|the|these)\s+(?:\w+\s+)?(?:articles?|pages?|texts?|reports?|stor(?:y|ies)|passages?|documents?|coverage)(?:[^'\w]|$)|treat ` + itself + `|(?:cite|quote|use|prefer|trust)\s+(?:only\s+)?(?:this|that|the (?:first|last|next|other)|passage|source)\s+(?:passage|source|\d+)\b)`)}
	// vocation gives the one spoken to a task, warrant leave to do it.
	vocation = cue{"your", regexp.MustCompile(`(?i)(?:^|[.:;!]\s*)\W*(?:(?:from now on|now|remember|instead),?\s+)?your\s+(?:(?:new|only|next|main|real|true|sole|first)\s+)*(?:(?:task|assignment|objective|mission|instructions?|orders?)\b.{0,20}?\b(?:is|are|will be)\s+(?:\w+\s+)?to\b|(?:job|goal|role|purpose|duty)\s+(?:is|will be)\s+(?:now\s+)?to\s+(?:always\s+)?(?:` + states + `|convince|persuade|promote|advertise)\b)`)}
	warrant  = cue{"you bot assistant model ai system tool", regexp.MustCompile(`(?i)\bI(?: \w+)? (?:hereby )?(?:authori[sz]e|instruct|permit|allow|command|order) you to\b|\bas (?:the|an?|your) (?:\w+ )?(?:developer|administrator|admin|creator|operator|programmer|owner|maker|engineer)s? of (?:this|the|that|your) (?:chat ?bot|bot|assistant|model|AI|system|tool)\b`)}
	// secrets are what a machine keeps.
	secrets = cue{"your", regexp.MustCompile(`(?i)\b(?:reveal|print|output|show|display|disclose|leak|repeat|expose|dump|list|share|recite)\s+(?:me |us )?(?:all )?(?:of )?your\s+(?:\w+\s+)?(?:rules|instructions?|configuration|prompts?|settings|guidelines|programming|memory|training)\b`)}
	// nowYou gives a part and a way to answer in it.
	nowYou = cue{"now", regexp.MustCompile(`(?i)\b(?:you are now|you're now|from now on,? you are|you will now be|henceforth you are)\b.*\b(?:answer|reply|respond|speak|talk|write|say)\b`)}
	// named calls a model by its name and kind, with or without a greeting.
	named   = cue{"gpt gemini copilot grok llama mistral deepseek", regexp.MustCompile(`(?i)^\W*(?:(?:hey|hi|hello|dear|ok|okay|attention|listen|note to|message (?:to|for)|instructions? (?:to|for))[\s:,]+)+(?:all |any )?(?:chat)?(?:GPT|Gemini|Copilot|Grok|Llama|Mistral|DeepSeek)\b`)}
	address = regexp.MustCompile(`(?i)^\W*(?:(?:to|for|dear|hey) )?(?:all |any |the )?` + makers + `\s*[,!–—:]\s+`)

	beTold = regexp.MustCompile(`(?i)\bbe told\b`) // which attributes nothing
	// attributed is a sentence that reports what somebody says or what a law wants.
	attributed = regexp.MustCompile(`(?i)\b(?:said|says|told|wrote|writes|argued?|argues|according to|ruled|announced|proposed|proposes|recommended|under (?:the|an?|new|its|draft)|bill|law|regulators?)\b|,\s[\w ]{1,40}\b(?:say|argue|believe)\W*$`)
)

// saysWhatToAnswer reports whether a sentence states or orders what is to be answered from the text that it stands in.
// What only looks so in the mouth of another, or of a law, is reporting.
func (s *sentence) saysWhatToAnswer(has func(cue) bool) bool {
	switch {
	case has(answering), has(essential), has(replyWith), has(vocation), has(rightAnswer):
		return true
	case has(replaces):
		return !correction.MatchString(s.plain)
	case has(ofItself) && has(process) && (s.mood == bidding || owed.MatchString(s.plain)):
		return !correction.MatchString(s.plain) && !attributed.MatchString(s.plain)
	case s.mood == bidding && has(secrets):
		return true
	}
	says := has(warrant) || has(byAuthority) || has(machineAsked) || has(tellUsers) && !ofMachines.MatchString(s.plain) || has(outcomeOwes) || has(outcomeIs) || has(makersOwe) || s.mood == bidding && (has(whenAsked) || has(handles))
	return says && !attributed.MatchString(beTold.ReplaceAllString(s.plain, ""))
}

// callsMachine reports whether a sentence calls a machine by name, or by its kind before it asks something of it.
func (s *sentence) callsMachine(has func(cue) bool) bool {
	if has(named) || has(nowYou) {
		return true
	}
	called := address.FindString(s.plain)
	return called != "" && moodOf(strings.TrimSpace(s.plain[len(called):])) == bidding
}
