package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"dateline/bot/desk"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// asset is one file of static, as it is served.
type asset struct {
	body []byte
	tag  string // changes with the body
}

var assets = readAssets()

func readAssets() map[string]asset {
	all := map[string]asset{}
	files, err := staticFiles.ReadDir("static")
	for _, f := range files {
		var body []byte
		if body, err = fs.ReadFile(staticFiles, "static/"+f.Name()); err != nil {
			break
		}
		all[f.Name()] = asset{body, tag(body)}
	}
	if err != nil {
		panic(err) // embedded
	}
	return all
}

// tag stands for a body.
func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"asset": func(name string) string { return "/static/" + name + "?v=" + assets[name].tag },
	"tasks": func() []*task { return tasks },
	"say":   desk.English.Say,
}).ParseFS(templateFiles, "templates/*.html"))

// shown is what a request is answered with: a page, or where to go instead.
type shown struct {
	template string
	title    string
	view     any
	bare     bool   // the template alone, for the script
	passing  bool   // it is an answer, which nobody is to keep
	status   int    // 0 is 200
	to       string // another address instead
}

// frame is a page as its layout has it.
type frame struct {
	Title string
	Here  string // the path, for the navigation
	View  any
}

// errNoPage is that there is nothing at an address.
var errNoPage = errors.New("there is no such page")

// page answers with what a handler shows, or with a page on its error.
func (s *Site) page(handle func(*Site, *http.Request) (shown, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out, err := handle(s, r)
		if err != nil {
			status, sentence := s.failure(r.Context(), r.URL.Path, err)
			out = shown{template: "error", title: "Not shown", view: sentence, status: status, passing: true}
		}
		if out.to != "" {
			http.Redirect(w, r, out.to, http.StatusSeeOther)
			return
		}
		s.write(w, r, out)
	}
}

// write renders a page whole before any of it is sent.
func (s *Site) write(w http.ResponseWriter, r *http.Request, out shown) {
	var body bytes.Buffer
	var err error
	if out.bare {
		err = templates.ExecuteTemplate(&body, out.template, out.view)
	} else {
		var inner bytes.Buffer
		if err = templates.ExecuteTemplate(&inner, out.template, out.view); err == nil {
			// What a template has made is markup already.
			err = templates.ExecuteTemplate(&body, "layout", frame{out.title, r.URL.Path, template.HTML(inner.String())})
		}
	}
	if err != nil {
		s.log.Error("a page was not made", "path", r.URL.Path, "error", err)
		http.Error(w, desk.English.Say("error.sorry"), http.StatusInternalServerError)
		return
	}
	if out.passing {
		w.Header().Set("Cache-Control", "no-store")
	} else {
		w.Header().Set("Cache-Control", "no-cache") // ask again whether it is the same
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	send(w, r, body.Bytes(), tag(body.Bytes()), out.status)
}

// send sends a body, or says that the browser has it already.
func send(w http.ResponseWriter, r *http.Request, body []byte, tag string, status int) {
	if status != 0 && status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(body) // who went away misses nothing
		return
	}
	w.Header().Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// failure is the status and the sentence for readers of an error that came at some place; what is not theirs to mend is logged.
func (s *Site) failure(ctx context.Context, at string, err error) (status int, sentence string) {
	switch {
	case errors.Is(err, errNoPage):
		return http.StatusNotFound, "There is nothing at this address. An article may have left the coverage."
	case errors.Is(err, errTooMany):
		return http.StatusTooManyRequests, "You have asked a lot in a short time. Please wait a minute and ask again."
	case errors.Is(err, desk.ErrUsage):
		return http.StatusBadRequest, desk.English.Sentence(err)
	case errors.Is(err, context.DeadlineExceeded):
		s.log.Warn("an answer took too long", "at", at, "error", err)
		return http.StatusGatewayTimeout, desk.English.Say("error.too_long")
	case ctx.Err() != nil:
		return http.StatusServiceUnavailable, desk.English.Say("error.interrupted") // nobody reads it
	}
	s.log.Error("a request failed", "at", at, "error", err)
	return http.StatusInternalServerError, desk.English.Say("error.failed")
}

// static serves an embedded file. Its address changes with it, so that it may be kept for good.
func static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	file, ok := assets[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.URL.Query().Get("v") == file.tag {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	kinds := map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
	w.Header().Set("Content-Type", kinds[path.Ext(name)]+"; charset=utf-8")
	send(w, r, file.body, file.tag, 0)
}

// oneLine is a text without line breaks, for a title.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// isUsage reports whether an error is the reader's to mend.
func isUsage(err error) bool { return errors.Is(err, desk.ErrUsage) }
