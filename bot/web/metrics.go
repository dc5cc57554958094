package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dateline/bot"
	"dateline/bot/desk"
	"dateline/retrieval"
)

// Metrics count what the road does, on whatever surface it was asked, in the Prometheus format. All names begin with dateline_,
// but for those of the Go runtime and the process.
type Metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	first     *prometheus.HistogramVec
	stages    *prometheus.HistogramVec
	dropped   *prometheus.CounterVec
}

// seconds are the bounds of durations: the road takes milliseconds without a model, and up to minutes with one.
var seconds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 180}

// NewMetrics makes metrics that have counted nothing yet.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		questions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_questions_total", Help: "Questions by task and outcome: answered, abstained, failed, refused for their form, or left by their reader.",
		}, []string{"task", "outcome"}),
		first: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dateline_first_claim_seconds", Help: "Time from the question to the first checked sentence.", Buckets: seconds,
		}, []string{"task"}),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dateline_stage_seconds", Help: "Time that an answer took in a room of the road: retrieve, compose or ground.", Buckets: seconds,
		}, []string{"stage"}),
		dropped: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_claims_dropped_total", Help: "Claims kept from readers, by what they failed.",
		}, []string{"reason"}),
	}
	m.registry.MustRegister(m.questions, m.first, m.stages, m.dropped, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Watch adds what others know to what is counted here, read whenever it is asked for.
func (m *Metrics) Watch(c prometheus.Collector) { m.registry.MustRegister(c) }

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: pageRoom})
}

// Road is a road whose questions are counted.
func (m *Metrics) Road(road desk.Answerer) desk.Answerer { return counting{m, road} }

// Searcher is a searcher whose searches are timed.
func (m *Metrics) Searcher(s bot.Searcher) bot.Searcher { return timing{m, s} }

type timing struct {
	metrics *Metrics
	bot.Searcher
}

func (t timing) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	began := time.Now()
	found, err := t.Searcher.Search(ctx, q)
	t.metrics.stages.WithLabelValues("retrieve").Observe(time.Since(began).Seconds())
	return found, err
}

type counting struct {
	metrics *Metrics
	road    desk.Answerer
}

func (c counting) Ask(ctx context.Context, q bot.Question, show func(bot.Claim)) (bot.Answer, error) {
	return c.count(q, show, func(show func(bot.Claim)) (bot.Answer, error) { return c.road.Ask(ctx, q, show) })
}

func (c counting) Answer(ctx context.Context, q bot.Question, found retrieval.Result, show func(bot.Claim)) (bot.Answer, error) {
	return c.count(q, show, func(show func(bot.Claim)) (bot.Answer, error) { return c.road.Answer(ctx, q, found, show) })
}

func (c counting) count(q bot.Question, show func(bot.Claim), ask func(func(bot.Claim)) (bot.Answer, error)) (bot.Answer, error) {
	began, task, first := time.Now(), taskNames[q.Task], true
	answer, err := ask(func(claim bot.Claim) {
		if first {
			c.metrics.first.WithLabelValues(task).Observe(time.Since(began).Seconds())
			first = false
		}
		if show != nil {
			show(claim)
		}
	})
	outcome := outcomeOf(q, answer, err)
	c.metrics.questions.WithLabelValues(task, outcome).Inc()
	if err == nil {
		c.metrics.stages.WithLabelValues("compose").Observe(float64(answer.Timings.Compose) / 1000)
		c.metrics.stages.WithLabelValues("ground").Observe(float64(answer.Timings.Ground) / 1000)
	}
	for _, d := range answer.Dropped {
		c.metrics.dropped.WithLabelValues(reasonOf(d.Why)).Inc()
	}
	return answer, err
}

var taskNames = map[bot.Task]string{
	bot.Answering: "ask", bot.Summarising: "summary", bot.Chronicling: "timeline", bot.Quoting: "quotes", bot.Checking: "check",
}

func outcomeOf(q bot.Question, a bot.Answer, err error) string {
	switch {
	case q.Check() != nil:
		return "refused"
	case errors.Is(err, context.Canceled):
		return "left"
	case err != nil:
		return "failed"
	case a.Abstained:
		return "abstained"
	}
	return "answered"
}

// reasons are what a claim is dropped for, by words of the sentence that says so; the first that fits counts.
var reasons = []struct{ words, reason string }{
	{"second opinion", "second opinion"}, {"cites no passage", "no passage"}, {"there is no passage", "no passage"}, {"another language", "language"},
	{"does not carry it (support", "support"}, {"quotation", "quotation"}, {"words quoted", "attribution"}, {"no sentence of", "quotation"},
	{"negate", "polarity"}, {"as a fact", "polarity"}, {"“not ", "polarity"}, {"denied", "polarity"}, {"date", "date"}, {"gives no day", "date"},
	{"figure", "figure"}, {"name", "name"}, {"reader", "no report"}, {"asks a question", "no report"},
}

func reasonOf(why string) string {
	for _, r := range reasons {
		if strings.Contains(why, r.words) {
			return r.reason
		}
	}
	return "other"
}
