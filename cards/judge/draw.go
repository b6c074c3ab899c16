package judge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Picture is what came of one value.
type Picture struct {
	Name    string
	Width   int
	File    string   // a PNG, as wide as asked for and as high as the card, up to 16,000 pixels
	Words   string   // the words that are seen, inputs' among them
	Missing []string // what the library left out or complained about: "block data_table"
	Over    int      // how many pixels the content is wider than the page; tables may scroll
	height  int64
}

// Draw has a library draw each value and takes pictures of them, width pixels
// wide, into the folder (into one that ends with the test when it is ""). Whether
// they are fine is for the caller, and for a person who looks at them. Nothing of
// a page can reach the network.
func Draw(tb testing.TB, p Painter, folder string, width int, values []Value) []Picture {
	tb.Helper()
	if folder == "" {
		folder = tb.TempDir()
	}
	c := openCamera(tb, p, values)
	var out []Picture
	for i, v := range values {
		c.open(i, v.Name, width)
		out = append(out, c.take(i, v.Name, width, filepath.Join(folder, fileName(v.Name)+".png")))
	}
	return out
}

// Look is Draw without pictures, and with several widths: each value is drawn once
// and looked at in all of them, which takes a fraction of the time.
func Look(tb testing.TB, p Painter, values []Value, widths ...int) []Picture {
	tb.Helper()
	c := openCamera(tb, p, values)
	var out []Picture
	for i, v := range values {
		c.open(i, v.Name, widths[0])
		for _, width := range widths {
			c.screen(width, short)
			out = append(out, c.look(i, v.Name, width))
		}
	}
	return out
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

var notInNames = regexp.MustCompile(`[^\w.-]+`)

func fileName(name string) string { return notInNames.ReplaceAllString(name, "-") }

// camera is a tab of a headless Chromium and a server with the pages.
type camera struct {
	tb     testing.TB
	ctx    context.Context
	url    string
	values []Value
	pages  []page
	stage  bool // there is one page, which shows the values
	mu     sync.Mutex
	errs   []string // of the page that is open
}

// shut keeps a page from asking anybody for anything.
const shut = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

func openCamera(tb testing.TB, p Painter, values []Value) *camera {
	tb.Helper()
	program := chromium()
	if program == "" {
		without(tb, "chromium is not installed")
	}
	Node(tb)
	for _, v := range values {
		if !json.Valid(v.JSON) {
			tb.Fatalf("%s is no JSON", v.Name)
		}
	}
	c := &camera{tb: tb, values: values}
	if packages := NPM(tb, p.packages...); p.stage != nil {
		c.pages, c.stage = []page{p.stage(tb, packages)}, true
	} else {
		c.pages = p.pages(tb, packages, values)
	}
	mux := http.NewServeMux()
	for i, p := range c.pages {
		mux.HandleFunc(fmt.Sprintf("/%d", i), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", shut)
			fmt.Fprintf(w, `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body>%s</body>`, p.HTML)
		})
	}
	server := httptest.NewServer(mux)
	tb.Cleanup(server.Close)
	c.url = server.URL
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	ctx, end := context.WithTimeout(context.Background(), 5*time.Minute)
	tb.Cleanup(end)
	c.ctx, end = chromedp.NewContext(ctx, chromedp.WithAllocatorOptions(options...), chromedp.WithListener(c.hear))
	tb.Cleanup(end)
	if err := chromedp.Do(c.ctx); err != nil {
		tb.Fatalf("starting Chromium: %v", err)
	}
	if c.stage {
		c.must("the stage", chromedp.Do(c.ctx, chromedp.Navigate(c.url+"/0")))
	}
	return c
}

// hear keeps what goes wrong in a page.
func (c *camera) hear(ev any) {
	if e, ok := ev.(*runtime.EventExceptionThrown); ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.errs = append(c.errs, "script: "+e.ExceptionDetails.Text)
	}
}

// short is the height of a window that is only looked at.
const short = 100

// tallest is the height that a picture is cut at: Chromium draws no more in one.
const tallest = 16_000

// seen is what the page says of itself once it stands.
type seen struct {
	Height, Over int64
	Words        string
	Said         []string
}

const look = `(() => {
	const root = document.documentElement;
	const fields = [...document.querySelectorAll('input, textarea')].map(f => f.value || f.placeholder);
	return {Height: root.scrollHeight, Over: Math.max(0, root.scrollWidth - root.clientWidth),
		Words: [document.body.innerText, ...fields].join('\n'), Said: window.said ?? []};
})()`

// open opens a value's page, or has it shown on the stage.
func (c *camera) open(i int, name string, width int) {
	c.tb.Helper()
	c.mu.Lock()
	c.errs = nil
	c.mu.Unlock()
	c.screen(width, short)
	if c.stage {
		_, err := chromedp.Run(c.ctx, chromedp.Evaluate[int](fmt.Sprintf("show(%s)", c.values[i].JSON)))
		c.must(name, err)
		return
	}
	c.must(name, chromedp.Do(c.ctx, chromedp.Navigate(fmt.Sprintf("%s/%d", c.url, i))))
}

// look asks the page that is open what is to be seen.
func (c *camera) look(i int, name string, width int) Picture {
	c.tb.Helper()
	s, err := chromedp.Run(c.ctx, chromedp.Evaluate[seen](look))
	c.must(name, err)
	c.mu.Lock()
	defer c.mu.Unlock()
	p := Picture{Name: name, Width: width, Words: s.Words, Over: int(s.Over), height: s.Height, Missing: slices.Concat(s.Said, c.errs)}
	if !c.stage {
		p.Missing = slices.Concat(c.pages[i].Missing, p.Missing)
	}
	return p
}

func (c *camera) take(i int, name string, width int, file string) Picture {
	c.tb.Helper()
	p := c.look(i, name, width)
	c.screen(width, min(p.height, tallest))
	png, err := chromedp.Run(c.ctx, chromedp.CaptureScreenshot())
	c.must(name, err)
	write(c.tb, file, png)
	p.File = file
	return p
}

// screen makes the page's window that wide and high.
func (c *camera) screen(width int, height int64) {
	c.tb.Helper()
	wide := int64(width)
	m := emulation.SetDeviceMetricsOverrideParams{Width: wide, Height: height, ScreenWidth: wide, ScreenHeight: height, DeviceScaleFactor: 1}
	_, err := chromedp.Call(c.ctx, emulation.SetDeviceMetricsOverride, m)
	c.must("the window's size", err)
}

func (c *camera) must(what string, err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatalf("drawing %s: %v", what, err)
	}
}
