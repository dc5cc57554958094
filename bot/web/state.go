package web

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dateline/bot"
)

// State is how the parts of the program fare beside the pages, as far as there are any.
type State struct {
	Endpoint *Endpoint // of the language model; nil where none is asked
	Discord  *Discord  // nil where the bot is in none
	Silent   int       // feeds of the coverage that have brought nothing new for too long
}

// Endpoint is how the language model's server fares.
type Endpoint struct {
	Requests     map[string]uint64 // so far, by outcome
	PromptTokens uint64
	AnswerTokens uint64
	Waiting      int
	Open         bool // it failed until it was left alone, and has not answered since
}

// Discord is how the bot fares in Discord.
type Discord struct {
	Connected bool
	Heard     time.Time     // when Discord last answered
	Delivery  time.Duration // of the newest message or interaction, from Discord to here
	Connects  uint64
	Refused   uint64 // questions beyond a quota
}

// What is watched of the index and of the other parts.
var (
	articlesGauge = describe("dateline_index_articles", "Articles in the index.")
	bytesGauge    = describe("dateline_index_text_bytes", "Text of the articles in the index.")
	throughGauge  = describe("dateline_coverage_through_timestamp_seconds", "When the newest article was published; 0 where no date is known.")
	changedGauge  = describe("dateline_index_changed_timestamp_seconds", "When the index was last seen to change, the start of the program first.")
	silentGauge   = describe("dateline_feeds_silent", "Feeds that have brought nothing new for longer than FEED_PATIENCE.")

	requestsCounter = describe("dateline_endpoint_requests_total", "Requests to the language model's server by outcome.", "outcome")
	tokensCounter   = describe("dateline_endpoint_tokens_total", "Tokens of chats as the server counts them: prompt and answer.", "kind")
	waitingGauge    = describe("dateline_endpoint_waiting", "Requests that wait for the server.")
	openGauge       = describe("dateline_endpoint_breaker_open", "1 from when the server failed until it was left alone to when it has answered again.")

	connectedGauge  = describe("dateline_discord_connected", "1 while the gateway's connection stands.")
	heardGauge      = describe("dateline_discord_heartbeat_timestamp_seconds", "When Discord last acknowledged a heartbeat.")
	deliveryGauge   = describe("dateline_discord_delivery_seconds", "How long the newest message or interaction took through the gateway, by the clocks of both ends.")
	connectsCounter = describe("dateline_discord_connects_total", "Connections made to the gateway; all but the first of each shard are reconnects.")
	refusedCounter  = describe("dateline_quota_refusals_total", "Questions in Discord for which a quota was used up.")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

// watch reads the state of a site for its metrics.
type watch struct{ *Site }

// Describe has every name, whether there is such a part or not.
func (w watch) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		articlesGauge, bytesGauge, throughGauge, changedGauge, silentGauge, requestsCounter, tokensCounter, waitingGauge, openGauge,
		connectedGauge, heardGauge, deliveryGauge, connectsCounter, refusedCounter,
	} {
		to <- d
	}
}

// Collect reads what is there.
func (w watch) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64) { to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	count := func(d *prometheus.Desc, v uint64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
	}
	ctx, done := context.WithTimeout(context.Background(), pageRoom)
	defer done()
	if seen, err := w.survey.look(ctx); err != nil {
		w.log.Warn("the index cannot be watched", "error", err)
	} else {
		gauge(articlesGauge, float64(seen.articles))
		gauge(bytesGauge, float64(seen.bytes))
		gauge(throughGauge, unix(seen.through.Time))
		gauge(changedGauge, unix(seen.changed))
	}
	state := w.state()
	gauge(silentGauge, float64(state.Silent))
	if e := state.Endpoint; e != nil {
		for outcome, n := range e.Requests {
			count(requestsCounter, n, outcome)
		}
		count(tokensCounter, e.PromptTokens, "prompt")
		count(tokensCounter, e.AnswerTokens, "answer")
		gauge(waitingGauge, float64(e.Waiting))
		gauge(openGauge, truth(e.Open))
	}
	if d := state.Discord; d != nil {
		gauge(connectedGauge, truth(d.Connected))
		gauge(heardGauge, unix(d.Heard))
		gauge(deliveryGauge, d.Delivery.Seconds())
		count(connectsCounter, d.Connects)
		count(refusedCounter, d.Refused)
	}
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// readiness is what /readyz says: whether questions can be answered, and how each part fares.
type readiness struct {
	Ready    bool    `json:"ready"`
	Index    string  `json:"index"` // open, or failing
	Articles int     `json:"articles"`
	Through  bot.Day `json:"coverage_through"`
	Endpoint string  `json:"endpoint"` // none, working, or left alone: answers are then sentences of the coverage
	Discord  string  `json:"discord"`  // none, connected, or not connected
}

// ready answers 200 where questions can be answered: the index can be read and Discord, where there is to be any, is connected.
func (s *Site) ready(w http.ResponseWriter, r *http.Request) {
	out := readiness{Ready: true, Index: "open", Endpoint: "none", Discord: "none"}
	seen, err := s.survey.look(r.Context())
	if err != nil {
		s.log.Error("the index cannot be read", "error", err)
		out.Ready, out.Index = false, "failing"
	}
	out.Articles, out.Through = seen.articles, seen.through
	state := s.state()
	if e := state.Endpoint; e != nil {
		if out.Endpoint = "working"; e.Open {
			out.Endpoint = "left alone"
		}
	}
	if d := state.Discord; d != nil {
		if out.Discord = "connected"; !d.Connected {
			out.Ready, out.Discord = false, "not connected"
		}
	}
	status := http.StatusOK
	if !out.Ready {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, out)
}

// healthy answers as long as the program does.
func healthy(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // who went away misses nothing
}
