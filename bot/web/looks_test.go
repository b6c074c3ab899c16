package web

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"salesclerk/agent/task"
)

func furnished() *desk {
	d := newDesk()
	d.put("T-1001", sample(task.StepIncoming, ""))
	d.put("T-1002", sample(task.StepOutgoing, "quote"))
	bare := sample(task.StepAssistance, task.NoItem)
	for i := range bare.Messages {
		bare.Messages[i].Files = nil
	}
	d.put("T-1003", bare)
	d.put("T-1004", sample(task.StepQuote, ""))
	d.put("T-1005", sample(task.StepStop, ""))
	d.put("T-1006", sample(task.StepAssistance, task.UnknownSender))
	d.n = 6
	return d
}

// TestLooks checks that nothing is wider than the screen, and makes the pictures.
func TestLooks(t *testing.T) {
	for name, width := range map[string]int64{"phone": 390, "middle": 1000, "wide": 1400} {
		t.Run(name, func(t *testing.T) {
			b := open(t, furnished(), width, 900)
			for _, dark := range []bool{false, true} {
				b.dark(dark)
				suffix := map[bool]string{false: "light", true: "dark"}[dark]
				b.picture(name + "-room-" + suffix)
				for _, view := range []string{"mail", "tasks", "room"} {
					if value[bool](b, `document.querySelector('.tab-`+view+`').offsetParent !== null`) {
						b.do(chromedp.Click(`.tab-` + view))
						b.picture(name + "-" + view + "-" + suffix)
						b.fits(view)
					}
				}
			}
			b.dark(false)
			for _, x := range []struct{ name, card, action string }{
				{"incoming", "T-1001.2", "review"}, {"mail", "T-1002.2", "review"}, {"pick", "T-1003.2", "pick_item"},
				{"document", "T-1004.2", "review"}, {"contact", "T-1006.2", "use_contact_once"}, {"create", "T-1006.2", "create_contact"},
			} {
				b.run(`document.querySelector('[data-card="` + x.card + `"] [data-action="` + x.action + `"]').click()`)
				b.until(`document.querySelector('dialog .form-foot button') !== null`)
				b.picture(name + "-dialog-" + x.name)
				b.fits(x.name)
				b.run(`document.querySelector('dialog').close()`)
				b.until(`document.querySelector('dialog') === null`)
			}
			b.run(`document.querySelector('.tab-tasks')?.click()`)
			for i := range 4 { // with files and without
				b.run(fmt.Sprintf(`document.querySelectorAll('.tasks button')[%d].click()`, i))
				b.until(`document.querySelector('dialog .task-view .task-line') !== null`)
				b.fits("task")
				b.run(`document.querySelector('dialog').close()`)
				b.until(`document.querySelector('dialog') === null`)
			}
			for _, lang := range []string{"da", "fr"} {
				b.run(`document.cookie = 'lang=` + lang + `; path=/'`)
				b.do(chromedp.Navigate(b.url + "/"))
				b.until(`document.documentElement.lang === '` + lang + `' && document.querySelector('.slot-open')`)
				b.picture(name + "-" + lang)
				b.fits(lang)
			}
			b.quiet()
		})
	}
}

// fits fails if the page, or the dialog that is open, scrolls sideways, or if
// something one may use has no name.
func (b *browser) fits(what string) {
	b.tb.Helper()
	over := value[int](b, `Math.max(document.documentElement.scrollWidth - screen.width, ...[...document.querySelectorAll('.top, .tabs, .panel-body, .dialog-body')].map(e => e.scrollWidth - e.clientWidth))`)
	if over > 0 {
		b.tb.Errorf("%s: %d px wider than its place", what, over)
	}
	if stray := value[string](b, `[...document.querySelectorAll('body, dialog *')].flatMap(e => [...e.childNodes]).filter(n => n.nodeType === 3 && /^(null|undefined|NaN|\[object.*)$/.test(n.data.trim())).map(n => n.parentNode.outerHTML.slice(0, 80)).join('; ')`); stray != "" {
		b.tb.Errorf("%s: a value stands where words should: %s", what, stray)
	}
	if nameless := value[string](b, `[...document.querySelectorAll('button, input, select, textarea, a[href], iframe')].filter(e => e.offsetParent &&
		!(e.labels?.length || e.getAttribute('aria-label') || e.textContent.trim() || e.title)).map(e => e.outerHTML.slice(0, 120)).join('; ')`); nameless != "" {
		b.tb.Errorf("%s: a screen reader has no name for %s", what, nameless)
	}
}
