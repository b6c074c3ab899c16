package blocks

import (
	"fmt"
	"strings"
	"testing"
)

func times(s string, n int) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }

func exes(n int) string { return strings.Repeat("x", n) }

// TestCheckRefuses: each rule refuses once; %s in a block is what is tried.
func TestCheckRefuses(t *testing.T) {
	const plain = `{"type":"plain_text","text":"x"}`
	const option = `{"text":` + plain + `,"value":"v"}`
	button := func(more string) string {
		return `{"type":"actions","elements":[{"type":"button","text":` + plain + more + `}]}`
	}
	element := func(e string) string { return `{"type":"actions","elements":[` + e + `]}` }
	input := func(e string) string { return `{"type":"input","label":` + plain + `,"element":` + e + `}` }
	rich := func(e string) string { return `{"type":"rich_text","elements":[` + e + `]}` }
	text := func(n int) string { return `{"type":"plain_text","text":"` + exes(n) + `"}` }
	cell := `{"type":"raw_text","text":"c"}`
	confirm := func(title, words, yes, no int) string {
		return button(`,"confirm":{"title":` + text(title) + `,"text":` + text(words) + `,"confirm":` + text(yes) + `,"deny":` + text(no) + `}`)
	}
	for _, c := range []struct{ block, want string }{
		{`{"type":"nothing"}`, "unsupported type: nothing [json-pointer:/blocks/0]"},
		{`{"text":1}`, "missing required field: type"},
		{`7`, "must provide an object"},
		{`{"type":"divider","x":1}`, "invalid additional property: x"},
		{`{"type":"divider","block_id":""}`, "must be more than 0 characters [json-pointer:/blocks/0/block_id]"},
		{`{"type":"divider","block_id":"` + exes(256) + `"}`, "must be less than 256 characters"},
		{`{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`, "already exists [json-pointer:/blocks/1/block_id]"},
		{`{"type":"header"}`, "missing required field: text"},
		{`{"type":"header","text":"x"}`, "must provide an object"},
		{`{"type":"header","text":` + text(151) + `}`, "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		{`{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("&", 31) + `"}}`, "must be less than 151"},
		{`{"type":"header","text":{"type":"plain_text","text":""}}`, "must be more than 0"},
		{`{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "must be one of: plain_text"},
		{`{"type":"header","text":{"type":"plain_text","text":"x","verbatim":true}}`, "additional property: verbatim"},
		{`{"type":"header","text":{"type":"plain_text","text":"x","emoji":1}}`, "must provide a boolean"},
		{`{"type":"header","text":{"type":"plain_text","text":5}}`, "must provide a string"},
		{`{"type":"section"}`, "missing required field: text or fields"},
		{`{"type":"section","text":` + text(3001) + `}`, "must be less than 3001"},
		{`{"type":"section","fields":[` + times(plain, 11) + `]}`, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{`{"type":"section","fields":[]}`, "no fewer than 1"},
		{`{"type":"section","fields":[` + text(2001) + `]}`, "must be less than 2001"},
		{`{"type":"section","text":` + plain + `,"accessory":{"type":"plain_text_input"}}`, "unsupported type: plain_text_input"},
		{`{"type":"context","elements":[` + times(plain, 11) + `]}`, "no more than 10"},
		{`{"type":"context","elements":[{"type":"button"}]}`, "unsupported type: button"},
		{`{"type":"actions","elements":[]}`, "no fewer than 1"},
		{`{"type":"actions","elements":[` + times(`{"type":"button","text":`+plain+`}`, 26) + `]}`, "no more than 25"},
		{`{"type":"actions","elements":[` + times(`{"type":"button","action_id":"a","text":`+plain+`}`, 2) + `]}`, "already exists [json-pointer:/blocks/0/elements/1/action_id]"},
		{element(`{"type":"button","text":` + text(76) + `}`), "must be less than 76"},
		{button(`,"value":"` + exes(2001) + `"`), "must be less than 2001"},
		{button(`,"value":""`), "must be more than 0"},
		{button(`,"action_id":"` + exes(256) + `"`), "must be less than 256"},
		{button(`,"style":"loud"`), "must be one of: primary, danger"},
		{button(`,"url":"nowhere"`), "must be a valid URL"},
		{button(`,"confirm":{"title":` + plain + `}`), "missing required field: text"},
		{confirm(101, 1, 1, 1), "must be less than 101"},
		{confirm(1, 301, 1, 1), "must be less than 301"},
		{confirm(1, 1, 31, 1), "must be less than 31"},
		{confirm(1, 1, 1, 31), "must be less than 31"},
		{element(`{"type":"overflow","options":[` + option + `]}`), "no fewer than 2"},
		{element(`{"type":"overflow","options":[` + times(option, 6) + `]}`), "no more than 5"},
		{element(`{"type":"overflow","options":[` + option + `,{"text":` + plain + `,"value":"` + exes(151) + `"}]}`), "must be less than 151"},
		{element(`{"type":"overflow","options":[` + option + `,{"text":` + text(76) + `,"value":"v"}]}`), "must be less than 76"},
		{element(`{"type":"static_select"}`), "must provide exactly one of: options, option_groups"},
		{element(`{"type":"static_select","options":[` + times(option, 101) + `]}`), "no more than 100"},
		{element(`{"type":"static_select","options":[` + option + `],"initial_option":{"text":` + plain + `,"value":"w"}}`), "must be one of the options"},
		{element(`{"type":"static_select","options":[` + option + `],"placeholder":` + text(151) + `}`), "must be less than 151"},
		{element(`{"type":"checkboxes","options":[` + times(option, 11) + `]}`), "no more than 10"},
		{element(`{"type":"datepicker","initial_date":"2 March"}`), "YYYY-MM-DD"},
		{element(`{"type":"timepicker","initial_time":"25:00"}`), "HH:mm"},
		{`{"type":"input","element":{"type":"plain_text_input"}}`, "missing required field: label"},
		{input(`{"type":"button"}`), "unsupported type: button"},
		{input(`{"type":"plain_text_input","initial_value":"` + exes(3001) + `"}`), "must be less than 3001"},
		{input(`{"type":"plain_text_input","max_length":3001}`), "must be an integer from 1 to 3000"},
		{input(`{"type":"plain_text_input","max_length":2,"initial_value":"xxx"}`), "must be from min_length"},
		{input(`{"type":"plain_text_input","min_length":3,"max_length":2}`), "must not be more than max_length"},
		{input(`{"type":"number_input"}`), "missing required field: is_decimal_allowed"},
		{input(`{"type":"number_input","is_decimal_allowed":true,"initial_value":"x"}`), "must be a number"},
		{input(`{"type":"file_input"}`), "unsupported type: file_input"},
		{`{"type":"image","alt_text":"x"}`, "must provide exactly one of: image_url, slack_file"},
		{rich(`{"type":"rich_text_section","elements":[{"type":"text","text":""}]}`), "must be more than 0"},
		{rich(`{"type":"rich_text_section","elements":[]}`), "no fewer than 1"},
		{rich(`{"type":"rich_text_section","elements":[{"type":"shout"}]}`), "unsupported type: shout"},
		{rich(`{"type":"rich_text_section","elements":[{"type":"text","text":"x","style":{"loud":true}}]}`), "additional property: loud"},
		{rich(`{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}`), "missing required field: style"},
		{rich(``), "no fewer than 1"},
		{`{"type":"table","rows":[` + times(`[`+cell+`]`, 101) + `]}`, "no more than 100"},
		{`{"type":"table","rows":[[` + times(cell, 21) + `]]}`, "no more than 20"},
		{`{"type":"table","rows":[[` + cell + `],[` + times(cell, 2) + `]]}`, "the same number of cells"},
		{`{"type":"table","rows":[[{"type":"raw_text","text":""}]]}`, "must be more than 0"},
		{`{"type":"table","rows":[[` + cell + `]],"column_settings":[{"align":"middle"}]}`, "must be one of: left"},
		{`{"type":"table","rows":[[{"type":"raw_text","text":"` + exes(10001) + `"}]]}`, "no more than 10000 characters"},
		{`{"type":"table","rows":[[` + rich(`{"type":"rich_text_section","elements":[{"type":"text","text":"`+exes(10001)+`"}]}`) + `]]}`, "no more than 10000 characters"},
		{times(`{"type":"table","rows":[[`+cell+`]]}`, 2), "only_one_table_allowed"},
		{`{"type":"data_table","caption":"c","rows":[[` + cell + `]]}`, "no fewer than 2"},
		{`{"type":"data_table","rows":[[` + cell + `],[` + cell + `]]}`, "missing required field: caption"},
		{times(`{"type":"markdown","text":"`+exes(6001)+`"}`, 2), "12000 characters"},
		{times(`{"type":"divider"}`, 51), "no more than 50 items allowed [json-pointer:/blocks]"},
		{times(`{"type":"section","text":`+text(2900)+`}`, 5), "msg_blocks_too_long"},
	} {
		got := Check([]byte("["+c.block+"]"), "message")
		if !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%.200s\nwant %q, have %q", c.block, c.want, got)
		}
	}
}

// TestCheckTakes: what is at its limit is right.
func TestCheckTakes(t *testing.T) {
	for _, c := range []struct{ surface, blocks string }{
		{"message", `[]`},
		{"message", `[{"type":"header","text":{"type":"plain_text","text":"` + exes(150) + `","emoji":true},"level":2}]`},
		{"message", `[` + times(`{"type":"divider"}`, 50) + `]`},
		{"modal", `[` + times(`{"type":"divider"}`, 100) + `]`},
		{"message", `[{"type":"section","text":{"type":"mrkdwn","text":"*x*","verbatim":true},"accessory":{"type":"image","image_url":"https://a.example/x.png","alt_text":"x"}}]`},
		{"message", `[{"type":"table","rows":[[{"type":"raw_text","text":" "},{"type":"raw_number","value":1}]],"column_settings":[null,{"align":"right"}]}]`},
		{"modal", `[{"type":"input","optional":true,"label":{"type":"plain_text","text":"Mail"},"element":{"type":"plain_text_input","initial_value":"` + exes(3000) + `","multiline":true,"max_length":3000}}]`},
		{"modal", `[{"type":"input","label":{"type":"plain_text","text":"File"},"element":{"type":"file_input"}}]`},
		{"home", `[{"type":"actions","elements":[{"type":"external_select","min_query_length":2,"initial_option":{"text":{"type":"plain_text","text":"x"},"value":"y"}}]}]`},
	} {
		if got := Check([]byte(c.blocks), c.surface); got != nil {
			t.Errorf("%s %.120s: %q", c.surface, c.blocks, got)
		}
	}
}

// TestCheckSurfaces: a table is for messages, and each surface has its number of blocks.
func TestCheckSurfaces(t *testing.T) {
	table := `[{"type":"table","rows":[[{"type":"raw_text","text":"c"}]]}]`
	for surface, blocks := range map[string]string{"modal": table, "home": table, "wall": `[]`} {
		if got := Check([]byte(blocks), surface); got == nil {
			t.Errorf("%s takes %s", surface, blocks)
		}
	}
	for _, surface := range []string{"modal", "home"} {
		if got := Check([]byte("["+times(`{"type":"divider"}`, 101)+"]"), surface); got == nil {
			t.Errorf("%s takes 101 blocks", surface)
		}
	}
	for _, broken := range []string{"", "[", "[] []", `{"a":`} {
		if got := Check([]byte(broken), "message"); len(got) != 1 || !strings.HasPrefix(got[0], "invalid_blocks_format") {
			t.Errorf("%q: %q", broken, got)
		}
	}
}

// TestCheckViews: a whole view, with what it may hold around its blocks.
func TestCheckViews(t *testing.T) {
	modal := func(more, blocks string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"Mail"}` + more + `,"blocks":[` + blocks + `]}`
	}
	input := `{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input","focus_on_load":true}}`
	submit := `,"submit":{"type":"plain_text","text":"Send"}`
	for _, c := range []struct{ view, want string }{
		{modal(submit, input), ""},
		{modal("", `{"type":"divider"}`), ""},
		{`{"type":"home","blocks":[]}`, ""},
		{modal("", input), "missing required field: submit"},
		{modal(submit, input+","+input), "focus_on_load"},
		{modal(`,"submit":{"type":"plain_text","text":"`+exes(25)+`"}`, input), "must be less than 25 characters [json-pointer:/view/submit/text]"},
		{modal(`,"private_metadata":"`+exes(3001)+`"`, ""), "must be less than 3001"},
		{modal(`,"callback_id":"`+exes(256)+`"`, ""), "must be less than 256"},
		{modal("", `{"type":"table","rows":[]}`), "unsupported type: table [json-pointer:/view/blocks/0]"},
		{modal("", times(`{"type":"section","text":{"type":"plain_text","text":"`+exes(2999)+`"}}`, 95)), "view_too_large"},
		{`{"type":"home","title":{"type":"plain_text","text":"x"},"blocks":[]}`, "additional property: title"},
		{`{"type":"modal","blocks":[]}`, "missing required field: title"},
		{`{"type":"wall"}`, "unsupported type: wall"},
	} {
		got := Check([]byte(c.view), "modal")
		if c.want == "" && got != nil || !strings.Contains(fmt.Sprint(got), c.want) {
			t.Errorf("%.150s\nwant %q, have %q", c.view, c.want, got)
		}
	}
}

// FuzzCheck: whatever JSON, an answer and no crash.
func FuzzCheck(f *testing.F) {
	for _, c := range sampled("en") {
		f.Add(encoded(Card(c, "sales").Blocks), "message")
		break
	}
	f.Add([]byte(`{"type":"modal","title":null,"blocks":[{"type":"input","element":{"type":"number_input","min_value":"x"}}]}`), "modal")
	f.Add([]byte(`[{"type":"table","rows":[[null],7]},{"type":"data_table","rows":[7]}]`), "message")
	f.Fuzz(func(t *testing.T, data []byte, surface string) { Check(data, surface) })
}
