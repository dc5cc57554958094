package ingest

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"dateline/retrieval"
)

// longestParagraph in bytes bounds the parser, whose time grows with the square of a paragraph's nested marks.
const longestParagraph = 32 << 10

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()

// readMarkdown adds the blocks of a Markdown text. Paragraphs, quoted paragraphs, list items and table rows are body, an
// image's text is a caption. The first heading of the first level is the headline where the front matter has none; other
// headings, HTML and struck-out words are left out.
func readMarkdown(source string, d *draft) error {
	for p := range strings.SplitSeq(source, "\n\n") {
		if len(p) > longestParagraph {
			return &problem{0, fmt.Sprintf("has a paragraph of more than %d KB; leave a blank line between paragraphs", longestParagraph>>10)}
		}
	}
	m := markdownReader{source: []byte(source), draft: d}
	m.blocks(markdown.Parse(text.NewReader(m.source)))
	d.needHeadline()
	return nil
}

type markdownReader struct {
	source   []byte
	draft    *draft
	captions []string // found in the block being read
}

func (m *markdownReader) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if title := tidy(m.inline(n)); n.Level == 1 && title != "" && m.draft.Headline == "" {
				m.draft.Headline = title
			}
		case *ast.Paragraph, *ast.TextBlock:
			m.add(m.inline(n))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for p := range strings.SplitSeq(string(n.Lines().Value(m.source)), "\n\n") {
				m.add(p)
			}
		case *extast.TableHeader, *extast.TableRow:
			var cells []string
			for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
				cells = append(cells, tidy(m.inline(cell)))
			}
			m.add(strings.Join(cells, " | "))
		case *ast.HTMLBlock, *ast.ThematicBreak:
		default:
			m.blocks(n)
		}
	}
}

// add adds a body block and, after it, the captions that were found in it.
func (m *markdownReader) add(body string) {
	m.draft.add(retrieval.Body, body)
	for _, c := range m.captions {
		m.draft.add(retrieval.Caption, c)
	}
	m.captions = nil
}

// inline is the text of a block without its markup.
func (m *markdownReader) inline(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			value := n.Value(m.source)
			if _, code := parent.(*ast.CodeSpan); !code {
				value = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
			}
			b.Write(value)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(m.source))
		case *ast.Image:
			m.captions = append(m.captions, m.inline(n))
		case *ast.RawHTML:
			if tag := strings.ToLower(string(n.Segments.Value(m.source))); strings.HasPrefix(tag, "<br") {
				b.WriteByte('\n')
			}
		case *extast.Strikethrough:
		default:
			b.WriteString(m.inline(n))
		}
	}
	return b.String()
}
