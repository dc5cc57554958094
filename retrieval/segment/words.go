package segment

import "strings"

// kind tells how a full stop after an abbreviation is read.
type kind int

const (
	_        kind = iota
	leading       // something always follows: Mr., e.g.
	place         // St., Mt.: a name follows, unless a word does that opens sentences
	numbered      // No., Art.: an abbreviation only before a figure
	calendar      // Sept., Mon., p.m.: ends a sentence unless a figure or another part of a date follows
	ending        // Inc., Calif.: ends a sentence only before a word that opens sentences
)

// kindOf is case-sensitive: "Sat." is a day, "sat." is not. Letters parted by full stops ("U.S.", "D.C.") need no entry.
var kindOf = func() map[string]kind {
	kinds := map[string]kind{}
	for k, list := range map[kind]string{
		leading: `Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Cpl Sgt Pvt Pfc Adm Brig Cmdr Cdr Sen Rep Gov Pres Rev Fr Msgr Hon
			Amb Atty Supt Det Insp Messrs Mme Mlle Sens Reps Govs Gens Drs Profs Lts Spc
			vs v e.g i.e eg ie cf viz ca approx`,
		place:    `St Ste Mt Ft Pt`,
		numbered: `No Nos Art Arts Sec Secs Fig Figs p pp Vol Vols vol Ch Chap para Para Res`,
		calendar: `Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
			a.m p.m A.M P.M`,
		ending: `Inc Corp Co Cos Ltd LLC Bros Jr Sr Esq Ave Blvd Rd Dept Depts Univ Assn Intl Natl al Yahoo Jeopardy
			Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa
			Tenn Tex Va Vt Wash Wis Wyo Ont Que`,
	} {
		for _, w := range strings.Fields(list) {
			kinds[w] = k
		}
	}
	return kinds
}()

// kindOfWord is the kind of a word; a title in capitals is a title too: MRS., GEN.
func kindOfWord(word string) kind {
	if k, known := kindOf[word]; known || len(word) < 2 || word != strings.ToUpper(word) {
		return k
	}
	if k := kindOf[word[:1]+strings.ToLower(word[1:])]; k == leading || k == place {
		return k
	}
	return 0
}

// dateWords go on with a date or an hour that an abbreviation began: 9 a.m. Monday.
var dateWords = set(`January February March April May June July August September October November December
	Monday Tuesday Wednesday Thursday Friday Saturday Sunday Eastern Central Mountain Pacific Greenwich GMT UTC BST CET
	CEST EST EDT CST CDT MST MDT PST PDT ET CT MT PT Moscow Beijing Damascus Local`)

// German sets a full stop behind a day: am 5. August. Months that have the same name in English take a word that leads to a
// day, since "he was 5. August was hot" is two sentences.
var (
	germanMonths = set(`Januar Jänner Februar Feber März Mai Juni Juli Oktober Dezember`)
	sharedMonths = set(`April August September November`)
	dayLeads     = set(`ab Ab bis Bis dem Dem den Den der Der des Des seit Seit und vom Vom zum Zum am Am`)
)

// starters open sentences and are rarely the second word of a name: "in the U.S. The", but not "U.S. Under Secretary".
var starters = set(`A About According Across After Again Against All Almost Along Already Also Although Among An And Another
	Any Are Around As Asked At Because Before Being Between Both But By Can Could Despite Did Do Does During Each Earlier
	Either Even Eventually Every Few Finally For Former From Had Has Have He Her Here His How However I If In Indeed Instead
	Is It Its Just Last Later Like Many Maybe Meanwhile More Moreover Most Much My Nearly Neither Nevertheless No Nobody None
	Nor Not Nothing Now Of Officials Often On Once One Only Or Other Others Our Perhaps Rather Recently Several She Should
	Since So Some Soon Still Such Than That The Their Then There These They This Those Though Three Through To Today Two
	Unlike Until Was We Were What Whatever When Where Whether Which While Who Why With Within Without Would Yes Yet You Your`)

// sayings are the verbs of a tag that names a speaker.
var sayings = set(`said says say asked asks told tells added adds wrote writes replied replies answered answers shouted
	shouts yelled cried exclaimed declared tweeted posted demanded wondered asking saying continued recalled joked quipped
	warned insisted`)

func set(list string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(list) {
		words[w] = true
	}
	return words
}
