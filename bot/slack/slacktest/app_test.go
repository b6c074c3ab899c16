package slacktest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"salesclerk/bot/slack/slacktest"
)

// app is a small app of the kind that the server is made for: it confirms cards, opens a form, suggests items, answers a
// command and publishes a home tab. It is written with slack-go alone.
type app struct {
	t   *testing.T
	s   *slacktest.Server
	api *slack.Client
}

// world is a server with two people and two channels, and the app's client.
func world(t *testing.T, o slacktest.Options) (*slacktest.Server, *app) {
	t.Helper()
	if o.Limits == nil {
		o.Limits = &slacktest.Limits{MessageChars: 13200, ViewBytes: 250_000, TriggerLife: 3 * time.Second}
	}
	s := slacktest.New(t, o)
	s.AddUser(slacktest.User{ID: "U1", Name: "Anna", Locale: "da-DK", TZ: "Europe/Copenhagen"})
	s.AddUser(slacktest.User{ID: "U2", Name: "Bo", Team: "T2", Locale: "en-GB"})
	s.AddChannel(slacktest.Channel{ID: "C1", Name: "orders", Member: true})
	s.AddChannel(slacktest.Channel{ID: "C2", Name: "elsewhere"})
	s.AddChannel(slacktest.Channel{ID: "G1", Name: "secret", Private: true, Member: true})
	s.AddGroup("S1", "sales", "U1")
	api := slack.New(s.BotToken(), slack.OptionAPIURL(s.URL()), slack.OptionAppLevelToken(s.AppToken()))
	return s, &app{t: t, s: s, api: api}
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func plain(words string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, words, false, false)
}

// card is a message with buttons.
func card(words string) slack.MsgOption {
	stop := slack.NewButtonBlockElement("sc:stop", "T-1", plain("Stop"))
	stop.WithConfirm(slack.NewConfirmationBlockObject(plain("Stop?"), plain("Nothing more is sent."), plain("Stop the task"), plain("Keep going")))
	actions := slack.NewActionBlock("do", slack.NewButtonBlockElement("sc:confirm", "T-1", plain("Confirm")),
		slack.NewButtonBlockElement("sc:review:T-1", "T-1", plain("Review")), stop,
		slack.NewOverflowBlockElement("sc:more", slack.NewOptionBlockObject("later", plain("Later"), nil), slack.NewOptionBlockObject("never", plain("Never"), nil)))
	return slack.MsgOptionCompose(slack.MsgOptionText("A card", false), slack.MsgOptionBlocks(slack.NewSectionBlock(plain(words), nil, nil), actions))
}

func (a *app) post(channel string, o ...slack.MsgOption) string {
	a.t.Helper()
	_, ts, err := a.api.PostMessage(channel, o...)
	if err != nil {
		a.t.Fatalf("posting to %s: %v", channel, err)
	}
	return ts
}

// interaction does what the person wants and gives the acknowledgement's payload.
func (a *app) interaction(c slack.InteractionCallback) any {
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		a.action(c)
	case slack.InteractionTypeViewSubmission:
		return a.submission(c)
	case slack.InteractionTypeBlockSuggestion:
		return slack.OptionsResponse{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject("I-1", plain("Desk "+c.Value), nil)}}
	}
	return nil
}

func (a *app) action(c slack.InteractionCallback) {
	switch c.ActionCallback.BlockActions[0].ActionID {
	case "sc:confirm":
		_, _, err := a.api.PostMessage("", slack.MsgOptionReplaceOriginal(c.ResponseURL), slack.MsgOptionText("Confirmed by "+c.User.ID+" of "+c.User.TeamID, false))
		a.check(err)
	case "sc:review:T-1":
		_, err := a.api.OpenView(c.TriggerID, form("Review"))
		a.check(err)
	case "sc:deeper":
		_, err := a.api.PushView(c.TriggerID, form("Deeper"))
		a.check(err)
	case "sc:stop":
		_, err := a.api.PostEphemeral(c.Channel.ID, c.User.ID, slack.MsgOptionText("Not yours", false))
		a.check(err)
	}
}

func (a *app) submission(c slack.InteractionCallback) any {
	switch c.View.State.Values["qty"]["qty"].Value {
	case "0":
		return slack.NewErrorsViewSubmissionResponse(map[string]string{"qty": "More than none"})
	case "1":
		view := form("Again")
		return slack.NewUpdateViewSubmissionResponse(&view)
	case "2":
		view := form("One more")
		return slack.NewPushViewSubmissionResponse(&view)
	case "3":
		return slack.NewClearViewSubmissionResponse()
	}
	return nil
}

func (a *app) check(err error) {
	if err != nil {
		a.t.Errorf("the app: %v", err)
	}
}

// form is a modal with fields of several kinds.
func form(title string) slack.ModalViewRequest {
	qty := slack.NewPlainTextInputBlockElement(nil, "qty")
	qty.MaxLength = 5
	item := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain("Item name"), "item")
	note := slack.NewInputBlock("note", plain("Note"), nil, slack.NewPlainTextInputBlockElement(nil, "note").WithInitialValue("as agreed"))
	note.Optional = true
	itemBlock := slack.NewInputBlock("item", plain("Item"), nil, item)
	itemBlock.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(title), Submit: plain("Send"), Close: plain("Back"), CallbackID: "form", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock("qty", plain("Quantity"), nil, qty), note, itemBlock,
			slack.NewActionBlock("acts", slack.NewButtonBlockElement("sc:deeper", "", plain("Deeper"))),
		}},
	}
}

func (a *app) event(e slackevents.EventsAPIEvent) {
	if opened, is := e.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); is {
		view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(plain("Three wait for you"), nil, nil),
			slack.NewActionBlock("h", slack.NewButtonBlockElement("sc:review:T-1", "", plain("Open"))),
		}}}
		_, err := a.api.PublishView(opened.User, view, "")
		a.check(err)
	}
}

func (a *app) command(c slack.SlashCommand) any {
	return map[string]string{"text": "You said " + c.Text}
}

// overHTTP lets the app listen for signed requests.
func (a *app) overHTTP() {
	mux := http.NewServeMux()
	mux.HandleFunc("/slack/interactions", a.verified(func(body []byte, r *http.Request) (any, error) {
		c, err := slack.InteractionCallbackParse(r)
		return a.interaction(c), err
	}))
	mux.HandleFunc("/slack/commands", a.verified(func(body []byte, r *http.Request) (any, error) {
		c, err := slack.SlashCommandParse(r)
		return a.command(c), err
	}))
	mux.HandleFunc("/slack/events", a.verified(func(body []byte, r *http.Request) (any, error) {
		e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
		if check, is := e.Data.(*slackevents.EventsAPIURLVerificationEvent); is {
			return map[string]string{"challenge": check.Challenge}, nil
		}
		a.event(e)
		return nil, err
	}))
	server := httptest.NewServer(mux)
	a.t.Cleanup(server.Close)
	a.s.ConnectHTTP(server.URL + "/slack")
}

func (a *app) verified(do func(body []byte, r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		a.check(err)
		v, err := slack.NewSecretsVerifier(r.Header, a.s.SigningSecret())
		if err == nil {
			_, _ = v.Write(body)
			err = v.Ensure()
		}
		a.check(err)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer, err := do(body, r)
		a.check(err)
		if answer != nil {
			w.Header().Set("Content-Type", "application/json")
			a.check(json.NewEncoder(w).Encode(answer))
		}
	}
}

// overSocket connects the app by Socket Mode until the test ends.
func (a *app) overSocket() {
	client := socketmode.New(a.api, socketmode.OptionPingInterval(time.Second))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := client.RunContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
			a.check(err)
		}
	}()
	go a.read(ctx, client)
	a.t.Cleanup(func() { cancel(); <-ended })
	if err := a.s.WaitSockets(soon(a.t), 1); err != nil {
		a.t.Fatal(err)
	}
}

func (a *app) read(ctx context.Context, client *socketmode.Client) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-client.Events:
			a.frame(client, e)
		}
	}
}

func (a *app) frame(client *socketmode.Client, e socketmode.Event) {
	var answer any
	switch data := e.Data.(type) {
	case slack.InteractionCallback:
		answer = a.interaction(data)
	case slack.SlashCommand:
		answer = a.command(data)
	case slackevents.EventsAPIEvent:
		a.event(data)
	default:
		return
	}
	a.check(client.Ack(*e.Request, answer))
}
