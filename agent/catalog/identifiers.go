package catalog

import (
	"strings"
	"unicode"

	"salesclerk/agent/erp"
)

// proof is what kind of identifier led to an item, strongest first.
type proof int

const (
	byNumber proof = iota
	byVendor
	byGTIN
	byReference
	byVariant
	noProof
)

var proofWords = map[proof]string{
	byNumber: "item number", byVendor: "vendor item number", byGTIN: "GTIN",
	byReference: "reference", byVariant: "variant code",
}

// exactly is an identifier as it is compared: its case does not count, nor do
// spaces and quotes around it.
func exactly(s string) string {
	return strings.ToUpper(strings.Trim(strings.TrimSpace(legible(s)), `"'“”«».,;:()[]#`))
}

// squeeze leaves letters and digits only: 20 122, 20-122 and 20.122 are 20122.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, legible(s))
}

// barcode is a GTIN without the zeros that make it 14 figures long; "" if s is none.
func barcode(s string) string {
	s = squeeze(s)
	if len(s) < 8 || len(s) > 14 || strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		return ""
	}
	return strings.TrimLeft(s, "0")
}

// hit is one identifier of an item.
type hit struct {
	value   string
	proof   proof
	party   string // only this customer may use it
	variant string
	unit    string
}

// hits are all identifiers of an item.
func hits(it *erp.Item) []hit {
	out := []hit{{value: it.Number, proof: byNumber}}
	add := func(h hit) {
		if strings.TrimSpace(h.value) != "" {
			out = append(out, h)
		}
	}
	add(hit{value: it.VendorItemNumber, proof: byVendor})
	add(hit{value: it.GTIN, proof: byGTIN})
	for _, id := range it.Identifiers {
		add(hitOf(id))
	}
	for _, v := range it.Variants {
		add(hit{value: it.Number + "-" + v.Code, proof: byVariant, variant: v.Code})
		if len(v.Code) >= 4 && hasDigit(v.Code) {
			add(hit{value: v.Code, proof: byVariant, variant: v.Code})
		}
	}
	return out
}

func hitOf(id erp.Identifier) hit {
	h := hit{value: id.Value, proof: byReference, variant: id.Variant, unit: id.Unit}
	switch id.Kind {
	case "customer":
		h.party = id.Party
	case "vendor":
		h.proof = byVendor
	case "barcode":
		h.proof = byGTIN
	}
	return h
}

// keys are what an item's identifiers are found by in the index: to the letter
// ("=20-122"), without signs ("~20122"), as a bar code ("|1776940531").
func keys(it *erp.Item) []string {
	seen := map[string]bool{}
	var out []string
	add := func(k string) {
		if len(k) > 1 && !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	for _, h := range hits(it) {
		for _, k := range keysOf(h.value, h.proof == byGTIN) {
			add(k)
		}
	}
	return out
}

func keysOf(value string, gtin bool) []string {
	ks := []string{"=" + exactly(value), "~" + squeeze(value)}
	if gtin {
		ks = append(ks, "|"+barcode(value))
	}
	return ks
}

// grip is how tightly an identifier fits.
type grip int

const (
	toTheLetter grip = iota
	zerosAside       // a bar code with more or fewer zeros in front
	signsAside       // spaces and dashes
)

// fits says whether the asked identifier is h, and how.
func (h hit) fits(asked string) (grip, bool) {
	switch {
	case exactly(h.value) == exactly(asked):
		return toTheLetter, true
	case h.proof == byGTIN && barcode(asked) != "" && barcode(h.value) == barcode(asked):
		return zerosAside, true
	case squeeze(asked) != "" && squeeze(h.value) == squeeze(asked):
		return signsAside, true
	}
	return 0, false
}

// named is an item with the identifier that led to it.
type named struct {
	e *entry
	h hit
	g grip
}

// strongest keeps the items of the strongest proof. Signs are set aside only
// where that leads to one item.
func strongest(found []named) []named {
	var out []named
	for _, f := range found {
		if len(out) > 0 && rank(f) < rank(out[0]) {
			out = out[:0]
		}
		if len(out) == 0 || rank(f) == rank(out[0]) {
			out = append(out, f)
		}
	}
	if len(out) > 1 && out[0].g == signsAside {
		return nil
	}
	if len(out) > 1 && out[0].h.proof == byVariant {
		return nil
	}
	return out
}

func rank(n named) int { return int(n.g)*int(noProof) + int(n.h.proof) }
