package injection

import (
	"regexp"
	"strings"
)

// cue is a pattern with parts of words, in lower case, of which a text that it can match holds one. They are looked for
// first: most sentences of an article hold none, and the patterns are slow.
type cue struct {
	parts string
	re    *regexp.Regexp
}

// in reports whether a text, given in lower case as well, holds the cue.
func (c cue) in(text, lower string) bool {
	for part := range strings.FieldsSeq(c.parts) {
		if strings.Contains(lower, part) {
			return c.re.MatchString(text)
		}
	}
	return false
}

var (
	// markup is what chat templates and pages wrap text in; in the words of an article it can only be meant for a machine.
	markup = cue{"< > [ # {{ begin end start role", regexp.MustCompile(`(?i)<\|[^|<>]{1,30}\|>|\[/?INST\]|<</?SYS>>|<!--|-->` +
		`|</?(?:system|user|assistant|human|instructions?|prompt|tool|script|iframe|img|span|div|p|a|meta|style|input)(?:\s[^<>]*)?/?>` +
		`|^\s*#{2,}\s*(?:system|instructions?|user|assistant|human|response|input|output|prompt|new)\b` +
		`|^\s*(?:begin|end|start)\s+(?:of\s+)?(?:system|user|new|hidden)?\s*(?:prompt|instructions?|message)\b` +
		`|\{\{[^{}]*\}\}|["']role["']\s*:\s*["'](?:system|user|assistant|developer|tool)["']` +
		`|(?-i:\b(?:BEGIN|START|END)(?: OF)?(?: [A-Z]+){0,2} (?:OVERRIDE|PROMPT|INSTRUCTIONS?|MESSAGES?|COMMANDS?|ARTICLE|CONTEXT|INPUT|DOCUMENT|PASSAGES?|TASK)\b)`)}
	// role is who speaks in a chat, in the languages that most models were taught.
	role = cue{": ：", regexp.MustCompile(`(?i)^[\s*_\[(#>-]*(?:\p{L}[\p{L} ,]{0,40}:\s*)?(?:system|assistant|user|human|AI|AI model|chat ?bot|bot|LLM|GPT|ChatGPT|developer|(?:new|next|real|actual|updated) (?:tasks?|instructions?|orders|rules|prompt|objective)|instructions?|prompt|` +
		`système|utilisateur|sistema|usuario|usuário|asistente|assistente|assistent|anweisung|istruzioni|instrucciones|instruções|utente|benutzer|gebruiker|система|пользователь|ассистент|инструкция|користувач|асистент|системный промпт|المساعد|رسالة النظام|تعليمات النظام|النظام|システム|アシスタント|ユーザー|시스템|사용자|어시스턴트|系统|系統|用户|用戶|助手|助理|指令)` +
		`(?:[ -](?:prompt|message|note|notice|override|update|instructions?|command|mode))?[\])*_]*\s*[:：]`)}

	// head is where an imperative can stand in any sentence, order where it can in one that speaks to its reader.
	head  = `(?:^\W*|[.,:;!?–—-]\s*|\bplease\s+)`
	order = `(?:^\W*|[.,:;!?–—-]\s*|\b(?:and|then|now|please|just|must|should|to|can|will|kindly|also|you|don't|not|never)\s+)`

	override = `(?:ignore|disregard|forget|override|bypass|discard|overlook|dismiss|abandon|neglect|do not follow|don't follow|stop following|pay no attention to)\s+` +
		`(?:(?:about|all|any|every|the|of|your|these|those|my|our|each|both|what|whatever|everything|anything|you|were|was|been|have|had|is|that|this|and|or|previous|prior|above|earlier|preceding|foregoing|initial|original|former|given|other|old|safety|system|rules|said|written)\s+){0,7}` +
		`(?:(?:instructions?|prompts?|commands?|directives?|guidelines|guidance|programming|training|context|messages?|above|below|conversation|so far|system)\b|(?:previous|prior|above|earlier|preceding|safety|system|your) rules\b|` +
		`(?:told|before)(?:\s*[^\w\s]|\s*$|\s+(?:and|then|or|now|instead|before|above|earlier|previously|so far|until now)\b))`
	overrides    = cue{"ignor disregard forget overrid bypass discard overlook dismiss abandon neglect follow attention", regexp.MustCompile(`(?i)` + head + override)}
	overridesYou = cue{"ignor disregard forget overrid bypass discard overlook dismiss abandon neglect follow attention", regexp.MustCompile(`(?i)` + order + override)}
	// yourAnswer is never what an article speaks of in its own voice.
	yourAnswer = cue{"your", regexp.MustCompile(`(?i)\byour\s+(?:\w+\s+){0,2}(?:answers?|repl(?:y|ies)|responses?|outputs?)\b`)}
	// talk is of what a machine is about to say.
	talk = cue{"answer repl respons output completion summar prompt instruction training guidelines", regexp.MustCompile(`(?i)\b(?:your|this|the next|the final|each|every)\s+(?:(?:own|final|next|whole|entire|full|first|last|above|following|generated|written)\s+)?` +
		`(?:answers?|repl(?:y|ies)|responses?|outputs?|completions?|summar(?:y|ies)|system prompt|instructions|prompt|training data|guidelines)(?:'s)?\b`)}
	// parts is what only counts as talk of an answer where something is asked for.
	parts = cue{"your", regexp.MustCompile(`(?i)\byour\s+(?:\w+\s+)?(?:messages?|text|words|sentences?|paragraphs?|wording|writing|vocabulary|language|tone|style|statements?|explanation|chat)(?:'s)?\b`)}
	// letters are what only who plays with text handles.
	letters = regexp.MustCompile(`(?i)\b(?:(?:the|all|every|each|some|random|replace|swap|scramble|jumble|shuffle|remove|rearrange|reorder|shift|group|substitute|change|convert|switch|rotate|double|skip|repeat|insert|capitali[sz]e) letters|(?:first|second|third|fourth|fifth|other|last|single) letter|vowels?|consonants?|syllables?|(?:white)?spaces? (?:between|from)|spaces|punctuation|alphabet|typos?|misspell\w*|anagram\w*|emojis?|emoticons?|smileys?|pictograms?|(?:upper|lower) ?case|capital letters|ciphers?|encod\w+|base ?\d\d|hexadecimal|binary|morse|(?:in|with|as) rhymes?|rhyming|palindromes?|pig latin|backwards?|leetspeak|synonyms?|bullet points?|markdown|json|word for word|verbatim)\b`)
	// material is text that a request points to.
	material = regexp.MustCompile(`(?i)\b(?:the|this|these|that|following|above|preceding|previous|given|attached)\s+(?:\w+\s+)?(?:reviews?|sentences?|texts?|tweets?|passages?|paragraphs?|lists?|e-?mails?|code|words?|phrases?|poems?|essays?|numbers?|functions?|messages?|comments?|notes?|lines?|feedback|articles?|documents?|conversations?|instructions?)\b`)
	// about opens a clause that says when: In your reply, … When you answer, …
	about = cue{"answer repl respon output message summar write finish asked translat", regexp.MustCompile(`(?i)^\W*(?:please\s+|now\s+)?(?:in|within|at|to|throughout|for|with|when|while|before|after|whenever|as|if)\b[^,]{0,60}\b(?:your (?:answer|reply|response|output|message|summary)|you (?:answer|reply|respond|summari[sz]e|write|finish|are asked|translate|output)|(?:answering|replying|responding|summari[sz]ing))\b`)}
	// duty says that an answer has to be something.
	duty = regexp.MustCompile(`(?i)\b(?:must|should|shall|needs? to|has to|have to|ought to|is to|are to|cannot|can only|may only)\b`)

	// persona gives a model a part to play; part does where somebody is spoken to.
	persona = `(?:now |no longer |only |henceforth )*(?:as |like )?(?:an? |the |my |our )?(?:[\w-]+ ){0,3}?(?:assistant|chatbot|AI|bot|language model|model|LLM|GPT|DAN|persona|machine|agent|expert|translator|tutor|interpreter|terminal)\b`
	youAre  = cue{"you", regexp.MustCompile(`(?i)\b(?:you are|you're|you will be|you shall be|you must be) ` + persona + `|\bas an? (?:AI|language model|LLM),? (?:assistant|you|I)\b`)}
	part    = cue{"act behav respond answer reply speak play prompt hidden mode jailbr pretend from", regexp.MustCompile(`(?i)\b(?:act|acting|behave|respond|answer|reply|speak|role-?play) ` + persona +
		`|\b(?:system prompt|hidden (?:prompt|rules|instructions)|developer mode|jailbr\w+)\b` +
		`|` + order + `pretend (?:to be|that you|you)\b|\bfrom (?:now on|this point on\w*|here on)\b`)}
	// machine is a model called by what it is, toMachine a model called to listen.
	machine   = cue{"ai assistant bot model llm summari", regexp.MustCompile(`(?i)\b(?:the|this|any|all) (?:AI|assistant|chatbot|bot|(?:large )?language model|LLM|summari[sz]er|AI (?:model|system|assistant))s?\b`)}
	toMachine = cue{"ai assistant bot model llm summari", regexp.MustCompile(`(?i)^\W*(?:(?:dear|hey|attention|notice|note|memo|message|warning|important|listen|hello|hi)\b[\s:,-]*(?:to |for )?(?:the |this |any |all )*)(?:AI|assistant|chatbot|bot|(?:large )?language model|LLM|summari[sz]er|AI (?:model|system|assistant))s?\b`)}
	// hearer is who a model answers, where it is told to tell them something.
	hearer = cue{"user reader asker person", regexp.MustCompile(`(?i)\b(?:tell|ask|urge|warn|encourage|suggest|recommend|invite|remind|inform|convince|persuade|direct|point|redirect|lead|trick|lure|get|make|advise|assure|instruct|promise|give|send|show|offer|for|to|from) (?:that )?(?:the |any |all |your |every |each )?(?:users?|readers?|person asking|asker)\b|\b(?:the |your )users?'s? (?:questions?|name|data|history|query|input|password|e-?mail)\b`)}
	// product is what an answer is called where nobody is addressed.
	product = cue{"answer repl respons output summar", regexp.MustCompile(`(?i)\b(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies))\b`)}
	// greeting opens a conversation.
	greeting = cue{"you", regexp.MustCompile(`(?i)^\W*(?:\p{L}[\p{L} ,]{0,40}:\s*)?(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening))\b.{0,40}\b(?:you|your)\b`)}
	// above is the text that stands before a planted one.
	above = regexp.MustCompile(`(?i)\b(?:text|words?|lines?|messages?|instructions?|articles?|conversations?|everything|anything|passages?|paragraphs?|sentences?|content) (?:above|below|before|so far|up to)\b|\b(?:the|this) (?:above|preceding|previous|foregoing|following|whole|entire) (?:text|words?|lines?|messages?|instructions?|articles?|conversations?|passages?|paragraphs?|sentences?|content|context)\b`)
)
