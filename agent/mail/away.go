package mail

import (
	"strings"
)

// Not every program says in a header that it wrote a mail. What it says in its words is
// known by two things together, so that a person who mentions one of them is not taken
// for a program: that somebody is away, and until when or who stands in; that something
// came in, and that a program says so.

// maxProgram is how many letters such a text has at the most.
const maxProgram = 1500

// saysAway are the words of somebody who is away, untilThen those that go with them.
var (
	saysAway = []string{
		"i am out of the office", "i'm out of the office", "i am currently out of", "i'm currently out of", "i am away from the office", "i am currently away", "i'm away from", "out of office until",
		"i am on annual leave", "i'm on annual leave", "i am on leave", "i am on holiday", "i'm on holiday", "i am on vacation", "i'm on vacation", "i am on parental leave", "i am on maternity leave", "i will be out of the office", "i am not in the office",
		"jeg er ikke på kontoret", "jeg er på ferie", "jeg holder ferie", "jeg holder fri", "jeg har ferie", "jeg er på orlov", "jeg er på barsel", "jeg er fraværende", "jeg er ude af kontoret", "jeg er bortrejst", "jeg er ikke til stede",
		"ich bin nicht im büro", "ich bin derzeit nicht im büro", "ich bin zurzeit nicht", "ich bin zur zeit nicht", "ich bin momentan nicht", "ich bin aktuell nicht", "bin ich nicht im büro", "bin ich nicht im haus", "ich befinde mich im urlaub", "ich bin im urlaub", "bin ich im urlaub", "ich bin außer haus", "ich bin abwesend", "bin ich abwesend", "nicht erreichbar",
		"je suis absent", "je suis actuellement absent", "je serai absent", "je suis en congé", "je suis actuellement en congé", "je suis en vacances", "je suis en déplacement", "actuellement absent du bureau", "absent du bureau", "absente du bureau",
		"sono fuori ufficio", "sono assente", "sono in ferie", "sarò assente", "estoy fuera de la oficina", "estoy de vacaciones", "estaré ausente", "me encuentro ausente", "estou ausente", "estou de férias", "estarei ausente",
		"ik ben afwezig", "ik ben niet op kantoor", "ik ben op vakantie", "ik ben met vakantie", "ik ben met verlof", "jag är inte på kontoret", "jag är på semester", "jag har semester", "jag är ledig", "jag är bortrest", "jeg er på ferie", "jeg har ferie", "jeg er borte fra kontoret",
	}
	untilThen = []string{
		"until", "back on", "back in the office", "return on", "returning on", "i will be back", "i return", "in my absence", "urgent", "no access to", "limited access", "reply when", "answer when", "get back to you",
		"til og med", "tilbage", "igen den", "kontakt", "haster", "hastesager", "læser ikke", "vender", "i mit fravær", "videresendes",
		"bis", "ab dem", "wieder", "in dringenden", "dringend", "vertretung", "vertritt", "wenden sie sich", "nicht weitergeleitet", "werden nicht gelesen", "nach meiner rückkehr",
		"jusqu'au", "de retour", "retour le", "en cas d'urgence", "urgence", "mon absence", "contacter", "à mon retour",
		"fino al", "rientro", "urgenze", "hasta el", "regreso", "urgente", "até", "regresso", "urgência", "tot en met", "terug", "dringende", "till och med", "tillbaka", "brådskande", "tilbake", "haster",
	}
)

// saysReceived are the words that confirm a mail as such, saysProgram those by which a
// program says what it is.
var (
	saysReceived = []string{
		"we have received your", "your message has been received", "your request has been received", "your email has been received", "thank you for contacting", "thank you for your message", "thank you for your email", "your ticket", "a ticket has been", "ticket has been created",
		"vi har modtaget din", "vi har modtaget jeres", "tak for din henvendelse", "tak for din mail", "din henvendelse er", "din sag er",
		"wir haben ihre", "ihre anfrage ist", "ihre nachricht ist", "vielen dank für ihre anfrage", "vielen dank für ihre nachricht", "vielen dank für ihre e-mail",
		"nous avons bien reçu votre", "votre message a bien été", "votre demande a bien été", "merci pour votre message", "merci de votre message", "accusons réception de votre",
		"abbiamo ricevuto la", "hemos recibido su", "recebemos a sua", "recebemos o seu", "we hebben uw", "wij hebben uw", "vi har tagit emot", "vi har mottagit ditt", "vi har mottatt din",
	}
	saysProgram = []string{
		"this is an automated", "this is an automatic", "automatically generated", "automated reply", "automated response", "automatic reply", "auto-reply", "do not reply to this", "please do not reply", "this mailbox is not monitored",
		"automatisk svar", "dette er en automatisk", "denne mail er automatisk", "automatisk genereret", "kan ikke besvares", "besvar ikke denne",
		"automatisch erstellt", "automatisch generiert", "automatische antwort", "automatische eingangsbestätigung", "antworten sie nicht auf", "nicht auf diese e-mail", "nicht auf diese mail",
		"message automatique", "réponse automatique", "envoyé automatiquement", "généré automatiquement", "ne pas répondre à ce", "merci de ne pas répondre", "ne répondez pas à ce",
		"messaggio automatico", "risposta automatica", "non rispondere a questa", "mensaje automático", "respuesta automática", "no responda a este", "mensagem automática", "resposta automática", "não responda a",
		"automatisch bericht", "automatisch gegenereerd", "niet op deze e-mail", "automatiskt svar", "automatiskt meddelande", "svara inte på detta", "automatisk generert", "ikke svar på denne",
	}
)

// programWords knows automatic mail by its words.
func (p *parsing) programWords() string {
	own, _ := NewText(p.msg.Text)
	text := strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(own), "’", "'")), " ")
	if text == "" || len(text) > maxProgram {
		return ""
	}
	head := text[:min(len(text), 300)]
	switch {
	case anyIn(head, saysAway) && anyIn(text, untilThen) && len(text) < maxProgram/2:
		return "it says that its writer is away"
	case anyIn(text, saysReceived) && anyIn(text, saysProgram):
		return "it says that a program wrote it to confirm a mail"
	}
	return ""
}

func anyIn(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
