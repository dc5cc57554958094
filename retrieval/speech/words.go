package speech

import (
	"maps"
	"slices"
	"strings"

	"dateline/retrieval/match"
	"dateline/retrieval/mention"
)

// set is a set of words in lower case.
type set map[string]bool

func words(lists ...string) set {
	s := set{}
	for _, list := range lists {
		for w := range strings.FieldsSeq(list) {
			s[w] = true
		}
	}
	return s
}

func union(all ...set) set {
	u := set{}
	for _, s := range all {
		maps.Copy(u, s)
	}
	return u
}

var (
	personal       = words(`i you he she it we they`)
	demonstratives = words(`that this these those there here what who where how when let`)
	objects        = words(`me you him her it us them himself herself itself themselves`)
	owners         = words(`my your his her its our their whose`)
	relatives      = words(`who which that whom`)

	determiners = words(`the a an this that these those another one some any each every both no several many most more all few two three four five six seven
		eight nine ten dozens hundreds`)
	prepositions = words(`of for in at from with to by on near inside outside under behind against about over into onto through during via per
		within across around beyond between among alongside beside off toward towards without amid`)
	conjunctions = words(`and but or nor yet so then plus`)
	// subordinators open a clause that is not the sentence's own.
	subordinators = words(`when while after as before because since if unless until once although though whereas whether where despite even`)
	// contrasts part what somebody says from what the reporter goes on to tell.
	contrasts = words(`but while although though whereas`)

	be        = words(`is are was were be been being am get gets got getting isn't aren't wasn't weren't`)
	auxiliary = words(`has have had having do does did will would shall should can could may might must ought
		hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't shouldn't mustn't cannot`)
	// unreal are the auxiliaries of what was not said, or not yet.
	unreal    = words(`will would won't wouldn't should could may might must ought couldn't shouldn't can can't cannot`)
	negations = words(`not never no nor neither hardly`)
	adverbs   = words(`also later then once again still just only even now soon already often always further meanwhile instead ever
		too however himself herself itself themselves earlier afterwards afterward today yesterday tomorrow tonight twice there here aloud`)
	// loose are adverbs before a verb, and adjectives before a noun.
	loose = words(`first next last long alone back both all simply much rather quite so well`)

	// functions are the words that belong to no noun.
	functions = union(personal, objects, determiners, owners, relatives, prepositions, conjunctions, demonstratives, subordinators, be, auxiliary, negations, adverbs)

	// people are those of whom more than one speaks, beside plurals in -s.
	people = words(`people police men women children staff media press crew troops clergy public audience crowd couple pair trio family team group`)
	bodies = words(`ministry department government council committee commission agency office bureau company firm party union bank court army navy force club
		university college school hospital church board authority watchdog charity network channel newspaper magazine outlet station airline embassy parliament
		senate house administration campaign coalition association federation institute foundation centre center organisation organization service regulator
		city town county state country nation province kingdom publisher kremlin pentagon treasury presidency cabinet opposition league tribunal fund alliance society corporation group chain operator manufacturer
		maker retailer developer broadcaster think-tank ngo militia military command side unit`)
	papers = words(`report statement letter study paper document email e-mail memo message note post tweet article story editorial column book memoir filing
		lawsuit complaint indictment ruling verdict judgment judgement sign banner placard notice poster headline text communique communiqué bulletin
		transcript resolution bill draft treaty agreement constitution website page site release survey poll analysis review caption plaque inscription
		video blog petition advert advertisement slogan press-release motto manifesto guideline guidelines rules summary leaflet graffiti tombstone`)
	// written are the papers whose words are those of whom they belong to.
	written = words(`statement letter email e-mail memo message note post tweet article editorial column book memoir filing report blog speech testimony remarks`)
	// assertions are nouns behind whose “that” or “of” stand the words of whom they belong to.
	assertions = words(`warning claim promise pledge remark remarks comment comments admission insistence description demand threat call assertion accusation
		declaration statement complaint observation suggestion message words verdict assessment response reply answer argument`)
	questioned = words(`asked pressed questioned quizzed challenged told reminded`)
	// naming stands before what is a name or a term, not speech.
	naming = words(`named called titled entitled dubbed nicknamed known codenamed labelled labeled termed so-called headlined branded christened
		hashtag term word phrase nickname title expression`)
	articles   = words(`the a an`)
	quantities = words(`all both half some most many several`)
	honorifics = words(`mr mrs ms miss mx sir dame lord lady`)
	// byFirstName are titles behind which a first name may stand alone.
	byFirstName = words(`sir dame lady lord king queen prince princess duchess duke pope father sister brother`)
	// offices are acronyms that are titles.
	offices = words(`ceo cfo coo cto mp mps mep msp ceos`)
	// vague tell nobody from another of his kind.
	vague       = words(`former senior top veteran new late old young local long-time longtime outgoing incoming acting interim`)
	spokes      = words(`spokesman spokeswoman spokesperson`)
	introducing = words(`that : , — – - this how as so`)
)

// persons are nouns for people whose ending does not tell.
var persons = words(`academic accountant adolescent advocate agent aide ally analyst anchor applicant apprentice archbishop archdeacon assistant associate athlete
	attendant attorney author ayatollah baron bishop boss boy bride brother candidate captain cardinal celebrity ceo cfo champion chancellor chief child
	claimant clerk client coach co-founder colleague colonel combatant comic commandant consultant contestant cop corporal correspondent councillor
	counsel count cousin coward critic czar dad daughter deacon dean defendant delegate deputy descendant detective diplomat dissident dj duke earl emir
	envoy executive expert fan father fellow friend general genius giant girl governor graduate grandfather grandmother grandson granddaughter groom guard
	guest guide guy head heir hero host husband icon imam immigrant incumbent infant informant inhabitant inmate judge king kid lady laureate legend
	liberal lieutenant lord magnate major marine marshal mayor mechanic medic member mep merchant migrant militant mogul monarch monk mother mp mum
	native neighbor neighbour nephew niece nominee novice nun nurse occupant official operative opponent orphan parent participant partner patient patron
	peer physicist pilot poet pope premier president priest prince principal professor protestant provost pupil queen rabbi rebel refugee regent relative rep
	representative resident respondent rival royal saint scholar secretary senator sergeant servant sheikh sheriff sister skeptic soldier son source star
	steward student superintendent suspect teammate teen tenant thief tsar twin tycoon tyrant uncle vet veteran vicar victim widow wife witness
	youth minister undersecretary founder climber builder policymaker midfielder vlogger youtuber influencer streamer gamer developer`)

// personEndings are those by which a dictionary's nouns for people are told from others of their stem: manager from manage.
var personEndings = []string{"er", "or", "ist", "ian", "ee", "ess", "eur"}

// notPersons have such an ending and a rare meaning, or are names.
var notPersons = words(`chamber closer color ever first-ever labor longer monitor monster murder order prior senior junior server super superior trailer water
	other number matter letter power former latter minor committee specimen human`)

// isPerson reports whether a noun is one for a person or people.
func isPerson(noun string) bool {
	switch {
	case papers[noun], bodies[noun], notPersons[noun]:
		return false
	case people[noun], persons[noun], mention.TitleGender(noun) != mention.NoGender, strings.HasSuffix(noun, "person"), strings.HasSuffix(noun, "people"):
		return true
	}
	if i := strings.LastIndexByte(noun, '-'); i >= 0 {
		return isPerson(noun[i+1:]) // half-sister
	}
	one := strings.TrimSuffix(noun, "s")
	switch men, ok := strings.CutSuffix(noun, "men"); {
	case notPersons[one]:
		return false
	case one != noun && (persons[one] || persons[strings.TrimSuffix(one, "ie")+"y"]):
		return true
	case ok:
		return mention.TitleGender(men+"man") != mention.NoGender
	}
	return slices.ContainsFunc(personEndings, func(e string) bool { return strings.HasSuffix(one, e) }) && isNounForPerson(one)
}

// isNounForPerson reports whether a dictionary has the stem of a noun as one for a person.
func isNounForPerson(noun string) bool {
	w := match.Words(noun)
	return len(w) > 0 && w[len(w)-1].Person()
}
