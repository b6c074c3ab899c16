package rules

import (
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
)

// TestPassedOn reads what the customer wrote in mails that a colleague passed on,
// in the ways of several mail programs, and nothing of the history below it.
func TestPassedOn(t *testing.T) {
	cases := map[string]struct{ lang, text, want string }{
		"gmail":               {"en", "Can you take this one?\n\nBo\n\n---------- Forwarded message ---------\nFrom: Ann <ann@b.example>\nDate: Wed, 10 Feb 2027\nSubject: seats\nTo: Bo <bo@a.example>\n\nHi Bo, could you quote 4 desks?\nAnn\n\nOn Tue, Feb 9, 2027 Bo <bo@a.example> wrote:\n> 9 whiteboards", "4 1896-S"},
		"outlook":             {"da", "Tager I den her?\n\nFra: Maja <maja@b.example>\nSendt: 10. februar 2027 08:30\nTil: Bo <bo@a.example>\nEmne: borde\n\nHej Bo\nHvad koster 12 x 1896-S?\nMaja", "12 1896-S"},
		"thunderbird":         {"de", "Bitte übernehmen.\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Anfrage\nDatum: Wed, 10 Feb 2027\nVon: Malte <malte@b.example>\nAn: bo@a.example\n\nHallo Bo, was kosten 3 x 1896-S?\nMalte", "3 1896-S"},
		"webmail":             {"fr", "Pour vous !\n\n---------- Message transféré ---------\nDe : Marion <marion@b.example>\nDate: mer. 10 févr. 2027\nObjet : bureaux\nÀ : <bo@a.example>\n\nBonjour, nous vous commandons 4 bureaux.\nMarion", "4 1896-S"},
		"apple":               {"en", "See below\n\nBegin forwarded message:\n\n> From: Ann <ann@b.example>\n> Subject: desks\n> Date: 10 February 2027\n> To: Bo <bo@a.example>\n> \n> Please quote 5 desks.\n> \n> Regards\n> Ann", "5 1896-S"},
		"with a wish of ours": {"en", "They rang: please add 2 whiteboards.\n\nBo\n\n-----Original Message-----\nFrom: Ann <ann@b.example>\nSent: 10 February 2027\nTo: Bo\nSubject: desks\n\nPlease quote 5 desks.", "2 1996-S; 5 1896-S"},
	}
	x := New(newShelf(t))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m := mail.Message{Subject: "Fwd: x", Text: c.text, Date: wednesday, Forwarded: &mail.Forward{Inline: true}}
			r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{m}, Lang: c.lang})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range r.Lines {
				got = append(got, lineOf(l))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}
