package web

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "a folder for pictures of the page")

// browser is a tab of a headless Chromium with the page open.
type browser struct {
	tb   testing.TB
	ctx  context.Context
	url  string
	mu   sync.Mutex
	errs []string
}

// open starts Chromium and shows the page. Without Chromium the test is skipped,
// unless CI says that it must be there.
func open(tb testing.TB, d *desk, width, height int64) *browser {
	tb.Helper()
	program := chromium()
	if program == "" {
		if os.Getenv("CI") == "true" {
			tb.Fatal("no chromium: install it to test the page")
		}
		tb.Skip("no chromium here")
	}
	s := newServer(tb, d)
	server := httptest.NewServer(s)
	tb.Cleanup(server.Close)
	tb.Cleanup(s.Close) // before the server: it waits for open streams
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, end := context.WithTimeout(context.Background(), 5*time.Minute)
	tb.Cleanup(end)
	b := &browser{tb: tb, url: server.URL}
	b.ctx, end = chromedp.NewContext(ctx, chromedp.WithAllocatorOptions(options...), chromedp.WithListener(b.hear))
	tb.Cleanup(end)
	screen := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, ScreenWidth: width, ScreenHeight: height, DeviceScaleFactor: 1, Mobile: width < 800}
	if err := chromedp.Do(b.ctx); err != nil {
		tb.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, screen); err != nil {
		tb.Fatal(err)
	}
	b.do(chromedp.Navigate(server.URL + "/"))
	b.until(`document.querySelector('.tasks > li') !== null`)
	return b
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// hear keeps what the page complains about.
func (b *browser) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		b.errs = append(b.errs, fmt.Sprint(ev.ExceptionDetails.Text, " ", ev.ExceptionDetails.URL, ":", ev.ExceptionDetails.LineNumber, " ", describe(ev.ExceptionDetails.Exception)))
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError {
			b.errs = append(b.errs, ev.Entry.Text+" "+ev.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError {
			b.errs = append(b.errs, "console.error")
		}
	}
}

// quiet fails if the page complained about anything.
func (b *browser) quiet() {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errs {
		b.tb.Error("the page complained:", e)
	}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.tb.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.picture("failed")
		b.tb.Fatal(err)
	}
}

// value is what an expression of the page's gives.
func value[T any](b *browser, js string) T {
	b.tb.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		b.picture("failed")
		b.tb.Fatalf("%s: %v", js, err)
	}
	return v
}

// run evaluates what gives nothing.
func (b *browser) run(js string) {
	b.tb.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](js))
}

// until waits for an expression of the page's to be true; it looks at every
// change of the page, of a value and of the focus.
func (b *browser) until(js string) {
	b.tb.Helper()
	wait := `new Promise((ok, no) => {
		const holds = () => Boolean(` + js + `);
		if (holds()) { ok(true); return; }
		const look = () => { if (holds()) { eye.disconnect(); ok(true); } };
		const eye = new MutationObserver(look);
		for (const e of ['focusin', 'focusout', 'input', 'load']) document.addEventListener(e, look, true);
		eye.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		setTimeout(() => no(new Error('it never came')), 60000);
	})`
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise)); err != nil {
		b.picture("failed")
		b.tb.Fatalf("waiting for %s: %v\npage: %v", js, err, b.errs)
	}
}

// picture writes what the page looks like, where pictures are asked for.
func (b *browser) picture(name string) {
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.tb.Log(err)
		return
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644); err != nil {
		b.tb.Log(err)
	}
}

func (b *browser) dark(on bool) {
	b.tb.Helper()
	mode := "light"
	if on {
		mode = "dark"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: mode}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.tb.Fatal(err)
	}
}

func describe(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return o.Description
}
