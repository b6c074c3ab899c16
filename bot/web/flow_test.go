package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"salesclerk/agent/task"
)

func (b *browser) click(selector string) {
	b.tb.Helper()
	b.until(`document.querySelector(` + "`" + selector + "`" + `)?.offsetParent !== null`)
	b.do(chromedp.Click(selector))
}

func (b *browser) fill(selector, words string) {
	b.tb.Helper()
	b.until(`document.querySelector(` + "`" + selector + "`" + `)`)
	b.run(`(() => { const e = document.querySelector(` + "`" + selector + "`" + `); e.focus(); e.select(); })()`)
	b.do(chromedp.SendKeys(selector, words))
}

func (b *browser) has(selector, words string) {
	b.tb.Helper()
	b.until(`[...document.querySelectorAll(` + "`" + selector + "`" + `)].some((e) => e.textContent.includes(` + "`" + words + "`" + `))`)
}

func (b *browser) closed() {
	b.tb.Helper()
	b.until(`document.querySelector('dialog') === null`)
}

func TestFromMailToSettledInTheBrowser(t *testing.T) {
	d := newDesk()
	b := open(t, d, 1400, 900)
	b.dark(false)
	b.click(`.mail-who .primary`)
	b.fill(`.compose input[name=subject]`, "Two tables")
	b.fill(`.compose textarea`, "Please quote 2 Antwerp tables.")
	b.picture("flow-compose")
	b.click(`.compose .primary`)
	b.has(`.slot-open .card-title`, "Review the incoming mail")
	b.until(`document.title.startsWith('(1) ')`)
	b.has(`#announce`, "Review the incoming mail")
	b.click(`.slot-open [data-action=review]`)
	b.has(`dialog blockquote`, "Please quote 2 Antwerp tables.")
	b.click(`dialog button[value=confirm]`)
	b.closed()
	b.has(`.slot-open .card-title`, "mail with the quote")
	b.has(`.slot-settled .settled-how`, "Anna Berg")
	b.click(`.slot-open [data-action=review]`)
	b.fill(`dialog input[name=to]`, "not an address")
	b.click(`dialog button[value=save]`)
	b.has(`dialog .field-error`, "not an address")
	if got := value[string](b, `document.activeElement.name + document.activeElement.getAttribute('aria-invalid')`); got != "totrue" {
		t.Errorf("focus is on %q", got)
	}
	b.picture("flow-field-error")
	b.fill(`dialog input[name=to]`, "lene@nordlys.example")
	b.fill(`dialog input[name=subject]`, "Your tables")
	b.click(`dialog button[value=confirm]`)
	b.closed()
	b.until(`document.querySelector('.slot-open') === null && document.querySelectorAll('.slot-settled').length === 2`)
	if len(d.sent) != 1 || d.sent[0].Subject != "Your tables" {
		t.Fatalf("sent: %+v", d.sent)
	}
	b.picture("flow-settled")
	b.click(`.mail-in`)
	b.until(`document.querySelector('.mail-html')?.contentDocument?.readyState === 'complete' && document.querySelector('.mail-html').contentDocument.querySelector('h1')`)
	b.picture("flow-reply")
	if got := value[string](b, `document.title + document.querySelector('.mail-html').contentDocument.title`); strings.Contains(got, "broken out") {
		t.Error("a mail's script ran")
	}
	b.click(`.mail-tools button:last-child`)
	if got := value[string](b, `document.querySelector('.compose input[name=subject]').value`); got != "Re: Your tables" {
		t.Errorf("reply's subject %q", got)
	}
	b.click(`.tasks button`)
	b.has(`dialog .entries`, "Anna Berg")
	b.picture("flow-task")
	b.complainsOnlyOfTheFrame()
}

// complainsOnlyOfTheFrame is quiet, but for the script that the mail's frame blocked
// and the refusals that the test asked for.
func (b *browser) complainsOnlyOfTheFrame() {
	b.tb.Helper()
	b.mu.Lock()
	var left []string
	for _, e := range b.errs {
		if !strings.Contains(e, "Blocked script execution") && !strings.Contains(e, "/api/mail/html") && !strings.Contains(e, "status of 4") {
			left = append(left, e)
		}
	}
	b.errs = left
	b.mu.Unlock()
	b.quiet()
}

// tabTo goes with Tab alone to the element that fits.
func (b *browser) tabTo(selector string) {
	b.tb.Helper()
	for range 80 {
		if value[bool](b, `document.activeElement.matches(`+"`"+selector+"`"+`)`) {
			return
		}
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	b.picture("failed")
	b.tb.Fatalf("no way to %s by Tab", selector)
}

func (b *browser) keys(keys string) {
	b.tb.Helper()
	b.do(chromedp.KeyEvent(keys))
}

func TestByKeyboardAlone(t *testing.T) {
	d := newDesk()
	d.n = 1000
	d.put("T-2001", sample(task.StepOutgoing, "quote"))
	d.put("T-2002", sample(task.StepQuote, ""))
	b := open(t, d, 1400, 900)
	b.tabTo(`#skip`)
	b.tabTo(`[data-card="T-2001.2"] [data-action=review]`)
	b.keys(kb.Enter)
	b.until(`document.activeElement.name === 'to'`)
	if got := value[string](b, `getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("focus cannot be seen: outline %q", got)
	}
	b.tabTo(`dialog input[name=subject]`)
	b.keys(kb.End)
	b.keys(" by keyboard")
	b.keys(kb.Escape)
	b.closed()
	b.until(`document.activeElement.dataset.action === 'review'`) // the focus is back where it was
	b.keys(kb.Enter)
	b.until(`document.querySelector('dialog input[name=subject]')?.value.endsWith(' by keyboard')`) // nothing typed is lost
	b.has(`dialog .note`, "here again")
	b.tabTo(`dialog button[value=confirm]`)
	b.keys(kb.Enter)
	b.closed()
	b.until(`document.querySelector('[data-card="T-2001.2"].slot-settled')`)
	if len(d.sent) != 1 || !strings.HasSuffix(d.sent[0].Subject, " by keyboard") {
		t.Errorf("sent %+v", d.sent)
	}
	b.tabTo(`[data-card="T-2002.2"] [data-action=stop]`)
	b.keys(kb.Enter)
	b.has(`.kind-stop .card-title`, "Stop")
	b.tabTo(`[data-card="T-2002.2"] [data-action=stop_no]`)
	b.keys(kb.Enter)
	b.until(`document.querySelector('[data-card="T-2002.2"].kind-quote')`)
	b.quiet()
}

func TestLinesOfALongQuote(t *testing.T) {
	d := newDesk()
	long := sample(task.StepQuote, "")
	d.lines = 200
	long.Document = d.document(long.Document)
	d.put("T-1001", long)
	b := open(t, d, 1400, 900)
	b.run(`window.began = performance.now()`)
	b.click(`[data-action=review]`)
	b.until(`document.querySelectorAll('dialog tr[data-line]').length === 200`)
	t.Logf("200 lines are there after %.0f ms", value[float64](b, `performance.now() - window.began`))
	b.click(`dialog .add`)
	b.until(`document.activeElement.getAttribute('aria-label')?.endsWith('line 201')`)
	b.keys("lamp")
	b.until(`document.activeElement.getAttribute('aria-expanded') === 'true'`)
	b.keys(kb.ArrowDown)
	b.keys(kb.ArrowDown)
	b.until(`document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent.includes('Mexico chair for lamp')`)
	b.picture("lines-search")
	b.keys(kb.Enter)
	b.until(`document.querySelector('tr[data-line]:last-child [name=variant]').value === 'BLUE'`)
	b.fill(`tr[data-line]:last-child [name=quantity]`, "1,200.5")
	b.click(`tr[data-line]:nth-child(2) .icon-button`)
	b.until(`document.querySelectorAll('dialog tr[data-line]').length === 200`)
	b.click(`dialog button[value=save]`)
	b.closed()
	lines := d.get("T-1001").Document.Lines
	if last := lines[199]; len(lines) != 200 || last.Item != "1968-S" || last.Quantity != "1200.5" || lines[1].Item == "1900-S" {
		t.Errorf("%d lines, last %+v", len(lines), lines[len(lines)-1])
	}
	b.click(`[data-action=review]`) // what was taken is not offered again
	b.until(`document.querySelectorAll('dialog tr[data-line]').length === 200`)
	if got := value[string](b, `document.querySelector('dialog .form-top').textContent`); got != "" {
		t.Errorf("the dialog says %q", got)
	}
	b.quiet()
}

func TestAViewerOnlyLooks(t *testing.T) {
	b := open(t, furnished(), 1400, 900)
	b.run(`document.cookie = 'person=eve; path=/'`)
	b.do(chromedp.Navigate(b.url + "/"))
	for card, words := range map[string]string{"T-1002.2": "Thank you for your request", "T-1004.2": "1900-S"} {
		b.click(`[data-card="` + card + `"] [data-action=review]`)
		b.has(`dialog .form`, words)
		if n := value[int](b, `document.querySelectorAll('dialog .form input, dialog .form textarea, dialog .add, dialog [type=submit]').length`); n != 0 {
			t.Errorf("%s: %d things to change", card, n)
		}
		b.run(`document.querySelector('dialog').close()`)
		b.closed()
	}
	if n := value[int](b, `document.querySelectorAll('.slot [data-action]:not([data-action=review], [data-action=timeline])').length`); n != 0 {
		t.Errorf("%d buttons for one who only sees", n)
	}
	b.quiet()
}

func TestTheTaskMovesOnWhileOneTypes(t *testing.T) {
	d := newDesk()
	d.put("T-1001", sample(task.StepOutgoing, "quote"))
	b := open(t, d, 1400, 900)
	b.click(`[data-action=review]`)
	b.fill(`dialog textarea`, "My own words")
	subject := "Changed by Bo"
	if _, err := d.Do(t.Context(), task.Task{ID: "T-1001"}, task.Event{ID: "bo", At: t0.Add(time.Minute), Kind: task.Save, By: bo, Step: 2, Form: &task.Form{Subject: &subject}}); err != nil {
		t.Fatal(err)
	}
	b.until(`document.querySelector('[data-card="T-1001.2"]').textContent.includes('Changed by Bo')`)
	if d.get("T-1001").Turn != 3 {
		b.has(`dialog .warning`, "What you typed is still here")
	}
	if _, err := d.Do(t.Context(), task.Task{ID: "T-1001"}, task.Event{ID: "bo2", At: t0.Add(time.Minute), Kind: task.Discard, By: bo, Step: 2}); err != nil {
		t.Fatal(err)
	}
	b.has(`dialog .warning`, "Bo Lund")
	if got := value[string](b, `document.querySelector('dialog textarea').value`); got != "My own words" {
		t.Errorf("what was typed is gone: %q", got)
	}
	b.click(`dialog button[value=confirm]`)
	b.has(`dialog .form-failed`, "Bo Lund")
	b.picture("moved-on")
	if got := value[string](b, `document.querySelector('dialog textarea').value`); got != "My own words" || len(d.sent) != 0 {
		t.Errorf("%q, %d sent", got, len(d.sent))
	}
	b.complainsOnlyOfTheFrame()
}
