package rules

import "testing"

// The second company sells to cafés and offices; its items have other names, units
// and variants.
const (
	cafe   = "12 110102; 4 CASE 120130; 3 BOX 110302" // coffee beans, paper cups, sugar sticks
	office = "40 210180; 6 120510; 2 220110"          // copy paper, napkin dispensers, black toner
)

func second(t *testing.T) company {
	t.Helper()
	c, err := loadCompany("../../../cmd/dev/eval/testdata/second/company")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTurnsOfCafe(t *testing.T) {
	c := second(t)
	readTurnsOf(t, c, "en", []turn{
		{cafe, "Everything except the saucers, please go ahead.", "other"}, // there are none: a person has to see it
		{cafe, "Yes to the coffee and the cups, no to the sugar.", "accept+change; -3 BOX 110302"},
		{cafe, "All fine except the sugar sticks, we still have plenty.", "accept+change; -3 BOX 110302"},
		{cafe, "Please go ahead with the coffee and the paper cups. The sugar can wait.", "accept+change; -3 BOX 110302"},
		{cafe, "Double the sugar sticks and then we're good to go.", "accept+change; =6 BOX 110302"},
		{cafe, "One more case of cups please, the rest is fine. Go ahead.", "accept+change; =5 CASE 120130"},
		{cafe, "Could we get 6 cases of cups rather than 4?", "change; =6 CASE 120130"},
		{office, "Please take the toner off and send the rest.", "accept+change; -2 220110"},
		{office, "We only want the copy paper, forget about the dispensers and the toner.", "change; -2 220110; -6 120510"},
		{office, "Sorry, we've been told to freeze all spending, so this one is off.", "decline"},
		{office, "When could the paper be here?", "question"},
		{office, "Do you charge for delivery?", "question"},
		{office, "Does the toner fit the LP 3210 too?", "question"},
		{"?Please quote 20 reams of copy paper A4.", "The recycled one.", "quote_request; 20 REAM 210184"},
		{"?How much are 6 HDMI cables?", "2 m please", "quote_request; 6 220220"},
		{"?How much are 6 HDMI cables?", "three of each length", "quote_request; 3 220220; 3 220222"},
		{"?We need 4 monitors.", "The bigger ones.", "quote_request; 4 220212"},
		{"?We need 4 monitors.", "The 24 inch ones will do.", "quote_request; 4 220210"},
	})
	readTurnsOf(t, c, "da", []turn{
		{cafe, "Alt er godkendt undtagen sukkersticks.", "accept+change; -3 BOX 110302"},
		{cafe, "Vi tager espressobønnerne og krusene.", "accept+change; -3 BOX 110302"},
		{office, "Kopipapiret er fint, men tonerne skal vi ikke bruge.", "change; -2 220110"},
		{office, "Kan vi få 50 pakker kopipapir i stedet for 40?", "change; =50 REAM 210180"},
		{office, "Hvornår kan papiret være her?", "question"},
		{"?Hvad koster 6 HDMI-kabler?", "Dem på 5 meter.", "quote_request; 6 220222"},
	})
	readTurnsOf(t, c, "de", []turn{
		{cafe, "Den Zucker bitte weglassen, der Rest passt so.", "accept+change; -3 BOX 110302"},
		{cafe, "Bitte von den Bechern nur 2 Kartons.", "change; =2 CASE 120130"},
		{office, "Wir nehmen nur das Kopierpapier.", "accept+change; -2 220110; -6 120510"},
		{office, "Statt 40 bitte 60 Ries Kopierpapier.", "change; =60 REAM 210180"},
		{office, "Fallen Versandkosten an?", "question"},
		{"?Was kosten 6 HDMI-Kabel?", "Die 5 m langen.", "quote_request; 6 220222"},
		{"?Wir brauchen 4 Monitore.", "Die größeren.", "quote_request; 4 220212"},
	})
	readTurnsOf(t, c, "fr", []turn{
		{cafe, "Nous prenons tout sauf le sucre.", "accept+change; -3 BOX 110302"},
		{cafe, "Pas besoin du sucre, le reste est parfait, vous pouvez lancer.", "accept+change; -3 BOX 110302"},
		{office, "Mettez 60 ramettes de papier au lieu de 40.", "change; =60 REAM 210180"},
		{office, "Sous quel délai pouvez-vous livrer ?", "question"},
		{"?Combien coûtent 6 câbles HDMI ?", "Ceux de 2 mètres.", "quote_request; 6 220220"},
		{"?Il nous faut 4 écrans.", "Les plus grands.", "quote_request; 4 220212"},
	})
}

func TestTurnsOfOthers(t *testing.T) {
	readTurns(t, "es", []turn{
		{spanners, "Aceptamos su oferta. Nuestro número de pedido es 4500123.", "accept ref=4500123"},
		{trolleys, "Nos quedamos solo con los dos primeros artículos.", "accept+change; -1 LV-2501"},
		{trolleys, "Por favor, eliminen la línea 2.", "change; -4 LV-2506"},
		{compressor, "Hemos decidido aplazar la compra hasta el año que viene.", "decline"},
		{compressor, "Finalmente no seguiremos adelante con el proyecto.", "decline"},
		{compressor, "¿Cuál es el plazo de entrega?", "question"},
		{compressor, "¿Están incluidos los portes?", "question"},
		{compressor, "Gracias, les diremos algo la semana que viene.", "other"},
		{spanners, "Cambien LV-1205 a 8 cajas.", "change; =8 BOX LV-1205"},
	})
	readTurns(t, "it", []turn{
		{spanners, "Accettiamo la vostra offerta. Il nostro numero d'ordine è 4500123.", "accept ref=4500123"},
		{trolleys, "Prendiamo solo le prime due righe.", "accept+change; -1 LV-2501"},
		{trolleys, "Togliete la riga 2, per favore.", "change; -4 LV-2506"},
		{compressor, "L'acquisto è stato rinviato al prossimo anno.", "decline"},
		{compressor, "Purtroppo abbiamo deciso di non procedere.", "decline"},
		{compressor, "Quali sono i tempi di consegna?", "question"},
		{compressor, "Il trasporto è compreso?", "question"},
		{compressor, "Grazie, vi faremo sapere.", "other"},
		{spanners, "Portate LV-1205 a 8 scatole.", "change; =8 BOX LV-1205"},
	})
	readTurns(t, "pt", []turn{
		{spanners, "Aceitamos a vossa proposta. O nosso número de encomenda é 4500123.", "accept ref=4500123"},
		{trolleys, "Ficamos só com as duas primeiras linhas.", "accept+change; -1 LV-2501"},
		{trolleys, "Retirem a linha 2, por favor.", "change; -4 LV-2506"},
		{compressor, "A compra foi adiada para o próximo ano.", "decline"},
		{compressor, "Infelizmente decidimos não avançar.", "decline"},
		{compressor, "Qual é o prazo de entrega?", "question"},
		{compressor, "O transporte está incluído?", "question"},
		{compressor, "Obrigado, voltaremos a contactar na próxima semana.", "other"},
	})
	readTurns(t, "nl", []turn{
		{spanners, "Wij gaan akkoord met uw offerte. Ons bestelnummer is 4500123.", "accept ref=4500123"},
		{trolleys, "We nemen alleen de eerste twee regels.", "accept+change; -1 LV-2501"},
		{trolleys, "Regel 2 mag vervallen.", "change; -4 LV-2506"},
		{compressor, "De aankoop is uitgesteld tot volgend jaar.", "decline"},
		{compressor, "We hebben besloten niet verder te gaan.", "decline"},
		{compressor, "Wat is de levertijd?", "question"},
		{compressor, "Zijn de verzendkosten inbegrepen?", "question"},
		{compressor, "Dank u, ik laat het u volgende week weten.", "other"},
	})
	readTurns(t, "sv", []turn{
		{spanners, "Vi accepterar er offert. Vårt ordernummer är 4500123.", "accept ref=4500123"},
		{trolleys, "Vi tar bara de två första raderna.", "accept+change; -1 LV-2501"},
		{trolleys, "Stryk rad 2, tack.", "change; -4 LV-2506"},
		{compressor, "Köpet är uppskjutet till nästa år.", "decline"},
		{compressor, "Vi har beslutat att inte gå vidare.", "decline"},
		{compressor, "Hur lång är leveranstiden?", "question"},
		{compressor, "Ingår frakten i priset?", "question"},
		{compressor, "Tack, jag återkommer nästa vecka.", "other"},
	})
	readTurns(t, "nb", []turn{
		{spanners, "Vi aksepterer tilbudet. Vårt bestillingsnummer er 4500123.", "accept ref=4500123"},
		{trolleys, "Vi tar bare de to første linjene.", "accept+change; -1 LV-2501"},
		{trolleys, "Stryk linje 2, takk.", "change; -4 LV-2506"},
		{compressor, "Kjøpet er utsatt til neste år.", "decline"},
		{compressor, "Vi har bestemt oss for å ikke gå videre.", "decline"},
		{compressor, "Hvor lang er leveringstiden?", "question"},
		{compressor, "Er frakten inkludert i prisen?", "question"},
		{compressor, "Takk, jeg kommer tilbake neste uke.", "other"},
	})
}
