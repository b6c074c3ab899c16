package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/file"
)

// taskFile is a file of a task as the page lists it.
type taskFile struct {
	Name string `json:"name"`
	Size string `json:"size"`
	URL  string `json:"url"`
}

func fileURL(taskID, blob string) string {
	return "/api/tasks/" + url.PathEscape(taskID) + "/files/" + file.ID(blob)
}

func files(t *task.Task, w *lang.Words) []taskFile {
	out := []taskFile{}
	seen := map[string]bool{}
	for _, a := range file.Of(t) {
		if a.Blob != "" && !seen[a.Blob] {
			seen[a.Blob] = true
			out = append(out, taskFile{Name: file.Name(a.Name), Size: w.Size(a.Size), URL: fileURL(t.ID, a.Blob)})
		}
	}
	return out
}

// file is GET /api/tasks/ID/files/NAME.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	a, data, err := s.taskFile(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	file.Serve(w, r, a.Name, a.Type, data)
}

func (s *Server) taskFile(r *http.Request) (task.Attachment, []byte, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return task.Attachment{}, nil, err
	}
	t, err := s.o.Desk.Task(r.Context(), r.PathValue("id"))
	if err != nil {
		return task.Attachment{}, nil, fmt.Errorf("read task: %w", err)
	}
	for _, a := range file.Of(&t) {
		if a.Blob != "" && file.ID(a.Blob) == r.PathValue("file") {
			data, err := s.o.Desk.Blob(r.Context(), a.Blob)
			if err != nil {
				return a, nil, fmt.Errorf("read a file of %s: %w", t.ID, err)
			}
			return a, data, nil
		}
	}
	return task.Attachment{}, nil, bot.ErrNotFound
}

// asset is GET /assets/NAME.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	data, err := assets.ReadFile("assets/" + r.PathValue("name"))
	if err != nil || r.PathValue("name") == "index.html" {
		s.fail(w, r, errors.Join(bot.ErrNotFound, err))
		return
	}
	w.Header().Set("Content-Type", assetTypes[path.Ext(r.PathValue("name"))])
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(data)
}

var assetTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
}

func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	data, err := assets.ReadFile("assets/index.html")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(data)
}
