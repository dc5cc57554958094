package mirror

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

const (
	mostRevisits = 20                  // of pages known, in a look
	mostTries    = 10                  // of a page that was never fetched
	soonRevisit  = time.Hour           // after a page was first listed
	lateRevisit  = 7 * 24 * time.Hour  // between two revisits, at most
	noRevisit    = 30 * 24 * time.Hour // after it was first listed, unless its list says that it has changed
	mostFailures = 3                   // in a row, after which a host is left alone until the next look
	saveEvery    = 25                  // pages
)

// want is why a page is fetched.
type want int

const (
	never want = iota
	revisit
	retry
	fresh
)

// wanted says why a page would be fetched at a time.
func (l *look) wanted(p *page, at time.Time) want {
	hasPage := !p.Fetched || p.Have.URL != "" // else its feed has its text
	switch {
	case p.Gone, p.Unread != "", p.Address == "", !hasPage, !p.IsDue(at):
		return never
	case p.Fetched && (at.Sub(p.Since) < noRevisit || p.Due.IsZero()):
		return revisit
	case p.Fetched, p.Failures >= mostTries:
		return never
	case p.Failures > 0:
		return retry
	}
	return fresh
}

// choose picks the pages of a look by key: the latest of the new, those that failed before, and some that may have changed.
func (l *look) choose() (chosen []string) {
	by := map[want][]string{}
	for key, p := range l.Items {
		if w := l.wanted(p, l.now()); w != never {
			by[w] = append(by[w], key)
		}
	}
	for _, keys := range by {
		slices.SortFunc(keys, func(a, b string) int {
			p, q := l.Items[a], l.Items[b]
			return cmp.Or(dated(q.Listed).Compare(dated(p.Listed)), q.Last.Compare(p.Last), cmp.Compare(p.Rank, q.Rank), strings.Compare(a, b))
		})
	}
	chosen = append(by[fresh], by[retry]...)
	most := cmp.Or(l.Pages, DefaultPages)
	if l.report.Waiting = max(0, len(chosen)-most); l.report.Waiting > 0 {
		chosen = chosen[:most]
	}
	return append(chosen, by[revisit][:min(len(by[revisit]), mostRevisits)]...)
}

// pages fetches what a look has chosen. Its error is of the folder, or ctx's.
func (l *look) pages(ctx context.Context) error {
	chosen := l.choose()
	if len(chosen) > 0 {
		later := ""
		if l.report.Waiting > 0 {
			later = fmt.Sprintf("; %d more wait for the next look", l.report.Waiting)
		}
		l.Say(fmt.Sprintf("Fetching %s of %s, a second or more for each%s.", counted(len(chosen), "page"), l.Mirror, later))
	}
	failures := map[string]int{} // in a row, by host
	var example error
	for n, key := range chosen {
		p := l.Items[key]
		host := hostOf(p.Address)
		if failures[host] >= mostFailures {
			l.report.Waiting++
			continue
		}
		err := l.page(ctx, key, p)
		if _, fault := errors.AsType[*folderError](err); fault {
			return err
		}
		if ctx.Err() != nil {
			return fmt.Errorf("fetch the pages of %s: %w", l.Mirror, context.Cause(ctx))
		}
		switch f, _ := errors.AsType[*fetch.Failure](err); {
		case err == nil || f == nil:
			failures[host] = 0
		case f.RetryAfter > 0 && errors.Is(err, fetch.ErrStatus):
			failures[host] = mostFailures
		case f.Status >= 500, errors.Is(err, fetch.ErrUnreachable), errors.Is(err, fetch.ErrTimeout):
			failures[host]++
		}
		if err != nil && example == nil {
			example = err
		}
		if (n+1)%saveEvery == 0 {
			if err := l.save(); err != nil {
				return err
			}
			l.Say(fmt.Sprintf("Fetched %d of %d pages of %s.", n+1, len(chosen), l.Mirror))
		}
	}
	if l.report.Failed > 0 {
		l.report.Warnings = append(l.report.Warnings, fmt.Sprintf("%s of %s could not be fetched and will be tried again, such as: %v", counted(l.report.Failed, "page"), l.Mirror, example))
	}
	return nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// page fetches one page and keeps it if it is an article. Its error is why it could not be fetched.
func (l *look) page(ctx context.Context, key string, p *page) error {
	got, err := l.Web.Get(ctx, p.Address, p.Have)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	seen := fetch.Look{At: l.now(), Page: got, Err: err}
	rhythm := fetch.Rhythm{Every: l.Every}
	if err == nil {
		rhythm = fetch.Rhythm{Every: min(max(seen.At.Sub(p.Since)/2, soonRevisit), lateRevisit), Longest: lateRevisit}
	}
	failures := p.Failures
	p.Source = rhythm.Next(p.Source, seen)
	switch {
	case err != nil && p.Fetched && isGone(err):
		if failures == 0 {
			l.report.Gone++
			l.Log.Warn("a page is no more; its article stays in the coverage", "page", fetch.Shown(p.Address), "error", err)
		}
		return nil
	case err != nil:
		l.report.Failed++
		l.Log.Info("a page could not be fetched", "page", fetch.Shown(p.Address), "error", err)
		return err
	case got.NotModified:
		return nil
	case isFrontPage(got.URL):
		l.unread(p, "leads to the site's front page")
		return nil
	}
	kept := keptOf(got, p.Listed)
	if kind := ingest.Tell(kept); kind == ingest.IsFeed || kind == ingest.IsSitemap {
		l.unread(p, "is a "+kind)
		return nil
	}
	p.Fetched = true
	return l.keep(ctx, key, p, kept)
}

// recover takes over what is kept of an item that is not remembered, and reports whether there is something.
func (l *look) recover(ctx context.Context, key string, p *page) bool {
	file, err := os.Open(filepath.Join(l.Dir, nameOf(key, cmp.Or(p.Address, l.Address))))
	if err != nil {
		return false
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		return false
	}
	raw, err := io.ReadAll(packed)
	if err != nil {
		return false
	}
	kept, err := ingest.ParseKept(raw)
	if err != nil {
		return false
	}
	articles, _ := ingest.ReadKept(ctx, kept, l.Fields)
	if len(articles) == 0 {
		return false
	}
	p.ID, p.Hash, p.Listed = articles[0].ID, hashOf(articles), kept.Listed
	if kept.ContentType != itemType {
		p.Fetched, p.Have = true, fetch.Validators{URL: kept.URL, ETag: kept.ETag, LastModified: kept.LastModified}
	}
	return true
}

// keepRoot keeps what the address itself is.
func (l *look) keepRoot(ctx context.Context, kept ingest.Kept) error {
	const key = "" // no other item has it
	p := l.Items[key]
	if p == nil {
		p = &page{Since: l.now(), Fetched: true}
		l.Items[key] = p
	}
	p.Last = l.now()
	p.Unread = ""
	if err := l.keep(ctx, key, p, kept); err != nil {
		return err
	}
	if p.Unread != "" {
		return fmt.Errorf("%s %s", l.Mirror, p.Unread)
	}
	return nil
}

// keep writes an article down, unless it is none, or one that is kept already. Its error is a *folderError, or ctx's.
func (l *look) keep(ctx context.Context, key string, p *page, kept ingest.Kept) error {
	articles, skipped := ingest.ReadKept(ctx, kept, l.Fields)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(articles) == 0 {
		reason := "holds no article"
		if len(skipped) > 0 {
			reason = skipped[0].Reason
		}
		l.unread(p, reason)
		return nil
	}
	id, hash := articles[0].ID, hashOf(articles)
	for other, q := range l.Items {
		if other != key && q.ID == id && q.ID != "" {
			l.unread(p, "is the article of "+fetch.Shown(cmp.Or(q.Address, other)))
			return nil
		}
	}
	if hash == p.Hash {
		return nil
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	err := kept.Write(w)
	if closing := w.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = writeFile(filepath.Join(l.Dir, nameOf(key, cmp.Or(p.Address, l.Address))), packed.Bytes())
	}
	if err != nil {
		return &folderError{l.unusable(err)}
	}
	if p.ID == "" {
		l.report.New++
	} else {
		l.report.Changed++
	}
	p.ID, p.Hash = id, hash
	return nil
}

// unread takes note that a page is no article. What is kept of it, of an earlier look or from its feed, stays.
func (l *look) unread(p *page, reason string) {
	p.Unread = reason
	l.report.Unread++
	l.Log.Info("a page holds no article that is kept", "page", fetch.Shown(p.Address), "reason", reason)
}

func hashOf(articles []retrieval.Article) string {
	sum := sha256.New()
	for _, a := range articles {
		sum.Write([]byte(a.Hash))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// itemType is the type of what is kept of a feed alone.
const itemType = "application/feed+json"

// extension is that of a file of an article.
const extension = ".http.gz"

// nameOf is the name of an item's file: as much of its address as a person may know, and a hash of its key.
func nameOf(key, address string) string {
	last := ""
	if u, err := url.Parse(address); err == nil {
		last = path.Base(u.Path)
	}
	last = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(strings.TrimSuffix(last, path.Ext(last))))
	sum := sha256.Sum256([]byte(key))
	return strings.TrimLeft(last[:min(len(last), 40)]+"-"+hex.EncodeToString(sum[:6]), "-") + extension
}

func counted(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}
