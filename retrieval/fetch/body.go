package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

var errMore = errors.New("there is more than is read")

// capped reads at most left bytes, and says errMore rather than io.EOF where there are more.
type capped struct {
	r    io.Reader
	left int64
	came func() // called when something came; may be nil
}

func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if n > 0 && c.came != nil {
		c.came()
	}
	if int64(n) > c.left {
		n, err = int(c.left), errMore
	}
	c.left -= int64(n)
	return n, err
}

// read is the body, decompressed, within the limit on both sides of the decompression. A robots.txt is cut at its own limit,
// as RFC 9309 has it; of anything else that is longer, nothing is kept.
func (f *Fetcher) read(u *url.URL, resp *http.Response, robots bool, came func()) ([]byte, error) {
	limit := f.maxBody
	if robots {
		limit = min(limit, robotsLimit)
	}
	tooLarge := func() error {
		return failf(ErrTooLarge, nil, "%s is larger than %s: check that it is a page, a feed or a sitemap, or allow more in the settings", shown(u), inBytes(limit))
	}
	if resp.ContentLength > limit && !robots {
		return nil, tooLarge()
	}
	received := &capped{r: resp.Body, left: limit, came: came}
	encoding := strings.ToLower(strings.TrimSpace(strings.Join(resp.Header.Values("Content-Encoding"), ",")))
	opened, err := open(encoding, received)
	switch {
	case errors.Is(err, errEncoding):
		return nil, failf(ErrType, err, "%s is encoded as %q, which was not asked for and is not read: tell the site's operator", shown(u), encoding)
	case errors.Is(err, io.EOF):
		return nil, nil // an empty body under any encoding
	case err != nil:
		return nil, fmt.Errorf("open the %s: %w", encoding, err)
	}
	body, err := io.ReadAll(&capped{r: opened, left: limit})
	switch {
	case errors.Is(err, errMore) && robots:
		return body, nil
	case errors.Is(err, errMore) && received.left > 0 && opened != io.Reader(received):
		return nil, bomb(u, limit-received.left, limit)
	case errors.Is(err, errMore):
		return nil, tooLarge()
	case err != nil:
		return nil, err
	}
	if !robots && isGzip(body) {
		return unzip(u, body, limit)
	}
	return body, nil
}

var errEncoding = errors.New("the encoding is not known")

// open undoes a Content-Encoding. Two encodings over one another are not undone: no site needs them, bombs do.
func open(encoding string, r io.Reader) (io.Reader, error) {
	switch encoding {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "deflate": // RFC 9110 means zlib's format; some servers send the bare one
		b := bufio.NewReader(r)
		head, err := b.Peek(2)
		if len(head) < 2 {
			return nil, err
		}
		if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
			return zlib.NewReader(b)
		}
		return flate.NewReader(b), nil
	}
	return nil, errEncoding
}

// unzip opens a file that is itself a gzip, as sitemaps are.
func unzip(u *url.URL, body []byte, limit int64) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, brokenGzip(u, err)
	}
	opened, err := io.ReadAll(&capped{r: r, left: limit})
	switch {
	case errors.Is(err, errMore):
		return nil, bomb(u, int64(len(body)), limit)
	case err != nil:
		return nil, brokenGzip(u, err)
	case isGzip(opened):
		return nil, failf(ErrType, nil, "%s is a gzip within a gzip, which is not read: check the address", shown(u))
	}
	return opened, nil
}

func brokenGzip(u *url.URL, err error) *Failure {
	return failf(ErrType, err, "%s is a gzip that cannot be opened (%v): try again later, or tell the site's operator", shown(u), err)
}

func bomb(u *url.URL, received, limit int64) *Failure {
	return failf(ErrTooLarge, nil, "%s opens from %s to more than %s and was cut there as a decompression bomb: take it out of the sources, or allow more in the settings", shown(u), inBytes(received), inBytes(limit))
}

func isGzip(body []byte) bool { return bytes.HasPrefix(body, []byte{0x1f, 0x8b}) }

func inBytes(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.3g MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.3g KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
