package attach

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // pictures of text
	_ "image/png"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

var tesseract = sync.OnceValue(func() string {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return ""
	}
	return path
})

func canRecognise() bool { return tesseract() != "" }

var spoken = sync.OnceValue(func() string {
	out, err := exec.Command(tesseract(), "--list-langs").Output()
	if err != nil {
		return "eng"
	}
	var have []string
	for _, want := range []string{"eng", "dan", "fra", "deu"} {
		if strings.Contains(string(out), "\n"+want) {
			have = append(have, want)
		}
	}
	if len(have) == 0 {
		return "eng"
	}
	return strings.Join(have, "+")
})

const maxPixels = 40_000_000

// readPicture reads the text on a picture, where tesseract is installed.
func readPicture(ctx context.Context, c *Content, data []byte, l Limits) error {
	conf, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return errors.New("it is damaged")
	case conf.Width*conf.Height > maxPixels || conf.Width > 20000 || conf.Height > 20000:
		return errors.New("the picture is too large")
	case conf.Width < 200 || conf.Height < 60:
		return errors.New("signature or logo: the picture is too small to hold text")
	case !canRecognise():
		return errors.New("text recognition (tesseract) is not installed")
	}
	glyphs, err := recognise(ctx, data)
	if err != nil {
		return err
	}
	lines := layout(glyphs)
	if len(lines) == 0 {
		return errors.New("no text was found on the picture")
	}
	var b strings.Builder
	for _, r := range lines {
		b.WriteString(r.String() + "\n")
	}
	c.Text, c.Tables = cut(strings.TrimSpace(b.String()), maxText), tables(lines, "p1")
	return nil
}

// recognise runs tesseract and reads its table of words (the TSV of its
// manual: level, page, block, par, line, word, left, top, width, height,
// confidence, text). The picture goes in by standard input: no file name of a
// stranger reaches a command line.
func recognise(ctx context.Context, picture []byte) ([]glyph, error) {
	cmd := exec.CommandContext(ctx, tesseract(), "stdin", "stdout", "-l", spoken(), "--psm", "6", "tsv")
	cmd.Stdin = bytes.NewReader(picture)
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New("text recognition failed")
	}
	return parseTSV(string(out)), nil
}

func parseTSV(s string) []glyph {
	var out []glyph
	for row := range strings.Lines(s) {
		f := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(f) < 12 || f[0] != "5" || strings.TrimSpace(f[11]) == "" {
			continue
		}
		var n [4]float64
		bad := false
		for i := range n {
			v, err := strconv.ParseFloat(f[6+i], 64)
			n[i], bad = v, bad || err != nil
		}
		if conf, err := strconv.ParseFloat(f[10], 64); bad || err != nil || conf < 30 {
			continue
		}
		out = append(out, glyph{text: f[11], left: n[0], right: n[0] + n[2], top: -n[1], bottom: -n[1] - n[3], word: true})
		if len(out) >= maxChars {
			break
		}
	}
	return out
}
