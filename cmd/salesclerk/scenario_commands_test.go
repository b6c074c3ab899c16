package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/mail/mailserver"
	"salesclerk/cards"
)

// command runs the program in this process.
func command(t *testing.T, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(in), &o, &e})
	return o.String(), e.String(), code
}

// keys are the names of a JSON object, sorted.
func keys(t *testing.T, raw []byte) []string {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%.200s: %v", raw, err)
	}
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func lacks(have []string, want string) (missing []string) {
	for k := range strings.FieldsSeq(want) {
		if !slices.Contains(have, k) {
			missing = append(missing, k)
		}
	}
	return missing
}

const first = `From: Line Mosegård <line.mosegaard@brohoej-maskinfabrik.example>
To: sales@lyngvang.example
Subject: Tilbud
Date: Sat, 21 Nov 2026 10:00:00 +0100
Message-ID: <c1@brohoej.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hej

Vi vil gerne have et tilbud på 3 kasser træskrue 5 x 60 mm og 2 stk. LV-1714. Rekvisitionsnummer 4711.
Levering den 2. marts 2027.

Mvh
Line
`

const second = `From: Line Mosegård <line.mosegaard@brohoej-maskinfabrik.example>
To: sales@lyngvang.example
Subject: Re: Tilbud
Date: Sat, 21 Nov 2026 11:00:00 +0100
Message-ID: <c2@brohoej.example>
In-Reply-To: <c1@brohoej.example>
References: <c1@brohoej.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hej

Gør det til 5 i stedet for 2 stk. LV-1714.

Mvh
Line

> Vi vil gerne have et tilbud på 3 kasser træskrue 5 x 60 mm og 2 stk. LV-1714.
`

func TestReadCommand(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.eml"), filepath.Join(dir, "b.eml")
	for file, words := range map[string]string{a: first, b: second} {
		if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, errs, code := command(t, "", "read", "--json", a, b)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitFine || len(lines) != 2 {
		t.Fatalf("read: %d %s\n%s", code, errs, out)
	}
	if m := lacks(keys(t, []byte(lines[0])), `file message_id from subject automatic automatic_reason forwarded_from sender_verified language relevant
		irrelevant_reason intents out_of_scope reference requested_delivery_date ship_to customer lines attachments`); m != nil {
		t.Errorf("the answer lacks %v", m)
	}
	var got [2]struct {
		File, Language, Reference string
		Relevant                  bool
		Intents                   []string
		Date                      string `json:"requested_delivery_date"`
		Customer                  map[string]string
		Lines                     []json.RawMessage
		Attachments               []any
	}
	for i := range got {
		if err := json.Unmarshal([]byte(lines[i]), &got[i]); err != nil {
			t.Fatal(err)
		}
	}
	g := got[0]
	if g.File != a || g.Language != "da" || g.Reference != "4711" || g.Date != "2027-03-02" || !g.Relevant || g.Attachments == nil ||
		!slices.Equal(g.Intents, []string{"quote_request"}) || len(g.Lines) != 2 {
		t.Errorf("read as %s", lines[0])
	}
	if diff := cmp.Diff(map[string]string{"match": "one", "contact": "CT0007", "customer": "10130"}, g.Customer); diff != "" {
		t.Error(diff)
	}
	if m := lacks(keys(t, g.Lines[0]), "text where query identifiers quantity quantity_assumed unit date match items confidence change"); m != nil {
		t.Errorf("a line lacks %v", m)
	}
	has(t, "the first line", string(g.Lines[0]), `"quantity":"3"`, `"unit":"BOX"`, `"match":"one"`, `"number":"LV-1205"`, `"where":"body"`, `"change":""`)
	if len(got[1].Lines) != 1 || !slices.Contains(got[1].Intents, "change") {
		t.Fatalf("the answer is read as %s", lines[1])
	}
	has(t, "the changed line", string(got[1].Lines[0]), `"quantity":"5"`, `"change":"set"`, `"number":"LV-1714"`)
	out, errs, code = command(t, first, "read", "--json", "-")
	if code != exitFine || !strings.Contains(out, `"file":"-"`) {
		t.Errorf("read -: %d %s %s", code, errs, out)
	}
	if out, _, code = command(t, "", "read", a); code != exitFine || !strings.Contains(out, "10130") {
		t.Errorf("read for people: %d %s", code, out)
	}
}

func TestFindCommand(t *testing.T) {
	out, errs, code := command(t, "", "find", "--json", "combination", "spanner", "13 mm")
	if code != exitFine {
		t.Fatalf("find: %d %s", code, errs)
	}
	if m := lacks(keys(t, []byte(out)), "query match items"); m != nil {
		t.Errorf("the answer lacks %v", m)
	}
	has(t, "the answer", out, `"match":"one"`, `"number":"LV-1704"`, `"variant":""`, `"description":`, `"score":`, `"why":`)
	batch := filepath.Join(t.TempDir(), "queries")
	if err := os.WriteFile(batch, []byte("LV-1714\nstorage bin 4 L\n\nflux capacitor\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, code = command(t, "", "find", "--json", "--batch", batch)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitFine || len(lines) != 4 {
		t.Fatalf("find --batch: %d %s\n%s", code, errs, out)
	}
	for i, want := range []string{`"match":"one"`, `"match":"several"`, `"match":"none"`, `"match":"none"`} {
		has(t, "answer "+fmt.Sprint(i+1), lines[i], want)
	}
	has(t, "no answer", lines[3], `"items":[]`)
}

func TestCardsCommand(t *testing.T) {
	for _, lang := range []string{"en", "da", "fr"} {
		out, errs, code := command(t, "", "cards", "--lang", lang, "--json")
		if code != exitFine {
			t.Fatalf("cards: %d %s", code, errs)
		}
		kinds := map[string]bool{}
		for line := range strings.Lines(out) {
			if diff := cmp.Diff([]string{"kind", "payload", "variant"}, keys(t, []byte(line))); diff != "" {
				t.Fatal(diff)
			}
			var c struct{ Kind string }
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			kinds[c.Kind] = true
		}
		for _, k := range []string{"incoming", "quote", "order", "outgoing", "resume", "assistance", "stop"} {
			if !kinds[k] {
				t.Errorf("%s: no card of the kind %s", lang, k)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(file, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, code := command(t, "", "cards", "--mail", file, "--lang", "da")
	if code != exitFine {
		t.Fatalf("cards --mail: %d %s", code, errs)
	}
	var got []string
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var c struct {
			Kind    string
			Payload struct{ Card cards.Card }
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		got = append(got, c.Kind)
		if c.Kind == "outgoing" {
			has(t, "the mail's card", shownCard{Card: c.Payload.Card}.says(), "Kære Line Mosegård", "Tilbud Q-")
		}
	}
	if !slices.Equal(got, []string{"incoming", "outgoing"}) {
		t.Errorf("the mail leads to %v", got)
	}
}

func TestExitCodes(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	for _, x := range []struct {
		args []string
		code int
	}{
		{[]string{"--help"}, exitFine},
		{[]string{}, exitFine},
		{[]string{"nonsense"}, exitUsage},
		{[]string{"read"}, exitUsage},
		{[]string{"find"}, exitUsage},
		{[]string{"find", "--nonsense", "x"}, exitUsage},
		{[]string{"demo", "--lang", "xx"}, exitUsage},
		{[]string{"demo", "--policy", "nonsense=true", "--listen", "127.0.0.1:0"}, exitUsage},
		{[]string{"demo", "--policy", "daily_limit=many", "--listen", "127.0.0.1:0"}, exitUsage},
		{[]string{"read", missing}, exitFailed},
		{[]string{"find", "--data", missing, "x"}, exitFailed},
		{[]string{"check", "--config", missing}, exitFailed},
		{[]string{"cards", "--mail", missing}, exitFailed},
	} {
		out, errs, code := command(t, "", x.args...)
		if code != x.code {
			t.Errorf("salesclerk %v exits with %d, want %d: %s%s", x.args, code, x.code, out, errs)
		}
		if x.code != exitFine && (errs == "" || out != "" || strings.Count(strings.TrimSpace(errs), "\n") > 0) {
			t.Errorf("salesclerk %v says %q and %q, want one sentence on standard error", x.args, errs, out)
		}
	}
}

// settings is a configuration for a Redis and a mail server.
func settings(t *testing.T, redis, imap, smtp string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "salesclerk.yaml")
	words := fmt.Sprintf(`redis: {url: "redis://%s/0"}
listen: 127.0.0.1:0
desks:
  - name: sales
    lang: en
    time_zone: Europe/Copenhagen
    address: sales@lyngvang.example
    from_name: Lyngvang
    mailbox: {server: "%s", security: plain, user: sales@lyngvang.example, password: x, since: 2026-01-01}
    sending: {server: "%s", security: plain, user: sales@lyngvang.example, password: x}
    people:
      - {id: anna, name: Anna, roles: [approver]}
`, redis, imap, smtp)
	if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestOperator(t *testing.T) {
	redis := miniredis.RunT(t)
	mails, err := mailserver.Start(mailserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mails.Close() })
	conf := settings(t, redis.Addr(), mails.IMAPAddr(), mails.SMTPAddr())
	bad := t.TempDir()
	for name, words := range map[string]string{
		"items.csv":     "number,description,base_unit,price\nA-1,Lamp,PCS,12.50\nA-1,Lamp again,PCS,x\n,No number,PCS,1\n",
		"customers.csv": "number,name,address,city,post_code,country,currency,lang\n1,Shop,Street 1,Town,1000,DK,DKK,da\n",
		"contacts.csv":  "number,name,email,customer,lang\nC1,Ann,ann@shop.example,99,da\n",
	} {
		if err := os.WriteFile(filepath.Join(bad, name), []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, errs, code := command(t, "", "import", "--config", conf, bad)
	if code != exitFailed {
		t.Errorf("importing a bad folder exits with %d", code)
	}
	has(t, "the mistakes", errs, "items.csv", "line 3", "line 4", "contacts.csv", "line 2", "99")
	if n := len(redis.Keys()); n != 0 {
		t.Errorf("a bad folder left %d keys: %v", n, redis.Keys()[:min(n, 5)])
	}
	out, errs, code := command(t, "", "import", "--config", conf, filepath.Join("sample", "data"))
	if code != exitFine || !strings.Contains(out, "items") {
		t.Fatalf("import: %d %s%s", code, out, errs)
	}
	if err := mails.Create("sales@lyngvang.example"); err != nil {
		t.Fatal(err)
	}
	out, errs, code = command(t, "", "check", "--config", conf)
	if code != exitFine || !strings.Contains(out, "accepts mail") {
		t.Errorf("check: %d %s%s", code, out, errs)
	}
	out, errs, code = command(t, "", "try", "--config", conf, "--from", "line.mosegaard@brohoej-maskinfabrik.example", "--subject", "Test", "--text", "Please quote 3 x LV-1714.")
	if code != exitFine || !strings.Contains(out, "T-1001") {
		t.Fatalf("try: %d %s%s", code, out, errs)
	}
	out, errs, code = command(t, "", "tasks", "list", "--config", conf, "--json")
	if code != exitFine || !strings.Contains(out, "T-1001") {
		t.Errorf("tasks list: %d %s%s", code, out, errs)
	}
	if out, errs, code = command(t, "", "tasks", "show", "--config", conf, "T-1001"); code != exitFine || !strings.Contains(out, "Mail received") {
		t.Errorf("tasks show: %d %s%s", code, out, errs)
	}
	if _, errs, code = command(t, "", "tasks", "show", "--config", conf, "T-9999"); code != exitFailed || errs == "" {
		t.Errorf("tasks show of none: %d %s", code, errs)
	}
	if out, errs, code = command(t, "n\n", "tasks", "stop", "--config", conf, "T-1001"); code != exitFailed || !strings.Contains(out+errs, "not stopped") {
		t.Errorf("tasks stop, answered no: %d %s%s", code, out, errs)
	}
	if out, errs, code = command(t, "y\n", "tasks", "stop", "--config", conf, "T-1001"); code != exitFine {
		t.Errorf("tasks stop: %d %s%s", code, out, errs)
	}
	if out, _, _ = command(t, "", "tasks", "list", "--config", conf, "--json"); !strings.Contains(out, "stopped") {
		t.Errorf("the stopped task is listed as %s", out)
	}
	if out, errs, code = command(t, "y\n", "tasks", "stop-all", "--config", conf); code != exitFine {
		t.Errorf("tasks stop-all: %d %s%s", code, out, errs)
	}
	if out, errs, code = command(t, "", "kpi", "--config", conf, "--json"); code != exitFine || !json.Valid([]byte(out)) {
		t.Errorf("kpi: %d %s%s", code, out, errs)
	}
	redis.Close()
	out, errs, code = command(t, "", "check", "--config", conf)
	if code != exitFailed || !strings.Contains(strings.ToLower(out+errs), "redis") {
		t.Errorf("check without Redis: %d %s%s", code, out, errs)
	}
}
