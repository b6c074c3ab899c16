package task

import (
	"fmt"
	"slices"
	"time"
)

// New is a task to which nothing happened yet; the first event is its mail.
func New(id, desk string, at time.Time) Task {
	return Task{ID: id, Desk: desk, Created: at, Updated: at, Since: at}
}

// Apply is all that may change a task. It returns the task as the event leaves
// it and what must be done because of it, or a refusal: then nothing changed.
// The task given is never touched.
func Apply(t Task, e Event) (Task, []Effect, error) {
	rows, err := admit(&t, &e)
	if err != nil {
		return t, nil, err
	}
	m := move{t: clone(t), e: &e, rows: rows}
	if isOutcome(e.Kind) {
		m.job, m.t.Job = t.Job, nil
	}
	if err := m.absorb(); err != nil {
		return t, nil, err
	}
	row, ok := m.row()
	if !ok {
		return t, nil, refuse(&t, &e)
	}
	m.run(row)
	return m.t, m.effects, nil
}

// move is one application of an event.
type move struct {
	t       Task
	e       *Event
	job     *Job  // the job an outcome ends
	rows    []Row // of the table, for this event where the task stands
	effects []Effect
	lessons []Lesson
}

// admit says whether the event may touch the task at all: seen before, without
// the right, out of date, or with no row in the table.
func admit(t *Task, e *Event) ([]Row, error) {
	if e.ID != "" && slices.Contains(t.Seen, Seen{e.ID}) {
		return nil, ErrRepeated
	}
	rows := candidates(t, e.Kind)
	if isClick(e.Kind) {
		if err := admitClick(t, e, rows); err != nil {
			return nil, err
		}
	}
	if isOutcome(e.Kind) && !jobIs(t, e.Job) {
		return nil, ErrStale
	}
	if len(rows) == 0 {
		return nil, refuse(t, e)
	}
	return rows, nil
}

func admitClick(t *Task, e *Event, rows []Row) error {
	role := Approver
	if len(rows) > 0 {
		role = rows[0].Role
	}
	if !e.By.May(role) {
		return &Refused{Err: ErrDenied}
	}
	open := t.Open()
	switch {
	case e.Kind == Halt || e.Kind == Assign:
		return nil
	case t.State == Stopped || open == nil, e.Step != 0 && open.N != e.Step, open.Busy,
		e.Turn != 0 && e.Turn != t.Turn:
		return refuse(t, e)
	}
	return nil
}

// refuse says why nothing comes of an event, and who was first.
func refuse(t *Task, e *Event) error {
	if !isClick(e.Kind) {
		if t.State == Stopped {
			return ErrStopped
		}
		return ErrUnknown
	}
	step := t.Step(e.Step)
	if step == nil {
		step = lastSettled(t)
	}
	switch {
	case step != nil && step.Status != StepOpen:
		return &Refused{Err: ErrSettled, By: step.By, At: step.Settled, How: step.Action}
	case step != nil && step.Asking != nil:
		by := step.Asking.By
		return &Refused{Err: ErrSettled, By: &by, At: step.Asking.At, How: Stop}
	case t.State == Stopped:
		return &Refused{Err: ErrStopped}
	case step != nil && (e.Kind == StopYes || e.Kind == StopNo):
		if kept := keptGoing(t); kept != nil {
			return &Refused{Err: ErrSettled, By: kept.By, At: kept.At, How: StopNo}
		}
		return &Refused{Err: ErrChanged}
	case step != nil && (step.Busy || e.Turn != 0 && e.Turn != t.Turn):
		return &Refused{Err: ErrChanged}
	}
	return &Refused{Err: ErrUnknown}
}

// keptGoing is the last time that somebody said not to stop.
func keptGoing(t *Task) *Step {
	for i := len(t.Steps) - 1; i >= 0; i-- {
		if n := t.Steps[i].Note; n != nil && n.Code == "stop_kept" {
			return &t.Steps[i]
		}
	}
	return nil
}

func lastSettled(t *Task) *Step {
	if open := t.Open(); open != nil {
		return open
	}
	for i := len(t.Steps) - 1; i >= 0; i-- {
		if t.Steps[i].Kind != StepLog {
			return &t.Steps[i]
		}
	}
	return nil
}

func jobIs(t *Task, key string) bool {
	if t.State == Stopped {
		return t.Halted != nil && t.Halted.Key == key
	}
	return t.Job != nil && t.Job.Key == key
}

// place is where in the table the task stands: the shown kind of its open step,
// or its job.
func place(t *Task) (at, code string) {
	if t.State == Working && t.Job != nil {
		return string(t.Job.Kind), ""
	}
	if s := t.Open(); s != nil && t.State != Working {
		if s.Kind == StepAssistance && s.Asking == nil && s.Problem != nil {
			code = s.Problem.Code
		}
		return string(s.Shown()), code
	}
	return "", ""
}

// candidates are the rows for the event where the task stands, guards not yet asked.
func candidates(t *Task, on Kind) []Row {
	at, code := place(t)
	var rows []Row
	for _, r := range table {
		if r.On == on && r.In == t.State && (r.At == "" || r.At == at) && (r.Code == "" || r.Code == code) {
			rows = append(rows, r)
		}
	}
	return rows
}

// row is the first whose guard holds. The rows were found before the event's
// facts came in; the guards see them.
func (m *move) row() (Row, bool) {
	for _, r := range m.rows {
		if r.When.holds(&m.t, m.e) {
			return r, true
		}
	}
	return Row{}, false
}

// run does what the row says.
func (m *move) run(r Row) {
	open := m.t.Open()
	if m.e.Kind == Halt {
		m.t.Halted, m.t.Job = m.t.Job, nil
	}
	redo, busyBefore := m.redo(open), open != nil && open.Busy
	if r.Settles != "" && open != nil {
		m.settle(open, r.Settles)
	}
	if r.Returns && open != nil {
		open.Busy, m.t.Resume = false, ""
	}
	if r.Holds {
		open.Busy, open.Error, m.t.Resume = true, nil, m.t.State
	} else if busyBefore && r.Settles != "" {
		m.t.Resume = ""
	}
	m.enter(r.To)
	m.follow(r, redo)
	if r.Opens != "" {
		m.open(r)
	}
	m.finish(r)
}

// follow starts the row's job, or the next mail's if there is nothing else to do.
func (m *move) follow(r Row, redo JobKind) {
	starts := r.Starts
	if starts == jobRedo {
		starts = redo
	}
	if (r.To == Waiting || r.To == Completed) && len(m.t.Queue) > 0 {
		m.t.Current, m.t.Queue = m.t.Queue[0], m.t.Queue[1:]
		m.t.Reading = nil
		m.enter(Working)
		m.log("waiting_mail", nil)
		starts = JobRead
	}
	if starts != "" {
		m.start(starts, r.Draft)
	}
}

func (m *move) finish(r Row) {
	if !r.Quiet {
		m.t.Turn++
	}
	if m.t.State == Stopped && isOutcome(m.e.Kind) {
		m.t.Halted = nil
	}
	m.t.Rev++
	m.t.Updated = m.e.At
	if m.e.ID != "" {
		m.t.Seen = append(m.t.Seen, Seen{m.e.ID})
		if n := len(m.t.Seen) - maxSeen; n > 0 {
			m.t.Seen = m.t.Seen[n:]
		}
	}
	if m.t.Job != nil && m.t.Job.Key == "" {
		m.t.Job.Key = m.key(m.t.Job.Kind)
		job := *m.t.Job
		m.effects = append(m.effects, Effect{Job: &job})
	}
	if len(m.lessons) > 0 {
		m.effects = append(m.effects, Effect{Job: &Job{Key: m.key(JobRemember), Task: m.t.ID, Kind: JobRemember, Lessons: m.lessons}})
	}
	m.effects = append(m.effects, Effect{Job: &Job{Key: m.key(JobShow), Task: m.t.ID, Kind: JobShow}})
}

// maxSeen is how many event ids a task remembers: far more than a platform
// delivers late.
const maxSeen = 200

func (m *move) key(k JobKind) string { return fmt.Sprintf("%s/%d/%s", m.t.ID, m.t.Rev, k) }

func (m *move) enter(s State) {
	if m.t.State != s {
		m.t.State, m.t.Since = s, m.e.At
	}
}

// redo is the job that the open assistance step's problem names.
func (m *move) redo(open *Step) JobKind {
	if open == nil || open.Problem == nil || open.Problem.Redo == "" {
		return JobRead
	}
	return open.Problem.Redo
}

// start puts the job on the task; finish gives it its key, once the revision is known.
func (m *move) start(k JobKind, draft DraftKind) {
	job := &Job{Task: m.t.ID, Kind: k, Form: m.e.Form}
	if isClick(m.e.Kind) {
		by := m.e.By
		job.By, job.For = &by, m.e.Kind
	}
	if k == JobCompose {
		job.Draft = draft
		if draft == "" {
			job.Draft = m.draftAtHand()
		}
	}
	m.t.Job = job
}

func (m *move) draftAtHand() DraftKind {
	switch {
	case m.t.Draft != nil:
		return m.t.Draft.Kind
	case m.t.Offered != nil:
		return m.t.Offered.Kind
	}
	return DraftQuote
}

func (m *move) open(r Row) {
	s := Step{N: len(m.t.Steps) + 1, Kind: r.Opens, Status: StepOpen, At: m.e.At, Message: m.t.Current}
	if r.Opens == StepAssistance {
		s.Problem = m.problem(r)
	}
	m.t.Steps = append(m.t.Steps, s)
}

func (m *move) problem(r Row) *Problem {
	if r.Problem == "" {
		return m.e.Problem
	}
	p := Problem{Code: r.Problem}
	if m.e.Problem != nil && m.e.Kind != Confirm {
		p = *m.e.Problem
		p.Code = r.Problem
	}
	if p.Code == UnknownSender || p.Code == SeveralContacts {
		p.Candidates = m.t.Party.Candidates
	}
	return &p
}

// settle closes the open step with who, when and what it showed.
func (m *move) settle(s *Step, status StepStatus) {
	s.Status, s.Settled, s.Busy, s.Asking, s.Action = status, m.e.At, false, nil, m.e.Kind
	if isClick(m.e.Kind) {
		by := m.e.By
		s.By = &by
	} else if m.job != nil {
		s.By, s.Action = m.job.By, m.job.For
	}
	switch s.Kind {
	case StepOutgoing:
		s.Draft, s.Changed = m.t.Draft, m.t.Draft != nil && m.t.Draft.Edited
		if m.e.Kind == Confirm {
			m.countConfirm(s.Changed)
		}
	case StepQuote, StepOrder:
		s.Doc = withoutLines(m.t.Document)
	}
	m.count("waited_n."+string(s.Kind), 1)
	m.count("waited_s."+string(s.Kind), int64(s.Settled.Sub(s.At)/time.Second))
}

func withoutLines(d *Document) *Document {
	if d == nil {
		return nil
	}
	c := *d
	c.Lines = nil
	return &c
}

func (m *move) log(code string, args map[string]string) {
	m.t.Steps = append(m.t.Steps, Step{N: len(m.t.Steps) + 1, Kind: StepLog, Status: StepDone, At: m.e.At,
		Note: &Note{Code: code, Args: args}, Message: m.t.Current, By: m.person()})
}

func (m *move) person() *Person {
	if !isClick(m.e.Kind) {
		return nil
	}
	by := m.e.By
	return &by
}

func (m *move) count(name string, n int64) {
	if n != 0 {
		m.effects = append(m.effects, Effect{Count: &Count{Name: name, N: n}})
	}
}
