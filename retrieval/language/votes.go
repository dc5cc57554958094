package language

import (
	"strings"
	"unicode"
)

// functionWords are words that hold sentences together, each list by its code; those before the bar
// ask, and count twice, since a short question may hold no other.
var functionWords = map[string]string{
	"en": `who what when where why how which whose | the of and to in is was were are has have had did does do that this with for from by
		his her their its not on at as an be been it he she they you we said would will about after before than there`,
	"es": `qué quién quiénes cuándo dónde cómo cuál cuáles cuántos cuántas | el la los las un una y de del que en es fue son por
		para con se su sus no al más pero como está ha han había según sobre lo este esta dijo porque entre hasta cuando tendrá será amenazó`,
	"fr": `qui quand où pourquoi comment quel quelle quels quelles combien quoi | le la les un une et de des du que en est était sont par
		pour avec se sa son ses ne pas au aux plus mais comme dans il elle ils a ont été selon sur ce cette dit c'est n'a d'un d'une qu'il devra sera déclaré averti`,
	"de": `wer wann wo warum wie welche welcher welches wieviel wessen wem wen weshalb | der die das ein eine einen einem einer und zu den dem
		des ist war sind waren hat haben hatte mit von für im am nicht auf als auch er sie es sich bei nach über dass wurde wird werden aus was werde würde sagte sagten laut müssen`,
	"it": `chi quando dove perché come quale quali quanto quanti cosa | il lo la gli le un una e di del della dei delle che in è era sono per
		con si non al alla più ma ha hanno secondo nel nella su sulla questo questa detto stato dal dalla anche`,
	"pt": `quem quando onde porque como qual quais quanto quantos quantas | o a os as um uma e de do da dos das que em é foi são por para com
		se não ao à mais mas no na nos nas seu sua segundo sobre este esta disse está tem entre até pelo pela`,
	"nl": `wie wanneer waar waarom hoe welke wiens | de het een en van te in is was zijn waren heeft hebben had met voor niet op als ook
		hij zij ze zich bij naar over dat die wordt werd worden uit aan om er maar dan volgens door`,
	"ru": `кто что когда где почему как сколько какой какая какие | и в не на с по из для это этот был была были он она они его её их
		к о от до у за при после об но или также заявил сказал года`,
	"uk": `хто що коли де чому як скільки який яка які | і й в не на з по із для це цей був була були він вона вони його її їх
		до о від у за при після про але або також заявив сказав року`,
}

// ballot is how much a word counts for each language that has it.
var ballot = func() map[string]map[string]int {
	all := map[string]map[string]int{}
	for code, list := range functionWords {
		weight := 2
		for word := range strings.FieldsSeq(list) {
			if word == "|" {
				weight = 1
				continue
			}
			if all[word] == nil {
				all[word] = map[string]int{}
			}
			all[word][code] = weight
		}
	}
	return all
}()

// IsFunctionWord reports whether a word, in any case, holds sentences together in one of the languages whose function words
// are known, so that its capital at the head of a sentence makes no name of it.
func IsFunctionWord(word string) bool { return ballot[strings.ToLower(word)] != nil }

// vote counts the function words of each language and gives the two highest counts, and whose the highest is.
func vote(text string) (first, second int, code string) {
	counts := map[string]int{}
	for word := range strings.FieldsFuncSeq(strings.ReplaceAll(text, "’", "'"), apart) {
		for lang, weight := range ballot[strings.ToLower(word)] {
			counts[lang] += weight
		}
	}
	if strings.ContainsAny(text, "¿¡") {
		counts["es"] += 2
	}
	for lang, n := range counts {
		if n > first || n == first && lang < code {
			first, code = n, lang
		}
	}
	for lang, n := range counts {
		if lang != code {
			second = max(second, n)
		}
	}
	return first, second, code
}

// apart reports whether a rune stands between words; an apostrophe does not, so that "don't" is no "t".
func apart(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }
