package eval

import (
	"encoding/csv"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

type tableRow struct {
	ID, CSV, Delimiter string
	Products           []int `json:"product_columns"`
	Quantity           *int  `json:"quantity_column"`
	Unit               *int  `json:"uom_column"`
	Lines              []tableLine
}

type tableLine struct {
	Text     string           `json:"item_text"`
	Quantity *decimal.Decimal `json:"quantity"`
	Unit     string           `json:"uom_text"`
}

// tables measures tables by what was taken from them: every row's product, quantity
// and unit, and nothing else. Where a row of the data says which columns hold them but
// lists no lines, the lines are taken from these columns.
func (r peerRun) tables(path string) error {
	all, err := rows[tableRow](path)
	if err != nil {
		return err
	}
	var texts, files []string
	for _, c := range all {
		texts, files = append(texts, "Please quote the attached list."), append(files, c.CSV)
	}
	answers, err := r.readTexts(texts, files)
	if err != nil {
		return err
	}
	for i, c := range all {
		want, hits := c.lines(), 0
		for k, e := range want {
			l, ok := lineAt(answers[i].Lines, k, len(want))
			good := ok && e.in(l)
			if good {
				hits++
			}
			r.is("CSV lines", good, "%s row %d: %+v, not %v", c.ID, k+1, l, e)
			if e.Unit != "" {
				r.is("CSV units", ok && (strings.EqualFold(l.Unit, e.Unit) || l.Unit == codeOf(e.Unit)), "%s row %d: unit %q, not %q", c.ID, k+1, l.Unit, e.Unit)
			}
		}
		r.is("CSV columns and all lines", hits == len(want) && len(answers[i].Lines) == len(want), "%s: %d of %d, %d lines", c.ID, hits, len(want), len(answers[i].Lines))
	}
	return nil
}

// lineAt is the answer to a row: the lines of a table keep its order.
func lineAt(list []AnswerLine, k, n int) (AnswerLine, bool) {
	if len(list) != n || k >= len(list) {
		return AnswerLine{}, false
	}
	return list[k], true
}

// codeOf is the code that the data's English words for a unit name.
func codeOf(words string) string {
	w := strings.ToLower(strings.TrimSpace(words))
	if code := map[string]string{"pcs": "PCS", "piece": "PCS", "pieces": "PCS", "boxes": "BOX", "litres": "L"}[w]; code != "" {
		return code
	}
	return strings.ToUpper(strings.TrimSuffix(w, "s"))
}

func (e tableLine) in(l AnswerLine) bool {
	text := l.Query + "\n" + strings.Join(l.Identifiers, "\n")
	if !slices.ContainsFunc(strings.Split(text, "\n"), func(s string) bool { return strings.EqualFold(s, e.Text) }) {
		return false
	}
	if e.Quantity == nil {
		return l.Assumed && l.Quantity == "1"
	}
	return sameNumber(l.Quantity, e.Quantity.String())
}

// lines are the row's own, or what its columns hold.
func (c tableRow) lines() []tableLine {
	if len(c.Lines) > 0 {
		return c.Lines
	}
	f := csv.NewReader(strings.NewReader(c.CSV))
	f.Comma, f.FieldsPerRecord, f.LazyQuotes = []rune(c.Delimiter)[0], -1, true
	all, err := f.ReadAll()
	if err != nil || len(all) == 0 {
		return nil
	}
	var out []tableLine
	for _, rec := range all[1:] {
		l := tableLine{Text: rec[c.Products[0]-1]}
		if c.Quantity != nil {
			q, _ := decimal.NewFromString(rec[*c.Quantity-1])
			l.Quantity = &q
		}
		if c.Unit != nil {
			l.Unit = rec[*c.Unit-1]
		}
		out = append(out, l)
	}
	return out
}
