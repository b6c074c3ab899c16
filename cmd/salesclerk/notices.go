package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"salesclerk/agent/kpi"
	"salesclerk/bot"
	chat "salesclerk/bot/room"
	"salesclerk/cards"
)

// notice is what a room is told of no task, as it is stored: facts, no words, so
// that everybody reads it in their own language.
type notice struct {
	ID     string       `json:"id"`
	Kind   string       `json:"kind"`
	At     time.Time    `json:"at"`
	Limit  int          `json:"limit,omitempty"`
	Now    *kpi.Figures `json:"now,omitempty"`
	Before *kpi.Figures `json:"before,omitempty"`
}

// notices keeps a desk's notices.
type notices struct{ d *desk }

// DailyLimit tells the room that further mails wait for tomorrow.
func (n notices) DailyLimit(ctx context.Context, day string, limit int) error {
	return n.add(ctx, notice{ID: "limit-" + day, Kind: cards.NoticeLimit, At: time.Now(), Limit: limit})
}

func (n notices) add(ctx context.Context, x notice) error {
	data, err := json.Marshal(x)
	if err != nil {
		return err
	}
	if err := n.d.store.AddNotice(ctx, x.ID, data); err != nil {
		return err
	}
	for _, room := range n.d.noticeRooms {
		if err := n.d.store.MakeDue(ctx, room, chat.NoticePrefix+x.ID); err != nil {
			return err
		}
	}
	return nil
}

// one is a notice in a language; bot.ErrNotFound if there is none.
func (n notices) one(ctx context.Context, id, lang string) (cards.Notice, error) {
	raw, err := n.d.store.Notice(ctx, id)
	if err != nil || raw == nil {
		return cards.Notice{}, cmp.Or(err, bot.ErrNotFound)
	}
	var x notice
	if err := json.Unmarshal(raw, &x); err != nil {
		return cards.Notice{}, fmt.Errorf("a stored notice: %w", err)
	}
	return n.card(x, lang), nil
}

// maxNotices is how many the room shows.
const maxNotices = 20

// list is the newest notices in a language.
func (n notices) list(ctx context.Context, lang string) ([]cards.Notice, error) {
	raw, err := n.d.store.Notices(ctx, maxNotices)
	if err != nil {
		return nil, err
	}
	var out []cards.Notice
	for _, r := range raw {
		var x notice
		if err := json.Unmarshal(r, &x); err != nil {
			return nil, fmt.Errorf("a stored notice: %w", err)
		}
		out = append(out, n.card(x, lang))
	}
	return out, nil
}

func (n notices) card(x notice, lang string) cards.Notice {
	o := cards.Options{Lang: lang, Zone: n.d.Zone}
	if x.Kind == cards.NoticeLimit || x.Now == nil {
		return cards.LimitReached(x.ID, x.At, n.d.Name, strconv.Itoa(x.Limit), o)
	}
	return cards.Summary(x.ID, x.At, x.Now.From, x.Now.To, figures(*x.Now, x.Before), o)
}

// figures are a period's as a card has them, beside those of the period before.
func figures(f kpi.Figures, before *kpi.Figures) []cards.Figure {
	was := func(get func(kpi.Figures) string) string {
		if before == nil {
			return ""
		}
		return get(*before)
	}
	count := func(name string, get func(kpi.Figures) int64) cards.Figure {
		s := func(f kpi.Figures) string { return strconv.FormatInt(get(f), 10) }
		return cards.Figure{Name: name, Unit: cards.UnitCount, Value: s(f), Before: was(s)}
	}
	out := []cards.Figure{
		count("mails", func(f kpi.Figures) int64 { return f.Mails }),
		count("quotes", func(f kpi.Figures) int64 { return f.Quotes }),
		count("orders", func(f kpi.Figures) int64 { return f.Orders }),
	}
	out = append(out, amounts(f, before)...)
	saved := func(f kpi.Figures) string { return strconv.FormatInt(f.SavedMinutes*60, 10) }
	out = append(out, cards.Figure{Name: "saved", Unit: cards.UnitSeconds, Value: saved(f), Before: was(saved), Estimate: true})
	return append(out, slices.Concat(modelFigures(f, before), measured(f))...)
}

// amounts are one figure for each currency; they are never added up.
func amounts(f kpi.Figures, before *kpi.Figures) []cards.Figure {
	var out []cards.Figure
	for currency, a := range f.Amounts {
		x := cards.Figure{Name: "amount", Unit: cards.UnitMoney, Value: a.String(), Currency: currency}
		if before != nil {
			x.Before = before.Amounts[currency].String()
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b cards.Figure) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}

func measured(f kpi.Figures) []cards.Figure {
	var out []cards.Figure
	if f.FirstReply >= 0 {
		out = append(out, cards.Figure{Name: "first_reply", Unit: cards.UnitSeconds, Value: strconv.FormatInt(f.FirstReply*60, 10)})
	}
	if s, ok := f.Waited["outgoing"]; ok {
		out = append(out, cards.Figure{Name: "waited", Unit: cards.UnitSeconds, Value: strconv.FormatInt(s, 10)})
	}
	if u, ok := f.UnchangedShare(); ok {
		out = append(out, cards.Figure{Name: "unchanged", Unit: cards.UnitFraction, Value: u.String()})
	}
	if c, ok := f.Conversion(); ok {
		out = append(out, cards.Figure{Name: "conversion", Unit: cards.UnitFraction, Value: c.String()})
	}
	return append(out, cards.Figure{Name: "attention", Unit: cards.UnitCount, Value: strconv.FormatInt(f.Attention, 10)})
}

// figuresOf counts a period and the one before it.
func (d *desk) figuresOf(ctx context.Context, p kpi.Period) (now, before kpi.Figures, err error) {
	counts, err := d.store.Counts(ctx, p.From, p.To)
	if err != nil {
		return now, before, err
	}
	earlier, err := d.store.Counts(ctx, p.BeforeFrom, p.BeforeTo)
	if err != nil {
		return now, before, err
	}
	now, before = kpi.Of(p.From, p.To, counts), kpi.Of(p.BeforeFrom, p.BeforeTo, earlier)
	now.Attention, err = d.store.AttentionCount(ctx)
	return now, before, err
}

// post puts a period's summary into the room; the same period again replaces it.
func (d *desk) post(ctx context.Context, name string, p kpi.Period) error {
	now, before, err := d.figuresOf(ctx, p)
	if err != nil {
		return err
	}
	return notices{d}.add(ctx, notice{ID: "kpi-" + name + "-" + p.From + "-" + p.To, Kind: cards.NoticeKPI, At: time.Now(), Now: &now, Before: &before})
}

// postFigures posts the summary whenever it is due. It runs on one copy at a
// time; a mark sees to it that a period is posted once.
func (d *desk) postFigures(ctx context.Context) error {
	name := map[string]string{"daily": "day", "weekly": "week", "monthly": "month"}[d.config.KPI.Schedule]
	for {
		now := time.Now().In(d.Zone)
		if p := kpi.PeriodOf(name, now); now.Format("15:04") >= d.config.KPI.At {
			if err := d.postOnce(ctx, name, p); err != nil {
				d.Log.Error("posting the figures", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(30 * time.Second):
		}
	}
}

func (d *desk) postOnce(ctx context.Context, name string, p kpi.Period) error {
	mark := "kpi:" + name + ":" + p.From
	if done, err := d.store.Value(ctx, mark); err != nil || done != "" {
		return err
	}
	if err := d.post(ctx, name, p); err != nil { // the same again replaces it
		return err
	}
	return d.store.SetValue(ctx, mark, time.Now().Format(time.RFC3339))
}
