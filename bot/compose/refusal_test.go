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
		{"It is not mentioned.", nil, true},

		// news, also where the model forgot its marker
		{"There is no electricity in Aleppo, a doctor said.", nil, false},
		{"There is no evidence that Russia struck the convoy, Kirby said.", nil, false},
		{"No aid has arrived since July.", nil, false},
		{"It is unclear who attacked the convoy, the United Nations said.", nil, false},
		{"Unfortunately, the truce fell apart.", nil, false},
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
