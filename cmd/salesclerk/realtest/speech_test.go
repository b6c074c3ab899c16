package realtest

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// scripts are the store's scripts by their hash.
func scripts(tb testing.TB) map[string]string {
	tb.Helper()
	paths, err := filepath.Glob("../../../store/scripts/*.lua")
	if err != nil || len(paths) == 0 {
		tb.Fatal("the store's scripts are not there", err)
	}
	names := map[string]string{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		sum := sha1.Sum(data)
		names[hex.EncodeToString(sum[:])] = strings.TrimSuffix(filepath.Base(p), ".lua")
	}
	return names
}

// writes are the scripts that change what matters; the others are repeated by
// the clock.
var writes = map[string]bool{"write": true, "commit": true, "done": true, "later": true, "putblob": true}

// redisSpeech reads what the program says to Redis (RESP arrays).
func redisSpeech(names map[string]string) func(io.Reader, func(message) bool) {
	return func(r io.Reader, unit func(message) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for {
			raw, args, err := command(in)
			if err != nil || !unit(message{raw: raw, label: redisLabel(names, args), answered: anything}) {
				return
			}
		}
	}
}

// command reads one array of bulk strings.
func command(in *bufio.Reader) (raw []byte, args []string, err error) {
	count, err := header(in, &raw)
	for range count {
		if err != nil {
			break
		}
		var n int
		if n, err = header(in, &raw); err != nil {
			break
		}
		body := make([]byte, n+2)
		_, err = io.ReadFull(in, body)
		raw = append(raw, body...)
		args = append(args, string(body[:n]))
	}
	return raw, args, err
}

func header(in *bufio.Reader, raw *[]byte) (int, error) {
	head, err := in.ReadString('\n')
	*raw = append(*raw, head...)
	if err != nil || len(head) < 4 {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(head[1:]))
}

func redisLabel(names map[string]string, args []string) string {
	switch {
	case len(args) > 1 && strings.EqualFold(args[0], "evalsha") && writes[names[args[1]]]:
		return "redis_" + names[args[1]]
	case len(args) > 4 && strings.EqualFold(args[0], "evalsha") && names[args[1]] == "mark":
		for _, mark := range []string{"offered", "sent"} {
			if strings.HasSuffix(args[4], "/"+mark) {
				return "redis_" + mark
			}
		}
	}
	return ""
}

// smtpSpeech reads what the program says to the mail server it sends by.
func smtpSpeech(r io.Reader, unit func(message) bool) {
	in := bufio.NewReader(r)
	data := false
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		m := message{raw: line, answered: anything}
		word := strings.ToUpper(string(line[:min(4, len(line))]))
		switch {
		case data && string(line) == ".\r\n":
			m.label, data = "smtp_dot", false
		case data:
		case word == "MAIL" || word == "RCPT" || word == "DATA":
			m.label, data = "smtp_"+strings.ToLower(word), word == "DATA"
		}
		if !unit(m) {
			return
		}
	}
}

var literal = regexp.MustCompile(`\{(\d+)\+?\}\r\n$`)

// imapSpeech reads what the program says to the mailbox.
func imapSpeech(r io.Reader, unit func(message) bool) {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		m := message{raw: line, label: imapLabel(line)}
		tag, _, _ := bytes.Cut(line, []byte(" "))
		m.answered = tagged(string(tag))
		if !unit(m) {
			return
		}
		if l := literal.FindSubmatch(line); l != nil {
			n, _ := strconv.Atoi(string(l[1]))
			body := make([]byte, n)
			if _, err := io.ReadFull(in, body); err != nil || !unit(message{raw: body}) {
				return
			}
		}
	}
}

func imapLabel(line []byte) string {
	s := strings.ToUpper(string(line))
	switch {
	case strings.Contains(s, " UID STORE "):
		return "imap_store"
	case strings.Contains(s, " APPEND "):
		return "imap_append"
	case strings.Contains(s, " UID FETCH ") && strings.Contains(s, "BODY.PEEK[]"):
		return "imap_fetch"
	}
	return ""
}
