package compose

import "testing"

func TestRefuses(t *testing.T) {
	one := []int{1}
	for _, tt := range []struct {
		sentence string
		numbers  []int
		want     bool
	}{
		{noAnswer, nil, true},
		{noAnswer, one, true},
		{"**The coverage does not answer this.**", nil, true},
		{"The passages do not say what Lavrov answered.", one, true},
		{"The provided passages do not contain enough information to answer.", nil, true},
		{"The given sources don't mention cricket", nil, true},
		{"The coverage doesn’t specify a date.", nil, true},
		{"The coverage does not explicitly state who paid.", nil, true},
		{"None of the passages mention cricket.", nil, true},
		{"Nothing in the coverage indicates that.", nil, true},
		{"Based on the provided passages, I cannot answer this question.", nil, true},
		{"Based on the passages, there is no information on that.", nil, true},
		{"According to the sources, it is not mentioned.", nil, true},
		{"There is no information about cricket in the passages.", nil, true},
		{"There isn’t any mention of it.", nil, true},
		{"I'm sorry, but I can't find that.", nil, true},
		{"Unfortunately, nothing was found.", nil, true},
		{"I don’t have enough information.", nil, true},
		{"I am unable to determine this from the passages.", nil, true},
		{"It is unclear from the passages.", nil, true},
		{"This is not mentioned in the provided passages.", one, true},
		{"The answer is not in the passages.", nil, true},
		{"No information is given.", nil, true},
		{"Not mentioned.", nil, true},
		{"N/A", nil, true},
		{"None.", nil, true},

		{"Unfortunately, the passages do not mention it.", nil, true},
		{"There's nothing in the coverage about that.", nil, true},
		{"This information is not available in the sources.", one, true},
		{"Cannot be determined.", nil, true},
		{"This question cannot be answered from the given passages.", nil, true},
		{"Not found.", nil, true},
		{"Insufficient information.", nil, true},
		{"No answer.", nil, true},
		{"The passages provided are silent on this matter.", one, true},
		{"Kerry's threat is not mentioned in the passages.", one, true},
		{"The coverage says nothing about this.", one, true},
		{"The answer isn't in the passages.", nil, true},
		{"The given text lacks the necessary information.", nil, true},
		{"Nothing about that is reported here.", nil, true},
		{"La cobertura no responde a esta pregunta.", nil, true},
		{"Los pasajes no contienen información sobre esto.", one, true},
		{"Les passages ne contiennent pas d'information à ce sujet.", nil, true},
		{"Die Artikel enthalten dazu keine Informationen.", nil, true},
		{"Dazu gibt es keine Informationen.", nil, true},
		{"While the passages discuss Kerry, they do not say what he threatened.", one, true},
		{"Although passage mentions Kerry, there is no mention of a threat.", one, true},
		{"The passages discuss the war in Syria, but do not state what Kerry threatened.", one, true},
		{"It is not mentioned.", nil, true},

		// news, also where the model forgot its marker
		{"There is no electricity in Aleppo, a doctor said.", nil, false},
		{"There is no evidence that Russia struck the convoy, Kirby said.", nil, false},
		{"No aid has arrived since July.", nil, false},
		{"It is unclear who attacked the convoy, the United Nations said.", nil, false},
		{"Unfortunately, the truce fell apart.", nil, false},
		{"The documents do not say who was responsible, the Board said.", one, false},
		{"The source did not say who ordered the attack.", one, false},
		{"I do not know who did it, Kirby said.", one, false},
		{"“I do not know who did it,” Kirby said.", one, false},
		{"No records of the meeting were kept.", one, false},
		{"The report was not found in the palace.", one, false},
		{"Los rebeldes no dicen quién disparó.", one, false},
		{"While the truce held, they did not fire.", one, false},
		{"Kirby did not say whether the talks would go on.", one, false},
		{"Lavrov did not answer the question.", one, false},
		{"The Kremlin does not say who fired.", one, false},
		{"There is no evidence that Russia struck the convoy, Kirby said.", one, false},
		{"No information was given by the army, Kirby said.", one, false},
		{"It is unclear who attacked the convoy, the United Nations said.", one, false},
		{"Unfortunately for Kerry, the truce fell apart.", one, false},
		{"None of the 31 trucks was spared.", one, false},
		{"Unknown gunmen attacked the convoy.", one, false},
		{"I cannot accept this, Lavrov said.", one, false},
		{"The article 5 guarantee does not cover Syria, Kerry said.", one, false},
		{"Sources told the desk that talks go on.", one, false},
		{"The text of the agreement says nothing of Iran.", one, false},
	} {
		if got := refuses(tt.sentence, tt.numbers); got != tt.want {
			t.Errorf("%q citing %v: refusal is %v, want %v", tt.sentence, tt.numbers, got, tt.want)
		}
	}
}
