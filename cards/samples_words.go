package cards

// sampleText is a customer's and our own words of the samples in one language.
type sampleText struct {
	tag, subject, mail, line1, line2, item1, item2, dateWords, reply, ordered, ask, answer, unavailable string
}

// sampleWords is the words in a language; English where there are none.
func sampleWords(tag string) sampleText {
	switch tag {
	case "da":
		return sampleText{tag: tag, subject: "Tilbud på konferenceborde",
			mail:  "Hej\n\nVi vil gerne have et tilbud på 2 Antwerpen konferenceborde og nogle blå Paris gæstestole.\nLevering helst sidst i februar, senest 2. marts.\n\nVenlig hilsen\nLene Dahl",
			line1: "2 Antwerpen konferenceborde", line2: "nogle blå Paris gæstestole",
			item1: "ANTWERPEN konferencebord", item2: "PARIS gæstestol, blå", dateWords: "helst sidst i februar, senest 2. marts",
			reply:       "Kære Lene Dahl\n\nTak for Deres forespørgsel. Vedhæftet finder De vores tilbud.\n\n[summary]\n\nBekræft venligst, om vi må oprette ordren.\n\nMed venlig hilsen",
			ordered:     "Kære Lene Dahl\n\nTak for Deres bestilling. Vedhæftet finder De vores ordrebekræftelse.\n\n[summary]\n\nMed venlig hilsen",
			ask:         "Kære Lene Dahl\n\nTak for Deres forespørgsel. Flere af vores varer passer. Hvilke ønsker De?\n\n[summary]\n\nMed venlig hilsen",
			answer:      "Kære Lene Dahl\n\n\n\nMed venlig hilsen",
			unavailable: "Kære Lene Dahl\n\nTak for Deres forespørgsel. Desværre kan vi ikke levere de ønskede varer.\n\n[summary]\n\nMed venlig hilsen"}
	case "fr":
		return sampleText{tag: tag, subject: "Devis pour tables de conférence",
			mail:  "Bonjour,\n\nMerci de nous établir un devis pour 2 tables de conférence Anvers et quelques chaises visiteur Paris bleues.\nLivraison de préférence fin février, au plus tard le 2 mars.\n\nCordialement\nLene Dahl",
			line1: "2 tables de conférence Anvers", line2: "quelques chaises visiteur Paris bleues",
			item1: "Table de conférence ANVERS", item2: "Chaise visiteur PARIS, bleue", dateWords: "de préférence fin février, au plus tard le 2 mars",
			reply:       "Madame, Monsieur,\n\nNous vous remercions de votre demande. Veuillez trouver notre devis en pièce jointe.\n\n[summary]\n\nMerci de nous confirmer la commande.\n\nCordialement",
			ordered:     "Madame, Monsieur,\n\nNous vous remercions de votre commande. Veuillez trouver notre confirmation en pièce jointe.\n\n[summary]\n\nCordialement",
			ask:         "Madame, Monsieur,\n\nNous vous remercions de votre demande. Plusieurs de nos articles conviennent. Lesquels souhaitez-vous ?\n\n[summary]\n\nCordialement",
			answer:      "Madame, Monsieur,\n\n\n\nCordialement",
			unavailable: "Madame, Monsieur,\n\nNous vous remercions de votre demande. Les articles souhaités ne sont malheureusement pas disponibles.\n\n[summary]\n\nCordialement"}
	}
	return sampleText{tag: "en", subject: "Quote for conference tables",
		mail:  "Hello,\n\nPlease quote 2 Antwerp conference tables and some blue Paris guest chairs.\nDelivery preferably at the end of February, by 2 March at the latest.\n\nKind regards\nLene Dahl",
		line1: "2 Antwerp conference tables", line2: "some blue Paris guest chairs",
		item1: "ANTWERP Conference Table", item2: "PARIS Guest Chair, blue", dateWords: "preferably at the end of February, by 2 March",
		reply:       "Dear Lene Dahl,\n\nThank you for your request. Please find our quote attached.\n\n[summary]\n\nPlease confirm if we may make the order.\n\nKind regards",
		ordered:     "Dear Lene Dahl,\n\nThank you for your order. Please find our order confirmation attached.\n\n[summary]\n\nKind regards",
		ask:         "Dear Lene Dahl,\n\nThank you for your request. Several of our items fit. Which ones do you mean?\n\n[summary]\n\nKind regards",
		answer:      "Dear Lene Dahl,\n\n\n\nKind regards",
		unavailable: "Dear Lene Dahl,\n\nThank you for your request. Unfortunately we cannot deliver the items you asked for.\n\n[summary]\n\nKind regards"}
}
