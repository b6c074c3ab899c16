package attach

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // pictures of text
	_ "image/png"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
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
	var unsure places
	glyphs, err := recognise(ctx, data, 0, &unsure)
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
	c.unsure(unsure)
	c.Text = cut(strings.TrimSpace(b.String()), maxText)
	for _, g := range tables(lines, "p1") {
		c.Tables = append(c.Tables, g.Table)
	}
	return nil
}

// recognise runs tesseract and reads its table of words (the TSV of its
// manual: level, page, block, par, line, word, left, top, width, height,
// confidence, text). The picture goes in by standard input: no file name of a
// stranger reaches a command line.
func recognise(ctx context.Context, picture []byte, dpi int, unsure *places) ([]glyph, error) {
	args := []string{"stdin", "stdout", "-l", spoken(), "--psm", "6"}
	if dpi > 0 {
		args = append(args, "--dpi", strconv.Itoa(dpi))
	}
	cmd := exec.CommandContext(ctx, tesseract(), append(args, "tsv")...)
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // more threads make it slower, and take what others need
	cmd.Stdin = bytes.NewReader(picture)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New("text recognition failed")
	}
	words := parseTSV(string(out))
	for _, w := range words {
		if w.sure < 80 && strings.ContainsAny(w.text, "0123456789") {
			unsure.add(cut(w.text, 20))
		}
	}
	return straightened(words), nil
}

// recognised is a word and the line it belongs to.
type recognised struct {
	glyph
	line string
	sure float64 // of 100
}

func parseTSV(s string) []recognised {
	var out []recognised
	for row := range strings.Lines(s) {
		f := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(f) < 12 || f[0] != "5" || strings.TrimSpace(f[11]) == "" {
			continue
		}
		var n [4]float64
		bad := false
		for i := range n {
			v, err := strconv.ParseFloat(f[6+i], 64)
			n[i], bad = v, bad || err != nil || math.IsNaN(v) || math.IsInf(v, 0)
		}
		sure, err := strconv.ParseFloat(f[10], 64)
		if bad || err != nil || !(sure >= 30) {
			continue
		}
		g := glyph{text: seen(f[11]), left: n[0], right: n[0] + n[2], top: -n[1], bottom: -n[1] - n[3]}
		if !g.letters() {
			continue // rules and dirt come as bars and dashes
		}
		out = append(out, recognised{g, strings.Join(f[1:5], " "), sure})
		if len(out) >= maxChars {
			break
		}
	}
	return out
}

// straightened turns the words of a page that lay askew: by the usual slope of
// its lines.
func straightened(words []recognised) []glyph {
	var slopes []float64
	for from := 0; from < len(words); {
		to := from
		for to+1 < len(words) && words[to+1].line == words[from].line {
			to++
		}
		if dx := words[to].left - words[from].left; dx > 200 {
			slopes = append(slopes, (words[to].bottom-words[from].bottom)/dx)
		}
		from = to + 1
	}
	slope := 0.0
	if len(slopes) > 0 {
		slices.Sort(slopes)
		slope = slopes[len(slopes)/2]
	}
	out := make([]glyph, len(words))
	for i, w := range words {
		dy := slope * (w.left + w.right) / 2
		dx := slope * (w.top + w.bottom) / 2
		w.top, w.bottom, w.left, w.right = w.top-dy, w.bottom-dy, w.left+dx, w.right+dx
		out[i] = w.glyph
	}
	return out
}
