package views

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	doc := quote(3)
	doc.s.Say("This was changed meanwhile.", true)
	put(&doc.s.Edits, "20000", Edit{"quantity": "7"})
	doc.s.RemoveLine(doc.form, "30000")
	line := quote(2)
	line.s.OpenLine(line.form, "20000")
	out := mail("Dear customer,\n\nplease find our quote attached.\n")
	pick := first(cards.FormPick, task.PickItem)
	for name, v := range map[string]any{
		"document": Dialog(doc.form, doc.s, doc.o),
		"line":     Line(line.form, line.s, []string{"PCS", "BOX"}, []string{"BLUE"}, "V1", line.o),
		"mail":     Dialog(out.form, out.s, out.o),
		"pick":     Dialog(pick.form, pick.s, pick.o),
		"home":     Home([]HomeDesk{{Name: "sales", Person: viewer, Tasks: homeTasks("en", 4), Attention: 2}}, look("en")),
	} {
		file := filepath.Join("testdata", name+".json")
		var got bytes.Buffer
		if err := json.Indent(&got, encoded(t, v), "", "  "); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got; -update writes it anew)\n%s", name, diff)
		}
	}
}

// BenchmarkDialog is the largest dialog: it has three seconds from the click, with
// everything else.
func BenchmarkDialog(b *testing.B) {
	x := quote(1000)
	x.s.Turn(x.form, 40)
	for b.Loop() {
		Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), nil))
	}
}
