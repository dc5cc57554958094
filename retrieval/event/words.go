package event

import (
	"strings"

	"dateline/retrieval/match"
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}

// stems are those of words.
func stems(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range match.Words(words) {
		s[w.Stem] = true
	}
	return s
}

// The auxiliaries and the tense that they give.
var (
	modals = map[string]tense{
		"will": ahead, "won't": ahead, "shall": ahead, "may": ahead, "must": ahead, "can": present, "can't": present, "cannot": present,
		"would": wasAhead, "wouldn't": wasAhead, "could": wasAhead, "couldn't": past, "might": wasAhead, "should": wasAhead, "shouldn't": wasAhead,
	}
	beings = map[string]tense{
		"is": present, "isn't": present, "are": present, "aren't": present, "am": present, "was": past, "wasn't": past, "were": past, "weren't": past,
	}
	havings = map[string]tense{
		"has": present, "hasn't": present, "have": present, "haven't": present, "had": past, "hadn't": past, "we've": present, "i've": present, "they've": present,
	}
	doings = map[string]tense{"do": present, "don't": present, "does": present, "doesn't": present, "did": past, "didn't": past}
)

var (
	// Words that may stand between an auxiliary and its verb.
	glue = set(`not also then still already now first both soon since ever never all just again yet no longer twice once later only`)
	// Adjectives and participles by which something is ahead: is due to, was scheduled for.
	expectant = set(`due scheduled expected planned slated supposed likely poised going bound meant billed tipped forecast`)
	// What opens a time that is not yet told to be past.
	openings = set(`beginning starting commencing effective opening ending`)
	// Verbs and nouns of what is to come: what they govern lies ahead.
	planning = set(`agree agrees agreed plan plans planned planning vow vows vowed threaten threatens threatened promise promises promised pledge pledges
pledged decide decides decided decision want wants wanted hope hopes hoped expect expects expected expecting intend intends intended prepare prepares prepared
preparing preparations seek seeks sought offer offers offered ask asks asked urge urges urged order orders ordered demand demands demanded propose proposes
proposed proposal aim aims aimed call calls called invite invites invited tell tells told require requires required oblige obliges obliged need needs needed
refuse refuses refused due ready set deal agreement deadline permission request requests requested instruct instructed allow allows allowed schedule scheduled
summon summoned commit committed recommend recommended vote votes voted likely time bid intention obligation ultimatum warn warned`)
	// Verbs in the present that stand with dates: of saying, and of what is arranged.
	presents = set(`says say remains wants hopes expects intends believes insists argues denies begins starts opens meets goes comes takes runs dates
expires ends returns arrives leaves flies visits travels faces holds votes resumes hosts gives tells writes shows marks celebrates becomes`)
	// Past forms without -ed.
	irregular = set(`became began broke brought built came chose cut dealt did drew drove ate fell felt fought found fled flew gave went grew held hit
kept knew led left lent lost made meant met paid put quit ran rose saw sank sat sold sent shook shot shut sought spent split spoke spread stood stole struck
swore took taught threw told thought understood woke won wore withdrew wrote beat bought burst caught dug froze hid hung overthrew rode rang sang shrank slept
slid sprang swam swept swung tore wept blew bred said heard hurt cost upheld overturned undertook broadcast laid set overtook overran forgot shone lit fed bent
clung crept drank flung leapt rebuilt repaid rewrote sped spun stuck stung underwent oversaw foresaw forbade mistook`)
	// Participles that stand for people behind a number: 342 killed.
	losses = set(`killed wounded injured hurt arrested displaced detained`)
	// Past participles that are no past forms.
	participles = set(`been done gone seen taken given driven shown known thrown broken chosen spoken stolen written fallen beaten born drawn grown flown
hidden ridden risen shaken sworn torn worn woken forgotten forbidden begun sung sunk become come run overrun withdrawn overthrown undertaken undergone mistaken
frozen eaten bitten blown sewn proven`)
	// Words in -ed that are no past forms.
	noPast = set(`need indeed hundred speed feed seed breed exceed proceed succeed bleed greed weed creed deed steed wed united sacred naked wicked aligned based located situated dubbed allied rugged
reed shed bed red sled embed misdeed limited unprecedented so-called crooked aged`)
	// Verbs without an ending that are nouns too.
	common = set(`meet vote visit march attack strike strike hold halt resume end start open close talk report release return travel sign leave play host
launch face fly move step present head rule ban cut set put let hit run go see come get pay lift ease discuss mark stage appear pass rest fall rise take give
make send bring withdraw suspend extend publish announce decide reach begin show act deliver address stop change rebuild repair review debate question trial
campaign protest rally stand sit speak tell ask work train help support`)
	determiners = set(`the a an this these those its his her their our my your some any no every each another all most many several few other such more very
less so too`)
	// Prepositions that make the participle behind them an adjective of a noun.
	governing = set(`of with in for from at on into under against without about between among amid by near over than as like including and/or despite via`)
	// Verbs whose day is that of the saying.
	sayings = set(`say says said tell tells told write writes wrote argue argues argued note notes noted insist insists insisted explain
explains explained claim claims claimed state stated estimate estimates estimated stress stressed remark remarked comment commented predict predicted warn warned
reply replied respond responded recall recalled testify testified reiterate reiterated maintain maintained allege alleged tweet tweeted boast boasted concede
conceded complain complained`)
	// Verbs that say only where what is said follows.
	reporting = set(`add adds added announce announces announced report reports reported confirm confirms confirmed declare declares declared acknowledge acknowledged
admit admits admitted suggest suggests suggested describe described deny denies denied conclude concluded believe believes believed reveal revealed disclose
disclosed show showed spoke speaks speak found ruled agreed learned heard accuse accused promised pledged vowed hinted`)
	// To whom something is said, beside names.
	hearers    = set(`reporters journalists him her them us me lawmakers parliament court council officials the a to at`)
	negligible = set(`the a an late early earlier later around about only just both as recently shortly local mid`)
	// Parts of a day and of longer times, which may stand before the day that they are of: the evening of 19 September.
	parts = set(`morning evening night nights afternoon day days week weekend month end beginning start middle dawn noon midnight course hours half eve`)
	// Words that part a clause from the one that it hangs on.
	relatives    = set(`who which whose whom where`)
	subordinates = set(`after before because although though since until till whereas`)
	conditions   = set(`if unless whether`)
	joints       = set(`and but while when that which who because although though whereas so or nor yet where`)
)

var (
	// What makes one of several the first or worst of a time.
	ranks = set(`first last only worst best most least second third fourth fifth sixth record highest lowest`)
	// Verbs that say what came of the event that is their subject: Friday's attack killed four.
	results = set(`killed injured wounded left destroyed damaged ended began drew lasted took brought was were came opened hit struck`)
	// Verbs that say no more of their subject than that it happened.
	occurring = set(`occurred happened occurs erupted`)
	// Stems of what happens on a day, so that a day may be part of its name: Friday's attack, the truce of 12 September.
	eventful = stems(`attack strike airstrike raid bombing blast explosion shelling crash quake earthquake storm flood fire shooting killing murder ambush
assault clash fighting battle siege coup election vote ballot referendum poll primary debate talks meeting summit conference session hearing trial verdict
ruling decision judgment order announcement statement speech interview release deal agreement accord pact truce ceasefire veto visit trip call march rally
protest demonstration ceremony funeral launch opening closure departure arrival arrest detention resignation appointment inauguration defeat victory match game
final concert festival landing eruption landslide collapse outage spill leak breach theft robbery merger auction decree law treaty massacre incident accident
offensive invasion uprising evacuation tsunami hurricane tornado wildfire avalanche derailment suspension walkout briefing`)
)

var (
	// What heads a note to an article.
	labels = set(`correction corrections clarification update updated amended editor note`)
	// Verbs that arrange something for a day.
	arranging = set(`announced called scheduled planned set fixed arranged booked postponed declared proposed announced summoned invited`)
	// Verbs of which the day may be that of what is arranged.
	planned = set(`planned scheduled arranged booked postponed rescheduled delayed`)
	// Verbs that move something from one day to another.
	moving = set(`moved postponed shifted rescheduled delayed brought extended`)
)
