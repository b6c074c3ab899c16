package rules

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed words/*.txt words/tables/*.txt words/scope/*.txt
var files embed.FS

// parts are where each language has a file of words: those of mails, of tables, and
// of what is not for sales.
var parts = []string{"words/", "words/tables/", "words/scope/"}

// languages are those with a file of words.
var languages = []string{"en", "da", "fr", "de", "it", "es", "pt", "nl", "sv", "nb"}

// phrases is a set of words and word sequences, each with a value ("" if it
// has none), looked up by their first word.
type phrases struct {
	first map[string][]phrase
	ends  []phrase // "*vej": every word that ends so
}

type phrase struct {
	words []string
	value string
	ends  string
	after []string // what follows after a gap of a few words: "what does .. pay"
}

// maxGap is how many words may stand in a gap.
const maxGap = 5

func (p *phrases) add(text, value string) {
	if tail, ok := strings.CutPrefix(text, "*"); ok {
		p.ends = append(p.ends, phrase{ends: tail, value: value})
		return
	}
	head, after, _ := strings.Cut(text, " .. ")
	ph := phrase{words: wordsOf(head), after: wordsOf(after)}
	if len(ph.words) == 0 {
		return
	}
	ph.value = value
	w := ph.words[0]
	p.first[w] = append(p.first[w], ph)
}

// wordsOf are the words of a phrase. An article cut by an apostrophe, l', is one.
func wordsOf(text string) []string {
	var out []string
	for _, t := range tokenize(text) {
		if t.text == "'" && len(out) > 0 && t.start > 0 && text[t.start-1] != ' ' {
			out[len(out)-1] += "'"
			continue
		}
		out = append(out, t.low)
	}
	return out
}

// sort puts longer phrases first, so that the first that fits is the longest.
func (p *phrases) sort() {
	for _, list := range p.first {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
}

// single is the phrases of one word, without hyphens.
func (p *phrases) single() map[string]string {
	out := map[string]string{}
	for word, list := range p.first {
		if last := list[len(list)-1]; len(last.words) == 1 {
			out[strings.ReplaceAll(word, "-", "")] = last.value
		}
	}
	return out
}

// at is the length of the longest phrase that begins at toks[i], and its
// value; 0 if there is none. Used tokens never match.
func (p *phrases) at(toks []token, i int) (int, string) {
	if p == nil || i >= len(toks) {
		return 0, ""
	}
	for _, ph := range p.first[toks[i].low] {
		if fits(ph.words, toks[i:]) {
			if n := ph.gap(toks[i:]); n > 0 {
				return n, ph.value
			}
		}
	}
	for _, ph := range p.ends {
		if len(toks[i].low) > len(ph.ends)+1 && strings.HasSuffix(toks[i].low, ph.ends) {
			return 1, ph.value
		}
	}
	return 0, ""
}

// plain is the length of the longest phrase without a gap that begins at toks[i].
func (p *phrases) plain(toks []token, i int) int {
	if p == nil || i >= len(toks) {
		return 0
	}
	for _, ph := range p.first[toks[i].low] {
		if len(ph.after) == 0 && fits(ph.words, toks[i:]) {
			return len(ph.words)
		}
	}
	return 0
}

// gap is the length of a phrase that begins at toks, with what its gap holds; 0 if
// what should follow the gap does not.
func (ph phrase) gap(toks []token) int {
	n := len(ph.words)
	if len(ph.after) == 0 {
		return n
	}
	for k := n; k < len(toks) && k <= n+maxGap; k++ {
		if fits(ph.after, toks[k:]) {
			return k + len(ph.after)
		}
		if !toks[k].isWord() {
			return 0
		}
	}
	return 0
}

func fits(words []string, toks []token) bool {
	if len(words) > len(toks) {
		return false
	}
	for k, w := range words {
		if toks[k].low != w || toks[k].used {
			return false
		}
	}
	return true
}

// find is the first phrase in toks: its place and length; n is 0 if there is none.
func (p *phrases) find(toks []token) (i, n int) {
	for i := range toks {
		if n, _ := p.at(toks, i); n > 0 {
			return i, n
		}
	}
	return -1, 0
}

func (p *phrases) in(toks []token) bool { _, n := p.find(toks); return n > 0 }

// is says whether text as a whole is a phrase.
func (p *phrases) is(text string) bool {
	toks := tokenize(text)
	n, _ := p.at(toks, 0)
	return n > 0 && n == len(toks)
}

// value is what text as a whole stands for.
func (p *phrases) valueOf(text string) (string, bool) {
	toks := tokenize(text)
	n, v := p.at(toks, 0)
	return v, n > 0 && n == len(toks)
}

// lexicon is the words of a language.
type lexicon struct {
	lang     string
	sections map[string]*phrases
	abbrev   map[string]bool   // words that are written with a full stop
	numerals map[string]string // number words that others are put together of
	own      map[string]bool   // the words that the language itself has, alone or first of a phrase
}

var none = &phrases{}

func (l *lexicon) of(section string) *phrases {
	if p := l.sections[section]; p != nil {
		return p
	}
	return none
}

// shared are the sections in which English and every other language count
// whatever the language of the mail is.
var shared = []string{"col_", "scope_instruction_to_agent", "scope_spam", "irrelevant_file"}

var load = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	raw := map[string]string{}
	for _, lang := range languages {
		for _, part := range parts {
			data, err := files.ReadFile(part + lang + ".txt")
			if err != nil {
				panic("rules: " + err.Error()) // embedded: this code is wrong
			}
			raw[lang] += string(data)
		}
		all[lang] = &lexicon{lang: lang, sections: map[string]*phrases{}, abbrev: map[string]bool{}, own: map[string]bool{}}
		all[lang].parse(raw[lang], func(string) bool { return true })
		for _, p := range all[lang].sections {
			for word := range p.first {
				all[lang].own[word] = true
			}
		}
	}
	for _, lang := range languages {
		for _, other := range languages {
			if other != lang {
				all[lang].parse(raw[other], func(s string) bool { return borrowed(s, other) })
			}
		}
		for _, p := range all[lang].sections {
			p.sort()
		}
		all[lang].numerals = all[lang].of("number").single()
		all[lang].sections["unit_elsewhere"] = unitsElsewhere(all[lang], raw)
	}
	return all
})

// unitsElsewhere are the words for units in other languages that are no words of l.
func unitsElsewhere(l *lexicon, raw map[string]string) *phrases {
	other := &lexicon{sections: map[string]*phrases{}, abbrev: l.abbrev}
	for _, lang := range languages {
		if lang != l.lang {
			other.parse(raw[lang], func(s string) bool { return s == "unit" })
		}
	}
	units := other.sections["unit"]
	for word := range units.first {
		if l.own[word] || len(word) < 2 {
			delete(units.first, word)
		}
	}
	units.sort()
	return units
}

func borrowed(section, from string) bool {
	for _, s := range shared {
		if strings.HasPrefix(section, s) {
			return true
		}
	}
	return from == "en" && slices.Contains([]string{"unit", "item_mark", "qty_mark", "currency", "greet"}, section)
}

func lexiconOf(lang string) *lexicon {
	all := load()
	if l := all[lang]; l != nil {
		return l
	}
	return all["en"]
}

func (l *lexicon) parse(data string, want func(section string) bool) {
	section := ""
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		case want(section):
			l.addLine(section, line)
		}
	}
}

func (l *lexicon) addLine(section, line string) {
	p := l.sections[section]
	if p == nil {
		p = &phrases{first: map[string][]phrase{}}
		l.sections[section] = p
	}
	for entry := range strings.SplitSeq(line, "|") {
		text, value, _ := strings.Cut(strings.TrimSpace(entry), "=")
		p.add(text, value)
		if last, ok := strings.CutSuffix(text, "."); ok {
			l.abbrev[lower(last[strings.LastIndexByte(last, ' ')+1:])] = true
		}
	}
}
