package cards_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
	"salesclerk/cards/html"
)

// plain is the samples that go to no limits, made anew: tests change them.
func plain() []cards.Sample {
	return slices.DeleteFunc(cards.Samples("en"), func(s cards.Sample) bool { return strings.HasPrefix(s.Variant, "extreme") })
}

func find(t *testing.T, kind, variant string) cards.Sample {
	t.Helper()
	for _, s := range plain() {
		if s.Kind == kind && s.Variant == variant {
			return s
		}
	}
	t.Fatalf("no sample %s %s", kind, variant)
	return cards.Sample{}
}

func card(s cards.Sample, o cards.Options) cards.Card { return cards.New(&s.Task, s.Step, o) }

func actions(buttons []cards.Button) []task.Kind {
	var out []task.Kind
	for _, b := range buttons {
		out = append(out, b.Action)
	}
	return out
}

func TestButtons(t *testing.T) {
	for _, c := range []struct {
		kind, variant string
		want          []task.Kind
		primary       task.Kind
	}{
		{"incoming", "known", []task.Kind{task.Confirm, task.ReviewView, task.Stop}, task.Confirm},
		{"incoming", "unknown", []task.Kind{task.Confirm, task.CreateContact, task.UseContactOnce, task.UpdateContact, task.ReviewView, task.Stop}, task.Confirm},
		{"quote", "plain", []task.Kind{task.Confirm, task.ReviewView, task.Stop}, task.Confirm},
		{"outgoing", "quote", []task.Kind{task.Confirm, task.ReviewView, task.Discard, task.Stop}, task.Confirm},
		{"outgoing", "answer", []task.Kind{task.ReviewView, task.Confirm, task.Discard, task.Stop}, task.ReviewView},
		{"resume", "order", []task.Kind{task.Updated, task.ResumeOnly, task.ReviewView, task.Stop}, task.Updated},
		{"assistance", "no_item", []task.Kind{task.PickItem, task.Retry, task.Instruct, task.Confirm, task.ReviewView, task.Stop}, task.PickItem},
		{"assistance", "send_uncertain", []task.Kind{task.Confirm, task.Retry, task.ReviewView, task.Stop}, task.Confirm},
		{"stop", "stop_outgoing", []task.Kind{task.StopNo, task.StopYes}, ""},
		{"incoming", "busy", nil, ""},
		{"outgoing", "confirmed_confirm", nil, ""},
	} {
		got := card(find(t, c.kind, c.variant), cards.Options{})
		have := actions(got.Buttons)
		if len(c.want) > 0 { // others may stand between them: the core's table decides
			have = slices.DeleteFunc(have, func(a task.Kind) bool { return !slices.Contains(c.want, a) })
		}
		if diff := cmp.Diff(c.want, have); diff != "" {
			t.Errorf("%s %s (-want +have):\n%s", c.kind, c.variant, diff)
		}
		if n := len(got.Buttons); n > 0 && (got.Buttons[0].Action != c.want[0] || got.Buttons[n-1].Action != c.want[len(c.want)-1]) {
			t.Errorf("%s %s begins or ends with another button: %v", c.kind, c.variant, actions(got.Buttons))
		}
		for _, b := range got.Buttons {
			if (b.Style == cards.Primary) != (b.Action == c.primary) {
				t.Errorf("%s %s: %s has style %q", c.kind, c.variant, b.Action, b.Style)
			}
		}
	}
}

// TestLeaves: a card that offers Stop says what would stay behind; no other does.
func TestLeaves(t *testing.T) {
	c := card(find(t, "outgoing", "quote"), cards.Options{})
	if len(c.Leaves) != 2 || !strings.Contains(c.Leaves[0].S, "Q-1001") {
		t.Errorf("a card with Stop leaves %v", c.Leaves)
	}
	for _, variant := range []string{"confirmed_confirm", "discarded_discard"} {
		if c := card(find(t, "outgoing", variant), cards.Options{}); len(c.Leaves) > 0 {
			t.Errorf("%s leaves %v", variant, c.Leaves)
		}
	}
	viewer := task.Person{ID: "U9", Roles: []task.Role{task.Viewer}}
	if c := card(find(t, "outgoing", "quote"), cards.Options{Viewer: &viewer}); len(c.Leaves) > 0 {
		t.Errorf("a viewer, who has no Stop, is told what stays behind: %v", c.Leaves)
	}
}

// TestViewerSeesOnlyViews: who may only look gets no button that decides.
func TestViewerSeesOnlyViews(t *testing.T) {
	viewer := task.Person{ID: "U9", Roles: []task.Role{task.Viewer}}
	for _, s := range cards.Samples("en") {
		c := card(s, cards.Options{Viewer: &viewer})
		if s.Variant == "extreme" {
			continue
		}
		for _, b := range slices.Concat(c.Buttons, c.More) {
			if b.Action != task.ReviewView && b.Action != task.TimelineView {
				t.Errorf("%s %s offers %s to a viewer", s.Kind, s.Variant, b.Action)
			}
		}
		for _, form := range []string{cards.FormMail, cards.FormDocument, cards.FormContact, cards.FormCreateContact, cards.FormPick, cards.FormInstruct} {
			f := cards.Dialog(&s.Task, s.Step, form, cards.Options{Viewer: &viewer})
			if f.Action != "" || len(f.Inputs) > 0 || len(f.Buttons) > 0 {
				t.Errorf("%s %s: the dialog %s lets a viewer %s", s.Kind, s.Variant, form, f.Action)
			}
		}
	}
}

func TestUpdatedFollowsTheDocument(t *testing.T) {
	for variant, want := range map[string]string{"quote": "I have updated the quote", "order": "I have updated the order"} {
		if have := card(find(t, "resume", variant), cards.Options{}).Buttons[0].Label; have != want {
			t.Errorf("%s: %q, want %q", variant, have, want)
		}
	}
}

// key is what a word looks like that no language has.
var key = regexp.MustCompile(`\b(cards|button|kind|state|status|decided|problem|intent|format)\.[a-z_]+\b`)

// TestEveryWordIsThere: no card and no dialog shows a key instead of words.
func TestEveryWordIsThere(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, s := range cards.Samples(tag) {
			c := card(s, cards.Options{Lang: tag})
			all := texts(t, c) + texts(t, cards.Timeline(&s.Task, cards.Options{Lang: tag}))
			for _, b := range slices.Concat(c.Buttons, c.More) {
				if strings.HasPrefix(s.Variant, "extreme") {
					break // many words, none of them new
				}
				all += texts(t, cards.Dialog(&s.Task, s.Step, b.Form, cards.Options{Lang: tag}))
			}
			for _, k := range key.FindAllString(all, -1) {
				t.Errorf("%s: %s %s shows %s", tag, s.Kind, s.Variant, k)
			}
		}
	}
}

func texts(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSamplesCoverEverything: every kind, problem, kind of mail and ending has its card.
func TestSamplesCoverEverything(t *testing.T) {
	have := map[string]bool{}
	for _, s := range cards.Samples("en") {
		if id := s.Kind + " " + s.Variant; have[id] {
			t.Errorf("two samples are called %s", id)
		} else {
			have[id] = true
		}
		c := card(s, cards.Options{})
		have["kind "+string(c.Kind)], have["shown "+string(c.Kind)+" "+c.Variant] = true, true
		have["status "+string(s.Task.Step(s.Step).Status)] = true
	}
	var want []string
	for _, k := range []task.StepKind{task.StepIncoming, task.StepQuote, task.StepOrder, task.StepOutgoing, task.StepResume, task.StepAssistance, task.StepStop, task.StepLog} {
		want = append(want, "kind "+string(k))
	}
	for _, p := range task.Problems {
		want = append(want, "shown assistance "+p)
	}
	for _, k := range []task.DraftKind{task.DraftQuote, task.DraftOrder, task.DraftAsk, task.DraftAnswer, task.DraftUnavailable} {
		want = append(want, "shown outgoing "+string(k))
	}
	for _, s := range []task.StepStatus{task.StepOpen, task.StepConfirmed, task.StepDiscarded, task.StepUpdated, task.StepResumed, task.StepFixed, task.StepStopped, task.StepDone} {
		want = append(want, "status "+string(s))
	}
	for _, w := range want {
		if !have[w] {
			t.Errorf("no sample with %s", w)
		}
	}
}

// TestSizes: whatever a task holds, a card stays small, and every cut says so.
func TestSizes(t *testing.T) {
	const most = 64_000 // bytes of JSON; hostile names of 400 bytes in every cell stay below
	for _, s := range cards.Samples("da") {
		c := card(s, cards.Options{Lang: "da"})
		if n := len(texts(t, c)); n > most {
			t.Errorf("%s %s: %d bytes", s.Kind, s.Variant, n)
		}
		for _, b := range c.Blocks {
			if b.Cut && b.CutNote == "" || b.Table != nil && b.Table.More > 0 && !b.Cut {
				t.Errorf("%s %s: block %q %s is cut and does not say so", s.Kind, s.Variant, b.Title, b.Kind)
			}
			if b.Table != nil {
				checkTable(t, b.Table)
			}
		}
	}
}

func checkTable(t *testing.T, table *cards.Table) {
	t.Helper()
	for _, r := range table.Rows {
		if len(r) != len(table.Head) {
			t.Errorf("a row of %d cells under %d heads", len(r), len(table.Head))
		}
	}
	if len(table.Warn) > 0 && len(table.Warn) != len(table.Rows) {
		t.Errorf("%d rows, %d marks", len(table.Rows), len(table.Warn))
	}
}

func TestLongDocument(t *testing.T) {
	s := find(t, "quote", "200_lines")
	c := card(s, cards.Options{})
	i := slices.IndexFunc(c.Blocks, func(b cards.Block) bool { return b.Kind == cards.BlockTable })
	b := c.Blocks[i]
	if len(b.Table.Rows) != cards.DocLines || b.Table.More != 188 || b.CutNote != "… 188 more lines: open the review" {
		t.Errorf("%d rows, %d more, %q", len(b.Table.Rows), b.Table.More, b.CutNote)
	}
	if f := cards.Dialog(&s.Task, s.Step, cards.FormDocument, cards.Options{}); len(f.Lines) != 200 || f.Version != "v3" {
		t.Errorf("the dialog has %d lines, version %q", len(f.Lines), f.Version)
	}
}

// TestGone: a step that is not there is said, not a crash.
func TestGone(t *testing.T) {
	s := find(t, "quote", "plain")
	for _, n := range []int{-1, 0, 3} {
		c := cards.New(&s.Task, n, cards.Options{})
		if c.State != cards.Settled || c.Title != "This step no longer exists" || len(c.Buttons) > 0 {
			t.Errorf("step %d: %+v", n, c)
		}
		cards.Dialog(&s.Task, n, cards.FormMail, cards.Options{})
	}
	cards.New(&task.Task{Steps: []task.Step{{N: 1, Kind: task.StepAssistance, Status: task.StepOpen}, {N: 2, Kind: "?"}}}, 1, cards.Options{})
}

func TestTimeline(t *testing.T) {
	s := find(t, "outgoing", "confirmed_confirm")
	got := cards.Timeline(&s.Task, cards.Options{})
	if len(got) != 2 {
		t.Fatalf("%d entries", len(got))
	}
	e := got[1]
	if e.Who.S != "Anna Berg" || e.Took != "7 min" || e.Open || e.State != task.StepConfirmed ||
		!strings.Contains(e.Words.S, "Confirmed by Anna Berg, 21 November 2026 at 13:09") {
		t.Errorf("%+v", e)
	}
	open := find(t, "quote", "plain")
	e = cards.Timeline(&open.Task, cards.Options{Now: open.Task.Updated.Add(3 * time.Hour)})[1]
	if !e.Open || e.Took != "3 h" || !strings.Contains(e.Words.S, "Needs attention") {
		t.Errorf("%+v", e)
	}
	e = cards.Timeline(&open.Task, cards.Options{Now: open.Task.Steps[1].At.Add(time.Second - 1)})[1]
	if e.Took != "" {
		t.Errorf("it took %s", e.Took)
	}
}

func TestSummary(t *testing.T) {
	n := cards.Summary("kpi-1", time.Time{}, "2026-11-01", "2026-11-30", []cards.Figure{
		{Name: "mails", Unit: cards.UnitCount, Value: "1204", Before: "980"},
		{Name: "amount", Unit: cards.UnitMoney, Value: "104250.75", Currency: "DKK"},
		{Name: "saved", Unit: cards.UnitSeconds, Value: "5400", Estimate: true},
		{Name: "conversion", Unit: cards.UnitFraction, Value: "0.125"},
	}, cards.Options{Lang: "en"})
	var have []string
	for _, f := range n.Blocks[0].Fields {
		s := f.Label + " = " + f.Value.S
		if f.Note != nil {
			s += " (" + f.Note.S + ")"
		}
		have = append(have, strings.ReplaceAll(s, "\u00a0", " "))
	}
	want := []string{"Mails received = 1,204 (before: 980)", "Orders incl. tax = 104K DKK (DKK 104,250.75)", "Time saved = 1 h 30 min (estimate)", "Quotes that became orders = 12.5%"}
	if day := cards.Summary("kpi-2", time.Time{}, "2026-11-30", "2026-11-30", nil, cards.Options{Lang: "en"}); day.Lead.S != "30 November 2026" {
		t.Errorf("one day is %q", day.Lead.S)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("(-want +have):\n%s", diff)
	}
}

// TestSettledStays: a settled card keeps its content when the task goes on to
// another mail and another document, and shows nothing of those.
func TestSettledStays(t *testing.T) {
	for _, s := range plain() {
		before := card(s, cards.Options{})
		if before.State != cards.Settled || before.Kind == task.StepLog {
			continue
		}
		s.Task.Messages = append(s.Task.Messages, task.Message{ID: "<m2>", From: "lene@nordlys.example", Text: "NEWER"})
		s.Task.Current, s.Task.Turn = 1, 9
		s.Task.Reading = &task.Reading{Relevant: true, Reference: "NEWER", Lines: []task.Line{{Text: "NEWER"}, {Text: "NEWER"}}}
		s.Task.Document = &task.Document{Kind: task.Order, Number: "NEWER", Version: "v9", Lines: []task.DocLine{{Item: "NEWER"}}}
		s.Task.Draft = &task.Draft{ID: "<d2>", Subject: "NEWER", Text: "NEWER", To: []string{"NEWER"}}
		if after := texts(t, card(s, cards.Options{})); strings.Contains(after, "NEWER") {
			t.Errorf("%s %s shows what came later: %s", s.Kind, s.Variant, after)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, s := range plain() {
		if s.Variant == "known" || s.Variant == "200_lines" {
			b.Run(s.Kind+"_"+s.Variant, func(b *testing.B) {
				for b.Loop() {
					_ = html.Render(cards.New(&s.Task, s.Step, cards.Options{Lang: "da"}))
				}
			})
		}
	}
}
