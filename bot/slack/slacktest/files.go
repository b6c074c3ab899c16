package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// File is an uploaded file.
type File struct {
	ID, Name, Title, Channel, Thread, MessageTS string
	Data                                        []byte
	Complete                                    bool // finished and shared; else only begun
}

// upload is a file on its way or there.
type upload struct {
	File
	length int
	got    bool
	taken  bool // completed, perhaps not shared yet
	public bool
}

// mostFile is Slack's 1 GB cut down to what a test should hold.
const mostFile = 64 << 20

func (s *Server) uploadURL(p url.Values) (fields, *refusal) {
	n, err := strconv.Atoi(p.Get("length"))
	switch {
	case p.Get("filename") == "" || err != nil || n <= 0:
		s.unexpected("files.getUploadURLExternal needs a filename and a length")
		return nil, no("invalid_arguments")
	case n > mostFile:
		return nil, no("file_upload_size_restricted")
	}
	f := &upload{File: File{ID: s.id("F"), Name: p.Get("filename")}, length: n}
	s.files = append(s.files, f)
	return fields{"upload_url": s.url + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	data, err := uploaded(r)
	s.run(w, Call{Method: "upload", Params: url.Values{"id": {r.PathValue("id")}}}, func() (fields, *refusal) {
		f := s.file(r.PathValue("id"))
		switch {
		case err != nil:
			s.unexpected("upload: %v", err)
			return nil, failed("invalid_upload", http.StatusBadRequest)
		case f == nil:
			return nil, failed("upload_not_found", http.StatusNotFound)
		case len(data) != f.length:
			s.unexpected("upload: %d bytes were announced and %d came", f.length, len(data))
			return nil, failed("length_mismatch", http.StatusBadRequest)
		}
		f.Data, f.got = data, true
		return fields{"": fmt.Sprintf("OK - %d", len(data))}, nil
	})
}

// uploaded reads the file out of a form, or the whole body.
func uploaded(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return io.ReadAll(io.LimitReader(r.Body, mostFile+1))
	}
	if err := r.ParseMultipartForm(mostFile); err != nil {
		return nil, fmt.Errorf("reading the form: %w", err)
	}
	for _, parts := range r.MultipartForm.File {
		part, err := parts[0].Open()
		if err != nil {
			return nil, fmt.Errorf("opening the file in the form: %w", err)
		}
		defer part.Close()
		return io.ReadAll(part)
	}
	return nil, fmt.Errorf("no file in the form")
}

func (s *Server) completeUpload(p url.Values) (fields, *refusal) {
	var wanted []struct{ ID, Title string }
	if err := json.Unmarshal([]byte(p.Get("files")), &wanted); err != nil || len(wanted) == 0 {
		s.unexpected("files.completeUploadExternal: files is no list of ids")
		return nil, no("invalid_arguments")
	}
	var done []*upload
	for _, one := range wanted {
		f := s.file(one.ID)
		switch {
		case f == nil || !f.got:
			return nil, no("file_not_found")
		case f.taken:
			s.unexpected("files.completeUploadExternal: %s was completed before", f.ID)
			return nil, no("file_not_found")
		}
		f.Title = one.Title
		done = append(done, f)
	}
	if r := s.share(done, p); r != nil {
		return nil, r
	}
	list := []any{}
	for _, f := range done {
		list = append(list, fields{"id": f.ID, "title": f.Title})
	}
	return fields{"files": list}, nil
}

// share posts the files as one message of a channel, at once or when the test lets it. Without a channel they stay private.
func (s *Server) share(done []*upload, p url.Values) *refusal {
	id := p.Get("channel_id")
	if id == "" {
		id = p.Get("channels")
	}
	c, r := s.writable(id)
	switch {
	case id == "":
		c = nil
	case r != nil:
		return r
	case !c.Member:
		return no("not_in_channel") // chat:write.public is not for files
	}
	for _, f := range done {
		f.taken = true
	}
	s.notice("files.completeUploadExternal "+id, p.Get("initial_comment"), "", false, nil)
	land := func() { s.land(done, c, p) }
	if s.holding {
		s.landing = append(s.landing, land)
		return nil
	}
	land()
	return nil
}

// land makes files visible. The lock is held.
func (s *Server) land(done []*upload, c *room, p url.Values) {
	for _, f := range done {
		f.Complete = true
	}
	if c == nil {
		return
	}
	m := s.add(c, s.threadOf(c, p.Get("thread_ts")), draft{text: p.Get("initial_comment")})
	for _, f := range done {
		f.Channel, f.Thread, f.MessageTS, f.public = c.ID, m.Thread, m.TS, !c.Private
		m.Files = append(m.Files, f.ID)
	}
}

// HoldShares makes completed uploads appear only with LandShares, as Slack shares them a while after it said ok.
func (s *Server) HoldShares() { s.locked(func() { s.holding = true }) }

// LandShares shares what was held back, and from now on at once.
func (s *Server) LandShares() {
	s.locked(func() {
		s.holding = false
		for _, land := range s.landing {
			land()
		}
		s.landing = nil
	})
}

func (s *Server) fileInfo(p url.Values) (fields, *refusal) {
	f := s.file(p.Get("file"))
	if f == nil || !f.taken {
		return nil, no("file_not_found")
	}
	return fields{"file": f.json(s), "comments": []any{}, "response_metadata": fields{"next_cursor": ""}}, nil
}

// file finds a file by id. The lock is held.
func (s *Server) file(id string) *upload {
	i := slices.IndexFunc(s.files, func(f *upload) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return s.files[i]
}

// json is a file as the API gives it; a message that was deleted is no share any more.
func (f *upload) json(s *Server) fields {
	shares, channels, groups := fields{}, []string{}, []string{}
	if f.MessageTS != "" && s.find(f.Channel, f.MessageTS) != nil {
		share := fields{"ts": f.MessageTS, "reply_count": 0}
		if f.Thread != "" {
			share["thread_ts"] = f.Thread
		}
		kind := "private"
		if f.public {
			kind, channels = "public", []string{f.Channel}
		} else {
			groups = []string{f.Channel}
		}
		shares[kind] = fields{f.Channel: []any{share}}
	}
	return fields{
		"id": f.ID, "name": f.Name, "title": f.Title, "size": len(f.Data), "shares": shares, "channels": channels, "groups": groups,
		"user": s.BotUser(), "mimetype": http.DetectContentType(f.Data),
	}
}

// Files are all uploads, oldest first.
func (s *Server) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]File, 0, len(s.files))
	for _, f := range s.files {
		file := f.File
		file.Data = bytes.Clone(f.Data)
		out = append(out, file)
	}
	return out
}
