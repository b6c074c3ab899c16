package teamstest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	must(e.Encode(v))
	return bytes.TrimSpace(b.Bytes())
}

// decode keeps numbers as they are written.
func decode(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(into)
}

// must stands where JSON is read or written that this package made itself.
func must(err error) {
	if err != nil {
		panic("teamstest: its own JSON: " + err.Error())
	}
}

// cardOf is a card that was judged before.
func cardOf(raw json.RawMessage) (card fields) {
	if len(raw) > 0 {
		must(decode(raw, &card))
	}
	return card
}

func text(v fields, name string) string {
	s, _ := v[name].(string)
	return s
}

// anyText is a value as text: numbers and booleans too.
func anyText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return fmt.Sprint(v)
}

func child(v fields, name string) fields {
	c, _ := v[name].(fields)
	return c
}

// objects are the objects in a list.
func objects(v any) (found []fields) {
	list, _ := v.([]any)
	for _, one := range list {
		if o, is := one.(fields); is {
			found = append(found, o)
		}
	}
	return found
}

// texts are the texts in a list.
func texts(v any) (found []string) {
	list, _ := v.([]any)
	for _, one := range list {
		if t, is := one.(string); is {
			found = append(found, t)
		}
	}
	return found
}

func number(v fields, name string) (float64, bool) {
	n, is := v[name].(json.Number)
	if !is {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}
