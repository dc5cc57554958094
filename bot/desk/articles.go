package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/retrieval"
)

// articles are all of the coverage that the desk shows, by date, as a Store lists them; the list is shared and must not be changed.
func (d *Desk) articles(ctx context.Context) ([]retrieval.Article, error) {
	articles, err := d.Store.Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	if len(d.shown) == 0 {
		return articles, nil
	}
	return slices.DeleteFunc(slices.Clone(articles), func(a retrieval.Article) bool { return !d.shows(&a) }), nil
}

// article is the one with this ID or headline (letter case and surrounding marks aside), or the only one whose headline
// holds the words. none is the phrase for where there is none.
func (d *Desk) article(ctx context.Context, name, none string) (retrieval.Article, error) {
	matches, err := d.Headlines(ctx, name, 3)
	if err != nil {
		return retrieval.Article{}, err
	}
	switch {
	case len(matches) == 0:
		return retrieval.Article{}, usage(none, "name", name)
	case len(matches) == 1, strings.EqualFold(matches[0].ID, name), sameHeadline(matches[0].Headline, name):
		return matches[0], nil
	}
	names := make([]string, len(matches))
	for i, a := range matches {
		names[i] = fmt.Sprintf("“%s” (%s)", a.Headline, a.ID)
	}
	return retrieval.Article{}, usage("error.several_articles", "name", name, "articles", strings.Join(names, ", "))
}

// Headlines returns up to n articles whose headline holds the words typed, or whose ID they are: exact matches first, then
// those that begin with them, then the newest; those that nearly hold them where none does.
func (d *Desk) Headlines(ctx context.Context, typed string, n int) ([]retrieval.Article, error) {
	articles, err := d.articles(ctx)
	if err != nil {
		return nil, err
	}
	matches := matching(ctx, articles, typed)
	return matches[:min(n, len(matches))], ctx.Err()
}

func sameHeadline(a, b string) bool { return strings.EqualFold(bare(a), bare(b)) }

// bare is a headline without the marks and blanks that surround it where it is quoted.
func bare(s string) string { return strings.Trim(s, " \t\n.\"“”'") }
