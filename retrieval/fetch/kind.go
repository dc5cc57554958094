package fetch

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
)

// isRead reports whether a media type is one that articles, feeds and sitemaps come in.
func isRead(mediaType string) bool {
	switch mediaType {
	case "text/html", "text/xml", "text/plain", "text/markdown", "text/json",
		"application/zip", "application/x-zip-compressed", "application/xml", "application/json", "application/jsonl", "application/x-ndjson", "application/x-jsonlines":
		return true
	}
	rest, found := strings.CutPrefix(mediaType, "application/") // image/svg+xml is none
	return found && (strings.HasSuffix(rest, "+xml") || strings.HasSuffix(rest, "+json"))
}

// isWrapping reports whether a media type says nothing of what is within, so that the body has to tell.
func isWrapping(mediaType string) bool {
	switch mediaType {
	case "", "application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip":
		return true
	}
	return false
}

// sniff is the media type that a body begins like. The rules are the MIME Sniffing Standard's, by net/http, and three more
// for what it does not know.
func sniff(body []byte) string {
	start := bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), " \t\r\n")
	for _, root := range []string{"<rss", "<feed", "<rdf:RDF", "<urlset", "<sitemapindex"} {
		if bytes.HasPrefix(start, []byte(root)) {
			return "text/xml"
		}
	}
	mediaType, _, _ := strings.Cut(http.DetectContentType(start), ";")
	if mediaType == "text/plain" && len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return "application/json"
	}
	return mediaType
}

func wrongType(u *url.URL, mediaType string) *Failure {
	return failf(ErrType, nil, "%s is %s and no page, feed, sitemap or archive: write the address of one", shown(u), beginningOf(mediaType))
}
