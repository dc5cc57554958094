package desk

import (
	"context"
	"fmt"

	"dateline/bot"
	"dateline/bot/standing"
	"dateline/retrieval"
)

// amend marks the sources whose article was corrected: within itself, or by a notice, of which the newest one's day is told.
func (d *Desk) amend(ctx context.Context, sources []bot.Source) error {
	if len(sources) == 0 {
		return nil
	}
	articles, err := d.Store.Articles(ctx)
	if err != nil {
		return fmt.Errorf("list articles: %w", err)
	}
	correcting := standing.Notices(articles)
	if err := d.page(ctx, sources); err != nil {
		return err
	}
	for i := range sources {
		passages, err := d.Store.ArticlePassages(ctx, sources[i].ArticleID)
		if err != nil {
			return fmt.Errorf("read article %q: %w", sources[i].ArticleID, err)
		}
		standing.MarkSource(&sources[i], correcting[sources[i].ArticleID], passages)
	}
	return nil
}

// page gives sources without an address that of their page in the reading room, which shows what is for everyone.
func (d *Desk) page(ctx context.Context, sources []bot.Source) error {
	if d.Pages == "" {
		return nil
	}
	var ids []string
	for _, s := range sources {
		if s.URL == "" {
			ids = append(ids, s.ArticleID)
		}
	}
	articles, err := d.Store.ArticlesByID(ctx, ids)
	if err != nil {
		return fmt.Errorf("list articles: %w", err)
	}
	for i := range sources {
		if a := articles[sources[i].ArticleID]; sources[i].URL == "" && a != nil && a.Audience == "" {
			sources[i].URL = d.Pages + bot.ArticlePath(a.ID, sources[i].PassageID, retrieval.Span{})
		}
	}
	return nil
}

// Standing is an answer that was shown, as it stands now, with the marks of the articles that it cites; see standing.Now.
func (d *Desk) Standing(ctx context.Context, shown bot.Answer) (now bot.Answer, marks map[string]string, err error) {
	return standing.Now(ctx, d.Store, shown)
}

// Marks are what an answer depends on of these articles; see standing.Marks.
func (d *Desk) Marks(ctx context.Context, articles []string) (map[string]string, error) {
	return standing.Marks(ctx, d.Store, articles)
}
