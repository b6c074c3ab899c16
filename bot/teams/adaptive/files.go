package adaptive

import (
	"slices"

	"salesclerk/agent/lang"
	"salesclerk/bot"
	"salesclerk/cards"
)

// Files is the files of a card's step for one person, each with its link (o.Link),
// in the place of the card. say is what to know of the links. What the card offers
// is offered here, too; VerbRefresh leads back to it.
func Files(c cards.Card, files []cards.File, say cards.Text, o Options) Message {
	w := lang.For(c.Lang)
	l := &layout{w: w, size: sizes[3], link: o.Link}
	l.size.items = maxLinks
	body := append(head(c), l.blocks([]cards.Block{{Kind: cards.BlockFiles, Title: w.T("cards.files"), Files: files}})...)
	body = append(body, sentences(maxSentence, say)...)
	o.Forms = nil // they are a click away
	list := append(buttons(c, o, 0), act(w.T("teams.card.back"), "", data{Verb: VerbRefresh, Target: target(c, o)}))
	body, list = placed(body, list)
	return Message{Summary: summary(c), Card: root(w.Tag(), body, list)}
}

// maxLinks is how many files one card has links to.
const maxLinks = 20

// opener is the button of a card that leads to its files, those of a decided step
// too; nil where there is none.
func opener(c cards.Card, o Options, w *lang.Words) action {
	at := target(c, o)
	if !o.Files || c.State == cards.Busy || len(at) > bot.MaxTarget {
		return nil
	}
	return act(w.T("teams.card.files"), "", data{Verb: VerbFile, Target: at})
}

// opener is that button below the names of files, where the bytes of any are kept.
func (l *layout) opener(b cards.Block) []element {
	if l.open == nil || !slices.ContainsFunc(b.Files, func(f cards.File) bool { return f.Blob != "" }) {
		return nil
	}
	return []element{actionSet{Type: "ActionSet", Actions: []action{l.open}, Spacing: "Small"}}
}

// file is the name of a file and what became of it; with its link beside it.
func (l *layout) file(f cards.File) element {
	about := dotted(line(ours(f.Size), maxLabel), line(ours(f.Status), maxLabel), line(f.Reason, l.size.text))
	if about != "" {
		about = " · " + about
	}
	words := tight(plain("📎 "+line(f.Name, l.size.text)), subtle(about))
	if l.link == nil || f.Blob == "" || l.link(f.Blob) == "" {
		return words
	}
	words.Spacing = ""
	open := openURL{Type: "Action.OpenUrl", Title: titled(l.w.T("teams.card.file.open")), URL: l.link(f.Blob)}
	return columnSet{Type: "ColumnSet", Spacing: "Small", Columns: []column{{Type: "Column", Width: "stretch", Vertical: "Center", Items: []element{words}},
		{Type: "Column", Width: "auto", Vertical: "Center", Items: []element{actionSet{Type: "ActionSet", Actions: []action{open}}}}}}
}
