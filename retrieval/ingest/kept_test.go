package ingest

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/charset"
)

const ferryPage = `<!doctype html><html lang="en"><head><title>Ferry saved | Example Wire</title></head><body><article><h1>Ferry saved</h1>
<p>The last ferry of the island came back to port on Monday after a night adrift, the coast guard said in a statement.</p>
<p>Forty people were on board, among them the whole of the island's brass band, which had played in the capital.</p></article></body></html>`

// response is what a server might have sent, with headers in lines.
func response(headers, body string) string {
	return "HTTP/1.1 200 OK\r\n" + strings.ReplaceAll(headers, "\n", "\r\n") + "\r\n\r\n" + body
}

func TestKept(t *testing.T) {
	feedItem := `{"version":"https://jsonfeed.org/version/1.1","title":"Example Wire","items":[{"id":"7","url":"https://wire.example/7","title":"Ferry saved","content_html":"<p>The ferry came back to port.</p>","date_published":"2019-03-04T10:00:00Z"}]}`
	at := "Content-Location: https://wire.example/2019/ferry\nContent-Type: "
	tests := []struct {
		name, raw, want string // want: facts and origins of headline, published and URL; or what is skipped
	}{
		{"a page", response(at+"text/html", ferryPage), "Ferry saved; ; ; ; Example Wire; ; ; en; https://wire.example/2019/ferry page  address"},
		{"with its feed's word", response(at+"text/html\nListed-As: by=feed&headline=Other&byline=Jane+Doe&outlet=Example+Wire&section=Opinion&published=1551693600&modified=1551700000", ferryPage),
			"Ferry saved; Jane Doe; 2019-03-04T10:00:00Z; 2019-03-04T11:46:40Z; Example Wire; Opinion; opinion; en; https://wire.example/2019/ferry page feed address"},
		{"with its sitemap's word", response(at+"text/html\nListed-As: by=sitemap&headline=Other&published=1551693600&modified=1551700000", ferryPage),
			"Ferry saved; ; 2019-03-04T10:00:00Z; ; Example Wire; ; ; en; https://wire.example/2019/ferry page sitemap address"},
		{"what it says itself comes first", response(at+"text/html\nListed-As: by=feed&published=1551693600", strings.Replace(ferryPage, "<head>", `<head><link rel="canonical" href="https://wire.example/ferry"><meta property="article:published_time" content="2019-03-03T08:00:00Z">`, 1)),
			"Ferry saved; ; 2019-03-03T08:00:00Z; ; Example Wire; ; ; en; https://wire.example/ferry page open graph page"},
		{"a front page is no article's address", response(at+"text/html", strings.Replace(ferryPage, "<head>", `<head><link rel="canonical" href="https://wire.example/">`, 1)),
			"Ferry saved; ; ; ; Example Wire; ; ; en; https://wire.example/2019/ferry page  address"},
		{"a charset that only the header names", response(at+"text/html; charset=windows-1251", "<html><body><h1>\xcf\xe0\xf0\xee\xec \xf1\xef\xe0\xf1\xb8\xed</h1><p>\xcf\xe0\xf0\xee\xec \xe2\xe5\xf0\xed\xf3\xeb\xf1\xff \xe2 \xef\xee\xf0\xf2 \xe2 \xef\xee\xed\xe5\xe4\xe5\xeb\xfc\xed\xe8\xea.</p></body></html>"),
			"Паром спасён; ; ; ; ; ; ; ; https://wire.example/2019/ferry page  address"},
		{"text", response(at+"text/plain; charset=iso-8859-1", "Caf\xe9 saved\n\nThe caf\xe9 on the quay stays where it is.\n"), "Café saved; ; ; ; ; ; ; en; https://wire.example/2019/ferry text  address"},
		{"Markdown", response(at+"text/markdown", "---\nheadline: Ferry saved\n---\nThe ferry came back to port.\n"), "Ferry saved; ; ; ; ; ; ; en; https://wire.example/2019/ferry front matter  address"},
		{"an item of a feed", response("Content-Type: application/feed+json", feedItem), "Ferry saved; ; 2019-03-04T10:00:00Z; ; Example Wire; ; ; en; https://wire.example/7 feed feed feed"},
		{"RSS", response("Content-Type: application/rss+xml", strings.Split(rss, "<item><title>Only")[0]+"</channel></rss>"), "Ferry saved & towed; Jane Doe; 2019-03-04T15:00:00Z; ; Example Wire; Opinion; opinion; en-GB; https://wire.example/1 feed feed feed"},
		{"lines of JSON", response(at+"application/x-ndjson", `{"headline":"Ferry saved","text":"The ferry came back to port."}`), "Ferry saved; ; ; ; ; ; ; en;  json  "},
		{"zip", response(at+"application/zip", string(zipped(t, "a.txt", "Ferry saved\n\nThe ferry came back to port.\n"))), "Ferry saved; ; ; ; ; ; ; en;  text  "},
		{"chunked", response(at+"text/html\nTransfer-Encoding: chunked", "a\r\n<h1>Ferry \r\n3b\r\nsaved</h1><p>The ferry came back to port on Monday night.</p>\r\n0\r\n\r\n"), "skipped"},
		{"no response", "<html>", "skipped k.http: is not an answer of the web that can be read: malformed HTTP response \"<html>\""},
		{"not found", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + ferryPage, "skipped k.http: is the answer 404 Not Found, which holds no article"},
		{"encoded", response(at+"text/html\nContent-Encoding: br", "x"), "skipped k.http: has a body that is encoded as br; keep it decoded"},
		{"broken off", response(at+"text/html\nContent-Length: 9999", ferryPage), "skipped k.http: breaks off: unexpected EOF"},
		{"of no type", response("X: y", "x"), "skipped k.http: is of no type, which is not read"},
		{"an image", response(at+"image/png", "x"), "skipped k.http: is image/png, which is not read"},
		{"empty", response(at+"text/html", ""), "skipped https://wire.example/2019/ferry: is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "chunked" {
				body := "<h1>Ferry saved</h1><p>The ferry came back to port on Monday night.</p>"
				tt.raw = response(at+"text/html\nTransfer-Encoding: chunked", "a\r\n"+body[:10]+"\r\n3d\r\n"+body[10:]+"\r\n0\r\n\r\n")
				tt.want = "Ferry saved; ; ; ; ; ; ; en; https://wire.example/2019/ferry page  address"
			}
			articles, skipped, _ := Read(t.Context(), Folder{FS: fstest.MapFS{"k.http": {Data: []byte(tt.raw)}}})
			got := ""
			for _, a := range articles {
				got += facts(a) + " " + strings.Join([]string{a.Origin["headline"], a.Origin["published"], a.Origin["url"]}, " ")
			}
			for _, s := range skipped {
				got += "skipped " + s.String()
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What surrounds an article changes with each fetch; the article does not.
func TestKeptHash(t *testing.T) {
	read := func(page string) string {
		t.Helper()
		articles, skipped := ReadKept(t.Context(), Kept{URL: "https://wire.example/ferry", ContentType: "text/html", Body: []byte(page)}, nil)
		if len(articles) != 1 {
			t.Fatalf("%d articles, skipped %v", len(articles), skipped)
		}
		return articles[0].Hash
	}
	first := read(ferryPage)
	if again := read(strings.Replace(ferryPage, "</body>", "<script>nonce = 8271</script></body>", 1)); again != first {
		t.Error("another script changes the article")
	}
	if again := read(strings.Replace(ferryPage, "Forty", "Fifty", 1)); again == first {
		t.Error("another text does not change the article")
	}
	if again := read(strings.Replace(ferryPage, "<head>", `<head><meta name="author" content="Jane Doe">`, 1)); again == first {
		t.Error("another byline does not change the article")
	}
}

// FuzzKept writes an answer and reads it back: nothing is lost, whatever stands in it. Any bytes are read without a panic.
func FuzzKept(f *testing.F) {
	f.Add("https://wire.example/ferry?a=b", "text/html; charset=utf-8", `"v1"`, "Fähre gerettet\r\nX: y", int64(1551693600), []byte(ferryPage))
	f.Add("", "", "", "", int64(0), []byte("HTTP/1.1 200 OK\r\n\r\n"))
	f.Add("https://wire.example/a b", "application/zip", "\x00", "\xff", int64(-1), []byte{})
	f.Fuzz(func(t *testing.T, address, contentType, etag, headline string, published int64, body []byte) {
		_, _ = ParseKept(body)
		k := Kept{URL: address, ContentType: contentType, ETag: etag, Listed: Listed{By: "feed", Headline: headline}, Body: body}
		if at := time.Unix(published, 0).UTC(); inYears(at) {
			k.Listed.Published = at
		}
		var b bytes.Buffer
		if err := k.Write(&b); err != nil {
			t.Fatal(err)
		}
		got, err := ParseKept(b.Bytes())
		if err != nil {
			t.Fatalf("%v\n%q", err, b.String())
		}
		if diff := cmp.Diff(k.Listed, got.Listed); diff != "" || !bytes.Equal(got.Body, body) {
			t.Fatalf("body %q, want %q; listed (-want +got):\n%s", got.Body, body, diff)
		}
		if got.URL != "" && got.URL != tidy(address) {
			t.Fatalf("URL %q, want %q", got.URL, address)
		}
		_ = got.read(t.Context(), input{Reader: strings.NewReader(""), path: "k.http"}, func(i item) { settle(i) })
	})
}

func TestTell(t *testing.T) {
	prose := strings.Repeat("<p>The ferry came back to port on Monday after a night adrift, the coast guard said in a statement to the press.</p>", 12)
	links := strings.Repeat(`<li><a href="/x">The ferry came back to port on Monday after a night adrift, says the coast guard</a></li>`, 30)
	for _, tt := range []struct{ address, contentType, body, want string }{
		{"https://wire.example/feed", "text/html", rss, IsFeed},
		{"https://wire.example/feed", "application/xml", atomFeed, IsFeed},
		{"https://wire.example/feed", "text/plain", "\xef\xbb\xbf\n" + rdf, IsFeed},
		{"https://wire.example/feed", "application/json", `{"version":"https://jsonfeed.org/version/1","items":[]}`, IsFeed},
		{"https://wire.example/map", "text/xml", `<urlset></urlset>`, IsSitemap},
		{"https://wire.example/map", "text/xml", `<?xml version="1.0"?><!-- x --><sitemapindex></sitemapindex>`, IsSitemap},
		{"https://wire.example/", "text/html", `<meta property="og:type" content="article">` + prose, IsSite},
		{"https://wire.example/news", "text/html", links + "<p>Short.</p>", IsSite},
		{"https://wire.example/news", "text/html", `<meta property="og:type" content="website">` + prose, IsSite},
		{"https://wire.example/news", "text/html", `<script type="application/ld+json">{"@type":"CollectionPage"}</script>` + links, IsSite},
		{"https://wire.example/ferry", "text/html", prose + links[:500], IsArticles},
		{"https://wire.example/ferry", "text/html", `<meta property="og:type" content="article"><p>Short.</p>` + links, IsArticles},
		{"https://wire.example/ferry", "text/html", `<script type="application/ld+json">{"@type":"NewsArticle"}</script><p>Short.</p>` + links, IsArticles},
		{"https://wire.example/?p=12", "text/html", prose, IsArticles},
		{"https://wire.example/", "application/json", `[{"headline":"Ferry saved"}]`, IsArticles},
		{"https://wire.example/", "text/plain", "Ferry saved", IsArticles},
		{"https://wire.example/", "application/zip", "PK\x03\x04", IsArticles},
	} {
		if got := Tell(Kept{URL: tt.address, ContentType: tt.contentType, Body: []byte(tt.body)}); got != tt.want {
			t.Errorf("%s, %s, %.40q: %s, want %s", tt.address, tt.contentType, tt.body, got, tt.want)
		}
	}
}

// A feed and a sitemap are told and read alike whether they come from the web or lie in a folder, whatever their encoding.
func TestListingEncodings(t *testing.T) {
	feed := `<?xml version="1.0" encoding="ENCODING"?><rss version="2.0"><channel><title>Wire</title><item><title>Fähre gerettet</title><link>https://wire.example/1</link><description>Die Fähre ist über Nacht zurück im Hafen.</description></item></channel></rss>`
	sitemap := `<?xml version="1.0" encoding="ENCODING"?><urlset><url><loc>https://wire.example/1</loc><news><title>Fähre gerettet</title></news></url></urlset>`
	for _, tt := range []struct{ name, declared, charset, as string }{
		{"UTF-8", "UTF-8", "", "utf-8"},
		{"declares Latin 1 and is UTF-8", "ISO-8859-1", "", "utf-8"},
		{"Latin 1, declared", "ISO-8859-1", "", "windows-1252"},
		{"Latin 1, declared as UTF-8", "UTF-8", "", "windows-1252"},
		{"Latin 1, named by the server", "", "iso-8859-1", "windows-1252"},
		{"UTF-16 with its mark", "UTF-16", "", "utf-16le"},
		{"UTF-16 with its mark, named otherwise", "", "iso-8859-1", "utf-16le"},
	} {
		encode := func(s string) []byte {
			s = strings.Replace(strings.Replace(s, ` encoding="ENCODING"`, ` encoding="`+tt.declared+`"`, 1), ` encoding=""`, "", 1)
			e, _ := charset.Lookup(tt.as)
			if tt.as == "utf-16le" {
				s = "\ufeff" + s
			}
			raw, err := e.NewEncoder().Bytes([]byte(s))
			if err != nil {
				t.Fatal(err)
			}
			return raw
		}
		contentType := "application/xml"
		if tt.charset != "" {
			contentType += "; charset=" + tt.charset
		}
		k := Kept{URL: "https://wire.example/feed", ContentType: contentType, Body: encode(feed)}
		items, _, err := Feed(k)
		if got := Tell(k); got != IsFeed || err != nil || len(items) != 1 || items[0].Headline != "Fähre gerettet" {
			t.Errorf("%s: %s, %v, %v", tt.name, got, items, err)
		}
		if tt.charset == "" {
			articles := read(t, "feed.xml", string(k.Body))
			if len(articles) != 1 || articles[0].Headline != "Fähre gerettet" {
				t.Errorf("%s: in a folder: %v", tt.name, articles)
			}
		}
		k.Body = encode(sitemap)
		listed, err := Sitemap(k)
		if got := Tell(k); got != IsSitemap || err != nil || len(listed) != 1 || listed[0].Headline != "Fähre gerettet" {
			t.Errorf("%s: sitemap: %s, %v, %v", tt.name, got, listed, err)
		}
	}
}

func TestFeedsOf(t *testing.T) {
	page := `<html><head><base href="/ignored/"><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="https://other.example/atom">
<link rel="alternate" type="application/rss+xml" title="Wire » Comments Feed" href="/comments/feed">
<link rel="alternate" type="text/html" hreflang="de" href="/de/"><link rel="stylesheet" type="application/rss+xml" href="/x">
<link rel="alternate" type="application/feed+json" href="javascript:x"></head></html>`
	got := FeedsOf(Kept{URL: "https://wire.example/news/", ContentType: "text/html", Body: []byte(page)})
	if diff := cmp.Diff([]string{"https://wire.example/feed.xml", "https://other.example/atom"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFeedItems(t *testing.T) {
	long := strings.Repeat("The ferry came back to port on Monday after a night adrift, the coast guard said. ", 20)
	raw := `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example Wire</title><ttl> 30 </ttl>
<item><title>Whole</title><link>/1</link><guid>a</guid><pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>` + long + `</p>]]></content:encoded></item>
<item><title>Cut off</title><link>https://wire.example/2</link><content:encoded><![CDATA[<p>` + long + `</p><p>Read more »</p>]]></content:encoded></item>
<item><title>Teaser</title><link>https://wire.example/3</link><description>The ferry came back.</description></item>
<item><title>Bare</title><link>https://wire.example/4</link></item>
<item><title>Without a page</title><guid isPermaLink="false">e</guid><description>The ferry came back.</description></item>
</channel></rss>`
	items, ttl, err := Feed(Kept{URL: "https://wire.example/feed.xml", ContentType: "application/rss+xml", Body: []byte(raw)})
	if err != nil || ttl != 30*time.Minute {
		t.Fatal(ttl, err)
	}
	type row struct {
		ID, URL, Headline string
		Text, Whole       bool
	}
	var got []row
	for _, i := range items {
		got = append(got, row{i.ID, i.URL, i.Headline, i.Text != nil, i.Whole})
	}
	want := []row{
		{"a", "https://wire.example/1", "Whole", true, true},
		{"https://wire.example/2", "https://wire.example/2", "Cut off", true, false},
		{"https://wire.example/3", "https://wire.example/3", "Teaser", true, false},
		{"https://wire.example/4", "https://wire.example/4", "Bare", false, false},
		{"e", "", "Without a page", true, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}

	// Kept alone, an item is the article that it is in its feed.
	inFeed, _, err := Read(t.Context(), Folder{FS: fstest.MapFS{"feed.xml": {Data: []byte(strings.ReplaceAll(raw, "<link>/1", "<link>https://wire.example/1"))}}})
	if err != nil {
		t.Fatal(err)
	}
	alone, skipped := ReadKept(t.Context(), Kept{ContentType: "application/feed+json", Body: items[0].Text}, nil)
	if len(alone) != 1 {
		t.Fatal(skipped)
	}
	alone[0].Hash, alone[0].Path = inFeed[0].Hash, inFeed[0].Path
	if diff := cmp.Diff(inFeed[0], alone[0]); diff != "" {
		t.Errorf("(-in the feed +alone):\n%s", diff)
	}
}
