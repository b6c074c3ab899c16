package mail

import (
	"regexp"
	"strings"
)

// NewText parts a reply's own words from the history below, above or between
// them. Nothing is lost: every line is in one of the two. It knows the ways of
// Outlook, Apple Mail, Gmail, Thunderbird and their like in English, Danish,
// French and German, and some other languages.
func NewText(text string) (words, quoted string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var own, old []string
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if isQuoted(line) {
			old = append(old, line)
			continue
		}
		if n := historyStart(lines[i:]); n > 0 {
			if !quotedFollows(lines[i+n:]) {
				old = append(old, lines[i:]...)
				break
			}
			old = append(old, lines[i:i+n]...)
			i += n - 1
			continue
		}
		own = append(own, line)
	}
	return trimLines(own), trimLines(old)
}

func trimLines(lines []string) string {
	return strings.Trim(strings.Join(lines, "\n"), "\n \t")
}

func isQuoted(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line, " \t"), ">")
}

// quotedFollows says whether the next words are marked line by line. Then there
// may be new words below them; otherwise everything below is history.
func quotedFollows(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			return isQuoted(line)
		}
	}
	return false
}

// historyStart answers how many lines introduce history here; 0 if none do.
func historyStart(lines []string) int {
	line := strings.TrimSpace(lines[0])
	if line == "" {
		return 0
	}
	if separator.MatchString(line) {
		return 1
	}
	if strings.Trim(line, "_-") == "" && len(line) >= 10 {
		if n := skipEmpty(lines[1:]); 1+n < len(lines) && isHeaderBlock(lines[1+n:]) {
			return 1 + n
		}
		return 0
	}
	if isHeaderBlock(lines) {
		return 1
	}
	return attribution(lines)
}

func skipEmpty(lines []string) int {
	n := 0
	for n < len(lines) && n < 4 && strings.TrimSpace(lines[n]) == "" {
		n++
	}
	return n
}

// separator is the line that Outlook and webmail put before the old mail.
var separator = regexp.MustCompile(`(?i)^[-_*=]{2,}\s*(original message|original appointment|forwarded message|forwarded by .{0,200}|` +
	`oprindelig meddelelse|oprindelig besked|videresendt (besked|meddelelse|mail)|oprindelig mail|` +
	`message d['’]origine|message original|message transféré|message transmis|` +
	`ursprüngliche nachricht|original-nachricht|originalnachricht|weitergeleitete nachricht|weitergeleitete mail|` +
	`mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|mensagem original|mensagem encaminhada|` +
	`oorspronkelijk bericht|ursprungligt meddelande)\s*[-_*=]{2,}\s*$` +
	`|(?i)^(begin forwarded message|start på videresendt besked|début du message (réexpédié|transféré)|anfang der weitergeleiteten nachricht)\s*:\s*$`)

var (
	fromKeys    = keySet("from", "fra", "de", "von", "da", "från", "van", "expéditeur", "absender", "afsender")
	dateKeys    = keySet("sent", "date", "sendt", "dato", "envoyé", "gesendet", "datum", "inviato", "data", "enviado", "enviado el", "fecha", "skickat", "verzonden")
	toKeys      = keySet("to", "til", "à", "a", "an", "para", "aan", "till", "destinataire", "cc", "kopi", "kopie")
	subjectKeys = keySet("subject", "emne", "objet", "betreff", "oggetto", "asunto", "assunto", "ämne", "onderwerp", "sujet")
)

func keySet(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}

// headerLine reads "From: Anna" in its many dresses: "*De :* Anna", "Fra:\tAnna".
func headerLine(line string) (key, value string) {
	line = strings.TrimLeft(strings.TrimSpace(line), "> *_")
	key, value, ok := strings.Cut(line, ":")
	if !ok || len(key) > 40 {
		return "", ""
	}
	key = strings.ToLower(strings.Trim(strings.TrimSpace(key), "*_ \u00a0"))
	return key, strings.Trim(strings.TrimSpace(value), "*_ \t\u00a0")
}

// isHeaderBlock knows the copied header of the old mail: a From line, and at
// least two of date, recipients and subject in the lines below.
func isHeaderBlock(lines []string) bool {
	key, value := headerLine(lines[0])
	if !fromKeys[key] || value == "" {
		return false
	}
	seen := map[string]bool{}
	for i := 1; i < len(lines) && i < 12; i++ {
		key, _ := headerLine(lines[i])
		switch {
		case dateKeys[key]:
			seen["date"] = true
		case subjectKeys[key]:
			seen["subject"] = true
		case toKeys[key]:
			seen["to"] = true
		}
	}
	return len(seen) >= 2 && (seen["subject"] || seen["date"])
}
