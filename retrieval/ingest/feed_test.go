package ingest

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example Wire</title><link>https://wire.example</link><language>en-gb</language>
<item><title>Ferry saved &amp; towed</title><link>https://wire.example/1</link><guid isPermaLink="false">1</guid><dc:creator><![CDATA[Jane Doe]]></dc:creator><pubDate>Mon, 04 Mar 2019 10:00:00 EST</pubDate><category>Opinion</category>
<description>A teaser.</description><content:encoded><![CDATA[<p>The last ferry of the island came back to port.</p><p style="display:none">Nobody sees this.</p><p>Forty people were on board, the coast guard said.</p><p>The post <a href="x">Ferry saved</a> appeared first on <a href="y">Example Wire</a>.</p>]]></content:encoded></item>
<item><title>Only a teaser</title><guid>https://wire.example/2</guid><description>The boat is &lt;b&gt;back&lt;/b&gt; in the harbour.</description></item>
<item><title>Nothing to read</title><link>https://wire.example/3</link></item>
</channel></rss>`

const atomFeed = `<?xml version="1.0" encoding="iso-8859-1"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Caf` + "\xe9" + ` Wire</title><id>urn:x</id>
<entry><title type="html">Ferry &lt;i&gt;saved&lt;/i&gt;</title><id>tag:wire.example,2019:1</id><link rel="alternate" href="https://wire.example/1"/><published>2019-03-04T10:00:00+01:00</published><updated>2019-03-04T11:00:00+01:00</updated><author><name>Jane Doe</name></author>
<content type="html">&lt;p&gt;The ferry came back to port.&lt;/p&gt;</content></entry></feed>`

const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://wire.example"><title>Example Wire</title></channel>
<item rdf:about="https://wire.example/1"><title>Ferry saved</title><link>https://wire.example/1</link><dc:date>2019-03-04T10:00:00Z</dc:date><dc:creator>Jane Doe</dc:creator><description>The ferry came back to port.</description></item></rdf:RDF>`

func TestFeeds(t *testing.T) {
	articles, skipped, err := Read(t.Context(), Folder{Name: "news", FS: fstest.MapFS{
		"a.xml": {Data: []byte(rss)}, "b.atom": {Data: []byte(strings.Replace(atomFeed, "wire.example/1", "wire.example/b", 1))}, "c.rdf": {Data: []byte(strings.ReplaceAll(rdf, "wire.example/1", "wire.example/c"))},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range articles {
		got = append(got, facts(a)+" / "+a.Text)
	}
	want := []string{
		"Ferry saved & towed; Jane Doe; 2019-03-04T15:00:00Z; ; Example Wire; Opinion; opinion; en-GB; https://wire.example/1 / The last ferry of the island came back to port.\n\nForty people were on board, the coast guard said.",
		"Only a teaser; ; ; ; Example Wire; ; ; en-GB; https://wire.example/2 / The boat is back in the harbour.",
		"Ferry saved; Jane Doe; 2019-03-04T09:00:00Z; 2019-03-04T10:00:00Z; Café Wire; ; ; en; https://wire.example/b / The ferry came back to port.",
		"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; ; Example Wire; ; ; en; https://wire.example/c / The ferry came back to port.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if len(skipped) != 1 || skipped[0].String() != "news/a.xml, item 3: has no text in the feed; its page would have to be fetched" {
		t.Errorf("skipped %v", skipped)
	}
}

func TestXMLSkipped(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><rss><channel><item><description>&lol2;</description></item></channel></rss>`
	for content, want := range map[string]string{
		"":                          "is empty",
		"words":                     "is not XML that can be read: EOF",
		laughs:                      "declares entities of its own, as no feed has to and attacks do",
		`<urlset></urlset>`:         "is a sitemap, which holds the addresses of articles and not the articles",
		`<nitf><body/></nitf>`:      "is XML with the root <nitf>, which is neither RSS nor Atom",
		`<rss><channel/></rss>`:     "is a feed without items",
		strings.Repeat("<a>", 1000): "nests its elements more than 100 deep, as no feed does",
	} {
		_, skipped, _ := Read(t.Context(), Folder{FS: fstest.MapFS{"a.xml": {Data: []byte(content)}}})
		if len(skipped) != 1 || skipped[0].Reason != want {
			t.Errorf("%.40q is skipped as %v, want %q", content, skipped, want)
		}
	}
}

// A feed is held in memory whole, so that one of half a million elements is refused, and says what to do.
func TestFeedCrowded(t *testing.T) {
	for name, body := range map[string]string{
		"a.xml":  "<rss><channel>" + strings.Repeat("<item><guid/></item>", mostElements/2) + "</channel></rss>",
		"a.json": `{"version":"https://jsonfeed.org/version/1.1","items":[{}` + strings.Repeat(",{}", mostItems) + "]}",
	} {
		_, skipped, _ := Read(t.Context(), Folder{FS: fstest.MapFS{name: {Data: []byte(body)}}})
		if len(skipped) != 1 || skipped[0].Reason != crowded.reason {
			t.Errorf("%s: skipped %v", name, skipped)
		}
	}
}

func TestSitemap(t *testing.T) {
	kept := func(body string) Kept { return Kept{Body: []byte(body)} }
	listed, err := Sitemap(kept(`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://wire.example/1 </loc><lastmod>2019-03-05</lastmod><news:news><news:publication><news:name>Example Wire</news:name><news:language>en</news:language></news:publication><news:publication_date>2019-03-04T10:00:00+01:00</news:publication_date><news:title>Ferry saved</news:title></news:news></url>
<url><loc>javascript:alert(1)</loc></url><url><loc>https://wire.example/2</loc></url></urlset>`))
	at := func(s string) time.Time { t, _ := time.Parse(time.RFC3339, s); return t }
	want := []Listed{
		{URL: "https://wire.example/1", By: "sitemap", Modified: at("2019-03-05T00:00:00Z"), Headline: "Ferry saved", Outlet: "Example Wire", Language: "en", Published: at("2019-03-04T09:00:00Z")},
		{URL: "https://wire.example/2", By: "sitemap"},
	}
	if diff := cmp.Diff(want, listed); diff != "" || err != nil {
		t.Errorf("Sitemap: %v (-want +got):\n%s", err, diff)
	}
	index, err := Sitemap(kept(`<sitemapindex><sitemap><loc>https://wire.example/s.xml</loc></sitemap></sitemapindex>`))
	if err != nil || len(index) != 1 || !index[0].IsSitemap {
		t.Errorf("an index of sitemaps: %v, %v", index, err)
	}
	for _, broken := range []string{"", "<rss/>", "<urlset><url><loc>https://wire.example/1</loc></url><url><loc"} {
		if _, err := Sitemap(kept(broken)); err == nil {
			t.Errorf("Sitemap(%q) is no error", broken)
		}
	}
}

// Feeds as they come: with XHTML in them, several authors, pictures' captions, in other encodings than they declare.
func TestFeedsOfSystems(t *testing.T) {
	encoded := func(e encoding.Encoding, feed string) string {
		raw, err := e.NewEncoder().String(feed)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	const german = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Küstenblatt</title><language>de</language><item><title>Fähre zurück</title><link>https://blatt.example/1</link><description>Die Fähre ist nach einer Nacht im Sturm in den Hafen zurückgekehrt.</description></item></channel></rss>`
	const fähre = "Fähre zurück; ; ; ; Küstenblatt; ; ; de; https://blatt.example/1 / Die Fähre ist nach einer Nacht im Sturm in den Hafen zurückgekehrt."
	for name, c := range map[string]struct{ feed, want string }{
		"Atom with XHTML": {`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/"><title>Example Wire</title><entry xml:lang="en"><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <em>saved</em></div></title><id>urn:1</id><link href="https://wire.example/1"/><link rel="enclosure" href="https://wire.example/a.mp3"/><updated>2019-03-04T10:00:00Z</updated><published>2019-03-04T10:00:00Z</published><author><name>Jane Doe</name></author><author><name>John Roe</name></author><category term="opinion"/><summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry is <b>back</b>.</p><p>All are well.</p></div></content></entry></feed>`,
			"Ferry saved; Jane Doe, John Roe; 2019-03-04T10:00:00Z; ; Example Wire; opinion; opinion; en; https://wire.example/1 / The ferry is back.\n\nAll are well."},
		"RSS with media": {`<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example Wire</title><item><title>Ferry saved</title><link>https://wire.example/1?utm_source=rss</link><guid isPermaLink="true">https://wire.example/1</guid><dc:creator>By Jane Doe, Reuters</dc:creator><dc:date>2019-03-04T10:00:00+01:00</dc:date><media:content url="https://wire.example/a.jpg"><media:description>The ferry at the quay.</media:description><media:credit>Jane Doe</media:credit></media:content><description><![CDATA[<img src="a.jpg">Short.]]></description><content:encoded><![CDATA[<p>The ferry is back.</p><p><a href="x">Continue reading</a></p>]]></content:encoded></item></channel></rss>`,
			"Ferry saved; Jane Doe; 2019-03-04T09:00:00Z; ; Example Wire; ; ; en; https://wire.example/1?utm_source=rss / The ferry is back."},
		"windows-1252 declared as UTF-8": {encoded(charmap.Windows1252, german), fähre},
		"UTF-16":                         {encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), strings.Replace(german, "utf-8", "utf-16", 1)), fähre},
		"UTF-8 declared as ISO-8859-1":   {strings.Replace(german, "utf-8", "ISO-8859-1", 1), fähre},
		"ISO-8859-1":                     {encoded(charmap.ISO8859_1, strings.Replace(german, "utf-8", "ISO-8859-1", 1)), fähre},
	} {
		a := readOne(t, "a.xml", c.feed)
		if got := facts(a) + " / " + a.Text; got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}
