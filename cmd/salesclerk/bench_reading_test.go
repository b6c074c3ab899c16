package main

import (
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/attach"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// BenchmarkReading is what understanding a mail costs, as `salesclerk read` does
// it: one after the other, every item found. form is the part that no reader can
// leave out: parsing the mail and taking the words out of its file.
func BenchmarkReading(b *testing.B) {
	p, end, err := offline(b.Context(), "", offlineConfig("en"), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer end()
	attach.Warm()
	text := "Dear Sir or Madam,\r\n\r\nplease quote the following for our yard:\r\n\r\n" + longText(b, 25) + "\r\nBest regards\r\nAnne Kirkegård\r\n"
	body, name, file := longPDF(b, longOrder(b, 200))
	for kind, raw := range map[string][]byte{"a mail of 2 KB": asMail(text, "", nil), "a mail with a PDF of 200 lines": asMail(body, name, file)} {
		b.Run(kind, func(b *testing.B) { reading(b, p.desks[0], raw) })
	}
}

func longText(b *testing.B, n int) string {
	body, _, _ := longOrders["mail"](b, longOrder(b, n))
	return body
}

func reading(b *testing.B, d *desk, raw []byte) {
	if kind := strings.Contains(b.Name(), "2_KB"); kind && (len(raw) < 1500 || len(raw) > 2500) {
		b.Fatalf("the mail has %d bytes", len(raw))
	}
	lines := 0
	rate, kb := readingCost(b.N, func() {
		m, err := mail.Parse(raw, d.Parse)
		if err != nil {
			b.Fatal(err)
		}
		t := task.New("T-1", d.Name, time.Now())
		a, err := d.readOne(b.Context(), &t, raw, m)
		if err != nil {
			b.Fatal(err)
		}
		lines = len(a.Lines)
	})
	b.ReportMetric(rate, "mails/s")
	b.ReportMetric(kb, "KB/mail")
	b.ReportMetric(float64(lines), "lines")
	rate, kb = readingCost(b.N, func() {
		m, err := mail.Parse(raw, d.Parse)
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range m.Files {
			attach.Read(b.Context(), f.Name, f.Type, f.Data, d.Limits)
		}
	})
	b.ReportMetric(rate, "form/s")
	b.ReportMetric(kb, "KB/form")
}

// readingCost is how often a second do can be done, and what it allocates.
func readingCost(n int, do func()) (perSecond, kb float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for range n {
		do()
	}
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	return float64(n) / took.Seconds(), float64(after.TotalAlloc-before.TotalAlloc) / float64(n) / 1024
}
