package main

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/reader/model"
)

// modelConfig is the model that helps to read mails. Without it nothing of a mail
// leaves the house.
type modelConfig struct {
	BaseURL    string   `yaml:"base_url"`
	APIKey     string   `yaml:"api_key"`
	Model      string   `yaml:"model"`
	APIVersion string   `yaml:"api_version"` // of Azure's older addresses
	AllowPlain bool     `yaml:"allow_plain"` // http in one's own network, without a key
	Timeout    duration `yaml:"timeout"`     // for one mail, all tries together
	MaxTextKB  int      `yaml:"max_text_kb"` // of a mail and its files
	MaxAnswer  int64    `yaml:"max_answer_tokens"`

	DailyTokens int64  `yaml:"daily_tokens"` // of all copies and desks, a day in UTC; 0: no limit
	DailyMoney  string `yaml:"daily_money"`
	PriceIn     string `yaml:"price_in"` // of a million tokens
	PriceOut    string `yaml:"price_out"`
	Currency    string `yaml:"currency"`
}

// on says whether there is a model at all.
func (c *modelConfig) on() bool { return *c != (modelConfig{}) }

// options are the configuration as the reader takes it.
func (c *modelConfig) options() (model.Options, error) {
	o := model.Options{BaseURL: c.BaseURL, APIKey: c.APIKey, Model: c.Model, APIVersion: c.APIVersion, AllowPlain: c.AllowPlain,
		Timeout: time.Duration(c.Timeout), MaxText: c.MaxTextKB << 10, MaxAnswer: c.MaxAnswer, DailyTokens: c.DailyTokens}
	return o, errors.Join(amount(c.DailyMoney, &o.DailyMoney), amount(c.PriceIn, &o.PriceIn), amount(c.PriceOut, &o.PriceOut))
}

func amount(s string, to *decimal.Decimal) (err error) {
	if s == "" {
		return nil
	}
	*to, err = decimal.NewFromString(s)
	return err
}

func (c *config) checkModel(m *mistakes) {
	if !c.Model.on() {
		return
	}
	o, err := c.Model.options()
	if err != nil {
		m.add("model", "daily_money, price_in and price_out are amounts such as 2.50: %v", err)
		return
	}
	if o.Timeout > 10*time.Minute || c.Model.MaxTextKB > 1024 {
		m.add("model", "timeout is at most 10m, max_text_kb at most 1024")
	}
	if _, err := model.NewClient(o); err != nil {
		m.add("model", "%v", err)
	}
}
