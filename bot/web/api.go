package web

import (
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"dateline/bot/desk"
)

// openAPI describes what stands under /api, by the OpenAPI Specification 3.1.
//
//go:embed openapi.json
var openAPI []byte

// description serves it.
func description(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	send(w, r, openAPI, tag(openAPI), 0)
}

// api answers a task with the object that its command prints with --json.
func (s *Site) api(t *task) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := s.consult(r.Context(), visitor(r), t, t.read(r.URL.Query()), nil, nil)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		writeJSON(w, http.StatusOK, answer)
	}
}

// Bounds of how many passages a search is asked for.
const (
	usualFound = 8
	mostFound  = 100
)

// apiSearch answers with the passages that are found.
func (s *Site) apiSearch(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	k := usualFound
	if given := query.Get("k"); given != "" {
		var err error
		if k, err = strconv.Atoi(given); err != nil || k < 1 || k > mostFound {
			refuse(w, http.StatusBadRequest, "k is a number of passages from 1 to 100.")
			return
		}
	}
	seen, err := s.survey.look(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if err := s.mayName(r.Context(), visitor(r), query.Get("article")); err != nil {
		s.refuse(w, r, err)
		return
	}
	found, err := s.searches.find(r.Context(), searching{strings.TrimSpace(query.Get("query")), windowOf(query), k}, seen.changed, s.now())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, desk.NewFound(found))
}

// refuse answers a program with an error's status and sentence.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, sentence := s.failure(r.Context(), r.URL.Path, err)
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(int(1/askRate)))
	}
	refuse(w, status, sentence)
}
