// Package seeds holds the coverage that ships with Dateline, so that a question can be asked before anyone has coverage
// of their own: news articles about diplomacy and war around Aleppo from September to December 2016 and three stories
// beside them, one Markdown file each with its particulars in YAML front matter.
//
// The articles are sample texts. Their outlets, "Dateline sample desk" and "Dateline sample wire", exist only here and
// nobody signs them; the facts and the quotations are real, and `references` in the front matter lists the public pages
// behind them. Each article knows no more than its published date allows, and a figure that was disputed stands beside
// the name of whoever gave it.
package seeds

import "embed"

// FS holds the articles at its root, named YYYY-MM-DD-slug.md after their published date.
//
//go:embed *.md
var FS embed.FS
