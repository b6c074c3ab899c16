package clickbench

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"salesclerk/bot/teams/teamstest"
	"salesclerk/store/redistest"
)

// teamsClick is click i on one of a thousand cards, as t sends it.
func teamsClick(t *teamstest.Server) func(i int) []byte {
	return func(i int) []byte {
		data := json.RawMessage(fmt.Sprintf(`{"t":"north|T-%d|3|7"}`, 1000+i%1000))
		return TeamsClick{ServiceURL: t.ServiceURL(""), Tenant: t.Tenant(), App: t.AppID(), AAD: "4f0c7d6e-0000-4000-8000-000000000001", User: "29:anna", Name: "Anna Berg",
			Team: "19:team@thread.tacv2", Channel: "19:orders@thread.tacv2", Message: "1700000000001", ID: fmt.Sprint("f:", i), Verb: "confirm", Data: data}.Body()
	}
}

func TestBotBuilderVerifiesAndWrites(t *testing.T) {
	s, from := redistest.Start(t), teamstest.New(t, teamstest.Options{})
	url := BotBuilder(t, s.URL, from)
	clicks, token := teamsClick(from), from.Token(nil)
	answersWithACard(t, url, token, clicks(0)) // and has its keys: many at once would each fetch them
	got := Load(t.Context(), 40, 4, Bearing(url, token, clicks))
	if got.Failed != 0 || got.PerSecond <= 0 || got.P50 <= 0 || got.P99 < got.P50 {
		t.Fatalf("%+v", got)
	}
	if n := s.Do("DBSIZE"); n != int64(40) {
		t.Errorf("%v keys after 40 clicks on 40 cards", n)
	}
	const key = `botbuilder:{"t":"north|T-1007|3|7"}`
	for field, want := range map[string]string{"verb": "confirm", "at": "f:7", "by": "4f0c7d6e-0000-4000-8000-000000000001"} {
		if kept := s.Do("HGET", key, field); kept != want {
			t.Errorf("kept as %s: %v", field, kept)
		}
	}
	if n := len(from.Calls("")); n != 2 {
		t.Errorf("%d calls for the keys", n)
	}
	refused := []string{"no token", "unsigned", "signed by a stranger", "signature of other words", "unknown key", "another app's", "another issuer", "expired", "another service URL"}
	for _, w := range from.Forgeries() {
		if !slices.Contains(refused, w.Name) {
			continue // botbuilder takes a token that never ends
		}
		refused = slices.DeleteFunc(refused, func(name string) bool { return name == w.Name })
		if got := Load(t.Context(), 1, 1, Bearing(url, from.Token(w.Forge), func(i int) []byte { return clicks(100 + i) })); got.Failed != 1 {
			t.Errorf("%s is taken", w.Name)
		}
	}
	if len(refused) > 0 {
		t.Errorf("there is no forgery called %q", refused)
	}
	if n := s.Do("DBSIZE"); n != int64(40) {
		t.Errorf("%v keys after forged clicks", n)
	}
}

func answersWithACard(t *testing.T, url, token string, click []byte) {
	t.Helper()
	r, err := Bearing(url, token, func(int) []byte { return click })(0)
	must(t, err)
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	var said struct {
		StatusCode int
		Type       string
		Value      struct{ Type string }
	}
	must(t, json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&said))
	if said.StatusCode != 200 || said.Type != "application/vnd.microsoft.card.adaptive" || said.Value.Type != "AdaptiveCard" {
		t.Errorf("answered with %+v", said)
	}
}

// BenchmarkTeams is botbuilder's side alone.
func BenchmarkTeams(b *testing.B) {
	s, from := redistest.Start(b, "--appendonly", "no"), teamstest.New(b, teamstest.Options{})
	Compare(b, Bearing(BotBuilder(b, s.URL, from), from.Token(nil), teamsClick(from)), nil)
}
