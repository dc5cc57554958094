package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/retrieval"
)

// pageSize is how many headlines a page of the coverage has, newestShown how many are shown of the newest.
const (
	pageSize    = 10
	newestShown = 5
)

// Coverage is what is indexed, and the headlines that a search found.
type Coverage struct {
	Articles int      // retracted ones aside
	Copies   int      // of them, wire copies of another
	Undated  int      // of them
	Bytes    int      // of their text
	Outlets  []Outlet // with the most articles first
	From     bot.Day
	Through  bot.Day
	Newest   []retrieval.Article

	Search string
	Found  int                 // headlines that match; all where nothing is searched
	Page   int                 // from 1
	Pages  int                 // at least 1
	Listed []retrieval.Article // of the page, newest first among equals; of a search or a page asked for
}

// Outlet is how much of the coverage one outlet has.
type Outlet struct {
	Name     string
	Articles int
	Copies   int // wire copies of another outlet's story, or of its own
}

// Catalogue is the coverage as it was when it was made, to be leafed through. It is safe for concurrent use.
type Catalogue struct {
	whole    Coverage            // without a page
	articles []retrieval.Article // by date, without retracted ones
	ids      map[string]bool     // of all
}

// Has reports whether there is an article of this ID.
func (c *Catalogue) Has(id string) bool { return c.ids[id] }

// Coverage tells what is indexed and lists a page of the headlines that match search, of all where that is "" and a page is
// asked for. Page 0 is the first.
func (d *Desk) Coverage(ctx context.Context, search string, page int) (Coverage, error) {
	c, err := d.Catalogue(ctx)
	if err != nil {
		return Coverage{}, err
	}
	return c.Page(ctx, search, page)
}

// Catalogue reads through all that is indexed, which takes some microseconds an article; its pages cost little.
func (d *Desk) Catalogue(ctx context.Context) (*Catalogue, error) {
	articles, err := d.articles(ctx)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool, len(articles))
	for i := range articles {
		ids[articles[i].ID] = true
	}
	retracted := func(a retrieval.Article) bool { return a.Retracted }
	if slices.ContainsFunc(articles, retracted) {
		articles = slices.DeleteFunc(slices.Clone(articles), retracted)
	}
	heads := stories(articles)
	c := Coverage{Articles: len(articles), Page: 1, Pages: 1}
	byOutlet := map[string]*Outlet{}
	for i := range articles {
		a := &articles[i]
		c.Bytes += a.Size
		copied := heads[i] != i
		if copied {
			c.Copies++
		}
		if a.Published.IsZero() {
			c.Undated++
		} else if c.From.IsZero() || a.Published.Before(c.From.Time) {
			c.From.Time = a.Published
		}
		if a.Published.After(c.Through.Time) {
			c.Through.Time = a.Published
		}
		if a.Outlet == "" {
			continue
		}
		o := byOutlet[a.Outlet]
		if o == nil {
			o = &Outlet{Name: a.Outlet}
			byOutlet[a.Outlet] = o
		}
		if o.Articles++; copied {
			o.Copies++
		}
	}
	for _, o := range byOutlet {
		c.Outlets = append(c.Outlets, *o)
	}
	slices.SortFunc(c.Outlets, func(a, b Outlet) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.Name, b.Name))
	})
	c.Newest = newestOf(articles, 0, newestShown)
	return &Catalogue{whole: c, articles: articles, ids: ids}, nil
}

// Whole is what is indexed, without a page.
func (c *Catalogue) Whole() Coverage { return c.whole }

// Page is what is indexed with a page of headlines, as [Desk.Coverage] has it.
func (c *Catalogue) Page(ctx context.Context, search string, page int) (Coverage, error) {
	out := c.whole
	out.Search, out.Page = strings.TrimSpace(search), max(page, 1)
	var found []retrieval.Article
	switch {
	case out.Search != "":
		found = matching(ctx, c.articles, out.Search)
		out.Found = len(found)
	case page == 0:
		return out, nil
	default:
		out.Found = len(c.articles)
	}
	out.Pages = max(1, (out.Found+pageSize-1)/pageSize)
	if err := ctx.Err(); err != nil {
		return out, err
	}
	if out.Page > out.Pages {
		return out, usage("error.no_page", "page", out.Page, "pages", out.Pages)
	}
	from := (out.Page - 1) * pageSize
	if out.Search != "" {
		out.Listed = found[from:min(from+pageSize, len(found))]
	} else {
		out.Listed = newestOf(c.articles, from, pageSize)
	}
	return out, nil
}

// newestOf are n articles of a list by date, from the newest but skip back.
func newestOf(articles []retrieval.Article, skip, n int) []retrieval.Article {
	end := max(0, len(articles)-skip)
	found := slices.Clone(articles[max(0, end-n):end])
	slices.Reverse(found)
	return found
}

// Card is one article as it is shown by itself.
type Card struct {
	retrieval.Article
	Passages      int
	AlsoCarriedBy []string            // other outlets that carried the same story
	Notices       []retrieval.Article // that correct it, oldest first
	Corrections   []string            // that stand in the article itself
	Corrected     *retrieval.Article  // the article that it corrects, where it is a notice
}

// Source is the card as a source line has it, with the lede as its text.
func (c Card) Source() bot.Source {
	s := bot.NewSource(0, retrieval.Evidence{Article: c.Article, Passage: retrieval.Passage{ArticleID: c.ID, Text: c.Lede()}, AlsoCarriedBy: c.AlsoCarriedBy})
	s.Corrected = len(c.Corrections) > 0
	for _, n := range c.Notices {
		s.Corrected, s.CorrectedOn = true, bot.Day{Time: n.Published}
	}
	return s
}

// Article is the card of the article with this ID or headline.
func (d *Desk) Article(ctx context.Context, name string) (Card, error) {
	a, err := d.whole(ctx, name)
	if err != nil {
		return Card{}, err
	}
	passages, err := d.Store.ArticlePassages(ctx, a.ID)
	if err != nil {
		return Card{}, fmt.Errorf("read article %q: %w", a.ID, err)
	}
	articles, err := d.Store.Articles(ctx)
	if err != nil {
		return Card{}, fmt.Errorf("list articles: %w", err)
	}
	card := Card{Article: a}
	if a.URL == "" && a.Audience == "" && d.Pages != "" {
		card.URL = d.Pages + bot.ArticlePath(a.ID, "", retrieval.Span{})
	}
	for _, p := range passages {
		if p.Kind != retrieval.Instruction {
			card.Passages++
		}
	}
	for _, b := range a.Blocks {
		if b.Kind == retrieval.Correction {
			card.Corrections = append(card.Corrections, b.In(a.Text))
		}
	}
	for i := range articles {
		other := &articles[i]
		switch {
		case other.ID == a.ID || other.Retracted || !d.shows(other):
		case other.Corrects == a.ID:
			card.Notices = append(card.Notices, *other)
		case other.ID == a.Corrects:
			corrected := *other
			card.Corrected = &corrected
		case other.Outlet != "" && other.Outlet != a.Outlet && other.Sketch.SameStory(a.Sketch) && !slices.Contains(card.AlsoCarriedBy, other.Outlet):
			card.AlsoCarriedBy = append(card.AlsoCarriedBy, other.Outlet)
		}
	}
	return card, nil
}

// whole is all of the article with this ID, else of the one with this headline.
func (d *Desk) whole(ctx context.Context, name string) (retrieval.Article, error) {
	a, ok, err := d.Store.Article(ctx, name)
	if err == nil && (!ok || !d.shows(&a)) {
		listed, unknown := d.article(ctx, name, "error.no_article")
		if unknown != nil {
			return a, unknown
		}
		a, ok, err = d.Store.Article(ctx, listed.ID)
	}
	switch {
	case err != nil:
		return a, fmt.Errorf("read article %q: %w", name, err)
	case !ok:
		return a, usage("error.no_article", "name", name) // deleted in the meantime
	}
	return a, nil
}

// sharedHashes is how many of a sketch's smallest hashes are looked up for wire copies: two texts of one story share none
// of so many in fewer than one of a thousand cases.
const sharedHashes = 16

// stories tells of each article which one stands for its story, by index: itself, or of a wire copy the most complete one,
// then the earliest, then the first by ID. It is search's rule over the whole coverage.
func stories(articles []retrieval.Article) []int {
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &articles[i], &articles[j]
		return cmp.Or(cmp.Compare(b.Size, a.Size), a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	heads := make([]int, len(articles))
	byHash := map[uint32][]int{} // heads whose sketch has it
	for _, i := range order {
		sketch := articles[i].Sketch
		few := sketch[:min(sharedHashes, len(sketch))]
		heads[i] = i
		for _, h := range few {
			at := slices.IndexFunc(byHash[h], func(head int) bool { return articles[head].Sketch.SameStory(sketch) })
			if at >= 0 {
				heads[i] = byHash[h][at]
				break
			}
		}
		if heads[i] == i {
			for _, h := range few {
				byHash[h] = append(byHash[h], i)
			}
		}
	}
	return heads
}
