package judge

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Painter is a library that draws JSON.
type Painter struct {
	packages []string
	pages    func(tb testing.TB, packages string, values []Value) []page
}

// page is a picture yet to be taken, with what the library left out. More of that
// may be in window.said once the page stands.
type page struct {
	HTML    string   `json:"html"`
	Missing []string `json:"missing"`
}

// BlockKit draws the blocks of a Slack message, a modal or an App Home with
// slack-blocks-to-jsx. A modal's title and buttons are ours.
var BlockKit = Painter{[]string{SlackBlocks, React, ReactDOM}, blockPages}

// AdaptiveCard draws a card with Microsoft's own adaptivecards, which checks it
// too. Texts are not read as Markdown, because that takes one more library.
var AdaptiveCard = Painter{[]string{AdaptiveCards}, cardPages}

//go:embed blocks.mjs
var blocksScript []byte

const blockStyle = `body{margin:16px;font:15px/1.46668 Lato,Arial,sans-serif;color:#1d1c1d;background:#fff}
#slack_blocks_to_jsx *{overflow-wrap:anywhere;min-width:0}
#slack_blocks_to_jsx td *{overflow-wrap:break-word}
#slack_blocks_to_jsx span{white-space:pre-wrap}
#slack_blocks_to_jsx .whitespace-nowrap span{white-space:pre}
.frame-title{font-size:18px;font-weight:900;border-bottom:1px solid #ddd;padding-bottom:10px;margin:0 0 10px}
footer{border-top:1px solid #ddd;margin-top:16px;padding-top:12px;text-align:right}
.frame-button{display:inline-block;border:1px solid #bbb;border-radius:4px;padding:5px 12px;margin-left:8px;font-weight:700}
.frame-button.submit{background:#007a5a;color:#fff}`

// blockPages has node draw all values in one go.
func blockPages(tb testing.TB, packages string, values []Value) []page {
	tb.Helper()
	style, err := os.ReadFile(filepath.Join(packages, "node_modules", "slack-blocks-to-jsx", "dist", "style.css"))
	if err != nil {
		tb.Fatal(err)
	}
	dir := workshop(tb, packages)
	write(tb, filepath.Join(dir, "blocks.mjs"), blocksScript)
	type value struct {
		Name string          `json:"name"`
		JSON json.RawMessage `json:"json"`
	}
	var in []value
	for _, v := range values {
		in = append(in, value{v.Name, v.JSON})
	}
	var pages []page
	node(tb, dir, "blocks.mjs", in, &pages)
	for i := range pages {
		pages[i].HTML = "<style>" + string(style) + blockStyle + "</style>" + pages[i].HTML
	}
	return pages
}

// workshop is a folder of the test's own that finds the packages.
func workshop(tb testing.TB, packages string) string {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.Symlink(filepath.Join(packages, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// node runs a script that reads JSON from a file, its argument, and writes JSON.
func node(tb testing.TB, dir, script string, in, out any) {
	tb.Helper()
	text, err := json.Marshal(in)
	if err != nil {
		tb.Fatal(err)
	}
	write(tb, filepath.Join(dir, "in.json"), text)
	c := exec.Command("node", script, "in.json")
	c.Dir = dir
	c.Env = append(os.Environ(), "NODE_ENV=production")
	var said bytes.Buffer
	c.Stderr = &said
	answer, err := c.Output()
	if err == nil {
		err = json.Unmarshal(answer, out)
	}
	if err != nil {
		tb.Fatalf("node %s: %v\n%s", script, err, lastLines(said.Bytes(), 20))
	}
}

const cardScript = `
const said = window.said = [];
const card = new AdaptiveCards.AdaptiveCard();
card.hostConfig = new AdaptiveCards.HostConfig({fontFamily: "Segoe UI, Arial, sans-serif", supportsInteractivity: true});
const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
try {
  card.parse(JSON.parse(document.getElementById("json").textContent), context);
  for (let i = 0; i < context.eventCount; i++) said.push(context.getEventAt(i).message);
  for (const e of card.validateProperties().validationEvents) said.push(e.message);
  const drawn = card.render();
  if (drawn) document.body.append(drawn); else said.push("all of it");
} catch (e) { said.push("all of it: " + e.message); }`

const cardStyle = `body{margin:16px;background:#fff;color:#242424}.ac-adaptiveCard{border:1px solid #ddd;border-radius:4px}`

// cardPages are pages that draw themselves: the library wants a browser.
func cardPages(tb testing.TB, packages string, values []Value) []page {
	tb.Helper()
	dist := filepath.Join(packages, "node_modules", "adaptivecards", "dist")
	library, err := os.ReadFile(filepath.Join(dist, "adaptivecards.min.js"))
	if err != nil {
		tb.Fatal(err)
	}
	style, err := os.ReadFile(filepath.Join(dist, "adaptivecards.css"))
	if err != nil {
		tb.Fatal(err)
	}
	head := "<style>" + string(style) + cardStyle + "</style><script>" + string(library) + "</script>"
	var pages []page
	for _, v := range values {
		var text bytes.Buffer
		json.HTMLEscape(&text, v.JSON)
		pages = append(pages, page{HTML: head + `<script id="json" type="application/json">` + text.String() + "</script><script>" + cardScript + "</script>"})
	}
	return pages
}
