package erp

import "testing"

func TestNameOfAnItem(t *testing.T) {
	it := Item{Description: "Chair", Translations: map[string]string{"de": "Stuhl", "pt-BR": "Cadeira", "fr": ""}}
	for lang, want := range map[string]string{"": "Chair", "en": "Chair", "de": "Stuhl", "de-AT": "Stuhl", "pt-BR": "Cadeira", "pt": "Chair", "fr": "Chair"} {
		if got := it.Name(lang); got != want {
			t.Errorf("%q: %q, not %q", lang, got, want)
		}
	}
}
