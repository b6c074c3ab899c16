package rules

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// headRolesOf is what each column holds by its head, "" where that is not known.
func (l *lexicon) headRolesOf(head []string) []string {
	taken := map[string]bool{}
	out := make([]string, len(head))
	for i, cell := range head {
		role := l.roleOf(cell, taken)
		if role == "" {
			role = looseRole(cell, taken)
		}
		taken[role] = true
		out[i] = strings.TrimPrefix(role, "col_")
		if role == "col_skip" && len(headRoles(cell)) > 0 && headRoles(cell)[0] == "pos" {
			out[i] = "pos"
		}
		if out[i] == "item" && slicesCount(out[:i], "item") > 0 {
			out[i] = "name"
		}
	}
	return out
}

func slicesCount(list []string, s string) int {
	n := 0
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

// cannot is the cost of what does not go.
const cannot = 1 << 20

// fit sets the words of a row that has lost its columns in cells, by what its heads say
// they hold: a number under "Qty", a code under "Item no.", and under "Description"
// what is left. False: the row is none of this table.
func (l *lexicon) fit(fields, roles []string) ([]string, bool) {
	return l.fitWithin(fields, roles, 28)
}

// fitWithin is fit for rows that stand no worse under the heads than most says.
func (l *lexicon) fitWithin(fields, roles []string, most int) ([]string, bool) {
	if len(fields) == 0 || len(fields) > 40 || len(roles) < 2 || len(roles) > 16 {
		return nil, false
	}
	lettered, numbers := make([]int, len(fields)+1), make([]int, len(fields)+1)
	for i, f := range fields {
		lettered[i+1], numbers[i+1] = lettered[i], numbers[i]
		if strings.ContainsFunc(f, isLetter) {
			lettered[i+1]++
		} else if fitNumber.MatchString(f) {
			numbers[i+1]++
		}
	}
	nameCost := func(i, take int) int {
		switch {
		case take == 0:
			return 30
		case lettered[i+take] == lettered[i]:
			return cannot
		}
		return numbers[i+take] - numbers[i]
	}
	type state struct{ cost, take int }
	memo := make([][]state, len(fields)+1)
	for i := range memo {
		memo[i] = make([]state, len(roles)+1)
	}
	for i := len(fields); i >= 0; i-- {
		for j := len(roles); j >= 0; j-- {
			if j == len(roles) {
				memo[i][j] = state{cannot * min(1, len(fields)-i), 0}
				continue
			}
			best := state{cannot, 0}
			for take := 0; i+take <= len(fields) && take <= mostFields(roles[j]); take++ {
				cost := memo[i+take][j+1].cost
				switch {
				case cost >= best.cost:
				case roles[j] == "name":
					cost += nameCost(i, take)
				default:
					cost += l.fitCost(roles[j], fields[i:i+take])
				}
				if cost < best.cost {
					best = state{cost, take}
				}
			}
			memo[i][j] = best
		}
	}
	if memo[0][0].cost > most {
		return nil, false
	}
	cells := make([]string, len(roles))
	for i, j := 0, 0; j < len(roles); j++ {
		n := memo[i][j].take
		cells[j] = strings.Join(fields[i:i+n], " ")
		i += n
		if roles[j] == "qty" && n == 0 {
			return nil, false
		}
	}
	return cells, true
}

func mostFields(role string) int {
	switch role {
	case "name":
		return 40
	case "pos", "item":
		return 1
	case "unit", "qty":
		return 2
	}
	return 3
}

var (
	fitNumber = regexp.MustCompile(`^[-+]?\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d+)?-?$|^\d+(?:[.,]\d+)?$`)
	fitMoney  = regexp.MustCompile(`^(?i:[€$£]|(?:eur|usd|gbp|dkk|sek|nok|chf|kr)\.? ?)?\d{1,3}(?:[.,' ]?\d{3})*(?:[.,]\d{1,5})?(?i: ?(?:[€$£%]|eur|euro|usd|gbp|dkk|sek|nok|chf|kr\.?|,-))?(?: ?/ ?\d* ?\pL{1,4}\.?)?$`)
	fitDate   = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{0,4}$|^\d{1,2}[-. ]\pL{3,9}\.?[-. ]\d{2,4}$|^(?i:kw|uge|w|s|v|sem)\.? ?\d{1,2}(?:[/.]\d{2,4})?$`)
	fitPos    = regexp.MustCompile(`^\d{1,6}[.)]?$`)
)

// fitCost is how badly fields stand under a head that says role.
func (l *lexicon) fitCost(role string, fields []string) int {
	s := strings.Join(fields, " ")
	if len(fields) == 0 {
		switch role {
		case "qty":
			return 30
		case "item":
			return 15
		case "", "skip", "date":
			return 4
		}
		return 8
	}
	more := 2 * (len(fields) - 1)
	ok := false
	if role != "unit" && role != "item" && role != "skip" && role != "" && !anyDigit(s) {
		return cannot
	}
	switch role {
	case "pos":
		ok = fitPos.MatchString(s)
	case "qty":
		ok = fitNumber.MatchString(s) || len(fields) == 1 && gluedUnit.MatchString(s)
		if moneyForm.MatchString(s) {
			more += 3
		}
		if n := len(fields); n == 2 {
			ok = ok || fitNumber.MatchString(fields[0]) && l.of("unit").is(fields[1])
		}
	case "unit":
		switch {
		case l.of("unit").is(s) || tradeUnits[strings.ToUpper(strings.TrimSuffix(s, "."))] != "":
			ok = true
		case len(fields) == 1 && !anyDigit(s) && utf8.RuneCountInString(s) <= 8:
			ok, more = true, more+4
		}
	case "item":
		ok = utf8.RuneCountInString(s) <= 24
		if !anyDigit(s) {
			more += 8
		} else if len(s) < 3 || moneyForm.MatchString(s) {
			more += 5
		}
	case "price", "money":
		ok = fitMoney.MatchString(s)
		if !strings.ContainsAny(s, ".,€$£%") {
			more += 6
		}
	case "date":
		ok = fitDate.MatchString(s)
	default:
		ok, more = true, 2+2*len(fields)
	}
	if !ok {
		return cannot
	}
	return more
}

// collapsed reads a table whose blanks were lost on the way: a heading of single words,
// and rows whose words follow in its order.
func (l *lexicon) collapsed(lines []string, out []laid, number int) int {
	head := l.collapsedHead(lines[0])
	if head == nil {
		return 0
	}
	roles := l.headRolesOf(head)
	end, blanks, name, last := 1, 0, slicesIndex(roles, "name"), -1
	for i := 1; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" || ruledLine.MatchString(line) {
			if blanks++; blanks > 2 {
				break
			}
			continue
		}
		cells, ok := l.fit(strings.Fields(line), roles)
		switch {
		case ok && anyDigit(line) && !strings.ContainsAny(line, "\t|;"):
			out[i] = laid{cells: cells, table: number}
			last = i
		case last >= 0 && name >= 0 && blanks == 0 && lines[i][0] == ' ' && len(line) < 80:
			out[last].cells[name] += "\n" + line
			out[i].skip = true
		case pageLine.MatchString(line), last >= 0 && l.sumLine(line):
			out[i].skip = true
		default:
			i = len(lines)
			continue
		}
		end, blanks = i+1, 0
	}
	if last < 0 {
		return 0
	}
	out[0] = laid{cells: head, table: number}
	for k := range end {
		out[k].skip = out[k].skip || out[k].cells == nil
	}
	return end
}

func slicesIndex(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

func (l *lexicon) sumLine(line string) bool {
	toks := tokenize(line)
	n, _ := l.of("col_total").at(toks, 0)
	return n > 0 && moneyEnd.MatchString(line)
}

// collapsedHead cuts a line of nothing but heads into them; nil if it is none.
func (l *lexicon) collapsedHead(line string) []string {
	if len(line) > 160 || strings.ContainsAny(line, "\t|;:!?") || anyDigit(strings.TrimRight(line, "12 ")) {
		return nil
	}
	fields := strings.Fields(line)
	if len(fields) < 3 || len(fields) > 16 {
		return nil
	}
	var head []string
	for i := 0; i < len(fields); {
		n := l.headLen(fields[i:])
		if n == 0 {
			return nil
		}
		head = append(head, strings.Join(fields[i:i+n], " "))
		i += n
	}
	c, ok := l.heading(head)
	if !ok || len(head) < 3 || c.qty < 0 || c.item < 0 && len(c.names) == 0 {
		return nil
	}
	return head
}

// headLen is how many words make the first head: the longest that is one head whole,
// else one that is a head alone, with what its unit of money is.
func (l *lexicon) headLen(fields []string) int {
	for n := min(3, len(fields)); n > 1; n-- {
		s := strings.Join(fields[:n], " ")
		for _, role := range roles {
			if l.of(role).is(s) {
				return n
			}
		}
	}
	if l.roleOf(fields[0], nil) == "" && len(headRoles(fields[0])) == 0 {
		return 0
	}
	if len(fields) > 1 && (l.of("currency").is(fields[1]) || fields[1] == "%" || fillerHead(fields[1])) {
		return 2
	}
	return 1
}

func fillerHead(word string) bool {
	for _, w := range headParts(word) {
		about := heads().about(w)
		if len(about) != 1 || about[0] != "filler" {
			return false
		}
	}
	return strings.Trim(word, "12") == "" || len(headParts(word)) > 0
}

// proven reads a row that proves itself without any heading: it ends with a price and an
// amount, and one number before them times the price is the amount.
func (l *lexicon) proven(line string, out *laid) {
	if !moneyEnd.MatchString(strings.TrimRight(line, " ")) {
		return
	}
	fields := strings.Fields(signs.Replace(line))
	if len(fields) < 4 || len(fields) > 40 || strings.ContainsAny(line, "\t|;") {
		return
	}
	r := &reading{lex: l, lang: l.lang}
	var money []string
	for len(fields) > 0 && len(money) < 2 {
		f := fields[len(fields)-1]
		fields = fields[:len(fields)-1]
		switch {
		case l.of("currency").is(f):
		case fitMoney.MatchString(f) && moneyEnd.MatchString(f):
			money = append([]string{f}, money...)
		default:
			return
		}
	}
	if len(money) < 2 {
		return
	}
	p, ok1 := r.numberOf(money[0])
	a, ok2 := r.numberOf(money[1])
	at := -1
	for i, f := range fields {
		q, ok := parseNumber(strings.TrimSuffix(f, "x"), l.lang)
		if !ok || !isProduct(q, p, a) {
			continue
		}
		if at >= 0 {
			return
		}
		at = i
	}
	if !ok1 || !ok2 || at < 0 || !a.IsPositive() {
		return
	}
	out.heads, out.cells = provenCells(l, fields, at, money)
}

// signs stand between quantity, price and amount.
var signs = strings.NewReplacer("=", " ", "@", " ", " à ", " ", " á ", " ")

func provenCells(l *lexicon, fields []string, at int, money []string) (heads, cells []string) {
	unit, rest := "", append([]string{}, fields[:at]...)
	after := fields[at+1:]
	if len(after) > 0 && (l.of("unit").is(after[0]) || tradeUnits[strings.ToUpper(strings.TrimSuffix(after[0], "."))] != "") {
		unit, after = after[0], after[1:]
	}
	if len(after) > 0 && (after[0] == "x" || after[0] == "×") {
		after = after[1:]
	}
	if len(rest) > 0 && fitPos.MatchString(rest[0]) && len(rest)+len(after) > 1 {
		rest = rest[1:] // a position
	}
	return []string{"description", "quantity", "uom", "unit price", "amount"},
		[]string{strings.Join(append(rest, after...), " "), fields[at], unit, money[0], money[1]}
}
