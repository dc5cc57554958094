package injection

import (
	"strings"

	"dateline/retrieval/match"
)

func set(list string) map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		words[w] = true
	}
	return words
}

func stems(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range match.Words(list) {
		set[w.Stem] = true
	}
	return set
}

var (
	determiners = set(`a an the this that these those my your our his her its their every each all any some both no one two three
		four five ten me us him them it yourself another several many more few random only at least whatever everything anything
		something everyone`)
	// opensObject are the determiners that behind a sentence's first word, where that is of an open class, make it a verb.
	opensObject  = set(`a an the your my every each me`)
	particles    = set(`up down out off in on over back away together through`)
	auxiliaries  = set(`is are was were be been am has have had do does did will would can could may might must shall should isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't`)
	conjunctions = set(`and or but nor`)
	relatives    = set(`that which who whom whose where when why how what if whether because so until unless while as and or but before after like`)
	prepositions = set(`in on at to for from with by about into over under against between through during without within along upon around like as`)
	finite       = set(`is are was were has had have will would could can may might must should does did said says told tells came went became began made took gave got saw left kept held brought ran rose fell grew stood led won lost met sent put set says seems seemed remains remained`)

	// closedClass are words that open sentences and are no verbs.
	closedClass = set(`a an the this that these those my your our his her its their every each all any some both no one two three four
		five six seven eight nine ten i you he she it we they who whom whose which what when where why how whether if because
		although though while since until unless as than so yet and or but nor for of in on at by to from with without within
		into onto over under above below between among against during before after behind beside besides beyond across through
		throughout along around about near off up down out inside outside toward towards upon via per despite except like unlike
		not only even just also again too very quite rather almost nearly once twice here there now then today tomorrow yesterday
		tonight ever never always often sometimes perhaps maybe indeed still already soon later earlier meanwhile however
		therefore thus hence instead otherwise moreover furthermore another other others such same most more less few fewer many
		much several half none nobody nothing everyone everybody everything someone somebody something anyone anybody anything
		is are was were be been being am has have had do does did will would can could may might must shall should mr mrs ms dr
		monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
		october november december yes alas amid given long last next first second third whatever whoever whichever wherever
		whenever worse better best worst gone all-told elsewhere overhead underneath aboard atop notwithstanding plus minus
		versus till far least neither either enough little good bad old new young big small high low late early hard easy true
		false clear true sure small great free open right left full whole final main chief top hot cold`)

	// nounToo are base forms that are as often nouns, which need a determiner behind them to be read as verbs.
	nounToo = set(`support report attack force fire work aid trade ban vote call play help move plan show fight talk deal
		charge claim demand visit return cut state head power test study research look change control face offer design draft
		group order judge rate plot sign balance benefit cause cost damage doubt end estimate exchange experience fear
		finish focus guess guide hope host impact import export increase interest issue joke label lack land launch lead level
		limit link list load loan mark market master match measure mix model name need note object offer outline pass pay permit
		phone picture place plant point position post practice praise present price print process produce profile program
		project promise protest purchase question quote range record reform release repair request rescue rest result review
		rise risk rule run sale sample scale schedule score search secret share ship shift shop sound space speed spell spot
		staff stage start stay step stock stop store stress strike supply surprise survey swap switch target tax time title
		touch tour track train transfer travel treat trust try turn type update value view voice wait walk want war warn wash
		watch water wave weather weight win wish wonder wound address answer appeal approach arm book break brief budget build
		camp capture care cast catch chance check cheer choice circle color colour comment compound concern conduct conflict
		contact content contract contrast copy count cover credit curl date debate debut default delay defeat desire detail dial
		document double dream dress drill drink drive drop echo effect email equal error escape evidence exhibit exit extract
		fall feature feed feel figure file fill film filter fit fix flip float flow fly fold follow form frame fund gain
		game gift glance grade grant graph harm hit hold house hunt influence insult joke jump jumble key kick kill kiss knock
		log map mail message mention mind mirror miss mistake monitor motion murder muscle network number nurse package paint
		pair paper park part pattern peace permit pick pilot pin pitch plug poll pool pop pound press prime prize profit proof
		pull pump push raid rain raise reach read rebel recall reply reserve resort response reverse reward ride rock role roll
		root round route row ruin rush sail sand scan score scramble screen seal season seat section sense sequence set shade
		shape shell shelter shock shoot shot shout sketch slide smile smoke sort spin split sport spread spring square stand
		star storm story stream structure style subject sum summary suit swing table tale task taste teach team tease template
		term text thank thought threat throw tie tip tone tool top total tower toy transport trap trick trip trouble truck
		tune tweet twist usher vow wage wall waste whisper wire witness wonder word worry wrap zone command rule signal cheer
		format code lecture slip tilt hint haste heat heap clip clone cook bake brew close further`)

	// tasks are base forms of what is asked of a teacher, a clerk or a machine, and hardly of a newspaper's reader.
	tasks = set(`explain describe define summarise summarize translate calculate compute solve write compose draft generate list
		outline compare contrast analyse analyze classify categorize categorise rewrite paraphrase rephrase proofread convert
		encode decode spell recite rhyme name give tell show teach provide create develop design suggest recommend identify
		sort rank rate evaluate assess estimate predict simulate act pretend imagine answer reply respond print output repeat
		find search fetch look schedule set remind send book plan organise organize prepare make build devise propose discuss`)

	// clerical are those of work on text or figures.
	clerical = set(`summarise summarize translate calculate compute compose draft generate outline analyse analyze classify
		categorize categorise rewrite paraphrase rephrase proofread convert encode decode recite rhyme simulate`)

	// languages may be asked for in any article.
	languages = set(`english french spanish german italian portuguese dutch russian polish ukrainian czech swedish norwegian danish
		finnish greek turkish arabic hebrew persian farsi hindi urdu bengali tamil chinese mandarin cantonese japanese korean
		vietnamese thai indonesian malay swahili latin hungarian romanian bulgarian serbian croatian irish welsh esperanto`)

	// baseVerbs are base forms of verbs by which something is asked for, written, worked out, said or done.
	baseVerbs = func() map[string]bool {
		verbs := set(`accept access achieve act adapt add address adjust admit adopt advertise advise agree allow alphabetize
		alter alternate amend amplify anagram analyse analyze announce annotate answer anticipate apologize append apply appeal
		appreciate approach approve argue arrange ask assemble assert assess assign assist assume attach attempt attribute
		augment authenticate automate avoid await balance be become beg begin behave believe blend book boost break brief bring
		browse build bypass calculate call cancel capitalize caption capture categorize cease challenge change characterize
		check choose cipher cite claim clarify classify click close code collect combine come command comment communicate compare
		compile complete compose compress compute concatenate conceal conclude condense conduct configure confirm connect
		consider construct consult contact contain continue contrast contribute convert convey convince copy correct count
		craft create criticize critique debug decipher decide declare decode decrease decrypt deduce define delete deliver
		demonstrate deny depict deploy derive describe design detail detect determine develop devise diagnose direct disclose
		discover discuss disguise display disregard distinguish distribute divide do donate double download draft draw
		duplicate edit elaborate eliminate embed embellish emphasise emphasize employ emulate enable encode encourage encrypt
		end endorse enhance enlist ensure enter entertain enumerate envision erase establish estimate evaluate examine
		exaggerate exclude execute exhort exit expand explain explore expose express extend extract fabricate factor feature
		feign fetch figure fill filter find finish fix flip focus follow forecast forge forget format formulate forward
		generate get give go grade graph greet group guess guide handle help hide highlight hint hypothesize identify ignore
		illustrate imagine imitate implement imply implore improve improvise include incorporate indicate infer inform infuse
		initiate inject input inquire insert insist install instruct integrate interject interlace interpret interpolate
		introduce intersperse invent invert investigate invite invoke issue join joke jumble justify keep label launch lead
		learn leave lecture lengthen let link list listen locate log look lowercase maintain make manage map mark market mask
		match maximize measure memorize mention merge mimic minimize mirror misspell misquote mislead mix model modify monitor
		motivate move multiply name narrate negotiate note notify number obfuscate offer omit open optimize order organize
		organise outline output outsource override paraphrase parse pause perform permute persuade pick pitch place plan play
		plot point ponder portray pose post practice praise predict prefix prepare prepend present pretend prevent print
		prioritize proceed process produce program prohibit promise promote prompt pronounce proofread propose prove provide
		publish punctuate purchase put query question quiz quote randomize rank rate reach read rearrange recall recast recite
		recommend reconstruct record redact redirect reduce refer refine reflect reformat reformulate refrain refuse register
		reject relate release remember remind remove rename render reorder repeat rephrase replace reply report represent
		reproduce request research reset resist resolve respond restate restrict resume retrieve return reveal reverse review
		revise rewrite rhyme roleplay rotate round run save say scan schedule scramble search select send separate serve set
		shape share shift shorten show shuffle sign simplify simulate sing sketch skip slip solve sort speak specify spell
		split spread sprinkle start state stop store stress structure study style submit subscribe substitute subtract suggest
		sum summarise summarize supply support suppose surround survey swap switch synthesize tabulate tag take talk teach
		tell test thank think throw time title trace track train transcribe transfer transform translate transliterate
		transmit transpose treat trim trust try turn tweak type uncover undo unscramble update upload uppercase urge use
		utilize validate verify view visit visualize vote walk warn watch weave weigh welcome withhold word wrap write
		abbreviate accentuate acknowledge act advocate affirm align assure beware brainstorm bracket buy cast caution
		congratulate contrive dedicate defend delve desist discredit dispute donate downplay dramatize elicit elucidate
		encompass endeavor enrich enroll foster frame glorify hail insinuate instill jot lament laud liken list lure mock
		nominate nudge obey oppose outdo overstate pen persist personify pinpoint plead pledge preface prescribe proclaim
		rally ridicule romanticize satirize scold sell showcase spark speculate spin sponsor spoof spice stay stoke sum
		surmise swear tailor tally tease tout underline understate unveil vary vilify vouch whisper wish yell flatter foretell
		interview invoice remix reassure recount rebut refute rank redo reinforce salt season sequence toss toggle unlock
		unsubscribe wait want warn wipe zip weaken work`)
		return verbs
	}()

	// general are words of explaining and ordering, which are found in any story and belong to none.
	general = stems(`following process term method role benefit difference primary function type step simple detail meeting team
		letter position difference different cause describe explain common key basic theory system study review force power
		monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
		october november december morning evening noon night`)

	// common are words so frequent in any text that meeting them elsewhere in an article says nothing.
	common = stems(`one two three four five six seven eight nine ten first second third last next new old good bad great big small
		little large long short high low right left same different own many much people person man woman men women child
		children day week month year time today hour minute way thing part place case point fact kind sort number lot world
		country government state city home house life work job group company question problem issue area end side hand head
		name word line book story news report say said says tell told ask asked make made take took taken get got give gave
		given go went gone come came see saw seen know knew known think thought want wanted use used find found need needed
		become became leave left keep kept let put mean meant seem seemed help helped show showed shown start started begin
		began turn turned call called try tried feel felt run ran move moved live lived believe believed bring brought happen
		happened write wrote provide provided sit stand lose lost pay paid meet met include included continue continued set
		learn change lead led understand watch follow stop create speak read allow add spend grow open walk win offer remember
		consider appear buy wait serve send expect build stay fall cut reach remain suggest raise pass sell require decide
		main major important possible possibly likely able sure real really good better best well even still back just also
		only ever never always often maybe perhaps however later early earlier late ago yet far away near soon around whole
		full half enough less least every each another something anything nothing everything someone anyone everyone nobody
		public general special certain clear simple easy hard free true false common general usual daily recent recently
		look looked looking doing going coming getting making taking using working matter reason example idea plan result
		answer form level order rest sense purpose effect interest view course moment actually already almost especially
		certainly simply likely rather instead best worst worse top main chief final finally like everybody`)
)
