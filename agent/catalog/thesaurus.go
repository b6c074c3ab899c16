package catalog

import (
	"strings"

	"salesclerk/agent/erp"
)

// thesaurus are words that trades and offices use for the same thing, by language.
// What a company has in its own synonyms comes on top. A word that also names
// something else stands only in a phrase: a drill is a machine, a twist drill a bit.
var thesaurus = map[string]string{
	"en": `drill bit|bit|twist drill|masonry drill
		cutting disc|cut-off wheel|cutting wheel|cut-off disc|cutoff wheel
		grinding disc|grinding wheel
		angle grinder|disc grinder|side grinder
		cordless screwdriver|battery screwdriver
		body only|bare unit|tool only|bare tool
		torch|flashlight
		vacuum cleaner|hoover|vacuum
		spanner|wrench
		allen key|hex key|hexagon key
		spirit level|bubble level
		tape measure|measuring tape
		crowbar|pry bar|wrecking bar
		wall plug|wall anchor|rawlplug
		threaded rod|threaded bar|studding
		tarpaulin|tarp
		duct tape|gaffer tape
		packing tape|parcel tape|packaging tape
		sticky tape|adhesive tape|scotch tape|sellotape
		bin bag|bin liner|garbage bag|trash bag|refuse sack
		waste bin|trash can|garbage can|rubbish bin
		safety glasses|safety specs|safety spectacles|protective glasses
		ear defenders|ear muffs
		coverall|boiler suit
		rubber boot|wellington
		dust mask|respirator
		ballpoint pen|biro
		ring binder|lever arch file
		drawing pin|thumb tack
		paper towel|kitchen roll
		toilet paper|toilet roll
		tap|faucet
		extension lead|extension cord|extension cable
		jerry can|fuel can
		monitor|display screen
		laptop|notebook computer
		sofa|couch|settee
		wardrobe|closet
		bubble wrap|air bubble film`,
	"de": `Trennscheibe|Flexscheibe
		Winkelschleifer|Flex|Trennschleifer
		Akkuschrauber|Akkubohrschrauber
		Gabelschlüssel|Maulschlüssel
		Inbusschlüssel|Innensechskantschlüssel
		Schutzbrille|Arbeitsbrille|Sicherheitsbrille
		Müllsack|Müllbeutel|Abfallsack
		Taschenlampe|Stablampe
		Bildschirm|Monitor
		Gehörschutz|Kapselgehörschützer
		Cuttermesser|Teppichmesser
		Sackkarre|Stechkarre
		Kugelschreiber|Kuli
		Ordner|Aktenordner
		Verlängerungskabel|Verlängerungsleitung
		Warnweste|Sicherheitsweste
		Schutzhelm|Bauhelm
		Klebeband|Tesafilm`,
	"da": `skæreskive|kapskive
		unbrakonøgle|sekskantnøgle|umbraconøgle
		sikkerhedsbriller|beskyttelsesbriller
		affaldssæk|affaldspose|skraldepose
		lommelygte|stavlygte
		skærm|monitor
		høreværn|ørekopper
		forlængerledning|forlængerkabel
		rawlplug|dybel|murplug
		toiletpapir|wc-papir`,
	"fr": `disque à tronçonner|disque à découper
		meuleuse|disqueuse
		clé allen|clé six pans|clé hexagonale
		lunettes de protection|lunettes de sécurité
		lampe torche|lampe de poche
		écran|moniteur
		casque antibruit|protège-oreilles
		rallonge électrique|prolongateur
		papier toilette|papier hygiénique`,
	"sv": `kapskiva|skärskiva
		insexnyckel|sexkantsnyckel
		skyddsglasögon|arbetsglasögon
		sopsäck|soppåse
		ficklampa|stavlampa
		skärm|bildskärm|monitor
		hörselskydd|hörselkåpor
		förlängningssladd|skarvsladd`,
	"nb": `kappskive|skjæreskive
		unbrakonøkkel|sekskantnøkkel
		vernebriller|beskyttelsesbriller
		søppelsekk|avfallssekk|søppelpose
		lommelykt|stavlykt
		skjerm|monitor
		hørselvern|øreklokker
		skjøteledning|forlengelsesledning`,
	"nl": `doorslijpschijf|slijpschijf
		haakse slijper|slijptol
		inbussleutel|zeskantsleutel
		veiligheidsbril|beschermbril
		vuilniszak|afvalzak
		zaklamp|zaklantaarn
		beeldscherm|monitor
		verlengsnoer|verlengkabel
		plakband|kleefband`,
	"it": `disco da taglio|disco per troncare
		smerigliatrice|flessibile
		chiave a brugola|chiave esagonale
		occhiali di protezione|occhiali protettivi
		torcia|pila elettrica
		schermo|monitor
		prolunga|cavo di prolunga`,
	"es": `disco de corte|disco de tronzar
		amoladora|radial
		llave allen|llave hexagonal
		gafas de seguridad|gafas de protección
		linterna|lámpara de bolsillo
		pantalla|monitor
		alargador|alargadera|cable alargador
		bolígrafo|boli`,
	"pt": `disco de corte|disco de cortar
		rebarbadora|esmerilhadeira
		chave allen|chave sextavada
		óculos de proteção|óculos de segurança
		lanterna|lâmpada de bolso
		monitor|ecrã
		extensão elétrica|cabo de extensão`,
}

// trade are the groups of the thesaurus.
var trade = func() []erp.Synonyms {
	var out []erp.Synonyms
	for _, lang := range anyLang {
		for line := range strings.Lines(thesaurus[lang]) {
			out = append(out, erp.Synonyms{Lang: lang, Words: strings.Split(strings.TrimSpace(line), "|")})
		}
	}
	return out
}()
