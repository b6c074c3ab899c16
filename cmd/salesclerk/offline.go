package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"salesclerk/agent/erp/data"
	"salesclerk/store"
)

// sample is the demo's company: its data folder and its first mails.
//
//go:embed sample
var sample embed.FS

// sampleData loads the demo's company, or a data folder if one is named.
func sampleData(ctx context.Context, dir string) (*data.Dataset, error) {
	if dir != "" {
		return data.Load(ctx, dir, nil)
	}
	sub, err := fs.Sub(sample, "sample/data")
	if err != nil {
		return nil, err
	}
	return data.LoadFS(ctx, sub, nil)
}

// offline is a program over a Redis inside the process, with a data folder loaded
// and no mailbox: for reading, searching and trying out.
func offline(ctx context.Context, dir string, c *config, log *slog.Logger) (*program, func(), error) {
	set, err := sampleData(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	client, stop, err := store.Embedded()
	if err != nil {
		return nil, nil, err
	}
	for i := range c.Desks {
		if c.Desks[i].Address == "" {
			c.Desks[i].Address = deskAddress(set)
		}
	}
	p, err := buildOn(client, c, log)
	if err != nil {
		stop()
		return nil, nil, err
	}
	end := func() {
		p.close()
		stop()
	}
	if err := p.local.Import(ctx, set, nil); err != nil {
		end()
		return nil, nil, fmt.Errorf("loading the data: %w", err)
	}
	if err := p.loadIndex(ctx); err != nil {
		end()
		return nil, nil, err
	}
	return p, end, nil
}

func deskAddress(set *data.Dataset) string {
	if set.Company.Email != "" {
		return set.Company.Email
	}
	return "sales@company.example"
}

// offlineConfig is a desk with the default policies and no mailbox.
func offlineConfig(lang string) *config {
	c := &config{Desks: []deskConfig{{Name: "sales", Lang: lang}}}
	c.defaults()
	unlimited := 0
	c.Desks[0].DailyLimit = &unlimited
	return c
}
