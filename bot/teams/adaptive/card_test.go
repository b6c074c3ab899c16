package adaptive

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

var (
	now    = time.Date(2026, 11, 21, 15, 30, 0, 0, time.UTC)
	viewer = task.Person{ID: "teams:t1/u1", Name: "Anna Berg", Roles: []task.Role{task.Approver}}
	west   = []cards.Choice{{Value: "", Label: cards.Text{S: "Main street 1"}}, {Value: "WEST", Label: cards.Text{S: "Havnegade 12, 8000 Aarhus C", From: cards.Colleague}}}
)

// scene is a sample as it is shown.
type scene struct {
	name string
	tag  string
	task task.Task
	step int
	card cards.Card
}

func (s *scene) options(a task.Kind) cards.Options {
	return cards.Options{Lang: s.tag, Zone: time.UTC, Viewer: &viewer, Now: now, Action: a, Addresses: west}
}

// form is the form that a button of the card opens; with Confirm, where it is a
// mail to mend.
func (s *scene) form(b cards.Button) *cards.Form {
	f := cards.Dialog(&s.task, s.step, b.Form, s.options(b.Action))
	for _, x := range s.card.Buttons {
		if x.Action == task.Confirm && f.Kind == cards.FormMail && f.Action == task.Save {
			f.Buttons = append(f.Buttons, x)
		}
	}
	return &f
}

func (s *scene) shown() Options {
	return Options{Desk: "sales", Lang: s.tag, Forms: s.form, Windows: true, Refresh: []string{"29:one", "29:two"}, Files: true, Link: linkOf}
}

func scenes(tag string) []scene {
	var out []scene
	for _, x := range cards.Samples(tag) {
		s := scene{name: tag + " " + x.Kind + " " + x.Variant, tag: tag, task: x.Task, step: x.Step}
		s.card = cards.New(&x.Task, x.Step, cards.Options{Lang: tag, Zone: time.UTC, Now: now})
		out = append(out, s)
	}
	return out
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fine fails unless Teams would take the card.
func fine(t testing.TB, name string, r Root) {
	t.Helper()
	for i, wrong := range Check(encoded(t, r), links) {
		if i < 5 {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}

// live says whether a card has buttons.
func live(t testing.TB, r Root) bool {
	r.Refresh = nil
	return strings.Contains(string(encoded(t, r)), `"Action.`)
}

// What goes on and what ends stand beside each other, whatever else there is.
func TestConfirmAndStopAreInSight(t *testing.T) {
	for _, s := range scenes("en") {
		first, rest := arranged(s.card)
		for _, b := range rest {
			if b.Action == task.Confirm || b.Action == task.Stop {
				t.Errorf("%s: %s is behind %v", s.name, b.Label, first)
			}
		}
	}
}

// verbsOf are those of all buttons of a card.
func verbsOf(t testing.TB, r Root) (verbs []string) {
	r.Refresh = nil
	for _, found := range regexp.MustCompile(`"verb":"([^"]*)"`).FindAllStringSubmatch(string(encoded(t, r)), -1) {
		verbs = append(verbs, found[1])
	}
	return verbs
}

func TestEveryCardIsFine(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, s := range scenes(tag) {
			m := Card(s.card, s.shown())
			fine(t, s.name, m.Card)
			if m.Summary == "" || strings.ContainsAny(m.Summary, "\n\r") {
				t.Errorf("%s: summary %q", s.name, m.Summary)
			}
			fine(t, s.name+" without forms", Card(s.card, Options{Desk: "sales"}).Card)
			plain := Plain(s.card, Options{Desk: "sales"})
			fine(t, s.name+" plain", plain.Card)
			if live(t, plain.Card) {
				t.Errorf("%s: the plain card has buttons", s.name)
			}
			o := s.shown()
			o.Files = false
			if open := s.card.State == cards.Open; open != live(t, Card(s.card, o).Card) {
				t.Errorf("%s: %s, and buttons: %v", s.name, s.card.State, !open)
			}
			for _, verb := range verbsOf(t, m.Card) {
				if s.card.State == cards.Busy || s.card.State == cards.Settled && verb != string(VerbFile) {
					t.Errorf("%s: %s, and a button for %s", s.name, s.card.State, verb)
				}
			}
		}
	}
}

// forms is what the buttons of a card open; of some samples every form there is,
// also those that only show.
func forms(s scene) []*cards.Form {
	var out []*cards.Form
	for _, b := range s.card.Buttons {
		if b.Form != cards.FormNone {
			out = append(out, s.form(b))
		}
	}
	if !strings.HasSuffix(s.name, " extreme") && !strings.HasSuffix(s.name, " 200_lines") && !strings.HasSuffix(s.name, " known") {
		return out
	}
	for _, form := range []string{cards.FormMail, cards.FormDocument, cards.FormContact, cards.FormCreateContact, cards.FormPick, cards.FormInstruct} {
		if !slices.ContainsFunc(out, func(f *cards.Form) bool { return f.Kind == form }) {
			out = append(out, s.form(cards.Button{Form: form, Action: task.ReviewView}))
		}
	}
	return out
}

func at(s scene) bot.Target {
	return bot.Target{Desk: "sales", Task: s.task.ID, Step: s.step, Turn: s.task.Turn}
}

func TestEveryPageOfEveryFormIsFine(t *testing.T) {
	for _, tag := range lang.Supported() {
		had := map[string]int{}
		for _, s := range scenes(tag) {
			for _, f := range forms(s) {
				kind := fmt.Sprint(f.Kind, f.Action, strings.Contains(s.name, "extreme"))
				if had[kind]++; had[kind] > 2 && !strings.HasSuffix(s.name, "200_lines") {
					continue
				}
				_, _, pages := newSheet(*f, Draft{}, tag).shown(goalPage)
				for n := range pages {
					if n > 1 && n < pages-1 {
						continue
					}
					name := fmt.Sprintf("%s %s %s page %d of %d", s.name, f.Kind, f.Action, n+1, pages)
					fine(t, name, Dialog(*f, at(s), Draft{Page: n}, s.shown()).Card)
					fine(t, name+" in the card", Review(s.card, *f, Draft{Page: n}, s.shown()).Card)
				}
			}
		}
	}
}

func TestEveryOtherMessageIsFine(t *testing.T) {
	for _, tag := range lang.Supported() {
		for name, m := range others(tag) {
			fine(t, tag+" "+name, m.Card)
		}
	}
}

var hostile = strings.Join([]string{"**x**", "[Confirm](https://x)", "<at>everyone</at>", "![](http://x)", "`code`", "&lt;b&gt;", "\u202egnp.exe\u202c \u2066x\u2069",
	"{{DATE(2017-02-14T06:08:00Z,SHORT)}}", "${name}", "a\nb\r\nc", "\u0627\u0644", "_x_ ~~y~~ # z", "\x00\x1b[31m"}, " ")

// others is messages that are no cards.
func others(tag string) map[string]Message {
	o := cards.Options{Lang: tag, Zone: time.UTC, Now: now}
	out := map[string]Message{}
	var tasks []task.Task
	for i, s := range scenes(tag) {
		x := s.task
		x.ID = fmt.Sprintf("T-%d", 1000+i)
		tasks = append(tasks, x)
		entries := cards.Timeline(&x, o)
		if strings.Contains(s.name, "outgoing") {
			out["history "+s.name] = History(entries, 0, tag)
			out["timeline "+s.name] = Timeline(at(s), x.ID, entries, -1, tag)
		}
	}
	figures := []cards.Figure{{Name: "mails", Unit: cards.UnitCount, Value: "12", Before: "9"},
		{Name: "amount", Unit: cards.UnitMoney, Value: "12500.00", Currency: "DKK"}, {Name: "saved", Unit: cards.UnitSeconds, Value: "5400", Estimate: true}}
	out["kpi"] = Notice(cards.Summary("kpi-1", now, "2026-11-16", "2026-11-22", figures, o), tag)
	out["limit"] = Notice(cards.LimitReached("limit-1", now, "sales", "200", o), tag)
	out["answer"] = Answer(tag, cards.Text{S: "Anna Berg confirmed this."}, cards.Text{S: hostile, From: cards.Stranger})
	out["list"] = List([]Tasks{{Desk: "sales", Person: viewer, Tasks: tasks[:min(len(tasks), 60)], Attention: 70, More: 12}, {Desk: "spare parts", Person: viewer, Tasks: tasks[:4]}}, now, time.UTC, tag)
	out["list no right"] = List([]Tasks{{Desk: "sales", Admins: []string{hostile}}}, now, time.UTC, tag)
	out["list empty"] = List([]Tasks{{Desk: "sales", Person: viewer}}, now, time.UTC, tag)
	out["list away"] = List([]Tasks{{Desk: "sales", Person: viewer, Away: true}}, now, time.UTC, tag)
	for _, s := range scenes(tag) {
		for _, b := range s.card.Blocks {
			if b.Kind == cards.BlockFiles {
				out["files "+s.name] = Files(s.card, b.Files, cards.Text{S: "The links work for some minutes."}, s.shown())
			}
		}
	}
	out["help"] = Help("Help", "Write one of these.", [][2]string{{"tasks", "The tasks"}, {"kpi", "The figures"}}, tag)
	return out
}
