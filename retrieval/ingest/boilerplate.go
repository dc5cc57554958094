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
	`^advert(isement)?s?( continues below)?$|^(article|story) continues (below|after)\b|^(sponsored|promoted|paid)( content| post)?( by .*)?$`,
	`^(for (more|the latest|all)\b.*,\s*)?(please |you can )?(follow|like|find|join) (@\w+|us|me|her|him|our\b.*) (on|at|via)\b`,
	`^(for (more|the latest|all)\b.*,\s*)?(please )?follow @\w+`,
	`^(for (more|the latest|all)\b.*,\s*)(visit|go to|see|click|check out|sign up|subscribe|download|read)\b`,
	`^(sign up|register) (here|now|today|for|to)\b.*(newsletter|e-?mails?|alert|brief|inbox|updates|free|$)`,
	`^subscribe( (to|now|today|here|for)\b.*)?$|^get .*\b(newsletter|in your inbox|to your inbox)\b|\bdelivered to your inbox\b`,
	`^(read|see|learn|watch|hear|listen)( more| also| next)\s*($|[:»>→…]|(about|on|at|from|here|in)\b)|^(also read|continue reading)\b`,
	`^(read|see|watch|listen|more)\s*:\s`,
	`^read the (full|original|whole) (story|article|report|interview|text)\b`,
	`^(click|tap|swipe) (here|on|to|the|this)\b`,
	`^share (this|on|via|with your)\b|^(share|tweet|e-?mail|print|save|like|copy link|facebook|twitter|whatsapp|linkedin|reddit|comments?|\d+ comments?)$`,
	`^(twitter|facebook|instagram|bluesky|mastodon|e-?mail|contact)( the (reporter|writer|author))?\s*:\s*\S+$|^@\w+( on twitter)?$|^\S+@\S+\.\w+$`,
	`^(support our (journalism|work)|become a (member|subscriber)|download (our|the)( \w+)* app|have a (news )?tip\b)`,
	`^(skip to (main )?content|log in|sign in|menu|listen to this (article|story)|\d+ min(ute)? read)$`,
	`^the post .{1,200} (first )?appeared (first )?on .{1,100}$`,
	`^(please )?(enter|type) your e-?mail( address)?\b|^by (signing up|subscribing|clicking|submitting|registering)\b.*\b(agree|accept|consent|terms|privacy)\b`,
	`^thank(s| you) for (signing up|subscribing)\b|^(please )?check your inbox\b|^you('re| are) (now )?subscribed\b|^(invalid|your) e-?mail address\.?$|^no,? thanks$`,
	`^keep reading( below)?$|^(show|load|view|see) (more|less|all)( (comments|stories|articles|posts|photos|updates|coverage))?$|^view (gallery|comments)$|^jump to (comments|content)$`,
	`^(also read|lesen sie (auch|mehr)|mehr zum thema|lire aussi|à lire aussi|lee también|leggi anche|leia também|lees ook)\s*:`,
	`^((share|copy|get) (the |this )?(link|article|story)( to clipboard)?|link copied!?|bookmark|save for later|gift (this )?article|add to (reading list|favou?rites)|(print|e-?mail) this( page| article)?|listen)$`,
	`^((share on |on )?(facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|threads|bluesky|mastodon|e-?mail|messenger|copy link|print)[ ,|·•/]*){2,}$`,
	`^\d[\d.,]*k? (shares?|likes?|views?|retweets?|reposts?)$`,
	`^this (article|story|post|page) (may )?contains? affiliate links\b|^(we|this site|our site|this website) uses? cookies\b|^(please )?(enable|turn on) javascript\b|^your browser does not support\b`,
	`^(key event|pinned post|live updates?|just now|\d+ ?(s|m|h|d|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?) ago)$`,
	`^((last )?updated|posted|published)?( at)?:?\s?\d{1,2}[:.]\d{2}(:\d{2})?\s?([ap]\.?m\.?)?( [a-z]{2,4})?$`,
	`^(copyright )?(©|\(c\)) ?\d{4}|^copyright \d{4}|\ball rights reserved\.?$`,
)

// labels stand over a list of headlines of other stories.
var labels = compile(
	`^(also|related|related (stories|articles|coverage|content|news|topics)|more (coverage|stories|headlines|news|from|on|in)\b.{0,40})\s*:?$`,
	`^(you (may|might) also like|recommended( for you| stories| reading)?|trending( now)?|most (read|popular|viewed)|latest (news|stories|headlines)|top (stories|news)|don[’']t miss|must reads?|editors?[’']s? picks?|up next|other stories|what to read next)\s*:?$`,
)

func compile(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + strings.Join(patterns, "|"))
}

// isPromotion reports whether a line is by the outlet about itself and nothing of the story.
func isPromotion(line string) bool {
	return len(strings.Fields(line)) <= longestPromotion && promotions.MatchString(line)
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
		`|^(?i:(photo(graph)?|image|picture|video)s?( credit)?( by|: ?| courtesy of)|credit:) ?\S+( \S+){0,9}$`)
	creditEnd  = regexp.MustCompile(`(\S)\s*` + bracketed + `$`)
	photoWords = regexp.MustCompile(`(?i)/|photo|getty|handout|courtesy|image|epa\b`)
	// deskCredit names who reported and edited, as agencies do at the foot.
	deskCredit = regexp.MustCompile(`(?i)^\(?(additional )?(reporting|writing|editing|compiled) by \p{L}[^.]{1,200}\)?\.?$`)
)

// isCredit reports whether a line only says whose photograph stands beside it.
func isCredit(line string) bool {
	return len(strings.Fields(line)) <= 12 && creditLine.MatchString(line) && !strings.HasSuffix(line, ".")
}

// isDeskCredit reports whether a line only names an agency's reporters and editors.
func isDeskCredit(line string) bool { return deskCredit.MatchString(line) }

// splitCredit takes a photograph's credit off the end of a caption. Without one, credit is "". A bracket at the end of an
// unfinished sentence must speak of a photograph: "she told Jane's Weekly (AP)" keeps its bracket.
func splitCredit(line string) (caption, credit string) {
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

var bylineStart = regexp.MustCompile(`^(?i:by)[: ]\s*(\p{Lu}.*)$`)

// byline is the name in a line such as "By Jane Doe and John Roe | Example Wire", or "".
func byline(line string) string {
	m := bylineStart.FindStringSubmatch(line)
	if m == nil || endsSentence(line) {
		return ""
	}
	name := strings.TrimSpace(strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune("|•·", r) })[0])
	words := strings.Fields(name)
	if len(words) > 12 {
		return ""
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && !nameParticles[w] {
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
	return n >= 3 && n <= 25 && len(line) <= longestHeadline &&
		(unicode.IsUpper(first) || unicode.IsDigit(first) || strings.ContainsRune("“\"‘'$£€", first)) &&
		!endsSentence(line) && !strings.ContainsRune(":;,—–-", last) && !isCorrection(line)
}
