package catalog

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"golang.org/x/text/unicode/norm"
)

// letters that do not fall apart into a letter and an accent.
var letters = strings.NewReplacer("æ", "ae", "ø", "o", "ß", "ss", "œ", "oe", "ð", "d", "þ", "th", "ł", "l", "đ", "d", "ı", "i")

// spelled is how these letters are written where a keyboard lacks them.
var spelled = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")

// fold is a word in lower case without accents: Gästestühle, gastestuhle.
func fold(s string) string {
	s = letters.Replace(strings.ToLower(s))
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

var stemmers = map[string]func(*snowballstem.Env) bool{
	"en": english.Stem, "da": danish.Stem, "de": german.Stem, "fr": french.Stem, "sv": swedish.Stem, "nb": norwegian.Stem,
	"nl": dutch.Stem, "it": italian.Stem, "es": spanish.Stem, "pt": portuguese.Stem,
}

// anyLang is the order in which words of no known language are stemmed.
var anyLang = []string{"en", "da", "de", "fr", "sv", "nb", "nl", "it", "es", "pt"}

// kin are languages whose stems are taken for one another's, so that a word is
// not kept by each of them: their words are near enough.
var kin = map[string]string{"sv": "scand", "nb": "scand", "it": "rom", "es": "rom", "pt": "rom"}

// forms are the terms a word is found by: itself folded, its spelling without
// umlauts, and its stems. The first is the word itself. lang "" stems by every
// language that we know.
func forms(word, lang string) []string {
	key := lang + "\x00" + word
	if f, ok := formCache.get(key); ok {
		return f
	}
	f := makeForms(word, lang)
	formCache.put(key, f)
	return f
}

func makeForms(word, lang string) []string {
	low := norm.NFC.String(strings.ToLower(word))
	out := []string{fold(low)}
	add := func(s string) {
		for _, o := range out {
			if o == s {
				return
			}
		}
		out = append(out, s)
	}
	if s := spelled.Replace(low); s != low {
		add(fold(s))
	}
	if !wordy(low) {
		return out
	}
	for _, l := range langsOf(lang) {
		add(stem(low, l))
		if t := singular(low); l == "da" && t != "" {
			add(fold(t))
		}
		if t, ok := strings.CutSuffix(low, "ves"); l == "en" && ok && len(t) >= 2 { // shelves, knives
			add(stem(t+"f", l))
			add(stem(t+"fe", l))
		}
	}
	return out
}

func langsOf(lang string) []string {
	if _, ok := stemmers[lang]; ok {
		return []string{lang}
	}
	if lang == "" {
		return anyLang
	}
	return nil // a language we have no stemmer for
}

// stem marks a stem with its language: a stem is never taken for a word, nor for
// another language's stem (a stapler is no staples).
func stem(low, lang string) string {
	env := snowballstem.NewEnv(low)
	stemmers[lang](env)
	st := fold(env.Current())
	switch lang {
	case "nl": // schroef, schroeven; huis, huizen; mes, messen
		return undoubledEnd(softEnd.Replace(st+".")) + "nl"
	case "sv", "nb", "da": // kabel, kablar
		st = slender(st)
	}
	if k := kin[lang]; k != "" {
		lang = k
	}
	return st + "." + lang
}

// softEnd hardens the last letter of a Dutch stem, as its singular has it.
var softEnd = strings.NewReplacer("v.", "f.", "z.", "s.")

// undoubledEnd is a stem with a dot behind it whose last consonant is not doubled.
func undoubledEnd(st string) string {
	if n := len(st) - 1; n >= 4 && st[n-1] == st[n-2] {
		return st[:n-1] + "."
	}
	return st
}

// slender is a stem without the e that its other forms lose: kabel.
func slender(st string) string {
	if n := len(st); n >= 5 && strings.HasSuffix(st, "el") && !strings.ContainsRune("aeiouy", rune(st[n-3])) {
		return st[:n-2] + "l"
	}
	return st
}

// singular is a Danish word without the ending before which its last consonant is
// doubled: taburetter, taburet. The stemmer takes the et of that for an ending.
func singular(low string) string {
	for _, e := range []string{"erne", "ens", "er", "en"} {
		t, ok := strings.CutSuffix(low, e)
		if n := len(t); ok && n >= 5 && t[n-1] == t[n-2] && strings.IndexByte("bdfgklmnprst", t[n-1]) >= 0 {
			return t[:n-1]
		}
	}
	return ""
}

// wordy says that a word is letters only and long enough to have endings.
func wordy(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
		n++
	}
	return n >= 3
}

// baseLang cuts a tag to its language: de-CH, de.
func baseLang(tag string) string {
	tag = strings.ToLower(tag)
	if i := strings.IndexAny(tag, "-_"); i > 0 {
		tag = tag[:i]
	}
	if tag == "no" || tag == "nn" {
		return "nb" // written alike for our purposes
	}
	return tag
}

// cache is a bounded map: it forgets everything when it is full.
type cache[V any] struct {
	mu  sync.RWMutex
	max int
	m   map[string]V
}

func newCache[V any](n int) *cache[V] { return &cache[V]{max: n, m: map[string]V{}} }

func (c *cache[V]) get(k string) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.m[k]
	return v, ok
}

func (c *cache[V]) put(k string, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.m) >= c.max {
		c.m = map[string]V{}
	}
	c.m[k] = v
}

func (c *cache[V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m = map[string]V{}
}

// formCache spares stemming the same words again and again: stemming is the
// dearest part of analysing an item.
var formCache = newCache[[]string](1 << 16)
