package clickbench

import (
	"fmt"
	"strings"
	"testing"

	"salesclerk/store/redistest"
)

// slackClick is click i on one of a thousand cards.
func slackClick(i int) []byte {
	return SlackClick{Team: "T1", User: "U1", Channel: "C1", MessageTS: "1790000000.000100", ActionID: "sc:confirm",
		Value: fmt.Sprintf("north|T-%d|3|7", 1000+i%1000), ActionTS: fmt.Sprintf("1790000001.%06d", i)}.Body()
}

func TestBoltVerifiesAndWrites(t *testing.T) {
	s := redistest.Start(t)
	url, secret := Bolt(t, s.URL)
	got := Load(t.Context(), 40, 4, Signed(url, secret, slackClick))
	if got.Failed != 0 || got.PerSecond <= 0 || got.P50 <= 0 || got.P99 < got.P50 {
		t.Fatalf("%+v", got)
	}
	if n := s.Do("DBSIZE"); n != int64(40) {
		t.Errorf("%v keys after 40 clicks on 40 cards", n)
	}
	if at := s.Do("HGET", "bolt:north|T-1007|3|7", "at"); at != "1790000001.000007" {
		t.Errorf("kept: %v", at)
	}
	if by := s.Do("HGET", "bolt:north|T-1007|3|7", "by"); by != "T1/U1" {
		t.Errorf("kept: %v", by)
	}
	forged := Load(t.Context(), 10, 2, Signed(url, "another secret", func(i int) []byte { return slackClick(100 + i) }))
	if forged.Failed != 10 || forged.Err == nil || !strings.Contains(forged.Err.Error(), "401") {
		t.Errorf("forged clicks: %+v", forged)
	}
	if n := s.Do("DBSIZE"); n != int64(40) {
		t.Errorf("%v keys after forged clicks", n)
	}
}

// TestSign holds the signature against the example in Slack's documentation.
func TestSign(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body)); got != want {
		t.Errorf("signed %s", got)
	}
}

// BenchmarkSlack is Bolt's side alone.
func BenchmarkSlack(b *testing.B) {
	s := redistest.Start(b, "--appendonly", "no")
	url, secret := Bolt(b, s.URL)
	Compare(b, Signed(url, secret, slackClick), nil)
}
