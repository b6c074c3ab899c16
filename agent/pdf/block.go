package pdf

import (
	"github.com/johnfercher/go-tree/node"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

var (
	ink  = &props.Color{Red: 32, Green: 36, Blue: 44}
	pale = &props.Color{Red: 100, Green: 107, Blue: 117}
	rule = &props.Color{Red: 208, Green: 213, Blue: 219}
	tint = &props.Color{Red: 240, Green: 242, Blue: 245}
)

// look is how a text is set: its size in points, its gap above in millimetres.
type look struct {
	size  float64
	bold  bool
	color *props.Color
	right bool
	gap   float64
}

func (l look) style() fontstyle.Type {
	if l.bold {
		return fontstyle.Bold
	}
	return fontstyle.Normal
}

// lead is the height of one line, in millimetres.
func (l look) lead() float64 { return l.size * millimetresPerPoint * 1.28 }

func (l look) props() *props.Text {
	p := &props.Text{Family: family, Style: l.style(), Size: l.size, Color: l.color, Align: align.Left}
	if l.color == nil {
		p.Color = ink
	}
	if l.right {
		p.Align = align.Right
	}
	return p
}

// block is texts below each other in one column, already broken into lines, so
// that its height is known before anything is drawn. Maroto's own texts are
// put on top of each other and run out of their column at long words.
type block struct {
	size  int // hundredths of the content's width
	lines []placed
	high  float64
}

type placed struct {
	text string
	look look
	x, y float64 // from the block's corner
	wide float64
}

// slack keeps the library from breaking a line again that just fits.
const slack = 0.4

// pad is the room at both sides of a block, in millimetres.
const pad = 0.8

func newBlock(size int) *block { return &block{size: size} }

func (b *block) wide() float64 { return contentWidth*float64(b.size)/grid - 2*pad }

// add puts a text below the others. An empty text takes no room.
func (b *block) add(text string, l look) *block {
	lines := wrap(text, l.style(), l.size, b.wide()-slack)
	if len(lines) > 0 {
		b.high += l.gap
	}
	for _, line := range lines {
		b.lines = append(b.lines, placed{text: line, look: l, x: pad, y: b.high, wide: b.wide()})
		b.high += l.lead()
	}
	return b
}

// smallest is the size in points below which a figure is not shrunk.
const smallest = 5

// figure puts a number below the others. It is never broken over two lines,
// where its end could be overlooked: it is set smaller instead.
func (b *block) figure(text string, l look) *block {
	text = clean(text)
	for l.size > smallest && width(text, l.style(), l.size) > b.wide()-slack {
		l.size -= 0.25
	}
	b.lines = append(b.lines, placed{text: text, look: l, x: pad, y: b.high, wide: b.wide()})
	b.high += l.lead()
	return b
}

// pair puts a label and a value beside it below the others. An empty value
// takes no room.
func (b *block) pair(label, value string, l look, share float64) *block {
	if clean(value) == "" {
		return b
	}
	b.high += l.gap
	top, left := b.high, b.wide()*share
	for i, line := range wrap(label, l.style(), l.size, left-slack-1) {
		b.put(line, look{size: l.size, bold: l.bold, color: pale}, pad, left, top, i)
	}
	for i, line := range wrap(value, l.style(), l.size, b.wide()-left-slack) {
		b.put(line, l, pad+left, b.wide()-left, top, i)
	}
	return b
}

func (b *block) put(line string, l look, x, wide, top float64, i int) {
	y := top + float64(i)*l.lead()
	b.lines = append(b.lines, placed{text: line, look: l, x: x, y: y, wide: wide})
	b.high = max(b.high, y+l.lead())
}

func (b *block) GetHeight(core.Provider, *entity.Cell) float64 { return b.high }

func (b *block) Render(p core.Provider, cell *entity.Cell) {
	for _, l := range b.lines {
		at := cell.Copy()
		at.X, at.Y, at.Width, at.Height = cell.X+l.x, cell.Y+l.y, l.wide, l.look.lead()
		p.AddText(l.text, &at, l.look.props())
	}
}

func (b *block) SetConfig(*entity.Config) {}

func (b *block) GetStructure() *node.Node[core.Structure] {
	n := node.New(core.Structure{Type: "block"})
	for _, l := range b.lines {
		n.AddNext(node.New(core.Structure{Type: "text", Value: l.text, Details: map[string]any{
			"wide": l.wide, "size": l.look.size, "style": l.look.style()}}))
	}
	return n
}

// strip is a row of the sheet with its height.
type strip struct {
	row  core.Row
	high float64
}

// beside is a row of blocks, with room above and below.
func beside(above, below float64, blocks ...*block) strip {
	high := 0.0
	for _, b := range blocks {
		for i := range b.lines {
			b.lines[i].y += above
		}
		high = max(high, b.high+above+below)
	}
	r := row.New(high)
	for _, b := range blocks {
		r.Add(col.New(b.size).Add(b))
	}
	return strip{r, high}
}

func (s strip) styled(c *props.Cell) strip {
	s.row.WithStyle(c)
	return s
}

func space(height float64) strip { return strip{row.New(height).Add(col.New(grid)), height} }
