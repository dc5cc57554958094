package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const accept = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml, text/xml, " +
	"application/feed+json, application/json, text/plain;q=0.8, */*;q=0.1"

// answer is a page, or where it is instead.
type answer struct {
	page     Page
	location string // of a redirect
	forGood  bool   // the redirect
}

var (
	errTotal = errors.New("the time for the request is over")
	errIdle  = errors.New("nothing came for too long")
)

// exchange sends one request and reads what it is answered.
func (f *Fetcher) exchange(ctx context.Context, u *url.URL, e errand) (answer, error) {
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	total := time.AfterFunc(f.timeout, func() { cancel(errTotal) })
	defer total.Stop()
	req, err := http.NewRequestWithContext(inner, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, failf(ErrAddress, err, "%s cannot be asked for: write the address as a browser shows it", shown(u))
	}
	req.Header.Set("User-Agent", f.agent)
	req.Header.Set("Accept", accept)
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	conditional := condition(req, e.have)

	resp, err := f.transport.RoundTrip(req) // not http.Client, which follows redirects by its own rules
	if err != nil {
		return answer{}, f.broken(ctx, inner, u, err)
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
	case http.StatusNotModified:
		if conditional {
			return answer{page: unchanged(u, resp, e.have)}, nil
		}
		return answer{}, status(u, resp)
	case http.StatusMovedPermanently, http.StatusPermanentRedirect, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
		location := strings.TrimSpace(resp.Header.Get("Location"))
		if location == "" {
			return answer{}, failf(ErrRedirect, nil, "%s is redirected without saying where to: open it in a browser and write the address that it ends at", shown(u))
		}
		forGood := resp.StatusCode == http.StatusMovedPermanently || resp.StatusCode == http.StatusPermanentRedirect
		return answer{location: location, forGood: forGood}, nil
	default:
		return answer{}, status(u, resp)
	}

	named := resp.Header.Get("Content-Type")
	mediaType, parameters, _ := mime.ParseMediaType(named) // which gives the type, too, of a header whose parameters are odd
	if !e.robots && !isRead(mediaType) && !isWrapping(mediaType) {
		return answer{}, wrongType(u, mediaType)
	}
	idle := time.AfterFunc(f.idle, func() { cancel(errIdle) })
	defer idle.Stop()
	body, err := f.read(u, resp, e.robots, func() { idle.Reset(f.idle) })
	if err != nil {
		var failure *Failure
		if errors.As(err, &failure) {
			return answer{}, failure
		}
		return answer{}, f.broken(ctx, inner, u, err)
	}
	if !e.robots && isWrapping(mediaType) {
		if mediaType = sniff(body); !isRead(mediaType) {
			return answer{}, wrongType(u, mediaType)
		}
	}
	page := Page{
		Validators:  validators(u, resp.Header),
		ContentType: mediaType,
		Charset:     strings.ToLower(strings.Trim(parameters["charset"], `"' `)),
		Body:        body,
		MaxAge:      maxAge(resp.Header),
		Retrieved:   time.Now(),
	}
	return answer{page: page}, nil
}

// condition asks for the page only if it is another version than the one had, where the validators are this address's.
func condition(req *http.Request, have Validators) bool {
	if have.URL != req.URL.String() {
		return false
	}
	for name, value := range map[string]string{"If-None-Match": have.ETag, "If-Modified-Since": have.LastModified} {
		if value != "" && value == clean(value, "") {
			req.Header.Set(name, value)
		}
	}
	return req.Header.Get("If-None-Match") != "" || req.Header.Get("If-Modified-Since") != ""
}

func validators(u *url.URL, h http.Header) Validators {
	return Validators{URL: u.String(), ETag: h.Get("ETag"), LastModified: h.Get("Last-Modified")}
}

// unchanged is the page of a 304, with the validators that the server gave now or before.
func unchanged(u *url.URL, resp *http.Response, have Validators) Page {
	v := validators(u, resp.Header)
	if v.ETag == "" {
		v.ETag = have.ETag
	}
	if v.LastModified == "" {
		v.LastModified = have.LastModified
	}
	return Page{Validators: v, NotModified: true, MaxAge: maxAge(resp.Header), Retrieved: time.Now()}
}

// broken tells what an exchange that was not completed died of.
func (f *Fetcher) broken(ctx, inner context.Context, u *url.URL, err error) error {
	if ctx.Err() != nil {
		return ended(ctx, shown(u))
	}
	if failure := refusedBy(u, err); failure != nil {
		return failure
	}
	var (
		network net.Error
		dns     *net.DNSError
		bad     *tls.CertificateVerificationError
	)
	switch cause := context.Cause(inner); {
	case errors.Is(cause, errTotal):
		return failf(ErrTimeout, cause, "%s was not complete after %v: try again later, or allow more time in the settings", shown(u), f.timeout)
	case errors.Is(cause, errIdle):
		return failf(ErrTimeout, cause, "%s broke off: nothing came for %v; try again later", shown(u), f.idle)
	case errors.As(err, &dns) && dns.IsNotFound:
		return failf(ErrUnreachable, err, "%s cannot be reached: there is no host of the name %s; check its spelling", shown(u), u.Hostname())
	case errors.As(err, &network) && network.Timeout():
		return failf(ErrTimeout, err, "%s did not answer in time (%v); try again later", shown(u), err)
	case errors.As(err, &bad):
		return failf(ErrUnreachable, err, "%s shows a certificate that is not valid (%v): tell the site's operator", shown(u), bad.Err)
	case isHeadersTooLarge(err):
		return failf(ErrTooLarge, err, "%s answers with headers of more than %s: no site of news does; check the address", shown(u), inBytes(mostHeaders))
	}
	return failf(ErrUnreachable, err, "%s cannot be read (%s): check the address, or try again later", shown(u), beginningOf(err.Error()))
}

// isHeadersTooLarge goes by the words, since net/http has no error of its own for it. HTTP/2 mostly calls it a breach of the
// protocol, which is ErrUnreachable.
func isHeadersTooLarge(err error) bool {
	return strings.Contains(err.Error(), "response headers exceeded")
}

// status is the failure of an answer that is neither a page nor a redirect.
func status(u *url.URL, resp *http.Response) *Failure {
	f := &Failure{Kind: ErrStatus, Status: resp.StatusCode}
	advice := "open it in a browser to see why"
	switch resp.StatusCode {
	case http.StatusGone:
		advice = "it is gone for good; take it out of the sources"
	case http.StatusNotFound:
		advice = "check the address"
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusPaymentRequired:
		advice = "the site does not give it to us; ask its operator, or take it out of the sources"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		f.RetryAfter = retryAfter(resp.Header, time.Now())
		advice = "try again later"
		if f.RetryAfter > 0 {
			advice = "it asks to try again in " + inTime(f.RetryAfter)
		}
	default:
		if resp.StatusCode >= 500 {
			advice = "try again later"
		}
	}
	f.Text = fmt.Sprintf("%s answers %s: %s", shown(u), inWords(resp.StatusCode), advice)
	return f
}

// retryAfter reads the header of that name, seconds or a date (RFC 9110, 10.2.3), as at most longestQuiet.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longestQuiet)
	}
	if date, err := http.ParseTime(value); err == nil {
		return min(max(date.Sub(now), 0), longestQuiet)
	}
	return 0
}

// maxAge reads Cache-Control (RFC 9111, 5.2.2), 0 where it says nothing, or not to keep the page.
func maxAge(h http.Header) time.Duration {
	var age time.Duration
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 32); err == nil {
				age = time.Duration(seconds) * time.Second
			}
		}
	}
	return age
}

func inWords(code int) string {
	if text := http.StatusText(code); text != "" {
		return strconv.Itoa(code) + " " + text
	}
	return strconv.Itoa(code)
}
