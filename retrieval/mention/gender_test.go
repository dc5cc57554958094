package mention

import "testing"

func TestTitles(t *testing.T) {
	for text, want := range map[string]struct {
		bare, title string
		gender      Gender
	}{
		"Secretary of State John F. Kerry left":         {"John F. Kerry", "Secretary of State", Male},
		"Mrs. Lanz left":                                {"Lanz", "Mrs.", Female},
		"he told Angela Merkel":                         {"Angela Merkel", "", Female},
		"U.N. Secretary-General Ban Ki-moon left":       {"Ban Ki-moon", "Secretary-General", NoGender},
		"Chancellor Helmut van der Berg Jr. came":       {"Helmut van der Berg Jr", "Chancellor", NoGender},
		"he told Chancellor Helmut\nvan der Berg":       {"Helmut van der Berg", "Chancellor", NoGender},
		"he wrote to Johnson & Johnson":                 {"Johnson & Johnson", "", NoGender},
		"he told Lt. Gen. Jean-Marc O’Brien of it":      {"Jean-Marc O’Brien", "Lt. Gen.", NoGender},
		"Kim Jong-un stayed":                            {"Kim Jong-un", "", NoGender},
		"Spokeswoman Sam Cole said":                     {"Sam Cole", "Spokeswoman", Female},
		"he fired a Su-24 rocket":                       {"Su-24", "", NoGender},
		"a boat of Syrian Observatory for Human Rights": {"Syrian Observatory for Human Rights", "", NoGender},
	} {
		names := Names(text)
		n := names[len(names)-1]
		if n.Bare() != want.bare || n.Title() != want.title || n.Gender() != want.gender {
			t.Errorf("%q: %q is titled %q, gender %d; want %+v", text, n.Bare(), n.Title(), n.Gender(), want)
		}
	}
}
