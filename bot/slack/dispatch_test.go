package slack

import (
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"pgregory.net/rapid"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/wire"
)

// Whatever comes in is acknowledged, changes nothing that it does not name rightly,
// and is no error of ours.
func TestWhateverComesIn(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	before := n.d.Get("T-1042").Rev
	n.home("UANNA", has("T-1042")) // so that Slack is asked who Anna is before
	words := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "sc:", "sc:confirm", "sc:more", "sc:page:-1", "sc:page:99999999999999999999",
		"sc:line:1", "sc:add", "sc:item", "sc:open", "sc:sent", "sales|T-1042|2|0", "sales|T-1042|-2|3", "confirm|sales|T-1042|2|0", "nowhere|T-1|1|1",
		"sc:dialog", "sc:confirm", "sc:timeline", "sc:task", `{"k":"x","t":"sales|T-1042|2|3"}`, `{"v":"stop_all","t":"nowhere|||"}`, "null", "modal", "home"}))
	kinds := rapid.SampledFrom([]wire.Kind{wire.Action, wire.Submit, wire.Closed, wire.Suggest, wire.Event, wire.Command, "other"})
	rapid.Check(t, func(r *rapid.T) {
		act := &slackgo.BlockAction{ActionID: words.Draw(r, "action"), Value: words.Draw(r, "value"), ActionTs: words.Draw(r, "ts")}
		act.SelectedOption.Value = words.Draw(r, "option")
		cb := &slackgo.InteractionCallback{User: slackgo.User{ID: "UANNA"}, ActionID: act.ActionID, Value: act.Value}
		cb.View = slackgo.View{ID: words.Draw(r, "view"), Type: slackgo.ViewType(words.Draw(r, "type")), CallbackID: words.Draw(r, "callback"), PrivateMetadata: words.Draw(r, "meta")}
		if rapid.Bool().Draw(r, "acts") {
			cb.ActionCallback.BlockActions = []*slackgo.BlockAction{act}
		}
		q := wire.Request{Kind: kinds.Draw(r, "kind"), Team: "T1", Interaction: cb, AnswerMax: wire.SocketAnswer,
			Command: &slackgo.SlashCommand{UserID: "UANNA", Text: words.Draw(r, "text"), ChannelID: channel},
			Event:   &slackevents.AppHomeOpenedEvent{User: words.Draw(r, "user"), Tab: words.Draw(r, "tab")}}
		if _, err := n.a.Handle(n.ctx, q); err != nil {
			r.Errorf("%+v: %v", q, err)
		}
	})
	if after := n.d.Get("T-1042").Rev; after != before {
		t.Errorf("the task went from revision %d to %d", before, after)
	}
	if log := n.log.String(); strings.Contains(log, "level=ERROR") {
		t.Error(log)
	}
}

// A request that lacks what its kind promises is let go.
func TestRequestsWithoutTheirPart(t *testing.T) {
	n := newTown(t)
	for _, k := range []wire.Kind{wire.Action, wire.Submit, wire.Closed, wire.Suggest, wire.Event, wire.Command, "other"} {
		if answer, err := n.a.Handle(n.ctx, wire.Request{Kind: k}); err != nil || answer.Body != nil || answer.After != nil {
			t.Errorf("%s: %+v, %v", k, answer, err)
		}
	}
}

func TestATimelineIsTurned(t *testing.T) {
	n := newTown(t)
	x := bottest.Sample(task.StepOutgoing, "quote")
	open := x.Open()
	for i := range 300 {
		x.Steps = append(x.Steps, task.Step{N: len(x.Steps) + 1, Kind: task.StepLog, Status: task.StepDone, At: bottest.T0, Note: &task.Note{Code: "assigned", Args: map[string]string{"Name": strings.Repeat("I", i%7+1)}}})
	}
	m := n.post(n.d.Put("T-1042", x))
	if open == nil {
		t.Fatal("no open step")
	}
	n.click("UEVE", m, "more", slacktest.Choose("Timeline"))
	v := n.view("UEVE", func(v slacktest.View) bool { return v.CallbackID == "sc:timeline" })
	var turn string
	for _, b := range v.Buttons() {
		if strings.HasPrefix(b.ActionID, "sc:page:") {
			turn = b.ActionID
			break
		}
	}
	if turn == "" {
		t.Fatalf("no other page:\n%s", v.Words())
	}
	n.push("UEVE", v, turn)
	n.view("UEVE", func(now slacktest.View) bool { return now.Hash != v.Hash && now.Words() != v.Words() })
}

// What was tried to be sent and then closed is there again; what was only closed is not.
func TestADialogThatIsClosedAndOpenedAgain(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	for _, tried := range []bool{false, true} {
		v := n.open("UANNA", m, "Review")
		values := slacktest.Values{"Subject": "Typed before", "To": "no address"}
		if tried {
			if r := n.submit("UANNA", v, values); len(r.Errors) == 0 {
				t.Fatal("no error")
			}
		} else {
			n.fill("UANNA", v, values)
		}
		if _, err := n.CloseView(n.ctx, "UANNA", v.ID); err != nil {
			t.Fatal(err)
		}
		v = n.open("UANNA", m, "Review")
		if got := input(t, v, "Subject").Value; (got == "Typed before") != tried || v.Has("here again") != tried {
			t.Errorf("tried %v: subject %q", tried, got)
		}
		if _, err := n.ClearViews(n.ctx, "UANNA"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheHomeIsDrawnAgainOnRequest(t *testing.T) {
	n := newTown(t)
	v := n.home("UANNA", func(slacktest.View) bool { return true })
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	if r, err := n.ClickHome(n.ctx, "UANNA", "refresh"); err != nil || !r.Acked {
		t.Fatal(r.Acked, err)
	}
	n.homeIs("UANNA", func(now slacktest.View) bool { return now.Hash != v.Hash && now.Has("T-1") })
}
