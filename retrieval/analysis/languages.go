package analysis

import (
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/registry"

	_ "github.com/blevesearch/bleve/v2/analysis/lang/ar"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/bg"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ca"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ckb"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/cs"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/da"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/de"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/el"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/eu"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fa"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fi"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ga"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/gl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hi"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hu"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hy"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/id"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/in"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/it"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/nl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/no"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/pl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/pt"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ro"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/sv"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/tr"
	_ "github.com/blevesearch/bleve/v2/analysis/token/apostrophe"
)

// Language is how texts of one language become terms. There is one value of each.
type Language struct {
	code    string
	comma   bool                   // writes 1.129,5 for 1,129.5
	runs    bool                   // has no spaces, or hardly a word without an ending: terms are pairs of letters
	before  []analysis.TokenFilter // of every word in lower case
	stop    analysis.TokenMap      // words that are no terms
	stemmer []analysis.TokenFilter // of every word that is left
}

// English has question words among its stop words ("who", "when", "why"), and a few that Snowball's list forgot. It has
// neither "us", which a reader who types without capitals may mean as the country, nor "may", the month.
var English = &Language{
	code:    "en",
	stop:    newStopWords(),
	stemmer: []analysis.TokenFilter{en.NewEnglishStemmerFilter()},
}

func newStopWords() analysis.TokenMap {
	words := analysis.NewTokenMap()
	if err := words.LoadBytes(en.EnglishStopWords); err != nil {
		panic(err) // the list is compiled in
	}
	for _, w := range []string{"whose", "shall", "will", "might", "must", "can", "let"} {
		words.AddToken(w)
	}
	return words
}

// plain is the language of those that bleve has nothing for, and pairs that of those written in runs.
var (
	plain = &Language{}
	pairs = &Language{code: "cjk", runs: true}
)

// shipped are bleve's names for the parts of its own analysers: what comes before the stop words, and the normalisers and
// stemmers behind them. Every language here has a list of stop words in bleve too.
var shipped = map[string]struct {
	comma           bool
	before, stemmer string
}{
	"ar":  {false, "", "normalize_ar stemmer_ar"},
	"bg":  {true, "", ""},
	"ca":  {true, "elision_ca", ""},
	"ckb": {false, "normalize_ckb", "stemmer_ckb"},
	"cs":  {true, "", ""},
	"da":  {true, "", "stemmer_da_snowball"},
	"de":  {true, "", "normalize_de stemmer_de_light"},
	"el":  {true, "", ""},
	"es":  {true, "", "normalize_es stemmer_es_light"},
	"eu":  {true, "", ""},
	"fa":  {false, "normalize_ar normalize_fa", ""},
	"fi":  {true, "", "stemmer_fi_snowball"},
	"fr":  {true, "elision_fr", "stemmer_fr_light"},
	"ga":  {false, "elision_ga", ""},
	"gl":  {true, "", ""},
	"hi":  {false, "normalize_in normalize_hi", "stemmer_hi"},
	"hr":  {true, "", "hr_suffix_transformation_filter stemmer_hr"},
	"hu":  {true, "", "stemmer_hu_snowball"},
	"hy":  {true, "", ""},
	"id":  {true, "", ""},
	"it":  {true, "elision_it", "stemmer_it_light"},
	"nl":  {true, "", "stemmer_nl_snowball"},
	"no":  {true, "", "stemmer_no_snowball"},
	"pl":  {true, "", "stemmer_pl"},
	"pt":  {true, "", "stemmer_pt_light"},
	"ro":  {true, "", "stemmer_ro_snowball"},
	"ru":  {true, "", "stemmer_ru_snowball"},
	"sv":  {true, "", "stemmer_sv_snowball"},
	"tr":  {true, "apostrophe", "stemmer_tr_snowball"},
}

// alike are codes of the same language, or of languages that are analysed alike.
var alike = map[string]string{
	"": "en", "nb": "no", "nn": "no",
	"zh": "cjk", "yue": "cjk", "ja": "cjk", "ko": "cjk", "th": "cjk", "lo": "cjk", "km": "cjk", "my": "cjk",
}

// languages holds those met so far, by code; some take megabytes, so none is made before.
var languages = struct {
	sync.Mutex
	parts *registry.Cache
	made  map[string]*Language
}{parts: registry.NewCache(), made: map[string]*Language{"en": English, "cjk": pairs}}

// Code tells the language from others: that of BCP 47 or, where several are analysed alike, one for all; "" where nothing is
// known of it but that it is no other.
func (l *Language) Code() string { return l.code }

// Of finds a language by its BCP 47 tag. An article that names none is taken for English, which is what an unsure
// detector leaves of English most.
func Of(tag string) *Language {
	code := strings.ToLower(tag)
	if i := strings.IndexAny(code, "-_"); i >= 0 {
		code = code[:i]
	}
	if same, ok := alike[code]; ok {
		code = same
	}
	languages.Lock()
	defer languages.Unlock()
	if l, ok := languages.made[code]; ok {
		return l
	}
	parts, ok := shipped[code]
	if !ok {
		return plain
	}
	stop, err := languages.parts.TokenMapNamed("stop_" + code)
	if err != nil {
		panic(err) // it is compiled in
	}
	l := &Language{code: code, comma: parts.comma, stop: stop, before: filters(parts.before), stemmer: filters(parts.stemmer)}
	languages.made[code] = l
	return l
}

// filters makes bleve's filters of these names.
func filters(names string) []analysis.TokenFilter {
	var all []analysis.TokenFilter
	for name := range strings.FieldsSeq(names) {
		f, err := languages.parts.TokenFilterNamed(name)
		if err != nil {
			panic(err) // it is compiled in
		}
		all = append(all, f)
	}
	return all
}
