package main

import (
	"net/http"
	"testing"

	"salesclerk/agent/task"
)

func TestStop(t *testing.T) {
	s := play(t, demoCommand{})
	t.Run("asked, kept, asked again, stopped", func(t *testing.T) {
		t.Parallel()
		stopped(s.actor(t, "line.mosegaard@brohoej-maskinfabrik.example"))
	})
	t.Run("before anything was made", func(t *testing.T) {
		t.Parallel()
		stoppedEarly(s.actor(t, "marcus.pellow@penhallow-garden.example"))
	})
	t.Run("while paused", func(t *testing.T) {
		t.Parallel()
		stoppedPaused(s.actor(t, "olivier.charmoy@electricite-bonnefeuille.example"))
	})
}

func stopped(a *actor) {
	t := a.t
	a.lang = "da"
	a.writes("Tilbud på hamre", "Hej\n\nVi vil gerne have et tilbud på 8 stk. LV-1714.\n\nMvh\nLine")
	a.confirms("incoming")
	c := a.card("outgoing quote")
	number := a.task(t, a.id).Document.Number
	a.click(c, "stop", nil)
	c = a.card("stop")
	has(t, "the question", c.says(), number)
	if !c.offers("stop_yes") || !c.offers("stop_no") || c.offers("confirm") {
		t.Errorf("the question offers %+v", c.Buttons)
	}
	a.is(task.Attention)
	a.refusedClick(c, "confirm", nil, http.StatusConflict)
	a.click(c, "stop_no", nil)
	c = a.card("outgoing quote")
	if !c.offers("confirm") || !c.offers("discard") {
		t.Errorf("kept going, the card offers %+v", c.Buttons)
	}
	a.click(c, "stop", nil)
	a.click(a.card("stop"), "stop_yes", nil, "X-Salesclerk-Person", "bo")
	x := a.is(task.Stopped)
	words := ""
	for _, e := range x.Timeline {
		words += e.Words.S + "\n"
	}
	has(t, "the timeline", words, number, "Bo Lund")
	for _, action := range []string{"confirm", "discard", "stop", "stop_yes", "stop_no", "save", "resume", "updated"} {
		r := a.refusedClick(c, action, map[string]any{"to": "x@y.example", "subject": "s", "text": "t"}, http.StatusConflict)
		has(t, action+" on a stopped task", r.Error, "Bo Lund")
	}
	a.nothing()
	// What the customer writes on its thread begins a new task that names it.
	old := a.id
	before := map[string]bool{old: true}
	a.posts("Re: Tilbud på hamre", "Hej\n\nHar I glemt os? Vi vil gerne have et tilbud på 9 stk. LV-1714.\n\nMvh\nLine", a.wrote)
	a.begins("Re: Tilbud på hamre", before)
	if x := a.task(t, a.id); x.Follows != old {
		t.Errorf("the new task follows %q, want %q", x.Follows, old)
	}
	has(t, "the new card", a.card("incoming").says(), old)
	a.confirms("incoming")
	a.confirms("outgoing quote")
	has(t, "the mail", a.gets().Text, "9 PCS")
	if x := a.task(t, old); x.State != task.Stopped {
		t.Errorf("the stopped task is %s", x.State)
	}
	a.nothing()
}

func stoppedEarly(a *actor) {
	a.writes("Buckets", "Hello,\n\nPlease quote 6 x LV-2608.\n\nMarcus")
	c := a.card("incoming")
	a.click(c, "stop", nil)
	c = a.card("stop")
	has(a.t, "the question", c.says(), "“Buckets” stays unanswered")
	a.click(c, "stop_yes", nil)
	a.is(task.Stopped)
	a.nothing()
}

func stoppedPaused(a *actor) {
	a.lang = "fr"
	a.writes("Devis", "Bonjour,\n\nMerci de nous faire un devis pour 4 x LV-2608.\n\nOlivier Charmoy")
	a.confirms("incoming")
	a.click(a.card("outgoing quote"), "discard", nil)
	c := a.card("resume")
	a.click(c, "stop", nil)
	a.click(a.card("stop"), "stop_no", nil)
	a.is(task.Paused)
	c = a.card("resume")
	a.click(c, "stop", nil)
	a.click(a.card("stop"), "stop_yes", nil)
	a.is(task.Stopped)
	has(a.t, "a click afterwards", a.refusedClick(c, "resume", nil, http.StatusConflict).Error, "Anna Berg")
	a.nothing()
}

func TestStopAll(t *testing.T) {
	s := play(t, demoCommand{})
	en := s.actor(t, "samir.oakden@stonebridge-logistics.example")
	en.writes("Straps", "Please quote 10 x LV-2210.\n\nSamir")
	da := s.actor(t, "soeren.engholt@hvidsten-logistik.example")
	da.writes("Stropper", "Vi vil gerne have et tilbud på 10 stk. LV-2210.\n\nSøren")
	done := s.actor(t, "femke.wilgenaar@wilgenhoek-techniek.example")
	done.writes("Hammer", "Please quote 3 x LV-1714.\n\nFemke")
	for _, step := range []string{"incoming", "outgoing quote"} {
		done.confirms(step)
	}
	done.gets()
	done.is(task.Waiting)
	done.replies("We accept the quote.")
	done.confirms("outgoing order")
	done.gets()
	done.is(task.Completed)
	en.card("incoming")
	da.confirms("incoming")
	c := da.card("outgoing quote")
	for _, who := range []string{"vera", "bo"} {
		if code, data := s.ask(t, "POST", "/api/stop-all", nil, nil, "X-Salesclerk-Person", who); code != http.StatusForbidden {
			t.Errorf("%s stops all tasks: %d %s", who, code, data)
		}
	}
	var out struct{ Stopped int }
	if code, data := s.ask(t, "POST", "/api/stop-all", nil, &out); code != http.StatusOK || out.Stopped != 2 {
		t.Fatalf("stop all: %d %s, want 2", code, data)
	}
	en.is(task.Stopped)
	da.is(task.Stopped)
	has(t, "a click afterwards", da.refusedClick(c, "confirm", nil, http.StatusConflict).Error, "Anna Berg")
	done.is(task.Completed)
	da.nothing()
	en.nothing()
}
