package blocks

import "unicode/utf8"

// Rich text and tables.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
// https://docs.slack.dev/reference/block-kit/blocks/table-block

var style = is(object("bold", kind(boolean), "italic", kind(boolean), "strike", kind(boolean), "code", kind(boolean), "underline", kind(boolean),
	"highlight", kind(boolean), "client_highlight", kind(boolean), "unlink", kind(boolean)))

func leaf(name string, rest ...any) shape {
	return object("type!", constant(name), "style", style).and(rest...)
}

var leaves = union(map[string]shape{
	"text":      leaf("text", "text!", text(1, 0)),
	"link":      leaf("link", "url!", link(3000), "text", text(1, 0), "unsafe", kind(boolean)),
	"emoji":     leaf("emoji", "name!", raw(1, 255), "unicode", raw(1, 100), "skin_tone", whole(1, 6), "url", link(3000)),
	"user":      leaf("user", "user_id!", raw(1, 255)),
	"usergroup": leaf("usergroup", "usergroup_id!", raw(1, 255)),
	"team":      leaf("team", "team_id!", raw(1, 255)),
	"channel":   leaf("channel", "channel_id!", raw(1, 255)),
	"broadcast": leaf("broadcast", "range!", enum("here", "channel", "everyone")),
	"color":     leaf("color", "value!", raw(1, 255)),
	"date":      leaf("date", "timestamp!", kind(number), "format!", raw(1, 255), "url", link(3000), "fallback", raw(1, 0)),
})

var richSection = object("type!", constant("rich_text_section"), "elements!", list(1, 10_000, leaves))

var richElements = list(1, 10_000, union(map[string]shape{
	"rich_text_section": richSection,
	"rich_text_quote":   object("type!", constant("rich_text_quote"), "elements!", list(1, 10_000, leaves), "border", whole(0, 1)),
	"rich_text_preformatted": object("type!", constant("rich_text_preformatted"), "elements!", list(1, 10_000, leaves), "border", whole(0, 1),
		"language", raw(1, 255)),
	"rich_text_list": object("type!", constant("rich_text_list"), "style!", enum("bullet", "ordered"),
		"elements!", list(1, 10_000, is(richSection)), "indent", whole(0, 8), "offset", whole(0, 10_000), "border", whole(0, 1)),
}))

var richText = object("type!", constant("rich_text"), "block_id", blockID, "elements!", richElements)

// The cells of tables; what is read of them is counted.
var (
	rawCell    = object("type!", constant("raw_text"), "text!", text(1, 0)).with(cellText)
	numberCell = object("type!", constant("raw_number"), "value!", kind(number), "text", text(1, 0)).with(cellText)
	richCell   = richText.with(cellRich)
	cells      = union(map[string]shape{"raw_text": rawCell, "raw_number": numberCell, "rich_text": richCell})
)

func cellText(j *verdict, _ string, m map[string]any) {
	s, _ := m["text"].(string)
	j.cells += utf8.RuneCountInString(s)
}

// cellRich counts every text below.
func cellRich(j *verdict, at string, m map[string]any) {
	cellText(j, at, m)
	list, _ := m["elements"].([]any)
	for _, e := range list {
		if e, ok := e.(map[string]any); ok {
			cellRich(j, at, e)
		}
	}
}

var table = block("table", "rows!", list(1, 100, list(1, 20, cells)), "column_settings", list(0, 20, kind(column))).with(once)

// column is the setting of one; null leaves it as it is.
func column(j *verdict, at string, v any) {
	if v != nil {
		object("align", enum("left", "center", "right"), "is_wrapped", kind(boolean)).judge(j, at, v)
	}
}

// once counts tables, of which a message takes one, and holds that all rows are
// of one length.
func once(j *verdict, at string, m map[string]any) {
	j.tables++
	rows, _ := m["rows"].([]any)
	width := -1
	for _, r := range rows {
		row, _ := r.([]any)
		if width >= 0 && len(row) != width {
			j.say(at+"/rows", "all rows must have the same number of cells")
			return
		}
		width = len(row)
	}
}

// https://docs.slack.dev/reference/block-kit/blocks/data-table-block
var dataTable = block("data_table", "rows!", kind(dataRows), "caption!", raw(1, 255), "page_size", whole(1, 100),
	"row_header_column_index", whole(0, 19)).with(once)

// dataRows is a head without rich text and at least one row.
func dataRows(j *verdict, at string, v any) {
	list(2, 201, list(1, 20, cells))(j, at, v)
	rows, _ := v.([]any)
	if len(rows) == 0 {
		return
	}
	head, _ := rows[0].([]any)
	for _, c := range head {
		if m, ok := c.(map[string]any); ok && m["type"] == "rich_text" {
			j.say(at+"/0", "rich_text is not allowed in the head")
		}
	}
}

// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
var chart = block("data_visualization", "title!", raw(1, 50), "chart!", kind(anyObject)).
	with(func(j *verdict, _ string, _ map[string]any) { j.charts++ })
