package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// labelNames are what outlets call pieces that are no plain news, lower-case.
var labelNames = map[string][]string{
	"opinion": {"opinion", "opinions", "op-ed", "op-eds", "oped", "comment", "commentary", "comment is free", "commentisfree", "column", "columns", "columnists",
		"perspective", "perspectives", "viewpoint", "viewpoints", "views", "voices", "ideas & opinion", "guest essay", "first person",
		"meinung", "kommentar", "kommentare", "kolumne", "gastbeitrag", "debatte", "opinión", "tribuna", "columna", "tribune", "chronique", "opinione", "opinioni", "opinião", "opinie"},
	"editorial": {"editorial", "editorials", "editorial board", "the editorial board", "leader", "leaders", "leitartikel", "éditorial", "editoriale"},
	"analysis":  {"analysis", "news analysis", "analyses", "analyse", "analyses & décryptages", "análisis", "analisi", "análise"},
	"review":    {"review", "reviews", "book review", "film review", "rezension", "critique", "crítica", "recensione"},
	"letter":    {"letter", "letters", "letters to the editor", "leserbriefe", "leserbrief", "courrier", "cartas al director"},
	"live":      {"live", "live blog", "liveblog", "live updates", "liveticker", "en direct", "en directo"},
	"sponsored": {"sponsored", "sponsored content", "paid content", "paid post", "partner content", "advertorial", "branded content", "advertisement feature", "anzeige", "publirreportaje"},
	"satire":    {"satire"},
}

// labelTypes are those of schema.org.
var labelTypes = map[string]string{
	"OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis", "ReviewNewsArticle": "review", "Review": "review",
	"LiveBlogPosting": "live", "AdvertiserContentArticle": "sponsored", "SatiricalArticle": "satire",
}

var labelByName = func() map[string]string {
	byName := map[string]string{}
	for label, spellings := range labelNames {
		for _, s := range spellings {
			byName[s] = label
		}
	}
	return byName
}()

// labelOf is the label that a section's or a rubric's name stands for, or "".
func labelOf(name string) string { return labelByName[strings.ToLower(tidy(name))] }

// headlineLabel is a rubric before or behind a headline: "Opinion: …", "Analysis | …", "… – review".
var headlineLabel = regexp.MustCompile(`^(\p{L}[\p{L} -]{2,24}?)\s?[:|]\s|\s[|–—-]\s(\p{L}[\p{L} -]{2,24})$`)

// labelInHeadline is the label that a headline carries, or "". "Review" and the like behind a dash are believed as they
// are before a colon; "Live" and "Views" are not: what is live or seen is the story.
func labelInHeadline(headline string) string {
	m := headlineLabel.FindStringSubmatch(headline)
	if m == nil {
		return ""
	}
	name := m[1] + m[2]
	if slices.Contains([]string{"live", "views", "ideas", "leader", "leaders", "tribune", "letter", "satire", "voices", "column"}, strings.ToLower(name)) {
		return ""
	}
	return labelOf(name)
}

// needLabel takes the label from the section, its parts, or the headline, where nothing has named one.
func (d *draft) needLabel() {
	for part := range strings.FieldsFuncSeq(d.Section, func(r rune) bool { return strings.ContainsRune("/>|;,", r) }) {
		d.accept(claim{"label", labelOf(part), d.Origin["section"]})
	}
	d.accept(claim{"label", labelInHeadline(d.Headline), d.Origin["headline"]})
}
