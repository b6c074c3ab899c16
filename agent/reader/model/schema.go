package model

// schema is the form of an answer as JSON Schema, in the subset that strict
// structured output takes: every property required, nothing besides them.
// https://developers.openai.com/api/docs/guides/structured-outputs
var schema = object(fields{
	{"intents", list(object(fields{{"kind", oneOf(intents)}, {"words", text}}))},
	{"out_of_scope", list(object(fields{{"kind", oneOf(kinds)}, {"words", text}}))},
	{"reference", text},
	{"delivery_date", text},
	{"ship_to", text},
	{"lines", list(object(fields{{"words", text}, {"item", text}, {"details", list(text)}, {"numbers", list(text)},
		{"quantity", text}, {"unit", text}, {"date", text}, {"change", oneOf(changes)}, {"offered", map[string]any{"type": "integer"}}}))},
})

type field struct {
	name string
	of   map[string]any
}

type fields []field

var text = map[string]any{"type": "string"}

func list(of map[string]any) map[string]any {
	return map[string]any{"type": "array", "items": of}
}

func oneOf(values []string) map[string]any {
	return map[string]any{"type": "string", "enum": values}
}

func object(f fields) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, x := range f {
		properties[x.name] = x.of
		required = append(required, x.name)
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
