package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"salesclerk/agent/catalog"
)

// serve runs the program until ctx ends, then lets each part finish what it has
// in hand. copyName tells this copy from others.
func (p *program) serve(ctx context.Context, copyName string, servers ...*server) error {
	var wg sync.WaitGroup
	for _, s := range servers {
		wg.Go(func() { s.run(ctx, p) })
	}
	wg.Go(func() {
		if err := catalog.Follow(ctx, p.index, p.office, time.Duration(p.config.Index.Refresh), p.log); err != nil && ctx.Err() == nil {
			p.log.Error("following the items", "error", err)
		}
	})
	if p.slack != nil {
		wg.Go(func() { p.slack.run(ctx, p) })
	}
	if p.teams != nil {
		wg.Go(func() { p.teams.run(ctx, p) })
	}
	for _, d := range p.desks {
		if p.teams != nil && d.inTeams() {
			wg.Go(func() { d.Alone(ctx, teamsRoomName, copyName, p.teams.app.Poster(d.Name).Run) })
		}
		if p.slack != nil && d.inSlack() {
			wg.Go(func() { d.Alone(ctx, slackRoom, copyName, p.slack.app.Poster(d.Name).Run) })
		}
		wg.Go(func() {
			if err := d.Run(ctx, copyName); err != nil {
				p.log.Error("desk ended", "desk", d.Name, "error", err)
			}
		})
		if d.config.KPI.Schedule != "" {
			wg.Go(func() { d.Alone(ctx, "kpi", copyName, d.postFigures) })
		}
	}
	wg.Wait()
	p.log.Info("ended, nothing half done")
	return nil
}

// server is one HTTP listener that is open already.
type server struct {
	listener net.Listener
	handler  http.Handler
	onEnd    func()
}

func listen(addr string, h http.Handler, onEnd func()) (*server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w; choose another address or stop what has it", addr, err)
	}
	return &server{l, h, onEnd}, nil
}

// Bounds of every request.
const (
	headerTime = 10 * time.Second
	bodyTime   = 2 * time.Minute
	endTime    = 10 * time.Second
)

// run answers until ctx ends.
func (s *server) run(ctx context.Context, p *program) {
	h := &http.Server{Handler: s.handler, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, IdleTimeout: bodyTime, MaxHeaderBytes: 64 << 10}
	if s.onEnd != nil {
		h.RegisterOnShutdown(s.onEnd)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
		if err := h.Shutdown(end); err != nil {
			p.log.Warn("ending the HTTP server", "error", err)
		}
	}()
	if err := h.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		p.log.Error("the HTTP server ended", "error", err)
	}
	<-done
}
