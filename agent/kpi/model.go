package kpi

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Model is what the model that helps to read mails did and took. Counting is the
// program's, mail by mail.
type Model struct {
	Mails     int64                      `json:"mails"`   // that it was to read
	Without   map[string]int64           `json:"without"` // of them read without it, by reason
	Requests  int64                      `json:"requests"`
	TokensIn  int64                      `json:"tokens_in"`
	TokensOut int64                      `json:"tokens_out"`
	Cost      map[string]decimal.Decimal `json:"cost"` // by currency, at the configured prices
}

// Fell is how many mails were read without it.
func (m Model) Fell() int64 {
	n := int64(0)
	for _, k := range m.Without {
		n += k
	}
	return n
}

// modelOf is nil where no model was to read anything.
func modelOf(counts map[string]int64) *Model {
	if counts["model.mails"] == 0 {
		return nil
	}
	m := &Model{Mails: counts["model.mails"], Requests: counts["model.requests"], TokensIn: counts["model.tokens_in"],
		TokensOut: counts["model.tokens_out"], Without: map[string]int64{}, Cost: map[string]decimal.Decimal{}}
	for name, n := range counts {
		if why, ok := strings.CutPrefix(name, "model.without."); ok {
			m.Without[why] = n
		}
		if currency, ok := strings.CutPrefix(name, "model.micros."); ok && n != 0 {
			m.Cost[currency] = decimal.New(n, -6)
		}
	}
	return m
}
