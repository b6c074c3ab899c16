package mail

import (
	"strings"
)

// automatic says whether a program wrote the mail (RFC 3834 section 2 and what
// is usual beyond it) and by what that is known. Such mail is never answered.
func (p *parsing) automatic() (bool, string) {
	for _, check := range []func() string{
		p.fromOurselves, p.autoSubmitted, p.isReport, p.noReturnPath, p.fromDaemon, p.fromList, p.suppressed, p.awaySubject, p.programWords,
	} {
		if reason := check(); reason != "" {
			return true, reason
		}
	}
	return false, ""
}

func (p *parsing) fromOurselves() string {
	for _, v := range append(p.fields.all("from"), p.fields.all("sender")...) {
		list, _ := parseAddresses(v)
		for _, a := range list {
			if p.o.isOwn(a.Addr) {
				return "it is from the desk's own address " + a.Addr
			}
		}
	}
	return ""
}

func (p *parsing) autoSubmitted() string {
	for _, v := range p.fields.all("auto-submitted") {
		word, _, _ := strings.Cut(strings.ToLower(v), ";")
		word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
		if word != "no" && word != "" {
			return "its header says that a program wrote it (Auto-Submitted: " + cutRunes(oneLine(word), 40) + ")"
		}
	}
	for _, name := range []string{"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply"} {
		if p.fields.has(name) && !strings.EqualFold(p.fields.get(name), "no") {
			return "its header says that it is an automatic reply (" + name + ")"
		}
	}
	return ""
}

func (p *parsing) isReport() string {
	if p.msg.Bounce != nil {
		return "it says that a mail could not be delivered"
	}
	ct := strings.ToLower(p.fields.get("content-type"))
	if strings.HasPrefix(ct, "multipart/report") || p.report.status != nil {
		return "it is a delivery report"
	}
	return ""
}

// noReturnPath is the empty sender of RFC 5321 section 4.5.5.
func (p *parsing) noReturnPath() string {
	for _, v := range p.fields.all("return-path") {
		if strings.Join(strings.Fields(v), "") == "<>" {
			return "it has no address to answer to (Return-Path: <>)"
		}
	}
	return ""
}

func (p *parsing) fromDaemon() string {
	switch p.msg.From.local() {
	case "mailer-daemon", "mailerdaemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "double-bounce":
		return "it is from a mail server (" + p.msg.From.Addr + ")"
	}
	return ""
}

// fromList knows mailing lists and bulk mail. A shared address of our own is
// often a group that behaves like a list: then the fields name ourselves, and
// the mail is a customer's.
func (p *parsing) fromList() string {
	if p.ownList() {
		return ""
	}
	for _, name := range []string{"list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "list-owner"} {
		if p.fields.has(name) {
			return "it came over a mailing list (" + name + ")"
		}
	}
	for _, v := range p.fields.all("precedence") {
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "bulk", "list", "junk", "auto_reply":
			return "it was sent to many (Precedence: " + strings.ToLower(strings.TrimSpace(v)) + ")"
		}
	}
	return ""
}

func (p *parsing) ownList() bool {
	post := strings.ToLower(strings.Join(p.fields.all("list-post"), " "))
	id := strings.ToLower(strings.Join(p.fields.all("list-id"), " "))
	for _, own := range p.o.Own {
		own = strings.ToLower(own)
		if own == "" {
			continue
		}
		if strings.Contains(post, "mailto:"+own+">") || strings.Contains(id, "<"+strings.Replace(own, "@", ".", 1)+">") {
			return true
		}
	}
	return false
}

// suppressed is Microsoft's way to say the same (MS-OXCMAIL 2.1.3.2.23). Values
// that are only about receipts are common on ordinary mail.
func (p *parsing) suppressed() string {
	for _, v := range p.fields.all("x-auto-response-suppress") {
		for word := range strings.SplitSeq(strings.ToLower(v), ",") {
			switch strings.TrimSpace(word) {
			case "all", "oof", "autoreply":
				return "its header asks not to be answered by programs (X-Auto-Response-Suppress)"
			}
		}
	}
	return ""
}

// awaySubjects begin the subject of an out-of-office reply.
var awaySubjects = []string{
	"automatic reply", "auto reply", "auto-reply", "autoreply", "auto:", "out of office", "out of the office", "away from the office",
	"automatisk svar", "autosvar", "automatisk besvarelse", "fraværende", "ikke til stede", "ikke på kontoret", "jeg er ikke på kontoret",
	"réponse automatique", "reponse automatique", "absent du bureau", "absence du bureau", "message d'absence", "notification d'absence",
	"automatische antwort", "abwesenheitsnotiz", "abwesenheitsmeldung", "abwesenheitsbenachrichtigung", "abwesend:", "außer haus",
	"risposta automatica", "fuori sede", "respuesta automática", "fuera de la oficina", "resposta automática", "ausência temporária",
	"automatiskt svar", "automatisch antwoord", "afwezig:", "frånvaro", "frånvarande", "fravær", "fraværsmelding", "fraværsmeddelelse", "feriebesked", "jeg har ferie", "jeg er på ferie",
	"on vacation", "on holiday until", "on leave until", "annual leave", "i am out of", "i'm out of", "auto response", "auto-response", "automatic response", "automated reply", "automated response", "vacation reply",
	"automatisk beskjed", "automatisk besked", "kvittering for modtagelse", "automatische eingangsbestätigung", "automatische abwesenheit", "nicht im büro", "ich bin im urlaub", "im urlaub bis", "urlaubsvertretung",
	"en congés jusqu", "je suis absent", "réponse d'absence", "accusé de réception automatique", "assente fino", "ausente hasta", "ausente até", "niet aanwezig", "op vakantie tot",
	"read: ", "not read: ", "gelesen: ", "ungelesen: ", "læst: ", "ikke læst: ", "lu : ", "non lu : ", "lest: ", "läst: ", "gelezen: ", "letto: ", "leído: ", "lida: ",
	"lesebestätigung", "læsekvittering", "læsebekræftelse", "accusé de lecture", "confirmation de lecture", "read receipt", "leesbevestiging", "läskvitto", "lesekvittering", "conferma di lettura", "confirmación de lectura",
}

func (p *parsing) awaySubject() string {
	s := strings.ReplaceAll(strings.ToLower(bareSubject(p.msg.Subject)), "’", "'")
	for _, begin := range awaySubjects {
		if strings.HasPrefix(s, begin) {
			return "its subject is that of an automatic reply"
		}
	}
	return ""
}

// replyPrefixes stand before the subject of an answer, forwardPrefixes before
// that of a mail passed on.
var (
	replyPrefixes   = []string{"re", "sv", "aw", "r", "rif", "ref", "antw", "rép", "rv", "res"}
	forwardPrefixes = []string{"fwd", "fw", "vs", "wg", "tr", "rv", "i", "enc", "vb", "doorst", "videresendt"}
)

// bareSubject drops Re:, SV:, Fwd: and the like.
func bareSubject(s string) string {
	for range 20 {
		rest, ok := dropPrefix(s, replyPrefixes)
		if !ok {
			rest, ok = dropPrefix(s, forwardPrefixes)
		}
		if !ok {
			break
		}
		s = rest
	}
	return s
}

func dropPrefix(s string, list []string) (string, bool) {
	word, rest, ok := strings.Cut(s, ":")
	if !ok {
		return s, false
	}
	word = strings.ToLower(strings.TrimSpace(strings.TrimRight(strings.TrimSpace(word), "[]()0123456789")))
	for _, p := range list {
		if word == p {
			return strings.TrimSpace(rest), true
		}
	}
	return s, false
}
