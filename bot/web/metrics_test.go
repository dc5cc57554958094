package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// scripted is a road that gives answers of all outcomes in turn.
type scripted struct {
	desk.Answerer
	asked int
}

func (s *scripted) Ask(_ context.Context, q bot.Question, show func(bot.Claim)) (bot.Answer, error) {
	s.asked++
	switch s.asked {
	case 1:
		show(bot.Claim{Text: "The lock opened."})
		return bot.Answer{Dropped: []bot.Dropped{{Why: "passage 2 does not carry it (support 0.10, “lock” least)"}, {Why: "a reason that nobody foresaw"}}}, nil
	case 2:
		return bot.Answer{Abstained: true}, nil
	case 3:
		return bot.Answer{}, errors.New("broken")
	}
	return bot.Answer{}, context.Canceled
}

// control is a site with all parts, from this machine.
func control(t *testing.T) (s *Site, state *State) {
	t.Helper()
	m := NewMetrics()
	road := m.Road(&scripted{})
	for _, text := range []string{"Did it open?", "Did it close?", "Did it leak?", "Did it sink?"} {
		_, _ = road.Ask(t.Context(), bot.Question{Text: text}, nil)
	}
	d := *sampleDesk(t)
	if _, err := m.Searcher(d.Search).Search(t.Context(), retrieval.Query{Text: "Aleppo"}); err != nil {
		t.Fatal(err)
	}
	state = &State{
		Endpoint: &Endpoint{Requests: map[string]uint64{"ok": 7, "stalled": 2}, PromptTokens: 900, AnswerTokens: 80, Waiting: 3, Open: true},
		Discord:  &Discord{Connected: true, Heard: time.Unix(1_600_000_000, 0), Delivery: 1500 * time.Millisecond, Connects: 4, Refused: 5}, Silent: 1,
	}
	return New(Config{Desk: &d, Log: logOf(t), Metrics: m, State: func() State { return *state }}), state
}

// fromHere asks as a program on this machine does.
func fromHere(t *testing.T, s http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:4000", "127.0.0.1:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestMetrics(t *testing.T) {
	s, _ := control(t)
	text := fromHere(t, s, http.MethodGet, "/metrics", "").Body.String()
	for _, want := range []string{
		`dateline_questions_total{outcome="answered",task="ask"} 1`, `dateline_questions_total{outcome="abstained",task="ask"} 1`,
		`dateline_questions_total{outcome="failed",task="ask"} 1`, `dateline_questions_total{outcome="left",task="ask"} 1`,
		`dateline_first_claim_seconds_count{task="ask"} 1`, `dateline_stage_seconds_count{stage="retrieve"} 1`, `dateline_stage_seconds_count{stage="ground"} 2`,
		`dateline_claims_dropped_total{reason="support"} 1`, `dateline_claims_dropped_total{reason="other"} 1`,
		"dateline_index_articles 22", "dateline_coverage_through_timestamp_seconds 1.482364", "dateline_feeds_silent 1",
		`dateline_endpoint_requests_total{outcome="stalled"} 2`, `dateline_endpoint_tokens_total{kind="answer"} 80`, "dateline_endpoint_waiting 3",
		"dateline_endpoint_breaker_open 1", "dateline_discord_connected 1", "dateline_discord_delivery_seconds 1.5", "dateline_discord_connects_total 4", "dateline_quota_refusals_total 5",
	} {
		if !strings.Contains(text, "\n"+want) {
			t.Errorf("the metrics lack %s:\n%s", want, lines(text, "dateline_"))
		}
	}
}

func lines(text, with string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, with) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

var metricNames = regexp.MustCompile(`\bdateline_[a-z_]+`)

// The alert rules ask for metrics that there are.
func TestAlerts(t *testing.T) {
	raw, err := os.ReadFile("../../cmd/dateline/deploy/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr, For string
				Labels           map[string]string
				Annotations      map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(raw, &rules); err != nil {
		t.Fatal(err)
	}
	s, _ := control(t)
	text := fromHere(t, s, http.MethodGet, "/metrics", "").Body.String()
	alerts := map[string]bool{}
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			alerts[rule.Alert] = true
			names := metricNames.FindAllString(rule.Expr, -1)
			if len(names) == 0 || rule.For == "" || rule.Annotations["summary"] == "" || rule.Labels["severity"] == "" {
				t.Errorf("%s is incomplete: %+v", rule.Alert, rule)
			}
			for _, name := range append(names, metricNames.FindAllString(rule.Annotations["description"], -1)...) {
				if lines(text, name) == "" {
					t.Errorf("%s asks for %s, which there is not", rule.Alert, name)
				}
			}
		}
	}
	for _, want := range []string{"DatelineCoverageStale", "DatelineEndpointDown", "DatelineAbstentionsRising"} {
		if !alerts[want] {
			t.Errorf("there is no alert %s", want)
		}
	}
}

func TestReadiness(t *testing.T) {
	read := func(s *Site) (code int, r readiness) {
		t.Helper()
		w := get(t, s, "/readyz")
		if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		return w.Code, r
	}
	if w := get(t, sample(t), "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d", w.Code)
	}
	code, r := read(sample(t)) // no model and no Discord
	if code != http.StatusOK || !r.Ready || r.Articles != 22 || r.Endpoint != "none" || r.Discord != "none" {
		t.Errorf("alone: %d %+v", code, r)
	}
	s, state := control(t)
	if code, r := read(s); code != http.StatusOK || r.Endpoint != "left alone" || r.Discord != "connected" {
		t.Errorf("without its model: %d %+v", code, r)
	}
	state.Discord.Connected = false
	if code, r := read(s); code != http.StatusServiceUnavailable || r.Ready {
		t.Errorf("without Discord: %d %+v", code, r)
	}
	if code, r := read(New(Config{Desk: lost{}, Log: logOf(t)})); code != http.StatusServiceUnavailable || r.Index != "failing" {
		t.Errorf("without its index: %d %+v", code, r)
	}
}

// lost is a desk whose index cannot be read.
type lost struct{ Desk }

func (lost) State(context.Context) (uint64, error) { return 0, errors.New("disk gone") }

func TestDoors(t *testing.T) {
	s, _ := control(t)
	token := strings.Repeat("k", 20)
	d := *sampleDesk(t)
	guarded := New(Config{Desk: &d, Log: logOf(t), Metrics: NewMetrics(), Tokens: []string{"another-token-of-ours", token}})
	for _, v := range []struct {
		name    string
		site    *Site
		headers []string
		want    int
	}{
		{"this machine", s, nil, 200},
		{"this machine by name", s, []string{"Host", "localhost:8080"}, 200},
		{"behind a proxy", s, []string{"X-Forwarded-For", "203.0.113.7"}, 403},
		{"behind a proxy that says who it is", s, []string{"Forwarded", "for=203.0.113.7"}, 403},
		{"a name that leads here", s, []string{"Host", "rebound.example"}, 403},
		{"a page of another site", s, []string{"Origin", "https://rebound.example"}, 403},
		{"with a token", guarded, []string{"Authorization", "Bearer " + token}, 200},
		{"from afar with a token", guarded, []string{"Authorization", "Bearer " + token, "X-Forwarded-For", "203.0.113.7"}, 200},
		{"without a token", guarded, nil, 401},
		{"with another token", guarded, []string{"Authorization", "Bearer " + token + "k"}, 401},
		{"with an empty token", guarded, []string{"Authorization", "Bearer "}, 401},
	} {
		if w := fromHere(t, v.site, http.MethodGet, "/metrics", "", v.headers...); w.Code != v.want {
			t.Errorf("%s: %d, want %d: %s", v.name, w.Code, v.want, w.Body)
		}
	}
	neighbour := httptest.NewRequest(http.MethodGet, "http://localhost/metrics", nil)
	neighbour.RemoteAddr = "172.17.0.1:4000"
	neighbour.Header.Set("X-Forwarded-For", "127.0.0.1")
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, neighbour); w.Code != http.StatusForbidden {
		t.Errorf("a neighbour who says that it asks for this machine: %d", w.Code)
	}
	if w := get(t, s, "/metrics"); w.Code != http.StatusForbidden {
		t.Errorf("from another machine: %d", w.Code)
	}
}
