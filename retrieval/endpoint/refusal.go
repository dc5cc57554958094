package endpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// refusal reads an answer whose status is no success.
func (w *wire) refusal(resp *http.Response, body []byte) *Failure {
	f := w.classify(resp.Request, resp.StatusCode, body)
	f.Status = resp.StatusCode
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		f.Text = strikeOut(fmt.Sprintf("%s points elsewhere, to %q: write the address that is meant as %s",
			w.address, oneLine(resp.Header.Get("Location")), w.variable), w.key)
	}
	f.retryAfter = retryAfter(resp.Header, time.Now())
	return f
}

// refusalIn reads an error that came with a success status. Some servers put the status they mean into its code.
func (w *wire) refusalIn(resp *http.Response, body []byte) *Failure {
	status := 0
	if code, err := strconv.Atoi(readComplaint(body).Code); err == nil && code >= 400 && code < 600 {
		status = code
	}
	f := w.classify(resp.Request, status, body)
	f.Status = resp.StatusCode
	return f
}

var (
	overflowWords = regexp.MustCompile(`context (length|size|window)|exceed_context_size|context_length_exceeded|prompt is too long`)
	overflowVerbs = regexp.MustCompile(`exceed|maximum|overflow|larger|greater|longer|only|too long`)
	contextLimit  = regexp.MustCompile(`context (?:length|size|window)\D{0,24}(\d{3,8})`)
	noModel       = regexp.MustCompile(`model.{0,120}(not found|does not exist|doesn't exist|not exist|not available|not loaded|unknown|no such)|(unknown|invalid|no such) model|model_not_found|no models? loaded`)
	noEmbeddings  = regexp.MustCompile(`not support embedding|embeddings? (is|are) not supported|--embedding`)
	noPath        = regexp.MustCompile(`unexpected endpoint or method`) // LM Studio, with status 200
	noCredit      = regexp.MustCompile(`insufficient_quota|exceeded your current quota|billing|insufficient (balance|credit)`)
)

// classify finds the kind of a refusal from its status and the server's words, and says what to do about it.
func (w *wire) classify(req *http.Request, status int, body []byte) *Failure {
	c := readComplaint(body)
	all := strings.ToLower(strikeOut(c.Code+" "+c.Type+" "+c.Message, w.key))
	quoted := ""
	if c.Message != "" {
		quoted = " (it says: " + oneLine(strikeOut(c.Message, w.key)) + ")"
	}
	var f *Failure
	switch {
	case overflowWords.MatchString(all) && overflowVerbs.MatchString(all):
		f = w.fail(ErrContext, nil, "the prompt is longer than the context that %s gives the model%s: send less, or raise the server's context size and CONTEXT_TOKENS", w.address, quoted)
		f.Limit, f.Prompt = c.Limit, c.Prompt
		if m := contextLimit.FindStringSubmatch(all); f.Limit == 0 && m != nil {
			f.Limit, _ = strconv.Atoi(m[1])
		}
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		f = w.fail(ErrKey, nil, "%s refuses the key%s: correct OPENAI_API_KEY, or what its account may use", w.address, quoted)
	case noCredit.MatchString(all):
		f = w.fail(ErrKey, nil, "%s says that the account has no credit left%s: see the account that OPENAI_API_KEY belongs to", w.address, quoted)
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		f = w.fail(ErrBusy, nil, "%s is busy or still loading%s: try again in a moment", w.address, quoted)
	case status == http.StatusNotImplemented || noEmbeddings.MatchString(all):
		f = w.fail(ErrModel, nil, "%s cannot do this with that model%s: set EMBEDDING_MODEL to an embedding model and CHAT_MODEL to a chat model", w.address, quoted)
	case req.Method == http.MethodPost && noModel.MatchString(all):
		f = w.fail(ErrModel, nil, "%s has no such model%s: load it there, or correct CHAT_MODEL or EMBEDDING_MODEL", w.address, quoted)
	case noPath.MatchString(all) || status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status >= 300 && status < 400:
		f = w.fail(ErrAddress, nil, "%s does not know %s%s: %s is to be the address of the API, usually ending in /v1", w.address, req.URL.Path, quoted, w.variable)
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		f = w.fail(ErrRequest, nil, "%s refuses the request with status %d%s: see its log", w.address, status, quoted)
	case status == 0:
		f = w.fail(ErrServer, nil, "%s answered with an error%s: see its log", w.address, quoted)
	default:
		f = w.fail(ErrServer, nil, "%s failed with status %d%s: see its log", w.address, status, quoted)
	}
	f.said = all
	return f
}

// complaint is what could be read of an error body.
type complaint struct {
	Message, Code, Type string
	Limit, Prompt       int
}

// readComplaint understands the forms that servers give to errors: an object or a plain string under "error", a
// "detail" or "message" at the top, text, and a web page, of which nothing is kept.
func readComplaint(body []byte) complaint {
	body = bytes.TrimSpace(body)
	var top map[string]json.RawMessage
	if json.Unmarshal(body, &top) != nil {
		if bytes.HasPrefix(body, []byte("<")) {
			return complaint{}
		}
		return complaint{Message: string(body)}
	}
	fields := top
	if inner, ok := top["error"]; ok {
		var nested map[string]json.RawMessage
		if json.Unmarshal(inner, &nested) != nil {
			return complaint{Message: plain(inner), Code: plain(top["code"]), Type: plain(top["type"])}
		}
		fields = nested
	}
	c := complaint{Code: plain(fields["code"]), Type: plain(fields["type"])}
	for _, name := range []string{"message", "detail", "msg"} {
		if c.Message == "" {
			c.Message = plain(fields[name])
		}
	}
	c.Limit, _ = strconv.Atoi(plain(fields["n_ctx"]))
	c.Prompt, _ = strconv.Atoi(plain(fields["n_prompt_tokens"]))
	return c
}

// plain is a JSON value as text: a string without its quotes, null as nothing, the rest as it stands.
func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// oneLine makes a server's words fit for a sentence: printable, on one line, at most 300 bytes.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	const most = 300
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// retryAfter reads how long the server asks to be left alone, in seconds or as a date (RFC 9110, 10.2.3), or 0.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
