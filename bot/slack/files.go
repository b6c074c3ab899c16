package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// file is a PDF in a task's thread, by the store's name of its bytes.
type file struct {
	Blob  string `json:"blob"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

// maxFile is how large a PDF is shown in Slack, in bytes. Of a larger one only a
// sentence is.
const maxFile = 20 << 20

// files are the PDFs of the mail under review and of those that were reviewed
// before, in order, each once. One that was only on a discarded mail is not worth
// posting any more.
func (d *Desk) files(t *task.Task) []room.Message {
	var out []room.Message
	at, titles := map[string]int{}, map[string]int{}
	for i := range t.Steps {
		draft, skip := outgoing(t, &t.Steps[i])
		if draft == nil {
			continue
		}
		for _, f := range draft.Files {
			if n, have := at[f.Blob]; have {
				out[n].Skip = out[n].Skip && skip
				continue
			}
			if f.Blob == "" || !isPDF(f) {
				continue
			}
			title := d.title(draft, f)
			if titles[title]++; titles[title] > 1 {
				title = fmt.Sprintf("%s (%d)", title, titles[title])
			}
			at[f.Blob] = len(out)
			out = append(out, d.file(f, title, skip))
		}
	}
	return out
}

// outgoing is the mail of a step that is or was an outgoing one, and whether its
// files are worth posting; nil for other steps.
func outgoing(t *task.Task, s *task.Step) (d *task.Draft, skip bool) {
	switch {
	case s.Kind != task.StepOutgoing:
		return nil, false
	case s.Status == task.StepOpen:
		return t.Draft, t.State == task.Stopped
	}
	return s.Draft, s.Status != task.StepConfirmed
}

func isPDF(f task.Attachment) bool {
	return f.Type == "application/pdf" || strings.EqualFold(path.Ext(f.Name), ".pdf")
}

// file is the message of a PDF: the file itself, or a sentence about a large one.
func (d *Desk) file(f task.Attachment, title string, skip bool) room.Message {
	m := room.Message{Key: "file/" + f.Blob, Reply: true, Skip: skip, Final: true}
	if f.Size <= maxFile {
		m.Body = &file{Blob: f.Blob, Name: title + ".pdf", Title: title}
	} else {
		m.Body = &sheet{Message: blocks.Answer(d.tooLarge(title, f.Size))}
	}
	m.Sum = room.Sum(m.Body)
	return m
}

func (d *Desk) tooLarge(title string, size int64) cards.Text {
	w := lang.For(d.Lang)
	return cards.Text{S: w.T("slack.file.large", lang.Args{"Name": title, "Size": w.Size(size)}), From: cards.Colleague}
}

// title is a PDF's name in the desk's language, from the number of its document,
// without its ending.
func (d *Desk) title(draft *task.Draft, f task.Attachment) string {
	w, name := lang.For(d.Lang), strings.TrimSuffix(f.Name, path.Ext(f.Name))
	if key := "pdf.file." + string(draft.Kind); draft.DocNumber != "" && w.Has(key) {
		name = w.T(key, lang.Args{"Number": draft.DocNumber})
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, cards.Text{S: name}.Line())
	return cmp.Or(strings.Trim(shorten(name, cards.NameRunes), " ."), "document")
}

// sureTime is after how long from its beginning no try at a file goes on any
// more: the poster gives each of its three calls less than a third of it.
func (a *App) sureTime() time.Duration { return 3 * a.o.Grace }

// upload puts a file into the thread, never twice. Its id is noted before Slack is
// asked to show it: whoever comes after a crash asks Slack about that id. What is
// only waiting for the channel's next second need not be sent again.
func (s *surface) upload(ctx context.Context, f *file, at room.Place, try *room.Try) (string, error) {
	id, sent := s.sent.Get(try.Key)
	if !sent {
		var err error
		if id, err = s.send(ctx, f); err != nil {
			return "", err
		}
	}
	if err := try.Save(ctx, id); err != nil {
		return "", fmt.Errorf("noting the file %s before it is shown: %w", id, err)
	}
	err := s.a.o.Client.UploadFinish(ctx, id, f.Title, at.Room, at.Thread, "")
	if _, limited := errors.AsType[*wire.RateError](err); limited {
		s.sent.Add(try.Key, id)
	} else {
		s.sent.Remove(try.Key)
	}
	return id, err
}

// send gives Slack the bytes. Nobody sees anything of them yet.
func (s *surface) send(ctx context.Context, f *file) (id string, err error) {
	data, err := s.d.Blob(ctx, f.Blob)
	if err != nil {
		return "", &room.Rejected{Err: fmt.Errorf("reading the PDF %s: %w", f.Name, err)}
	}
	if len(data) > maxFile {
		return "", &room.Rejected{Err: fmt.Errorf("the PDF %s has %d bytes, more than its entry says", f.Name, len(data))}
	}
	url, id, err := s.a.o.Client.UploadStart(ctx, f.Name, len(data))
	if err != nil {
		return "", err
	}
	return id, s.a.o.Client.UploadPut(ctx, url, f.Name, data)
}

// lostTime is after how long a file that Slack neither has in the thread nor puts
// there is given up. Sooner it might still come.
const lostTime = 10 * time.Minute

// refusal says that a code is Slack's "no" to this file.
func refusal(code string) bool { return code != "" && !mended[code] && !unsure(code) }

// shared says whether the file of an earlier try is in the thread. One that Slack
// was, or may have been, asked to show is never begun anew: where it is not there
// when nothing of that try can go on, its end is made up for here.
func (s *surface) shared(ctx context.Context, f *file, at room.Place, try room.Try) (string, bool, error) {
	id := try.Note
	if id == "" {
		return "", false, nil // nobody was asked to show anything
	}
	done, err := s.a.o.Client.FileShared(ctx, id, at.Room)
	switch code := wire.Code(err); {
	case code == "file_deleted": // by a person, so it was there
		return id, true, nil
	case err != nil && code != "file_not_found":
		return "", false, err
	case done:
		return id, true, nil
	}
	if sure := try.Begun.Add(s.a.sureTime()); s.a.o.Now().Before(sure) {
		return "", false, &room.Wait{Until: sure}
	}
	err = s.a.o.Client.UploadFinish(ctx, id, f.Title, at.Room, at.Thread, "")
	switch code := wire.Code(err); {
	case code == "file_not_found", refusal(code) && s.a.o.Now().After(try.Begun.Add(lostTime)):
		return "", false, nil // it is not there, and Slack will not show it: another try begins anew
	}
	return id, err == nil, err
}
