package mirror

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/retrieval/fetch"
	"dateline/retrieval/ingest"
)

func TestSitemaps(t *testing.T) {
	s := newSite(t)
	s.says("/index.xml", "application/xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{{site}}/old.xml</loc><lastmod>2026-01-31</lastmod></sitemap><sitemap><loc>{{site}}/news.xml</loc></sitemap><sitemap><loc>{{site}}/index.xml</loc></sitemap></sitemapindex>`)
	s.says("/old.xml", "text/xml", `<urlset><url><loc>{{site}}/</loc></url><url><loc>{{site}}/old</loc><lastmod>2026-01-30</lastmod></url></urlset>`)
	news := `<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{{site}}/new</loc><lastmod>2026-03-04T10:00:00Z</lastmod><n:news><n:publication><n:name>Example Wire</n:name><n:language>en</n:language></n:publication><n:publication_date>2026-03-04T09:00:00Z</n:publication_date><n:title>Ferry saved</n:title></n:news></url></urlset>`
	s.says("/news.xml", "text/xml", news)
	s.says("/old", "text/html", newsPage("Mill closes", ""))
	s.says("/new", "text/html", newsPage("The ferry is saved", ""))
	d := newDesk(t, s, "/index.xml")
	r := d.look(0, "2 new")
	equal(t, "kind", r.Kind, ingest.IsSitemap)
	equal(t, "asked for", s.since(), "/index.xml /old.xml /news.xml /new /old")
	a := d.article("The ferry is saved")
	equal(t, "published", a.Published.Format(time.RFC3339)+" by "+a.Origin["published"], "2026-03-04T09:00:00Z by sitemap")
	equal(t, "outlet", a.Outlet, "Example Wire")

	// What its index calls unchanged is not read again; a page that its sitemap calls changed is.
	s.says("/news.xml", "text/xml", strings.Replace(news, "2026-03-04T10", "2026-03-04T11", 1))
	s.says("/new", "text/html", strings.Replace(newsPage("The ferry is saved", ""), "nobody", "somebody", 6))
	d.look(15*time.Minute, "1 changed")
	equal(t, "asked for", s.since(), "/index.xml /news.xml /new")
	equal(t, "silent", d.Silent(d.clock.Add(100*time.Hour), 72*time.Hour, d.Log), d.Address+" silent for 4 days")
}

// A site's front page leads to its feeds, or to the sitemaps that its robots.txt names, or to one of the usual name.
func TestSites(t *testing.T) {
	front := `<html><head><title>Example Wire</title>%s</head><body><a href="/1">Ferry saved</a></body></html>`
	t.Run("feed", func(t *testing.T) {
		s := newSite(t)
		s.says("/", "text/html", strings.Replace(front, "%s", `<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/rss+xml" href="/sport">`, 1))
		s.says("/feed", "text/html", rss([3]string{"Ferry saved", "/1", story("ferry")}))
		s.says("/sport", "text/xml", rss())
		d := newDesk(t, s, "")
		d.look(0, "1 new")
		equal(t, "said", strings.Join(d.said, " "), "Fetching "+d.Address+". "+d.Address+" is a site; looking at its feeds: "+s.URL+"/feed, "+s.URL+"/sport.")
		s.since()
		d.look(15*time.Minute, "nothing new")
		equal(t, "asked for", s.since(), "/feed /sport") // not the front page
		d.look(24*time.Hour, "nothing new")
		equal(t, "asked for a day later", s.since(), "/ /feed /sport")
	})
	t.Run("robots.txt", func(t *testing.T) {
		s := newSite(t)
		s.says("/news/", "text/html", strings.Replace(front, "%s", "", 1))
		s.says("/robots.txt", "text/plain", "User-agent: *\nAllow: /\nSitemap: {{site}}/all.xml\nSitemap: /news.xml\n")
		s.says("/news.xml", "text/xml", `<urlset><url><loc>{{site}}/1</loc></url></urlset>`)
		s.says("/all.xml", "text/xml", `<urlset><url><loc>{{site}}/1</loc></url></urlset>`)
		s.says("/1", "text/html", newsPage("Ferry saved", ""))
		d := newDesk(t, s, "/news/")
		d.look(0, "1 new")
		equal(t, "asked for", s.since(), "/news/ /news.xml /all.xml /1")
	})
	t.Run("usual name", func(t *testing.T) {
		s := newSite(t)
		s.says("/", "text/html", strings.Replace(front, "%s", "", 1))
		s.says("/sitemap.xml", "text/xml", `<urlset><url><loc>{{site}}/1</loc></url></urlset>`)
		s.says("/1", "text/html", newsPage("Ferry saved", ""))
		newDesk(t, s, "/").look(0, "1 new")
	})
	t.Run("nothing", func(t *testing.T) {
		s := newSite(t)
		s.says("/", "text/html", strings.Replace(front, "%s", "", 1))
		d := newDesk(t, s, "/")
		r := d.look(0, "nothing new")
		want := d.Address + " is no article, and its site names neither a feed nor a sitemap: write the address of its feed, of its sitemap or of an article"
		if len(r.Warnings) != 1 || r.Warnings[0] != want {
			t.Errorf("%q, want %q", r.Warnings, want)
		}
	})
}

// What is neither a feed nor a sitemap is kept whole, and fetched anew when it changes.
func TestFiles(t *testing.T) {
	var zipped, gzipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	for name, text := range map[string]string{"a.txt": "Ferry saved\n\nThe ferry came back to port.\n", "b.json": `{"title":"Mill closes","text":"The mill closed on Friday."}`} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	w := gzip.NewWriter(&gzipped)
	if _, err := w.Write([]byte(`{"title":"Ferry saved","meta":{"day":"2026-03-03"},"text":"The ferry came back."}` + "\n" + `{"title":"Mill closes","text":"The mill closed."}` + "\n")); err != nil {
		t.Fatal(err)
	}
	if err := cmpErr(z.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ contentType, body, want string }{
		{"text/html", newsPage("Ferry saved", ""), "Ferry saved"},
		{"application/json", `[{"title":"Ferry saved","text":"The ferry came back."},{"title":"Mill closes","text":"The mill closed."}]`, "Ferry saved; Mill closes"},
		{"application/gzip", gzipped.String(), "Ferry saved; Mill closes"},
		{"application/zip", zipped.String(), "Ferry saved; Mill closes"},
		{"text/markdown", "---\nheadline: Ferry saved\n---\nThe ferry came back.\n", "Ferry saved"},
		{"text/plain", "Ferry saved\n\nThe ferry came back to port.\n", "Ferry saved"},
	} {
		s := newSite(t)
		s.says("/export", tt.contentType, tt.body)
		d := newDesk(t, s, "/export")
		d.Fields = ingest.FieldMap{"published": "meta.day"}
		d.look(0, "1 new")
		equal(t, tt.contentType, d.headlines(), tt.want)
		if tt.contentType == "application/gzip" {
			equal(t, "published", d.article("Ferry saved").Published.Format(time.DateOnly), "2026-03-03")
		}
		d.look(15*time.Minute, "nothing new") // 304
		if strings.HasPrefix(tt.contentType, "text/") {
			s.says("/export", tt.contentType, strings.Replace(tt.body, "came back", "never came back", 1))
			d.look(15*time.Minute, "1 changed")
			if a := d.article("Ferry saved"); !strings.Contains(a.Text, "never") || len(d.read()) != 1 {
				t.Errorf("%s: %s", tt.contentType, a.Text)
			}
		}
		equal(t, "silent", d.Silent(d.clock.Add(1000*time.Hour), time.Hour, d.Log), "")
	}
}

func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// What cannot be fetched or read is said in a sentence that names the address; what is there stays.
func TestWarnings(t *testing.T) {
	for _, tt := range []struct {
		name  string
		serve func(s *site)
		want  string
	}{
		{"robots", func(s *site) {
			s.says("/robots.txt", "text/plain", "User-agent: *\nDisallow: /x")
		}, "{{site}}/x is not fetched, since the site's robots.txt forbids it to Dateline"},
		{"error", func(s *site) { s.fails("/x", http.StatusInternalServerError) }, "{{site}}/x answers 500 Internal Server Error: try again later"},
		{"no article", func(s *site) { s.says("/x", "application/json", `{"rows":[]}`) }, "{{site}}/x holds no text beside its headline or front matter"},
		{"broken feed", func(s *site) { s.says("/x", "text/xml", `<rss><channel><item><title>x`) }, "{{site}}/x is not a feed that can be read"},
		{"metadata of a cloud", func(s *site) {
			s.fails("/x", http.StatusFound, "Location", "http://169.254.169.254/latest/meta-data/")
		}, "leads to 169.254.169.254, which is where clouds keep the credentials of machines, and is not fetched"},
		{"another port of this machine", func(s *site) {
			s.fails("/x", http.StatusFound, "Location", "http://127.0.0.1:22/")
		}, "http://127.0.0.1:22/ names a port that is not fetched from"},
		{"this machine", func(s *site) {
			s.fails("/x", http.StatusFound, "Location", "http://127.0.0.1/")
		}, "leads to 127.0.0.1, which is this machine, and is not fetched"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.says("/x", "text/xml", rss([3]string{"Ferry saved", "", story("ferry")}))
			if tt.name == "robots" {
				tt.serve(s)
				d := newDesk(t, s, "/x")
				if r := d.look(0, "nothing new"); len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], strings.ReplaceAll(tt.want, "{{site}}", s.URL)) {
					t.Errorf("%q", r.Warnings)
				}
				return
			}
			d := newDesk(t, s, "/x")
			d.look(0, "1 new")
			tt.serve(s)
			r, err := d.Look(t.Context(), d.Options)
			if err != nil || len(r.Warnings) > 0 {
				t.Fatal("looked too early", r.Warnings, err)
			}
			d.clock = d.clock.Add(time.Hour)
			if r, err = d.Look(t.Context(), d.Options); err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(tt.want, "{{site}}", s.URL)
			if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], want) || strings.Contains(r.Warnings[0], "\n") {
				t.Errorf("%q, want %q", r.Warnings, want)
			}
			if got := d.headlines(); !strings.Contains(got, "Ferry saved") {
				t.Errorf("held: %s", got)
			}
		})
	}
}

// A server that asks to be left alone is, and one that fails again and again is not asked for all its pages.
func TestLeftAlone(t *testing.T) {
	s := newSite(t)
	var items [][3]string
	for _, path := range []string{"/1", "/2", "/3", "/4", "/5", "/6"} {
		items = append(items, [3]string{"Story " + path, path, ""})
		s.fails(path, http.StatusBadGateway)
	}
	s.says("/feed", "text/xml", rss(items...))
	d := newDesk(t, s, "/feed")
	d.look(0, "3 not fetched, 3 for the next looks")
	equal(t, "asked for", s.since(), "/feed /1 /2 /3")
	for _, i := range items {
		s.says(i[1], "text/html", newsPage(i[0], ""))
	}
	s.fails("/4", http.StatusServiceUnavailable, "Retry-After", "7200")
	d.look(15*time.Minute, "1 not fetched, 2 for the next looks")
	equal(t, "asked for", s.since(), "/feed /4")
	d.Web = d.fetcher(fetch.Config{}, s) // another process
	d.look(30*time.Minute, "5 new")
	equal(t, "asked for", s.since(), "/feed /5 /6 /1 /2 /3")
	s.says("/4", "text/html", newsPage("Story /4", ""))
	d.look(time.Hour, "nothing new")
	d.look(time.Hour, "1 new")
}

func TestSlowServer(t *testing.T) {
	s := newSite(t)
	stop := make(chan bool)
	s.does("/feed", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-stop:
		}
	})
	t.Cleanup(func() { close(stop) })
	d := newDesk(t, s, "/feed")
	d.Web = d.fetcher(fetch.Config{Idle: 50 * time.Millisecond}, s)
	r := d.look(0, "nothing new")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], d.Address+" did not answer in time") {
		t.Errorf("%q", r.Warnings)
	}
	equal(t, "due, being empty", d.Due(d.Options), true)
}

func TestProbe(t *testing.T) {
	s := newSite(t)
	s.says("/feed", "text/xml", rss([3]string{"Ferry saved", "/1", story("ferry")}, [3]string{"Mill closes", "/2", "Short."}))
	s.says("/map", "text/xml", `<urlset><url><loc>{{site}}/1</loc></url></urlset>`)
	s.says("/", "text/html", `<link rel="alternate" type="application/rss+xml" href="/feed">`)
	s.says("/bare/", "text/html", `<a href="/">x</a>`)
	s.says("/1", "text/html", newsPage("Ferry saved", ""))
	s.says("/x", "application/json", `7`)
	for path, want := range map[string]string{
		"/feed": "is a feed of 2 items, 1 with their whole text", "/map": "is a sitemap of 1 line", "/": "is a site with 1 feed",
		"/bare/": "is a site without feeds, whose robots.txt names 0 sitemaps", "/1": "is text/html with 1 article",
		"/x":    "{{site}}/x is JSON, but no object with fields such as headline and body",
		"/none": "{{site}}/none answers 404 Not Found: check the address",
	} {
		d := newDesk(t, s, path)
		got, err := d.Probe(t.Context(), d.Options)
		if err != nil {
			got = err.Error()
		}
		equal(t, path, got, strings.ReplaceAll(want, "{{site}}", s.URL))
		equal(t, "held", d.Holds(), 0)
	}
}
