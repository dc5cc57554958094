package mention

import (
	"strings"
	"unicode"
)

// Gender is a person's, as far as a name tells it.
type Gender uint8

// NoGender is told by most names.
const (
	NoGender Gender = iota
	Female
	Male
)

// Gender tells by a title or a first name that only one gender bears.
func (n Name) Gender() Gender {
	for w := range strings.FieldsSeq(n.Title()) {
		if g := TitleGender(strings.ToLower(strings.Trim(w, ".,"))); g != NoGender {
			return g
		}
	}
	if first, _, several := strings.Cut(n.Norm, " "); several {
		return FirstNameGender(first)
	}
	return NoGender
}

// FirstNameGender tells by a first name in lower case; most tell nothing, nor does what is also a family name that stands first.
func FirstNameGender(first string) Gender {
	switch {
	case familyFirst.has(first):
	case femaleNames.has(first):
		return Female
	case maleNames.has(first):
		return Male
	}
	return NoGender
}

// TitleGender tells by a title, a role or a kinship in lower case: spokeswoman, king, mother.
func TitleGender(title string) Gender {
	switch {
	case femaleTitles.has(title), strings.HasSuffix(title, "woman"):
		return Female
	case maleTitles.has(title), strings.HasSuffix(title, "man") && title != "woman" && title != "human":
		return Male
	}
	return NoGender
}

// Bare is the name as it is written, in one line, without the title before it.
func (n Name) Bare() string { return strings.Join(strings.Fields(n.Text[n.titleLen():]), " ") }

// Title is what stands before the bare name: "Secretary of State", "Lt. Gen.", "".
func (n Name) Title() string {
	title := strings.TrimRight(n.Text[:n.titleLen()], " ,-")
	if strings.EqualFold(title, "the") {
		return ""
	}
	return title
}

// titleLen is how many bytes of the text are its title: the bare name has as many words as its norm.
func (n Name) titleLen() int {
	words := strings.Count(n.Norm, " ") + 1
	if lower := strings.TrimRight(strings.ToLower(n.Text), "."); strings.HasSuffix(lower, " jr") || strings.HasSuffix(lower, " sr") {
		words++ // which is no part of the norm
	}
	for end := len(n.Text); end > 0; {
		at := strings.LastIndexAny(n.Text[:end], " -\n\t") + 1
		if strings.ContainsFunc(n.Text[at:end], unicode.IsLetter) || strings.ContainsFunc(n.Text[at:end], unicode.IsDigit) {
			words--
		}
		if words == 0 {
			return at
		}
		end = max(at-1, 0)
	}
	return 0
}

var (
	femaleNames = words(`aisha alexandra alice amanda amina amy ana angela angelina anita ann anna anne annie barbara beatrice beatriz betty carla carmen carol carolina
		caroline catherine cecilia charlotte chloe christina christine claire clara claudia cristina cynthia deborah denise diana diane dorothy elena elizabeth
		ella ellen emily emma erika esther eva fatima federica florence frances gabriela gina giorgia gloria grace hannah heather heidi helen helena hillary
		ingrid irene isabel isabella jacinda jane janet janice jennifer jessica jill joan joanna josephine joyce judith judy julia juliana julie kamala
		karen kate katherine kathleen kathryn katie kelly kristalina laura lauren leila leticia linda lisa louise lucia lucy lydia madeleine margaret maria mariam marie marina
		marine martha mary maya megan melania melissa mercedes michelle miriam monica nadia nancy naomi natalia natalie nicole nina nora olga olivia
		pamela patricia paula penny rachel rebecca rita roberta rosa rose roza ruth sally samantha sandra sara sarah sheila shirley sofia sonia sophia sophie
		stephanie susan susana suzanne svetlana sylvia tatiana teresa theresa tina ursula valentina valerie vanessa vera veronica victoria viola virginia
		vivian wendy yulia yvonne zeinab zoe`)

	maleNames = words(`aaron abdul abdullah abhijit abraham adam ahmad ahmed alan albert aleksandr alex alexander alexei alfred ali allen andre andrei andrew anthony antonio arnold
		arthur ash ashraf ashton bashar barack ben benjamin bernard bernie bill bob boris brad brian bruce carl carlos charles charlie chris christopher colin craig
		daniel david dean dennis dick dmitri dmitry donald douglas edward emmanuel eric ernest eugene felix fernando francesco francis francisco franck françois
		frank fred frederick gabriel gary geoffrey george gerald gerard giovanni gordon graham greg gregory gustav haider hamid harold harry hassan henry herbert
		howard hugh hugo hussein ian ibrahim igor ivan jack jacob jacques james jason javier jeff jeffrey jens jeremy jerry jim joe joel johannes john johnny jon
		jonathan jose joseph josh joshua juan julian justin karl keir ken kenneth kevin khalid kofi kurt larry lawrence leo leon leonard leonid lewis louis
		lucas luis luke lyndon mahmoud manuel marc marco mario mark martin matt matteo matthew maurice max michael michel miguel mike mikhail mitch mohamed
		mohammad mohammed muhammad narendra nathan neil nicholas nick nicolas nikolai noah norman oliver omar oscar pablo patrick paul pedro peter phil philip
		philippe pierre ralph ramzan ray raymond recep richard rick rob robert roberto rodrigo roger ronald ross roy russell ryan salman sam samuel scott sean
		sebastian sergei sergey shimon simon staffan stanley stephen steve steven stuart tadamichi tayyip ted theodore thomas tim timothy toby todd tom tony vernon victor viktor vitaly
		vladimir volodymyr walter warren wayne werner william winston xavier xi yasser yuri zachary`)

	femaleTitles = words(`mrs ms miss queen princess lady madam baroness sister spokeswoman chairwoman congresswoman actress duchess empress`)
	maleTitles   = words(`mr king prince sir lord father brother spokesman chairman congressman emperor sultan emir pope ayatollah imam duke`)
)
