package blocks

import "unicode/utf8"

// Layout blocks.
// https://docs.slack.dev/reference/block-kit/blocks

func block(name string, rest ...any) shape {
	return object("type!", constant(name), "block_id", blockID).and(rest...)
}

var (
	accessories = union(merged(clickables, boxes, menus, map[string]shape{"image": image}))
	actionables = union(merged(clickables, boxes, menus))
	inputables  = merged(boxes, menus, inputs)
)

var everywhere = map[string]shape{
	"actions": block("actions", "elements!", list(1, 25, actionables)),
	"context": block("context", "elements!", list(1, 10, union(map[string]shape{"image": image,
		"plain_text": object("type!", constant("plain_text"), "text!", text(1, 3000), "emoji", kind(boolean)),
		"mrkdwn":     object("type!", constant("mrkdwn"), "text!", text(1, 3000), "verbatim", kind(boolean))}))),
	"divider": block("divider"),
	"header":  block("header", "text!", plainOf(1, 150), "level", whole(1, 4)),
	"image": block("image", "alt_text!", raw(1, 2000), "image_url", link(3000), "slack_file", slackFile, "title", plainOf(1, 2000)).
		with(either("image_url", "slack_file")),
	"input": block("input", "label!", plainOf(1, 2000), "element!", kind(typedElement), "dispatch_action", kind(boolean),
		"hint", plainOf(1, 2000), "optional", kind(boolean)).with(counted),
	"rich_text": richText,
	"section": block("section", "text", textOf(1, 3000), "fields", list(1, 10, textOf(1, 2000)), "accessory", accessories,
		"expand", kind(boolean)).with(need("text", "fields")),
	"video": block("video", "alt_text!", raw(1, 2000), "title!", plainOf(1, 199), "thumbnail_url!", link(3000), "video_url!", link(3000),
		"author_name", raw(1, 49), "description", plainOf(1, 199), "provider_icon_url", link(3000), "provider_name", raw(1, 255), "title_url", link(3000)),
}

var inMessages = map[string]shape{
	"file":  block("file", "external_id!", raw(1, 255), "source!", enum("remote")),
	"table": table,
	"markdown": block("markdown", "text!", text(1, 12_000)).with(func(j *verdict, _ string, m map[string]any) {
		s, _ := m["text"].(string)
		j.marked += utf8.RuneCountInString(s)
	}),
	"data_table":         dataTable,
	"data_visualization": chart,
	"context_actions":    block("context_actions", "elements!", list(1, 5, union(contextActions))),
}

// allowed is which blocks a surface takes.
var allowed = map[string]map[string]shape{
	"message": merged(everywhere, inMessages),
	"modal":   everywhere,
	"home":    everywhere,
}

// views are the whole surfaces that are opened.
var views = map[string]shape{
	"modal": view("title!", plainOf(1, 24), "submit", plainOf(1, 24), "close", plainOf(1, 24), "clear_on_close", kind(boolean),
		"notify_on_close", kind(boolean), "submit_disabled", kind(boolean)),
	"home": view(),
}

func view(rest ...any) shape {
	return object("type!", enum("modal", "home"), "blocks!", kind((*verdict).blocks), "private_metadata", raw(0, 3000),
		"callback_id", raw(0, 255), "external_id", raw(0, 255)).and(rest...)
}

// typedElement is the element of an input block; a file can be asked for in a
// modal only.
func typedElement(j *verdict, at string, v any) {
	union(inputables)(j, at, v)
	m, _ := v.(map[string]any)
	if m["type"] == "file_input" && j.surface != string(InModal) {
		j.say(at, "unsupported type: file_input")
	}
}

// counted counts input blocks: a modal with one needs a submit button. An input
// that sends files cannot send at once.
func counted(j *verdict, at string, m map[string]any) {
	j.inputs++
	e, _ := m["element"].(map[string]any)
	if e["type"] == "file_input" && m["dispatch_action"] == true {
		j.say(at, "dispatch_action is not allowed with file_input")
	}
}

var contextActions = map[string]shape{
	"feedback_buttons": element("feedback_buttons", "positive_button!", feedback, "negative_button!", feedback),
	"icon_button": element("icon_button", "icon!", enum("trash"), "text!", plainOf(1, 75), "value", text(1, 2000),
		"confirm", confirmation, "accessibility_label", raw(1, 75), "visible_to_user_ids", list(0, 100, raw(1, 255))),
}

var feedback = is(object("text!", plainOf(1, 75), "value!", text(1, 2000), "accessibility_label", raw(1, 75)))
