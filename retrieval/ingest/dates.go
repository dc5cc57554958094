package ingest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// dateLayouts are tried in turn. Those without a zone are read as UTC.
var dateLayouts = []string{
	time.DateOnly, time.RFC3339Nano, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05 -0700",
	"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006",
	"Monday, 2 January 2006", "Monday, January 2, 2006", time.RFC1123Z, http.TimeFormat,
}

// Years outside these are taken for a slip.
const firstYear, lastYear = 1600, 2200

var monthStop = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|jun|jul|aug|sep)t?\.|\bsept\b|\b(oct|nov|dec)\.`)

// parseDate reads a date, or a date and time, and keeps it in UTC.
func parseDate(s string) (time.Time, error) {
	plain := monthStop.ReplaceAllStringFunc(s, func(month string) string { return month[:3] })
	for _, layout := range dateLayouts {
		t, err := time.Parse(layout, plain)
		if err != nil {
			continue
		}
		if t = t.UTC(); t.Year() < firstYear || t.Year() > lastYear {
			return time.Time{}, fmt.Errorf("the year of %q is not between %d and %d", s, firstYear, lastYear)
		}
		return t, nil
	}
	return time.Time{}, fmt.Errorf("%q is not a date that can be read; write it as 2016-09-28", s)
}

var dateLine = regexp.MustCompile(`(?i)^(?:(published|posted|(?:last )?updated|last modified)(?: on)?:?\s+)?(.*?\d{4})(?:,? (?:at )?\d{1,2}[:.]\d\d\b.{0,20})?$`)

// takeDateLine reads a line that is nothing but the date of publication or update. Its time of day, which seldom names
// its zone, is not kept.
func (d *draft) takeDateLine(line string) bool {
	m := dateLine.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	on, err := parseDate(strings.TrimSpace(m[2]))
	if err != nil {
		return false
	}
	if kind := strings.ToLower(m[1]); strings.Contains(kind, "updated") || strings.Contains(kind, "modified") {
		if d.Updated.IsZero() {
			d.Updated = on
		}
	} else if d.Published.IsZero() {
		d.Published = on
	}
	return true
}
