package task

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// The scripts in testdata tell a conversation: a line is an event, the line
// under it, behind ">", is where the task then stands: state, place, buttons,
// and the work begun. "!" expects the refusal named.
//
//	mail [n]                       a mail of the customer
//	understood WORDS               known|stranger|several|blocked, wants|accepts|changes|declines|asks|nothing|thanks
//	quoted NO, ordered NO, options, nothing, drafted KIND, rechecked VERSION, saved VERSION, contact_set, sent, stuck CODE
//	confirm, discard, … [by NAME]  a click
//	policy WORDS                   send, make, review_quotes, review_orders, never, first, always (with - in front: off)
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) { runFile(t, f) })
	}
}

func runFile(t *testing.T, name string) {
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range ar.Files {
		got := newScript(t).run(string(f.Data))
		if *update {
			ar.Files[i].Data = []byte(got)
		} else if got != string(f.Data) {
			t.Errorf("%s: got\n%s\nwant\n%s", f.Name, got, f.Data)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

type script struct {
	tb      testing.TB
	task    Task
	policy  Policy
	effects []Effect
	n       int
	last    Event
}

func newScript(tb testing.TB) *script {
	return &script{tb: tb, task: New("T-1", "sales", t0),
		policy: Policy{ReviewKnown: ReviewFirst, ReviewUnknown: ReviewAlways, SendQuotes: true, MakeOrders: true}}
}

// run gives the script back with the results as they are.
func (s *script) run(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if strings.HasPrefix(line, ">") || strings.HasPrefix(line, "!") {
			continue
		}
		b.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "policy ") {
			s.setPolicy(line)
			continue
		}
		if err := s.apply(line); err != nil {
			fmt.Fprintf(&b, "! %s\n", refusal(err))
			continue
		}
		b.WriteString("> " + s.summary() + "\n")
	}
	return b.String()
}

func refusal(err error) string {
	var r *Refused
	if errors.As(err, &r) && r.By != nil {
		return fmt.Sprintf("%v (%s, %s)", r, r.By.Name, r.How)
	}
	return err.Error()
}

func (s *script) setPolicy(line string) {
	for _, w := range strings.Fields(strings.TrimPrefix(line, "policy")) {
		on := !strings.HasPrefix(w, "-")
		switch strings.TrimPrefix(w, "-") {
		case "send":
			s.policy.SendQuotes = on
		case "make":
			s.policy.MakeOrders = on
		case "review_quotes":
			s.policy.ReviewQuotes = on
		case "review_orders":
			s.policy.ReviewOrders = on
		case "never", "first", "always":
			s.policy.ReviewKnown, s.policy.ReviewUnknown = Review(w), Review(w)
		}
	}
}

func (s *script) apply(line string) error {
	e := s.event(strings.Fields(line))
	next, effects, err := Apply(s.task, e)
	s.effects = effects
	if err == nil {
		s.task, s.last = next, e
	}
	return err
}

func (s *script) event(w []string) Event {
	s.n++
	e := Event{ID: fmt.Sprintf("e%d", s.n), At: t0.Add(time.Duration(s.n) * time.Minute), Kind: Kind(w[0])}
	arg := ""
	if len(w) > 1 {
		arg = w[1]
	}
	switch {
	case w[0] == "again":
		return s.last
	case isClick(e.Kind):
		s.click(&e, w[1:])
	case isOutcome(e.Kind):
		if s.task.Job != nil {
			e.Job = s.task.Job.Key
		} else if s.task.Halted != nil {
			e.Job = s.task.Halted.Key
		}
		outcome(&e, arg, w[1:])
	default:
		p := s.policy
		e.Policy, e.Mail = &p, &Message{ID: fmt.Sprintf("<m%d@c.example>", s.n), From: "kim@c.example", Subject: "Desks", At: e.At, Verified: arg}
	}
	return e
}

func (s *script) click(e *Event, w []string) {
	e.By = anna
	text := "use 1900-S"
	e.Form = &Form{Text: &text, Contact: "CT-1", Name: "Kim", Picks: []Pick{{Line: 0, Item: "1900-S"}}}
	if e.Kind == Save {
		e.Form = &Form{Text: &text, Document: &DocumentEdit{Lines: []LineEdit{{Item: "1900-S", Quantity: "2"}}}}
	}
	for i, x := range w {
		switch {
		case x == "by" && w[i+1] == "bo":
			e.By = bo
		case x == "by" && w[i+1] == "eve":
			e.By = eve
		case x == "step":
			fmt.Sscan(w[i+1], &e.Step)
		}
	}
}

func outcome(e *Event, arg string, words []string) {
	doc := &Document{Kind: Quote, Number: arg, Version: "1", Total: "125.00", Currency: "EUR"}
	switch e.Kind {
	case Understood:
		understoodWords(e, words)
	case ContactSet:
		e.Party = &Party{Match: One, Contact: "CT-1", Name: "Kim", Customer: "C-1", Once: arg == "once"}
	case Ordered:
		doc.Kind = Order
		e.Document = doc
	case Quoted:
		e.Document = doc
	case Drafted:
		e.Draft = &Draft{ID: "<d" + e.ID + "@us.example>", Kind: DraftKind(arg), To: []string{"kim@c.example"}, Subject: "Re: Desks",
			Text: "Dear Kim", DocVer: "1", NeedsEdit: arg == "answer"}
	case Rechecked, Saved:
		doc.Number, doc.Version = "Q-1", arg
		e.Document = doc
	case Stuck:
		e.Problem = &Problem{Code: arg}
	}
}

func understoodWords(e *Event, words []string) {
	r := &Reading{Language: "en", Relevant: true}
	for _, w := range words {
		switch w {
		case "known":
			e.Party = &Party{Match: One, Contact: "CT-1", Name: "Kim", Customer: "C-1"}
		case "stranger":
			e.Party = &Party{Match: None}
		case "several":
			e.Party = &Party{Match: Several}
		case "blocked":
			e.Party = &Party{Match: One, Contact: "CT-1", Blocked: "all"}
		case "wants":
			r.Intents = append(r.Intents, QuoteRequest)
			r.Lines = append(r.Lines, Line{Query: "desk", Quantity: "2", Match: One})
		case "accepts":
			r.Intents = append(r.Intents, Accept)
		case "changes":
			r.Intents = append(r.Intents, Changes)
			r.Lines = append(r.Lines, Line{Query: "desk", Quantity: "3", Match: One, Change: LineSet})
		case "declines":
			r.Intents = append(r.Intents, Decline)
		case "asks":
			r.Intents = append(r.Intents, Question)
		case "irrelevant":
			r.Relevant = false
		case "doubtful":
			r.Doubt = true
		}
	}
	e.Reading = r
}

// summary is where the task stands: state, place, buttons, work begun.
func (s *script) summary() string {
	at, code := place(&s.task)
	out := string(s.task.State)
	if at != "" {
		out += " " + at
	}
	if code != "" {
		out += " " + code
	}
	var buttons []string
	for _, b := range s.task.Buttons() {
		if b.Action != TimelineView && b.Action != Assign && b.Action != ReviewView {
			buttons = append(buttons, string(b.Action))
		}
	}
	if len(buttons) > 0 {
		out += " [" + strings.Join(buttons, " ") + "]"
	}
	if n := len(s.task.Queue); n > 0 {
		out += fmt.Sprintf(" +%d mail", n)
	}
	if d := s.task.Draft; d != nil && d.Stale {
		out += " stale"
	}
	for _, e := range s.effects {
		if e.Job != nil && e.Job.Kind != JobShow {
			out += " → " + string(e.Job.Kind)
			if e.Job.Draft != "" {
				out += " " + string(e.Job.Draft)
			}
		}
	}
	return out
}
