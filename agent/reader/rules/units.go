package rules

import "strings"

// unitWord is the code for a unit's word in the language of the mail or in any
// other: files are often written in another one. Unknown words stay.
func (r *reading) unitWord(unit string) string {
	if code := r.unitCode(unit); code != "" {
		return code
	}
	return unit
}

// unitCode is the code for a unit as programs print it: a word of some language, a
// code of commerce (UN/ECE Recommendation 20 and 21), or the beginning of a word; "" if
// it is none.
func (r *reading) unitCode(unit string) string {
	word := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(unit), "."))
	if word == "" || len(word) > 24 || !strings.ContainsFunc(word, isLetter) {
		return ""
	}
	for _, lang := range append([]string{r.lang}, languages...) {
		if v, ok := lexiconOf(lang).of("unit").valueOf(word); ok {
			return v
		}
	}
	if code := tradeUnits[strings.ToUpper(word)]; code != "" {
		return code
	}
	return r.lex.unitBegun(lower(word))
}

// tradeUnits are codes of UN/ECE Recommendations 20 and 21 and those that widespread
// programs of trade print for them.
var tradeUnits = map[string]string{
	"C62": "PCS", "H87": "PCS", "EA": "PCS", "PCE": "PCS", "PCS": "PCS", "ST": "PCS", "STK": "PCS", "STCK": "PCS", "NAR": "PCS", "NMP": "PACK", "UN": "PCS", "UND": "PCS", "UD": "PCS",
	"BX": "BOX", "XBX": "BOX", "KI": "BOX", "KAS": "BOX", "KTN": "CARTON", "KRT": "CARTON", "KAR": "CARTON", "CT": "CARTON", "XCT": "CARTON", "CAR": "CARTON", "CS": "CASE", "XCS": "CASE",
	"PK": "PACK", "XPK": "PACK", "PAK": "PACK", "PKG": "PACK", "PQT": "PACK", "PA": "PACK", "XPA": "PACK", "PF": "PALLET", "PX": "PALLET", "XPX": "PALLET", "PAL": "PALLET", "PLL": "PALLET",
	"RO": "ROLL", "XRO": "ROLL", "ROL": "ROLL", "RLL": "ROLL", "RL": "ROLL", "PR": "PAIR", "PAA": "PAIR", "NPR": "PAIR", "SET": "SET", "SA": "BAG", "BG": "BAG", "XBG": "BAG",
	"BO": "BOTTLE", "XBO": "BOTTLE", "BTL": "BOTTLE", "FL": "BOTTLE", "FLA": "BOTTLE", "CA": "CAN", "XCA": "CAN", "BE": "BUNDLE", "XBE": "BUNDLE", "BDL": "BUNDLE",
	"PZ": "PCS", "NR": "PCS", "CF": "PACK", "SC": "BOX", "BTE": "BOX", "PQ": "PACK", "RLX": "ROLL", "CRT": "CARTON", "CJ": "BOX", "CX": "BOX", "PCK": "PACK", "FRP": "PACK", "PAR": "PAIR",
	"MTR": "M", "LM": "M", "KGM": "KG", "LTR": "L", "GRM": "GR", "TNE": "T", "HUR": "HOUR",
}

// unitBegun is the code of the unit whose word begins so, of three letters or more, if
// all such words are one unit: ROUL, KART.
func (l *lexicon) unitBegun(begun string) string {
	if len([]rune(begun)) < 3 {
		return ""
	}
	code := ""
	for word, list := range l.of("unit").first {
		if !strings.HasPrefix(word, begun) {
			continue
		}
		for _, ph := range list {
			if len(ph.words) != 1 || ph.value == "" {
				continue
			}
			if code != "" && code != ph.value {
				return ""
			}
			code = ph.value
		}
	}
	return code
}
