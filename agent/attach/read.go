package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"
)

// Read makes of a file what can be made of it. It never fails: what cannot be
// read is said in Reason. mimeType and name are only hints; the first bytes
// count more.
func Read(ctx context.Context, name, mimeType string, data []byte, l Limits) Content {
	l = l.WithDefaults()
	c := Content{Name: name, Status: StatusRead}
	if int64(len(data)) > l.Bytes {
		return skipped(c, fmt.Errorf("it is larger than %d MB", l.Bytes>>20))
	}
	if len(data) == 0 {
		return skipped(c, errors.New("it is empty"))
	}
	ctx, cancel := context.WithTimeout(ctx, l.Time)
	defer cancel()
	got := make(chan Content, 1)
	go func() { got <- guarded(ctx, c, mimeType, data, l) }()
	select {
	case c = <-got:
	case <-ctx.Done():
		return skipped(c, errors.New("reading it took too long"))
	}
	return judge(c)
}

// guarded reads with the parser for the kind; a panic of a library becomes a
// reason.
func guarded(ctx context.Context, c Content, mimeType string, data []byte, l Limits) (out Content) {
	defer func() {
		if p := recover(); p != nil {
			out = skipped(Content{Name: c.Name}, errors.New("it is damaged"))
		}
	}()
	kind := kindOf(c.Name, mimeType, data)
	parse := parserOf(kind)
	if parse == nil {
		return skipped(c, errors.New("this kind of file is not read"))
	}
	if err := parse(ctx, &c, data, l); err != nil {
		return skipped(Content{Name: c.Name}, err)
	}
	return c
}

type parser func(ctx context.Context, c *Content, data []byte, l Limits) error

func parserOf(kind string) parser {
	switch kind {
	case "csv":
		return readCSV
	case "xlsx":
		return readXLSX
	case "pdf":
		return readPDF
	case "docx":
		return readDOCX
	case "txt", "html":
		return readText
	case "eml":
		return readMail
	case "picture":
		return readPicture
	}
	return nil
}

func skipped(c Content, err error) Content {
	c.Status, c.Reason = StatusSkipped, err.Error()
	c.Text, c.Tables, c.Mail, c.Files = "", nil, nil, nil
	return c
}

// kindOf says what a file is: by its first bytes where they tell, else by name,
// else by the announced type.
func kindOf(name, mimeType string, data []byte) string {
	ext := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	head := data[:min(len(data), 1024)]
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n")), bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "picture"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return zipKind(data)
	case !textual(head):
		return "binary"
	}
	return textKind(ext, strings.ToLower(mimeType))
}

func textKind(ext, mimeType string) string {
	switch {
	case ext == "csv" || ext == "tsv" || strings.Contains(mimeType, "csv") || strings.Contains(mimeType, "tab-separated"):
		return "csv"
	case ext == "eml" || strings.HasPrefix(mimeType, "message/rfc822"):
		return "eml"
	case ext == "txt" || ext == "text" || ext == "md" || ext == "" && strings.HasPrefix(mimeType, "text/plain") || ext == "log":
		return "txt"
	case strings.HasPrefix(mimeType, "text/plain"):
		return "txt"
	}
	return "unknown"
}

// textual says whether bytes are of a text in some 8-bit encoding or UTF-16.
func textual(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	return bytes.IndexByte(head, 0) < 0 || halfZero(head, 0) || halfZero(head, 1)
}

// cut shortens s to n bytes on a rune border, visibly.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
