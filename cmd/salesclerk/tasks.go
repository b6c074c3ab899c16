package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"salesclerk/agent"
	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

type tasksCommand struct {
	List    tasksList    `cmd:"" help:"Tasks, those that need attention first."`
	Show    tasksShow    `cmd:"" help:"One task with its timeline."`
	Stop    tasksStop    `cmd:"" help:"Stop a task; it never runs again."`
	StopAll tasksStopAll `cmd:"" help:"Stop every running task of a desk."`
	Export  tasksExport  `cmd:"" help:"Every task whole, one JSON object a line; of a customer, what is remembered for them, too."`
	Purge   tasksPurge   `cmd:"" help:"Delete tasks that are at their end; of a customer, what is remembered for them, too."`
}

// deskFlags are those of a command about one desk.
type deskFlags struct {
	configFlag
	Desk string `help:"The desk; the first of the configuration if none is named."`
}

// with opens the desk for a command.
func (f deskFlags) with(ctx context.Context, std streams, do func(*program, *desk) error) error {
	p, err := f.open(ctx, logger(std.err, false, slog.LevelWarn))
	if err != nil {
		return err
	}
	defer p.close()
	d, err := p.deskNamed(f.Desk)
	if err != nil {
		return err
	}
	return do(p, d)
}

// operator is who the terminal is to the core: whoever may read the
// configuration with its secrets is trusted with the desk.
func operator() task.Person {
	name := os.Getenv("USER")
	if name == "" {
		name = "operator"
	}
	return task.Person{ID: "terminal:" + name, Name: name, Roles: []task.Role{task.Admin}}
}

type tasksList struct {
	deskFlags
	State []task.State `help:"Only tasks in these states."`
	Limit int          `help:"At most so many." default:"100"`
	JSON  bool         `help:"One JSON array." name:"json"`
}

// taskRow is a task in a list.
type taskRow struct {
	ID       string     `json:"id"`
	State    task.State `json:"state"`
	Open     string     `json:"open,omitempty"`
	Customer string     `json:"customer,omitempty"`
	Subject  string     `json:"subject"`
	Document string     `json:"document,omitempty"`
	Since    time.Time  `json:"since"`
	Updated  time.Time  `json:"updated"`
}

func rowOf(t task.Task) taskRow {
	r := taskRow{ID: t.ID, State: t.State, Customer: t.Party.Company, Subject: t.Subject, Since: t.Since, Updated: t.Updated}
	if s := t.Open(); s != nil {
		r.Open = string(s.Shown())
	}
	if t.Document != nil {
		r.Document = t.Document.Number
	}
	return r
}

// Run prints the list.
func (c *tasksList) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(_ *program, d *desk) error {
		rows := []taskRow{}
		for len(rows) < c.Limit {
			tasks, err := d.store.List(ctx, agent.List{States: c.State, Offset: len(rows), Limit: min(c.Limit-len(rows), 500)})
			if err != nil {
				return err
			}
			if len(tasks) == 0 {
				break
			}
			for _, t := range tasks {
				rows = append(rows, rowOf(t))
			}
		}
		if c.JSON {
			return writeJSON(std, rows)
		}
		w := tabwriter.NewWriter(std.out, 2, 8, 2, ' ', 0)
		fmt.Fprintln(w, "TASK\tSTATE\tOPEN\tSINCE\tCUSTOMER\tDOCUMENT\tSUBJECT")
		for _, r := range rows {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.State, r.Open, r.Since.In(d.Zone).Format("2006-01-02 15:04"),
				oneLine(r.Customer, 30), r.Document, oneLine(r.Subject, 50))
		}
		return w.Flush()
	})
}

func writeJSON(std streams, v any) error {
	e := json.NewEncoder(std.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

type tasksShow struct {
	deskFlags
	ID   string `arg:"" help:"The task, as in T-1042."`
	JSON bool   `help:"The task whole, as JSON." name:"json"`
}

// Run prints one task.
func (c *tasksShow) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(_ *program, d *desk) error {
		t, err := d.taskNamed(ctx, c.ID)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(std, t)
		}
		return showTask(std, d, t)
	})
}

func (d *desk) taskNamed(ctx context.Context, id string) (task.Task, error) {
	t, err := deskStore{d.store}.Task(ctx, id)
	if errors.Is(err, agent.ErrNoTask) {
		return t, fmt.Errorf("there is no task %s at the desk %s; see salesclerk tasks list", id, d.Name)
	}
	return t, err
}

type tasksStop struct {
	deskFlags
	ID  string `arg:"" help:"The task, as in T-1042."`
	Yes bool   `help:"Do not ask." short:"y"`
}

// Run stops a task after asking.
func (c *tasksStop) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(_ *program, d *desk) error {
		t, err := d.taskNamed(ctx, c.ID)
		if err != nil {
			return err
		}
		if !c.Yes && !ask(std, fmt.Sprintf("Stop %s (%s)? It never runs again; its documents stay as they are.", t.ID, oneLine(t.Subject, 60))) {
			return errors.New("not stopped")
		}
		e := task.Event{ID: fmt.Sprintf("terminal:%s:%d", t.ID, t.Rev), At: time.Now(), Kind: task.Halt, By: operator()}
		if _, err = d.Do(ctx, t.ID, e); err != nil {
			return errors.New(lang.For("en").Refusal(err))
		}
		fmt.Fprintln(std.out, t.ID, "is stopped.")
		return nil
	})
}

// ask waits for a yes on standard input.
func ask(std streams, question string) bool {
	fmt.Fprint(std.err, question, " [y/N] ")
	answer, _ := bufio.NewReader(std.in).ReadString('\n')
	return len(answer) > 0 && (answer[0] == 'y' || answer[0] == 'Y')
}

type tasksStopAll struct {
	deskFlags
	Yes bool `help:"Do not ask." short:"y"`
}

// Run stops every running task of a desk.
func (c *tasksStopAll) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(_ *program, d *desk) error {
		if !c.Yes && !ask(std, fmt.Sprintf("Stop every running task of the desk %s? They never run again.", d.Name)) {
			return errors.New("nothing is stopped")
		}
		n, err := stopAll(ctx, d, operator())
		fmt.Fprintln(std.out, n, "tasks are stopped.")
		return err
	})
}

type kpiCommand struct {
	deskFlags
	Since string `help:"From this day (ISO) up to today; the first day of the month if none is given."`
	JSON  bool   `help:"As JSON." name:"json"`
	Post  bool   `help:"Post them to the room, too."`
}
