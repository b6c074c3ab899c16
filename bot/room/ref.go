package room

import (
	"encoding/json"
	"fmt"
	"time"
)

// refVersion is the version of the kept form. Fields are only ever added;
// testdata/refs holds every form there was.
const refVersion = 1

// ref is what is kept of one message: begun (Try), posted (ID), or deleted and
// not posted again so far (Deleted).
type ref struct {
	V      int    `json:"v"`
	Room   string `json:"room,omitempty"`
	ID     string `json:"id,omitempty"`
	Thread string `json:"thread,omitempty"`
	Reply  bool   `json:"reply,omitempty"`
	N      int    `json:"n,omitempty"`   // counts the posts of the task, so that the first is known without clocks
	Gen    int    `json:"gen,omitempty"` // how many messages of this key went before it
	// What it shows. An empty Sum: not known, an edit was begun.
	Sum    string    `json:"sum,omitempty"`
	Rev    int64     `json:"rev,omitempty"`
	Final  bool      `json:"final,omitempty"`
	Edited time.Time `json:"edited,omitzero"` // the last call that changed it had ended by then
	Loose  time.Time `json:"loose,omitzero"`  // an edit of unknown outcome began then and may come late
	Seen   string    `json:"seen,omitempty"`  // ID of the shown that the last call came after

	Deleted bool `json:"deleted,omitempty"`
	Try     *try `json:"try,omitempty"`
}

// try is a post that was begun.
type try struct {
	ID      string    `json:"id"`
	Begun   time.Time `json:"begun"`
	Last    time.Time `json:"last"` // the last sign of life
	Sum     string    `json:"sum"`
	Rev     int64     `json:"rev,omitempty"`
	Final   bool      `json:"final,omitempty"`
	Note    string    `json:"note,omitempty"`
	Unknown bool      `json:"unknown,omitempty"` // nobody can know whether it was posted
}

// shown is an edit by another way. It is kept beside the ref, so that the two
// writers never overwrite each other.
type shown struct {
	V     int       `json:"v"`
	ID    string    `json:"id"`
	Sum   string    `json:"sum"`
	Final bool      `json:"final,omitempty"`
	At    time.Time `json:"at"` // it had ended by then
}

// met is a place where a message was seen.
type met struct {
	V  int       `json:"v"`
	At time.Time `json:"at"`
	Place
}

const (
	shownPrefix = "@shown/"
	metPrefix   = "@met/"
)

// encode is the kept form; "" for a message of which there is nothing to know.
func (r ref) encode() string {
	if r == (ref{V: r.V}) {
		return ""
	}
	r.V = refVersion
	return encode(r)
}

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("room: a ref is plain data: " + err.Error())
	}
	return string(data)
}

// decode reads a kept form. What cannot be read is an error, never an empty ref:
// that would post anew.
func decode[T any](what, s string) (*T, error) {
	if s == "" {
		return nil, nil
	}
	var v struct{ V int }
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	if v.V < 1 || v.V > refVersion {
		return nil, fmt.Errorf("read %s: version %d is not known here: run the program that wrote it, or a newer one", what, v.V)
	}
	out := new(T)
	if err := json.Unmarshal([]byte(s), out); err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	return out, nil
}
