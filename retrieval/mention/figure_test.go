package mention

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

var qualifierMarks = map[Qualifier]string{Exactly: "", About: "~", AtLeast: ">=", AtMost: "<=", MoreThan: ">", LessThan: "<"}

// describe writes a figure in one line: its text, bound and value or range, then what else it has.
func (f Figure) describe(text string) string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	value := number(f.Value)
	switch {
	case f.Unit == UnitScore || f.IsRange():
		value = number(f.Low) + ".." + number(f.High)
	case f.Unit == UnitShare:
		value = strconv.FormatFloat(f.Value, 'f', 3, 64)
	}
	s := fmt.Sprintf("%s = %s%s", f.In(text), qualifierMarks[f.Qualifier], value)
	for _, part := range []struct {
		has  bool
		word string
	}{
		{f.Unit != "", f.Unit}, {f.Counts != "", "of " + f.Counts}, {f.Additional, "more"}, {f.Ordinal, "ordinal"},
		{f.Vague, "vague"}, {f.Age, "age"},
	} {
		if part.has {
			s += " " + part.word
		}
	}
	return s
}

func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		// digits and scales
		"An estimated 250,000 people live there.":  "250,000 = ~250000 of people",
		"nearly 275,000 were trapped":              "275,000 = ~275000",
		"It cost 1.75 million dollars.":            "1.75 million dollars = 1750000 USD",
		"a $3.5 billion loan":                      "$3.5 billion = 3500000000 USD",
		"US$40m and £5m and €2bn":                  "US$40m = 40000000 USD; £5m = 5000000 GBP; €2bn = 2000000000 EUR",
		"2 bn euros":                               "2 bn euros = 2000000000 EUR",
		"EUR 500 was paid":                         "EUR 500 = 500 EUR",
		"34 metric tons of food":                   "34 metric tons = 34 metric ton of food",
		"250\u00a0000 people":                      "250\u00a0000 = 250000 of people",
		"it fell by minus 5 degrees Celsius":       "minus 5 degrees Celsius = -5 degree C",
		"12.5 percent, 40 per cent and 5%":         "12.5 percent = 12.5 percent; 40 per cent = 40 percent; 5% = 5 percent",
		"three percentage points":                  "three percentage points = 3 percentage point",
		"at 60 mph, or 97 km/h, for 9km":           "60 mph = 60 mph; 97 km/h = 97 km/h; 9km = 9 km",
		"380 rounds of 30 mm":                      "380 = 380 of round; 30 mm = 30 mm",
		"a third of Aleppo, 20 square miles of it": "a third = 0.333 share of aleppo; 20 square miles = 20 square mile",
		// words
		"Three soldiers and twenty-one aid trucks":                          "Three = 3 of soldier; twenty-one = 21 of truck",
		"a dozen doctors, two dozen nurses":                                 "a dozen = 12 of doctor; two dozen = 24 of nurse",
		"half a million refugees; a half-million people":                    "half a million = 500000 of refugee; a half-million = 500000 of people",
		"a quarter of a million people, half of a million":                  "a quarter of a million = 250000 of people; half of a million = 500000",
		"three quarters of a million; a third of Aleppo":                    "three quarters of a million = 750000; a third = 0.333 share of aleppo",
		"a couple of dozen trucks; a couple of hundred fighters":            "a couple of dozen = 24 of truck vague; a couple of hundred = 200 of fighter vague",
		"two and a half million people; two thirds of voters":               "two and a half million = 2500000 of people; two thirds = 0.667 share of voter",
		"a million and a half people; a hundred and fifty people":           "a million and a half = 1500000 of people; a hundred and fifty = 150 of people",
		"a hundred and fifty thousand people":                               "a hundred and fifty thousand = 150000 of people",
		"one-and-a-half million people; three-and-a-half hours":             "one-and-a-half million = 1500000 of people; three-and-a-half hours = 3.5 hour",
		"one in every five people; nine in ten children":                    "one in every five = 0.200 share of people; nine in ten = 0.900 share of child",
		"a couple of trucks and a couple of days":                           "",
		"two and a half hours":                                              "two and a half hours = 2.5 hour",
		"two hundred and fifty thousand people":                             "two hundred and fifty thousand = 250000 of people",
		"half an hour later":                                                "half an hour = 0.5 hour",
		"hundreds of civilians":                                             "hundreds = 100 of civilian vague",
		"tens of thousands of people":                                       "tens of thousands = 10000 of people vague",
		"several hundred fighters":                                          "several hundred = 100 of fighter vague",
		"At least one aid convoy was attacked.":                             "one = >=1 of convoy",
		"No one came. One of the trucks burned, he said, and this one too.": "",
		// bounds
		"more than 250 died, over 36,000 were evacuated": "250 = >250; 36,000 = >36000",
		"at least 139 in 72 hours":                       "139 = >=139; 72 hours = 72 hour",
		"up to 50,000 civilians, no more than 5 doctors": "50,000 = <=50000 of civilian; 5 = <=5 of doctor",
		"fewer than 10 aid workers, less than 3 percent": "10 = <10 of worker; 3 percent = <3 percent",
		"as many as 40 strikes, no fewer than 20":        "40 = <=40 of strike; 20 = >=20",
		"150+ strikes, 20 or so trucks, 70 or more":      "150 = >=150 of strike; 20 = ~20 of truck; 70 = >=70",
		"some 200 people, about one million dollars":     "200 = ~200 of people; one million dollars = ~1000000 USD",
		// more
		"to send about 600 more troops to Iraq":        "600 = ~600 of troop more",
		"another 20 and an additional 560 soldiers":    "20 = 20 more; 560 = 560 of soldier more",
		"a further 30 trucks; 40 more than last year":  "30 = 30 of truck more; 40 = 40",
		"seven consecutive days; two more weeks; 12 h": "seven consecutive days = 7 day; two more weeks = 2 week more; 12 h = 12 hour",
		// ranges, scores, shares
		"30 to 50 minutes":                               "30 to 50 minutes = 30..50 minute",
		"some 30–50 minutes in":                          "30–50 minutes = ~30..50 minute",
		"8,000–9,500 fighters":                           "8,000–9,500 = 8000..9500 of fighter",
		"between 10 and 20 trucks":                       "10 and 20 = 10..20 of truck",
		"rose from 10 to 20 trucks":                      "10 = 10; 20 = 20 of truck",
		"three to five million people":                   "three to five million = 3000000..5000000 of people",
		"$3 million to $5 million":                       "$3 million to $5 million = 3000000..5000000 USD",
		"The council voted 11-2, and later voted 2-11.":  "11-2 = 11..2 score; 2-11 = 2..11 score",
		"a 1–0 win":                                      "1–0 = 1..0 score",
		"two-thirds of voters, three quarters of cities": "two-thirds = 0.667 share of voter; three quarters = 0.750 share of city",
		"half the city; one in five people":              "half = 0.500 share of city; one in five = 0.200 share of people",
		// ordinals
		"Russia's fifth veto, on the 24th try":        "fifth = 5 of veto ordinal; 24th = 24 of try ordinal",
		"A third convoy was hit; the first ceasefire": "third = 3 of convoy ordinal; first = 1 of ceasefire ordinal",
		"It first said so. Wait a second.":            "",
		// compounds and ages
		"the 31-truck convoy and a 72-hour truce":       "31 = 31 of truck; 72-hour = 72 hour",
		"a 25-year-old man, a boy aged 9, 40 years old": "25-year-old = 25 year age; 9 = 9 year age; 40 years old = 40 year age",
		"John Smith, 31, said so":                       "31 = 31 year age",
		"338 killed (106 children), 846 wounded":        "338 = 338 of killed; 106 = 106 of child; 846 = 846 of wounded",
		// what is no figure
		"resolution 2328, No. 5, Flight 370, page 12":    "",
		"hospital M2, a Su-24, 9/11, 24/7, 4x4, 3D, [1]": "",
		"at 7 p.m. (1600 GMT) on 28 September 2016":      "",
		"In 2016, during the 1990s, three days ago":      "",
		"call 555-1234-99; 3,5 million; 1.2.3":           "",
		"see https://example.org/2016/600 or @user600":   "",
		"the past three days; 2016 people":               "three days = 3 day; 2016 = 2016 of people",
	} {
		var got []string
		for _, f := range Figures(text) {
			got = append(got, f.describe(text))
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q\n got %s\nwant %s", text, g, want)
		}
	}
}

func TestSameFigure(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1.75 million people", "1,750,000 people", true},
		{"three trucks", "3 trucks", true},
		{"a dozen", "12", true},
		{"$3.5 billion", "3,500,000,000 dollars", true},
		{"half of them", "50 percent of them", true},
		{"30 to 50 minutes", "between 30 and 50 minutes", true},
		{"five percent", "5%", true},
		{"34 tonnes", "34 metric tons", true},
		{"about 250,000 people", "250,000 soldiers", true}, // what it counts is the caller's to compare
		{"250,000", "275,000", false},
		{"a third of them", "33 percent of them", false},
		{"5 percent", "5", false},
		{"5 percent", "5 percentage points", false},
		{"the fifth truck", "five trucks", false},
		{"hundreds of people", "100 people", false},
		{"hundreds of people", "thousands of people", false},
		{"11-2", "11-3", false},
		{"300 km", "300 miles", false},
	} {
		a, b := Figures(c.a), Figures(c.b)
		if len(a) != 1 || len(b) != 1 {
			t.Fatalf("%q and %q have %d and %d figures, want one each", c.a, c.b, len(a), len(b))
		}
		if got := SameFigure(a[0], b[0]); got != c.want || SameFigure(b[0], a[0]) != got {
			t.Errorf("SameFigure(%q, %q) = %t, want %t both ways", c.a, c.b, got, c.want)
		}
	}
}

func FuzzFigures(f *testing.F) {
	for _, text := range []string{
		"about 250,000 people and $3.5 billion", "30–50 minutes", "two and a half million", "one in five, 11-2", "3,5 \u00a0000 -5%",
		"a third\n\nof a second-half 5m US$", "nine out of", "ȺȺ's 4-", strings.Repeat("7", 400), "5 trillion trillion trillion", "between 10 and",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, g := range Figures(text) {
			if g.Start < end || g.End <= g.Start || g.End > len(text) {
				t.Fatalf("figure %v in %q overlaps or is out of order", g.Span, text)
			}
			end = g.End
			if !g.IsRange() && (g.Low != g.Value || g.High != g.Value) && g.Unit != UnitScore {
				t.Fatalf("figure %+v in %q is no range, yet its bounds are not its value", g, text)
			}
			if g.IsRange() && g.Low > g.High && g.Unit != UnitScore {
				t.Fatalf("range %+v in %q is upside down", g, text)
			}
			if !SameFigure(g, g) {
				t.Fatalf("figure %+v in %q is not itself", g, text)
			}
		}
	})
}
