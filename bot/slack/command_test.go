package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/command"
)

// types types a command that must be answered, privately.
func (n *town) types(user, channel, text string) string {
	n.Helper()
	r, err := n.Command(n.ctx, user, channel, text)
	if err != nil || !r.Acked {
		n.Fatalf("%s types %s: acknowledged %v with %d, %v\n%s", user, text, r.Acked, r.Status, err, n.log)
	}
	var said []string
	for _, m := range r.Private {
		said = append(said, m.Words())
	}
	return strings.Join(said, "\n")
}

func TestHelp(t *testing.T) {
	n := newTown(t)
	for user, words := range map[string]string{"UANNA": "/salesclerk tasks – ", "UBO": "/salesclerk opgaver – ", "UBEA": "/salesclerk tâches – "} {
		if got := n.types(user, channel, "help"); !strings.Contains(got, words) {
			t.Errorf("%s is told %q", user, got)
		}
	}
	got := n.types("UANNA", channel, "make <!channel> <https://x|coffee>")
	if !strings.Contains(got, "is not known here") || !strings.Contains(got, "stop-all") {
		t.Errorf("told %q", got)
	}
	if len(n.Messages(channel)) > 0 {
		t.Error("it was said to everybody")
	}
}

func TestTasksAreListedWithAButtonEach(t *testing.T) {
	n := newTown(t)
	if got := n.types("UANNA", channel, "tasks"); !strings.Contains(got, "no tasks yet") {
		t.Errorf("told %q", got)
	}
	for _, id := range []string{"T-1", "T-2", "T-3"} {
		n.d.Put(id, bottest.Sample(task.StepOutgoing, "quote"))
	}
	got := n.types("UBO", "C2", "opgaver")
	if !strings.Contains(got, "3 opgaver kræver opmærksomhed") || !strings.Contains(got, "T-2") || !strings.Contains(got, "Nordlys") {
		t.Fatalf("told %q", got)
	}
	list := n.Ephemerals("UBO")
	m := list[len(list)-1]
	if _, err := n.Click(n.ctx, "UBO", m.Channel, m.TS, "sc:open:T-2"); err != nil {
		t.Fatal(err)
	}
	v := n.view("UBO", has("T-2"))
	n.push("UBO", v, "confirm")
	n.view("UBO", has("Bekræftet af Bo Lund"))
	if got := n.d.Applied("T-2"); !cmp.Equal(got, kinds(task.Confirm)) {
		t.Errorf("applied %v", got)
	}
}

// However many desks and tasks, and whatever their subjects take as JSON, the
// answer fits a message and a socket's acknowledgement.
func TestManyTasksFitAnAnswer(t *testing.T) {
	others := []*bottest.Shop{bottest.New("b"), bottest.New("c")}
	for i := range 20 {
		others = append(others, bottest.New(fmt.Sprint("desk ", i)))
	}
	for _, few := range [][]*bottest.Shop{nil, others[:2], others} {
		for _, evil := range []string{"<!channel> *æ* ", `"<&>"`, "\U0001F469\u200d\U0001F52C"} {
			n := newTown(t, few...)
			n.socket(n.a)
			for _, d := range slices.Concat(few, []*bottest.Shop{n.d}) {
				for i := range 40 {
					x := bottest.Sample(task.StepOutgoing, "quote")
					x.Subject = strings.Repeat(evil, 200)
					d.Put(fmt.Sprint("T-", i), x)
				}
			}
			if got := n.types("UANNA", "C9", "tasks"); !strings.Contains(got, "… and more") || strings.Count(got, "[Open]") < 3 {
				t.Errorf("%d desks: told %q", len(few)+1, got)
			}
		}
	}
}

func TestATaskIsShownInAModal(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	for _, text := range []string{"T-1042", "task t1042"} {
		n.types("UANNA", channel, text)
		v := n.view("UANNA", has("T-1042"))
		if len(v.Buttons()) == 0 {
			t.Errorf("%s: nothing to press", text)
		}
		if _, err := n.ClearViews(n.ctx, "UANNA"); err != nil {
			t.Fatal(err)
		}
	}
	if got := n.types("UANNA", channel, "T-7"); !strings.Contains(got, "no task T-7") {
		t.Errorf("told %q", got)
	}
	if got := n.types("UANNA", channel, "task"); !strings.Contains(got, "task T-1042") {
		t.Errorf("told %q", got)
	}
}

func TestFiguresAreForManagers(t *testing.T) {
	n := newTown(t)
	if got := n.types("UANNA", channel, "kpi week"); !strings.Contains(got, "Summary of the week") {
		t.Errorf("told %q", got)
	}
	if got := n.types("UANNA", channel, "kpi"); !strings.Contains(got, "Summary of the today") {
		t.Errorf("told %q", got)
	}
	if got := n.types("UBO", channel, "kpi"); strings.Contains(got, "Summary") || !strings.Contains(got, "leder") {
		t.Errorf("an approver is told %q", got)
	}
}

func TestStrangersAreToldNothing(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	for _, text := range []string{"tasks", "T-1042", "kpi", "stop-all", "try", "help", "nonsense"} {
		got := n.types("UMAX", channel, text)
		if !strings.Contains(got, "no role") || strings.Contains(got, "T-1042") || strings.Contains(got, "Nordlys") {
			t.Errorf("%s: told %q", text, got)
		}
	}
	if _, open := n.Top("UMAX"); open {
		t.Error("a stranger sees a task")
	}
}

func TestStopAllIsAskedAboutAndDoneOnce(t *testing.T) {
	n := newTown(t)
	for _, id := range []string{"T-1", "T-2"} {
		n.d.Put(id, bottest.Sample(task.StepOutgoing, "quote"))
	}
	if got := n.types("UBO", channel, "stop-alle"); !strings.Contains(got, "administrator") {
		t.Errorf("an approver is told %q", got)
	}
	n.types("UANNA", channel, "stop-all")
	v := n.view("UANNA", has("sales"))
	n.d.Forget() // a day has passed
	if r := n.submit("UANNA", v, nil); r.View == nil || !r.View.Has("no longer there") || n.d.Get("T-1").State == task.Stopped {
		t.Fatalf("a yes to a question that nobody keeps: %s", r.View.Words())
	}
	n.types("UANNA", channel, "stop-all")
	v = n.view("UANNA", has("Every task of the desk sales"))
	if n.d.Get("T-1").State == task.Stopped {
		t.Fatal("stopped without a yes")
	}
	r := n.submit("UANNA", v, nil)
	if r.View == nil || !r.View.Has("2 tasks were stopped") || n.d.Get("T-1").State != task.Stopped || n.d.Get("T-2").State != task.Stopped {
		t.Fatalf("%s\n%s", r.View.Words(), n.log)
	}
	n.d.Put("T-3", bottest.Sample(task.StepOutgoing, "quote")) // it came since
	if _, err := n.Again(n.ctx, r.EventID); err != nil {
		t.Fatal(err)
	}
	n.finish()
	if n.d.Get("T-3").State == task.Stopped {
		t.Error("a yes that came late stopped what came since")
	}
}

func TestStopAllThatTakesLongerThanSlackWaits(t *testing.T) {
	for words, away := range map[string]bool{"1 task was stopped": false, "Not all tasks": true} {
		n := newTown(t)
		n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
		first := true
		n.d.Slow = func(ctx context.Context) {
			if first {
				first = false
				<-ctx.Done()
				return
			}
			n.d.SetAway(away)
		}
		n.types("UANNA", channel, "stop-all")
		r := n.submit("UANNA", n.view("UANNA", has("sales")), nil)
		if r.View == nil || !r.View.Has("being stopped") {
			t.Fatalf("%+v", r.View)
		}
		n.view("UANNA", has(words))
		n.finish()
		if stopped := n.d.Get("T-1").State == task.Stopped; stopped == away {
			t.Errorf("%s: stopped %v", words, stopped)
		}
	}
}

func TestOfSeveralDesksOneMustBeNamed(t *testing.T) {
	other := bottest.New("support")
	n := newTown(t, other)
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	other.Put("T-2", bottest.Sample(task.StepOutgoing, "quote"))
	if got := n.types("UANNA", "C9", "stop-all"); !strings.Contains(got, "/salesclerk stop-all support") {
		t.Errorf("told %q", got)
	}
	if got := n.types("UANNA", "C9", "tasks"); !strings.Contains(got, "T-1") || !strings.Contains(got, "T-2") {
		t.Errorf("told %q", got)
	}
	if got := n.types("UANNA", "C2", "tasks"); strings.Contains(got, "T-1 ") || !strings.Contains(got, "T-2") {
		t.Errorf("in the desk's own channel: told %q", got)
	}
	n.types("UANNA", "C9", "stop-all support")
	n.submit("UANNA", n.view("UANNA", has("support")), nil)
	n.finish()
	if n.d.Get("T-1").State == task.Stopped || other.Get("T-2").State != task.Stopped {
		t.Error("the wrong desk was stopped")
	}
}

func TestTry(t *testing.T) {
	n := newTown(t)
	if got := n.types("UEVE", channel, "try"); !strings.Contains(got, "approver") {
		t.Errorf("a viewer is told %q", got)
	}
	for _, text := range []string{"essayer", "essayer anna", "try @anna <x>"} {
		if got := n.types("UBEA", channel, text); !strings.Contains(got, "/salesclerk essayer "+command.SampleAddress) || len(n.tried.list()) > 0 {
			t.Errorf("%s: told %q, tried as %v", text, got, n.tried.list())
		}
	}
	if got := n.types("UBEA", channel, "essayer moi@client.example"); !strings.Contains(got, "arrive") {
		t.Errorf("told %q", got)
	}
	n.told("UBEA", "T-9001")
	if len(n.tried.list()) != 1 || n.tried.list()[0] != "moi@client.example" {
		t.Errorf("tried as %v", n.tried.list())
	}
}

func TestACommandWithoutTheStore(t *testing.T) {
	n := newTown(t)
	n.d.SetAway(true)
	for _, text := range []string{"tasks", "T-1042"} {
		r, err := n.Command(n.ctx, "UANNA", channel, text)
		if err != nil || r.Acked {
			t.Errorf("%s: acknowledged %v, %v", text, r.Acked, err)
		}
	}
	if got := n.types("UANNA", channel, "help"); !strings.Contains(got, "tasks") {
		t.Errorf("told %q", got)
	}
}
