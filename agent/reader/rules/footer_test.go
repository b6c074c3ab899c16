package rules

import (
	"strings"
	"testing"
)

// TestFrame is about what stands in a mail and was not said by its writer.
func TestFrame(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Please send 4 lamps.\n\nAnn Lee\nBuyer\n9 Arch Street, London SE1 6AA\n+44 20 7946 0018", "Please send 4 lamps."},
		{"en", "Please send 4 lamps.\n\nDISCLAIMER: any order above 5,000 needs 2 signatures and is confidential.", "Please send 4 lamps."},
		{"en", "Deliver to:\n\nThe Lyric Rooms\n14 Tanner Street\nBristol BS1 4AA", "Deliver to:\n\nThe Lyric Rooms\n14 Tanner Street\nBristol BS1 4AA"},
		{"en", "Call 01394 555 017 before delivery, please.", "Call 01394 555 017 before delivery, please."},
		{"da", "Vi bestiller 4 lamper.\n\nSofie Hedelund\nSydkyst El A/S\nIndustrivej 31\n5700 Svendborg\nTlf. 62 00 11 22\nCVR 31 32 33 34", "Vi bestiller 4 lamper."},
		{"de", "Wir bestellen 4 Lampen.\n\nKatrin Seewald\nHafenstraße 12\n24937 Flensburg\nTel. +49 461 555 01 20\nIBAN DE02 1203 0000 0000 2020 51", "Wir bestellen 4 Lampen."},
		{"fr", "Nous commandons 4 lampes.\n\nCamille Bressac\nRoute de la Plaine\n26000 Valence\nTél. 04 75 00 11 22\nSIRET 522 333 444 00025", "Nous commandons 4 lampes."},
		{"da", "Vi bestiller til:\n4 lamper\n2 borde\nTlf. 62 00 11 22", "Vi bestiller til:\n4 lamper\n2 borde\nTlf. 62 00 11 22"},
	} {
		got := strings.TrimSpace(strings.Join(lexiconOf(c.lang).withoutFrame(strings.Split(c.text, "\n")), "\n"))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
	}
}
