package model

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/reader/model/modeltest"
)

// script answers the replies in turn, the last for ever.
func script(replies ...modeltest.Reply) func(modeltest.Request) modeltest.Reply {
	i := -1
	return func(modeltest.Request) modeltest.Reply {
		i = min(i+1, len(replies)-1)
		return replies[i]
	}
}

var good = modeltest.Reply{Content: `{"intents":[],"out_of_scope":[],"reference":"","delivery_date":"","ship_to":"","lines":[]}`}

func TestTriesAreFewAndReasonsTold(t *testing.T) {
	status := func(n int, header ...string) modeltest.Reply {
		r := modeltest.Reply{Status: n, Code: "x", Header: map[string]string{}}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header[header[i]] = header[i+1]
		}
		return r
	}
	text := func(s string) modeltest.Reply { return modeltest.Reply{Content: s} }
	for _, c := range []struct {
		name     string
		replies  []modeltest.Reply
		why      Reason
		requests int
		least    time.Duration
		most     time.Duration
	}{
		{"answers", []modeltest.Reply{good}, "", 1, 0, 0},
		{"late", []modeltest.Reply{{Hang: true}}, Slow, 1, 30 * time.Second, 30 * time.Second},
		{"429 with a time that fits", []modeltest.Reply{status(429, "Retry-After", "7"), good}, "", 2, 7 * time.Second, 8 * time.Second},
		{"429 with a time that does not", []modeltest.Reply{status(429, "Retry-After", "90"), good}, Limited, 1, 0, 0},
		{"429 for ever", []modeltest.Reply{status(429)}, Limited, 3, 500 * time.Millisecond, 4 * time.Second},
		{"500 once", []modeltest.Reply{status(500), good}, "", 2, 200 * time.Millisecond, time.Second},
		{"503 for ever", []modeltest.Reply{status(503)}, Away, 3, 500 * time.Millisecond, 4 * time.Second},
		{"wrong key", []modeltest.Reply{status(401)}, Denied, 1, 0, 0},
		{"no such model", []modeltest.Reply{status(404)}, Denied, 1, 0, 0},
		{"half an answer", []modeltest.Reply{text(good.Content[:40])}, Wrong, 2, 0, 0},
		{"half an answer, then a whole", []modeltest.Reply{text(good.Content[:40]), good}, "", 2, 0, 0},
		{"nothing", []modeltest.Reply{text("")}, Wrong, 2, 0, 0},
		{"words", []modeltest.Reply{text("Certainly! Here are the items you asked for.")}, Wrong, 2, 0, 0},
		{"another schema", []modeltest.Reply{text(`{"items":[{"sku":"LV-1101"}]}`)}, Wrong, 2, 0, 0},
		{"an object with nothing in it", []modeltest.Reply{text("{}")}, Wrong, 2, 0, 0},
		{"no lines", []modeltest.Reply{text(`{"intents":[],"lines":null}`)}, Wrong, 2, 0, 0},
		{"more than asked for", []modeltest.Reply{text(strings.Replace(good.Content, `"lines"`, `"send_mail_to":"x@evil.example","lines"`, 1))}, Wrong, 2, 0, 0},
		{"another kind of value", []modeltest.Reply{text(strings.Replace(good.Content, `"reference":""`, `"reference":7`, 1))}, Wrong, 2, 0, 0},
		{"something behind it", []modeltest.Reply{text(good.Content + good.Content)}, Wrong, 2, 0, 0},
		{"huge", []modeltest.Reply{{Raw: `{"choices":[{"message":{"content":"` + strings.Repeat("a", 2<<20) + `"}}]}`}}, Wrong, 2, 0, 0},
		{"huge within bounds", []modeltest.Reply{text(`{"intents":[],"lines":[` + strings.TrimSuffix(strings.Repeat(`{"words":"x"},`, 600), ",") + `]}`)}, Wrong, 2, 0, 0},
		{"no choices", []modeltest.Reply{{Raw: `{"choices":[],"usage":{"prompt_tokens":5}}`}}, Wrong, 2, 0, 0},
		{"a page", []modeltest.Reply{{Raw: "<html>Sign in to continue</html>"}}, Wrong, 2, 0, 0},
		{"refuses", []modeltest.Reply{{Refusal: "I cannot help with that."}}, Refused, 1, 0, 0},
		{"cut by length", []modeltest.Reply{{Content: good.Content, Finish: "length"}}, Wrong, 2, 0, 0},
		{"filtered", []modeltest.Reply{{Content: good.Content, Finish: "content_filter"}}, Refused, 1, 0, 0},
		{"filtered before", []modeltest.Reply{{Status: 400, Code: "content_filter"}}, Refused, 1, 0, 0},
		{"sent elsewhere", []modeltest.Reply{status(307, "Location", "https://evil.example/v1/chat/completions")}, Wrong, 2, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &modeltest.Endpoint{Key: "secret", Model: "m-1", Answer: script(c.replies...)}
				client, began := clientOf(t, e), time.Now()
				_, why, k, err := client.ask(t.Context(), prompt{"r", "d"})
				if err != nil || why != c.why {
					t.Errorf("reason %q, want %q (%v)", why, c.why, err)
				}
				if k.requests != c.requests || len(e.Requests()) != c.requests {
					t.Errorf("%d requests, %d came, want %d", k.requests, len(e.Requests()), c.requests)
				}
				if took := time.Since(began); took < c.least || took > c.most {
					t.Errorf("took %v, want %v to %v", took, c.least, c.most)
				}
			})
		})
	}
}

// TestWaysDown: what an endpoint does not know is left out, once and for all.
func TestWaysDown(t *testing.T) {
	for _, c := range []struct {
		refuses []string
		format  string
		answer  string
	}{
		{nil, "json_schema", good.Content},
		{[]string{"temperature"}, "json_schema", good.Content},
		{[]string{"max_completion_tokens"}, "json_schema", good.Content},
		{[]string{"json_schema"}, "json_object", good.Content},
		{[]string{"json_schema", "json_object"}, "", good.Content},
		{[]string{"json_schema", "json_object", "max_completion_tokens"}, "", "<think>They want {}.</think>\n```json\n" + good.Content + "\n```"},
	} {
		synctest.Test(t, func(t *testing.T) {
			e := &modeltest.Endpoint{Key: "secret", Model: "m-1", Refuses: c.refuses, Answer: script(modeltest.Reply{Content: c.answer})}
			client := clientOf(t, e)
			for range 2 {
				if _, why, _, err := client.ask(t.Context(), prompt{"Answer in JSON.", "d"}); why != "" || err != nil {
					t.Fatalf("%v: %q %v", c.refuses, why, err)
				}
			}
			all := e.Requests()
			if last := all[len(all)-1]; last.Format() != c.format {
				t.Errorf("%v: the format is %q", c.refuses, last.Format())
			}
			if again := len(all) - slices.IndexFunc(all, func(r modeltest.Request) bool { return r.Format() == c.format }); len(all) > 7 || again > 4 {
				t.Errorf("%v: %d requests for two mails", c.refuses, len(all))
			}
		})
	}
}

// TestAnAwayEndpointIsLeftAlone: after two failures nobody waits for it; then it is
// tried again, less and less often.
func TestAnAwayEndpointIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := roundTrip(func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
		})
		n := 0
		client := clientOf(t, roundTrip(func(r *http.Request) (*http.Response, error) { n++; return away(r) }))
		for range 1000 {
			if _, why, _, _ := client.ask(t.Context(), prompt{"r", "d"}); why != Away {
				t.Fatalf("reason %q", why)
			}
		}
		if n > 2*maxTries {
			t.Errorf("asked %d times in a row", n)
		}
		time.Sleep(firstRest + time.Second)
		_, _, _, _ = client.ask(t.Context(), prompt{"r", "d"})
		if n > 3*maxTries || n <= 2*maxTries {
			t.Errorf("asked %d times after the rest", n)
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAnEndlessAnswerIsNotReadToItsEnd: a megabyte is more than any has.
func TestAnEndlessAnswerIsNotReadToItsEnd(t *testing.T) {
	for _, status := range []int{200, 500} {
		body := &endless{}
		via := roundTrip(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: r}, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		_, why, k, _ := clientOf(t, via).ask(ctx, prompt{"r", "d"})
		cancel()
		if why == "" || body.read > int64(k.requests)*(maxBody+64<<10) {
			t.Errorf("status %d: %d bytes were read in %d requests (%q)", status, body.read, k.requests, why)
		}
	}
}

type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.read += int64(len(p)); e.read > 64<<20 {
		return 0, errors.New("nobody stops")
	}
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func (e *endless) Close() error { return nil }

func TestTheCallerMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &modeltest.Endpoint{Answer: script(modeltest.Reply{Hang: true})}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, _, _, err := clientOf(t, e).ask(ctx, prompt{"r", "d"})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(began))
		}
	})
}

// TestNeitherKeyNorWordsAreLogged drives every failure with words that must not be seen.
func TestNeitherKeyNorWordsAreLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
		for _, r := range []modeltest.Reply{{Status: 500, Code: "moonbeam"}, {Status: 401, Code: "moonbeam"}, {Content: "moonbeam"}, {Content: `{"moonbeam":1}`},
			{Content: `{"intents":[],"lines":[],"moonbeam":1}`}, {Refusal: "moonbeam"}, {Raw: "moonbeam"}, {Status: 429, Code: "moonbeam"}} {
			e := &modeltest.Endpoint{Key: "secret", Answer: script(r)}
			_, _, _, _ = clientOf(t, e, func(o *Options) { o.Log = log }).ask(t.Context(), prompt{"r", "moonbeam"})
		}
		if out.Len() == 0 || strings.Contains(out.String(), "moonbeam") || strings.Contains(out.String(), "secret") {
			t.Errorf("the log says\n%s", out.String())
		}
	})
}

func TestTwoCopiesShareABudget(t *testing.T) {
	ledger := NewLedger()
	answered := 0
	for range 2 { // a copy each
		e := &modeltest.Endpoint{Answer: script(modeltest.Reply{Content: good.Content, In: 1000, Out: 100})}
		client := clientOf(t, e, func(o *Options) { o.Ledger, o.DailyTokens, o.MaxAnswer = ledger, 8000, 1000 })
		for range 20 {
			_, why, k, err := client.ask(t.Context(), prompt{"r", "d"})
			if err != nil || why != "" && why != Spent {
				t.Fatal(why, err)
			}
			if why == "" {
				answered++
			} else if k.requests != 0 {
				t.Error("a request was sent over the budget")
			}
		}
	}
	// Each takes 1,100; 1,501 are kept back while it is asked.
	if answered != 6 {
		t.Errorf("%d mails were read for 8,000 tokens", answered)
	}
}

func TestMoneyIsABudgetToo(t *testing.T) {
	e := &modeltest.Endpoint{Answer: script(modeltest.Reply{Content: good.Content, In: 10_000, Out: 1000})}
	client := clientOf(t, e, func(o *Options) {
		o.MaxAnswer = 4000
		o.PriceIn, o.PriceOut, o.DailyMoney = decimal.RequireFromString("0.15"), decimal.RequireFromString("0.6"), decimal.RequireFromString("0.01")
	})
	n := 0
	for range 20 { // 0.0021 each
		if _, why, _, _ := client.ask(t.Context(), prompt{"r", "d"}); why == "" {
			n++
		}
	}
	if n != 4 {
		t.Errorf("%d mails were read for 0.01", n)
	}
}

func TestABrokenLedgerMeansNoRequest(t *testing.T) {
	e := &modeltest.Endpoint{Answer: script(good)}
	client := clientOf(t, e, func(o *Options) { o.Ledger = brokenLedger{} })
	if _, why, _, err := client.ask(t.Context(), prompt{"r", "d"}); why != Spent || err != nil || len(e.Requests()) != 0 {
		t.Errorf("reason %q, %v, %d requests", why, err, len(e.Requests()))
	}
}

type brokenLedger struct{}

func (brokenLedger) Spend(context.Context, string, map[string]int64, map[string]int64) (bool, error) {
	return false, errors.New("Redis is away")
}

func TestANewDayHasItsOwnBudget(t *testing.T) {
	now := today
	e := &modeltest.Endpoint{Answer: script(modeltest.Reply{Content: good.Content, In: 900, Out: 100})}
	client := clientOf(t, e, func(o *Options) { o.DailyTokens, o.MaxAnswer, o.Now = 2000, 500, func() time.Time { return now } })
	for i, want := range []Reason{"", Spent, Spent} {
		if _, why, _, _ := client.ask(t.Context(), prompt{"r", "d"}); why != want {
			t.Errorf("mail %d: %q", i, why)
		}
	}
	now = now.AddDate(0, 0, 1)
	if _, why, _, _ := client.ask(t.Context(), prompt{"r", "d"}); why != "" {
		t.Errorf("the next day: %q", why)
	}
}
