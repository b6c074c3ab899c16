package catalog

import "strings"

// kind is what role a word plays.
type kind int

const (
	plain    kind = iota
	colour        // soft: another one may be offered
	material      // soft
	size          // hard: another one is not what was asked
	measure       // hard
	number        // a bare number
	code          // letters and digits: a model, a type
	place         // hard: front, left; never what a thing is
	quality       // an adjective: never what a thing is
)

// colours, materials and sizes in our languages; the first word names the term.
var colourWords = []string{
	"black sort sorte sorts noir noire noirs noires schwarz schwarze schwarzer schwarzes schwarzen",
	"white hvid hvide hvidt blanc blanche blancs blanches weiss weisse weisser weisses weissen",
	"red rod rode rodt rouge rouges rot rote roter rotes roten",
	"blue bla blat blaa bleu bleue bleus bleues blau blaue blauer blaues blauen blauw blauwe",
	"green gron grone gront vert verte verts vertes grun grune gruner grunes grunen gruen gruene groen",
	"yellow gul gule gult jaune jaunes gelb gelbe gelber gelbes gelben geel",
	"grey gray gra graa grat gris grise grises grau graue grauer graues grauen",
	"brown brun brune brunt bruns brunes marron braun braune brauner braunes braunen",
	"orange oranges orangefarben",
	"purple lilla violet violette violets violettes lila violett",
	"pink lyserod lyserode rosa rose",
	"beige beiges",
	"silver solv solvfarvet argente argentee silber silbern silberne",
	"turquoise turkis tuerkis",
	"transparent transparente transparents klar clear gennemsigtig durchsichtig",
	"anthracite antracit anthrazit",
}

var materialWords = []string{
	"wood wooden trae bois holz holzern massivtrae",
	"oak eg chene eiche egetrae",
	"beech bog hetre buche bogetrae",
	"steel stal staal acier stahl",
	"stainless rustfri rustfrit inox inoxydable edelstahl rostfrei",
	"aluminium aluminum alu",
	"plastic plast plastik plastique kunststoff",
	"leather laeder cuir leder",
	"glass glas verre",
	"cotton bomuld coton baumwolle",
	"paper papir papier",
	"cardboard pap carton pappe karton",
	"brass messing laiton",
	"copper kobber cuivre kupfer",
	"rubber gummi caoutchouc",
	"wool uld laine wolle",
	"linen hor lin leinen",
	"concrete beton",
	"ceramic keramik ceramique keramisk",
	"walnut valnod noyer nussbaum",
	"ash ask frene esche",
	"pine fyr fyrretrae pin kiefer",
	"birch birk bouleau birke",
	"zinc zink galvanised galvanized galvaniseret galvanise verzinkt",
}

var sizeWords = []string{
	"xs", "xxl", "xl", "xxxl",
	"small lille lillet petit petite petits petites klein kleine kleiner kleines kleinen",
	"medium mellem moyen moyenne mittel mittlere mittelgross",
	"large big stor stort store grand grande grands grandes gross grosse grosser grosses grossen",
}

// sizeLetters stand for a size on a label, or after one of the sizeNames.
var sizeLetters = map[string]string{"s": "small", "m": "medium", "l": "large"}

var sizeNames = words("size sizes eu str storrelse pointure taille tailles grosse gr")

// places say which of several like things is meant: a front hub is not a back hub.
var placeLines = []string{
	"front forrest avant vorne vorder vordere vorderer forhjul",
	"back rear bag bagest arriere hinten hinter hintere hinterer",
	"left venstre gauche links linke linker linkes",
	"right hojre droite droit rechts rechte rechter rechtes",
	"upper ovre superieur superieure oben obere oberer",
	"lower nedre inferieur inferieure unten untere unterer",
	"inner inside indvendig indvendigt interieur interieure innen",
	"outer outside udvendig udvendigt exterieur exterieure aussen",
}

var qualityWords = words(`new basic deluxe advanced enhanced premium standard professional pro plus original mini maxi super
	spare extra reserve heavy light long short tall high low wide narrow thin thick round square double single adjustable ergonomic comfortable
	foldable portable wireless electric digital soft hard quality cheap nice good best better
	ekstra lose basis ny nye nyt lang lange langt kort korte hoj hoje hojt lav lave lavt bred brede bredt smal smalle rund runde rundt
	dobbelt dobbelte enkelt enkelte justerbar justerbare justerbart ergonomisk ergonomiske elektrisk elektriske tradlos tradlose god gode godt kraftig
	neuf nouveau nouvelle long longue court courte haut haute bas basse large etroit etroite rond ronde double simple
	reglable reglables ergonomique ergonomiques electrique electriques pliable bon bonne
	neu neue neuer neues lang kurz hoch niedrig breit schmal rund doppelt einfach verstellbar verstellbare ergonomisch ergonomische elektrisch`)

// joints end the noun phrase that says what a thing is: a stand for speakers is a stand.
var joints = words(`for with without of to from in on by at und and or & + incl including
	til med uden af fra i pa og eller paa inkl
	de du des d a la le les pour avec sans en et ou au aux sur par
	fur mit ohne von vom zu zum zur aus in im auf oder inkl fuer`)

// frenchWords tell a French phrase, where the thing comes first: chaise de bureau.
var frenchWords = words("de du des pour avec sans et aux au les la le une un vos nous est")

// polite words carry no item; what people say around it.
var stopWords = words(`i we you me us my our your it its this that these those the a an some any please pls kindly need needs want wants would
	like order buy purchase get give send deliver quote offer price following items item article articles product products
	quantity qty pcs pc of people persons person size colour color model type brand thanks thank hello hi dear can could also more another each per as is are be have has do one
	x no nr number art line lines just only asap again reorder now later today soon already too instead urgently
	jeg vi du i mig os min mit mine vores jeres det den de dette denne disse en et nogle nogen venligst tak gerne
	behov bruge skal vil ville onsker onske bestille bestilling kobe sende send lever levere tilbud pris folgende varer vare
	varenummer varenr storrelse str farve personer antal stk styk stykker hej kan kunne ogsa mere flere hver pr er har bedes bedst have nu senere snart straks omgaende hurtigst muligt igen desuden samt stadig lige gerne
	je nous vous moi notre nos votre vos il elle ce cet cette ces un une le la les l d du des de svp merci
	voudrais voudrions souhaite souhaitons besoin commander commande acheter envoyer livrer devis offre prix
	taille pointure couleur modele personnes suivant suivants suivante suivantes article articles produit produits reference ref quantite bonjour
	aussi encore chaque par est sont avoir avons piece pieces maintenant rapidement egalement puis ensuite
	ich wir sie uns mein unser unsere ihr ihre es das der die den dem ein eine einen einem einer bitte danke
	brauche brauchen benotige benotigen mochte mochten hatte hatten gerne bestellen bestellung kaufen senden schicken liefern
	personen modell angebot preis folgende folgenden artikel produkt menge stuck stk hallo auch noch jede je pro ist sind haben jetzt spater bald sofort wieder`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// known maps a folded word to its term ("c:black") and kind.
var known = lexicon()

type meaning struct {
	term string
	kind kind
}

func lexicon() map[string]meaning {
	m := map[string]meaning{}
	put := func(lines []string, prefix string, k kind) {
		for _, l := range lines {
			ws := strings.Fields(l)
			for _, w := range ws {
				m[w] = meaning{prefix + ws[0], k}
			}
		}
	}
	put(colourWords, "c:", colour)
	put(materialWords, "t:", material)
	put(sizeWords, "s:", size)
	put(placeLines, "p:", place)
	return m
}
