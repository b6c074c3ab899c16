package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]Order{
		"":                          {What: Help},
		"help":                      {What: Help, Words: []string{}},
		"Aide":                      {What: Help, Words: []string{}},
		"TASKS":                     {What: Tasks, Words: []string{}},
		"opgaver":                   {What: Tasks, Words: []string{}},
		"tâches":                    {What: Tasks, Words: []string{}},
		"T-1042":                    {What: Task, Task: "T-1042", Words: []string{}},
		"t1042":                     {What: Task, Task: "T-1042", Words: []string{}},
		"task t-1042":               {What: Task, Task: "T-1042", Words: []string{}},
		"tasks T-1042":              {What: Task, Task: "T-1042", Words: []string{}},
		"task":                      {What: Task, Words: []string{}},
		"kpi week":                  {What: KPI, Words: []string{"week"}},
		"nøgletal uge":              {What: KPI, Words: []string{"uge"}},
		"stop-all":                  {What: Stop, Words: []string{}},
		"stop all sales":            {What: Stop, Words: []string{"sales"}},
		"tout arrêter":              {What: Stop, Words: []string{}},
		"try":                       {What: Try, Words: []string{}},
		"stop":                      {Words: []string{"stop"}},
		"make coffee":               {Words: []string{"make", "coffee"}},
		"<!channel> `x` \u202eevil": {Words: []string{"<!channel>", "`x`", "evil"}},
	} {
		if diff := cmp.Diff(want, Parse(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestWhatElseWasTyped(t *testing.T) {
	o := Parse("kpi UGE Big Desk mailto:eva@fjord.example x@y.example")
	if o.Period() != "week" || o.Address() != "eva@fjord.example" || !o.Names("big desk") || o.Names("desk mail") {
		t.Errorf("%q %q %v", o.Period(), o.Address(), o)
	}
	if o := Parse("kpi"); o.Period() != "today" || o.Address() != "" || o.Names("big desk") {
		t.Errorf("%q %q %v", o.Period(), o.Address(), o)
	}
}

// Whatever is typed, parsing ends, and what it gives is bounded.
func TestParseTakesAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := Parse(rapid.String().Draw(r, "text"))
		if n := len([]rune(strings.Join(o.Words, " "))); n > MaxRunes || o.Task != "" && !taskID.MatchString(o.Task) {
			r.Errorf("%+v", o)
		}
	})
}

// Every example of help is understood as what it stands for.
func TestExamplesAreUnderstood(t *testing.T) {
	for _, tag := range lang.Supported() {
		list := List(lang.For(tag), true)
		if len(list) != len(commands) || len(List(lang.For(tag), false)) != len(commands)-1 {
			t.Fatalf("%s: %v", tag, list)
		}
		for i, line := range list {
			if o := Parse(line[0]); o.What != commands[i] || line[1] == "" {
				t.Errorf("%s: %v is %+v", tag, line, o)
			}
		}
	}
}

type place struct {
	desk  string
	roles []task.Role
}

func (p place) DeskName() string { return p.desk }
func (p place) May(role task.Role) bool {
	return task.Person{Roles: p.roles}.May(role)
}

func TestAmong(t *testing.T) {
	at := []place{{"sales", []task.Role{task.Approver}}, {"parts", []task.Role{task.Admin}}, {"big desk", []task.Role{task.Viewer}}}
	for text, want := range map[string][]string{"try": {"sales", "parts"}, "try PARTS": {"parts"}, "try big desk": {"sales", "parts"}} {
		var got []string
		for _, p := range Among(at, Parse(text), task.Approver) {
			got = append(got, p.desk)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}
