package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Value is one piece of JSON with the name that complaints about it go under.
type Value struct {
	Name string
	Type string // what it must be: "KnownBlock[]"
	JSON []byte
}

// Declaration is where types come from.
type Declaration struct {
	Package string // "@slack/types@3.2.0"
	Import  string // one line that brings the types' names into a file
}

// Slack knows "KnownBlock[]" for the blocks of messages, "ModalView" and
// "HomeView". Slack's own two views let any object with a type pass as a block;
// these take known blocks only.
var Slack = Declaration{SlackTypes, `import type { KnownBlock, ModalView as Modal, HomeView as Home } from "@slack/types"; ` +
	`type ModalView = Omit<Modal, "blocks"> & { blocks: KnownBlock[] }; type HomeView = Omit<Home, "blocks"> & { blocks: KnownBlock[] };`}

// Teams knows "IAdaptiveCard".
var Teams = Declaration{TeamsCards, `import type { IAdaptiveCard } from "@microsoft/teams.cards";`}

// Types fails the test for each value that is not of its type. The compiler runs
// once for all values, so give it as many at a time as there are. Properties that
// the type does not have are complaints too.
func Types(tb testing.TB, d Declaration, values []Value) {
	tb.Helper()
	for i, said := range complaints(tb, d, values) {
		for _, c := range said {
			tb.Errorf("%s is no %s: %s", values[i].Name, values[i].Type, c)
		}
	}
}

// complaints are what the compiler says of each value, by its place.
func complaints(tb testing.TB, d Declaration, values []Value) map[int][]string {
	tb.Helper()
	dir := tb.TempDir()
	packages := NPM(tb, TypeScript, d.Package)
	if err := os.Symlink(filepath.Join(packages, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		tb.Fatal(err)
	}
	out := map[int][]string{}
	write(tb, filepath.Join(dir, "tsconfig.json"), []byte(tsconfig))
	for i, v := range values {
		text, err := literal(d, v)
		if err != nil {
			out[i] = []string{err.Error()}
			continue
		}
		write(tb, filepath.Join(dir, fmt.Sprintf("v%d.ts", i)), text)
	}
	compile(tb, dir, out)
	return out
}

const tsconfig = `{
	"compilerOptions": {"strict": true, "noEmit": true, "skipLibCheck": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "types": []},
	"include": ["*.ts"]
}`

// head are the lines of a file before its value.
const head = 2

// literal is the file of one value. What is no JSON never gets there: it could be
// any program. Each property has a line of its own, so that a complaint can quote
// the line it is about.
func literal(d Declaration, v Value) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nexport const value =\n", d.Import)
	if err := json.Indent(&b, bytes.TrimSpace(v.JSON), "", " "); err != nil {
		return nil, fmt.Errorf("it is no JSON: %w", err)
	}
	fmt.Fprintf(&b, " satisfies %s;\n", v.Type)
	return b.Bytes(), nil
}

// compile runs the compiler and adds what it says.
func compile(tb testing.TB, dir string, out map[int][]string) {
	tb.Helper()
	c := exec.Command("node", filepath.Join("node_modules", "typescript", "bin", "tsc"), "--pretty", "false")
	c.Dir = dir
	said, err := c.CombinedOutput()
	if err == nil {
		return
	}
	list := parse(string(said))
	if len(list) == 0 {
		tb.Fatalf("tsc: %v\n%s", err, lastLines(said, 20))
	}
	for _, e := range list {
		if e.file < 0 {
			tb.Fatalf("tsc: %s", e.text)
		}
		out[e.file] = append(out[e.file], e.text+quoted(dir, e))
	}
}

// complaint is one error of the compiler's: of which file and line.
type complaint struct {
	file, line int // file -1: of no value
	text       string
}

var (
	ofValue = regexp.MustCompile(`^v(\d+)\.ts\((\d+),\d+\): error (TS\d+: .*)$`)
	ofOther = regexp.MustCompile(`^\S.*error TS\d+: `)
)

// parse reads the compiler's output: an error's first line says where, lines that
// are further in explain it.
func parse(output string) []complaint {
	var list []complaint
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		if m := ofValue.FindStringSubmatch(line); m != nil {
			file, _ := strconv.Atoi(m[1])
			at, _ := strconv.Atoi(m[2])
			list = append(list, complaint{file, at, m[3]})
		} else if ofOther.MatchString(line) {
			list = append(list, complaint{-1, 0, line})
		} else if n := len(list); n > 0 && strings.HasPrefix(line, " ") {
			list[n-1].text += "\n\t" + strings.TrimSpace(line)
		}
	}
	return list
}

// quoted is the line of the value that a complaint is about.
func quoted(dir string, e complaint) string {
	text, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("v%d.ts", e.file)))
	lines := strings.Split(string(text), "\n")
	if err != nil || e.line <= head || e.line > len(lines) {
		return ""
	}
	return "\n\tat: " + cut(strings.TrimSpace(lines[e.line-1]))
}

func write(tb testing.TB, name string, text []byte) {
	tb.Helper()
	if err := os.WriteFile(name, text, 0o644); err != nil {
		tb.Fatal(err)
	}
}
