package views

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
	"salesclerk/cards/judge"
)

var pictures = flag.String("pictures", "", "a folder that pictures of the views are kept in")

// gallery is one view of each kind and more, in a language.
func gallery(t testing.TB, tag string) []judge.Value {
	var out []judge.Value
	add := func(name, kind string, v any) {
		out = append(out, judge.Value{Name: tag + " " + name, Type: kind, JSON: encoded(t, v)})
	}
	had := map[string]int{}
	for _, x := range opened(tag) {
		kind := fmt.Sprint(x.form.Kind, " ", x.form.Action)
		if had[kind]++; had[kind] > 2 && !strings.Contains(x.name, "200_lines") && !strings.Contains(x.name, "extreme ") {
			continue
		}
		add(x.name, "ModalView", Dialog(x.form, x.s, x.o))
		if len(x.form.Lines) > 0 {
			x.s.OpenLine(x.form, lineKey(x.form.Lines[0]))
			add(x.name+" line", "ModalView", Line(x.form, x.s, []string{"PCS", "BOX"}, []string{"BLUE"}, "", x.o))
			x.s.Turn(x.form, 1)
			add(x.name+" page 2", "ModalView", Dialog(x.form, x.s, x.o))
		}
	}
	for _, x := range cards.Samples(tag)[:30] {
		o := cards.Options{Lang: tag, Viewer: &viewer, Now: now}
		c := cards.New(&x.Task, x.Step, o)
		add("task "+x.Kind+" "+x.Variant, "ModalView", Task(c, cards.Timeline(&x.Task, o), "sales", look(tag)))
	}
	long := homeTasks(tag, 1)[0]
	add("timeline", "ModalView", Timeline(bot.Target{Task: long.ID}, long.ID, cards.Timeline(&long, cards.Options{Lang: tag}), 0, look(tag)))
	add("home", "HomeView", Home([]HomeDesk{{Name: "sales", Person: viewer, Tasks: homeTasks(tag, 14), Attention: 6, More: 3}}, look(tag)))
	add("home no right", "HomeView", Home([]HomeDesk{{Name: "sales", Admins: []string{"Eva Lind"}}}, look(tag)))
	return append(out, movedView(t, tag))
}

func movedView(t testing.TB, tag string) judge.Value {
	for _, x := range opened(tag) {
		if x.form.Action == task.Save && x.form.Kind == cards.FormMail {
			put(&x.s.Texts, "text", "My own words.\n\nWith regards")
			put(&x.s.Texts, "subject", "My subject")
			c := cards.New(&x.task, 2, cards.Options{Lang: tag})
			return judge.Value{Name: tag + " moved", Type: "ModalView", JSON: encoded(t, Moved(x.form, x.s, c, "Bo Lind was first and chose Confirm.", "sales", x.o))}
		}
	}
	return judge.Value{}
}

// TestSlacksOwnTypes: whatever is shown is of the types that Slack publishes.
func TestSlacksOwnTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a compiler")
	}
	var all []judge.Value
	for _, tag := range lang.Supported() {
		all = append(all, gallery(t, tag)...)
	}
	judge.Types(t, judge.Slack, all)
}

// TestDrawn: a library that draws Block Kit knows all of what we show.
func TestDrawn(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	tags := []string{"en"}
	if *pictures != "" {
		tags = lang.Supported()
	}
	var all []judge.Value
	for _, tag := range tags {
		for _, v := range gallery(t, tag) {
			if *pictures != "" || !strings.Contains(v.Name, "extreme") {
				all = append(all, v)
			}
		}
	}
	for _, p := range judge.Draw(t, judge.BlockKit, *pictures, 420, all) {
		for _, m := range p.Missing {
			t.Logf("%s: not drawn: %s", p.Name, m)
		}
		if p.Words == "" {
			t.Errorf("%s: nothing is to be seen", p.Name)
		}
	}
}
