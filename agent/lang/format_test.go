package lang

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
)

func TestFor(t *testing.T) {
	for in, want := range map[string]string{"": "en", "en-GB": "en", "da": "da", "da-DK": "da", "da_DK": "da", "DA": "da", "fr_FR": "fr", "fr-CA": "fr",
		"zz": "en", "ja": "en", "da_DK.UTF-8": "en", "\x00": "en", strings.Repeat("x", 1000): "en", "nb": "da"} {
		if got := For(in).Tag(); got != want {
			t.Errorf("%.20q: %s, want %s", in, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	at := time.Date(2027, 3, 2, 14, 5, 0, 0, time.UTC)
	copenhagen := time.FixedZone("CET", 3600)
	for _, tag := range []string{"en", "da", "fr"} {
		w := For(tag)
		for i, c := range []struct {
			got  string
			want [3]string // en, da, fr; "~" is a narrow no-break space, "_" a no-break space
		}{
			{w.Decimal("1234567.50"), [3]string{"1,234,567.50", "1.234.567,50", "1~234~567,50"}},
			{w.Decimal("-0.5"), [3]string{"-0.5", "-0,5", "-0,5"}},
			{w.Decimal("ten"), [3]string{"ten", "ten", "ten"}},
			{w.Decimal("0.1234567"), [3]string{"0.1234567", "0,1234567", "0,1234567"}},
			{w.Money("1234.5", "DKK"), [3]string{"DKK_1,234.50", "1.234,50_kr.", "1~234,50_DKK"}},
			{w.Money("-1234.50", "EUR"), [3]string{"-€1,234.50", "-1.234,50_€", "-1~234,50_€"}},
			{w.Money("0.125", "USD"), [3]string{"$0.125", "0,125_US$", "0,125_$US"}},
			{w.Money("1200", "JPY"), [3]string{"¥1,200", "1.200_JP¥", "1~200_¥"}},
			{w.Money("9007199254740993.01", "EUR"), [3]string{"€9,007,199,254,740,993.01", "9.007.199.254.740.993,01_€", "9~007~199~254~740~993,01_€"}},
			{w.Money("5", "QQQ"), [3]string{"5_QQQ", "5_QQQ", "5_QQQ"}},
			{w.Amount("1234.5", "DKK"), [3]string{"1,234.50", "1.234,50", "1~234,50"}},
			{w.MoneyShort("812.40", ""), [3]string{"812", "812", "812"}},
			{w.MoneyShort("104321", "EUR"), [3]string{"104K_EUR", "104K_EUR", "104K_EUR"}},
			{w.MoneyShort("1234567", ""), [3]string{"1.2M", "1,2M", "1,2M"}},
			{w.MoneyShort("999999", ""), [3]string{"1M", "1M", "1M"}},
			{w.MoneyShort("-1500", ""), [3]string{"-1.5K", "-1,5K", "-1,5K"}},
			{w.Date("2027-03-01"), [3]string{"1 March 2027", "1. marts 2027", "1er mars 2027"}},
			{w.Date("soon"), [3]string{"soon", "soon", "soon"}},
			{w.DateShort("2027-03-02"), [3]string{"2 Mar 2027", "02.03.2027", "02/03/2027"}},
			{w.DateTime(at, copenhagen), [3]string{"2 March 2027 at 15:05", "2. marts 2027 kl. 15.05", "2 mars 2027 à 15:05"}},
			{w.DateTime(at, nil), [3]string{"2 March 2027 at 14:05", "2. marts 2027 kl. 14.05", "2 mars 2027 à 14:05"}},
			{w.Duration(185 * time.Minute), [3]string{"3 h 5 min", "3 t 5 min", "3 h 5 min"}},
			{w.Duration(52*time.Hour + time.Minute), [3]string{"2 d 4 h", "2 d 4 t", "2 j 4 h"}},
			{w.Duration(90 * time.Second), [3]string{"1 min", "1 min", "1 min"}},
			{w.Duration(0), [3]string{"0 s", "0 s", "0 s"}},
			{w.Size(812), [3]string{"812 B", "812 B", "812 o"}},
			{w.Size(1234567), [3]string{"1.2 MB", "1,2 MB", "1,2 Mo"}},
			{w.Size(999_999), [3]string{"1 MB", "1 MB", "1 Mo"}},
			{w.Percent("12.50"), [3]string{"12.5%", "12,5 %", "12,5 %"}},
			{w.Note(task.Note{Code: "read", Args: map[string]string{"Count": "1"}}), [3]string{"The mail was read: 1 line.", "Mailen er læst: 1 linje.", "Le courriel a été lu : 1 ligne."}},
			{w.Note(task.Note{Code: "overdue", Args: map[string]string{"Amount": "12500.5", "Currency": "DKK"}}), [3]string{
				"The customer has an overdue balance of DKK_12,500.50.", "Kunden har en forfalden saldo på 12.500,50_kr.", "Le client a un solde échu de 12~500,50_DKK."}},
			{w.Note(task.Note{Code: "date_past", Args: map[string]string{"date": "2026-01-05"}}), [3]string{
				"The date wished, 5 January 2026, is in the past and was ignored.", "Den ønskede dato, 5. januar 2026, er passeret og er ikke brugt.", "La date souhaitée, 5 janvier 2026, est passée et n'a pas été retenue."}},
		} {
			want := strings.NewReplacer("~", "\u202f", "_", "\u00a0").Replace(c.want[map[string]int{"en": 0, "da": 1, "fr": 2}[tag]])
			if c.got != want {
				t.Errorf("%s %d: %q, want %q", tag, i, c.got, want)
			}
		}
	}
}

// TestWordsOfStrangersStay: only arguments that are ours are rewritten.
func TestWordsOfStrangersStay(t *testing.T) {
	got := For("da").Note(task.Note{Code: "quantity_assumed", Args: map[string]string{"Words": "{{.Secret}} 1234.50 DKK 2027-03-01"}})
	if !strings.Contains(got, "{{.Secret}} 1234.50 DKK 2027-03-01") {
		t.Error(got)
	}
}

func TestMissingWordsShowTheKey(t *testing.T) {
	w := For("fr")
	if got := w.T("no.such.key") + w.Note(task.Note{Code: "no_such_note"}); got != "no.such.keynote.no_such_note" {
		t.Error(got)
	}
}

// TestRefusals: one sentence each, with who was first and when.
func TestRefusals(t *testing.T) {
	at := time.Date(2027, 3, 2, 14, 5, 0, 0, time.UTC)
	anna := &task.Person{ID: "U1", Name: "Anna Berg"}
	for want, err := range map[string]error{
		"Anna Berg was first and chose “Confirm” on 2 March 2027 at 14:05.":              fmt.Errorf("click: %w", &task.Refused{Err: task.ErrSettled, By: anna, At: at, How: task.Confirm}),
		"Anna Berg was first and chose “I have updated the document”.":                   &task.Refused{Err: task.ErrSettled, By: anna, How: task.Updated},
		"This has already been decided.":                                                 task.ErrSettled,
		"Anna Berg stopped this task on 2 March 2027 at 14:05; it cannot be restarted.":  &task.Refused{Err: task.ErrStopped, By: anna, At: at},
		"This cannot be used (quantity): it must be a number above zero.":                &task.Refused{Err: task.ErrInput, Field: "quantity", Note: &task.Note{Code: "input.not_positive"}},
		"You do not have the right to do this; ask an administrator of the desk for it.": &task.Refused{Err: task.ErrDenied},
		"That did not work and nothing was changed; please try again in a moment.":       errors.New("redis: connection refused"),
	} {
		if got := For("en").Refusal(err); strings.TrimSuffix(got, ".") != strings.TrimSuffix(want, ".") {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestProblemsReadWell: no sentence has an empty hole, with or without arguments.
func TestProblemsReadWell(t *testing.T) {
	for _, tag := range Supported() {
		for _, code := range task.Problems {
			for _, p := range []task.Problem{{Code: code}, {Code: code, Lines: []int{1, 2}}, {Code: code, Field: "email", Args: map[string]string{"Words": "No such user.", "To": "a@b.example", "Number": "S-1", "From": "x@y.example", "Item": "1920-S", "Wanted": "5", "Available": "2"}}} {
				say, help := For(tag).Problem(p)
				for _, s := range []string{say, help} {
					if strings.HasPrefix(s, "problem.") || strings.Contains(s, "“”") || strings.Contains(s, "»«") || strings.Contains(s, "  ") || strings.Contains(s, "()") || strings.Contains(s, "..") || !strings.ContainsAny(s[len(s)-1:], ".?!") {
						t.Errorf("%s %s: %q", tag, code, s)
					}
				}
			}
		}
	}
}

// TestFieldsOfLinesHaveWords: nobody is told "lines.2.unit".
func TestFieldsOfLinesHaveWords(t *testing.T) {
	for tag, want := range map[string]string{"en": "(item)", "da": "(vare)", "fr": "(article)"} {
		for _, p := range []task.Problem{{Code: task.BadInput, Field: "lines.2.item"}, {Code: task.BadInput, Args: map[string]string{"Field": "lines.2.item", "Words": "X"}}} {
			if say, _ := For(tag).Problem(p); !strings.Contains(say, want) {
				t.Errorf("%s: %q", tag, say)
			}
		}
	}
	if say, _ := For("en").Problem(task.Problem{Code: task.BadInput, Field: "lines.2.colour"}); !strings.Contains(say, "(lines.2.colour)") {
		t.Errorf("what has no word: %q", say)
	}
}

// TestWhatTheBackOfficeDoesNotKnow is said in a sentence of its own, with the word
// for the field and what was entered.
func TestWhatTheBackOfficeDoesNotKnow(t *testing.T) {
	for code, want := range map[string][3]string{
		"not_found":    {"There is no customer “99999”.", "Der er ingen debitor »99999«.", "Introuvable (client) : « 99999 »."},
		"unit_unknown": {"The item is not sold in the unit “99999”.", "Varen sælges ikke i enheden »99999«.", "L'article n'est pas vendu dans l'unité « 99999 »."},
		"blocked":      {"The item “99999” is blocked.", "Varen »99999« er spærret.", "L'article « 99999 » est bloqué."},
		"other": {"What was entered cannot be used (customer): “99999”.", "Det indtastede kan ikke bruges (debitor): »99999«.",
			"La saisie ne peut pas être utilisée (client) : « 99999 »."},
	} {
		for i, tag := range []string{"en", "da", "fr"} {
			got, _ := For(tag).Problem(task.Problem{Code: task.BadInput, Field: "customer", Args: map[string]string{"Code": code, "Value": "99999"}})
			if got != want[i] {
				t.Errorf("%s, %s: %q, want %q", tag, code, got, want[i])
			}
		}
	}
}

// TestAtOnce: a language is used from many places at the same time.
func TestAtOnce(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for _, tag := range Supported() {
				For(tag).Note(task.Note{Code: "read", Args: map[string]string{"Count": "3"}})
				For(tag).Money("1234.50", "DKK")
			}
		})
	}
	wait.Wait()
}

func FuzzFormats(f *testing.F) {
	for _, s := range []string{"1234.50", "-0", "", ".", "1e9", "2027-13-40", "99999999999999999999999999999999.9", "\xff", "1.", "00012", "0x1p-2"} {
		f.Add(s, "DKK", int64(1234567))
	}
	f.Fuzz(func(t *testing.T, s, code string, n int64) {
		for _, tag := range Supported() {
			w := For(tag)
			w.Money(s, code)
			w.Amount(s, code)
			w.MoneyShort(s, code)
			w.Percent(s)
			w.Date(s)
			w.Size(n)
			w.Duration(time.Duration(n))
			For(s)
			if isDecimal(s) {
				if got := digits(w.Decimal(s)); got != digits(s) && strings.TrimLeft(got, "0") != strings.TrimLeft(digits(s), "0") {
					t.Errorf("%s: %q became %q", tag, s, w.Decimal(s))
				}
			} else if w.Decimal(s) != s {
				t.Errorf("%s: %q was changed", tag, s)
			}
			w.Note(task.Note{Code: "quantity_assumed", Args: map[string]string{s: code, "Words": s}})
		}
	})
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
