package cards

import (
	"cmp"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/lang"
)

// The kinds of a Notice.
const (
	NoticeKPI   = "kpi"
	NoticeLimit = "limit"
)

// The units of a Figure.
const (
	UnitCount    = "count"
	UnitMoney    = "money"    // Value in Currency
	UnitSeconds  = "seconds"  // shown as a duration
	UnitFraction = "fraction" // 0.5 is 50%
)

// Figure is one number of a summary. Values are plain decimals in text.
type Figure struct {
	Name     string // "mails", "quotes", "orders", "amount", "saved", ...: words "cards.kpi."+Name
	Unit     string // the Unit constants
	Value    string
	Before   string // in the period before; empty: not known
	Currency string // UnitMoney; amounts of several currencies are several figures
	Estimate bool   // not measured
}

// Summary is the figures of a period, from and to both ISO dates and both within it.
func Summary(id string, at time.Time, from, to string, figures []Figure, o Options) Notice {
	w := lang.For(o.Lang)
	period := w.Date(from)
	if to != from {
		period = w.T("cards.kpi.period", lang.Args{"From": period, "To": w.Date(to)})
	}
	n := Notice{ID: id, Kind: NoticeKPI, At: at, Title: w.T("cards.kpi.title"), Lead: Text{S: period}}
	b := Block{Kind: BlockFields}
	for _, f := range figures {
		b.Fields = append(b.Fields, f.field(w))
	}
	n.Blocks = append(n.Blocks, b)
	return n
}

// field is the figure short, with the whole amount, the period before and that
// it is an estimate beside it.
func (f Figure) field(w *lang.Words) Field {
	out := Field{Label: cmp.Or(f.Name, "?")}
	if key := "cards.kpi." + f.Name; w.Has(key) {
		out.Label = w.T(key)
	}
	out.Value = Text{S: f.short(w, f.Value)}
	var note string
	if full := f.full(w, f.Value); full != out.Value.S {
		note = full
	}
	if f.Before != "" {
		note = join(note, w.T("cards.kpi.before", lang.Args{"Value": f.full(w, f.Before)}))
	}
	if f.Estimate {
		note = join(note, w.T("cards.kpi.estimate"))
	}
	if note != "" {
		out.Note = &Text{S: note}
	}
	return out
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func (f Figure) short(w *lang.Words, v string) string {
	if f.Unit == UnitMoney {
		return w.MoneyShort(v, f.Currency)
	}
	return f.full(w, v)
}

func (f Figure) full(w *lang.Words, v string) string {
	switch f.Unit {
	case UnitMoney:
		return w.Money(v, f.Currency)
	case UnitSeconds:
		if d, err := time.ParseDuration(v + "s"); err == nil {
			return w.Duration(d)
		}
		return v
	case UnitFraction:
		if d, err := decimal.NewFromString(v); err == nil {
			return w.Percent(d.Shift(2).String())
		}
		return v
	}
	return w.Decimal(v)
}

// LimitReached tells a room once a day that further mails wait for tomorrow.
func LimitReached(id string, at time.Time, desk, limit string, o Options) Notice {
	w := lang.For(o.Lang)
	return Notice{ID: id, Kind: NoticeLimit, At: at, Title: w.T("cards.limit.title"),
		Lead: sentence(w.T("cards.limit.lead", lang.Args{"Desk": line(desk), "Limit": w.Decimal(limit)}))}
}

// NoticeCard is a notice as a card: it has no task and no buttons.
func NoticeCard(n Notice, o Options) Card {
	return Card{ID: n.ID, Kind: KindNotice, Variant: n.Kind, State: Settled, Title: n.Title,
		Lead: n.Lead, Blocks: n.Blocks, At: n.At, Lang: lang.For(o.Lang).Tag()}
}
