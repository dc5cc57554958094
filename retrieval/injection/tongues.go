package injection

import "regexp"

// tongue is how a language other than English says "ignore the previous instructions" and "you are now": forms of verbs of
// ignoring that order, what they order to ignore, and openings that give a part to play.
type tongue struct {
	hints                string // parts of words in lower case, of which any such order has one
	ignore, object, part string
	place                place
}

// place is where a verb of ignoring stands.
type place int

const (
	opening place = iota // at the head of a sentence: elsewhere it tells what a third person does
	anywhere
	last // behind what is to be ignored
)

var tongues = []tongue{
	{ // French
		hints:  "ignor oubli néglig abstraction compte suis suivez maintenant désormais fais comport agis",
		ignore: `ignore[zr]?|oublie[zr]?|négligez|fais abstraction|faites abstraction|ne (?:tiens|tenez) (?:pas|plus) compte|ne (?:suis|suivez) (?:pas|plus)`,
		object: `instructions|consignes|directives|ordres|règles|messages|ce qui précède|tout ce qu`,
		part:   `(?:tu es|vous êtes) (?:maintenant|désormais) (?:une?|le|la|mon|notre)\b|(?:fais|faites) comme si (?:tu étais|vous étiez)|(?:comporte-toi|comportez-vous|agis|agissez) comme`,
	},
	{ // German
		hints:  "ignorier vergiss vergess missacht bist sind verhalte benimm",
		ignore: `ignoriere|ignorieren sie|ignoriert|vergiss|vergesst|vergessen sie|missachte|missachten sie`,
		object: `anweisung|aufforderung|vorgabe|regeln|instrukti[oó]n|befehle|nachrichten|alles,? was|alles (?:bisherige|vorherige|davor|oben)|das obige`,
		part:   `(?:du bist|sie sind) (?:jetzt|nun|ab jetzt|ab sofort) (?:eine?|der|die|das|meine?)\b|(?:verhalte|benimm) dich wie`,
	},
	{ // Spanish
		hints:  "ignor olvid caso descart sigas obede ahora actúa compórt finge haz",
		ignore: `ignora|ignore|ignorad|ignoren|olvida|olvide|olviden|olvídate de|haz caso omiso|descarta|descarte|no sigas|no obedezcas`,
		object: `instrucci[oó]n|indicaciones|órdenes|reglas|directrices|mensajes|lo anterior`,
		part:   `(?:a partir de )?ahora eres (?:una?|el|la|mi)\b|actúa como (?:si fueras|(?:una? )?(?:asistente|modelo|IA|chatbot|bot|experto))\b|compórtate como|finge (?:ser|que eres)|haz como si fueras`,
	},
	{ // Portuguese
		hints:  "ignor esque desconsider descart siga agora aja atue comporte finja",
		ignore: `ignore|ignora|ignorem|esqueça|esquece|esqueçam|desconsidere|desconsidera|descarte|não siga`,
		object: `instruç|orientações|ordens|regras|diretrizes|comand[oa]s|mensagens|tudo o que|o que foi dito|tudo acima`,
		part:   `(?:agora (?:você é|és)|você agora é|a partir de agora você é) (?:uma?|o|a|meu|minha)\b|aja como|atue como|comporte-se como|finja (?:ser|que)`,
	},
	{ // Italian
		hints:  "ignor dimentic trascur seguire conto sei agisci comportati fingi finta",
		ignore: `ignora(?:te)?|ignori|ignorare|dimentica(?:te|re)?|dimentichi|trascura(?:te)?|non seguire|non tenere conto`,
		object: `istruzion|indicazioni|ordini|regole|direttive|comandi|messaggi|tutto ciò che|quanto sopra|tutto quello`,
		part:   `(?:ora|adesso|da ora in poi) sei (?:un|una|uno|il|la|lo|il mio)\b|agisci come|comportati come|fingi di essere|fai finta di essere`,
	},
	{ // Dutch
		hints:  "negeer vergeet acht volg bent alsof gedraag",
		ignore: `negeer|vergeet|sla geen acht op|volg niet`,
		object: `instructi[eë]|aanwijzingen|opdrachten|regels|berichten|al het voorgaande|het bovenstaande`,
		part:   `(?:je|jij|u) bent (?:nu|vanaf nu) (?:een|de|het|mijn)\b|doe alsof je|gedraag je als`,
	},
	{ // Polish
		hints:  "ignoruj zapomnij pomiń teraz działaj zachowuj udawaj",
		ignore: `zignoruj(?:cie)?|ignoruj(?:cie)?|zapomnij(?:cie)?(?: o)?|pomiń(?:cie)?`,
		object: `instrukcj|polece(?:nia|ń)|wytyczn|zasady|wiadomości|wszystko (?:co|powyżej)`,
		part:   `działaj jako|zachowuj się jak|udawaj,? (?:że|kogoś)`,
	},
	{ // Russian
		hints:  "гнориру забуд внимани следуй отмени отбрось тепер отныне действ веди притвор представь",
		ignore: `(?:про)?игнорируй(?:те)?|забудь(?:те)?(?: о| про)?|не обращай(?:те)? внимания|не следуй(?:те)?|отмени(?:те)?|отбрось(?:те)?`,
		object: `инструкци|указани|команды|правила|распоряжени|сообщени|вс[её],? (?:что|сказанное|выше)|сказанное`,
		part:   `(?:теперь ты|ты теперь|теперь вы|вы теперь|отныне ты|отныне вы)\s*[—–-]|(?:действуй|веди себя)(?:те)? как|притворись|представь, что ты`,
	},
	{ // Ukrainian
		hints:  "гноруй забуд зважай тепер поводь дій",
		ignore: `(?:про)?ігноруй(?:те)?|забудь(?:те)?(?: про)?|не зважай(?:те)?`,
		object: `інструкці|вказівк|команди|правила|все,? що`,
		part:   `(?:тепер ти|ти тепер|відтепер ти)\s*[—–-]|поводься як|дій як`,
	},
	{ // Arabic
		hints:  "تجاهل انس همل تتبع الآن الان تصرف تظاهر",
		ignore: `تجاهل(?:وا|ي)?|انس[َى]?|اهمل|أهمل|لا تتبع`,
		object: `تعليمات|الأوامر|أوامر|توجيهات|القواعد|الإرشادات|ما سبق`,
		part:   `(?:أنت|انت) (?:الآن|الان) |تصرف ك|تظاهر ب`,
	},
	{ // Turkish
		hints:  "görmezden yok unut dikkate artık şimdi",
		ignore: `görmezden gel|yok say|unut(?:un)?\b|dikkate alma`,
		object: `talimat|yönerge|komutlar|kuralları`,
		part:   `(?:artık|şimdi) sen bir`,
		place:  last,
	},
	{ // Japanese
		hints:  "無視 忘れ 従わ あなた 君は お前 として なりき",
		ignore: `無視し(?:て|ろ|なさい|、)|無視せよ|忘れて(?:ください|、)|忘れろ|従わないで`,
		object: `指示|命令|プロンプト|ルール|規則|上記|これまでの(?:内容|会話)`,
		part:   `(?:あなた|君|お前)は(?:今から|これから|いまから)|.{0,30}(?:として|になりきって)(?:振る舞|ふるま|回答し|答え)`,
		place:  last,
	},
	{ // Korean
		hints:  "무시 잊어 이제 지금부터 행동",
		ignore: `무시하(?:고|세요|라|십시오)|잊어(?:버려|라|주세요)`,
		object: `지시|명령|지침|프롬프트|규칙`,
		part:   `(?:당신은|너는) (?:이제|지금부터)`,
		place:  last,
	},
	{ // Chinese
		hints:  "忽略 忽視 忽视 无视 無視 忘记 忘記 忘掉 不要 你 扮演",
		ignore: `忽略|忽視|忽视|无视|無視|忘记|忘記|忘掉|不要理会|不要理會|不要遵守`,
		object: `(?:之前|以上|上述|前面|先前|上面|所有|一切|你的|您的|系统|系統).{0,8}(?:指令|指示|命令|提示|规则|規則|内容|內容|信息|对话|對話|文章|文字)`,
		part:   `你现在是|你現在是|从现在(?:开始|起)，?你|從現在(?:開始|起)，?你|请?扮演一个|假装你是|假裝你是`,
		place:  anywhere,
	},
}

// tongueOrders finds the orders of each language. Words may stand between a verb and what is to be ignored.
var tongueOrders = func() []cue {
	const (
		head  = `(?:^[^\p{L}]*|[.:;!?،؛。，、：；！？–—]\s*|(?:^|[^\p{L}])(?:por favor|s'il te plaît|s'il vous plaît|bitte|per favore|пожалуйста|будь ласка|proszę|lütfen|من فضلك|يرجى)[,\s]+)`
		reach = `.{0,60}?`
	)
	var all []cue
	for _, t := range tongues {
		order := head + `(?:` + t.ignore + `)[^\p{L}]` + reach + `(?:` + t.object + `)`
		switch t.place {
		case anywhere:
			order = `(?:` + t.ignore + `)` + reach + `(?:` + t.object + `)`
		case last:
			order = `(?:` + t.object + `)` + reach + `(?:` + t.ignore + `)`
		}
		all = append(all, cue{t.hints, regexp.MustCompile(`(?i)` + order + `|` + head + `(?:` + t.part + `)`)})
	}
	return all
}()
