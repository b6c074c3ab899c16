// Package web is the local page: a sales room with cards, the list of tasks, and
// in the demo a customer's mail program beside it. It is also the HTTP interface
// that scripts use; the page has no other way to the desk than they have.
//
// It decides nothing. What a card shows comes from package cards, what a click
// may do from the core, words from agent/lang; what it needs of the rest of the
// program stands in desk.go.
//
// One click: the browser posts /api/room/T-1042.3/confirm with the card's turn
// and a key of its own making. guard.go has let only requests of this page
// through; click.go makes an event of it, named for the person and the key; the
// Desk applies and stores it; the answer is the new card, or a sentence that says
// why nothing was changed. The change comes back over /api/live to every open
// page, which then fetches the room anew and draws the cards that differ.
//
// A Server owns no goroutine but those of its requests; Close ends the live ones.
package web

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

//go:embed assets
var assets embed.FS

// Options are what a Server is made of. Desk and People must be there.
type Options struct {
	Desk      Desk
	Customers Customers // nil outside the demo: no left side
	// People may click here. The first is taken where a request names nobody; more
	// than one only in the demo, where the page lets one choose who to be.
	People []task.Person
	Lang   string         // of who asks for no other
	Zone   *time.Location // of times on cards; nil: UTC
	Title  string         // of the page, such as the company's name
	// Hosts are further names (without port) by which the page may be asked for while
	// it listens on loopback, such as that of a proxy in front of it.
	Hosts []string
	Log   *slog.Logger     // nil: none
	Now   func() time.Time // nil: time.Now
}

// Server is the page as an http.Handler.
type Server struct {
	o       Options
	handler http.Handler
	ctx     context.Context // ends with Close; live streams end with it
	end     context.CancelFunc
}

// New makes a Server. It asks nothing of the Desk yet.
func New(o Options) (*Server, error) {
	if o.Desk == nil || len(o.People) == 0 {
		return nil, errors.New("web: a desk and at least one person are needed")
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Title == "" {
		o.Title = "salesclerk"
	}
	s := &Server{o: o}
	s.ctx, s.end = context.WithCancel(context.Background())
	s.handler = s.guard(s.routes())
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the live streams, which would otherwise keep http.Server.Shutdown
// waiting: register it with RegisterOnShutdown. Closing twice is fine.
func (s *Server) Close() { s.end() }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, f := range map[string]answerer{
		"GET /api/page":                  s.page,
		"GET /api/tasks":                 s.tasks,
		"GET /api/tasks/{id}":            s.task,
		"POST /api/tasks/{id}/stop":      s.stop,
		"POST /api/stop-all":             s.stopAll,
		"GET /api/room":                  s.room,
		"POST /api/room/{card}/{action}": s.act,
		"GET /api/items":                 s.items,
		"GET /api/units":                 s.units,
		"GET /api/contacts":              s.contacts,
		"GET /api/kpi":                   s.kpi,
		"GET /api/mail":                  s.mailboxes,
		"POST /api/mail":                 s.write,
	} {
		mux.Handle(pattern, s.answer(f))
	}
	mux.HandleFunc("GET /api/tasks/{id}/files/{file}", s.file)
	mux.HandleFunc("GET /api/mail/file", s.mailFile)
	mux.HandleFunc("GET /api/mail/html", s.mailHTML)
	mux.HandleFunc("GET /api/live", s.live)
	mux.HandleFunc("GET /assets/{name}", s.asset)
	mux.HandleFunc("GET /{$}", s.index)
	mux.Handle("/", s.answer(func(r *http.Request) (any, error) { return nil, bot.ErrNotFound }))
	return mux
}

// options are those of the cards for whoever asks.
func (s *Server) options(r *http.Request) cards.Options {
	p, err := s.person(r)
	if err != nil {
		p = task.Person{}
	}
	return cards.Options{Lang: s.lang(r).Tag(), Zone: s.o.Zone, Viewer: &p, Now: s.o.Now()}
}

// lang is the reader's language: of the query, of the page's choice, else the desk's.
func (s *Server) lang(r *http.Request) *lang.Words {
	if tag := r.URL.Query().Get("lang"); tag != "" {
		return lang.For(tag)
	}
	if c, err := r.Cookie("lang"); err == nil {
		return lang.For(c.Value)
	}
	return lang.For(s.o.Lang)
}
