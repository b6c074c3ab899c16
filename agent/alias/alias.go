// Package alias keeps what people taught the agent about one customer's words:
// "when this customer writes blue thingies, they mean item 1000". It is neither
// the search (that is catalog) nor a list of synonyms, which hold for everybody:
// an alias counts for the very words, to the letter but for case, accents and
// marks, and for no customer but its own.
//
// One mail flows through it like this. Reader.Read fetches the aliases of the
// customer once and lets the real reader work on a view of the catalogue that
// asks them first. An item number that the customer wrote goes before any alias;
// an alias whose item is gone or blocked is not used, and the reading says so.
//
// What to remember comes with a person's decision (task.Job, JobRemember) or from
// the operator's command, and is put away by Book.Put: the latest decision about
// the same words holds, and the same again, also late, changes nothing.
package alias

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"salesclerk/agent/task"
)

// Alias is what a customer's words mean.
type Alias struct {
	Customer string    `json:"customer"` // number
	Words    string    `json:"words"`    // as written; a stranger's
	Item     string    `json:"item"`
	Variant  string    `json:"variant,omitempty"`
	Said     string    `json:"said,omitempty"` // Unit holds where the customer said this unit; "" none
	Unit     string    `json:"unit,omitempty"` // code; "" leaves the unit as it is said
	By       string    `json:"by"`             // id of who taught it
	Name     string    `json:"name"`           // their name
	At       time.Time `json:"at"`
	Task     string    `json:"task,omitempty"` // where
}

// MaxWords is how long words may be, in bytes.
const MaxWords = task.MaxWords

// Shelf is where aliases are kept. Of two decisions about the same words the
// later holds, in whatever order they come; data nil forgets.
type Shelf interface {
	PutAlias(ctx context.Context, customer, words string, at time.Time, data []byte) error
	Aliases(ctx context.Context, customer string) ([][]byte, error)
}

// Book reads and writes a shelf.
type Book struct{ Shelf Shelf }

// Put remembers an alias.
func (b Book) Put(ctx context.Context, a Alias) error {
	key := Key(a.Words, nil)
	if key == "" || len(a.Words) > MaxWords || a.Customer == "" || a.Item == "" {
		return fmt.Errorf("remembering %q: it needs a customer, an item, and at most %d bytes of words", a.Words, MaxWords)
	}
	data, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("remembering %q: %w", a.Words, err)
	}
	return b.Shelf.PutAlias(ctx, a.Customer, key, a.At, data)
}

// Forget forgets what the words meant at a moment. What was remembered later stays.
func (b Book) Forget(ctx context.Context, customer, words string, at time.Time) error {
	return b.Shelf.PutAlias(ctx, customer, Key(words, nil), at, nil)
}

// Of are the aliases of a customer, by their words.
func (b Book) Of(ctx context.Context, customer string) ([]Alias, error) {
	stored, err := b.Shelf.Aliases(ctx, customer)
	if err != nil {
		return nil, fmt.Errorf("what is remembered for customer %s: %w", customer, err)
	}
	out := make([]Alias, 0, len(stored))
	for _, data := range stored {
		var a Alias
		if err := json.Unmarshal(data, &a); err != nil {
			return nil, fmt.Errorf("what is remembered for customer %s: %w", customer, err)
		}
		if a.Customer == customer { // whatever a shelf gives, nobody gets another's
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b Alias) int { return strings.Compare(a.Words, b.Words) })
	return out, nil
}

// Words are what a line of a mail is known by: its words with the numbers that
// are not among them.
func Words(text string, identifiers []string) string {
	out, have := text, " "+fold(text)+" "
	for _, id := range identifiers {
		if k := fold(id); k != "" && !strings.Contains(have, " "+k+" ") {
			out, have = strings.TrimSpace(out+" "+id), have+k+" "
		}
	}
	return out
}

// Key is the form in which words are compared: "Blå  dimser" is "bla dimser".
// Empty where nothing is left to compare.
func Key(text string, identifiers []string) string {
	if len(text) > 4*MaxWords {
		return ""
	}
	return fold(Words(text, identifiers))
}

// letters that do not fall apart into a letter and an accent.
var letters = strings.NewReplacer("æ", "ae", "ø", "o", "ß", "ss", "œ", "oe")

// fold is text in lower case, without accents, with one blank for all that is
// neither letter, number nor sign. A mark between two digits stays: 2.5 is not 25.
func fold(s string) string {
	s = letters.Replace(strings.ToLower(norm.NFKC.String(s)))
	var b strings.Builder
	rs := []rune(norm.NFD.String(s))
	blank := false
	for i, r := range rs {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsSymbol(r), strings.ContainsRune(".,/", r) && digit(rs, i-1) && digit(rs, i+1):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(r)
		default:
			blank = true
		}
	}
	return b.String()
}

func digit(rs []rune, i int) bool { return i >= 0 && i < len(rs) && unicode.IsDigit(rs[i]) }
