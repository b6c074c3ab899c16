package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"salesclerk/agent/task"
)

// noted are the notes promised to the core; codesOf finds those used since.
var noted = strings.Fields(`date_past date_several ship_to_unknown quantity_assumed low_confidence unit_converted
	price_differs not_available promise customer_wrote_again not_verified may_not_be_relevant forwarded_from
	credit_limit overdue quote_open order_open mail_unanswered mail_unsent document_changed mail_received read
	contact_created contact_once contact_updated quote_created quote_changed order_created mail_sent send_retry
	bounced declined stopped stop_asked stop_kept halted assigned instructed picked skipped saved waiting_mail
	reopened sent_after_stop accepted follows nothing_to_do`)

// actions have a button.
var actions = []task.Kind{task.Confirm, task.Discard, task.ResumeOnly, task.Stop, task.StopYes, task.StopNo, task.Save,
	task.Instruct, task.CreateContact, task.UseContactOnce, task.UpdateContact, task.PickItem, task.Retry, task.MakeOrder,
	task.WriteAnswer, task.Assign, task.Halt, task.ReviewView, task.TimelineView}

// TestWordsForTheCore: everything of the core that people see has words.
func TestWordsForTheCore(t *testing.T) {
	var keys []string
	for _, k := range actions {
		keys = append(keys, "button."+string(k))
	}
	for _, k := range []task.DocKind{task.Quote, task.Order, "any"} {
		keys = append(keys, "button.updated."+string(k))
	}
	for _, c := range consts(t, "../task", "State") {
		keys = append(keys, "state."+c)
	}
	for _, c := range consts(t, "../task", "StepKind") {
		keys = append(keys, "kind."+c)
	}
	for _, c := range consts(t, "../task", "StepStatus") {
		keys = append(keys, "status."+c)
	}
	for _, c := range consts(t, "../task", "Intent") {
		keys = append(keys, "intent."+c)
	}
	for _, c := range append(task.Problems, task.NotUnderstood, task.EditedMeanwhile) {
		keys = append(keys, "problem."+c+".say", "problem."+c+".help")
	}
	for _, c := range append(noted, codesOf(t, "..")...) {
		keys = append(keys, "note."+c)
	}
	for _, r := range refusals {
		keys = append(keys, r.key)
	}
	for _, tag := range Supported() {
		for _, key := range keys {
			if !For(tag).Has(key) {
				t.Errorf("%s: no words for %s", tag, key)
			}
		}
	}
}

// consts are the values of the string constants of a type in a package.
func consts(t *testing.T, dir, name string) []string {
	t.Helper()
	var out []string
	each(t, dir, func(n ast.Node) {
		if s, ok := n.(*ast.ValueSpec); ok {
			if id, ok := s.Type.(*ast.Ident); ok && id.Name == name {
				out = append(out, literal(s.Values[0]))
			}
		}
	})
	if len(out) == 0 {
		t.Fatalf("no constants of type %s in %s", name, dir)
	}
	return out
}

var code = regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)?$`)

// codesOf are the codes of notes written in the source: Note{Code: "x"},
// Note{"x", ...}, log("x", ...), note("x", ...), refuseField(field, "x").
func codesOf(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	add := func(prefix string, e ast.Expr) {
		if s := literal(e); code.MatchString(s) {
			out = append(out, prefix+s)
		}
	}
	each(t, dir, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if (n.Type == nil || strings.HasSuffix(typeName(n.Type), "Note")) && len(n.Elts) > 0 {
				add("", noteCode(n))
			}
		case *ast.CallExpr:
			switch callee := typeName(n.Fun); {
			case (callee == "log" || callee == "note") && len(n.Args) == 2:
				add("", n.Args[0])
			case callee == "refuseField" && len(n.Args) == 2:
				add("input.", n.Args[1])
			}
		}
	})
	return out
}

// noteCode is the code of a note; a literal without a type is taken for one
// only if it names the field.
func noteCode(n *ast.CompositeLit) ast.Expr {
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && typeName(kv.Key) == "Code" {
			return kv.Value
		}
	}
	if n.Type == nil {
		return nil
	}
	return n.Elts[0]
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value)
		return s
	}
	return ""
}

// each visits every node of the Go files below dir, tests left out.
func each(t *testing.T, dir string, visit func(ast.Node)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler says it better
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if n != nil {
				visit(n)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
