package catalog

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds what is read of one text of an item or a query, in runes.
const maxText = 2000

// word is one word of a text.
type word struct {
	text string // as written
	fold string
	was  string // folded, before it was mended
	seg  int    // which phrase it stands in: 0 says what the thing is
	caps bool   // written in capitals in a text that is not
	dot  bool   // cut short: "conf."
	size bool   // a figure after "size"
	unit bool   // part of a measure: the 5 and the kg of 5 kg
	not  bool   // what there is none of: without batteries
	at   int    // byte offset
}

// cut splits a text into words. Figures keep their inner signs ("10.2", "1-6"),
// and so do names of models ("LS-100", "ATA-66"); other signs part words.
func cut(text string) []word {
	text = spaced(bounded(text, maxText))
	shout := allCaps(text)
	var out []word
	seg, start, none := 0, -1, false
	flush := func(end int) {
		if start < 0 {
			return
		}
		w := word{text: text[start:end], at: start, seg: seg}
		w.fold = pointed(fold(w.text))
		w.caps = !shout && len(w.text) >= 3 && upper(w.text)
		start = -1
		if joints[w.fold] && !w.caps {
			if len(out) > 0 {
				seg++
			}
			none = lacking[w.fold]
			return
		}
		w.not = none && seg > 0
		none = false
		out = append(out, w)
	}
	runes := []rune(text)
	pos := 0
	for i, r := range runes {
		size := len(string(r))
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = pos
			}
		case start >= 0 && inner(runes, i):
		default:
			had := start >= 0
			flush(pos)
			if r == '.' && had && len(out) > 0 {
				out[len(out)-1].dot = true
			}
			if breaks(runes, i) && len(out) > 0 {
				seg++
			}
		}
		pos += size
	}
	flush(pos)
	for _, m := range measures(text) {
		for i := range out {
			out[i].unit = out[i].unit || out[i].at >= m.at && out[i].at < m.end
		}
	}
	markLetters(text, out)
	return out
}

// markLetters takes a letter that stands alone for the size on a label: gloves, L.
func markLetters(text string, ws []word) {
	for i, w := range ws {
		full := sizeLetters[w.fold]
		if full == "" || w.unit || w.dot || strings.ContainsAny(around(text, w), "'’´/") || short(ws, i) {
			continue
		}
		ws[i].fold = full
	}
}

// around are the signs that stand before and behind a word.
func around(text string, w word) string {
	before, _ := utf8.DecodeLastRuneInString(text[:w.at])
	after, _ := utf8.DecodeRuneInString(text[w.at+len(w.text):])
	return string(before) + string(after)
}

// short says that a letter stands for another word: m for med or mit before a thing,
// a unit before what it counts, as in m de câble.
func short(ws []word, i int) bool {
	switch {
	case i+1 == len(ws):
		return false
	case ws[i+1].seg != ws[i].seg:
		return i == 0
	}
	k, _ := kindOf(ws[i+1])
	return k == plain && ws[i].text == "m"
}

// pointed writes a code's decimal comma as a point: 3G2,5 is 3G2.5. Bare numbers
// stay, what they mean depends on the language.
func pointed(f string) string {
	if isNumber(f) {
		return f
	}
	return strings.ReplaceAll(f, ",", ".")
}

// by is the sign between the figures of one thing: M8x40, 300x200x200.
var by = regexp.MustCompile(`(\d)([x×*])(\d)`)

// counting is a figure glued to what it counts: a 5-step ladder.
var counting = regexp.MustCompile(`(^|[^\p{L}\d-])(\d{1,2})-(\p{Ll}{3,})`)

// spaced sets such figures apart.
func spaced(text string) string {
	text = counting.ReplaceAllString(text, "$1$2 $3")
	return by.ReplaceAllString(by.ReplaceAllString(text, "$1 $2 $3"), "$1 $2 $3")
}

// inner says that a sign belongs to the word around it.
func inner(rs []rune, i int) bool {
	if i == 0 || i+1 >= len(rs) {
		return false
	}
	a, b := rs[i-1], rs[i+1]
	if unicode.IsMark(rs[i]) {
		return true
	}
	if !isAlnum(a) || !isAlnum(b) {
		return false
	}
	switch rs[i] {
	case '.', ',', '/':
		return unicode.IsDigit(a) && unicode.IsDigit(b)
	case '-':
		return hasDigitNear(rs, i)
	}
	return false
}

// hasDigitNear says that a dash stands in a model's name: one side holds a figure.
func hasDigitNear(rs []rune, i int) bool {
	for j := i + 1; j < len(rs) && isAlnum(rs[j]); j++ {
		if unicode.IsDigit(rs[j]) {
			return true
		}
	}
	for j := i - 1; j >= 0 && (isAlnum(rs[j]) || rs[j] == '-'); j-- {
		if unicode.IsDigit(rs[j]) {
			return true
		}
	}
	return false
}

// breaks says that a sign ends a phrase.
func breaks(rs []rune, i int) bool {
	switch rs[i] {
	case ',', ';', '(', ')', '|', ':', '\n', '/':
		return true
	case '-', '–', '—':
		return i > 0 && i+1 < len(rs) && rs[i-1] == ' ' && rs[i+1] == ' '
	}
	return false
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func allCaps(s string) bool { return !strings.ContainsFunc(s, unicode.IsLower) }

func upper(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsUpper(r) })
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// bounded is a text of at most n letters. Bytes that are no letters become U+FFFD,
// so that places counted in letters and in bytes agree.
func bounded(s string, n int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= n {
		return s
	}
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	return string(rs[:n])
}

// kindOf is the role of a word and its term, if it has one of its own.
func kindOf(w word) (kind, string) {
	if m, ok := known[w.fold]; ok && !w.caps {
		return m.kind, m.term
	}
	if !isASCII(w.text) { // läder: the a alone would be a charger
		if m, ok := known[fold(spelled.Replace(strings.ToLower(w.text)))]; ok && !w.caps {
			return m.kind, m.term
		}
	}
	switch {
	case qualityWords[w.fold]:
		return quality, ""
	case isNumber(w.fold):
		return number, ""
	case hasDigit(w.fold):
		return code, ""
	}
	return plain, ""
}

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' })
}

// frenchOrder says that in this phrase the thing comes first.
func frenchOrder(text, lang string) bool {
	if lang != "" {
		return lang == "fr" || lang == "it" || lang == "es" || lang == "pt"
	}
	for _, w := range strings.Fields(strings.ToLower(text)) {
		if frenchWords[w] {
			return true
		}
	}
	return false
}

// headOf is the index of the word that says what the thing is, or -1. It is the
// last such word of the first phrase that has one; the first in French. A word
// that looks like an adjective is taken only where there is no other.
func headOf(ws []word, french bool) int {
	for seg := 0; seg <= lastSeg(ws); seg++ {
		found := -1
		for i, w := range ws {
			if w.seg != seg || !canBeHead(w) {
				continue
			}
			if found >= 0 && !french && w.caps && !ws[found].caps {
				continue // HSS, SDS: what it is like
			}
			if found >= 0 && (counted(ws, i) || madeOf(ws, i)) {
				continue
			}
			if found >= 0 && !(french && ws[found].caps) && (french || adjective(w.fold)) && !adjective(ws[found].fold) {
				continue
			}
			found = i
		}
		if found >= 0 {
			return found
		}
	}
	return -1
}

// counted says that a figure stands before a word, which then is no thing: 30 dB,
// 10 rungs, 3G2.5 mm².
func counted(ws []word, i int) bool {
	if i == 0 || ws[i-1].seg != ws[i].seg {
		return false
	}
	_, scale := scales[ws[i].fold]
	return isNumber(ws[i-1].fold) || scale && hasDigit(ws[i-1].fold)
}

// beforeJoint is the last word that may be a thing in the phrase of the first: in
// French and its kin a maker's name may stand before the thing, what it is for
// stands behind a joint.
func beforeJoint(ws []word, h int) int {
	at := h
	for i := h + 1; i < len(ws) && ws[i].seg == ws[h].seg; i++ {
		if k, _ := kindOf(ws[i]); k != plain || ws[i].unit || ws[i].not {
			break
		}
		at = i
	}
	if at+1 < len(ws) && ws[at+1].seg > ws[at].seg {
		return at
	}
	return h
}

// madeOf says that a material stands behind a figure, where it is no thing: 0.4 kg
// oak.
func madeOf(ws []word, i int) bool {
	k, _ := kindOf(ws[i])
	return k == material && ws[i-1].seg == ws[i].seg && (ws[i-1].unit || hasDigit(ws[i-1].fold))
}

// headsOf adds, where a measure or a model stands within the phrase, the word
// before it: a loudspeaker 100 W walnut is a loudspeaker.
func headsOf(ws []word, french bool) []int {
	h := headOf(ws, french)
	if h < 0 {
		return []int{h}
	}
	if french {
		return []int{h, beforeJoint(ws, h)}
	}
	for i := 1; i < h; i++ {
		if (ws[i].unit || hasDigit(ws[i].fold)) && ws[i].seg == ws[h].seg {
			if before := headOf(ws[:i], false); before >= 0 {
				return []int{h, before}
			}
			break
		}
	}
	return []int{h}
}

// adjective says that a word looks like one by its ending: ruled, linjeret. A
// table and a cable are too short to be one.
func adjective(f string) bool {
	for _, e := range []string{"ed", "eret"} {
		if len(f) >= 5 && strings.HasSuffix(f, e) {
			return true
		}
	}
	for _, e := range []string{"able", "ible", "less", "ful", "proof"} {
		if len(f) >= 7 && strings.HasSuffix(f, e) {
			return true
		}
	}
	return false
}

func lastSeg(ws []word) int {
	if len(ws) == 0 {
		return -1
	}
	return ws[len(ws)-1].seg
}

func canBeHead(w word) bool {
	k, _ := kindOf(w)
	return (k == plain || k == material) && len(w.fold) >= 2 && !w.unit && !w.not
}
