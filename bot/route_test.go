package bot

import (
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

func TestRoutes(t *testing.T) {
	all := Routes{{Room: "a", Kinds: []task.StepKind{task.StepOrder}}, {Room: "b", Groups: []string{"EXPORT"}}, {Room: "a", Groups: []string{"TRADE"}}, {Room: "c"}}
	for want, got := range map[string]string{"a": all.Room(task.StepOrder, "EXPORT"), "b": all.Room(task.StepQuote, "EXPORT"), "c": all.Room(task.StepQuote, ""), "c ": all.Home() + " ", "": Routes{}.Home()} {
		if got != want {
			t.Errorf("to %q, want %q", got, want)
		}
	}
	if !all.Own("b") || all.Own("d") || all.Own("") || (Routes{{}}).Own("") || strings.Join(all.Rooms(), "") != "abc" {
		t.Errorf("its rooms are %q", all.Rooms())
	}
}

func TestHistoryPages(t *testing.T) {
	var entries []cards.Entry
	for i := range 2*PageSteps + 3 {
		entries = append(entries, cards.Entry{Step: i + 1})
	}
	shape := func(entries []cards.Entry) string {
		var s strings.Builder
		for _, p := range History(entries) {
			s.WriteString(string(rune('0'+p.N)) + strings.Repeat(".", len(p.Entries)/10))
			if p.Done {
				s.WriteString("!")
			}
			s.WriteString(" ")
		}
		return s.String()
	}
	if got := shape(entries); got != "0..! 1..! 2 " {
		t.Error(got)
	}
	if got := shape(entries[7:]); got != "1..! 2 " { // of a longer one only the end is left
		t.Error(got)
	}
	if entries[30].Open = true; shape(entries) != "0..! 1.. 2 " {
		t.Error(shape(entries))
	}
	for step, page := range map[int]int{-1: 0, 0: 0, 1: 0, 25: 0, 26: 1, 50: 1, 51: 2} {
		if PageOf(step) != page {
			t.Errorf("step %d is on page %d", step, PageOf(step))
		}
	}
}

func TestFindings(t *testing.T) {
	f := Findings{Desk: "sales"}
	f.Wrong("a", "%d", 1)
	f.Note("b", "x")
	f.Fine("c", "y")
	if len(f.All) != 3 || !f.All[0].Wrong || f.All[0].Words != "1" || !f.All[1].Note || f.All[2].Wrong || f.All[2].Note || f.All[2].Desk != "sales" {
		t.Errorf("%+v", f.All)
	}
}
