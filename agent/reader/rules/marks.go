package rules

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

var (
	commaDecimals = regexp.MustCompile(`(?:^|[^\d.,])(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}(?:[^\d.,]|$)`)
	pointDecimals = regexp.MustCompile(`(?:^|[^\d.,])(?:\d+|\d{1,3}(?:,\d{3})+)\.\d{1,2}(?:[^\d.,]|$)`)
)

// decimalsIn is a language that writes decimals as a table does, whatever the mail
// around it is written in: 192,80 in one cell says that 1.200 is no 1.2 in another.
// It is "" where the table says nothing, or both.
func decimalsIn(rows [][]string) string {
	comma, point := false, false
	for _, row := range rows {
		for _, cell := range row {
			if len(cell) <= 40 {
				comma = comma || commaDecimals.MatchString(cell)
				point = point || pointDecimals.MatchString(cell)
			}
		}
	}
	switch {
	case comma && !point:
		return "de"
	case point && !comma:
		return "en"
	}
	return ""
}

// byMarks reads a quantity by the marks of its table.
func byMarks(d decimal.Decimal, cell, marks string) decimal.Decimal {
	if marks == "" {
		return d
	}
	for w := range strings.FieldsSeq(cell) {
		if x, ok := parseNumber(w, marks); ok && strings.ContainsAny(w, ".,") {
			return x
		}
	}
	return d
}
