package teamstest_test

import (
	"fmt"
	"strings"
)

// run is a RichTextBlock.
func run(words string) object {
	return object{"type": "RichTextBlock", "inlines": []any{object{"type": "TextRun", "text": words}}}
}

func execute(title, verb string, data object) object {
	data["verb"] = verb
	return object{"type": "Action.Execute", "title": title, "verb": verb, "data": data,
		"fallback": object{"type": "Action.Submit", "title": title, "data": data}}
}

func adaptive(body []any, actions ...any) object {
	return object{"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": actions}
}

// offer is a card with buttons, a form in a ShowCard, a dialog and a type-ahead.
func (a *app) offer(words string) object {
	form := object{"type": "AdaptiveCard", "body": []any{
		object{"type": "Input.Text", "id": "qty", "label": "Quantity", "isRequired": true, "maxLength": 5, "errorMessage": "How many?"},
		object{"type": "Input.Text", "id": "note", "label": "Note", "value": "as agreed"},
		object{"type": "Input.Toggle", "id": "sure", "title": "Sure"},
		object{"type": "Input.ChoiceSet", "id": "item", "label": "Item", "style": "filtered", "choices": []any{object{"title": "Chair", "value": "I-0"}},
			"choices.data": object{"type": "Data.Query", "dataset": "items"}},
	}, "actions": []any{execute("Send", "send", object{"t": "1"})}}
	window := object{"type": "Action.Submit", "title": "Window", "data": object{"msteams": object{"type": "task/fetch"}, "t": "1"}}
	card := adaptive([]any{run(words)}, execute("Confirm", "confirm", object{"t": "1"}), execute("Refuse", "refuse", object{}),
		execute("Say so", "toast", object{}), object{"type": "Action.ShowCard", "title": "Change", "card": form}, window)
	card["refresh"] = object{"action": object{"type": "Action.Execute", "verb": "refresh", "data": object{"t": "1"}}, "userIds": []any{a.s.TeamsID("anna")}}
	return card
}

// answer is what the bot does.
func (a *app) answer(in object) any {
	value, _ := in["value"].(object)
	from := in["from"].(object)["name"].(string)
	switch in["name"] {
	case "adaptiveCard/action":
		return a.acted(in, value, from)
	case "task/fetch":
		return task(window("Edit", ""))
	case "task/submit":
		return submitted(value["data"].(object))
	case "application/search":
		return object{"statusCode": 200, "type": "application/vnd.microsoft.search.searchResponse",
			"value": object{"results": []any{object{"title": "Desk " + value["queryText"].(string), "value": "I-1"}}}}
	}
	a.told(in, value, from)
	return nil
}

func (a *app) acted(in, value object, from string) any {
	action := value["action"].(object)
	card := func(words string) any {
		return object{"statusCode": 200, "type": cardType, "value": adaptive([]any{run(words)})}
	}
	switch action["verb"] {
	case "confirm":
		a.call("PUT", activities(in["conversation"].(object)["id"].(string))+"/"+in["replyToId"].(string), activity(adaptive([]any{run("Confirmed by " + from)})))
		return card("You confirmed")
	case "refuse":
		return object{"statusCode": 403, "type": "application/vnd.microsoft.error", "value": object{"code": "Forbidden", "message": "Not yours"}}
	case "toast":
		return object{"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "So it is"}
	case "refresh":
		return card("Only for " + from + " by " + value["trigger"].(string))
	}
	return card(fmt.Sprint(action["data"]))
}

func task(v any) any { return object{"task": object{"type": "continue", "value": v}} }

func window(title, wrong string) object {
	return object{"title": title, "width": "large", "height": 500, "card": object{"contentType": cardType, "content": adaptive(
		[]any{run(wrong), object{"type": "Input.Text", "id": "qty", "label": "Quantity", "isRequired": true}},
		object{"type": "Action.Submit", "title": "Send", "data": object{"t": "1"}})}}
}

func submitted(data object) any {
	switch data["qty"] {
	case "0":
		return task(window("Edit", "More than none"))
	case "1":
		return object{"task": object{"type": "message", "value": "One it is"}}
	}
	return nil
}

// told answers messages and installs by a text.
func (a *app) told(in, value object, from string) {
	conversation := in["conversation"].(object)["id"].(string)
	say := func(words string) {
		a.call("POST", activities(conversation), object{"type": "message", "text": words, "textFormat": "plain"})
	}
	if strings.HasSuffix(fmt.Sprint(in["type"]), "Update") {
		a.hears(in)
	}
	switch in["type"] {
	case "message":
		said, _ := in["text"].(string)
		if value != nil {
			said = fmt.Sprint(value)
		}
		say(from + " (" + in["locale"].(string) + ") said " + strings.TrimSpace(said))
	case "installationUpdate":
		if in["action"] == "add" {
			say("Welcome")
		}
	}
}
