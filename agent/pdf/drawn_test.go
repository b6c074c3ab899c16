package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/johnfercher/go-tree/node"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"

	"salesclerk/agent/erp"
	"salesclerk/agent/lang"
)

// laid is the texts of a sheet as it is laid out, without any PDF program.
func laid(t *testing.T, in Input) []string {
	t.Helper()
	s, err := newSheet(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.draw(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out []string
	var walk func(n *node.Node[core.Structure])
	walk = func(n *node.Node[core.Structure]) {
		if text, ok := n.GetData().Value.(string); ok {
			out = append(out, text)
		}
		for _, next := range n.GetNexts() {
			walk(next)
		}
	}
	walk(s.m.GetStructure())
	return out
}

// TestLaidOut: every item, amount and the totals are laid out, in each language,
// wherever there is Go.
func TestLaidOut(t *testing.T) {
	for _, tag := range lang.Supported() {
		in := sample(120, erp.Order, tag)
		words := lang.For(tag)
		have := map[string]int{}
		for _, s := range laid(t, in) {
			have[s]++
		}
		for i, l := range in.Document.Lines {
			for _, want := range []string{strconv.Itoa(i + 1), l.Item, clean(words.Amount(l.Amount.String(), "DKK"))} {
				if have[want] == 0 {
					t.Errorf("%s: line %d lacks %q", tag, i+1, want)
				}
			}
		}
		for _, want := range []string{words.T("pdf.title.order"), clean(words.Amount(in.Document.Total.String(), "DKK")), clean(words.Amount(in.Document.Taxes[0].Amount.String(), "DKK"))} {
			if have[want] == 0 {
				t.Errorf("%s: %q is not there", tag, want)
			}
		}
	}
}

// TestNoDiscountNoColumn: the column is there only if a line has one.
func TestNoDiscountNoColumn(t *testing.T) {
	column := lang.For("en").T("pdf.discount")
	for n, want := range map[int]bool{1: false, 2: true} {
		if got := strings.Contains(strings.Join(laid(t, sample(n, erp.Quote, "en")), "\n"), column); got != want {
			t.Errorf("%d lines: discount column %v", n, got)
		}
	}
}

// TestLettersOfOurLanguages: the font has what names in our customers' languages
// are written with.
func TestLettersOfOurLanguages(t *testing.T) {
	for language, letters := range map[string]string{
		"da": "æøåÆØÅé", "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’", "de": "äöüßÄÖÜẞ„“", "es": "áéíñóúü¿¡ÁÉÍÑÓÚÜ", "pt": "ãõâêôáéíóúàç",
		"pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "cs": "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "hu": "őűŐŰ", "ro": "ăâîșțĂÂÎȘȚ", "tr": "ğışİĞŞ", "is": "ðþÐÞ",
		"el": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋΑΩ", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяЁЯ", "uk": "ґєіїҐЄІЇ", "signs": "€£$¥%‰·–—…×²³½™®©°",
	} {
		for style, f := range faces() {
			for _, r := range letters {
				if !f.has[r] {
					t.Errorf("%s: %q (%U) is not in the font %q", language, r, r, style)
				}
			}
		}
	}
}

// TestNothingRunsOver: no text is wider than its column, however long its words.
func TestNothingRunsOver(t *testing.T) {
	in := sample(8, erp.Quote, "fr")
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft", 8)
	for i := range in.Document.Lines {
		l := &in.Document.Lines[i]
		l.Item, l.Description, l.Unit = long[:40], long, "PALLET-EUR"
		l.Price, l.Amount, l.Quantity = dec("123456789012.12345"), dec("987654321098765.12"), dec("1234567.125")
	}
	in.Document.Reference, in.Document.BillTo.Name, in.Terms, in.Footer = long, long, long, long
	s, err := newSheet(in)
	if err != nil {
		t.Fatal(err)
	}
	table := s.newTable()
	strips := append(append(s.letterhead(), table.heading(), table.row(1, in.Document.Lines[1])), append(s.totals(), append(s.terms(), s.footer()...)...)...)
	for _, x := range strips {
		for _, c := range x.row.GetColumns() {
			checkWidths(t, c.GetStructure())
		}
	}
	render(t, in)
}

func checkWidths(t *testing.T, n *node.Node[core.Structure]) {
	t.Helper()
	for _, next := range n.GetNexts() {
		checkWidths(t, next)
	}
	d := n.GetData()
	if wide, ok := d.Details["wide"].(float64); ok {
		size, style := d.Details["size"].(float64), d.Details["style"].(fontstyle.Type)
		if got := width(d.Value.(string), style, size); got > wide && size > smallest {
			t.Errorf("%q is %.1f mm wide in %.1f mm", d.Value, got, wide)
		}
	}
}

// TestHostileText: what cannot be drawn is dropped or shown as missing; nothing fails.
func TestHostileText(t *testing.T) {
	in := sample(3, erp.Quote, "en")
	for i, s := range []string{"\xff\xfe\x00\u202eevil\u202c\r\n\tname", "😀漢字\U0010FFFF\uFFFF", strings.Repeat("\u0301", 500)} {
		in.Document.Lines[i].Description, in.Document.Attention = s, s
	}
	texts := strings.Join(laid(t, in), "\n")
	if strings.ContainsAny(texts, "\u202e\x00\r\t") || !strings.Contains(texts, "evil name") || !strings.ContainsRune(texts, missing) {
		t.Errorf("not cleaned: %q", texts)
	}
	render(t, in)
}

// TestLogo: a picture is drawn whatever its form, and refused in words if it is none.
func TestLogo(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 60, 20))
	deep.Set(3, 3, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, deep); err != nil {
		t.Fatal(err)
	}
	in := sample(1, erp.Quote, "en")
	in.Logo = b.Bytes()
	if out := render(t, in); !bytes.Contains(out, []byte("/Subtype /Image")) {
		t.Error("there is no picture")
	}
	in.Logo = []byte("no picture")
	if _, err := Render(t.Context(), in); err == nil {
		t.Error("no error")
	}
}

// TestTotalsTogether: at every length, the totals stand on one page with a line above them.
func TestTotalsTogether(t *testing.T) {
	for n := 14; n < 34; n++ {
		in := sample(n, erp.Quote, "en")
		page := strings.Split(text(t, render(t, in)), "\f")
		for _, p := range page {
			if strings.Contains(p, "Total DKK") && !(strings.Contains(p, "Net ") && strings.Contains(p, in.Document.Lines[n-1].Item)) {
				t.Errorf("%d lines: the totals are torn:\n%s", n, p)
			}
		}
	}
}

// TestAtOnce: documents are drawn side by side.
func TestAtOnce(t *testing.T) {
	want := render(t, sample(20, erp.Quote, "da"))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if out, err := Render(t.Context(), sample(20, erp.Quote, "da")); err != nil || !bytes.Equal(out, want) {
				t.Errorf("differs, %v", err)
			}
		})
	}
	wait.Wait()
}
