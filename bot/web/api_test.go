package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/legacy"

	"dateline/bot"
	"dateline/bot/desk"
)

// Every answer under /api is as the document that is served there describes it, also where something is wrong.
func TestAPIIsAsDescribed(t *testing.T) {
	d := sampleDesk(t)
	s := New(Config{Desk: d, Log: logOf(t)})
	served := get(t, s, "/api/openapi.json")
	document, err := openapi3.NewLoader().LoadFromData(served.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for address, want := range map[string]int{
		"/api" + kerry[:1] + "ask?" + kerry[2:]:                                         200,
		"/api/ask?question=What+did+Kerry+say+about+Ukraine%3F&since=2016-12-01":        200,
		"/api/ask?question=What+did+Kerry+say+last+week%3F&outlet=Dateline+sample+desk": 200,
		"/api/ask?question=Who+is+Kirbby%3F&until=soon":                                 400,
		"/api/ask?question=%3F":                                                         400,
		"/api/search?query=Aleppo+evacuation&k=3":                                       200,
		"/api/search?query=pangolin&section=Nowhere":                                    400,
		"/api/summary?topic=evacuation+of+Aleppo&length=detailed":                       200,
		"/api/summary?article=kerry-warns-russia":                                       200,
		"/api/summary?length=brief":                                                     400,
		"/api/timeline?topic=evacuation+of+Aleppo":                                      200,
		"/api/quotes?speaker=Kerry&on=Aleppo":                                           200,
		"/api/check?claim=Putin+suspended+the+plutonium+agreement.":                     200,
		"/api/check?claim=The+moon+is+square.":                                          200,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:8080"+address, nil)
		r.RemoteAddr = "127.0.0.1:4000"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d: %s", address, w.Code, want, w.Body)
			continue
		}
		route, parameters, err := router.FindRoute(r)
		if err != nil {
			t.Fatalf("%s is not described: %v", address, err)
		}
		asked[route.Path] = true
		in := &openapi3filter.RequestValidationInput{
			Request: r, PathParams: parameters, Route: route,
			Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
		}
		if want == http.StatusOK {
			if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
				t.Errorf("%s is asked otherwise than described: %v", address, err)
			}
		}
		out := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: in, Status: w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())), Options: in.Options,
		}
		if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
			t.Errorf("%s is answered otherwise than described: %v", address, err)
		}
	}
	for path := range document.Paths.Map() {
		if !asked[path] {
			t.Errorf("%s is described, and was not asked", path)
		}
	}
	if w := get(t, s, "/api/ask?question=Who%3F"); w.Code != http.StatusForbidden {
		t.Errorf("from another machine: %d", w.Code)
	}
}

// The objects are those that the command line prints.
func TestAPIGivesTheAnswer(t *testing.T) {
	d := sampleDesk(t)
	s := New(Config{Desk: d, Log: logOf(t)})
	const question = "Why did Kerry threaten to suspend cooperation with Russia?"
	want, err := d.Ask(t.Context(), question, desk.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got bot.Answer
	if err := json.Unmarshal(fromHere(t, s, http.MethodGet, "/api/ask?"+kerry[2:], "").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	got.Timings, want.Timings = bot.Timings{}, bot.Timings{}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if !bytes.Equal(a, b) {
		t.Errorf("the answer is\n%s\nwant\n%s", a, b)
	}
}

// chat asks as programs ask OpenAI.
func chat(t *testing.T, s *Site, body string) *httptest.ResponseRecorder {
	t.Helper()
	return fromHere(t, s, http.MethodPost, "/v1/chat/completions", body, "Content-Type", "application/json")
}

const asksKerry = `{"model":"dateline","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What did Kerry tell Lavrov?"}]`

func TestCompletions(t *testing.T) {
	s := New(Config{Desk: sampleDesk(t), Log: logOf(t), PublicURL: "https://room.example"})
	var whole completion
	if err := json.Unmarshal(chat(t, s, asksKerry+"}").Body.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	said := whole.Choices[0].Message
	for _, want := range []string{"Kerry", " [1]", "\n\n[1] Kerry warns Russia over Aleppo · Dateline sample desk · 28 Sept 2016"} {
		if !strings.Contains(said.Content, want) {
			t.Errorf("the answer lacks %q:\n%s", want, said.Content)
		}
	}
	if *whole.Choices[0].Finish != "stop" || whole.Object != "chat.completion" || whole.Usage.Total == 0 || len(said.Annotations) < 2 {
		t.Errorf("the completion is %+v", whole)
	}
	letters := []rune(said.Content)
	for _, a := range said.Annotations {
		if marker := string(letters[a.URL.Start:a.URL.End]); !strings.HasPrefix(marker, "[") || !strings.HasSuffix(marker, "]") {
			t.Errorf("an annotation is of %q", marker)
		}
		path, ok := strings.CutPrefix(a.URL.URL, "https://room.example")
		path, _, _ = strings.Cut(path, "#")
		if !ok || marked(open(t, s, http.StatusOK, path)) == "" || a.URL.Title == "" {
			t.Errorf("an annotation leads to %+v", a.URL)
		}
	}

	// Streamed, it is the same.
	var text strings.Builder
	var last completion
	var notes []annotation
	w := chat(t, s, asksKerry+`,"stream":true,"stream_options":{"include_usage":true}}`)
	chunks := strings.Split(strings.TrimSpace(w.Body.String()), "\n\n")
	for _, chunk := range chunks[:len(chunks)-1] {
		var piece completion
		if err := json.Unmarshal([]byte(strings.TrimPrefix(chunk, "data: ")), &piece); err != nil {
			t.Fatalf("%v: %s", err, chunk)
		}
		for _, c := range piece.Choices {
			text.WriteString(c.Delta.Content)
			notes = append(notes, c.Delta.Annotations...)
		}
		last = piece
	}
	if text.String() != said.Content || len(notes) != len(said.Annotations) {
		t.Errorf("streamed it is\n%s\nwith %d annotations, want\n%s\nwith %d", text.String(), len(notes), said.Content, len(said.Annotations))
	}
	if chunks[len(chunks)-1] != "data: [DONE]" || last.Usage == nil || len(chunks) < 5 {
		t.Errorf("%d chunks, the last %q after %+v", len(chunks), chunks[len(chunks)-1], last)
	}

	// A conversation goes on from what was answered.
	answer, _ := json.Marshal(said.Content)
	on := asksKerry[:len(asksKerry)-1] + `,{"role":"assistant","content":` + string(answer) + `},{"role":"user","content":[{"type":"text","text":"When did he say that?"}]}]}`
	var next completion
	if err := json.Unmarshal(chat(t, s, on).Body.Bytes(), &next); err != nil {
		t.Fatal(err)
	}
	if got := next.Choices[0].Message.Content; !strings.Contains(got, "Kerry") {
		t.Errorf("the follow-up brings\n%s", got)
	}
	if former, question, ok := conversationOf([]message{{"user", "Who?"}, {"assistant", words(said.Content)}, {"user", "When?"}}); !ok || question != "When?" ||
		strings.Contains(former[0].Answer, "[") || len(former[0].Headlines) == 0 || former[0].Headlines[0] != "Kerry warns Russia over Aleppo" {
		t.Errorf("the former turn is %+v", former)
	}

	var abstention completion
	if err := json.Unmarshal(chat(t, s, `{"model":"dateline","messages":[{"role":"user","content":"Who won the snooker final?"}]}`).Body.Bytes(), &abstention); err != nil {
		t.Fatal(err)
	}
	if got := abstention.Choices[0].Message.Content; !strings.HasPrefix(got, "The coverage does not answer this question.") {
		t.Errorf("an abstention is\n%s", got)
	}
	if models := fromHere(t, s, http.MethodGet, "/v1/models", "").Body.String(); !strings.Contains(models, `"id":"dateline"`) {
		t.Errorf("the models are %s", models)
	}
}

func TestCompletionsRefuse(t *testing.T) {
	at := &clock{time.Date(2021, 5, 2, 9, 0, 0, 0, time.UTC)}
	s := New(Config{Desk: sampleDesk(t), Log: logOf(t), Now: at.now})
	for body, want := range map[string]int{
		"":                              400,
		"[]":                            400,
		`{"model":"gpt","messages":[]}`: 404,
		`{"model":"dateline"}`:          400,
		asksKerry[:len(asksKerry)-1] + `,{"role":"assistant","content":"He called."}]}`:                                           400,
		`{"model":"dateline","messages":[{"role":"user","content":"?"}]}`:                                                         400,
		`{"model":"dateline","messages":[{"role":"user","content":"` + strings.Repeat("a", maxBody) + `"}]}`:                      413,
		`{"model":"dateline","messages":[{"role":"user","content":"` + strings.Repeat("What is it? ", 400) + `"}],"stream":true}`: 400,
	} {
		w := chat(t, s, body)
		var refusal struct{ Error struct{ Message string } }
		if err := json.Unmarshal(w.Body.Bytes(), &refusal); err != nil || w.Code != want || refusal.Error.Message == "" {
			t.Errorf("%.60s: %d, want %d: %s", body, w.Code, want, w.Body)
		}
	}
	for range 2 * askBurst {
		chat(t, s, asksKerry+"}")
	}
	if w := chat(t, s, asksKerry+"}"); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: %d", w.Code)
	}
}
