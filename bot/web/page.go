package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// used finds the keys of the words that the page's scripts ask for.
var used = regexp.MustCompile(`\bt\(\s*'([a-z][a-z._]*)'`)

// built are the keys that scripts put together from parts.
var built = []string{"kpi.day", "kpi.week", "kpi.month", "mail.title", "room.title", "tasks.title"}

// keys is every word that the page needs, without its "web." in front.
var keys = sync.OnceValue(func() []string {
	out := slices.Clone(built)
	entries, err := assets.ReadDir("assets")
	if err != nil {
		panic("web: the embedded assets are wrong: " + err.Error())
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".js") {
			continue
		}
		data, err := assets.ReadFile("assets/" + e.Name())
		if err != nil {
			panic("web: the embedded assets are wrong: " + err.Error())
		}
		for _, m := range used.FindAllSubmatch(data, -1) {
			out = append(out, string(m[1]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
})

// places are the placeholders of the page's words: the page fills them in itself.
var places = lang.Args{"N": "{n}", "Task": "{task}", "Tasks": "{tasks}", "Title": "{title}", "What": "{what}", "To": "{to}",
	"From": "{from}", "Name": "{name}", "Address": "{address}", "Subject": "{subject}", "Time": "{time}", "Status": "{status}"}

type pageShown struct {
	Title      string            `json:"title"`
	Lang       string            `json:"lang"`
	Langs      []pageLang        `json:"langs"`
	Person     task.Person       `json:"person"`
	People     []task.Person     `json:"people"`
	Demo       bool              `json:"demo"`
	MayStopAll bool              `json:"may_stop_all"`
	MayKPI     bool              `json:"may_kpi"`
	Words      map[string]string `json:"words"`
}

type pageLang struct {
	Tag  string `json:"tag"`
	Name string `json:"name"`
}

// page is GET /api/page: what the page is and who looks at it.
func (s *Server) page(r *http.Request) (any, error) {
	p, err := s.person(r)
	if err != nil {
		return nil, err
	}
	w := s.lang(r)
	out := pageShown{Title: s.o.Title, Lang: w.Tag(), Person: p, People: s.o.People, Demo: s.o.Customers != nil,
		MayStopAll: p.May(task.Admin), MayKPI: p.May(task.Manager), Words: map[string]string{}}
	for _, tag := range lang.Supported() {
		out.Langs = append(out.Langs, pageLang{tag, lang.For(tag).T("language.name")})
	}
	for _, k := range keys() {
		out.Words[k] = w.T("web."+k, places)
	}
	return out, nil
}
