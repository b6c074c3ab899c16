package judge

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// message is a message's blocks with everything that a card may have.
const message = `[
 {"type":"header","block_id":"a.1","text":{"type":"plain_text","text":"Quote Q-1001","emoji":false}},
 {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"2 <tables> & 1 lamp","style":{"bold":true}},{"type":"text","text":" from Anna"}]},
  {"type":"rich_text_quote","elements":[{"type":"text","text":"Kære salg,\nsend venligst et tilbud."}]}]},
 {"type":"table","column_settings":[{"is_wrapped":true},{"align":"right"}],"rows":[
  [{"type":"raw_text","text":"Item"},{"type":"raw_text","text":"Amount"}],
  [{"type":"raw_text","text":"1920-S Antwerp"},{"type":"raw_text","text":"840.80"}]]},
 {"type":"section","fields":[{"type":"plain_text","text":"Net","emoji":false},{"type":"plain_text","text":"1,240.00 EUR","emoji":false}]},
 {"type":"divider"},
 {"type":"actions","block_id":"a.2","elements":[
  {"type":"button","action_id":"sc:confirm","value":"sales|T-1042|3|7","style":"primary","text":{"type":"plain_text","text":"Confirm","emoji":false}},
  {"type":"button","action_id":"sc:stop","value":"sales|T-1042|3|7","style":"danger","text":{"type":"plain_text","text":"Stop","emoji":false},
   "confirm":{"title":{"type":"plain_text","text":"Stop?"},"text":{"type":"plain_text","text":"The quote stays."},"confirm":{"type":"plain_text","text":"Stop"},"deny":{"type":"plain_text","text":"Keep going"},"style":"danger"}}]},
 {"type":"context","elements":[{"type":"plain_text","text":"T-1042","emoji":false}]}
]`

const modal = `{"type":"modal","callback_id":"sc:review","title":{"type":"plain_text","text":"Review"},"submit":{"type":"plain_text","text":"Save"},"close":{"type":"plain_text","text":"Cancel"},
 "private_metadata":"k","notify_on_close":true,"blocks":[
 {"type":"input","block_id":"text","label":{"type":"plain_text","text":"Mail"},"element":{"type":"plain_text_input","action_id":"v","multiline":true,"max_length":3000,"initial_value":"Dear Anna"}},
 {"type":"input","block_id":"item","optional":true,"label":{"type":"plain_text","text":"Item"},"element":{"type":"external_select","action_id":"sc:item","min_query_length":2}},
 {"type":"input","block_id":"date","label":{"type":"plain_text","text":"Date"},"element":{"type":"datepicker","action_id":"v","initial_date":"2027-03-02"}}]}`

const home = `{"type":"home","blocks":[{"type":"header","text":{"type":"plain_text","text":"2 need attention"}},
 {"type":"section","text":{"type":"plain_text","text":"T-1042"},"accessory":{"type":"button","action_id":"sc:open","value":"sales|T-1042|3|7","text":{"type":"plain_text","text":"Open"}}}]}`

const adaptive = `{"type":"AdaptiveCard","$schema":"http://adaptivecards.io/schemas/adaptive-card.json","version":"1.5","body":[
 {"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"2 *tables*"}]},
 {"type":"Table","columns":[{"width":1},{"width":1}],"rows":[{"type":"TableRow","cells":[{"type":"TableCell","items":[{"type":"TextBlock","text":"Item","wrap":true}]},{"type":"TableCell","items":[{"type":"TextBlock","text":"840.80"}]}]}]},
 {"type":"Input.Text","id":"text","label":"Mail","isMultiline":true,"value":"Dear Anna"}],
 "actions":[{"type":"Action.Execute","title":"Confirm","verb":"confirm","data":{"step":3}}]}`

func TestTypes(t *testing.T) {
	t.Run("slack", func(t *testing.T) {
		Types(t, Slack, []Value{{"message", "KnownBlock[]", []byte(message)}, {"nothing", "KnownBlock[]", []byte("[]")},
			{"modal", "ModalView", []byte(modal)}, {"home", "HomeView", []byte(home)}})
	})
	t.Run("teams", func(t *testing.T) { Types(t, Teams, []Value{{"card", "IAdaptiveCard", []byte(adaptive)}}) })
}

// TestWrongValuesAreFound changes one thing at a time in what is right.
func TestWrongValuesAreFound(t *testing.T) {
	var values []Value
	var wants []string
	for _, x := range []struct{ of, kind, old, new, want string }{
		{message, "KnownBlock[]", `"is_wrapped"`, `"is_wraped"`, "is_wraped"},
		{message, "KnownBlock[]", `"align":"right"`, `"align":"rihgt"`, "rihgt"},
		{message, "KnownBlock[]", `"raw_text","text":"Item"`, `"raw_text","txt":"Item"`, "txt"},
		{message, "KnownBlock[]", `"style":"primary"`, `"style":"loud"`, "loud"},
		{message, "KnownBlock[]", `"emoji":false}},
 {"type":"rich_text"`, `"emoji":"no"}},
 {"type":"rich_text"`, "boolean"},
		{message, "KnownBlock[]", `{"type":"text","text":" from Anna"}`, `{"type":"text","txt":" from Anna"}`, "txt"},
		{message, "KnownBlock[]", `{"type":"divider"}`, `{"type":"dividr"}`, "dividr"},
		{message, "KnownBlock[]", `{"type":"divider"}`, `{"type":"divider","text":"x"}`, "text"},
		{message, "KnownBlock[]", `"value":"sales|T-1042|3|7","style":"primary"`, `"value":7,"style":"primary"`, "number"},
		{modal, "ModalView", `"multiline":true`, `"multi_line":true`, "multi_line"},
		{modal, "ModalView", `"title":{"type":"plain_text"`, `"title":{"type":"mrkdwn"`, "mrkdwn"},
		{modal, "ModalView", `"label":{"type":"plain_text","text":"Mail"},`, ``, "label"},
		{modal, "ModalView", `"optional":true`, `"optionl":true`, "optionl"},
		{home, "HomeView", `"action_id":"sc:open"`, `"actionid":"sc:open"`, "actionid"},
		{home, "HomeView", `"type":"home"`, `"type":"hme"`, "hme"},
		{message, "KnownBlock[]", `{"type":"divider"}`, `{"type":divider}`, "no JSON"},
		{message, "KnownBlock[]", `{"type":"divider"},`, ``, ""},
	} {
		if !strings.Contains(x.of, x.old) {
			t.Fatalf("nothing to change: %s", x.old)
		}
		values = append(values, Value{x.new, x.kind, []byte(strings.Replace(x.of, x.old, x.new, 1))})
		wants = append(wants, x.want)
	}
	said := complaints(t, Slack, values)
	for i, want := range wants {
		all := strings.Join(said[i], "\n")
		if want == "" && all != "" {
			t.Errorf("%s is right, but: %s", values[i].Name, all)
		}
		if !strings.Contains(all, want) || want != "" && all == "" {
			t.Errorf("with %s the compiler says %q", values[i].Name, all)
		}
	}
}

// TestManyValuesInOneRun says how long five hundred messages take, one of them wrong.
func TestManyValuesInOneRun(t *testing.T) {
	const n, wrong = 500, 321
	var values []Value
	for i := range n {
		text := strings.ReplaceAll(message, "T-1042", fmt.Sprint("T-", i))
		if i == wrong {
			text = strings.Replace(text, "emoji", "emojis", 1)
		}
		values = append(values, Value{fmt.Sprint("message ", i), "KnownBlock[]", []byte(text)})
	}
	NPM(t, TypeScript, SlackTypes)
	began := time.Now()
	said := complaints(t, Slack, values)
	t.Logf("%d values in %s", n, time.Since(began).Round(time.Millisecond))
	if len(said) != 1 || len(said[wrong]) == 0 {
		t.Errorf("complaints: %v", said)
	}
}
