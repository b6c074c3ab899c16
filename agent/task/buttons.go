package task

// Button is what a card offers.
type Button struct {
	Action Kind `json:"action"`
	Role   Role `json:"role"` // who may use it
}

// Buttons are those of the open step, in the order of the table; none while it
// is busy or there is no open step. Review and Timeline change nothing and are
// open to every viewer.
func (t *Task) Buttons() []Button {
	s := t.Open()
	if s == nil || s.Busy || t.State == Stopped {
		return nil
	}
	at, code := place(t)
	var out []Button
	have := map[Kind]bool{Halt: true, Assign: true, Stop: s.Asking != nil}
	for _, r := range table {
		if !isClick(r.On) || have[r.On] || r.In != t.State || r.At != "" && r.At != at || r.Code != "" && r.Code != code {
			continue
		}
		// What a row asks of the reading is asked after the click; what it asks of
		// the task as it stands decides whether there is a button.
		if r.On != Confirm && !r.When.holds(t, &Event{}) {
			continue
		}
		have[r.On] = true
		out = append(out, Button{r.On, r.Role})
	}
	if s.Asking == nil {
		out = append(out, Button{ReviewView, Viewer})
	}
	return append(out, Button{TimelineView, Viewer}, Button{Assign, Approver})
}

// Offers says whether the open step has the button.
func (t *Task) Offers(k Kind) bool {
	for _, b := range t.Buttons() {
		if b.Action == k {
			return true
		}
	}
	return false
}
