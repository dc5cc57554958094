package mirror

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A feed with whole texts is all that is fetched. What rolls off stays, what changes is changed.
func TestFeedWithWholeTexts(t *testing.T) {
	s := newSite(t)
	s.says("/feed.xml", "application/rss+xml", rss([3]string{"Ferry saved", "/1?utm_source=rss", story("ferry")}, [3]string{"Mill closes", "/2", story("mill")}))
	d := newDesk(t, s, "/feed.xml")
	equal(t, "due", d.Due(d.Options), true)
	d.look(0, "2 new")
	equal(t, "asked for", s.since(), "/feed.xml")
	equal(t, "held", d.headlines(), "Ferry saved; Mill closes")
	equal(t, "due", d.Due(d.Options), false)
	a := d.article("Ferry saved")
	equal(t, "outlet", a.Outlet, "Example Wire")
	equal(t, "published", a.Published, start.Add(-time.Hour))
	equal(t, "origin", a.Origin["published"], "feed")

	d.look(time.Minute, "nothing new")
	equal(t, "asked for", s.since(), "")
	d.look(15*time.Minute, "nothing new") // 304
	equal(t, "asked for", s.since(), "/feed.xml")

	s.says("/feed.xml", "application/rss+xml", rss([3]string{"Bridge painted", "/3", story("bridge")}, [3]string{"Ferry saved", "/1", story("ferry") + "<p>Forty people were on board.</p>"}))
	d.look(15*time.Minute, "1 new, 1 changed")
	equal(t, "held", d.headlines(), "Bridge painted; Ferry saved; Mill closes")
	if b := d.article("Ferry saved"); b.ID != a.ID || !strings.Contains(b.Text, "Forty people") {
		t.Errorf("%s became %s: %s", a.ID, b.ID, b.Text)
	}
}

// Of teasers the page is fetched; what the feed says of it counts where the page says nothing.
func TestFeedWithTeasers(t *testing.T) {
	s := newSite(t)
	s.says("/atom", "application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Wire</title><id>x</id>
<entry><title>Ferry saved!</title><id>1</id><link href="/1"/><published>2026-03-03T10:00:00Z</published><updated>2026-03-03T10:00:00Z</updated><author><name>Jane Doe</name></author><summary>The ferry is back.</summary></entry>
<entry><title>Behind a wall</title><id>2</id><link href="/2"/><published>2026-03-02T10:00:00Z</published><updated>2026-03-02T10:00:00Z</updated><summary>The mill at Low Weir closed on Friday.</summary></entry>
<entry><title>Without words</title><id>3</id><link href="{{site}}/3"/><published>2026-03-01T10:00:00Z</published><updated>2026-03-01T10:00:00Z</updated></entry></feed>`)
	s.says("/1", "text/html; charset=utf-8", newsPage("Ferry saved", ""))
	s.fails("/2", http.StatusForbidden)
	s.says("/3", "text/html", newsPage("The quay", `<meta property="article:published_time" content="2026-02-28T08:00:00Z">`))
	d := newDesk(t, s, "/atom")
	r := d.look(0, "3 new, 1 changed, 1 not fetched")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "1 page of "+d.Address+" could not be fetched and will be tried again, such as: ") || !strings.Contains(r.Warnings[0], "403") {
		t.Errorf("%q", r.Warnings)
	}
	equal(t, "asked for", s.since(), "/atom /1 /2 /3")
	equal(t, "held", d.headlines(), "Behind a wall; Ferry saved; The quay")
	ferry := d.article("Ferry saved")
	equal(t, "byline", ferry.Byline, "Jane Doe")
	equal(t, "published", ferry.Published.Format(time.RFC3339)+" by "+ferry.Origin["published"], "2026-03-03T10:00:00Z by feed")
	equal(t, "address", ferry.URL, s.URL+"/1")
	equal(t, "outlet", ferry.Outlet, "Example Wire")
	equal(t, "published", d.article("The quay").Published.Format(time.RFC3339), "2026-02-28T08:00:00Z")

	// The page that failed is tried again later each time, not each time.
	for _, tt := range []struct {
		after time.Duration
		asked string
	}{{15 * time.Minute, "/atom"}, {15 * time.Minute, "/atom /2"}, {30 * time.Minute, "/atom /1 /3"}, {30 * time.Minute, "/atom /2"}} {
		d.clock = d.clock.Add(tt.after)
		if _, err := d.Look(t.Context(), d.Options); err != nil {
			t.Fatal(err)
		}
		equal(t, "asked for", s.since(), tt.asked)
	}
}

func TestJSONFeed(t *testing.T) {
	s := newSite(t)
	s.says("/feed", "application/feed+json", `{"version":"https://jsonfeed.org/version/1.1","title":"Example Wire","items":[
{"id":"1","url":"{{site}}/1","title":"Ferry saved","content_html":"`+story("ferry")+`","date_published":"2026-03-03T10:00:00Z"},
{"id":"urn:2","title":"Brief","content_text":"The mill at Low Weir closed on Friday."}]}`)
	d := newDesk(t, s, "/feed")
	d.look(0, "2 new")
	equal(t, "asked for", s.since(), "/feed")
	equal(t, "held", d.headlines(), "Brief; Ferry saved")
	d.look(15*time.Minute, "nothing new")
}

// A page that goes stays, and is said to be gone once. One whose text changes is changed; one whose surroundings do, is not.
func TestPagesFromLookToLook(t *testing.T) {
	s := newSite(t)
	s.says("/feed", "text/xml", rss([3]string{"Ferry saved", "/1", ""}, [3]string{"Mill closes", "/2", ""}, [3]string{"Bridge painted", "/3", ""}, [3]string{"Moved", "/4", ""}))
	for path, headline := range map[string]string{"/1": "Ferry saved", "/2": "Mill closes", "/3": "Bridge painted", "/five": "Moved"} {
		s.says(path, "text/html", newsPage(headline, ""))
	}
	s.fails("/4", http.StatusMovedPermanently, "Location", "/five")
	d := newDesk(t, s, "/feed")
	d.look(0, "4 new")
	equal(t, "moved to", d.article("Moved").URL, s.URL+"/five")
	s.since()

	s.fails("/1", http.StatusGone)
	s.says("/2", "text/html", strings.Replace(newsPage("Mill closes", ""), "</article>", "<p>Forty people lost their work, the union said on Monday.</p></article>", 1))
	s.says("/3", "text/html", newsPage("Bridge painted", "<script>nonce=17</script>"))
	d.look(time.Hour, "1 changed, 1 gone from the web and kept")
	equal(t, "asked for", s.since(), "/feed /1 /2 /3 /five")
	equal(t, "held", d.headlines(), "Bridge painted; Ferry saved; Mill closes; Moved")
	if !strings.Contains(d.article("Mill closes").Text, "Forty people") {
		t.Error("the text is the former one")
	}
	if !strings.Contains(d.logged.String(), "its article stays") {
		t.Errorf("not logged:\n%s", d.logged)
	}
	d.look(time.Hour, "nothing new")
	equal(t, "asked for", s.since(), "/feed /2 /3 /five")
	d.look(40*24*time.Hour, "nothing new")
	equal(t, "asked for after a month", s.since(), "/feed")
}

// Two addresses of one page are one article, and a page that is none is fetched once.
func TestDoubleAndUnread(t *testing.T) {
	s := newSite(t)
	canonical := `<link rel="canonical" href="{{site}}/1">`
	s.says("/feed", "text/xml", rss([3]string{"Ferry", "/1", ""}, [3]string{"Ferry", "/1/amp", ""}, [3]string{"Dead", "/dead", ""}, [3]string{"Empty", "/empty", ""}, [3]string{"A feed", "/feed2", ""}))
	s.says("/1", "text/html", newsPage("Ferry saved", canonical))
	s.says("/1/amp", "text/html", newsPage("Ferry saved", canonical))
	s.says("/", "text/html", newsPage("Front page", ""))
	s.says("/empty", "text/html", "<html><body></body></html>")
	s.says("/feed2", "text/xml", rss())
	s.fails("/dead", http.StatusFound, "Location", "/")
	d := newDesk(t, s, "/feed")
	d.look(0, "1 new, 4 without an article")
	equal(t, "held", d.headlines(), "Ferry saved")
	s.since()
	d.look(30*time.Minute, "nothing new")
	equal(t, "asked for", s.since(), "/feed")
}

func TestBounded(t *testing.T) {
	s := newSite(t)
	var items [][3]string
	for _, name := range []string{"1", "2", "3", "4", "5"} {
		items = append(items, [3]string{"Story " + name, "/" + name, ""})
		s.says("/"+name, "text/html", newsPage("Story "+name, ""))
	}
	s.says("/feed", "text/xml", rss(items...))
	d := newDesk(t, s, "/feed")
	d.Pages = 2
	d.look(0, "2 new, 3 for the next looks")
	equal(t, "asked for", s.since(), "/feed /1 /2")
	d.look(15*time.Minute, "2 new, 1 for the next looks") // though the feed has not changed
	equal(t, "asked for", s.since(), "/feed /3 /4")
	d.look(15*time.Minute, "1 new")
	equal(t, "held", d.headlines(), "Story 1; Story 2; Story 3; Story 4; Story 5")
	if len(d.said) < 2 || d.said[0] != "Fetching "+d.Address+"." || d.said[1] != "Fetching 2 pages of "+d.Address+", a second or more for each; 3 more wait for the next look." {
		t.Errorf("said %q", d.said)
	}
}

// A memory that is lost or cannot be read costs fetching again, and no article.
func TestMemoryLost(t *testing.T) {
	s := newSite(t)
	s.says("/feed", "text/xml", rss([3]string{"Ferry saved", "/1", "A teaser."}, [3]string{"Mill closes", "/2", story("mill")}))
	s.says("/1", "text/html", newsPage("Ferry saved", ""))
	d := newDesk(t, s, "/feed")
	d.look(0, "2 new, 1 changed")
	before := d.read()
	s.since()
	s.fails("/1", http.StatusNotFound) // and its teaser does not take its place
	for _, damage := range []string{"", "{", `{"version":99,"sources":[{}]}`} {
		path := filepath.Join(d.Dir, memoryName)
		if err := os.WriteFile(path, []byte(damage), 0o600); err != nil {
			t.Fatal(err)
		}
		equal(t, "due", d.Due(d.Options), true)
		d.look(0, "1 gone from the web and kept")
		equal(t, "asked for", s.since(), "/feed /1")
		after := d.read()
		if len(after) != 2 || after[0].Hash != before[0].Hash || after[1].ID != before[1].ID {
			t.Errorf("%q: read %v", damage, d.headlines())
		}
	}
	if !strings.Contains(d.logged.String(), "fetched anew") {
		t.Error("it is not said")
	}

	// All is lost but the memory: fetched again as well.
	files, err := filepath.Glob(filepath.Join(d.Dir, "*"+extension))
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	s.says("/1", "text/html", newsPage("Ferry saved", ""))
	d.look(0, "2 new, 1 changed")
}

// While another process looks, one does not; with nothing there it waits.
func TestOneAtATime(t *testing.T) {
	s := newSite(t)
	entered, leave := make(chan bool), make(chan bool)
	s.does("/feed", func(w http.ResponseWriter, _ *http.Request) {
		entered <- true
		<-leave
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(rss([3]string{"Ferry saved", "", story("ferry")})))
	})
	d := newDesk(t, s, "/feed")
	other := *d
	waiting := make(chan bool, 1)
	other.Options.Say = func(string) { waiting <- true }
	done := make(chan Report, 2)
	look := func(d *desk) {
		r, err := d.Look(t.Context(), d.Options)
		if err != nil {
			t.Error(err)
		}
		done <- r
	}
	go look(d)
	<-entered
	go look(&other)
	<-waiting
	leave <- true
	if a, b := <-done, <-done; a.Busy == b.Busy || a.New+b.New != 1 {
		t.Errorf("%+v and %+v", a, b)
	}
	d.clock = d.clock.Add(time.Hour)
	go look(d)
	<-entered
	look(&other)
	if r := <-done; !r.Busy {
		t.Errorf("%+v", r)
	}
	leave <- true
	<-done
}

func TestSilent(t *testing.T) {
	s := newSite(t)
	s.says("/feed", "text/xml", rss([3]string{"Ferry saved", "/1", story("ferry")}))
	d := newDesk(t, s, "/feed")
	silent := func() string { return d.Silent(d.clock, 72*time.Hour, d.Log) }
	equal(t, "before", silent(), "")
	d.look(0, "1 new")
	equal(t, "at first", silent(), "")
	d.look(96*time.Hour, "nothing new")
	equal(t, "later", silent(), d.Address+" silent for 4 days")
	s.says("/feed", "text/xml", strings.Replace(rss([3]string{"Mill closes", "/2", story("mill")}), start.Add(-time.Hour).Format(time.RFC1123Z), "Sat, 07 Mar 2026 12:00:00 GMT", 1))
	d.look(time.Hour, "1 new")
	equal(t, "after something new", silent(), "")
	s.fails("/feed", http.StatusGone)
	r := d.look(time.Hour, "nothing new")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "410") {
		t.Errorf("%q", r.Warnings)
	}
	equal(t, "gone", silent(), d.Address+" gone for good")
	equal(t, "held", d.headlines(), "Ferry saved; Mill closes")
}
