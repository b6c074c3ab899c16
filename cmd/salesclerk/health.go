package main

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"salesclerk/agent/task"
)

// meters are what /metrics tells beside Go's own.
type meters struct {
	registry *prometheus.Registry
	jobs     *prometheus.HistogramVec
	clicks   *prometheus.HistogramVec
}

func newMeters() *meters {
	m := &meters{registry: prometheus.NewRegistry(),
		jobs: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "salesclerk_job_seconds", Help: "How long the agent's jobs took.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 10)}, []string{"desk", "job", "outcome"}),
		clicks: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "salesclerk_click_seconds", Help: "How long it took to decide and store a click.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 4, 8)}, []string{"desk", "outcome"})}
	m.registry.MustRegister(m.jobs, m.clicks)
	return m
}

func (m *meters) outcome(desk string) func(task.JobKind, time.Duration, error) {
	return func(k task.JobKind, took time.Duration, err error) {
		m.jobs.WithLabelValues(desk, string(k), outcomeWord(err)).Observe(took.Seconds())
	}
}

func outcomeWord(err error) string {
	if err != nil {
		return "error"
	}
	return "fine"
}

// health answers /healthz, /readyz and /metrics.
func (p *program) health() http.Handler {
	p.meters.registry.MustRegister(deskGauges(p.desks))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", p.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(p.meters.registry, promhttp.HandlerOpts{}))
	return mux
}

// readyTime is how long /readyz waits for Redis.
const readyTime = 2 * time.Second

// ready says whether this copy can work: Redis answers and there are items. A
// mailbox that is away is told and does not make the copy unready: clicks work.
func (p *program) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	out := map[string]any{"redis": "ok", "items": p.index.Len()}
	code := http.StatusOK
	if err := p.client.Ping(ctx); err != nil {
		out["redis"], code = err.Error(), http.StatusServiceUnavailable
	}
	for _, d := range p.desks {
		if d.Watcher != nil {
			out["mailbox."+d.Name] = d.Watcher.Status()
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(out)
}

// deskGauges are the desks' figures of the moment, asked when they are scraped.
type deskGauges []*desk

var (
	tasksDesc = prometheus.NewDesc("salesclerk_tasks", "Tasks by state.", []string{"desk", "state"}, nil)
	jobsDesc  = prometheus.NewDesc("salesclerk_jobs_waiting", "Jobs not done yet.", []string{"desk", "when"}, nil)
)

// Describe names the gauges.
func (g deskGauges) Describe(ch chan<- *prometheus.Desc) { ch <- tasksDesc; ch <- jobsDesc }

// Collect asks Redis; a desk that does not answer in time is left out.
func (g deskGauges) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readyTime)
	defer cancel()
	gauge := func(d *prometheus.Desc, n int64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), labels...)
	}
	for _, d := range g {
		states, err := d.store.CountByState(ctx)
		if err != nil {
			continue
		}
		for s, n := range states {
			gauge(tasksDesc, n, d.Name, string(s))
		}
		if now, later, err := d.store.Backlog(ctx); err == nil {
			gauge(jobsDesc, now, d.Name, "now")
			gauge(jobsDesc, later, d.Name, "later")
		}
	}
}
