package blocks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Check judges JSON as Slack would before it shows it: an array of blocks on a
// surface ("message", "modal", "home"), or a whole view, an object of type
// "modal" or "home". It says what is wrong in Slack's own way, such as
// "must be less than 151 characters [json-pointer:/blocks/0/text/text]", or
// "msg_blocks_too_long". Nothing wrong: nil.
//
// It knows what is documented at https://docs.slack.dev/reference/block-kit, and
// what users report: texts are counted after & < > became entities, no text is
// empty, no property unknown. Blocks that the program has no use for (cards and
// carousels, containers, plans, alerts, calls) are refused as unknown. Where Slack is known to take more than its
// documentation says, the documentation counts.
func Check(blocks []byte, surface string) []string {
	d := json.NewDecoder(bytes.NewReader(blocks))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return []string{"invalid_blocks_format: " + err.Error()}
	}
	if _, err := d.Token(); err != io.EOF {
		return []string{"invalid_blocks_format: more than one value"}
	}
	j := &verdict{surface: surface, ids: map[string]bool{}}
	if view, ok := v.(map[string]any); ok {
		j.view(view, len(blocks))
		return j.wrong
	}
	j.blocks("/blocks", v)
	if surface == string(InMessage) && wholeRunes(v) > 13_200 {
		j.wrong = append(j.wrong, "msg_blocks_too_long")
	}
	return j.wrong
}

// verdict keeps what is wrong and what must be there only once.
type verdict struct {
	surface string
	ids     map[string]bool // of blocks
	actions map[string]bool // of the elements of the block at hand
	tables  int
	cells   int
	charts  int
	focus   int
	inputs  int
	marked  int // characters of markdown blocks
	wrong   []string
}

func (j *verdict) say(at, format string, args ...any) {
	j.wrong = append(j.wrong, fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// blocks judges the blocks of a surface and what they may hold together.
func (j *verdict) blocks(at string, v any) {
	most := 100
	if j.surface == string(InMessage) {
		most = 50
	}
	shapes, ok := allowed[j.surface]
	if !ok {
		j.say(at, "unsupported surface: %s", j.surface)
		return
	}
	list(0, most, func(j *verdict, at string, v any) {
		j.actions = map[string]bool{}
		union(shapes)(j, at, v)
		j.id(at, v)
	})(j, at, v)
	j.together(at)
}

// together is what counts for all blocks of a surface.
func (j *verdict) together(at string) {
	if j.tables > 1 {
		j.say(at, "only_one_table_allowed")
	}
	if j.cells > 10_000 {
		j.say(at, "no more than 10000 characters allowed in the cells of tables")
	}
	if j.charts > 2 {
		j.say(at, "too many data_visualization blocks")
	}
	if j.focus > 1 {
		j.say(at, "only one element may have focus_on_load")
	}
	if j.marked > 12_000 {
		j.say(at, "no more than 12000 characters allowed in markdown blocks")
	}
}

// id holds that each block_id is there once.
func (j *verdict) id(at string, v any) {
	m, _ := v.(map[string]any)
	id, _ := m["block_id"].(string)
	if id == "" {
		return
	}
	if j.ids[id] {
		j.say(at+"/block_id", "`block_id` %q already exists", id)
	}
	j.ids[id] = true
}

// view judges a whole modal or Home; size is that of its JSON in bytes.
func (j *verdict) view(v map[string]any, size int) {
	kind, _ := v["type"].(string)
	shape, ok := views[kind]
	if !ok {
		j.say("/view/type", "unsupported type: %s", kind)
		return
	}
	j.surface = kind
	shape.judge(j, "/view", v)
	if _, has := v["submit"]; kind == string(InModal) && j.inputs > 0 && !has {
		j.say("/view", "missing required field: submit")
	}
	if size > 250<<10 {
		j.say("/view", "view_too_large: more than 250 KB")
	}
}

// wholeRunes is how many characters the JSON has once & < > are entities.
func wholeRunes(v any) int {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return 0
	}
	return slackLength(b.String()) - 1 // the encoder's line feed
}

// slackLength is the characters of a text after & < > became entities.
func slackLength(s string) int {
	n := 0
	for _, r := range s {
		n += weight(r)
	}
	return n
}

func weight(r rune) int {
	switch r {
	case '&':
		return len("&amp;")
	case '<', '>':
		return len("&lt;")
	}
	return 1
}
