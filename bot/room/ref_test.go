package room

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestKeptRefsLoadForEver: what an older program kept must never be lost, or a
// message would be posted twice. Files are added here, never changed.
func TestKeptRefsLoadForEver(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, "2026-01-02T03:04:"+s+"Z")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	want := map[string]ref{
		"v1-posted": {V: 1, Room: "C1", ID: "1700.1", N: 1, Sum: "abc", Rev: 7, Edited: at("05.000006"), Seen: "S1"},
		"v1-begun": {V: 1, Room: "C1", Thread: "1700.1", Reply: true, Gen: 2, Deleted: true, Try: &try{ID: "X", Begun: at("05"),
			Last: at("06"), Sum: "abc", Rev: 8, Final: true, Note: "F123", Unknown: true}},
		"v1-editing": {V: 1, Room: "C1", ID: "1700.2", Thread: "1700.1", Reply: true, N: 2, Final: true, Loose: at("05")},
		"v1-deleted": {V: 1, Gen: 1, Deleted: true},
	}
	files, err := os.ReadDir("testdata/refs")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d files for %d forms: %v", len(files), len(want), err)
	}
	for name, w := range want {
		data, err := os.ReadFile("testdata/refs/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode[ref](name, string(data))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(w, *got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if again := got.encode(); again != strings.TrimSpace(string(data)) {
			t.Errorf("%s is kept anew as %s", name, again)
		}
	}
}

func TestWhatCannotBeReadIsNoEmptyRef(t *testing.T) {
	for _, raw := range []string{`{`, `C1:1.2`, `{"v":2,"id":"1"}`, `{"v":0}`, `[]`, `{"v":1,"id":7}`} {
		b := readBoard(map[string]string{"card/1": raw})
		plan := []Message{{Key: "card/1", Room: "C", Sum: "x"}}
		got := missing(plan, b, time.Second)
		if len(got) != 1 || got[0].do != broken {
			t.Errorf("%s: %+v", raw, got)
		}
	}
}

func FuzzReadBoard(f *testing.F) {
	f.Add("card/1", `{"v":1,"id":"1","room":"C"}`)
	f.Add("@shown/card/1", `{"v":1,"id":"1","sum":"x","at":"2026-01-02T03:04:05Z"}`)
	f.Add("@met/card/1", `{"v":1,"Room":"C"}`)
	f.Fuzz(func(t *testing.T, key, raw string) {
		b := readBoard(map[string]string{key: raw})
		plan, err := prepared([]Message{{Key: "card/1", Room: "C", Sum: "x"}}, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range missing(plan, b, time.Second) {
			if s.do == post && raw != "" && key == "card/1" && s.e.bad != nil {
				t.Errorf("%q would be posted anew", raw)
			}
		}
	})
}
