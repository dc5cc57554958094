package mention

import "strings"

// currencies by their mark, their code and, for those that follow the number, their word.
var (
	currencyMarks = map[string]string{"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY"}
	dollarOwners  = map[string]string{"us": "USD", "u.s.": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "nz": "NZD", "hk": "HKD", "s": "SGD"}
	currencyCodes = set{
		"usd": {}, "eur": {}, "gbp": {}, "jpy": {}, "inr": {}, "rub": {}, "try": {}, "aud": {}, "cad": {}, "nzd": {},
		"hkd": {}, "sgd": {}, "cny": {}, "chf": {}, "sek": {}, "nok": {}, "dkk": {},
	}
)

// units maps the ways to write a unit to its one name.
var units = map[string]string{
	"%": "percent", "percent": "percent", "pct": "percent",
	"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds sterling": "GBP", "yen": "JPY",
	"ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "rupee": "INR", "rupees": "INR", "yuan": "CNY",
	"lira": "TRY", "cent": "cent", "cents": "cent",
	"km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
	"m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m",
	"cm": "cm", "centimeter": "cm", "centimeters": "cm", "centimetre": "cm", "centimetres": "cm",
	"mm": "mm", "millimeter": "mm", "millimeters": "mm", "millimetre": "mm", "millimetres": "mm",
	"mile": "mile", "miles": "mile", "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "inches": "inch",
	"yard": "yard", "yards": "yard", "acre": "acre", "acres": "acre", "hectare": "hectare", "hectares": "hectare",
	"kg": "kg", "kgs": "kg", "kilogram": "kg", "kilograms": "kg", "kilo": "kg", "kilos": "kg",
	"gram": "gram", "grams": "gram", "pound": "pound", "pounds": "pound", "lb": "pound", "lbs": "pound",
	"ounce": "ounce", "ounces": "ounce", "ton": "ton", "tons": "ton", "tonne": "metric ton", "tonnes": "metric ton",
	"liter": "litre", "liters": "litre", "litre": "litre", "litres": "litre",
	"gallon": "gallon", "gallons": "gallon", "barrel": "barrel", "barrels": "barrel",
	"second": "second", "seconds": "second", "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
	"hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour", "day": "day", "days": "day", "week": "week",
	"weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year", "yr": "year", "yrs": "year",
	"decade": "decade", "decades": "decade", "century": "century", "centuries": "century",
	"degree": "degree", "degrees": "degree", "°": "degree", "celsius": "degree C", "fahrenheit": "degree F",
	"mph": "mph", "kph": "km/h", "knot": "knot", "knots": "knot",
	"watt": "watt", "watts": "watt", "kilowatt": "kilowatt", "kilowatts": "kilowatt", "megawatt": "megawatt",
	"megawatts": "megawatt", "mw": "megawatt", "gigawatt": "gigawatt", "gigawatts": "gigawatt",
	"ml": "ml", "gb": "gigabyte", "tb": "terabyte", "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz",
}

// unitPhrases are the units of two or three words, by their first.
var unitPhrases = map[string][]struct {
	rest []string
	unit string
}{
	"per":        {{[]string{"cent"}, "percent"}},
	"percentage": {{[]string{"points"}, "percentage point"}, {[]string{"point"}, "percentage point"}},
	"metric":     {{[]string{"tons"}, "metric ton"}, {[]string{"ton"}, "metric ton"}, {[]string{"tonnes"}, "metric ton"}},
	"square": {
		{[]string{"miles"}, "square mile"}, {[]string{"mile"}, "square mile"}, {[]string{"feet"}, "square foot"},
		{[]string{"kilometers"}, "square km"}, {[]string{"kilometres"}, "square km"}, {[]string{"km"}, "square km"},
		{[]string{"meters"}, "square m"}, {[]string{"metres"}, "square m"},
	},
	"sq":         {{[]string{"km"}, "square km"}, {[]string{"miles"}, "square mile"}, {[]string{"ft"}, "square foot"}},
	"miles":      {{[]string{"per", "hour"}, "mph"}, {[]string{"an", "hour"}, "mph"}},
	"kilometers": {{[]string{"per", "hour"}, "km/h"}, {[]string{"an", "hour"}, "km/h"}},
	"kilometres": {{[]string{"per", "hour"}, "km/h"}, {[]string{"an", "hour"}, "km/h"}},
	"km":         {{[]string{"/", "h"}, "km/h"}, {[]string{"per", "hour"}, "km/h"}},
	"degrees":    {{[]string{"celsius"}, "degree C"}, {[]string{"fahrenheit"}, "degree F"}, {[]string{"c"}, "degree C"}, {[]string{"f"}, "degree F"}},
	"°":          {{[]string{"c"}, "degree C"}, {[]string{"f"}, "degree F"}},
	"u.s.":       {{[]string{"dollars"}, "USD"}},
	"us":         {{[]string{"dollars"}, "USD"}},
	"pounds":     {{[]string{"sterling"}, "GBP"}},
}

// readUnit reads the unit that starts at token at and returns it with the token after it.
func readUnit(ts []token, at int) (unit string, next int) {
	if at >= len(ts) || ts[at].gap == newBlock || ts[at].kind == number || ts[at].kind == address {
		return "", at
	}
	w := strings.TrimSuffix(ts[at].bare(), "'")
	for _, phrase := range unitPhrases[w] {
		if followed(ts, at+1, phrase.rest) {
			return phrase.unit, at + 1 + len(phrase.rest)
		}
	}
	if mark, ok := currencyMarks[w]; ok && ts[at].gap == joined {
		return mark, at + 1
	}
	if currencyCodes.has(w) && ts[at].caps {
		return strings.ToUpper(w), at + 1
	}
	unit, ok := units[w]
	if !ok || ts[at].upper && !ts[at].caps {
		return "", at
	}
	return unit, at + 1
}

func followed(ts []token, at int, words []string) bool {
	for k, w := range words {
		if lowerAt(ts, at+k) != w {
			return false
		}
	}
	return true
}

// isDuration reports whether a unit measures time.
func isDuration(unit string) bool {
	switch unit {
	case "second", "minute", "hour", "day", "week", "month", "year", "decade", "century":
		return true
	}
	return false
}
