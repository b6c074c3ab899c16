package catalogbench

import "strings"

// tongue is what names are made of in one language.
type tongue struct {
	lang      string
	compound  bool   // Montageschraube, not mounting screw
	of        string // vis DE montage
	nouns     []noun
	uses      []string // what it is for
	colours   []adjective
	materials []string
	extras    []string // words that say little: Premium
}

// noun is a thing with its other form and the letter of its sizes: b bolts, d
// diameters, v volumes, l lengths, x boxes, w watts, s clothes, k weights.
type noun struct{ one, many, sizes string }

// adjective is a colour with its other forms.
type adjective struct{ base, other string }

var tongues = []tongue{
	{lang: "en", nouns: nouns(`screw screws b; bolt bolts b; bracket brackets x; hose hoses l; drill drills w; lamp lamps w; cabinet cabinets x;
		glove gloves s; jacket jackets s; paint paints v; cleaner cleaners v; pump pumps w; cable cables l; box boxes x; brush brushes d;
		disc discs d; ladder ladders l; shelf shelves x; valve valves d; filter filters d; grease greases k; chair chairs x; table tables x;
		trolley trolleys k; fan fans w; heater heaters w; bucket buckets v; rope ropes l; hinge hinges d; washer washers b; battery batteries w; knife knives d`),
		uses:    split(`mounting garden office workshop safety winter kitchen industrial bathroom storage welding floor wall roof conference cutting grinding marine medical window transport concrete spray assembly`),
		colours: adjectives(`black white red blue green yellow grey brown orange silver`), materials: split(`steel aluminium brass plastic oak rubber copper leather cotton zinc`),
		extras: split(`Premium Basic Pro Eco Classic Heavy Compact`)},
	{lang: "de", compound: true, nouns: nouns(`schraube schrauben b; bolzen bolzen b; halter halter x; schlauch schläuche l; bohrer bohrer d; leuchte leuchten w; schrank schränke x;
		handschuh handschuhe s; jacke jacken s; farbe farben v; reiniger reiniger v; pumpe pumpen w; kabel kabel l; kiste kisten x; bürste bürsten d;
		scheibe scheiben d; leiter leitern l; regal regale x; ventil ventile d; filter filter d; fett fette k; stuhl stühle x; tisch tische x;
		wagen wagen k; lüfter lüfter w; heizer heizer w; eimer eimer v; seil seile l; scharnier scharniere d; mutter muttern b; akku akkus w; messer messer d`),
		uses:    split(`montage garten büro werkstatt sicherheits winter küchen industrie bad lager schweiß boden wand dach konferenz schneid schleif marine praxis fenster transport beton sprüh möbel`),
		colours: adjectives(`schwarz:schwarze weiß:weiße rot:rote blau:blaue grün:grüne gelb:gelbe grau:graue braun:braune`), materials: split(`Stahl Aluminium Messing Kunststoff Eiche Gummi Kupfer Leder Baumwolle Zink`),
		extras: split(`Premium Basis Profi Öko Klassik Schwerlast Kompakt`)},
	{lang: "da", compound: true, nouns: nouns(`skrue skruer b; bolt bolte b; beslag beslagene x; slange slanger l; bor borene d; lampe lamper w; skab skabe x;
		handske handsker s; jakke jakker s; maling malinger v; rens rensen v; pumpe pumper w; kabel kabler l; kasse kasser x; børste børster d;
		skive skiver d; stige stiger l; hylde hylder x; ventil ventiler d; filter filtre d; fedt fedtet k; stol stole x; bord borde x;
		vogn vogne k; blæser blæsere w; varmer varmere w; spand spande v; reb rebene l; hængsel hængsler d; møtrik møtrikker b; batteri batterier w; kniv knive d`),
		uses:    split(`montage have kontor værksteds sikkerheds vinter køkken industri bade lager svejse gulv væg tag konference skære slibe marine læge vindues transport beton sprøjte møbel`),
		colours: adjectives(`sort:sorte hvid:hvide rød:røde blå:blåt grøn:grønne gul:gule grå:gråt brun:brune`), materials: split(`stål aluminium messing plast eg gummi kobber læder bomuld zink`),
		extras: split(`Premium Basis Profi Øko Klassisk Kraftig Kompakt`)},
	{lang: "sv", compound: true, nouns: nouns(`skruv skruvar b; bult bultar b; fäste fästen x; slang slangar l; borr borrar d; lampa lampor w; skåp skåpen x;
		handske handskar s; jacka jackor s; färg färger v; rengöring rengöringar v; pump pumpar w; kabel kablar l; låda lådor x; borste borstar d;
		skiva skivor d; stege stegar l; hylla hyllor x; ventil ventiler d; filter filtren d; fett fetter k; stol stolar x; bord borden x;
		vagn vagnar k; fläkt fläktar w; värmare värmarna w; hink hinkar v; rep repen l; gångjärn gångjärnen d; mutter muttrar b; batteri batterier w; kniv knivar d`),
		uses:    split(`monterings trädgårds kontors verkstads säkerhets vinter köks industri badrums lager svets golv vägg tak konferens skär slip marin läkar fönster transport betong sprut möbel`),
		colours: adjectives(`svart:svarta vit:vita röd:röda blå:blåa grön:gröna gul:gula grå:gråa brun:bruna`), materials: split(`stål aluminium mässing plast ek gummi koppar läder bomull zink`),
		extras: split(`Premium Bas Proffs Eko Klassisk Kraftig Kompakt`)},
	{lang: "nl", compound: true, nouns: nouns(`schroef schroeven b; bout bouten b; beugel beugels x; slang slangen l; boor boren d; lamp lampen w; kast kasten x;
		handschoen handschoenen s; jas jassen s; verf verven v; reiniger reinigers v; pomp pompen w; kabel kabels l; doos dozen x; borstel borstels d;
		schijf schijven d; ladder ladders l; plank planken x; klep kleppen d; filter filters d; vet vetten k; stoel stoelen x; tafel tafels x;
		wagen wagens k; ventilator ventilatoren w; kachel kachels w; emmer emmers v; touw touwen l; scharnier scharnieren d; moer moeren b; accu accu's w; mes messen d`),
		uses:    split(`montage tuin kantoor werkplaats veiligheids winter keuken industrie badkamer opslag las vloer wand dak conferentie snij slijp marine dokters raam transport beton spuit meubel`),
		colours: adjectives(`zwart:zwarte wit:witte rood:rode blauw:blauwe groen:groene geel:gele grijs:grijze bruin:bruine`), materials: split(`staal aluminium messing kunststof eiken rubber koper leer katoen zink`),
		extras: split(`Premium Basis Profi Eco Klassiek Zwaar Compact`)},
	{lang: "fr", of: "de", nouns: nouns(`vis vis b; boulon boulons b; support supports x; tuyau tuyaux l; foret forets d; lampe lampes w; armoire armoires x;
		gant gants s; veste vestes s; peinture peintures v; nettoyant nettoyants v; pompe pompes w; câble câbles l; boîte boîtes x; brosse brosses d;
		disque disques d; échelle échelles l; étagère étagères x; soupape soupapes d; filtre filtres d; graisse graisses k; chaise chaises x; table tables x;
		chariot chariots k; ventilateur ventilateurs w; radiateur radiateurs w; seau seaux v; corde cordes l; charnière charnières d; rondelle rondelles b; batterie batteries w; couteau couteaux d`),
		uses:    split(`montage jardin bureau atelier sécurité chantier cuisine industrie bain stockage soudage sol toiture conférence coupe meulage marine soins fenêtre transport béton façade mobilier laboratoire`),
		colours: adjectives(`noir:noire blanc:blanche rouge:rouges bleu:bleue vert:verte jaune:jaunes gris:grise brun:brune`), materials: split(`acier aluminium laiton plastique chêne caoutchouc cuivre cuir coton zinc`),
		extras: split(`Premium Basique Pro Éco Classique Robuste Compact`)},
	{lang: "es", of: "de", nouns: nouns(`tornillo tornillos b; perno pernos b; soporte soportes x; manguera mangueras l; broca brocas d; lámpara lámparas w; armario armarios x;
		guante guantes s; chaqueta chaquetas s; pintura pinturas v; limpiador limpiadores v; bomba bombas w; cable cables l; caja cajas x; cepillo cepillos d;
		disco discos d; escalera escaleras l; estante estantes x; válvula válvulas d; filtro filtros d; grasa grasas k; silla sillas x; mesa mesas x;
		carro carros k; ventilador ventiladores w; calefactor calefactores w; cubo cubos v; cuerda cuerdas l; bisagra bisagras d; arandela arandelas b; batería baterías w; cuchillo cuchillos d`),
		uses:    split(`montaje jardín oficina taller seguridad invierno cocina industria baño almacén soldadura suelo pared tejado conferencia corte lijado marina clínica ventana transporte hormigón fachada laboratorio`),
		colours: adjectives(`negro:negra blanco:blanca rojo:roja azul:azules verde:verdes amarillo:amarilla gris:grises marrón:marrones`), materials: split(`acero aluminio latón plástico roble caucho cobre cuero algodón zinc`),
		extras: split(`Premium Básico Pro Eco Clásico Robusto Compacto`)},
	{lang: "it", of: "da", nouns: nouns(`vite viti b; bullone bulloni b; staffa staffe x; tubo tubi l; punta punte d; lampada lampade w; armadio armadi x;
		guanto guanti s; giacca giacche s; vernice vernici v; detergente detergenti v; pompa pompe w; cavo cavi l; scatola scatole x; spazzola spazzole d;
		disco dischi d; scala scale l; scaffale scaffali x; valvola valvole d; filtro filtri d; grasso grassi k; sedia sedie x; tavolo tavoli x;
		carrello carrelli k; ventilatore ventilatori w; stufa stufe w; secchio secchi v; corda corde l; cerniera cerniere d; rondella rondelle b; batteria batterie w; coltello coltelli d`),
		uses:    split(`montaggio giardino ufficio officina sicurezza inverno cucina industria bagno magazzino saldatura pavimento parete tetto conferenza taglio levigatura marina clinica finestra trasporto cemento facciata laboratorio`),
		colours: adjectives(`nero:nera bianco:bianca rosso:rossa blu:blu verde:verdi giallo:gialla grigio:grigia marrone:marroni`), materials: split(`acciaio alluminio ottone plastica rovere gomma rame cuoio cotone zinco`),
		extras: split(`Premium Base Pro Eco Classico Robusto Compatto`)},
}

func split(s string) []string { return strings.Fields(s) }

func nouns(s string) []noun {
	var out []noun
	for _, line := range strings.Split(s, ";") {
		f := strings.Fields(line)
		out = append(out, noun{f[0], f[1], f[2]})
	}
	return out
}

func adjectives(s string) []adjective {
	var out []adjective
	for _, w := range strings.Fields(s) {
		base, other, ok := strings.Cut(w, ":")
		if !ok {
			other = base
		}
		out = append(out, adjective{base, other})
	}
	return out
}
