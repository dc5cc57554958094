package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// answerView is an answer as it is shown: the same parts as in Discord and in a terminal.
type answerView struct {
	Question   string
	Understood string
	Verdict    string
	Reason     string // of an abstention
	Untold     string // what a summary leaves out
	Notice     string
	Sections   []sectionView
	Sources    []sourceView
	Nearest    bool // the sources are what came nearest
	Offers     []offerView
	Dropped    []bot.Dropped
	Small      string
	Picture    template.HTML // of a timeline
}

type sectionView struct {
	Title  string
	Listed bool
	Lines  []lineView
}

type lineView struct {
	Lead, Text, Tail string
	Told             string // the day by which the words count days
	Markers          []markerView
}

// markerView is a marker, which leads to the words that it stands for.
type markerView struct {
	N        int
	To       string
	Headline string // "" while the sources are not known yet
}

type sourceView struct {
	N           int
	Headline    string
	To          string // its page here
	Out         string // its own address
	Particulars string
	Text        string
}

type offerView struct{ Label, To string }

// newAnswerView lays an answer out.
func newAnswerView(t *task, a bot.Answer) answerView {
	l := desk.English
	v := answerView{
		Question: a.Question, Understood: a.Understood, Verdict: l.Verdict(a), Notice: a.Notice, Dropped: a.Dropped, Nearest: a.Abstained,
		Small: a.Small(""), Untold: l.Untold(a),
	}
	if a.Abstained {
		if v.Reason = a.Reason; a.Composer == desk.Courteous {
			v.Small = ""
		}
	}
	for _, section := range l.Sections(a) {
		v.Sections = append(v.Sections, newSectionView(section, a.Sources))
	}
	for _, source := range a.Sources {
		v.Sources = append(v.Sources, newSourceView(source, a.Claims))
	}
	for _, o := range a.Offers {
		v.Offers = append(v.Offers, offerView{l.Offer(o), again(t, a.Question, o)})
	}
	if t.Name == "Timeline" && !a.Abstained {
		v.Picture = template.HTML(l.Chart(a).SVG()) // chart escapes what it writes
	}
	return v
}

func newSectionView(s desk.Section, sources []bot.Source) sectionView {
	v := sectionView{Title: s.Title, Listed: s.Listed}
	for _, line := range s.Lines {
		v.Lines = append(v.Lines, newLineView(line, sources))
	}
	return v
}

func newLineView(line desk.Line, sources []bot.Source) lineView {
	v := lineView{Lead: line.Lead, Text: line.Text, Tail: line.Tail, Told: line.Told}
	for _, cite := range line.Citations {
		if slices.ContainsFunc(v.Markers, func(m markerView) bool { return m.N == cite.N }) {
			continue
		}
		m := markerView{N: cite.N, To: fmt.Sprintf("/passage/%s?q=%d-%d", url.PathEscape(cite.PassageID), cite.Start, cite.End)}
		for _, s := range sources {
			if s.N == cite.N {
				m.Headline = cmp.Or(oneLine(s.Headline), s.ArticleID)
				m.To = bot.ArticlePath(s.ArticleID, cite.PassageID, retrieval.Span{Start: cite.Start, End: cite.End})
			}
		}
		v.Markers = append(v.Markers, m)
	}
	return v
}

// newSourceView is a source, which leads to the words that the claims cite first.
func newSourceView(s bot.Source, claims []bot.Claim) sourceView {
	v := sourceView{
		N: s.N, Headline: cmp.Or(oneLine(s.Headline), s.ArticleID), To: bot.ArticlePath(s.ArticleID, s.PassageID, retrieval.Span{}), Out: webAddress(s.URL),
		Particulars: strings.Join(desk.English.Particulars(s), " · "), Text: s.Text,
	}
	for _, c := range claims {
		for _, cite := range c.Citations {
			if cite.N == s.N {
				v.To = bot.ArticlePath(s.ArticleID, cite.PassageID, retrieval.Span{Start: cite.Start, End: cite.End})
				v.Out = webAddress(bot.Link(s.URL, s.Text, cite.Quote))
				return v
			}
		}
	}
	return v
}

// again is the address that asks a question once more within an offer.
func again(t *task, question string, o bot.Offer) string {
	query, f := url.Values{t.Param: {question}}, o.Filter
	if !f.Since.IsZero() {
		query.Set("since", f.Since.UTC().Format(time.DateOnly))
	}
	if !f.Until.IsZero() { // a reader's is inclusive
		query.Set("until", f.Until.UTC().AddDate(0, 0, -1).Format(time.DateOnly))
	}
	if len(f.Outlets) == 1 {
		query.Set("outlet", f.Outlets[0])
	}
	return t.URL() + "?" + query.Encode()
}
