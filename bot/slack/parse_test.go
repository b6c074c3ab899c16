package slack

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]order{
		"":                          {what: cmdHelp},
		"help":                      {what: cmdHelp, words: []string{}},
		"Aide":                      {what: cmdHelp, words: []string{}},
		"TASKS":                     {what: cmdTasks, words: []string{}},
		"opgaver":                   {what: cmdTasks, words: []string{}},
		"tâches":                    {what: cmdTasks, words: []string{}},
		"T-1042":                    {what: cmdTask, task: "T-1042", words: []string{}},
		"t1042":                     {what: cmdTask, task: "T-1042", words: []string{}},
		"task t-1042":               {what: cmdTask, task: "T-1042", words: []string{}},
		"tasks T-1042":              {what: cmdTask, task: "T-1042", words: []string{}},
		"task":                      {what: cmdTask, words: []string{}},
		"kpi week":                  {what: cmdKPI, words: []string{"week"}},
		"nøgletal uge":              {what: cmdKPI, words: []string{"uge"}},
		"stop-all":                  {what: cmdStop, words: []string{}},
		"stop all sales":            {what: cmdStop, words: []string{"sales"}},
		"tout arrêter":              {what: cmdStop, words: []string{}},
		"try":                       {what: cmdTry, words: []string{}},
		"stop":                      {words: []string{"stop"}},
		"make coffee":               {words: []string{"make", "coffee"}},
		"<!channel> `x` \u202eevil": {words: []string{"<!channel>", "`x`", "evil"}},
	} {
		if diff := cmp.Diff(want, parse(text), cmp.AllowUnexported(order{})); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// Whatever is typed, parsing ends, and what it gives is bounded.
func TestParseTakesAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := parse(rapid.String().Draw(r, "text"))
		if n := len([]rune(strings.Join(o.words, " "))); n > maxCommand || o.task != "" && !taskID.MatchString(o.task) {
			r.Errorf("%+v", o)
		}
	})
}
