package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestPromotion is in words; a longer line is a paragraph that happens to begin like a promotion.
const longestPromotion = 40

// promotions are lines by which an outlet speaks of itself: asks to be followed, subscribed to, shared, or read further.
var promotions = compile(
	`^(skip )?advert(isement)?s?([ .:–—-]+(continues?|scroll|keep)\b.{0,40})?$|^(article|story) continues (below|after)\b.{0,20}$|^(sponsored|promoted|paid)( content| post)?( by .*)?$`,
	`^(for (more|the latest|all)\b.*,\s*)?(please |you can )?(follow|like|find|join) (@\w+|us|me|her|him|our\b.*) (on|at|via)\b`,
	`^(for (more|the latest|all)\b.*,\s*)?(please )?follow @\w+`,
	`^(for (more|the latest|all)\b.*,\s*)(visit|go to|see|click|check out|sign up|subscribe|download|read)\b`,
	`^(sign up|register) (here|now|today|for|to)\b.*(newsletter|e-?mails?|alert|brief|inbox|updates|free|$)`,
	`^subscribe( (to|now|today|here|for)\b.*)?$|^get .*\b(newsletter|in your inbox|to your inbox)\b`,
	`^(read|see|learn|watch|hear|listen)( more| also| next)\s*($|[:»>→…]|(about|on|at|from|here|in)\b)|^(also read|continue reading)\b`,
	`^(read|see|watch|listen|more)\s*:\s`,
	`^read the (full|original|whole) (story|article|report|interview|text)\b`,
	`^(click|tap|swipe) (here|on|to|the|this)\b`,
	`^share (this|on|via|with your)\b|^(share|tweet|e-?mail|print|save|like|copy link|facebook|twitter|whatsapp|linkedin|reddit|comments?|\d+ comments?)$`,
	`^(twitter|facebook|instagram|bluesky|mastodon|e-?mail|contact)( the (reporter|writer|author))?\s*:\s*\S+$|^@\w+( on twitter)?$|^\S+@\S+\.\w+$`,
	`^(support (our|local|independent) (journalism|work|news)|become a (member|subscriber)|download (our|the)( \w+)* app|have a (news )?tip\b)`,
	`^(skip to (main )?content|log in|sign in|menu|listen to this (article|story)|\d+ min(ute)? read)$`,
	`^the post .{1,200} (first )?appeared (first )?on .{1,100}$`,
	`^(please )?(enter|type) your e-?mail( address)?\b|^by (signing up|subscribing|clicking|submitting|registering)\b.*\b(agree|accept|consent|terms|privacy)\b`,
	`^thank(s| you) for (signing up|subscribing)\b|^(please )?check your inbox\b|^you('re| are) (now )?subscribed\b|^(invalid|your) e-?mail address\.?$|^no,? thanks$`,
	`^keep reading( below)?$|^(show|load|view|see) (more|less|all)( (comments|stories|articles|posts|photos|updates|coverage))?$|^view (gallery|comments)$|^jump to (comments|content)$`,
	`^anzeige$|^lesezeit\b.{0,20}$|^newsletter (abonnieren|bestellen)\b|^(jetzt )?(weiterlesen|abonnieren)( mit \S+)?$|^zur startseite$|^quelle: .{2,40}$|^artikel (teilen|drucken|merken)$`,
	`^(publicité|publicidad|publicidade|pubblicità)$|^temps de lecture\b.{0,20}$|^(article|contenu) réservé (à nos|aux) abonnés|^la suite après (la|cette) (publicité|annonce)|^partager( l[’']article| sur .{2,30})?$|^\S+( \S+){0,3} avec (afp|reuters|ap)$`,
	`^tiempo de lectura\b.{0,20}$|^(suscríbete|suscríbase|assine|abbonati|abonnez-vous)\b.{0,60}$|^(compartir|compartilhar|condividi)( .{2,30})?$|^(seguir leyendo|lire la suite|continua a leggere)\b.{0,10}$|^(lea|lee|vea|mira) también\b`,
	`^(also read|lesen sie (auch|mehr)|mehr zum thema|lire aussi|à lire aussi|lee también|leggi anche|leia também|lees ook)\s*:`,
	`^((share|copy|get) (the |this )?(link|article|story)( to clipboard)?|link copied!?|bookmark|save for later|gift (this )?article|add to (reading list|favou?rites)|(print|e-?mail) this( page| article)?|listen)$`,
	`^((share on |on )?(facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|threads|bluesky|mastodon|e-?mail|messenger|copy link|print)[ ,|·•/]*){2,}$`,
	`^\d[\d.,]*k? (shares?|likes?|views?|retweets?|reposts?)$`,
	`^this (article|story|post|page) (may )?contains? affiliate links\b|^(we|this site|our site|this website) uses? cookies\b|^(please )?(enable|turn on) javascript\b|^your browser does not support\b`,
	`^already a (subscriber|member)\b|^this (article|story|content) is ((only )?(available|exclusive|reserved) )?(only )?(for|to) (our )?(subscribers|members)\b|^you have \d+ (free )?(article|stor)\S* (left|remaining)\b`,
	`^your (support|donation) (makes|keeps|helps)\b.*\b(give|donate|possible|today)\b|^was this (article|story|page) (helpful|useful)\?$|^thank(s| you) for your (feedback|support)[.!]?$|^our standards:`,
	`^follow \S+[’'](s )?(full )?coverage\b|^\(\(.*[@;+].*\)\)$|^[▶►]|^(watch|listen|video|audio|photos?|in pictures) ?\||^(play|pause|mute) (the )?(video|audio)$|^listen to this (article|story) ?[·•|(].{0,40}$`,
	`^(jump|skip) (directly )?to (the )?(main )?(content|comments|navigation)$|^back to (the )?top$|^report (a|an) (typo|error|correction|mistake)$|^view this post on \w+$|^a (post|photo|video) (shared|posted) by .{1,80}$|^[—–-] .{2,60} \(@\w+\) .{0,30}\d{4}$`,
	`^(key (events?|moments?|developments?)|pinned post|live updates?|just now|\d+ ?(s|m|h|d|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?) ago)$`,
	`^((last )?updated|posted|published)?( at)?:?\s?\d{1,2}[:.]\d{2}(:\d{2})?\s?([ap]\.?m\.?)?( [a-z]{2,4})?$`,
	`^a version of this article (appears|appeared) in print\b|^\d+[- ]minute (listen|read)$|^heard on .{2,40}$|^published in ?(the print edition\b|.{1,80}\d min read)|^über dieses thema bericht|^dieses thema im programm\b`,
	`^(\d[\d.,]*k? (shares?|likes?|views?|comments?) ?){2,}$`,
	`^(copyright )?(©|\(c\)) ?(\d{4}|\S+( \S+){0,6}$)|^copyright \d{4}`,
)

// labels stand over a list of headlines of other stories.
var labels = compile(
	`^(also|related|related (stories|articles|coverage|content|news|topics)|more (coverage|stories|headlines|news|from|on|in)\b.{0,40})\s*:?$`,
	`^(you (may|might) also like|recommended( for you| stories| reading)?|trending( now)?|most (read|popular|viewed)|latest (news|stories|headlines)|top (stories|news)|don[’']t miss|must reads?|editors?[’']s? picks?|up next|other stories|what to read next)\s*:?$`,
	`^(関連(記事|ニュース|リンク)|あわせて読みたい|相关(新闻|阅读|文章)|اقرأ أيض(ًا|اً|ا)|مواضيع ذات صلة|читайте также|по теме|zobacz (też|także)|czytaj (też|także)|les også|læs også|läs (också|även|mer)|lue myös|meer over dit onderwerp|lees (ook|verder)|altri articoli)\s*[:：]?$`,
	`^(mehr zum thema|lesen sie auch|auch interessant|das könnte sie (auch )?interessieren|sur le même sujet|[àa] lire aussi|(te|le) puede interesar|leia também|leggi anche|ti potrebbe interessare|lees ook)\s*:?$`,
)

// compile makes one pattern of those that each hold at the start of a line: at its first words most lines are done.
func compile(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + strings.Join(patterns, "|") + `)`)
}

// promotionWithin is what only a promotion says anywhere in a line.
var promotionWithin = regexp.MustCompile(`(?i)\bdelivered to your inbox\b|\ball rights reserved\.?$`)

// isPromotion reports whether a line is by the outlet about itself and nothing of the story.
func isPromotion(line string) bool {
	return len(strings.Fields(line)) <= longestPromotion && (promotions.MatchString(line) || promotionWithin.MatchString(line))
}

// isLabel reports whether a line announces headlines of other stories.
func isLabel(line string) bool { return labels.MatchString(line) }

const (
	agency = `(AFP|AP|EPA|PA|UPI|Agence France-Presse|(The )?Associated Press|Reuters|Getty( Images)?|Shutterstock|Bloomberg|Xinhua|TASS|Sputnik|Anadolu( Agency)?|European Pressphoto Agency|NASA)`
	// A credit in brackets names an agency, a photograph's origin, or a person and an agency parted by a slash.
	bracketed = `\(([^()]*/[^()]*|([^()]*[ ,])?(` + agency + `|([Pp]hoto|PHOTO|[Ii]mage|[Cc]ourtesy|[Hh]andout)[^()]*|[Ff]ile)([ ,][^()]*)?)\)`
)

var (
	creditLine = regexp.MustCompile(`^` + bracketed + `$` +
		`|^` + agency + `(\s*/\s*[\p{L} .]+)*$` +
		`|^\p{Lu}[\p{L} .'’-]{2,40}\s*/\s*` + agency + `$` +
		`|^(?i:(image|photo|media) source, ?|(photo(graph)?|image|picture|video)s?( credit)?( by|: ?| courtesy of)|credit:) ?\S+( \S+){0,9}$`)
	creditWord = regexp.MustCompile(`\s*\bCredit(\.{3}|…|:)\s*\S.{0,80}$`)
	creditEnd  = regexp.MustCompile(`(\S)\s*` + bracketed + `$`)
	photoWords = regexp.MustCompile(`(?i)/|photo|getty|handout|courtesy|image|epa\b`)
	// deskCredit names who reported and edited, as agencies do at the foot.
	deskCredit = regexp.MustCompile(`(?i)^\(?(additional )?(reporting|writing|editing|compiled) by \p{L}[^.]{1,200}\)?\.?$` +
		`|^.{0,120}\b(?-i:\p{Lu}\S+ \p{Lu}\S+)\b.{0,80} contributed (reporting )?to this (report|story|article)\.?$`)
	captionLabel = regexp.MustCompile(`(?i)^(image|media|video|photo) caption[,:]\s*`)
)

// isCredit reports whether a line only says whose photograph stands beside it.
func isCredit(line string) bool {
	return len(strings.Fields(line)) <= 12 && creditLine.MatchString(line) && !strings.HasSuffix(line, ".")
}

// isDeskCredit reports whether a line only names an agency's reporters and editors.
func isDeskCredit(line string) bool {
	return len(line) <= longestByline && deskCredit.MatchString(line)
}

// splitLabel takes the words off a caption that call it one. Without them, found is false.
func splitLabel(line string) (caption string, found bool) {
	at := captionLabel.FindStringIndex(line[:min(len(line), 40)])
	if at == nil {
		return line, false
	}
	return line[at[1]:], true
}

// splitCredit takes a photograph's credit off the end of a caption. Without one, credit is "". A bracket at the end of an
// unfinished sentence must speak of a photograph: "she told Jane's Weekly (AP)" keeps its bracket.
func splitCredit(line string) (caption, credit string) {
	if at := creditWord.FindStringIndex(line); at != nil && at[0] > 0 {
		return line[:at[0]], strings.TrimSpace(line[at[0]:])
	}
	if !strings.HasSuffix(line, ")") {
		return line, ""
	}
	m := creditEnd.FindStringSubmatchIndex(line)
	if m == nil {
		return line, ""
	}
	caption = line[:m[3]]
	credit = strings.TrimSpace(line[m[3]:])
	if !endsSentence(caption) && !photoWords.MatchString(credit) {
		return line, ""
	}
	return caption, credit
}

// A byline begins with By, or with the like in a language in which no sentence begins so and goes on in capitals.
var (
	bylineStart   = regexp.MustCompile(`^(?i:(?:words |text |story |report |reported |written |posted |submitted )?by)[: ]\s*([\p{Lu}\p{Lo}].*)$`)
	foreignByline = regexp.MustCompile(`^(?:Von|VON|Par|PAR|Por|POR|Door|DOOR|Av|AV)[: ]\s*(\p{Lu}.*)$`)
)

// byline is the name in a line such as "By Jane Doe and John Roe | Example Wire", or "".
func byline(line string) string {
	if len(line) > longestByline {
		return ""
	}
	line = strings.TrimSpace(email.ReplaceAllString(line, ""))
	m, fewest, most := bylineStart.FindStringSubmatch(line), 1, 12
	if m == nil {
		m, fewest, most = foreignByline.FindStringSubmatch(line), 2, 5
	}
	if m == nil || endsSentence(line) {
		return ""
	}
	if who, when := cutDay(m[1]); when != "" {
		m[1] = who
	}
	name := strings.TrimSpace(strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune("|•·—", r) })[0])
	words := strings.Fields(name)
	if len(words) < fewest || len(words) > most {
		return ""
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && !unicode.Is(unicode.Lo, first) && !nameParticles[w] {
			return ""
		}
	}
	return name
}

var nameParticles = map[string]bool{
	"and": true, "with": true, "in": true, "of": true, "for": true, "the": true, "de": true, "da": true, "di": true, "del": true,
	"der": true, "den": true, "van": true, "von": true, "bin": true, "ibn": true, "al": true, "el": true, "la": true, "&": true,
}

// isHeadlineLike reports whether a line has the form of a headline: 3 to 25 words, a capital, figure or quotation mark
// first, and no full stop, colon or comma last.
func isHeadlineLike(line string) bool {
	n := len(strings.Fields(line))
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	return (n >= 3 || isIdeograph(first) && utf8.RuneCountInString(line) >= 6) && n <= 25 && len(line) <= longestHeadline &&
		(unicode.IsUpper(first) || unicode.Is(unicode.Lo, first) || unicode.IsDigit(first) || strings.ContainsRune("“\"‘'$£€", first)) &&
		!endsSentence(line) && !strings.ContainsRune(":;,—–-", last) && !isCorrection(line)
}
