package file

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// What the browser may do with a file. A PDF is shown by the browser's own viewer,
// which needs its styles; all else is closed in.
const (
	pdfPolicy   = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
	otherPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"
)

// Serve answers GET and HEAD with a stranger's file, or the part of it that is
// asked for. name and contentType are what the stranger called it.
func Serve(w http.ResponseWriter, r *http.Request, name, contentType string, data []byte) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	name = Name(name)
	disposition := "attachment"
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Security-Policy", otherPolicy)
	if isPDF(contentType, name, data) {
		disposition = "inline"
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Security-Policy", pdfPolicy)
	}
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// isPDF asks the bytes: what the sender called the file is not enough.
func isPDF(contentType, name string, data []byte) bool {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return false
	}
	return strings.HasPrefix(contentType, "application/pdf") || strings.EqualFold(path.Ext(name), ".pdf")
}
