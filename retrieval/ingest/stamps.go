package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// stampLayouts are those of machines beside dateLayouts. Those without a zone are read as UTC.
var stampLayouts = []string{
	"2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04 Z07:00",
	"2006-01-02 15:04 -0700", "20060102T150405Z0700", "20060102T150405", "20060102150405", "20060102",
	"2006/01/02 15:04:05 -0700", "2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02",
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05",
	"Mon Jan 2 15:04:05 -0700 2006", "January 2, 2006 15:04:05 -0700", "January 2, 2006 3:04 PM -0700",
}

// zones are the names of RFC 822, section 5.1, and those of Europe. Any other name stands for several zones.
var zones = map[string]string{
	"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
	"MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "WET": "+0000", "WEST": "+0100", "CET": "+0100",
	"CEST": "+0200", "EET": "+0200", "EEST": "+0300",
}

var zoneName = regexp.MustCompile(`\b[A-Z]{2,4}\b`)

// parseStamp reads a date as a machine writes it, with its time and zone where it has them, or else the one day that a
// reader would see in it.
func parseStamp(s string) (t time.Time, ok bool) {
	s = tidy(s)
	if t, err := parseDate(s); err == nil {
		return t, true
	}
	plain := zoneName.ReplaceAllStringFunc(s, func(name string) string {
		if offset, known := zones[name]; known {
			return offset
		}
		return name
	})
	for _, layout := range stampLayouts {
		if t, err := time.Parse(layout, plain); err == nil && inYears(t.UTC()) {
			return t.UTC(), true
		}
	}
	return visibleDay(s)
}

func inYears(t time.Time) bool { return firstYear <= t.Year() && t.Year() <= lastYear }

var (
	dayFirst   = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:de |of )?(\p{L}{3,})\.?,?\s+(?:de |del )?(\d{4})(?:\D|$)`)
	monthFirst = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:\D|$)`)
	yearFirst  = regexp.MustCompile(`(?:^|\D)(\d{4})(?:-|/|\s?年\s?|\s?년\s?)(\d{1,2})(?:-|/|\s?月\s?|\s?월\s?)(\d{1,2})(?:\D|$)`)
	dotted     = regexp.MustCompile(`(?:^|\D)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D|$)`)
	slashed    = regexp.MustCompile(`(?:^|\D)(\d{1,2})/(\d{1,2})/(\d{4})(?:\D|$)`)
)

// visibleDay reads the day in a text that a reader sees, such as "Mittwoch, 28. September 2016, 10:04 Uhr". Its time of
// day seldom names its zone and is not kept. A day and month in figures that could be either way round
// are unknown, unless the day of the week stands beside them in English.
func visibleDay(s string) (t time.Time, ok bool) {
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return day(m[1], number(m[2]), m[3])
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		if t, ok := day(m[3], months[strings.ToLower(m[2])], m[1]); ok {
			return t, ok
		}
	}
	if m := monthFirst.FindStringSubmatch(s); m != nil {
		if t, ok := day(m[3], months[strings.ToLower(m[1])], m[2]); ok {
			return t, ok
		}
	}
	if m := dotted.FindStringSubmatch(s); m != nil {
		return day(m[3], number(m[2]), m[1])
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		switch one, two := number(m[1]), number(m[2]); {
		case one > 12 || one == two:
			return day(m[3], two, m[1])
		case two > 12:
			return day(m[3], one, m[2])
		default: // the day of the week tells
			for _, month := range []int{one, two} {
				t, ok := day(m[3], month, strconv.Itoa(one+two-month))
				if ok && strings.Contains(strings.ToLower(s), strings.ToLower(t.Weekday().String()[:3])) {
					return t, ok
				}
			}
		}
	}
	return t, false
}

func day(year string, month int, date string) (t time.Time, ok bool) {
	t = time.Date(number(year), time.Month(month), number(date), 0, 0, 0, 0, time.UTC)
	return t, month > 0 && inYears(t) && t.Day() == number(date) && int(t.Month()) == month
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // the patterns let digits alone through
	return n
}

// months by name in the languages whose names of months do not clash, in their order from January.
var months = func() map[string]int {
	byName := map[string]int{"sept": 9, "märz": 3, "maerz": 3, "mrz": 3, "jänner": 1, "setiembre": 9}
	for _, year := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"januar februar märz april mai juni juli august september oktober november dezember",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"januari februari mars april maj juni juli augusti september oktober november december",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	} {
		for i, name := range strings.Fields(year) {
			byName[name] = i + 1
		}
	}
	return byName
}()

// dayLine is a part of a line with a day in it and nothing else but what stands around a day: words such as Published or
// Aktualisiert, the day of the week, a time and its zone.
var dayLine = regexp.MustCompile(`(?i)^(((first )?published|posted|created|modified|(last )?(updated|modified)|stand|veröffentlicht|erstellt|aktualisiert|publiée?|mise? à jour|` +
	`publicado|actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|date|datum|fecha):? (on |am |le |el |il |em |op )?)?(` +
	`(at )?\d{1,2}[:.h]\d{2} ?([ap]\.?m\.?)?( [a-z]{2,4})?(,| [|–-]|, on| on)? )?(\p{L}+\.?,? )?(den |the )?` +
	`([\d./年月日-]+|\d{1,2}(\.|st|nd|rd|th|er|º)? (de )?\p{L}+\.?,? (de |del )?\d{4}|\p{L}+\.? \d{1,2}(st|nd|rd|th)?,? \d{4})` +
	`([ ,–-]+((at|um|à|a las|alle|às|om|kl\.?) )?\d{1,2}[:.h]\d{0,2}.{0,24})?$`)

var timeOfDay = regexp.MustCompile(`(?i)^\d{1,2}[:.h]\d{2}( ?uhr| ?[ap]\.?m\.?)?( [a-z]{2,4})?$`)

// lately is an update that is told from the time of reading.
var lately = regexp.MustCompile(`(?i)^(last )?updated .{1,20} ago$`)

var yearIn = regexp.MustCompile(`\b\d{4}\b`)

// cutDay parts a short line at the day, and what stands around a day, that it ends in: "Jane Doe on 4 March 2019, 10:04".
// Without one, when is "".
func cutDay(text string) (who, when string) {
	if len(text) > longestByline || !strings.ContainsAny(text, "0123456789") {
		return text, ""
	}
	for at := range len(text) {
		if text[at] != ' ' {
			continue
		}
		rest := strings.TrimPrefix(strings.TrimLeft(text[at:], " ,;|·•–—-"), "on ")
		if dayLine.MatchString(rest) && yearIn.MatchString(rest) {
			return strings.TrimRight(text[:at], " ,;|·•–—-"), rest
		}
	}
	return text, ""
}

// takeDayLine reads a short line that is nothing but the days of publication and update in one of several languages.
func (d *draft) takeDayLine(text string) bool {
	var claims []claim
	if at := updateWord.FindStringIndex(text); at != nil {
		before := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(text[:at[0]]), "last"), "and ")
		text = before + "|" + text[at[0]:]
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("|·•", r) }) {
		if part = strings.TrimSpace(part); part == "" || lately.MatchString(part) || len(claims) > 0 && timeOfDay.MatchString(part) {
			continue
		}
		if _, ok := visibleDay(part); !ok || !dayLine.MatchString(part) {
			return false
		}
		claims = append(claims, datesIn(part)...)
	}
	for _, c := range claims {
		c.origin = "text"
		d.accept(c)
	}
	return len(claims) > 0
}
