package rules

import "testing"

// TestNumerals reads numbers in words.
func TestNumerals(t *testing.T) {
	for _, c := range []struct{ lang, words, want string }{
		{"en", "twenty-five", "25"}, {"en", "two hundred and fifty", "250"}, {"en", "two thousand five hundred", "2500"},
		{"en", "a hundred and twenty", "120"}, {"en", "half a dozen", "6"}, {"en", "three dozen", "36"}, {"en", "one hundred and one", ""},
		{"da", "femoghalvfjerds", "75"}, {"da", "fem og halvfjerds", "75"}, {"da", "hundrede og tyve", "120"}, {"da", "tohundredeogfemogtyve", "225"}, {"da", "to snese", "40"},
		{"de", "zweiunddreißig", "32"}, {"de", "hundertzwanzig", "120"}, {"de", "zweihundertfünfzig", "250"}, {"de", "eintausendzweihundert", "1200"},
		{"de", "ein halbes Dutzend", "6"}, {"de", "dreihundertfünfundsiebzig", "375"}, {"de", "hundertundeins", "101"}, {"de", "zwei Dutzend", "24"},
		{"fr", "quatre-vingts", "80"}, {"fr", "quatre-vingt-douze", "92"}, {"fr", "soixante-quinze", "75"}, {"fr", "vingt et un", "21"},
		{"fr", "vingt-et-une", "21"}, {"fr", "soixante et onze", "71"}, {"fr", "deux cent cinquante", "250"}, {"fr", "mille deux cents", "1200"}, {"fr", "soixante-dix-sept", "77"},
		{"it", "ventuno", "21"}, {"it", "venticinque", "25"}, {"it", "duecentocinquanta", "250"}, {"it", "tremila", "3000"}, {"it", "due dozzine", "24"}, {"it", "mezza dozzina", "6"},
		{"es", "treinta y cinco", "35"}, {"es", "ciento veinte", "120"}, {"es", "doscientos cincuenta", "250"}, {"es", "dos mil quinientos", "2500"}, {"es", "una docena", "12"},
		{"pt", "vinte e cinco", "25"}, {"pt", "cento e vinte", "120"}, {"pt", "mil e quinhentos", "1500"}, {"pt", "meia dúzia", "6"}, {"pt", "duas dúzias", "24"},
		{"nl", "vijfentwintig", "25"}, {"nl", "tweehonderdvijftig", "250"}, {"nl", "tweeëntwintig", "22"}, {"nl", "een half dozijn", "6"}, {"nl", "twaalfhonderd", "1200"},
		{"sv", "tjugofem", "25"}, {"sv", "tvåhundrafemtio", "250"}, {"sv", "ett dussin", "12"}, {"sv", "ettusen", ""},
		{"nb", "tjuefem", "25"}, {"nb", "femogtyve", "25"}, {"nb", "hundre og femti", "150"}, {"nb", "to hundre", "200"},
		{"en", "often", ""}, {"en", "one two", ""}, {"da", "toti", ""}, {"nl", "achten", ""}, {"de", "Einstück", ""},
	} {
		d, ok := LanguageOf(c.lang).Number(c.words)
		got := ""
		if ok {
			got = d.String()
		}
		if got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.words, got, c.want)
		}
	}
}
