package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands in a mail but was not said by its writer gives no lines, dates or
// references: how to call, where the house is and who owns it, what a lawyer wants to
// be read.

// withoutFrame blanks the lines of small print, contacts and the house's own address.
func (l *lexicon) withoutFrame(lines []string) []string {
	out := append([]string(nil), lines...)
	for i := 0; i < len(out); {
		n := blockLen(out[i:])
		if n > 0 && smallPrint(strings.Join(out[i:i+n], " ")) {
			clear(out[i : i+n])
		}
		i += n + 1
	}
	for i := 0; i < len(out); {
		n := blockLen(out[i:])
		l.dropContacts(out[i : i+n])
		i += n + 1
	}
	l.dropOwnAddress(out)
	return out
}

// dropContacts blanks a block that says how to reach somebody, where nothing but names
// and addresses is in it besides. Of others no line is taken: what is said around it
// would be parted.
func (l *lexicon) dropContacts(block []string) {
	some, all := false, true
	for i, line := range block {
		if l.contact(line) {
			some = true
			continue
		}
		all = all && !l.speaks(line) && !endsColon(line) && cellsOf(line) == nil && strings.Count(line, " ") < 10 && (!l.entry(strings.TrimSpace(line)) || l.placeLine(line)) && i < 8
	}
	if some && all {
		clear(block)
	}
}

// placeLine says whether a line is a street or a town.
func (l *lexicon) placeLine(line string) bool {
	return l.of("street").in(tokenize(line)) && anyDigit(line) || townLine.MatchString(strings.TrimSpace(line))
}

// blockLen is how many lines stand together at the start.
func blockLen(lines []string) int {
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			return i
		}
	}
	return len(lines)
}

var (
	// printHead begins small print in the languages that are read.
	printHead = regexp.MustCompile(`(?i)^[\W_]*(disclaimer|confidentiality|privacy (notice|policy|statement)|legal (notice|disclaimer)|data protection|important notice|fortrolighed|fortrolig mail|ansvarsfraskrivelse|persondata|` +
		`privatlivspolitik|databeskyttelse|vertraulichkeit|vertraulicher|haftungsausschluss|datenschutz|rechtlicher hinweis|rechtliche hinweise|avertissement|confidentialité|avis de confidentialité|mentions légales|rgpd|` +
		`avvertenza|riservatezza|informativa|aviso legal|confidencialidad|aviso de confidencial|vertrouwelijk|proclaimer|sekretess|konfidentialitet|ansvarsbegränsning|ansvarsfraskrivelse|taushetsplikt|` +
		`(please )?(consider|think)[^.]{0,20} (environment|before (you )?print)|tænk på miljøet|bitte denken sie an die umwelt|pensez à l'environnement|merci de penser à l'environnement|n'imprimez)`)

	// legal are words of lawyers; three of them make small print of a block.
	legal = regexp.MustCompile(`(?i)\b(confidential|privileged|intended (solely |only )?(recipient|for)|addressee|unauthori[sz]ed|disclos\w+|liability|viruses|gdpr|personal data|in error|delete it|notify the sender|registered (office|in)|` +
		`fortrolig\w*|modtageren?|uvedkommende|slette?s?|afsenderen|personoplysninger|ansvar for|vertraulich\w*|empfänger\w*|unbefugt\w*|irrtümlich\w*|vernichten|löschen|absender|haftung|personenbezogen\w*|` +
		`confidentiel\w*|destinataire\w*|privilégi\w*|divulgation|détruire|expéditeur|données personnelles|responsabilité|erreur|riservat\w+|destinatari\w*|confidencial\w*|vertrouwelijk\w*|geadresseerde|konfidenti\w+|mottagare\w*|mottaker\w*)\b`)

	phone    = regexp.MustCompile(`(?i)(\b(tel|phone|telephone|mobile|mob|cell|fax|tlf|telefon|telefax|mobil|handy|mobiltelefon|téléphone|tél|portable|gsm|durchwahl|dw|direct|direkte|ligne directe|telefono|teléfono|móvil|cellulare|telemóvel|telefoon)\b ?\.?(\s?(no|nr|direct|direkt))?\.?\s?:?\s*|☎\s*)[+(]?\d[\d ()./-]{5,}\d|\+\d{2,3}[ (]\(?\d[\d ()./-]{5,}\d`)
	bareFone = regexp.MustCompile(`(^|[-–|,·•*] ?)(0\d( ?\d{2}){4}|\d{2}( \d{2}){3})\s*$`)
	register = regexp.MustCompile(`(?i)\b(iban|bic|swift|sort code|cvr|cvr-nr|vat( no| reg\w*| number)?|ust-?id(nr)?|ust\.-id|st\.?-?nr|steuernummer|siret|siren|rcs|naf|ape|hrb?|amtsgericht|handelsregister|geschäftsführer\w*|eori|org\.?-?nr|kvk|btw|p\. ?iva|partita iva|nif|cif|nipc|company (no|reg\w*)|registered (in|office|no)|capital (social )?de|sparekasse|bankgiro|plusgiro|kontonr|kontonummer|reg\.? ?nr|bankkonto|account (no|number)|tva intra\w*)\b[^\n]*\d`)
	onLine   = regexp.MustCompile(`(?i)(\bwww\.\S+|https?://\S+|\b\S+@\S+\.\pL{2,}|\b(facebook|linkedin|instagram|twitter|youtube|tiktok)\b|follow us|følg os|folgen sie uns|suivez-nous|síganos|volg ons|følg oss|följ oss)`)
	hours    = regexp.MustCompile(`(?i)\b(opening hours|office hours|open mon|åbningstid\w*|åbent man|öffnungszeiten|bürozeiten|geschäftszeiten|warenannahme(zeiten)?|heures d'ouverture|horaires|orari|orario|horario|openingstijden|öppettider|åpningstider|telefontid\w*)\b`)
)

// lawyers are stems of which small print has one; looking for them is cheap.
var lawyers = []string{"confiden", "konfiden", "fortrol", "vertraulich", "riservat", "vertrouwel", "intended", "addressee", "liabil", "gdpr", "personal data", "registered", "privileg"}

// smallPrint says whether a block of lines was written by a lawyer.
func smallPrint(block string) bool {
	if printHead.MatchString(strings.TrimSpace(block)) {
		return true
	}
	low := strings.ToLower(block)
	if !slices.ContainsFunc(lawyers, func(stem string) bool { return strings.Contains(low, stem) }) {
		return false
	}
	found := map[string]bool{}
	for _, w := range legal.FindAllString(block, -1) {
		found[strings.ToLower(w)] = true
	}
	return len(found) >= 3 && len(block) > 80
}

// sentence says whether a line is of running words: most of them begin small.
func sentence(line string) bool {
	small := 0
	for _, w := range strings.Fields(line) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && !strings.ContainsAny(w, "@/") {
			small++
		}
	}
	return small >= 4
}

// contact says whether a line says how to reach somebody or who they are, and no more.
func (l *lexicon) contact(line string) bool {
	if len(line) > 250 || !anyDigit(line) && !strings.ContainsAny(line, "@/.") || gaps.MatchString(strings.TrimSpace(line)) || sentence(line) {
		return false // what stands in columns is a print's
	}
	return (phone.MatchString(line) || bareFone.MatchString(line) || register.MatchString(line) || onLine.MatchString(line) || hours.MatchString(line)) && !l.speaks(line)
}

// speaks says whether a line holds more than a contact: it asks, orders, names a
// delivery or a reference, or is an entry of a list.
func (l *lexicon) speaks(line string) bool {
	toks := tokenize(line)
	for _, s := range []string{"request", "order", "quote", "ship", "ref", "deliver", "accept", "add", "remove", "set", "cancel"} {
		for i := range toks {
			if n, _ := l.of(s).at(toks, i); n > 1 || n == 1 && !dated[toks[i].low] && len(toks[i].low) > 2 {
				return true
			}
		}
	}
	return bulletOf(line) != "" || strings.HasSuffix(strings.TrimSpace(line), "?")
}

// dropOwnAddress blanks the address in the last block of a mail, the writer's own, if
// nothing before it leads to it.
func (l *lexicon) dropOwnAddress(lines []string) {
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	begin := end
	for begin > 0 && strings.TrimSpace(lines[begin-1]) != "" {
		begin--
	}
	before := begin
	for before > 0 && strings.TrimSpace(lines[before-1]) == "" {
		before--
	}
	if before == 0 || end-begin < 2 || l.leadsOut(lines[before-1]) {
		return
	}
	for _, line := range lines[begin:end] {
		if l.speaks(line) || endsColon(line) || strings.Count(line, " ") > 9 {
			return
		}
	}
	for i := begin + 1; i < end; i++ { // the first line is a name
		if l.placeLine(lines[i]) {
			lines[i] = ""
		}
	}
}

// leadsOut says whether a line leads to an address or a list below it.
func (l *lexicon) leadsOut(line string) bool {
	toks := tokenize(line)
	return endsColon(line) || l.of("ship").in(toks) || l.of("deliver").in(toks[max(0, len(toks)-8):])
}
