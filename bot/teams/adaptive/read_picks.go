package adaptive

import (
	"strconv"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// picks is the choices as the event brings them: every one for a line that needs
// it, of the others those that were changed.
func (r *reader) picks() []task.Pick {
	var out []task.Pick
	for _, p := range r.f.Picks {
		pick, ok := r.pick(p)
		if ok && (p.Needed || r.changed(p)) {
			out = append(out, pick)
		}
	}
	if len(out) == 0 && len(r.wrong) == 0 && len(r.f.Picks) > 0 {
		needed, others := r.f.PickOrder()
		first := append(needed, others...)[0]
		r.wrong["picks."+strconv.Itoa(first.Line)+".item"] = r.w.T("teams.card.error.pick")
	}
	return out
}

func (r *reader) changed(p cards.PickIn) bool {
	for _, s := range pickSlots(p) {
		if _, ok := r.typed[s.id]; ok {
			return true
		}
	}
	return false
}

// pick is the choice for a line; false where nothing is chosen.
func (r *reader) pick(p cards.PickIn) (task.Pick, bool) {
	key, field := keyOfPick(p), "picks."+strconv.Itoa(p.Line)+"."
	listed, touched := r.typed[key+".c"]
	pick := task.Pick{Line: p.Line}
	pick.Item, pick.Variant = itemIn(r.typed, key)
	switch {
	case pick.Item != "":
	case touched && listed != skip:
		pick.Item, pick.Variant = itemOf(listed)
	case touched, p.Skip:
		return task.Pick{Line: p.Line, Skip: true}, true
	default:
		for _, c := range p.Choices {
			if c.Value == p.Chosen && p.Chosen != "" {
				pick.Item, pick.Variant = c.Item, c.Variant
			}
		}
	}
	var say string
	if v, ok := r.typed[key+".q"]; ok {
		if pick.Quantity, say = r.number(v); say != "" {
			r.wrong[field+"quantity"] = say
		}
	}
	pick.Unit = strings.TrimSpace(r.typed[key+".u"])
	if pick.Item == "" && (pick.Quantity != "" || pick.Unit != "" || r.typed[key+".v"] != "") {
		r.wrong[field+"item"] = r.w.T("teams.card.error.pick")
	}
	return pick, pick.Item != ""
}
