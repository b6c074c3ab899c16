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
	shape         // several figures in their order: 800 x 600 mm
)

// colours, materials and sizes in our languages; the first word names the term.
var colourWords = []string{
	"black sort sorte sorts noir noire noirs noires schwarz schwarze schwarzer schwarzes schwarzen nero nera neri nere negro negra negros negras preto preta pretos pretas svart svarta svarte zwart zwarte",
	"white hvid hvide hvidt blanc blanche blancs blanches weiss weisse weisser weisses weissen bianco bianca bianchi bianche blanco blanca blancos blancas branco branca brancos brancas vit vita vitt hvit hvite hvitt wit witte",
	"red rod rode rodt rouge rouges rot rote roter rotes roten rosso rossa rossi rosse rojo roja rojos rojas vermelho vermelha vermelhos vermelhas roda rott rood",
	"blue bla blat blaa bleu bleue bleus bleues blau blaue blauer blaues blauen blauw blauwe blu azul azules azuis azzurro azzurra blatt",
	"green gron grone gront vert verte verts vertes grun grune gruner grunes grunen gruen gruene groen verde verdi verdes grona gronn gronne gronnt groene",
	"yellow gul gule gult jaune jaunes gelb gelbe gelber gelbes gelben geel giallo gialla gialli gialle amarillo amarilla amarillos amarillas amarelo amarela amarelos amarelas gula gele",
	"grey gray gra graa grat gris grise grises grau graue grauer graues grauen grigio grigia grigi grigie cinza cinzento cinzenta grijs grijze",
	"brown brun brune brunt bruns brunes marron braun braune brauner braunes braunen marrone marroni marrones marrom marrons castanho castanha bruna bruin bruine",
	"orange oranges orangefarben arancione arancioni arancio naranja naranjas laranja laranjas oranje",
	"purple lilla violet violette violets violettes lila violett viola violeta violetas morado morada roxo roxa paars paarse",
	"pink lyserod lyserode rosa rose",
	"beige beiges beigen",
	"silver solv solvfarvet argente argentee silber silbern silberne argento plateado plateada plata prateado prateada prata silverfarget zilver zilveren zilverkleurig",
	"turquoise turkis tuerkis",
	"transparent transparente transparents klar clear gennemsigtig durchsichtig trasparente trasparenti transparentes genomskinlig gjennomsiktig doorzichtig doorzichtige",
	"anthracite antracit anthrazit antracite antracita antraciet",
	"ivory elfenben elfenbensfarvet elfenbein elfenbeinfarben ivoire avorio marfil marfim elfenbensvit elfenbenshvit",
	"burgundy bordeaux bordeauxrod bordeauxrot burgunderrot bordo burdeos vinrod vinrode weinrot vinrott",
	"gold golden guld guldfarvet dore doree dores dorees goldfarben goldene dorato dorata dorado dorada dourado dourada gull gullfarget goud gouden",
	"navy marinebla marineblau marineblatt marineblauw marinblatt",
}

var materialWords = []string{
	"wood wooden trae bois holz holzern massivtrae legno madera madeira tra hout houten",
	"oak eg chene eiche egetrae rovere quercia roble carvalho ek eik eiken",
	"beech bog hetre buche bogetrae faggio haya faia beuken",
	"steel stal staal acier stahl acciaio acero aco stalen",
	"stainless rustfri rustfrit inox inoxydable edelstahl rostfrei inossidabile inoxidable inoxidavel rostfri rostfritt rvs roestvrij roestvrijstaal",
	"aluminium aluminum alu alluminio aluminio",
	"plastic plast plastik plastique kunststoff plastica plastico plasticas plasticos kunststof",
	"leather laeder cuir leder cuoio cuero piel couro skinn leer leren",
	"glass glas verre vetro vidrio vidro glassen glazen",
	"cotton bomuld coton baumwolle cotone algodon algodao bomull katoen katoenen",
	"paper papir papier carta papel papper",
	"cardboard pap carton pappe karton cartone cartao kartong papp",
	"brass messing laiton ottone laton latao massing",
	"copper kobber cuivre kupfer rame cobre koppar koper koperen kobberet",
	"rubber gummi caoutchouc gomma caucho goma borracha rubberen",
	"wool uld laine wolle lana ull wol wollen",
	"linen hor lin leinen linne",
	"concrete beton calcestruzzo hormigon concreto betao betong",
	"ceramic keramik ceramique keramisk ceramica keramisch keramische",
	"walnut valnod noyer nussbaum noce nogal nogueira valnot valnott walnoot notelaar",
	"ash ask frene esche",
	"pine fyr fyrretrae pin kiefer pino pinho furu grenen",
	"birch birk bouleau birke betulla abedul betula bjork bjerk berken",
	"zinc zink galvanised galvanized galvaniseret galvanise verzinkt zinco galvanizzato galvanizado galvanizada zincato zincata zincado cincado forzinkad galvaniserad forsinket verzinkte verzinkter verzinktes verzinkten gegalvaniseerd",
}

var sizeWords = []string{
	"xs", "xxl", "xl", "xxxl",
	"small lille lillet petit petite petits petites klein kleine kleiner kleines kleinen piccolo piccola piccoli piccole pequeno pequena pequenos pequenas liten litet sma kleintje",
	"medium mellem moyen moyenne mittel mittlere mittelgross medio medi mellan middels middelgroot",
	"large big stor stort store grand grande grands grandes gross grosse grosser grosses grossen grandi granda groot grote stora",
}

// sizeLetters stand for a size on a label, or after one of the sizeNames.
var sizeLetters = map[string]string{"s": "small", "m": "medium", "l": "large"}

var sizeNames = words("size sizes eu str storrelse pointure taille tailles grosse gr")

// places say which of several like things is meant: a front hub is not a back hub.
var placeLines = []string{
	"front forrest avant vorne vorder vordere vorderer forhjul anteriore anteriori delantero delantera dianteiro dianteira framre fram voorste",
	"back rear bag bagest arriere hinten hinter hintere hinterer posteriore posteriori trasero trasera traseiro traseira bakre achter achterste",
	"left venstre gauche links linke linker linkes sinistro sinistra izquierdo izquierda esquerdo esquerda vanster vanstra",
	"right hojre droite droit rechts rechte rechter rechtes destro destra derecho derecha direito direita hoger hogra hoyre",
	"upper ovre superieur superieure oben obere oberer superiore superiori boven bovenste",
	"lower nedre inferieur inferieure unten untere unterer inferiore inferiori onder onderste",
	"inner inside indvendig indvendigt interieur interieure innen interno interna interni invandig innvendig binnen",
	"outer outside udvendig udvendigt exterieur exterieure aussen esterno esterna utvandig utvendig",
}

var qualityWords = words(`wet dry vad vade vadt tor torre tort nass nasser nasse nasses trocken trockene trockener trockenes humide humides sec seche secs seches
	new basic deluxe advanced enhanced premium standard professional pro plus original mini maxi super
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
	fur mit ohne von vom zu zum zur aus in im auf oder inkl fuer
	con senza per da di del della dei delle para sin y com sem do dos das e voor met zonder van het utan fran till och uten og inklusive`)

// lacking are the joints before what a thing has not.
var lacking = words("without uden sans ohne senza sin sem zonder utan uten")

// informal is how words are written in haste, with the word itself.
var informal = map[string]string{"lite": "light", "nite": "night", "brite": "bright", "tuff": "tough", "kwik": "quick", "quik": "quick", "thru": "through", "xtra": "extra"}

// frenchWords tell a phrase in which the thing comes first, in French and its
// kin: chaise de bureau, sedia da ufficio.
var frenchWords = words("de du des pour avec sans et aux au les la le une un vos nous est di del della dei delle con senza da para sin com sem")

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
	personen modell angebot preis folgende folgenden artikel produkt menge stuck stk hallo auch noch jede je pro ist sind haben jetzt spater bald sofort wieder
	vorrei vorremmo desidero serve servono bisogno ordinare ordine pezzi pezzo prego grazie gli il lo articolo
	quisiera quisieramos queremos quiero necesito necesitamos pedir pedido piezas pieza favor gracias el los las unas unos articulo
	queria gostaria precisamos preciso encomendar encomenda pecas peca obrigado obrigada os umas uns artigo
	graag willen nodig hebben bestellen stuks stuk alstublieft aub bedankt dank het een wij jullie
	jag vill skulle behover onskar bestalla bestallning stycken tack garna ett vil trenger bestille gjerne takk`)

// namesakes are things whose name is a stop word without its accents: nøgle, nogle.
var namesakes = words("nøgle")

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
