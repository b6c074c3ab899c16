package views

import (
	"errors"

	"salesclerk/agent/lang"
	"salesclerk/bot/figure"
)

// local writes a decimal as the reader types one.
func local(w *lang.Words, s string) string { return figure.Local(w, s) }

// number reads what a person typed as a decimal with a point, or says what is
// wrong with it.
func number(typed string, w *lang.Words) (value, wrong string) {
	value, err := figure.Read(typed, w)
	var no *figure.Wrong
	switch {
	case !errors.As(err, &no):
		return value, ""
	case no.Whole != "":
		return "", w.T("slack.view.error.twofold", lang.Args{"Value": no.Typed, "Whole": no.Whole, "Part": no.Part})
	}
	return "", w.T("slack.view.error.number", lang.Args{"Value": clip(typed, 40)})
}
