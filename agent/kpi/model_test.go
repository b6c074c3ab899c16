package kpi

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

func TestModelFigures(t *testing.T) {
	f := Of("2026-11-01", "2026-11-01", map[string]int64{"mails": 3, "model.mails": 3, "model.requests": 4, "model.tokens_in": 3000,
		"model.tokens_out": 200, "model.micros.USD": 1_250_000, "model.without.model_slow": 1, "model.without.model_spent": 1})
	want := &Model{Mails: 3, Without: map[string]int64{"model_slow": 1, "model_spent": 1}, Requests: 4, TokensIn: 3000, TokensOut: 200,
		Cost: map[string]decimal.Decimal{"USD": decimal.RequireFromString("1.25")}}
	if d := cmp.Diff(want, f.Model); d != "" || f.Model.Fell() != 2 {
		t.Error(d, f.Model.Fell())
	}
	if Of("2026-11-01", "2026-11-01", map[string]int64{"mails": 3}).Model != nil {
		t.Error("there are figures of a model where there is none")
	}
}
