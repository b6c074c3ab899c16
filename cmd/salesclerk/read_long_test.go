package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/phpdave11/gofpdf"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"salesclerk/agent/erp/data"
	"salesclerk/agent/task"
)

// wanted is a line of an order as the customer wrote it.
type wanted struct {
	number, name string
	quantity     int
	price        decimal.Decimal
}

// longOrder is an order of n lines over the sample company's items.
func longOrder(t testing.TB, n int) []wanted {
	t.Helper()
	set, err := sampleData(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	free := make([]data.Item, 0, len(set.Items))
	for _, i := range set.Items {
		if !i.Blocked {
			free = append(free, i)
		}
	}
	out := make([]wanted, n)
	for k := range out {
		i := free[k*7%len(free)]
		out[k] = wanted{i.Number, i.Description, 2 + k*13%97, decimal.New(int64(125+k*37%9000), -2)}
	}
	return out
}

func (w wanted) amount() decimal.Decimal { return w.price.Mul(decimal.NewFromInt(int64(w.quantity))) }

var headings = []string{"Pos", "Item no.", "Description", "Qty", "Unit price", "Amount"}

func (w wanted) cells(pos int) []string {
	return []string{strconv.Itoa(pos), w.number, w.name, strconv.Itoa(w.quantity), w.price.StringFixed(2), w.amount().StringFixed(2)}
}

// longOrders write the same order in each way customers do: a body, or a file.
var longOrders = map[string]func(t testing.TB, order []wanted) (body, name string, file []byte){
	"mail": func(_ testing.TB, order []wanted) (string, string, []byte) {
		var b strings.Builder
		for _, w := range order {
			fmt.Fprintf(&b, "%d pcs %s %s\r\n", w.quantity, w.number, w.name)
		}
		return b.String(), "", nil
	},
	"CSV": func(_ testing.TB, order []wanted) (string, string, []byte) {
		var b strings.Builder
		b.WriteString("Nordhavn Skibsværft\nPurchase order 4500017\n\n" + strings.Join(headings, ";") + "\n")
		for i, w := range order {
			b.WriteString(`"` + strings.Join(w.cells(i+1), `";"`) + "\"\n")
		}
		return "", "order.csv", []byte(b.String())
	},
	"XLSX": longXLSX,
	"PDF":  longPDF,
}

func longXLSX(t testing.TB, order []wanted) (string, string, []byte) {
	f := excelize.NewFile()
	defer f.Close()
	put := func(row int, values []any) {
		if err := f.SetSheetRow("Sheet1", "A"+strconv.Itoa(row), &values); err != nil {
			t.Fatal(err)
		}
	}
	put(1, []any{"Purchase order 4500017"})
	put(4, []any{headings[0], headings[1], headings[2], headings[3], headings[4], headings[5]})
	for i, w := range order {
		put(5+i, []any{i + 1, w.number, w.name, w.quantity, w.price.InexactFloat64(), w.amount().InexactFloat64()})
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return "", "order.xlsx", b.Bytes()
}

// longPDF is a document of as many pages as it takes, its headings on the first alone.
func longPDF(t testing.TB, order []wanted) (string, string, []byte) {
	p := gofpdf.New("P", "mm", "A4", "")
	p.SetFont("Helvetica", "", 8)
	p.SetFooterFunc(func() {
		p.SetY(-12)
		p.CellFormat(0, 5, fmt.Sprintf("Page %d", p.PageNo()), "", 0, "R", false, 0, "")
	})
	latin := p.UnicodeTranslatorFromDescriptor("")
	p.AddPage()
	p.CellFormat(0, 12, "PURCHASE ORDER 4500017", "", 1, "L", false, 0, "")
	widths, align := []float64{12, 24, 94, 14, 22, 24}, []string{"R", "L", "L", "R", "R", "R"}
	row := func(cells []string) {
		for i, c := range cells {
			p.CellFormat(widths[i], 6, latin(c), "", 0, align[i], false, 0, "")
		}
		p.Ln(6)
	}
	row(headings)
	total := decimal.Zero
	for i, w := range order {
		row(w.cells(i + 1))
		total = total.Add(w.amount())
	}
	row([]string{"", "", "Total", "", "", total.StringFixed(2)})
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return "", "order.pdf", b.Bytes()
}

// asMail wraps a body and a file as a mail.
func asMail(body, name string, file []byte) []byte {
	if body == "" {
		body = "Please see our order attached.\r\n"
	}
	out := "From: Anne <anne.kirkegaard@nordhavn-skibsvaerft.example>\r\nTo: sales@company.example\r\nSubject: Order\r\nMessage-ID: <long@nordhavn-skibsvaerft.example>\r\n" +
		"Date: Wed, 11 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body
	if file != nil {
		var b strings.Builder
		for text := base64.StdEncoding.EncodeToString(file); text != ""; {
			n := min(76, len(text))
			b.WriteString(text[:n] + "\r\n")
			text = text[n:]
		}
		out += "\r\n--edge\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b.String()
	}
	return []byte(out + "\r\n--edge--\r\n")
}

// TestLongOrders has orders of many lines read as `salesclerk read` does it, in
// each form: every line is there once, in order, and the sums are the customer's.
func TestLongOrders(t *testing.T) {
	for _, n := range []int{1, 15, 50, 200, 2000} {
		if n > 200 && testing.Short() {
			continue
		}
		order := longOrder(t, n)
		for form, write := range longOrders {
			t.Run(fmt.Sprintf("%s of %d", form, n), func(t *testing.T) {
				a := readFile(t, asMail(write(t, order)))
				compareOrder(t, a, order)
			})
		}
	}
}

func readFile(t testing.TB, raw []byte) readAnswer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "order.eml")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := inProcess(t.Context(), []string{"read", "--json", path}, &out); err != nil {
		t.Fatal(err)
	}
	var a readAnswer
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func compareOrder(t *testing.T, a readAnswer, order []wanted) {
	t.Helper()
	sum, want, wrong := decimal.Zero, decimal.Zero, 0
	for i, w := range order {
		want = want.Add(w.amount())
		if i >= len(a.Lines) {
			continue
		}
		l := a.Lines[i]
		q, err := decimal.NewFromString(l.Quantity)
		sum = sum.Add(q.Mul(w.price))
		if err != nil || l.Match != task.One || l.Items[0].Number != w.number || l.QuantityAssumed || !q.Equal(decimal.NewFromInt(int64(w.quantity))) || l.Where == "" {
			if wrong++; wrong <= 5 {
				t.Errorf("line %d is %s %q %v %s from %s, want %d %s", i+1, l.Quantity, l.Query, l.Identifiers, l.Match, l.Where, w.quantity, w.number)
			}
		}
	}
	if len(a.Lines) != len(order) || wrong > 0 || !sum.Equal(want) {
		t.Errorf("%d lines of %d, %d wrong, sum %s of %s; files %+v", len(a.Lines), len(order), wrong, sum, want, a.Attachments)
	}
}
