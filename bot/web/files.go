package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
)

// taskFile is a file of a task as the page lists it.
type taskFile struct {
	Name string `json:"name"`
	Size string `json:"size"`
	URL  string `json:"url"`
}

// references is every file that a task's mails and its draft bring. Only these
// can be read through the page; the raw mails cannot.
func references(t *task.Task) []task.Attachment {
	var all []task.Attachment
	for _, m := range t.Messages {
		all = append(all, m.Files...)
	}
	if t.Draft != nil {
		all = append(all, t.Draft.Files...)
	}
	for _, st := range t.Steps {
		if st.Draft != nil {
			all = append(all, st.Draft.Files...)
		}
	}
	return all
}

// fileName stands for a blob's key in an address: the key itself stays inside.
func fileName(blob string) string {
	sum := sha256.Sum256([]byte(blob))
	return hex.EncodeToString(sum[:12])
}

func fileURL(taskID, blob string) string {
	return "/api/tasks/" + url.PathEscape(taskID) + "/files/" + fileName(blob)
}

func files(t *task.Task, w *lang.Words) []taskFile {
	out := []taskFile{}
	seen := map[string]bool{}
	for _, a := range references(t) {
		if a.Blob != "" && !seen[a.Blob] {
			seen[a.Blob] = true
			out = append(out, taskFile{Name: plainName(a.Name), Size: w.Size(a.Size), URL: fileURL(t.ID, a.Blob)})
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
	serve(w, a.Name, a.Type, data)
}

func (s *Server) taskFile(r *http.Request) (task.Attachment, []byte, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return task.Attachment{}, nil, err
	}
	t, err := s.o.Desk.Task(r.Context(), r.PathValue("id"))
	if err != nil {
		return task.Attachment{}, nil, fmt.Errorf("read task: %w", err)
	}
	for _, a := range references(&t) {
		if a.Blob != "" && fileName(a.Blob) == r.PathValue("file") {
			data, err := s.o.Desk.Blob(r.Context(), a.Blob)
			if err != nil {
				return a, nil, fmt.Errorf("read a file of %s: %w", t.ID, err)
			}
			return a, data, nil
		}
	}
	return task.Attachment{}, nil, bot.ErrNotFound
}

// pdfPolicy lets the browser's own viewer show a PDF and nothing more.
const pdfPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

// serve sends a stranger's file: a PDF to look at, everything else to keep, never
// as something that the browser would run here.
func serve(w http.ResponseWriter, name, contentType string, data []byte) {
	h := w.Header()
	name = plainName(name)
	disposition := "attachment"
	h.Set("Content-Type", "application/octet-stream")
	if isPDF(contentType, name, data) {
		disposition = "inline"
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Security-Policy", pdfPolicy)
	} else {
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	h.Set("Content-Length", fmt.Sprint(len(data)))
	_, _ = w.Write(data)
}

// isPDF asks the bytes: what the sender called the file is not enough.
func isPDF(contentType, name string, data []byte) bool {
	if !strings.HasPrefix(string(data[:min(len(data), 5)]), "%PDF-") {
		return false
	}
	return strings.HasPrefix(contentType, "application/pdf") || strings.EqualFold(path.Ext(name), ".pdf")
}

// maxName is the longest file name that is handed on, in runes.
const maxName = 120

// plainName is a stranger's file name without folders, control characters and
// marks that turn the direction of writing.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\' || r == '"':
			return '_'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > maxName {
		ext := []rune(path.Ext(name))
		ext = ext[:min(len(ext), 12)]
		name = string(runes[:maxName-len(ext)-1]) + "…" + string(ext)
	}
	if name == "" {
		return "file"
	}
	return name
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
