// Package lang holds the words people read, and how numbers, money, dates and
// times are written, per language. It knows no task beyond the codes it has
// words for, asks no clock and does no I/O; it does not escape: arguments may
// hold a stranger's words, and whoever shows a sentence escapes it for the
// surface it is shown on.
//
// A language is a set of files, words/<room>.<tag>.toml, one per room (core,
// mail, pdf, cards, ...), in the message format of go-i18n. A code of the core
// (a Note, a Problem, a refusal) becomes a sentence thus: its arguments are
// shaped for the reader (an ISO date becomes "2. marts 2027", "1250.00 DKK"
// becomes "1.250,00 kr."), then put into the message "note."+code.
//
// To add a language, add its files. A table of a file must not have a key that
// go-i18n keeps for itself: id, description, hash, leftDelim, rightDelim, zero,
// one, two, few, many, other.
package lang

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/bojanz/currency"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed words/*.toml
var files embed.FS

// Last is the language taken when nothing nearer is there.
const Last = "en"

// coreRoom is the room every language must have: its file makes a language supported.
const coreRoom = "core"

// Args are the values of a message's placeholders. Count chooses the plural
// form; it is a plain whole number.
type Args map[string]string

// Words is one language. Safe for concurrent use.
type Words struct {
	tag    string
	local  *i18n.Localizer
	money  currency.Locale
	parser template.Parser
}

type library struct {
	tags    []string // supported, Last first
	words   map[string]*Words
	matcher language.Matcher
	keys    map[string]map[string]map[string]string // tag, key, plural form → source text
}

var load = sync.OnceValue(func() *library {
	l, err := open()
	if err != nil {
		panic("lang: the embedded words are wrong: " + err.Error())
	}
	return l
})

// Supported is the tags of the languages there are, "en" first, then in order.
func Supported() []string { return slices.Clone(load().tags) }

// For is the supported language nearest to tag ("da-DK", "fr_FR", "pt"), and
// English when none is near.
func For(tag string) *Words {
	l := load()
	if w, ok := l.words[tag]; ok {
		return w
	}
	want, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if err != nil {
		return l.words[Last]
	}
	_, i, confidence := l.matcher.Match(want)
	if confidence == language.No {
		return l.words[Last]
	}
	return l.words[l.tags[i]]
}

// Tag is the language's tag, as Supported lists it.
func (w *Words) Tag() string { return w.tag }

// Has says whether the language has words for the key.
func (w *Words) Has(key string) bool {
	_, ok := load().keys[w.tag][key]
	return ok
}

// T is the message of a key with its placeholders filled in. A placeholder
// without a value is empty. A key without words shows as itself.
func (w *Words) T(key string, args ...Args) string {
	if !w.Has(key) {
		return key
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateParser: w.parser}
	data := merge(args)
	if n, err := strconv.ParseInt(data["Count"], 10, 64); err == nil {
		config.PluralCount = n
		data["Count"] = w.Decimal(data["Count"])
	}
	config.TemplateData = map[string]string(data)
	s, err := w.local.Localize(config)
	if err != nil { // a plural form that the message does not distinguish
		config.PluralCount = nil
		s, err = w.local.Localize(config)
	}
	if err != nil {
		return key
	}
	return s
}

func merge(args []Args) Args {
	data := Args{}
	for _, a := range args {
		for k, v := range a {
			data[k] = v
		}
	}
	return data
}

// open reads the embedded files.
func open() (*library, error) {
	bundle := i18n.NewBundle(language.MustParse(Last))
	l := &library{words: map[string]*Words{}, keys: map[string]map[string]map[string]string{}}
	entries, err := files.ReadDir("words")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := l.add(bundle, e.Name()); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
	}
	l.finish(bundle)
	return l, nil
}

// add takes one file, named room.tag.toml.
func (l *library) add(bundle *i18n.Bundle, name string) error {
	room, tag, ok := strings.Cut(strings.TrimSuffix(name, ".toml"), ".")
	if !ok {
		return fmt.Errorf("not named room.language.toml")
	}
	data, err := files.ReadFile(path.Join("words", name))
	if err != nil {
		return err
	}
	messages, err := bundle.ParseMessageBytes(language.Make(tag), data, toml.Unmarshal)
	if err != nil {
		return err
	}
	if l.keys[tag] == nil {
		l.keys[tag] = map[string]map[string]string{}
	}
	for _, m := range messages {
		if _, twice := l.keys[tag][m.ID]; twice {
			return fmt.Errorf("%s is there twice", m.ID)
		}
		l.keys[tag][m.ID] = forms(m)
	}
	if room == coreRoom {
		l.tags = append(l.tags, tag)
	}
	return nil
}

func forms(m *i18n.Message) map[string]string {
	out := map[string]string{}
	for form, text := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two,
		"few": m.Few, "many": m.Many, "other": m.Other} {
		if text != "" {
			out[form] = text
		}
	}
	return out
}

// finish puts English first, where the matcher looks for the last resort.
func (l *library) finish(bundle *i18n.Bundle) {
	slices.SortFunc(l.tags, func(a, b string) int {
		if (a == Last) != (b == Last) {
			return map[bool]int{true: -1, false: 1}[a == Last]
		}
		return strings.Compare(a, b)
	})
	tags := make([]language.Tag, len(l.tags))
	for i, t := range l.tags {
		tags[i] = language.Make(t)
		l.words[t] = &Words{
			tag:    t,
			local:  i18n.NewLocalizer(bundle, t),
			money:  currency.NewLocale(t),
			parser: &template.TextParser{Option: "missingkey=zero"},
		}
	}
	l.matcher = language.NewMatcher(tags)
}
