package web

import (
	"testing"

	"salesclerk/agent/task"
)

// TestOneLineIsRemembered: what is chosen for one line's words is learned, what is
// chosen beside it is not.
func TestOneLineIsRemembered(t *testing.T) {
	d := newDesk()
	x := sample(task.StepAssistance, "no_item")
	x.Party.Customer = "10"
	d.put("T-1001", x)
	b := open(t, d, 1400, 900)
	b.click(`[data-action=pick_item]`)
	b.until(`document.querySelectorAll('dialog select[name^=remember]').length > 1`)
	line := x.Steps[len(x.Steps)-1].Problem.Lines[0]
	b.run(`(() => { const e = document.querySelector('dialog select[name="remember_` + string(rune('0'+line)) + `"]'); e.value = 'yes'; e.dispatchEvent(new Event('change', {bubbles: true})); })()`)
	b.fill(`dialog [data-line] input[role=combobox]`, "1968-S")
	b.picture("pick-remember")
	b.click(`dialog button[value=pick_item]`)
	b.closed()
	if len(d.lessons) != 1 || d.lessons[0].Query != x.Reading.Lines[line].Query || d.lessons[0].Forget {
		t.Errorf("learned: %+v", d.lessons)
	}
	b.quiet()
}
