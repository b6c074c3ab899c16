package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Key names a mail for ever. It is made of what its sender wrote and of nothing
// that servers add or change, so it is the same after a move, a new UIDVALIDITY
// or a second copy of the same mail.
func Key(raw []byte, m Message) string {
	raw = bytes.TrimLeft(raw, "\r\n")
	head, body := splitHeader(raw)
	if len(head) > maxHeader {
		head = head[:maxHeader]
	}
	sum := sha256.Sum256([]byte(m.ID + "\x00" + essence(scanFields(head), body)))
	return hex.EncodeToString(sum[:20])
}

// essence is the sender's part of a mail; line ends and trailing empty lines
// differ between servers and do not count.
func essence(fs fields, body []byte) string {
	var b strings.Builder
	for _, name := range []string{"from", "to", "cc", "date", "subject", "in-reply-to"} {
		b.WriteString(strings.Join(strings.Fields(fs.get(name)), " "))
		b.WriteByte(0)
	}
	sum := sha256.Sum256(bytes.TrimRight(bytes.ReplaceAll(body, []byte("\r"), nil), "\n "))
	b.Write(sum[:])
	return b.String()
}
