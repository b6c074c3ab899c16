package model

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"
)

// Reason is why a mail was read without the model; "" for with it. Each is a
// reason of agent/lang.
type Reason string

const (
	Away    Reason = "model_away"    // no connection, or its own error
	Slow    Reason = "model_slow"    // not within the time for a mail
	Limited Reason = "model_limited" // it wants to be asked less
	Wrong   Reason = "model_wrong"   // twice no answer of the form asked for
	Refused Reason = "model_refused" // it would not, or a filter stopped it
	Denied  Reason = "model_denied"  // key, name or address are not taken
	Spent   Reason = "model_spent"   // the day's budget is used up
)

// forms are the ways of asking for an answer of the schema, the strictest first.
// Endpoints that refuse one get the next; not all know all parameters either.
var forms = []struct {
	format          string // json_schema, json_object or ""
	coldly, newName bool   // temperature 0; max_completion_tokens rather than max_tokens
}{
	{"json_schema", true, true},
	{"json_schema", false, true},
	{"json_schema", true, false},
	{"json_object", true, false},
	{"", true, false},
	{"", false, false},
}

// Bounds of the tries for one mail. Asking again is safe: it changes nothing there.
const (
	maxTries  = 3 // answers, good or bad, and failures
	maxWrong  = 2
	firstWait = 500 * time.Millisecond
)

// asking is the work of asking about one mail.
type asking struct {
	c        *Client
	ctx      context.Context // with the time for this mail
	p        prompt
	form     int
	requests int
	used     use
}

// ask gets an answer of the right form, or says why there is none. The error is
// ctx's alone.
func (c *Client) ask(ctx context.Context, p prompt) (answer, Reason, *asking, error) {
	k := &asking{c: c, p: p, form: int(c.form.Load())}
	if why := c.rest.now(c.o.Now()); why != "" {
		return answer{}, why, k, nil
	}
	var cancel context.CancelFunc
	k.ctx, cancel = context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	a, why, after := k.tries()
	if err := ctx.Err(); err != nil {
		return answer{}, "", k, err
	}
	switch why {
	case Away, Slow, Limited:
		c.rest.fail(why, after, c.o.Now())
	case Denied:
		c.rest.fail(why, firstRest, c.o.Now())
	case "", Wrong, Refused:
		c.rest.fine()
	}
	return a, why, k, nil
}

// tries asks until there is an answer, no use in asking, or no time. after is how
// long the endpoint wants to be left alone.
func (k *asking) tries() (a answer, why Reason, after time.Duration) {
	bad := 0
	for try := 0; try < maxTries; {
		a, why, after = k.once()
		switch {
		case why == "" || why == Refused || why == Denied || why == Spent || why == Slow:
			return a, why, after
		case why == otherForm:
			if k.form++; k.form >= len(forms) {
				return a, Denied, 0
			}
			continue
		case why == Wrong:
			if bad++; bad >= maxWrong {
				return a, why, 0
			}
		}
		try++
		if why != Wrong && try < maxTries && !k.wait(try, after) {
			return a, why, after
		}
	}
	return a, why, after
}

// otherForm asks for the next of forms; it is no failure.
const otherForm Reason = "form"

// wait pauses before a further try, at least as long as the endpoint wants; false
// where the mail's time would be over.
func (k *asking) wait(try int, after time.Duration) bool {
	pause := firstWait << (try - 1)
	pause = max(pause/2+rand.N(pause), after)
	if end, ok := k.ctx.Deadline(); ok && time.Until(end) <= pause {
		return false
	}
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-k.ctx.Done():
		return false
	}
}

// once is one request within the budget.
func (k *asking) once() (answer, Reason, time.Duration) {
	day := k.c.o.Now().UTC().Format(time.DateOnly)
	most := use{tokens(k.p.size() + overhead), k.c.o.MaxAnswer}
	may, err := k.c.reserve(k.ctx, day, most)
	if err != nil || !may {
		if err != nil {
			k.c.o.Log.Warn("the model's budget cannot be asked, so the model is not", "error", err)
		}
		return answer{}, Spent, 0
	}
	k.requests++
	var res *http.Response
	done, err := k.c.api.New(k.ctx, k.params(), option.WithResponseInto(&res))
	used := most
	if err != nil {
		why, after := k.failed(err, res)
		if res != nil && res.StatusCode != http.StatusOK || res == nil && unsent(err) {
			used = use{} // it refused to begin, or never heard of it
		}
		k.c.settle(k.ctx, day, most, used)
		k.add(used)
		return answer{}, why, after
	}
	used = usedOf(done, most.in)
	k.c.settle(k.ctx, day, most, used)
	k.add(used)
	a, why := k.read(done)
	return a, why, 0
}

// overhead is what a request holds besides the prompt: the schema, mostly.
const overhead = 1500

func (k *asking) add(u use) { k.used.in, k.used.out = k.used.in+u.in, k.used.out+u.out }

// usedOf is what the endpoint says it used, else about what went to and fro.
func usedOf(done *openai.ChatCompletion, in int64) use {
	if u := done.Usage; u.PromptTokens > 0 && u.CompletionTokens >= 0 {
		return use{u.PromptTokens, u.CompletionTokens}
	}
	n := 0
	for _, c := range done.Choices {
		n += len(c.Message.Content)
	}
	return use{in, tokens(n)}
}

func (k *asking) params() openai.ChatCompletionNewParams {
	f := forms[k.form]
	p := openai.ChatCompletionNewParams{
		Model:    k.c.o.Model,
		Messages: []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(k.p.rules), openai.UserMessage(k.p.data)},
	}
	switch f.format {
	case "json_schema":
		p.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{
			Name: "reading", Strict: openai.Bool(true), Schema: schema}}
	case "json_object":
		p.ResponseFormat.OfJSONObject = &shared.ResponseFormatJSONObjectParam{}
	}
	if f.coldly {
		p.Temperature = openai.Float(0)
	}
	if f.newName {
		p.MaxCompletionTokens = openai.Int(k.c.o.MaxAnswer)
	} else {
		p.MaxTokens = openai.Int(k.c.o.MaxAnswer)
	}
	return p
}

// read makes an answer of what came. Half an answer is none.
func (k *asking) read(done *openai.ChatCompletion) (answer, Reason) {
	if len(done.Choices) == 0 {
		return answer{}, Wrong
	}
	c := done.Choices[0]
	switch {
	case c.Message.Refusal != "" || c.FinishReason == "content_filter":
		return answer{}, Refused
	case c.FinishReason == "length" || len(c.Message.ToolCalls) > 0:
		return answer{}, Wrong
	}
	a, err := parse(c.Message.Content, forms[k.form].format == "")
	if err != nil {
		k.c.o.Log.Info("a model's answer was refused", "why", err)
		return answer{}, Wrong
	}
	k.c.form.Store(int32(k.form))
	return a, ""
}

// failed says why a request brought nothing. What the endpoint said is not logged:
// it may repeat the mail.
func (k *asking) failed(err error, res *http.Response) (Reason, time.Duration) {
	var fault *openai.Error
	switch {
	case k.ctx.Err() != nil:
		return Slow, 0
	case errors.As(err, &fault):
		why, after := byStatus(fault, res)
		k.c.o.Log.Info("the model did not answer", "status", fault.StatusCode, "why", string(why))
		return why, after
	case res == nil && isAway(err):
		k.c.o.Log.Info("the model cannot be reached", "host", k.c.Host())
		return Away, 0
	}
	return Wrong, 0
}

func byStatus(fault *openai.Error, res *http.Response) (Reason, time.Duration) {
	switch s := fault.StatusCode; {
	case fault.Code == "content_filter":
		return Refused, 0
	case s == http.StatusBadRequest || s == http.StatusUnprocessableEntity:
		return otherForm, 0
	case s == http.StatusTooManyRequests:
		return Limited, retryAfter(res)
	case s == http.StatusRequestTimeout || s == http.StatusConflict || s >= 500:
		return Away, retryAfter(res)
	}
	return Denied, 0
}

// retryAfter is how long an endpoint wants to be left alone (RFC 9110, 10.2.3), at
// most an hour.
func retryAfter(res *http.Response) time.Duration {
	if res == nil {
		return 0
	}
	v := strings.TrimSpace(res.Header.Get("Retry-After"))
	if n, err := strconv.ParseInt(v, 10, 32); err == nil && n > 0 {
		return min(time.Duration(n)*time.Second, time.Hour)
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, min(time.Until(at), time.Hour))
	}
	return 0
}
