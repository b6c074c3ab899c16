// Package model is the reader for those who have a model: it asks any endpoint
// that speaks OpenAI's chat completions (hosted, Azure, Ollama, vLLM), and lets it
// propose. It is no second understanding of its own: the built-in reader reads
// every mail too, and what stands in the result is either that reader's, or words
// that this package found again in the mail and had read by that reader's parsers.
//
// One mail goes through like this. The built-in reader reads it. What the mail says
// anew, and files in which no lines were found, are put together up to a bound
// (source.go) and fenced as data (prompt.go); nothing else goes out: no other mail,
// no address, no customer, no price. The most that the request may cost is taken
// off the day's budget, which all copies share (budget.go), and the endpoint is
// asked, again only where that may help (ask.go). The answer must have the form of
// the schema to the letter (answer.go). It points at words; each is looked for in
// the source and cut out of it, numbers and days are read by our own parsers, and
// what is not there is dropped and said (ground.go). Every item is looked up in our
// catalogue; the model never sees one. At last the two readings become one
// (merge.go), in which the built-in one wins where they contradict each other, and
// a person sees both.
//
// Where the model is away, slow, wrong, or over budget, the built-in reading is
// used and says why. Words of mails and the key are never logged.
package model

import (
	"context"
	"time"

	"salesclerk/agent/reader"
	"salesclerk/agent/reader/rules"
	"salesclerk/agent/task"
)

// Reader reads mails with the built-in reader and a model.
type Reader struct {
	client *Client
	rules  *rules.Rules
	items  reader.Items
	tell   func(Read)
}

var _ reader.Reader = (*Reader)(nil)

// Read is what one mail took, for figures.
type Read struct {
	Day      string // the desk's, ISO
	Why      Reason // why the model's reading was not used; "": it was
	Requests int
	In, Out  int64 // tokens
	Micros   int64 // money, in millionths of the currency of the prices
	Took     time.Duration
}

// NewReader makes a desk's reader. tell hears what each mail took; nil: nobody does.
func (c *Client) NewReader(items reader.Items, tell func(Read)) *Reader {
	if tell == nil {
		tell = func(Read) {}
	}
	return &Reader{client: c, rules: rules.New(items), items: items, tell: tell}
}

// Read understands the last mail of in. The error is the catalogue's or ctx's,
// never the model's. A colleague's instruction stays in the house.
func (x *Reader) Read(ctx context.Context, in reader.Input) (task.Reading, error) {
	r, err := x.rules.Read(ctx, in)
	if err != nil || in.Instruction || len(in.Mails) == 0 {
		return r, err
	}
	today := dayOf(in)
	src := sourceOf(in, r, today, x.client.o.MaxText, x.items.Knows)
	if src.empty() {
		return r, nil
	}
	a, why, err := x.asked(ctx, in, src)
	if err != nil {
		return r, err
	}
	if why != "" {
		r.Notes = append(r.Notes, task.Note{Code: "model_unused", Args: map[string]string{"Reason": string(why)}})
		return r, nil
	}
	g := &grounder{in: in, items: x.items, src: src, today: today, lang: r.Language, header: headerSpans(r, src, x.items.Knows)}
	return x.merge(ctx, in, r, g, g.ground(a))
}

// asked asks the model and tells what it took.
func (x *Reader) asked(ctx context.Context, in reader.Input, src *source) (answer, Reason, error) {
	p, err := promptOf(src, in.Offered)
	if err != nil {
		return answer{}, Wrong, nil // a mail that holds every mark was made to
	}
	began := x.client.o.Now()
	a, why, k, err := x.client.ask(ctx, p)
	x.tell(Read{Day: in.Today.Format(time.DateOnly), Why: why, Requests: k.requests, In: k.used.in, Out: k.used.out,
		Micros: x.client.o.micros(k.used), Took: x.client.o.Now().Sub(began)})
	return a, why, err
}

// dayOf is the day that days are relative to, as the built-in reader takes it.
func dayOf(in reader.Input) time.Time {
	t := in.Mails[len(in.Mails)-1].Date
	switch {
	case t.IsZero():
		t = in.Today
	case !in.Today.IsZero():
		t = t.In(in.Today.Location())
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// headerSpans are the words of the built-in reader's header values.
func headerSpans(r task.Reading, src *source, knows func(string) bool) []span {
	var out []span
	for _, e := range r.Evidence {
		out = append(out, src.find(e.Words, knows)...)
	}
	return out
}
