package cards

import (
	"strings"
	"unicode/utf8"
)

// What a card shows at most. What is beyond is cut visibly and one click away
// in the review. The figures keep a card on one screen and, with all of them
// reached at once, below the sizes of the chat platforms.
const (
	DocLines        = 12    // lines of a document
	ReadLines       = 12    // lines of a reading
	SettledLines    = 4     // lines of a table on a settled card
	MailRunes       = 900   // words of a mail
	MailRows        = 24    // rows of these words
	AnsweredRunes   = 600   // words of the mail that an outgoing one answers
	AnsweredRows    = 12    //
	SettledRunes    = 400   // words of a mail on a settled card
	SettledRows     = 8     //
	FileRows        = 8     // files of a mail
	ContactRows     = 5     // candidates for the sender
	OptionRows      = 3     // candidates for a line, on the card
	NoteRows        = 8     // notes of a kind
	AddressRows     = 6     // addresses after To or Cc
	NameRunes       = 80    // a name, an address, a file name, a reference
	SubjectRunes    = 120   // a subject
	CellRunes       = 72    // a cell of a table
	NoteRunes       = 400   // a sentence with somebody's words in it
	TimelineRows    = 200   // entries of a timeline, the newest
	DialogLines     = 1000  // lines in a dialog
	DialogRunes     = 60000 // words of a mail in a dialog
	DialogOptions   = 12    // candidates for a line in a dialog
	InputRunes      = 20000 // words a person may enter
	InputLineRunes  = 300   // a line a person may enter
	DialogFileRows  = 50
	DialogCellRunes = 200
)

// cut shortens s to n runes, the last of them "…" if something is gone.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	at := 0
	for range n - 1 {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return strings.TrimRight(s[:at], " \t\n") + "…"
}

// cutRows shortens s to n runes and rows, and says whether something is gone.
func cutRows(s string, n, rows int) (string, bool) {
	short := cut(s, n)
	at := 0
	for range rows {
		next := strings.IndexByte(short[at:], '\n')
		if next < 0 {
			return short, len(short) != len(s)
		}
		at += next + 1
	}
	return strings.TrimRight(short[:at], " \t\n") + "\n…", true
}

// first is at most n of the elements, and how many are gone.
func first[T any](all []T, n int) ([]T, int) {
	if len(all) <= n {
		return all, 0
	}
	return all[:n], len(all) - n
}

// or is n where it is set, else the package's limit.
func or(n, limit int) int {
	if n > 0 {
		return n
	}
	return limit
}
