package rules

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var roles = []string{"col_skip", "col_money", "col_price", "col_qty", "col_unit", "col_date", "col_item", "col_name"}

// roleOf is what a heading says its column holds; "" if it is no heading.
func (l *lexicon) roleOf(cell string, taken map[string]bool) string {
	cell = strings.Trim(strings.TrimSpace(cell), ":*")
	if cell == "" || utf8.RuneCountInString(cell) > 40 {
		return ""
	}
	forms := headForms(cell)
	best := ""
	for _, role := range roles {
		if !l.headed(role, forms) {
			continue
		}
		if best == "" || taken[best] && !taken[role] || best == "col_skip" && role != "col_skip" && !taken[role] {
			best = role
		}
	}
	return best
}

// headForms are the ways to take a heading: as it is, with the words of itemNo parted,
// without a word that says whose ("Your code", "Vores varenr."), and the endings of a
// compound: Bestellmenge, varebetegnelse.
func headForms(cell string) [][]token {
	out := [][]token{tokenize(cell)}
	if s := spaced(cell); s != cell {
		out = append(out, tokenize(s))
	}
	words := headingWords(cell)
	for i := 1; i < len(words) && len(words) <= 3; i++ {
		if rest := strings.Join(words[i:], " "); whose[words[0]] && i == 1 || utf8.RuneCountInString(rest) > 5 {
			out = append(out, tokenize(rest))
		}
	}
	if len(words) != 1 {
		return out
	}
	for i := range words[0] {
		if i > 2 && utf8.RuneCountInString(words[0][i:]) >= 5 {
			out = append(out, tokenize(words[0][i:]))
		}
	}
	return out
}

// headed says whether one form of a heading is one of a role's words.
func (l *lexicon) headed(role string, forms [][]token) bool {
	for _, toks := range forms {
		if n, _ := l.of(role).at(toks, 0); n > 0 && n == len(toks) {
			return true
		}
	}
	return false
}

// headingWords are the words of a heading, small: "Lief.-Art.-Nr." has three.
func headingWords(cell string) []string {
	return strings.FieldsFunc(lower(cell), func(c rune) bool { return !unicode.IsLetter(c) })
}

var whose = wordSet("your our my their the vores jeres deres din dit min mit nos notre votre vos mon ma son unser unsere unserer ihr ihre deine " +
	"vostro vostra nostro nostra suo sua su sus nuestro nuestra seu nosso nossa uw ons onze er vår vårt vores er deras")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

var camel = regexp.MustCompile(`([a-zæøåäöüéè])([A-Z])|[_]`)

func spaced(s string) string { return camel.ReplaceAllString(s, "$1 $2") }

// heading reads a row as headings; ok if at least two cells are some, or all. Heads
// put together of words that we know one by one count where most cells are such.
func (l *lexicon) heading(row []string) (columns, bool) {
	c := noColumns()
	taken, known, filled, loose, numbers := map[string]bool{}, 0, 0, 0, 0
	for i, cell := range row {
		if strings.TrimSpace(cell) != "" {
			filled++
		}
		if l.isSize(cell) {
			c.sizes = append(c.sizes, trait{i, strings.TrimSpace(cell)})
		}
		if len(cell) > 0 && looksNumber(cell) {
			numbers++
			continue
		}
		role := l.roleOf(cell, taken)
		if role == "" {
			if role = looseRole(cell, taken); role != "" {
				loose++
			}
		} else {
			known++
		}
		if role == "" {
			continue
		}
		taken[role] = true
		c.set(role, i)
		if role == "col_trait" {
			c.traits = append(c.traits, trait{i, strings.TrimSpace(cell)})
		}
	}
	if !c.bySize(known + loose) {
		c.sizes = nil
		if numbers > 0 {
			return c, false
		}
	}
	useful := c.item >= 0 || len(c.names) > 0
	if loose > 0 && known < 2 && (known+loose < 3 || (known+loose)*3 < filled*2) {
		useful = false
	}
	return c, useful && (known+loose >= 2 || len(c.sizes) > 0 || known == filled && filled == 1)
}

// isSize says whether a head is a size or a colour itself.
func (l *lexicon) isSize(cell string) bool {
	cell = strings.TrimSpace(cell)
	if n := num(cell); n > 0 && len(cell) <= 2 {
		return n >= 5 && n <= 54
	}
	return l.of("size_letter").is(cell) || l.of("color").is(cell) || sizeHead.MatchString(cell)
}

var sizeHead = regexp.MustCompile(`^(?i:(xx?|[2-6]x)?[sl]|m|xx?s)$`)

// bySize says whether a heading has a column for each of several sizes or colours, and
// nowhere else a quantity: sizes in numbers go up.
func (c columns) bySize(heads int) bool {
	last := 0
	for _, s := range c.sizes {
		if n := num(s.head); n > 0 && n <= last {
			return false
		} else if n > 0 {
			last = n
		}
	}
	return len(c.sizes) >= 2 && heads >= 1 && c.qty < 0 && (c.item >= 0 || len(c.names) > 0)
}

// looseRole is the role of a head by its single words, one that no other column has if
// there is one.
func looseRole(cell string, taken map[string]bool) string {
	if utf8.RuneCountInString(cell) > 40 {
		return ""
	}
	first := ""
	for _, role := range headRoles(cell) {
		if role = "col_" + role; role == "col_pos" {
			role = "col_skip"
		}
		if !taken[role] {
			return role
		}
		if first == "" {
			first = role
		}
	}
	return first
}

func (c *columns) set(role string, i int) {
	one := func(p *int) {
		if *p < 0 {
			*p = i
		}
	}
	switch role {
	case "col_qty":
		one(&c.qty)
	case "col_unit":
		one(&c.unit)
	case "col_price":
		one(&c.price)
	case "col_money":
		c.amount = i // the last sum is the row's
	case "col_date":
		one(&c.date)
	case "col_item":
		if c.item >= 0 {
			c.names = append(c.names, i)
		}
		one(&c.item)
	case "col_name":
		c.names = append(c.names, i)
	}
}

func looksNumber(s string) bool {
	s = strings.TrimSpace(s)
	_, ok := parseNumber(s, "en")
	return ok
}
