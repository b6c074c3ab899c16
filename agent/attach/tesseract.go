package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"os/exec"
	"regexp"
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

// wordsOn reads tesseract's table of words (the TSV of its manual: level, page,
// block, par, line, word, left, top, width, height, confidence, text).
func wordsOn(ctx context.Context, img *image.Gray, dpi int) ([]recognised, error) {
	args := []string{"-l", spoken(), "--psm", "6"}
	if dpi > 0 {
		args = append(args, "--dpi", strconv.Itoa(dpi))
	}
	out, err := runTesseract(ctx, img, append(args, "tsv")...)
	if err != nil {
		return nil, errors.New("text recognition failed")
	}
	return parseTSV(out), nil
}

// runTesseract hands a picture to tesseract by standard input, as a PGM: no file
// name of a stranger reaches a command line, and no format of theirs its readers.
func runTesseract(ctx context.Context, img *image.Gray, args ...string) (string, error) {
	var pgm bytes.Buffer
	fmt.Fprintf(&pgm, "P5 %d %d 255\n", img.Rect.Dx(), img.Rect.Dy())
	for y := range img.Rect.Dy() {
		pgm.Write(img.Pix[y*img.Stride : y*img.Stride+img.Rect.Dx()])
	}
	cmd := exec.CommandContext(ctx, tesseract(), append([]string{"stdin", "stdout"}, args...)...)
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // more threads make it slower, and take what others need
	cmd.Stdin = &pgm
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	return string(out), err
}

var rotation = regexp.MustCompile(`(?m)^Rotate: (90|180|270)$`)

// lies says by how many quarters a picture must be turned clockwise to be upright,
// as far as tesseract can tell (its data "osd", which comes with it).
func lies(ctx context.Context, img *image.Gray) int {
	out, err := runTesseract(ctx, img, "-l", "osd", "--psm", "0")
	m := rotation.FindStringSubmatch(out)
	if err != nil || m == nil {
		return 0
	}
	degrees, _ := strconv.Atoi(m[1])
	return degrees / 90
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
		g := glyph{text: seen(f[11]), unsure: unsureWord(f[11], sure), left: n[0], right: n[0] + n[2], top: -n[1], bottom: -n[1] - n[3]}
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
