package attach

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"salesclerk/agent/mail"
)

// maxDepth is how many mails may lie within each other.
const maxDepth = 3

type depthKey struct{}

func depthOf(ctx context.Context) int {
	n, _ := ctx.Value(depthKey{}).(int)
	return n
}

// readMail reads a mail in a mail: its subject, its own words, and its files,
// which may be mails again, down to a bound.
func readMail(ctx context.Context, c *Content, data []byte, l Limits) error {
	depth := depthOf(ctx) + 1
	if depth > maxDepth {
		return fmt.Errorf("it lies in more than %d mails", maxDepth)
	}
	m, err := mail.Parse(data, mail.ParseOptions{})
	if err != nil {
		return errors.New("it is no readable mail")
	}
	c.Mail = data
	c.Text = cut(seen(strings.TrimSpace(m.Subject+"\n\n"+m.Text)), maxText)
	ctx = context.WithValue(ctx, depthKey{}, depth)
	left := l.Bytes
	for i, f := range m.Files {
		inner := skipped(Content{Name: c.Name + "/" + f.Name}, fmt.Errorf("more than %d files", l.Files))
		if left -= int64(len(f.Data)); left < 0 {
			inner = skipped(inner, fmt.Errorf("the files of this mail are larger than %d MB together", l.Bytes>>20))
		} else if i < l.Files {
			inner = guarded(ctx, Content{Name: inner.Name, Status: StatusRead}, f.Type, f.Data, l)
			inner = judge(inner)
		}
		c.take(inner)
	}
	return nil
}

// take adds a file that lay in this one, and says what became of it if it could
// not be read.
func (c *Content) take(inner Content) {
	if inner.Status != StatusRead && len(c.Files) < 20 {
		c.because(fmt.Sprintf("in it, %s: %s", cut(inner.Name[len(c.Name)+1:], 60), inner.Reason))
	}
	c.Files = append(c.Files, inner)
}
