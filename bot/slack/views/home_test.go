package views

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// homeTasks is n tasks as a desk lists them: two of five wait, one of five is the
// viewer's.
func homeTasks(tag string, n int) []task.Task {
	samples := cards.Samples(tag)
	var waiting, rest []task.Task
	for i := range n {
		t := samples[i%len(samples)].Task
		t.ID, t.Since = fmt.Sprintf("T-%d", 1000+i), now.Add(-time.Duration(i+1)*time.Hour)
		switch i % 5 {
		case 0, 1:
			t.State = task.Attention
			waiting = append(waiting, t)
		case 2:
			t.State, t.Assignee = task.Waiting, &viewer
			rest = append(rest, t)
		default:
			t.State = task.Working
			rest = append(rest, t)
		}
	}
	return append(waiting, rest...)
}

func TestSlackTakesEveryHome(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, n := range []int{0, 1, 5, 40, 200} {
			for desks := range 4 {
				var list []HomeDesk
				for i := range desks {
					list = append(list, HomeDesk{Name: fmt.Sprintf("desk %d", i), Person: viewer, Tasks: homeTasks(tag, n), Attention: n, More: n - 1})
				}
				fine(t, fmt.Sprintf("%s %d tasks, %d desks", tag, n, desks), Home(list, look(tag)), "home")
			}
		}
		many := make([]HomeDesk, 80)
		for i := range many {
			many[i] = HomeDesk{Name: strings.Repeat("desk", 60), Person: viewer, Tasks: homeTasks(tag, 4)}
		}
		fine(t, tag+" many desks", Home(many, look(tag)), "home")
	}
}

// words is all that can be read of blocks.
func words(t testing.TB, v any) string { return string(encoded(t, v)) }

func TestHomeShowsWhatWaitsFirstAndSaysWhatItLeavesOut(t *testing.T) {
	list := homeTasks("en", 200)
	text := words(t, Home([]HomeDesk{{Name: "sales", Person: viewer, Tasks: list, Attention: 90, More: 300}}, look("en")))
	attention, own := strings.Index(text, "Needs attention: 90"), strings.Index(text, "Your tasks: 40")
	if attention < 0 || own < attention {
		t.Errorf("the order: %d %d", attention, own)
	}
	shown := strings.Count(text, `"action_id":"sc:open:`)
	if missing := fmt.Sprintf("%d more tasks are not shown here.", 200+300-shown); !strings.Contains(text, missing) {
		t.Errorf("%d are shown, and not said: %s", shown, missing)
	}
	if !strings.Contains(text, "Review the incoming mail · for 1 h") {
		t.Error("the next action and how long it waits are not shown")
	}
}

func TestHomeWithoutRights(t *testing.T) {
	text := words(t, Home([]HomeDesk{{Name: "sales", Tasks: homeTasks("en", 5), Admins: []string{"Eva", "Bo"}}}, look("en")))
	if !strings.Contains(text, "Eva, Bo can give it to you") || strings.Contains(text, "T-1000") {
		t.Error(text)
	}
	text = words(t, Home([]HomeDesk{{Name: "sales", Person: viewer, Away: true}}, look("en")))
	if !strings.Contains(text, "cannot be read right now") {
		t.Error(text)
	}
}

// TestStrangersWordsAreOnlyWords: nothing of a mail is markup, a button or an id.
func TestStrangersWordsAreOnlyWords(t *testing.T) {
	evil := "<!channel> <@U1> <https://evil.example|Confirm> *bold* `code` &lt;b&gt; \u202egnp.exe :tada:"
	x := quote(3)
	x.form.Title, x.form.Lead.S = "Quote", evil
	x.form.Lines[0].Description, x.form.Lines[1].Item = cards.Text{S: evil, From: cards.Stranger}, evil
	x.form.Inputs[1].Value.S, x.form.Inputs[1].Label = evil, evil
	x.form.Answers = []cards.Block{{Kind: cards.BlockQuote, Title: "Mail", Text: cards.Text{S: evil, From: cards.Stranger}}}
	views := []any{Dialog(x.form, x.s, x.o), Options(x.form, x.s, "sc:item:line", evil, Found{Items: []task.Candidate{{Number: evil, Description: evil}}}, x.o)}
	tasks := homeTasks("en", 3)
	tasks[0].Subject, tasks[0].Party.Company = evil, evil
	views = append(views, Home([]HomeDesk{{Name: "sales", Person: viewer, Tasks: tasks}}, look("en")))
	for i, v := range views {
		text := words(t, v)
		if strings.Contains(text, `"mrkdwn"`) || strings.Contains(text, `"type":"link"`) || strings.Contains(text, `"url"`) || strings.Contains(text, `"emoji":true`) {
			t.Errorf("%d: there is markup in %s", i, text)
		}
		if strings.Contains(text, `"text":"`+strings.Trim(string(encoded(t, evil)), `"`)) {
			t.Errorf("%d: the words stand there as they came", i)
		}
	}
}

func TestSuggestions(t *testing.T) {
	x := first(cards.FormPick, task.PickItem)
	x.form.Picks = []cards.PickIn{{Line: 2, Choices: []cards.Choice{{Value: "1920-S", Item: "1920-S", Label: cards.Text{S: "Blue chair"}}, {Value: "1900-S", Item: "1900-S", Label: cards.Text{S: "Red chair"}}}}}
	found := Found{Items: []task.Candidate{{Number: "1920-S", Description: "Blue chair"}, {Number: strings.Repeat("9", 200)}, {Number: "X77", Variant: "A B%26&", Description: "Chair"}}}
	for range 150 {
		found.Items = append(found.Items, task.Candidate{Number: fmt.Sprint(len(found.Items)), Description: "Chair"})
	}
	got := Options(x.form, x.s, "sc:item:2", "blue", found, x.o).Options
	if len(got) != maxOptions || got[0].Value != "v1920-S" || got[99].Value != markSkip || got[98].Value != "wblue" {
		t.Errorf("%d options, %s … %s, %s", len(got), got[0].Value, got[98].Value, got[99].Value)
	}
	for _, o := range got {
		if item, variant, ok := itemOf(o.Value); ok && item == "X77" && variant != "A B%26&" {
			t.Errorf("the variant became %q", variant)
		}
	}
	c := first(cards.FormContact, task.UseContactOnce)
	got = Options(c.form, c.s, "sc:contact:contact", "CT-99", Found{Contacts: []task.Contact{{Number: "CT-99", Name: "Bo"}}}, c.o).Options
	if len(got) != 1 || got[0].Value != "vCT-99" {
		t.Errorf("the contact: %+v", got)
	}
	if got = Options(c.form, c.s, "sc:contact:contact", "nobody", Found{}, c.o).Options; len(got) != 1 || got[0].Value != "wnobody" {
		t.Errorf("typed words: %+v", got)
	}
	if text := string(encoded(t, Options(c.form, c.s, "sc:in:x", "", Found{}, c.o))); text != `{"options":[]}` {
		t.Errorf("none: %s", text)
	}
	for id, want := range map[string]task.Kind{"sc:item:2": VerbItem, "sc:contact:contact": VerbContact, "sc:customer:customer": VerbCust, "sc:address:ship_to": "", "sc:confirm": ""} {
		if Seeks(id, "x") != want || Seeks(id, " ") != "" {
			t.Errorf("%s seeks %q", id, Seeks(id, "x"))
		}
	}
}

func TestAContactIsChosen(t *testing.T) {
	x := first(cards.FormContact, task.UseContactOnce)
	for _, value := range []string{"vCT-14", "wCT-14"} {
		Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"contact": {SelectedOption: slack.OptionBlockObject{Value: value, Text: slack.NewTextBlockObject("plain_text", "Lene &amp; Co", false, false)}}}))
		if form, wrong := x.s.Form(x.form, x.o); len(wrong) > 0 || form.Contact != "CT-14" {
			t.Errorf("%v %v", form, wrong)
		}
	}
	fine(t, "contact", Dialog(x.form, x.s, x.o), "modal")
}

func TestMovedShowsWhatWasTyped(t *testing.T) {
	x := mail(strings.Repeat("Some words.\n", 500))
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"text.1": {Value: "MY OWN WORDS"}, "subject": {Value: "My subject"}}))
	c := cards.New(&x.task, 2, cards.Options{Lang: "en"})
	v := Moved(x.form, x.s, c, "Bo was first.", "sales", x.o)
	fine(t, "moved", v, "modal")
	for _, want := range []string{"MY OWN WORDS", "My subject", "Bo was first.", `"sc:open"`} {
		if !strings.Contains(words(t, v), want) {
			t.Errorf("%s is not shown", want)
		}
	}
	q := quote(3)
	editLine(q, "20000", map[string]slack.BlockAction{"quantity": {Value: "77"}})
	v = Moved(q.form, q.s, c, "Bo was first.", "sales", q.o)
	fine(t, "moved", v, "modal")
	if !strings.Contains(words(t, v), "77 PCS") {
		t.Error("the changed line is not shown")
	}
}

func TestConfirmAndMessage(t *testing.T) {
	m := Meta{Target: bot.Target{Desk: "sales|x"}, Verb: "stop_all", Key: "k", Page: 2, Root: "V1", Gen: 3, Line: "+1"}
	v := Confirm(Question{Title: "Stop all tasks of this desk?", Yes: "Stop all tasks", Words: []cards.Text{{S: "Every open task stops."}}}, m, look("da"))
	fine(t, "confirm", v, "modal")
	back, err := ParseMeta(v.PrivateMetadata)
	if err != nil || back != m {
		t.Errorf("%+v, %v", back, err)
	}
	for _, s := range []string{"", "{", `{"t":"nonsense"}`, strings.Repeat(" ", 4000)} {
		if _, err := ParseMeta(s); err == nil {
			t.Errorf("%q is taken for metadata", clip(s, 20))
		}
	}
	fine(t, "message", Message("Salesclerk", []cards.Text{{S: "Nothing here."}}, look("fr")), "modal")
	fine(t, "no message", Message("", nil, look("fr")), "modal")
}
