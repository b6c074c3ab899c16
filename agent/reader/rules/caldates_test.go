package rules

import "testing"

// TestDatesOfLanguages reads the forms of dates of each language; today is
// Wednesday, 10 February 2027.
func TestDatesOfLanguages(t *testing.T) {
	for _, c := range []struct{ lang, words, want string }{
		{"en", "by Friday 5 March", "2027-03-05"}, {"en", "March 5th, 2027", "2027-03-05"}, {"en", "the 5th of March", "2027-03-05"},
		{"en", "within a fortnight", "2027-02-24"}, {"en", "week 9", "2027-03-05"}, {"en", "wk 9", "2027-03-05"}, {"en", "end of the month", "2027-02-28"},
		{"en", "by the end of next week", "2027-02-19"}, {"en", "this coming Friday", "2027-02-12"}, {"en", "in 10 working days", "2027-02-24"}, {"en", "asap", ""},
		{"en", "Friday next week", "2027-02-19"}, {"en", "mid March", "2027-03-15"}, {"en", "the day after tomorrow", "2027-02-12"},
		{"da", "uge 9", "2027-03-05"}, {"da", "senest d. 5. marts", "2027-03-05"}, {"da", "den 5/3", "2027-03-05"}, {"da", "i slutningen af måneden", "2027-02-28"},
		{"da", "førstkommende fredag", "2027-02-12"}, {"da", "om 14 dage", "2027-02-24"}, {"da", "fredag i næste uge", "2027-02-19"}, {"da", "medio marts", "2027-03-15"}, {"da", "snarest", ""},
		{"de", "KW 9", "2027-03-05"}, {"de", "KW9", "2027-03-05"}, {"de", "9. KW", "2027-03-05"}, {"de", "am 5. März 2027", "2027-03-05"}, {"de", "bis zum 05.03.", "2027-03-05"}, {"de", "kommenden Freitag", "2027-02-12"},
		{"de", "bis Ende des Monats", "2027-02-28"}, {"de", "Ende März", "2027-03-31"}, {"de", "Anfang April", "2027-04-10"}, {"de", "Mitte März", "2027-03-15"}, {"de", "in vierzehn Tagen", "2027-02-24"},
		{"de", "übermorgen", "2027-02-12"}, {"de", "Freitag nächster Woche", "2027-02-19"}, {"de", "Ende nächster Woche", "2027-02-19"}, {"de", "schnellstmöglich", ""}, {"de", "innerhalb von 2 Wochen", "2027-02-24"},
		{"fr", "semaine 9", "2027-03-05"}, {"fr", "le 5 mars 2027", "2027-03-05"}, {"fr", "fin du mois", "2027-02-28"}, {"fr", "à la fin du mois", "2027-02-28"}, {"fr", "fin mars", "2027-03-31"},
		{"fr", "d'ici quinze jours", "2027-02-25"}, {"fr", "sous huitaine", "2027-02-18"}, {"fr", "mi-mars", "2027-03-15"}, {"fr", "vendredi de la semaine prochaine", "2027-02-19"}, {"fr", "après-demain", "2027-02-12"}, {"fr", "au plus vite", ""},
		{"it", "entro il 5 marzo 2027", "2027-03-05"}, {"it", "settimana 9", "2027-03-05"}, {"it", "fine mese", "2027-02-28"}, {"it", "entro venerdì prossimo", "2027-02-12"}, {"it", "metà marzo", "2027-03-15"}, {"it", "tra due settimane", "2027-02-24"},
		{"es", "el 5 de marzo de 2027", "2027-03-05"}, {"es", "semana 9", "2027-03-05"}, {"es", "fin de mes", "2027-02-28"}, {"es", "finales de marzo", "2027-03-31"}, {"es", "el próximo viernes", "2027-02-12"}, {"es", "dentro de dos semanas", "2027-02-24"}, {"es", "mediados de marzo", "2027-03-15"},
		{"pt", "5 de março de 2027", "2027-03-05"}, {"pt", "semana 9", "2027-03-05"}, {"pt", "fim do mês", "2027-02-28"}, {"pt", "próxima sexta-feira", "2027-02-12"}, {"pt", "dentro de duas semanas", "2027-02-24"}, {"pt", "meados de março", "2027-03-15"},
		{"nl", "5 maart 2027", "2027-03-05"}, {"nl", "week 9", "2027-03-05"}, {"nl", "eind van de maand", "2027-02-28"}, {"nl", "aanstaande vrijdag", "2027-02-12"}, {"nl", "over twee weken", "2027-02-24"}, {"nl", "half maart", "2027-03-15"}, {"nl", "vrijdag volgende week", "2027-02-19"},
		{"sv", "den 5 mars 2027", "2027-03-05"}, {"sv", "vecka 9", "2027-03-05"}, {"sv", "v. 9", ""}, {"sv", "slutet av månaden", "2027-02-28"}, {"sv", "om två veckor", "2027-02-24"}, {"sv", "mitten av mars", "2027-03-15"}, {"sv", "på fredag", "2027-02-12"},
		{"nb", "5. mars 2027", "2027-03-05"}, {"nb", "uke 9", "2027-03-05"}, {"nb", "slutten av måneden", "2027-02-28"}, {"nb", "om to uker", "2027-02-24"}, {"nb", "midten av mars", "2027-03-15"}, {"nb", "førstkommende fredag", "2027-02-12"},
	} {
		got := ""
		if all := LanguageOf(c.lang).Dates(c.words, wednesday); len(all) > 0 {
			got = all[0].At.Format("2006-01-02")
			if len(all) > 1 {
				got += " and more"
			}
		}
		if got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.words, got, c.want)
		}
	}
}
