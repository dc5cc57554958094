package ingest

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/retrieval"
	"dateline/retrieval/language"
)

// draft is an article while it is read: what is known of it, and its blocks before they are joined.
type draft struct {
	retrieval.Article
	idLine      int // of the file, where the front matter gives an ID
	corrections []string
	blocks      []block
	once        map[string]bool // captions and related headlines among the blocks
	apart       []string        // what speaks to a machine
	place       string          // of an article among several in a file: what tells it from them, for its ID
}

type block struct {
	kind retrieval.Kind
	text string
}

// add adds a block, unless it is empty or a caption or related headline that stands there already. A body paragraph
// that says that it is a correction becomes one.
func (d *draft) add(kind retrieval.Kind, text string) {
	text = tidy(text)
	if text == "" || !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return
	}
	switch kind {
	case retrieval.Body:
		if isCorrection(text) {
			kind = retrieval.Correction
		}
	case retrieval.Caption, retrieval.RelatedHeadline:
		if d.once[text] {
			return
		}
		if d.once == nil {
			d.once = map[string]bool{}
		}
		d.once[text] = true
	}
	d.blocks = append(d.blocks, block{kind, text})
}

const (
	longestHeadline = 200 // bytes; a longer first line is a paragraph
	cutHeadline     = 100 // characters, of a headline cut from a paragraph
)

// takeHeadline uses text as the headline where there is none yet. It reports whether the text is a headline and no
// paragraph, and so should not stand in the body as well.
func (d *draft) takeHeadline(text string) bool {
	isHeadline := len(text) <= longestHeadline && !endsSentence(text)
	if d.Headline == "" {
		d.Headline = text
		if !isHeadline {
			d.Headline = shorten(text, cutHeadline)
		}
		return isHeadline
	}
	return strings.EqualFold(text, d.Headline)
}

// needHeadline takes a headline from the first body block, or else from the first, where there is none yet.
func (d *draft) needHeadline() {
	if d.Headline != "" || len(d.blocks) == 0 {
		return
	}
	first := slices.IndexFunc(d.blocks, func(b block) bool { return b.kind == retrieval.Body })
	if first < 0 {
		d.takeHeadline(d.blocks[0].text)
	} else if d.takeHeadline(d.blocks[first].text) && len(d.blocks) > 1 {
		d.blocks = slices.Delete(d.blocks, first, first+1)
	}
}

// endsSentence reports whether s ends in a full stop or an ellipsis, closing marks aside. Headlines may ask and exclaim.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"”’'»)]")
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".…。۔।", last) && last != utf8.RuneError
}

var (
	correctionStart = regexp.MustCompile(`(?i)^(corrections?|clarifications?|editor(s[’']|[’']s)? note|korrektur|berichtigung|richtigstellung|(anmerkung|hinweis) der redaktion|` +
		`rectificatif|erratum|errata|note de la rédaction|corrección|fe de err(atas|ores)|aclaración|nota d(e la redacción|el editor|a redação|ella redazione)|rettifica|correção|rectificatie|correctie|訂正|更正)` +
		`\s*([,(–—-][^:]{0,40})?[:：]`)
	correctionSentence = regexp.MustCompile(`(?i)^this (article|story|post|report|piece|headline|item)( \S+){0,2} (was|has been) (amended|corrected)\b|` +
		`^an? (earlier|previous|original) version of (this|the) (article|story|post|report|piece|headline|caption)\b|` +
		`^this (article|story|post|report|piece|headline) (was|has been) (updated|changed|edited|revised) to (correct|clarify|fix|remove)\b`)
)

// isCorrection reports whether a paragraph says that it corrects the article, or what the editor has to note of it.
func isCorrection(text string) bool {
	start := text[:min(len(text), 200)]
	return correctionStart.MatchString(start) || correctionSentence.MatchString(start)
}

// A dateline is a place in capitals, perhaps its country, date and agency, and a dash:
// ALEPPO, Syria — · GENEVA, Sept 28 (Reuters) - · MEXICO CITY (AP) —
var datelineStart = regexp.MustCompile(`^(\p{Lu}{3,}[\p{Lu}.’'-]*(?: \p{Lu}[\p{Lu}.’'-]+){0,3}(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+){0,2})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?)` +
	`(?:\s*(?:—|–|--)\s*|\s*\([\p{L} /-]{2,30}\)\s*(?:—|–|--?)\s*)`)

// splitDateline takes a dateline off the head of a paragraph. Without one, place is "".
func splitDateline(text string) (place, rest string) {
	m := datelineStart.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	rest = text[len(m[0]):]
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, "“\"‘'")); !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return "", text // NATO — which is based in Brussels — said
	}
	return m[1], rest
}

// takeDateline moves the dateline of the first body paragraph to the article's, unless it has another.
func (d *draft) takeDateline() {
	for i, b := range d.blocks {
		if b.kind != retrieval.Body {
			continue
		}
		place, rest := splitDateline(b.text)
		if place != "" && (d.Dateline == "" || strings.EqualFold(d.Dateline, place)) {
			d.Dateline = place
			d.blocks[i].text = rest
		}
		return
	}
}

// addCorrections adds those of the front matter that the text does not carry already.
func (d *draft) addCorrections() {
	if len(d.corrections) == 0 {
		return
	}
	var standing strings.Builder
	for _, b := range d.blocks {
		standing.WriteString(strings.ToLower(b.text) + "\n")
	}
	for _, text := range d.corrections {
		if !strings.Contains(standing.String(), strings.ToLower(withoutLabel(text))) {
			d.add(retrieval.Correction, text)
		}
	}
}

func withoutLabel(text string) string {
	return strings.TrimSpace(text[len(correctionStart.FindString(text)):])
}

// settle completes a draft that a format has read, or says why it is no article.
func (d *draft) settle() error {
	if len(d.blocks)+len(d.apart) == 0 {
		return &problem{0, "holds no text beside its headline or front matter"}
	}
	d.addCorrections()
	headline := d.Headline
	d.setApart()
	if len(d.blocks) == 0 {
		return &problem{0, "holds no text beside instructions to a machine"}
	}
	if d.Headline != headline {
		d.note("headline", "text")
	}
	d.takeDateline()
	d.needLabel()
	d.dropSameUpdate()
	if d.Language == "" {
		d.Language = language.Of(d.body())
	}
	d.noteAll("text")
	for _, f := range fields {
		if !f.known(d) {
			delete(d.Origin, f.name) // it was set apart
		}
	}
	return nil
}

// dropSameUpdate forgets an update at the moment of publication, which formats write where there has been none.
func (d *draft) dropSameUpdate() {
	if d.Updated.Equal(d.Published) {
		d.Updated = time.Time{}
		delete(d.Origin, "updated")
	}
}

// body is the text of the body blocks.
func (d *draft) body() string {
	var body strings.Builder
	for _, b := range d.blocks {
		if b.kind == retrieval.Body {
			body.WriteString(b.text + "\n")
		}
	}
	return body.String()
}

// article joins the blocks and fills in what follows from the whole file.
func (d *draft) article(p string, raw []byte) retrieval.Article {
	body := d.body()
	for _, text := range d.apart {
		d.blocks = append(d.blocks, block{retrieval.Instruction, text})
	}
	a := d.Article
	a.Path = p
	var text strings.Builder
	for _, b := range d.blocks {
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		start := text.Len()
		text.WriteString(b.text)
		a.Blocks = append(a.Blocks, retrieval.Block{Span: retrieval.Span{Start: start, End: text.Len()}, Kind: b.kind})
	}
	a.Text = text.String()
	a.Sketch = retrieval.NewSketch(body)
	sum := sha256.New()
	sum.Write(raw)
	fmt.Fprintf(sum, "%q %q %v", a.Headline, a.Text, a.Blocks)
	a.Hash = hex.EncodeToString(sum.Sum(nil))
	if a.ID == "" {
		a.ID = idFrom(a.URL, p+d.place)
	}
	return a
}

// idFrom makes an ID of an article's address, or else of its path in the coverage folder: up to 40 characters of the
// last part that a reader may know, and 40 bits of the SHA-256 of the whole.
func idFrom(address, p string) string {
	whole, last := p, p
	if parsed, err := url.Parse(address); address != "" && err == nil {
		parsed.Fragment = ""
		parsed.Scheme, parsed.Host = strings.ToLower(parsed.Scheme), strings.ToLower(parsed.Host)
		whole, last = parsed.String(), strings.TrimRight(parsed.Path, "/")
	}
	sum := sha256.Sum256([]byte(whole))
	hash := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:8]
	return slug(strings.TrimSuffix(path.Base(last), path.Ext(last))) + "-" + hash
}

// slug is s in lower-case letters, digits and hyphens, or "article" where it has none of them.
func slug(s string) string {
	const longest = 40
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	joined := strings.Join(words, "-")
	joined = strings.TrimRight(joined[:min(len(joined), longest)], "-")
	if joined == "" {
		return "article"
	}
	return joined
}
