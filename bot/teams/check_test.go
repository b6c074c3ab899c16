package teams

import (
	"strings"
	"testing"

	"salesclerk/bot/teams/teamstest"
)

// found is the findings in words, those that are wrong marked.
func (n *town) found(a *App) string {
	var out []string
	for _, f := range a.Check(n.ctx) {
		mark := "fine "
		if f.Wrong {
			mark = "WRONG "
		} else if f.Note {
			mark = "note "
		}
		out = append(out, mark+f.Desk+" "+f.What+": "+f.Words)
	}
	return strings.Join(out, "\n")
}

func TestCheckOfWhatIsRight(t *testing.T) {
	n := newTown(t)
	if got := n.found(n.a); strings.Contains(got, "WRONG") || !strings.Contains(got, "3 may decide") || !strings.Contains(got, "the app is in it") {
		t.Error(got)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	for want, spoil := range map[string]func(*town){
		"WRONG  secret":         func(n *town) { n.ExpireSecret() },
		"the app is not in it":  func(n *town) { n.SetInstalled(salesTeam, false) },
		"Teams knows no such":   func(n *town) { n.a.desks[0].Routes[0].Room = "19:nowhere@thread.tacv2" },
		"nobody may decide":     func(n *town) { n.a.desks[0].People = n.a.desks[0].People[3:] },
		"object ID of the user": func(n *town) { n.a.desks[0].People[1].AAD = "bo@example.com" },
		"has not heard from this": func(n *town) {
			n.a.desks[0].Routes[0].Room = n.a.roomName("teams:" + n.AAD("bo"))
		},
		"in none of the desk's rooms": func(n *town) {
			n.AddTeam(teamstest.Team{ID: salesTeam, Installed: true, Members: []string{"anna", "bo"}, Channels: []teamstest.Channel{{ID: channel}}})
		},
	} {
		n := newTown(t)
		spoil(n)
		if got := n.found(n.a); !strings.Contains(got, want) {
			t.Errorf("%s is not named:\n%s", want, got)
		}
	}
}

func TestCheckBeforeAnythingWasHeard(t *testing.T) {
	n := newTown(t)
	a := n.app(channel)
	for room := range must(a.desks[0].places(n.ctx)) {
		_ = n.d.SetRef(n.ctx, placesName, room, "")
	}
	if got := n.found(a); !strings.Contains(got, "start salesclerk, then add the app") {
		t.Error(got)
	}
	n.d.SetAway(true)
	if got := n.found(a); !strings.Contains(got, "cannot be read") {
		t.Error(got)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
