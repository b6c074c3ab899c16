package mail

import (
	"fmt"
	"mime"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// file keeps a part that is not text to read.
func (p *parsing) file(part *enmime.Part) {
	if len(p.msg.Files) >= p.o.maxFiles() {
		p.defect("the mail has more than %d files; the rest was left out", p.o.maxFiles())
		return
	}
	kind := strings.ToLower(part.ContentType)
	f := File{Type: kind, Size: int64(len(part.Content)), Data: part.Content}
	f.Inline = strings.EqualFold(part.Disposition, "inline") ||
		part.ContentID != "" && strings.HasPrefix(kind, "image/") && !strings.EqualFold(part.Disposition, "attachment")
	if isMessage(kind) {
		p.attachedMessage(&f, part)
	}
	f.Name = p.fileName(f.Name, part)
	p.msg.Files = append(p.msg.Files, f)
}

func isMessage(kind string) bool { return kind == "message/rfc822" || kind == "message/global" }

// attachedMessage names a mail in the mail by its subject, and remembers the
// first: it may be a forward.
func (p *parsing) attachedMessage(f *File, part *enmime.Part) {
	if p.inner == nil {
		p.inner = part.Content
	}
	if part.FileName == "" {
		head, _ := splitHeader(part.Content)
		if s := scanFields(p.boundHeader(head)).decoded("subject"); s != "" {
			f.Name = strings.ReplaceAll(strings.ReplaceAll(s, "/", "-"), `\`, "-") + ".eml"
		}
	}
}

// fileName is the name that the mail gives, cleaned, or one made from the type.
func (p *parsing) fileName(name string, part *enmime.Part) string {
	given := part.FileName
	if given == "" {
		given = name
	}
	if clean := cleanName(decodeWords(given)); clean != "" {
		if clean != given && part.FileName != "" {
			p.defect("the file name %q was cleaned", given)
		}
		return clean
	}
	ext := ".bin"
	if isMessage(strings.ToLower(part.ContentType)) {
		ext = ".eml"
	} else if known, ok := extensions[strings.ToLower(part.ContentType)]; ok {
		ext = known
	} else if list, _ := mime.ExtensionsByType(part.ContentType); len(list) > 0 {
		ext = list[0]
	}
	return fmt.Sprintf("file-%d%s", len(p.msg.Files)+1, ext)
}

// extensions of what customers send, whatever the system's own table holds.
var extensions = map[string]string{
	"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "text/calendar": ".ics",
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "application/pdf": ".pdf",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
