package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// room is a package of this module as the import rules see it: paths without the
// module's name.
type room struct {
	path    string
	imports []string // of the program
	tests   []string // of its tests, further ones
}

// library is other people's code and the only rooms that may know it.
type library struct {
	path, why string
	rooms     []string
}

var libraries = []library{
	{"github.com/slack-go/slack", "Slack's types stay in its adapter, so that a card knows no platform", []string{"bot/slack"}},
	{"github.com/infracloudio/msbotbuilder-go", "Teams' types stay in its adapter, so that a card knows no platform", []string{"bot/teams"}},
	{"github.com/redis/go-redis", "one room knows keys and scripts; cmd may open a bare connection to measure against", []string{"store", "cmd"}},
	{"github.com/alicebob/miniredis", "the embedded Redis is the store's default, nobody else's", []string{"store", "cmd"}},
	{"github.com/emersion/go-imap", "mailboxes are asked in one room, which knows what servers do wrong", []string{"agent/mail", "cmd"}},
	{"github.com/emersion/go-smtp", "mails leave by one room, where never twice is seen to", []string{"agent/mail", "cmd"}},
	{"github.com/jhillyerd/enmime", "mails are parsed in one room, where bad ones are made bearable", []string{"agent/mail", "cmd"}},
	{"github.com/blevesearch", "the index can be replaced without anybody noticing", []string{"agent/catalog"}},
	{"github.com/johnfercher/maroto", "the layout library can be replaced without anybody noticing", []string{"agent/pdf"}},
	{"github.com/klippa-app/go-pdfium", "files of strangers are opened in one room, with its limits", []string{"agent/attach"}},
	{"github.com/openai/openai-go", "a model only proposes, behind the port that the built-in reader stands behind", []string{"agent/reader/model"}},
	{"github.com/alecthomas/kong", "command lines are the programs' own business", []string{"cmd"}},
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	for _, r := range rooms(t) {
		for _, l := range libraries {
			for _, i := range slices.Concat(r.imports, r.tests) {
				if within(i, l.path) && !slices.ContainsFunc(l.rooms, func(allowed string) bool { return within(r.path, allowed) }) {
					t.Errorf("%s imports %s, which belongs to %s: %s", r.path, i, strings.Join(l.rooms, ", "), l.why)
				}
			}
		}
	}
}

// wall says what a part of the house may import of the others.
type wall struct {
	part, why string
	may       []string // and itself
}

var walls = []wall{
	{"agent/task", "the core can be tested without anything, and everybody may depend on it", nil},
	{"agent/lang", "words and formats are for everybody, so they know the core alone", []string{"agent/task"}},
	{"agent", "what is done knows neither where it is kept nor where it is shown; they meet in cmd", nil},
	{"cards", "a card is made from a task and words, so that any surface can show it", []string{"agent/task", "agent/lang"}},
	{"bot/clickbench", "it measures from outside, and its own benchmark wants a Redis to be measured with", []string{"bot/teams/teamstest", "cards", "store/redistest"}},
	{"bot", "a surface turns clicks into events and tasks into messages; it keeps and decides nothing", []string{"cards", "agent/task", "agent/lang"}},
	{"store", "what is kept is tasks; what they mean is the core's business", []string{"agent/task"}},
	{"cmd/dev", "the tool measures the program from outside", nil},
	{"cmd", "the programs put everything together, and nobody imports a program", []string{"agent", "bot", "cards", "store"}},
}

func TestRoomsImportInward(t *testing.T) {
	for _, r := range rooms(t) {
		w := walls[slices.IndexFunc(walls, func(w wall) bool { return within(r.path, w.part) })]
		for _, i := range slices.Concat(r.imports, r.tests) {
			own, ours := strings.CutPrefix(i, module+"/")
			if !ours || within(own, w.part) || slices.ContainsFunc(w.may, func(m string) bool { return within(own, m) }) {
				continue
			}
			t.Errorf("%s imports %s: %s", r.path, own, w.why)
		}
	}
}

// onlyTested are packages that tests are written with. They start other people's
// programs, and end a test where one is missing.
var onlyTested = []string{"cards/judge", "agent/catalog/catalogbench", "bot/bottest", "bot/clickbench", "bot/slack/slacktest", "bot/teams/playground", "bot/teams/teamstest", "store/redistest", "agent/reader/model/modeltest"}

func TestProgramKnowsNoTestPackage(t *testing.T) {
	for _, r := range rooms(t) {
		if slices.Contains(onlyTested, r.path) {
			continue
		}
		for _, i := range r.imports {
			if own, ours := strings.CutPrefix(i, module+"/"); ours && slices.Contains(onlyTested, own) {
				t.Errorf("%s imports %s outside its tests: what tests are written with does not belong in the program", r.path, own)
			}
		}
	}
}

// pure are the standard packages that make an outcome depend on more than what
// went in.
var pure = map[string]string{
	"context":     "nothing in the core can be cancelled, because nothing in it waits",
	"net":         "the core asks nobody",
	"os":          "the core reads nothing and has no environment",
	"io/fs":       "the core reads nothing",
	"log":         "what happened is said in events and effects",
	"math/rand":   "the same event on the same task has the same outcome",
	"crypto/rand": "the same event on the same task has the same outcome",
	"sync":        "a task is a value",
	"database":    "the core keeps nothing",
	"runtime":     "the outcome is the same on every machine",
	"unsafe":      "there is nothing here that needs it",
}

// parsers lie among the network's packages and only read text.
var parsers = []string{"net/mail", "net/netip", "net/url"}

func TestCoreImportsTheStandardLibraryOnly(t *testing.T) {
	for _, r := range rooms(t) {
		if !within(r.path, "agent/task") {
			continue
		}
		for _, i := range r.imports {
			if strings.Contains(strings.SplitN(i, "/", 2)[0], ".") || within(i, module) {
				t.Errorf("the core imports %s: it imports only the standard library, so that it can be tested without anything", i)
			}
			for p, why := range pure {
				if within(i, p) && !slices.Contains(parsers, i) {
					t.Errorf("the core imports %s: %s", i, why)
				}
			}
		}
	}
}

const module = "salesclerk"

// within says that a path is the folder or lies below it.
func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// rooms are all packages of the module, as the go command sees them.
func rooms(t *testing.T) []room {
	t.Helper()
	list, err := listed()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 10 {
		t.Fatalf("only %d packages found", len(list))
	}
	return list
}

// listed asks the go command once.
var listed = sync.OnceValues(func() ([]room, error) {
	dir, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(context.Background(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"/...")
	c.Dir = dir
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var list []room
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath                         string
			Imports, TestImports, XTestImports []string
		}
		if err := d.Decode(&p); err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		list = append(list, room{path: path, imports: p.Imports, tests: slices.Concat(p.TestImports, p.XTestImports)})
	}
	return list, nil
})

func root(t *testing.T) string {
	t.Helper()
	dir, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
