package agent

import (
	"context"
	"testing"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// cans is a back office of one item that is sold in cans, and its catalogue: pieces
// are cans, a pallet can only be a guess.
type cans struct{ erp.System }

func (cans) Item(context.Context, string) (erp.Item, error) {
	return erp.Item{Number: "LV-1", BaseUnit: "CAN"}, nil
}

func (cans) Find(context.Context, catalog.Query) (catalog.Result, error) {
	return catalog.Result{}, nil
}
func (cans) Unit(string, string) (string, bool) { return "", false }
func (cans) UnitOf(_, said, _ string) (string, bool) {
	return map[string]string{"PCS": "CAN", "PALLET": "CAN"}[said], said == "PCS"
}

func TestPiecesOfWhatIsSoldOtherwise(t *testing.T) {
	d := &Desk{ERP: cans{}, Items: cans{}}
	for said, want := range map[string]struct {
		unit, note string
		stuck      bool
	}{
		"PCS": {"CAN", "unit_taken", false}, "CAN": {"CAN", "", false}, "PALLET": {"PALLET", "", true}, "CRATE": {"CRATE", "", true},
	} {
		w := &wish{task: &task.Task{}, reading: task.Reading{Lines: []task.Line{{Query: "paint", Unit: said}}}}
		w.lines = []wishLine{{LineInput: erp.LineInput{Item: "LV-1", Unit: said}}}
		e, err := d.checkUnits(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		note := ""
		for _, n := range w.lines[0].notes {
			note += n.Code
		}
		if w.lines[0].Unit != want.unit || note != want.note || (e != nil) != want.stuck {
			t.Errorf("%s: unit %s, note %q, a person is asked %v; want %+v", said, w.lines[0].Unit, note, e != nil, want)
		}
	}
}
