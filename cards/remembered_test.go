package cards_test

import (
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// TestTheReasonIsOnTheLine: an item that only a person's former choice finds says so.
func TestTheReasonIsOnTheLine(t *testing.T) {
	at := time.Date(2027, 5, 3, 23, 30, 0, 0, time.UTC)
	line := func(match task.Match, why *task.Remembered) task.Line {
		return task.Line{Text: "10 dims", Query: "dims", Quantity: "10", Match: match, Confidence: 1, Items: []task.Candidate{{Number: "1000", Score: 1, Remembered: why}}}
	}
	says := func(lang string, zone *time.Location, l task.Line) string {
		x := task.New("T-1", "north", at)
		x.State, x.Messages = task.Attention, []task.Message{{ID: "<1>", At: at}}
		x.Steps = []task.Step{{N: 1, Kind: task.StepIncoming, Status: task.StepOpen, At: at}}
		x.Reading = &task.Reading{Relevant: true, Lines: []task.Line{l}}
		for _, b := range cards.New(&x, 1, cards.Options{Lang: lang, Zone: zone}).Blocks {
			if b.Table != nil {
				return b.Table.Rows[0][4].S
			}
		}
		return ""
	}
	anna := &task.Remembered{Words: "dims", Name: "Anna Berg", At: at}
	for lang, want := range map[string]string{
		"en": "remembered for this customer: Anna Berg chose it on 4 May 2027",
		"da": "husket for denne kunde: Anna Berg valgte den den 4. maj 2027",
		"fr": "mémorisé pour ce client : choisi par Anna Berg le 4 mai 2027",
	} {
		if got := strings.ReplaceAll(says(lang, time.FixedZone("CEST", 2*60*60), line(task.One, anna)), " ", " "); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := says("en", nil, line(task.One, anna)); !strings.Contains(got, "3 May 2027") {
		t.Errorf("without a zone: %q", got)
	}
	bought := line(task.One, nil)
	bought.Items[0].Bought = &task.Bought{Date: "2027-02-01", Order: "SO-7"}
	for lang, want := range map[string]string{"en": "bought before: on 1 February 2027 (SO-7)", "da": "købt før: den 1. februar 2027 (SO-7)",
		"fr": "déjà acheté : le 1er février 2027 (SO-7)"} {
		if got := strings.ReplaceAll(says(lang, nil, bought), " ", " "); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	bought.Items[0].Bought = &task.Bought{Date: "2027-02-01"}
	if got := says("en", nil, bought); got != "bought before: on 1 February 2027" {
		t.Errorf("without an order's number: %q", got)
	}
	if got := says("en", nil, line(task.One, nil)); got != "" {
		t.Errorf("without a reason: %q", got)
	}
	if got := says("en", nil, line(task.Several, anna)); strings.Contains(got, "emembered") {
		t.Errorf("of several: %q", got)
	}
}
