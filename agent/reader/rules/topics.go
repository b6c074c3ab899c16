package rules

import (
	"embed"
	"strings"
	"sync"
)

// What a sentence is about is told by words that stand together in it, whatever
// their order and form: "came" and "broken" is a complaint, "when" and "our
// parcel" asks for a delivery. The words of each language are in words/topics/,
// in classes; the rules below are the same for all languages.

//go:embed words/topics/*.txt
var topicFiles embed.FS

// topicRule says that a sentence is of a kind if words of all classes stand in it,
// each no further from the first than within tokens, and none of the others.
type topicRule struct {
	kind    string
	all     []string
	with    string   // one more class, wherever it stands
	none    []string // classes that must not be there
	between []string // classes that must not stand between the first and the last
	within  int      // 0: anywhere
	ordered bool     // they follow one another
	mail    bool     // the words may stand in different sentences
	weak    bool     // counts only where nothing else is said to be done, see scope
}

// Besides the classes of the files there are two that need no words: code, a
// number that is no item's, and name, a word that begins with a capital.
var topicRules = []topicRule{
	{kind: "delivery_status", all: []string{"where", "ours"}, within: 7},
	{kind: "delivery_status", all: []string{"where", "code"}, none: []string{"thing"}, within: 3, ordered: true},
	{kind: "delivery_status", all: []string{"where", "they"}, none: []string{"made"}, within: 2, ordered: true},
	{kind: "delivery_status", all: []string{"when", "ours"}, none: []string{"made"}, within: 7, ordered: true},
	{kind: "delivery_status", all: []string{"when", "code"}, none: []string{"made", "thing"}, within: 4, ordered: true},
	{kind: "delivery_status", all: []string{"hasnot", "come"}, with: "ours", none: []string{"paper"}, within: 5, ordered: true},
	{kind: "delivery_status", all: []string{"yet", "not", "come"}, none: []string{"paper"}, within: 6},
	{kind: "delivery_status", all: []string{"yet", "missing"}, with: "ours", none: []string{"paper"}, within: 8},
	{kind: "delivery_status", all: []string{"wait", "ours"}, none: []string{"paper"}, within: 8, ordered: true},
	{kind: "delivery_status", all: []string{"due", "gone"}, none: []string{"paper"}, within: 12},
	{kind: "delivery_status", all: []string{"due", "ours"}, none: []string{"paper"}, within: 8},
	{kind: "complaint", all: []string{"bad", "got"}, within: 14},
	{kind: "complaint", all: []string{"bad", "ours"}, within: 10},
	{kind: "complaint", all: []string{"wrong", "got"}, none: []string{"paper"}, within: 14, weak: true},
	{kind: "complaint", all: []string{"wrong", "ours"}, none: []string{"paper"}, within: 8, weak: true},
	{kind: "complaint", all: []string{"missing", "got"}, none: []string{"paper", "yet"}, within: 14, weak: true},
	{kind: "complaint", all: []string{"missing", "ours"}, none: []string{"yet", "paper"}, within: 8, weak: true},
	{kind: "complaint", all: []string{"angry"}},
	{kind: "complaint", all: []string{"bill", "billbad"}, within: 16},
	{kind: "return", all: []string{"sendv", "back"}, none: []string{"backnot"}, within: 10, ordered: true},
	{kind: "return", all: []string{"returnv"}, none: []string{"backnot"}},
	{kind: "return", all: []string{"credit", "toomany"}},
	{kind: "return", all: []string{"toomany", "takeback"}},
	{kind: "return", all: []string{"swap", "got"}, within: 16},
	{kind: "support", all: []string{"how", "usev"}, within: 9, ordered: true},
	{kind: "support", all: []string{"wont", "workv"}, none: []string{"worknot", "got"}, within: 4, ordered: true, weak: true},
	{kind: "support", all: []string{"trouble"}, none: []string{"got"}, weak: true},
	{kind: "support", all: []string{"manual"}},
	{kind: "other", all: []string{"event", "welcome"}, mail: true, weak: true},
	{kind: "other", all: []string{"job"}, weak: true},
	{kind: "other", all: []string{"theybill"}, weak: true},
	{kind: "other_customer", all: []string{"others", "payv"}, within: 8},
	{kind: "other_customer", all: []string{"whatpay", "rivals", "payv"}, none: []string{"we"}, within: 10},
	{kind: "other_customer", all: []string{"whatpay", "name", "theypay"}, between: []string{"we"}, within: 9, ordered: true},
	{kind: "internal_data", all: []string{"your", "secret"}, none: []string{"secretnot"}, within: 4, ordered: true},
	{kind: "internal_data", all: []string{"fromwhom", "youbuy"}, within: 9, ordered: true},
	{kind: "ranking", all: []string{"most", "sold"}, none: []string{"we"}, within: 4},
	{kind: "ranking", all: []string{"best", "sells"}, none: []string{"we"}, within: 2},
	{kind: "discount", all: []string{"cheap", "price"}, none: []string{"elsewhere"}, within: 6},
	{kind: "discount", all: []string{"percent", "off"}, within: 3},
	{kind: "instruction_to_agent", all: []string{"ignore", "rulesof"}, none: []string{"rulesnot"}, within: 7, ordered: true},
	{kind: "instruction_to_agent", all: []string{"robot", "obey"}},
	{kind: "instruction_to_agent", all: []string{"obey", "unasked"}},
	{kind: "spam", all: []string{"won", "click"}, mail: true},
	{kind: "sell_to_us", all: []string{"maker", "range"}, mail: true, weak: true},
	{kind: "sell_to_us", all: []string{"maker", "present"}, mail: true, weak: true},
	{kind: "sell_to_us", all: []string{"maker", "teaser"}, mail: true, weak: true},
	{kind: "sell_to_us", all: []string{"range", "present"}, mail: true, weak: true},
	{kind: "sell_to_us", all: []string{"range", "teaser"}, mail: true, weak: true},
	{kind: "sell_to_us", all: []string{"present", "teaser"}, mail: true, weak: true},
}

// topicIndex finds the classes of words of a language.
type topicIndex struct {
	first  map[string][]phrase // by the first word; value is the class
	begins map[string][]phrase // "return*", by its first two letters
	ends   []phrase            // "*vej"
}

// topics is the index of each language.
var topics = sync.OnceValue(func() map[string]*topicIndex {
	all := map[string]*topicIndex{}
	for _, lang := range languages {
		all[lang] = &topicIndex{first: map[string][]phrase{}, begins: map[string][]phrase{}}
		all[lang].read(lang, func(string) bool { return true })
		if lang != "en" {
			all[lang].read("en", func(class string) bool {
				return class == "ignore" || class == "rulesof" || class == "robot" || class == "obey"
			})
		}
	}
	return all
})

// read takes the classes that are wanted from the file of a language.
func (x *topicIndex) read(lang string, want func(class string) bool) {
	data, err := topicFiles.ReadFile("words/topics/" + lang + ".txt")
	if err != nil {
		panic("rules: " + err.Error()) // embedded: this code is wrong
	}
	class := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "["):
			class = strings.Trim(line, "[]")
		case want(class):
			for entry := range strings.SplitSeq(line, "|") {
				x.add(strings.TrimSpace(entry), class)
			}
		}
	}
}

func (x *topicIndex) add(entry, class string) {
	if head, ok := strings.CutSuffix(entry, "*"); ok {
		ph := phrase{words: wordsOf(head), value: class}
		key := begin2(ph.words[0])
		x.begins[key] = append(x.begins[key], ph)
		return
	}
	if tail, ok := strings.CutPrefix(entry, "*"); ok {
		x.ends = append(x.ends, phrase{ends: tail, value: class})
		return
	}
	head, after, _ := strings.Cut(entry, " .. ")
	ph := phrase{words: wordsOf(head), after: wordsOf(after), value: class}
	x.first[ph.words[0]] = append(x.first[ph.words[0]], ph)
}

// begin2 is the first two letters of a word.
func begin2(s string) string {
	n := 0
	for i := range s {
		if n == 2 {
			return s[:i]
		}
		n++
	}
	return s
}

// at calls yield for each class that words at toks[i] are of, with their number.
func (x *topicIndex) at(toks []token, i int, yield func(class string, n int)) {
	for _, ph := range x.first[toks[i].low] {
		if fits(ph.words, toks[i:]) {
			if n := ph.gap(toks[i:]); n > 0 {
				yield(ph.value, n)
			}
		}
	}
	for _, ph := range x.begins[begin2(toks[i].low)] {
		if beginsSo(ph.words, toks[i:]) {
			yield(ph.value, len(ph.words))
		}
	}
	for _, ph := range x.ends {
		if len(toks[i].low) > len(ph.ends)+1 && strings.HasSuffix(toks[i].low, ph.ends) {
			yield(ph.value, 1)
		}
	}
}

// beginsSo says whether toks are words, the last of which may go on.
func beginsSo(words []string, toks []token) bool {
	last := len(words) - 1
	if last >= len(toks) || toks[last].used || !strings.HasPrefix(toks[last].low, words[last]) {
		return false
	}
	return last == 0 || fits(words[:last], toks)
}

// topicsOf are the kinds that a sentence is of, and the classes of its words with
// the places where they stand.
func (r *reading) topicsOf(toks []token) (kinds []topicRule, classes map[string][]int) {
	classes = map[string][]int{}
	x := topics()[r.lex.lang]
	for i := range toks {
		if toks[i].used {
			continue
		}
		x.at(toks, i, func(class string, _ int) { classes[class] = append(classes[class], i) })
	}
	if len(classes) == 0 {
		return nil, classes
	}
	if len(classes["where"])+len(classes["when"])+len(classes["whatpay"]) > 0 {
		for i := 1; i < len(toks); i++ {
			r.shapeOf(toks, i, classes)
		}
	}
	for _, rule := range topicRules {
		if !rule.mail && rule.holds(classes) {
			kinds = append(kinds, rule)
		}
	}
	return kinds, classes
}

// shapeOf adds the classes that are told by how a word is written.
func (r *reading) shapeOf(toks []token, i int, classes map[string][]int) {
	t := toks[i]
	switch {
	case t.hasDigit() && len(t.text) >= 3 && codeLike.MatchString(t.text) && !r.items.Knows(t.text):
		classes["code"] = append(classes["code"], i)
	case t.hasLetter() && len(t.text) > 1 && !lowerFirst(t.text) && !r.lex.stops(toks, i-1):
		if _, day := r.lex.of("month").at(toks, i); day == "" {
			classes["name"] = append(classes["name"], i)
		}
	}
}

// holds says whether words of the classes stand in a sentence as the rule wants.
func (t topicRule) holds(classes map[string][]int) bool {
	if t.with != "" && len(classes[t.with]) == 0 {
		return false
	}
	for _, c := range t.none {
		if len(classes[c]) > 0 {
			return false
		}
	}
	for _, i := range classes[t.all[0]] {
		if last := t.follows(classes, i); last >= 0 && !t.parted(classes, i, last) {
			return true
		}
	}
	return false
}

// parted says whether a word that must not be there stands between two places.
func (t topicRule) parted(classes map[string][]int, from, to int) bool {
	for _, c := range t.between {
		for _, k := range classes[c] {
			if k > from && k < to {
				return true
			}
		}
	}
	return false
}

// follows is where the last of the words of the other classes stands near place i;
// -1 if not all are there.
func (t topicRule) follows(classes map[string][]int, i int) int {
	last := i
	for _, c := range t.all[1:] {
		near := -1
		for _, k := range classes[c] {
			if t.within > 0 && (k-i > t.within || i-k > t.within) || t.ordered && k <= last {
				continue
			}
			near = k
			break
		}
		if near < 0 {
			return -1
		}
		last = near
	}
	return last
}
