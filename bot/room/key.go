package room

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
)

// NoticePrefix begins the names of what is due that is no task.
const NoticePrefix = "notice/"

// CardKey is the Key of a step's card, for ever.
func CardKey(step int) string { return "card/" + strconv.Itoa(step) }

// HistoryKey is the Key of a page of a task's history, for ever.
func HistoryKey(page int) string { return "history/" + strconv.Itoa(page) }

// Sum is a digest of what is JSON, for Message.Sum; on what is none it panics.
func Sum(body any) string {
	s, err := sum(body)
	if err != nil {
		panic("room: " + err.Error())
	}
	return s
}

func sum(body any) (string, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return "", fmt.Errorf("encode the body: %w", err)
	}
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:12]), nil
}
