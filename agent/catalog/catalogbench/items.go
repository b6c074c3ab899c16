package catalogbench

import (
	"fmt"
	"hash/fnv"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Item is one item of a made-up catalogue: a number, a name, the language of it.
type Item struct {
	Number, Name, Lang string
	words              []part // the name in pieces, for who makes queries of it
}

// part is a piece of a name.
type part struct {
	text, other string // other: its other form, inflected
	role        role
}

type role int

const (
	thing role = iota
	link       // de, da
	use
	brand
	model
	extra
	measure
	material
	colour
)

// Items are n items, always the same for a seed, no two with the same name. More
// items begin with the same ones as fewer.
func Items(n int, seed uint64) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		seen := make(map[uint64]bool, n)
		i := 0
		for f := uint64(0); i < n; f++ {
			for it := range family(seed, f) {
				h := fnv.New64a()
				h.Write([]byte(strings.ToLower(it.Name)))
				if seen[h.Sum64()] {
					continue
				}
				seen[h.Sum64()] = true
				it.Number = fmt.Sprintf("I%07d", i)
				if i++; !yield(it) || i == n {
					return
				}
			}
		}
	}
}

// plan is what the items of one family have in common.
type plan struct {
	t               *tongue
	n               noun
	use, brand, mod string
	extra           string
	materials       []string
	colours         []adjective
	sizes           []string
	order           int
}

// family are up to some hundred items that differ in size, material, colour.
func family(seed, f uint64) iter.Seq[Item] {
	r := rand.New(rand.NewPCG(seed, f))
	p := newPlan(r, f)
	return func(yield func(Item) bool) {
		for _, s := range p.sizes {
			for _, m := range p.materials {
				for _, c := range p.colours {
					if !yield(p.item(s, m, c)) {
						return
					}
				}
			}
		}
	}
}

func newPlan(r *rand.Rand, f uint64) *plan {
	p := &plan{t: &tongues[r.IntN(len(tongues))], order: r.IntN(3)}
	p.n = pick(r, p.t.nouns)
	p.use = pick(r, p.t.uses)
	p.brand = brandName(r, f)
	switch r.IntN(5) {
	case 0, 1:
		p.mod = fmt.Sprintf("%c%c-%d", 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)), 10*(1+r.IntN(99)))
	case 2:
		p.mod = fmt.Sprint(100 + r.IntN(900))
	}
	if r.IntN(3) == 0 {
		p.extra = pick(r, p.t.extras)
	}
	p.materials = some(r, p.t.materials, 1+r.IntN(2), "")
	p.colours = some(r, p.t.colours, 1+r.IntN(4), adjective{})
	all := sizes(p.n.sizes[0])
	n := min(len(all), 1+r.IntN(1+r.IntN(len(all))))
	p.sizes = all[r.IntN(len(all)-n+1):][:n]
	return p
}

// brandName is one of as many brands as a catalogue of so many families has.
func brandName(r *rand.Rand, f uint64) string {
	b := rand.New(rand.NewPCG(r.Uint64N(60+f/8), 3))
	syllables := []string{"ba", "ber", "cal", "dor", "el", "fin", "gar", "hol", "ig", "jan", "kor", "lun", "mar", "nor", "os", "pal", "quin", "rud", "sten", "tor", "ul", "vik", "wes", "xen", "yl", "zan"}
	var s strings.Builder
	for range 2 + b.IntN(2) {
		s.WriteString(pick(b, syllables))
	}
	return title(s.String())
}

// sizes are the steps of one kind of size.
func sizes(letter byte) []string {
	var out []string
	grid := func(format string, as, bs []string) {
		for _, a := range as {
			for _, b := range bs {
				out = append(out, fmt.Sprintf(format, a, b))
			}
		}
	}
	switch letter {
	case 'b':
		grid("M%sx%s", split("3 4 5 6 8 10 12 16"), split("10 16 20 25 30 40 50 60 80 100"))
	case 'd':
		grid("%s%s mm", split("3 4 5 6 8 10 12 16 20 25 32 40 50 63 80 115 125 230"), []string{""})
	case 'v':
		grid("%s%s l", split("0.5 0.75 1 2.5 5 10 20 25"), []string{""})
	case 'l':
		grid("%s mm %s m", split("10 13 19 25 32"), split("5 10 15 20 25 50 100"))
	case 'x':
		grid("%sx%s mm", split("200 300 400 600 800 1000 1200 1600"), split("200 300 400 600 800"))
	case 'w':
		grid("%sV %sW", split("12 18 36 230"), split("10 20 30 50 100 200 500 750"))
	case 's':
		return split("XS S M L XL XXL XXXL")
	case 'k':
		grid("%s%s kg", split("0.4 1 2.5 5 10 18 25 50 180"), []string{""})
	}
	return out
}

// item is one of the family. The order of its parts is the family's.
func (p *plan) item(size, mat string, c adjective) Item {
	head := p.head()
	tail := []part{{text: size, role: measure}, {text: mat, role: material}, {text: c.base, other: c.other, role: colour}}
	var middle []part
	for _, x := range []part{{text: p.brand, role: brand}, {text: p.mod, role: model}, {text: p.extra, role: extra}} {
		if x.text != "" {
			middle = append(middle, x)
		}
	}
	tail = slices.DeleteFunc(tail, func(x part) bool { return x.text == "" })
	var ws []part
	switch p.order {
	case 0:
		ws = slices.Concat(head, middle, tail)
	case 1:
		ws = slices.Concat(middle[:1], head, middle[1:], tail)
	default:
		ws = slices.Concat(head, tail[:1], middle, tail[1:])
	}
	it := Item{Lang: p.t.lang, words: ws}
	it.Name = title(written(ws, p.order == 0))
	return it
}

// head says what the thing is, as the language does.
func (p *plan) head() []part {
	switch {
	case p.t.compound:
		return []part{{text: title(p.use + p.n.one), other: title(p.use + p.n.many), role: thing}}
	case p.t.of != "":
		return []part{{text: p.n.one, other: p.n.many, role: thing}, {text: p.t.of, role: link}, {text: p.use, role: use}}
	}
	return []part{{text: p.use, role: use}, {text: p.n.one, other: p.n.many, role: thing}}
}

// written puts the parts together, with a comma before what tells them apart.
func written(ws []part, comma bool) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			if comma && w.role == measure {
				b.WriteByte(',')
			}
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// some are n of the list; now and then only one, which is none.
func some[T any](r *rand.Rand, list []T, n int, none T) []T {
	if r.IntN(4) == 0 {
		return []T{none}
	}
	out := make([]T, 0, n)
	for _, i := range r.Perm(len(list))[:n] {
		out = append(out, list[i])
	}
	return out
}
