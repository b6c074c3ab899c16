package people

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

func TestAll(t *testing.T) {
	got := All([]Given{{Roles: []task.Role{task.Viewer}}, {Name: "Bo", Lang: "da", Roles: []task.Role{task.Approver, task.Viewer}}, {Name: "Other", Lang: "fr"}})
	if diff := cmp.Diff(Given{Name: "Bo", Lang: "da", Roles: []task.Role{task.Approver, task.Viewer}}, got); diff != "" {
		t.Error(diff)
	}
	if got := All(nil); len(got.Roles) > 0 {
		t.Errorf("nobody named has %v", got)
	}
}

func TestCalled(t *testing.T) {
	if got := Called("U1", "", " \u202e\n", "Bo\nLund"); got != "Bo Lund" {
		t.Errorf("called %q", got)
	}
	if got := Called("U1", "\x00"); got != "U1" {
		t.Errorf("called %q", got)
	}
	if got := Called("U1", strings.Repeat("ø", 500)); len([]rune(got)) != cards.NameRunes || !strings.HasSuffix(got, "…") {
		t.Errorf("called %q", got)
	}
}

func TestSpoken(t *testing.T) {
	for locale, want := range map[string]string{"fr-FR": "fr", "da_DK": "da", "en-US": "en", "de-DE": "", "": "", "no such": "", "nb-NO": ""} {
		if got, ok := Spoken(locale); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %q, %v", locale, got, ok)
		}
	}
}
