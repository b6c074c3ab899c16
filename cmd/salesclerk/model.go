package main

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"salesclerk/agent/kpi"
	"salesclerk/agent/reader"
	"salesclerk/agent/reader/model"
	"salesclerk/agent/reader/rules"
	"salesclerk/cards"
)

// modelSide is the model with its figures.
type modelSide struct {
	client *model.Client
	mails  *prometheus.CounterVec
	asked  *prometheus.CounterVec
	tokens *prometheus.CounterVec
	money  *prometheus.CounterVec
	took   *prometheus.HistogramVec
}

// modelDesk is the name under which all desks' use of the model is counted
// together. No desk can have it.
const modelDesk = "/model"

// connectModel puts the model together; nobody is asked yet.
func (p *program) connectModel() error {
	o, err := p.config.Model.options()
	if err != nil {
		return err
	}
	o.Ledger, o.Log = p.client.Desk(modelDesk), p.log
	client, err := model.NewClient(o)
	if err != nil {
		return err
	}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "salesclerk_model_" + name, Help: help}, append([]string{"desk"}, labels...))
		p.meters.registry.MustRegister(c)
		return c
	}
	p.model = &modelSide{client: client,
		mails:  counter("mails_total", "Mails the model was to read, by how that went.", "outcome"),
		asked:  counter("requests_total", "Requests to the model."),
		tokens: counter("tokens_total", "Tokens sent to the model and got from it.", "direction"),
		money:  counter("money_total", "What the model cost, by the configured prices.", "currency"),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "salesclerk_model_seconds", Help: "How long the model took for a mail, all tries together.",
			Buckets: prometheus.ExponentialBuckets(0.125, 2, 10)}, []string{"desk"})}
	p.meters.registry.MustRegister(p.model.took)
	return nil
}

// readerOf is what reads a desk's mails.
func (p *program) readerOf(d *desk) reader.Reader {
	if p.model == nil {
		return p.knowing(func(items reader.Items) reader.Reader { return rules.New(items) })
	}
	tell := func(r model.Read) {
		p.model.count(d.config.Name, p.config.Model.currency(), r)
		p.countModel(d, r)
	}
	return p.knowing(func(items reader.Items) reader.Reader { return p.model.client.NewReader(items, tell) })
}

func (c *modelConfig) currency() string {
	if c.Currency == "" {
		return "USD"
	}
	return c.Currency
}

func (m *modelSide) count(desk, currency string, r model.Read) {
	outcome := string(r.Why)
	if outcome == "" {
		outcome = "read"
	}
	m.mails.WithLabelValues(desk, outcome).Inc()
	m.asked.WithLabelValues(desk).Add(float64(r.Requests))
	m.tokens.WithLabelValues(desk, "in").Add(float64(r.In))
	m.tokens.WithLabelValues(desk, "out").Add(float64(r.Out))
	m.money.WithLabelValues(desk, currency).Add(float64(r.Micros) / 1e6)
	m.took.WithLabelValues(desk).Observe(r.Took.Seconds())
}

// countTime is how long a mail may wait for its figures to be counted.
const countTime = 2 * time.Second

// countModel adds what a mail took to the desk's figures of the day, for the
// managers. A figure that is lost is no reason to lose a reading.
func (p *program) countModel(d *desk, r model.Read) {
	ctx, cancel := context.WithTimeout(context.Background(), countTime)
	defer cancel()
	add := map[string]int64{"model.mails": 1, "model.requests": int64(r.Requests), "model.tokens_in": r.In, "model.tokens_out": r.Out,
		"model.micros." + p.config.Model.currency(): r.Micros}
	if r.Why != "" {
		add["model.without."+string(r.Why)] = 1
	}
	if _, err := d.store.Spend(ctx, r.Day, add, nil); err != nil {
		p.log.Warn("what the model took could not be counted", "error", err)
	}
}

// modelFigures are the model's on the managers' card; none where there is no model.
func modelFigures(f kpi.Figures, before *kpi.Figures) []cards.Figure {
	if f.Model == nil {
		return nil
	}
	var was kpi.Model
	if before != nil && before.Model != nil {
		was = *before.Model
	}
	figure := func(name, unit, now, then string) cards.Figure {
		if before == nil {
			then = ""
		}
		return cards.Figure{Name: name, Unit: unit, Value: now, Before: then}
	}
	count := func(n int64) string { return strconv.FormatInt(n, 10) }
	out := []cards.Figure{figure("model", cards.UnitCount, count(f.Model.Mails-f.Model.Fell()), count(was.Mails-was.Fell())),
		figure("model_without", cards.UnitCount, count(f.Model.Fell()), count(was.Fell()))}
	for _, currency := range slices.Sorted(maps.Keys(f.Model.Cost)) {
		x := figure("model_cost", cards.UnitMoney, f.Model.Cost[currency].Round(2).String(), was.Cost[currency].Round(2).String())
		x.Currency = currency
		out = append(out, x)
	}
	return out
}

func (d *doctor) model(ctx context.Context, p *program) {
	if p.model == nil {
		return
	}
	found, err := p.model.client.Try(ctx)
	if err != nil {
		d.bad("model", err.Error())
		return
	}
	d.fine("model", found)
}
