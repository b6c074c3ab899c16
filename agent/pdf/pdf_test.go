package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/lang"
)

func render(t testing.TB, in Input) []byte {
	t.Helper()
	out, err := Render(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// text is what pdftotext reads; skipped where it is not installed, unless CI=true.
func text(t *testing.T, data []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is not installed (package poppler-utils)")
		}
		t.Skip("pdftotext is not installed (package poppler-utils)")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-layout", "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.ReplaceAll(string(out), "\u00a0", " ")
}

var pageObject = regexp.MustCompile(`/Type /Page\b[^s]`)

func pages(data []byte) int { return len(pageObject.FindAll(data, -1)) }

// TestEveryLineIsThere: each line's number and amount, the totals, and the
// headings on each page, as another program reads them.
func TestEveryLineIsThere(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, n := range []int{1, 15, 200} {
			t.Run(tag+"/"+strconv.Itoa(n), func(t *testing.T) {
				in := sample(n, erp.Quote, tag)
				data := render(t, in)
				checkText(t, text(t, data), in, pages(data))
			})
		}
	}
}

// plainly is a text as pdftotext gives it back.
func plainly(s string) string { return strings.ReplaceAll(clean(s), "\u00a0", " ") }

func checkText(t *testing.T, got string, in Input, pages int) {
	t.Helper()
	w := lang.For(in.Lang)
	for i, l := range in.Document.Lines {
		amount := plainly(w.Amount(l.Amount.String(), "DKK"))
		row := regexp.MustCompile(`(?m)^\s*` + strconv.Itoa(i+1) + ` .*` + regexp.QuoteMeta(l.Item) + ` .*` + regexp.QuoteMeta(amount) + `\s*$`)
		if !row.MatchString(got) {
			t.Errorf("line %d is not there: %s … %s", i+1, l.Item, amount)
		}
	}
	for _, want := range []string{plainly(w.Amount(in.Document.Net.String(), "DKK")), plainly(w.Amount(in.Document.Total.String(), "DKK")),
		w.Date("2027-02-01"), w.Date("2027-03-02"), "PO-2027/0815", "Łukasz Żółć", "Fjord & Skov ApS", "Havnegade 12"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if n := strings.Count(got, w.T("pdf.item_text")); n != pages {
		t.Errorf("headings %d times on %d pages", n, pages)
	}
	last := strings.NewReplacer("{current}", strconv.Itoa(pages), "{total}", strconv.Itoa(pages)).Replace(w.T("pdf.page"))
	if !strings.Contains(got, last) {
		t.Errorf("%q is not there", last)
	}
}

// TestSameInputSameBytes: a repeat makes the very same file, whenever it runs.
func TestSameInputSameBytes(t *testing.T) {
	in := sample(2, erp.Order, "da")
	first := render(t, in)
	for range 30 { // a map of two fonts is seldom walked the other way
		if !bytes.Equal(first, render(t, in)) {
			t.Fatal("the same input gave other bytes")
		}
	}
	if year := strconv.Itoa(time.Now().Year()); bytes.Contains(first, []byte("(D:"+year)) {
		t.Error("the clock is in the file")
	}
}

// TestManyAtOnce draws documents side by side; the race detector sees what they share.
func TestManyAtOnce(t *testing.T) {
	in := sample(2, erp.Quote, "fr")
	first := render(t, in)
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(first, render(t, in)) {
				t.Error("the same input gave other bytes")
			}
		})
	}
}

// TestLongDocument: 2,000 lines, and not one too many.
func TestLongDocument(t *testing.T) {
	in := sample(2000, erp.Quote, "en")
	if n := pages(render(t, in)); n < 40 || n > 120 {
		t.Errorf("%d pages", n)
	}
	in.Document.Lines = make([]erp.DocumentLine, MaxLines+1)
	if _, err := Render(t.Context(), in); err == nil {
		t.Error("no limit")
	}
}
