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

// Painter is a library that draws JSON: each value on a page of its own, or one
// after the other on a stage, a page with a function show(value).
type Painter struct {
	packages []string
	pages    func(tb testing.TB, packages string, values []Value) []page
	stage    func(tb testing.TB, packages string) page
}

// page is a picture yet to be taken, with what the library left out. More of that
// may be in window.said once the page stands.
type page struct {
	HTML    string   `json:"html"`
	Missing []string `json:"missing"`
}

// BlockKit draws the blocks of a Slack message, a modal or an App Home with
// slack-blocks-to-jsx. A modal's title and buttons are ours.
var BlockKit = Painter{[]string{SlackBlocks, React, ReactDOM}, blockPages, nil}

// AdaptiveCard draws a card with Microsoft's own adaptivecards, which checks it
// too. Texts are not read as Markdown, because that takes one more library.
var AdaptiveCard = Painter{[]string{AdaptiveCards}, nil, cardStage}

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

// cardHost is how a card looks at about what Teams makes of it: its sizes, distances
// and colours, six actions side by side, and what asks for attention on its ground.
const cardHost = `{
  fontFamily: "Segoe UI, Arial, sans-serif", supportsInteractivity: true,
  fontSizes: {small: 12, default: 14, medium: 16, large: 18, extraLarge: 24}, fontWeights: {lighter: 300, default: 400, bolder: 600},
  spacing: {small: 4, default: 8, medium: 12, large: 20, extraLarge: 32, padding: 16}, separator: {lineThickness: 1, lineColor: "#e0e0e0"},
  actions: {maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left",
    showCard: {actionMode: "inline", inlineTopMargin: 8, style: "emphasis"}},
  containerStyles: Object.fromEntries(Object.entries({default: "#ffffff", emphasis: "#f0f0f0", accent: "#e8ebfa", good: "#e7f2da", attention: "#fcf4f6", warning: "#fbf6d9"})
    .map(([style, backgroundColor]) => [style, {backgroundColor, foregroundColors: Object.fromEntries(Object.entries(
      {default: "#242424", dark: "#242424", light: "#ffffff", accent: "#5b5fc7", good: "#237b4b", warning: "#835c00", attention: "#c4314b"})
      .map(([name, color]) => [name, {default: color, subtle: name === "default" ? "#616161" : color}]))}])),
  inputs: {label: {inputSpacing: "small", requiredInputs: {weight: "default", suffix: " *", suffixColor: "attention"}, optionalInputs: {weight: "default"}},
    errorMessage: {color: "attention", spacing: "small"}},
  table: {cellSpacing: 8}}`

const cardScript = `
const host = new AdaptiveCards.HostConfig(` + cardHost + `);
function show(value) {
  const said = window.said = [];
  const place = document.getElementById("place");
  place.replaceChildren();
  for (const x of Object.values(AdaptiveCards.CardElement.langProperty)) if (x instanceof RegExp) x.lastIndex = 0; // it is used twice
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = host;
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  try {
    card.parse(value, context);
    for (let i = 0; i < context.eventCount; i++) said.push(context.getEventAt(i).message);
    for (const e of card.validateProperties().validationEvents) said.push(e.message);
    const drawn = card.render();
    if (drawn) place.append(drawn); else said.push("all of it");
  } catch (e) { said.push("all of it: " + e.message); }
  return said.length;
}`

const cardStyle = `*{box-sizing:border-box}body{margin:0;background:#fff;color:#242424}.ac-adaptiveCard{border:1px solid #ddd;border-radius:4px}
.ac-pushButton{border:1px solid #d1d1d1;border-radius:4px;background:#fff;color:#242424;font:600 14px Segoe UI,Arial,sans-serif;padding:5px 12px;min-height:32px}
.ac-pushButton.style-positive{background:#5b5fc7;color:#fff;border-color:#5b5fc7}.ac-pushButton.style-destructive{background:#c4314b;color:#fff;border-color:#c4314b}
.ac-input{font:14px Segoe UI,Arial,sans-serif;padding:5px 12px;border:1px solid #d1d1d1;border-radius:4px;background:#fff}`

// cardStage is a page with the library, which wants a browser.
func cardStage(tb testing.TB, packages string) page {
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
	return page{HTML: "<style>" + string(style) + cardStyle + "</style><div id=place></div><script>" + string(library) + "</script><script>" + cardScript + "</script>"}
}
