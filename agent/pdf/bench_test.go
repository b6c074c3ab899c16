package pdf

import (
	"strconv"
	"testing"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	words "github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"salesclerk/agent/erp"
)

var sizes = []int{1, 15, 200, 2000}

// BenchmarkRender is whole documents; pages/s is to be held against BenchmarkMaroto.
func BenchmarkRender(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			in := sample(n, erp.Quote, "da")
			count := 0
			for b.Loop() {
				count += pages(render(b, in))
			}
			b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// BenchmarkMaroto is maroto alone, laying out rows of the same texts with the same fonts.
func BenchmarkMaroto(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			in := sample(n, erp.Quote, "da")
			count := 0
			for b.Loop() {
				count += pages(bare(b, in))
			}
			b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

func bare(b *testing.B, in Input) []byte {
	m := maroto.New(config.NewBuilder().WithMaxGridSize(grid).WithCompression(true).WithCustomFonts(fonts()).
		WithDefaultFont(&props.Font{Family: family, Size: 8.5}).WithPageNumber(props.PageNumber{}).Build())
	for i, l := range in.Document.Lines {
		var cols []core.Col
		for j, s := range []string{strconv.Itoa(i + 1), l.Item, l.Description, l.Quantity.String(), l.Unit, l.Price.String(), l.Discount.String(), l.Amount.String()} {
			cols = append(cols, col.New([]int{5, 14, 29, 9, 8, 13, 8, 14}[j]).Add(words.New(s)))
		}
		m.AddRows(row.New().Add(cols...))
	}
	out, err := m.Generate()
	if err != nil {
		b.Fatal(err)
	}
	return out.GetBytes()
}
