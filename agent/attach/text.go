package attach

import (
	"context"
	"errors"
	"strings"
)

const maxText = 2 << 20

func readText(_ context.Context, c *Content, data []byte, _ Limits) error {
	c.Text = cut(strings.ReplaceAll(decode(data), "\r\n", "\n"), maxText)
	if strings.TrimSpace(c.Text) == "" {
		return errors.New("there is no text in it")
	}
	return nil
}
