package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"dateline/retrieval"
)

// Kept is an answer of the web as it is kept in a file .http: the response as it came, status line, headers and body, and
// what the feed or sitemap that led to it says of it. Write writes one; [Read] reads it like any other file, by the type of
// its body. An article in it is known by the address where it was found, unless it names another itself.
type Kept struct {
	URL          string // where it was found, after redirects
	ContentType  string // with its charset
	ETag         string
	LastModified string
	Retrieved    time.Time
	Listed       Listed // what is not said in the body itself is taken from here
	Body         []byte
}

// listedAs is the header of a Kept's Listed: its fields as in a query of the web, so that it is ASCII on one line.
const listedAs = "Listed-As"

// Write writes the answer as http.ReadResponse reads it.
func (k Kept) Write(w io.Writer) error {
	h := http.Header{}
	for name, value := range map[string]string{
		"Content-Type": k.ContentType, "Content-Location": k.URL, "ETag": k.ETag, "Last-Modified": k.LastModified, listedAs: k.Listed.encode(),
	} {
		if value = tidy(value); value != "" {
			h.Set(name, value)
		}
	}
	if !k.Retrieved.IsZero() {
		h.Set("Date", k.Retrieved.UTC().Format(http.TimeFormat))
	}
	response := http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: h,
		Body: io.NopCloser(bytes.NewReader(k.Body)), ContentLength: int64(len(k.Body)),
	}
	if len(k.Body) == 0 {
		response.Body = http.NoBody
	}
	return response.Write(w)
}

// ReadKept reads the articles of an answer before it is written, as [Read] would from its file.
func ReadKept(ctx context.Context, k Kept, fields FieldMap) (articles []retrieval.Article, skipped []Skipped) {
	each := func(i item) {
		if o := settle(i); o.err != nil {
			skipped = append(skipped, newFault(o).skipped(&Folder{}))
		} else {
			articles = append(articles, o.article)
		}
	}
	if err := k.read(ctx, input{path: k.URL, fields: fields}, each); err != nil && ctx.Err() == nil {
		each(item{path: k.URL, err: err})
	}
	return articles, skipped
}

// readKept reads a file .http.
func readKept(ctx context.Context, in input, each func(item)) error {
	raw, err := in.all(maxValue)
	if err != nil {
		return err
	}
	k, err := ParseKept(raw)
	if err != nil {
		return err
	}
	return k.read(ctx, in, each)
}

// ParseKept reads what Write wrote, or another answer of HTTP/1 whose body holds articles.
func ParseKept(raw []byte) (Kept, error) {
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		return Kept{}, &problem{0, fmt.Sprintf("is not an answer of the web that can be read: %v", err)}
	}
	defer response.Body.Close()
	h := response.Header
	switch encoding := strings.ToLower(h.Get("Content-Encoding")); {
	case response.StatusCode != http.StatusOK && response.StatusCode != http.StatusNonAuthoritativeInfo:
		return Kept{}, &problem{0, fmt.Sprintf("is the answer %d %s, which holds no article", response.StatusCode, http.StatusText(response.StatusCode))}
	case encoding != "" && encoding != "identity":
		return Kept{}, &problem{0, fmt.Sprintf("has a body that is encoded as %s; keep it decoded", shorten(encoding, 40))}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxValue+1))
	switch {
	case err != nil:
		return Kept{}, &problem{0, fmt.Sprintf("breaks off: %v", err)}
	case len(body) > maxValue:
		return Kept{}, tooLarge(maxValue)
	}
	k := Kept{
		ContentType: h.Get("Content-Type"), ETag: h.Get("ETag"), LastModified: h.Get("Last-Modified"), Listed: decodeListed(h.Get(listedAs)), Body: body,
	}
	k.Retrieved, _ = http.ParseTime(h.Get("Date"))
	if location := h.Get("Content-Location"); isAddress(location) {
		k.URL = location
	}
	return k, nil
}

// read hands on the articles of the body, in the format of its type.
func (k Kept) read(ctx context.Context, in input, each func(item)) error {
	mediaType, _, _ := mime.ParseMediaType(k.ContentType)
	in.Reader, in.size = bytes.NewReader(k.Body), int64(len(k.Body))
	placed := func(i item) {
		i.place = k.URL
		each(i)
	}
	one := func(i item) {
		if i.draft != nil {
			k.complete(i.draft)
			// What a page shows around its article changes each time it is fetched, the article does not.
			i.raw, _ = json.Marshal(i.draft.Article)
		}
		placed(i)
	}
	switch {
	case mediaType == "text/html" || mediaType == "application/xhtml+xml":
		if in.size > maxFile {
			return tooLarge(maxFile)
		}
		d, err := readPageSent(k.Body, k.ContentType, k.claims())
		one(item{path: in.path, draft: d, err: err})
		return nil
	case mediaType == "application/zip" || mediaType == "application/x-zip-compressed":
		return readZip(ctx, in, placed)
	}
	body := k.decoded()
	in.Reader, in.size = bytes.NewReader(body), int64(len(body))
	switch {
	case mediaType == "text/markdown":
		return single(textual(readMarkdown))(ctx, in, one)
	case strings.HasSuffix(mediaType, "xml"):
		return readXML(ctx, in, placed)
	case strings.HasSuffix(mediaType, "jsonl") || strings.HasSuffix(mediaType, "ndjson") || strings.HasSuffix(mediaType, "jsonlines"):
		return readLines(ctx, in, placed)
	case strings.HasSuffix(mediaType, "json"):
		return readJSON(ctx, in, placed)
	case mediaType == "text/plain":
		return single(textual(readText))(ctx, in, one)
	}
	return &problem{0, fmt.Sprintf("is %s, which is not read", cmp.Or(shorten(mediaType, 40), "of no type"))}
}

// complete fills in what the body does not say. A page that names its site's front page as its own address is known by the
// one where it was found.
func (k Kept) complete(d *draft) {
	if isFrontPage(d.URL) && !isFrontPage(k.URL) && k.URL != "" {
		d.URL = ""
		delete(d.Origin, "url")
	}
	d.accept(k.claims()...)
	d.accept(claim{"url", k.URL, "address"})
}

// claims are what a feed or a sitemap says of the article.
func (k Kept) claims() []claim {
	l, stamp := k.Listed, func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	claims := []claim{
		{"headline", l.Headline, l.By}, {"outlet", l.Outlet, l.By}, {"byline", l.Byline, l.By}, {"section", l.Section, l.By},
		{"language", l.Language, l.By}, {"published", stamp(l.Published), l.By},
	}
	if l.By == "feed" { // a sitemap's lastmod is often that of the page's template
		claims = append(claims, claim{"updated", stamp(l.Modified), l.By})
	}
	return claims
}

// decoded is the body out of the charset that the server named, unless the body itself tells its own: what it is in is then for
// its format to find, as in a file.
func (k Kept) decoded() []byte {
	_, parameters, _ := mime.ParseMediaType(k.ContentType)
	encoding, name := charset.Lookup(parameters["charset"])
	if encoding == nil || name == "utf-8" || wideEncoding(k.Body) != nil || utf8.Valid(k.Body) || xmlEncoding.Match(k.Body) {
		return k.Body
	}
	decoded, err := encoding.NewDecoder().Bytes(k.Body)
	if err != nil {
		return k.Body
	}
	return decoded
}

// listing is the body as a feed or a sitemap is read.
func (k Kept) listing() []byte { return xmlInUTF8(k.decoded()) }

// isFrontPage reports whether an address is a site's alone.
func isFrontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

func (l Listed) encode() string {
	v := url.Values{}
	for name, value := range map[string]string{
		"by": l.By, "headline": l.Headline, "outlet": l.Outlet, "byline": l.Byline, "section": l.Section, "language": l.Language,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	for name, t := range map[string]time.Time{"published": l.Published, "modified": l.Modified} {
		if !t.IsZero() {
			v.Set(name, strconv.FormatInt(t.Unix(), 10))
		}
	}
	return v.Encode()
}

func decodeListed(header string) Listed {
	v, err := url.ParseQuery(header)
	if err != nil || v.Get("by") != "feed" && v.Get("by") != "sitemap" {
		return Listed{}
	}
	stamp := func(name string) time.Time {
		seconds, err := strconv.ParseInt(v.Get(name), 10, 64)
		if err != nil || !inYears(time.Unix(seconds, 0).UTC()) {
			return time.Time{}
		}
		return time.Unix(seconds, 0).UTC()
	}
	return Listed{
		By: v.Get("by"), Headline: v.Get("headline"), Outlet: v.Get("outlet"), Byline: v.Get("byline"), Section: v.Get("section"),
		Language: v.Get("language"), Published: stamp("published"), Modified: stamp("modified"),
	}
}
