package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// shelf is a desk that has tasks and blobs and nothing else.
type shelf struct {
	bot.Desk
	mu    sync.Mutex
	tasks map[string]task.Task
	blobs map[string][]byte
}

func (s *shelf) put(t task.Task) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks[t.ID] = t
}

func (s *shelf) Task(_ context.Context, id string) (task.Task, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.tasks[id]; ok {
		return t, nil
	}
	return task.Task{}, fmt.Errorf("%s: %w", id, bot.ErrNotFound)
}

func (s *shelf) Blob(_ context.Context, key string) ([]byte, error) {
	if b, ok := s.blobs[key]; ok {
		return b, nil
	}
	return nil, bot.ErrNotFound
}

func planner(tasks ...task.Task) *surface {
	s := &shelf{tasks: map[string]task.Task{}}
	for _, t := range tasks {
		s.tasks[t.ID] = t
	}
	d := &Desk{Desk: s, Name: "sales", Lang: "da", Zone: time.UTC, Routes: bot.Routes{
		{Room: "CBIG", Groups: []string{"WHOLESALE"}, Kinds: []task.StepKind{task.StepQuote, task.StepOutgoing}},
		{Room: "CHELP", Kinds: []task.StepKind{task.StepAssistance}},
		{Room: "CALL"},
	}}
	return newSurface(&App{}, d).(*surface)
}

func plan(t *testing.T, s *surface, id string) []room.Message {
	t.Helper()
	got, err := s.Plan(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

var at = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// long is a task with one quote behind it, a mail discarded, and one under review.
func long() task.Task {
	pdf := func(blob string) []task.Attachment {
		return []task.Attachment{{Name: "Quote Q-1.pdf", Type: "application/pdf", Size: 1000, Blob: blob}}
	}
	draft := func(blob string) *task.Draft {
		return &task.Draft{ID: "<" + blob + ">", Kind: task.DraftQuote, Subject: "Your quote", Text: "Here it is.", DocNumber: "Q-1", Files: pdf(blob)}
	}
	anna := &task.Person{ID: "slack:T1/U1", Name: "Anna Berg"}
	return task.Task{ID: "T-1", Desk: "sales", Rev: 9, Turn: 4, State: task.Attention, Subject: "Chairs",
		Party: task.Party{Company: "Nordlys A/S", Group: "WHOLESALE"}, Draft: draft("b2"),
		Messages: []task.Message{{From: "lene@nordlys.example", Text: "Two chairs please", At: at}},
		Steps: []task.Step{
			{N: 1, Kind: task.StepLog, Status: task.StepDone, At: at, Note: &task.Note{Code: "mail_received"}},
			{N: 2, Kind: task.StepIncoming, Status: task.StepConfirmed, At: at, Settled: at, By: anna, Action: task.Confirm},
			{N: 3, Kind: task.StepOutgoing, Status: task.StepDiscarded, At: at, Settled: at, By: anna, Action: task.Discard, Draft: draft("b0")},
			{N: 4, Kind: task.StepOutgoing, Status: task.StepConfirmed, At: at, Settled: at, By: anna, Action: task.Confirm, Draft: draft("b1")},
			{N: 5, Kind: task.StepOutgoing, Status: task.StepOpen, At: at},
		}}
}

// sight is what of a planned message the poster goes by.
type sight struct {
	Key, Room          string
	Reply, Skip, Final bool
}

func sights(list []room.Message) (out []sight) {
	for _, m := range list {
		out = append(out, sight{m.Key, m.Room, m.Reply, m.Skip, m.Final})
	}
	return out
}

func TestWhatATaskShows(t *testing.T) {
	got := plan(t, planner(long()), "T-1")
	want := []sight{
		{"card/2", "CALL", false, true, true},
		{"card/3", "CBIG", false, true, true},
		{"card/4", "CBIG", false, true, true},
		{"card/5", "CBIG", false, false, false},
		{"history/0", "", true, false, false},
		{"file/b0", "", true, true, true},
		{"file/b1", "", true, false, true},
		{"file/b2", "", true, false, true},
	}
	if d := cmp.Diff(want, sights(got)); d != "" {
		t.Error(d)
	}
	for _, m := range got {
		if m.Rev != 9 || m.Sum == "" || m.Body == nil {
			t.Errorf("%s: revision %d, sum %q, body %v", m.Key, m.Rev, m.Sum, m.Body)
		}
		if _, err := json.Marshal(m.Body); err != nil {
			t.Errorf("%s: %v", m.Key, err)
		}
	}
}

func TestTheSameTaskHasTheSameSums(t *testing.T) {
	one, two := plan(t, planner(long()), "T-1"), plan(t, planner(long()), "T-1")
	changed := long()
	changed.Draft.Text = "Here it is, changed."
	three := plan(t, planner(changed), "T-1")
	for i := range one {
		if one[i].Sum != two[i].Sum {
			t.Errorf("%s: another sum for the same task", one[i].Key)
		}
		if same := one[i].Sum == three[i].Sum; same == (one[i].Key == "card/5") {
			t.Errorf("%s: with other words in the draft, the same sum is %v", one[i].Key, same)
		}
	}
}

// A stop that is being asked, or a channel that is routed elsewhere by now, is
// still the card of its step.
func TestAQuestionIsStillTheCardOfItsStep(t *testing.T) {
	k := long()
	k.Steps[4].Asking = &task.Asking{By: task.Person{ID: "slack:T1/U1", Name: "Anna"}, At: at}
	got := plan(t, planner(k), "T-1")[3]
	if d := cmp.Diff([]sight{{"card/5", "CBIG", false, false, false}}, sights([]room.Message{got})); d != "" {
		t.Error(d)
	}
}

func TestRoutes(t *testing.T) {
	d := planner().d
	for _, tc := range []struct {
		kind        task.StepKind
		group, want string
	}{
		{task.StepQuote, "WHOLESALE", "CBIG"}, {task.StepQuote, "RETAIL", "CALL"}, {task.StepQuote, "", "CALL"},
		{task.StepAssistance, "WHOLESALE", "CHELP"}, {task.StepIncoming, "WHOLESALE", "CALL"}, {"", "", "CALL"},
	} {
		if got := d.Routes.Room(tc.kind, tc.group); got != tc.want {
			t.Errorf("%s of %q goes to %s, want %s", tc.kind, tc.group, got, tc.want)
		}
	}
}

// A card of a busy hour is not followed by a history that only repeats it.
func TestTheHistoryBeginsWithTheFirstDecision(t *testing.T) {
	k := long()
	k.Steps = []task.Step{{N: 1, Kind: task.StepLog, Status: task.StepDone, At: at}, {N: 2, Kind: task.StepIncoming, Status: task.StepOpen, At: at}}
	if h := plan(t, planner(k), "T-1")[1]; h.Key != "history/0" || !h.Skip {
		t.Errorf("%+v, want a history that is not worth posting", sights([]room.Message{h}))
	}
}

func TestHistoryInPages(t *testing.T) {
	k := long()
	k.Steps = k.Steps[:2]
	for n := 3; n <= 60; n++ {
		k.Steps = append(k.Steps, task.Step{N: n, Kind: task.StepLog, Status: task.StepDone, At: at, Note: &task.Note{Code: "mail_received"}})
	}
	pages := func() []sight {
		return sights(slices.DeleteFunc(plan(t, planner(k), "T-1"), func(m room.Message) bool { return !strings.HasPrefix(m.Key, "history/") }))
	}
	want := []sight{{"history/0", "", true, false, true}, {"history/1", "", true, false, true}, {"history/2", "", true, false, false}}
	if d := cmp.Diff(want, pages()); d != "" {
		t.Error(d)
	}
	k.Steps[30].Kind, k.Steps[30].Status = task.StepIncoming, task.StepOpen
	want[1].Final = false
	if d := cmp.Diff(want, pages()); d != "" {
		t.Errorf("with a step that waits on the second page: %s", d)
	}
	for n := 61; n <= 230; n++ {
		k.Steps = append(k.Steps, task.Step{N: n, Kind: task.StepLog, Status: task.StepDone, At: at})
	}
	got := pages()
	if first, last := got[0].Key, got[len(got)-1].Key; first != "history/2" || last != "history/9" {
		t.Errorf("of 230 steps the pages %s to %s are kept up, want history/2, the first that is whole, to history/9", first, last)
	}
}

// Just resume brings the discarded mail back, byte for byte: its PDF is worth
// posting again, and is still one.
func TestAPDFThatComesBackIsOne(t *testing.T) {
	k := long()
	k.Draft = k.Steps[2].Draft
	files := slices.DeleteFunc(sights(plan(t, planner(k), "T-1")), func(s sight) bool { return !strings.HasPrefix(s.Key, "file/") })
	if d := cmp.Diff([]sight{{"file/b0", "", true, false, true}, {"file/b1", "", true, false, true}}, files); d != "" {
		t.Error(d)
	}
}

func TestTheNameOfAPDF(t *testing.T) {
	k := long()
	k.Steps[4].Status, k.Steps[4].Draft = task.StepConfirmed, &task.Draft{Kind: task.DraftAnswer, Files: []task.Attachment{
		{Name: "../../<!channel>\u202e\x00 list.PDF", Size: 5, Blob: "odd"}, {Name: ".pdf", Size: 5, Blob: "bare"},
		{Name: "logo.png", Type: "image/png", Size: 5, Blob: "png"}, {Name: "lost.pdf", Size: 5},
		{Name: strings.Repeat("å", 300) + ".pdf", Size: 5, Blob: "long"}}}
	var got []string
	for _, m := range plan(t, planner(k), "T-1") {
		if f, ok := m.Body.(*file); ok {
			got = append(got, f.Name)
		}
	}
	want := []string{"Tilbud Q-1.pdf", "Tilbud Q-1 (2).pdf", "-..--!channel- list.pdf", "document.pdf", strings.Repeat("å", cards.NameRunes-1) + "….pdf"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Whatever stands in a number or a file's name, what is shown is one short name.
func TestNoNameOfAPDFIsMoreThanAName(t *testing.T) {
	d := planner().d
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.StringMatching(`[./\\ <>!@|:*?"&;\x{202e}\x{0}\n-]{0,200}`))
		draft := &task.Draft{Kind: rapid.SampledFrom([]task.DraftKind{task.DraftQuote, task.DraftOrder, task.DraftAnswer, ""}).Draw(t, "kind"),
			DocNumber: words.Draw(t, "number")}
		got := d.title(draft, task.Attachment{Name: words.Draw(t, "name")})
		if n := len([]rune(got)); n == 0 || n > cards.NameRunes || strings.ContainsAny(got, "/\\<>:*?\"|\n\x00\u202e") || strings.Trim(got, " .") != got {
			t.Errorf("%q", got)
		}
	})
}

func TestALargePDFIsASentence(t *testing.T) {
	k := long()
	k.Draft.Files[0].Size = maxFile + 1
	all := plan(t, planner(k), "T-1")
	m := all[len(all)-1]
	body, ok := m.Body.(*sheet)
	if m.Key != "file/b2" || !m.Reply || !ok || !strings.Contains(string(raw(t, body.Blocks)), "21 MB") {
		t.Errorf("%s is %s", m.Key, raw(t, m.Body))
	}
}

func raw(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Every card of every kind, whatever stands in it, is taken by Slack's rules, and
// one that nobody can decide any more has nothing to press.
func TestEveryCardIsTaken(t *testing.T) {
	for _, tag := range []string{"en", "da", "fr"} {
		for _, s := range cards.Samples(tag) {
			p := planner(s.Task)
			p.d.Lang = tag
			for _, m := range plan(t, p, s.Task.ID) {
				body, ok := m.Body.(*sheet)
				if !ok {
					continue
				}
				data := raw(t, body.Blocks)
				if wrong := blocks.Check(data, "message"); len(wrong) > 0 {
					t.Errorf("%s %s %s %s: %v", tag, s.Kind, s.Variant, m.Key, wrong)
				}
				if m.Final && strings.Contains(string(data), `"sc:`+string(task.Confirm)) {
					t.Errorf("%s %s %s: %s is final and can be confirmed", tag, s.Kind, s.Variant, m.Key)
				}
			}
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	s := planner()
	for _, name := range []string{"T-404", "notice/x", "", "notice/"} {
		if got, err := s.Plan(t.Context(), name); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%q: %v (%v), want that it is not found", name, got, err)
		}
	}
}

func TestANotice(t *testing.T) {
	s := planner()
	s.d.Notice = func(_ context.Context, id, lang string) (cards.Notice, error) {
		return cards.LimitReached(id, at, "sales", "100", cards.Options{Lang: lang}), nil
	}
	got := plan(t, s, "notice/limit-2026-11-21")
	if d := cmp.Diff([]sight{{"notice", "CALL", false, false, false}}, sights(got)); d != "" {
		t.Error(d)
	}
	if words := string(raw(t, got[0].Body)); !strings.Contains(words, "100") {
		t.Errorf("the notice is %s", words)
	}
}
