package connector

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/infracloudio/msbotbuilder-go/schema"

	"salesclerk/bot/intake"
)

// content are the fields of an activity that are sent as they are: whatever is in
// them was meant.
var content = map[string]bool{"text": true, "summary": true, "attachments": true, "channelData": true}

// washed is an activity as JSON without what nobody put into it: msbotbuilder-go's
// types write times of year 1 and empty objects, and a client that finds
// "suggestedActions": {} shows no text.
func washed(a schema.Activity) ([]byte, error) {
	raw, err := intake.JSON(a)
	if err != nil {
		return nil, fmt.Errorf("writing the message: %w", err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, fmt.Errorf("writing the message: %w", err)
	}
	for name, v := range fields {
		if !content[name] && empty(v) {
			delete(fields, name)
		}
	}
	body, err := intake.JSON(fields)
	if err != nil {
		return nil, fmt.Errorf("writing the message: %w", err)
	}
	if len(body) > MessageMax {
		return nil, fmt.Errorf("%w: %d bytes, at most %d may be sent", ErrTooBig, len(body), MessageMax)
	}
	return body, nil
}

// empty says whether a value holds nothing: null, a time of year 1, an object of
// nothing but such.
func empty(v json.RawMessage) bool {
	switch {
	case bytes.Equal(v, []byte("null")), bytes.Equal(v, []byte(`"0001-01-01T00:00:00Z"`)):
		return true
	case len(v) == 0 || v[0] != '{':
		return false
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(v, &fields) != nil {
		return false
	}
	for _, f := range fields {
		if !empty(f) {
			return false
		}
	}
	return true
}
