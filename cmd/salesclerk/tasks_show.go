package main

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"salesclerk/agent/kpi"
	"salesclerk/agent/task"
	"salesclerk/cards"
	"salesclerk/cards/text"
)

// terminalWidth is what a terminal is taken to be wide.
const terminalWidth = 100

// oneLine is a stranger's text for one line of a terminal: no control or
// direction characters, cut visibly.
func oneLine(s string, runes int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > runes {
		return string(r[:runes-1]) + "…"
	}
	return s
}

// showTask prints a task: its timeline, then its open card.
func showTask(std streams, d *desk, t task.Task) error {
	o := cards.Options{Lang: d.Lang, Zone: d.Zone, Now: time.Now()}
	for _, e := range cards.Timeline(&t, o) {
		line := fmt.Sprintf("%3d  %s  %s", e.Step, e.When, oneLine(e.Words.S, 200))
		if e.Who.S != "" {
			line += " – " + oneLine(e.Who.S, 60)
		}
		if e.Took != "" {
			line += " (" + e.Took + ")"
		}
		if _, err := fmt.Fprintln(std.out, line); err != nil {
			return err
		}
	}
	if s := t.Open(); s != nil {
		fmt.Fprintln(std.out)
		fmt.Fprint(std.out, text.Render(cards.New(&t, s.N, o), terminalWidth))
	}
	return nil
}

// Run prints or posts the figures.
func (c *kpiCommand) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(_ *program, d *desk) error {
		now := time.Now().In(d.Zone)
		from := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, d.Zone)
		if c.Since != "" {
			var err error
			if from, err = time.ParseInLocation(time.DateOnly, c.Since, d.Zone); err != nil || from.After(now) {
				return usageError{fmt.Errorf("--since %q is no past day; write it as in 2026-01-31", c.Since)}
			}
		}
		span := kpi.Since(from, now)
		f, before, err := d.figuresOf(ctx, span)
		if err != nil {
			return err
		}
		if c.Post {
			if err := d.post(ctx, "now", span); err != nil {
				return err
			}
		}
		if c.JSON {
			return writeJSON(std, map[string]any{"now": f, "before": before})
		}
		card := cards.NoticeCard(notices{d}.card(notice{Kind: cards.NoticeKPI, At: now, Now: &f, Before: &before}, d.Lang), cards.Options{Lang: d.Lang, Zone: d.Zone})
		_, err = fmt.Fprint(std.out, text.Render(card, terminalWidth))
		return err
	})
}
