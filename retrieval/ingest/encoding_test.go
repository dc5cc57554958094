package ingest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// written are texts of two paragraphs by language, and the encodings that they used to be written in.
var written = []struct {
	language, text string
	encodings      []encoding.Encoding
}{
	{"en", "The café on the quay opened “early”, the owner said — at five o’clock, as it has for years.\n\nPrices rose by £3 a head on the night boat. “We had no choice,” said the captain.", []encoding.Encoding{charmap.Windows1252}},
	{"fr", "Le bac de l'île est rentré au port après une nuit dans la tempête, a annoncé lundi la garde côtière.\n\nCent personnes étaient à bord et aucune n'a été blessée.", []encoding.Encoding{charmap.Windows1252, charmap.ISO8859_1}},
	{"de", "Die letzte Fähre der Insel ist nach einer Nacht im Sturm in den Hafen zurückgekehrt.\n\nDie Küstenwache teilte mit, der Schaden sei groß.", []encoding.Encoding{charmap.Windows1252, charmap.ISO8859_1}},
	{"es", "El último transbordador volvió a puerto después de una noche de tormenta.\n\nLa compañía pagará los daños mañana, según informó el jueves.", []encoding.Encoding{charmap.Windows1252, charmap.ISO8859_1}},
	{"pl", "Ostatni prom z wyspy wrócił do portu po nocy spędzonej w sztormie, poinformowała straż przybrzeżna.\n\nNa pokładzie było czterdzieści osób i nikt nie został ranny.", []encoding.Encoding{charmap.Windows1250, charmap.ISO8859_2}},
	{"cs", "Poslední trajekt z ostrova se po noci v bouři vrátil do přístavu.\n\nNa palubě bylo čtyřicet lidí a nikdo nebyl zraněn, oznámila pobřežní stráž.", []encoding.Encoding{charmap.Windows1250, charmap.ISO8859_2}},
	{"ru", "Последний паром острова вернулся в порт после ночи в шторме.\n\nНа борту было сорок человек, никто из них не пострадал.", []encoding.Encoding{charmap.Windows1251, charmap.KOI8R, charmap.ISO8859_5}},
	{"el", "Το τελευταίο φέρι του νησιού επέστρεψε στο λιμάνι μετά από μια νύχτα στην καταιγίδα.\n\nΚανείς δεν τραυματίστηκε, ανακοίνωσε το λιμενικό.", []encoding.Encoding{charmap.Windows1253, charmap.ISO8859_7}},
	{"tr", "Adanın son feribotu fırtınada geçen bir gecenin ardından limana döndü.\n\nGemide kırk kişi vardı ve kimse yaralanmadı. Şirket hasarı yaza kadar gidermek istiyor.", []encoding.Encoding{charmap.Windows1254}},
	{"he", "המעבורת האחרונה של האי חזרה לנמל אחרי לילה בסערה.\n\nארבעים איש היו על הסיפון ואיש לא נפגע, הודיע משמר החופים.", []encoding.Encoding{charmap.Windows1255}},
	{"ar", "عادت آخر عبارة في الجزيرة إلى الميناء بعد ليلة في العاصفة.\n\nكان على متنها أربعون شخصا ولم يصب أحد، حسبما أعلن خفر السواحل.", []encoding.Encoding{charmap.Windows1256}},
	{"ja", "島と本土を結ぶ夜行便について、町議会は来年度も運航を続けることを決めた。\n\n運航会社によると、利用者は三年前の半分ほどに減った。", []encoding.Encoding{japanese.ShiftJIS, japanese.EUCJP, japanese.ISO2022JP}},
	{"zh", "海岸警卫队星期一上午说，岛上最后一班渡轮在风暴中度过一夜后回到港口。\n\n船上有四十人，没有人受伤。", []encoding.Encoding{simplifiedchinese.GBK, simplifiedchinese.GB18030}},
	{"zh-TW", "海岸巡防隊星期一上午說，島上最後一班渡輪在風暴中度過一夜後回到港口。\n\n船上有四十人，沒有人受傷。", []encoding.Encoding{traditionalchinese.Big5}},
	{"ko", "해안경비대는 섬의 마지막 여객선이 폭풍 속에서 밤을 보낸 뒤 항구로 돌아왔다고 밝혔다.\n\n배에는 마흔 명이 타고 있었고 다친 사람은 없었다.", []encoding.Encoding{korean.EUCKR}},
}

// Every text comes back from every encoding of its language as it was written, through the file formats that declare none.
func TestEncodings(t *testing.T) {
	everywhere := []encoding.Encoding{
		unicode.UTF8, unicode.UTF8BOM, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
	}
	tried := 0
	for _, w := range written {
		for _, e := range append(everywhere, w.encodings...) {
			raw, err := e.NewEncoder().String(w.text)
			if err != nil {
				t.Fatalf("%s in %v: %v", w.language, e, err)
			}
			text, err := decode([]byte(raw))
			if tried++; err != nil || text != w.text {
				t.Errorf("%s in %v: %q, %v", w.language, e, text, err)
			}
		}
	}
	t.Logf("%d texts in %d languages", tried, len(written))
}

func TestEncodingsUntold(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(random.IntN(255) + 1)
	}
	noControls := make([]byte, 4096)
	for i := range noControls {
		noControls[i] = byte(' ' + random.IntN(256-' '))
	}
	high := make([]byte, 4096)
	for i := range high {
		high[i] = byte(0x80 + random.IntN(128))
	}
	for name, c := range map[string]struct{ raw, want string }{
		"noise":                     {string(noise), "is binary, not text"},
		"noise without controls":    {string(noControls), "is"},
		"high bytes":                {string(high), "is in an encoding that cannot be told; save it as UTF-8"},
		"half a UTF-16":             {"\xff\xfeF\x00\x00\xd8", "is binary, not text"},
		"a stray byte in UTF-8":     {"La fête est finie.\nLe café a fermé.\n\nLe caf\xe9 rouvre en été.", "is UTF-8 with a byte that is none; save it as UTF-8 again"},
		"zeros in a text":           {"Ferry\x00saved", "is binary, not text"},
		"a program":                 {"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", "is binary, not text"},
		"a picture":                 {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is binary, not text"},
		"a picture without zeros":   {"\xff\xd8\xff\xe0\x10JFIF\x01\x02" + string(high[:200]), "is"},
		"nothing behind its mark":   {"\xff\xfe", "is empty"},
		"UTF-32 of no letters":      {"\xff\xfe\x00\x00\xff\xff\xff\xff", "is binary, not text"},
		"only spaces in UTF-16, BE": {"\xfe\xff\x00 \x00\n", "is empty"},
	} {
		text, err := decode([]byte(c.raw))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %.80q, %v, want %q", name, text, err, c.want)
		}
	}
}

// JSON is Unicode by its standard, in whatever units; in anything else it is refused rather than read with holes.
func TestEncodingsOfRecords(t *testing.T) {
	const object = `{"title":"Fähre gerettet","text":"Das Boot ist zurück."}`
	for name, e := range map[string]encoding.Encoding{
		"marked.json": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "bare.json": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"marked.jsonl": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "bare.jsonl": utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf8.jsonl": unicode.UTF8BOM,
	} {
		raw, err := e.NewEncoder().String(object + "\n")
		if err != nil {
			t.Fatal(err)
		}
		if a := readOne(t, name, raw); a.Headline != "Fähre gerettet" || a.Text != "Das Boot ist zurück." {
			t.Errorf("%s: %q, %q", name, a.Headline, a.Text)
		}
	}
	latin, _ := charmap.Windows1252.NewEncoder().String(object)
	for _, name := range []string{"a.json", "a.jsonl"} {
		_, skipped, _ := Read(t.Context(), Folder{FS: fstest.MapFS{name: {Data: []byte(latin)}}})
		if len(skipped) != 1 || skipped[0].Reason != "is not UTF-8, as JSON has to be; save it as UTF-8" {
			t.Errorf("%s: skipped %v", name, skipped)
		}
	}
}
