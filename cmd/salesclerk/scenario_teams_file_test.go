package main

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"salesclerk/bot/teams"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/teamstest"
)

// TestTeamsFile holds that the PDF which a person opens from a card is the one that
// leaves, and that who changes the link opens nothing.
func TestTeamsFile(t *testing.T) {
	const public = "https://sales.company.example"
	s, k := inTeams(t, teamsStage{change: func(c *config, _ *teamstest.Server) { c.Teams.PublicURL = public }}, demoCommand{})
	k.SetCheck(func(card []byte) []string { return adaptive.Check(card, public+teams.FilePath+"?t=") })
	a := s.actor(t, "ida.baekmark@vesterlund-gartneri.example")
	a.clerk = "bo"
	a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 5 stk. LV-1714.\n\nMvh\nIda")
	a.confirms("incoming")
	p := s.offers(t, "bo", a.card("outgoing quote").ID, "confirm")
	r := k.clicks(t, "bo", p.seen.(teamstest.Message), "file")
	path := ""
	for _, b := range r.Shown.Buttons() {
		if at, ok := strings.CutPrefix(b.URL, public); ok && path == "" {
			path = at
		}
	}
	if path == "" {
		t.Fatalf("there is no link: %s", r.Shown.Words())
	}
	seen := s.fetch(t, path)
	k.clicks(t, "bo", r.Shown, "Back to the card")
	if code, data := s.ask(t, "GET", path+"x", nil, nil); code != http.StatusForbidden || bytes.Contains(data, []byte("%PDF")) {
		t.Errorf("another link is answered with %d %q", code, data)
	}
	a.confirms("outgoing quote")
	r = k.clicks(t, "bo", p.seen.(teamstest.Message), "file") // those of a decided step, too
	if links := slices.DeleteFunc(r.Shown.Buttons(), func(b teamstest.Button) bool { return b.URL == "" }); len(links) == 0 {
		t.Errorf("no file of the decided step can be opened: %s", r.Shown.Words())
	}
	mail := a.gets()
	if len(mail.Attachments) != 1 || !bytes.HasPrefix(seen, []byte("%PDF-")) || !bytes.Equal(seen, s.fetch(t, mail.Attachments[0].URL)) {
		t.Errorf("%d bytes were seen; the mail has %d attachments", len(seen), len(mail.Attachments))
	}
	a.tidy()
}

// TestWhereFilesAreOpened is the address of files by the configuration.
func TestWhereFilesAreOpened(t *testing.T) {
	for _, c := range []struct {
		teams        teamsConfig
		listen, want string
	}{
		{teamsConfig{PublicURL: "https://sales.company.example "}, ":8080", "https://sales.company.example"},
		{teamsConfig{}, ":8080", ""},
		{teamsConfig{Development: true}, "127.0.0.1:3978", "http://127.0.0.1:3978"},
		{teamsConfig{Development: true}, "127.0.0.1:0", ""},
		{teamsConfig{Development: true, PublicURL: "http://localhost:4000"}, "127.0.0.1:3978", "http://localhost:4000"},
	} {
		if got := c.teams.filesURL(c.listen); got != c.want {
			t.Errorf("%+v at %s: %q, want %q", c.teams, c.listen, got, c.want)
		}
	}
	if _, err := parseConfig([]byte("teams: {development: true, public_url: 'https://sales.company.example'}\nlisten: '127.0.0.1:3978'\ndesks:\n  - {name: a, teams: {room: x}}\n"), env); err == nil || !strings.Contains(err.Error(), "another machine") {
		t.Errorf("a public address in development: %v", err)
	}
}
