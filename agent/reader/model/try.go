package model

import (
	"context"
	"fmt"
	"strings"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// tried is a mail of nobody's, to see whether an endpoint is of use.
const tried = "Please send us a quote for 3 wooden chairs and two tables."

// words are what is wrong, for whoever set the endpoint up.
var words = map[Reason]string{
	Away:    "does not answer, or only with errors of its own",
	Slow:    "does not answer within model.timeout",
	Limited: "wants to be asked less: its limits are reached",
	Wrong:   "answers, but not in the form asked for: the model may be too small, or max_answer_tokens too few",
	Refused: "refuses to read a harmless mail",
	Denied:  "does not take the request: see model.base_url, api_key and model",
	Spent:   "is not asked: today's budget is used up, or cannot be counted",
}

// Try lets the model read a mail of nobody's and says how that went, in a sentence.
func (c *Client) Try(ctx context.Context) (found string, err error) {
	in := reader.Input{Mails: []mail.Message{{Text: tried}}}
	src := sourceOf(in, task.Reading{Language: "en"}, time.Time{}, c.o.MaxText, func(string) bool { return false })
	p, err := promptOf(src, nil)
	if err != nil {
		return "", err
	}
	began := c.o.Now()
	a, why, k, err := c.ask(ctx, p)
	if err != nil {
		return "", fmt.Errorf("%s did not answer in time: %w", c, err)
	}
	if why != "" {
		return "", fmt.Errorf("%s %s", c, words[why])
	}
	found = fmt.Sprintf("%s answers in %s for %d tokens", c, c.o.Now().Sub(began).Round(10*time.Millisecond), k.used.in+k.used.out)
	if f := forms[c.form.Load()].format; f != "json_schema" {
		found += ", without structured output"
	}
	if !understood(a) {
		found += "; it did not find both items of a simple mail: it is of little use"
	}
	return found, nil
}

func understood(a answer) bool {
	return len(a.Lines) == 2 && strings.Contains(a.Lines[0].Item, "chair") && a.Lines[0].Quantity == "3" && strings.Contains(a.Lines[1].Item, "table")
}
