package connector

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"salesclerk/bot"
)

// blocked answers nothing before the channel is closed.
func blocked(until chan struct{}) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-until:
		case <-r.Context().Done():
		}
	}
}

// failing is a token endpoint's refusal.
func failing(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); io.WriteString(w, body) }
}

func TestTokenIsRenewedBeforeItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`200 {"id":"1"}`)
		used := map[string]bool{}
		for range 100 { // 200 minutes
			if err := c.Update(t.Context(), channel, "1", hello); err != nil {
				t.Fatal(err)
			}
			used[m.last().token] = true
			pass(2 * time.Minute)
			synctest.Wait()
		}
		if _, grants, _ := m.counts(); grants != 4 || len(used) != 4 {
			t.Errorf("%d tokens fetched, %d used", grants, len(used))
		}
	})
}

// Nobody waits for the renewal.
func TestTokenIsRenewedBehindACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`200 {"id":"1"}`)
		use := func() string {
			if err := c.Update(t.Context(), channel, "1", hello); err != nil {
				t.Fatal(err)
			}
			return m.last().token
		}
		use()
		m.set(func() { m.slow = 3 * time.Second })
		pass(56 * time.Minute)
		began := time.Now()
		if got := use(); got != "token-1" || time.Since(began) != 0 {
			t.Error(got, time.Since(began))
		}
		pass(4 * time.Second)
		if got := use(); got != "token-2" {
			t.Error(got)
		}
	})
}

// A token is used to its end while no other can be had, and not beyond.
func TestTokenEndpointDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`200 {"id":"1"}`)
		if err := c.Update(t.Context(), channel, "1", hello); err != nil {
			t.Fatal(err)
		}
		m.set(func() { m.grant = failing(500, "oops") })
		for range 58 {
			pass(time.Minute)
			if err := c.Update(t.Context(), channel, "1", hello); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		pass(90 * time.Second)
		_, before, calls := m.counts()
		for range 100 {
			_, err := c.Send(t.Context(), channel, "", hello)
			if err == nil || errors.Is(err, ErrUncertain) || text(err) == "" {
				_, limited := errors.AsType[*RateError](err)
				if !limited {
					t.Fatal(err)
				}
			}
		}
		if _, after, now := m.counts(); after > before+1 || now != calls {
			t.Errorf("%d fetches, %d calls without a token", after-before, now-calls)
		}
		m.set(func() { m.grant = nil })
		pass(tokenAgainMax)
		if _, err := c.Send(t.Context(), channel, "", hello); err != nil {
			t.Error("it does not heal:", err)
		}
	})
}

// A token that Teams refuses is replaced once; who refuses all gets no flood.
func TestRefusedToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says("401 ", `201 {"id":"1"}`)
		if _, err := c.Send(t.Context(), channel, "", hello); err != nil || m.last().token != "token-2" {
			t.Fatal(err, m.last().token)
		}
		m.says("401 ")
		for range 30 {
			pass(2 * time.Second)
			if _, err := c.Send(t.Context(), channel, "", hello); err == nil {
				t.Error("sent")
			}
		}
		if _, grants, _ := m.counts(); grants > 9 {
			t.Errorf("%d tokens in a minute", grants)
		}
	})
}

// Refused, and then without a token: nothing was posted, and there is no doubt.
func TestRefusedAndNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`201 {"id":"1"}`, "401 ")
		if _, err := c.Send(t.Context(), channel, "", hello); err != nil {
			t.Fatal(err)
		}
		m.set(func() { m.grant = failing(500, "") })
		_, err := c.Send(t.Context(), channel, "", hello)
		if _, ok := errors.AsType[*TokenError](err); !ok || errors.Is(err, ErrUncertain) {
			t.Error(err)
		}
	})
}

func TestTokenErrorIsShort(t *testing.T) {
	const long = `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1\r\nTimestamp: 2"}`
	for status, want := range map[int]string{
		400: "update: getting a token: 400 invalid_client AADSTS7000215: Invalid client secret provided.",
		401: "update: getting a token: 401 invalid_client AADSTS7000215: Invalid client secret provided.",
	} {
		synctest.Test(t, func(t *testing.T) {
			m, c := newTestClient(t)
			m.grant = failing(status, long)
			if err := c.Update(t.Context(), channel, "1", hello); text(err) != want {
				t.Errorf("%q", text(err))
			}
		})
	}
}

func TestCheck(t *testing.T) {
	entra := func(code string) http.HandlerFunc {
		return failing(400, fmt.Sprintf(`{"error":"invalid_client","error_description":"%s: words"}`, code))
	}
	all := func(f []bot.Finding) string {
		var b strings.Builder
		for _, x := range f {
			fmt.Fprintf(&b, "%s wrong=%v: %s\n", x.What, x.Wrong, x.Words)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		change func(*microsoft, *Options)
		want   string // begins a line
	}{
		"good secret":     {func(*microsoft, *Options) {}, "secret wrong=false: is good"},
		"good metadata":   {func(*microsoft, *Options) {}, "metadata address wrong=false: is good: it names 1 keys"},
		"wrong secret":    {func(m *microsoft, _ *Options) { m.grant = entra("AADSTS7000215") }, "secret wrong=true: is not one of this app's"},
		"expired secret":  {func(m *microsoft, _ *Options) { m.grant = entra("AADSTS7000222") }, "secret wrong=true: has expired"},
		"wrong app":       {func(m *microsoft, _ *Options) { m.grant = entra("AADSTS700016") }, "app id wrong=true: is not known in this tenant"},
		"wrong tenant":    {func(m *microsoft, _ *Options) { m.grant = entra("AADSTS90002") }, "tenant wrong=true: does not exist"},
		"no words":        {func(m *microsoft, _ *Options) { m.grant = entra("x") }, "secret wrong=true: is refused: 400 invalid_client"},
		"no OAuth":        {func(m *microsoft, _ *Options) { m.grant = failing(404, "<html>") }, "token address wrong=true: does not answer as it should: 404"},
		"token address":   {func(_ *microsoft, o *Options) { o.TokenURL = "https://127.0.0.1:1/none"; o.HTTP = &http.Client{} }, "token address wrong=true: does not answer as it should"},
		"metadata down":   {func(m *microsoft, _ *Options) { m.down = true }, "metadata address wrong=true: the keys of Microsoft's tokens cannot be had"},
		"not for Teams":   {func(m *microsoft, _ *Options) { m.keys[0].channels = []string{"skype"} }, "metadata address wrong=true: none of its keys is endorsed for Teams"},
		"tenant's domain": {func(_ *microsoft, o *Options) { o.Tenants = []string{"contoso.onmicrosoft.com"} }, `tenant wrong=true: "contoso.onmicrosoft.com" is not a GUID`},
		"another's token": {func(m *microsoft, _ *Options) {
			m.grant = func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprintf(w, `{"access_token":"%s","expires_in":3599}`, mint(m.t, "RS256", rsaKeys()[2], "e", object{"tid": alice}))
			}
		}, "token address wrong=true: it gives tokens of the tenant " + alice},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMicrosoft(t)
			o := m.options()
			c.change(m, &o)
			cl, err := NewClient(o)
			if err != nil {
				t.Fatal(err)
			}
			got := all(cl.Check(t.Context()))
			if !strings.Contains("\n"+got, "\n"+c.want) {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			if strings.Contains(got, "s3cret") {
				t.Error("it tells the secret")
			}
		})
	}
}

func TestCheckAppID(t *testing.T) {
	m := newMicrosoft(t)
	o := m.options()
	o.AppID, o.HTTP = "salesclerk", &http.Client{Transport: refusing{}}
	c, _ := NewClient(o)
	if f := c.Check(t.Context()); f[0].What != "app id" || !f[0].Wrong {
		t.Errorf("%+v", f)
	}
	loose, _ := NewClient(Options{Insecure: true})
	if f := loose.Check(t.Context()); len(f) != 1 || !f[0].Note {
		t.Errorf("%+v", f)
	}
}

// refusing is a network where nobody answers.
type refusing struct{}

func (refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("refused") }
