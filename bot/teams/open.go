package teams

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"golang.org/x/text/language"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/file"
	"salesclerk/bot/intake"
	"salesclerk/bot/people"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// linker gives a person alone the links to the files of a step; nil where there
// are none.
func (a *App) linker(k asker, t *task.Task, step int) func(blob string) string {
	if a.links == nil || !k.Sees() {
		return nil
	}
	made := map[string]string{}
	for _, f := range file.OfStep(t, step) {
		link, err := a.links.to(k, t.ID, step, f)
		if err != nil {
			a.o.Log.Error("teams: a file has no link", "task", t.ID, "error", err)
			return nil
		}
		made[f.Blob] = link
	}
	return func(blob string) string { return made[blob] }
}

// files is the files of a step with their links, in the place of the card for the
// one who clicked.
func (a *App) files(c *click, t *task.Task) reply {
	step, r := c.s.Target.Step, c.reader()
	list := file.OfStep(t, step)
	switch {
	case a.links == nil:
		return says(c.k.Say("teams.app.file.off"))
	case len(list) == 0:
		return says(c.k.Say("teams.app.file.none"))
	}
	o := adaptive.Options{Desk: c.k.d.Name, Lang: r.Words.Tag(), Windows: !a.o.Bare, Link: a.linker(c.k, t, step)}
	return shows(adaptive.Files(cards.New(t, step, r.Options()), cards.Files(list, r.Options()), r.Say("teams.app.file.soon"), o))
}

const (
	openings = 16               // files that are read and sent at once
	openTime = 20 * time.Second // for reading one
	sendTime = 2 * time.Minute  // for sending one
)

// Files serves FilePath: a file to who has a link to it that is still good, if the
// person whom it was made for may still see the task and the file is still one of
// its step's. Whoever else asks learns nothing of either.
func (a *App) Files() http.Handler {
	if a.links == nil {
		return http.NotFoundHandler()
	}
	return http.HandlerFunc(a.openFile)
}

func (a *App) openFile(w http.ResponseWriter, r *http.Request) {
	words := lang.For(asked(r))
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		sentence(w, http.StatusMethodNotAllowed, words.T("teams.app.file.refused"))
		return
	case a.links.local && !here(r):
		sentence(w, http.StatusForbidden, words.T("teams.app.file.refused"))
		return
	}
	ctx, end := context.WithTimeout(r.Context(), openTime)
	defer end()
	f, data, leave, err := a.linked(ctx, r.URL.Query()["t"])
	if err != nil {
		status, key := meant(err)
		if status == http.StatusServiceUnavailable {
			a.o.Log.Error("teams: a file cannot be read", "error", err)
		}
		sentence(w, status, words.T(key))
		return
	}
	defer leave()
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Now().Add(sendTime)) // a writer that knows none is a test's
	defer func() { _ = out.SetWriteDeadline(time.Time{}) }()
	file.Serve(w, r, f.Name, f.Type, data)
}

var errBusy = errors.New("too many files are being opened")

// linked is the file that a link leads to. leave is to be called once it is sent.
func (a *App) linked(ctx context.Context, tokens []string) (f task.Attachment, data []byte, leave func(), err error) {
	if len(tokens) != 1 {
		return f, nil, nil, errForged
	}
	c, err := a.links.read(tokens[0])
	if err != nil {
		return f, nil, nil, err
	}
	select {
	case a.opening <- struct{}{}:
		leave = func() { <-a.opening }
	case <-ctx.Done():
		return f, nil, nil, errBusy
	}
	if f, data, err = a.fileOf(ctx, c); err != nil {
		leave()
	}
	return f, data, leave, err
}

// fileOf is the file that a link of ours says, as its task stands now.
func (a *App) fileOf(ctx context.Context, c claims) (task.Attachment, []byte, error) {
	d := a.desk(c.Desk)
	tenant, aad, person := personIn(c.Subject)
	if d == nil || !person {
		return task.Attachment{}, nil, errForged
	}
	k := a.ask(d, connector.Person{Tenant: tenant, AAD: aad})
	if !k.Sees() {
		a.refused(k, string(adaptive.VerbFile), c.Task)
		return task.Attachment{}, nil, task.ErrDenied
	}
	t, err := d.task(ctx, c.Task)
	if err != nil {
		return task.Attachment{}, nil, err
	}
	for _, f := range file.OfStep(&t, c.Step) {
		if fileSum(f) == c.File {
			data, err := d.Blob(ctx, f.Blob)
			a.o.Log.Info("teams: a file is opened", "desk", d.Name, "task", t.ID, "person", k.Person.ID, "file", file.ID(f.Blob), "found", err == nil)
			return f, data, err
		}
	}
	return task.Attachment{}, nil, bot.ErrNotFound
}

// meant is how an error is answered: with a sentence that says nothing of the task.
func meant(err error) (status int, key string) {
	switch {
	case errors.Is(err, errForged), errors.Is(err, task.ErrDenied):
		return http.StatusForbidden, "teams.app.file.refused"
	case errors.Is(err, errExpired), errors.Is(err, bot.ErrNotFound):
		return http.StatusGone, "teams.app.file.expired"
	}
	return http.StatusServiceUnavailable, "teams.app.file.away"
}

// sentence answers with one sentence of ours.
func sentence(w http.ResponseWriter, status int, say string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(say + "\n"))
}

// asked is the language that the browser asks for, of those that have words.
func asked(r *http.Request) string {
	tags, _, err := language.ParseAcceptLanguage(clip(r.Header.Get("Accept-Language"), maxWords))
	if err != nil {
		return lang.Last
	}
	for _, t := range tags {
		if tag, ok := people.Spoken(t.String()); ok {
			return tag
		}
	}
	return lang.Last
}

// here says whether a request comes from this machine.
func here(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && intake.Loopback(host)
}
