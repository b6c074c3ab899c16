// Package html writes a card as HTML for the local page. It has no script, no
// style and no address of its own: buttons and file names carry data attributes,
// and the page that shows the card acts on them.
//
// A card goes through one template. html/template escapes every value for where
// it stands; Text.Line and Text.Para take out what could reach beyond a text;
// words that are not ours stand in <bdi>, so that their direction of writing
// ends with them.
//
// What the page may rely on:
//
//	article.card  .card-KIND .card-open|busy|settled   data-card data-task data-step data-turn data-kind data-variant data-state
//	  header.card-head > p.card-context (span.card-part ...), h3.card-title
//	  p.card-lead
//	  section.block .block-KIND  (h4.block-title and one of)
//	    blockquote.words         words of a mail, with their line breaks
//	    dl.fields > div.field(.warn) > dt, dd (span.note)
//	    div.table-wrap > table.lines > caption? thead th[scope=col] tbody tr(.warn) td(.num)
//	    p.text                   of a note (role=note) or a warning (role=alert in an open card)
//	    ul.files > li.file > a.file-name[data-blob] | span.file-name, span.file-size, span.file-status, span.file-reason
//	    ol.timeline > li
//	    p.cut                    what is not shown and where it is
//	  p.card-settled             who decided, when, how
//	  p.card-busy                (aria-live)
//	  footer.card-actions > div.buttons > button.button(.primary|.danger)[data-action][data-form]
//	                        details.more > summary, button...
//
// Long words have no place to break: give .card overflow-wrap: anywhere.
package html

import (
	"bytes"
	_ "embed"
	"html/template"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

//go:embed card.gohtml
var source string

var tmpl = template.Must(template.New("card").Funcs(template.FuncMap{
	"ours":   func(t cards.Text) bool { return t.From == cards.Ours },
	"text":   func(s string) cards.Text { return cards.Text{S: s} },
	"within": func(b cards.Block, tag, state string) within { return within{b, tag, state} },
	"num":    number,
	"mind":   mind,
	"say":    func(tag, key string) string { return lang.For(tag).T(key) },
}).Parse(source))

// Render is the card's HTML: one article element.
func Render(c cards.Card) template.HTML {
	var b bytes.Buffer
	if err := tmpl.Execute(&b, c); err != nil {
		panic("html: the card template is wrong: " + err.Error())
	}
	return template.HTML(b.String()) // every value in it was escaped by the template
}

// RenderBlock is the HTML of one block, for dialogs that show what cards show.
func RenderBlock(b cards.Block, tag string) template.HTML {
	var out bytes.Buffer
	if err := tmpl.ExecuteTemplate(&out, "block", within{b, tag, cards.Settled}); err != nil {
		panic("html: the block template is wrong: " + err.Error())
	}
	return template.HTML(out.String())
}

// within is a block with what it needs to know of its card.
type within struct {
	cards.Block
	Lang, State string
}

// number says whether a column holds numbers.
func number(t *cards.Table, column int) bool {
	return column < len(t.Right) && t.Right[column]
}

// mind says whether a row is to be minded.
func mind(t *cards.Table, row int) bool {
	return row < len(t.Warn) && t.Warn[row]
}
