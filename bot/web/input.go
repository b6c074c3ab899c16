package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// input is what a click may bring, flat, as scripts and the page send it.
type input struct {
	To      *addresses `json:"to"`
	Cc      *addresses `json:"cc"`
	Subject *string    `json:"subject"`
	Text    *string    `json:"text"`

	Contact  string `json:"contact"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Customer string `json:"customer"`
	Lang     string `json:"lang"`

	// One pick. Line counts from 1 over the lines the problem is about, and may be
	// left out where that is one.
	Item     string `json:"item"`
	Line     int    `json:"line"`
	Variant  string `json:"variant"`
	Quantity string `json:"quantity"`
	Unit     string `json:"unit"`
	Skip     bool   `json:"skip"`
	// Or many, with lines as the core counts them.
	Picks []task.Pick `json:"picks"`

	Remember teaching `json:"remember"` // yes: the pick or edit holds for the customer's next mails, too; forget

	Document *task.DocumentEdit `json:"document"`

	Turn  int    `json:"turn"`  // of the card when it was drawn; 0: not checked
	Event string `json:"event"` // key of the click, as the Idempotency-Key header

	Form   string `json:"form"`   // review: which dialog
	Action string `json:"action"` // review: for which button
}

// addresses are mail addresses, given as a list or in one text.
type addresses []string

// UnmarshalJSON takes a list of texts or one text with addresses between commas,
// semicolons or line breaks. Names beside them are left out.
func (a *addresses) UnmarshalJSON(data []byte) error {
	var list []string
	if json.Unmarshal(data, &list) != nil {
		var one string
		if err := json.Unmarshal(data, &one); err != nil {
			return err
		}
		list = []string{one}
	}
	*a = addresses{}
	for _, s := range list {
		*a = append(*a, bot.MailAddresses(s)...)
	}
	return nil
}

// teaching is what a form's inputs about remembering say, by their names. One word
// is that for all lines.
type teaching map[string]string

// UnmarshalJSON takes "yes", or {"remember_0":"yes","remember":"no"}.
func (x *teaching) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*x = teaching{"remember": one}
		return nil
	}
	var all map[string]string
	err := json.Unmarshal(data, &all)
	*x = all
	return err
}

// form is what the event brings; nil where the click brings nothing.
func (in *input) form(t *task.Task, step int, kind task.Kind) (*task.Form, error) {
	f := &task.Form{Subject: in.Subject, Text: in.Text, Contact: strings.TrimSpace(in.Contact), Name: strings.TrimSpace(in.Name),
		Email: strings.TrimSpace(in.Email), Customer: strings.TrimSpace(in.Customer), Lang: in.Lang, Document: in.Document}
	for name, value := range in.Remember {
		cards.Teach(f, name, value)
	}
	if in.To != nil {
		f.To = *in.To
	}
	if in.Cc != nil {
		f.Cc = *in.Cc
	}
	switch kind {
	case task.PickItem:
		var err error
		f.Picks, err = in.picks(t, step)
		return f, err
	case task.Save, task.Instruct, task.CreateContact, task.UseContactOnce, task.UpdateContact:
		return f, nil
	}
	return nil, nil
}

func (in *input) picks(t *task.Task, step int) ([]task.Pick, error) {
	if len(in.Picks) > 0 || in.Item == "" && !in.Skip {
		return in.Picks, nil
	}
	lines := problemLines(t, step)
	n := in.Line
	if n == 0 && len(lines) == 1 {
		n = 1
	}
	if n < 1 || n > len(lines) {
		return nil, &wrong{status: http.StatusUnprocessableEntity, key: "web.error.line", field: "line"}
	}
	return []task.Pick{{Line: lines[n-1], Item: strings.TrimSpace(in.Item), Variant: in.Variant,
		Quantity: in.Quantity, Unit: in.Unit, Skip: in.Skip}}, nil
}

// problemLines is the lines a person may choose for: the problem's, else all.
func problemLines(t *task.Task, step int) []int {
	if s := t.Step(step); s != nil && s.Problem != nil && len(s.Problem.Lines) > 0 {
		return s.Problem.Lines
	}
	var all []int
	if t.Reading != nil {
		for i := range t.Reading.Lines {
			all = append(all, i)
		}
	}
	return all
}
