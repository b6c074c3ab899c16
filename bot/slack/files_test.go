package slack

import (
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/bot/slack/slacktest"
)

// quoted is a harbour with a task that has a PDF behind it and one under review.
func quoted(h *harbour) {
	h.desk.blobs["b1"], h.desk.blobs["b2"] = []byte("%PDF-1.7 first"), []byte("%PDF-1.7 second")
	h.put(long())
}

// files are the PDFs in the thread of the task's card, by what is in them.
func (h *harbour) files() (names []string) {
	cards := h.cards("C1", "T-1")
	if len(cards) != 1 {
		h.Fatalf("there are %d cards", len(cards))
	}
	byID := map[string]slacktest.File{}
	for _, f := range h.Files() {
		byID[f.ID] = f
	}
	for _, m := range h.Thread("C1", cards[0].TS)[1:] {
		for _, id := range m.Files {
			names = append(names, byID[id].Title+": "+strings.TrimPrefix(string(byID[id].Data), "%PDF-1.7 "))
		}
	}
	slices.Sort(names) // one that had to wait lets others pass
	return names
}

// wantFiles: the PDF that was only on the discarded mail is not there, and is the
// first of this number all the same.
func (h *harbour) wantFiles() {
	h.Helper()
	if got := strings.Join(h.files(), ", "); got != "Quote Q-1 (2): first, Quote Q-1 (3): second" {
		h.Errorf("the thread has the files %q\n%s", got, h.log)
	}
}

func TestThePDFsAreInTheThread(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		quoted(h)
		h.shown()
		h.wantFiles()
		if n := len(h.Calls("upload")); n != 2 {
			h.Errorf("the bytes of two files were sent %d times", n)
		}
		k := long()
		k.Rev, k.Subject = 10, "other"
		h.put(k)
		h.shown()
		h.wantFiles()
	})
}

// uploading are the calls that bring a file into a thread, and the one that asks
// whether it is there.
var uploading = []string{"files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.info"}

// Whatever happens to the calls that post a file, it is there once.
func TestAPDFIsPostedOnce(t *testing.T) {
	for name, f := range faults() {
		for _, method := range uploading {
			for _, times := range []int{1, 2} {
				t.Run(method+" "+name, func(t *testing.T) {
					t.Parallel()
					inHarbour(t, func(h *harbour) {
						if method == "files.info" { // which is asked only when an answer was lost
							h.FailNext("files.completeUploadExternal", slacktest.Fault{Drop: true, After: times == 1}, 1)
						}
						h.FailNext(method, f, times)
						quoted(h)
						h.shown()
						h.wantFiles()
					})
				})
			}
		}
	}
}

// Slack loses an upload whose end was not known: another one takes its place.
func TestAnUploadThatSlackLoses(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.FailNext("files.completeUploadExternal", slacktest.Fault{Drop: true}, 1)
		h.FailNext("files.completeUploadExternal", slacktest.Fault{}, 1) // the other file
		h.FailNext("files.completeUploadExternal", slacktest.Fault{Code: "file_not_found"}, 1)
		quoted(h)
		h.shown()
		h.wantFiles()
		if n := len(h.Calls("upload")); n != 3 {
			h.Errorf("bytes were sent %d times, want both files and the lost one anew", n)
		}
	})
}

// While Slack neither shows a file nor says that it has it no more, it is not sent
// anew: it might still come.
func TestAnUploadThatMayStillCome(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.FailNext("files.completeUploadExternal", slacktest.Fault{Drop: true}, 1)
		h.FailNext("files.completeUploadExternal", slacktest.Fault{}, 1) // the other file
		h.FailNext("files.completeUploadExternal", slacktest.Fault{Code: "not_now"}, -1)
		quoted(h)
		stop := h.run()
		defer stop()
		pass := func(d time.Duration) {
			end := time.Now().Add(d)
			h.until("time is over", func() bool { return time.Now().After(end) })
		}
		pass(lostTime - time.Minute)
		if n := len(h.Calls("upload")); n != 2 {
			h.Errorf("before that time the bytes were sent %d times", n)
		}
		pass(10 * time.Minute)
		h.line.over(h.Heal)
		h.until("everything is shown", h.nothingDue)
		h.wantFiles()
	})
}

// The program dies before or after any call, and the next one goes on: each
// message and each file is there once.
func TestKilledAtAnyCall(t *testing.T) {
	for _, method := range append([]string{"chat.postMessage"}, uploading[:3]...) {
		for _, after := range []bool{false, true} {
			for nth := range 2 {
				t.Run(method, func(t *testing.T) {
					t.Parallel()
					inHarbour(t, func(h *harbour) {
						h.FailNext(method, slacktest.Fault{}, nth)
						h.FailNext(method, slacktest.Fault{After: after, Drop: true, Do: func() { h.kill(true) }}, 1)
						quoted(h)
						stop := h.run()
						h.until("the program is killed", h.killed)
						stop()
						h.kill(false)
						h.a = h.app()
						h.shown()
						h.wantFiles()
						if n := len(h.Thread("C1", h.cards("C1", "T-1")[0].TS)); n != 4 {
							h.Errorf("the thread has %d messages, want the card, the history and two files", n)
						}
					})
				})
			}
		}
	}
}

// A PDF whose bytes are gone holds nothing else up.
func TestAPDFThatIsGone(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.desk.blobs["b2"] = []byte("%PDF-1.7 second")
		h.put(long())
		stop := h.run()
		h.until("the other is there", func() bool { return len(h.cards("C1", "T-1")) == 1 && len(h.files()) == 1 })
		stop()
	})
}
