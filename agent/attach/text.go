package attach

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"salesclerk/agent/mail"
)

const maxText = 2 << 20

// decode makes UTF-8 of a text: by its byte order mark, else as UTF-8 if it is
// some, else as Windows-1252, which most spreadsheets write.
func decode(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		if out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err == nil {
			return string(out)
		}
	case utf8.Valid(data):
		return string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "?")
	}
	return string(out)
}

func readText(_ context.Context, c *Content, data []byte, _ Limits) error {
	c.Text = cut(strings.ReplaceAll(decode(data), "\r\n", "\n"), maxText)
	if strings.TrimSpace(c.Text) == "" {
		return errors.New("there is no text in it")
	}
	return nil
}

// readMail reads a mail in a mail: its subject and its own words.
func readMail(_ context.Context, c *Content, data []byte, _ Limits) error {
	m, err := mail.Parse(data, mail.ParseOptions{})
	if err != nil {
		return errors.New("it is no readable mail")
	}
	c.Mail = data
	c.Text = cut(strings.TrimSpace(m.Subject+"\n\n"+m.Text), maxText)
	return nil
}

// readCSV reads rows with whatever separator fits best.
func readCSV(_ context.Context, c *Content, data []byte, l Limits) error {
	text := decode(data)
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") {
		text = rest
	}
	sep := separatorOf(text)
	if sep == 0 {
		c.Text = cut(text, maxText)
		return nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = sep, -1, true, true
	t, cells := Table{Place: ""}, 0
	for row := 1; ; row++ {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("row %d cannot be read", row)
		}
		line, _ := r.FieldPos(0)
		if cells += len(rec); cells > l.Cells {
			c.Reason = fmt.Sprintf("only the first %d rows were read", row-1)
			break
		}
		t.Rows = append(t.Rows, rowOf(rec, fmt.Sprintf("r%d", line)))
	}
	c.Tables = []Table{t}
	return nil
}

func rowOf(texts []string, place string) []Cell {
	out := make([]Cell, len(texts))
	for i, s := range texts {
		out[i] = Cell{Text: strings.TrimSpace(s), Place: place}
	}
	return out
}

// separatorOf is the mark that splits the first lines most evenly; 0 if none does.
func separatorOf(text string) rune {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	lines = lines[:min(len(lines), 30)]
	best, top := rune(0), 0
	for _, sep := range []rune{'\t', ';', '|', ',', '^', '~'} {
		if n := evenness(lines, sep); n > top {
			best, top = sep, n
		}
	}
	return best
}

// evenness is how many lines have as many fields as the first one, at least
// two; most of the lines must, or it is none.
func evenness(lines []string, sep rune) int {
	want, same, total := 0, 0, 0
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		total++
		n := fields(line, sep)
		if want == 0 {
			want = n
		}
		if n == want && n > 1 {
			same++
		}
	}
	if want < 2 || same*2 < total {
		return 0
	}
	return same*100 + min(want, 50)
}

// fields counts fields outside quotes.
func fields(line string, sep rune) int {
	n, quoted := 1, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}
