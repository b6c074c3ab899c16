package adaptive

import (
	"strings"
	"testing"
)

// BenchmarkCard is the card of a usual mail and the largest of the samples, each
// as a room's message: laid out, weighed and written as JSON.
func BenchmarkCard(b *testing.B) {
	for name, part := range map[string]string{"usual": "incoming known", "extreme": "200_lines"} {
		for _, s := range scenes("en") {
			if !strings.Contains(s.name, part) {
				continue
			}
			o := Options{Desk: "sales", Lang: s.tag, Windows: true}
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(encoded(b, Card(s.card, o).Card))))
				for b.Loop() {
					encoded(b, Card(s.card, o).Card)
				}
			})
			break
		}
	}
}
