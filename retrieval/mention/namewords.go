package mention

import "strings"

func words(lists ...string) set {
	s := set{}
	for _, list := range lists {
		for w := range strings.FieldsSeq(list) {
			s[w] = struct{}{}
		}
	}
	return s
}

var (
	// abbreviations carry a dot that ends no sentence.
	abbreviations = words(`mr mrs ms dr prof gen lt col maj capt cpt sgt cpl brig adm cmdr sen rep gov rev hon pres st ft mt jr sr
		vs no nos jan feb mar apr jun jul aug sep sept oct nov dec inc corp co ltd dept univ`)

	// titles stand before a person's name, in capitals or not.
	titles = words(`president presidents secretary minister ministers premier chancellor ambassador senator sen representative rep
		congressman congresswoman governor gov mayor general gen colonel col lieutenant lt major maj brigadier brig captain
		capt sergeant sgt corporal cpl admiral adm commander cmdr marshal mr mrs ms miss dr doctor prof professor king queen
		prince princess emperor sultan emir pope sheikh sheik ayatollah imam rabbi reverend rev father sister archbishop bishop cardinal
		judge justice sir lord lady dame chairman chairwoman chairperson speaker spokesman spokeswoman spokesperson director
		chief envoy coach attorney inspector detective officer commissioner undersecretary rapporteur coordinator administrator
		aide analyst activist adviser advisor author actor actress singer economist historian journalist reporter
		correspondent photographer lawyer leader candidate founder executive manager physicist scientist diplomat mediator
		negotiator nominee resident pilot surgeon physician researcher councilman councilwoman lawmaker politician teacher engineer
		student nurse architect businessman businesswoman campaigner firefighter filmmaker novelist playwright entrepreneur columnist
		commentator consultant paramedic pensioner ceo cfo coo cto prosecutor auditor historian critic pianist violinist guitarist drummer
		painter sculptor swimmer cyclist sprinter boxer golfer skater skier striker goalkeeper midfielder detective sheriff constable`)

	// innerTitles are titles also behind an organisation's or a party's name, where they are no family name.
	innerTitles = words(`minister secretary officer president chairman chairwoman chairperson executive director spokesman spokeswoman spokesperson senator
		governor commissioner ambassador professor coordinator administrator ceo cfo coo cto sir dame mr mrs ms dr`)

	// titleModifiers stand within a title.
	titleModifiers = words(`foreign defense defence prime vice deputy interior finance press general assistant acting former first
		joint national special state shadow home environment culture tourism housing immigration employment development health chief under homeland security permanent supreme intelligence treasury financial operating technology
		justice energy education labor agriculture transport trade co ex emeritus`)

	// realms follow "Secretary of".
	realms = words(`state defense defence justice treasury labor commerce energy education agriculture war health homeland security transportation interior staff staffs`)

	// orgHeads make an organisation of a name that has one.
	orgHeads = words(`ministry department council committee commission court organization organisation agency bureau office institute
		institution university college school academy bank fund union federation association society foundation league
		party front army navy force forces brigade corps command guard police parliament congress senate assembly
		administration authority board chamber company corporation corp inc ltd group holdings airlines airways press
		times post journal news herald tribune observatory center centre coalition alliance movement network hospital church
		mission service services team club united fc partners industries motors bank trust treaty programme program
		government republic-guard red-crescent media television radio observer guardian gazette conference studio studios`)

	// placeHeads make a place of a name that ends in one.
	placeHeads = words(`city town village province region district county state street avenue road highway square river lake sea ocean
		gulf bay strait island islands mountain mountains mount valley desert peninsula coast beach airport port harbor harbour bridge
		park canyon hills hill forest canal border crossing camp prison base`)

	// placeOpeners make a place of a name that starts with one.
	placeOpeners = words(`mount lake port fort cape gulf river camp strait bay isle`)

	// ofHeads take "of" and a name: Ministry of Defence, Gulf of Aden.
	ofHeads = words(`ministry department university bank house council republic kingdom organization organisation league court bureau office
		institute center centre board chamber commission gulf bay cape isle strait sea college school museum library army
		party union association federation society academy committee church states state government coalition front
		battle treaty secretary minister speaker chief joint chiefs director city board municipality province daughters sons`)

	// forHeads take "for" and a name: Observatory for Human Rights.
	forHeads = words(`observatory organization organisation center centre council office agency institute committee fund coalition foundation
		campaign society association department ministry network party movement alliance commissioner partnership
		minister secretary undersecretary`)

	// particles join the parts of a person's name; those of hyphenParticles only with a hyphen.
	particles       = words(`de da di du del della der van von al el bin ibn bint abu la le zu dos das ul`)
	hyphenParticles = words(`as ad ash an at ar abd ez az`)

	// hyphenTails end a compound that is no name: Russian-backed, U.S.-led.
	hyphenTails = words(`led held born style wide run made era like free only based backed sized long old ready hit torn`)

	// placePrepositions stand before places; "from" and "to" also before people.
	placePrepositions = words(`in near outside inside across throughout at around toward towards over above`)

	// speech are the verbs of those who speak.
	speech = words(`said says say told tells told added asked replied warned announced insisted argued wrote tweeted testified
		claimed explained noted stressed acknowledged declined denied accused urged called believes thinks met bristled`)

	// codeNames are the nouns whose number is their name.
	codeNames = words(`resolution flight article section chapter amendment directive decree proposition highway route interstate boeing
		airbus apollo windows channel room area`)

	// starters are ordinary words that often start a sentence.
	starters = words(`the a an this that these those there here it its he she they we you i his her their our my your some any all
		each every both either neither no none not many much more most few several such other others another one two three
		four five six seven eight nine ten eleven twelve dozens hundreds thousands millions tens
		in on at by for from with without within into onto over under after before since until till during through
		across against among between around about near per and or but nor so yet as than if because while when where who
		whom whose which what why how then thus hence however moreover furthermore meanwhile nevertheless nonetheless otherwise
		also too even just only still already now later earlier soon again once twice often sometimes usually
		always never perhaps maybe indeed instead besides despite although though unless whether whatever whoever
		is are was were be been being am has have had having do does did doing done will would shall should can could
		may might must let lets get got make made take took give gave go goes went come came see saw say said says tell
		told ask asked think know want need try use used like look help keep put set show shows read follow
		today yesterday tomorrow tonight yes well oh ok okay please thanks thank dear hello
		according due given including following based asked speaking citing amid beyond behind below above along
		inside outside toward towards upon via unlike like plus except regarding concerning considering
		former new old first second third last next early late recent recently previously currently
		officials authorities people residents experts analysts critics supporters opponents protesters demonstrators
		activists rebels extremists militants terrorists troops soldiers forces police diplomats witnesses doctors
		children women men students workers families victims investigators researchers scientists reporters journalists
		government governments president prime minister secretary state aid food water air war peace talks
		airstrikes bombs attacks fighting violence civilians hospitals schools convoys trucks
		news video photo photos image images caption credit file report reports story stories read watch listen
		related share subscribe comment comments advertisement copyright correction updated update published source sources
		at least nearly almost roughly approximately estimated half additional
		good great big small high low long short right left best better worse worst same different full free open
		further additionally consequently accordingly eventually finally initially originally ultimately
		part parts much time times years days weeks months life work world country city man woman house home
		god sir madam mr mrs ms dr
		nationwide colour event events status break prior therefore imagine sign email click somewhere everywhere elsewhere anywhere list find view remember back learn change
		note off out up down design ad ads social class page top overall name check style continue aside study consider
		throughout born join choose young member members select history together log quick apart visit non type deep everyone
		everybody anyone anybody someone somebody nobody background true false very music place primary online sorry welcome
		play example examples data enter fear web race stay climate common discuss human save question questions answer
		answers ensure eat birth traditional send fill current special suppose freedom local regional individual
		face written copy encourage explore cancer mom dad identify likewise create turn access year cultural control bad
		connect known download economy student students user users browse enjoy present methods professional tragedy address
		run add figure project episode hey meet feel content date fast trade market markets stock stocks oil gas prices sales
		call calls heavy humanitarian medical military political economic foreign international domestic nearby
		rescue rescuers warplanes jets planes helicopters missiles bombing shelling voters votes polls elections election
		leaders ministers lawmakers prosecutors judges investors traders shares profits inflation growth unemployment taxes
		evidence research results analysis step steps chapter section table total totals average number numbers
		technology health education security safety justice power money business science nature energy travel
		sport sports football film films book books art culture fashion weather storm storms rain snow fire fires flood floods`)

	// firstNames tell persons from other names of two words; the common ones of the news.
	firstNames = words(`aaron abdul abdullah abraham adam ahmed ahmad alan albert alex alexander alexei alexis alfred ali alice allen amanda amy
		andre andrea andrei andrew andy angela ann anna anne anthony antonio antony arnold arthur ash ashton barack barbara bashar ben
		benjamin bernard bernie betty bill bob boris brad brandon brian bruce carl carlos carol caroline catherine charles charlie
		chris christian christina christine christopher claire colin craig cynthia dan daniel dave david dean deborah dennis
		diana diane dmitry dmitri don donald dorothy douglas ed eddie edward elena elizabeth ellen emily emma emmanuel eric erik
		ernest eugene eva evan fatima felix fernando frances francis francois frank franklin fred frederick gabriel gary geoffrey
		george gerald gerard gordon grace graham greg gregory gustav hamid hannah harold harry hassan heather helen henry herbert
		hillary howard hugh hussein ian ibrahim igor irene isaac ivan jack jackie jacob jacques james jan jane janet jason javier
		jean jeff jeffrey jens jennifer jeremy jerry jesse jessica jill jim jimmy joan joe joel johannes john johnny jon jonathan jose
		joseph josh joshua juan judith judy julia julian julie justin karen karl kate katherine kathleen keith kelly ken kenneth
		kevin khalid kim kofi kurt lars larry laura lauren lawrence lee leo leon leonard leonid leslie linda lisa liz louis louise lucas lucy
		luis luke lyndon lynn mahmoud manuel marc marco margaret maria marie mario mark marshall martha martin marvin mary matt matthew
		maurice max melissa michael michel michelle miguel mike mikhail mitch mohamed mohammad mohammed muhammad nancy natalie nathan
		neil nicholas nick nicola nicolas nikita nikolai noah norman oliver oscar pablo pamela pat patricia patrick paul paula pedro
		peter phil philip philippe pierre rachel ralph ray raymond rebecca recep richard rick rob robert roberto rodrigo roger ron ronald
		rose ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian sergei sergey
		sharon shimon simon sophie staffan stanley stefan stephanie stephen steve steven stuart susan suzanne sylvia ted teresa terry
		theodore theresa thomas tim timothy tina todd tom tony tracy vernon victor victoria vincent vitaly vladimir walter warren
		wayne wendy werner william willy winston xavier yasser yuri yves zachary`)

	// familyFirst are family names that stand before the given name.
	familyFirst = words(`ban kim xi mao park moon lee hu wang chen li zhang tsai deng ho chou chiang mao nguyen`)
)
